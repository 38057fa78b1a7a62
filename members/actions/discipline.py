"""Discipline written down, corrected, taken out when it was written by mistake."""

from django.db import transaction

from ..models import Discipline, Member, Subject, User
from .members import check_version
from .permission import edits, needs


@needs(edits("row.member", Subject.PRIVATE))
@transaction.atomic
def note_discipline(*, row: Discipline, by: User) -> Discipline:
    """Writes down what was decided; a form sent twice makes one."""
    Member.objects.select_for_update(of=("self",)).get(pk=row.member_id)
    if known := Discipline.objects.filter(token=row.token).first():
        return known
    row.made_by = by
    row.full_clean()
    row.save()
    return row


@needs(edits("row.member", Subject.PRIVATE))
@transaction.atomic
def correct_discipline(*, row: Discipline, version: str, by: User) -> Discipline:
    """Saves it corrected, or with the day on which it was lifted, if it still is what was shown."""
    stored = Discipline.objects.select_for_update(of=("self",)).get(pk=row.pk)
    check_version(stored, version)
    row.full_clean()
    row.save()
    return row


@needs(edits("row.member", Subject.PRIVATE))
@transaction.atomic
def remove_discipline(*, row: Discipline, by: User) -> None:
    """Takes out what was entered by mistake; that it was there stays told in the history."""
    if Discipline.objects.select_for_update(of=("self",)).filter(pk=row.pk).exists():
        row.delete()
