"""Pages for when something is refused."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from .kept import kept


@login_not_required
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired form. What was typed comes back on the page, with a fresh token to send it again.

    Passwords never do. The page posts to the address the form was sent to. What another site sent
    is not kept either: with our fresh token, one press of the button would do its bidding.
    """
    return render(request, "403_csrf.html", kept(request), status=403)


@requires_csrf_token
def session_ended(request: HttpRequest) -> HttpResponse:
    """A form sent by somebody whose sign-in had ended meanwhile: it comes back as `csrf_failure`
    keeps it, with the way to sign in."""
    return render(request, "401.html", kept(request), status=401)


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
