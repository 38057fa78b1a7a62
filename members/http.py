"""What views know of a request: who is signed in, and from where it came."""

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest, QueryDict

from .models import User

# Behind a socket, or a proxy that hides everybody, all visitors are one.
NO_ADDRESS = "::"


class MemberRequest(HttpRequest):
    """The request of a closed view: `LoginRequiredMiddleware` let only signed-in people through."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, were it nothing at all; None where its page is only opened.

    `request.POST or None` takes a form sent without a single field for one that was not sent.
    """
    return request.POST if request.method == "POST" else None


def client_address(request: HttpRequest) -> str:
    """The address the request came from, as far as it can be believed.

    Each trusted proxy appends whom it saw to X-Forwarded-For, so counting them from the right gives
    the first address that no visitor can invent. Without proxies the header is a mere claim. What
    is no address (a proxy's "unknown") counts as none: columns of addresses could not hold it. Of
    IPv6 only the network counts, as one visitor commands all 2⁶⁴ addresses of it.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        claimed = request.headers.get("x-forwarded-for", "").split(",")
        seen.append(claimed[-min(settings.TRUSTED_PROXIES, len(claimed))].strip())
    return next(filter(None, map(_network, reversed(seen))), NO_ADDRESS)


def _network(text: str) -> str:
    """Empty for what is no address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), 64), strict=False).network_address)


def client_origin(request: HttpRequest) -> str:
    """A token that is the same for one address and tells nothing about it without the secret key."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, client_address(request).encode(), hashlib.sha256).hexdigest()
