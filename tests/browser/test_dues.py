"""A meeting's dues as a secretary writes them down: with scripts, without, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from dues.models import DuesRate, Payment, Waiver
from kit.dates import local_today
from members.models import Member
from tests import factories as make
from tests.conftest import Cast

NEW = "/so/hoi-phi/buoi-thu/ghi/"


@pytest.fixture
def people(site_url: str, cast: Cast) -> list[Member]:
    make.make_dues_rate(cast.district, local_today().year - 1)
    names = ("Trần Văn An", "Lê Thị Bình", "Phạm Văn Cường")
    members = [make.make_member(cast.here, full_name=name) for name in names]
    make.make_payment(members[0], cast.here, year=local_today().year - 1)
    make.make_waiver(members[2], cast.here)
    return members


def _written(members: list[Member]) -> list[tuple[str, int]]:
    rows = Payment.objects.filter(member__in=members, collection__collector="Bà Thủ quỹ")
    return [(payment.member.full_name, payment.amount) for payment in rows.order_by("number")]


def test_meeting_is_written_with_a_running_total(
    page: Page, people: list[Member], cast: Cast, sign_in
) -> None:
    sign_in(page, cast.officer_here)
    page.goto("/so/")
    page.get_by_role("navigation", name="Sổ công tác").get_by_role("link", name="Hội phí").click()
    page.get_by_role("link", name="Ghi buổi thu").click()
    page.get_by_label("Người thu").fill("Bà Thủ quỹ")
    page.get_by_role("checkbox", name=re.compile("Đã nộp đủ 120.000 đ.*Trần Văn An")).check()
    page.get_by_text("Đã chọn 1 người, cộng 120.000 đ").wait_for()
    line = page.get_by_role("listitem").filter(has_text="Lê Thị Bình")
    line.get_by_text("Nộp một phần, ghi chú").click()
    for typed, rest in (
        ("-50.000", ", chưa kể 1 số tiền cần xem lại"),
        ("0", ", chưa kể 1 số tiền cần xem lại"),
        ("150 nghìn", ", chưa kể 1 số tiền ghi bằng chữ"),
    ):
        line.get_by_label("Số tiền khác").fill(typed)
        page.get_by_text(f"Đã chọn 2 người, cộng 120.000 đ{rest}").wait_for()
    line.get_by_label("Số tiền khác").fill("150.000,-")
    page.get_by_text("Đã chọn 2 người, cộng 270.000 đ").wait_for()
    line.get_by_label("Số tiền khác").fill("150.000")
    page.get_by_text("Đã chọn 2 người, cộng 270.000 đ").wait_for()
    page.get_by_role("button", name="Lưu buổi thu").dblclick()
    page.get_by_text("cộng 270.000 đ (hai trăm bảy mươi nghìn đồng)").first.wait_for()

    assert _written(people) == [
        ("Trần Văn An", 120_000), ("Lê Thị Bình", 120_000), ("Lê Thị Bình", 30_000)
    ]  # fmt: skip


def test_save_bar_of_a_meeting_is_one_row_on_a_phone(
    phone: Page, people: list[Member], cast: Cast, sign_in
) -> None:
    sign_in(phone, cast.officer_here)
    phone.goto(NEW)
    phone.get_by_text("Đã chọn 0 người").wait_for()
    bar = phone.locator(".save-bar").bounding_box()
    assert bar is not None
    assert bar["height"] < 100


def test_money_stays_in_one_piece_in_the_largest_letters_on_a_phone(
    phone: Page, people: list[Member], cast: Cast, sign_in, site_url
) -> None:
    phone.context.add_cookies([{"name": "co-chu", "value": "3", "url": site_url}])
    sign_in(phone, cast.officer_here)
    for path in ("", "con-no/"):
        phone.goto(f"/so/hoi-phi/{path}")
        torn = phone.locator("td.number").evaluate_all(
            "all => all.filter(e => e.offsetParent && e.textContent.trim()).filter(e => {"
            "  const range = document.createRange(); range.selectNodeContents(e);"
            "  const size = parseFloat(getComputedStyle(e).fontSize);"
            "  return range.getBoundingClientRect().height > 2 * size;"
            "}).map(e => e.textContent)"
        )
        assert torn == [], path
    phone.goto(NEW)
    boxes = [phone.get_by_label(label).bounding_box() for label in ("Ngày thu", "Người thu")]
    assert [box["x"] + box["width"] < 360 for box in boxes if box] == [True, True]


def test_meeting_is_written_without_scripts(
    no_js_page: Page, people: list[Member], cast: Cast, sign_in
) -> None:
    page = no_js_page
    sign_in(page, cast.officer_here)
    page.goto(NEW)
    page.get_by_label("Người thu").fill("")
    page.get_by_role("checkbox", name=re.compile("Đã nộp đủ 120.000 đ.*Trần Văn An")).check()
    page.get_by_role("button", name="Lưu buổi thu").click()
    page.locator(".error-summary").get_by_text("Chưa ghi người thu.").wait_for()
    expect(page.get_by_role("checkbox", name="Trần Văn An")).to_be_checked()
    page.get_by_label("Người thu").fill("Bà Thủ quỹ")
    page.get_by_role("button", name="Lưu buổi thu").click()
    page.get_by_role("heading", name="Buổi thu").wait_for()

    assert _written(people) == [("Trần Văn An", 120_000)]


@pytest.mark.parametrize("window", ["page", "phone"])
def test_pages_of_dues_are_accessible(
    request: pytest.FixtureRequest,
    window: str,
    people: list[Member],
    cast: Cast,
    sign_in,
    axe,
    shot,
) -> None:
    page = request.getfixturevalue(window)
    payment, rate, waiver = Payment.objects.get(), DuesRate.objects.get(), Waiver.objects.get()
    sitting = f"buoi-thu/{payment.collection_id}/"
    paths = ("", "?tinh_trang=da-nop&q=khongco", "con-no/", "buoi-thu/", "buoi-thu/ghi/", sitting,
             f"{sitting}bang-ke/", f"{sitting}bien-nhan/", f"bien-nhan/{payment.pk}/",
             f"bien-nhan/{payment.pk}/huy/", "mien-giam/", "mien-giam/ghi/",
             f"mien-giam/{waiver.pk}/", "muc/", "ban-in/")  # fmt: skip
    above = ("", "con-no/", "muc/ghi/", f"muc/{rate.pk}/")
    for who, addresses in ((cast.officer_here, paths), (cast.office, above)):
        sign_in(page, who)
        for number, path in enumerate(addresses):
            page.goto(f"/so/hoi-phi/{path}")
            axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide, path
            expect(page.locator("h1"), path).to_have_count(1)
            shot(page, f"dues-{window}-{who.pk}-{number}")


def test_receipts_are_two_on_a_sheet_and_a_branch_fits_two(
    page: Page, people: list[Member], cast: Cast, sign_in
) -> None:
    cast.here.name = "Chi hội Cựu Công an nhân dân Phường 12, quận Bình Thạnh"
    cast.here.save()
    for _ in range(20):
        make.make_member(cast.here, full_name="Nguyễn Thị Phương Thảo Nguyên")
    sitting = make.make_payment(people[1], cast.here, amount=30_000).collection
    for amount in (10_000, 20_000, 40_000):
        make.make_payment(people[1], cast.here, amount=amount, collection=sitting)
    sign_in(page, cast.officer_here)
    for path, sheets in ((f"buoi-thu/{sitting.pk}/bien-nhan/", 2), ("ban-in/", 2)):
        page.goto(f"/so/hoi-phi/{path}")
        pdf = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == sheets, path
