"""The migrations give the tables that the models describe."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_waits_for_a_migration() -> None:
    # Exits with an error, and so fails, where a model was changed without one.
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
