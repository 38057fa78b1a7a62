"""Records of digests sent, by editor and day, so that nobody gets the same mail twice."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ModerationDigest(models.Model):
    """One mail about waiting comments: the row comes before the mail, so a crash sends no second."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người nhận"
    )
    day = models.DateField("ngày")
    claimed_at = models.DateTimeField("bắt đầu gửi", default=timezone.now)
    sent_at = models.DateTimeField("đã gửi", null=True, blank=True)

    class Meta:
        verbose_name = "thư báo nhận xét chờ duyệt"
        verbose_name_plural = "thư báo nhận xét chờ duyệt"
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="news_moderationdigest_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.day:%d/%m/%Y}"
