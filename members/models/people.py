"""Members and their dated membership of a branch."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Upper

from kit.dates import FIRST_YEAR, local_today
from kit.phones import phone_digits, phone_numbers
from kit.text import bare_name, fold, sort_key

from .constraints import day_in_its_year, known_choices, plain_names
from .cross_table_rules import CrossTableRule, ReferencedTable
from .dated import Dated, DatedQuerySet, dates_in_order, within
from .derived import DerivedTextField
from .elsewhere import AFTER_ELSEWHERE, LEAST_AGE, JoinedElsewhere
from .history import tracked
from .naming import (
    CodeField,
    Titled,
    name_and_titles,
    normal_code,
    parse_person_query,
    rank_spellings,
    searched_as,
)
from .rights import Degree, Subject
from .scope import UnitScopedQuerySet, units_where
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser


class Rank(models.IntegerChoices):
    """Police ranks from highest to lowest (Luật Công an nhân dân 2018, Điều 21), and Chuẩn úy, which
    was given from 1962 to 1989: members over 70 hold it."""

    GENERAL = 10, "Đại tướng"
    SENIOR_LIEUTENANT_GENERAL = 20, "Thượng tướng"
    LIEUTENANT_GENERAL = 30, "Trung tướng"
    MAJOR_GENERAL = 40, "Thiếu tướng"
    SENIOR_COLONEL = 50, "Đại tá"
    COLONEL = 60, "Thượng tá"
    LIEUTENANT_COLONEL = 70, "Trung tá"
    MAJOR = 80, "Thiếu tá"
    SENIOR_CAPTAIN = 90, "Đại úy"
    CAPTAIN = 100, "Thượng úy"
    SENIOR_LIEUTENANT = 110, "Trung úy"
    LIEUTENANT = 120, "Thiếu úy"
    ASPIRANT = 125, "Chuẩn úy"
    SERGEANT_MAJOR = 130, "Thượng sĩ"
    SERGEANT = 140, "Trung sĩ"
    CORPORAL = 150, "Hạ sĩ"
    PRIVATE_FIRST_CLASS = 160, "Binh nhất"
    PRIVATE = 170, "Binh nhì"


RANK_WORDS = rank_spellings(rank.label for rank in Rank)


def refuse_child(birth_year: int | None) -> str:
    """Why nobody of the association can be born that year; "" where somebody can."""
    this = local_today().year
    if not birth_year or birth_year <= this - LEAST_AGE:
        return ""
    if birth_year > this:
        return "Năm sinh ở tương lai."
    return (
        f"Sinh năm {birth_year} thì mới {this - birth_year} tuổi, chưa đủ {LEAST_AGE} tuổi. Hãy xem "
        "lại năm sinh."
    )


def titled(text: str) -> Titled:
    """A name as typed into a box of names; see `name_and_titles`."""
    return name_and_titles(text, RANK_WORDS)


def rank_named(label: str) -> int | None:
    """The rank of that label; None for "" and for others."""
    return next((int(rank) for rank in Rank if rank.label == label), None)


def search_terms(text: str) -> list[str]:
    """The folded words to look for in a `search_text` that names people: without titles, a
    telephone number by its figures. See also `MemberQuerySet.matching`."""
    if len(phone_digits(text)) >= 3:
        return phone_numbers(text) or [phone_digits(text)]
    query = parse_person_query(text, RANK_WORDS)
    return [*query.words, *query.codes]


class MemberQuerySet(UnitScopedQuerySet):
    subject = Subject.MEMBERS

    def active_on(self, day: dt.date | None = None) -> Self:
        """Members who belong to some branch on that day. See also `Member.is_active_on`."""
        return self.filter(pk__in=Membership.objects.on(day).values("member"))

    def of_units(self, units: models.QuerySet[Unit], day: dt.date | None = None) -> Self:
        """Members who belong to one of these units on that day."""
        return self.filter(
            pk__in=Membership.objects.on(day).filter(unit__in=units).values("member")
        )

    def visible_to(self, user: "AnyUser") -> Self:
        """Cards the user may read: the own one, and those of their books (`in_books_of`)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        own = Member.objects.order_by().filter(pk=user.member_id).values("pk")
        managed = units_where(user, Subject.MEMBERS)
        if user.covers_all(Subject.MEMBERS):
            return self.filter(Q(pk__in=_ever_in(managed)) | Q(pk=user.member_id))
        return (
            self._with_unit_now()
            .filter(pk__in=_ever_in(managed).union(own))
            .filter(Q(unit_now__in=managed) | Q(pk=user.member_id))
        )

    def in_books_of(self, user: "AnyUser") -> Self:
        """Cards the user reads by office, never the own one as a mere member."""
        return self.open_to(user, Degree.READ)

    def named_to(self, user: "AnyUser") -> Self:
        """Members whose names the user may know, as a treasurer who sees no card."""
        return self.open_to(user, Degree.READ, Subject.NAMES)

    def open_to(self, user: "AnyUser", degree: Degree, subject: Subject = Subject.MEMBERS) -> Self:
        """Members whose branch is one where the user may do so; of `editable_by`, the cards they may
        change.

        Who left belongs to the last branch, who is yet to come to the first: a transfer written
        down beforehand moves the card on its day.
        """
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        managed = units_where(user, subject, degree)
        if user.is_authenticated and user.covers_all(subject, degree):
            # Whoever keeps every unit's book needs no look at each card's branch.
            return self.filter(Exists(Membership.objects.filter(member=OuterRef("pk"))))
        return self.in_books_of_units(managed)

    def in_books_of_units(self, units: models.QuerySet[Unit]) -> Self:
        """Cards that lie in the books of these units, also of who left. See also `open_to`."""
        return self._with_unit_now().filter(pk__in=_ever_in(units), unit_now__in=units)

    def active_in_books_of(self, user: "AnyUser", day: dt.date | None = None) -> Self:
        """Members who belong on that day to a unit whose books the user reads.

        Of today it is `in_books_of(user).active_on()`, asked in a way that 100,000 cards stand: of
        whoever belongs somewhere today, that is the card's branch.
        """
        memberships = Membership.objects.order_by().on(day)
        if user.is_authenticated and user.covers_all(Subject.MEMBERS):
            # Nearly everybody: walking the list in its order and asking of each is the short way.
            return self.filter(Exists(memberships.filter(member=OuterRef("pk"))))
        return self.filter(
            pk__in=memberships.filter(unit__in=units_where(user, Subject.MEMBERS)).values("member")
        )

    def _with_unit_now(self) -> Self:
        memberships = Membership.objects.filter(member=OuterRef("pk"))
        begun = memberships.filter(valid_from__lte=local_today()).order_by("-valid_from", "-pk")
        return self.annotate(
            unit_now=Coalesce(
                Subquery(begun.values("unit")[:1]),
                Subquery(memberships.order_by("valid_from", "pk").values("unit")[:1]),
            )
        )

    def with_seniority(self) -> Self:
        """Adds `first_joined_on`: the first membership's day, or the earlier one of joining elsewhere.

        See also `Member.joined_on`.
        """
        return self.annotate(
            first_joined_on=Coalesce(F("elsewhere_on"), Min("memberships__valid_from"))
        )

    def in_name_order(self) -> Self:
        return self.order_by("sort_key", "pk")

    def matching(self, text: str) -> Self:
        """Every typed word, in any order, without marks; a number by its figures alone.

        Titles before the name don't count, and what the portal writes of somebody is read back:
        `naming.parse_person_query`.
        """
        digits = phone_digits(text)
        if len(digits) >= 3:
            return self.filter(search_text__contains=(phone_numbers(text) or [digits])[0])
        query = parse_person_query(text, RANK_WORDS)
        rows = self
        for code in query.codes:
            rows = rows.filter(Q(code=normal_code(code)) | Q(search_text__contains=code))
        for word in query.words:
            rows = rows.filter(search_text__contains=word)
        if query.year:
            rows = rows.filter(birth_year=query.year)
        if query.place and not query.codes:
            there = (
                Membership.objects.order_by().on().filter(unit__search_text__contains=query.place)
            )
            rows = rows.filter(pk__in=there.values("member"))
        return rows

    def called(self, text: str) -> Self:
        """By name and card number alone, for whoever may know no more: a word with figures in it asks
        for the number, so that no telephone and no year of birth gives its owner away."""
        query = parse_person_query(text, RANK_WORDS)
        rows = self if query.codes or query.words else self.none()
        for word in (*query.codes, *query.words):
            has_figure = any(letter.isdigit() for letter in word)
            rows = rows.filter(
                Q(code__contains=normal_code(word)) if has_figure else Q(search_text__contains=word)
            )
        return rows

    def search(self, text: str) -> Self:
        """What a search box of members finds: `matching`, or everybody born in the year typed."""
        if re.fullmatch(r"(?:19|20)\d\d", text.strip(), re.ASCII):
            return self.filter(
                Q(birth_year=int(text))
                | Q(pk__in=self.model.objects.order_by().matching(text).values("pk"))
            )
        return self.matching(text)

    def alike(self, *, name: str, birth_year: int | None, phone: str) -> Self:
        """Cards of perhaps the same person: that name (marks, apostrophes and hyphens don't count)
        and that year, or one of these telephone numbers."""
        numbers = Q(pk__in=[])
        for digits in phone_numbers(phone):
            numbers |= Q(search_text__contains=f" {digits}")
        folded, bare = fold(name), bare_name(name)
        named = Q(search_text__startswith=f"{folded} ") | Q(search_text__startswith=f"{bare} ")
        named |= Q(search_text__contains=f" {bare} ")
        if birth_year:
            named &= Q(birth_year=birth_year)
        rows = self.filter(named).only("pk", "full_name") if bare else self.none()
        same = [member.pk for member in rows if bare_name(member.full_name) == bare]
        return self.filter(Q(pk__in=same) | numbers).in_name_order()

    def named_like(self, text: str, *, by_name_alone: bool = False) -> Self:
        """Members with that card number, or all of whose typed words stand in name, number or
        telephone; marks don't count. `by_name_alone`: see `called`."""
        by_code = self.filter(code=normal_code(text)[:20])
        if by_code.exists():
            return by_code
        rows = self.called(text) if by_name_alone else self.matching(text)
        return rows.in_name_order().with_current_memberships()

    def with_current_memberships(self) -> Self:
        """Adds `current_memberships`, where each belongs today, which `Member.distinct_label` tells."""
        memberships = Membership.objects.on().select_related("unit__parent")
        return self.prefetch_related(
            Prefetch("memberships", queryset=memberships, to_attr="current_memberships")
        )


def _ever_in(units: models.QuerySet[Unit]) -> models.QuerySet[Any, Any]:
    """Keys of whoever belonged to these units at any time. Asked first, it spares the database
    looking up the `unit_now` of 100,000 others."""
    return Membership.objects.order_by().filter(unit__in=units).values("member")


@plain_names("full_name")
@tracked(readers="in_books_of", masked=("notes",), ignored=("form_token",), by_paper=("died_on",))
class Member(JoinedElsewhere):
    """A person of the association, once and for good; where they belong is in `Membership`."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", "hội viên chính thức"
        ASSOCIATE = "associate", "hội viên liên kết"
        HONORARY = "honorary", "hội viên danh dự"

    class Gender(models.TextChoices):
        MALE = "nam", "nam"
        FEMALE = "nu", "nữ"

    code = CodeField("số thẻ hội viên", max_length=20, unique=True)
    full_name = models.CharField("họ và tên", max_length=100)
    kind = models.CharField("loại hội viên", max_length=10, choices=Kind, default=Kind.OFFICIAL)
    gender = models.CharField("giới tính", max_length=4, choices=Gender, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        "năm sinh", validators=[MinValueValidator(1900, "Năm sinh phải từ 1900 trở đi.")]
    )
    birth_date = models.DateField(
        "ngày sinh", null=True, blank=True, help_text="Để trống nếu giấy tờ chỉ ghi năm sinh."
    )
    rank = models.PositiveSmallIntegerField("cấp bậc hàm", choices=Rank, null=True, blank=True)
    native_place = models.CharField("quê quán", max_length=120, blank=True)
    education = models.CharField("trình độ", max_length=80, blank=True)
    last_post = models.CharField("chức vụ, đơn vị cuối", max_length=160, blank=True)
    # Papers often tell the year alone, of these days as of the birthday.
    enlisted_year = models.PositiveSmallIntegerField("năm vào ngành", null=True, blank=True)
    enlisted_on = models.DateField("ngày vào ngành", null=True, blank=True)
    retired_year = models.PositiveSmallIntegerField(
        "năm nghỉ hưu, xuất ngũ hoặc thôi việc", null=True, blank=True
    )
    retired_on = models.DateField("ngày nghỉ hưu, xuất ngũ hoặc thôi việc", null=True, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    phone_is_shared = models.BooleanField("số dùng chung với người thân", default=False)
    phone_owner = models.CharField(
        "số của ai", max_length=80, blank=True, help_text="Ví dụ: con trai Nguyễn Văn B."
    )
    address = models.CharField("nơi ở", max_length=200, blank=True)
    died_on = models.DateField("ngày từ trần", null=True, blank=True)
    notes = models.TextField("ghi chú", blank=True)
    # Marks one showing of the form, so that sending it twice makes one card.
    form_token = models.CharField(max_length=40, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where it is
    sort_key = DerivedTextField(
        "khóa sắp xếp", sources=("full_name",), derive=sort_key, db_index=True
    )
    search_text = DerivedTextField(
        sources=("full_name", "code", "phone"),
        derive=searched_as,
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "hội viên"
        verbose_name_plural = "hội viên"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code=Upper("code")) & ~Q(code__contains=" "),
                name="members_member_code_in_its_form",
                violation_error_message="Số thẻ viết chữ hoa, không có khoảng trắng.",
            ),
            day_in_its_year(
                "members_member_birth_date_in_birth_year",
                "birth_date",
                "birth_year",
                "Ngày sinh không thuộc năm sinh đã ghi.",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True)
                | Q(retired_on__isnull=True)
                | Q(retired_on__gt=F("birth_date")),
                name="members_member_retired_after_birth",
                violation_error_message="Ngày nghỉ hưu phải sau ngày sinh.",
            ),
            models.CheckConstraint(
                condition=Q(enlisted_on__isnull=True)
                | Q(enlisted_year__isnull=False, enlisted_on__year=F("enlisted_year")),
                name="members_member_enlisted_on_in_year",
                violation_error_message="Ngày vào ngành không thuộc năm đã ghi.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True)
                | Q(retired_year__isnull=True)
                | Q(retired_on__year=F("retired_year")),
                name="members_member_retired_on_in_year",
                violation_error_message="Ngày nghỉ hưu không thuộc năm đã ghi.",
            ),
            models.CheckConstraint(
                condition=Q(enlisted_year__isnull=True)
                | Q(enlisted_year__gte=F("birth_year") + 12),
                name="members_member_enlisted_after_birth",
                violation_error_message="Năm vào ngành phải sau năm sinh ít nhất 12 năm.",
            ),
            models.CheckConstraint(
                condition=Q(enlisted_year__isnull=True)
                | Q(retired_year__isnull=True)
                | Q(retired_year__gte=F("enlisted_year")),
                name="members_member_retired_after_enlisting",
                violation_error_message="Nghỉ hưu không thể trước khi vào ngành.",
            ),
            models.CheckConstraint(
                condition=Q(retired_year__isnull=True) | Q(retired_year__gt=F("birth_year")),
                name="members_member_retired_after_birth_year",
                violation_error_message="Năm nghỉ hưu phải sau năm sinh.",
            ),
            models.CheckConstraint(
                condition=Q(birth_year__gte=FIRST_YEAR)
                & (Q(enlisted_year__isnull=True) | Q(enlisted_year__gte=FIRST_YEAR))
                & (Q(retired_year__isnull=True) | Q(retired_year__gte=FIRST_YEAR)),
                name="members_member_years_of_ours",
                violation_error_message="Các năm phải từ 1900 trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(died_on__year__gte=F("birth_year"))
                & (Q(birth_date__isnull=True) | Q(died_on__gte=F("birth_date"))),
                name="members_member_died_after_birth",
                violation_error_message="Ngày từ trần không thể trước ngày sinh.",
            ),
            models.CheckConstraint(
                condition=Q(phone_is_shared=False) | ~Q(phone=""),
                name="members_member_shared_phone_is_there",
                violation_error_message="Hãy nhập số điện thoại, hoặc bỏ chọn số dùng chung.",
            ),
            models.CheckConstraint(
                condition=Q(phone_owner="") | Q(phone_is_shared=True),
                name="members_member_phone_owner_of_shared",
                violation_error_message="Chỉ ghi số của ai khi đó là số dùng chung.",
            ),
            *JoinedElsewhere.elsewhere_constraints(),
        ]

    def __str__(self) -> str:
        return f"{self.get_rank_display()} {self.full_name}" if self.rank else self.full_name

    def clean(self) -> None:
        if self.birth_date and not self.birth_year:
            self.birth_year = self.birth_date.year
        if self.retired_on and not self.retired_year:
            self.retired_year = self.retired_on.year
        today = local_today()
        for name, label in (("enlisted_year", "Năm vào ngành"), ("retired_year", "Năm nghỉ hưu")):
            year = getattr(self, name)
            if year and not 1900 <= year <= today.year:
                raise ValidationError({name: f"{label} phải từ 1900 đến nay."})
        if message := refuse_child(self.birth_year):
            raise ValidationError({"birth_year": message})
        if self.birth_date and self.birth_date > today:
            raise ValidationError({"birth_date": "Ngày sinh ở tương lai."})
        self.check_elsewhere()
        if self.pk:
            self._check_death()

    def _check_death(self) -> None:
        """The day of death goes with the departure that tells of it: a member has not died."""
        if not type(self)._base_manager.filter(pk=self.pk).exclude(died_on=self.died_on).exists():
            return  # what stood before the rule did stays
        memberships = self.memberships.filter(
            departures__kind="deceased", departures__undone_at__isnull=True
        )
        reported = memberships.values_list("departures__left_on", flat=True).first()
        if reported is not None and self.died_on != reported:
            message = f"Đã ghi việc từ trần ngày {reported:%d/%m/%Y}; hãy đính chính ở mục Rời Hội."
            raise ValidationError({"died_on": message})
        if self.died_on and self.memberships.filter(valid_to__isnull=True).exists():
            message = "Đồng chí đang sinh hoạt; hãy ghi việc từ trần ở mục Rời Hội của Sổ công tác."
            raise ValidationError({"died_on": message})

    def membership_on(self, day: dt.date | None = None) -> "Membership | None":
        """Where the member belongs on that day; None before joining and after leaving."""
        return self.memberships.on(day).select_related("unit__parent").first()

    def is_active_on(self, day: dt.date | None = None) -> bool:
        """Whether the member belongs to a branch on that day. See also `MemberQuerySet.active_on`."""
        return self.memberships.on(day).exists()

    @property
    def joined_on(self) -> dt.date | None:
        """The day seniority counts from: the first membership's, whatever transfers followed, or an
        earlier one of joining elsewhere (`JoinedElsewhere`).

        See also `MemberQuerySet.with_seniority`.
        """
        return self.joined_with(self.memberships.aggregate(first=Min("valid_from"))["first"])

    @property
    def distinct_label(self) -> str:
        """ "Đại tá Nguyễn Văn A, 1950, HV000123, Chi hội Phường 1": many share a name."""
        memberships = getattr(self, "current_memberships", [])
        return ", ".join(
            [str(self), str(self.birth_year), self.code, *(str(s.unit) for s in memberships)]
        )

    @property
    def addressed_as(self) -> str:
        """As an envelope says it; of who has died, the family."""
        if self.is_in_memory:
            return f"Gia đình đồng chí {self.full_name}"
        return f"Đồng chí {self}"

    @property
    def is_in_memory(self) -> bool:
        """Whether the member has died; the card is then one of remembrance."""
        return self.died_on is not None

    def age_in(self, year: int) -> int:
        """Age as longevity lists count it: the year less the birth year."""
        return year - self.birth_year


class MembershipQuerySet(DatedQuerySet, UnitScopedQuerySet):  # type: ignore[override]  # each has its own as_manager
    subject = Subject.MEMBERS

    def count_by_unit(self) -> dict[int, int]:
        """How many of these memberships each unit has, by the unit's key, in one query."""
        rows = self.order_by().values_list("unit").annotate(count=Count("pk"))
        return {unit: count for unit, count in rows}  # noqa: C416 - names what the pairs are


@known_choices("entered_by", "left_by")
@tracked(about="member")
class Membership(Dated):
    """A member's dated time in one branch. A transfer closes one row and opens the next, linked to it."""

    class Entry(models.TextChoices):
        FOUNDING = "founding", "hội viên sáng lập"
        ADMITTED = "admitted", "kết nạp"
        TRANSFERRED = "transferred", "chuyển sinh hoạt đến"
        REASSIGNED = "reassigned", "điều chuyển khi sắp xếp đơn vị"
        READMITTED = "readmitted", "kết nạp lại"
        # With the letter (giấy giới thiệu) of the association that they come from.
        FROM_OUTSIDE = "from_outside", "chuyển từ ngoài thành phố đến"

    class Exit(models.TextChoices):
        TRANSFERRED = "transferred", "chuyển sinh hoạt đi"
        REASSIGNED = "reassigned", "điều chuyển khi sắp xếp đơn vị"
        MOVED_AWAY = "moved_away", "chuyển ra ngoài thành phố"
        STRUCK_OFF = "struck_off", "xóa tên"
        RESIGNED = "resigned", "xin ra khỏi Hội"
        EXPELLED = "expelled", "khai trừ"
        DECEASED = "deceased", "từ trần"

    # Ways on that lead into another branch, so that a following row is expected.
    MOVES = (Exit.TRANSFERRED, Exit.REASSIGNED)

    cross_table_rules = (
        within("unit", "members.Unit"),
        CrossTableRule(
            "in_branch",
            ~Q(unit__level=Unit.Level.BRANCH),
            ("unit_id",),
            (ReferencedTable("members.Unit", "unit", ("level",)),),
        ),
        CrossTableRule(
            "predecessor_own",
            Q(predecessor__isnull=False) & ~Q(predecessor__member=F("member")),
            ("predecessor_id", "member_id"),
            (ReferencedTable("members.Membership", "predecessor", ("member_id",)),),
        ),
        CrossTableRule(
            "of_the_living",
            Q(valid_to__isnull=True, member__died_on__isnull=False),
            ("valid_to", "member_id"),
            (ReferencedTable("members.Member", "member", ("died_on",)),),
        ),
        AFTER_ELSEWHERE,
    )
    no_overlap_by = ("member",)
    overlap_message = "Trùng thời gian sinh hoạt tại {row.unit} (từ {start})."

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="memberships", verbose_name="hội viên"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="memberships", verbose_name="chi hội"
    )
    entered_by = models.CharField("vào bằng", max_length=12, choices=Entry, default=Entry.ADMITTED)
    left_by = models.CharField("ra bằng", max_length=12, choices=Exit, blank=True)
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    predecessor = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name="tiếp theo của",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "sinh hoạt tại chi hội"
        verbose_name_plural = "sinh hoạt tại chi hội"
        ordering = ["member", "valid_from"]
        indexes = [
            # With the member, so that who belongs where on a day is read from the index alone.
            models.Index(
                fields=["unit", "valid_from", "valid_to", "member"],
                name="members_ms_unit_dates_who",
            )
        ]
        constraints = [
            dates_in_order("members", "membership"),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(valid_to__isnull=True),
                name="members_membership_one_open",
                violation_error_message="Hội viên đang sinh hoạt ở một chi hội khác; hãy ghi ngày rời trước.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True, left_by="")
                | Q(valid_to__isnull=False) & ~Q(left_by=""),
                name="members_membership_exit_has_reason",
                violation_error_message="Ngày rời và lý do rời phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(entered_by="from_outside") | ~Q(decision_no=""),
                name="members_membership_from_outside_with_letter",
                violation_error_message="Chuyển từ ngoài thành phố đến phải có số giấy giới thiệu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.full_name}, {self.unit}"

    def clean(self) -> None:
        """People belong to branches, to one at a time, while the branch lasts."""
        super().clean()
        if self.unit_id:
            if self.unit.level != Unit.Level.BRANCH:
                raise ValidationError(
                    {"unit": "Hội viên sinh hoạt tại chi hội, không phải tại cấp trên."}
                )
            self.check_within(self.unit)
        if self.predecessor is not None and self.predecessor.member_id != self.member_id:
            raise ValidationError({"predecessor": "Lần sinh hoạt trước phải của cùng hội viên."})
        if self.member_id:
            self._check_where_they_came_from()
        if self.pk:
            self._check_what_rests_on_it()
        self._check_its_end()

    def _check_where_they_came_from(self) -> None:
        """Nobody came before they had joined elsewhere; who came from outside did join there."""
        day = self.member.elsewhere_on
        if day and self.valid_from and day > self.valid_from:
            message = (
                f"Hồ sơ ghi đồng chí vào Hội từ trước, ngày {day:%d/%m/%Y}; ngày này trước đó."
            )
            raise ValidationError({"valid_from": message})
        if self.entered_by != self.Entry.FROM_OUTSIDE:
            return
        if not self.decision_no:
            message = "Chuyển từ ngoài thành phố đến phải có số giấy giới thiệu."
            raise ValidationError({"entered_by": message})
        earlier = type(self)._base_manager.filter(member=self.member_id).exclude(pk=self.pk)
        if day is None and not earlier.filter(valid_from__lt=self.valid_from).exists():
            message = "Hãy ghi ngày vào Hội ở nơi cũ trong hồ sơ trước."
            raise ValidationError({"entered_by": message})

    def _check_its_end(self) -> None:
        """It ends as its departure says, and with its member's life; an end that stood stays."""
        kept = type(self)._base_manager.filter(pk=self.pk).values_list("valid_to", "left_by")
        if kept.first() == (self.valid_to, self.left_by):
            return
        gone = self.departures.filter(undone_at__isnull=True).first() if self.pk else None
        if gone is not None and (self.valid_to, self.left_by) != (gone.left_on, gone.kind):
            message = (
                f"Đã ghi rời Hội ({gone.get_kind_display()}) ngày {gone.left_on:%d/%m/%Y}; hãy đính "
                "chính ở mục Rời Hội của Sổ công tác."
            )
            raise ValidationError({"valid_to": message})
        if self.valid_to is None and self.member_id and self.member.died_on:
            message = "Hồ sơ ghi người này đã từ trần; hãy ghi ngày rời."
            raise ValidationError({"valid_to": message})

    def _check_what_rests_on_it(self) -> None:
        """A corrected membership still fits the papers about it."""
        transfers = self.transfers.filter(state__in=["proposed", "accepted"])
        for rows, field in (
            (transfers, "moves_on"),
            (self.departures.filter(undone_at__isnull=True), "left_on"),
        ):
            paper = rows.filter(**{f"{field}__lte": self.valid_from}).first()
            if self.valid_from and paper is not None:
                entry = f"{paper._meta.verbose_name} ngày {getattr(paper, field):%d/%m/%Y}"
                raise ValidationError({"valid_from": f"Đã ghi {entry}; ngày vào phải trước đó."})
        if transfers.exclude(source=self.unit_id).exists():
            raise ValidationError({"unit": "Đã ghi việc chuyển sinh hoạt từ chi hội khác."})
        application = getattr(self, "application", None)
        if application is not None:
            if application.unit_id != self.unit_id:
                raise ValidationError(
                    {"unit": f"Đồng chí vào Hội theo đơn nộp ở {application.unit}."}
                )
            if application.member_id != self.member_id:
                raise ValidationError({"member": "Lần sinh hoạt này theo đơn của người khác."})
