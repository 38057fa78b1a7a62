"""The pages that one process keeps."""

import time
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

# What time alone changes (an event that has begun) shows after so many seconds at the latest.
SECONDS = 60
# Plain addresses are as many as the site has pages. Those with parameters have room of their own, so that
# nobody can push the pages out by asking for numbers.
MOST_PAGES, MOST_WITH_QUERY = 2000, 400
MOST_BYTES = 64 * 1024 * 1024
LARGEST = 1024 * 1024
# Whoever asks while a page is being made waits so long before making it too.
PATIENCE = 10

Stamp = tuple[Hashable, ...]


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer, or "unchanged" to whoever has it already."""
    if response.status_code != 200 or not response.has_header("ETag"):
        return response
    shorter = get_conditional_response(request, etag=response["ETag"], response=response)
    return shorter or response


@dataclass(frozen=True)
class KeptPage:
    """An answer, and what it was true of."""

    stamp: Stamp
    made_at: float
    body: bytes
    headers: tuple[tuple[str, str], ...]
    marks: dict[str, Any]  # what the view told the policy of its content

    @classmethod
    def of(cls, response: HttpResponse, stamp: Stamp) -> "KeptPage":
        marks = {name: value for name, value in vars(response).items() if name.startswith("_csp")}
        headers = tuple(response.items())
        return cls(stamp, time.monotonic(), response.content, headers, marks)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, or "unchanged" to whoever has it already."""
        response = HttpResponse(self.body)
        for name, value in self.headers:
            response[name] = value
        for name, value in self.marks.items():
            setattr(response, name, value)
        return conditional(request, response)


@dataclass
class Shelf:
    """So many pages at the most; the one that was not asked for the longest goes first."""

    most: int
    most_bytes: int
    size: int = 0
    pages: OrderedDict[Hashable, KeptPage] = field(default_factory=OrderedDict)

    def get(self, key: Hashable) -> KeptPage | None:
        page = self.pages.get(key)
        if page is not None:
            self.pages.move_to_end(key)
        return page

    def put(self, key: Hashable, page: KeptPage) -> None:
        self.take(key)
        self.pages[key] = page
        self.size += len(page.body)
        while len(self.pages) > self.most or self.size > self.most_bytes:
            self.take(next(iter(self.pages)))

    def take(self, key: Hashable) -> None:
        gone = self.pages.pop(key, None)
        if gone is not None:
            self.size -= len(gone.body)


class PageStore:
    """Two shelves, and who is making which page. Used by all threads of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pages = Shelf(MOST_PAGES, MOST_BYTES)
        self._with_query = Shelf(MOST_WITH_QUERY, MOST_BYTES // 4)
        self._in_making: dict[Hashable, Event] = {}

    def __len__(self) -> int:
        return len(self._pages.pages) + len(self._with_query.pages)

    def get(self, key: Hashable, stamp: Stamp, *, has_query: bool) -> KeptPage | None:
        """The page, if it is still true."""
        with self._lock:
            page = self._shelf(has_query).get(key)
        if page is None or page.stamp != stamp or time.monotonic() - page.made_at >= SECONDS:
            return None
        return page

    def knows(self, key: Hashable, *, has_query: bool) -> bool:
        """Whether that address once had a page that could be kept."""
        return key in self._shelf(has_query).pages

    def put(self, key: Hashable, page: KeptPage, *, has_query: bool) -> None:
        if len(page.body) <= LARGEST:
            with self._lock:
                self._shelf(has_query).put(key, page)

    @contextmanager
    def making(self, key: Hashable, stamp: Stamp) -> Iterator[bool]:
        """Whether it is the caller who makes the page; the others wait until it is made.

        A page that many ask for at the moment in which it changes is so made once.
        """
        with self._lock:
            waited_for = self._in_making.get((key, stamp))
            if waited_for is None:
                made = self._in_making[key, stamp] = Event()
        if waited_for is not None:
            waited_for.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._in_making[key, stamp]
            made.set()

    def _shelf(self, has_query: bool) -> Shelf:
        return self._with_query if has_query else self._pages
