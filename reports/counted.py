"""Reports for score sheets: sent in time, sent late."""

import datetime as dt
from collections.abc import Iterator

from desk.counting import Counted
from kit.dates import local_day, local_day_bounds
from members.models import Unit

from .models import Report


def reports_counted(unit: Unit, start: dt.date, end: dt.date) -> Iterator[Counted]:
    """By the day on which they were sent; of the unit itself, as each unit below owes its own."""
    sent = Report.objects.filter(
        unit=unit,
        sent_at__gte=local_day_bounds(start)[0],
        sent_at__lt=local_day_bounds(end)[0],
    ).select_related("kind", "unit")
    rows = [
        (local_day(report.sent_at), str(report), report.get_absolute_url(), report.due_on)
        for report in sent.order_by("sent_at", "pk")
        if report.sent_at
    ]
    for key, label, is_late in (
        ("bao-cao", "Báo cáo gửi đúng hạn", False), ("bao-cao-tre", "Báo cáo gửi trễ hạn", True),
    ):  # fmt: skip
        chosen = [row[:3] for row in rows if (row[0] > row[3]) is is_late]
        yield Counted(key, label, len(chosen), chosen)
