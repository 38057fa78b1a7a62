"""What goes with an award: the multiple of the base salary for each recipient, and the base salary, by day.

The awards themselves are `members.AwardKind`: the cards' catalogue is the only one.
"""

import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.dates import local_today
from kit.money import dong
from kit.numbers import vn_number
from members.models import (
    AwardKind,
    Dated,
    DatedQuerySet,
    Degree,
    Subject,
    User,
    dates_in_order,
    known_choices,
    tracked,
)

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

OUR_PROPOSAL = "Đề xuất, chờ Hội xác nhận"
# Award money is rounded up to whole tens of thousands of đồng (seen in rules of provinces;
# docs/domain.md).
ROUNDED_UP_TO = 10_000


class Recipient(models.TextChoices):
    """Whom an award is for."""

    PERSON = "person", "cá nhân"
    COLLECTIVE = "collective", "tập thể"
    HOUSEHOLD = "household", "hộ gia đình"


# The column of `AwardKind` that says so.
COLUMN_FOR: dict[str, str] = {recipient: f"for_{recipient.value}" for recipient in Recipient}


def recipients_of(kind: AwardKind) -> list[Recipient]:
    """Whom the award may be given to."""
    return [recipient for recipient in Recipient if getattr(kind, COLUMN_FOR[recipient])]


def keeps_catalogue(user: "AnyUser") -> bool:
    """Whether the user lays down awards, multiples and the base salary: the city office alone."""
    return isinstance(user, User) and user.covers_all(Subject.EMULATION, Degree.DECIDE)


class BaseSalaryQuerySet(models.QuerySet["BaseSalary"]):
    subject = Subject.EMULATION

    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if keeps_catalogue(user) else self.none()

    def on(self, day: dt.date | None = None) -> "BaseSalary | None":
        """The one in force on that day (today in Vietnam unless given): the last to begin by then."""
        rows = self.filter(valid_from__lte=day or local_today())
        return rows.order_by("-valid_from").first()


@tracked()
class BaseSalary(models.Model):
    """Mức lương cơ sở, by the State's decrees; each holds until the next begins."""

    valid_from = models.DateField(
        "từ ngày",
        unique=True,
        error_messages={"unique": "Đã có mức lương cơ sở từ ngày này."},
    )
    amount = models.PositiveIntegerField("mức lương cơ sở (đồng)")
    source = models.CharField("căn cứ", max_length=200)

    objects = BaseSalaryQuerySet.as_manager()

    class Meta:
        verbose_name = "mức lương cơ sở"
        verbose_name_plural = "mức lương cơ sở"
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=1_000),
                name="recognition_basesalary_of_money",
                violation_error_message="Mức lương cơ sở này quá nhỏ.",
            )
        ]

    def __str__(self) -> str:
        return f"{dong(self.amount)} từ {self.valid_from:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:salary", args=[self.pk])


class AwardRateQuerySet(DatedQuerySet):
    subject = Subject.EMULATION

    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if keeps_catalogue(user) else self.none()

    def for_case(self, kind: AwardKind, recipient: str, day: dt.date | None = None) -> Self:
        """The rate of that award for that recipient on that day: at most one."""
        return self.on(day).filter(kind=kind, recipient=recipient)


@known_choices("recipient")
@tracked(about="kind")
class AwardRate(Dated):
    """The money that goes with an award, as a multiple of the base salary."""

    no_overlap_by = ("kind", "recipient")
    overlap_message = "Trùng thời gian với một mức đã có của loại này (từ {start})."

    kind = models.ForeignKey(
        AwardKind, models.PROTECT, related_name="money_rates", verbose_name="loại khen thưởng"
    )
    recipient = models.CharField("tặng cho", max_length=10, choices=Recipient)
    multiple = models.DecimalField(
        "hệ số",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), "Hệ số phải lớn hơn 0.")],
        help_text="Nhân với mức lương cơ sở, ví dụ 0,6.",
    )
    source = models.CharField("căn cứ", max_length=200)

    objects = AwardRateQuerySet.as_manager()

    class Meta:
        verbose_name = "mức tiền thưởng"
        verbose_name_plural = "mức tiền thưởng"
        ordering = ["kind__order", "kind__name", "recipient", "-valid_from"]
        constraints = [
            dates_in_order("recognition", "awardrate"),
            models.CheckConstraint(
                condition=Q(multiple__gt=0),
                name="recognition_awardrate_multiple_positive",
                violation_error_message="Hệ số phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.get_recipient_display()}: {vn_number(self.multiple)} lần"

    def get_absolute_url(self) -> str:
        return reverse("recognition:rate", args=[self.pk])

    @property
    def is_proposal(self) -> bool:
        """Whether the amount is ours to propose rather than a rule's."""
        return self.source == OUR_PROPOSAL

    def amount_with(self, salary: BaseSalary | None) -> int | None:
        """In whole đồng, rounded up to ten thousand; None where no base salary is laid down."""
        if salary is None:
            return None
        return math.ceil(self.multiple * salary.amount / ROUNDED_UP_TO) * ROUNDED_UP_TO


def award_money(kind: AwardKind, recipient: str, day: dt.date) -> int:
    """What a recipient is due, in đồng, for an award decided on that day; 0 where no rule says."""
    rate = AwardRate.objects.for_case(kind, recipient, day).first()
    return (rate.amount_with(BaseSalary.objects.on(day)) or 0) if rate else 0
