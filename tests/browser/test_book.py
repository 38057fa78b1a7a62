"""The members' book as a secretary meets it: asked, corrected, kept; on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from kit.dates import local_today
from members.models import Member, MemberAward, MemberDocument, SavedFilter
from members.models.leaving import TransferStep
from moves.actions.leaving import answer_transfer
from tests import factories as make
from tests.conftest import Cast


@pytest.fixture
def card(site_url: str, cast: Cast) -> Member:
    member = make.make_member(
        cast.here, full_name="Đặng Thị Tìm", birth_year=1946, phone="0912 345 678", rank=90
    )
    MemberDocument.objects.create(
        member=member, kind="the", number="7", file="giay-to/x.pdf", uploaded_by=cast.admin,
        expires_on=make.yesterday(),
    )  # fmt: skip
    make.make_consent(member)
    return member


def test_secretary_finds_corrects_and_takes_back(page: Page, card: Member, cast: Cast, sign_in):
    sign_in(page, cast.officer_here)
    page.goto("/so/")
    page.get_by_role("navigation", name="Sổ công tác").get_by_role("link", name="Hội viên").click()
    page.get_by_label("Tên, số thẻ hoặc điện thoại").fill("0912345678")
    page.locator(".list-filters > button").click()
    page.get_by_role("link", name="Đặng Thị Tìm", exact=True).click()
    page.get_by_role("link", name="Sửa hồ sơ").click()
    page.get_by_label("Ngày hoặc năm sinh").fill("31/2/46")
    page.get_by_label("Cấp bậc hàm").fill("thượng uý")
    page.get_by_role("button", name="Lưu hồ sơ").click()
    page.locator(".error-summary").get_by_text("Tháng 2/1946 không có ngày 31").wait_for()
    expect(page.get_by_label("Cấp bậc hàm")).to_have_value("thượng uý")
    page.get_by_label("Ngày hoặc năm sinh").fill("11-10-46")
    page.get_by_role("button", name="Lưu hồ sơ").click()
    page.get_by_text("Đã lưu hồ sơ.").wait_for()
    page.get_by_text("đổi Cấp bậc hàm từ “Đại úy” thành “Thượng úy”").wait_for()
    card.refresh_from_db()
    assert (card.rank, f"{card.birth_date:%d/%m/%Y}") == (100, "11/10/1946")
    page.get_by_role("button", name="Hoàn tác lần sửa này").click()
    page.get_by_text("Đã trả lại hồ sơ như trước lần sửa.").wait_for()

    card.refresh_from_db()
    assert (card.rank, card.birth_date) == (90, None)


def test_second_secretary_is_told(open_page, card: Member, cast: Cast, sign_in):
    first, second = open_page(), open_page()
    for window, user in ((first, cast.officer_here), (second, cast.officer_above)):
        sign_in(window, user)
        window.goto(f"/so/hoi-vien/{card.pk}/sua/")
    first.get_by_label("Nơi ở").fill("Số 2")
    first.get_by_role("button", name="Lưu hồ sơ").click()
    first.get_by_text("Đã lưu hồ sơ.").wait_for()
    second.get_by_label("Quê quán").fill("Bến Tre")
    second.get_by_role("button", name="Lưu hồ sơ").click()
    second.get_by_text("hồ sơ này đã được người khác sửa").wait_for()
    expect(second.get_by_label("Quê quán")).to_have_value("Bến Tre")
    expect(second.get_by_label("Nơi ở")).to_have_value("Số 2")
    second.get_by_role("button", name="Lưu hồ sơ").click()
    second.get_by_text("Đã lưu hồ sơ.").wait_for()

    card.refresh_from_db()
    assert (card.address, card.native_place) == ("Số 2", "Bến Tre")


def test_filter_is_saved_and_opened_again_without_scripts(
    no_js_page: Page, card: Member, cast: Cast, sign_in
):
    page = no_js_page
    sign_in(page, cast.officer_here)
    page.goto("/so/hoi-vien/")
    page.get_by_text("Lọc thêm").click()
    page.get_by_label("Tuổi từ").fill("75")
    page.locator(".list-filters__folded button").click()
    page.get_by_text("Lưu bộ lọc này để dùng lại").click()
    page.get_by_label("Tên bộ lọc").fill("Từ 75 tuổi")
    page.get_by_role("button", name="Lưu bộ lọc").click()
    page.get_by_text("Đã lưu bộ lọc “Từ 75 tuổi”.").wait_for()
    page.goto("/so/hoi-vien/")
    page.get_by_text("Bộ lọc đã lưu (1)").click()
    page.get_by_role("link", name="Từ 75 tuổi", exact=True).click()

    expect(page).to_have_url(re.compile(r"/so/hoi-vien/\?tuoi_tu=75$"))
    page.get_by_role("link", name="Đặng Thị Tìm", exact=True).wait_for()
    assert SavedFilter.objects.get().user == cast.officer_here


PAGES = ("", "?tuoi_tu=sai&q=dang", "in/", "them/", "{pk}/", "{pk}/sua/", "{pk}/rieng/",
         "{pk}/giay-to/them/")  # fmt: skip


OTHERS = ("/so/giay-to/", "/so/khen-thuong/", "/so/khen-thuong/ghi/?chon=1", "/so/khen-thuong/{pk}/",
          "/so/khen-thuong/{pk}/thu-hoi/", "/so/khen-thuong/{pk}/bo/", "/so/ung-vien/", "/so/ket-nap/")  # fmt: skip


def test_card_that_moved_on_is_explained(page: Page, cast: Cast, sign_in, axe, problems):
    problems.allow("404")
    member = make.make_member(cast.here)
    row = make.make_transfer(cast.here, cast.elsewhere, member=member)
    answer_transfer(transfer=row, step=TransferStep.ACCEPT, reason="", by=cast.admin)
    sign_in(page, cast.officer_here)
    page.goto(f"/so/hoi-vien/{member.pk}/")
    axe(page)
    page.get_by_role("link", name="Xem việc chuyển sinh hoạt").click()
    page.get_by_text("nơi nhận đã đồng ý").first.wait_for()


def test_one_decision_is_written_for_two_and_taken_back_from_one_without_scripts(
    no_js_page: Page, card: Member, cast: Cast, sign_in
):
    kind = make.make_award_kind(name="Giấy khen của Hội thử")
    other = make.make_member(cast.here, full_name="Lê Thị Cùng")
    page = no_js_page
    sign_in(page, cast.officer_here)
    page.goto("/so/hoi-vien/")
    page.get_by_role("link", name="Ghi khen thưởng").click()
    page.get_by_label("Đặng Thị Tìm").check()
    page.get_by_label("Lê Thị Cùng").check()
    page.get_by_label("Danh hiệu, hình thức khen thưởng").select_option(label=kind.name)
    page.get_by_label("Ngày hoặc năm khen thưởng").fill("2025")
    page.get_by_role("button", name="Ghi khen thưởng").click()
    page.get_by_text("cho 2 đồng chí").wait_for()
    page.get_by_role("link", name="của Lê Thị Cùng").click()
    page.get_by_role("link", name="Thu hồi khen thưởng").click()
    page.get_by_label("Lý do thu hồi").fill("Kê khai không đúng")
    page.get_by_role("button", name="Ghi thu hồi").click()
    page.get_by_text("đã thu hồi").first.wait_for()

    standing = MemberAward.objects.standing().get()
    assert standing.member == card
    assert other.awards.get().revoked_reason == "Kê khai không đúng"


@pytest.mark.parametrize("window", ["page", "phone"])
def test_pages_of_the_book_are_accessible(
    request: pytest.FixtureRequest, window: str, card: Member, cast: Cast, sign_in, axe, shot
):
    page = request.getfixturevalue(window)
    sign_in(page, cast.officer_here)
    award = make.make_award(card, title="Việc tốt")
    make.make_award(card, revoked_on=local_today(), revoked_reason="Kê khai không đúng")
    listed = [f"/so/hoi-vien/{path.format(pk=card.pk)}" for path in PAGES]
    others = [path.format(pk=award.pk) for path in OTHERS]
    for number, url in enumerate([*listed, *others]):
        page.goto(url)
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, url
        shot(page, f"book-{window}-{number}")


def test_lists_questions_take_a_line_each_on_a_phone(
    phone: Page, card: Member, cast: Cast, sign_in
):
    sign_in(phone, cast.officer_here)
    phone.goto("/so/chuyen-sinh-hoat/")
    phone.get_by_text("Lọc, sắp thứ tự").click()
    selects = phone.locator(".list-filters select")
    assert selects.evaluate_all("all => all.map(one => one.offsetWidth > 250)") == [True] * 3


@pytest.mark.parametrize("window", [{}, {"viewport": {"width": 360, "height": 780}}])
def test_what_is_typed_in_is_not_under_the_save_bar(open_page, cast: Cast, sign_in, window):
    """By keyboard alone: each box that takes the focus is scrolled clear of the bar."""
    page = open_page(**window)
    sign_in(page, cast.officer_here)
    page.goto("/so/hoi-vien/them/")
    page.get_by_label("Họ và tên").focus()
    under = []
    for _ in range(18):
        page.keyboard.press("Tab")
        under += page.evaluate("""() => {
            const box = document.activeElement, bar = document.querySelector(".save-bar");
            const [at, edge] = [box, bar].map((one) => one.getBoundingClientRect());
            return !bar.contains(box) && at.bottom > edge.top && at.top < edge.bottom ? [box.name] : [];
        }""")
    assert under == []
