"""What is asked about a member only with consent (Luật 91/2025/QH15)."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kit.dates import local_today

from .consents import Consent
from .cross_table_rules import CrossTableRule, ReferencedTable
from .history import tracked
from .people import Member

if TYPE_CHECKING:
    pass


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


# Which columns each consent opens. To health and to a picture one says yes here; what rests on it
# is kept by the apps above.
_OPENED_BY: dict[str, tuple[str, ...]] = {
    Consent.Purpose.PARTY: ("party_joined_on", "party_badge"),
    Consent.Purpose.POLICY: ("policy", "policy_note"),
    Consent.Purpose.INSURANCE: ("insurance_no",),
    Consent.Purpose.HARDSHIP: ("hardship",),
    Consent.Purpose.IDENTITY: ("identity_no",),
}
_NULLABLE = ("party_joined_on", "party_badge")


def _unconsented(purpose: str) -> CrossTableRule:
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
    side = ReferencedTable(
        "members.Consent", "member", ("withdrawn_on", "purpose", "member_id"), key="member_id",
        clears=columns,
    )  # fmt: skip
    return CrossTableRule(f"{purpose}_yes", refused, (*columns, "member_id"), (side,))


@tracked(about="member", masked=_SENSITIVE)
class SensitiveDetails(models.Model):
    """Columns that nobody fills without the member's consent; a table of its own, so that no list
    reads them by chance."""

    OPENED_BY = _OPENED_BY

    cross_table_rules = tuple(_unconsented(purpose) for purpose in _OPENED_BY)

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
        return any(getattr(self, name) for name in self.OPENED_BY.get(purpose, ()))

    def empty(self, purpose: str) -> None:
        """Forgets what the purpose's consent had opened; the row is saved by the caller."""
        for name in self.OPENED_BY.get(purpose, ()):
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
