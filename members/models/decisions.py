"""Numbered papers of a unit (quyết định, giấy giới thiệu) and scans of what came on paper."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.files import CONTENT_TYPES, AttachmentError, check_attachment
from kit.papers import signing_title
from kit.pictures import READABLE, PictureError, open_picture
from kit.text import fold

from .derived import DerivedTextField
from .history import tracked
from .numbering import next_number
from .rights import Degree, Subject
from .scope import ByDegree, units_where
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser
    from .users import User

_CODE = re.compile(r"0{0,4}(\d{1,5})(?:/.*)?")


class DecisionQuerySet(ByDegree, models.QuerySet["Decision"]):
    subject = Subject.MOVES

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Those of discipline, which name offences, as their proposals: `ProposalQuerySet.open_to`."""
        rows = self.filter(unit__in=units_where(user, self.subject, degree))
        private = units_where(user, Subject.PRIVATE, degree)
        is_plain = Q(proposal__isnull=True) | Q(proposal__matter="struck_off")
        return rows.filter(is_plain | Q(unit__in=private))

    def next_code(self, unit: Unit, kind: str, day: dt.date) -> str:
        """ "13/QĐ-BTH": numbers begin anew each year, for each unit and kind of paper."""
        number = next_number(self.filter(unit=unit, kind=kind, year=day.year))
        return f"{number:02}/{kind}-{unit.code}"

    def to_confirm(self) -> Self:
        """Copied from paper by a branch, and not yet confirmed by the unit whose paper it is.

        See also `Decision.is_to_confirm`.
        """
        return self.filter(is_on_paper=True, confirmed_at__isnull=True)


@tracked()
class Decision(models.Model):
    """A number given out once: no two papers of a unit, kind and year bear the same."""

    class Kind(models.TextChoices):
        DECISION = "QĐ", "quyết định"
        LETTER = "GGT", "giấy giới thiệu"

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="decisions", verbose_name="đơn vị ra văn bản"
    )
    kind = models.CharField("loại văn bản", max_length=4, choices=Kind, default=Kind.DECISION)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    code = models.CharField("số, ký hiệu", max_length=60)
    signed_on = models.DateField("ngày ký")
    subject = models.CharField("trích yếu", max_length=200)
    signer = models.CharField("người ký", max_length=100, blank=True)
    signer_post = models.CharField("chức vụ người ký", max_length=100, blank=True)
    # Written down by a branch that does not keep the books of the unit whose number it bears.
    is_on_paper = models.BooleanField("ghi theo giấy của cấp trên", default=False, editable=False)
    confirmed_by = models.ForeignKey(
        "members.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="người xác nhận",
    )  # fmt: skip
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True, editable=False)
    search_text = DerivedTextField(sources=("code", "subject"), derive=lambda *t: fold(" ".join(t)))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản kết nạp, chuyển, rời"
        verbose_name_plural = "văn bản kết nạp, chuyển, rời"
        ordering = ["-signed_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "number"],
                name="members_decision_number_once",
                violation_error_message="Số này đã dùng trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="members_decision_numbers_begin_at_one",
                violation_error_message="Số văn bản bắt đầu từ 1.",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__year=F("year")),
                name="members_decision_signed_in_its_year",
                violation_error_message="Ngày ký không thuộc năm của số văn bản.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(is_on_paper=True, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="members_decision_confirmed_by_somebody",
                violation_error_message="Xác nhận phải có người xác nhận.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_to_confirm(self) -> bool:
        """See also `DecisionQuerySet.to_confirm`."""
        return self.is_on_paper and self.confirmed_at is None

    @property
    def of(self) -> Any:
        """What it decided: a proposal, an application, a departure, a transfer; None of none."""
        for name in ("proposal", "application", "departure", "transfer"):
            if (subject_record := getattr(self, name, None)) is not None:
                return subject_record
        return None

    @property
    def signs_as(self) -> str:
        """What stands above the signer's name. See also `Position.signs_as`."""
        return signing_title(self.signer_post)


def number_of(code: str) -> int:
    """The number that a code begins with: 13 of "13/QĐ-BTH"; ValidationError without one."""
    match = _CODE.fullmatch(code.strip())
    if match is None or not int(match[1]):
        raise ValidationError("Số văn bản phải bắt đầu bằng số, ví dụ 13/QĐ-BTH.")
    return int(match[1])


class ScanFormField(forms.FileField):
    """A PDF or a photograph of a paper. Photographs are encoded anew, so they tell no place."""

    widget = forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.heic,.heif"})

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        name = file.name or ""
        try:
            if name.lower().endswith(".pdf"):
                check_attachment(name, file)
                return file
            head = file.read(8)
            file.seek(0)
            if not head.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")) and head[4:] != b"ftyp":
                raise PictureError(f"Chỉ nhận tệp PDF, hoặc ảnh {READABLE}.")
            picture = open_picture(file)
        except (AttachmentError, PictureError) as error:
            raise ValidationError(str(error), code="invalid_scan") from error
        stem = name.rsplit(".", 1)[0] or "ban-chup"
        return ContentFile(picture.encode(2000, "jpg"), f"{stem}.jpg")


# What a scan may belong to, by the name of its column.
_SCANNED = ("application", "transfer", "departure", "proposal")


def _exactly_one_set(*names: str) -> Q:
    """The condition that one of these columns is filled, and no other."""
    ways = Q()
    for filled in names:
        ways |= Q(**{f"{name}__isnull": name != filled for name in names})
    return ways


class Scan(models.Model):
    """A scan of a paper that an application, a transfer, a departure or a proposal rests upon."""

    application = models.ForeignKey(
        "members.Application", models.CASCADE, null=True, blank=True, related_name="scans",
        verbose_name="đơn xin gia nhập",
    )  # fmt: skip
    transfer = models.ForeignKey(
        "members.Transfer", models.CASCADE, null=True, blank=True, related_name="scans",
        verbose_name="chuyển sinh hoạt",
    )  # fmt: skip
    departure = models.ForeignKey(
        "members.Departure", models.CASCADE, null=True, blank=True, related_name="scans",
        verbose_name="rời Hội",
    )  # fmt: skip
    proposal = models.ForeignKey(
        "members.Proposal", models.CASCADE, null=True, blank=True, related_name="scans",
        verbose_name="đề nghị",
    )  # fmt: skip
    title = models.CharField("tên giấy tờ", max_length=120)
    # Of the paper upon which the city office corrected what nobody could undo any more.
    reason = models.CharField("lý do đính chính", max_length=300, blank=True, editable=False)
    file = models.FileField("tệp", upload_to="giay-to/%Y/%m", max_length=200)
    added_by = models.ForeignKey(
        "members.User", models.PROTECT, related_name="+", verbose_name="người đưa lên"
    )
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bản chụp giấy tờ"
        verbose_name_plural = "bản chụp giấy tờ"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one_set(*_SCANNED),
                name="members_scan_of_one_thing",
                violation_error_message="Mỗi bản chụp thuộc về một hồ sơ.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("book:scan", args=[self.pk])

    @property
    def of(self) -> Any:
        """The application, transfer, departure or proposal that rests upon it."""
        return self.application or self.transfer or self.departure or self.proposal

    @property
    def extension(self) -> str:
        return (self.file.name or "").rsplit(".", 1)[-1].lower()

    @property
    def size(self) -> int:
        return self.file.size

    def can_be_removed_by(self, user: "User") -> bool:
        """Whoever attached it may take a wrong one away; else the city office. A correction rests
        upon its paper, and so does what was copied of a superior's: the last one stays."""
        if self.reason or self._is_last_of_copied():
            return False
        return self.added_by_id == user.pk or user.covers_all(Subject.MOVES, Degree.WRITE)

    def _is_last_of_copied(self) -> bool:
        """Whether the unit above would have nothing left to confirm the copied paper by."""
        decision = getattr(self.of, "decision", None)
        if decision is None or not decision.is_on_paper:
            return False
        return not self.of.scans.exclude(pk=self.pk).exists()

    @property
    def content_type(self) -> str:
        return "image/jpeg" if self.extension == "jpg" else CONTENT_TYPES["pdf"]
