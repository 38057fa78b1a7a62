"""Actions on drafts. None of them overwrites one draft with another: see `TypedText`."""

import datetime as dt
import re
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from members.models import User
from members.models.typed import MOST_WAITING, Content, Sitting, TypedText, new_sitting

# For this long a closed row still rejects requests that were sent before it was closed.
CLOSED_FOR = dt.timedelta(days=2)
TOO_MANY = (
    f"Đã có {MOST_WAITING} phần chữ chưa lưu đang chờ nên máy chủ chưa giữ thêm. Xin mở trang này "
    "trong cửa sổ khác và bỏ bớt phần không cần."
)
_PIECE = re.compile(r"<[^>]*>|[^<]+")


@transaction.atomic
def keep_typed(
    rows: Any, *, by: User, sitting: Sitting, content: Content, opened_with: str
) -> TypedText:
    """Stores what this sitting has typed so far. `rows`: the record's drafts (`post.drafts`).

    Requests that arrive out of order change nothing. Raises ValidationError if there are too many
    drafts.
    """
    _take_turns(by)
    content = {
        name: [item.replace("\x00", "") for item in typed] for name, typed in content.items()
    }
    row: TypedText | None = rows.filter(user=by, sitting=sitting.token).first()
    if row is not None and sitting.token and _is_late(row, sitting):
        return row
    if row is not None and not sitting.token and not contains_all(content, row.content):
        # A page without a sitting may send another text than the draft on record.
        row.sitting = new_sitting()
        row.save()
        row = None
    if row is None:
        _delete_superseded(rows, by)
        row = rows.create(user=by, sitting=sitting.token, taken=sitting.taken)
    row.content, row.base_version = content, opened_with.replace("\x00", "")[:40]
    row.turn, row.revision = sitting.turn, row.revision + 1
    row.typed_at, row.closed_at, row.is_aside = timezone.now(), None, False
    row.save()
    return row


def _take_turns(by: User) -> None:
    """Serialises one user's windows until the end of the transaction."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)


def _is_late(row: TypedText, sitting: Sitting) -> bool:
    """Whether the row already reflects a later request of the sitting."""
    return sitting.turn < row.turn or (row.closed_at is not None and 0 < sitting.turn == row.turn)


def _delete_superseded(rows: Any, by: User) -> None:
    """Makes place for one more draft: only drafts wholly contained in a later one are closed."""
    rows.filter(user=by, closed_at__lt=timezone.now() - CLOSED_FOR).delete()
    waiting = list(rows.waiting_for(by))
    if len(waiting) < MOST_WAITING:
        return
    spare = [
        text for number, text in enumerate(waiting)
        if any(contains_all(later.content, text.content) for later in waiting[:number])
    ]  # fmt: skip
    if not spare:
        raise ValidationError(TOO_MANY, code="too_many")
    for text in spare:
        _close(text)


@transaction.atomic
def typed_is_saved(rows: Any, *, by: User, sitting: Sitting, content: Content) -> None:
    """The record was saved with this content: closes the drafts it includes, sets the others aside."""
    _take_turns(by)
    waiting = {text.pk: text for text in rows.waiting_for(by)}
    done = _led_here(waiting, sitting)
    done |= {pk for pk, text in waiting.items() if contains_all(content, text.content)}
    for pk, text in waiting.items():
        if pk in done:
            _close(text)
        else:
            _set_aside(text)
    end_sitting(rows, by=by, sitting=sitting)


def _led_here(waiting: dict[int, TypedText], sitting: Sitting) -> set[int]:
    """The drafts that this sitting took over, and those that they had taken over."""
    taken_over: set[int] = set()
    mark = sitting.taken
    while mark:
        number, _, revision = mark.partition("-")
        text = waiting.get(int(number)) if number.isdecimal() else None
        # A draft continued elsewhere since it was taken over is a different text.
        if text is None or text.pk in taken_over or str(text.revision) != revision:
            break
        taken_over.add(text.pk)
        mark = text.taken
    return taken_over


@transaction.atomic
def end_sitting(rows: Any, *, by: User, sitting: Sitting) -> None:
    """Closes the sitting's draft, saved or discarded; its delayed requests are rejected."""
    if not sitting.token:
        return
    rows.filter(user=by, closed_at__lt=timezone.now() - CLOSED_FOR).delete()
    row = rows.filter(user=by, sitting=sitting.token).first()
    if row is None:
        row = rows.create(user=by, sitting=sitting.token, turn=sitting.turn)
    row.turn = max(row.turn, sitting.turn)
    _close(row)


@transaction.atomic
def throw_away(rows: Any, *, by: User, pk: str) -> bool:
    """Discards one of the user's drafts and those it contains; False if there is none.

    The others are set aside, since their author chose what is stored.
    """
    _take_turns(by)
    is_number = pk.isascii() and pk.isdecimal() and len(pk) < 19
    waiting = list(rows.waiting_for(by))
    text = next((draft for draft in waiting if is_number and draft.pk == int(pk)), None)
    if text is None:
        return False
    for draft in waiting:
        if draft.pk != text.pk and not contains_all(text.content, draft.content):
            _set_aside(draft)
        else:
            _close(draft)
    return True


@transaction.atomic
def keep_replaced(rows: Any, *, by: User, content: Content, version: str, note: str) -> None:
    """Keeps the content that this user knowingly overwrote, so that it can be restored."""
    rows.create(
        user=by, sitting=new_sitting(), content=content, base_version=version[:40],
        typed_at=timezone.now(), is_aside=True, note=note[:200],
    )  # fmt: skip


def _set_aside(text: TypedText) -> None:
    text.is_aside = True
    text.save(update_fields=["is_aside"])


def _close(text: TypedText) -> None:
    text.content, text.typed_at, text.closed_at = {}, None, timezone.now()
    text.save()


def contains_all(newer: Content, older: Content) -> bool:
    """Whether the newer content has every word and photograph of the older, in the same order.

    Formatting (bold, headings) is ignored; a choice counts as a word.
    """
    return all(
        _in_order(_words(newer.get(name, [])), _words(typed))
        for name, typed in older.items()
        if name != "version"  # not typed by the user
    )


def _words(values: list[str]) -> list[str]:
    words: list[str] = []
    for value in values:
        is_html = value.lstrip().startswith("<") and "</" in value
        for piece in _PIECE.findall(value) if is_html else [value]:
            if piece.startswith("<figure data-photo"):
                words.append(piece)
            elif not (is_html and piece.startswith("<")):
                words += (unescape(piece) if is_html else piece).split()
    return words


def _in_order(long: list[str], short: list[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)
