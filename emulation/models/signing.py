"""Signing: what can be signed, by whom it was, who stayed away; from then on it never changes."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import pre_delete
from django.urls import reverse

from kit.files import CONTENT_TYPES
from members.models import CrossTableRule, HeldRows, Rank, Unit, tracked

from ..texts import addendum_lines
from .compacts import Clause, Compact, Section, Target
from .signable import Signable

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

FROZEN = "Văn bản đã ký xong thì không sửa, không xóa. Muốn đổi, hãy lập phụ lục."


class AddendumQuerySet(models.QuerySet):
    def visible_to(self, user: "AnyUser") -> Self:
        """Signed addenda to whoever reads the compact; drafts to those who read it at the desk."""
        at_desk = Compact.objects.at_desk_of(user).order_by().values("pk")
        readable = Compact.objects.visible_to(user).order_by().values("pk")
        return self.filter(
            Q(compact__in=at_desk) | Q(compact__in=readable, frozen_at__isnull=False)
        )

    def led_by(self, user: "AnyUser") -> Self:
        return self.filter(compact__in=Compact.objects.led_by(user).order_by().values("pk"))

    def editable_by(self, user: "AnyUser") -> Self:
        """Drafts that the user may change."""
        return self.led_by(user).filter(frozen_at__isnull=True)

    def signed(self) -> Self:
        return self.filter(frozen_at__isnull=False)


@tracked(about="compact")
class Addendum(Signable):
    """A numbered addendum (phụ lục) to a signed compact, with its own text, signed as that was."""

    held_rows = (
        HeldRows(
            "signed",
            Q(frozen_at__isnull=False),
            ("compact_id", "number", "title", "text", "signed_on", "frozen_at", "text_hash"),
        ),
    )

    compact = models.ForeignKey(
        Compact, models.PROTECT, related_name="addenda", verbose_name="giao ước"
    )
    number = models.PositiveSmallIntegerField("phụ lục số")
    title = models.CharField("về việc", max_length=200)
    text = models.TextField("nội dung")
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = AddendumQuerySet.as_manager()

    class Meta:
        verbose_name = "phụ lục giao ước"
        verbose_name_plural = "phụ lục giao ước"
        ordering = ["compact", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "number"],
                name="emulation_addendum_number_once",
                violation_error_message="Giao ước đã có phụ lục mang số này.",
            ),
            Signable.frozen_with_hash("addendum"),
        ]

    def __str__(self) -> str:
        return f"Phụ lục số {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:addendum", args=[self.pk])

    def get_desk_url(self) -> str:
        return self.get_absolute_url()

    @property
    def main(self) -> Compact:
        return self.compact

    @property
    def lines(self) -> list[str]:
        return addendum_lines(self, self.compact.text_hash or self.compact.current_hash)

    @property
    def signatures_there(self) -> Any:
        return self.signatures.all()

    @property
    def absences_there(self) -> Any:
        return self.absences.all()


class SignatureQuerySet(models.QuerySet):
    def of(self, text: Signable) -> Self:
        """Signatures under that compact's own text, or under that addendum."""
        return self.filter(**under(text))


def under(text: Signable) -> dict[str, Any]:
    """The columns by which a row hangs on a compact's own text or on an addendum."""
    addendum = text if isinstance(text, Addendum) else None
    return {"compact": text.main, "addendum": addendum}


_FROZEN_TEXT = Q(addendum__isnull=True, compact__frozen_at__isnull=False) | Q(
    addendum__frozen_at__isnull=False
)
_SIGNATURE = (
    "compact_id", "addendum_id", "unit_id", "signer_rank", "signer_name", "signer_post", "signed_on",
    "user_id", "signed_at", "text_hash",
)  # fmt: skip


@tracked(about="compact")
class Signature(models.Model):
    """A unit's signature under the compact or an addendum, by its representative that day.

    With `user` it was given in the portal, for the text of that hash; without, it stands on paper.
    """

    cross_table_rules = (
        CrossTableRule("before_frozen", _FROZEN_TEXT, ("compact_id", "addendum_id")),
        CrossTableRule(
            "own_addendum",
            Q(addendum__isnull=False) & ~Q(addendum__compact=F("compact")),
            ("compact_id", "addendum_id"),
        ),
    )
    held_rows = (
        HeldRows("frozen", _FROZEN_TEXT, _SIGNATURE),
        HeldRows("by_user", Q(user__isnull=False), _SIGNATURE, keeps_rows=False),
    )

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="signatures", verbose_name="giao ước"
    )
    addendum = models.ForeignKey(
        Addendum, models.CASCADE, null=True, blank=True, related_name="signatures",
        verbose_name="phụ lục",
    )  # fmt: skip
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="signatures", verbose_name="đơn vị")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    signer_rank = models.PositiveSmallIntegerField(
        "cấp bậc hàm", choices=Rank, null=True, blank=True
    )
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    signer_post = models.CharField("chức vụ", max_length=160, blank=True)
    signed_on = models.DateField("ngày ký")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False,
        related_name="+", verbose_name="ký bằng tài khoản",
    )  # fmt: skip
    signed_at = models.DateTimeField("ký lúc", null=True, blank=True, editable=False)
    text_hash = models.CharField("mã văn bản đã ký", max_length=64, blank=True, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = "chữ ký"
        verbose_name_plural = "chữ ký"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "unit"],
                condition=Q(addendum__isnull=True),
                name="emulation_signature_once",
                violation_error_message="Đơn vị này đã ký giao ước.",
            ),
            models.UniqueConstraint(
                fields=["addendum", "unit"],
                condition=Q(addendum__isnull=False),
                name="emulation_signature_addendum_once",
                violation_error_message="Đơn vị này đã ký phụ lục.",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True, signed_at__isnull=True)
                | Q(user__isnull=False, signed_at__isnull=False) & ~Q(text_hash=""),
                name="emulation_signature_user_time_hash",
                violation_error_message="Chữ ký trên trang phải có người ký, lúc ký và mã văn bản.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.signed_on:%d/%m/%Y}"

    @property
    def signer(self) -> str:
        """ "Đại tá Nguyễn Văn A"; empty when only the unit is known."""
        if not self.signer_name:
            return ""
        return (
            f"{self.get_signer_rank_display()} {self.signer_name}"
            if self.signer_rank
            else self.signer_name
        )


@tracked(about="compact")
class SigningAbsence(models.Model):
    """A unit that stayed away from the signing, with the reason."""

    held_rows = (
        HeldRows("frozen", _FROZEN_TEXT, ("compact_id", "addendum_id", "unit_id", "reason")),
    )

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="absences", verbose_name="giao ước"
    )
    addendum = models.ForeignKey(
        Addendum, models.CASCADE, null=True, blank=True, related_name="absences",
        verbose_name="phụ lục",
    )  # fmt: skip
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    reason = models.CharField("lý do vắng", max_length=200)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    noted_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị vắng khi ký"
        verbose_name_plural = "đơn vị vắng khi ký"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "unit"],
                condition=Q(addendum__isnull=True),
                name="emulation_signingabsence_once",
                violation_error_message="Đã ghi đơn vị này vắng.",
            ),
            models.UniqueConstraint(
                fields=["addendum", "unit"],
                condition=Q(addendum__isnull=False),
                name="emulation_signingabsence_addendum_once",
                violation_error_message="Đã ghi đơn vị này vắng.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="emulation_signingabsence_reasoned",
                violation_error_message="Chưa ghi lý do vắng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.reason}"


class SignedScanQuerySet(models.QuerySet):
    def visible_to(self, user: "AnyUser") -> Self:
        """Scans show handwriting and seals: for those who read the compact at the desk."""
        return self.filter(compact__in=Compact.objects.at_desk_of(user).order_by().values("pk"))


@tracked(about="compact")
class SignedScan(models.Model):
    """A scan of the paper that was signed by hand."""

    held_rows = (HeldRows("frozen", _FROZEN_TEXT, ("compact_id", "addendum_id", "file")),)

    compact = models.ForeignKey(
        Compact, models.CASCADE, related_name="scans", verbose_name="giao ước"
    )
    addendum = models.ForeignKey(
        Addendum, models.CASCADE, null=True, blank=True, related_name="scans",
        verbose_name="phụ lục",
    )  # fmt: skip
    file = models.FileField("tệp", upload_to="giao-uoc/%Y/%m", max_length=200)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đưa lên"
    )
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    objects = SignedScanQuerySet.as_manager()

    class Meta:
        verbose_name = "bản chụp giao ước đã ký"
        verbose_name_plural = "bản chụp giao ước đã ký"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Bản chụp đã ký: {self.addendum or self.compact}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:signed_scan", args=[self.pk])

    @property
    def extension(self) -> str:
        return (self.file.name or "").rsplit(".", 1)[-1].lower()

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES["pdf"] if self.extension == "pdf" else "image/jpeg"


def _refuse_deleting(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """What is signed and frozen goes by no way of the ORM, cascades included; PostgreSQL refuses
    it by itself too (`HeldRows`)."""
    for rule in sender.held_rows:  # type: ignore[attr-defined]  # connected to these models alone
        if rule.keeps_rows and rule.holding(sender, pk=instance.pk).exists():
            raise ValidationError(FROZEN)


for _model in (Compact, Section, Clause, Target, Addendum, Signature, SigningAbsence, SignedScan):
    pre_delete.connect(_refuse_deleting, sender=_model)
