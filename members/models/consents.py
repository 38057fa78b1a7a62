"""Consent to keeping and using personal data: to one purpose, in one wording, in a form that can be
proved (Luật 91/2025/QH15; forms: Nghị định 356/2025/NĐ-CP, Điều 6)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from kit.dates import local_today

from .constraints import known_choices, not_before
from .history import tracked
from .people import Member
from .rights import Degree, Subject
from .scope import ByDegree
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser


class Purpose(models.TextChoices):
    PARTY = "party", "sinh hoạt Đảng, huy hiệu Đảng"
    POLICY = "policy", "diện chính sách"
    INSURANCE = "insurance", "thẻ bảo hiểm y tế"
    HARDSHIP = "hardship", "hoàn cảnh gia đình"
    IDENTITY = "identity", "số căn cước"
    HEALTH = "health", "sức khỏe, bệnh tật"
    PICTURE = "picture", "đăng hình ảnh, câu chuyện"
    EMAIL = "email", "nhận thư điện tử"


class Channel(models.TextChoices):
    PAPER = "paper", "giấy có chữ ký"
    CALL = "call", "cuộc gọi có ghi âm"
    MESSAGE = "message", "tin nhắn, thư điện tử"
    FORM = "form", "biểu mẫu trên mạng"
    OTHER = "other", "cách khác kiểm chứng được"
    SPOKEN = "spoken", "lời nói, có người chứng kiến"
    PHONE = "phone", "điện thoại, không ghi âm"


# Taken before the law's forms were known: kept as they were written, asked for again.
UNPROVEN = (Channel.SPOKEN, Channel.PHONE)
OFFERED = [choice for choice in Channel.choices if choice[0] not in UNPROVEN]


@dataclass(frozen=True)
class ConsentTerms:
    """What one purpose asks for: which data, what for, who reads it, and whether the law calls it
    sensitive (Nghị định 356/2025/NĐ-CP, Điều 4), which must be said."""

    data: str
    use: str
    is_sensitive: bool = False
    readers: str = ""  # "": those whom `RIGHTS` names
    # What is left to do when the consent is withdrawn; what it opened is forgotten by itself.
    on_withdrawal: str = ""

    @property
    def wording(self) -> str:
        """The sentence that the member says yes to, after "Tôi đồng ý để Hội"."""
        notice = " Tôi được biết đây là dữ liệu cá nhân nhạy cảm." if self.is_sensitive else ""
        readers = f" {self.readers}." if self.readers else ""
        return f"ghi và dùng {self.data} của tôi để {self.use}.{notice}{readers}"


CONSENT_TERMS: dict[str, ConsentTerms] = {
    Purpose.PARTY: ConsentTerms(
        "ngày vào Đảng, huy hiệu Đảng", "chúc mừng và làm thủ tục khi tôi được tặng huy hiệu", True
    ),
    Purpose.POLICY: ConsentTerms(
        "diện chính sách và chi tiết của diện ấy", "làm chế độ, chăm lo và thăm hỏi", True
    ),
    Purpose.INSURANCE: ConsentTerms(
        "số thẻ bảo hiểm y tế", "giúp tôi làm thủ tục khám, chữa bệnh và gia hạn thẻ"
    ),
    Purpose.HARDSHIP: ConsentTerms("hoàn cảnh gia đình", "xét giúp đỡ, trợ cấp và thăm hỏi", True),
    Purpose.IDENTITY: ConsentTerms(
        "số căn cước", "làm hồ sơ, thủ tục cho tôi khi cơ quan nhận hồ sơ cần"
    ),
    Purpose.HEALTH: ConsentTerms(
        "tình trạng sức khỏe, bệnh tật và nơi điều trị",
        "thăm hỏi khi ốm đau và xét trợ cấp bệnh hiểm nghèo",
        True,
        on_withdrawal="Từ nay không ghi thêm về sức khỏe của đồng chí.",
    ),
    Purpose.PICTURE: ConsentTerms(
        "hình ảnh và câu chuyện",
        "đăng trên trang tin và ấn phẩm của Hội",
        readers="Ai đọc trang tin cũng xem được",
        on_withdrawal="Từ nay không đăng thêm hình ảnh của đồng chí; ảnh đã đăng thì báo ban biên "
        "tập gỡ.",
    ),
    Purpose.EMAIL: ConsentTerms(
        "địa chỉ thư điện tử",
        "gửi giấy mời và báo tin khi sự kiện dời lịch hoặc hủy",
        on_withdrawal="Từ nay Hội không gửi giấy mời, tin báo cho đồng chí bằng thư điện tử.",
    ),
}
RIGHTS = (
    "Trừ nơi ghi khác, chỉ người giữ sổ của đơn vị tôi và cấp trên được xem. Tôi có quyền được biết, "
    "xem, sửa, yêu cầu xóa, hạn chế hoặc phản đối việc dùng dữ liệu; yêu cầu bảo vệ, khiếu nại; và "
    "rút lại sự đồng ý bất cứ lúc nào. Hội giữ dữ liệu này đến khi tôi rút lại sự đồng ý hoặc hết "
    "thời hạn pháp luật quy định."
)


def contact_of(controller: Unit) -> str:
    """Whom the member turns to: name, address and telephone, as far as they are known."""
    parts = [controller.name, controller.address]
    parts.append(f"điện thoại {controller.phone}" if controller.phone else "")
    return ", ".join(part for part in parts if part)


def wording(purpose: str, controller: Unit) -> str:
    """All that the member says yes to: data, purpose, controller and rights (Điều 6)."""
    return (
        f"Tôi đồng ý để Hội {CONSENT_TERMS[purpose].wording} Bên kiểm soát dữ liệu: {contact_of(controller)}. "
        f"{RIGHTS}"
    )


class ConsentQuerySet(ByDegree, models.QuerySet["Consent"]):
    subject = Subject.PRIVATE

    def in_force(self) -> Self:
        """Given and not withdrawn. See also `Consent.is_in_force`."""
        return self.filter(withdrawn_on__isnull=True)

    def unproven(self) -> Self:
        """In force, but in a form that proves nothing: to be asked for again. See also
        `Consent.is_proven`."""
        return self.in_force().filter(channel__in=Consent.UNPROVEN)

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        members = Member.objects.open_to(user, degree, self.subject)
        return self.filter(member__in=members.order_by().values("pk"))


@known_choices("purpose", "channel")
@tracked(about="member")
class Consent(models.Model):
    """One person's yes to one purpose: in which words it was asked, how, when, who wrote it down."""

    Purpose = Purpose
    Channel = Channel
    UNPROVEN = UNPROVEN

    # The latest wording; its text is kept with each consent, as the association's address changes.
    WORDING = "2026-2"
    FIRST_WORDING = "2026-1"
    _FIRST_WORDING = (
        "Tôi đồng ý để Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh ghi và dùng thông tin về "
        "{purpose} của tôi để chăm lo và làm chế độ cho hội viên. Chỉ người giữ sổ của đơn vị "
        "tôi và cấp trên được xem. Tôi có thể rút lại sự đồng ý bất cứ lúc nào."
    )

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="consents", verbose_name="hội viên"
    )
    purpose = models.CharField("đồng ý cho ghi", max_length=10, choices=Purpose)
    wording = models.CharField("bản lời văn", max_length=20, default=WORDING)
    said = models.TextField("lời đồng ý", blank=True)
    channel = models.CharField("đồng ý bằng", max_length=10, choices=Channel)
    evidence = models.CharField(
        "bằng chứng giữ ở đâu",
        max_length=200,
        blank=True,
        help_text="Ví dụ: tủ hồ sơ của chi hội; tệp ghi âm ngày 5/3 trong máy của Hội.",
    )
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
            not_before(
                "members_consent_dates_in_order",
                "withdrawn_on",
                "given_on",
                "Ngày rút lại không thể trước ngày đồng ý.",
            ),
            models.CheckConstraint(
                condition=~Q(channel__in=["spoken", "phone"]) | Q(wording="2026-1"),
                name="members_consent_can_be_proved",
                violation_error_message="Lời nói, cuộc gọi không ghi âm thì không chứng minh được "
                "sự đồng ý.",
            ),
            models.CheckConstraint(
                condition=Q(channel="paper") | ~Q(evidence="") | Q(wording="2026-1"),
                name="members_consent_says_where_the_proof_is",
                violation_error_message="Hãy ghi bằng chứng giữ ở đâu.",
            ),
            models.CheckConstraint(
                condition=~Q(said="") | Q(wording="2026-1"),
                name="members_consent_keeps_its_words",
                violation_error_message="Thiếu lời đồng ý.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.given_on:%d/%m/%Y})"

    @property
    def is_in_force(self) -> bool:
        """See also `ConsentQuerySet.in_force`."""
        return self.withdrawn_on is None

    @property
    def is_proven(self) -> bool:
        """See also `ConsentQuerySet.unproven`."""
        return self.channel not in self.UNPROVEN

    @property
    def statement(self) -> str:
        """What the member said yes to."""
        return self.said or self._FIRST_WORDING.format(purpose=self.get_purpose_display())

    def clean(self) -> None:
        if self.given_on and self.given_on > local_today():
            raise ValidationError({"given_on": "Ngày đồng ý ở tương lai."})
        if self.given_on and self.member_id and self.given_on.year <= self.member.birth_year:
            raise ValidationError(
                {"given_on": f"Ngày đồng ý phải sau năm sinh ({self.member.birth_year})."}
            )
        if self.channel not in ("", self.Channel.PAPER) and not self.evidence and self.said:
            raise ValidationError({"evidence": "Hãy ghi bằng chứng giữ ở đâu."})
        if self.pk:
            self._check_nothing_rests_on_it()

    def _check_nothing_rests_on_it(self) -> None:
        """Ended by hand, or given another purpose, it would leave behind what it had opened."""
        before = Consent.objects.get(pk=self.pk)
        same = (before.member_id, before.purpose) == (self.member_id, self.purpose)
        if not before.is_in_force or (same and self.is_in_force):
            return
        details = getattr(before.member, "sensitive", None)
        if details is not None and details.holds(before.purpose):
            message = "Còn thông tin ghi theo sự đồng ý này; hãy rút lại ở thẻ hội viên."
            raise ValidationError({"withdrawn_on" if same else "purpose": message})
