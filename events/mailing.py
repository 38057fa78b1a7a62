"""Mails about one event: how they are composed, and that each goes once."""

import logging
from collections.abc import Callable, Iterable
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .calendar import calendar_file
from .models import Event

log = logging.getLogger(__name__)


def event_letter(
    event: Event, *, title: str, template: str, to: str, address: str, **context: Any
) -> EmailMultiAlternatives:
    """A mail as text and as HTML (`events/mail/<template>`), with the event for the reader's
    calendar; an entry sent before is replaced there, as its UID is the same."""
    site = settings.SITE_URL.rstrip("/")
    context |= {
        "event": event,
        "to": to,
        "url": f"{site}{event.get_absolute_url()}" if event.is_public else "",
    }
    name, sender_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = (name or event.unit.name).replace('"', "")
    letter = EmailMultiAlternatives(
        " ".join(f"{title}: {event.title}".split()),
        render_to_string(f"events/mail/{template}.txt", context),
        f'"{sender}" <{sender_address}>',
        [address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    html = render_to_string(f"events/mail/{template}.html", context)
    letter.attach_alternative(html, "text/html")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(site))
    body = calendar_file([event], name=event.title, origin=origin)
    letter.attach(f"{template}.ics", body.decode(), "text/calendar")
    return letter


def send_each(
    rows: Iterable[Any],
    *,
    claim: Callable[[Any], bool],
    compose: Callable[[Any], EmailMultiAlternatives],
    fail: Callable[[Any], object],
) -> tuple[int, int]:
    """How many were sent, how many refused. Whoever's `claim` succeeds sends, nobody else; what
    was claimed is not tried again (ADR 0012: at most once)."""
    sent = failed = 0
    for row in rows:
        if not claim(row):
            continue  # another node's, or no longer due
        try:
            compose(row).send()
            sent += 1
        except Exception:  # a refusing server, a broken address: the others get theirs
            log.exception("The mail of %s %s was not sent", row._meta.label, row.pk)
            fail(row)
            failed += 1
    return sent, failed
