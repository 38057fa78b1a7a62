"""A quarter's report from the secretary's desk to the city's sum, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Position
from reports.models import Report, report_parts
from tests import factories as make


@pytest.fixture
def town(site_url):
    city = make.make_association()
    district = make.make_district(city, short_name="Bình Thạnh")
    here = make.make_branch(district, short_name="Chi hội Phường 1")
    there = make.make_branch(district, short_name="Chi hội Phường 2")
    kind = make.make_report_kind(
        city, name="Báo cáo công tác quý", headings="Hoạt động nổi bật\nKhó khăn, kiến nghị"
    )
    people = {
        "secretary": make.make_officer(here), "beside": make.make_officer(there),
        "above": make.make_officer(district),
        "office": make.make_officer(city, Position.Right.CITY_OFFICE),
    }  # fmt: skip
    period = next(kind.periods())
    make.make_member(here, joined=period.start)
    make.make_activity(here, happened_on=period.start, amount=500_000)
    make.make_report(there, kind, state="received")
    return {"kind": kind, "period": period, "here": here} | people


def _check(window, axe, shot, name):
    shot(window, f"reports-{name}")
    axe(window)
    sideways = window.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (name, sideways) == (name, 0)


def test_report_is_written_returned_sent_again_received_and_summed(
    page, phone, town, sign_in, axe, shot
):
    title = town["kind"].title_of(town["period"])
    sign_in(phone, town["secretary"])
    phone.goto(reverse("reports:list"))
    _check(phone, axe, shot, "list-phone")
    phone.get_by_role("link", name=f"Viết báo cáo: {title}").click()
    _check(phone, axe, shot, "new-phone")
    phone.get_by_role("button", name="Bắt đầu viết").click()
    phone.get_by_label("Hoạt động nổi bật").fill("Tổ chức một buổi nói chuyện.")
    phone.get_by_label("Khó khăn, kiến nghị").fill("Không.")
    _check(phone, axe, shot, "write-phone")
    phone.get_by_role("button", name="Lưu và xem lại").click()
    phone.get_by_role("button", name="Gửi lên Bình Thạnh").dblclick()
    phone.get_by_role("button", name="Rút lại để sửa").wait_for()
    _check(phone, axe, shot, "sent-phone")

    sign_in(page, town["above"])
    page.goto(reverse("desk"))
    page.get_by_role("link", name="1 báo cáo chờ nhận").click()
    page.get_by_role("link", name=title).last.click()
    _check(page, axe, shot, "received-desk")
    page.get_by_role("link", name="Trả lại kèm lời nhắn").click()
    page.get_by_role("button", name="Trả lại kèm lời nhắn").click()
    page.locator(".error-summary").get_by_text("Chưa ghi lời nhắn").wait_for()
    page.get_by_label("Lời nhắn cho đơn vị").fill("Nêu rõ số người dự.")
    page.get_by_role("button", name="Trả lại kèm lời nhắn").click()
    page.get_by_text("Đơn vị đang sửa").wait_for()

    phone.goto(reverse("desk"))
    phone.get_by_role("link", name="được trả lại để sửa").click()
    phone.get_by_text("Nêu rõ số người dự.", exact=True).wait_for()
    phone.get_by_role("link", name="Sửa", exact=True).click()
    phone.get_by_label("Hoạt động nổi bật").fill("Nói chuyện, 45 người dự.")
    phone.get_by_role("button", name="Lưu và xem lại").click()
    phone.get_by_role("button", name="Gửi lên Bình Thạnh").click()
    phone.get_by_text("Đã gửi báo cáo.").wait_for()

    report = Report.objects.get(unit=town["here"])
    page.goto(report.get_absolute_url())
    page.get_by_text("Nói chuyện, 45 người dự.").wait_for()
    page.get_by_role("button", name="Nhận báo cáo").click()
    page.get_by_text("Đã nhận báo cáo.").wait_for()
    page.get_by_role("link", name="Bản in").click()
    page.get_by_text("Độc lập - Tự do - Hạnh phúc").wait_for()
    _check(page, axe, shot, "paper")

    sign_in(page, town["office"])
    page.goto(reverse("reports:total", args=[town["kind"].pk, town["period"].slug]))
    page.get_by_text("2 trên 2 đơn vị đã gửi").wait_for()
    table = page.locator(".report-figures")
    sums = [
        table.get_by_role("row", name=words).get_by_role("cell").inner_text()
        for words in ("Kết nạp", "Hội viên cuối kỳ", "Số tiền đã trao")
    ]
    # The two secretaries, whom nobody else joined, and one admitted in the period.
    assert sums == ["1", "3", "500.000 đ"]


@pytest.mark.parametrize("width", ["page", "phone"])
def test_pages_above_are_accessible(request, width, town, sign_in, axe, shot):
    window = request.getfixturevalue(width)
    kind, slug = town["kind"], town["period"].slug
    returned = make.make_report(town["here"], kind, state="returned")
    make.make_activity(town["here"], happened_on=town["period"].start, amount=70_000)
    sign_in(window, town["office"])
    for name, args in {
        "list": (), "kinds": (), "kind_new": (), "kind": (kind.pk,), "period": (kind.pk, slug),
        "reminder": (kind.pk, slug), "total": (kind.pk, slug), "report": (returned.pk,),
    }.items():  # fmt: skip
        window.goto(reverse(f"reports:{name}", args=args))
        _check(window, axe, shot, f"{name}-{width}")


def test_report_is_written_without_script(no_js_page, town, sign_in):
    sign_in(no_js_page, town["secretary"])
    args = [town["here"].slug, town["kind"].pk, town["period"].slug]
    no_js_page.goto(reverse("reports:write", args=args))
    no_js_page.get_by_role("button", name="Bắt đầu viết").click()
    no_js_page.get_by_label("Hoạt động nổi bật").fill("Có.")
    no_js_page.get_by_role("button", name="Lưu và xem lại").click()
    no_js_page.get_by_text("Còn phải viết").wait_for()

    texts = {"Hoạt động nổi bật": "Có."}
    report = Report.objects.get(unit=town["here"])
    assert report.body == report_parts(town["kind"].heading_list, texts)


def test_typed_text_outlives_the_page_and_is_saved_once(page, phone, town, sign_in, axe, shot):
    report = make.make_report(town["here"], town["kind"])
    write = reverse("reports:edit", args=[report.pk])
    sign_in(page, town["secretary"])
    page.goto(write)
    page.get_by_label("Hoạt động nổi bật").fill("Một buổi nói chuyện.")
    page.get_by_text("Đã tự lưu lúc").wait_for()
    _check(page, axe, shot, "typed-desk")
    report.refresh_from_db()
    assert report.body[0]["text"] == "Đã viết."

    # On another machine what the first one typed is in the boxes, and the page says so.
    sign_in(phone, town["secretary"])
    phone.goto(write)
    phone.get_by_text("Trong khung là phần chữ chưa lưu từ").wait_for()
    expect(phone.get_by_label("Hoạt động nổi bật")).to_have_value("Một buổi nói chuyện.")
    _check(phone, axe, shot, "restored-phone")
    phone.get_by_role("button", name="Lưu và xem lại").click()
    phone.get_by_text("Đã lưu. Đọc lại một lượt").wait_for()
    report.refresh_from_db()
    assert report.body[0]["text"] == "Một buổi nói chuyện."

    # The first machine goes on typing and is told.
    page.get_by_label("Khó khăn, kiến nghị").fill("Thiếu kinh phí.")
    page.get_by_role("heading", name="Báo cáo vừa được lưu ở cửa sổ hoặc máy khác").wait_for()
    page.get_by_role("button", name="Lưu và xem lại").click()
    page.get_by_role("heading", name="Chưa lưu: báo cáo vừa được lưu từ nơi khác").wait_for()
    _check(page, axe, shot, "conflict-desk")
    page.get_by_role("button", name="Lưu bản của tôi").click()
    page.get_by_text("Đã lưu. Đọc lại một lượt").wait_for()
    kept = "Object.keys(localStorage).filter(k => k.startsWith('ban-thao'))"
    assert page.evaluate(kept) == []
