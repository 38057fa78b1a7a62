"""Lists of who is due a kind of care: drawn up, decided above, handed over person by person."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from kit.dates import local_today
from kit.text import fold
from kit.workflow import Steps, Transition
from members.models import (
    DecisionMatter,
    DecisionRule,
    Degree,
    DerivedTextField,
    Member,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    tracked,
    units_where,
)
from members.models.cross_table_rules import CrossTableRule, ReferencedTable

from .activities import Activity
from .due import Span, memberships_due
from .kinds import WelfareKind
from .rates import Rate, honour_of

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

FIRST_YEAR, LAST_YEAR = 2000, 2099


class ListState(models.TextChoices):
    DRAFT = "draft", "đang lập"
    PROPOSED = "proposed", "chờ duyệt"
    APPROVED = "approved", "đã duyệt"
    REFUSED = "refused", "không duyệt"
    CANCELLED = "cancelled", "đã hủy"


class EntryState(models.TextChoices):
    WAITING = "waiting", "chưa trao"
    HANDED = "handed", "đã trao"
    FAILED = "failed", "trao chưa được"
    STRUCK = "struck", "gạch tên"
    DROPPED = "dropped", "danh sách không thành"


# Who stands so is on a list for good or still: nobody is on two of a kind and period.
LIVE = (EntryState.WAITING, EntryState.HANDED, EntryState.FAILED)
OPEN = (EntryState.WAITING, EntryState.FAILED)  # still to be handed over


class ListRole(Enum):
    WRITER = "writer"  # writes welfare of the unit whose list it is
    DECIDER = "decider"  # writes welfare of the unit that decides


_S, _W, _D = ListState, ListRole.WRITER, ListRole.DECIDER


class ListStep(Steps):
    """A step that ends the list is a danger and wants a reason."""

    PROPOSE = Transition(
        "de-nghi", "Đề nghị duyệt", (_S.DRAFT,), _S.PROPOSED, _W, "Đã gửi đề nghị duyệt.",
        is_main=True,
    )  # fmt: skip
    WITHDRAW = Transition(
        "rut-lai", "Rút về để sửa", (_S.PROPOSED,), _S.DRAFT, _W,
        "Đã rút danh sách về để sửa; nhớ đề nghị lại.",
    )  # fmt: skip
    APPROVE = Transition(
        "duyet", "Duyệt danh sách", (_S.PROPOSED,), _S.APPROVED, _D,
        "Đã duyệt danh sách; từ nay tên, tuổi và mức giữ nguyên.", is_main=True,
    )  # fmt: skip
    REFUSE = Transition(
        "khong-duyet", "Không duyệt", (_S.PROPOSED,), _S.REFUSED, _D,
        "Đã trả lời là không duyệt; đơn vị lập sẽ thấy lý do.",
        question="Danh sách này không thành; ai trong đó cũng lập lại được.", is_danger=True,
    )  # fmt: skip
    CANCEL = Transition(
        "huy", "Hủy danh sách", (_S.DRAFT, _S.PROPOSED), _S.CANCELLED, _W,
        "Đã hủy danh sách; ai trong đó cũng lập lại được.",
        question="Danh sách không còn dùng nữa; lý do được giữ lại.", is_danger=True,
    )  # fmt: skip
    CANCEL_APPROVED = Transition(
        "huy-da-duyet", "Hủy phần chưa trao", (_S.APPROVED,), _S.CANCELLED, _D,
        "Đã hủy; phần đã trao giữ nguyên.",
        question="Ai chưa được trao thì không trao nữa theo danh sách này.", is_danger=True,
    )  # fmt: skip


def _open_kinds(user: "AnyUser", degree: Degree, unit: str) -> Q:
    """A list of a private kind tells who is ill or in need: for those alone who read that there."""
    health = units_where(user, Subject.HEALTH, degree)
    return Q(kind__is_private=False) | Q(**{f"{unit}__in": health})


class WelfareListQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        return super().open_to(user, degree).filter(_open_kinds(user, degree, "unit"))

    def visible_to(self, user: "AnyUser") -> Self:
        """Lists of the user's units, and those of units above that name a member of theirs, once
        they are proposed."""
        units = units_where(user, Subject.WELFARE)
        entries = WelfareEntry.objects.order_by().filter(unit__in=units).values("gift_list")
        above = Q(pk__in=entries) & ~Q(state=ListState.DRAFT)
        return self.filter(Q(unit__in=units) | above).filter(
            Q(kind__is_private=False) | Q(unit__in=units_where(user, Subject.HEALTH))
        )

    def fully_visible_to(self, user: "AnyUser") -> Self:
        """Lists of which the user reads every name, and the history: not those from above."""
        return self.open_to(user, Degree.READ)

    def waiting_for(self, user: "AnyUser") -> Self:
        """Proposed lists that the user decides: of a unit whose welfare they write, or above it."""
        units = units_where(user, Subject.WELFARE, Degree.WRITE)
        return self.filter(state=ListState.PROPOSED, decider__in=units).filter(
            _open_kinds(user, Degree.WRITE, "unit")
        )

    def with_sums(self) -> Self:
        """Adds `people`, `handed` and `money` of who stands on each (đồng)."""
        live = Q(entries__state__in=LIVE)
        return self.annotate(
            people=Count("entries", filter=live),
            handed=Count("entries", filter=Q(entries__state=EntryState.HANDED)),
            money=Sum("entries__amount", filter=live, default=0),
        )


@known_choices("state", "fund")
@tracked(readers="fully_visible_to", ignored=("token",))
class WelfareList(models.Model):
    """A unit's list of who gets a kind of care in a year or month. Frozen once approved."""

    State = ListState

    kind = models.ForeignKey(WelfareKind, models.PROTECT, related_name="lists", verbose_name="loại")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="welfare_lists", verbose_name="đơn vị lập"
    )
    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng", default=0)
    period = models.PositiveIntegerField("kỳ", editable=False)  # see `Span.period`
    counted_on = models.DateField("tính tuổi đến hết ngày")
    planned_on = models.DateField("ngày trao dự kiến", null=True, blank=True)
    fund = models.CharField(
        "nguồn", max_length=12, choices=Activity.Fund, default=Activity.Fund.UNIT
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)
    state = models.CharField("tình trạng", max_length=9, choices=ListState, default=ListState.DRAFT)
    decider = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, editable=False,
        related_name="welfare_lists_to_decide", verbose_name="nơi duyệt",
    )  # fmt: skip
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)
    proposed_at = models.DateTimeField("đề nghị lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="người duyệt hoặc hủy",
    )  # fmt: skip
    answered_at = models.DateTimeField("duyệt hoặc hủy lúc", null=True, blank=True)
    answer = models.CharField("lý do không duyệt, hủy", max_length=300, blank=True)
    token = models.CharField("mã gửi", max_length=64, unique=True, editable=False)

    objects = WelfareListQuerySet.as_manager()

    class Meta:
        verbose_name = "danh sách chăm lo"
        verbose_name_plural = "danh sách chăm lo"
        ordering = ["-year", "-month", "-pk"]
        indexes = [models.Index(fields=["unit", "year"], name="welfare_list_unit_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__lte=12, year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="welfare_list_of_a_month",
                violation_error_message="Tháng từ 1 đến 12.",
            ),
            models.CheckConstraint(
                condition=Q(counted_on__year=F("year")),
                name="welfare_list_counted_in_its_year",
                violation_error_message="Ngày tính tuổi phải trong năm của danh sách.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "cancelled"]) | ~Q(answer=""),
                name="welfare_list_turned_down_has_reason",
                violation_error_message="Không duyệt hoặc hủy thì phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], answered_at__isnull=True)
                | Q(
                    state__in=["approved", "refused", "cancelled"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="welfare_list_answered_by_somebody",
                violation_error_message="Trả lời phải có người trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="cancelled") | Q(decider__isnull=False),
                name="welfare_list_proposed_to_somebody",
                violation_error_message="Đề nghị phải có nơi duyệt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.span.label}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("welfare_desk:list", args=[self.pk])

    @property
    def span(self) -> Span:
        return Span(self.kind, self.unit, self.year, self.month, self.counted_on)

    @property
    def is_open(self) -> bool:
        """Whether names may still be added or struck by the unit."""
        return self.state == ListState.DRAFT

    @property
    def rule(self) -> DecisionRule:
        """Who decides: what the association laid down, or our proposal (ADR 0032)."""
        return DecisionRule.objects.of(self.unit, DecisionMatter.WELFARE)

    def roles_of(self, user: "AnyUser") -> set[ListRole]:
        """In which roles the user stands to it."""
        roles = set()
        if WelfareList.objects.editable_by(user).filter(pk=self.pk).exists():
            roles.add(ListRole.WRITER)
        if self.decider_id:
            units = units_where(user, Subject.WELFARE, Degree.WRITE)
            if self.kind.is_private:
                units = units.filter(pk__in=units_where(user, Subject.HEALTH, Degree.WRITE))
            if units.filter(pk=self.decider_id).exists():
                roles.add(ListRole.DECIDER)
        return roles

    def steps_for(self, user: "AnyUser") -> list[ListStep]:
        """What the user may do with it now, in the table's order."""
        return ListStep.open_to(self.roles_of(user), self.state)


class WelfareEntryQuerySet(UnitScopedQuerySet):
    subject = Subject.WELFARE

    def open_to(self, user: "AnyUser", degree: Degree) -> Self:
        """Of the member's branch and those above: a branch sees its own people on a list from above.
        Nobody but its unit sees a draft."""
        health = Q(gift_list__kind__is_private=False) | Q(
            unit__in=units_where(user, Subject.HEALTH, degree)
        )
        drawn_up = ~Q(gift_list__state=ListState.DRAFT) | Q(
            gift_list__unit__in=units_where(user, self.subject, degree)
        )
        return super().open_to(user, degree).filter(health, drawn_up)

    def live(self) -> Self:
        """Of whom the list stands or may yet stand. See also `WelfareEntry.is_live`."""
        return self.filter(state__in=LIVE)

    def to_hand_over(self) -> Self:
        return self.filter(state__in=OPEN, gift_list__state=ListState.APPROVED)

    def in_order(self) -> Self:
        """The oldest first, then by name; those of whom no age was asked by name."""
        return self.order_by("birth_year", F("birth_date").asc(nulls_last=True), "sort_key", "pk")


@known_choices("state")
@tracked(about="gift_list")
class WelfareEntry(models.Model):
    """One person on a list, as the card said when it was approved: names and sums of a paper."""

    State = EntryState

    cross_table_rules = (
        CrossTableRule(
            "of_its_list",
            ~Q(kind=F("gift_list__kind")) | ~Q(period=F("gift_list__period")),
            ("kind_id", "period", "gift_list_id"),
            (ReferencedTable("welfare.WelfareList", "gift_list", ("kind_id", "period")),),
        ),
    )

    gift_list = models.ForeignKey(
        WelfareList, models.CASCADE, related_name="entries", verbose_name="danh sách"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="welfare_entries", verbose_name="hội viên"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="chi hội")
    # The list's own, here as well: that nobody gets a kind twice in a period is held by an index.
    kind = models.ForeignKey(WelfareKind, models.PROTECT, related_name="+", verbose_name="loại")
    period = models.PositiveIntegerField("kỳ")
    # 0, or which time it is of somebody who gets it again, for a reason.
    again = models.PositiveSmallIntegerField("lần thêm", default=0)
    again_reason = models.CharField("vì sao trao thêm lần nữa", max_length=300, blank=True)
    # As the card and the rate said; approved, they stay so.
    full_name = models.CharField("họ và tên", max_length=100)
    rank = models.CharField("cấp bậc hàm", max_length=40, blank=True)
    code = models.CharField("số thẻ", max_length=20)
    birth_year = models.PositiveSmallIntegerField("năm sinh")
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    age = models.PositiveSmallIntegerField("tuổi")
    rate = models.ForeignKey(
        Rate, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="mức"
    )
    amount = models.PositiveBigIntegerField("số tiền (đồng)", default=0)
    in_kind = models.CharField("hiện vật", max_length=160, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    state = models.CharField(
        "tình trạng", max_length=8, choices=EntryState, default=EntryState.WAITING
    )
    reason = models.CharField("lý do", max_length=300, blank=True)
    handed_on = models.DateField("ngày trao", null=True, blank=True)
    handed_by = models.CharField("người trao", max_length=160, blank=True)
    receiver = models.CharField("người nhận thay", max_length=120, blank=True)
    receipt_no = models.CharField("số phiếu chi, giấy biên nhận", max_length=40, blank=True)
    activity = models.OneToOneField(
        Activity, models.PROTECT, null=True, blank=True, related_name="list_entry",
        verbose_name="hoạt động nghĩa tình",
    )  # fmt: skip
    sort_key = models.CharField("khóa sắp xếp", max_length=200, editable=False, default="")
    search_text = DerivedTextField(
        sources=("full_name", "code"), derive=lambda *t: fold(" ".join(t))
    )

    objects = WelfareEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "người trong danh sách chăm lo"
        verbose_name_plural = "người trong danh sách chăm lo"
        ordering = ["gift_list", "birth_year", "pk"]
        indexes = [
            models.Index(fields=["gift_list", "state"], name="welfare_entry_list_state"),
            models.Index(fields=["unit", "state"], name="welfare_entry_unit_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "period", "again"],
                condition=Q(state__in=["waiting", "handed", "failed"]),
                name="welfare_entry_once_a_period",
                violation_error_message="Đồng chí này đã có trong một danh sách cùng loại, cùng kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(again=0, again_reason="") | Q(again__gt=0) & ~Q(again_reason=""),
                name="welfare_entry_again_for_a_reason",
                violation_error_message="Trao thêm lần nữa thì phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(state="handed", handed_on__isnull=False, activity__isnull=False)
                | ~Q(state="handed") & Q(handed_on__isnull=True, activity__isnull=True),
                name="welfare_entry_handed_is_an_activity",
                violation_error_message="Đã trao thì phải có ngày trao.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "struck"]) | ~Q(reason=""),
                name="welfare_entry_not_given_for_a_reason",
                violation_error_message="Hãy ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.gift_list.kind}, {self.gift_list.span.label}"

    def clean(self) -> None:
        super().clean()
        if self.gift_list_id and (self.kind_id, self.period) != (
            self.gift_list.kind_id,
            self.gift_list.period,
        ):
            raise ValidationError("Loại và kỳ phải là của danh sách.")

    @property
    def is_live(self) -> bool:
        """See also `WelfareEntryQuerySet.live`."""
        return self.state in LIVE

    @property
    def is_to_hand_over(self) -> bool:
        """See also `WelfareEntryQuerySet.to_hand_over`."""
        return self.state in OPEN and self.gift_list.state == ListState.APPROVED

    @property
    def born(self) -> str:
        return f"{self.birth_date:%d/%m/%Y}" if self.birth_date else str(self.birth_year)

    @property
    def honour(self) -> str:
        """How the celebration of that age is called."""
        return honour_of(self.age)

    @property
    def gift(self) -> Any:
        return Rate(amount=self.amount, in_kind=self.in_kind).gift


def due_now(span: Span, day: dt.date | None = None) -> Any:
    """Memberships of whoever is due and on no live list of that kind and period. See `memberships_due`."""
    listed = WelfareEntry.objects.live().filter(kind=span.kind, period=span.period)
    return memberships_due(span, day or min(local_today(), span.ends_on)).exclude(
        member__in=listed.order_by().values("member")
    )
