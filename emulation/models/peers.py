"""What the other units of the cluster give a unit: blind until all are in, or the check is closed."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.models import CrossTableRule, ReferencedTable, Unit

from .criteria import Criterion
from .sheets import NOT_BELOW_ZERO, ScoreSheet, digest_of, own_units

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class PeerSheetQuerySet(models.QuerySet[Any]):
    def opened(self) -> Self:
        """Of cycles whose cross-check is over: before that nobody reads another unit's, neither
        the association nor the administrator."""
        return self.filter(sheet__cycle__rules__opened_at__isnull=False)

    def visible_to(self, user: "AnyUser") -> Self:
        """The user's own unit's; the others' of sheets that the user reads, once they are opened."""
        sheets = ScoreSheet.objects.visible_to(user).order_by().values("pk")
        others = Q(sheet__cycle__rules__opened_at__isnull=False, sheet__in=sheets)
        return self.filter(Q(scorer__in=own_units(user)) | others)

    def editable_by(self, user: "AnyUser") -> Self:
        """Those of the user's own unit."""
        return self.filter(scorer__in=own_units(user))


class PeerSheet(models.Model):
    """One unit's scores of another (phiếu chấm chéo). No history is kept of it: it would tell the
    scores before their time; the sheet says itself who handed it in, and never changes after that."""

    keeps_rows = True
    frozen = ("sheet_id", "scorer_id")

    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, related_name="peer_sheets", verbose_name="phiếu được chấm"
    )
    scorer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị chấm")
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người nộp",
    )  # fmt: skip
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    cross_table_rules = (
        CrossTableRule(
            "not_itself",
            Q(scorer=F("sheet__unit")),
            ("sheet_id", "scorer_id"),
            (ReferencedTable("emulation.ScoreSheet", "sheet", ("unit_id",)),),
        ),
    )

    objects = PeerSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu chấm chéo"
        verbose_name_plural = "phiếu chấm chéo"
        ordering = ["sheet", "scorer__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "scorer"],
                name="emulation_peersheet_once",
                violation_error_message="Đơn vị đã có phiếu chấm chéo này.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="emulation_peersheet_submitted_by",
                violation_error_message="Chưa ghi người nộp phiếu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorer} chấm {self.sheet.unit}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:peer_write", args=[self.sheet_id])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Phiếu chấm chéo không xóa.")

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class PeerMark(models.Model):
    """What one unit gives another for one criterion. See `PeerSheet`."""

    frozen = ("peer_sheet_id", "criterion_id")
    cross_table_rules = (
        CrossTableRule(
            "not_handed_in",
            Q(peer_sheet__submitted_at__isnull=False),
            ("peer_sheet_id", "criterion_id", "value", "remark"),
        ),
        CrossTableRule(
            "of_its_set",
            ~Q(criterion__criteria_set=F("peer_sheet__sheet__cycle__criteria_set")),
            ("peer_sheet_id", "criterion_id"),
        ),
    )

    peer_sheet = models.ForeignKey(
        PeerSheet, models.CASCADE, related_name="marks", verbose_name="phiếu chấm chéo"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí"
    )
    value = models.DecimalField(
        "chấm chéo", max_digits=9, decimal_places=2, null=True, blank=True,
        validators=NOT_BELOW_ZERO,
    )  # fmt: skip
    remark = models.TextField("nhận xét", blank=True)

    class Meta:
        verbose_name = "điểm chấm chéo"
        verbose_name_plural = "điểm chấm chéo"
        ordering = ["peer_sheet", "criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["peer_sheet", "criterion"],
                name="emulation_peermark_once",
                violation_error_message="Tiêu chí này đã có trong phiếu.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="emulation_peermark_value_not_below_zero",
                violation_error_message="Không ghi số âm.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    @property
    def digest(self) -> str:
        """See `Mark.digest`."""
        return digest_of(self.value, self.remark)
