"""What a branch proposes and a unit above decides: strike-offs and discipline."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from kit.dates import local_day, local_today
from kit.workflow import Steps, Transition

from .answerable import Answerable
from .constraints import known_choices, possible_votes, struck_off_on_a_ground, worded
from .decisions import Decision
from .history import tracked
from .leaving import Departure
from .people import Member, Membership
from .rights import Degree, Subject
from .rules import AdmissionRule, DecisionMatter, DecisionRule
from .scope import UnitScopedQuerySet, units_where
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser


class ProposalState(models.TextChoices):
    WAITING = "waiting", "chờ quyết định"
    DECIDED = "decided", "đã quyết định"
    REFUSED = "refused", "cấp trên không đồng ý"
    WITHDRAWN = "withdrawn", "chi hội đã rút"


class ProposalRole(Enum):
    PROPOSER = "proposer"  # keeps the branch's books
    COPIER = "copier"  # does so too, where the rule lets the branch copy a paper from above
    DECIDER = "decider"  # keeps the books of the unit that decides


_P, _R = ProposalState, ProposalRole


class ProposalStep(Steps):
    DECIDE = Transition(
        "quyet-dinh",
        "Ghi quyết định",
        sources=(_P.WAITING,),
        target=_P.DECIDED,
        role=_R.DECIDER,
        done="Đã ghi quyết định.",
        is_danger=True,
    )
    REFUSE = Transition(
        "khong-dong-y",
        "Không đồng ý",
        sources=(_P.WAITING,),
        target=_P.REFUSED,
        role=_R.DECIDER,
        question="Đề nghị và lý do được giữ lại trong sổ.",
        done="Đã trả lời là không đồng ý; chi hội sẽ thấy lý do.",
        is_danger=True,
    )
    COPY = Transition(
        "theo-giay",
        "Ghi theo giấy của cấp trên",
        sources=(_P.WAITING,),
        target=_P.DECIDED,
        role=_R.COPIER,
        done="Đã ghi quyết định theo giấy. Cấp trên sẽ xác nhận.",
        is_danger=True,
    )
    WITHDRAW = Transition(
        "rut-lai",
        "Rút đề nghị",
        sources=(_P.WAITING,),
        target=_P.WITHDRAWN,
        role=_R.PROPOSER,
        question="Đề nghị và lý do được giữ lại trong sổ.",
        done="Đã rút đề nghị.",
        is_danger=True,
    )


class ProposalQuerySet(UnitScopedQuerySet):
    subject = Subject.MOVES
    unit_field = "membership__unit"

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Offences are sensitive data (Nghị định 356/2025, Điều 4): proposals of discipline are for
        those alone who read the private part of cards there. A strike-off is no discipline."""
        private = units_where(user, Subject.PRIVATE, degree)
        is_open = Q(matter=DecisionMatter.STRIKE_OFF) | Q(membership__unit__in=private)
        return super().open_to(user, degree).filter(is_open)

    def waiting(self) -> Self:
        return self.filter(state=_P.WAITING)


@known_choices("matter", "ground", "state")
@tracked(readers="visible_to", ignored=("token",))
class Proposal(Answerable):
    """A branch asks the unit above to strike off or to discipline a member; nothing changes before
    that unit has decided."""

    State = ProposalState
    WAITING = _P.WAITING

    class Matter(models.TextChoices):
        """Of `DecisionMatter` those that a branch proposes here; an admission has its application."""

        STRIKE_OFF = DecisionMatter.STRIKE_OFF.value, DecisionMatter.STRIKE_OFF.label
        REPRIMAND = DecisionMatter.REPRIMAND.value, DecisionMatter.REPRIMAND.label
        WARNING = DecisionMatter.WARNING.value, DecisionMatter.WARNING.label
        EXPULSION = DecisionMatter.EXPULSION.value, DecisionMatter.EXPULSION.label

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="proposals", verbose_name="đang sinh hoạt"
    )
    matter = models.CharField("đề nghị", max_length=12, choices=Matter)
    ground = models.CharField("căn cứ xóa tên", max_length=8, choices=Departure.Ground, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    # Of a reason about which the books say otherwise: what they said, and why it is meant all the same.
    books_say = models.CharField("sổ sách ghi", max_length=300, blank=True, editable=False)
    books_reason = models.CharField("vì sao vẫn đề nghị", max_length=300, blank=True)
    met_on = models.DateField("ngày chi hội họp xét", null=True, blank=True)
    branch_present = models.PositiveSmallIntegerField("số hội viên dự họp", null=True, blank=True)
    branch_for = models.PositiveSmallIntegerField("số người đồng ý", null=True, blank=True)
    decider = models.ForeignKey(
        Unit, models.PROTECT, related_name="proposals_to_decide", verbose_name="nơi quyết định"
    )
    state = models.CharField("tình trạng", max_length=10, choices=_P, default=_P.WAITING)
    committee_present = models.PositiveSmallIntegerField("số ủy viên dự họp", null=True, blank=True)
    committee_for = models.PositiveSmallIntegerField("số ủy viên đồng ý", null=True, blank=True)
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="proposal",
        verbose_name="quyết định",
    )  # fmt: skip
    departure = models.OneToOneField(
        Departure, models.PROTECT, null=True, blank=True, related_name="proposal",
        verbose_name="rời Hội",
    )  # fmt: skip

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị xóa tên, kỷ luật"
        verbose_name_plural = "đề nghị xóa tên, kỷ luật"
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["decider", "state"], name="members_proposal_decider")]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(state="waiting"),
                name="members_proposal_waiting_once",
                violation_error_message="Đồng chí này đã có một đề nghị đang chờ quyết định.",
            ),
            struck_off_on_a_ground("proposal", "matter"),
            models.CheckConstraint(
                condition=Q(matter="struck_off") | ~Q(reason=""),
                name="members_proposal_discipline_with_reason",
                violation_error_message="Kỷ luật phải ghi lý do.",
            ),
            possible_votes("members_proposal_branch_votes", "branch"),
            possible_votes("members_proposal_committee_votes", "committee"),
            Answerable.answered_by_somebody("proposal", "waiting"),
            models.CheckConstraint(
                condition=Q(state="decided", decision__isnull=False)
                | ~Q(state="decided") & Q(decision__isnull=True, departure__isnull=True),
                name="members_proposal_decided_with_decision",
                violation_error_message="Đã quyết định thì phải có số quyết định.",
            ),
            worded(
                "members_proposal_refused_with_reason",
                Q(state="refused"),
                "answer",
                "Chưa ghi lý do không đồng ý.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.member}: {self.get_matter_display()}"

    def get_absolute_url(self) -> str:
        return reverse("book:proposal", args=[self.pk])

    @property
    def member(self) -> Member:
        return self.membership.member

    @property
    def ends_membership(self) -> bool:
        """Whether the member is no longer one when it is decided as proposed."""
        return self.matter in Departure.NEEDS_DECISION

    def rule(self, day: dt.date | None = None) -> DecisionRule:
        """Who decides, by which votes, by what is laid down for that day."""
        return DecisionRule.objects.of(self.membership.unit, self.matter, day)

    def roles_of(self, user: "AnyUser") -> set[ProposalRole]:
        """In which roles the user stands to it. Whoever decides withdraws only what they proposed."""
        managed = units_where(user, Subject.MOVES, Degree.WRITE)
        keys = [self.membership.unit_id, self.decider_id]
        held = set(managed.filter(pk__in=keys).order_by().values_list("pk", flat=True))
        roles = set()
        if self.decider_id in held:
            roles.add(_R.DECIDER)
        elif self.membership.unit_id in held and self.rule().allows_paper:
            roles.add(_R.COPIER)
        is_own = self.decider_id not in held or self.proposed_by_id == user.pk
        if self.membership.unit_id in held and is_own:
            roles.add(_R.PROPOSER)
        return roles

    @property
    def undo_until(self) -> dt.date | None:
        """The last day on which the answer can be taken back."""
        if self.answered_at is None:
            return None
        return AdmissionRule.objects.undo_until(self.membership.unit, self.answered_at)

    @property
    def waits_days(self) -> int:
        """For how many days it has waited."""
        return (local_today() - local_day(self.proposed_at)).days

    def reopen(self) -> None:
        """It waits again, as if nobody had answered."""
        self.clear_answer()
        self.decision = self.departure = None
        self.committee_present = self.committee_for = None
        self.save()
