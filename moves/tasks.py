"""What waits among those who come, move and leave, for the officers' first page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse

from desk.tasks import NAMED, Place, Task, by_unit, summarize_counts
from kit.dates import local_today
from members.models import (
    Application,
    Decision,
    DecisionMatter,
    DecisionRule,
    Degree,
    Departure,
    Proposal,
    Subject,
    Transfer,
    Unit,
    User,
    units_where,
)
from members.models.units import UnitQuerySet


def moves_tasks(user: User) -> Iterator[Task]:
    """Applications, transfers, proposals and papers that wait, visits still to be paid.

    Whoever keeps several units' books sees sums, with the units that are behind by name. Each line
    leads to exactly the rows that it counts.
    """
    if user.may(Subject.MOVES, Degree.WRITE):
        units = units_where(user, Subject.MOVES, Degree.WRITE)
        yield from _applications(user, units)
        yield from _transfers(user, units)
        yield from _departures(user)
        yield from _decisions(user)


def _applications(user: User, units: UnitQuerySet) -> Iterator[Task]:
    open_ones = Application.objects.editable_by(user).open()
    for state, title in (
        (Application.State.SUBMITTED, "đơn xin gia nhập chờ chi hội xét"),
        (Application.State.REVIEWED, "đơn xin gia nhập chờ quyết định"),
    ):
        counts = by_unit(open_ones.filter(state=state), "unit")
        if counts:
            url = f"{reverse('book:applications')}?tinh_trang={state}"
            is_above = state == Application.State.REVIEWED and _is_decided_above(counts, units)
            detail = summarize_counts(counts) + (" Cấp trên ghi quyết định." if is_above else "")
            yield Task(f"{counts.total()} {title}", url, "users", detail, is_for_others=is_above)


def _is_decided_above(counts: Counter[Place], units: UnitQuerySet) -> bool:
    """Whether the rule leaves these decisions to units beyond the user's books."""
    if units.filter(pk__in={above for _, above in counts}).exists():
        return False
    # All of them lie in one association.
    branch = Unit.objects.get(pk=next(iter(counts))[0])
    return not DecisionRule.objects.of(branch, DecisionMatter.ADMISSION).allows_paper


def _transfers(user: User, units: UnitQuerySet) -> Iterator[Task]:
    address = reverse("book:transfers")
    today = local_today()
    waiting = Transfer.objects.pending().filter(target__in=units)
    counts = by_unit(waiting, "target")
    if counts:
        facts = waiting.aggregate(first=Min("due_on"), late=Count("pk", Q(due_on__lt=today)))
        due, late = facts["first"], facts["late"]
        detail = f"{late} trường hợp đã quá hạn trả lời. " if late else ""
        yield Task(
            f"{counts.total()} đề nghị chuyển sinh hoạt đến, chờ trả lời", f"{address}?chieu=den",
            "arrow-right", detail + summarize_counts(counts),
            due_on=due, is_urgent=bool(late) or due <= today + dt.timedelta(7),
        )  # fmt: skip
    late_out = Transfer.objects.overdue(today).filter(source__in=units).exclude(target__in=units)
    counts = by_unit(late_out, "target")
    if counts:
        yield Task(
            f"{counts.total()} đề nghị chuyển đi chưa được trả lời đúng hạn",
            f"{address}?tinh_trang=qua-han&chieu=di", "clock", summarize_counts(counts), is_urgent=True,
        )  # fmt: skip


def _departures(user: User) -> Iterator[Task]:
    rows = Departure.objects.editable_by(user).select_related(
        "membership__member", "membership__unit"
    )
    for departure in rows.wreaths_due().order_by("left_on")[:NAMED]:
        member = departure.member
        yield Task(
            f"Viếng đồng chí {member.full_name}", departure.get_absolute_url(), "heart-handshake",
            f"{departure.membership.unit}; từ trần ngày {departure.left_on:%d/%m/%Y}. Chuẩn bị lễ tang, ghi lần viếng.",
            is_urgent=departure.left_on >= local_today() - dt.timedelta(days=7),
        )  # fmt: skip
    for departure in rows.to_be_notified().order_by("left_on")[:NAMED]:
        yield Task(
            f"Báo cho {departure.member.full_name} về việc xóa tên",
            departure.get_absolute_url(), "mail", f"{departure.membership.unit}.",
        )  # fmt: skip


def _decisions(user: User) -> Iterator[Task]:
    """Proposals, for the unit that decides and for the branch that waits; papers to confirm."""
    units = units_where(user, Subject.MOVES, Degree.WRITE)
    waiting = Proposal.objects.editable_by(user).waiting()
    address = reverse("book:proposals")
    if counts := by_unit(waiting.filter(decider__in=units), "membership__unit"):
        title = f"{counts.total()} đề nghị xóa tên, kỷ luật chờ quyết định"
        yield Task(title, address, "file-text", summarize_counts(counts))
    if counts := by_unit(waiting.exclude(decider__in=units), "membership__unit"):
        title = f"{counts.total()} đề nghị xóa tên, kỷ luật đã gửi, chờ cấp trên quyết định"
        yield Task(title, address, "clock", summarize_counts(counts), is_for_others=True)
    if count := Decision.objects.editable_by(user).to_confirm().count():
        title = f"{count} văn bản chi hội ghi theo giấy, chờ xác nhận"
        yield Task(title, reverse("book:papers"), "file-text")
