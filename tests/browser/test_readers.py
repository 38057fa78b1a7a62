"""News by mail, albums, films and the counting of readings, as a browser does them."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from news.actions import choose_lead_photo, send_news
from news.models import PostReads, Subscriber
from tests import factories as make
from tests.browser.test_pages import PHONE


@pytest.fixture
def album(site_url):
    post = make.make_post(title="Lễ ký kết qua ảnh")
    for number in range(1, 5):
        photo = make.picture_file(size=(900, 600))
        make.make_photo(post, picture=photo, caption=f"Chú thích {number}", order=number)
    choose_lead_photo(post=post)
    return post


def test_reader_subscribes_confirms_and_stops_without_script(no_js_page, site_url):
    page = no_js_page
    page.goto("/tin-tuc/nhan-tin/")
    page.get_by_label("Địa chỉ thư điện tử").fill("bacba@thu.example")
    page.get_by_label("Khi có bài mới").check()
    page.get_by_role("button", name="Gửi thư xác nhận").click()
    page.locator(".error-summary").wait_for()
    expect(page.get_by_label("Địa chỉ thư điện tử")).to_have_value("bacba@thu.example")
    expect(page.get_by_label("Khi có bài mới")).to_be_checked()
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Gửi thư xác nhận").click()
    page.get_by_text("Xin xem hộp thư").wait_for()

    (link,) = re.findall(r"https://portal\.example(\S+xac-nhan\S+)", str(mail.outbox[0].body))
    page.goto(link)
    page.get_by_role("button", name="Xác nhận nhận tin").click()
    page.get_by_text("Đã xác nhận.").wait_for()
    make.make_post(title="Bài mới gửi đi")
    send_news()
    (own,) = re.findall(r"https://portal\.example(/tin-tuc/nhan-tin/\S+)", str(mail.outbox[1].body))
    page.goto(own)
    page.get_by_role("button", name="Thôi nhận tin").click()
    page.get_by_role("button", name="Nhận lại như trước").click()
    page.get_by_text("Địa chỉ này lại nhận tin như trước.").wait_for()
    page.get_by_role("button", name="Thôi nhận tin").click()
    page.get_by_role("heading", name="Đã thôi nhận tin").wait_for()

    assert Subscriber.objects.get().state == "stopped"


def test_ten_seconds_before_the_eyes_count_once_a_tab(page, site_url):
    post = make.make_post()
    page.clock.install()
    page.goto(post.get_absolute_url())
    page.clock.run_for(9_000)
    page.wait_for_timeout(300)
    assert PostReads.objects.count() == 0
    with page.expect_request(f"**/tin-tuc/{post.pk}/doc/") as sent:
        page.clock.run_for(2_000)
    assert sent.value.post_data is None
    sent.value.response()
    page.clock.run_for(60_000)
    page.reload()
    page.clock.run_for(60_000)
    page.wait_for_timeout(300)

    assert [(row.post, row.count) for row in PostReads.objects.all()] == [(post, 1)]
    assert page.context.cookies() == []


def test_hidden_tab_reads_nothing(page, site_url):
    post = make.make_post()
    page.clock.install()
    page.add_init_script(
        "Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'})"
    )
    page.goto(post.get_absolute_url())
    page.clock.run_for(60_000)
    page.wait_for_timeout(300)
    assert PostReads.objects.count() == 0


def test_arrow_keys_walk_through_the_album(page, album):
    page.goto(album.album_url)
    page.locator("body").press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "anh-2"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("[document.activeElement.id, location.hash]") == ["anh-2", "#anh-2"]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")  # the first has none before it
    assert page.evaluate("document.activeElement.id") == "anh-1"


def test_links_walk_through_the_album_without_script(no_js_page, album):
    page = no_js_page
    page.goto(album.album_url)
    page.get_by_role("link", name="Ảnh sau").first.click()
    expect(page).to_have_url(re.compile("/anh/#anh-2$"))
    top = page.locator("#anh-2").bounding_box()["y"]
    assert 0 <= top < 100


def test_two_photographs_stand_on_a_printed_page(page, album):
    page.goto(album.album_url)
    for image in page.locator(".album img").all():
        image.evaluate("image => { image.loading = 'eager'; return image.decode(); }")
    page.emulate_media(media="print")
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    heights = [item.bounding_box()["height"] for item in page.locator(".album > li").all()]
    # A4 less its margins holds 257 mm, 971 px.
    assert max(heights) * 2 < 971
    assert pages <= 3


@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_new_pages_are_accessible(kind, open_page, sign_in, axe, shot, album, cast):
    album.video_url = "https://phim.example/le-ky-ket.mp4"
    album.save()
    PostReads.objects.add(album)
    reader = make.make_subscriber()
    gone = make.make_subscriber(state="stopped")
    asked = make.make_subscriber(state="pending", confirmed_at=None)
    make.make_mailing(reader)
    window = open_page(**PHONE) if kind == "phone" else open_page()
    pages = {
        "subscribe": "/tin-tuc/nhan-tin/",
        "subscribe-sent": "/tin-tuc/nhan-tin/?da-gui=1",
        "confirm": asked.confirm_url,
        "own": reader.get_absolute_url(),
        "stopped": gone.get_absolute_url(),
        "albums": reverse("news:albums"),
        "album": album.album_url,
        "article-film": album.get_absolute_url(),
        "home-most-read": "/",
        "news-most-read": "/tin-tuc/",
        "desk-readers": reverse("news_desk:readers"),
        "desk-reads": reverse("news_desk:reads"),
        "desk-erase": reverse("news_desk:erase_reader", args=[reader.pk]),
    }
    wide = []
    for name, url in pages.items():
        if name.startswith("desk"):
            sign_in(window, cast.editor)
        window.goto(url)
        expect(window.locator("h1"), name).to_have_count(1)
        if window.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            wide.append(name)
        shot(window, f"{kind}-{name}")
        axe(window)
    assert wide == []


def test_film_plays_in_place_under_the_policy(page, site_url, settings, axe, problems):
    """The player is shown and nothing is fetched from elsewhere before somebody presses it."""
    settings.MEDIA_ORIGINS = ["https://phim.example"]
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {"media-src": [*directives["media-src"], *settings.MEDIA_ORIGINS]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | allowed}
    post = make.make_post(video_url="https://phim.example/le-ky-ket.mp4")
    make.make_photo(post)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(post.get_absolute_url())
    page.locator("video[controls]").wait_for()
    axe(page)
    assert [url for url in asked if "phim.example" in url] == []
