"""What only a browser can tell: comments in place, the rich text editor under the strict policy."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news.models import Comment, Post
from tests import factories as make


@pytest.fixture
def post(site_url):
    return make.make_post(title="Bài có nhận xét", body="<p>Nội dung</p>")


def _focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.className")


def test_comment_is_sent_without_leaving_the_page(page, post):
    page.goto(post.get_absolute_url())
    page.evaluate("window.stayed = true")
    page.get_by_label("Họ và tên").fill("Trần Bạn Đọc")
    page.get_by_label("Nội dung").fill("Chúc mừng.")
    page.get_by_role("button", name="Đăng nhận xét").click()
    page.get_by_text("Cám ơn bạn đã quan tâm").wait_for()

    assert page.evaluate("window.stayed")
    assert _focused(page) == "cam-on"
    expect(page.get_by_label("Nội dung")).to_have_value("")
    assert Comment.objects.get().text == "Chúc mừng."


def test_refused_comment_keeps_its_text_and_leads_to_the_error(page, post):
    page.goto(post.get_absolute_url())
    page.get_by_label("Nội dung").fill("Quên ghi tên.")
    page.get_by_role("button", name="Đăng nhận xét").click()
    page.locator(".error-summary").wait_for()

    assert page.evaluate("document.activeElement.matches('[data-focus]')")
    expect(page.get_by_label("Nội dung")).to_have_value("Quên ghi tên.")
    page.locator(".error-summary a").click()
    assert _focused(page) == "viet-name"


def test_comment_without_a_connection_stays_in_its_box_and_is_sent_later(page, post, problems):
    problems.allow("ERR_INTERNET_DISCONNECTED")
    page.goto(post.get_absolute_url())
    page.get_by_label("Họ và tên").fill("Trần Bạn Đọc")
    page.get_by_label("Nội dung").fill("Chúc mừng.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Đăng nhận xét").click()
    page.get_by_text("Chưa gửi được vì mất kết nối").wait_for()
    expect(page.get_by_label("Nội dung")).to_have_value("Chúc mừng.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Đăng nhận xét").click()
    page.get_by_text("Cám ơn bạn đã quan tâm").wait_for()
    assert Comment.objects.get().text == "Chúc mừng."


def test_reply_keeps_what_was_typed(page, post):
    comment = make.make_comment(post, name="Bác Ba")
    page.goto(post.get_absolute_url())
    page.get_by_label("Họ và tên").fill("An")
    page.get_by_label("Nội dung").fill("Cháu đồng ý.")
    page.get_by_role("link", name="Trả lời").click()
    page.get_by_role("heading", name="Trả lời Bác Ba").wait_for()
    expect(page.get_by_label("Nội dung")).to_have_value("Cháu đồng ý.")
    page.get_by_role("button", name="Đăng nhận xét").click()
    page.get_by_text("Cám ơn bạn đã quan tâm").wait_for()

    assert Comment.objects.latest("pk").parent == comment


def test_strange_answer_falls_back_to_the_ordinary_way(page, post):
    """An answer that is no page of ours, as some networks put in between."""
    page.goto(post.get_absolute_url())
    page.route("**/nhan-xet/", lambda route: (
        route.fulfill(body="<p>Chào mừng</p>", content_type="text/html")
        if route.request.resource_type == "fetch" else route.continue_()
    ))  # fmt: skip
    page.get_by_label("Họ và tên").fill("An")
    page.get_by_label("Nội dung").fill("Vẫn đến nơi.")
    page.get_by_role("button", name="Đăng nhận xét").click()
    page.wait_for_url("**cam-on=**")

    assert Comment.objects.get().text == "Vẫn đến nơi."


def test_editor_writes_clean_text_in_vietnamese(page, sign_in, post, shot):
    sign_in(page, make.make_user(username="quantri", is_superuser=True))
    page.goto(reverse("admin:news_post_change", args=[post.pk]))
    text = page.locator('.ProseMirror[contenteditable="true"]')
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" thêm ")
    page.get_by_role("button", name="Chữ đậm").click()
    page.keyboard.type("chữ đậm")
    titles = page.locator(".writing-bar button[title]").evaluate_all("all => all.map(b => b.title)")
    shot(page, "desk-newsroom")
    page.locator("[name=_save]").first.click()
    page.wait_for_url(re.compile("/admin/news/post/"))

    assert Post.objects.get(pk=post.pk).body == "<p>Nội dung thêm <strong>chữ đậm</strong></p>"
    assert len(titles) > 20
    assert not [title for title in titles if title.isascii()]


def test_article_and_queue_pass_axe(page, sign_in, post, axe, shot):
    make.make_comment(make.make_post(), state=Comment.State.HELD, held_because=["Có 2 liên kết."])
    parent = make.make_comment(post)
    make.make_comment(post, parent=parent)
    page.goto(f"{post.get_absolute_url()}?tra-loi={parent.pk}")
    axe(page)
    page.goto(reverse("news:comment_status"))
    axe(page)
    sign_in(page, make.make_user(username="quantri", is_superuser=True))
    page.goto(reverse("admin:news_comment_changelist"))
    shot(page, "desk-queue")
