"""A report written on a phone: what is needed stays in reach, and few taps do it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Position
from news.models import Post
from tests import factories as make
from tests.browser.writing.site import TEXT

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
MOST_TAPS = 25
PARAGRAPHS = [f"Đoạn thứ {n} của bài tường thuật." for n in ("nhất", "hai", "ba", "tư", "năm")]


class Hand:
    """Taps as a finger does, on what is in sight, and counts."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, target, *, swipe=False):
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 43.5 or not target.evaluate(
            "e => e.matches('button, a, label')"
        )
        if not swipe:  # else the finger moves the page first, which is no tap
            assert 0 <= box["y"] < 740, "out of reach"
        self.taps += 1
        target.tap()


@pytest.fixture
def draft(site_url):
    unit = make.make_district()
    return make.make_post(
        title="Hội nghị", lead="", body="", unit=unit, state=Post.State.DRAFT, published_at=None,
        author_signature="MD",
    )  # fmt: skip


@pytest.fixture
def writer(draft):
    return make.make_officer(draft.unit, Position.Right.CORRESPONDENT)


def _files(count):
    return [
        {
            "name": f"{n}.jpg",
            "mimeType": "image/jpeg",
            "buffer": make.picture_file(size=(300 + n, 200)).read(),
        }
        for n in range(count)
    ]


def test_report_of_five_paragraphs_and_six_photographs(
    open_page, sign_in, writer, draft, axe, shot
):
    page = open_page(**PHONE)
    sign_in(page, writer)
    page.goto(reverse("news_desk:post", args=[draft.pk]))
    expect(page.locator(TEXT)).to_be_visible()
    hand = Hand(page)
    missing = page.locator("[data-missing-parts]")
    expect(missing).to_contain_text("Sapo")

    hand.tap(page.get_by_label("Sapo"), swipe=True)
    page.keyboard.type("Chiều nay, hội nghị đã họp.")
    expect(missing).not_to_contain_text("Sapo")
    hand.tap(page.locator(TEXT), swipe=True)
    insert = page.get_by_role("button", name="Chèn ảnh")
    dialog = page.get_by_role("dialog", name="Chèn ảnh vào bài")
    for number, words in enumerate(PARAGRAPHS):
        page.keyboard.type(words)
        expect(insert).to_be_in_viewport(ratio=1)
        if number == 0:
            hand.tap(insert)
            with page.expect_file_chooser() as chooser:
                hand.tap(dialog.get_by_text("Thêm ảnh từ máy"))
            chooser.value.set_files(_files(1))
            expect(page.locator(".photo-block")).to_have_count(1, timeout=60_000)
        elif number == 1:
            hand.tap(insert)
            with page.expect_file_chooser() as chooser:
                hand.tap(dialog.get_by_text("Thêm ảnh từ máy"))
            chooser.value.set_files(_files(6)[1:])
            expect(page.locator(".photo-block")).to_have_count(6, timeout=90_000)
        elif number < len(PARAGRAPHS) - 1:
            page.keyboard.press("Enter")
    shot(page, "phone-writing")
    assert page.locator(".writing-bar").bounding_box()["height"] <= 64
    assert page.locator(".writing-end").bounding_box()["height"] <= 110
    assert page.evaluate("document.documentElement.scrollHeight") < 6500

    cards = page.locator("[data-photo-card]")
    for number in range(6):
        alt = cards.nth(number).get_by_label("Mô tả ảnh")
        hand.tap(alt, swipe=True)
        page.keyboard.type(f"Ảnh số {number + 1}")
    expect(missing).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    expect(cards.last.locator("[data-said]")).to_contain_text("Đã lưu lúc")
    axe(page)
    hand.tap(page.get_by_role("button", name="Gửi ban biên tập"))
    expect(page.get_by_text("Đã gửi bài cho ban biên tập.")).to_be_visible()

    draft.refresh_from_db()
    assert draft.state == Post.State.SUBMITTED
    assert draft.body.count("<p>Đoạn thứ") == 5
    assert draft.body.count("<figure data-photo") == 6
    # Each photograph where it was asked for, and the writing went on behind it.
    order = re.findall("Đoạn thứ|<figure", draft.body)
    assert order == ["Đoạn thứ", "<figure", "Đoạn thứ", *["<figure"] * 5, *["Đoạn thứ"] * 3]
    assert hand.taps <= MOST_TAPS


@pytest.mark.parametrize("size", [360, 320])
def test_bars_are_usable_with_the_largest_letters(
    open_page, sign_in, writer, draft, axe, shot, size
):
    page = open_page(**{**PHONE, "viewport": {"width": size, "height": 740}})
    sign_in(page, writer)
    page.goto(reverse("news_desk:post", args=[draft.pk]))
    page.evaluate("document.documentElement.style.fontSize = '28px'")
    expect(page.locator(TEXT)).to_be_visible()
    page.locator(TEXT).tap()
    bar, end = page.locator(".writing-bar"), page.locator(".writing-end")
    assert bar.bounding_box()["height"] <= 90
    more = page.get_by_role("button", name="Thêm…")
    expect(more).to_be_in_viewport(ratio=1)
    more.tap()
    for name in ("Bảng", "Trích dẫn", "Liên kết"):
        button = bar.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=0.9)
    assert bar.bounding_box()["height"] <= 740 * 0.46
    page.get_by_role("button", name="Bớt").tap()
    for name in ("Lưu", "Gửi ban biên tập"):
        button = end.get_by_role("button", name=name, exact=True)
        expect(button).to_be_in_viewport()
        assert button.bounding_box()["height"] >= 44
    assert end.bounding_box()["height"] <= 740 * 0.25
    shot(page, f"phone-writing-large-{size}")
    axe(page)
