"""Requests that nobody would send, by dice: every address × everybody × odd parameters.

`python -m scripts.fuzz` sends thousands of them; tests/test_fuzz.py a few. The same seed sends the
same requests again as long as addresses and pages are the same.
"""

import copy
import random
import re
import string
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import reverse

from .conftest import Cast
from .pages import ShownForm, forms_of
from .snapshot import Snapshot
from .test_bad_input import DUES, QUERIES, WILD
from .test_bad_input_desk import LISTS, TYPED
from .test_permissions import MATRIX, WHO, World, url_of

BETWEEN_RESTORES = 25  # requests after which the association is as it was
METHODS = ("get",) * 10 + ("post",) * 8 + ("head", "options", "put", "patch", "delete")
KNOWN = ("1", "2", "3", "on", "true", "toi", "xoa", "luu", "2026", "30/11/2026", "HV000001", "-")
NUMBERS = ("0", "1", "2", "7", "999999", "2147483648", "9223372036854775808", "9" * 30)
FILES = (b"", b"%PDF-1.4\n%%EOF\n", b"PK\x03\x04", b"\xff\xd8\xff\xe0", b"GIF89a", b"<svg/>")
BODIES = ("application/json", "text/plain", "application/xml", "multipart/form-data; boundary=x")


@dataclass(frozen=True)
class Request:
    """One request, as it can be sent again."""

    who: str
    method: str
    url: str
    data: Any
    content_type: str = ""

    def __str__(self) -> str:
        return f"{self.who}: {self.method.upper()} {self.url[:300]!r} {str(self.data)[:600]}"


@dataclass
class Result:
    """What came of a run."""

    seed: int
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, tuple[Request, str]] = field(default_factory=dict)  # by where it was raised
    seconds: float = 0

    @property
    def count(self) -> int:
        return self.statuses.total()

    def __str__(self) -> str:
        told = ", ".join(f"{code}: {n}" for code, n in sorted(self.statuses.items()))
        faults = "\n".join(f"{request}\n{trace}" for request, trace in self.faults.values())
        return f"seed {self.seed}, {self.count} requests in {self.seconds:.0f} s ({told})\n{faults}"


class Fuzz:
    """The dice, and everybody signed in. `rooms`, beginnings of addresses, keep it to these."""

    def __init__(
        self, cast: Cast, world: World, seed: int, rooms: tuple[str, ...] = ("/",)
    ) -> None:
        self.dice = random.Random(seed)
        self.result = Result(seed)
        self.clients = {who: _client(cast, who) for who in WHO}
        self.tickets = {who: client.cookies for who, client in self.clients.items()}
        self.tickets = copy.deepcopy(self.tickets)
        everywhere = [url_of(*row, world) for row in MATRIX] + list(_admin_urls())
        self.urls = [url for url in everywhere if url.startswith(rooms)]
        self.names = sorted(
            {name for table in (QUERIES, DUES, LISTS) for row in table.values() for name in row}
        )
        self.forms: list[ShownForm] = []
        self.raised: list[str] = []
        self.whole = Snapshot()

    def run(self, count: int, say: Callable[[str], None] = lambda told: None) -> Result:
        start = time.monotonic()
        got_request_exception.connect(self._note, dispatch_uid="fuzz")
        try:
            for number in range(count):
                self._send(self._next())
                if number % BETWEEN_RESTORES == BETWEEN_RESTORES - 1:
                    self._restore()
                    say(f"{number + 1} of {count}, {len(self.result.faults)} faults")
        finally:
            got_request_exception.disconnect(dispatch_uid="fuzz")
            self.whole.restore()
            self.whole.drop()
        self.result.seconds = time.monotonic() - start
        return self.result

    def _restore(self) -> None:
        """Rows and cookies as they were: whoever signed out is in again."""
        self.whole.restore()
        cache.clear()
        for who, client in self.clients.items():
            client.cookies = copy.deepcopy(self.tickets[who])

    def _next(self) -> Request:
        who = self.dice.choice(WHO)
        if self.forms and self.dice.random() < 0.35:
            return self._sent_form(who)
        method = self.dice.choice(METHODS)
        url = self.dice.choice(self.urls)
        if self.dice.random() < 0.3:
            url = self._bent(url)
        if method == "post" and self.dice.random() < 0.1:
            return Request(who, method, url, self._value(), self.dice.choice(BODIES))
        return Request(
            who, method, url, dict(self._odd()) if method in ("get", "post", "head") else ""
        )

    def _sent_form(self, who: str) -> Request:
        """A form of a page seen lately, a field or two of it bent."""
        form = self.dice.choice(self.forms)
        data: dict[str, Any] = dict(form.as_shown())
        names = sorted(form.names())
        for name in self.dice.sample(names, min(len(names), self.dice.randint(0, 3))):
            if self.dice.random() < 0.15:
                data.pop(name, None)
            else:
                data[name] = self._file() if self.dice.random() < 0.1 else self._value()
        return Request(who, "post", form.action, data)

    def _odd(self) -> Iterator[tuple[str, Any]]:
        for _ in range(self.dice.randint(0, 4)):
            name = self.dice.choice(self.names)
            values = [self._value() for _ in range(self.dice.choice((1, 1, 1, 3)))]
            yield name, values if len(values) > 1 else values[0]

    def _value(self) -> str:
        kind = self.dice.random()
        if kind < 0.5:
            return self.dice.choice([*WILD, *TYPED])
        if kind < 0.8:
            return self.dice.choice([*KNOWN, *NUMBERS])
        letters = string.printable + "ăâđêôơưáàảãạ\u0301\u200b\ufeff"
        return "".join(self.dice.choices(letters, k=self.dice.randint(0, 40)))

    def _file(self) -> SimpleUploadedFile:
        name = self.dice.choice(("a.pdf", "b.jpg", "c.zip", "...", "x" * 300 + ".png", "d"))
        return SimpleUploadedFile(name, self.dice.choice(FILES))

    def _bent(self, url: str) -> str:
        """The same address of something else, or of nothing."""
        path, mark, query = url.partition("?")
        if self.dice.random() < 0.7:
            path = re.sub(r"(?<=/)\d+(?=/)", lambda _: self.dice.choice(NUMBERS), path)
        else:
            parts = path.split("/")
            place = self.dice.randrange(len(parts))
            parts[place] = self.dice.choice(
                ("", "x", "0", "khong-co", "%00", "%ff", "a" * 300, "😀")
            )
            path = "/" + "/".join(parts).lstrip("/")
        return path + mark + query

    def _send(self, request: Request) -> None:
        self.raised.clear()
        options: dict[str, Any] = (
            {"content_type": request.content_type} if request.content_type else {}
        )
        answer = getattr(self.clients[request.who], request.method)(
            request.url, request.data, **options
        )
        self.result.statuses[answer.status_code] += 1
        if answer.status_code >= 500 and not request.url.startswith("/readyz"):
            trace = self.raised[-1] if self.raised else "no exception"
            where = "".join(trace.splitlines()[-3:])
            self.result.faults.setdefault(where, (request, trace))
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if (
            request.method == "get"
            and answer.status_code == 200
            and is_page
            and not answer.streaming
        ):
            self._keep(forms_of(answer.content.decode(), request.url))
        for close in answer._resource_closers:  # close() would also close the database
            close()

    def _keep(self, forms: list[ShownForm]) -> None:
        """Forms of the last pages, and the names of their fields."""
        self.forms = [*self.forms, *forms][-200:]
        known = set(self.names)
        self.names += sorted({name for form in forms for name in form.names()} - known)

    def _note(self, **_: Any) -> None:
        self.raised.append(traceback.format_exc())


def _client(cast: Cast, who: str) -> Client:
    client = cast.client(who)
    client.raise_request_exception = False
    return client


def _admin_urls() -> Iterator[str]:
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_add")
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            for what in ("change", "delete", "history"):
                yield reverse(f"{name}_{what}", args=[row.pk])
