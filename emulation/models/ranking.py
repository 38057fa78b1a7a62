"""How a cycle's scores become a ranking: the rules declared for it, and the locked ranking."""

import json
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from members.models import CrossTableRule, Subject, known_choices, tracked

from .criteria import OUR_PROPOSAL
from .cycles import Cycle
from .grades import Classification

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

Grade = Classification.Grade
_PERCENT = [
    MinValueValidator(Decimal(0), "Từ 0 đến 100."), MaxValueValidator(Decimal(100), "Từ 0 đến 100."),
]  # fmt: skip


class FinalBy(models.TextChoices):
    """Whose values count. Never the unit's own, and never the greater of two."""

    COUNCIL_FIRST = "council_first", "điểm hội đồng; mục hội đồng không chấm thì lấy chấm chéo"
    COUNCIL = "council", "chỉ điểm hội đồng"
    PEERS = "peers", "chỉ chấm chéo"


class Ties(models.TextChoices):
    """What decides between units of the same total."""

    SHARED = "shared", "bằng điểm thì đồng hạng"
    BASE = "base", "hơn điểm chính thì đứng trước, vẫn bằng thì đồng hạng"
    VOTES = "votes", "hơn phiếu suy tôn thì đứng trước, vẫn bằng thì đồng hạng"


def _percent(label: str, default: str) -> Any:
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, default=Decimal(default), validators=_PERCENT
    )


@known_choices("final_by", "ties")
@tracked(about="cycle")
class ScoringRules(models.Model):
    """What is declared of a cycle's scoring before the cross-check is opened."""

    cross_table_rules = (
        # Declared beforehand: nobody bends the rules to scores that are known.
        CrossTableRule(
            "declared_before",
            Q(opened_at__isnull=False),
            ("final_by", "ties", "excellent_from", "good_from", "done_from"),
        ),
    )

    cycle = models.OneToOneField(
        Cycle, models.PROTECT, related_name="rules", verbose_name="kỳ thi đua"
    )
    final_by = models.CharField(
        "điểm chính thức", max_length=13, choices=FinalBy, default=FinalBy.COUNCIL_FIRST
    )
    ties = models.CharField("khi bằng điểm", max_length=6, choices=Ties, default=Ties.SHARED)
    flagged_from = _percent("chênh từ bao nhiêu phần trăm điểm tối đa thì báo", "20")
    excellent_from = _percent("hoàn thành xuất sắc từ (% điểm tối đa)", "90")
    good_from = _percent("hoàn thành tốt từ (% điểm tối đa)", "80")
    done_from = _percent("hoàn thành từ (% điểm tối đa)", "50")
    source = models.CharField(
        "căn cứ", max_length=200, blank=True, default=OUR_PROPOSAL,
        help_text="Văn bản quy định cách tính, mức xếp loại.",
    )  # fmt: skip
    opened_at = models.DateTimeField("mở điểm chấm chéo lúc", null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người đóng chấm chéo",
    )  # fmt: skip
    voted_on = models.DateField("ngày suy tôn", null=True, blank=True)
    ballots = models.PositiveSmallIntegerField("số phiếu hợp lệ", null=True, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        verbose_name = "quy định chấm điểm"
        verbose_name_plural = "quy định chấm điểm"
        ordering = ["cycle"]
        constraints = [
            models.CheckConstraint(
                condition=Q(excellent_from__gte=F("good_from"), good_from__gte=F("done_from")),
                name="emulation_scoringrules_bands_in_order",
                violation_error_message="Mức cao phải đòi hỏi không ít điểm hơn mức thấp.",
            ),
            models.CheckConstraint(
                condition=Q(voted_on__isnull=True, ballots__isnull=True)
                | Q(voted_on__isnull=False, ballots__isnull=False),
                name="emulation_scoringrules_vote_whole",
                violation_error_message="Ghi cả ngày suy tôn và số phiếu hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"Quy định chấm điểm: {self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:scoring", args=[self.cycle_id])

    @property
    def is_opened(self) -> bool:
        """Whether the peers' scores may be read."""
        return self.opened_at is not None

    @property
    def is_proposal(self) -> bool:
        return self.source == OUR_PROPOSAL

    def grade_of(self, percent: Decimal) -> str:
        """The grade proposed for a total, in percent of the scale."""
        bands = (
            (self.excellent_from, Grade.EXCELLENT), (self.good_from, Grade.GOOD),
            (self.done_from, Grade.DONE),
        )  # fmt: skip
        return next((str(grade) for least, grade in bands if percent >= least), Grade.NOT_DONE)


def rules_of(cycle: Cycle) -> ScoringRules:
    """The cycle's rules; the usual ones, unsaved, where none were laid down."""
    return ScoringRules.objects.filter(cycle=cycle).first() or ScoringRules(cycle=cycle)


class RankingQuerySet(models.QuerySet[Any]):
    subject = Subject.EMULATION

    def standing(self) -> Self:
        """Locked and not opened again."""
        return self.filter(reopened_on__isnull=True)

    def visible_to(self, user: "AnyUser") -> Self:
        return self.filter(cycle__in=Cycle.objects.visible_to(user).order_by().values("pk"))


@tracked(about="cycle", ignored=("snapshot",))
class Ranking(models.Model):
    """A locked ranking (bảng xếp hạng đã khóa): all that it rests on, as it was, under its hash.

    It is opened again by a recorded decision alone; what was locked stays.
    """

    keeps_rows = True
    frozen = ("cycle_id", "snapshot", "digest", "locked_at", "locked_by_id")

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="rankings", verbose_name="kỳ thi đua"
    )
    snapshot = models.TextField("nội dung đã khóa")
    digest = models.CharField("mã kiểm tra", max_length=64)
    locked_at = models.DateTimeField("khóa lúc")
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người khóa"
    )
    reopened_on = models.DateField("ngày mở lại", null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người mở lại",
    )  # fmt: skip
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    reason = models.CharField("lý do mở lại", max_length=300, blank=True)

    objects = RankingQuerySet.as_manager()

    class Meta:
        verbose_name = "bảng xếp hạng đã khóa"
        verbose_name_plural = "bảng xếp hạng đã khóa"
        ordering = ["-locked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(reopened_on__isnull=True),
                name="emulation_ranking_once",
                violation_error_message="Kỳ này đã khóa xếp hạng.",
            ),
            models.CheckConstraint(
                condition=Q(
                    reopened_on__isnull=True, reopened_by__isnull=True, decision_no="", reason="",
                    decided_on__isnull=True,
                )
                | Q(
                    reopened_on__isnull=False, reopened_by__isnull=False, decided_on__isnull=False
                )
                & ~Q(decision_no="")
                & ~Q(reason=""),
                name="emulation_ranking_reopened_by_decision",
                violation_error_message="Mở lại phải có số, ngày quyết định và lý do.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Xếp hạng {self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:scoring", args=[self.cycle_id])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Bảng xếp hạng đã khóa thì không xóa.")

    @cached_property
    def content(self) -> dict[str, Any]:
        """What was locked, as it was."""
        content: dict[str, Any] = json.loads(self.snapshot)
        return content

    @property
    def code(self) -> str:
        """The hash as pages and papers print it: its first sixteen figures, in fours."""
        return "-".join(self.digest[n : n + 4].upper() for n in range(0, 16, 4))


def not_locked(path: str, columns: tuple[str, ...]) -> CrossTableRule:
    """Nothing is scored in a cycle whose ranking is locked, whoever writes it. `path`: to the cycle."""

    def violation() -> Q:
        locked = Ranking._base_manager.filter(cycle=OuterRef(path), reopened_on__isnull=True)
        return Q(Exists(locked))

    return CrossTableRule("not_locked", violation, columns)
