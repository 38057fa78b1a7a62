"""Who is to be told that an event was moved, cancelled, or is held after all.

One row a person: a later change makes the same row due again, so that nobody is told of a day
that no longer holds.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import Member, Subject, UnitScopedQuerySet, tracked

from .addresses import with_address
from .events import Event


class EventNoticeQuerySet(UnitScopedQuerySet):
    subject = Subject.EVENTS
    unit_field = "event__unit"

    def with_address(self) -> Self:
        return with_address(self)

    def due_by_mail(self) -> Self:
        """With an address, not sent yet, of an event still ahead and announced or cancelled."""
        rows = self.with_address().exclude(address="")
        return rows.filter(
            mailed_at__isnull=True, informed_at__isnull=True, event__starts_at__gt=timezone.now()
        ).order_by("pk")

    def to_telephone(self) -> Self:
        """Whom no mail reaches and nobody has told yet, of events still ahead. See also
        `EventNotice.must_be_told`."""
        rows = self.with_address().filter(Q(address="") | Q(mail_failed=True))
        return rows.filter(informed_at__isnull=True, event__starts_at__gt=timezone.now())


@tracked(readers="visible_to")
class EventNotice(models.Model):
    """What one invited or registered person is to be told. Nobody's is shown to the public."""

    class Change(models.TextChoices):
        MOVED = "moved", "dời lịch"
        CANCELLED = "cancelled", "hủy"
        REINSTATED = "reinstated", "vẫn tổ chức"

    event = models.ForeignKey(Event, models.PROTECT, related_name="notices", verbose_name="sự kiện")
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="event_notices",
        verbose_name="hội viên",
    )
    name = models.CharField("họ và tên", max_length=100)
    post = models.CharField("chức vụ, đơn vị", max_length=240, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    change = models.CharField("báo tin", max_length=10, choices=Change)
    changed_at = models.DateTimeField("đổi lúc")
    mailed_at = models.DateTimeField("gửi thư lúc", null=True, blank=True)
    mail_failed = models.BooleanField("thư không đi được", default=False)
    informed_at = models.DateTimeField("đã báo lúc", null=True, blank=True)

    objects = EventNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "tin báo đổi lịch"
        verbose_name_plural = "tin báo đổi lịch"
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "member"],
                condition=Q(member__isnull=False),
                name="events_notice_member_once",
                violation_error_message="Đồng chí này đã có trong danh sách báo tin.",
            ),
            models.UniqueConstraint(
                fields=["event", "name", "post"],
                condition=Q(member__isnull=True),
                name="events_notice_guest_once",
                violation_error_message="Vị này đã có trong danh sách báo tin.",
            ),
            models.CheckConstraint(
                condition=Q(change__in=("moved", "cancelled", "reinstated")),
                name="events_notice_change_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def way(self, address: str) -> str:
        """How it stands: told, mailed, waiting for the mail, or to be telephoned."""
        if self.informed_at:
            return "đã báo"
        if self.mail_failed:
            return "thư không đi được, cần gọi"
        if self.mailed_at:
            return "đã gửi thư"
        return "thư đang chờ gửi" if address else "cần gọi điện"
