"""The printed card of a member: its code, which can be taken back, and when cards were printed."""

import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from .constraints import known_choices
from .history import tracked
from .people import Member
from .rights import Degree, Subject
from .scope import ByDegree, UnitScopedQuerySet
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser

# Without letters and figures that are taken for each other when somebody must read a code out.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12


def new_code() -> str:
    """59 bits by chance: nobody meets another's code by trying. See ADR 0022."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


class MemberPassQuerySet(ByDegree, models.QuerySet["MemberPass"]):
    subject = Subject.MEMBERS

    def in_force(self) -> Self:
        """Not taken back. Whether its member still belongs is asked of the member."""
        return self.filter(withdrawn_at__isnull=True)

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Cards of the members who are open to the user so far."""
        return self.filter(member__in=Member.objects.open_to(user, degree).order_by().values("pk"))

    def opened_by(self, user: "AnyUser") -> Self:
        """Those that tell this user anything when scanned: any of whom they keep, the own good one."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        own = Q(member=user.member_id, withdrawn_at__isnull=True) if user.member_id else Q(pk=None)
        kept = Member.objects.in_books_of(user).order_by().values("pk")
        return self.filter(own | Q(member__in=kept))


@known_choices("why")
@tracked(about="member", masked=("code",))
class MemberPass(models.Model):
    """One printed card: whoever scans its code and may see the member learns if it is good.

    The code alone opens nothing. A lost card is withdrawn by issuing the next one.
    """

    class Why(models.TextChoices):
        LOST = "lost", "mất thẻ"
        WORN = "worn", "thẻ hỏng, mờ"
        CHANGED = "changed", "thông tin trên thẻ đã đổi"
        TAKEN_BACK = "taken_back", "thu hồi"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="passes", verbose_name="hội viên"
    )
    code = models.CharField(
        "mã trên thẻ", max_length=CODE_LENGTH, unique=True, default=new_code, editable=False
    )
    issued_at = models.DateTimeField("cấp lúc", default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người cấp"
    )
    withdrawn_at = models.DateTimeField("hết hiệu lực lúc", null=True, blank=True)
    why = models.CharField("lý do", max_length=10, choices=Why, blank=True)

    objects = MemberPassQuerySet.as_manager()

    class Meta:
        verbose_name = "thẻ hội viên đã cấp"
        verbose_name_plural = "thẻ hội viên đã cấp"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(withdrawn_at__isnull=True),
                name="members_memberpass_one_in_force",
                violation_error_message="Hội viên đang có một thẻ còn hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, why="")
                | Q(withdrawn_at__isnull=False) & ~Q(why=""),
                name="members_memberpass_withdrawn_has_reason",
                violation_error_message="Thẻ thu hồi phải có lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"thẻ cấp {timezone.localtime(self.issued_at):%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("members:pass", args=[self.code])

    @property
    def is_in_force(self) -> bool:
        """See also `MemberPassQuerySet.in_force`."""
        return self.withdrawn_at is None

    @property
    def why_not_valid(self) -> str:
        """Why the card no longer counts, in words; "" for a good one."""
        if self.withdrawn_at is not None:
            day = timezone.localtime(self.withdrawn_at)
            return f"Thẻ hết hiệu lực từ {day:%d/%m/%Y}: {self.get_why_display()}."
        if self.member.is_in_memory:
            return "Đồng chí đã từ trần."
        if not self.member.is_active_on():
            return "Đồng chí không còn sinh hoạt trong Hội."
        return ""


class PassPrintingQuerySet(UnitScopedQuerySet):
    subject = Subject.MEMBERS


class PassPrinting(models.Model):
    """Once that cards were printed: who, when, how many, for which question to the list."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị in")
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người in"
    )
    printed_at = models.DateTimeField("in lúc", auto_now_add=True)
    words = models.CharField("gồm", max_length=500)
    count = models.PositiveIntegerField("số thẻ")
    is_large = models.BooleanField("chữ to", default=False)
    passes = models.ManyToManyField(MemberPass, related_name="printings", verbose_name="thẻ")
    # Marks one showing of the form, so that a double click prints once.
    token = models.CharField(max_length=64, unique=True, editable=False)

    objects = PassPrintingQuerySet.as_manager()

    class Meta:
        verbose_name = "lần in thẻ"
        verbose_name_plural = "các lần in thẻ"
        ordering = ["-printed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.count} thẻ, in {timezone.localtime(self.printed_at):%H:%M %d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("book:pass_sheets", args=[self.pk])


def last_printed() -> Subquery:
    """For an annotation of `MemberPass`: when it was last put on paper."""
    rows = PassPrinting.objects.filter(passes=OuterRef("pk")).order_by("-printed_at")
    return Subquery(rows.values("printed_at")[:1])
