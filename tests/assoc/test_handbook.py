"""Trợ giúp: every page leads to its chapter, and what a chapter names stands on a page."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from assoc.handbook import CHAPTERS, Chapter, chapter_for

from ..conftest import Cast

ROOT: Path = settings.BASE_DIR


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_opens_and_its_page_too(cast: Cast, chapter: Chapter) -> None:
    text = cast.client("officer_here").get(chapter.get_absolute_url()).content.decode()
    assert f"<h1>{chapter.title}</h1>" in text
    assert (ROOT / "static" / chapter.image).is_file()
    assert cast.client("admin").get(chapter.seen_at).status_code == 200
    assert cast.client("member_here").get(chapter.get_absolute_url()).status_code == 403


def test_contents_and_booklet_have_them_all(cast: Cast) -> None:
    client = cast.client("officer_here")
    contents = client.get(reverse("handbook")).content.decode()
    booklet = client.get(reverse("handbook_booklet")).content.decode()
    assert [contents.count(f'href="{one.get_absolute_url()}"') for one in CHAPTERS] == [1] * len(
        CHAPTERS
    )
    assert booklet.count('class="booklet-chapter"') == len(CHAPTERS)
    assert client.get(reverse("handbook_chapter", args=["khong-co"])).status_code == 404
    assert cast.client("member_here").get(reverse("handbook")).status_code == 403
    assert cast.client("member_here").get(reverse("handbook_booklet")).status_code == 403


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/so/hoi-vien/7/", "so-hoi-vien"),
        ("/so/hoi-vien/in-an/nhan/", "in-an"),
        ("/so/nghia-tinh/ghi/", "nghia-tinh"),
        ("/so/nghia-tinh/quy/3/", "quy"),
        ("/so/thi-dua/cum/", "thi-dua"),
        ("/so/tim/", "bat-dau"),
    ],
)
def test_help_knows_which_page_asks(path: str, slug: str) -> None:
    assert chapter_for(path).slug == slug


def test_the_menu_leads_to_the_chapter_of_the_page(cast: Cast) -> None:
    client = cast.client("officer_here")

    def help_of(path: str) -> list[tuple[str, bool]]:
        groups = client.get(path).context["desk_menu"]
        entries = [entry for group in groups for entry in group["entries"]]
        return [(e["url"], e["is_current"]) for e in entries if e["label"] == "Trợ giúp"]

    assert help_of("/so/hoi-vien/") == [("/so/tro-giup/so-hoi-vien/", False)]
    assert help_of("/so/") == [("/so/tro-giup/", False)]
    assert help_of("/so/tro-giup/quy/") == [("/so/tro-giup/", True)]


@cache
def _sources() -> str:
    """All that a page may say: templates and code, without the handbook itself."""
    pages = [
        path
        for path in (ROOT / "templates").rglob("*.html")
        if path.parent.name != "handbook"
    ]  # fmt: skip
    ours = [
        path
        for path in ROOT.glob("*/**/*.py")
        if path.parts[len(ROOT.parts)] not in ("var", "tests")
    ]
    texts = (
        path.read_text(encoding="utf-8") for path in (*pages, *ours) if path.name != "handbook.py"
    )
    return re.sub(r"\s+", " ", " ".join(texts))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_what_a_chapter_names_stands_on_a_page(chapter: Chapter) -> None:
    source = (ROOT / "templates" / chapter.template).read_text(encoding="utf-8")
    labels = {re.sub(r"\s+", " ", label) for label in re.findall(r"<b>(.*?)</b>", source, re.S)}
    assert labels
    assert {label for label in labels if label not in _sources()} == set()
