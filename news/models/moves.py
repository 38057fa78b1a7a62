"""The transitions that posts have made."""

from django.db import models

from .workflow import PostState


class PostMove(models.Model):
    """A transition that a post has made, with its actor and note."""

    post = models.ForeignKey("Post", models.CASCADE, related_name="moves", verbose_name="bài viết")
    old_state = models.CharField("từ", max_length=10, choices=PostState)
    new_state = models.CharField("sang", max_length=10, choices=PostState)
    by = models.ForeignKey(
        "members.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người chuyển",
        help_text="Trống: bộ hẹn giờ.",
    )
    note = models.TextField("lời nhắn", blank=True)
    moved_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bước xử lý bài"
        verbose_name_plural = "bước xử lý bài"
        ordering = ["-moved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_old_state_display()} → {self.get_new_state_display()}"
