"""Acts of care: who was visited, helped and honoured, with what, by whom."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from kit.text import fold
from members.models import (
    Consent,
    Degree,
    Departure,
    DerivedTextField,
    Member,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    tracked,
    units_where,
)

from .kinds import WelfareKind

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# What is added up of activities wherever figures are shown; `goods` is the value given in kind.
SUMS = {
    "activities": Count("pk"),
    "people": Sum("people_count"),
    "money": Sum("amount"),
    "goods": Sum("in_kind_value"),
}
NOT_AGREED = (
    "Đồng chí này chưa đồng ý cho đăng hình ảnh, câu chuyện. Hãy ghi sự đồng ý ở “Thông tin riêng” "
    "của hồ sơ trước, hoặc bỏ chọn ô này."
)


class ActivityState(models.TextChoices):
    PROPOSED = "proposed", "chờ duyệt"
    APPROVED = "approved", "đã duyệt, chờ trao"
    HANDED = "handed", "đã trao"
    REFUSED = "refused", "không duyệt"
    CANCELLED = "cancelled", "đã hủy"


def _names_to(user: "AnyUser") -> Q:
    return Q(kind__is_private=False) | Q(unit__in=units_where(user, Subject.HEALTH))


class ActivityQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE

    def done(self) -> Self:
        """What was really given. All figures count these alone. See also `Activity.is_done`."""
        return self.filter(state=ActivityState.HANDED)

    def decidable_by(self, user: "AnyUser") -> Self:
        """What the user answers when it is proposed: acts of units directly below one whose welfare
        they write, and wherever they have the last word (ADR 0032)."""
        below = Q(unit__parent__in=units_where(user, self.subject, Degree.WRITE))
        return self.filter(below | Q(unit__in=units_where(user, self.subject, Degree.DECIDE)))

    def naming_for(self, user: "AnyUser") -> Self:
        """Acts of which the user may know the person: of a private kind, the name tells of illness
        or hardship. `visible_to` alone says what may be counted."""
        return self.filter(_names_to(user))

    def fully_visible_to(self, user: "AnyUser") -> Self:
        """Acts of which the user reads the history, which names the person."""
        return self.visible_to(user).naming_for(user)

    def with_naming(self, user: "AnyUser") -> Self:
        """Annotates `is_named`, as `naming_for` says, and `name_key`, what a list is sorted by: of whom
        one may not know, not even the place among the others tells anything."""
        named = _names_to(user)
        key = Coalesce("member__sort_key", "search_text", output_field=models.TextField())
        return self.annotate(
            is_named=Case(When(named, then=True), default=False),
            name_key=Case(
                When(named, then=key), default=Value(""), output_field=models.TextField()
            ),
        )

    def about(self, typed: str) -> Self:
        """Acts for a member or a family called so; marks don't count."""
        members = Member.objects.order_by().called(typed).values("pk")
        named = Q(member__in=members)
        if terms := fold(typed).split():
            families = Q()
            for term in terms:
                families &= Q(search_text__contains=term)
            named |= families
        return self.filter(named)

    def between(self, start: dt.date, end: dt.date) -> Self:
        """Activities on a day from `start` up to but not including `end`."""
        return self.filter(happened_on__gte=start, happened_on__lt=end)

    def with_public_story(self) -> Self:
        """Activities whose story may be published, with the consent of the people concerned.

        Never those of a private kind, as the kind alone reveals too much about the person. See also
        `Activity.has_public_story`.
        """
        agreed = Consent.objects.in_force().filter(
            member=OuterRef("member"), purpose=Consent.Purpose.PICTURE
        )
        public = self.done().filter(is_public=True, kind__is_private=False).exclude(story="")
        return public.filter(Q(member__isnull=True) | Exists(agreed))

    def years(self) -> list[int]:
        """Years with activities, latest first."""
        # Many activities share few days, and the index holds these.
        days = self.done().order_by().values_list("happened_on", flat=True).distinct()
        return sorted({day.year for day in days}, reverse=True)

    def in_year(self, year: int) -> Self:
        return self.between(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))

    def figures(self) -> dict[str, int]:
        """Totals: activities, people reached, money and value in kind (đồng)."""
        return {name: value or 0 for name, value in self.done().aggregate(**SUMS).items()}


@known_choices("state")
@tracked(readers="fully_visible_to", ignored=("token",))
class Activity(models.Model):
    """One act of care by a unit: a visit, a gift, a grant.

    A small one is written down as given. What the kind leaves to the unit above is proposed first,
    approved or refused, and handed over then. Why somebody is visited stands apart: `HealthReason`.
    """

    State = ActivityState

    class Fund(models.TextChoices):
        UNIT = "unit", "quỹ nghĩa tình của đơn vị"
        ASSOCIATION = "association", "quỹ của Hội thành phố"
        SPONSOR = "sponsor", "nhà hảo tâm"
        MEMBERS = "members", "hội viên đóng góp"
        STATE = "state", "ngân sách, chế độ Nhà nước"

    kind = models.ForeignKey(
        WelfareKind, models.PROTECT, related_name="activities", verbose_name="loại"
    )
    happened_on = models.DateField("ngày", db_index=True)
    place = models.CharField("nơi", max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="welfare", verbose_name="đơn vị thực hiện"
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="welfare",
        verbose_name="hội viên được chăm lo",
    )
    family = models.CharField(
        "gia đình, tập thể được chăm lo",
        max_length=160,
        blank=True,
        help_text="Khi người nhận không phải là hội viên có thẻ, hoặc là nhiều người.",
    )
    people_count = models.PositiveIntegerField("số người được chăm lo", default=1)
    amount = models.PositiveBigIntegerField("số tiền (đồng)", default=0)
    in_kind = models.CharField("hiện vật", max_length=200, blank=True)
    in_kind_value = models.PositiveBigIntegerField("trị giá hiện vật (đồng)", default=0)
    fund = models.CharField("nguồn", max_length=12, choices=Fund, default=Fund.UNIT)
    story = models.TextField(
        "câu chuyện",
        blank=True,
        help_text="Kể để bạn đọc biết. Không ghi bệnh tật, hoàn cảnh, số điện thoại, địa chỉ.",
    )
    is_public = models.BooleanField(
        "công khai câu chuyện",
        default=False,
        help_text="Chỉ chọn khi người được nhắc đến đã đồng ý.",
    )
    state = models.CharField(
        "tình trạng", max_length=10, choices=ActivityState, default=ActivityState.HANDED
    )
    receiver = models.CharField(
        "người nhận",
        max_length=120,
        blank=True,
        help_text="Khi người khác nhận thay: vợ, chồng, con, người nhà.",
    )
    receipt_no = models.CharField("số phiếu chi, giấy biên nhận", max_length=40, blank=True)
    basis = models.CharField("căn cứ mức tiền", max_length=240, blank=True)
    note = models.CharField(
        "ghi chú",
        max_length=300,
        blank=True,
        help_text="Ai xem được sổ nghĩa tình đều đọc được. Không ghi bệnh tật, hoàn cảnh.",
    )
    # Whose death the visit answers: it is what "đã viếng" rests on.
    departure = models.ForeignKey(
        Departure,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="welfare",
        verbose_name="việc từ trần",
    )
    # Marks one showing of the form, or one entry that waited on a telephone.
    token = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where it is
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người ghi",
    )
    entered_at = models.DateTimeField("ghi lúc", null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người duyệt hoặc hủy",
    )
    answered_at = models.DateTimeField("duyệt hoặc hủy lúc", null=True, blank=True, editable=False)
    answer = models.CharField("lý do không duyệt, hủy", max_length=300, blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    search_text = DerivedTextField(sources=("family", "place"), derive=lambda *t: fold(" ".join(t)))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "hoạt động nghĩa tình"
        verbose_name_plural = "hoạt động nghĩa tình"
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["unit", "happened_on"], name="welfare_activity_unit_day"),
            # The public page asks for the newest of a few among all.
            models.Index(
                fields=["-happened_on", "-id"], condition=Q(is_public=True),
                name="welfare_activity_public",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(family=""),
                name="welfare_activity_has_receiver",
                violation_error_message="Cần ghi hội viên hoặc gia đình, tập thể được chăm lo.",
            ),
            models.CheckConstraint(
                condition=Q(people_count__gte=1),
                name="welfare_activity_reaches_someone",
                violation_error_message="Số người được chăm lo phải từ 1 trở lên.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "cancelled"]) | ~Q(answer=""),
                name="welfare_activity_turned_down_has_reason",
                violation_error_message="Không duyệt hoặc hủy thì phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.unit}, {self.happened_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("welfare_desk:visit", args=[self.pk])

    @property
    def has_public_story(self) -> bool:
        """See also `ActivityQuerySet.with_public_story`."""
        is_marked_public = self.is_public and bool(self.story) and not self.kind.is_private
        return is_marked_public and self.is_done and self.is_agreed_to

    @property
    def is_agreed_to(self) -> bool:
        """Whether the member has said yes to being written about and shown; of a family nobody asks."""
        if self.member is None:
            return True
        purpose = Consent.Purpose.PICTURE
        return self.member.consents.in_force().filter(purpose=purpose).exists()

    @property
    def is_done(self) -> bool:
        """See also `ActivityQuerySet.done`."""
        return self.state == ActivityState.HANDED

    @property
    def is_waiting(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in (ActivityState.PROPOSED, ActivityState.APPROVED)

    @property
    def whom(self) -> str:
        """Who was cared for, as the desk says it."""
        return self.family or str(self.member or "")

    @property
    def version(self) -> str:
        """What a form was opened with; it changes on each save. See `VersionedForm`."""
        return self.updated_at.isoformat()

    def clean(self) -> None:
        if self.is_public and not self.story:
            raise ValidationError({"story": "Hãy viết câu chuyện trước khi chọn công khai."})
        if self.is_public and self.kind_id and self.kind.is_private:
            raise ValidationError(
                {"is_public": "Loại này chỉ công khai con số, không kể câu chuyện."}
            )
        if self.is_public and not self.is_agreed_to:
            raise ValidationError({"is_public": NOT_AGREED})
        self._check_books()

    def _check_books(self) -> None:
        """What a voucher paid stays as it was paid; the database holds it too."""
        posting = self.posting
        if posting is None or (self.is_done and self.amount == posting.amount and self._is_of_box):
            return
        raise ValidationError(
            f"Lần này đã vào sổ quỹ bằng phiếu {posting.voucher.code}. Muốn đổi số tiền, đổi nguồn hoặc "
            "hủy thì đảo phiếu ấy trước: mở Quỹ, mở phiếu, bấm “Đảo phiếu này”."
        )

    @property
    def _is_of_box(self) -> bool:
        return self.fund in (self.Fund.UNIT, self.Fund.ASSOCIATION)

    @property
    def posting(self) -> Any:
        """By what it is in the books of the fund (`ActivityPosting`); None while it is not."""
        if self._state.adding:
            return None
        rows: Any = self.postings.all()
        return rows.standing().select_related("voucher").first()


@tracked(about="activity")
class Visitor(models.Model):
    """A person who took part in the visit."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="visitors", verbose_name="hoạt động"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hội viên"
    )
    name = models.CharField("họ tên, chức vụ", max_length=160, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "người đi thăm"
        verbose_name_plural = "đoàn đi thăm"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(name=""),
                name="welfare_visitor_is_someone",
                violation_error_message="Cần chọn hội viên hoặc ghi tên người đi thăm.",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.member)
