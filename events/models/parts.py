"""What belongs to one event: guests and programme."""

from django.db import models

from members.models import Rank, tracked

from .events import Event


@tracked(about="event")
class Guest(models.Model):
    """A guest as the report names them, in protocol order; a row may stand for a whole group."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="guests", verbose_name="sự kiện")
    order = models.PositiveSmallIntegerField(
        "thứ tự", default=0, help_text="Thứ tự lễ tân: số nhỏ được giới thiệu trước."
    )
    rank = models.PositiveSmallIntegerField("cấp bậc hàm", choices=Rank, null=True, blank=True)
    name = models.CharField(
        "họ và tên",
        max_length=100,
        blank=True,
        help_text="Để trống nếu dòng này nêu chung một nhóm đại biểu.",
    )
    post = models.CharField("chức vụ, đơn vị", max_length=240)
    spoke = models.BooleanField("có phát biểu", default=False)

    class Meta:
        verbose_name = "đại biểu"
        verbose_name_plural = "đại biểu"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return (
            " ".join(filter(None, [self.get_rank_display() if self.rank else "", self.name]))
            or self.post
        )

    @property
    def title_and_name(self) -> str:
        """ "Thiếu tướng Trần Văn A"; empty for a group."""
        if not self.name:
            return ""
        return f"{self.get_rank_display()} {self.name}" if self.rank else self.name


@tracked(about="event")
class ProgrammeItem(models.Model):
    """One line of the programme."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="programme", verbose_name="sự kiện"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    starts_at = models.TimeField("giờ", null=True, blank=True)
    title = models.CharField("nội dung", max_length=200)
    speaker = models.CharField("người thực hiện", max_length=160, blank=True)

    class Meta:
        verbose_name = "mục chương trình"
        verbose_name_plural = "chương trình"
        ordering = ["order", "starts_at", "pk"]

    def __str__(self) -> str:
        return self.title
