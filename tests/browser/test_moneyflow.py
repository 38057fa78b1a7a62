"""A year's gifts, from the approved list to an inspected box: on a telephone and at a desk."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from fund.models import CashBox, Transaction
from inspection.models import Inspection
from kit.dates import local_today
from tests import factories as make
from tests.browser.waiting import eventually
from tests.conftest import Cast
from welfare.models import Rate, WelfareEntry, WelfareList

SIZES = {"page": (1280, 900), "phone": (360, 780)}


@pytest.fixture
def box(site_url: str, cast: Cast) -> CashBox:
    """Holds 2.000.000 đ; two members reach 80, for whom a list waits for its answer."""
    year = local_today().year
    kind = make.make_welfare_kind(name="Chúc thọ", listed="year")
    Rate.objects.create(
        kind=kind, amount=500_000, source="QĐ 12", valid_from=make.LONG_AGO, min_age=70, step=5
    )
    elders = [
        make.make_member(cast.here, full_name=name, birth_year=year - 80)
        for name in ("Lê Văn Thọ", "Trần Thị Phúc")
    ]
    make.make_welfare_list(cast.here, *elders, kind=kind, state="proposed")
    make.make_inspection(cast.here)
    found = make.make_box(cast.here, name="Quỹ chi hội")
    make.make_voucher(found, 2_000_000)
    return found


@pytest.mark.parametrize("size", SIZES)
def test_a_years_gifts_are_approved_handed_over_paid_counted_and_inspected(
    request: pytest.FixtureRequest, size: str, box: CashBox, cast: Cast, sign_in: Any,
    problems: Any, shot: Any,
) -> None:  # fmt: skip
    problems.allow(r"ERR_INTERNET_DISCONNECTED|Failed to fetch|Failed to load resource")
    window: Page = request.getfixturevalue(size)
    gift_list = WelfareList.objects.get()

    sign_in(window, cast.officer_above)
    window.goto(gift_list.get_absolute_url())
    window.get_by_role("link", name="Duyệt danh sách").click()
    window.get_by_role("button", name="Duyệt danh sách").click()
    expect(window.get_by_text("Đã duyệt danh sách").first).to_be_visible()

    sign_in(window, cast.officer_here)
    _hand_over_with_the_network_cut(window, gift_list)
    shot(window, f"moneyflow-list-{size}")

    window.goto(box.get_absolute_url())
    window.get_by_role("link", name="Chúc thọ, năm").click()
    expect(window.get_by_text("2 lần, 1.000.000 đ")).to_be_visible()
    window.get_by_label("Khoản").select_option("Mừng thọ")
    shot(window, f"moneyflow-post-{size}")
    window.get_by_role("button", name="Lập phiếu chi").click()
    expect(window.get_by_role("heading", name="Lập cho")).to_be_visible()
    assert Transaction.objects.get(kind="payment").amount == 1_000_000
    window.goto(box.get_absolute_url())
    expect(
        window.get_by_text("Chăm lo đã trao: 1.000.000 đ; đã vào sổ 1.000.000 đ; khớp")
    ).to_be_visible()

    window.get_by_role("link", name="Kiểm kê quỹ").click()
    window.get_by_label("Số tờ 500.000 đ").fill("2")
    window.get_by_label("Người chứng kiến").fill("Lê Thị Chứng")
    window.get_by_label("Phụ trách đơn vị").fill("Phạm Văn Trưởng")
    window.get_by_role("button", name="Ghi kiểm kê").click()
    expect(window.get_by_text("không, khớp với sổ")).to_be_visible()

    _inspect(window, cast, sign_in)
    shot(window, f"moneyflow-inspection-{size}")


def _hand_over_with_the_network_cut(window: Page, gift_list: WelfareList) -> None:
    """The first press finds no connection; what was ticked stays, and the second is taken once."""
    window.goto(reverse("welfare_desk:list_hand", args=[gift_list.pk]))
    window.get_by_label("Người trao").fill("Chi hội trưởng")
    for name in ("Lê Văn Thọ", "Trần Thị Phúc"):
        window.get_by_label(f"Đã trao: {name}").check()
    window.context.set_offline(True)
    window.get_by_role("button", name="Lưu trang này").click()
    expect(window.get_by_text("Chưa lưu được vì mất kết nối")).to_be_visible()
    assert not WelfareEntry.objects.filter(state="handed").exists()
    window.context.set_offline(False)
    expect(window.get_by_label("Đã trao: Lê Văn Thọ")).to_be_checked()
    window.get_by_role("button", name="Lưu trang này").click()
    expect(window.get_by_text("Đã ghi 2 đồng chí đã nhận")).to_be_visible()
    eventually(window, lambda: WelfareEntry.objects.filter(state="handed").count(), 2)


def _inspect(window: Page, cast: Cast, sign_in: Any) -> None:
    """The board looks, the unit answers, the board closes."""
    check = Inspection.objects.get()
    board = make.make_officer(cast.city, right="inspection")
    sign_in(window, board)
    window.goto(check.get_absolute_url())
    expect(window.get_by_text("sổ còn 1.000.000 đ, kiểm kê")).to_be_visible()
    expect(window.get_by_text("chưa có phiếu chi 0 lần, 0 đ.")).to_be_visible()
    window.get_by_role("link", name="Ghi kết quả").click()
    window.get_by_label("Nhận xét").first.fill("Sổ ghi rõ ràng")
    window.get_by_role("button", name="Lưu kết quả").click()
    window.get_by_role("link", name="Gửi đơn vị giải trình").click()
    window.get_by_label("Đơn vị giải trình trước ngày").fill(f"{local_today():%d/%m/%Y}")
    window.get_by_role("button", name="Gửi đơn vị giải trình").click()
    expect(window.get_by_text("chờ giải trình").first).to_be_visible()

    sign_in(window, cast.officer_here)
    window.goto(reverse("desk"))
    window.get_by_role("link", name="Giải trình kiểm tra năm").click()
    window.get_by_role("link", name="Giải trình").click()
    window.get_by_role("textbox", name="Giải trình").fill("Chi hội nhất trí.")
    window.get_by_role("button", name="Giải trình").click()
    expect(window.get_by_text("Đã gửi giải trình")).to_be_visible()

    sign_in(window, board)
    window.goto(check.get_absolute_url())
    window.get_by_role("link", name="Kết thúc kiểm tra").click()
    window.get_by_label("Kết luận").fill("Sổ sách đầy đủ, khớp đến từng đồng.")
    window.get_by_role("button", name="Kết thúc kiểm tra").click()
    expect(window.get_by_text("đã kết thúc").first).to_be_visible()
