"""The demo association, loaded once for all tests that only look at it."""

from pathlib import Path

import pytest

import demo


@pytest.fixture(scope="module")
def loaded(kept_rows: Path) -> Path:
    """Where the files of the association lie."""
    demo.load(lambda line: None)
    return kept_rows


@pytest.fixture
def association(loaded: Path, db: None) -> Path:
    return loaded
