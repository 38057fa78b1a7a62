"""The demo association, loaded once for all tests that only look at it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from assoc import demo


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """Loads within a transaction that is rolled back at the end; gives where the files lie."""
    media = Path(tmp_path_factory.mktemp("demo-media"))
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=media):
            demo.load(lambda line: None)
        yield media
        transaction.set_rollback(True)


@pytest.fixture
def association(loaded: Path, db: None) -> Path:
    return loaded
