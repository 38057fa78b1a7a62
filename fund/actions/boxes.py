"""Opening a cash box, naming who keeps it; the accounts that a fund usually has."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from members.actions.permission import Given, edits, needs, writes_in
from members.models import Degree, Member, Subject, Unit, User

from ..models import Account, CashBox, Keeper, usual_accounts


@needs(writes_in("unit", Subject.FUND))
@transaction.atomic
def open_box(
    *, unit: Unit, name: str, kind: str, opened_on: dt.date, keeper: Member, by: User
) -> CashBox:
    """Opens a box, empty, with who keeps it from that day; the same sent twice opens one."""
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    box = CashBox(unit=unit, name=name, kind=kind, opened_on=opened_on)
    same = CashBox.objects.filter(unit=unit, name=name, kind=kind, opened_on=opened_on).first()
    if same is not None and same.keeper is not None and same.keeper.member_id == keeper.pk:
        return same  # a double click
    box.full_clean()
    box.save()
    _keep(box, keeper, opened_on)
    return box


@needs(edits("box"))
@transaction.atomic
def rename_box(*, box: CashBox, name: str, by: User) -> CashBox:
    """Gives the box another name; everything else about it stays."""
    stored = CashBox.objects.select_for_update(of=("self",)).get(pk=box.pk)
    stored.name = name
    stored.full_clean()
    stored.save()
    return stored


@needs(edits("box"))
@transaction.atomic
def change_keeper(*, box: CashBox, keeper: Member, since: dt.date, by: User) -> Keeper:
    """From that day on somebody else keeps the box; who kept it before did so until then."""
    if CashBox.objects.select_for_update(of=("self",)).get(pk=box.pk).is_closed:
        raise ValidationError("Quỹ này đã đóng nên không đổi người giữ. Hãy mở lại quỹ trước.")
    last = box.keepers.order_by("-valid_from").first()
    if last is not None and last.valid_to is None and last.member_id == keeper.pk:
        return last  # a double click, or nothing new
    if last is not None and since <= last.valid_from:
        day = f"{last.valid_from:%d/%m/%Y}"
        raise ValidationError(
            {"since": f"Người giữ hiện nay nhận quỹ ngày {day}; hãy ghi ngày sau đó."}
        )
    if last is not None and (last.valid_to is None or last.valid_to > since):
        last.valid_to = since
        last.save()
    return _keep(box, keeper, since)


def _keep(box: CashBox, member: Member, since: dt.date) -> Keeper:
    row = Keeper(box=box, member=member, valid_from=since)
    row.full_clean()
    row.save()
    return row


def _lays_down_accounts(by: User, given: Given) -> bool:
    return by.may(Subject.FUND, Degree.DECIDE)


@needs(_lays_down_accounts)
@transaction.atomic
def add_usual_accounts(*, by: User) -> list[Account]:
    """Adds the accounts that such a fund usually has, where there are none yet."""
    if Account.objects.exists():
        return []
    rows = usual_accounts()
    for row in rows:
        row.save()
    return rows
