"""How somebody comes into the association: found in the area, applying, backed, admitted."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse

from kit.dates import FIRST_YEAR, local_today
from kit.phones import phone_numbers
from kit.text import bare_name, sort_key
from kit.workflow import Steps, Transition

from .constraints import day_in_its_year, known_choices, plain_names, possible_votes, worded
from .cross_table_rules import CrossTableRule, ReferencedTable
from .decisions import Decision
from .derived import DerivedTextField
from .elsewhere import LEAST_AGE
from .history import tracked
from .naming import searched_as
from .people import Member, Membership, Rank, refuse_child
from .rights import Degree, Subject
from .rules import AdmissionRule, DecisionMatter, DecisionRule
from .scope import UnitScopedQuerySet, units_where
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser

RETIRES_AT_LEAST = LEAST_AGE
RETIRED_TOO_YOUNG = "Ngày nghỉ hưu phải sau khi đủ 18 tuổi; hãy xem lại năm sinh."


class Person(models.Model):
    """What is known of somebody who is no member yet."""

    full_name = models.CharField("họ và tên", max_length=100)
    birth_year = models.PositiveSmallIntegerField(
        "năm sinh",
        null=True,
        blank=True,
        validators=[MinValueValidator(1900, "Năm sinh phải từ 1900 trở đi.")],
    )
    rank = models.PositiveSmallIntegerField("cấp bậc hàm", choices=Rank, null=True, blank=True)
    last_post = models.CharField("chức vụ, đơn vị cuối", max_length=160, blank=True)
    retired_on = models.DateField("ngày nghỉ hưu, xuất ngũ hoặc thôi việc", null=True, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    address = models.CharField("nơi ở", max_length=200, blank=True)
    sort_key = DerivedTextField("khóa sắp xếp", sources=("full_name",), derive=sort_key)
    search_text = DerivedTextField(
        sources=("full_name", "phone"), derive=lambda name, phone: searched_as(name, "", phone)
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_rank_display()} {self.full_name}" if self.rank else self.full_name

    def clean(self) -> None:
        """Nobody is born, or has retired, in days to come; nor retires before growing up."""
        today = local_today()
        errors = {}
        if message := refuse_child(self.birth_year):
            errors["birth_year"] = message
        if self.retired_on and self.retired_on > today:
            errors["retired_on"] = "Ngày nghỉ hưu ở tương lai."
        elif (
            self.retired_on
            and self.birth_year
            and self.retired_on.year < self.birth_year + RETIRES_AT_LEAST
        ):
            errors["retired_on"] = RETIRED_TOO_YOUNG
        if errors:
            raise ValidationError(errors)

    @staticmethod
    def constraints_of(model: str) -> list[models.BaseConstraint]:
        """What `clean` promises of the years, held by the database too."""
        return [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=FIRST_YEAR),
                name=f"members_{model}_birth_year_of_ours",
                violation_error_message="Năm sinh phải từ 1900 trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True)
                | Q(birth_year__isnull=True)
                | Q(retired_on__year__gte=F("birth_year") + RETIRES_AT_LEAST),
                name=f"members_{model}_retired_grown_up",
                violation_error_message=RETIRED_TOO_YOUNG,
            ),
        ]

    def look_alikes(self) -> models.QuerySet[Member]:
        """Members who may be the same person: by telephone, or by name and year of birth."""
        return Member.objects.alike(
            name=self.full_name, birth_year=self.birth_year, phone=self.phone
        )

    def is_like(self, other: "Person | Member") -> bool:
        """Whether both may be one person. See also `MemberQuerySet.alike`."""
        if set(phone_numbers(self.phone)) & set(phone_numbers(other.phone)):
            return True
        if bare_name(self.full_name) != bare_name(other.full_name):
            return False
        return len({self.birth_year, other.birth_year} - {None}) < 2


class CandidateState(models.TextChoices):
    FOUND = "found", "đã rà soát"
    VISITED = "visited", "đã thăm, vận động"
    APPLIED = "applied", "đã nộp đơn"
    ADMITTED = "admitted", "đã kết nạp"
    DECLINED = "declined", "chưa muốn, chưa thể vào Hội"
    MOVED = "moved", "đã chuyển đi nơi khác"


_C = CandidateState
OPEN_CANDIDATES = (_C.FOUND, _C.VISITED, _C.DECLINED)
# Which step may follow which by hand; applying and being admitted come with the application.
CANDIDATE_STEPS: dict[str, tuple[str, ...]] = {
    _C.FOUND: (_C.VISITED, _C.DECLINED, _C.MOVED),
    _C.VISITED: (_C.VISITED, _C.DECLINED, _C.MOVED),
    _C.DECLINED: (_C.VISITED, _C.MOVED),
    _C.APPLIED: (_C.MOVED,),
    _C.MOVED: (_C.FOUND,),
    _C.ADMITTED: (),
}


# Whom a branch is about to win: found, visited, or with an application under way.
ON_THE_WAY = (_C.FOUND, _C.VISITED, _C.APPLIED)


class CandidateQuerySet(UnitScopedQuerySet):
    subject = Subject.MOVES

    def on_the_way(self) -> Self:
        return self.filter(state__in=ON_THE_WAY)

    def state_on(self, day: dt.date) -> Self:
        """Adds `state_then`, what had been reached by that day; None before being found."""
        steps = CandidateStep.objects.filter(candidate=OuterRef("pk"), happened_on__lte=day)
        newest = steps.order_by("-happened_on", "-pk").values("state")[:1]
        return self.annotate(state_then=Subquery(newest))

    def figures(self, start: dt.date, end: dt.date) -> list[dict[str, int]]:
        """By unit: how many were known at the end, and for how many each step was first reached
        between the two days (both counted): what the compact asks about retired officers."""

        def reached(state: str) -> Count:
            between = Q(steps__state=state, steps__happened_on__range=(start, end))
            return Count("pk", filter=between, distinct=True)

        known = Q(steps__happened_on__lte=end)
        rows = self.order_by().values("unit")
        return list(
            rows.annotate(
                known=Count("pk", filter=known, distinct=True),
                **{state.value: reached(state) for state in CandidateState},
            )
        )


@plain_names("full_name")
@known_choices("state")
@tracked(readers="visible_to", ignored=("token",))
class Candidate(Person):
    """An officer who retired in a branch's area and may be won for the association."""

    State = CandidateState

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="candidates", verbose_name="chi hội trên địa bàn"
    )
    state = models.CharField("tình trạng", max_length=10, choices=CandidateState, default=_C.FOUND)
    found_on = models.DateField("ngày rà soát")
    notes = models.TextField("ghi chú", blank=True)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "đối tượng vận động kết nạp"
        verbose_name_plural = "đối tượng vận động kết nạp"
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["unit", "state"], name="members_candidate_unit")]
        constraints = [
            *Person.constraints_of("candidate"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("book:candidate", args=[self.pk])

    @property
    def next_states(self) -> list[CandidateState]:
        return [CandidateState(state) for state in CANDIDATE_STEPS[self.state]]


@tracked(about="candidate", ignored=("token",))
class CandidateStep(models.Model):
    """One visit, or another step on the way of a candidate."""

    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="steps", verbose_name="người được vận động"
    )
    state = models.CharField("kết quả", max_length=10, choices=CandidateState)
    happened_on = models.DateField("ngày")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    by = models.ForeignKey("members.User", models.PROTECT, related_name="+", verbose_name="ai ghi")
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = "bước vận động"
        verbose_name_plural = "bước vận động"
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.happened_on:%d/%m/%Y})"


class ApplicationState(models.TextChoices):
    SUBMITTED = "submitted", "chờ chi hội xét"
    REVIEWED = "reviewed", "chờ quyết định"
    ADMITTED = "admitted", "đã kết nạp"
    REFUSED = "refused", "không kết nạp"
    WITHDRAWN = "withdrawn", "đã rút đơn"


class ApplicationRole(Enum):
    BRANCH = "branch"  # keeps the branch's books
    COMMITTEE = "committee"  # may write down what the committee decided


_A = ApplicationState
OPEN_APPLICATIONS = (_A.SUBMITTED, _A.REVIEWED)


class ApplicationStep(Steps):
    REVIEW = Transition(
        "chi-hoi-xet",
        "Ghi kết quả chi hội xét",
        sources=(_A.SUBMITTED,),
        target=_A.REVIEWED,
        role=ApplicationRole.BRANCH,
        done="Đã ghi kết quả chi hội xét. Việc tiếp theo: Ban Chấp hành quyết định.",
    )
    ADMIT = Transition(
        "ket-nap",
        "Ghi quyết định kết nạp",
        sources=(_A.REVIEWED,),
        target=_A.ADMITTED,
        role=ApplicationRole.COMMITTEE,
        question="Ghi xong, hồ sơ hội viên được lập và thâm niên bắt đầu tính.",
        done="Đã kết nạp và lập hồ sơ hội viên. Việc tiếp theo: in quyết định, bổ sung hồ sơ.",
    )
    REFUSE = Transition(
        "khong-ket-nap",
        "Ghi là không kết nạp",
        sources=OPEN_APPLICATIONS,
        target=_A.REFUSED,
        role=ApplicationRole.COMMITTEE,
        question="Đơn và lý do được giữ lại trong sổ.",
        done="Đã ghi là không kết nạp.",
        is_danger=True,
    )
    WITHDRAW = Transition(
        "rut-don",
        "Người nộp rút đơn",
        sources=OPEN_APPLICATIONS,
        target=_A.WITHDRAWN,
        role=ApplicationRole.BRANCH,
        question="Đơn và lý do được giữ lại trong sổ.",
        done="Đã ghi việc rút đơn.",
        is_danger=True,
    )
    REVIEW_AGAIN = Transition(
        "xet-lai",
        "Bỏ kết quả chi hội xét",
        sources=(_A.REVIEWED,),
        target=_A.SUBMITTED,
        role=ApplicationRole.BRANCH,
        question="Dùng khi ghi nhầm ngày họp, số phiếu, hoặc đơn còn chỗ phải sửa. Kết quả đã ghi được bỏ, "
        "đơn trở lại chờ chi hội xét; lịch sử vẫn giữ kết quả cũ.",
        done="Đã bỏ kết quả cũ. Sửa đơn nếu cần, rồi ghi lại kết quả chi hội xét.",
    )


class ApplicationQuerySet(UnitScopedQuerySet):
    subject = Subject.MOVES

    def open(self) -> Self:
        return self.filter(state__in=OPEN_APPLICATIONS)

    def alike(self, person: Person | Member) -> "list[Application]":
        """Open applications of perhaps the same person, wherever they were filed.

        See also `MemberQuerySet.alike`.
        """
        numbers = Q(pk__in=[])
        for digits in phone_numbers(person.phone):
            numbers |= Q(search_text__contains=f" {digits}")
        born = Q(birth_year=person.birth_year) if person.birth_year else Q()
        rows = self.open().filter(born | numbers).select_related("unit__parent").order_by("pk")
        if isinstance(person, Application):  # not itself, nor the first of a double click
            rows = rows.exclude(Q(pk=person.pk) | Q(token=person.token) & ~Q(token=""))
        return [row for row in rows if row.is_like(person)]


@plain_names("full_name")
@known_choices("state")
@tracked(readers="visible_to", ignored=("token",))
class Application(Person):
    """An application (đơn xin gia nhập) on its way from the desk of a branch to a decision."""

    State = ApplicationState

    cross_table_rules = (
        # When it is filed. Where branches are rearranged later, each is written anew by itself.
        CrossTableRule(
            "where_candidate",
            Q(candidate__isnull=False) & ~Q(candidate__unit=F("unit")),
            ("candidate_id",),
        ),
        CrossTableRule(
            "opened_stay",
            Q(membership__isnull=False)
            & (
                ~Q(membership__unit=F("unit"))
                | Q(member__isnull=True)
                | ~Q(membership__member=F("member"))
            ),
            ("membership_id", "unit_id", "member_id"),
            (ReferencedTable("members.Membership", "membership", ("unit_id", "member_id")),),
        ),
    )

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="applications", verbose_name="chi hội"
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="applications",
        verbose_name="từ danh sách vận động",
    )  # fmt: skip
    # Of somebody who comes back from the beginning; of others from the admission on.
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="applications",
        verbose_name="hội viên",
    )  # fmt: skip
    gender = models.CharField("giới tính", max_length=4, choices=Member.Gender, blank=True)
    kind = models.CharField(
        "loại hội viên", max_length=10, choices=Member.Kind, default=Member.Kind.OFFICIAL
    )
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    applied_on = models.DateField("ngày nộp đơn")
    state = models.CharField("tình trạng", max_length=10, choices=_A, default=_A.SUBMITTED)
    reviewed_on = models.DateField("ngày chi hội họp xét", null=True, blank=True)
    branch_present = models.PositiveSmallIntegerField("số hội viên dự họp", null=True, blank=True)
    branch_for = models.PositiveSmallIntegerField("số người đồng ý", null=True, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    committee_present = models.PositiveSmallIntegerField("số ủy viên dự họp", null=True, blank=True)
    committee_for = models.PositiveSmallIntegerField("số ủy viên đồng ý", null=True, blank=True)
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="application",
        verbose_name="quyết định",
    )  # fmt: skip
    reason = models.CharField("lý do không kết nạp, rút đơn", max_length=300, blank=True)
    membership = models.OneToOneField(
        Membership, models.PROTECT, null=True, blank=True, related_name="application",
        verbose_name="sinh hoạt mở ra",
    )  # fmt: skip
    made_by = models.ForeignKey(
        "members.User", models.PROTECT, related_name="+", verbose_name="người nhận đơn"
    )
    made_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    closed_by = models.ForeignKey(
        "members.User", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người ghi kết quả",
    )  # fmt: skip
    closed_at = models.DateTimeField("ghi kết quả lúc", null=True, blank=True)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn xin gia nhập"
        verbose_name_plural = "đơn xin gia nhập"
        ordering = ["-applied_on", "-pk"]
        indexes = [models.Index(fields=["unit", "state"], name="members_application_unit")]
        constraints = [
            *Person.constraints_of("application"),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(state__in=OPEN_APPLICATIONS),
                name="members_application_open_once_candidate",
                violation_error_message="Người này đã có một đơn đang chờ xét.",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state__in=OPEN_APPLICATIONS),
                name="members_application_open_once_member",
                violation_error_message="Người này đã có một đơn đang chờ xét.",
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=False),
                name="members_application_birth_year",
                violation_error_message="Chưa nhập năm sinh.",
            ),
            day_in_its_year(
                "members_application_birth_date_in_birth_year", "birth_date", "birth_year",
                "Ngày sinh không thuộc năm sinh đã ghi.",
            ),
            possible_votes("members_application_branch_votes", "branch"),
            possible_votes("members_application_committee_votes", "committee"),
            models.CheckConstraint(
                condition=~Q(state__in=["reviewed", "admitted"])
                | Q(reviewed_on__isnull=False, branch_for__isnull=False),
                name="members_application_reviewed_with_votes",
                violation_error_message="Chưa ghi kết quả chi hội xét.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="admitted", decision__isnull=False, decided_on__isnull=False,
                    member__isnull=False, committee_for__isnull=False,
                )
                | ~Q(state="admitted") & Q(membership__isnull=True),
                name="members_application_admitted_with_decision",
                violation_error_message="Kết nạp phải có quyết định.",
            ),
            worded(
                "members_application_refused_with_reason", Q(state__in=["refused", "withdrawn"]),
                "reason", "Chưa ghi lý do.",
            ),
            models.CheckConstraint(
                condition=(Q(reviewed_on__isnull=True) | Q(reviewed_on__gte=F("applied_on")))
                & (Q(decided_on__isnull=True) | Q(decided_on__gte=F("applied_on"))),
                name="members_application_days_in_order",
                violation_error_message="Ngày xét và ngày quyết định không thể trước ngày nộp đơn.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(reviewed_on__isnull=True)
                | Q(decided_on__gte=F("reviewed_on")),
                name="members_application_decided_after_review",
                violation_error_message="Ngày quyết định trước ngày chi hội họp xét.",
            ),
        ]  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("book:application", args=[self.pk])

    def clean(self) -> None:
        """Filed where the candidate was found; the membership that came of it is the applicant's, there."""
        super().clean()
        candidate_before = self.candidate if self._state.adding else None
        if (
            candidate_before is not None
            and self.unit_id
            and candidate_before.unit_id != self.unit_id
        ):
            raise ValidationError(
                {"unit": f"Người này trong danh sách vận động của {candidate_before.unit}."}
            )
        membership = self.membership
        if membership is not None and (membership.unit_id, membership.member_id) != (
            self.unit_id,
            self.member_id,
        ):
            raise ValidationError("Lần sinh hoạt mở ra không phải của người nộp đơn ở chi hội này.")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_APPLICATIONS

    def roles_of(self, user: "AnyUser") -> set[ApplicationRole]:
        """In which roles the user stands to it: who keeps the branch's books; and the committee, for
        whoever keeps those of the unit that decides, or may copy its paper (`DecisionRule`)."""
        rule = DecisionRule.objects.of(self.unit, DecisionMatter.ADMISSION)
        decider = rule.decider_of(self.unit)
        managed = units_where(user, Subject.MOVES, Degree.WRITE).order_by()
        held = set(managed.filter(pk__in=[self.unit_id, decider.pk]).values_list("pk", flat=True))
        if self.unit_id not in held:
            return set()
        if decider.pk in held or rule.allows_paper:
            return {ApplicationRole.BRANCH, ApplicationRole.COMMITTEE}
        return {ApplicationRole.BRANCH}

    @property
    def undo_until(self) -> dt.date | None:
        """The last day on which an admission can be taken back."""
        if self.state != _A.ADMITTED or self.closed_at is None:
            return None
        return AdmissionRule.objects.undo_until(self.unit, self.closed_at)
