"""A unit measured by a kind's own scale (Chi hội mẫu), year by year: by itself, then by the unit above."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation.models import CriteriaSet, Criterion
from emulation.scoring import Sheet, score
from kit.workflow import Steps, Transition
from members.models import (
    Degree,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    tracked,
    units_where,
)

from .kinds import ExemplarKind

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class RatingState(models.TextChoices):
    DRAFT = "draft", "đơn vị đang tự chấm"
    SENT = "sent", "chờ cấp trên chấm"
    CONFIRMED = "confirmed", "đã có kết quả"


class RatingRole(Enum):
    OWNER = "owner"  # writes emulation in the unit that is measured
    ABOVE = "above"  # in the unit above it


_S, _O, _A = RatingState, RatingRole.OWNER, RatingRole.ABOVE


class RatingStep(Steps):
    """Own points, then those that count. See ADR 0036."""

    SEND = Transition(
        "gui", "Gửi cấp trên chấm", (_S.DRAFT,), _S.SENT, _O, "Đã gửi; cấp trên thấy ở “Việc cần làm”.",
        is_main=True, icon="send", question="Gửi rồi thì đơn vị không sửa điểm tự chấm được nữa.",
    )  # fmt: skip
    CONFIRM = Transition(
        "xac-nhan", "Ghi kết quả", (_S.SENT,), _S.CONFIRMED, _A, "Đã ghi kết quả.", is_main=True,
        icon="check", question="Kết quả được chốt theo điểm cấp trên chấm.",
    )  # fmt: skip
    RETURN = Transition(
        "tra-lai", "Trả lại để chấm lại", (_S.SENT,), _S.DRAFT, _A, "Đã trả lại đơn vị.",
        is_danger=True, icon="undo-2",
    )  # fmt: skip
    REOPEN = Transition(
        "mo-lai", "Mở lại", (_S.CONFIRMED,), _S.SENT, _A, "Đã mở lại để chấm.", is_danger=True,
        icon="undo-2", question="Kết quả đã chốt sẽ bỏ đi cho đến khi ghi lại.",
    )  # fmt: skip


class RatingQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION

    def waiting_for(self, user: "AnyUser") -> Self:
        """Those that wait for the points of a unit in which the user holds an office."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        own = [office.unit_id for office in user.offices_with(Subject.EMULATION, Degree.WRITE)]
        return self.filter(state=RatingState.SENT, unit__parent__in=own)

    def confirmed(self) -> Self:
        return self.filter(state=RatingState.CONFIRMED)


@known_choices("state")
@tracked(readers="visible_to", ignored=("token",))
class UnitRating(models.Model):
    """One unit's year by the scale of a kind; the scale's version and the pass mark are kept with it."""

    keeps_rows = True
    frozen = ("unit_id", "kind_id", "year", "criteria_set_id")

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="exemplar_ratings", verbose_name="đơn vị"
    )
    kind = models.ForeignKey(
        ExemplarKind, models.PROTECT, related_name="ratings", verbose_name="danh hiệu"
    )
    year = models.PositiveSmallIntegerField("năm")
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="exemplar_ratings", verbose_name="thang điểm"
    )
    pass_mark = models.DecimalField("đạt từ (điểm)", max_digits=7, decimal_places=2)
    state = models.CharField(
        "tình trạng", max_length=9, choices=RatingState, default=RatingState.DRAFT
    )
    own_total = models.DecimalField(
        "đơn vị tự chấm", max_digits=7, decimal_places=2, null=True, blank=True
    )
    total = models.DecimalField("kết quả", max_digits=7, decimal_places=2, null=True, blank=True)
    decided_on = models.DateField("ngày ghi kết quả", null=True, blank=True)
    remark = models.CharField("nhận xét của cấp trên", max_length=500, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+",
        verbose_name="người lập",
    )  # fmt: skip
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    token = models.CharField(max_length=64, unique=True, editable=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả theo thang điểm riêng"
        verbose_name_plural = "kết quả theo thang điểm riêng"
        ordering = ["-year", "unit__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year"],
                name="exemplars_rating_once_a_year",
                violation_error_message="Đơn vị đã có bảng điểm của năm này.",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", total__isnull=False, decided_on__isnull=False)
                | ~Q(state="confirmed") & Q(total__isnull=True, decided_on__isnull=True),
                name="exemplars_rating_confirmed_with_total",
                violation_error_message="Kết quả phải có điểm và ngày.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, năm {self.year}: {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("exemplars_desk:rating", args=[self.pk])

    @property
    def is_reached(self) -> bool:
        """Whether the points that count reach the mark."""
        return self.total is not None and self.total >= self.pass_mark

    def sheet(self, values: Mapping[int, Decimal | None]) -> Sheet:
        """What these values are worth by the scale; `values` by criterion."""
        criteria = self.criteria_set.criteria.all()
        return score(
            [row.item for row in criteria], values,
            bonus_limit=self.criteria_set.bonus_limit, penalty_limit=self.criteria_set.penalty_limit,
        )  # fmt: skip

    def values(self, column: str) -> dict[int, Decimal | None]:
        """By criterion: what the unit gave itself ("own"), or the unit above gave it ("given")."""
        return {mark.criterion_id: getattr(mark, column) for mark in self.marks.all()}

    def roles_of(self, user: "AnyUser") -> set[RatingRole]:
        """In which roles the user stands to it; above the top nobody is, so it is its own judge."""
        units = set(
            units_where(user, Subject.EMULATION, Degree.WRITE)
            .filter(pk__in=[self.unit_id, self.unit.parent_id or self.unit_id])
            .values_list("pk", flat=True)
        )
        roles = set()
        if self.unit_id in units:
            roles.add(RatingRole.OWNER)
        if (self.unit.parent_id or self.unit_id) in units:
            roles.add(RatingRole.ABOVE)
        return roles

    def steps_for(self, user: "AnyUser") -> list[RatingStep]:
        """What the user may do with it now, in the table's order."""
        return RatingStep.open_to(self.roles_of(user), self.state)


@tracked(about="rating")
class RatingMark(models.Model):
    """The values of one criterion."""

    rating = models.ForeignKey(
        UnitRating, models.CASCADE, related_name="marks", verbose_name="bảng điểm"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí"
    )
    own = models.DecimalField(
        "đơn vị tự chấm", max_digits=9, decimal_places=2, null=True, blank=True
    )
    given = models.DecimalField(
        "cấp trên chấm", max_digits=9, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "điểm một tiêu chí"
        verbose_name_plural = "điểm một tiêu chí"
        ordering = ["criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rating", "criterion"],
                name="exemplars_mark_once",
                violation_error_message="Tiêu chí này đã có dòng.",
            ),
            models.CheckConstraint(
                condition=(Q(own__isnull=True) | Q(own__gte=0))
                & (Q(given__isnull=True) | Q(given__gte=0)),
                name="exemplars_mark_not_below_zero",
                violation_error_message="Điểm không thể âm.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)
