"""Kinds of events, and where a unit usually meets: what each association says for itself."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from members.models import Unit, tracked

MOST_HOURS = 12


class UsualKind(models.TextChoices):
    """Codes and names of the kinds that every portal begins with (migration 0005)."""

    SIGNING = "signing", "ký kết giao ước thi đua"
    CONGRESS = "congress", "đại hội"
    MEETING = "meeting", "hội nghị, họp"
    BRANCH = "branch", "sinh hoạt chi hội"
    REVIEW = "review", "sơ kết, tổng kết"
    VISIT = "visit", "thăm hỏi, nghĩa tình"
    LONGEVITY = "longevity", "lễ mừng thọ"
    FUNERAL = "funeral", "lễ tang"
    COMMEMORATION = "commemoration", "kỷ niệm, gặp mặt truyền thống"
    CULTURE = "culture", "văn hóa, thể thao"
    ARTS = "arts", "văn nghệ"
    SPORT = "sport", "thể thao"
    TRAINING = "training", "tập huấn, sinh hoạt chuyên đề"
    OTHER = "other", "hoạt động khác"


@tracked()
class EventKind(models.Model):
    """A kind of event. Its code stands in addresses of lists, and is what an event stores."""

    code = models.SlugField(
        "mã",
        max_length=20,
        unique=True,
        help_text="Đứng trong địa chỉ của danh sách; đặt một lần, không đổi. Ví dụ: ve-nguon.",
    )
    name = models.CharField(
        "tên", max_length=60, unique=True, help_text="Viết thường, ví dụ: sinh hoạt chi hội."
    )
    hours = models.PositiveSmallIntegerField(
        "thường kéo dài (giờ)",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
        help_text="Lịch dành ngần ấy giờ cho sự kiện chưa ghi giờ kết thúc.",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    has_minutes = models.BooleanField(
        "cần biên bản",
        default=False,
        help_text="Buổi đã qua mà chưa chốt biên bản thì được nhắc ở “Việc cần làm”.",
    )
    has_contest = models.BooleanField(
        "có thi, có kết quả",
        default=False,
        help_text="Hội thi, hội thao, hội diễn: trang sự kiện có bảng kết quả và xếp hạng.",
    )
    is_offered = models.BooleanField(
        "còn dùng cho sự kiện mới",
        default=True,
        help_text="Bỏ chọn thì sự kiện cũ vẫn giữ loại này, sự kiện mới không chọn được nữa.",
    )

    class Meta:
        verbose_name = "loại sự kiện"
        verbose_name_plural = "loại sự kiện"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours__gte=1, hours__lte=MOST_HOURS),
                name="events_kind_hours_in_a_day",
                violation_error_message=f"Số giờ từ 1 đến {MOST_HOURS}.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class RegularPlace(models.Model):
    """Where a unit usually meets: offered for its next event. A branch's stands in its founding
    decision (Nghị định 126/2024, Điều 25)."""

    unit = models.OneToOneField(
        Unit, models.CASCADE, related_name="regular_place", verbose_name="đơn vị"
    )
    place = models.CharField("nơi họp thường kỳ", max_length=200)

    class Meta:
        verbose_name = "nơi họp thường kỳ"
        verbose_name_plural = "nơi họp thường kỳ"

    def __str__(self) -> str:
        return self.place


# How many hours one of each usual kind lasts (a matter of habit, not of any rule), in the order in
# which they are offered.
_HOURS = {
    UsualKind.MEETING: 2, UsualKind.BRANCH: 2, UsualKind.SIGNING: 3, UsualKind.REVIEW: 3,
    UsualKind.CONGRESS: 8, UsualKind.LONGEVITY: 2, UsualKind.FUNERAL: 3, UsualKind.VISIT: 2,
    UsualKind.COMMEMORATION: 3, UsualKind.SPORT: 4, UsualKind.ARTS: 3, UsualKind.CULTURE: 4,
    UsualKind.TRAINING: 3, UsualKind.OTHER: 2,
}  # fmt: skip
_WITH_CONTEST = {UsualKind.SPORT, UsualKind.ARTS, UsualKind.CULTURE}
_WITH_MINUTES = {UsualKind.MEETING, UsualKind.BRANCH, UsualKind.REVIEW, UsualKind.CONGRESS}


def usual_kinds() -> list[EventKind]:
    """The kinds that every portal begins with, not yet saved."""
    return [
        EventKind(
            code=kind.value, name=kind.label, hours=hours, order=number * 10,
            has_minutes=kind in _WITH_MINUTES, has_contest=kind in _WITH_CONTEST,
            is_offered=kind != UsualKind.CULTURE,
        )
        for number, (kind, hours) in enumerate(_HOURS.items(), 1)
    ]  # fmt: skip
