"""How each officer likes the list of members: columns, and filters with a name."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from .history import tracked
from .rights import Subject
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser


# Each costs one count whenever its owner's first page is opened.
REMINDERS = 5


class ListSetting(models.Model):
    """The columns that one person chose for one list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    list_name = models.CharField("danh sách", max_length=40)
    columns = models.JSONField("cột", default=list)

    class Meta:
        verbose_name = "cách xem danh sách"
        verbose_name_plural = "cách xem danh sách"
        constraints = [
            models.UniqueConstraint(fields=["user", "list_name"], name="members_listsetting_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.list_name}"


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: "AnyUser") -> Self:
        """One's own, and those shared in a unit where one holds an office that keeps books."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        units = [office.unit_id for office in user.offices_with(Subject.MEMBERS)]
        return self.filter(Q(user=user.pk) | Q(unit__in=units))

    def editable_by(self, user: "AnyUser") -> Self:
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def reminding(self, user: "AnyUser") -> Self:
        """One's own whose count stands among the day's tasks: never more than `REMINDERS`."""
        return self.editable_by(user).filter(is_reminder=True)


@tracked()
class SavedFilter(models.Model):
    """A question to the list of members, kept under a name; it holds no members itself.

    Whoever opens it sees what they may see: the scope is the reader's, not the maker's.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lưu"
    )
    name = models.CharField("tên", max_length=80)
    # As in the address, from `MemberFilter.querystring`.
    query = models.CharField("điều kiện", max_length=1000, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dùng chung trong đơn vị",
    )
    is_reminder = models.BooleanField("nhắc ở Việc cần làm", default=False)
    made_at = models.DateTimeField("lưu lúc", auto_now_add=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        verbose_name_plural = "bộ lọc đã lưu"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="members_savedfilter_name_once",
                violation_error_message="Đồng chí đã có bộ lọc cùng tên.",
            )
        ]

    def __str__(self) -> str:
        return self.name
