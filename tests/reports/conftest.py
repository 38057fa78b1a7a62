"""Time stands at midday for every test here."""

from tests.midday import at_midday

__all__ = ["at_midday"]
