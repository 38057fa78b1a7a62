"""What of an act of care only some may read: why somebody was visited, and the photographs."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from members.models import Consent, Degree, Subject, tracked, units_where
from members.models.pictures import PictureField
from members.models.scope import ByDegree

from .activities import Activity

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# Either opens the box: of which of the two a reason speaks, only its writer knows.
OPENED_BY = (Consent.Purpose.HEALTH, Consent.Purpose.HARDSHIP)
NOT_AGREED = (
    "Đồng chí này chưa đồng ý cho ghi sức khỏe hay hoàn cảnh. Hãy ghi sự đồng ý ở “Thông tin riêng” "
    "của hồ sơ trước, hoặc để trống ô này."
)


class HealthReasonQuerySet(ByDegree, models.QuerySet["HealthReason"]):
    subject = Subject.HEALTH

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Reasons of acts of the units where the user may do so; welfare alone opens none."""
        return self.filter(activity__unit__in=units_where(user, self.subject, degree))


@tracked(about="activity", readers="visible_to", masked=("text",))
class HealthReason(models.Model):
    """Why somebody was cared for: illness, hardship. A table of its own, so that no list, search or
    file reads it by chance; each opening is written down (ADR 0037)."""

    activity = models.OneToOneField(
        Activity, models.CASCADE, related_name="reason", verbose_name="lần chăm lo"
    )
    text = models.TextField(
        "lý do sức khỏe, hoàn cảnh",
        help_text="Chỉ người có quyền về sức khỏe mở được; mỗi lượt mở đều được ghi lại.",
    )

    objects = HealthReasonQuerySet.as_manager()

    class Meta:
        verbose_name = "lý do sức khỏe, hoàn cảnh"
        verbose_name_plural = "lý do sức khỏe, hoàn cảnh"

    def __str__(self) -> str:
        return f"Lý do của lần chăm lo {self.activity_id}"

    def clean(self) -> None:
        """Of a member nothing is kept without a consent; see `members.models.consents`."""
        member = self.activity.member if self.activity_id else None
        if member is None or not self.text:
            return
        if not member.consents.in_force().filter(purpose__in=OPENED_BY).exists():
            raise ValidationError({"text": NOT_AGREED})


@tracked(about="activity", ignored=("width", "height"))
class ActivityPhoto(models.Model):
    """A photograph of a visit, for the books: never under the public pictures' address."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="photographs", verbose_name="lần chăm lo"
    )
    picture = PictureField("ảnh", upload_to="nghia-tinh", max_length=200)
    width = models.PositiveIntegerField("rộng", editable=False, default=0)
    height = models.PositiveIntegerField("cao", editable=False, default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người đưa lên",
    )
    added_at = models.DateTimeField("đưa lên lúc", auto_now_add=True)

    class Meta:
        verbose_name = "ảnh lần chăm lo"
        verbose_name_plural = "ảnh lần chăm lo"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Ảnh {self.pk}"
