"""Kinds of exemplars as data: whose they are, and the scale by which branches are measured."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from emulation.models import CriteriaSet
from members.models import Subject, known_choices, tracked
from recognition.models import keeps_catalogue

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

OUR_PROPOSAL = "Đề xuất, chờ Hội xác nhận"


class About(models.TextChoices):
    """Whose an exemplar is."""

    PERSON = "person", "một hội viên"
    UNIT = "unit", "cả đơn vị"
    GROUP = "group", "một tổ, nhóm"
    PRACTICE = "practice", "một cách làm"


class ExemplarKindQuerySet(models.QuerySet["ExemplarKind"]):
    subject = Subject.EMULATION

    def editable_by(self, user: "AnyUser") -> Self:
        """Kinds hold for the whole association: the city office lays them down."""
        return self.all() if keeps_catalogue(user) else self.none()

    def offered(self) -> Self:
        """Those of which new ones may be begun."""
        return self.filter(is_offered=True)


@known_choices("about")
@tracked(readers="editable_by")
class ExemplarKind(models.Model):
    """A kind of exemplar: "Tổ tự quản bảo vệ an ninh trật tự", "Chi hội mẫu"."""

    name = models.CharField("tên loại", max_length=100, unique=True)
    about = models.CharField("nêu gương", max_length=8, choices=About, default=About.PRACTICE)
    introduction = models.CharField("giới thiệu", max_length=300, blank=True)
    source = models.CharField(
        "căn cứ", max_length=200, blank=True, help_text="Văn bản quy định loại này."
    )
    # What a unit of this kind is measured by each year, and from how many points it is one.
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, null=True, blank=True, related_name="exemplar_kinds",
        verbose_name="thang điểm riêng",
    )  # fmt: skip
    pass_mark = models.DecimalField(
        "đạt từ (điểm)", max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"), "Mức đạt phải lớn hơn 0.")],
    )  # fmt: skip
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_offered = models.BooleanField("còn dùng", default=True)

    objects = ExemplarKindQuerySet.as_manager()

    class Meta:
        verbose_name = "loại điển hình, mô hình"
        verbose_name_plural = "loại điển hình, mô hình"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(criteria_set__isnull=True, pass_mark__isnull=True)
                | Q(about="unit", criteria_set__isnull=False, pass_mark__gt=0),
                name="exemplars_kind_measured_whole",
                violation_error_message="Thang điểm riêng chỉ có ở loại của cả đơn vị, và phải kèm mức đạt.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_proposal(self) -> bool:
        """Whether nothing but our own proposal stands behind it; pages say so."""
        return self.source == OUR_PROPOSAL
