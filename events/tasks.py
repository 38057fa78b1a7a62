"""Events shown elsewhere: tasks on the officers' first page, a part of a member's card, what a sheet
of attendance may be printed for."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from desk.card_parts import CardPart
from desk.meetings import Meeting
from desk.tasks import Task
from kit.dates import local_day_bounds, local_today
from kit.numbers import vn_number
from members.models import Degree, Member, Subject, User, units_where

from .models import (
    Attendance,
    Contestant,
    Event,
    EventNotice,
    EventQuerySet,
    Registration,
    ResolutionTask,
)
from .registering import own_line

SOON = dt.timedelta(days=14)
# Meetings of the last so many days are asked for their minutes; older ones stay as they are.
MINUTES_REMINDED_FOR = dt.timedelta(days=30)
CONTESTS_SHOWN = 10  # of a member, on their card
TASKS_SHOWN = 8
MEETINGS_OFFERED = 5


def event_tasks(user: User) -> Iterator[Task]:
    """What meetings decided and is not done; meetings without minutes; drafts whose day is near.

    Of the units in which the user holds an office: what a branch decided is not the district's.
    """
    if not user.may(Subject.EVENTS, Degree.WRITE):
        return
    own = {office.unit_id for office in user.offices}
    if not own:
        return
    mine = Event.objects.editable_by(user).filter(unit__in=own)
    yield from _resolutions(user)
    yield from _without_minutes(mine)
    yield from _drafts(mine)
    yield from _to_telephone(mine)


def _resolutions(user: User) -> Iterator[Task]:
    rows = ResolutionTask.objects.editable_by(user).of_own_units(user).open()
    for row in rows.select_related("minutes__event")[:TASKS_SHOWN]:
        event = row.minutes.event
        yield Task(
            f"{row.what} ({row.responsible})", event.desk_url, "check",
            f"Theo biên bản “{event}” ngày {event.starts_on:%d/%m/%Y}.",
            due_on=row.due_on, is_urgent=row.is_late,
        )  # fmt: skip


def _without_minutes(mine: EventQuerySet) -> Iterator[Task]:
    now = timezone.now()
    rows = mine.past().filter(
        Q(minutes__isnull=True) | Q(minutes__closed_at__isnull=True),
        state=Event.State.ANNOUNCED, kind__has_minutes=True,
        starts_at__gte=now - MINUTES_REMINDED_FOR,
    )  # fmt: skip
    for event in rows[:TASKS_SHOWN]:
        yield Task(
            f"Ghi và chốt biên bản: {event}", reverse("events_desk:minutes", args=[event.pk]),
            "file-text", f"Buổi {event.when}.",
        )  # fmt: skip


def _drafts(mine: EventQuerySet) -> Iterator[Task]:
    rows = mine.upcoming().filter(state=Event.State.DRAFT, starts_at__lt=timezone.now() + SOON)
    for event in rows[:TASKS_SHOWN]:
        yield Task(
            f"Công bố hoặc xóa bản nháp: {event}", event.desk_url, "calendar",
            f"Dự kiến {event.when}.", due_on=event.starts_on,
        )  # fmt: skip


def _to_telephone(mine: EventQuerySet) -> Iterator[Task]:
    rows = EventNotice.objects.to_telephone().filter(event__in=mine.order_by().values("pk"))
    counts = Counter(row.event for row in rows.select_related("event"))
    for event, count in counts.items():
        yield Task(
            f"Gọi điện báo {vn_number(count)} người: {event}",
            reverse("events_desk:notices", args=[event.pk]),
            "phone", "Đã mời hoặc đăng ký, thư không đến được.", due_on=event.starts_on,
        )  # fmt: skip


def attendance_on_card(user: User, member: Member) -> CardPart | None:
    """How often the member came, this year and last, for readers of the branch's events and the
    member themselves. One query where nothing was ticked yet."""
    today = local_today()
    rows = Attendance.objects.filter(
        member=member, event__starts_at__year__gte=today.year - 1,
        event__starts_at__year__lte=today.year, event__state=Event.State.ANNOUNCED,
    ).order_by()  # fmt: skip
    totals = rows.values_list("event__starts_at__year", "state").annotate(count=Count("pk"))
    counts = Counter({(year, state): count for year, state, count in totals})
    if not counts or not _reads_attendance_of(user, member):
        return None
    kinds = Attendance.State
    lines = []
    for year in (today.year, today.year - 1):
        total = sum(counts[year, state] for state in kinds.values)
        if total:
            excused = counts[year, kinds.EXCUSED]
            also = f", vắng có phép {vn_number(excused)}" if excused else ""
            present = vn_number(counts[year, kinds.PRESENT])
            lines.append(f"Năm {year}: có mặt {present} trên {vn_number(total)} buổi{also}.")
    return CardPart("Sinh hoạt", lines)


def contests_on_card(user: User, member: Member) -> CardPart | None:
    """The member's results in contests, the latest first, for the readers of their attendance."""
    rows = Contestant.objects.filter(member=member, result__event__state=Event.State.ANNOUNCED)
    entries = rows.select_related("result__event").order_by("-result__event__starts_at", "pk")
    people = list(entries[:CONTESTS_SHOWN])
    if not people or not _reads_attendance_of(user, member):
        return None
    lines = []
    for person in people:
        result = person.result
        how = f", {result.outcome}" if result.outcome else ""
        year = result.event.starts_on.year
        lines.append(f"Năm {year}: {result.discipline}{how} ({result.event}).")
    return CardPart("Hội thi, hội thao", lines)


def _reads_attendance_of(user: User, member: Member) -> bool:
    if user.member_id == member.pk:
        return True
    return bool(Member.objects.open_to(user, Degree.READ, Subject.EVENTS).contains(member))


def registrations_on_card(user: User, member: Member) -> CardPart | None:
    """Coming events for which the member has registered, for themselves and who keeps them. One
    query where there is none."""
    rows = Registration.objects.in_force().filter(
        member=member, event__starts_at__gte=local_day_bounds(local_today())[0]
    )
    coming = list(
        rows.select_related("event__kind")
        .prefetch_related("event__former_days")
        .order_by("event__starts_at", "pk")
    )
    if not coming or not _reads_attendance_of(user, member):
        return None
    url = coming[0].event.get_absolute_url() if len(coming) == 1 else reverse("events:list")
    lines = [own_line(row) for row in coming]
    return CardPart("Sự kiện đã đăng ký dự", lines, url, "Xem sự kiện")


def coming_events_as_meetings(user: User) -> list[Meeting]:
    """The next events of the units whose events the user writes, each with its sheet to print."""
    if not user.may(Subject.EVENTS, Degree.WRITE):
        return []
    own = units_where(user, Subject.EVENTS, Degree.WRITE).order_by().values("pk")
    rows = Event.objects.filter(unit__in=own, state=Event.State.ANNOUNCED).upcoming()
    return [
        Meeting(f"{event}, {event.when}", reverse("events_desk:attendance_paper", args=[event.pk]))
        for event in rows[:MEETINGS_OFFERED]
    ]
