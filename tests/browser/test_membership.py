"""The secretary's days: somebody is admitted, somebody moves, an office is handed over."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kit.dates import local_today
from members.models import Handover, Member, Membership, Position, Unit
from tests import factories as make


@pytest.fixture
def town(site_url):
    """A district with two branches, their secretaries, and the district's officer."""
    city = make.make_association()
    district = make.make_district(city, short_name="Bình Thạnh")
    here = make.make_branch(district, short_name="Chi hội Phường 1")
    there = make.make_branch(district, short_name="Chi hội Phường 2")
    return {
        "city": city, "district": district, "here": here, "there": there,
        "here_officer": make.make_officer(here), "there_officer": make.make_officer(there),
        "above": make.make_officer(district),
    }  # fmt: skip


def _count(unit: Unit, day: dt.date) -> int:
    return Membership.objects.on(day).filter(unit=unit).count()


def test_the_secretary_admits_a_candidate(page, phone, town, sign_in, axe, shot):
    sign_in(page, town["here_officer"])
    today = f"{local_today():%d/%m/%Y}"
    page.goto(reverse("book:candidates"))
    page.get_by_role("link", name="Thêm người", exact=True).click()
    page.get_by_label("Họ và tên").fill("Lê Thị Ánh Tuyết")
    page.get_by_label("Năm sinh").fill("1962")
    page.get_by_role("button", name="Ghi vào danh sách").click()
    page.get_by_label("Ghi chú").fill("gặp tại nhà")
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.get_by_text("Đã ghi: đã thăm, vận động").wait_for()
    axe(page)
    page.get_by_role("link", name="Nhận đơn xin gia nhập").click()
    expect(page.get_by_label("Họ và tên")).to_have_value("Lê Thị Ánh Tuyết")
    page.get_by_label("Ngày nộp đơn").fill("31/02/2026")
    page.get_by_role("button", name="Nhận đơn").click()
    page.locator(".error-summary").get_by_text("Tháng 2/2026 không có ngày 31").wait_for()
    page.get_by_label("Ngày nộp đơn").fill(today)
    page.get_by_role("button", name="Nhận đơn").click()

    page.get_by_role("link", name="Ghi kết quả chi hội xét").click()
    page.get_by_label("Số hội viên dự họp").fill("20")
    page.get_by_label("Số người đồng ý").fill("9")
    page.get_by_role("button", name="Ghi kết quả chi hội xét").click()
    page.locator(".error-summary").get_by_text("9/20 chưa đủ 1/2").wait_for()
    page.get_by_label("Số người đồng ý").fill("18")
    page.get_by_role("button", name="Ghi kết quả chi hội xét").click()
    axe(page)
    shot(page, "membership-application")
    page.get_by_role("link", name="Ghi quyết định kết nạp").click()
    page.get_by_label("Số ủy viên Ban Chấp hành dự họp").fill("9")
    page.get_by_label("Số ủy viên đồng ý").fill("6")
    page.get_by_label("Số quyết định").fill("05/QĐ")
    page.get_by_label("Bản chụp quyết định").set_input_files(
        {"name": "quyet-dinh.pdf", "mimeType": "application/pdf", "buffer": make.scan_file().read()}
    )
    axe(page)
    page.get_by_role("button", name="Ghi quyết định kết nạp").click()
    page.get_by_text("Đã kết nạp và lập hồ sơ hội viên").wait_for()

    member = Member.objects.get(full_name="Lê Thị Ánh Tuyết")
    assert member.membership_on().unit == town["here"]
    page.get_by_text("ghi theo giấy của cấp trên").wait_for()
    expect(page.get_by_role("link", name="In quyết định")).to_have_count(
        0
    )  # the paper is the paper
    axe(page)
    shot(page, "membership-decision")
    sign_in(phone, town["here_officer"])
    for name in ("book:applications", "book:candidates", "book:candidate_figures"):
        phone.goto(reverse(name))
        axe(phone)


def test_a_transfer_moves_when_the_other_branch_accepts(page, open_page, town, sign_in, axe, shot):
    member = make.make_member(town["here"], full_name="Trần Văn Đạt")
    today, yesterday = local_today(), make.yesterday()
    before = _count(town["here"], today), _count(town["there"], today)
    sign_in(page, town["here_officer"])
    page.goto(reverse("book:transfer_new"))
    page.get_by_label("Đồng chí chuyển đi").fill("tran dat")
    page.get_by_label("Đến chi hội").fill("phuong 2 binh thanh")
    page.get_by_label("Lý do").fill("Chuyển nơi ở")
    axe(page)
    page.get_by_role("button", name="Gửi đề nghị").click()
    page.get_by_text("Khi nơi nhận đồng ý, sổ mới thay đổi").wait_for()
    axe(page)
    assert (_count(town["here"], today), _count(town["there"], today)) == before

    receiver = open_page(viewport={"width": 360, "height": 780})
    sign_in(receiver, town["there_officer"])
    receiver.goto(reverse("desk"))
    receiver.get_by_role("link", name="1 đề nghị chuyển sinh hoạt đến, chờ trả lời").click()
    axe(receiver)
    receiver.get_by_role("link", name="Trần Văn Đạt").click()
    receiver.get_by_role("link", name="Đồng ý nhận").click()
    axe(receiver)
    receiver.get_by_role("button", name="Đồng ý nhận").click()
    receiver.get_by_text("Đã nhận đồng chí về chi hội").wait_for()
    shot(receiver, "membership-transfer-phone")

    assert (_count(town["here"], today), _count(town["there"], today)) == (
        before[0] - 1,
        before[1] + 1,
    )
    assert (_count(town["here"], yesterday), _count(town["there"], yesterday)) == before
    assert member.joined_on == make.LONG_AGO
    assert member.membership_on().predecessor.unit == town["here"]


def test_nobody_changes_the_login_of_someone_with_more_rights(page, town, sign_in, axe, problems):
    problems.allow("404")
    chairman = make.make_user(make.make_member(town["here"], full_name="Phạm Chủ Tịch"))
    position = make.make_position(Position.Right.UNIT_OFFICER, Unit.Level.DISTRICT)
    chairman.member.appointments.create(
        unit=town["district"], position=position, valid_from=make.LONG_AGO
    )
    sign_in(page, town["here_officer"])
    page.goto(reverse("book:accounts"))
    axe(page)
    page.get_by_role("link", name="Phạm Chủ Tịch").click()
    page.get_by_text("Tài khoản này do cấp trên quản lý").wait_for()
    expect(page.get_by_role("button", name=re.compile("Khóa|Cấp đường dẫn"))).to_have_count(0)
    axe(page)

    sign_in(page, town["above"])
    page.goto(reverse("book:account", args=[chairman.pk]))
    page.get_by_role("button", name="Cấp đường dẫn đặt mật khẩu").click()
    page.get_by_text("/dat-mat-khau/").wait_for()
    axe(page)


def test_an_office_is_handed_over_without_javascript(no_js_page, town, sign_in, shot, problems):
    problems.allow("403")  # the rights are gone at once
    page = no_js_page
    make.make_application(town["here"])
    make.make_member(town["here"], full_name="Ngô Kế Nhiệm")
    office = town["here_officer"].member.appointments.get()
    sign_in(page, town["here_officer"])
    page.goto(reverse("book:offices"))
    page.get_by_role("link", name="Bàn giao").click()
    page.get_by_label("Người nhận bàn giao").fill("ngo ke nhiem")
    page.get_by_role("button", name="Xem lại trước khi ghi").click()
    page.get_by_text("Ngô Kế Nhiệm, 1950").wait_for()
    shot(page, "membership-handover-asks")
    page.get_by_role("button", name="Ghi thôi chức vụ").click()
    page.get_by_role("heading", name="Danh mục bàn giao").wait_for()
    page.get_by_text("1 đơn xin gia nhập chờ chi hội xét").wait_for()
    page.get_by_text("Ngô Kế Nhiệm").first.wait_for()
    shot(page, "membership-handover")

    office.refresh_from_db()
    assert office.valid_to == local_today()
    assert Handover.objects.get().successor.full_name == "Ngô Kế Nhiệm"
    answer = page.goto(reverse("desk"))
    assert answer.status == 403


def test_a_congress_is_entered_in_one_screen(page, phone, town, sign_in, axe, shot):
    head = make.make_position(name="Chi hội trưởng mới", expected_count=1)
    make.make_member(town["here"], full_name="Đặng Thị Ước")
    for window in (page, phone):
        sign_in(window, town["above"])
        window.goto(reverse("book:office_fill", args=[town["here"].slug]))
        axe(window)
    page.get_by_label("Tên nhiệm kỳ mới").fill("Nhiệm kỳ 2026 - 2031")
    page.get_by_label("Chi hội trưởng mới").fill("dang thi uoc")
    shot(page, "membership-congress")
    page.get_by_role("button", name="Ghi chức vụ").click()
    page.get_by_text("Đã ghi 1 chức vụ").wait_for()
    axe(page)
    assert head.appointments.get().member.full_name == "Đặng Thị Ước"


def test_a_death_becomes_a_visit_and_can_be_taken_back(page, phone, town, sign_in, axe):
    member = make.make_member(town["here"], full_name="Võ Văn Ẩn")
    sign_in(page, town["here_officer"])
    page.goto(reverse("book:departure_new"))
    page.get_by_label("Đồng chí rời Hội").fill("vo van an")
    page.get_by_label("Hình thức").select_option("deceased")
    page.get_by_label("Từ ngày").fill(f"{make.yesterday():%d/%m/%Y}")
    axe(page)
    page.get_by_role("button", name="Ghi việc rời Hội").click()
    page.get_by_role("heading", name="Tưởng nhớ Võ Văn Ẩn").wait_for()
    axe(page)
    sign_in(phone, town["here_officer"])
    phone.goto(reverse("desk"))
    phone.get_by_role("link", name="Viếng đồng chí Võ Văn Ẩn").click()
    axe(phone)
    page.get_by_role("button", name=re.compile("Hoàn tác")).click()
    page.get_by_text("sinh hoạt trở lại như trước").wait_for()
    assert member.is_active_on()


def test_a_resignation_is_taken_back_and_its_paper_serves_another_way_out(
    page, phone, town, sign_in, axe
):
    member = make.make_member(town["here"], full_name="Lê Thị Xin", code="HV901")
    for window in (page, phone):
        sign_in(window, town["here_officer"])

    def leave(window, kind: str, **boxes: str) -> None:
        window.goto(f"{reverse('book:departure_new')}?hoi-vien={member.pk}")
        window.get_by_label("Hình thức").select_option(kind)
        for label, typed in {"Từ ngày": f"{make.yesterday():%d/%m/%Y}", **boxes}.items():
            window.get_by_label(label).fill(typed)
        window.get_by_role("button", name="Ghi việc rời Hội").click()

    leave(page, "resigned", **{"Lý do": "sức khỏe yếu", "Số quyết định": "15/QĐ"})
    page.get_by_role("link", name="In văn bản").click()
    page.get_by_text("Lý do: sức khỏe yếu.").wait_for()
    page.go_back()
    page.get_by_role("button", name=re.compile("Hoàn tác")).click()
    page.get_by_text("dùng lại được").wait_for()
    axe(page)
    expect(page.get_by_role("link", name="In văn bản")).to_have_count(0)
    assert member.is_active_on()

    leave(phone, "resigned", **{"Lý do": "theo đơn", "Số quyết định": "không số"})
    phone.locator(".error-summary").get_by_text("phải bắt đầu bằng số").wait_for()
    axe(phone)
    phone.get_by_label("Số quyết định").fill("15/QĐ")
    phone.get_by_role("button", name="Ghi việc rời Hội").click()
    phone.get_by_text("Xin ra khỏi Hội từ").wait_for()
    assert not member.is_active_on()


def test_who_moves_out_of_the_city_takes_a_letter_along(page, town, sign_in, axe):
    member = make.make_member(town["here"], full_name="Ngô Văn Xa")
    sign_in(page, town["here_officer"])
    page.goto(f"{reverse('book:departure_new')}?hoi-vien={member.pk}")
    page.get_by_label("Hình thức").select_option("moved_away")
    page.get_by_label("Từ ngày").fill(f"{make.yesterday():%d/%m/%Y}")
    page.get_by_label("Nơi đến").fill("Hội Cựu CAND tỉnh Đồng Nai")
    page.get_by_role("button", name="Ghi việc rời Hội").click()
    page.get_by_text("Chuyển ra ngoài thành phố từ").wait_for()
    axe(page)
    page.get_by_role("link", name="In văn bản").click()
    page.get_by_text("Kính gửi: Hội Cựu CAND tỉnh Đồng Nai").wait_for()
    expect(page.locator("body")).to_contain_text("GGT")


def test_an_account_is_opened_and_its_owner_sets_the_password(page, phone, town, sign_in, axe):
    make.make_member(town["here"], full_name="Ngô Mới Vào", code="HV900")
    sign_in(page, town["here_officer"])
    page.goto(reverse("book:account_new"))
    page.get_by_label("Hội viên", exact=True).fill("HV900")
    page.get_by_label("Tên đăng nhập").fill("ngo.moi-vao")
    page.get_by_role("button", name="Mở tài khoản").click()
    link = page.get_by_text(re.compile(r"/dat-mat-khau/")).inner_text()

    phone.goto(link)
    axe(phone)
    phone.get_by_label("Mật khẩu", exact=True).fill("một câu dễ nhớ")
    phone.get_by_label("Nhập lại mật khẩu").fill("một câu dễ nhớ")
    phone.get_by_role("button", name="Đặt mật khẩu").click()
    phone.get_by_text("Đã đặt mật khẩu").wait_for()
    phone.get_by_label("Tên đăng nhập").fill("ngo.moi-vao")
    phone.get_by_label("Mật khẩu", exact=True).fill("một câu dễ nhớ")
    phone.locator("main").get_by_role("button", name="Đăng nhập").click()
    phone.get_by_role("heading", name="Ngô Mới Vào").wait_for()


def test_a_death_asks_for_who_and_when_alone(page, no_js_page, town, sign_in, axe, shot):
    make.make_member(town["here"], full_name="Ngô Đã Khuất", code="HV901")
    for window in (page, no_js_page):
        sign_in(window, town["here_officer"])
        window.goto(reverse("book:departure_new"))
    asked = page.locator("form.form .field:visible label")
    expect(asked).to_have_count(3)
    no_js_asked = no_js_page.locator("form.form .field:visible label")
    expect(no_js_asked).to_have_count(8)

    page.get_by_label("Hình thức").select_option(label="xin ra khỏi Hội")
    page.get_by_label("Lý do").wait_for()
    expect(page.get_by_label("Nơi đến")).not_to_be_visible()
    page.get_by_label("Hình thức").select_option(label="từ trần")
    expect(asked).to_have_count(3)
    page.get_by_label("Đồng chí rời Hội").fill("HV901")
    page.get_by_label("Từ ngày").fill("31/02/2026")
    page.get_by_role("button", name="Ghi việc rời Hội").click()
    page.locator(".error-summary").get_by_text("Tháng 2/2026 không có ngày 31").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    axe(page)
    page.get_by_label("Từ ngày").fill(f"{local_today():%d/%m/%Y}")
    page.get_by_role("button", name="Ghi việc rời Hội").click()
    page.get_by_role("heading", name="Tưởng nhớ Ngô Đã Khuất").wait_for()
    shot(page, "membership-death")


def test_a_printed_list_of_every_column_fits_the_sheet_laid_across(open_page, town, sign_in):
    make.make_member(
        town["here"], full_name="Nguyễn Phước Bảo Hoàng", phone="0912 345 678",
        address="Số 123, hẻm 45, đường Nguyễn Thị Minh Khai, Phường 12, quận Bình Thạnh",
        last_post="Trưởng Công an phường", native_place="Thừa Thiên Huế",
    )  # fmt: skip
    # A4 laid across, less its margins, in CSS pixels.
    page = open_page(viewport={"width": 1032, "height": 680})
    sign_in(page, town["here_officer"])
    page.goto(reverse("book:members"))
    page.get_by_text("Chọn cột của danh sách").click()
    for box in page.locator(".list-setting .checks input").all():
        box.check()
    page.get_by_role("button", name="Nhớ các cột này").click()
    page.goto(reverse("book:members_print"))
    expect(page.get_by_role("button", name="In hoặc lưu thành PDF")).to_be_visible()
    page.emulate_media(media="print")
    table = page.locator(".sheet-table")
    expect(table.locator("thead th")).to_have_count(20)
    assert table.evaluate("it => it.getBoundingClientRect().right <= innerWidth")
    expect(page.get_by_role("button", name="In hoặc lưu thành PDF")).not_to_be_visible()
