"""Terms, posts and who holds them when; all rights in the portal follow from here."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q

from kit.dates import local_today
from kit.papers import signing_title
from kit.text import fold

from .constraints import known_choices, plain_names
from .cross_table_rules import CrossTableRule, ReferencedTable
from .dated import Dated, DatedQuerySet, dates_in_order, within
from .derived import DerivedTextField
from .history import tracked
from .rights import AT_THE_TOP, Degree, Subject, degree_of
from .rights import Right as _Right
from .rules import why_not_elected
from .scope import UnitScopedQuerySet
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser


@plain_names("name")
@tracked(about="unit")
class Term(Dated):
    """A mandate (nhiệm kỳ) of one unit's committee, from congress to congress."""

    ends_with_unit = passes_on = True

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="terms", verbose_name="đơn vị")
    name = models.CharField("nhiệm kỳ", max_length=60, help_text="Ví dụ: Nhiệm kỳ 2023 - 2028.")
    congress_on = models.DateField("ngày đại hội", null=True, blank=True)
    search_text = DerivedTextField(sources=("name",), derive=lambda *t: fold(" ".join(t)))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm kỳ"
        verbose_name_plural = "nhiệm kỳ"
        ordering = ["-valid_from", "unit"]
        constraints = [
            dates_in_order("members", "term"),
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="members_term_once",
                violation_error_message="Đơn vị này đã có nhiệm kỳ cùng tên.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"

    def clean(self) -> None:
        super().clean()
        if self.pk and self.appointments.exclude(unit=self.unit_id).exists():
            raise ValidationError({"unit": "Nhiệm kỳ này đã có người giữ chức vụ ở đơn vị khác."})


@plain_names("name", "board")
@known_choices("level", "right")
@tracked()
class Position(models.Model):
    """A post (chức vụ) that can be held at one level of the tree, and the right it carries."""

    Right = _Right

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("chức vụ", max_length=100)
    level = models.PositiveSmallIntegerField("ở cấp", choices=Unit.Level)
    right = models.CharField(
        "quyền theo chức vụ",
        max_length=20,
        choices=Right,
        default=Right.NONE,
        help_text="Người đang giữ chức vụ này có quyền từ ngày nhận đến ngày thôi chức vụ.",
    )
    board = models.CharField(
        "thuộc ban",
        max_length=60,
        blank=True,
        help_text="Ví dụ: Ban Chấp hành, Ban Thường vụ, Ban Kiểm tra. Để trống: không thuộc ban.",
    )
    rank_order = models.PositiveSmallIntegerField(
        "thứ tự", default=100, help_text="Số nhỏ đứng trước trong danh sách."
    )
    expected_count = models.PositiveSmallIntegerField(
        "số người cần có",
        default=0,
        help_text="Mỗi đơn vị ở cấp này cần bao nhiêu người; 0: không bắt buộc.",
    )
    search_text = DerivedTextField(sources=("name", "code"), derive=lambda *t: fold(" ".join(t)))

    class Meta:
        verbose_name = "chức vụ"
        verbose_name_plural = "chức vụ"
        ordering = ["level", "rank_order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(right__in=["news_editor", "city_office"]) | Q(level=0),  # AT_THE_TOP
                name="members_position_admin_right_at_the_top",
                violation_error_message=(
                    "Quyền văn phòng Hội và quyền biên tập chỉ gắn với chức vụ ở cấp Hội thành phố."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_level_display()})"

    def clean(self) -> None:
        if self.pk and self.appointments.exclude(unit__level=self.level).exists():
            raise ValidationError({"level": "Đã có người giữ chức vụ này ở cấp khác."})

    @property
    def signs_as(self) -> str:
        """What stands above the name on an official paper."""
        return signing_title(self.name)

    def may(self, subject: Subject, degree: Degree = Degree.READ) -> bool:
        """Whether the right it carries goes so far. See also `User.may`."""
        return degree_of(self.right, subject) >= degree

    @property
    def opens_admin(self) -> bool:
        return self.right in AT_THE_TOP


@tracked(about="unit")
class ExpectedPost(models.Model):
    """How many holders of a post one unit should have, where its level's rule does not fit."""

    passes_on = True

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="expected_posts", verbose_name="đơn vị"
    )
    position = models.ForeignKey(Position, models.CASCADE, related_name="+", verbose_name="chức vụ")
    count = models.PositiveSmallIntegerField("số người cần có")

    class Meta:
        verbose_name = "định mức chức vụ riêng"
        verbose_name_plural = "định mức chức vụ riêng"
        ordering = ["unit", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "position"],
                name="members_expectedpost_once",
                violation_error_message="Đơn vị này đã có định mức cho chức vụ đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.position.name} × {self.count}"


class AppointmentQuerySet(DatedQuerySet, UnitScopedQuerySet):  # type: ignore[override]  # each has its own as_manager
    subject = Subject.OFFICES

    def in_office(self, day: dt.date | None = None) -> Self:
        """Offices held on that day, ready to be shown. See also `Appointment.is_on`."""
        return self.on(day).select_related("position", "member", "unit")

    def held_or_coming(self) -> Self:
        """Offices held today or from a day to come, ready to be shown: who keeps the list sees
        what was written for a coming day, and can take it back."""
        return self.overlapping(local_today(), None).select_related("position", "member", "unit")

    def in_protocol_order(self) -> Self:
        return self.order_by("unit__level", "position__rank_order", "member__sort_key", "pk")

    def visible_to(self, user: "AnyUser") -> Self:
        """Who holds which office is public in the association; the list hides nobody."""
        return self.all()


@known_choices("method")
@tracked(about="member")
class Appointment(Dated):
    """One person holding one post in one unit, elected or appointed, from day to day."""

    class Method(models.TextChoices):
        ELECTED = "elected", "bầu"
        APPOINTED = "appointed", "chỉ định"

    no_overlap_by = ("member", "unit", "position")
    holds_from = "valid_from"  # see `actions.references`
    ends_with_unit = passes_on = True
    overlap_message = "Người này đã giữ chức vụ đó ở đơn vị đó (từ {start})."
    cross_table_rules = (
        within("unit", "members.Unit"),
        CrossTableRule(
            "position_fits",
            ~Q(position__level=F("unit__level")),
            ("position_id", "unit_id"),
            (
                ReferencedTable("members.Position", "position", ("level",)),
                ReferencedTable("members.Unit", "unit", ("level",)),
            ),
        ),
        CrossTableRule(
            "term_own",
            Q(term__isnull=False) & ~Q(term__unit=F("unit")),
            ("term_id", "unit_id"),
            (ReferencedTable("members.Term", "term", ("unit_id",)),),
        ),
    )

    member = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        related_name="appointments",
        verbose_name="người giữ chức vụ",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="appointments", verbose_name="đơn vị"
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="appointments", verbose_name="chức vụ"
    )
    term = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="nhiệm kỳ",
    )
    method = models.CharField("hình thức", max_length=10, choices=Method, default=Method.ELECTED)
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "giữ chức vụ"
        verbose_name_plural = "giữ chức vụ"
        ordering = ["-valid_from", "pk"]
        constraints = [
            dates_in_order("members", "appointment"),
            models.UniqueConstraint(
                fields=["member", "unit", "position"],
                condition=Q(valid_to__isnull=True),
                name="members_appointment_open_once",
                violation_error_message="Người này đang giữ chức vụ đó ở đơn vị đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.position.name}, {self.unit}"

    @property
    def is_fresh(self) -> bool:
        """Whether it begins only today or later: then a slip in writing it can be taken back."""
        return self.valid_from >= local_today()

    def clean(self) -> None:
        """The post fits the unit's level, the term is the unit's, no two stretches overlap, and
        nobody holds office in a unit that is not there."""
        super().clean()
        if self.unit_id:
            self.check_within(self.unit)
        errors = {}
        if self.unit_id and self.position_id and self.unit.level != self.position.level:
            errors["position"] = (
                f"Chức vụ này thuộc cấp “{self.position.get_level_display()}”, "
                f"còn {self.unit} thuộc cấp “{self.unit.get_level_display()}”."
            )
        if self.unit_id and self.term is not None and self.term.unit_id != self.unit_id:
            errors["term"] = "Nhiệm kỳ này là của đơn vị khác."
        if message := self._why_not_elected():
            errors["member"] = message
        if errors:
            raise ValidationError(errors)

    def _why_not_elected(self) -> str:
        """Of who is elected now; whoever was before the rule, or the kind of member, changed goes on."""
        if self.method != self.Method.ELECTED or not (self.member_id and self.unit_id):
            return ""
        same = type(self)._base_manager.filter(pk=self.pk, member=self.member_id)
        if not self.valid_from or same.filter(method=self.Method.ELECTED).exists():
            return ""
        return why_not_elected(self.member.kind, self.unit, self.valid_from)


def vacancies(unit: Unit, day: dt.date | None = None) -> list[tuple[Position, int]]:
    """Posts the unit should have filled on that day and hasn't, with how many are missing."""
    day = day or local_today()
    own = dict(unit.expected_posts.values_list("position_id", "count"))
    held = Count("appointments", filter=Q(appointments__in=unit.appointments.on(day)))
    missing: list[tuple[Position, int]] = []
    for position in Position.objects.filter(level=unit.level).annotate(held=held):
        lack = own.get(position.pk, position.expected_count) - position.held
        if lack > 0:
            missing.append((position, lack))
    return missing


def vacancies_by_unit(
    units: models.QuerySet[Unit], day: dt.date | None = None
) -> dict[int, list[tuple[Position, int]]]:
    """`vacancies` of many units at once, by the unit's key, in four queries however many there are."""
    day = day or local_today()
    levels = dict(units.on(day).order_by().values_list("pk", "level"))  # type: ignore[attr-defined]  # UnitQuerySet has it
    own = {
        (unit, position): count
        for unit, position, count in ExpectedPost.objects.filter(unit__in=units).values_list(
            "unit", "position", "count"
        )
    }
    rows = Appointment.objects.on(day).filter(unit__in=units).order_by()
    held = {
        (row["unit"], row["position"]): row["held"]
        for row in rows.values("unit", "position").annotate(held=Count("pk"))
    }
    missing: dict[int, list[tuple[Position, int]]] = {}
    positions = list(Position.objects.all())
    for unit, level in levels.items():
        for position in positions:
            if position.level != level:
                continue
            lack = own.get((unit, position.pk), position.expected_count) - held.get(
                (unit, position.pk), 0
            )
            if lack > 0:
                missing.setdefault(unit, []).append((position, lack))
    return missing


def vacancies_filled(
    units: models.QuerySet[Unit], start: dt.date, end: dt.date
) -> list[Appointment]:
    """Appointments, from `start` up to but not including `end`, to a post that had fewer holders the
    day before than it should have; two queries. Who follows on the day the other ends fills none,
    nor do those with whom a unit began.
    """
    own = {
        (unit, position): count
        for unit, position, count in ExpectedPost.objects.filter(unit__in=units).values_list(
            "unit", "position", "count"
        )
    }
    rows = Appointment.objects.filter(unit__in=units, valid_from__lt=end).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=start)
    )
    by_post: dict[tuple[int, int], list[Appointment]] = {}
    for row in rows.select_related("unit__parent", "position").order_by("valid_from", "pk"):
        by_post.setdefault((row.unit_id, row.position_id), []).append(row)
    filled: list[Appointment] = []
    for post, held in by_post.items():
        for row in held:
            if row.valid_from < start or row.valid_from <= row.unit.valid_from:
                continue
            eve = row.valid_from - dt.timedelta(days=1)
            others = [other for other in held if other != row and other.is_on(eve)]
            same_day = [other for other in filled if _is_beside(other, row)]
            expected = own.get(post, row.position.expected_count)
            if len(others) + len(same_day) < expected:
                filled.append(row)
    return sorted(filled, key=lambda row: (row.valid_from, row.pk))


def _is_beside(other: Appointment, row: Appointment) -> bool:
    """Whether both began the same post of the same unit on the same day."""
    names = ("unit_id", "position_id", "valid_from")
    return all(getattr(other, name) == getattr(row, name) for name in names)
