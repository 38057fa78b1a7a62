"""A yearly check of a unit's books: what was found, what the unit says to it, how it was closed."""

import datetime as dt
import hashlib
from enum import Enum
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from kit.text import fold
from kit.workflow import Steps, Transition
from members.models import (
    CrossTableRule,
    Degree,
    DerivedTextField,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    tracked,
    units_where,
)
from members.models.constraints import plain_names

from .checklist import CheckItem, Figure

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class State(models.TextChoices):
    OPEN = "open", "đang kiểm tra"
    SENT = "sent", "chờ giải trình"
    ANSWERED = "answered", "đã giải trình"
    CLOSED = "closed", "đã kết thúc"
    CANCELLED = "cancelled", "đã hủy"


class Role(Enum):
    INSPECTOR = "inspector"  # writes inspections of the unit: the inspection board
    INSPECTED = "inspected"  # keeps the books that are looked at, by an office in that very unit


_S, _I = State, Role.INSPECTOR


class Step(Steps):
    """The way of a check. See ADR 0036 and 0045."""

    SEND = Transition(
        "gui", "Gửi đơn vị giải trình", (_S.OPEN,), _S.SENT, _I,
        "Đã gửi; đơn vị thấy ở “Việc cần làm”.", is_main=True, icon="send",
        question="Con số kèm theo giữ nguyên như lúc gửi.",
    )  # fmt: skip
    ANSWER = Transition(
        "giai-trinh", "Giải trình", (_S.SENT,), _S.ANSWERED, Role.INSPECTED,
        "Đã gửi giải trình.", is_main=True, icon="reply",
    )  # fmt: skip
    CLOSE = Transition(
        "ket-thuc", "Kết thúc kiểm tra", (_S.SENT, _S.ANSWERED), _S.CLOSED, _I,
        "Đã kết thúc; từ nay biên bản giữ nguyên.", is_main=True, icon="check",
        question="Kết thúc rồi thì không sửa được gì nữa.",
    )  # fmt: skip
    WITHDRAW = Transition(
        "rut-lai", "Rút về để sửa", (_S.SENT,), _S.OPEN, _I,
        "Đã rút về để sửa; nhớ gửi lại.", icon="undo-2",
    )  # fmt: skip
    CANCEL = Transition(
        "huy", "Hủy cuộc kiểm tra", (_S.OPEN, _S.SENT), _S.CANCELLED, _I,
        "Đã hủy cuộc kiểm tra.", is_danger=True, icon="x",
        question="Cuộc kiểm tra không còn tính nữa; lý do được giữ lại.",
    )  # fmt: skip


class InspectionQuerySet(UnitScopedQuerySet):
    subject = Subject.INSPECTION

    def with_faults(self) -> Self:
        """Annotates `faults`: the number of items with something wrong."""
        return self.annotate(faults=Count("findings", filter=Q(findings__result=Result.FAULT)))

    def to_answer_by(self, user: "AnyUser") -> Self:
        """Those that wait for an answer by a unit whose books the user keeps. See also `roles_of`."""
        return self.filter(state=State.SENT, unit__in=_own_units(user))


def _own_units(user: "AnyUser") -> list[int]:
    """Units in which the user holds an office that writes the fund; not those below them."""
    if not user.is_authenticated or not user.is_active:
        return []
    return [office.unit_id for office in user.offices_with(Subject.FUND, Degree.WRITE)]


@plain_names("lead", "host")
@known_choices("state")
@tracked(readers="visible_to", ignored=("token",))
class Inspection(models.Model):
    """One check of one unit's books of a year; closed, it is a paper."""

    keeps_rows = True
    frozen = ("unit_id", "year")
    cross_table_rules = (
        CrossTableRule(
            "closed",
            Q(state="closed"),
            ("held_on", "lead", "team", "host", "answer", "answer_by"),
        ),
    )

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="inspections", verbose_name="đơn vị được kiểm tra"
    )
    year = models.PositiveSmallIntegerField("kiểm tra năm")
    held_on = models.DateField("ngày kiểm tra")
    lead = models.CharField("trưởng đoàn", max_length=100)
    team = models.CharField("thành viên đoàn", max_length=300, blank=True)
    host = models.CharField("đại diện đơn vị", max_length=100)
    state = models.CharField("tình trạng", max_length=9, choices=State, default=State.OPEN)
    answer_by = models.DateField("giải trình trước ngày", null=True, blank=True)
    answer = models.TextField("giải trình của đơn vị", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người giải trình",
    )  # fmt: skip
    answered_at = models.DateTimeField("giải trình lúc", null=True, blank=True)
    conclusion = models.TextField("kết luận", blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người kết thúc",
    )  # fmt: skip
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    reason = models.CharField("lý do hủy", max_length=300, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    started_at = models.DateTimeField("lập lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    token = models.CharField(max_length=64, unique=True, editable=False)
    search_text = DerivedTextField(
        sources=("lead", "team", "host"), derive=lambda *t: fold(" ".join(t))
    )

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc kiểm tra"
        verbose_name_plural = "cuộc kiểm tra"
        ordering = ["-year", "-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=~Q(state="cancelled"),
                name="inspection_once_a_year",
                violation_error_message="Đơn vị này đã có cuộc kiểm tra của năm ấy.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled"]) | Q(answer_by__isnull=False),
                name="inspection_sent_with_day",
                violation_error_message="Chưa ghi ngày phải giải trình.",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="inspection_answered_in_words",
                violation_error_message="Chưa ghi giải trình.",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(conclusion="")
                | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="inspection_closed_with_conclusion",
                violation_error_message="Chưa ghi kết luận.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""),
                name="inspection_cancelled_with_reason",
                violation_error_message="Hủy thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kiểm tra {self.unit} năm {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("inspection:inspection", args=[self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Cuộc kiểm tra không xóa; lập nhầm thì hủy.")

    @property
    def is_open(self) -> bool:
        """Whether findings may still be written."""
        return self.state == State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == State.CLOSED

    @property
    def version(self) -> str:
        """What a form was opened with; it changes on each save. See `VersionedForm`."""
        return self.updated_at.isoformat()

    def roles_of(self, user: "AnyUser") -> set[Role]:
        """In which roles the user stands to it. See also `InspectionQuerySet.to_answer_by`."""
        roles = set()
        if units_where(user, Subject.INSPECTION, Degree.WRITE).filter(pk=self.unit_id).exists():
            roles.add(Role.INSPECTOR)
        if self.unit_id in _own_units(user):
            roles.add(Role.INSPECTED)
        return roles

    def steps_for(self, user: "AnyUser") -> list[Step]:
        """What the user may do with it now, in the table's order."""
        return Step.open_to(self.roles_of(user), self.state)


class Result(models.TextChoices):
    NONE = "", "chưa xem"
    RIGHT = "right", "đúng"
    FAULT = "fault", "có sai sót"
    NOT_APPLICABLE = "na", "không áp dụng"


class FindingQuerySet(UnitScopedQuerySet):
    subject = Subject.INSPECTION
    unit_field = "inspection__unit"


@known_choices("result", "figure")
@tracked(about="inspection")
class Finding(models.Model):
    """What was found of one item of the checklist, whose words are copied."""

    frozen = ("inspection_id", "item_id", "text", "figure")
    cross_table_rules = (
        CrossTableRule(
            "closed",
            Q(inspection__state="closed"),
            ("inspection_id", "result", "words", "recommendation", "due_on", "counted"),
        ),
    )

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="findings", verbose_name="cuộc kiểm tra"
    )
    item = models.ForeignKey(
        CheckItem, models.PROTECT, related_name="findings", verbose_name="mục kiểm tra"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.CharField("nội dung kiểm tra", max_length=200)
    figure = models.CharField("con số kèm theo", max_length=8, choices=Figure, default=Figure.NONE)
    # As counted when it was sent to the unit; counted anew each time before that.
    counted = models.CharField("con số", max_length=500, blank=True)
    result = models.CharField(
        "kết quả", max_length=5, choices=Result, blank=True, default=Result.NONE
    )
    words = models.CharField("nhận xét", max_length=500, blank=True)
    recommendation = models.CharField("kiến nghị", max_length=300, blank=True)
    due_on = models.DateField("thực hiện trước ngày", null=True, blank=True)
    done_on = models.DateField("đã thực hiện ngày", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người ghi đã thực hiện",
    )  # fmt: skip

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả một mục"
        verbose_name_plural = "kết quả từng mục"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "item"],
                name="inspection_finding_once",
                violation_error_message="Mục này đã có trong cuộc kiểm tra.",
            ),
            models.CheckConstraint(
                condition=~Q(result="fault") | ~Q(words=""),
                name="inspection_fault_in_words",
                violation_error_message="Có sai sót thì ghi rõ sai sót gì.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(recommendation=""),
                name="inspection_due_of_recommendation",
                violation_error_message="Ghi ngày thì phải ghi kiến nghị gì.",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(recommendation=""),
                name="inspection_done_of_recommendation",
                violation_error_message="Chỉ kiến nghị mới ghi đã thực hiện, kèm ngày và người ghi.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """Its number with its words: "Mục 3 (Phiếu thu, phiếu chi đủ số…)"."""
        return f"Mục {self.order} ({self.text})"

    @property
    def mark(self) -> str:
        """Tells what a form was shown with from what somebody else wrote since."""
        return mark_of(self.result, self.words, self.recommendation, self.due_on)


def mark_of(result: str, words: str, recommendation: str, due_on: dt.date | None) -> str:
    """A hash of what is found of an item. See also `Finding.mark`."""
    text = f"{result}|{words}|{recommendation}|{due_on or ''}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
