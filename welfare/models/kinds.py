"""Kinds of care: chúc thọ, thăm ốm …"""

from typing import TYPE_CHECKING, Self

from django.db import models

from kit.text import fold
from members.models import (
    Dated,
    DatedQuerySet,
    Degree,
    DerivedTextField,
    Subject,
    User,
    dates_in_order,
    known_choices,
    tracked,
)

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


def keeps_kinds(user: "AnyUser") -> bool:
    """Whether the user lays down kinds of care, and their rates for everybody: only who may write
    welfare everywhere."""
    return (
        isinstance(user, User)
        and user.is_active
        and bool(user.covers_all(Subject.WELFARE, Degree.WRITE))
    )


class WelfareKindQuerySet(DatedQuerySet):
    subject = Subject.WELFARE

    def editable_by(self, user: "AnyUser") -> Self:
        """All for the city office, which alone writes them; none for others."""
        return self.all() if keeps_kinds(user) else self.none()

    def listed(self) -> Self:
        """Kinds that are given to many at once, by a list. See also `WelfareKind.is_listed`."""
        return self.exclude(listed=WelfareKind.Listed.NO)


@known_choices("listed")
@tracked()
class WelfareKind(Dated):
    """A kind of care (chúc thọ, thăm ốm …): data, since the statute changes."""

    class Listed(models.TextChoices):
        """Whether it is given by lists, and how often to one person."""

        NO = "no", "không lập danh sách, ghi từng lượt"
        YEAR = "year", "lập danh sách; mỗi người một lần trong năm"
        MONTH = "month", "lập danh sách; mỗi người một lần trong tháng"

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=100)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_private = models.BooleanField(
        "riêng tư",
        default=False,
        help_text="Loại này cho biết sức khỏe hay hoàn cảnh: chỉ công khai con số, không nêu người.",
    )
    paid_by_state = models.BooleanField(
        "Nhà nước chi",
        default=False,
        help_text="Hội không chi: chi hội lập danh sách gửi phường, xã và ghi ai đã nhận.",
    )
    listed = models.CharField("danh sách", max_length=5, choices=Listed, default=Listed.NO)
    units_set_rates = models.BooleanField(
        "đơn vị được đặt mức riêng",
        default=False,
        help_text="Chọn thì quận, huyện hội và chi hội được ghi mức của mình, thay mức chung của Hội.",
    )
    description = models.TextField("mô tả", blank=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    decided_from = models.PositiveBigIntegerField(
        "cấp trên duyệt từ số tiền (đồng)",
        null=True,
        blank=True,
        help_text="Từ số tiền này trở lên, chi hội đề nghị và cấp trên duyệt trước khi trao. "
        "Để trống: không cần duyệt. Ghi 0: lần nào cũng phải duyệt.",
    )
    search_text = DerivedTextField(sources=("name", "code"), derive=lambda *t: fold(" ".join(t)))

    objects = WelfareKindQuerySet.as_manager()

    class Meta:
        verbose_name = "loại hoạt động nghĩa tình"
        verbose_name_plural = "loại hoạt động nghĩa tình"
        ordering = ["order", "name"]
        constraints = [dates_in_order("welfare", "welfarekind")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_listed(self) -> bool:
        """See also `WelfareKindQuerySet.listed`."""
        return self.listed != self.Listed.NO

    def is_decided_above(self, amount: int) -> bool:
        """Whether so much (đồng) is proposed to the unit above before it is given."""
        return self.decided_from is not None and amount >= self.decided_from
