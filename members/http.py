"""What views know of a request: who is signed in, and from where it came."""

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest

from .models import User


class MemberRequest(HttpRequest):
    """The request of a closed view: `LoginRequiredMiddleware` let only signed-in people through."""

    user: User


def client_address(request: HttpRequest) -> str:
    """The address the request came from, as far as it can be believed.

    Each trusted proxy appends whom it saw to X-Forwarded-For, so counting them from the right gives
    the first address that no visitor can invent. Without proxies the header is a mere claim.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = seen[-min(settings.TRUSTED_PROXIES, len(seen))] or address
    return str(address)


def client_origin(request: HttpRequest) -> str:
    """A token that is the same for one address and tells nothing about it without the secret key."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, client_address(request).encode(), hashlib.sha256).hexdigest()
