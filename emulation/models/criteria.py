"""Sets of criteria: what a cycle is scored by. Issued, a set never changes; a change is a new version."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, Q
from django.urls import reverse

from kit.dates import local_today
from kit.numbers import vn_number
from members.models import (
    CrossTableRule,
    Degree,
    ReferencedTable,
    Subject,
    Unit,
    known_choices,
    tracked,
    units_where,
)

from ..scoring import Item, Kind, Part, score

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

OUR_PROPOSAL = "Đề xuất, chờ Hội xác nhận"
DEEPEST = 3  # sections, sub-sections, criteria: what a paper sheet numbers 1.2.3
_NOT_BELOW_ZERO = [MinValueValidator(Decimal(0), "Điểm không thể âm.")]


class CriteriaSetQuerySet(models.QuerySet):
    subject = Subject.EMULATION

    def issued(self) -> Self:
        return self.filter(issued_on__isnull=False)

    def visible_to(self, user: "AnyUser") -> Self:
        """Issued sets, to everybody who reads emulation anywhere: they are scored by them. Drafts
        to those who write emulation in the unit that lays the set down."""
        theirs = units_where(user, Subject.EMULATION, Degree.WRITE)
        return self.filter(
            Exists(units_where(user, Subject.EMULATION)),
            Q(issued_on__isnull=False) | Q(unit__in=theirs),
        )

    def editable_by(self, user: "AnyUser") -> Self:
        """Sets of the units in which the user writes emulation; an issued one may be copied, taken
        out of use, nothing else."""
        return self.filter(unit__in=units_where(user, Subject.EMULATION, Degree.WRITE))

    def with_counts(self) -> Self:
        """Adds `criteria_count`, of what is scored."""
        return self.annotate(criteria_count=Count("criteria", filter=~Q(criteria__kind=Kind.GROUP)))


@tracked(readers="visible_to")
class CriteriaSet(models.Model):
    """A version of a set of criteria (bộ tiêu chí chấm điểm)."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="criteria_sets", verbose_name="do đơn vị nào đặt ra"
    )
    name = models.CharField("tên", max_length=120)
    version = models.PositiveSmallIntegerField("bản số", default=1)
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors",
        verbose_name="sửa từ bản",
    )  # fmt: skip
    source = models.CharField(
        "căn cứ", max_length=200, blank=True, help_text="Văn bản, nghị quyết quy định cách chấm."
    )
    bonus_limit = models.DecimalField(
        "điểm thưởng nhiều nhất", max_digits=7, decimal_places=2, null=True, blank=True,
        validators=_NOT_BELOW_ZERO,
    )  # fmt: skip
    penalty_limit = models.DecimalField(
        "điểm trừ nhiều nhất", max_digits=7, decimal_places=2, null=True, blank=True,
        validators=_NOT_BELOW_ZERO,
    )  # fmt: skip
    issued_on = models.DateField("ban hành ngày", null=True, blank=True)
    decision_no = models.CharField("số văn bản ban hành", max_length=60, blank=True)
    retired_on = models.DateField("thôi dùng từ ngày", null=True, blank=True)
    # By hand, not since the next version was issued: taken back, that one leaves it as it is.
    is_retired_by_hand = models.BooleanField("thôi dùng do chọn", default=False, editable=False)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ["unit__level", "unit__sort_order", "name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "version"],
                name="emulation_criteriaset_version_once",
                violation_error_message="Đơn vị đã có bộ tiêu chí mang tên và số bản này.",
            ),
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(issued_on__isnull=True),
                name="emulation_criteriaset_one_draft",
                violation_error_message="Đã có một bản đang soạn mang tên này; hãy sửa tiếp bản đó.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True) | Q(retired_on__gte=F("issued_on")),
                name="emulation_criteriaset_retired_after_issue",
                violation_error_message="Ngày thôi dùng phải từ ngày ban hành trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(is_retired_by_hand=False) | Q(retired_on__isnull=False),
                name="emulation_criteriaset_retired_by_hand_on_a_day",
                violation_error_message="Thôi dùng thì phải có ngày.",
            ),
            models.CheckConstraint(
                condition=(Q(bonus_limit__isnull=True) | Q(bonus_limit__gte=0))
                & (Q(penalty_limit__isnull=True) | Q(penalty_limit__gte=0)),
                name="emulation_criteriaset_limits_not_below_zero",
                violation_error_message="Điểm không thể âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, bản {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("emulation_desk:criteria", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None

    @property
    def is_retired(self) -> bool:
        return self.retired_on is not None and self.retired_on <= local_today()

    @property
    def is_proposal(self) -> bool:
        """Whether nothing but our own proposal stands behind it; pages say so."""
        return self.source == OUR_PROPOSAL

    @property
    def state_label(self) -> str:
        if not self.is_issued:
            return "đang soạn"
        return "thôi dùng" if self.is_retired else "đang dùng"


class CriterionQuerySet(models.QuerySet):
    def visible_to(self, user: "AnyUser") -> Self:
        return self.filter(criteria_set__in=CriteriaSet.objects.visible_to(user))

    def editable_by(self, user: "AnyUser") -> Self:
        """Criteria of drafts; those of an issued set never change."""
        sets = CriteriaSet.objects.editable_by(user).filter(issued_on__isnull=True)
        return self.filter(criteria_set__in=sets)


@known_choices("kind", "part")
@tracked(about="criteria_set")
class Criterion(models.Model):
    """A criterion, or a section that holds criteria (`kind` GROUP)."""

    cross_table_rules = (
        CrossTableRule(
            "of_a_draft",
            Q(criteria_set__issued_on__isnull=False),
            (
                "criteria_set_id", "parent_id", "order", "title", "guidance", "kind", "part",
                "maximum", "target", "measure", "per_unit", "previous_id",
            ),
        ),
        CrossTableRule(
            "in_its_section",
            Q(parent__isnull=False)
            & (~Q(parent__kind=Kind.GROUP) | ~Q(parent__criteria_set=F("criteria_set"))),
            ("parent_id", "criteria_set_id"),
            (ReferencedTable("emulation.Criterion", "parent", ("kind", "criteria_set_id")),),
        ),
    )  # fmt: skip

    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="criteria", verbose_name="bộ tiêu chí"
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="thuộc mục"
    )  # fmt: skip
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    title = models.CharField("nội dung", max_length=300)
    guidance = models.TextField("hướng dẫn chấm", blank=True)
    kind = models.CharField("cách chấm", max_length=10, choices=Kind, default=Kind.JUDGED)
    part = models.CharField("loại điểm", max_length=10, choices=Part, default=Part.BASE)
    maximum = models.DecimalField(
        "điểm tối đa", max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"), "Điểm tối đa phải lớn hơn 0.")],
    )  # fmt: skip
    target = models.DecimalField(
        "chỉ tiêu", max_digits=9, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0), "Chỉ tiêu không thể âm.")],
    )  # fmt: skip
    measure = models.CharField(
        "đơn vị tính", max_length=40, blank=True, help_text="Ví dụ: lượt thăm, hội viên, buổi."
    )
    per_unit = models.DecimalField(
        "điểm cho mỗi lần", max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"), "Điểm cho mỗi lần phải lớn hơn 0.")],
    )  # fmt: skip
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="later",
        verbose_name="tiêu chí tương ứng ở bản trước",
    )  # fmt: skip
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.GROUP, Kind.COUNT])
                | Q(maximum__isnull=False, maximum__gt=0),
                name="emulation_criterion_has_maximum",
                violation_error_message="Chưa ghi điểm tối đa.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.COUNT, per_unit__isnull=False, per_unit__gt=0)
                | ~Q(kind=Kind.COUNT) & Q(per_unit__isnull=True),
                name="emulation_criterion_counted_by_points",
                violation_error_message="Tiêu chí đếm số lần phải ghi điểm cho mỗi lần.",
            ),
            # Base points without a most of their own would leave the scale without an end.
            models.CheckConstraint(
                condition=~Q(kind=Kind.COUNT, part=Part.BASE)
                | Q(maximum__isnull=False, maximum__gt=0),
                name="emulation_criterion_base_is_limited",
                violation_error_message="Điểm chính phải có điểm tối đa.",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True)
                | Q(kind__in=[Kind.QUANTITY, Kind.RELATIVE], target__gte=0),
                name="emulation_criterion_target_of_quantity",
                violation_error_message="Chỉ tiêu chỉ ghi cho tiêu chí chấm theo số lượng.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        above = self._above()
        if any(row.pk == self.pk for row in above if self.pk):
            raise ValidationError({"parent": "Một mục không thể nằm trong chính nó."})
        if len(above) + self._height() > DEEPEST:
            raise ValidationError({"parent": f"Chỉ chia nhiều nhất {DEEPEST} cấp."})

    def _above(self) -> "list[Criterion]":
        """The sections that it stands in, the nearest first; ends where a circle would begin."""
        parents: list[Criterion] = []
        row = self.parent
        while row is not None and row.pk != self.pk and len(parents) <= DEEPEST:
            parents.append(row)
            row = row.parent
        return parents if row is None else [*parents, row]

    def _height(self) -> int:
        """How many levels it has with what is in it."""
        if self._state.adding or not self.is_section:
            return 1
        return 1 + max((child._height() for child in self.children.all()), default=0)

    @property
    def is_section(self) -> bool:
        return self.kind == Kind.GROUP

    @property
    def item(self) -> Item:
        """As the arithmetic of `scoring` reads it."""
        return Item(
            key=self.pk, parent=self.parent_id, kind=self.kind, part=self.part,
            maximum=self.maximum, target=self.target, per_unit=self.per_unit,
        )  # fmt: skip

    def worded(self, value: Decimal | None) -> str:
        """A value of it as people say it: "có", "12 lượt thăm", "7,5 điểm"; "" while not scored."""
        if value is None:
            return ""
        if self.kind == Kind.YES_NO:
            return "có" if value else "không"
        measure = "điểm" if self.kind == Kind.JUDGED else self.measure
        return f"{vn_number(value)} {measure}".rstrip()

    @property
    def formula(self) -> str:
        """How its points come about, in a sentence that a head of a branch can check by hand."""
        return explanation(self)


def explanation(criterion: Criterion) -> str:
    """See `Criterion.formula`."""
    points = vn_number(criterion.maximum) if criterion.maximum is not None else ""
    measure = criterion.measure or "đơn vị"
    goal = f"{vn_number(criterion.target)} {measure}" if criterion.target else ""
    match criterion.kind:
        case Kind.GROUP:
            return (
                f"Cộng điểm các tiêu chí bên trong, quy về {points} điểm." if points
                else "Cộng điểm các tiêu chí bên trong."
            )  # fmt: skip
        case Kind.QUANTITY if goal:
            return f"Số đạt được chia cho chỉ tiêu {goal}, nhân với {points}; đạt chỉ tiêu trở lên: {points} điểm."
        case Kind.QUANTITY:
            return f"Chỉ tiêu giao riêng cho từng đơn vị; số đạt được chia cho chỉ tiêu, nhân với {points}."
        case Kind.RELATIVE if goal:
            half = vn_number((criterion.maximum or Decimal(0)) / 2)
            return (
                f"Chưa đạt {goal}: số đạt được chia cho chỉ tiêu, nhân với {half}. Đạt: {half} điểm. "
                f"Đơn vị cao nhất: {points} điểm; đơn vị ở giữa theo tỷ lệ."
            )
        case Kind.RELATIVE:
            return (
                f"Đơn vị cao nhất: {points} điểm; đơn vị khác: số đạt được chia cho số của đơn vị cao "
                f"nhất, nhân với {points}."
            )
        case Kind.YES_NO:
            return f"Có: {points} điểm. Không: 0 điểm."
        case Kind.COUNT:
            each = vn_number(criterion.per_unit or 0)
            verb = "trừ" if criterion.part == Part.PENALTY else "được"
            most = f", nhiều nhất {points} điểm" if points else ""
            return f"Mỗi {criterion.measure or 'lần'} {verb} {each} điểm{most}."
    return f"Chấm từ 0 đến {points} điểm theo hướng dẫn."


def in_outline(criteria: Any) -> "list[tuple[str, int, Criterion]]":
    """The criteria as a paper sheet numbers them: ("1.2", 2, criterion), sections before what is in
    them. Costs no query beyond reading `criteria`."""
    children: dict[int | None, list[Criterion]] = {}
    for criterion in sorted(criteria, key=lambda row: (row.order, row.pk)):
        children.setdefault(criterion.parent_id, []).append(criterion)
    lines: list[tuple[str, int, Criterion]] = []

    def add(parent: int | None, prefix: str, depth: int) -> None:
        for number, criterion in enumerate(children.get(parent, []), 1):
            code = f"{prefix}{number}"
            lines.append((code, depth, criterion))
            add(criterion.pk, f"{code}.", depth + 1)

    add(None, "", 1)
    return lines


def base_maximum(criteria_set: CriteriaSet) -> Decimal:
    """What the set's base points add up to."""
    return score([row.item for row in criteria_set.criteria.all()], {}).full_maximum
