"""Nothing typed is lost: the copy on the computer, the copy on the server, who else is here."""

import datetime as dt
import json
import re

import pytest
from playwright.sync_api import expect

from members.models import User
from tests import factories as make
from tests.browser.writing.site import TEXT, stored

COPIES = "Object.fromEntries(Object.entries(localStorage).filter(([name]) => name.startsWith('ban-thao:')))"


def type_text(page, words=" thêm chữ"):
    page.locator(TEXT).locator("p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def leave_copy(page, post, **copy):
    """As if somebody had typed that title on this computer at another time."""
    copy = {
        "at": "2020-01-01T00:00:01Z",
        "version": "1",
        "sent": False,
        "sitting": "khac",
        "turn": 1,
    } | copy
    page.evaluate(
        "([key, copy]) => localStorage.setItem(key, copy)",
        [f"ban-thao:post-{post.pk}-1:khac", json.dumps(copy | {"fields": {"title": ["Tít cũ"]}})],
    )
    page.reload()
    expect(page.locator(TEXT)).to_be_visible()


def status(page):
    return page.locator("[data-autosave-status]")


def copies(page):
    return page.evaluate(COPIES)


def test_typing_is_kept_here_and_sent_to_the_server(page, write, answers, post):
    write(page)
    type_text(page)
    expect(status(page)).to_have_text("Đã tự lưu lúc 09:12.")

    sent = answers.sent[-1]
    assert sent["body"] == "<p>Đoạn đầu.</p><p>Đoạn cuối. thêm chữ</p>"
    assert (sent["title"], sent["version"]) == ("Lễ ký kết", "1")
    assert sent["csrfmiddlewaretoken"]
    kept = json.loads(copies(page)[f"ban-thao:post-{post.pk}-1:{sent['sitting']}"])
    assert kept["sent"] is True
    assert kept["fields"]["body"] == [sent["body"]]
    count = len(answers.sent)
    type_text(page, " nữa và nữa")
    page.wait_for_timeout(1_500)
    assert len(answers.sent) == count  # at most every five seconds
    post.refresh_from_db()
    assert "thêm chữ" not in post.body


def test_saving_drops_the_copy_and_reloading_offers_nothing(page, write, answers, post):
    write(page)
    type_text(page)
    page.get_by_role("button", name="Lưu bài").click()
    page.wait_for_url(re.compile("saved="))
    expect(page.get_by_text("Đã lưu bài.")).to_be_visible()

    assert copies(page) == {}
    page.goto(f"/thu/{post.pk}/")
    expect(page.locator(TEXT)).to_contain_text("thêm chữ")
    expect(page.get_by_text("Có phần chữ chưa lưu")).to_have_count(0)


def lose_words(page, write):
    """A title and a few words are typed while the server can't be reached; the page is closed."""
    write(page)
    page.route("**/tu-luu/", lambda route: route.abort())
    page.get_by_label("Tít").fill("Lễ ký kết giao ước")
    type_text(page)
    expect(status(page)).to_have_text(
        "Chưa gửi được vì mất kết nối. Chữ còn trên máy này. Có mạng thì tự gửi."
    )


def test_words_that_never_arrived_are_in_the_boxes_again(
    page, write, answers, post, problems, axe, shot
):
    problems.allow("ERR_FAILED|ERR_INTERNET|Failed to load")
    lose_words(page, write)
    expect(page.get_by_role("alert").filter(has_text="Mất kết nối với máy chủ")).to_be_visible()
    shot(page, "writing-offline")
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks before it leaves
    page.goto("/")
    [lost] = [json.loads(copy) for copy in copies(page).values()]
    page.unroute("**/tu-luu/")

    page.goto(f"/thu/{post.pk}/")
    told = page.locator(".panel", has_text="Trong khung là phần chữ chưa lưu từ")
    expect(told).to_contain_text(f"ngày {dt.date.today():%d/%m/%Y}")  # noqa: DTZ011 - the browser's day too
    expect(page.locator(TEXT)).to_contain_text("Đoạn cuối. thêm chữ")
    expect(page.get_by_label("Tít")).to_have_value("Lễ ký kết giao ước")
    shot(page, "writing-back")
    axe(page)
    told.get_by_role("button", name="Xem khác gì").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("ins")).to_have_text(["giao ước", "thêm chữ"])
    axe(page)
    shot(page, "writing-diff")
    dialog.get_by_role("button", name="Đóng").click()
    assert stored(page).endswith("thêm chữ</p>")
    expect(status(page)).to_have_text("Đã tự lưu lúc 09:12.")
    # The server has it twice: as it was typed then, and as what is typed on now.
    assert {one["sitting"] for one in answers.sent} > {lost["sitting"]}
    assert {one["title"] for one in answers.sent} == {"Lễ ký kết giao ước"}
    assert lost["sitting"] not in str(copies(page))


def test_way_back_from_them_loses_neither(page, write, answers, post, problems):
    problems.allow("ERR_FAILED|ERR_INTERNET|Failed to load")
    lose_words(page, write)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.unroute("**/tu-luu/")
    page.reload()
    type_text(page, " nữa")
    page.get_by_role("button", name="Xem bài như trước đó").click()
    expect(page.get_by_label("Tít")).to_have_value("Lễ ký kết")
    expect(page.locator(TEXT)).not_to_contain_text("thêm chữ")
    page.wait_for_timeout(500)
    bodies = {one["sitting"]: one["body"] for one in answers.sent}
    assert [body for body in bodies.values() if body.endswith("thêm chữ nữa</p>")] != []


def test_older_words_are_offered_beside_what_is_newer(page, write, answers, post, axe, shot):
    answers.since = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    write(page)
    leave_copy(page, post)
    expect(page.get_by_label("Tít")).to_have_value("Lễ ký kết")
    expect(page.get_by_text("Có phần chữ chưa lưu")).to_be_visible()
    shot(page, "writing-offer")
    axe(page)
    page.get_by_role("button", name="Bỏ đi").click()
    expect(page.get_by_text("Có phần chữ chưa lưu")).to_have_count(0)
    assert copies(page) == {}


def test_what_the_server_has_is_not_offered_twice(page, write, answers, post):
    write(page)
    leave_copy(page, post, sent=True)
    assert copies(page) == {}
    expect(page.get_by_text("phần chữ chưa lưu")).to_have_count(0)


def test_offered_words_outlive_what_is_typed_and_saved(page, write, answers, post):
    answers.since = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    write(page)
    leave_copy(page, post)
    type_text(page)
    page.get_by_role("button", name="Lưu bài").click()
    page.wait_for_url(re.compile("saved="))
    type_text(page, " và thêm nữa")
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.get_by_label("Tít")).to_have_value("Tít cũ")
    # What stood in the boxes was another text, and is one still.
    page.wait_for_timeout(500)
    texts = {one["sitting"]: one for one in answers.sent}
    assert [one for one in texts.values() if one.get("body", "").endswith("và thêm nữa</p>")]
    assert texts["khac"]["title"] == "Tít cũ"


def test_expired_session_keeps_the_words_until_one_is_back(
    page, write, answers, post, sign_in, problems
):
    problems.allow("40[13] from|status of 40[13]")
    write(page)
    page.context.clear_cookies()  # as after the session's end, and with it the form's token
    type_text(page)
    expect(status(page)).to_have_text(
        "Chưa gửi được vì phiên làm việc đã hết. Chữ còn trên máy này. "
        "Đăng nhập lại rồi quay lại đây."
    )
    alert = page.get_by_role("alert").filter(has_text="Phiên làm việc đã hết")
    expect(alert.get_by_role("link", name="Đăng nhập lại trong cửa sổ mới")).to_have_attribute(
        "target", "_blank"
    )
    assert answers.sent == []

    sign_in(page, User.objects.get(username="bientap"))
    alert.get_by_role("button", name="Thử gửi ngay").click()
    expect(status(page)).to_have_text("Đã nối lại được với máy chủ. Đã tự lưu lúc 09:12.")
    expect(alert).to_have_count(0)
    assert answers.sent[-1]["body"].endswith("thêm chữ</p>")
    page.get_by_role("button", name="Lưu bài").click()  # with the new token
    page.wait_for_url(re.compile("saved="))


def test_refusal_is_said_in_the_servers_words(page, write, answers, post, problems):
    problems.allow("409 from|status of 409")
    write(page)
    page.route(
        "**/tu-luu/", lambda route: route.fulfill(status=409, json={"error": "Bài đã bị xóa."})
    )
    type_text(page)
    expect(page.get_by_role("alert").filter(has_text="Bài đã bị xóa.")).to_be_visible()


def test_two_editors_are_told_of_each_other(page, write, answers, post, axe, shot):
    write(page)
    answers.says |= {
        "others": ["Bà Nguyễn Thị A (08:15)"],
        "version": "2",
        "changed_by": "Bà Nguyễn Thị A, 09:10",
    }
    type_text(page)
    expect(page.locator(".writing-panels")).to_contain_text(
        "Bài này cũng đang được mở bởi: Bà Nguyễn Thị A (08:15)."
    )
    expect(
        page.get_by_role("alert").filter(has_text="Bài vừa được người khác lưu")
    ).to_contain_text("Bà Nguyễn Thị A, 09:10 đã lưu bài này")
    expect(page.get_by_role("link", name="Bài vừa được người khác lưu")).to_be_in_viewport()
    shot(page, "writing-two-editors")
    axe(page)
    expect(page.locator("form[data-autosave]")).to_have_attribute("data-version", "1")

    answers.says |= {"others": [], "version": "3", "changed_by": None}
    type_text(page, ".")
    expect(page.locator(".writing-panels .panel")).to_have_count(0)
    expect(page.locator("form[data-autosave]")).to_have_attribute("data-version", "3")


def test_who_is_here_is_asked_while_nothing_is_typed(page, write, answers, post):
    page.clock.install()
    write(page)
    answers.says["others"] = ["Ông Lê B (10:00)"]
    page.clock.run_for(1_100)
    expect(page.locator(".writing-panels")).to_contain_text("Ông Lê B (10:00)")
    answers.says["others"] = []
    page.clock.run_for(31_000)
    expect(page.locator(".writing-panels .panel")).to_have_count(0)
    assert (answers.looks, answers.sent) == (2, [])


def test_last_words_are_sent_when_the_page_goes(page, write, answers, post):
    write(page)
    type_text(page)
    page.goto("/")
    page.wait_for_timeout(500)
    assert answers.sent[-1]["body"].endswith("thêm chữ</p>")


def test_old_copies_go_away_once_the_server_has_them(page, write, answers, post):
    write(page)
    page.evaluate("""() => {
      const copy = (days, sent) => JSON.stringify({ at: new Date(Date.now() - days * 864e5), sent, fields: {} });
      localStorage.setItem("ban-thao:post-900", copy(15, true));
      localStorage.setItem("ban-thao:post-901", copy(13, true));
      localStorage.setItem("ban-thao:post-902", copy(400, false));
    }""")
    page.reload()
    expect(page.locator(TEXT)).to_be_visible()
    assert sorted(copies(page)) == ["ban-thao:post-901", "ban-thao:post-902"]


@pytest.mark.parametrize("sent", [True, False])
def test_signing_out_removes_the_copies_after_asking(sent, page, sign_in, site_url):
    sign_in(page, make.make_user(username="bientap", is_superuser=True))
    page.goto("/")
    page.evaluate("sent => localStorage.setItem('ban-thao:post-9', JSON.stringify({sent}))", sent)
    page.locator("footer").get_by_role("button", name="Đăng xuất").click()
    if not sent:
        dialog = page.get_by_role("dialog", name="Còn chữ chưa gửi lên máy chủ")
        dialog.get_by_role("button", name="Ở lại").click()
        assert list(copies(page)) == ["ban-thao:post-9"]
        page.locator("footer").get_by_role("button", name="Đăng xuất").click()
        dialog.get_by_role("button", name="Đăng xuất và xóa").click()
    expect(page.locator("footer").get_by_role("button", name="Đăng xuất")).to_have_count(0)
    assert copies(page) == {}
