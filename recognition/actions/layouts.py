"""Layouts of certificates: laid down by the city office, the usual ones at one press."""

from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.versions import check_version
from members.actions.permission import Given, edits, needs
from members.models import AwardKind, User

from ..models import OUR_PROPOSAL, CertificateLayout, LayoutField, Writing, keeps_catalogue
from .decisions import lock_book

T = TypeVar("T", CertificateLayout, LayoutField)


def _keeps_catalogue(by: User, given: Given) -> bool:
    return keeps_catalogue(by)


def _save(record: T, version: str) -> T:
    if not record._state.adding:
        check_version(record, version)
    record.full_clean()
    record.save()
    return record


@needs(_keeps_catalogue)
@transaction.atomic
def save_layout(*, layout: CertificateLayout, version: str = "", by: User) -> CertificateLayout:
    """Saves a paper and how it is moved; a new one sent twice is one.

    It begins with the usual places, fitted to its size.
    """
    lock_book()
    is_new = layout._state.adding
    if is_new:
        same = CertificateLayout.objects.filter(name=layout.name).first()
        if same is not None and (same.width, same.height) == (layout.width, layout.height):
            return same  # a double click
    saved = _save(layout, version)
    if is_new:
        _add_usual_fields(saved)
    return saved


@needs(_keeps_catalogue)
@transaction.atomic
def save_layout_field(*, field: LayoutField, version: str = "", by: User) -> LayoutField:
    """Saves where a piece of writing stands; the same sent twice is one. It stays on the paper."""
    layout = CertificateLayout.objects.select_for_update(of=("self",)).get(pk=field.layout_id)
    if field._state.adding:
        same = layout.fields.filter(writing=field.writing).first()
        if same is not None and (same.x, same.y, same.width) == (field.x, field.y, field.width):
            return same  # a double click
    if field.x + field.width > layout.width:
        raise ValidationError({"width": "Ô chữ ra ngoài mép phải của giấy."})
    if field.y > layout.height:
        raise ValidationError({"y": "Ô chữ ra ngoài mép dưới của giấy."})
    return _save(field, version)


@needs(edits("layout"))
@transaction.atomic
def remove_layout(*, layout: CertificateLayout, by: User) -> None:
    """Takes a layout out of use, with its places; certificates are not stored, so none is lost."""
    stored = CertificateLayout.objects.select_for_update(of=("self",)).filter(pk=layout.pk).first()
    if stored is not None:
        stored.delete()


@needs(edits("field"))
@transaction.atomic
def remove_layout_field(*, field: LayoutField, by: User) -> None:
    """A piece of writing that this paper has printed already is left out."""
    if LayoutField.objects.filter(pk=field.pk).exists():
        field.delete()


_W = Writing
# In shares of the paper's width and height, letters in points on a sheet 210 mm high: writing, x, y, width,
# size, lines, align, bold, capitals. As most printing houses' papers leave room for them.
_PLACES = (
    (_W.AUTHORITY, 0.12, 0.345, 0.76, 15, 1, "middle", True, True),
    (_W.TITLE, 0.12, 0.435, 0.76, 38, 1, "middle", True, True),
    (_W.HONORIFIC, 0.12, 0.495, 0.76, 15, 1, "middle", False, False),
    (_W.RECIPIENT, 0.12, 0.56, 0.76, 26, 1, "middle", True, False),
    (_W.UNIT, 0.12, 0.61, 0.76, 14, 1, "middle", False, False),
    (_W.ACHIEVEMENT, 0.14, 0.665, 0.72, 15, 2, "middle", False, False),
    (_W.DECISION, 0.13, 0.82, 0.36, 12, 2, "start", False, False),
    (_W.BOOK, 0.13, 0.88, 0.36, 12, 1, "start", False, False),
    (_W.PLACE_DAY, 0.5, 0.755, 0.38, 13, 1, "middle", False, False),
    (_W.SIGNER_POST, 0.5, 0.79, 0.38, 13, 2, "middle", True, True),
    (_W.SIGNER, 0.5, 0.915, 0.38, 14, 1, "middle", True, False),
)
# What a bought paper has printed on it.
_PRINTED = (_W.TITLE, _W.AUTHORITY)
# Name, whether a blank, width, height in mm, code of the award.
_USUAL = (
    ("Giấy trắng A4 ngang, khung của Hội", False, "297", "210", ""),
    ("Phôi giấy khen A4 ngang", True, "297", "210", "giay-khen-hoi"),
    ("Phôi bằng khen 360 × 270 mm", True, "360", "270", "bang-khen-thanh-pho"),
    ("Phôi giấy chứng nhận kỷ niệm chương A5 ngang", True, "210", "148", "ky-niem-chuong-hoi"),
)


@needs(_keeps_catalogue)
@transaction.atomic
def add_usual_layouts(*, by: User) -> int:
    """Adds what is missing of the usual papers; tells how many. Those there are stay as they are."""
    lock_book()
    added = 0
    for name, is_blank, width, height, code in _USUAL:
        if CertificateLayout.objects.filter(name=name).exists():
            continue
        layout = CertificateLayout(
            name=name, is_blank=is_blank, width=Decimal(width), height=Decimal(height),
            kind=AwardKind.objects.filter(code=code).first() if code else None, source=OUR_PROPOSAL,
        )  # fmt: skip
        _add_usual_fields(_save(layout, ""))
        added += 1
    return added


def _add_usual_fields(layout: CertificateLayout) -> None:
    scale = min(layout.height / 210, layout.width / 297)
    for writing, x, y, width, size, lines, align, is_bold, is_upper in _PLACES:
        if layout.is_blank and writing in _PRINTED:
            continue
        field = LayoutField(
            layout=layout, writing=writing, x=_tenths(layout.width, x), y=_tenths(layout.height, y),
            width=_tenths(layout.width, width), size=max(Decimal(6), min(Decimal(72), _tenths(scale, size))),
            lines=lines, align=align, is_bold=is_bold, is_upper=is_upper,
        )  # fmt: skip
        field.full_clean()
        field.save()


def _tenths(whole: Decimal, share: float) -> Decimal:
    return (Decimal(whole) * Decimal(str(share))).quantize(Decimal("0.1"))
