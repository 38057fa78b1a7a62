"""Who has registered for an event: terms, places, and the waiting list.

A place is one person's; a member with two companions takes three. The state is stored, since moving
up from the waiting list is an event of its own; only `events.actions.registration`, which locks the
event first, writes it, so that nobody ever has a place beyond the limit.
"""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q, Sum

from kit.dates import local_day, local_today
from members.models import Degree, Member, Subject, tracked, units_where

from .events import Event

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

MOST_COMPANIONS = 5


@tracked(about="event")
class RegistrationTerms(models.Model):
    """Until when an event takes registrations, and of how many. An event without them takes none."""

    event = models.OneToOneField(
        Event, models.CASCADE, related_name="registration_terms", verbose_name="sự kiện"
    )
    closes_on = models.DateField("nhận đăng ký đến hết ngày")
    places = models.PositiveSmallIntegerField(
        "số chỗ", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    companions = models.PositiveSmallIntegerField(
        "mỗi người được đưa thêm",
        default=0,
        validators=[MaxValueValidator(MOST_COMPANIONS)],
    )

    class Meta:
        verbose_name = "nhận đăng ký dự"
        verbose_name_plural = "nhận đăng ký dự"
        constraints = [
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=1),
                name="events_terms_some_place",
                violation_error_message="Số chỗ từ 1 trở lên; để trống là không giới hạn.",
            ),
            models.CheckConstraint(
                condition=Q(companions__lte=MOST_COMPANIONS),
                name="events_terms_companions",
                violation_error_message=f"Mỗi người đưa thêm nhiều nhất {MOST_COMPANIONS} người.",
            ),
        ]

    def __str__(self) -> str:
        return f"Đăng ký dự: {self.event}"

    @property
    def is_open(self) -> bool:
        """Whether members may register today: an announced event that has not begun, in time."""
        event = self.event
        is_held = event.state == Event.State.ANNOUNCED and not event.has_begun
        return is_held and self.closes_on >= local_today()


class RegistrationQuerySet(models.QuerySet["Registration"]):
    subject = Subject.EVENTS

    def in_force(self) -> Self:
        """Not withdrawn. See also `Registration.is_in_force`."""
        return self.exclude(state=Registration.State.WITHDRAWN)

    def placed(self) -> Self:
        return self.filter(state=Registration.State.PLACED)

    def in_line(self) -> Self:
        """The waiting list: who entered first comes first."""
        return self.filter(state=Registration.State.WAITING).order_by("turn")

    def people(self) -> int:
        """How many these are with their companions."""
        sums = self.order_by().aggregate(members=Count("pk"), others=Sum("companions"))
        return sums["members"] + (sums["others"] or 0)

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Those of the user's units' events, and those of the user's members for others' events.

        One's own is asked by the member: see `events.registering`.
        """
        events = units_where(user, self.subject, degree).order_by().values("pk")
        members = Member.objects.open_to(user, degree, self.subject).order_by().values("pk")
        return self.filter(Q(event__unit__in=events) | Q(member__in=members))

    def visible_to(self, user: "AnyUser") -> Self:
        return self.open_to(user, Degree.READ)

    def editable_by(self, user: "AnyUser") -> Self:
        return self.open_to(user, Degree.WRITE)


@tracked(readers="visible_to")
class Registration(models.Model):
    """One member's registration for one event. Nobody's is shown to the public."""

    class State(models.TextChoices):
        PLACED = "placed", "có chỗ"
        WAITING = "waiting", "chờ chỗ"
        WITHDRAWN = "withdrawn", "đã rút"

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="registrations", verbose_name="sự kiện"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="registrations", verbose_name="hội viên"
    )
    state = models.CharField("tình trạng", max_length=9, choices=State)
    companions = models.PositiveSmallIntegerField("người đi cùng", default=0)
    turn = models.PositiveIntegerField("thứ tự đăng ký")
    registered_at = models.DateTimeField("đăng ký lúc")
    moved_up_at = models.DateTimeField("từ danh sách chờ lên lúc", null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "đăng ký dự"
        verbose_name_plural = "đăng ký dự"
        ordering = ["event", "turn"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "member"],
                name="events_registration_once",
                violation_error_message="Đồng chí này đã đăng ký.",
            ),
            models.UniqueConstraint(
                fields=["event", "turn"],
                name="events_registration_turn",
                violation_error_message="Thứ tự này đã có người.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("placed", "waiting", "withdrawn")),
                name="events_registration_state_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
            models.CheckConstraint(
                condition=Q(companions__lte=MOST_COMPANIONS),
                name="events_registration_companions",
                violation_error_message=f"Đi cùng nhiều nhất {MOST_COMPANIONS} người.",
            ),
        ]
        indexes = [models.Index(fields=["member", "state"], name="events_registration_own")]

    def __str__(self) -> str:
        return f"{self.member.full_name}: {self.get_state_display()}"

    @property
    def is_in_force(self) -> bool:
        """See also `RegistrationQuerySet.in_force`."""
        return self.state != self.State.WITHDRAWN

    @property
    def is_waiting(self) -> bool:
        """See also `RegistrationQuerySet.in_line`."""
        return self.state == self.State.WAITING

    @property
    def people(self) -> int:
        """The places it takes: the member's and the companions'."""
        return 1 + self.companions

    @property
    def registered_on(self) -> dt.date:
        """The local day of the registration."""
        return local_day(self.registered_at)
