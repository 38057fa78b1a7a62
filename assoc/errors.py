"""Pages for when something is refused."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from kit.html import plain_text


@login_not_required
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired form. What was typed comes back on the page, with a fresh token to send it again.

    Passwords never do. The page posts to the address the form was sent to. What another site sent
    is not kept either: with our fresh token, one press of the button would do its bidding.
    """
    return render(request, "403_csrf.html", _kept(request), status=403)


@requires_csrf_token
def session_ended(request: HttpRequest) -> HttpResponse:
    """A form sent by somebody whose sign-in had ended meanwhile: it comes back as `csrf_failure`
    keeps it, with the way to sign in."""
    return render(request, "401.html", _kept(request), status=401)


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What was sent and where to, for sending it again from the page."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if _is_from_here(request) and "password" not in name and name != "csrfmiddlewaretoken"
    ]
    return {
        "kept": [_kept_field(name, value) for name, value in fields],
        "kept_at": request.get_full_path(),
        "has_files": bool(request.FILES),
    }


def _kept_field(name: str, value: str) -> dict[str, Any]:
    """Words are shown, an article's without its tags; codes and choices go along unseen."""
    is_html = "</" in value
    return {
        "name": name,
        "value": value,
        "is_words": " " in value.strip() or not value.isascii(),
        "is_html": is_html,
        "shown": plain_text(value) if is_html else value,
    }


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent the form.

    Every browser of today names the origin of a form, if only as "null".
    """
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return sender is None or urlsplit(sender).netloc == request.get_host()


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of database, session or context: one of them may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)
