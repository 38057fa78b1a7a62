"""Readers who get news by mail, what was sent to them, and how often articles were read."""

import datetime as dt
import random

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from kit.dates import local_today
from news.actions.mailings import FRESH, WEEK, last_weekly_time
from news.models import CONSENT_VERSION, Delivery, Mailing, Post, PostReads, Subscriber

from .seeds import chance

COUNT = 64
WEEKS = 6
READ_DAYS = 30
_NAMES = ("lananh", "quangminh", "thuha", "ngocdiep", "vanson", "hoangnam", "kimchi", "baotran")
_STATE, _SENT = Subscriber.State, Delivery.State


def load() -> int:
    rng = chance("readers")
    for number in range(1, COUNT + 1):
        _reader(rng, number)
    end = last_weekly_time(timezone.now())
    for number in range(1, WEEKS + 1):
        _mailing(rng, Subscriber.Rhythm.WEEKLY, number, end - (WEEKS - number) * WEEK, WEEK)
    # What is new when the demo is loaded counts as sent: no mail goes out before something happens.
    _mailing(rng, Subscriber.Rhythm.AT_ONCE, 1, timezone.now(), FRESH)
    _reads(rng)
    return COUNT


def _reader(rng: random.Random, number: int) -> None:
    requested_at = timezone.now() - dt.timedelta(
        days=rng.randint(0, 5) if number < 4 else rng.randint(9, 330)
    )
    state = (
        _STATE.PENDING if number < 4 else rng.choices([_STATE.ACTIVE, _STATE.STOPPED], [6, 1])[0]
    )
    confirmed = (
        None
        if state == _STATE.PENDING
        else requested_at + dt.timedelta(minutes=rng.randint(2, 600))
    )
    stopped = confirmed + (timezone.now() - confirmed) * rng.random() if confirmed else None
    Subscriber.objects.create(
        email=f"{rng.choice(_NAMES)}{number:02}@thu.example",
        rhythm=rng.choices(list(Subscriber.Rhythm), [3, 1])[0],
        state=state,
        asked_at=requested_at,
        letter_at=requested_at,
        confirmed_at=confirmed,
        stopped_at=stopped if state == _STATE.STOPPED else None,
        stop_reason=Subscriber.Reason.READER if state == _STATE.STOPPED else "",
        consent_version=CONSENT_VERSION,
    )


def _mailing(
    rng: random.Random, kind: str, number: int, end: dt.datetime, span: dt.timedelta
) -> None:
    public = Post.objects.addressed_to(AnonymousUser())
    mailing = Mailing.objects.create(
        kind=kind,
        number=number,
        period_start=end - span,
        period_end=end,
        made_at=end,
        finished_at=end + dt.timedelta(minutes=3),
    )
    mailing.posts.set(public.filter(published_at__gt=end - span, published_at__lte=end))
    for reader in Subscriber.objects.filter(rhythm=kind, confirmed_at__lte=end):
        state = rng.choices([_SENT.SENT, _SENT.REFUSED], [30, 1])[0]
        sent = end + dt.timedelta(seconds=rng.randint(1, 170))
        Delivery.objects.create(
            mailing=mailing, subscriber=reader, state=state, tries=1, tried_at=sent,
            sent_at=sent if state == _SENT.SENT else None,
        )  # fmt: skip


def _reads(rng: random.Random) -> None:
    """New articles are read much, old ones now and then."""
    today = local_today()
    for post in Post.objects.published():
        out_on = timezone.localdate(post.published_at)
        liking = rng.random()
        for back in range(READ_DAYS):
            day = today - dt.timedelta(days=back)
            age = (day - out_on).days
            count = round(liking * rng.randint(10, 70) / (age + 1)) if age >= 0 else 0
            if count:
                PostReads.objects.create(post=post, day=day, count=count)
