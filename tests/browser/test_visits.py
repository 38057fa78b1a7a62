"""An act of care from a telephone: in a few taps, and with the network cut in between."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from members.models import Member
from tests import factories as make
from tests.browser.waiting import eventually
from tests.conftest import Cast
from welfare.models import Activity, ActivityPhoto, Rate, WelfareKind

NEW = "/so/nghia-tinh/ghi/"


@pytest.fixture
def kind(site_url: str) -> WelfareKind:
    kind = make.make_welfare_kind(name="Thăm ốm")
    Rate.objects.create(kind=kind, amount=500_000, source="QĐ 12", valid_from=make.LONG_AGO)
    return kind


@pytest.fixture
def member(site_url: str, cast: Cast, kind: WelfareKind) -> Member:
    return make.make_member(cast.here, full_name="Lê Văn Thăm", joined=make.LONG_AGO)


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "anh.jpg"
    path.write_bytes(make.picture_file().read())
    return path


def _acts() -> list[tuple[str, int]]:
    rows = Activity.objects.order_by("pk").select_related("member")
    return [(row.whom, row.amount) for row in rows]


def _save(page: Page) -> None:
    page.get_by_role("button", name="Lưu lần thăm").click()


def test_a_scanned_card_leads_to_a_visit_in_three_taps(
    phone: Page, cast: Cast, member: Member, sign_in, shot, axe
) -> None:
    sign_in(phone, cast.officer_here)
    phone.goto(reverse("members:pass", args=[make.make_pass(member).code]))
    phone.get_by_role("link", name="Ghi lần thăm").click()
    phone.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    expect(phone.get_by_label("Tiền")).to_have_value("500.000")
    expect(phone.get_by_text("Theo mức đã quy định: QĐ 12")).to_be_visible()
    axe(phone)
    shot(phone, "visit-form-phone")
    # Whom, what kind, how much, when and the photograph: within a screen and a half.
    below = phone.locator("[name=photographs]").evaluate(
        "box => (box.getBoundingClientRect().bottom + scrollY) / innerHeight"
    )
    assert below < 1.5
    _save(phone)
    expect(phone.get_by_text("500.000 đ (năm trăm nghìn đồng)").first).to_be_visible()
    assert [name for name, _ in _acts()] == [str(member)]


def test_a_kind_chosen_before_the_script_came_gets_its_amount(
    phone: Page, cast: Cast, kind: WelfareKind, sign_in
) -> None:
    sign_in(phone, cast.officer_here)
    held: list[Route] = []
    phone.route("**/visits/form*.js", lambda route: held.append(route))
    phone.goto(NEW, wait_until="commit")
    phone.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    expect(phone.get_by_label("Tiền")).to_have_value("")
    eventually(phone, lambda: len(held), 1)
    held[0].continue_()
    expect(phone.get_by_label("Tiền")).to_have_value("500.000")


def test_without_a_connection_entries_wait_and_are_sent_once(
    phone: Page, cast: Cast, member: Member, photograph: Path, sign_in, problems, shot
) -> None:
    problems.allow(r"ERR_INTERNET_DISCONNECTED|Failed to fetch|Failed to load resource")
    sign_in(phone, cast.officer_here)
    phone.goto(NEW)
    phone.context.set_offline(True)
    phone.get_by_label("Thăm ai").fill("van tham")
    phone.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    phone.locator("[name=photographs]").set_input_files(photograph)
    _save(phone)
    expect(phone.get_by_text("đã được giữ trên máy này")).to_be_visible()
    waiting = phone.locator("[data-waiting-visits] li")
    expect(waiting).to_have_count(1)
    shot(phone, "visit-waiting-phone")

    phone.get_by_text("Trao cho gia đình, tập thể").click()
    phone.get_by_label("Gia đình, tập thể").fill("Bà con hẻm 12")
    phone.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    phone.get_by_label("Tiền").fill("200k")
    _save(phone)
    expect(waiting).to_have_count(2)
    assert _acts() == []

    phone.context.set_offline(False)
    eventually(phone, _acts, [(str(member), 500_000), ("Bà con hẻm 12", 200_000)])
    expect(waiting).to_have_count(0)
    assert ActivityPhoto.objects.count() == 1
    phone.reload()
    expect(phone.locator("[data-waiting-visits]")).to_be_hidden()
    assert len(_acts()) == 2


def test_an_answer_lost_on_the_way_makes_no_second_act(
    phone: Page, cast: Cast, member: Member, sign_in, problems
) -> None:
    problems.allow(r"ERR_FAILED|Failed to load resource|Failed to fetch")
    sign_in(phone, cast.officer_here)
    phone.goto(f"{NEW}?hoi-vien={member.pk}")

    def lose(route: Route) -> None:
        """The server has it, and nobody hears so."""
        if route.request.method != "POST":
            route.fallback()
            return
        route.fetch()
        route.abort()

    phone.route(f"**{NEW}**", lose)
    phone.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    _save(phone)
    waiting = phone.locator("[data-waiting-visits] li")
    expect(waiting).to_have_count(1)
    phone.unroute(f"**{NEW}**")
    phone.get_by_role("button", name="Gửi ngay").click()
    expect(waiting).to_have_count(0)
    assert len(_acts()) == 1


def test_what_the_server_refuses_is_opened_again(
    phone: Page, cast: Cast, member: Member, sign_in, problems
) -> None:
    problems.allow(r"ERR_INTERNET_DISCONNECTED|422|Failed to fetch|Failed to load resource")
    sign_in(phone, cast.officer_here)
    phone.goto(NEW)
    phone.context.set_offline(True)
    phone.get_by_label("Thăm ai").fill("Người Không Có")
    phone.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    _save(phone)
    phone.context.set_offline(False)
    expect(phone.get_by_text("chưa gửi được")).to_be_visible()
    phone.get_by_role("button", name="Mở lại để sửa").click()
    expect(phone.get_by_label("Thăm ai")).to_have_value("Người Không Có")
    phone.get_by_label("Thăm ai").fill(member.code)
    _save(phone)
    eventually(phone, _acts, [(str(member), 500_000)])


def test_a_refused_form_keeps_its_photographs(
    phone: Page, cast: Cast, member: Member, photograph: Path, sign_in, problems
) -> None:
    problems.allow(r"422|Failed to load resource")
    sign_in(phone, cast.officer_here)
    phone.goto(NEW)
    phone.locator("[name=photographs]").set_input_files(photograph)
    phone.get_by_label("Thăm ai").fill("Lê Văn Thăm")
    _save(phone)
    expect(phone.get_by_role("alert")).to_contain_text("Chưa chọn loại")
    phone.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    _save(phone)
    eventually(phone, ActivityPhoto.objects.count, 1)
    assert _acts() == [(str(member), 500_000)]


def test_signing_out_tells_of_what_waits_and_erases_it(
    page: Page, cast: Cast, member: Member, sign_in, problems
) -> None:
    problems.allow(r"ERR_FAILED|Failed to fetch|Failed to load resource")
    sign_in(page, cast.officer_here)
    page.goto(f"{NEW}?hoi-vien={member.pk}")
    page.route(
        f"**{NEW}**",
        lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
    )
    page.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    _save(page)
    expect(page.locator("[data-waiting-visits] li")).to_have_count(1)
    page.get_by_role("banner").get_by_role("button", name="Đăng xuất").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 lần thăm")
    dialog.get_by_role("button", name="Ở lại").click()
    expect(page.locator("[data-waiting-visits] li")).to_have_count(1)
    page.get_by_role("banner").get_by_role("button", name="Đăng xuất").click()
    dialog.get_by_role("button", name="Đăng xuất và xóa").click()
    expect(page.get_by_role("link", name="Đăng nhập").first).to_be_visible()
    sign_in(page, cast.officer_here)
    page.goto(NEW)
    expect(page.locator("[data-waiting-visits] li")).to_have_count(0)
    assert _acts() == []


def test_the_form_needs_no_script(no_js_page: Page, cast: Cast, member: Member, sign_in) -> None:
    page = no_js_page
    sign_in(page, cast.officer_here)
    page.goto(f"{NEW}?hoi-vien={member.pk}")
    page.get_by_label("Loại").select_option("Thăm ốm: 500.000 đ")
    _save(page)
    expect(page.get_by_role("alert")).to_contain_text("QĐ 12")
    expect(page.get_by_label("Tiền")).to_have_value("500.000")
    _save(page)
    expect(page.get_by_text("500.000 đ (năm trăm nghìn đồng)").first).to_be_visible()
    assert _acts() == [(str(member), 500_000)]
