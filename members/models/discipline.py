"""Discipline before expulsion: khiển trách, cảnh cáo, from day to day."""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.dates import local_today

from .constraints import known_choices
from .dated import Dated, DatedQuerySet, dates_in_order
from .history import tracked
from .people import Member
from .proposals import Proposal
from .rights import Degree, Subject
from .scope import ByDegree
from .users import User

if TYPE_CHECKING:
    from .any_user import AnyUser


class DisciplineQuerySet(ByDegree, DatedQuerySet):
    subject = Subject.PRIVATE

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Of the cards whose private part is open to the user so far: offences are sensitive data
        (Nghị định 356/2025, Điều 4), so a deputy who reads cards learns nothing of them."""
        members = Member.objects.open_to(user, degree, self.subject)
        return self.filter(member__in=members.order_by().values("pk"))

    def newest_first(self) -> Self:
        return self.order_by("-valid_from", "-pk")


@known_choices("kind")
@tracked(readers="visible_to", masked=("reason",), ignored=("token",))
class Discipline(Dated):
    """One disciplinary decision; it holds until it is lifted or runs out, and stays on the card.

    It comes of a proposal that was decided, whose facts it copies; without one it was decided before
    or outside of the portal. Expulsion ends the membership and is a `Departure`.
    """

    class Kind(models.TextChoices):
        REPRIMAND = "reprimand", "khiển trách"
        WARNING = "warning", "cảnh cáo"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="disciplines", verbose_name="hội viên"
    )
    kind = models.CharField("hình thức", max_length=10, choices=Kind)
    reason = models.CharField("lý do", max_length=300)
    authority = models.CharField("cấp quyết định", max_length=120, blank=True)
    decision_no = models.CharField("số quyết định", max_length=60)
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, editable=False, related_name="discipline",
        verbose_name="đề nghị",
    )  # fmt: skip
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    made_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

    objects = DisciplineQuerySet.as_manager()

    class Meta:
        verbose_name = "kỷ luật"
        verbose_name_plural = "kỷ luật"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            dates_in_order("members", "discipline"),
            models.CheckConstraint(
                condition=~Q(decision_no="") & ~Q(reason=""),
                name="members_discipline_with_paper_and_reason",
                violation_error_message="Kỷ luật phải có số quyết định và lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.valid_from:%d/%m/%Y})"

    def get_absolute_url(self) -> str:
        return reverse("book:discipline", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_from > local_today():
            raise ValidationError({"valid_from": "Ngày này ở tương lai."})
        if self.member_id and self.valid_from and self.valid_from.year <= self.member.birth_year:
            raise ValidationError({"valid_from": f"Đồng chí sinh năm {self.member.birth_year}."})
