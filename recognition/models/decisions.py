"""Decisions on awards, and what each gave to whom; taken back where false claims obtained it."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.text import fold
from members.models import (
    AwardKind,
    Degree,
    DerivedTextField,
    Member,
    MemberAward,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    tracked,
    units_where,
)
from members.models.constraints import not_before, plain_names

from .catalogue import Recipient, keeps_catalogue
from .dossiers import Nominee

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


class AwardDecisionQuerySet(models.QuerySet["AwardDecision"]):
    subject = Subject.EMULATION

    def visible_to(self, user: "AnyUser") -> Self:
        """Those that gave something which a unit proposed whose emulation the user reads."""
        grants = Grant.objects.visible_to(user).order_by().values("decision")
        return self.filter(pk__in=grants)

    def editable_by(self, user: "AnyUser") -> Self:
        return self.all() if keeps_catalogue(user) else self.none()


@plain_names("signer")
@tracked()
class AwardDecision(models.Model):
    """Quyết định khen thưởng, by the Hội or by an authority above; one may answer several dossiers."""

    frozen = ("number", "signed_on", "authority")

    number = models.CharField("số quyết định", max_length=60)
    signed_on = models.DateField("ngày ký")
    authority = models.CharField("người, cấp khen thưởng", max_length=120)
    signer = models.CharField("người ký", max_length=100)
    signer_post = models.CharField("chức vụ người ký", max_length=100, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    made_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    search_text = DerivedTextField(
        sources=("number", "authority"), derive=lambda *t: fold(" ".join(t))
    )

    objects = AwardDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định khen thưởng"
        verbose_name_plural = "quyết định khen thưởng"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "signed_on", "authority"],
                name="recognition_decision_once",
                violation_error_message="Quyết định này đã có.",
            )
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number} ngày {self.signed_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("recognition:decision", args=[self.pk])


class GrantQuerySet(UnitScopedQuerySet):
    subject = Subject.EMULATION
    unit_field = "nominee__dossier__unit"

    def editable_by(self, user: "AnyUser") -> Self:
        """All for the city office, which records decisions; none for others."""
        units = units_where(user, self.subject, Degree.DECIDE)
        return (
            self.filter(nominee__dossier__unit__in=units) if keeps_catalogue(user) else self.none()
        )

    def standing(self) -> Self:
        """Those that were not revoked. See also `Grant.is_standing`."""
        return self.filter(revoked_on__isnull=True)


@known_choices("recipient")
@tracked(about="decision")
class Grant(models.Model):
    """What a decision gave to somebody proposed, with the money due; a person's is on the card too."""

    keeps_rows = True
    frozen = (
        "decision_id", "nominee_id", "recipient", "member_id", "unit_id", "kind_id", "year", "award_id",
        "book_year", "book_no",
    )  # fmt: skip

    decision = models.ForeignKey(
        AwardDecision, models.PROTECT, related_name="grants", verbose_name="quyết định"
    )
    nominee = models.OneToOneField(
        Nominee, models.PROTECT, related_name="grant", verbose_name="được đề nghị"
    )
    recipient = models.CharField("tặng cho", max_length=10, choices=Recipient)
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="hội viên",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name="tập thể"
    )
    kind = models.ForeignKey(
        AwardKind, models.PROTECT, related_name="grants", verbose_name="loại khen thưởng"
    )
    year = models.PositiveSmallIntegerField("thành tích năm")
    # The number in the award book, as on the certificate: counted anew each year.
    book_year = models.PositiveSmallIntegerField("năm của sổ", null=True, blank=True)
    book_no = models.PositiveIntegerField("số vào sổ", null=True, blank=True)
    # Of the day of the decision: later rates change nothing of it.
    amount = models.PositiveBigIntegerField("tiền thưởng (đồng)", default=0)
    award = models.OneToOneField(
        MemberAward, models.PROTECT, null=True, blank=True, related_name="grant",
        verbose_name="khen thưởng trên hồ sơ",
    )  # fmt: skip
    paid_on = models.DateField("ngày chi thưởng", null=True, blank=True)
    paid_by = models.CharField("nguồn chi, số phiếu", max_length=120, blank=True)
    revoked_on = models.DateField("ngày thu hồi", null=True, blank=True)
    revoked_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)
    object_returned_on = models.DateField("ngày thu lại hiện vật", null=True, blank=True)
    money_returned_on = models.DateField("ngày thu lại tiền thưởng", null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng theo quyết định"
        verbose_name_plural = "khen thưởng theo quyết định"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["book_year", "book_no"],
                name="recognition_grant_book_no_once",
                violation_error_message="Số vào sổ này đã có. Hãy ghi lại.",
            ),
            models.UniqueConstraint(
                fields=["member", "recipient", "kind", "year"],
                condition=Q(member__isnull=False, revoked_on__isnull=True),
                name="recognition_grant_member_once",
                violation_error_message="Đã được tặng loại này cho thành tích của năm ấy.",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "year"],
                condition=Q(unit__isnull=False, revoked_on__isnull=True),
                name="recognition_grant_unit_once",
                violation_error_message="Tập thể đã được tặng loại này cho thành tích của năm ấy.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_reason="")
                | Q(revoked_on__isnull=False) & ~Q(revoked_reason=""),
                name="recognition_grant_revoked_with_reason",
                violation_error_message="Ngày thu hồi và lý do thu hồi phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=Q(object_returned_on__isnull=True, money_returned_on__isnull=True)
                | Q(revoked_on__isnull=False),
                name="recognition_grant_returned_once_revoked",
                violation_error_message="Chỉ thu lại hiện vật, tiền thưởng khi đã thu hồi khen thưởng.",
            ),
            models.CheckConstraint(
                condition=Q(money_returned_on__isnull=True)
                | Q(paid_on__isnull=False, money_returned_on__gte=F("paid_on")),
                name="recognition_grant_returned_once_paid",
                violation_error_message="Chỉ thu lại tiền thưởng đã chi, không trước ngày chi.",
            ),
            not_before(
                "recognition_grant_object_after_revocation", "object_returned_on", "revoked_on",
                "Ngày thu lại hiện vật không thể trước ngày thu hồi.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.nominee}: {self.kind}"

    @property
    def book_label(self) -> str:
        """The number in the award book: "12/2026"; "" before there was a count."""
        return f"{self.book_no}/{self.book_year}" if self.book_no else ""

    @property
    def is_standing(self) -> bool:
        """See also `GrantQuerySet.standing`."""
        return self.revoked_on is None

    @property
    def owes(self) -> list[str]:
        """What is still to be done about it, in words."""
        open_points = []
        if self.is_standing and self.amount and not self.paid_on:
            open_points.append("chưa chi tiền thưởng")
        if not self.is_standing and not self.object_returned_on:
            open_points.append("chưa thu lại hiện vật")
        if not self.is_standing and self.paid_on and not self.money_returned_on:
            open_points.append("chưa thu lại tiền thưởng")
        return open_points
