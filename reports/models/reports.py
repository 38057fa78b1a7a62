"""A report of one unit for one period, and scans of the signed paper."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse

from kit.files import CONTENT_TYPES
from members.models import (
    CrossTableRule,
    Degree,
    ReferencedTable,
    Subject,
    Unit,
    UnitScopedQuerySet,
    User,
    known_choices,
    tracked,
    units_where,
)
from members.models.constraints import worded

from .figures import Figures, figures_of
from .kinds import ReportKind
from .periods import Period, Rhythm
from .workflow import OPEN_STATES, SENT_STATES, ReportRole, ReportState
from .writers import units_writable_by, units_written_for

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class ReportQuerySet(UnitScopedQuerySet):
    subject = Subject.REPORTS

    def visible_to(self, user: "AnyUser") -> Self:
        """Sent reports are visible to every unit above; drafts only to those who write for the unit."""
        rows = self.filter(unit__in=units_where(user, self.subject))
        return rows.filter(~Q(state=ReportState.DRAFT) | Q(unit__in=units_writable_by(user)))

    def editable_by(self, user: "AnyUser") -> Self:
        """Reports still open for writing, of a unit for which the user writes."""
        return self.filter(unit__in=units_writable_by(user), state__in=OPEN_STATES)

    def received_by(self, user: "AnyUser") -> Self:
        """Reports addressed to this user: those of the units directly below the user's own."""
        return self.filter(unit__parent__in=units_written_for(user)).exclude(
            state=ReportState.DRAFT
        )

    def to_receive_by(self, user: "AnyUser") -> Self:
        """Reports addressed to this user that still await an answer."""
        return self.received_by(user).filter(state=ReportState.SENT)

    def of_period(self, kind: ReportKind, period: Period) -> Self:
        return self.filter(kind=kind, starts_on=period.start)


def _no_period() -> Q:
    """Matches dates that do not bound a period of the kind's rhythm: see `Period`."""
    valid = Q(pk__in=[])
    for rhythm in Rhythm:
        for number in range(1, rhythm.per_year + 1):
            first = (number - 1) * rhythm.months + 1
            after, years = (first + rhythm.months - 1) % 12 + 1, int(first + rhythm.months > 12)
            valid |= Q(
                kind__rhythm=str(rhythm.value),
                starts_on__month=first,
                ends_before__month=after,
                ends_before__year=ExtractYear("starts_on") + years,
            )
    return ~Q(valid, starts_on__day=1, ends_before__day=1)


@known_choices("state")
@tracked(readers="visible_to", masked=("body",), ignored=("figures",))
class Report(models.Model):
    """The report of one unit, to the unit above it, for one period.

    Figures come from the books: counted anew while it is written, frozen when it is sent. The
    headings are those that its kind had on the day the report was begun.
    """

    State = ReportState

    cross_table_rules = (
        CrossTableRule(
            "whole_period",
            _no_period(),
            ("kind_id", "starts_on", "ends_before"),
            (ReferencedTable("reports.ReportKind", "kind", ("rhythm",)),),
        ),
        CrossTableRule(
            "unit_fits",
            ~Q(unit__level=F("kind__level")),
            ("kind_id", "unit_id"),
            (
                ReferencedTable("reports.ReportKind", "kind", ("level",)),
                ReferencedTable("members.Unit", "unit", ("level",)),
            ),
        ),
    )

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị")
    kind = models.ForeignKey(
        ReportKind, models.PROTECT, related_name="reports", verbose_name="loại báo cáo"
    )
    starts_on = models.DateField("từ ngày")
    ends_before = models.DateField("đến trước ngày")
    state = models.CharField(
        "tình trạng", max_length=8, choices=ReportState, default=ReportState.DRAFT
    )
    # [{"heading": …, "text": …}] in the order of the headings.
    body = models.JSONField("nội dung", default=list, blank=True)
    figures = models.JSONField("số liệu lúc gửi", null=True, blank=True)
    note = models.CharField("lời nhắn khi trả lại", max_length=600, blank=True)
    begun_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người bắt đầu viết"
    )
    begun_at = models.DateTimeField("bắt đầu lúc", auto_now_add=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người gửi"
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người nhận hoặc trả lại",
    )  # fmt: skip
    answered_at = models.DateTimeField("nhận hoặc trả lại lúc", null=True, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ["-starts_on", "kind", "unit"]
        indexes = [
            models.Index(fields=["kind", "starts_on"], name="reports_report_period"),
            # Covers the query for missing reports: the rows themselves hold long texts.
            models.Index(
                fields=["state", "unit", "kind", "starts_on", "ends_before"],
                name="reports_report_behind",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "starts_on"],
                name="reports_report_once",
                violation_error_message="Đơn vị này đã có báo cáo của kỳ đó.",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")),
                name="reports_report_period_in_order",
                violation_error_message="Kỳ báo cáo phải kết thúc sau khi bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "received", "returned"])
                | Q(figures__isnull=False, sent_at__isnull=False, sent_by__isnull=False),
                name="reports_report_sent_with_figures",
                violation_error_message="Báo cáo đã gửi phải có người gửi và số liệu lúc gửi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "returned"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="reports_report_answered_by_somebody",
                violation_error_message="Nhận hoặc trả lại phải có người làm.",
            ),
            worded(
                "reports_report_returned_with_note",
                Q(state="returned"),
                "note",
                "Chưa ghi lời nhắn cho đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    def clean(self) -> None:
        """Checks that it covers one whole period of its kind, for a unit of the obliged level."""
        if not self.kind_id:
            return
        errors = {}
        if self.starts_on and (self.period.start, self.period.end) != (
            self.starts_on,
            self.ends_before,
        ):
            errors["starts_on"] = f"Báo cáo này phải trọn một kỳ: {self.period.label}."
        if self.unit_id and self.unit.level != self.kind.level:
            errors["unit"] = f"Báo cáo này do {self.kind.level_label} nộp."
        if errors:
            raise ValidationError(errors)

    @property
    def version(self) -> str:
        """The version that its form was opened with; it changes on each save. See `VersionedForm`."""
        return self.updated_at.isoformat()

    @property
    def period(self) -> Period:
        return Period.of(self.kind.rhythm, self.starts_on)

    @property
    def title(self) -> str:
        return self.kind.title_of(self.period)

    @property
    def subject(self) -> str:
        """The line printed under the heading "Báo cáo": "Công tác quý III/2026"."""
        title = self.title.removeprefix("Báo cáo ")
        return title[0].upper() + title[1:]

    @property
    def due_on(self) -> dt.date:
        return self.kind.due_on(self.period)

    @property
    def data_label(self) -> str:
        """ "từ 15/12/2025 đến hết 14/12/2026": the span of its figures."""
        return self.kind.data_label(self.period)

    @property
    def is_open(self) -> bool:
        """Whether the unit may still write it."""
        return self.state in OPEN_STATES

    def check_open(self) -> None:
        if not self.is_open:
            raise ValidationError(
                f"Báo cáo này đang ở tình trạng “{self.get_state_display()}” nên không sửa được. "
                "Chữ vừa viết còn ở dưới nhưng chưa được lưu; cần sửa thì rút báo cáo lại trước.",
                code="not_open",
            )

    @property
    def is_sent(self) -> bool:
        return self.state in SENT_STATES

    @property
    def empty_headings(self) -> list[str]:
        """Headings without a text yet; all must be written before the report can be sent."""
        return [part["heading"] for part in self.body if not part["text"]]

    def roles_of(self, user: User) -> set[ReportRole]:
        """The roles that the user has for this report."""
        roles = set()
        if units_writable_by(user).filter(pk=self.unit_id).exists():
            roles.add(ReportRole.WRITER)
        above = units_where(user, Subject.REPORTS, Degree.WRITE)
        if above.filter(pk=self.unit.parent_id).exists():
            roles.add(ReportRole.SUPERIOR)
        return roles

    @property
    def sent_figures(self) -> Figures:
        """The figures as last sent; empty for a draft."""
        return self.figures or {}

    def figures_now(self) -> Figures:
        """The present figures from the books for the span of the report's figures."""
        return figures_of(self.unit, *self.kind.data_of(self.period))


def report_parts(
    headings: Iterable[str], texts: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    """The parts of a report's text under these headings."""
    texts = texts or {}
    return [{"heading": heading, "text": texts.get(heading, "")} for heading in headings]


class SignedCopy(models.Model):
    """A scan of the report as it was signed and stamped on paper."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="copies", verbose_name="báo cáo"
    )
    file = models.FileField("tệp", upload_to="bao-cao/%Y/%m", max_length=200)
    added_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người đưa lên"
    )
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bản chụp báo cáo đã ký"
        verbose_name_plural = "bản chụp báo cáo đã ký"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Bản ký, {self.report}"

    def get_absolute_url(self) -> str:
        return reverse("reports:copy", args=[self.pk])

    def removable_by(self, user: User) -> bool:
        """Whether the user may remove the scan: its uploader or the city office may."""
        return self.added_by_id == user.pk or user.covers_all(Subject.REPORTS, Degree.WRITE)

    @property
    def extension(self) -> str:
        return (self.file.name or "").rsplit(".", 1)[-1].lower()

    @property
    def content_type(self) -> str:
        return "image/jpeg" if self.extension == "jpg" else CONTENT_TYPES["pdf"]
