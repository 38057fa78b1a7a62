"""Text typed into a report and not saved yet."""

from django.db import models

from members.models import TypedText

from .reports import Report


class ReportDraft(TypedText):
    """The text one person typed into a report in one sitting: one field per heading, `part0`, …"""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="drafts", verbose_name="báo cáo"
    )

    class Meta:
        verbose_name = "phần báo cáo chưa lưu"
        verbose_name_plural = "phần báo cáo chưa lưu"
        ordering = ["-typed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "user", "sitting"], name="reports_reportdraft_sitting_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.user}"

    @property
    def prose_fields(self) -> list[str]:
        return [name for name in self.content if name.startswith("part")]
