"""Unsaved drafts (`TypedText`) as an editing page shows them to their author."""

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

from .actions.typed import contains_all, end_sitting, keep_typed, throw_away
from .compare import content_of
from .versions import ONESELF

SOMEBODY = "người khác"

REQUESTED = "ban"  # ?ban=12: that draft in the fields, or
STORED = "dang-luu"  # what is stored
COMPARED = "so-sanh"  # ?so-sanh=12: that draft compared with what is stored

COMPARED_WITH = 5  # later drafts: each usually contains the earlier ones
SAVED = "saved_copy"  # in the session, for the one page after saving


@dataclass(frozen=True)
class Waiting:
    """A user's drafts of one record: the one shown in the fields, and the others beside it.

    `since`: when the author last changed what the fields show. A newer copy in the browser replaces
    it, unless the address requests a draft (`is_requested`).
    """

    shown: TypedText | None
    beside: list[TypedText]
    compared: TypedText | None
    sitting: Sitting
    since: dt.datetime | None = None
    is_requested: bool = False

    @property
    def now(self) -> dt.datetime:
        """The server's time, by which the browser dates its copies."""
        return timezone.now()

    @property
    def without_boxes(self) -> Self:
        """The same for a page without input fields."""
        return replace(self, shown=None, beside=[*filter(None, [self.shown]), *self.beside])

    @classmethod
    def none(cls, sitting: Sitting) -> Self:
        """For a page that shows a submitted form again."""
        return cls(None, [], None, sitting, is_requested=True)


def waiting_texts(
    request: HttpRequest,
    rows: Any,
    *,
    stored: Callable[[], forms.ModelForm],
    differs: Callable[[TypedText], bool],
) -> Waiting:
    """The latest draft for the fields, and the other drafts with different content.

    A draft that was set aside by saving another is put into the fields only on request.
    `stored`: the form of the stored record; `differs`: whether a draft differs from it.
    """
    rows = list(rows.filter(user=request.user).order_by("-typed_at", "-pk"))
    texts = [text for text in rows if text.typed_at]
    last = next((text for text in texts if not text.is_aside and differs(text)), None)
    requested = request.GET.get(REQUESTED, "")
    named = next((text for text in texts if str(text.pk) == requested), None)
    shown = None if requested == STORED else named or last
    seen = [add_excerpts(texts, stored())] if texts else []
    seen += [shown.content] if shown else []
    beside: list[TypedText] = []
    for text in texts:
        later = seen + [draft.content for draft in beside[-COMPARED_WITH:]]
        is_known = any(contains_all(content, text.content) for content in later)
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
        is_requested=requested == STORED or named is not None,
    )


def add_excerpts(texts: list[TypedText], stored: forms.ModelForm) -> Content:
    """Gives each draft an `excerpt` to recognise it by, and the label of its `field`.

    Returns the stored content.
    """
    content = content_of(stored)
    for text in texts:
        name, text.excerpt = text.quoted_beside(content)
        text.field = str(stored[name].label) if name in stored.fields else ""
    return content


def keep_sent(
    request: HttpRequest, rows: Any, *, content: Content, opened_with: str
) -> tuple[Sitting, TypedText | None]:
    """Stores a submission that could not be saved as a draft; returns the sitting to continue."""
    user: Any = request.user
    sitting = Sitting.of(request.POST)
    try:
        text = keep_typed(rows, by=user, sitting=sitting, content=content, opened_with=opened_with)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return sitting if sitting.token else Sitting.begun(), None
    return sitting if sitting.token else Sitting.begun(text), text


def saver_label(user: User, saved_by: User | None, name: str = "") -> str:
    """The name of who saved meanwhile, for this user; `name`: the one in the history."""
    if saved_by is not None and saved_by.pk == user.pk:
        return ONESELF
    return name or (saved_by.display_name if saved_by else SOMEBODY)


def capitalized(label: str) -> str:
    """The label at the start of a sentence; names stay unchanged. autosave.js relies on `ONESELF`."""
    return label[0].upper() + label[1:] if label in {ONESELF, SOMEBODY} else label


def moved_on(message: str, noun: str, text: TypedText | None) -> JsonResponse:
    """The response to an autosave of a record that can't be saved any more (409)."""
    if text:
        message += f" Chữ vừa viết được giữ lại cho đồng chí, xem ở trang của {noun} này."
    return JsonResponse({"error": message, "kept": bool(text), "moved_on": True}, status=409)


def throw_sent_away(request: HttpRequest, rows: Any, key: str) -> None:
    """Discards the draft named in the form, and what that page has typed since."""
    user: Any = request.user
    last = rows.waiting_for(user).filter(is_aside=False).first()
    throw_away(rows, by=user, pk=request.POST.get("bo", str(last.pk) if last else ""))
    sitting = Sitting.of(request.POST)
    end_sitting(rows, by=user, sitting=sitting)
    note_saved(request, key, sitting)


def note_saved(request: HttpRequest, key: str, sitting: Sitting) -> None:
    """Makes the next editing page tell the browser to delete its copy of that sitting."""
    if sitting.token:
        request.session[SAVED] = f"{key}:{sitting.token}"


def saved_key(request: HttpRequest) -> str:
    """The key left by `note_saved`, once."""
    return str(request.session.pop(SAVED, ""))


def key_of(kind: str, pk: int | None, user: User) -> str:
    """The browser's storage key for its copies: per record and user."""
    return f"{kind}-{pk or 'moi'}-{user.pk}"


def initial_of(text: TypedText | None) -> dict[str, str]:
    """A draft as initial values of a `VersionedForm`; {} without one."""
    if text is None:
        return {}
    values = {name: typed[0] if typed else "" for name, typed in text.content.items()}
    return values | {"version": text.base_version}
