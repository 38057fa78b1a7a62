"""Every test of dues runs on one fixed day, since arrears depend on it."""

import datetime as dt
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _the_day(db: None, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC))
