"""Noon of the day on which the tests were collected, so that no midnight falls among them."""

import datetime as dt
from typing import Any

import pytest

from kit.dates import ZONE, local_today

_NOON = dt.datetime.combine(local_today(), dt.time(12), tzinfo=ZONE)


@pytest.fixture(autouse=True)
def at_midday(time_machine: Any) -> None:
    """Tests compare with a `TODAY` read once; a package asks for this in its conftest."""
    time_machine.move_to(_NOON)
