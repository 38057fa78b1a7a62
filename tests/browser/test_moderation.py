"""The queue in a browser: decided in place, by keys, without script, and readable for everyone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news.models import Comment, CommentBan, CommentPolicy
from tests import factories as make
from tests.browser.waiting import eventually

QUEUE = reverse("news_desk:comments")
HELD = Comment.State.HELD


@pytest.fixture
def post(site_url):
    post = make.make_post(title="Bài có nhiều nhận xét")
    post.lead_photo = make.make_photo(post)
    post.save()
    return post


@pytest.fixture
def waiting(post):
    """Three waiting comments, oldest first."""
    return [
        make.make_comment(
            post, name=name, text=f"Ý kiến của {name}", state=HELD, origin="a" * 64,
            held_because=["Nhận xét của khách: chờ duyệt theo quy định chung."],
        )
        for name in ("Bác Một", "Bác Hai", "Bác Ba")
    ]  # fmt: skip


@pytest.fixture
def as_editor(page, sign_in, waiting):
    sign_in(page, make.make_user(username="quantri", is_superuser=True))
    page.goto(QUEUE)
    page.evaluate("window.stayed = true")
    return page


def states():
    return list(Comment.objects.order_by("created_at", "pk").values_list("state", flat=True))


def focused(page):
    return page.evaluate("document.activeElement.querySelector('h3')?.textContent ?? ''")


def card(page, name):
    return page.locator("[data-comment]").filter(has=page.get_by_role("heading", name=name))


def test_deciding_moves_on_in_place_and_can_be_undone(as_editor):
    page = as_editor
    card(page, "Bác Hai").get_by_role("button", name="Duyệt đăng").click()
    page.get_by_text("Đã đăng 1 nhận xét.").wait_for()
    eventually(page, lambda: focused(page), "Bác Ba")
    assert states() == ["held", "approved", "held"]

    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("Đã hoàn tác.").wait_for()
    eventually(page, lambda: focused(page), "Bác Hai")
    assert states() == ["held"] * 3
    assert page.evaluate("window.stayed")


def test_keys_move_decide_and_undo(as_editor):
    page = as_editor
    page.keyboard.press("j")
    eventually(page, lambda: focused(page), "Bác Một")
    page.keyboard.press("j")
    page.keyboard.press("t")
    page.get_by_text("Đã từ chối 1 nhận xét.").wait_for()
    eventually(page, lambda: focused(page), "Bác Ba")
    assert states() == ["held", "rejected", "held"]
    page.keyboard.press("k")
    eventually(page, lambda: focused(page), "Bác Một")
    page.keyboard.press("d")
    page.get_by_text("Đã đăng 1 nhận xét.").wait_for()
    page.keyboard.press("u")
    page.get_by_text("Đã hoàn tác.").wait_for()
    assert states() == ["held", "rejected", "held"]


def test_keys_rest_while_typing_and_when_switched_off(as_editor):
    page = as_editor
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("dtjk")
    box = page.locator(f"#tra-loi-{Comment.objects.earliest('pk').pk}-text")
    expect(box).to_have_value("dtjk")
    assert states() == ["held"] * 3

    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_role("button", name="Tắt phím tắt").click()
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.get_by_text("(đang tắt)")).to_be_visible()
    assert states() == ["held"] * 3
    page.reload()
    expect(page.get_by_text("(đang tắt)")).to_be_visible()


def test_answer_and_ban_are_sent_in_place(as_editor):
    page = as_editor
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("Cám ơn bác.")
    page.get_by_role("button", name="Đăng lời trả lời").click()
    page.get_by_text("Đã đăng lời trả lời Bác Một.").wait_for()
    assert Comment.objects.get(is_by_newsroom=True).parent.name == "Bác Một"

    page.keyboard.press("c")
    page.locator("details[open] input[name=reason]").fill("Quảng cáo")
    page.get_by_role("button", name="Chặn", exact=True).click()
    page.get_by_text("Đã chặn Bác Hai").wait_for()
    assert CommentBan.objects.get().reason == "Quảng cáo"
    assert page.evaluate("window.stayed")


def test_mistake_in_a_form_leads_to_its_own_page(as_editor):
    page = as_editor
    card(page, "Bác Một").get_by_text("Chặn người gửi").click()
    page.get_by_role("button", name="Chặn", exact=True).click()
    page.locator(".error-summary").wait_for()

    expect(page.get_by_role("heading", level=1)).to_have_text("Chặn Bác Một")


def test_several_are_chosen_and_decided(as_editor):
    page = as_editor
    page.get_by_role("button", name="Chọn cả trang").click()
    page.locator(".bulk").get_by_role("button", name="Từ chối").click()
    page.get_by_text("Đã từ chối 3 nhận xét.").wait_for()

    assert states() == ["rejected"] * 3


def test_everything_works_without_script(no_js_page, sign_in, waiting):
    page = no_js_page
    sign_in(page, make.make_user(username="quantri", is_superuser=True))
    page.goto(f"{QUEUE}?tim=bac")
    expect(page.locator("[data-shortcuts]")).not_to_be_visible()
    card(page, "Bác Một").get_by_role("button", name="Duyệt đăng").click()
    expect(page).to_have_url(re.compile(rf"\?tim=bac#nx-{waiting[1].pk}$"))
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page).to_have_url(re.compile(rf"\?tim=bac#nx-{waiting[0].pk}$"))
    assert states() == ["held"] * 3
    card(page, "Bác Hai").locator("summary", has_text="Trả lời").click()
    page.locator("details[open] textarea").fill("Cám ơn bác.")
    page.get_by_role("button", name="Đăng lời trả lời").click()
    expect(page.get_by_text("Đã đăng lời trả lời Bác Hai.")).to_be_visible()


def test_rules_are_tried_without_script(no_js_page, sign_in, waiting):
    page = no_js_page
    sign_in(page, make.make_user(username="quantri", is_superuser=True))
    page.goto(reverse("news_desk:comment_policy"))
    page.get_by_label("Từ khiến nhận xét bị giữ lại").fill("~kiến")
    page.get_by_label("Nhận xét để thử").fill("Ý kien của tôi")
    page.get_by_role("button", name="Thử xem, chưa lưu").first.click()

    expect(page.locator(".trial mark")).to_have_text("kien")
    assert not CommentPolicy.objects.exists()


@pytest.mark.parametrize("width", ["page", "phone"])
def test_pages_of_the_queue_pass_axe(request, width, sign_in, waiting, post, axe, shot):
    page = request.getfixturevalue(width)
    sign_in(page, make.make_user(username="quantri", is_superuser=True))
    spam = make.make_comment(
        post, name="Nổ Hũ", text="Nổ hũ uy tín, vào nohu88.vip tặng 100k", state=HELD,
        suspicion="certain", held_because=["Gần như chắc là quảng cáo cờ bạc."], parent=waiting[0],
    )  # fmt: skip
    CommentBan.objects.create(origin="b" * 64, name="Khách", reason="Quảng cáo nhiều lần")
    for name, url in {
        "queue": QUEUE,
        "adverts": f"{QUEUE}?muc=nghi",
        "empty": f"{QUEUE}?muc=tu-choi",
        "bans": reverse("news_desk:bans"),
        "rules": reverse("news_desk:comment_policy"),
        "reply": reverse("news_desk:reply", args=[spam.pk]),
        "ban": reverse("news_desk:ban", args=[waiting[0].pk]),
    }.items():
        page.goto(url)
        axe(page)
        shot(page, f"moderation-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(QUEUE)
    card(page, "Bác Một").locator("summary", has_text="Trả lời").click()
    card(page, "Bác Một").get_by_role("button", name="Duyệt đăng").first.click()
    page.get_by_text("Đã đăng 1 nhận xét.").wait_for()
    axe(page)
    shot(page, f"moderation-done-{width}")
    page.goto(reverse("news_desk:comment_policy"))
    page.get_by_label("Nhận xét để thử").fill("Nổ hũ uy tín, vào nohu88.vip tặng 100k")
    page.get_by_role("button", name="Thử xem, chưa lưu").first.click()
    page.locator(".trial").wait_for()
    axe(page)
    shot(page, f"moderation-trial-{width}")
