"""What makes a comment wait for a moderator, each reason in a sentence of its own."""

import datetime as dt
import re

from kit.numbers import vn_number
from kit.text import nfc

from .models import Comment, CommentPolicy

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|info|biz|vn|xyz|top|shop|site|online|ru|cn)\b",
    re.IGNORECASE,
)
# A short "Chúc mừng các bác" may honestly be said by many.
REPEATED_FROM = 25
REPEATED_WITHIN = dt.timedelta(days=7)
CAPITALS_FROM = 20
CAPITALS_SHARE = 0.8


def reasons_to_hold(name: str, text: str, policy: CommentPolicy) -> list[str]:
    """Why a moderator should look first, whoever wrote it; empty where nothing speaks against it."""
    reasons = []
    links = len(_LINK.findall(text))
    if links > policy.max_links:
        allowed = vn_number(policy.max_links)
        reasons.append(f"Có {vn_number(links)} liên kết, quá mức {allowed}.")
    if words := held_words(f"{name}\n{text}", policy):
        reasons.append(f"Có từ bị giữ lại: {', '.join(words)}.")
    if _is_shouted(text):
        reasons.append("Viết gần như toàn chữ in hoa.")
    if _is_repeated(text):
        reasons.append("Trùng nội dung với một nhận xét gửi trong 7 ngày qua.")
    return reasons


def held_words(text: str, policy: CommentPolicy) -> list[str]:
    """Those of the policy's words that stand in the text as whole words, marks included."""
    said = " ".join(nfc(text).casefold().split())
    wanted = [" ".join(nfc(line).split()) for line in policy.held_words.splitlines()]
    return [
        word
        for word in wanted
        if word and re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", said)
    ]


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(1 for letter in letters if letter.isupper())
    return len(letters) >= CAPITALS_FROM and capitals > len(letters) * CAPITALS_SHARE


def _is_repeated(text: str) -> bool:
    if len(text) < REPEATED_FROM:
        return False
    return Comment.objects.within(REPEATED_WITHIN).filter(text=text).exists()
