"""Pages for when something is refused."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token


@login_not_required
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired form. What was typed comes back on the page, with a fresh token to send it again.

    Passwords never do. The page posts to the address the form was sent to. What another site sent
    is not kept either: with our fresh token, one press of the button would do its bidding.
    """
    kept = [
        # Words are shown; codes and choices go along unseen.
        {"name": name, "value": value, "is_words": " " in value.strip() or not value.isascii()}
        for name, values in request.POST.lists()
        for value in values
        if _is_from_here(request) and "password" not in name and name != "csrfmiddlewaretoken"
    ]
    return render(
        request, "403_csrf.html", {"kept": kept, "kept_at": request.get_full_path()}, status=403
    )


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
