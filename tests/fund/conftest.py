"""Every test of the fund runs on one fixed day, since closings and balances depend on it."""

import datetime as dt
from typing import Any

import pytest

from fund.models import CashBox
from tests import factories as make
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def _the_day(db: None, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC))


@pytest.fixture
def box(cast: Cast) -> CashBox:
    """The cash box of the branch `here`, empty."""
    return make.make_box(cast.here, name="Quỹ chi hội")
