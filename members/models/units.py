"""The association's tree through time: the association, its districts and wards, branches."""

import datetime as dt
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.dates import local_today
from kit.numbers import vn_number
from kit.text import fold, slugify

from .constraints import known_choices, plain_names
from .dated import Dated, DatedQuerySet, dates_in_order
from .derived import DerivedTextField
from .history import tracked


class UnitQuerySet(DatedQuerySet):
    def within(self, *roots: "Unit | int") -> Self:
        """The given units and everything below them. See also `Unit.is_within`.

        The tree is three levels deep by constraint, so three plain comparisons do what a stored
        path would, and nothing can go stale.
        """
        pks = [getattr(root, "pk", root) for root in roots]
        return self.filter(Q(pk__in=pks) | Q(parent__in=pks) | Q(parent__parent__in=pks))

    def around(self, unit: "Unit") -> Self:
        """The unit and everything above it: those whose announcements it hears."""
        return self.filter(pk__in=unit.line_pks)

    def associations(self) -> Self:
        return self.filter(level=Unit.Level.ASSOCIATION)

    def districts(self) -> Self:
        return self.filter(level=Unit.Level.DISTRICT)

    def branches(self) -> Self:
        return self.filter(level=Unit.Level.BRANCH)

    def in_tree_order(self) -> Self:
        return self.order_by("level", "sort_order", "name", "pk")


@plain_names("name", "short_name")
@known_choices("level", "status")
@tracked()
class Unit(Dated):
    """One unit of the association, for as long as it bears this name in this place.

    A merger, split, renaming or move ends a unit and begins another, joined by `Succession`; what
    was recorded under the old one stays there. `parent` therefore never changes in a unit's life,
    and the tree of any day is just the units in force on it.
    """

    class Level(models.IntegerChoices):
        ASSOCIATION = 0, "Hội thành phố"
        DISTRICT = 1, "Hội cấp quận, huyện, phường, xã"
        BRANCH = 2, "Chi hội"

    class Kind(models.TextChoices):
        CITY = "thanh-pho", "thành phố"
        URBAN_DISTRICT = "quan", "quận"
        RURAL_DISTRICT = "huyen", "huyện"
        TOWN = "thi-xa", "thị xã, thành phố thuộc thành phố"
        WARD = "phuong", "phường"
        COMMUNE = "xa", "xã"
        SPECIAL_ZONE = "dac-khu", "đặc khu"
        BRANCH = "chi-hoi", "chi hội"
        JOINT_BRANCH = "chi-hoi-ghep", "chi hội sinh hoạt ghép"
        AGENCY = "co-quan", "cơ quan, ban"

    class Status(models.TextChoices):
        ACTIVE = "active", "đang hoạt động"
        MERGED = "merged", "đã sáp nhập"
        SPLIT = "split", "đã chia tách"
        RENAMED = "renamed", "đã đổi tên"
        DISSOLVED = "dissolved", "đã giải thể"

    code = models.CharField(
        "mã đơn vị",
        max_length=20,
        unique=True,
        help_text="Mã cố định, không dùng lại cho đơn vị khác. Ví dụ: BTH, BTH-01.",
    )
    level = models.PositiveSmallIntegerField("cấp", choices=Level)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    name = models.CharField("tên đầy đủ", max_length=160)
    short_name = models.CharField(
        "tên gọi",
        max_length=80,
        help_text="Tên dùng trong danh sách, ví dụ: Quận 4, Chi hội Phường 1.",
    )
    slug = models.SlugField(
        "đường dẫn",
        max_length=80,
        unique=True,
        blank=True,
        help_text="Để trống: lấy từ tên gọi. Người đọc có thể đã lưu địa chỉ này, không nên đổi.",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="trực thuộc",
    )
    status = models.CharField("tình trạng", max_length=10, choices=Status, default=Status.ACTIVE)
    sort_order = models.PositiveIntegerField("thứ tự", default=0)
    introduction = models.TextField("giới thiệu", blank=True)
    address = models.CharField("địa chỉ trụ sở", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    decision_no = models.CharField("số quyết định thành lập", max_length=60, blank=True)
    successors = models.ManyToManyField(
        "self",
        through="Succession",
        through_fields=("old", "new"),
        symmetrical=False,
        related_name="predecessors",
        verbose_name="đơn vị kế tục",
    )
    search_text = DerivedTextField(
        sources=("name", "short_name", "code"), derive=lambda *t: fold(" ".join(t))
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["level", "sort_order", "name"]
        constraints = [
            dates_in_order("members", "unit"),
            models.CheckConstraint(
                condition=Q(level=0, parent__isnull=True) | Q(level__gt=0, parent__isnull=False),
                name="members_unit_only_association_has_no_parent",
                violation_error_message="Chỉ Hội thành phố không trực thuộc đơn vị nào.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="members_unit_not_its_own_parent",
                violation_error_message="Đơn vị không thể trực thuộc chính nó.",
            ),
            models.CheckConstraint(
                condition=Q(status="active", valid_to__isnull=True)
                | Q(~Q(status="active"), valid_to__isnull=False),
                name="members_unit_status_fits_dates",
                violation_error_message=(
                    "Đơn vị đang hoạt động thì chưa có ngày kết thúc; "
                    "đơn vị đã sáp nhập, chia tách, đổi tên hoặc giải thể thì phải có."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("members:unit", args=[self.slug])

    @property
    def distinct_label(self) -> str:
        """A branch with the unit above it, as branches of two districts bear one name.

        For every choice, list and letter in which units of several districts may stand; whoever
        shows many selects `parent` along. `members.fields.UnitChoice` does both.
        """
        return self._with_above(str(self))

    @property
    def distinct_full_name(self) -> str:
        """The full name, of a branch with the unit above it."""
        return self._with_above(self.name)

    def _with_above(self, name: str) -> str:
        is_branch = self.level == Unit.Level.BRANCH and self.parent is not None
        return f"{name}, {self.parent}" if is_branch else name

    @property
    def gathered_under(self) -> "Unit":
        """Where sums of many units tell of it: a branch under its district, any other as itself."""
        above = self.parent if self.level == Unit.Level.BRANCH else None
        return above if above is not None and above.level == Unit.Level.DISTRICT else self

    @property
    def line(self) -> list["Unit"]:
        """This unit and all above it, the association first."""
        units = [self]
        while units[0].parent is not None:
            units.insert(0, units[0].parent)
        return units

    @property
    def line_pks(self) -> list[int]:
        return [unit.pk for unit in self.line]

    @property
    def signs_as(self) -> str:
        """In whose name its papers are signed, after "TM.": the committee, or the branch itself."""
        return str(self) if self.level == Unit.Level.BRANCH else "Ban Chấp hành"

    @property
    def has_seal(self) -> bool:
        """A chi hội has no legal personality, and so no seal (Nghị định 126/2024, Điều 25)."""
        return self.level != Unit.Level.BRANCH

    @property
    def shown_on(self) -> dt.date:
        """The day its page tells of: today, or the last day of a unit that is no more."""
        if self.valid_to is not None and self.has_ended:
            return self.valid_to - dt.timedelta(days=1)
        return local_today()

    @property
    def has_ended(self) -> bool:
        """Whether its last day is past; an end written down beforehand is none yet."""
        return self.valid_to is not None and self.valid_to <= local_today()

    def is_within(self, root: "Unit") -> bool:
        """Whether this unit is `root` or below it. See also `UnitQuerySet.within`."""
        return root.pk in self.line_pks

    def clean(self) -> None:
        """The parent stands higher (a branch may hang on the city itself) for as long as the unit
        is there, and whoever belongs to the unit has gone elsewhere before it ends."""
        if not self.slug:
            self._take_free_slug()
        if self.parent is not None and self.level is not None:
            if self.parent.level >= self.level:
                raise ValidationError({"parent": "Đơn vị cấp trên phải ở cấp cao hơn."})
            if self.valid_from and self.valid_from < self.parent.valid_from:
                raise ValidationError(
                    {"valid_from": "Đơn vị không thể có trước đơn vị mà nó trực thuộc."}
                )
            above = self.parent.valid_to
            if above and (self.valid_to is None or self.valid_to > above):
                message = f"{self.parent} chỉ có đến trước ngày {above:%d/%m/%Y}."
                raise ValidationError({"parent": message})
        if self.pk:
            self._check_nobody_came_before()
        if self.pk and self.valid_to:
            self._check_nobody_belongs(self.valid_to)

    def _take_free_slug(self) -> None:
        """Branches of two districts often bear one name, and so do a quận and a phường of later."""
        above = self.parent.short_name if self.parent and self.level == 2 else ""
        base = slugify(f"{self.short_name or self.name} {above}", 76)
        self.slug, number = base, 1
        while Unit.objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            number += 1
            self.slug = f"{base}-{number}"

    def _check_nobody_came_before(self) -> None:
        """Corrected, the beginning and the level still fit who belongs here and holds office."""
        for rows, label in (
            (self.memberships, "hội viên vào"),
            (self.appointments, "người nhận chức vụ"),
        ):
            first = rows.order_by("valid_from").first()
            if first is not None and self.valid_from and first.valid_from < self.valid_from:
                day = f"{first.valid_from:%d/%m/%Y}"
                raise ValidationError({"valid_from": f"Đơn vị đã có {label} từ ngày {day}."})
        elsewhere = self.appointments.exclude(position__level=self.level).exists()
        if elsewhere or (self.level != Unit.Level.BRANCH and self.memberships.exists()):
            raise ValidationError({"level": "Đơn vị đã có hội viên hoặc chức vụ ở cấp hiện nay."})

    def _check_nobody_belongs(self, end: dt.date) -> None:
        goes_on = Q(valid_to__isnull=True) | Q(valid_to__gt=end)
        for rows, label in (
            (self.memberships, "hội viên chưa ghi ngày rời"),
            (self.appointments, "người chưa ghi ngày thôi chức vụ"),
            (self.children, "đơn vị trực thuộc chưa ghi ngày kết thúc"),
        ):
            if count := rows.filter(goes_on).count():
                raise ValidationError(
                    {"valid_to": f"Đến ngày này, đơn vị còn {vn_number(count)} {label}."}
                )


_UnitManager = models.Manager.from_queryset(UnitQuerySet)


class DistrictManager(_UnitManager):
    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).districts()


class BranchManager(_UnitManager):
    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).branches()


class District(Unit):
    """A unit right below the association: quận or huyện until 2025, phường, xã or đặc khu since."""

    objects: ClassVar[DistrictManager] = DistrictManager()

    class Meta:
        proxy = True
        verbose_name = "hội cấp quận, huyện, phường, xã"
        verbose_name_plural = "hội cấp quận, huyện, phường, xã"


class Branch(Unit):
    """A base unit (chi hội): the one that members belong to."""

    objects: ClassVar[BranchManager] = BranchManager()

    class Meta:
        proxy = True
        verbose_name = "chi hội"
        verbose_name_plural = "chi hội"


@tracked(about="new")
class Succession(models.Model):
    """One old unit going over into one new one; a merger or split is several of these rows."""

    class Kind(models.TextChoices):
        MERGED = "merged", "sáp nhập"
        SPLIT = "split", "chia tách"
        RENAMED = "renamed", "đổi tên, chuyển cấp"

    old = models.ForeignKey(
        Unit, models.PROTECT, related_name="succession_out", verbose_name="đơn vị cũ"
    )
    new = models.ForeignKey(
        Unit, models.PROTECT, related_name="succession_in", verbose_name="đơn vị mới"
    )
    kind = models.CharField("hình thức", max_length=10, choices=Kind)
    decision_no = models.CharField("số quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")

    class Meta:
        verbose_name = "kế tục đơn vị"
        verbose_name_plural = "kế tục đơn vị"
        ordering = ["-decided_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"],
                name="members_succession_once",
                violation_error_message="Hai đơn vị này đã được ghi là kế tục nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="members_succession_between_two",
                violation_error_message="Đơn vị cũ và đơn vị mới phải khác nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new} ({self.get_kind_display()}, {self.decided_on:%d/%m/%Y})"


def association(day: dt.date | None = None) -> Unit | None:
    """The association itself, as of that day; None on an empty site."""
    return Unit.objects.associations().on(day or local_today()).first()
