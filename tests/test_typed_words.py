"""By which words a waiting text is told from the others: its own, never an address or a number."""

from typing import Any

import pytest

from members.models import TypedText
from news.models import PageDraft, PostDraft
from reports.models.drafts import ReportDraft

SLUG = "bai-viet-so-64417-ve-le-ky-ket-giao-uoc-thi-dua"
STORED = {
    "section": ["12"], "title": ["Lễ ký kết"], "lead": ["Đang lưu."], "body": ["<p>Đoạn đầu của bài.</p>"],
    "author_signature": ["MAI DUNG, CHI HỘI PHƯỜNG 14"], "tags": ["giao ước, Quận 4, thi đua"],
    "slug": [SLUG], "video_url": [""],
}  # fmt: skip
PAGE = {"title": ["Điều lệ"], "body": ["<p>Đoạn đầu của bài.</p>"], "slug": [SLUG]}
REPORT = {"part0": ["Đang lưu."], "part1": [""], "version": ["2026-11-30T09:12:00.123456+00:00"]}


@pytest.mark.parametrize(
    ("draft", "stored", "typed", "told"),
    [
        (PostDraft, STORED, {"lead": ["Gõ."]}, ("lead", "Gõ.")),
        (PostDraft, STORED, {"title": ["Lễ"]}, ("title", "Lễ")),
        (PostDraft, STORED, {"body": ["<p>Một <b>câu</b>.</p>"]}, ("body", "Một câu.")),
        (PostDraft, STORED, {"lead": ["Ngắn."], "title": ["Dài hơn"]}, ("title", "Dài hơn")),
        # The look of words makes no other words.
        (PostDraft, STORED, {"body": ["<p><b>Đoạn</b> đầu của bài.</p>"]}, ("", "Đoạn đầu của bài.")),
        # Another address, signature, film: one of its words tells which text it is all the same.
        (PostDraft, STORED, {"slug": [f"{SLUG}-2"]}, ("", "Đoạn đầu của bài.")),
        (PostDraft, STORED, {"video_url": ["https://video.example/" + "9" * 80]}, ("", "Đoạn đầu của bài.")),
        (PostDraft, STORED, {"event": ["1998"]}, ("", "Đoạn đầu của bài.")),
        (PostDraft, STORED, {"lead": [""]}, ("lead", "")),
        (PageDraft, PAGE, {"title": ["Liên hệ"]}, ("title", "Liên hệ")),
        (PageDraft, PAGE, {"body": ["<p>Ghé Hội.</p>"]}, ("body", "Ghé Hội.")),
        (PageDraft, PAGE, {"slug": [SLUG * 2]}, ("", "Đoạn đầu của bài.")),
        (ReportDraft, REPORT, {"part1": ["Có."]}, ("part1", "Có.")),
        (ReportDraft, REPORT, {"part0": ["Một buổi."], "part1": ["Có."]}, ("part0", "Một buổi.")),
        (ReportDraft, REPORT, {}, ("", "Đang lưu.")),
    ],
)  # fmt: skip
def test_a_text_is_told_by_its_words(draft: type[TypedText], stored, typed, told):
    assert draft(content=stored | typed).quoted_beside(stored) == told


def test_a_text_without_words_is_told_by_none():
    assert PostDraft(content={"slug": [SLUG], "event": ["7"]}).quoted_beside({}) == ("", "")
    assert ReportDraft(content={"version": ["2026-11-30"]}).quoted_beside(REPORT)[1] == ""


def test_of_a_long_text_both_ends_are_told():
    words = [f"chữ{number}" for number in range(40)]
    name, told = PostDraft(content={"lead": [" ".join(words)]}).quoted_beside(STORED)
    assert (name, told) == ("lead", " ".join([*words[:8], "…", *words[-8:]]))


def test_every_kind_of_draft_names_its_words():
    named = {kind: bool(kind(content=STORED | REPORT).prose_fields) for kind in kinds(TypedText)}
    assert named == dict.fromkeys([PostDraft, PageDraft, ReportDraft], True)


def kinds(base: Any) -> list[Any]:
    return [kind for one in base.__subclasses__() for kind in (one, *kinds(one))]
