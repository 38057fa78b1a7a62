"""The rules that hold a comment for a moderator, each reason as a sentence."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kit.numbers import vn_number

from .models import Comment, CommentPolicy
from .spam import Span, Verdict, judge, read
from .wordlist import find_words

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|info|biz|vn|xyz|top|shop|site|online|ru|cn)\b",
    re.IGNORECASE,
)
# Many people may honestly write a short "Chúc mừng các bác".
REPEATED_FROM = 25
REPEATED_WITHIN = dt.timedelta(days=7)
CAPITALS_FROM = 20
CAPITALS_SHARE = 0.8
CERTAIN_GAMBLING = "Gần như chắc là quảng cáo cờ bạc."
CERTAIN_ADVERT = "Gần như chắc là quảng cáo rác."
SUSPECTED_ADVERT = "Có dấu hiệu quảng cáo."


@dataclass(frozen=True)
class Finding:
    """The rules' finding on a comment: why it is held, how suspicious it is, and in which places."""

    reasons: list[str]
    suspicion: Comment.Suspicion
    verdict: Verdict
    spans: list[Span]


def reasons_to_hold(name: str, text: str, policy: CommentPolicy) -> list[str]:
    """Why a moderator should look first, whoever wrote it; empty where nothing speaks against it."""
    return examine(name, text, policy).reasons


def examine(name: str, text: str, policy: CommentPolicy) -> Finding:
    """Applies all rules: advertisements, the newsroom's word list, links, capitals, repetition."""
    finding = look_over(name, text, policy)
    if _is_repeated(text):
        finding.reasons.append("Trùng nội dung với một nhận xét gửi trong 7 ngày qua.")
    return finding


def look_over(name: str, text: str, policy: CommentPolicy) -> Finding:
    """Like `examine`, without comparing other comments: for trying rules and for marking the text."""
    verdict = judge(name, text)
    suspicion = suspicion_of(verdict, policy)
    reasons, spans = [], []
    if suspicion != Comment.Suspicion.NONE:
        reasons += [_summary(verdict, suspicion), *verdict.reasons]
        spans += [span for signal in verdict.signals if signal.points > 0 for span in signal.spans]
    links = list(_LINK.finditer(text))
    if len(links) > policy.max_links:
        allowed = vn_number(policy.max_links)
        reasons.append(f"Có {vn_number(len(links))} liên kết, quá mức {allowed}.")
        spans += [link.span() for link in links]
    in_text = find_words(read(text), policy.held_words)
    in_name = find_words(read(name), policy.held_words)
    if lines := dict.fromkeys(hit.line for hit in [*in_name, *in_text]):
        reasons.append(f"Có từ bị giữ lại: {', '.join(lines)}.")
        spans += [hit.span for hit in in_text]
    # Old readers write in capitals, and so are tributes: capitals alone are no reason.
    if _is_shouted(text) and (reasons or verdict.score):
        reasons.append("Viết gần như toàn chữ in hoa.")
    return Finding(reasons, suspicion, verdict, spans)


def suspicion_of(verdict: Verdict, policy: CommentPolicy) -> Comment.Suspicion:
    if verdict.score >= policy.spam_certain_from:
        return Comment.Suspicion.CERTAIN
    if verdict.score >= policy.spam_held_from:
        return Comment.Suspicion.SUSPECTED
    return Comment.Suspicion.NONE


def _summary(verdict: Verdict, suspicion: Comment.Suspicion) -> str:
    if suspicion == Comment.Suspicion.SUSPECTED:
        return SUSPECTED_ADVERT
    return CERTAIN_GAMBLING if verdict.is_gambling else CERTAIN_ADVERT


def marked(text: str, spans: Iterable[Span]) -> SafeString:
    """The escaped text with <mark> around the places that hold it; overlapping places are merged."""
    parts: list[str] = []
    done = 0
    for start, end in _joined(spans):
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308 - every piece of text above is escaped


def _joined(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(1 for letter in letters if letter.isupper())
    return len(letters) >= CAPITALS_FROM and capitals > len(letters) * CAPITALS_SHARE


def _is_repeated(text: str) -> bool:
    if len(text) < REPEATED_FROM:
        return False
    return Comment.objects.within(REPEATED_WITHIN).filter(text=text).exists()
