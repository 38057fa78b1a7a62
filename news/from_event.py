"""The first draft of a report on an event, from the event's record."""

from collections.abc import Iterable

from django.utils.html import escape

from events.contests import by_discipline
from events.evidence import present_at
from events.models import Event, Guest
from kit.dates import long_date

_AFTER_ALL_RANKS = 999


def text_fields_of(event: Event) -> dict[str, str]:
    """Title, lead and body. Only sentences whose facts are there; nothing is made up."""
    parts = (_guests, _hosts, _present, _programme, _outcome, _contests)
    body = "".join(html for part in parts for html in part(event))
    return {"title": event.title, "lead": _lead(event), "body": body}


def _lead(event: Event) -> str:
    when = long_date(event.starts_at)
    hour = "" if event.is_all_day else f" lúc {event.hour},"
    return f"{when},{hour} tại {event.place}, {event.unit.name} tổ chức “{event.title}”."


def _guests(event: Event) -> list[str]:
    guests = in_protocol_order(event.guests.all())
    if not guests:
        return []
    lines = "".join(f"<li>{escape(_guest(guest))}</li>" for guest in guests)
    spoke = [guest.title_and_name or guest.post for guest in guests if guest.spoke]
    parts = [f"<p>Đến dự có:</p><ul>{lines}</ul>"]
    if spoke:
        parts.append(f"<p>Phát biểu tại buổi lễ có {escape(_listed(spoke))}.</p>")
    return parts


def in_protocol_order(guests: Iterable[Guest]) -> list[Guest]:
    """By rank, the highest (which has the smallest number) first; then as the record has them."""
    return sorted(guests, key=lambda guest: (guest.rank or _AFTER_ALL_RANKS, guest.order, guest.pk))


def _guest(guest: Guest) -> str:
    if not guest.name:
        return guest.post[:1].upper() + guest.post[1:]
    return f"{guest.title_and_name}, {guest.post}"


def _hosts(event: Event) -> list[str]:
    hosts = [host.unit.name for host in event.event_hosts.select_related("unit")]
    return [f"<p>Cùng chủ trì có {escape(_listed(hosts))}.</p>"] if hosts else []


def _programme(event: Event) -> list[str]:
    items = []
    for item in event.programme.all():
        hour = f"{item.starts_at:%H:%M}: " if item.starts_at else ""
        speaker = f" ({item.speaker})" if item.speaker else ""
        items.append(f"<li>{escape(f'{hour}{item.title}{speaker}')}</li>")
    return [f"<h2>Chương trình</h2><ol>{''.join(items)}</ol>"] if items else []


def _outcome(event: Event) -> list[str]:
    lines = [line for line in event.outcome.splitlines() if line.strip()]
    return [f"<p>{escape(line)}</p>" for line in lines]


def _present(event: Event) -> list[str]:
    present = present_at(event)
    return [f"<p>Dự buổi này có {escape(present)}.</p>"] if present else []


def _contests(event: Event) -> list[str]:
    """Teams and prizes; who took part is told within the units alone."""
    won = [row for row in event.results.select_related("unit__parent") if row.outcome]
    lines = []
    for discipline, rows in by_discipline(won):
        results = "; ".join(f"{row.outcome} {row.team_name}" for row in rows)
        lines.append(f"<li>{escape(f'{discipline}: {results}')}</li>")
    return [f"<h2>Kết quả thi</h2><ul>{''.join(lines)}</ul>"] if lines else []


def _listed(names: list[str]) -> str:
    """ "A", "A và B", "A, B và C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"
