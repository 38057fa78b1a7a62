"""How certificates are printed: a paper in millimetres, and where on it each piece of writing stands.

A layout is for plain paper, which gets the Hội's own frame, or for a blank bought ready-made (phôi),
onto which the words alone are printed. See ADR 0051.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models import AwardKind, Subject, known_choices, tracked
from members.models.constraints import plain_names

from .catalogue import OUR_PROPOSAL, keeps_catalogue

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# What a printer takes, from a card to A3 with a margin; how far it may be out.
SMALLEST, LARGEST, FARTHEST = Decimal(70), Decimal(450), Decimal(20)


def _between(low: Decimal, high: Decimal, message: str) -> list[BaseValidator]:
    return [MinValueValidator(low, message), MaxValueValidator(high, message)]


class LayoutQuerySet(models.QuerySet["CertificateLayout"]):
    subject = Subject.EMULATION

    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if keeps_catalogue(user) else self.none()


@plain_names("name")
@tracked()
class CertificateLayout(models.Model):
    """A paper on which certificates are printed."""

    name = models.CharField(
        "tên mẫu in", max_length=120, unique=True,
        error_messages={"unique": "Đã có một mẫu in mang tên này."},
    )  # fmt: skip
    kind = models.ForeignKey(
        AwardKind, models.PROTECT, null=True, blank=True, related_name="layouts",
        verbose_name="dùng cho loại khen thưởng",
    )  # fmt: skip
    is_blank = models.BooleanField("in lên phôi mua sẵn", default=True)
    width = models.DecimalField(
        "chiều ngang (mm)", max_digits=4, decimal_places=1,
        validators=_between(SMALLEST, LARGEST, "Khổ giấy từ 70 đến 450 mm."),
    )  # fmt: skip
    height = models.DecimalField(
        "chiều cao (mm)", max_digits=4, decimal_places=1,
        validators=_between(SMALLEST, LARGEST, "Khổ giấy từ 70 đến 450 mm."),
    )  # fmt: skip
    source = models.CharField("ghi chú, nơi in phôi", max_length=200, blank=True)
    # What the printer is out by; everything moves together.
    nudge_x = models.DecimalField(
        "nhích sang phải (mm)", max_digits=3, decimal_places=1, default=Decimal(0),
        validators=_between(-FARTHEST, FARTHEST, "Nhích nhiều nhất 20 mm."),
    )  # fmt: skip
    nudge_y = models.DecimalField(
        "nhích xuống (mm)", max_digits=3, decimal_places=1, default=Decimal(0),
        validators=_between(-FARTHEST, FARTHEST, "Nhích nhiều nhất 20 mm."),
    )  # fmt: skip

    objects = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu in giấy khen"
        verbose_name_plural = "mẫu in giấy khen"
        ordering = ["is_blank", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(width__gte=SMALLEST, width__lte=LARGEST)
                & Q(height__gte=SMALLEST, height__lte=LARGEST),
                name="recognition_layout_of_a_paper",
                violation_error_message="Khổ giấy từ 70 đến 450 mm.",
            ),
            models.CheckConstraint(
                condition=Q(nudge_x__gte=-FARTHEST, nudge_x__lte=FARTHEST)
                & Q(nudge_y__gte=-FARTHEST, nudge_y__lte=FARTHEST),
                name="recognition_layout_nudged_little",
                violation_error_message="Nhích nhiều nhất 20 mm.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recognition:layout", args=[self.pk])

    @property
    def is_proposal(self) -> bool:
        """Whether the places are ours to propose, not yet held against the paper."""
        return self.source == OUR_PROPOSAL

    @property
    def is_nudged(self) -> bool:
        return bool(self.nudge_x or self.nudge_y)


class Writing(models.TextChoices):
    """A piece of writing on a certificate."""

    AUTHORITY = "authority", "người, cấp khen thưởng"
    TITLE = "title", "tên danh hiệu, hình thức khen"
    HONORIFIC = "honorific", "lời xưng (đồng chí, tập thể …)"
    RECIPIENT = "recipient", "họ tên, tên tập thể"
    UNIT = "unit", "đơn vị"
    ACHIEVEMENT = "achievement", "thành tích"
    DECISION = "decision", "số, ngày quyết định"
    BOOK = "book", "số vào sổ khen thưởng"
    PLACE_DAY = "place_day", "nơi và ngày ký"
    SIGNER_POST = "signer_post", "chức vụ người ký"
    SIGNER = "signer", "họ tên người ký"


class LayoutFieldQuerySet(models.QuerySet["LayoutField"]):
    subject = Subject.EMULATION

    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if keeps_catalogue(user) else self.none()


@known_choices("writing", "align")
@tracked(about="layout")
class LayoutField(models.Model):
    """Where a piece of writing stands, measured from the upper left corner of the paper.

    `y` is where the first line's letters stand, as that is where a blank has its dots.
    """

    class Align(models.TextChoices):
        START = "start", "sát trái"
        MIDDLE = "middle", "giữa"
        END = "end", "sát phải"

    frozen = ("layout_id",)

    layout = models.ForeignKey(
        CertificateLayout, models.CASCADE, related_name="fields", verbose_name="mẫu in"
    )
    writing = models.CharField("phần chữ", max_length=11, choices=Writing)
    x = models.DecimalField(
        "cách mép trái (mm)", max_digits=4, decimal_places=1,
        validators=_between(Decimal(0), LARGEST, "Từ 0 đến 450 mm."),
    )  # fmt: skip
    y = models.DecimalField(
        "chân chữ cách mép trên (mm)", max_digits=4, decimal_places=1,
        validators=_between(Decimal(0), LARGEST, "Từ 0 đến 450 mm."),
    )  # fmt: skip
    width = models.DecimalField(
        "bề rộng (mm)", max_digits=4, decimal_places=1,
        validators=_between(Decimal(10), LARGEST, "Bề rộng từ 10 đến 450 mm."),
    )  # fmt: skip
    size = models.DecimalField(
        "cỡ chữ (pt)", max_digits=3, decimal_places=1,
        validators=_between(Decimal(6), Decimal(72), "Cỡ chữ từ 6 đến 72 pt."),
    )  # fmt: skip
    lines = models.PositiveSmallIntegerField(
        "nhiều nhất mấy dòng", default=1,
        validators=[MinValueValidator(1, "Ít nhất một dòng."), MaxValueValidator(6, "Nhiều nhất sáu dòng.")],
    )  # fmt: skip
    align = models.CharField("canh chữ", max_length=6, choices=Align, default=Align.MIDDLE)
    is_bold = models.BooleanField("chữ đậm", default=False)
    is_upper = models.BooleanField("CHỮ IN HOA", default=False)

    objects = LayoutFieldQuerySet.as_manager()

    class Meta:
        verbose_name = "chỗ chữ của mẫu in"
        verbose_name_plural = "chỗ chữ của mẫu in"
        ordering = ["y", "x", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["layout", "writing"],
                name="recognition_layoutfield_once",
                violation_error_message="Mẫu này đã có chỗ cho phần chữ ấy.",
            ),
            models.CheckConstraint(
                condition=Q(x__gte=0, y__gte=0, width__gte=10, size__gte=6, size__lte=72)
                & Q(lines__gte=1, lines__lte=6),
                name="recognition_layoutfield_on_paper",
                violation_error_message="Vị trí hoặc cỡ chữ này không in được.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_writing_display().capitalize()

    def get_absolute_url(self) -> str:
        return reverse("recognition:layout_field", args=[self.pk])
