"""A small slice of the fuzz; `python -m scripts.fuzz` sends ten thousand requests."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from .fuzzing import Fuzz
from .stage import filled_stage


@pytest.fixture
def db() -> None:
    """In the place of pytest-django's: the database is made, but there is no transaction."""


def test_a_hundred_odd_requests_meet_no_fault(
    db: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path, caplog: Any
) -> None:
    caplog.set_level("CRITICAL")
    with django_db_blocker.unblock(), filled_stage(tmp_path) as stage:
        result = Fuzz(stage.cast, stage.world, seed=9).run(100)

    assert not result.faults, str(result)
    assert result.count == 100
