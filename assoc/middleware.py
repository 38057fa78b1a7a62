"""Around every page: refusing addresses that no honest browser sends, keeping personal pages out
of caches."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from .errors import session_ended


class PlainAddressMiddleware:
    """Answers 400 to NUL bytes in path or query: databases choke on them (PostgreSQL raises)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's, but a form sent after the sign-in ended is not thrown away: its page keeps it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        if "application/json" in request.headers.get("Accept", ""):
            message = "Phiên làm việc đã hết. Xin đăng nhập lại."
            return JsonResponse({"error": message}, status=401)
        return session_ended(request)


class PersonalPageMiddleware:
    """What a signed-in person sees is kept by nobody: neither by a proxy nor by a shared computer.

    A page that says itself how it may be kept (a photograph, the admin) has the last word.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)  # none where a middleware further in refused
        if not response.has_header("Cache-Control") and user is not None and user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
