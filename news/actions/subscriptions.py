"""Readers who ask for news by mail, and who no longer want it."""

import datetime as dt
from smtplib import SMTPException

from django.contrib.admin.models import DELETION, LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone

from kit.dates import is_lately
from members.actions.permission import Given, needs
from members.models import User

from ..letters import confirmation, reminder
from ..models import CONSENT_VERSION, Subscriber, can_edit_news, normal_email
from ..models.subscriptions import new_link_token

# How often an address gets a mail because somebody typed it: the form must not serve to flood people.
LETTER_EVERY = dt.timedelta(hours=1)


class LetterNotSent(Exception):  # noqa: N818 - it says what happened
    """The mail server did not take the mail; the reader may try again at once."""


def ask_for_news(*, email: str, rhythm: str, origin: str, site: str) -> None:
    """Writes the address down and mails a link to it; nothing else is sent before it is used.

    Whoever typed the address never learns whether it was known. `site`: what links begin with.
    Raises `LetterNotSent`.
    """
    subscriber = _take_in(normal_email(email), rhythm, origin)
    if subscriber is None:
        return
    letter = (reminder if subscriber.is_active else confirmation)(subscriber, site)
    try:
        letter.send()
    except (SMTPException, OSError) as error:
        Subscriber.objects.filter(pk=subscriber.pk).update(letter_at=None)
        raise LetterNotSent from error


def _take_in(email: str, rhythm: str, origin: str) -> Subscriber | None:
    """The row to be written to; None where it got a letter within the hour."""
    now = timezone.now()
    try:
        with transaction.atomic():
            rows = Subscriber.objects.select_for_update().with_email(email)
            subscriber = rows.first() or Subscriber(email=email)
            if is_lately(subscriber.letter_at, LETTER_EVERY, now):
                return None
            if not subscriber.is_active:
                if subscriber.state == Subscriber.State.STOPPED or not subscriber.is_confirmable(
                    now
                ):
                    subscriber.confirm_token = new_link_token()
                subscriber.state, subscriber.rhythm, subscriber.asked_at = (
                    Subscriber.State.PENDING,
                    rhythm,
                    now,
                )
                subscriber.consent_version, subscriber.origin = CONSENT_VERSION, origin
            subscriber.letter_at = now
            subscriber.save()
            return subscriber
    except IntegrityError:  # two requests at the same moment: the other one saves
        return None


def _is_owner_or_editor(by: User | None, given: Given) -> bool:
    return by is None or can_edit_news(by)


@needs(_is_owner_or_editor)
@transaction.atomic
def erase_subscriber(*, subscriber: Subscriber, by: User | None) -> None:
    """Takes an address out for good (the right to erasure); how many mails were sent stays.

    `by` is None where the owner does it; an editor's doing is written down without the address.
    """
    if by is not None:
        LogEntry.objects.log_actions(
            by.pk, [subscriber], DELETION, "Xóa theo yêu cầu của chủ địa chỉ."
        )
    subscriber.delete()


def forget_subscribers(*, now: dt.datetime) -> int:
    """Removes addresses that there is no reason to keep; says how many."""
    _, by_model = Subscriber.objects.to_forget(now).delete()
    return by_model.get("news.Subscriber", 0)
