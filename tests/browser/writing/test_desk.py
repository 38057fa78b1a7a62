"""The desk's own writing page with the scripts on: typed, kept, photographed, saved, read."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news.models import Post, PostDraft
from tests import factories as make
from tests.browser.writing.site import TEXT


@pytest.fixture
def draft(site_url):
    return make.make_post(
        title="Lễ ký kết", body="<p>Đoạn đầu.</p>", state=Post.State.DRAFT, published_at=None
    )


@pytest.fixture
def editor(site_url):
    return make.make_user(username="bientap", is_superuser=True)


def open_writing(page, sign_in, editor, draft):
    sign_in(page, editor)
    page.goto(reverse("news_desk:post", args=[draft.pk]))
    expect(page.locator(TEXT)).to_be_visible()


def status(page):
    return page.locator("[data-autosave-status]")


def test_typed_words_are_kept_by_the_server_and_saved(page, sign_in, editor, draft, shot):
    open_writing(page, sign_in, editor, draft)
    page.locator(TEXT).locator("p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(" Thêm chữ.")
    expect(status(page)).to_contain_text("Đã tự lưu lúc")
    shot(page, "desk-writing")
    row = PostDraft.objects.get(post=draft)
    assert row.user == editor
    assert "Thêm chữ." in str(row.content)
    draft.refresh_from_db()
    assert draft.body == "<p>Đoạn đầu.</p>"

    page.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(page.get_by_text("Đã lưu bài.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body == "<p>Đoạn đầu. Thêm chữ.</p>"
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('ban-thao'))") == []


def test_photographs_chosen_together_keep_their_order(page, sign_in, editor, draft):
    open_writing(page, sign_in, editor, draft)
    sizes = [(3000, 2000), (300, 200), (320, 200)]  # the first takes longest on its way
    files = [
        {
            "name": f"{n}.jpg",
            "mimeType": "image/jpeg",
            "buffer": make.picture_file(size=size).read(),
        }
        for n, size in enumerate(sizes)
    ]
    page.get_by_label("Thêm ảnh").set_input_files(files)
    expect(page.locator("[data-photos-said]")).to_have_text(
        "Đã thêm 3 ảnh. Hãy ghi mô tả cho từng ảnh."
    )
    assert [(photo.width, photo.height) for photo in draft.photos.all()] == sizes


def test_photograph_goes_from_the_computer_into_the_article(page, sign_in, editor, draft):
    open_writing(page, sign_in, editor, draft)
    files = [
        {
            "name": "a.jpg",
            "mimeType": "image/jpeg",
            "buffer": make.picture_file(colour=colour).read(),
        }
        for colour in ("#275d42", "#42275d")
    ]
    page.get_by_label("Thêm ảnh").set_input_files(files)
    expect(page.locator("[data-photos-said]")).to_have_text(
        "Đã thêm 2 ảnh. Hãy ghi mô tả cho từng ảnh."
    )
    card = page.locator(".photo-card").last
    card.get_by_label("Mô tả ảnh").fill("Hai bên bắt tay")
    card.get_by_label("Chú thích").fill("Phút ký kết")
    card.get_by_label("Người chụp").fill("MD")
    card.get_by_label("Người chụp").blur()
    expect(card.locator("[data-said]")).to_contain_text("Đã lưu lúc")
    page.get_by_label("Thêm ảnh").set_input_files(files[0])  # once more, by mistake
    expect(page.locator("[data-photos-said]")).to_contain_text("ảnh này đã có trong bài.")
    expect(page.locator(".photo-card")).to_have_count(2)
    card.get_by_role("button", name=re.compile("^Lên")).click()
    expect(page.locator("[data-photos-said]")).to_have_text("Ảnh đã sang vị trí 1 trên 2.")

    page.locator(TEXT).locator("p").last.click()
    page.get_by_role("button", name="Chèn ảnh").click()
    page.get_by_role("dialog").get_by_role("button", name="Phút ký kết").click()
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(page.get_by_text("Đã lưu bài.")).to_be_visible()
    photo = draft.photos.first()
    assert (photo.alt, photo.caption, photo.credit) == ("Hai bên bắt tay", "Phút ký kết", "MD")
    draft.refresh_from_db()
    assert f'<figure data-photo="{photo.pk}"></figure>' in draft.body

    draft.publish()
    page.goto(draft.get_absolute_url())
    expect(page.locator(".prose figure figcaption", has_text="Phút ký kết")).to_be_visible()


def test_two_editors_see_each_other_and_neither_overwrites(
    page, open_page, sign_in, editor, draft, problems
):
    problems.allow("409 from|status of 409")
    other = open_page()
    open_writing(page, sign_in, editor, draft)
    sign_in(other, make.make_user(username="bientap2", is_superuser=True))
    other.goto(reverse("news_desk:post", args=[draft.pk]))
    expect(other.get_by_text("cũng đang được mở bởi").filter(visible=True).first).to_be_visible()
    other.get_by_label("Tít").fill("Tít của người kia")
    other.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(other.get_by_text("Đã lưu bài.")).to_be_visible()

    page.get_by_label("Tít").fill("Tít của tôi")
    expect(page.get_by_role("alert").filter(has_text="Bài vừa được người khác lưu")).to_be_visible()
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(page.locator("#khac-nhau")).to_be_visible()
    expect(page.get_by_label("Tít")).to_have_value("Tít của tôi")
    draft.refresh_from_db()
    assert draft.title == "Tít của người kia"


@pytest.mark.parametrize("size", ["page", "phone"])
def test_desks_page_fits_and_passes_axe(size, request, sign_in, editor, draft, axe, shot):
    page = request.getfixturevalue(size)
    make.make_photo(draft, alt="")
    open_writing(page, sign_in, editor, draft)
    axe(page)
    shot(page, f"desk-writing-{size}")
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 1
