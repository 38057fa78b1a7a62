"""The mails to readers: what they say, and the headers that let a mail program stop them.

Every address in them begins with `SITE_URL`: no request tells the timer where the site is.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from kit.dates import local_day, long_date

from .models import Delivery, Mailing, Post, Subscriber, site_address

AT_ONCE, WEEKLY = Subscriber.Rhythm.AT_ONCE, Subscriber.Rhythm.WEEKLY


@dataclass(frozen=True)
class Letterhead:
    """The sender: the site's name and the facts in the footer of every mail."""

    name: str
    short_name: str
    facts: tuple[str, ...]
    email: str


def site_letterhead() -> Letterhead:
    """Asked of the floor above, which keeps the site's facts: see `NEWS_LETTERHEAD`."""
    head: Letterhead = import_string(settings.NEWS_LETTERHEAD)()
    return head


def _sender(head: Letterhead) -> str:
    """The configured address, under the association's name where it has none of its own."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    shown = (name or head.short_name).replace('"', "")
    return f'"{shown}" <{address}>'


def _letter(template: str, subject: str, to: str, **context: Any) -> EmailMultiAlternatives:
    """A mail with the same content as text and as HTML. `template` is the name without extension."""
    head = site_letterhead()
    context |= {"head": head, "subject": subject}
    letter = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"news/mail/{template}.txt", context),
        from_email=_sender(head),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(render_to_string(f"news/mail/{template}.html", context), "text/html")
    return letter


# --- To one reader about the subscription itself ----------------------------------------------


def confirmation(subscriber: Subscriber, site: str) -> EmailMultiAlternatives:
    """The mail that asks the owner of an address to confirm the subscription."""
    return _letter(
        "confirm",
        "Xin xác nhận đăng ký nhận tin",
        subscriber.email,
        url=f"{site}{subscriber.confirm_url}",
        rhythm=subscriber.get_rhythm_display(),
        site_url=site,
    )


def reminder(subscriber: Subscriber, site: str) -> EmailMultiAlternatives:
    """The mail to a subscriber who subscribed again: where to change the subscription."""
    return _letter(
        "already",
        "Địa chỉ này đang nhận tin",
        subscriber.email,
        url=f"{site}{subscriber.get_absolute_url()}",
        rhythm=subscriber.get_rhythm_display(),
        site_url=site,
    )


# --- The news ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """A post as shown in a mail."""

    title: str
    lead: str
    url: str
    when: str


class NewsLetter:
    """The content of a mailing, rendered once and then addressed to each reader.

    Asked anew when sent: a post withdrawn or made internal since is left out.
    """

    def __init__(
        self, kind: str, posts: Sequence[int], start: dt.datetime, end: dt.datetime
    ) -> None:
        self.kind, self.start, self.end = kind, start, end
        self.site = site_address()
        self.host = urlsplit(self.site).hostname or "localhost"
        shown = list(_in_order(posts, kind, start))
        self.groups = _grouped(shown, self.site) if kind == WEEKLY else []
        self.items = [_item(post, self.site) for post in shown]

    @classmethod
    def of(cls, mailing: Mailing) -> "NewsLetter":
        posts = list(mailing.posts.values_list("pk", flat=True))
        return cls(mailing.kind, posts, mailing.period_start, mailing.period_end)

    @property
    def subject(self) -> str:
        if self.kind == WEEKLY:
            return f"Tin trong tuần, đến {long_date(self.end)}"
        if len(self.items) == 1:
            return self.items[0].title
        return f"{len(self.items)} bài mới: {self.items[0].title}"

    def to(self, subscriber: Subscriber, delivery: Delivery | None = None) -> Any:
        """Addressed to a reader. Without a delivery: a proof for an editor, which stops nothing."""
        own = f"{self.site}{subscriber.get_absolute_url()}" if delivery else ""
        letter = _letter(
            "news",
            self.subject,
            subscriber.email,
            groups=self.groups or [("", self.items)],
            is_weekly=self.kind == WEEKLY,
            end=self.end,
            own_url=own,
            site_url=self.site,
        )
        letter.extra_headers["List-Id"] = f"<tin-tuc.{self.host}>"
        if delivery is not None:
            address = site_letterhead().email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
            letter.extra_headers |= {
                "Message-ID": delivery.message_id(self.host),
                "List-Unsubscribe": (
                    f"<{self.site}{subscriber.one_click_url}>, <mailto:{address}?subject=unsubscribe>"
                ),
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        return letter


def _in_order(posts: Sequence[int], kind: str, start: dt.datetime) -> Any:
    """Public ones only. Of a week: by section, most read first; else the newest first."""
    public = Post.objects.addressed_to(AnonymousUser()).filter(pk__in=posts)
    rows = public.select_related("section").defer("body", "body_text", "search_text")
    if kind == AT_ONCE:
        return rows.newest_first()
    read = Sum("reads__count", filter=Q(reads__day__gte=local_day(start)))
    rows = rows.annotate(readings=Coalesce(read, 0))
    return rows.order_by(
        F("section__order"), F("section__name"), "-readings", "-published_at", "-pk"
    )


def _item(post: Post, site: str) -> Item:
    assert post.published_at is not None  # noqa: S101 - the query asks for published ones
    url = f"{site}{post.get_absolute_url()}"
    return Item(post.title, post.lead, url, long_date(post.published_at))


def _grouped(posts: Sequence[Post], site: str) -> list[tuple[str, list[Item]]]:
    groups: dict[str, list[Item]] = {}
    for post in posts:
        groups.setdefault(post.section.name, []).append(_item(post, site))
    return list(groups.items())
