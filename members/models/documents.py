"""Scans in a member's file: papers that only those may read whom they concern."""

import datetime as dt
import posixpath
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.dates import local_today
from kit.files import human_size
from kit.text import upper_first

from .history import tracked
from .people import Member
from .pictures import PictureField
from .rights import Degree, Subject
from .scope import ByDegree

if TYPE_CHECKING:
    from .any_user import AnyUser

EXPIRES_SOON = 60  # days
SCAN_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def _hidden_path(_row: Any, name: str) -> str:
    """A place that nobody guesses and that tells nothing of the person."""
    return posixpath.join("giay-to", f"{uuid.uuid4().hex}.{name.rpartition('.')[2].lower()}")


class MemberDocumentQuerySet(ByDegree, models.QuerySet["MemberDocument"]):
    subject = Subject.PRIVATE

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Papers of the cards one keeps; those kept close, to the office and whoever put them in."""
        members = Member.objects.open_to(user, degree, self.subject)
        rows = self.filter(member__in=members.order_by().values("pk"))
        if (
            not user.is_authenticated
            or user.is_superuser
            or user.may(Subject.PRIVATE, Degree.DECIDE)
        ):
            return rows
        return rows.filter(
            Q(readers=MemberDocument.Readers.KEEPERS) | Q(uploaded_by=user)  # the others: office
        )

    def expiring(self, days: int = EXPIRES_SOON) -> Self:
        """Papers whose last day is past or near."""
        return self.filter(expires_on__lte=local_today() + dt.timedelta(days=days))


@tracked(about="member", masked=("title", "number"), ignored=("size",))
class MemberDocument(models.Model):
    """One scan. Served by a view that asks who reads and writes it down."""

    class Kind(models.TextChoices):
        APPLICATION = "don", "đơn xin vào Hội"
        CV = "ly-lich", "lý lịch"
        DECISION = "quyet-dinh", "quyết định"
        CARD = "the", "thẻ, giấy chứng nhận"
        CONSENT = "dong-y", "giấy đồng ý"
        AWARD = "khen-thuong", "khen thưởng"
        OTHER = "khac", "giấy tờ khác"

    class Readers(models.TextChoices):
        KEEPERS = "keepers", "người giữ sổ của chi hội và cấp trên"
        OFFICE = "office", "chỉ Văn phòng Hội và người đưa lên"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="documents", verbose_name="hội viên"
    )
    kind = models.CharField("loại giấy tờ", max_length=12, choices=Kind)
    title = models.CharField("tên giấy tờ", max_length=160, blank=True)
    number = models.CharField("số", max_length=60, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    expires_on = models.DateField("hết hạn ngày", null=True, blank=True)
    readers = models.CharField(
        "ai được xem", max_length=8, choices=Readers, default=Readers.KEEPERS
    )
    file = models.FileField("bản chụp", upload_to=_hidden_path, max_length=200)
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False, default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đưa lên"
    )
    uploaded_at = models.DateTimeField("đưa lên lúc", auto_now_add=True)

    objects = MemberDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "giấy tờ của hội viên"
        verbose_name_plural = "giấy tờ của hội viên"
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["expires_on"], name="members_document_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="members_document_dates_in_order",
                violation_error_message="Ngày hết hạn phải sau ngày cấp.",
            )
        ]

    def __str__(self) -> str:
        name = self.title or upper_first(self.get_kind_display())
        return f"{name} số {self.number}" if self.number else name

    def get_absolute_url(self) -> str:
        return reverse("book:document", args=[self.member_id, self.pk])

    @property
    def history_name(self) -> str:
        """The card's history is read by more people than each paper is."""
        return self.get_kind_display()

    @property
    def extension(self) -> str:
        return (self.file.name or "").rpartition(".")[2]

    @property
    def content_type(self) -> str:
        return SCAN_TYPES.get(self.extension, "application/octet-stream")

    @property
    def label(self) -> str:
        """PDF, 1,2 MB."""
        return f"{self.extension.upper()}, {human_size(self.size)}"

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < local_today()


@tracked(about="member", ignored=("width", "height"))
class Portrait(models.Model):
    """The photograph on a card; never under the public pictures' address."""

    member = models.OneToOneField(
        Member, models.PROTECT, related_name="portrait", verbose_name="hội viên"
    )
    picture = PictureField("ảnh chân dung", upload_to="chan-dung", max_length=200)
    width = models.PositiveIntegerField("rộng", editable=False, default=0)
    height = models.PositiveIntegerField("cao", editable=False, default=0)

    class Meta:
        verbose_name = "ảnh chân dung"
        verbose_name_plural = "ảnh chân dung"

    def __str__(self) -> str:
        return f"Ảnh của {self.member.full_name}"
