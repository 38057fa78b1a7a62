"""What a unit prepares for the funeral of one of its members."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from members.models import (
    Degree,
    Departure,
    Member,
    Subject,
    UnitScopedQuerySet,
    tracked,
    units_where,
)

from .events import Event

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


@dataclass(frozen=True)
class Wreath:
    """A wreath: from whom, and the text on its ribbon."""

    giver: str
    text: str


class FuneralQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE
    unit_field = "departure__membership__unit"

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """It tells the life of a member: for those alone who also read the card."""
        cards = Member.objects.in_books_of(user).order_by().values("pk")
        return super().open_to(user, degree).filter(departure__membership__member__in=cards)


def deaths_open_to(user: "AnyUser", degree: Degree) -> models.QuerySet[Departure]:
    """Deaths whose funeral the user may prepare or read. See also `FuneralQuerySet.open_to`."""
    rows = Departure.objects.standing().filter(
        kind=Departure.Kind.DECEASED,
        membership__unit__in=units_where(user, Subject.WELFARE, degree),
        membership__member__in=Member.objects.in_books_of(user).order_by().values("pk"),
    )
    return rows.select_related(
        "membership__member", "membership__unit__parent__parent", "funeral__event"
    )


@tracked(readers="visible_to", masked=("family_contact",))
class Funeral(models.Model):
    """The funeral of one member: the life and the eulogy to be read, wreaths, who comes in which
    order, who speaks. Texts are what people wrote; each earlier wording stays in the history."""

    departure = models.OneToOneField(
        Departure, models.PROTECT, related_name="funeral", verbose_name="việc từ trần"
    )
    event = models.OneToOneField(
        Event, models.SET_NULL, null=True, blank=True, editable=False, related_name="funeral",
        verbose_name="sự kiện lễ tang",
    )  # fmt: skip
    place = models.CharField("nơi tổ chức lễ viếng", max_length=200, blank=True)
    held_on = models.DateField("ngày viếng", null=True, blank=True)
    held_at = models.TimeField("giờ đoàn của Hội viếng", null=True, blank=True)
    schedule = models.TextField("chương trình", blank=True, max_length=4_000)
    delegations = models.TextField("thứ tự các đoàn viếng", blank=True, max_length=4_000)
    speakers = models.TextField("ai phát biểu", blank=True, max_length=2_000)
    wreaths = models.TextField("vòng hoa", blank=True, max_length=2_000)
    biography = models.TextField("tiểu sử", blank=True, max_length=10_000)
    eulogy = models.TextField("điếu văn", blank=True, max_length=10_000)
    family_contact = models.CharField("liên lạc với gia đình", max_length=200, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = FuneralQuerySet.as_manager()

    class Meta:
        verbose_name = "lễ tang"
        verbose_name_plural = "lễ tang"

    def __str__(self) -> str:
        return f"Lễ tang đồng chí {self.departure.member.full_name}"

    def get_absolute_url(self) -> str:
        return reverse("events_desk:funeral", args=[self.departure_id])

    def clean(self) -> None:
        if self.held_on and self.held_on < self.departure.left_on:
            text = f"Ngày viếng không thể trước ngày từ trần {self.departure.left_on:%d/%m/%Y}."
            raise ValidationError({"held_on": text})

    @property
    def wreath_rows(self) -> list[Wreath]:
        """Line by line "from whom | the text"; without text the usual ones."""
        usual = f"Kính viếng đồng chí {self.departure.member.full_name}"
        parted = (line.partition("|") for line in self.wreaths.splitlines() if line.strip())
        return [Wreath(giver.strip(), text.strip() or usual) for giver, _, text in parted]

    @property
    def delegation_rows(self) -> list[str]:
        return [line.strip() for line in self.delegations.splitlines() if line.strip()]
