"""Drafts of compacts: begun from last year's, written part by part, arranged, deleted."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from desk.editing import shift
from members.actions.permission import Given, edits, needs
from members.models import User

from ..models import Clause, Cluster, Compact, Section, Target

SIGNED = "Giao ước đã ký thì không sửa nữa."
OPENED = "Giao ước đang mở ký nên không sửa được. Muốn sửa, hãy bấm “Soạn tiếp” trước."
COPIED = ("order", "name", "kind", "measure", "value", "level")


def locked_draft(compact: Compact) -> Compact:
    """The stored compact, held until the end of the transaction; ValidationError if it was signed,
    or opened for signing, meanwhile."""
    stored = Compact.objects.select_for_update(of=("self",)).get(pk=compact.pk)
    if stored.signed_on is not None:
        raise ValidationError(SIGNED)
    if not stored.is_draft:
        raise ValidationError(OPENED)
    return stored


def _drafts(by: User, given: Given) -> bool:
    return Cluster.objects.drafted_by(by).contains(given["cluster"])


def _leads(by: User, given: Given) -> bool:
    """Whether it fits its state is asked under the lock, so that who typed keeps what was typed."""
    return bool(Compact.objects.led_by(by).contains(given["compact"]))


def _leads_part(by: User, given: Given) -> bool:
    return bool(Compact.objects.led_by(by).contains(given["part"].compact))


@needs(_drafts)
@transaction.atomic
def start_compact(
    *, cluster: Cluster, year: int, starts_on: dt.date, ends_on: dt.date, is_copied: bool, by: User
) -> Compact:
    """A draft of the cluster's compact for that year; where there is one, that one.

    `is_copied`: with the text of the cluster's latest compact before it.
    """
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    existing = cluster.compacts.filter(year=year).first()
    if existing is not None and existing.signed_on is None:
        return existing  # a double click, or somebody was first
    before = cluster.compacts.filter(year__lt=year).order_by("-year").first() if is_copied else None
    name = cluster.name.replace(" thi đua", "")
    compact = Compact(
        cluster=cluster, year=year, title=f"Giao ước thi đua {name} năm {year}",
        starts_on=starts_on, ends_on=ends_on, preamble=before.preamble if before else "",
    )  # fmt: skip
    compact.full_clean()
    compact.save()
    if before is not None:
        _copy_text(before, compact)
    return compact


def _copy_text(old: Compact, new: Compact) -> None:
    sections: dict[int | None, Section | None] = {None: None}
    for section in old.sections.prefetch_related("clauses"):
        copy = Section.objects.create(compact=new, order=section.order, title=section.title)
        sections[section.pk] = copy
        for clause in section.clauses.all():
            Clause.objects.create(section=copy, order=clause.order, text=clause.text)
    for target in old.targets.all():
        values = {name: getattr(target, name) for name in COPIED}
        Target.objects.create(compact=new, section=sections[target.section_id], **values)


@needs(_leads)
@transaction.atomic
def save_compact(*, compact: Compact, by: User) -> Compact:
    """Saves title, days and purpose of a draft."""
    locked_draft(compact)
    compact.full_clean()
    compact.save()
    return compact


@needs(edits("compact"))
@transaction.atomic
def delete_compact(*, compact: Compact, by: User) -> None:
    """Deletes a draft with all its parts."""
    locked_draft(compact).delete()


@needs(_leads_part)
@transaction.atomic
def save_part(*, part: Section | Clause | Target, by: User) -> models.Model:
    """Saves a section, clause or target of a draft; a new one goes to the end of its list. A new
    one sent twice is one."""
    locked_draft(part.compact)
    if part._state.adding:
        if (same := _same_part(part)) is not None:
            return same  # a double click
        last = siblings_of(part).aggregate(last=Max("order"))["last"]
        part.order = (last or 0) + 1
    if isinstance(part, Target):
        _empty_unused(part)
    part.full_clean()
    part.save()
    return part


def _empty_unused(target: Target) -> None:
    """What its kind does not use."""
    if target.kind != Target.Kind.NUMBER:
        target.value, target.measure = None, ""
    if target.kind != Target.Kind.DESCRIBED:
        target.level = ""


def siblings_of(part: Section | Clause | Target) -> Any:
    """The list in which the part has its place."""
    if isinstance(part, Clause):
        return part.section.clauses.all()
    return type(part)._default_manager.filter(compact=part.compact)


def _same_part(part: Section | Clause | Target) -> Any:
    column = {Section: "title", Clause: "text", Target: "name"}[type(part)]
    return siblings_of(part).filter(**{column: getattr(part, column)}).first()


@needs(_leads_part)
@transaction.atomic
def move_part(*, part: Section | Clause | Target, down: bool, by: User) -> None:
    """One place up or down in its list."""
    locked_draft(part.compact)
    shift(siblings_of(part), part, down=down)


@needs(_leads_part)
@transaction.atomic
def delete_part(*, part: Section | Clause | Target, by: User) -> None:
    """Deletes a part of a draft; a section goes with its clauses, its targets stay."""
    locked_draft(part.compact)
    part.delete()
