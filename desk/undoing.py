"""Undo of a removal, offered once by the next page.

The removed data are in the button's address, signed, so that two windows don't interfere.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest

OFFERED = "undo"
WITHIN = 60 * 60


def offer_undo(request: HttpRequest, *, text: str, url: str) -> None:
    """The next page that calls `offered` shows the text and a button that posts to `url`."""
    request.session[OFFERED] = {"text": text, "action": url}


def offered(request: HttpRequest) -> dict[str, str] | None:
    """For `components/undo.html`."""
    offer: dict[str, str] | None = request.session.pop(OFFERED, None)
    return offer


def seal(what: str, facts: dict[str, Any]) -> str:
    """The signed data for an address; `what` separates the kinds of undo."""
    return signing.dumps(facts, salt=f"undo.{what}")


def unseal(what: str, token: str) -> dict[str, Any] | None:
    """The data; None if the signature is wrong or too old."""
    try:
        facts: dict[str, Any] = signing.loads(token, salt=f"undo.{what}", max_age=WITHIN)
    except signing.BadSignature:
        return None
    return facts
