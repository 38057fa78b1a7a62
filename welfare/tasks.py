"""Welfare shown elsewhere: what waits, on the officers' first page; a part of a member's card."""

from collections.abc import Iterator

from django.urls import reverse

from desk.card_parts import CardPart
from desk.tasks import Task, by_unit, summarize_counts
from kit.dates import local_today
from kit.money import dong
from kit.numbers import vn_number
from members.models import Degree, Member, Subject, User

from .models import Activity, ActivityState, House, HouseState

SHOWN_ON_CARD = 10


def welfare_tasks(user: User) -> Iterator[Task]:
    """Proposals for the unit that decides and for the one that waits; gifts approved, not given yet."""
    if not user.may(Subject.WELFARE, Degree.WRITE):
        return
    address = reverse("welfare_desk:visits")
    own = Activity.objects.editable_by(user)
    proposed = own.filter(state=ActivityState.PROPOSED)
    decided = Activity.objects.decidable_by(user).filter(state=ActivityState.PROPOSED)
    url = f"{address}?tinh_trang={ActivityState.PROPOSED}"
    if counts := by_unit(decided, "unit"):
        title = f"{vn_number(counts.total())} đề nghị chăm lo chờ duyệt"
        yield Task(title, url, "heart-handshake", summarize_counts(counts))
    elif counts := by_unit(proposed, "unit"):
        title = f"{vn_number(counts.total())} đề nghị chăm lo đã gửi, chờ cấp trên duyệt"
        yield Task(title, url, "clock", summarize_counts(counts), is_for_others=True)
    approved = own.filter(state=ActivityState.APPROVED)
    if counts := by_unit(approved, "unit"):
        late = approved.filter(happened_on__lt=local_today()).exists()
        title = f"{vn_number(counts.total())} phần quà, trợ giúp đã duyệt, chưa trao"
        url = f"{address}?tinh_trang={ActivityState.APPROVED}"
        yield Task(title, url, "heart-handshake", summarize_counts(counts), is_urgent=late)


def house_tasks(user: User) -> Iterator[Task]:
    """Houses proposed: for the unit that decides, and for information of the one that waits."""
    if not user.may(Subject.WELFARE, Degree.WRITE):
        return
    url = f"{reverse('welfare_desk:houses')}?tinh_trang={HouseState.PROPOSED}"
    if counts := by_unit(House.objects.waiting_for(user), "unit"):
        title = f"{vn_number(counts.total())} nhà tình nghĩa chờ duyệt"
        yield Task(title, url, "house", summarize_counts(counts))
    elif counts := by_unit(
        House.objects.editable_by(user).filter(state=HouseState.PROPOSED), "unit"
    ):
        title = f"{vn_number(counts.total())} nhà tình nghĩa đã đề nghị, chờ cấp trên duyệt"
        yield Task(title, url, "clock", summarize_counts(counts), is_for_others=True)


def visits_on_card(user: User, member: Member) -> CardPart | None:
    """What was done for the member, for whoever reads it."""
    if not user.may(Subject.WELFARE):
        return None
    rows = (
        Activity.objects.visible_to(user)
        .naming_for(user)
        .filter(member=member)
        .exclude(state__in=[ActivityState.REFUSED, ActivityState.CANCELLED])
        .select_related("kind", "unit__parent")
        .order_by("-happened_on", "-pk")
    )
    lines = [_line(row) for row in rows[:SHOWN_ON_CARD]] or ["Chưa ghi lần chăm lo nào."]
    return CardPart("Nghĩa tình", lines)


def _line(row: Activity) -> str:
    parts = [row.kind.name, row.unit.distinct_label]
    parts += [dong(row.amount)] if row.amount else []
    parts += [row.in_kind] if row.in_kind else []
    parts += [] if row.is_done else [row.get_state_display()]
    return f"{row.happened_on:%d/%m/%Y}: {', '.join(parts)}"
