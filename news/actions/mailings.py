"""Sending the news by mail, so that a crash at any point sends nothing twice.

The rule is at most once: a delivery is marked as being handed over, and that is committed, before
the mail server is spoken to. Only an answer that says "not taken" (refused sender, recipient or
content) lets the same mail be tried again. When the connection breaks or the process dies in
between, nobody knows whether the server took the mail; it then counts as unknown and is never
repeated. What was not begun is simply still waiting for the next run.
"""

import datetime as dt
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from kit.dates import ZONE

from ..letters import AT_ONCE, WEEKLY, NewsLetter
from ..models import Delivery, Mailing, Post, Subscriber, site_address
from .subscriptions import forget_subscribers

# Saturday at seven, when the association's readers have the weekend paper's time. A run that comes
# more than two days late leaves the week to the next mailing.
WEEKLY_ON, WEEKLY_AT = 5, dt.time(7)
WEEKLY_LATEST = dt.timedelta(days=2)
WEEK = dt.timedelta(days=7)
# News is news for three days; older posts (imported ones above all) are never sent at once.
FRESH = dt.timedelta(days=3)
AT_ONCE_EVERY = dt.timedelta(hours=1)
# Deliveries per run, so that the timer's other jobs don't wait; the next run continues.
BATCH = 200
# Mail servers limit the mails per connection.
PER_CONNECTION = 50
# After so many temporary refusals in a row the run stops.
MOST_DELAYS = 3
MOST_REFUSALS = 3

State = Delivery.State


class NoSiteAddress(Exception):  # noqa: N818 - it says what is missing
    """Links in mails need to know where the site is."""

    def __init__(self) -> None:
        super().__init__("Chưa đặt SITE_URL nên thư không có liên kết về trang. Xem .env.example.")


@dataclass
class Plan:
    """A mailing that is due, before it is made."""

    kind: str
    start: dt.datetime
    end: dt.datetime
    posts: list[int]
    readers: int
    after: int  # the number of the mailing before it


@dataclass
class MailingRun:
    """The result of one run of sending."""

    made: list[Mailing] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    has_trouble: bool = False

    def add(self, state: str, number: int = 1) -> None:
        self.counts[state] = self.counts.get(state, 0) + number

    @property
    def summary(self) -> str:
        parts = [f"{self.counts[s]} {s.label}" for s in State if self.counts.get(s)]
        sentence = f"Thư tin: {', '.join(parts)}." if parts else "Không có thư nào phải gửi."
        return f"{sentence} Máy chủ thư đang trục trặc." if self.has_trouble else sentence


# --- What is due ------------------------------------------------------------------------------


def due_mailings(now: dt.datetime) -> list[Plan]:
    """The mailings due now, without creating them."""
    return [plan for plan in (_weekly(now), _at_once(now)) if plan and plan.posts and plan.readers]


def _last(kind: str) -> Mailing | None:
    return Mailing.objects.filter(kind=kind).order_by("-number").first()


def _plan(kind: str, start: dt.datetime, end: dt.datetime, last: Mailing | None) -> Plan:
    """Public posts of the period that no mailing of the kind has carried yet."""
    carried = Mailing.posts.through.objects.filter(mailing__kind=kind).values("post")
    posts = Post.objects.addressed_to(AnonymousUser()).filter(
        published_at__gt=start, published_at__lte=end
    )
    return Plan(
        kind=kind,
        start=start,
        end=end,
        posts=list(posts.exclude(pk__in=carried).values_list("pk", flat=True)),
        readers=Subscriber.objects.to_write_to().filter(rhythm=kind).count(),
        after=last.number if last else 0,
    )


def _weekly(now: dt.datetime) -> Plan | None:
    """The week up to the last Saturday; two weeks where the mailing before failed to appear."""
    end = last_weekly_time(now)
    # Only mailings up to now: a mailing for a future week came from a clock that ran ahead.
    last_mailing = (
        Mailing.objects.filter(kind=WEEKLY, period_end__lte=now).order_by("-period_end").first()
    )
    if now > end + WEEKLY_LATEST or (last_mailing and last_mailing.period_end >= end):
        return None
    start = max(last_mailing.period_end, end - 2 * WEEK) if last_mailing else end - WEEK
    return _plan(WEEKLY, start, end, _last(WEEKLY))


def last_weekly_time(now: dt.datetime) -> dt.datetime:
    """The latest moment, up to now, at which the week's news was to go out."""
    local = now.astimezone(ZONE)
    day = local.date() - dt.timedelta(days=(local.weekday() - WEEKLY_ON) % 7)
    at = dt.datetime.combine(day, WEEKLY_AT, ZONE)
    return at if at <= now else at - WEEK


def _at_once(now: dt.datetime) -> Plan | None:
    """An hour after the last such mailing was all sent, so nobody gets two within an hour."""
    last = _last(AT_ONCE)
    if last and (last.finished_at is None or abs(now - last.finished_at) < AT_ONCE_EVERY):
        return None  # further off in time to come it was finished by a clock that ran ahead
    return _plan(AT_ONCE, now - FRESH, now, last)


def _make(plan: Plan, now: dt.datetime) -> Mailing | None:
    """The mailing with a delivery for each reader; None where another timer was faster."""
    readers = Subscriber.objects.to_write_to().filter(rhythm=plan.kind).order_by("pk")
    try:
        with transaction.atomic():
            mailing = Mailing.objects.create(
                kind=plan.kind,
                number=plan.after + 1,
                period_start=plan.start,
                period_end=plan.end,
                made_at=now,
            )
            mailing.posts.set(plan.posts)
            Delivery.objects.bulk_create(
                (Delivery(mailing=mailing, subscriber=reader) for reader in readers.only("pk")),
                batch_size=500,
            )
    except IntegrityError:
        return None
    return mailing


# --- Sending ----------------------------------------------------------------------------------


def send_news(
    *,
    now: dt.datetime | None = None,
    limit: int = BATCH,
    progress: Callable[[int, int], None] | None = None,
) -> MailingRun:
    """Makes the mailings that are due and hands over what waits, up to `limit` mails.

    Not in a transaction: each step has to outlive a crash. Raises `NoSiteAddress` where something
    is to be sent and nobody said where the site is.
    """
    now = now or timezone.now()
    outcome = MailingRun()
    forget_subscribers(now=now)
    lost = Delivery.objects.abandoned(now).update(state=State.UNKNOWN)
    if lost:
        outcome.add(State.UNKNOWN, lost)
    plans = due_mailings(now)
    if not site_address() and (plans or Delivery.objects.due(now).exists()):
        raise NoSiteAddress
    outcome.made = [mailing for plan in plans if (mailing := _make(plan, now))]
    waiting = list(Delivery.objects.due(now).select_related("mailing")[:limit])
    if waiting:
        _Run(outcome).hand_over(waiting, progress)
    _finish(now)
    return outcome


def _finish(now: dt.datetime) -> None:
    """Closes mailings of which nothing waits any more."""
    open_ones = Delivery.objects.open().order_by().values("mailing")
    Mailing.objects.filter(finished_at__isnull=True).exclude(pk__in=open_ones).update(
        finished_at=max(now, timezone.now())
    )


class _Run:
    """Sends one batch of deliveries, over a connection that is reopened from time to time."""

    def __init__(self, outcome: MailingRun) -> None:
        self.outcome = outcome
        self.connection: BaseEmailBackend | None = None
        self.used = self.delays = 0
        self.letters: dict[int, NewsLetter] = {}

    def hand_over(
        self, waiting: list[Delivery], progress: Callable[[int, int], None] | None
    ) -> None:
        try:
            for done, delivery in enumerate(waiting, start=1):
                if not self._send_one(delivery):
                    self.outcome.has_trouble = True
                    return
                if progress:
                    progress(done, len(waiting))
        finally:
            self._hang_up()

    def _send_one(self, delivery: Delivery) -> bool:
        """Whether the run may go on after it."""
        letter = self._letter(delivery.mailing)
        # Checked now, not at the start of the batch: a reader who has just stopped gets nothing more.
        readers = Subscriber.objects.to_write_to().filter(rhythm=delivery.mailing.kind)
        reader = readers.filter(deliveries=delivery).first()
        if reader is None or not letter.items:
            if _move(delivery, State.QUEUED, State.SKIPPED):
                self.outcome.add(State.SKIPPED)
            return True
        message = letter.to(reader, delivery)
        connection = self._connected()
        if connection is None:
            return False
        if not _claim(delivery):  # another run has it
            return True
        try:
            connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            return self._not_taken(delivery, code, reader)
        except smtplib.SMTPResponseException as error:
            return self._not_taken(delivery, error.smtp_code, None)
        except (smtplib.SMTPException, OSError):
            _move(delivery, State.SENDING, State.UNKNOWN)
            self.outcome.add(State.UNKNOWN)
            return False
        now = timezone.now()
        _move(delivery, State.SENDING, State.SENT, sent_at=now)
        if reader.refusals:
            Subscriber.objects.filter(pk=reader.pk).update(refusals=0)
        self.outcome.add(State.SENT)
        self.used, self.delays = self.used + 1, 0
        return True

    def _not_taken(self, delivery: Delivery, code: int, reader: Subscriber | None) -> bool:
        """The server said no, for now (4xx) or for good; `reader` where the address is the reason."""
        self._hang_up()  # after a refusal some servers close, others must not be asked on
        if code >= 500:
            state = State.REFUSED if reader else State.FAILED
            _move(delivery, State.SENDING, state)
            self.outcome.add(state)
            if reader:
                _count_refusal(reader)
            return True
        if delivery.tries + 1 >= Delivery.MOST_TRIES:
            _move(delivery, State.SENDING, State.FAILED)
            self.outcome.add(State.FAILED)
        else:
            _move(delivery, State.SENDING, State.QUEUED)
            self.outcome.add(State.QUEUED)
        self.delays += 1
        return self.delays < MOST_DELAYS

    def _letter(self, mailing: Mailing) -> NewsLetter:
        if mailing.pk not in self.letters:
            self.letters[mailing.pk] = NewsLetter.of(mailing)
        return self.letters[mailing.pk]

    def _connected(self) -> BaseEmailBackend | None:
        """None where the server can't be reached: nothing was begun then, all of it waits."""
        if self.connection is not None and self.used < PER_CONNECTION:
            return self.connection
        self._hang_up()
        connection = get_connection()
        try:
            connection.open()
        except (smtplib.SMTPException, OSError):
            return None
        self.connection, self.used = connection, 0
        return connection

    def _hang_up(self) -> None:
        if self.connection is not None:
            connection, self.connection = self.connection, None
            try:
                connection.close()
            except (smtplib.SMTPException, OSError):
                return  # it is gone either way


def _claim(delivery: Delivery) -> bool:
    """Marks the attempt before it is made; False where somebody else already has."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.QUEUED)
    return bool(mine.update(state=State.SENDING, tries=F("tries") + 1, tried_at=timezone.now()))


def _move(delivery: Delivery, old: str, new: str, **facts: dt.datetime) -> bool:
    return bool(Delivery.objects.filter(pk=delivery.pk, state=old).update(state=new, **facts))


def _count_refusal(reader: Subscriber) -> None:
    """Three in a row, and the address is taken for dead."""
    Subscriber.objects.filter(pk=reader.pk).update(refusals=F("refusals") + 1)
    reader.refresh_from_db()
    if reader.refusals >= MOST_REFUSALS:
        reader.stop(Subscriber.Reason.REFUSED)
