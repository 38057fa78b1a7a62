"""Taking back at once what was just removed: the page that follows offers it, once.

What was removed travels in the button's own address, signed, so that two windows don't mix.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest

OFFERED = "undo"
WITHIN = 60 * 60


def offer_undo(request: HttpRequest, *, text: str, url: str) -> None:
    """The next page that asks `offered` says what was done, with a button that posts to `url`."""
    request.session[OFFERED] = {"text": text, "action": url}


def offered(request: HttpRequest) -> dict[str, str] | None:
    """For `components/undo.html`."""
    found: dict[str, str] | None = request.session.pop(OFFERED, None)
    return found


def seal(what: str, facts: dict[str, Any]) -> str:
    """Goes into an address; `what` keeps one kind of undo from being taken for another."""
    return signing.dumps(facts, salt=f"undo.{what}")


def unseal(what: str, token: str) -> dict[str, Any] | None:
    """None for what nobody sealed, or too long ago."""
    try:
        facts: dict[str, Any] = signing.loads(token, salt=f"undo.{what}", max_age=WITHIN)
    except signing.BadSignature:
        return None
    return facts
