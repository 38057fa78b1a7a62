"""What people come to do, played in a browser from the first page to the last."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.models import UsualKind
from members.models import Position, User
from news.models import Comment, CommentPolicy, Post
from tests import factories as make

REPORT = "Cụm thi đua II ký kết giao ước thi đua"


@pytest.fixture
def paper(site_url):
    """A small newspaper: the report of the signing, a draft beside it, an editor."""
    city = make.make_association()
    event = make.make_event(
        city,
        title="Lễ ký kết giao ước thi đua Cụm II",
        kind_id=UsualKind.SIGNING,
        starts_at=dt.datetime(2024, 10, 11, 1, 30, tzinfo=dt.UTC),
    )
    section = make.make_section(name="Thi đua", slug="thi-dua")
    report = make.make_post(
        title=REPORT,
        slug="ky-ket-giao-uoc",
        lead="Sáng 11/10/2024, sáu đơn vị đặt bút ký vào bản giao ước chung.",
        body="<p>Bản giao ước gồm bốn nội dung.</p>",
        section=section,
        event=event,
        published_at=timezone.now() - dt.timedelta(days=2),
    )
    make.make_photo(report, caption="Các đơn vị ký kết")
    make.make_post(title="Bản nháp chưa ai được đọc", section=section, state=Post.State.DRAFT,
                   published_at=None, slug="ban-nhap")  # fmt: skip
    CommentPolicy.objects.create(pk=1)
    make.make_officer(city, Position.Right.NEWS_EDITOR, username="bientap")
    return report


def _read_and_comment(page):
    """From the front page by the search to the article, and a comment under it."""
    page.goto("/")
    box = page.get_by_role("searchbox").first
    box.fill("ky ket giao uoc")
    box.press("Enter")
    page.get_by_role("link", name=REPORT).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(REPORT)
    expect(page.get_by_text("Chưa có nhận xét nào")).to_be_visible()
    page.get_by_label(re.compile("Họ và tên|Họ tên")).fill("Trần Bạn Đọc")
    page.get_by_label(re.compile("Nhận xét|Nội dung")).fill("Chúc mừng các đơn vị.")
    page.get_by_role("button", name="Đăng nhận xét").click()
    page.get_by_text("Cám ơn bạn đã quan tâm").first.wait_for()


def test_reader_comments_editor_approves_everybody_reads_it(page, no_js_page, sign_in, paper):
    _read_and_comment(page)
    comment = Comment.objects.get()
    assert (comment.name, comment.state) == ("Trần Bạn Đọc", Comment.State.HELD)
    page.goto(paper.get_absolute_url())
    expect(page.get_by_text("Chúc mừng các đơn vị.")).to_have_count(0)

    editor = User.objects.get(username="bientap")
    sign_in(page, editor)
    page.goto(reverse("admin:news_comment_changelist"))
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option(label="Duyệt đăng các nhận xét đã chọn")
    page.get_by_role("button", name=re.compile("Thực hiện|Chạy|Đi")).first.click()
    page.wait_for_load_state()

    no_js_page.goto(paper.get_absolute_url())
    expect(no_js_page.get_by_text("Chúc mừng các đơn vị.")).to_be_visible()
    comment.refresh_from_db()
    assert (comment.state, comment.moderated_by) == (Comment.State.APPROVED, editor)


def test_reader_without_javascript_does_the_same(no_js_page, paper):
    _read_and_comment(no_js_page)

    assert Comment.objects.count() == 1


def test_feed_carries_the_report_and_no_draft(page, paper):
    for name in ("news:rss", "news:atom"):
        text = page.request.get(reverse(name)).text()
        assert REPORT in text
        assert "bốn nội dung" in text
        assert "Bản nháp" not in text


def test_member_signs_in_and_comments_at_once(phone, paper):
    member = make.make_member(make.make_branch(), full_name="Lê Thị Thử Nghiệm")
    make.make_user(member, username="hoivien")
    phone.goto(f"{reverse('login')}?next={paper.get_absolute_url()}")
    phone.get_by_label("Tên đăng nhập").fill("hoivien")
    phone.get_by_label("Mật khẩu", exact=True).fill("demo")
    phone.get_by_role("button", name="Đăng nhập").click()
    phone.get_by_label(re.compile("Nhận xét|Nội dung")).fill("Bài viết rất đầy đủ.")
    phone.get_by_role("button", name="Đăng nhận xét").click()

    phone.locator(".comment", has_text="Bài viết rất đầy đủ.").wait_for()
    assert Comment.objects.get().state == Comment.State.APPROVED


def test_letters_grow_and_stay_grown(page, paper):
    page.goto("/")
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("button", name="Tăng cỡ chữ").click()
    page.wait_for_function(f"parseFloat(getComputedStyle(document.body).fontSize) > {before}")
    page.goto(paper.get_absolute_url())
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > before


def test_letters_grow_without_javascript(no_js_page, paper):
    no_js_page.goto("/")
    no_js_page.get_by_role("button", name="Tăng cỡ chữ").click()
    expect(no_js_page.locator("html")).to_have_attribute("data-size", "1")
    no_js_page.get_by_role("button", name="Tăng tương phản").click()
    expect(no_js_page.locator("html")).to_have_attribute("data-contrast", "more")


VOICE = """
window.spoken = [];
const voices = {
  getVoices: () => [{ lang: "vi-VN", name: "Thử" }],
  speak: (words) => { window.spoken.push(words.text); window.words = words; },
  cancel: () => {},
  addEventListener: () => {},
};
Object.defineProperty(window, "speechSynthesis", { value: voices });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_article_is_read_aloud_where_the_device_has_a_voice(page, open_page, paper, axe):
    page.goto(paper.get_absolute_url())
    expect(page.get_by_text("Nghe bài")).to_be_hidden()  # a browser without a Vietnamese voice

    device = open_page()
    device.add_init_script(VOICE)
    device.goto(paper.get_absolute_url())
    play = device.locator("[data-play]")
    play.click()
    expect(play).to_have_text("Tạm dừng")
    for _ in range(2):
        device.evaluate("words.onend()")
    assert device.evaluate("spoken") == [
        REPORT,
        "Sáng 11/10/2024, sáu đơn vị đặt bút ký vào bản giao ước chung.",
        "Bản giao ước gồm bốn nội dung.",
    ]
    assert device.evaluate("CSS.highlights.get('listening').size") == 1
    axe(device)
    play.click()
    expect(play).to_have_text("Nghe tiếp")
    play.click()  # the same sentence again
    device.evaluate("words.onend()")
    expect(play).to_have_text("Nghe bài")
    assert device.evaluate("spoken.length") == 4
    assert device.evaluate("CSS.highlights.has('listening')") is False
