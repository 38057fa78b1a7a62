"""What a branch proposes and a unit above decides: strike-offs and discipline."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kit.dates import local_day, local_today

from .agreements import known_choices
from .decisions import Decision
from .history import tracked
from .leaving import Departure
from .people import Member, Membership
from .rights import Degree, Subject
from .rules import AdmissionRule, DecisionMatter, DecisionRule
from .scope import UnitScopedQuerySet, units_where
from .units import Unit
from .users import User

if TYPE_CHECKING:
    from .any_user import AnyUser


class ProposalState(models.TextChoices):
    WAITING = "waiting", "chờ quyết định"
    DECIDED = "decided", "đã quyết định"
    REFUSED = "refused", "cấp trên không đồng ý"
    WITHDRAWN = "withdrawn", "chi hội đã rút"


class ProposalSide(Enum):
    PROPOSER = "proposer"  # keeps the branch's books
    COPIER = "copier"  # does so too, where the rule lets the branch copy a paper from above
    DECIDER = "decider"  # keeps the books of the unit that decides


_P, _S = ProposalState, ProposalSide


@dataclass(frozen=True)
class ProposalMove:
    """One way to answer a proposal that waits. `slug` stands in the address, `words` on the button."""

    slug: str
    words: str
    target: ProposalState
    side: ProposalSide
    done: str

    @property
    def decides(self) -> bool:
        return self.target == _P.DECIDED


PROPOSAL_MOVES = (
    ProposalMove("quyet-dinh", "Ghi quyết định", _P.DECIDED, _S.DECIDER, "Đã ghi quyết định."),
    ProposalMove("khong-dong-y", "Không đồng ý", _P.REFUSED, _S.DECIDER,
                 "Đã trả lời là không đồng ý; chi hội sẽ thấy lý do."),
    ProposalMove("theo-giay", "Ghi theo giấy của cấp trên", _P.DECIDED, _S.COPIER,
                 "Đã ghi quyết định theo giấy. Cấp trên sẽ xác nhận."),
    ProposalMove("rut-lai", "Rút đề nghị", _P.WITHDRAWN, _S.PROPOSER, "Đã rút đề nghị."),
)  # fmt: skip
PROPOSAL_BY_SLUG = {move.slug: move for move in PROPOSAL_MOVES}


def proposal_moves(state: str, sides: set[ProposalSide]) -> list[ProposalMove]:
    """What somebody on those sides may do, in the table's order."""
    return [m for m in PROPOSAL_MOVES if state == _P.WAITING and m.side in sides]


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
class Proposal(models.Model):
    """A branch asks the unit above to strike off or to discipline a member; nothing changes before
    that unit has decided."""

    State = ProposalState

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
    answer = models.CharField("trả lời", max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người đề nghị"
    )
    proposed_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

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
            models.CheckConstraint(
                condition=Q(matter="struck_off") & ~Q(ground="")
                | ~Q(matter="struck_off") & Q(ground=""),
                name="members_proposal_struck_off_on_a_ground",
                violation_error_message="Xóa tên phải có căn cứ.",
            ),
            models.CheckConstraint(
                condition=Q(matter="struck_off") | ~Q(reason=""),
                name="members_proposal_discipline_with_reason",
                violation_error_message="Kỷ luật phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(branch_for__isnull=True, branch_present__isnull=True)
                | Q(branch_for__lte=F("branch_present"), branch_present__gt=0),
                name="members_proposal_branch_votes",
                violation_error_message="Số người đồng ý không thể nhiều hơn số người dự họp.",
            ),
            models.CheckConstraint(
                condition=Q(committee_for__isnull=True, committee_present__isnull=True)
                | Q(committee_for__lte=F("committee_present"), committee_present__gt=0),
                name="members_proposal_committee_votes",
                violation_error_message="Số người đồng ý không thể nhiều hơn số người dự họp.",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | ~Q(state="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="members_proposal_answered_by_somebody",
                violation_error_message="Trả lời phải có người trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decision__isnull=False)
                | ~Q(state="decided") & Q(decision__isnull=True, departure__isnull=True),
                name="members_proposal_decided_with_decision",
                violation_error_message="Đã quyết định thì phải có số quyết định.",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="members_proposal_refused_with_reason",
                violation_error_message="Chưa ghi lý do không đồng ý.",
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
    def ends_stay(self) -> bool:
        """Whether the member is no longer one when it is decided as proposed."""
        return self.matter in Departure.NEEDS_DECISION

    def rule(self, day: dt.date | None = None) -> DecisionRule:
        """Who decides, by which votes, by what is laid down for that day."""
        return DecisionRule.objects.of(self.membership.unit, self.matter, day)

    def sides_of(self, user: "AnyUser") -> set[ProposalSide]:
        """In which roles the user stands to it. Whoever decides withdraws only what they proposed."""
        managed = units_where(user, Subject.MOVES, Degree.WRITE)
        keys = [self.membership.unit_id, self.decider_id]
        held = set(managed.filter(pk__in=keys).order_by().values_list("pk", flat=True))
        sides = set()
        if self.decider_id in held:
            sides.add(_S.DECIDER)
        elif self.membership.unit_id in held and self.rule().allows_paper:
            sides.add(_S.COPIER)
        is_own = self.decider_id not in held or self.proposed_by_id == user.pk
        if self.membership.unit_id in held and is_own:
            sides.add(_S.PROPOSER)
        return sides

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
        self.state, self.answer = _P.WAITING, ""
        self.decision = self.departure = self.answered_by = self.answered_at = None
        self.committee_present = self.committee_for = None
        self.save()
