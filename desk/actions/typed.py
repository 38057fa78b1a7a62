"""Keeping what is typed. Nothing here ever writes one text over another: see `TypedText`."""

import datetime as dt
import re
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from members.models import User
from members.models.typed import MOST_WAITING, Content, Sitting, TypedText, new_sitting

# A row that is done with still refuses, for so long, what was sent before it was.
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
    """Writes down what this sitting has typed until now. `rows`: the record's own (`post.drafts`).

    What was sent earlier and arrives later changes nothing. ValidationError where too many wait.
    """
    _take_turns(by)
    content = {name: [one.replace("\x00", "") for one in said] for name, said in content.items()}
    row: TypedText | None = rows.filter(user=by, sitting=sitting.token).first()
    if row is not None and sitting.token and _is_late(row, sitting):
        return row
    if row is not None and not sitting.token and not says_all_of(content, row.content):
        # A page that names no sitting: what it sends may be another text than the one that waits.
        row.sitting = new_sitting()
        row.save()
        row = None
    if row is None:
        _make_room(rows, by)
        row = rows.create(user=by, sitting=sitting.token, taken=sitting.taken)
    row.content, row.base_version = content, opened_with.replace("\x00", "")[:40]
    row.turn, row.revision = sitting.turn, row.revision + 1
    row.typed_at, row.closed_at, row.is_aside = timezone.now(), None, False
    row.save()
    return row


def _take_turns(by: User) -> None:
    """Two windows of one person wait for each other, from here to the transaction's end."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)


def _is_late(row: TypedText, sitting: Sitting) -> bool:
    """Whether the row holds, or its text was saved with, what was sent after this."""
    return sitting.turn < row.turn or (row.closed_at is not None and 0 < sitting.turn == row.turn)


def _make_room(rows: Any, by: User) -> None:
    """Before one more waits: only what stands whole in a later one may go of itself."""
    rows.filter(user=by, closed_at__lt=timezone.now() - CLOSED_FOR).delete()
    waiting = list(rows.waiting_for(by))
    if len(waiting) < MOST_WAITING:
        return
    spare = [
        text for number, text in enumerate(waiting)
        if any(says_all_of(later.content, text.content) for later in waiting[:number])
    ]  # fmt: skip
    if not spare:
        raise ValidationError(TOO_MANY, code="too_many")
    for text in spare:
        _close(text)


@transaction.atomic
def typed_is_saved(rows: Any, *, by: User, sitting: Sitting, content: Content) -> None:
    """The record holds this content now: what led to it is done with, anything else waits aside."""
    _take_turns(by)
    waiting = {text.pk: text for text in rows.waiting_for(by)}
    done = _led_here(waiting, sitting)
    done |= {pk for pk, text in waiting.items() if says_all_of(content, text.content)}
    for pk, text in waiting.items():
        if pk in done:
            _close(text)
        else:
            _set_aside(text)
    end_sitting(rows, by=by, sitting=sitting)


def _led_here(waiting: dict[int, TypedText], sitting: Sitting) -> set[int]:
    """The texts that this sitting took over, and those that they had taken over."""
    found: set[int] = set()
    mark = sitting.taken
    while mark:
        number, _, revision = mark.partition("-")
        text = waiting.get(int(number)) if number.isdecimal() else None
        # Typed on elsewhere since it was taken over, it is another text by now.
        if text is None or text.pk in found or str(text.revision) != revision:
            break
        found.add(text.pk)
        mark = text.taken
    return found


@transaction.atomic
def end_sitting(rows: Any, *, by: User, sitting: Sitting) -> None:
    """What this sitting typed is saved or thrown away; nothing that it sent before comes back."""
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
    """Empties this one of the user's waiting texts, as its writer asked, and what it repeats.

    False: there is none. The others wait aside, since their writer chose what is stored.
    """
    _take_turns(by)
    is_number = pk.isascii() and pk.isdecimal() and len(pk) < 19
    waiting = list(rows.waiting_for(by))
    text = next((one for one in waiting if is_number and one.pk == int(pk)), None)
    if text is None:
        return False
    for one in waiting:
        if one.pk != text.pk and not says_all_of(text.content, one.content):
            _set_aside(one)
        else:
            _close(one)
    return True


@transaction.atomic
def keep_replaced(rows: Any, *, by: User, content: Content, version: str, note: str) -> None:
    """Another's text that this user knowingly put their own in the place of can be had back."""
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


def says_all_of(newer: Content, older: Content) -> bool:
    """Whether every word and photograph of the older stands in the newer, in the same order.

    The look of words (bold, headings) doesn't count; a choice counts as a word.
    """
    return all(
        _in_order(_words(newer.get(name, [])), _words(said))
        for name, said in older.items()
        if name != "version"  # which the form carries along
    )


def _words(said: list[str]) -> list[str]:
    found: list[str] = []
    for one in said:
        is_html = one.lstrip().startswith("<") and "</" in one
        for piece in _PIECE.findall(one) if is_html else [one]:
            if piece.startswith("<figure data-photo"):
                found.append(piece)
            elif not (is_html and piece.startswith("<")):
                found += (unescape(piece) if is_html else piece).split()
    return found


def _in_order(long: list[str], short: list[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)
