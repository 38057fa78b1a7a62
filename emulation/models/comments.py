"""What the units say to a draft: comments with the head's answer, and agreement to a stated text."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from members.models import Unit, known_choices, tracked

from .compacts import Clause, Compact

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class CompactCommentQuerySet(models.QuerySet):
    def visible_to(self, user: "AnyUser") -> Self:
        """Each unit of the cluster sees what the others said."""
        return self.filter(compact__in=Compact.objects.at_desk_of(user).order_by().values("pk"))

    def unanswered(self) -> Self:
        """See also `CompactComment.is_answered`."""
        return self.filter(state=CompactComment.State.OPEN)


@known_choices("state")
@tracked(about="compact")
class CompactComment(models.Model):
    """A unit's comment (góp ý) on the draft, or on one clause of it."""

    class State(models.TextChoices):
        OPEN = "open", "chờ trả lời"
        TAKEN = "taken", "đã tiếp thu"
        KEPT = "kept", "giữ nguyên dự thảo"

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="comments", verbose_name="giao ước"
    )
    clause = models.ForeignKey(
        Clause, models.SET_NULL, null=True, blank=True, related_name="comments",
        verbose_name="về điều khoản",
    )  # fmt: skip
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    text = models.TextField("góp ý")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người góp ý"
    )
    made_at = models.DateTimeField("lúc", auto_now_add=True)
    state = models.CharField("trả lời", max_length=5, choices=State, default=State.OPEN)
    answer = models.CharField("lời trả lời", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người trả lời",
    )  # fmt: skip
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    objects = CompactCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "góp ý dự thảo giao ước"
        verbose_name_plural = "góp ý dự thảo giao ước"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="emulation_compactcomment_answered_by_somebody",
                violation_error_message="Góp ý đã trả lời phải có người trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | ~Q(answer=""),
                name="emulation_compactcomment_kept_for_a_reason",
                violation_error_message="Giữ nguyên dự thảo thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.text[:80]}"

    @property
    def is_answered(self) -> bool:
        """See also `CompactCommentQuerySet.unanswered`."""
        return self.state != self.State.OPEN


@tracked(about="compact")
class Agreement(models.Model):
    """A unit agreed to the draft whose text has that hash; to a changed text it agrees anew."""

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="agreements", verbose_name="giao ước"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    text_hash = models.CharField("mã văn bản", max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đồng ý"
    )
    agreed_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "đồng ý dự thảo giao ước"
        verbose_name_plural = "đồng ý dự thảo giao ước"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "unit", "text_hash"],
                name="emulation_agreement_once",
                violation_error_message="Đơn vị này đã đồng ý bản dự thảo.",
            ),
            models.CheckConstraint(
                condition=~Q(text_hash=""),
                name="emulation_agreement_to_a_text",
                violation_error_message="Chưa rõ đồng ý bản nào.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} đồng ý"
