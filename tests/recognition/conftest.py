"""Every test here plays on the day of the run."""

from tests.one_day import on_one_day

__all__ = ["on_one_day"]
