"""Signing of compacts and addenda: opened, signed in the portal or on paper, frozen."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from kit.dates import local_today
from members.actions.permission import Given, needs
from members.models import Appointment, Degree, Subject, Unit, User

from ..models import (
    Addendum,
    Compact,
    Signable,
    Signature,
    SignedScan,
    SigningAbsence,
    under,
)

S = TypeVar("S", bound=Signable)
NOT_OPEN = "Văn bản này chưa mở ký, hoặc đã ký xong."
CHANGED = "Nội dung vừa thay đổi sau khi đồng chí mở trang. Hãy đọc lại rồi ký."


def represented_units(user: User) -> dict[int, Appointment]:
    """Units for which the user may sign, with the office held there: officers who write emulation
    in that very unit. Whoever keeps books above or below signs for nobody else."""
    return {
        office.unit_id: office
        for office in user.offices
        if office.position.may(Subject.EMULATION, Degree.WRITE)
    }


def _leads(by: User, given: Given) -> bool:
    return bool(Compact.objects.led_by(by).contains(given["text"].main))


def _represents(by: User, given: Given) -> bool:
    return given["unit"].pk in represented_units(by)


def locked(text: S) -> S:
    """The stored text, held until the end of the transaction. Its compact is held first, so that
    neither an edit nor another signature comes in between."""
    Compact.objects.select_for_update(of=("self",)).get(pk=text.main.pk)
    stored: S = type(text)._default_manager.select_for_update(of=("self",)).get(pk=text.pk)
    return stored


def _locked_open(text: S) -> S:
    stored = locked(text)
    if not stored.is_open_for_signing:
        raise ValidationError(NOT_OPEN)
    return stored


@needs(_leads)
@transaction.atomic
def open_signing(*, text: Compact | Addendum, by: User) -> Signable:
    """From now on the text is signed and no longer edited. ValidationError without any text, or
    where nobody is there to sign."""
    stored = locked(text)
    if stored.is_open_for_signing:
        return stored  # a double click
    if not stored.is_draft:
        raise ValidationError(NOT_OPEN)
    if isinstance(stored, Compact) and not stored.sections.filter(clauses__isnull=False).exists():
        raise ValidationError("Chưa mở ký được: giao ước chưa có điều khoản nào.")
    if not stored.units.exists():
        raise ValidationError("Chưa mở ký được: cụm chưa có đơn vị nào.")
    stored.signing_since = timezone.now()
    stored.save()
    return stored


@needs(_leads)
@transaction.atomic
def reopen_draft(*, text: Compact | Addendum, by: User) -> Signable:
    """The text is a draft again, and what was signed so far is void: a changed text is signed
    anew. The history keeps who had signed."""
    stored = locked(text)
    if stored.is_draft:
        return stored  # a double click
    if not stored.is_open_for_signing:
        raise ValidationError(NOT_OPEN)
    for rows in (Signature.objects.of(stored), SigningAbsence.objects.of(stored)):
        for row in rows:
            row.delete()
    stored.signing_since = None
    stored.save()
    return stored


@needs(_represents)
@transaction.atomic
def sign(*, text: Compact | Addendum, unit: Unit, text_hash: str, by: User) -> Signature:
    """Signs for the unit the text of that hash; the last signature freezes it.

    The page asks for the password before. ValidationError if the text is another by now, if the
    unit has signed already or does not belong to the cluster.
    """
    stored = locked(text)
    signed = Signature.objects.of(stored).filter(unit=unit).first()
    if signed is not None:
        if signed.user_id == by.pk and signed.text_hash == text_hash:
            return signed  # a double click
        raise ValidationError("Đơn vị này đã ký rồi.")
    if not stored.is_open_for_signing:
        raise ValidationError(NOT_OPEN)
    if stored.current_hash != text_hash:
        raise ValidationError(CHANGED)
    office = represented_units(by)[unit.pk]
    signature = Signature(
        **under(stored), unit=unit, order=_place(stored, unit), signed_on=local_today(),
        signer_rank=office.member.rank, signer_name=office.member.full_name,
        signer_post=office.position.name, user=by, signed_at=timezone.now(), text_hash=text_hash,
    )  # fmt: skip
    signature.full_clean()
    signature.save()
    SigningAbsence.objects.of(stored).filter(unit=unit).delete()  # it came after all
    _freeze_if_complete(stored, local_today())
    return signature


def _place(text: Signable, unit: Unit) -> int:
    """The unit's place in the association's order; ValidationError outside the cluster."""
    keys = list(text.units.values_list("pk", flat=True))
    if unit.pk not in keys:
        raise ValidationError("Đơn vị này không thuộc cụm nên không ký.")
    return keys.index(unit.pk) + 1


@needs(_leads)
@transaction.atomic
def note_absence(*, text: Compact | Addendum, unit: Unit, reason: str, by: User) -> SigningAbsence:
    """Records that the unit stayed away from the signing, and why; the others' signatures then
    are enough."""
    stored = _locked_open(text)
    existing = SigningAbsence.objects.of(stored).filter(unit=unit).first()
    if existing is not None:
        return existing  # a double click
    if Signature.objects.of(stored).filter(unit=unit).exists():
        raise ValidationError("Đơn vị này đã ký rồi.")
    _place(stored, unit)
    absence = SigningAbsence(**under(stored), unit=unit, reason=reason, noted_by=by)
    absence.full_clean()
    absence.save()
    _freeze_if_complete(stored, local_today())
    return absence


@dataclass(frozen=True)
class PaperSigner:
    """Who signed by hand for a unit."""

    unit: Unit
    name: str
    post: str


@needs(_leads)
@transaction.atomic
def attach_paper(
    *, text: Compact | Addendum, file: File, signers: Sequence[PaperSigner], signed_on: dt.date,
    by: User,
) -> SignedScan:  # fmt: skip
    """Keeps the scan of the paper that was signed by hand, and who signed it for which unit."""
    stored = _locked_open(text)
    digest = stored.current_hash
    scan = SignedScan.objects.create(**under(stored), file=file, added_by=by)
    have = set(Signature.objects.of(stored).values_list("unit", flat=True))
    for signer in signers:
        if signer.unit.pk in have:
            continue  # signed in the portal meanwhile
        signature = Signature(
            **under(stored), unit=signer.unit, order=_place(stored, signer.unit),
            signer_name=signer.name, signer_post=signer.post, signed_on=signed_on, text_hash=digest,
        )  # fmt: skip
        signature.full_clean()
        signature.save()
    _freeze_if_complete(stored, signed_on)
    return scan


def _freeze_if_complete(text: Signable, day: dt.date) -> None:
    """Freezes the text once each unit has signed or is recorded as absent, and one has signed."""
    signed = set(Signature.objects.of(text).values_list("unit", flat=True))
    absent = set(SigningAbsence.objects.of(text).values_list("unit", flat=True))
    units = set(text.units.values_list("pk", flat=True))
    if not signed or units - signed - absent:
        return
    text.frozen_at, text.signed_on, text.text_hash = timezone.now(), day, text.current_hash
    text.full_clean()
    text.save()


# --- Addenda ----------------------------------------------------------------------------------


def _leads_compact(by: User, given: Given) -> bool:
    return bool(Compact.objects.led_by(by).contains(given["addendum"].compact))


@needs(_leads_compact)
@transaction.atomic
def save_addendum(*, addendum: Addendum, by: User) -> Addendum:
    """Saves the draft of an addendum to a signed compact; a new one gets the next number. A new one
    sent twice is one."""
    compact = Compact.objects.select_for_update(of=("self",)).get(pk=addendum.compact_id)
    if not compact.is_signed:
        raise ValidationError("Giao ước chưa ký nên sửa thẳng vào bản dự thảo, không cần phụ lục.")
    if addendum._state.adding:
        same = compact.addenda.filter(title=addendum.title, text=addendum.text).first()
        if same is not None and same.is_draft:
            return same  # a double click
        last = compact.addenda.order_by("-number").first()
        addendum.number = last.number + 1 if last else 1
    else:
        _locked_addendum(addendum)
    addendum.full_clean()
    addendum.save()
    return addendum


def _locked_addendum(addendum: Addendum) -> Addendum:
    stored = Addendum.objects.select_for_update(of=("self",)).get(pk=addendum.pk)
    if not stored.is_draft:
        raise ValidationError("Phụ lục đã mở ký hoặc đã ký thì không sửa nữa.")
    return stored


@needs(_leads_compact)
@transaction.atomic
def delete_addendum(*, addendum: Addendum, by: User) -> None:
    """Deletes the draft of an addendum; the last alone, so that numbers have no gap."""
    stored = _locked_addendum(addendum)
    if Addendum.objects.filter(compact=stored.compact_id, number__gt=stored.number).exists():
        raise ValidationError("Chỉ xóa được phụ lục cuối cùng, để số phụ lục không bị nhảy.")
    stored.delete()
