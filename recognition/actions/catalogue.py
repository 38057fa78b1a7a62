"""Awards, multiples and base salaries: laid down by the city office, the usual ones at one press."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.versions import check_version
from kit.text import slugify
from members.actions.permission import Given, needs
from members.models import AwardKind, Unit, User

from ..models import COLUMN_FOR, AwardRate, BaseSalary, keeps_catalogue
from .usual import RATES_SINCE, USUAL_AWARDS, USUAL_SALARIES, UsualAward

T = TypeVar("T", AwardKind, AwardRate, BaseSalary)


def _keeps_catalogue(by: User, given: Given) -> bool:
    return keeps_catalogue(by)


@needs(_keeps_catalogue)
@transaction.atomic
def save_award_kind(*, kind: AwardKind, version: str = "", by: User) -> AwardKind:
    """Saves an award; a new one gets a code from its name. Sent twice, it is one."""
    _lock()
    same = AwardKind.objects.on().filter(name=kind.name).exclude(pk=kind.pk).first()
    if same is not None:
        if kind._state.adding and same.authority == kind.authority:
            return same  # a double click
        raise ValidationError({"name": "Đã có một loại mang tên này."})
    if kind._state.adding:
        kind.code = _free_code(kind.name)
        last = AwardKind.objects.order_by("-order").values_list("order", flat=True).first()
        kind.order = (last or 0) + 10
    return _save(kind, version)


def _free_code(name: str) -> str:
    base = code = slugify(name, 36) or "loai"
    number = 1
    while AwardKind.objects.filter(code=code).exists():
        number += 1
        code = f"{base}-{number}"
    return code


@needs(_keeps_catalogue)
@transaction.atomic
def save_award_rate(*, rate: AwardRate, version: str = "", by: User) -> AwardRate:
    """Saves the multiple of an award for a recipient; the same sent twice is one."""
    _lock()
    if rate._state.adding:
        names = ("kind", "recipient", "multiple", "valid_from")
        same = AwardRate.objects.filter(**{name: getattr(rate, name) for name in names}).first()
        if same is not None:
            return same
    if rate.kind_id and not getattr(rate.kind, COLUMN_FOR.get(rate.recipient, "for_person")):
        raise ValidationError(
            {"recipient": f"{rate.kind} không tặng cho {rate.get_recipient_display()}."}
        )
    return _save(rate, version)


@needs(_keeps_catalogue)
@transaction.atomic
def save_base_salary(*, salary: BaseSalary, version: str = "", by: User) -> BaseSalary:
    """Saves a base salary; the same sent twice is one."""
    _lock()
    if salary._state.adding:
        same = BaseSalary.objects.filter(valid_from=salary.valid_from, amount=salary.amount).first()
        if same is not None:
            return same
    return _save(salary, version)


def _save(record: T, version: str) -> T:
    if not record._state.adding:
        check_version(record, version)
    record.full_clean()
    record.save()
    return record


def _lock() -> None:
    """Two at once take turns."""
    Unit.objects.select_for_update(of=("self",)).filter(level=Unit.Level.ASSOCIATION).first()


@needs(_keeps_catalogue)
@transaction.atomic
def add_usual_awards(*, by: User) -> int:
    """Adds what is missing of the usual awards, multiples and base salaries; tells how many rows.

    What the office has laid down itself stays as it is. Pressed twice, it adds none.
    """
    _lock()
    added = 0
    for since, amount, source in USUAL_SALARIES:
        _, is_new = BaseSalary.objects.get_or_create(
            valid_from=since, defaults={"amount": amount, "source": source}
        )
        added += is_new
    for order, usual in enumerate(USUAL_AWARDS, 1):
        kind, is_new = AwardKind.objects.get_or_create(
            code=usual.code, defaults=_columns(usual) | {"order": order * 10}
        )
        added += is_new
        if kind.money_rates.exists():
            continue
        for recipient, multiple, source in usual.multiples:
            if not getattr(kind, COLUMN_FOR[recipient]):
                continue
            AwardRate.objects.create(
                kind=kind, recipient=recipient, multiple=multiple, source=source,
                valid_from=max(kind.valid_from, RATES_SINCE),
            )  # fmt: skip
            added += 1
    return added


def _columns(usual: UsualAward) -> dict[str, object]:
    group = AwardKind.Group.TITLE if usual.is_title else AwardKind.Group.REWARD
    return {
        "name": usual.name, "authority": usual.authority, "group": group,
        "is_given_above": usual.is_given_above,
        "valid_from": usual.since,
    } | {column: who in usual.recipients for who, column in COLUMN_FOR.items()}  # fmt: skip
