"""What is typed and not saved yet: one row for each time that somebody opened the page to write."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models

from kit.html import plain_text

# A form as it was sent: values by field.
Content = dict[str, list[str]]

# Texts of one person that may wait for one record. They are never dropped for being too many:
# the next one is refused in words.
MOST_WAITING = 100
LONGEST_TOKEN = 40
BEGINNING = 8  # words; as many from the end
LAST_TURN = 2**31 - 1  # of the column


def new_sitting() -> str:
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Sitting:
    """One opening of a page on which something is written; its form carries these along.

    `turn` counts what the page has sent, so that a text that was held up on its way does not
    replace a later one. `taken` names the waiting text that the page was opened with.
    """

    token: str
    turn: int = 0
    taken: str = ""

    @classmethod
    def begun(cls, text: "TypedText | None" = None) -> Self:
        """Of a page opened now, with that text in its boxes."""
        return cls(new_sitting(), 0, text.mark if text else "")

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """As the form says; a form that doesn't has no token."""
        turn = str(data.get("turn", ""))
        return cls(
            _token(data.get("sitting", "")),
            min(int(turn), LAST_TURN) if turn.isascii() and turn.isdecimal() else 0,
            _token(data.get("taken", "")),
        )


def _token(value: Any) -> str:
    word = str(value)[:LONGEST_TOKEN]
    return word if word.isascii() and word.replace("-", "").replace("_", "").isalnum() else ""


class TypedTextQuerySet(models.QuerySet[Any]):
    def waiting_for(self, user: Any) -> Self:
        """This user's that were neither saved nor thrown away, the last typed first."""
        return self.filter(user=user, typed_at__isnull=False).order_by("-typed_at", "-pk")


class TypedText(models.Model):
    """What one person typed into a form in one sitting and did not save.

    Each sitting has a row of its own, written over only by what the same sitting types on: a text
    that waits is never replaced by another. Saved or thrown away, the row stays empty for a while,
    so that what was held up on its way does not bring the old words back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người viết"
    )
    sitting = models.CharField("lần mở", max_length=LONGEST_TOKEN, blank=True, default="")
    turn = models.PositiveIntegerField("lần gửi", default=0)
    # How often this row was written: whoever took the text over says which state of it.
    revision = models.PositiveIntegerField("lần ghi", default=0)
    taken = models.CharField(
        "viết tiếp từ phần chữ", max_length=LONGEST_TOKEN, blank=True, default=""
    )
    content = models.JSONField("nội dung", default=dict, blank=True)
    base_version = models.CharField("viết tiếp từ bản", max_length=40, blank=True)
    typed_at = models.DateTimeField("tự lưu lúc", null=True, blank=True)
    closed_at = models.DateTimeField("lưu hoặc bỏ lúc", null=True, blank=True)
    # Its writer went on with something else: still offered, but no longer put into the boxes.
    is_aside = models.BooleanField("để riêng", default=False)
    note = models.CharField("ghi chú", max_length=200, blank=True, default="")

    objects = TypedTextQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def mark(self) -> str:
        """Names this text in the state in which it is now; see `Sitting.taken`."""
        return f"{self.pk}-{self.revision}"

    # What a reader is shown to know it by, computed by `waiting_texts`: of what field, and its words.
    field = excerpt = ""

    @property
    def prose_fields(self) -> list[str]:
        """The fields that hold running words. Nobody knows a text by its address, day or number."""
        raise NotImplementedError

    def quoted_beside(self, stored: Content) -> tuple[str, str]:
        """The name of the longest of its prose fields that don't say what is stored, and the first
        and the last words of it: two texts that were written on from one often differ at the end
        alone.

        Where all of them say the same (a photograph was added), the longest, under no name. Where
        only other fields were filled in, neither.
        """
        words_by_field = {name: _words_of(self.content, name) for name in self.prose_fields}
        changed = {
            name: words
            for name, words in words_by_field.items()
            if words != _words_of(stored, name)
        }
        name = max(changed, key=lambda name: _length(changed[name]), default="")
        words = (
            words_by_field[name] if name else max(words_by_field.values(), key=_length, default=[])
        )
        if len(words) > 2 * BEGINNING:
            words = [*words[:BEGINNING], "…", *words[-BEGINNING:]]
        return name, " ".join(words)


def _length(words: list[str]) -> int:
    return len(" ".join(words))


def _words_of(content: Content, name: str) -> list[str]:
    text = " ".join(content.get(name, []))
    return (plain_text(text) if "</" in text else text).split()
