"""What views know of a request: who is signed in, and from where it came."""

import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from .models import User

# Behind a socket, or a proxy that hides everybody, all visitors are one.
NO_ADDRESS = "::"

View = TypeVar("View", bound=Callable[..., Any])


class MemberRequest(HttpRequest):
    """The request of a closed view: `LoginRequiredMiddleware` let only signed-in people through."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, were it nothing at all; None where its page is only opened.

    `request.POST or None` takes a form sent without a single field for one that was not sent.
    """
    return request.POST if request.method == "POST" else None


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this; what says nothing is no browser.

    `Sec-Fetch-Site` is a header that no page can set or leave out. Browsers from before it (2021, Safari
    2023), and all of them over plain http, name the origin of what is sent.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(sender).netloc == request.get_host()


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site's page sent this."""
    return request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")


def without_token_for_visitors(view: View) -> View:
    """A visitor's form carries no token, so that its page is the same for everybody: instead the browser
    has to say that it comes from us. Whoever has a session, or a browser that says nothing, is asked for
    the token, which the page that refuses gives along with all that was typed. See docs/adr/0054.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        is_visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if is_visitor and is_from_our_page(request):
            return view(request, *args, **kwargs)
        return protected(request, *args, **kwargs)

    return checked  # type: ignore[return-value]  # the same view, checked


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
