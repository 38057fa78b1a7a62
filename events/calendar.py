"""Events as a calendar file (RFC 5545), which phones and calendar programs subscribe to."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar
from icalendar import Event as Entry

from .models import Event


def calendar_file(events: Iterable[Event], *, name: str, origin: str) -> bytes:
    """The .ics file. `origin` is the site's address, e.g. https://example.org; times are in UTC.

    The stamp is when the event was last changed, so that the file of unchanged events is the same.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Hoi Cuu CAND//Lich su kien//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_entry(event, origin))
    return calendar.to_ical()


def _entry(event: Event, origin: str) -> Entry:
    entry = Entry()
    address = f"{origin}{event.get_absolute_url()}"
    entry.add("uid", f"su-kien-{event.pk}@{origin.partition('://')[2].partition(':')[0]}")
    entry.add("dtstamp", event.updated_at.astimezone(dt.UTC))
    entry.add("last-modified", event.updated_at.astimezone(dt.UTC))
    # Without an end a calendar would show a point in time, or none at all.
    if event.is_all_day:
        entry.add("dtstart", event.starts_on)
        entry.add("dtend", event.starts_on + dt.timedelta(days=1))
    else:
        entry.add("dtstart", event.starts_at.astimezone(dt.UTC))
        entry.add("dtend", event.expected_end.astimezone(dt.UTC))
    entry.add("summary", f"Đã hủy: {event.title}" if event.is_cancelled else event.title)
    entry.add("location", event.place)
    entry.add("description", "\n\n".join(filter(None, [event.summary, address])))
    entry.add("categories", [event.get_kind_display()])
    entry.add("url", address)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
