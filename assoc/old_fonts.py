"""Asks before text typed for a font of before Unicode is stored: no form, no script need know of it.

The question stands between the form and its view. Whoever answers it sends the same form again, with
`ANSWER` beside its fields; so nothing is lost, and nothing was stored meanwhile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kit.html import plain_text
from kit.old_fonts import OldText, read_old_font, read_old_font_html

ANSWER = "chu-phong-cu"
CONVERT, KEEP = "doi", "giu"
_SHOWN_LINES, _SHOWN_LETTERS = 6, 300


@dataclass(frozen=True)
class Shown:
    """What is asked about one box: its first lines that would change."""

    before: str
    after: str
    font: str


class OldFontMiddleware:
    """Stands innermost, so that who is not signed in, or sends a forged form, is turned away first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        # A script asks in its own way; visitors' forms are read by people before they are shown.
        by_script = "application/json" in request.headers.get("Accept", "")
        if request.method != "POST" or by_script or not request.user.is_authenticated:
            return None
        answer = request.POST.get(ANSWER)
        if answer is not None:
            request.POST = _without_answer(request.POST, is_converted=answer == CONVERT)  # type: ignore[assignment]  # settable on a WSGI request
            return None
        old_texts = list(_old_texts(request.POST))
        return _question(request, old_texts) if old_texts else None


def _texts(data: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in data.lists():
        if "password" not in name and name != "csrfmiddlewaretoken":
            yield from ((name, value) for value in values)


def _read(value: str) -> OldText | None:
    return read_old_font_html(value) if "</" in value else read_old_font(value)


def _old_texts(data: QueryDict) -> Iterator[OldText]:
    for _name, value in _texts(data):
        if old_text := _read(value):
            yield old_text


def _without_answer(data: QueryDict, *, is_converted: bool) -> QueryDict:
    sent = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        if name == ANSWER:
            continue
        may_change = is_converted and "password" not in name and name != "csrfmiddlewaretoken"
        sent.setlist(name, [_converted(value) if may_change else value for value in values])
    sent._mutable = False
    return sent


def _converted(value: str) -> str:
    old_text = _read(value)
    return old_text.after if old_text else value


def _question(request: HttpRequest, old_texts: list[OldText]) -> HttpResponse:
    context = {
        "shown": [_shown(old_text) for old_text in old_texts],
        "kept": list(_texts(request.POST)),
        "files": [
            (name, file.name, len(files) > 1)
            for name, files in request.FILES.lists()
            for file in files[:1]
        ],
        "kept_at": request.get_full_path(),
        "answer": ANSWER,
        "convert": CONVERT,
        "keep": KEEP,
    }
    return render(request, "old_fonts.html", context)


def _shown(old_text: OldText) -> Shown:
    before, after = (plain_text(t) if "</" in t else t for t in (old_text.before, old_text.after))
    lines = [
        pair
        for pair in zip(before.splitlines(), after.splitlines(), strict=False)
        if pair[0] != pair[1]
    ][:_SHOWN_LINES]
    sides = ("\n".join(line[:_SHOWN_LETTERS] for line in side) for side in zip(*lines, strict=True))
    return Shown(next(sides, ""), next(sides, ""), old_text.font.value)


@require_POST
def old_fonts(request: HttpRequest) -> HttpResponse:
    """For scripts: pieces of one text as they would read in today's letters, and whether they
    seem to be typed for an old font at all. A line end within a piece counts as a space."""
    pieces = [" ".join(piece.splitlines()) for piece in request.POST.getlist("text")]
    old_text = read_old_font("\n".join(pieces))
    if old_text is None:
        return JsonResponse({"found": None})
    shown = _shown(old_text)
    return JsonResponse(
        {
            "found": {"font": shown.font, "before": shown.before, "after": shown.after},
            "texts": old_text.after.split("\n"),
        }
    )
