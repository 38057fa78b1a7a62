"""What is being typed into a report and not saved yet."""

from django.db import models

from members.models import User

from .reports import Report


class ReportDraft(models.Model):
    """What one person has typed into a report: one row each, so that no history is flooded."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="drafts", verbose_name="báo cáo"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="người viết")
    # A text a heading, in the order of the headings.
    texts = models.JSONField("nội dung", default=list)
    base_version = models.CharField("viết tiếp từ bản", max_length=40, blank=True)
    typed_at = models.DateTimeField("tự lưu lúc")

    class Meta:
        verbose_name = "phần báo cáo chưa lưu"
        verbose_name_plural = "phần báo cáo chưa lưu"
        ordering = ["-typed_at"]
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="reports_reportdraft_once")
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.user}"

    @property
    def says_more(self) -> bool:
        """Whether it says anything else than the report as it is stored."""
        stored = [part["text"] for part in self.report.body]
        return len(self.texts) == len(stored) and self.texts != stored
