"""Answers visitors with the page that was made for the visitor before, as long as it is true."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.urls import Resolver404, resolve

from assoc.reading import ReadingSettings
from kit.dates import local_today
from kit.for_visitors import parameters_of

from . import generation
from .store import KeptPage, PageStore, Stamp, conditional

LONGEST_PARAMETER = 60
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
# Nobody keeps the page without asking us each time whether it is still true.
ASK_FIRST = "no-cache"


class PageCacheMiddleware:
    """Stands before everything that knows who asks: those it answers are nobody in particular.

    Off under DEBUG, where templates change without the database's knowing (KEPT_PAGES).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.KEPT_PAGES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.store = PageStore()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        has_query = bool(request.META.get("QUERY_STRING"))
        if not self.store.knows(key, has_query=has_query) and not _may_be_kept(request):
            return self.get_response(request)
        number = (
            generation.current()
        )  # before the page is made: it is at least as new as the number
        if number is None:
            return self.get_response(request)
        stamp: Stamp = (number, local_today())
        page = self.store.get(key, stamp, has_query=has_query)
        if page is not None:
            return page.answer(request)
        with self.store.making(key, stamp) as is_ours:
            if not is_ours:
                page = self.store.get(key, stamp, has_query=has_query)
                return page.answer(request) if page else self._made(request)
            return self._made(request, key, stamp, has_query=has_query)

    def _made(
        self, request: HttpRequest, key: Any = None, stamp: Stamp = (), *, has_query: bool = False
    ) -> HttpResponse:
        """The page itself; kept if it turns out to be the same for all."""
        # Whether the visitor has it already is ours to say, when there is a page to keep.
        conditions = {name: request.META.pop(name) for name in _CONDITIONS if name in request.META}
        seen = _Statements()
        with connection.execute_wrapper(seen):
            response = self.get_response(request)
        for name, value in conditions.items():
            request.META[name] = value
        if not _is_the_same_for_all(request, response) or not seen.are_counted:
            return conditional(request, response)
        response["Cache-Control"] = ASK_FIRST
        _without_cookie(response)
        if key is not None and request.method == "GET":
            self.store.put(key, KeptPage.of(response, stamp), has_query=has_query)
        return conditional(request, response)


class _Statements:
    """Watches what a page asks of the database: every table must be counted, and nothing written."""

    def __init__(self) -> None:
        self.are_counted = True

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.are_counted:
            self.are_counted = _is_question(str(sql)) and not generation.uncounted_in(str(sql))
        return execute(sql, params, many, context)


def _is_question(sql: str) -> bool:
    return sql.lstrip("( ").startswith(("SELECT", "WITH"))


# --- Whose page, and which --------------------------------------------------------------------


def _key(request: HttpRequest) -> Any:
    """What tells one visitor's page from another's; None for whoever is somebody, or sends something."""
    if request.method not in ("GET", "HEAD"):
        return None
    cookies = request.COOKIES
    if settings.SESSION_COOKIE_NAME in cookies or CookieStorage.cookie_name in cookies:
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    reading = ReadingSettings.of(request)
    takes_gzip = bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))
    query = request.META.get("QUERY_STRING", "")
    return request.scheme, host, request.path, query, takes_gzip, reading


def _may_be_kept(request: HttpRequest) -> bool:
    """Whether its view allows it, and the address names nothing but what the view reads, once and in
    one order: the same page has one address here, however often somebody invents others."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    known = parameters_of(view)
    if known is None:
        return False
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return True
    try:
        parameters = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return False
    names = [name for name, _ in parameters]
    return (
        known.issuperset(names)
        and names == sorted(set(names))
        and all(0 < len(value) <= LONGEST_PARAMETER for _, value in parameters)
        and urlencode(parameters) == query
    )


def _is_the_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing of this one request is in the answer."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and getattr(request, "_csp_nonce", None) is None
    )


def _without_cookie(response: HttpResponse) -> None:
    """Whoever is signed in gets another page at the same address, but asks each time, and no ETag of
    ours is that page's: caches need not be told."""
    others = [name for name in response.get("Vary", "").split(", ") if name not in ("", "Cookie")]
    del response["Vary"]
    if others:
        response["Vary"] = ", ".join(others)
