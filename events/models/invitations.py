"""Whom an event invites by letter: who, how and when it reached them, and what they answered.

Name and post are copied: what was printed stays what was printed. Each is invited once; what is
printed or mailed later is for those alone whom nothing has reached yet.
"""

from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When

from members.models import Member, Rank, Subject, UnitScopedQuerySet, tracked

from .addresses import with_address
from .events import Event

_NO_RANK = 999


class InvitationQuerySet(UnitScopedQuerySet):
    subject = Subject.EVENTS
    unit_field = "event__unit"

    def in_protocol_order(self) -> Self:
        """Guests from outside as they were named, then members, the higher rank first."""
        guests_first = Case(When(member__isnull=True, then=Value(0)), default=Value(1))
        by_rank = Case(
            When(member__isnull=True, then=Value(0)),
            When(rank__isnull=True, then=Value(_NO_RANK)),
            default=F("rank"),
            output_field=models.IntegerField(),
        )
        return self.order_by(guests_first, by_rank, "pk")

    def with_address(self) -> Self:
        return with_address(self)

    def not_printed(self) -> Self:
        """Those of whom no letter was printed yet."""
        return self.filter(printed_at__isnull=True)

    def to_mail(self) -> Self:
        """Those with an address to whom nothing was sent yet, nor is about to be."""
        return self.with_address().exclude(address="").filter(mail_requested_at__isnull=True)

    def due_by_mail(self) -> Self:
        """Asked to be sent and not begun, of events still to be held; a member's only while they
        agree to mail."""
        return (
            self.with_address()
            .exclude(address="")
            .filter(
                mail_requested_at__isnull=False,
                mailed_at__isnull=True,
                event__state=Event.State.ANNOUNCED,
            )
            .order_by("pk")
        )


@tracked(readers="visible_to")
class Invitation(models.Model):
    """One person's invitation to one event. Nobody's is shown to the public."""

    class Reply(models.TextChoices):
        NONE = "", "chưa trả lời"
        COMES = "comes", "sẽ dự"
        ABSENT = "away", "không dự được"

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="invitations", verbose_name="sự kiện"
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name="hội viên",
    )
    rank = models.PositiveSmallIntegerField("cấp bậc hàm", choices=Rank, null=True, blank=True)
    name = models.CharField("họ và tên", max_length=100)
    post = models.CharField("chức vụ, đơn vị", max_length=240, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    reply = models.CharField("trả lời", max_length=5, choices=Reply, blank=True)
    created_at = models.DateTimeField("mời lúc", auto_now_add=True)
    printed_at = models.DateTimeField("in giấy mời lúc", null=True, blank=True)
    mail_requested_at = models.DateTimeField("nhờ gửi thư lúc", null=True, blank=True)
    mailed_at = models.DateTimeField("gửi thư lúc", null=True, blank=True)
    mail_failed = models.BooleanField("thư không đi được", default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "giấy mời"
        verbose_name_plural = "giấy mời"
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "member"],
                condition=Q(member__isnull=False),
                name="events_invitation_member_once",
                violation_error_message="Đồng chí này đã được mời.",
            ),
            models.UniqueConstraint(
                fields=["event", "name", "post"],
                condition=Q(member__isnull=True),
                name="events_invitation_guest_once",
                violation_error_message="Vị này đã được mời.",
            ),
            models.CheckConstraint(
                condition=Q(reply__in=("", "comes", "away")),
                name="events_invitation_reply_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(mail_requested_at__isnull=False),
                name="events_invitation_mailed_when_asked",
                violation_error_message="Thư chỉ đi khi có người nhờ gửi.",
            ),
        ]

    def __str__(self) -> str:
        return self.addressed_as

    @property
    def addressed_as(self) -> str:
        """ "Đại tá Trần Văn A"; a member without a rank is "đồng chí Trần Văn A"."""
        if self.rank:
            return f"{self.get_rank_display()} {self.name}"
        return f"đồng chí {self.name}" if self.member_id else self.name

    @property
    def way(self) -> str:
        """How it reached them: "đã in, đã gửi thư"; "chưa in" where nothing did."""
        parts = ["đã in"] if self.printed_at else []
        if self.mail_failed:
            parts.append("thư không đi được")
        elif self.mailed_at:
            parts.append("đã gửi thư")
        elif self.mail_requested_at:
            parts.append("thư đang chờ gửi")
        return ", ".join(parts) or "chưa in"
