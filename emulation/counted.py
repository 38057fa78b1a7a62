"""Numbers for score sheets from the rooms below: members who joined, care given, events held."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from desk.counting import Counted
from events.models import Attendance, Event
from kit.dates import local_day, local_day_bounds
from members.models import Membership, Unit
from members.models.offices import vacancies_filled
from members.models.units import UnitQuerySet
from welfare.models import Activity

_JOINED = (Membership.Entry.ADMITTED, Membership.Entry.READMITTED)


def books_counted(unit: Unit, start: dt.date, end: dt.date) -> Iterator[Counted]:
    """Counted as reports count them (reports.models.figures)."""
    units = Unit.objects.within(unit)
    joined = Membership.objects.filter(
        unit__in=units, entered_by__in=_JOINED, valid_from__gte=start, valid_from__lt=end
    ).select_related("member")
    rows = [
        (
            row.valid_from,
            f"Hội viên {row.member.code}",
            reverse("book:member", args=[row.member_id]),
        )
        for row in joined.order_by("valid_from", "pk")
    ]
    yield Counted("ket-nap", "Hội viên kết nạp, kết nạp lại", len(rows), rows)
    rows = [
        (
            row.valid_from,
            f"{row.position.name}, {row.unit.distinct_label}",
            row.unit.get_absolute_url(),
        )
        for row in vacancies_filled(units, start, end)
    ]
    yield Counted("kien-toan", "Chức vụ còn khuyết đã có người giữ", len(rows), rows)
    acts = Activity.objects.filter(unit__in=units).between(start, end).done()
    rows = [
        (act.happened_on, act.kind.name, act.get_absolute_url())
        for act in acts.select_related("kind").order_by("happened_on", "pk")
    ]
    yield Counted("nghia-tinh", "Lượt thăm hỏi, tặng quà, trợ giúp đã trao", len(rows), rows)
    yield from _events(units, start, end)


def _events(units: UnitQuerySet, start: dt.date, end: dt.date) -> Iterator[Counted]:
    held = Event.objects.filter(
        state=Event.State.ANNOUNCED,
        starts_at__gte=local_day_bounds(start)[0],
        starts_at__lt=local_day_bounds(end)[0],
    )
    for key, label, events in (
        ("su-kien", "Sự kiện đã tổ chức, đồng tổ chức", held.concerning(units)),
        (
            "bien-ban", "Buổi có biên bản đã chốt",
            held.filter(unit__in=units, minutes__closed_at__isnull=False),
        ),
    ):  # fmt: skip
        rows = [
            (local_day(event.starts_at), event.title, event.get_absolute_url())
            for event in events.order_by("starts_at", "pk")
        ]
        yield Counted(key, label, len(rows), rows)
    present = Attendance.objects.present().filter(
        event__in=held.filter(unit__in=units), event__minutes__closed_at__isnull=False
    )
    yield Counted("co-mat", "Lượt hội viên có mặt (biên bản đã chốt)", present.count())
