"""Leaving a branch: transfers that both sides confirm, and ways out of the association."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from kit.dates import local_today
from kit.workflow import Steps, Transition

from .answerable import Answerable
from .constraints import known_choices, not_before, struck_off_on_a_ground, worded
from .cross_table_rules import CrossTableRule, ReferencedTable
from .decisions import Decision
from .history import tracked
from .people import Member, Membership
from .rights import Degree, Subject
from .rules import AdmissionRule
from .scope import UnitScopedQuerySet, units_where
from .units import Unit
from .users import User

if TYPE_CHECKING:
    from .any_user import AnyUser


class TransferState(models.TextChoices):
    PROPOSED = "proposed", "chờ nơi nhận trả lời"
    ACCEPTED = "accepted", "nơi nhận đã đồng ý"
    REFUSED = "refused", "nơi nhận không đồng ý"
    CANCELLED = "cancelled", "nơi chuyển đã hủy"


class TransferRole(Enum):
    SENDER = "sender"  # keeps the books of the branch that is left
    RECEIVER = "receiver"  # keeps those of the branch that is joined; who is above both has both


_T = TransferState


class TransferStep(Steps):
    ACCEPT = Transition(
        "dong-y",
        "Đồng ý nhận",
        sources=(_T.PROPOSED,),
        target=_T.ACCEPTED,
        role=TransferRole.RECEIVER,
        done="Đã nhận đồng chí về chi hội.",
    )
    REFUSE = Transition(
        "khong-nhan",
        "Không nhận",
        sources=(_T.PROPOSED,),
        target=_T.REFUSED,
        role=TransferRole.RECEIVER,
        done="Đã trả lời là không nhận.",
        is_danger=True,
    )
    CANCEL = Transition(
        "huy",
        "Hủy đề nghị chuyển",
        sources=(_T.PROPOSED,),
        target=_T.CANCELLED,
        role=TransferRole.SENDER,
        done="Đã hủy đề nghị chuyển sinh hoạt.",
        is_danger=True,
    )


class TransferQuerySet(UnitScopedQuerySet):
    subject = Subject.MOVES

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Transfers out of, or into, the units where the user may do so."""
        managed = units_where(user, self.subject, degree)
        return self.filter(Q(source__in=managed) | Q(target__in=managed))

    def pending(self) -> Self:
        return self.filter(state=_T.PROPOSED)

    def overdue(self, day: dt.date | None = None) -> Self:
        """Unanswered past their deadline. See also `Transfer.is_overdue`."""
        return self.pending().filter(due_on__lt=day or local_today())


@known_choices("state")
@tracked(readers="visible_to", ignored=("ended_offices",))
class Transfer(Answerable):
    """A move from branch to branch: proposed by the one, accepted by the other.

    Nothing moves before it is accepted; then, on `moves_on` or, when the answer came later, on the
    day of the answer, one membership ends and the next begins.
    """

    State = TransferState
    WAITING = _T.PROPOSED
    holds_from = "moves_on"  # see `actions.references`

    # What was refused or cancelled has no bearing on the membership any more.
    cross_table_rules = (
        CrossTableRule(
            "of_the_stay",
            Q(state__in=[_T.PROPOSED, _T.ACCEPTED])
            & (Q(moves_on__lte=F("membership__valid_from")) | ~Q(source=F("membership__unit"))),
            ("membership_id", "source_id", "moves_on", "state"),
            (ReferencedTable("members.Membership", "membership", ("valid_from", "unit_id")),),
        ),
    )

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="transfers", verbose_name="đang sinh hoạt"
    )
    source = models.ForeignKey(
        Unit, models.PROTECT, related_name="transfers_out", verbose_name="từ chi hội"
    )
    target = models.ForeignKey(
        Unit, models.PROTECT, related_name="transfers_in", verbose_name="đến chi hội"
    )
    moves_on = models.DateField("chuyển từ ngày")
    due_on = models.DateField("hạn trả lời")
    reason = models.CharField("lý do", max_length=200)
    letter = models.OneToOneField(
        Decision, models.PROTECT, related_name="transfer", verbose_name="giấy giới thiệu"
    )
    state = models.CharField("tình trạng", max_length=10, choices=_T, default=_T.PROPOSED)
    new_membership = models.OneToOneField(
        Membership, models.SET_NULL, null=True, blank=True, related_name="came_by_transfer",
        verbose_name="sinh hoạt mới",
    )  # fmt: skip
    # Offices that ended with the membership: [[key, the end written before or null]].
    ended_offices = models.JSONField("chức vụ thôi cùng ngày", default=list, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "chuyển sinh hoạt"
        verbose_name_plural = "chuyển sinh hoạt"
        ordering = ["-proposed_at", "-pk"]
        indexes = [
            models.Index(fields=["source", "state"], name="members_transfer_source"),
            models.Index(fields=["target", "state"], name="members_transfer_target"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(state="proposed"),
                name="members_transfer_pending_once",
                violation_error_message="Đồng chí này đã có một đề nghị chuyển đang chờ trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="members_transfer_between_two",
                violation_error_message="Nơi chuyển và nơi nhận phải khác nhau.",
            ),
            Answerable.answered_by_somebody("transfer", "proposed"),
            worded(
                "members_transfer_refused_with_reason",
                Q(state="refused"),
                "answer",
                "Chưa ghi lý do không nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.member}: {self.source} → {self.target}"

    def get_absolute_url(self) -> str:
        return reverse("book:transfer", args=[self.pk])

    def clean(self) -> None:
        """One goes from the branch one is in, after having come there."""
        if self.membership_id is None or self.state not in (_T.PROPOSED, _T.ACCEPTED):
            return
        errors = {}
        if self.moves_on and self.moves_on <= self.membership.valid_from:
            errors["moves_on"] = "Ngày chuyển phải sau ngày vào chi hội."
        if self.source_id != self.membership.unit_id:
            errors["source"] = "Đồng chí không sinh hoạt ở chi hội này."
        if errors:
            raise ValidationError(errors)

    @property
    def member(self) -> Member:
        return self.membership.member

    @property
    def takes_effect_on(self) -> dt.date:
        """The day the member moves: the one proposed, or that of the answer where it came later.

        Of one that waits, the earliest still possible.
        """
        if self.new_membership is not None:
            return self.new_membership.valid_from
        if self.answered_at is not None:
            return self.moves_on
        return max(self.moves_on, local_today(), self.membership.valid_from + dt.timedelta(days=1))

    @property
    def is_shifted(self) -> bool:
        """Whether that is later than the day proposed: pages and the letter say so."""
        return self.takes_effect_on > self.moves_on

    @property
    def is_overdue(self) -> bool:
        """See also `TransferQuerySet.overdue`."""
        return self.state == _T.PROPOSED and self.due_on < local_today()

    def roles_of(self, user: User) -> set[TransferRole]:
        """In which roles the user stands to this transfer."""
        managed = units_where(user, Subject.MOVES, Degree.WRITE)
        held = set(
            managed.filter(pk__in=[self.source_id, self.target_id]).values_list("pk", flat=True)
        )
        roles = set()
        if self.source_id in held:
            roles.add(TransferRole.SENDER)
        if self.target_id in held:
            roles.add(TransferRole.RECEIVER)
        return roles

    @property
    def undo_until(self) -> dt.date | None:
        if self.answered_at is None:
            return None
        return AdmissionRule.objects.undo_until(self.target, self.answered_at)


class DepartureQuerySet(UnitScopedQuerySet):
    subject = Subject.MOVES
    unit_field = "membership__unit"

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)

    def wreaths_due(self, day: dt.date | None = None) -> Self:
        """Deaths of late whose family the branch has not yet visited."""
        since = (day or local_today()) - dt.timedelta(days=WREATH_WITHIN_DAYS)
        return self.standing().filter(
            kind=Membership.Exit.DECEASED, left_on__gte=since, visited_on__isnull=True
        )

    def to_be_notified(self) -> Self:
        """Strike-offs of which the member has not yet been told."""
        return self.standing().filter(kind=Membership.Exit.STRUCK_OFF, told_on__isnull=True)


# The hundredth day closes the first mourning.
WREATH_WITHIN_DAYS = 100


@known_choices("kind", "ground")
@tracked(readers="visible_to", ignored=("before",))
class Departure(models.Model):
    """Somebody left the association: how, when, by which decision; never deleted, at most undone."""

    class Kind(models.TextChoices):
        MOVED_AWAY = "moved_away", "chuyển ra ngoài thành phố"
        STRUCK_OFF = "struck_off", "xóa tên"
        RESIGNED = "resigned", "xin ra khỏi Hội"
        EXPELLED = "expelled", "khai trừ"
        DECEASED = "deceased", "từ trần"

    class Ground(models.TextChoices):
        ABSENT = "absent", "bỏ sinh hoạt, không đóng hội phí từ một năm không lý do"
        WRONGLY = "wrongly", "kết nạp không đúng"
        OWN_REQUEST = "own", "tự đề nghị"

    holds_from = "left_on"  # see `actions.references`
    NEEDS_DECISION = (Kind.STRUCK_OFF, Kind.EXPELLED)

    cross_table_rules = (
        CrossTableRule(
            "after_stay_began",
            Q(undone_at__isnull=True, left_on__lte=F("membership__valid_from")),
            ("membership_id", "left_on", "undone_at"),
            (ReferencedTable("members.Membership", "membership", ("valid_from",)),),
        ),
        # Nobody is a member and gone at once: the membership ended that day, in that way.
        CrossTableRule(
            "ends_the_stay",
            Q(undone_at__isnull=True)
            & (
                Q(membership__valid_to__isnull=True)
                | ~Q(membership__valid_to=F("left_on"))
                | ~Q(membership__left_by=F("kind"))
            ),
            ("membership_id", "left_on", "kind", "undone_at"),
            (ReferencedTable("members.Membership", "membership", ("valid_to", "left_by")),),
        ),
        CrossTableRule(
            "death_on_card",
            Q(undone_at__isnull=True, kind="deceased")
            & (
                Q(membership__member__died_on__isnull=True)
                | ~Q(membership__member__died_on=F("left_on"))
            ),
            ("membership_id", "left_on", "kind", "undone_at"),
            (ReferencedTable("members.Member", "membership__member", ("died_on",)),),
        ),
    )

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="departures", verbose_name="sinh hoạt"
    )
    kind = models.CharField("hình thức", max_length=12, choices=Kind)
    ground = models.CharField("căn cứ xóa tên", max_length=8, choices=Ground, blank=True)
    left_on = models.DateField("từ ngày")
    reason = models.CharField("lý do", max_length=300, blank=True)
    destination = models.CharField("nơi đến", max_length=200, blank=True)
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="departure",
        verbose_name="quyết định, giấy giới thiệu",
    )  # fmt: skip
    told_on = models.DateField("ngày báo cho hội viên", null=True, blank=True)
    visited_on = models.DateField("ngày viếng", null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    made_at = models.DateTimeField("ghi lúc", default=timezone.now)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người hoàn tác"
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    # What stood before, so that undoing restores exactly that.
    before = models.JSONField("trước đó", default=dict, blank=True, editable=False)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = "rời Hội"
        verbose_name_plural = "rời Hội"
        ordering = ["-left_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(undone_at__isnull=True),
                name="members_departure_once",
                violation_error_message="Đã ghi việc rời Hội của đồng chí này.",
            ),
            struck_off_on_a_ground("departure", "kind"),
            models.CheckConstraint(
                # Of one that was undone the number is free again.
                condition=~Q(kind__in=["struck_off", "expelled"])
                | Q(decision__isnull=False)
                | Q(undone_at__isnull=False),
                name="members_departure_decided",
                violation_error_message="Xóa tên, khai trừ phải có quyết định.",
            ),
            worded(
                "members_departure_moved_somewhere",
                Q(kind="moved_away"),
                "destination",
                "Chưa ghi nơi đến.",
            ),
            not_before(
                "members_departure_visited_afterwards",
                "visited_on",
                "left_on",
                "Ngày viếng không thể trước ngày từ trần.",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_by__isnull=False),
                name="members_departure_undone_by_somebody",
                violation_error_message="Hoàn tác phải có người làm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.member}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("book:departure", args=[self.pk])

    def clean(self) -> None:
        if self.membership_id is None or self.left_on is None or self.undone_at is not None:
            return
        membership = self.membership
        if self.left_on <= membership.valid_from:
            message = f"Đồng chí vào chi hội từ {membership.valid_from:%d/%m/%Y}; ngày rời phải sau ngày đó."
            raise ValidationError({"left_on": message})
        if (membership.valid_to, membership.left_by) != (self.left_on, self.kind):
            message = "Lần sinh hoạt ở chi hội chưa ghi kết thúc ngày đó, theo cách đó."
            raise ValidationError({"left_on": message})

    @property
    def member(self) -> Member:
        return self.membership.member

    @property
    def is_overtaken(self) -> bool:
        """Whether the member has come back since: then it is not undone any more."""
        return self.member.memberships.filter(valid_from__gte=self.left_on).exists()

    @property
    def undo_until(self) -> dt.date:
        return AdmissionRule.objects.undo_until(self.membership.unit, self.made_at)
