"""What one unit proposes and another answers: who, when, in which words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kit.workflow import Steps

from .users import User


class Answerable(models.Model):
    """Columns of a transfer and of a proposal; the state says which answer it was."""

    WAITING: str  # the state in which it waits for its answer

    answer = models.CharField("trả lời", max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người đề nghị"
    )
    proposed_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True

    @staticmethod
    def answered_by_somebody(model: str, waiting: str) -> models.CheckConstraint:
        """An answer has somebody who gave it; what waits has none."""
        return models.CheckConstraint(
            condition=Q(state=waiting, answered_at__isnull=True)
            | ~Q(state=waiting) & Q(answered_at__isnull=False, answered_by__isnull=False),
            name=f"members_{model}_answered_by_somebody",
            violation_error_message="Trả lời phải có người trả lời.",
        )

    def is_answered_so(self, step: Steps, by: User) -> bool:
        """Whether this user has given this very answer, as of a double click.

        Raises ValidationError where the step leads nowhere any more: of two who answer at once the
        second learns who was first.
        """
        row: Any = self
        if row.state == step.target and self.answered_by_id == by.pk:
            return True
        if row.state not in step.sources:
            raise ValidationError(
                f"Việc này đã có người trả lời trước: {row.get_state_display()}, do "
                f"{self.answered_by} ghi. Chưa ghi thêm gì."
            )
        return False

    def record_answer(self, state: str, by: User, answer: str = "") -> None:
        """Notes who gives which answer now; whoever calls it saves the row."""
        row: Any = self
        row.state, self.answer = state, answer
        self.answered_by, self.answered_at = by, timezone.now()

    def clear_answer(self) -> None:
        """It waits again, as if nobody had answered; whoever calls it saves the row."""
        row: Any = self
        row.state, self.answer = self.WAITING, ""
        self.answered_by = self.answered_at = None
