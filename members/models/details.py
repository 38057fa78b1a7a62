"""What is asked about a member only with consent, and the consent itself (Luật 91/2025/QH15)."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kit.dates import local_today

from .agreements import Agreement, Side, known_choices
from .history import tracked
from .people import Member

if TYPE_CHECKING:
    from .scope import AnyUser


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> Self:
        """Given and not withdrawn. See also `Consent.is_in_force`."""
        return self.filter(withdrawn_on__isnull=True)

    def visible_to(self, user: "AnyUser") -> Self:
        return self.filter(member__in=Member.objects.editable_by(user).order_by().values("pk"))


@known_choices("purpose", "channel")
@tracked(about="member")
class Consent(models.Model):
    """One person's yes to one purpose: in which words it was asked, how, when, who wrote it down."""

    class Purpose(models.TextChoices):
        PARTY = "party", "sinh hoạt Đảng, huy hiệu Đảng"
        POLICY = "policy", "diện chính sách"
        INSURANCE = "insurance", "thẻ bảo hiểm y tế"
        HARDSHIP = "hardship", "hoàn cảnh gia đình"
        IDENTITY = "identity", "số căn cước"

    class Channel(models.TextChoices):
        PAPER = "paper", "giấy có chữ ký"
        SPOKEN = "spoken", "nói trực tiếp, có người chứng kiến"
        PHONE = "phone", "qua điện thoại"
        MESSAGE = "message", "tin nhắn, thư điện tử"

    # The latest wording, asked from now on; the texts themselves are kept for as long as a
    # consent names them.
    WORDING = "2026-1"
    WORDINGS = {
        "2026-1": (
            "Tôi đồng ý để Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh ghi và dùng thông tin về "
            "{purpose} của tôi để chăm lo và làm chế độ cho hội viên. Chỉ người giữ sổ của đơn vị "
            "tôi và cấp trên được xem. Tôi có thể rút lại sự đồng ý bất cứ lúc nào."
        )
    }

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="consents", verbose_name="hội viên"
    )
    purpose = models.CharField("đồng ý cho ghi", max_length=10, choices=Purpose)
    wording = models.CharField("bản lời văn", max_length=20, default=WORDING)
    channel = models.CharField("đồng ý bằng", max_length=10, choices=Channel)
    given_on = models.DateField("ngày đồng ý")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    withdrawn_on = models.DateField("ngày rút lại", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "sự đồng ý"
        verbose_name_plural = "sự đồng ý về dữ liệu cá nhân"
        ordering = ["member", "purpose", "-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="members_consent_one_in_force",
                violation_error_message="Đã ghi sự đồng ý cho mục này.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="members_consent_dates_in_order",
                violation_error_message="Ngày rút lại không thể trước ngày đồng ý.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.given_on:%d/%m/%Y})"

    @property
    def is_in_force(self) -> bool:
        """See also `ConsentQuerySet.in_force`."""
        return self.withdrawn_on is None

    @property
    def words(self) -> str:
        """The sentence that the member said yes to."""
        return self.WORDINGS.get(self.wording, "").format(purpose=self.get_purpose_display())

    def clean(self) -> None:
        if self.given_on and self.given_on > local_today():
            raise ValidationError({"given_on": "Ngày đồng ý ở tương lai."})
        if self.given_on and self.member_id and self.given_on.year <= self.member.birth_year:
            raise ValidationError(
                {"given_on": f"Ngày đồng ý phải sau năm sinh ({self.member.birth_year})."}
            )
        if self.pk:
            self._check_nothing_rests_on_it()

    def _check_nothing_rests_on_it(self) -> None:
        """Ended by hand, or given another purpose, it would leave behind what it had opened."""
        before = Consent.objects.get(pk=self.pk)
        same = (before.member_id, before.purpose) == (self.member_id, self.purpose)
        if not before.is_in_force or (same and self.is_in_force):
            return
        details = SensitiveDetails.objects.filter(member=before.member_id).first()
        if details is not None and details.holds(before.purpose):
            words = "Còn thông tin ghi theo sự đồng ý này; hãy rút lại ở thẻ hội viên."
            raise ValidationError({"withdrawn_on" if same else "purpose": words})


class Policy(models.TextChoices):
    """Diện chính sách, as the paper form asks it."""

    INVALID = "thuong-binh", "thương binh"
    SICK_SOLDIER = "benh-binh", "bệnh binh"
    MARTYR_FAMILY = "liet-si", "thân nhân liệt sĩ"
    MERIT = "co-cong", "người có công"
    RESISTANCE = "khang-chien", "hoạt động kháng chiến"
    POOR = "ho-ngheo", "hộ nghèo, cận nghèo"
    OTHER = "khac", "diện khác"


# Nobody joins the Party younger.
PARTY_FROM = 16
_SENSITIVE = (
    "party_joined_on", "party_badge", "policy", "policy_note", "insurance_no", "hardship",
    "identity_no",
)  # fmt: skip


# Which columns each consent opens.
_OPENED_BY: dict[str, tuple[str, ...]] = {
    Consent.Purpose.PARTY: ("party_joined_on", "party_badge"),
    Consent.Purpose.POLICY: ("policy", "policy_note"),
    Consent.Purpose.INSURANCE: ("insurance_no",),
    Consent.Purpose.HARDSHIP: ("hardship",),
    Consent.Purpose.IDENTITY: ("identity_no",),
}
_NULLABLE = ("party_joined_on", "party_badge")


def _unconsented(purpose: str) -> Agreement:
    """The rule that what this consent opens stands only while the consent does."""
    columns = _OPENED_BY[purpose]

    def refused() -> Q:
        filled = Q()
        for name in columns:
            filled |= Q(**{f"{name}__isnull": False}) if name in _NULLABLE else ~Q(**{name: ""})
        given = Consent.objects.in_force().filter(member=OuterRef("member"), purpose=str(purpose))
        return Q(filled & ~Exists(given))

    # A deleted consent is not refused, as emptying all tables takes them in any order; what it had
    # opened goes with it.
    side = Side(
        "members.Consent", "member", ("withdrawn_on", "purpose", "member_id"), key="member_id",
        forgets=columns,
    )  # fmt: skip
    return Agreement(f"{purpose}_yes", refused, (*columns, "member_id"), (side,))


@tracked(about="member", masked=_SENSITIVE)
class SensitiveDetails(models.Model):
    """Columns that nobody fills without the member's consent; a table of its own, so that no list
    reads them by chance."""

    OPENED_BY = _OPENED_BY

    agreements = tuple(_unconsented(purpose) for purpose in _OPENED_BY)

    member = models.OneToOneField(
        Member, models.PROTECT, related_name="sensitive", verbose_name="hội viên"
    )
    party_joined_on = models.DateField("ngày vào Đảng", null=True, blank=True)
    party_badge = models.PositiveSmallIntegerField(
        "huy hiệu Đảng (năm)",
        null=True,
        blank=True,
        choices=[(n, f"{n} năm tuổi Đảng") for n in range(30, 95, 5)],
    )
    policy = models.CharField("diện chính sách", max_length=12, choices=Policy, blank=True)
    policy_note = models.CharField("chi tiết diện chính sách", max_length=200, blank=True)
    insurance_no = models.CharField("số thẻ bảo hiểm y tế", max_length=20, blank=True)
    hardship = models.TextField("hoàn cảnh gia đình", blank=True)
    identity_no = models.CharField("số căn cước", max_length=12, blank=True)

    class Meta:
        verbose_name = "thông tin cần có sự đồng ý"
        verbose_name_plural = "thông tin cần có sự đồng ý"
        constraints = [
            models.CheckConstraint(
                condition=Q(policy_note="") | ~Q(policy=""),
                name="members_sensitive_policy_has_kind",
                violation_error_message="Hãy chọn diện chính sách trước khi ghi chi tiết.",
            )
        ]

    def __str__(self) -> str:
        return f"Thông tin riêng của {self.member.full_name}"

    def clean(self) -> None:
        """What isn't consented to stays empty."""
        if self.party_joined_on and self.party_joined_on > local_today():
            raise ValidationError({"party_joined_on": "Ngày vào Đảng ở tương lai."})
        if self.party_joined_on and self.member_id:
            born, joined = self.member.birth_year, self.party_joined_on.year
            if joined < born + PARTY_FROM:
                raise ValidationError(
                    {"party_joined_on": f"Sinh năm {born} thì chưa thể vào Đảng năm {joined}."}
                )
        if self.identity_no and not (
            self.identity_no.isascii()
            and self.identity_no.isdigit()
            and len(self.identity_no) in (9, 12)
        ):
            raise ValidationError({"identity_no": "Số căn cước có 12 chữ số (số cũ có 9)."})
        if self.member_id:
            given = set(self.member.consents.in_force().values_list("purpose", flat=True))
            for purpose in self.OPENED_BY:
                if purpose not in given and self.holds(purpose):
                    raise ValidationError(
                        f"Chưa ghi sự đồng ý của hội viên về {Consent.Purpose(purpose).label}."
                    )

    def holds(self, purpose: str) -> bool:
        """Whether anything is filled that this consent opens."""
        return any(getattr(self, name) for name in self.OPENED_BY[purpose])

    def empty(self, purpose: str) -> None:
        """Forgets what the purpose's consent had opened; the row is saved by the caller."""
        for name in self.OPENED_BY[purpose]:
            field = self._meta.get_field(name)
            setattr(self, name, None if getattr(field, "null", False) else "")

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """What is filled, named, for the card."""
        rows: list[tuple[str, Any]] = []
        for name in _SENSITIVE:
            value = getattr(self, name)
            if value not in (None, ""):
                field: Any = self._meta.get_field(name)
                shown = getattr(self, f"get_{name}_display", lambda v=value: v)()
                shown = f"{shown:%d/%m/%Y}" if isinstance(shown, dt.date) else shown
                rows.append((str(field.verbose_name), shown))
        return rows
