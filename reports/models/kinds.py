"""Which reports are required: from whom, how often, until when, about what.

They are data, because no published form was found.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from desk.tokens import new_token
from kit.dates import local_today
from kit.text import clean_line, fold
from members.models import (
    Dated,
    DatedQuerySet,
    Degree,
    DerivedTextField,
    Subject,
    Unit,
    dates_in_order,
    known_choices,
    tracked,
    units_where,
)
from members.models.units import UnitQuerySet

from .periods import Period, Rhythm

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

LEVELS = [(Unit.Level.DISTRICT, "hội quận, phường, xã"), (Unit.Level.BRANCH, "chi hội")]
HEADINGS = (
    "Tình hình hội viên",
    "Hoạt động nổi bật",
    "Khó khăn, kiến nghị",
    "Phương hướng kỳ tới",
)
MAX_HEADINGS, MAX_HEADING = 12, 120
# Nobody is reminded any more of a report whose period ended longer ago than this.
REMINDED_FOR = dt.timedelta(days=400)


def usual_headings() -> str:
    return "\n".join(HEADINGS)


class ReportKindQuerySet(DatedQuerySet):
    def visible_to(self, user: "AnyUser") -> Self:
        """Kinds required by a unit whose reports the user may read, or by a unit above it."""
        managed = units_where(user, Subject.REPORTS)
        return self.filter(
            Q(issuer__in=managed)
            | Q(issuer__in=managed.values("parent"))
            | Q(issuer__in=managed.values("parent__parent"))
        )

    def editable_by(self, user: "AnyUser") -> Self:
        """Kinds required by a unit whose reports the user may write."""
        return self.filter(issuer__in=units_where(user, Subject.REPORTS, Degree.WRITE))

    def concerning(self, user: "AnyUser") -> Self:
        """Kinds that a unit whose reports the user may read can be obliged to send."""
        obliged = units_where(user, Subject.REPORTS).filter(level=OuterRef("level"))
        return self.visible_to(user).filter(Exists(obliged))


@known_choices("rhythm")
@tracked(readers="visible_to", ignored=("token",))
class ReportKind(Dated):
    """A report that units of one level must send to the unit above them, every period.

    It is required for each period on whose last day the kind is in force. A kind created today
    therefore requires nothing for past periods, and a kind that has ended requires nothing more.

    Three things differ: the period that the report covers; the span of its figures (`cut_day`:
    state practice cuts off on the 14th, so a year runs from 15/12 to 14/12); and the due day, which
    may fall before the end of the period (Nghị định 126/2024, Điều 24: the yearly report before
    31/12).
    """

    Rhythm = Rhythm
    passes_on = True  # see `members.actions.units`

    name = models.CharField("tên báo cáo", max_length=120, help_text="Ví dụ: Báo cáo công tác quý.")
    rhythm = models.CharField("nhịp", max_length=8, choices=Rhythm, default=Rhythm.QUARTER)
    level = models.PositiveSmallIntegerField(
        "cấp phải nộp", choices=LEVELS, default=Unit.Level.BRANCH
    )
    issuer = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="report_kinds",
        verbose_name="đơn vị yêu cầu",
        help_text="Mọi đơn vị trực thuộc ở cấp đã chọn đều phải nộp.",
    )
    cut_day = models.PositiveSmallIntegerField(
        "chốt số liệu hết ngày",
        null=True,
        blank=True,
        help_text="Ngày trong tháng cuối kỳ. Ví dụ: 14, thì số liệu năm tính từ 15/12 năm trước đến "
        "hết 14/12. Để trống: hết ngày cuối kỳ.",
    )
    due_day = models.PositiveSmallIntegerField(
        "hạn nộp trong kỳ, ngày",
        null=True,
        blank=True,
        help_text="Ngày trong tháng cuối kỳ, khi phải nộp trước khi hết kỳ. Ví dụ: “gửi trước ngày "
        "25” thì ghi 24. Để trống nếu nộp sau khi hết kỳ.",
    )
    due_days = models.PositiveSmallIntegerField(
        "hạn nộp, số ngày sau khi hết kỳ",
        default=10,
        help_text="Ví dụ: 10, thì báo cáo quý III phải nộp chậm nhất ngày 10 tháng 10.",
    )
    open_days = models.PositiveSmallIntegerField(
        "viết được từ trước hạn nộp, số ngày",
        default=0,
        help_text="Ví dụ: 10. Chốt số liệu rồi thì viết được ngay, không phải đợi.",
    )
    headings = models.TextField(
        "các mục phải viết",
        default=usual_headings,
        help_text="Mỗi mục một dòng. Số liệu hội viên, nghĩa tình, sự kiện được lấy sẵn từ sổ.",
    )
    instructions = models.TextField("hướng dẫn", blank=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    search_text = DerivedTextField(sources=("name",), derive=lambda *t: fold(" ".join(t)))

    objects = ReportKindQuerySet.as_manager()

    class Meta:
        verbose_name = "loại báo cáo"
        verbose_name_plural = "loại báo cáo"
        ordering = ["-level", "name", "-valid_from", "pk"]
        constraints = [
            dates_in_order("reports", "reportkind"),
            models.CheckConstraint(
                condition=Q(level__in=[1, 2]),
                name="reports_kind_level_owes",
                violation_error_message="Chỉ chi hội và hội cấp quận, phường, xã phải nộp báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(due_days__lte=90),
                name="reports_kind_due_within_90_days",
                violation_error_message="Hạn nộp không quá 90 ngày sau khi hết kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(cut_day__isnull=True) | Q(cut_day__range=(1, 28)),
                name="reports_kind_cut_day_in_every_month",
                violation_error_message="Ngày chốt số liệu từ 1 đến 28.",
            ),
            models.CheckConstraint(
                condition=Q(due_day__isnull=True) | Q(due_day__range=(1, 31)),
                name="reports_kind_due_day_in_a_month",
                violation_error_message="Hạn nộp trong kỳ là một ngày từ 1 đến 31.",
            ),
            models.CheckConstraint(
                condition=Q(cut_day__isnull=True)
                | Q(due_day__isnull=True)
                | Q(due_day__gte=F("cut_day")),
                name="reports_kind_due_after_cut",
                violation_error_message="Hạn nộp phải từ ngày chốt số liệu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(open_days__lte=90),
                name="reports_kind_opens_within_90_days",
                violation_error_message="Nhiều nhất 90 ngày trước hạn nộp.",
            ),
            models.UniqueConstraint(
                fields=["issuer", "level", "name"],
                condition=Q(valid_to__isnull=True),
                name="reports_kind_open_name_once",
                violation_error_message="Đơn vị này đã có một loại báo cáo cùng tên đang áp dụng.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:kind", args=[self.pk])

    # Reports already begun depend on these: a different rule is a different kind.
    FIXED = ("rhythm", "level", "issuer", "due_days", "due_day", "cut_day")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        self.name = clean_line(self.name)
        lines = [clean_line(line) for line in (self.headings or "").splitlines()]
        self.headings = "\n".join(dict.fromkeys(line for line in lines if line))
        if len(self.heading_list) > MAX_HEADINGS:
            errors["headings"] = f"Nhiều nhất {MAX_HEADINGS} mục."
        elif any(len(line) > MAX_HEADING for line in self.heading_list):
            errors["headings"] = (
                f"Mỗi mục không quá {MAX_HEADING} chữ; nội dung dài để ở hướng dẫn."
            )
        if self.issuer_id and self.level is not None and self.issuer.level >= self.level:
            errors["issuer"] = "Đơn vị yêu cầu phải ở cấp trên của đơn vị phải nộp."
        if self.pk and self.reports.exists():
            before = ReportKind.objects.get(pk=self.pk)
            for name in self.FIXED:
                field = self._meta.get_field(name)
                if getattr(before, field.attname) != getattr(self, field.attname):  # type: ignore[union-attr]  # a column
                    errors[name] = (
                        "Đã có báo cáo theo loại này nên mục này không đổi được. Hãy ghi ngày kết "
                        "thúc cho loại này rồi đặt loại mới."
                    )
        if errors:
            raise ValidationError(errors)

    @property
    def heading_list(self) -> list[str]:
        return self.headings.splitlines()

    @property
    def level_label(self) -> str:
        return "chi hội" if self.level == Unit.Level.BRANCH else "hội quận, phường, xã"

    def title_of(self, period: Period) -> str:
        """ "Báo cáo công tác quý III/2026": the word shared by name and period is written once."""
        for unit_label in ("6 tháng", "9 tháng", "tháng", "quý", "năm"):
            if self.name.lower().endswith(f" {unit_label}") and period.label.startswith(
                f"{unit_label} "
            ):
                return f"{self.name}{period.label.removeprefix(unit_label)}"
        return f"{self.name}, {period.label}"

    def data_of(self, period: Period) -> tuple[dt.date, dt.date]:
        """The span of the figures, from its first day up to but not including the last.

        The spans of successive periods meet: no day is counted twice or left out.
        """
        if not self.cut_day:
            return period.start, period.end
        after = dt.timedelta(days=1)
        before = period.start - after  # in the month before the period
        return before.replace(day=self.cut_day) + after, (
            period.last_day.replace(day=self.cut_day) + after
        )

    def data_label(self, period: Period) -> str:
        """ "từ 15/12/2025 đến hết 14/12/2026"."""
        start, end = self.data_of(period)
        return f"từ {start:%d/%m/%Y} đến hết {end - dt.timedelta(days=1):%d/%m/%Y}"

    @property
    def due_label(self) -> str:
        """The due day as the list of kinds shows it."""
        if self.due_day:
            return f"hạn nộp ngày {self.due_day} của tháng cuối kỳ"
        return f"{self.due_days} ngày sau khi hết kỳ" if self.due_days else "đúng ngày cuối kỳ"

    def due_on(self, period: Period) -> dt.date:
        """The last day on which the report is on time; within the period if the kind says so."""
        last = period.last_day
        if self.due_day:
            return last.replace(day=min(self.due_day, last.day))
        return last + dt.timedelta(days=self.due_days)

    def opens_on(self, period: Period) -> dt.date:
        """The first day on which the report may be written.

        That is the day after the cut-off, or `open_days` before the due day if that is earlier.
        """
        ready = self.due_on(period) - dt.timedelta(days=self.open_days)
        return min(self.data_of(period)[1], ready)

    def requires(self, period: Period, today: dt.date | None = None) -> bool:
        """Whether the report of that period is required by now.

        It is if it may be written already and the kind is in force at the period's end.
        """
        return self.opens_on(period) <= (today or local_today()) and self.is_on(period.last_day)

    def periods(self, today: dt.date | None = None) -> Iterator[Period]:
        """Periods whose report is required and still reminded of, latest first."""
        today = today or local_today()
        period = Period.of(self.rhythm, today + dt.timedelta(days=self.open_days)).next
        while period.last_day >= max(self.valid_from, today - REMINDED_FOR):
            if self.requires(period, today):
                yield period
            period = period.previous

    def requires_from(self, unit: Unit, period: Period) -> bool:
        """Whether that unit must send the report: it existed on the period's last day and still does.

        A unit founded within the period reports on its part of it. A unit merged away has no
        obligation, as nobody is left to write. See also `obliged_units`.
        """
        return (
            unit.level == self.level
            and self.issuer_id in unit.line_pks
            and unit.is_on(period.last_day)
            and unit.is_on()
        )

    def obliged_units(self, period: Period) -> UnitQuerySet:
        """Units that must send the report of that period. See also `requires_from`."""
        units = Unit.objects.within(self.issuer_id).filter(level=self.level)
        return units.on(period.last_day).on(local_today())
