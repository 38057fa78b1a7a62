"""What a page to write on shows of its writer's unsaved texts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from members.models import Sitting, TypedText, User
from members.models.typed import Content

from .actions.typed import end_sitting, keep_typed, says_all_of, throw_away
from .compare import content_of
from .versions import ONESELF

SOMEBODY = "người khác"

ASKED = "ban"  # ?ban=12: that text in the boxes, or
STORED = "dang-luu"  # what is stored
COMPARED = "so-sanh"  # ?so-sanh=12: how that text differs from what is stored

COMPARED_WITH = 5  # of the later texts; what one opening adds to the next stands in the next
SAVED = "saved_copy"  # in the session, for the one page after saving


@dataclass(frozen=True)
class Waiting:
    """Which of a person's unsaved texts is in the boxes, and which wait beside it.

    `since`: when its writer last had a hand in what the boxes show. A copy in the browser that is
    newer takes its place, unless something was asked for (`is_asked`).
    """

    shown: TypedText | None
    beside: list[TypedText]
    compared: TypedText | None
    sitting: Sitting
    since: dt.datetime | None = None
    is_asked: bool = False

    @property
    def now(self) -> dt.datetime:
        """The server's clock, by which a browser's copies are dated."""
        return timezone.now()

    @property
    def without_boxes(self) -> Self:
        """The same on a page that has no boxes to write in."""
        return replace(self, shown=None, beside=[*filter(None, [self.shown]), *self.beside])

    @classmethod
    def none(cls, sitting: Sitting) -> Self:
        """Of a page that shows again what was just sent."""
        return cls(None, [], None, sitting, is_asked=True)


def waiting_texts(
    request: HttpRequest,
    rows: Any,
    *,
    stored: Callable[[], forms.ModelForm],
    differs: Callable[[TypedText], bool],
) -> Waiting:
    """What was typed last is in the boxes again; of the rest, all that says anything else.

    A text that its writer set aside, by saving another, is put into the boxes only when asked for.
    `stored`: the form of what is stored; `differs`: whether a text is anything else.
    """
    rows = list(rows.filter(user=request.user).order_by("-typed_at", "-pk"))
    texts = [text for text in rows if text.typed_at]
    last = next((text for text in texts if not text.is_aside and differs(text)), None)
    asked = request.GET.get(ASKED, "")
    named = next((text for text in texts if str(text.pk) == asked), None)
    shown = None if asked == STORED else named or last
    seen = [tell_apart(texts, stored())] if texts else []
    seen += [shown.content] if shown else []
    beside: list[TypedText] = []
    for text in texts:
        later = seen + [one.content for one in beside[-COMPARED_WITH:]]
        is_known = any(says_all_of(content, text.content) for content in later)
        if text is not shown and (text is last or not is_known):
            beside.append(text)
    compared = request.GET.get(COMPARED, "")
    return Waiting(
        shown=shown,
        beside=beside,
        compared=next(
            (text for text in [shown, *beside] if text and str(text.pk) == compared), None
        ),
        sitting=Sitting.begun(shown),
        since=max(
            [text.closed_at for text in rows if text.closed_at]
            + [text.typed_at for text in [shown] if text],
            default=None,
        ),
        is_asked=asked == STORED or named is not None,
    )


def tell_apart(texts: list[TypedText], stored: forms.ModelForm) -> Content:
    """Gives each text the words to know it by, and the label of the box that they stand in.

    Returns what is stored.
    """
    content = content_of(stored)
    for text in texts:
        name, text.excerpt = text.quoted_beside(content)
        text.field = str(stored[name].label) if name in stored.fields else ""
    return content


def keep_sent(
    request: HttpRequest, rows: Any, *, content: Content, opened_with: str
) -> tuple[Sitting, TypedText | None]:
    """Keeps what a form brought that could not be saved, and gives the sitting that goes on."""
    user: Any = request.user
    sitting = Sitting.of(request.POST)
    try:
        text = keep_typed(rows, by=user, sitting=sitting, content=content, opened_with=opened_with)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return sitting if sitting.token else Sitting.begun(), None
    return sitting if sitting.token else Sitting.begun(text), text


def saver_told(user: User, saved_by: User | None, name: str = "") -> str:
    """Who saved meanwhile; `name`: as the history has it."""
    if saved_by is not None and saved_by.pk == user.pk:
        return ONESELF
    return name or (saved_by.display_name if saved_by else SOMEBODY)


def begun(words: str) -> str:
    """As a sentence begins with it; autosave.js knows `ONESELF` by that. A name stays as it is."""
    return words[0].upper() + words[1:] if words in {ONESELF, SOMEBODY} else words


def moved_on(words: str, noun: str, text: TypedText | None) -> JsonResponse:
    """The answer to an autosave of what can't be saved any more: whether the words were kept."""
    if text:
        words += f" Chữ vừa viết được giữ lại cho đồng chí, xem ở trang của {noun} này."
    return JsonResponse({"error": words, "kept": bool(text), "moved_on": True}, status=409)


def throw_sent_away(request: HttpRequest, rows: Any, key: str) -> None:
    """Throws the text away that the form names, and what the page that names it has typed since."""
    user: Any = request.user
    last = rows.waiting_for(user).filter(is_aside=False).first()
    throw_away(rows, by=user, pk=request.POST.get("bo", str(last.pk) if last else ""))
    sitting = Sitting.of(request.POST)
    end_sitting(rows, by=user, sitting=sitting)
    note_saved(request, key, sitting)


def note_saved(request: HttpRequest, key: str, sitting: Sitting) -> None:
    """The next page to write on tells the browser to drop its copy of that sitting."""
    if sitting.token:
        request.session[SAVED] = f"{key}:{sitting.token}"


def saved_key(request: HttpRequest) -> str:
    """What `note_saved` left; once."""
    return str(request.session.pop(SAVED, ""))


def key_of(kind: str, pk: int | None, user: User) -> str:
    """Under which a browser keeps its own copies: of one record, and of one person's alone."""
    return f"{kind}-{pk or 'moi'}-{user.pk}"


def initial_of(text: TypedText | None) -> dict[str, str]:
    """The text as the initial values of a `VersionedForm`; of none, none."""
    if text is None:
        return {}
    words = {name: said[0] if said else "" for name, said in text.content.items()}
    return words | {"version": text.base_version}
