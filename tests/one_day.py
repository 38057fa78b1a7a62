"""The day on which the tests were collected, at that hour: no midnight falls among them."""

import datetime as dt
from typing import Any

import pytest

from kit.dates import ZONE, local_day

_MARGIN = dt.timedelta(minutes=5)  # a test that began just before midnight would end after it


def _start() -> dt.datetime:
    now = dt.datetime.now(ZONE)
    return now if local_day(now + _MARGIN) == local_day(now) else now - _MARGIN


_START = _start()
TODAY = local_day(_START)


@pytest.fixture(autouse=True)
def on_one_day(request: Any, time_machine: Any) -> None:
    """Tests compare with `TODAY`, which is read once; a package asks for this in its conftest."""
    if not request.node.get_closest_marker("moment"):
        time_machine.move_to(_START)
