"""Score sheets: what a unit says of its own year, criterion by criterion, with its evidence."""

import datetime as dt
import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.dates import local_today
from kit.files import CONTENT_TYPES, human_size
from members.models import (
    CrossTableRule,
    Degree,
    ReferencedTable,
    Subject,
    Unit,
    tracked,
    units_where,
)

from .criteria import Criterion
from .cycles import Cycle
from .ranking import not_locked

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

NOT_BELOW_ZERO = [MinValueValidator(Decimal(0), "Không ghi số âm.")]


def own_units(user: "AnyUser") -> list[int]:
    """Units in which the user holds an office that writes emulation; not those below them. A unit
    scores itself: nobody above does it in its place."""
    if not user.is_authenticated or not user.is_active:
        return []
    return [office.unit_id for office in user.offices_with(Subject.EMULATION, Degree.WRITE)]


def runs_scoring(user: "AnyUser", cycle: Cycle) -> bool:
    """Whether the user leads the scoring of that cycle: the cluster's head, or the association."""
    return bool(Cycle.objects.scheduled_by(user).contains(cycle))


class ScoreSheetQuerySet(models.QuerySet[Any]):
    subject = Subject.EMULATION

    def kept_by(self, user: "AnyUser") -> Self:
        """Sheets of the user's units and those below, written or not; their history too."""
        return self.filter(unit__in=units_where(user, Subject.EMULATION))

    def visible_to(self, user: "AnyUser") -> Self:
        """`kept_by`, and what was handed in, in the cycles that the user reads."""
        theirs = units_where(user, Subject.EMULATION)
        cycles = Cycle.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(unit__in=theirs) | Q(submitted_at__isnull=False, cycle__in=cycles))

    def editable_by(self, user: "AnyUser") -> Self:
        """The unit's own officers alone; whether it is still open, the sheet says."""
        return self.filter(unit__in=own_units(user))

    def submitted(self) -> Self:
        return self.filter(submitted_at__isnull=False)


@tracked(readers="kept_by")
class ScoreSheet(models.Model):
    """A unit's score sheet (phiếu chấm điểm) in one cycle."""

    keeps_rows = True
    frozen = ("cycle_id", "unit_id")

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="sheets", verbose_name="kỳ thi đua"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="score_sheets", verbose_name="đơn vị"
    )
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người nộp",
    )  # fmt: skip
    votes = models.PositiveSmallIntegerField("phiếu suy tôn", null=True, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu chấm điểm"
        verbose_name_plural = "phiếu chấm điểm"
        ordering = ["cycle", "unit__sort_order", "unit__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit"],
                name="emulation_scoresheet_once",
                violation_error_message="Đơn vị đã có phiếu chấm điểm của kỳ này.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="emulation_scoresheet_submitted_by",
                violation_error_message="Chưa ghi người nộp phiếu.",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu chấm điểm {self.unit}, {self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:sheet", args=[self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Phiếu chấm điểm không xóa.")

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def state_label(self) -> str:
        return "đã nộp" if self.is_submitted else "đang chấm"

    @property
    def last_day(self) -> dt.date | None:
        """Until when the unit scores itself, extensions included; None: no day was set."""
        day = self.cycle.self_score_until
        return max([day, *(row.until for row in self.extensions.all())]) if day else None

    @property
    def is_late(self) -> bool:
        return self.last_day is not None and self.last_day < local_today()

    @property
    def closed_because(self) -> str:
        """Why the unit can't write in it now, in a sentence; "" while it can."""
        if self.is_submitted:
            return "Phiếu đã nộp nên không sửa được nữa."
        if self.is_late:
            return (
                f"Hạn tự chấm là hết ngày {self.last_day:%d/%m/%Y}. Muốn chấm tiếp, đề nghị cụm "
                "trưởng hoặc Hội gia hạn."
            )
        return ""


class MarkQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "AnyUser") -> Self:
        sheets = ScoreSheet.objects.visible_to(user).order_by().values("pk")
        return self.filter(sheet__in=sheets)


@tracked(about="sheet")
class Mark(models.Model):
    """What one sheet says of one criterion: the unit's value and its words; beside them what those
    who lead the scoring laid down for this unit."""

    frozen = ("sheet_id", "criterion_id")
    cross_table_rules = (
        CrossTableRule(
            "of_its_set",
            ~Q(criterion__criteria_set=F("sheet__cycle__criteria_set")),
            ("sheet_id", "criterion_id"),
            (ReferencedTable("emulation.Cycle", "sheet__cycle", ("criteria_set_id",)),),
        ),
        not_locked(
            "sheet__cycle",
            (
                "value", "remark", "is_left_out", "target", "reason", "explanation",
                "council_value", "council_remark",
            ),
        ),
    )  # fmt: skip

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, related_name="marks", verbose_name="phiếu chấm điểm"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="marks", verbose_name="tiêu chí"
    )
    value = models.DecimalField(
        "tự chấm", max_digits=9, decimal_places=2, null=True, blank=True, validators=NOT_BELOW_ZERO
    )
    remark = models.TextField("thuyết minh", blank=True)
    is_left_out = models.BooleanField("không giao", default=False)
    target = models.DecimalField(
        "chỉ tiêu giao riêng", max_digits=9, decimal_places=2, null=True, blank=True,
        validators=NOT_BELOW_ZERO,
    )  # fmt: skip
    reason = models.CharField("lý do", max_length=200, blank=True)
    explanation = models.TextField("giải trình", blank=True)
    council_value = models.DecimalField(
        "hội đồng chấm", max_digits=9, decimal_places=2, null=True, blank=True,
        validators=NOT_BELOW_ZERO,
    )  # fmt: skip
    council_remark = models.TextField("nhận xét của hội đồng", blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = "điểm tiêu chí"
        verbose_name_plural = "điểm từng tiêu chí"
        ordering = ["sheet", "criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"],
                name="emulation_mark_once",
                violation_error_message="Tiêu chí này đã có trong phiếu.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="emulation_mark_value_not_below_zero",
                violation_error_message="Không ghi số âm.",
            ),
            models.CheckConstraint(
                condition=Q(council_value__isnull=True) | Q(council_value__gte=0),
                name="emulation_mark_council_not_below_zero",
                violation_error_message="Không ghi số âm.",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gt=0),
                name="emulation_mark_target_positive",
                violation_error_message="Chỉ tiêu phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(is_left_out=False) | ~Q(reason=""),
                name="emulation_mark_left_out_with_reason",
                violation_error_message="Không giao thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    @property
    def digest(self) -> str:
        """Tells what a form was shown with from what somebody else wrote since."""
        return digest_of(self.value, self.remark)


def digest_of(value: Decimal | None, remark: str) -> str:
    """A hash of a value with its words. See also `Mark.digest`."""
    number = "" if value is None else f"{value.normalize():f}"
    return hashlib.sha256(f"{number}|{remark}".encode()).hexdigest()[:16]


@tracked(about="sheet")
class Extension(models.Model):
    """A unit may score itself until a later day; who allowed it, and why."""

    keeps_rows = True
    frozen = ("sheet_id", "until", "reason", "granted_by_id")

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, related_name="extensions", verbose_name="phiếu chấm điểm"
    )
    until = models.DateField("gia hạn đến hết ngày")
    reason = models.CharField("lý do", max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người cho gia hạn"
    )
    granted_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "gia hạn tự chấm"
        verbose_name_plural = "gia hạn tự chấm"
        ordering = ["granted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "until"],
                name="emulation_extension_once",
                violation_error_message="Đã gia hạn đến ngày này.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="emulation_extension_with_reason",
                violation_error_message="Chưa ghi lý do gia hạn.",
            ),
        ]

    def __str__(self) -> str:
        return f"đến hết ngày {self.until:%d/%m/%Y}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Đã gia hạn thì giữ trong sổ.")


class EvidenceFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "AnyUser") -> Self:
        """Of the sheets that the user reads."""
        sheets = ScoreSheet.objects.visible_to(user).order_by().values("pk")
        return self.filter(mark__sheet__in=sheets)


@tracked(about="mark.sheet", ignored=("size", "digest"))
class EvidenceFile(models.Model):
    """A file that proves what a sheet says of a criterion."""

    cross_table_rules = (not_locked("mark__sheet__cycle", ("mark_id", "file", "digest")),)

    mark = models.ForeignKey(
        Mark, models.CASCADE, related_name="evidence", verbose_name="điểm tiêu chí"
    )
    file = models.FileField("tệp", upload_to="minh-chung/%Y/%m", max_length=200)
    title = models.CharField("tên minh chứng", max_length=160)
    digest = models.CharField("dấu của tệp", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False, default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đưa lên"
    )
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp minh chứng"
        verbose_name_plural = "tệp minh chứng"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mark", "digest"],
                name="emulation_evidencefile_once",
                violation_error_message="Tiêu chí này đã có tệp ấy.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:evidence_file", args=[self.pk])

    @property
    def extension(self) -> str:
        return (self.file.name or "").rsplit(".", 1)[-1].lower()

    @property
    def content_type(self) -> str:
        return "image/jpeg" if self.extension == "jpg" else CONTENT_TYPES["pdf"]

    @property
    def label(self) -> str:
        """PDF, 1,2 MB."""
        return f"{self.extension.upper()}, {human_size(self.size)}"

    @property
    def is_stored(self) -> bool:
        """Whether the file is there, whole, in the store."""
        try:
            return bool(self.file.storage.size(str(self.file.name)) == self.size)
        except OSError:
            return False
