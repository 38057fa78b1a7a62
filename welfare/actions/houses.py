"""Houses as projects: written down, taken from step to step, their givers and stages."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.tokens import sent_before
from kit.dates import local_today
from kit.money import dong
from kit.workflow import performs
from members.actions.permission import Given, edits, needs, writes_in
from members.files import delete_after_commit
from members.models import Member, Subject, Unit, User

from ..models import House, HouseGift, HouseStage, HouseState, HouseStep, with_posted_sum

_S = HouseState
CLOSED_MESSAGE = "Nhà này đã bàn giao, không duyệt hoặc đã hủy nên không ghi thêm được."


@needs(writes_in("house.unit", Subject.WELFARE))
@transaction.atomic
def create_house(*, house: House, token: str, by: User) -> House:
    """Begins a project with its survey; the same form sent twice is one."""
    Unit.objects.select_for_update(of=("self",)).get(pk=house.unit_id)
    if (existing := sent_before(House, token, made_by=by)) is not None:
        return existing
    house.made_by, house.token, house.state = by, token, _S.DRAFT
    _check_whom(house)
    house.full_clean()
    house.save()
    return house


@needs(edits("house"), writes_in("house.unit", Subject.WELFARE))
@transaction.atomic
def correct_house(*, house: House, by: User) -> House:
    """Saves a corrected survey; what was proposed is taken back first."""
    stored = _locked(house)
    if stored.state != _S.DRAFT:
        raise ValidationError("Đã đề nghị duyệt: hãy rút về trước khi sửa.")
    _check_whom(house)
    house.full_clean()
    house.save()
    return house


def _check_whom(house: House) -> None:
    """ValidationError for the dead without a family, and for a member of another unit."""
    member: Member | None = house.member
    if member is None:
        return
    if member.died_on is not None:
        if not house.family:
            message = f"Đồng chí đã từ trần ngày {member.died_on:%d/%m/%Y}: hãy ghi gia đình."
            raise ValidationError({"family": message})
        return
    membership = member.membership_on()
    if membership is None or house.unit_id not in membership.unit.line_pks:
        message = f"Đồng chí này không sinh hoạt ở {house.unit.distinct_label}."
        raise ValidationError({"member": message})


def _locked(house: House) -> House:
    rows = House.objects.select_for_update(of=("self",)).select_related("unit", "member")
    return rows.get(pk=house.pk)


# --- Steps ------------------------------------------------------------------------------------


def _may_move(by: User, given: Given) -> bool:
    # As it is stored: who decides is known since it was proposed.
    stored = House.objects.filter(pk=given["house"].pk).select_related("unit").first()
    return stored is not None and given["step"].role in stored.roles_of(by)


@needs(_may_move)
@transaction.atomic
def move_house(*, house: House, step: HouseStep, facts: dict[str, Any], by: User) -> House:
    """Takes the project a step on; `facts` are what the step's form asks for.

    ValidationError where its state has no such step, or a day comes before the last one's.
    """
    stored = _locked(house)
    if stored.state == step.target and stored.state != _S.DRAFT:
        return stored  # a double click
    if stored.state not in step.sources:
        raise ValidationError(f"Nhà này {stored.get_state_display()}. Hãy xem lại.")
    for name, value in facts.items():
        setattr(stored, name, value)
    if step.act is not None:
        step.act(stored, by)
    stored.state = step.target
    stored.full_clean()
    stored.save()
    return stored


def missing_for_proposal(house: House) -> list[str]:
    """What a proposal needs and is not written down yet, in words."""
    return [
        message
        for is_there, message in (
            (house.surveyed_on, "ngày khảo sát"),
            (house.survey, "kết quả khảo sát"),
            (house.estimate, "dự toán"),
        )
        if not is_there
    ]


@performs(HouseStep.PROPOSE)
def _propose(house: House, by: User) -> None:
    if missing := missing_for_proposal(house):
        raise ValidationError(f"Trước khi đề nghị, hãy ghi: {', '.join(missing)}.")
    house.decider = house.rule.decider_of(house.unit)


@performs(HouseStep.APPROVE)
def _approve(house: House, by: User) -> None:
    house.answered_by = by


@performs(HouseStep.REFUSE, HouseStep.CANCEL)
def _end(house: House, by: User) -> None:
    if not house.answer:
        raise ValidationError({"answer": "Chưa ghi lý do."})
    house.answered_by = by


@performs(HouseStep.START)
def _start(house: House, by: User) -> None:
    _check_day("started_on", house.started_on, house.surveyed_on, "khảo sát")


@performs(HouseStep.ACCEPT)
def _accept(house: House, by: User) -> None:
    _check_day("accepted_on", house.accepted_on, house.started_on, "khởi công")


@performs(HouseStep.HAND_OVER)
def _hand_over(house: House, by: User) -> None:
    _check_day("handed_on", house.handed_on, house.accepted_on, "nghiệm thu")


def _check_day(name: str, day: dt.date | None, after: dt.date | None, what: str) -> None:
    if day is None:
        raise ValidationError({name: "Chưa ghi ngày."})
    if day > local_today():
        raise ValidationError({name: "Ngày này chưa tới."})
    if after is not None and day < after:
        raise ValidationError({name: f"Không thể trước ngày {what} {after:%d/%m/%Y}."})


# --- Givers and stages ------------------------------------------------------------------------


def _check_open(house: House) -> None:
    if not _locked(house).is_open:
        raise ValidationError(CLOSED_MESSAGE)


@needs(edits("gift.house"))
@transaction.atomic
def save_gift(*, gift: HouseGift, token: str, by: User) -> HouseGift:
    """Writes down what a giver promised or gave, or corrects it; the same form twice is one giver."""
    _check_open(gift.house)
    if gift._state.adding:
        if (existing := sent_before(HouseGift, token, house=gift.house)) is not None:
            return existing
        gift.token = token
    else:
        _check_posted(gift)
    if gift.received_on and gift.received_on > local_today():
        raise ValidationError({"received_on": "Ngày này chưa tới."})
    gift.full_clean()
    gift.save()
    return gift


def _check_posted(gift: HouseGift) -> None:
    """What is in the fund stays as it is until its voucher is reversed. Behind the lock on the gift."""
    HouseGift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
    posted = with_posted_sum(HouseGift.objects.filter(pk=gift.pk)).get().posted
    if not posted:
        return
    if gift.is_direct or gift.voucher_no:
        name = "is_direct" if gift.is_direct else "voucher_no"
        raise ValidationError(
            {name: f"Đã vào quỹ {dong(posted)}: muốn đổi, hãy đảo phiếu thu trước."}
        )
    if gift.received < posted:
        raise ValidationError(
            {"received": f"Đã vào quỹ {dong(posted)}: muốn ghi ít hơn, hãy đảo phiếu thu trước."}
        )


@needs(edits("gift.house"))
@transaction.atomic
def remove_gift(*, gift: HouseGift, by: User) -> None:
    """Takes a giver written down by mistake away; nothing that was received is removed so."""
    _check_open(gift.house)
    stored = HouseGift.objects.select_for_update(of=("self",)).filter(pk=gift.pk).first()
    if stored is None:
        return  # a double click
    if stored.received:
        raise ValidationError("Đã ghi nhận tiền của người này: sửa số tiền, không bỏ.")
    if stored.postings.exists():
        raise ValidationError("Người này đã có phiếu thu trong sổ quỹ nên không bỏ được.")
    stored.delete()


@needs(edits("stage.house"))
@transaction.atomic
def add_stage(*, stage: HouseStage, photograph: Any, token: str, by: User) -> HouseStage:
    """Writes down what was done on a day; the same form sent twice is one stage."""
    _check_open(stage.house)
    if (existing := sent_before(HouseStage, token, house=stage.house)) is not None:
        return existing
    if stage.on > local_today():
        raise ValidationError({"on": "Ngày này chưa tới."})
    stage.token = token
    stage.full_clean(exclude=["picture"])
    if photograph:
        stage.picture.save(photograph.name, photograph, save=False)
    stage.save()
    return stage


@needs(edits("stage"))
@transaction.atomic
def correct_stage(
    *, stage: HouseStage, on: dt.date, what: str, photograph: Any, by: User
) -> HouseStage:
    """Corrects what was written down; a photograph takes the place of the one before."""
    _check_open(stage.house)
    stored = HouseStage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    if on > local_today():
        raise ValidationError({"on": "Ngày này chưa tới."})
    stored.on, stored.what = on, what
    stored.full_clean(exclude=["picture"])
    if photograph:
        _forget_picture(stored)
        stored.picture.save(photograph.name, photograph, save=False)
    stored.save()
    return stored


@needs(edits("stage.house"))
@transaction.atomic
def remove_stage(*, stage: HouseStage, by: User) -> None:
    """Takes away what was written down by mistake, with its photograph; that it was there stays told."""
    _check_open(stage.house)
    stored = HouseStage.objects.select_for_update(of=("self",)).filter(pk=stage.pk).first()
    if stored is None:
        return  # a double click
    _forget_picture(stored)
    stored.delete()


def _forget_picture(stage: HouseStage) -> None:
    if stage.picture:
        delete_after_commit(stage.picture.storage, stage.picture.file_names)
