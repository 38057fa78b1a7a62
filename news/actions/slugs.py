"""Addresses made of titles, which two people may want at the same moment."""

from django.db import IntegrityError, transaction

from ..models import Page, Post

TRIES = 5


def save_under_free_slug(row: Page | Post) -> None:
    """Inserts a row whose address was free when it was chosen; if it has been taken since, under the
    next one that is free."""
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return
        except IntegrityError:
            if not left:
                raise
            row.slug = ""
            row.take_free_slug()
