"""Events as a calendar file (RFC 5545), which phones and calendar programs subscribe to."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar
from icalendar import Event as Entry

from kit.dates import ZONE

from .models import Event

_SEQUENCE_FROM = 1_700_000_000  # November 2023, before the first event of any portal was written


def calendar_file(events: Iterable[Event], *, name: str, origin: str) -> bytes:
    """The .ics file. `origin` is the site's address, e.g. https://example.org; times are those of Ho Chi Minh City.

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
    calendar.add_missing_timezones()  # the VTIMEZONE of Ho Chi Minh City
    return calendar.to_ical()


def _entry(event: Event, origin: str) -> Entry:
    entry = Entry()
    address = f"{origin}{event.get_absolute_url()}"
    entry.add("uid", f"su-kien-{event.pk}@{origin.partition('://')[2].partition(':')[0]}")
    entry.add("dtstamp", event.updated_at.astimezone(dt.UTC))
    # It must grow with each change; seconds do, also where the admin or another program writes.
    entry.add("sequence", max(0, int(event.updated_at.timestamp()) - _SEQUENCE_FROM))
    entry.add("last-modified", event.updated_at.astimezone(dt.UTC))
    # Without an end a calendar would show a point in time, or none at all.
    if event.is_all_day:
        entry.add("dtstart", event.starts_on)
        entry.add("dtend", event.last_day + dt.timedelta(days=1))
    else:
        entry.add("dtstart", event.starts_at.astimezone(ZONE))
        entry.add("dtend", event.expected_end.astimezone(ZONE))
    entry.add("summary", f"Đã hủy: {event.title}" if event.is_cancelled else event.title)
    entry.add("location", event.place)
    entry.add("description", "\n\n".join(filter(None, [event.summary, address])))
    entry.add("categories", [event.kind.name])
    entry.add("url", address)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry
