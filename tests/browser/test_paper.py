"""Every paper as it comes out of the printer: so many A4 pages, nothing beyond their edge."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from desk.labels import SHEETS
from members.models import ListSetting, Portrait
from papers.actions import print_cards
from tests import factories as make
from tests.conftest import Cast

MM = 96 / 25.4  # of CSS pixels
A4 = (595, 842)
OFFICIAL, LIST, WIDE, SHEET = 165, 183, 273, 210  # mm between the edges of each kind of page
IN = "/so/hoi-vien/in-an/"
MEETING = {"lap": "1", "tieu_de": "Họp chi hội quý IV", "ngay_hop": "12/12/2026", "dong_khach": "5"}


@pytest.fixture
def town(site_url: str, cast: Cast) -> dict[str, str]:
    """A branch of thirty with long names and addresses, and every paper's address.

    Its units bear names of their own: a running number of one digit more can cost a line.
    """
    for unit, code, kind, name in (
        (cast.district, "BT", "Hội", "Quận Bình Thạnh"),
        (cast.here, "P12", "Chi hội", "Phường 12"),
    ):
        unit.code, unit.short_name = code, f"{kind} {name}"
        unit.name = f"{kind} Cựu Công an nhân dân {name}"
        unit.save()
    for number in range(28):
        make.make_member(
            cast.here,
            full_name=f"Nguyễn Phước Bảo Quỳnh Hương {number}",
            address=f"Số {number}/12/3, hẻm 45, đường Nguyễn Thị Minh Khai, khu phố 7, Phường Đa Kao",
            rank=20,
            phone="0909 000 111",
        )
    member = make.make_member(cast.here, full_name="Đặng Thị Tìm", address="Số 1")
    Portrait(member=member).picture.save("anh.jpg", make.picture_file())
    decision = make.make_decision(cast.district, signer="Trần Ký", signer_post="Chủ tịch")
    admitted = make.make_application(
        cast.here,
        **make.reviewed(
            state="admitted", member=member, membership=member.memberships.get(), decision=decision,
            decided_on=decision.signed_on, committee_present=9, committee_for=9,
        ),
    )  # fmt: skip
    application = make.make_application(cast.here, address="Số 1", last_post="Đội trưởng")
    transfer = make.make_transfer(cast.here, cast.beside)
    departure = make.make_departure(
        cast.here, kind="resigned", reason="Theo đơn", decision=make.make_decision(cast.here)
    )
    text = make.make_letter_text(
        cast.here, subject="Dự họp chi hội", body="Kính mời đồng chí {Họ tên} dự buổi họp.\n" * 6
    )
    members = list(cast.here.memberships.on().order_by("pk"))[:12]
    passes = {
        name: print_cards(
            members=[stay.member for stay in members], description="x", is_large=is_large,
            token=name * 20, by=cast.officer_here,
        )
        for name, is_large in (("a", False), ("b", True))
    }  # fmt: skip
    letter = {"lap": "1", "mau": text.pk, "don_vi_gui": cast.here.pk, "nguoi_ky": "Trần Ký"}

    def paper(name: str, pk: int) -> str:
        return reverse(f"book:{name}", args=[pk])

    return {
        "application": paper("application_paper", application.pk),
        "admission": paper("admission_paper", admitted.pk),
        "transfer": paper("transfer_paper", transfer.pk),
        "departure": paper("departure_paper", departure.pk),
        "handover": paper("handover", make.make_handover(cast.here).pk),
        "list": "/so/hoi-vien/in/?co_chu=thuong",
        "card": paper("member", member.pk),
        "attendance": f"{IN}diem-danh/?{urlencode(MEETING)}",
        "labels": f"{IN}nhan/?lap=1&to_nhan=3x8&bat_dau=4",
        "letters": f"{IN}thu/?{urlencode(letter)}",
        "passes": passes["a"].get_absolute_url(),
        "passes-large": passes["b"].get_absolute_url(),
    }


def _paper(page: Page, url: str, width: float) -> tuple[int, bool]:
    """Pages of the paper; whether all of it lies between the page's edges."""
    page.goto(url)
    pdf = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(width * MM) + 1, "height": 900})
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="null")
    sizes = {
        tuple(sorted(map(float, box)))
        for box in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    }
    assert {(round(a), round(b)) for a, b in sizes} == {A4}
    return len(re.findall(rb"/Type\s*/Page\b", pdf)), fits


# name: millimetres between the edges, pages in letters of each size
PAPERS = {
    "application": (OFFICIAL, (1, 1, 2)),
    "admission": (OFFICIAL, (1, 2, 2)),
    "transfer": (OFFICIAL, (1, 1, 2)),
    "departure": (OFFICIAL, (1, 1, 2)),
    "handover": (OFFICIAL, (1, 1, 1)),
    "attendance": (LIST, (3, 3, 4)),
    "labels": (SHEET, (2, 2, 2)),
    "letters": (OFFICIAL, (34, 34, 34)),
}


@pytest.mark.parametrize("name", PAPERS)
def test_papers_take_their_pages_and_keep_their_edges(
    page: Page, town: dict[str, str], cast: Cast, sign_in: Callable[..., None], name: str
) -> None:
    sign_in(page, cast.officer_here)
    width, pages = PAPERS[name]
    mark = "&" if "?" in town[name] else "?"
    found = [
        _paper(page, f"{town[name]}{mark}co_chu={size}", width)
        for size in ("thuong", "to", "rat-to")
    ]

    assert found == [(count, True) for count in pages]


def test_only_one_paper_of_several_pages_is_numbered(
    page: Page, town: dict[str, str], cast: Cast, sign_in: Callable[..., None]
) -> None:
    """Letters to many are each a paper of its own: no number runs through them."""
    sign_in(page, cast.officer_here)
    page.emulate_media(media="print")
    kinds = {}
    for name in ("admission", "departure", "letters", "list", "labels"):
        page.goto(town[name])
        kinds[name] = page.evaluate("getComputedStyle(document.body).page")

    assert kinds == {
        "admission": "official",
        "departure": "official",
        "letters": "auto",
        "list": "list",
        "labels": "sheet",
    }


def test_wide_lists_scroll_by_themselves_at_twice_the_size(
    open_page: Callable[..., Page], town: dict[str, str], cast: Cast, sign_in: Callable[..., None]
) -> None:
    page = open_page(viewport={"width": 640, "height": 450})
    sign_in(page, cast.officer_here)
    for size in ("thuong", "rat-to"):
        page.goto(f"/so/hoi-vien/in/?co_chu={size}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size


def test_a_letters_heading_grows_with_its_text(
    page: Page, town: dict[str, str], cast: Cast, sign_in: Callable[..., None]
) -> None:
    sign_in(page, cast.officer_here)
    page.goto(f"{town['letters']}&co_chu=rat-to")
    heading, text = page.locator(".letter").first.evaluate(
        "e => [e.querySelector('h2'), e.querySelector('.body p')]"
        ".map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert heading > text


def test_cards_lie_ten_on_a_page_at_their_size(
    page: Page,
    town: dict[str, str],
    cast: Cast,
    sign_in: Callable[..., None],
    axe: Callable[..., None],
) -> None:
    sign_in(page, cast.officer_here)
    for name in ("passes", "passes-large"):
        assert _paper(page, town[name], SHEET) == (2, True)
        page.emulate_media(media="print")
        boxes = page.locator(".pass").evaluate_all(
            "all => all.map(e => { const b = e.getBoundingClientRect();"
            " return [b.x, b.y, b.width, b.height, e.scrollWidth > e.clientWidth, e.scrollHeight > e.clientHeight] })"
        )
        assert [round(value / MM, 1) for value in boxes[3][:2]] == [105.0, 67.5]
        assert {tuple(round(v / MM, 1) for v in box[2:4]) for box in boxes} == {(85.6, 54.0)}
        assert not any(cut for box in boxes for cut in box[4:])
        codes = page.locator(".pass .qr").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect().width)"
        )
        assert {round(width / MM, 1) for width in codes} == {22.5}
        page.emulate_media(media="null")
        axe(page)


@pytest.mark.parametrize("key", SHEETS)
def test_labels_lie_where_the_sheet_has_them(
    page: Page, town: dict[str, str], cast: Cast, sign_in: Callable[..., None], key: str
) -> None:
    """Also with the longest address in the largest letters, nothing is cut off."""
    sign_in(page, cast.officer_here)
    make.make_member(cast.here, full_name="Nguyễn Phước Bảo " * 5, address="Hẻm dài " * 25)
    sheet = SHEETS[key]
    page.goto(f"{IN}nhan/?lap=1&co_chu=rat-to&to_nhan={key}")
    page.emulate_media(media="print")
    labels: list[Any] = (
        page.locator(".sheet")
        .first.locator(".label")
        .evaluate_all(
            "all => all.map(e => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height] })"
        )
    )
    cut = page.locator(".label").evaluate_all(
        "all => all.filter(e => e.scrollHeight > e.clientHeight || e.scrollWidth > e.clientWidth).length"
    )

    assert len(labels) == sheet.count
    assert {tuple(round(v / MM, 1) for v in box[2:]) for box in labels} == {
        (sheet.width, sheet.height)
    }
    # The same edge left and right, and above and below.
    last = labels[-1]
    assert abs(labels[0][0] - (SHEET * MM - last[0] - last[2])) < MM / 4
    assert abs(labels[0][1] - (297 * MM - last[1] - last[3])) < MM
    assert cut == 0


def test_list_stands_upright_or_sideways_and_repeats_its_head(
    page: Page, town: dict[str, str], cast: Cast, sign_in: Callable[..., None]
) -> None:
    sign_in(page, cast.officer_here)
    assert _paper(page, town["list"], LIST) == (2, True)
    assert _paper(page, town["list"].replace("thuong", "rat-to"), WIDE)[1]
    assert (
        page.locator("thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
    )
    assert (
        page.locator("tbody tr").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    )
    ListSetting.objects.create(
        user=cast.officer_here, list_name="members",
        columns=["the", "cap-bac", "sinh", "tuoi", "gioi", "chi-hoi", "cap-tren", "tinh-trang", "chuc-vu",
                 "vao-hoi", "tham-nien", "dien-thoai", "noi-o", "que", "cuoi", "nghi-huu", "loai"],
    )  # fmt: skip
    for size in ("thuong", "rat-to"):
        assert _paper(page, town["list"].replace("thuong", size), WIDE)[1]


def test_members_card_prints_without_the_screen_around_it(
    page: Page, town: dict[str, str], cast: Cast, sign_in: Callable[..., None]
) -> None:
    sign_in(page, cast.officer_here)
    assert _paper(page, town["card"], 167)[1]
    page.emulate_media(media="print")
    for part in (".desk-side", ".desk-bar .tools", ".desk-find", ".button", ".breadcrumbs"):
        assert (
            page.locator(part).evaluate_all("all => all.filter(e => e.offsetParent).length") == 0
        ), part
    expect(page.locator(".on-paper")).to_be_visible()


def test_account_slip_is_one_page(
    page: Page, site_url: str, cast: Cast, sign_in: Callable[..., None]
) -> None:
    user = make.make_user(make.make_member(cast.here, full_name="Lê Tài Khoản"))
    sign_in(page, cast.officer_here)
    page.goto(reverse("book:account", args=[user.pk]))
    page.get_by_role("button", name="đường dẫn").click()
    page.get_by_role("heading", name="Phiếu tài khoản").wait_for()
    pdf = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    expect(page.locator(".paper-tools")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("is_blank", [True, False])
def test_certificates_take_the_size_of_their_paper_and_stand_in_their_places(
    page: Page, town: dict[str, str], cast: Cast, sign_in: Callable[..., None], is_blank: bool
) -> None:
    """Two of them are two pages; no line is wider than its place, whatever font there is."""
    people = [
        make.make_member(cast.here, full_name="Công Huyền Tôn Nữ Nguyễn Thị Phương Thảo Nguyên"),
        make.make_member(cast.here),
    ]
    dossier = make.make_dossier(cast.here, *people, state="decided", holder=cast.city)
    decision = make.make_award_decision()
    for nominee in dossier.nominees.all():
        make.make_grant(nominee, decision=decision)
    layout = make.make_certificate_layout(
        width=Decimal(360), height=Decimal(270), is_blank=is_blank
    )
    make.make_layout_field(layout, x=Decimal(100), width=Decimal(120), size=Decimal(30))
    sign_in(page, cast.office)
    page.goto(reverse("recognition:certificates", args=[decision.pk]))
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    sizes = {tuple(round(float(side) / 72 * 25.4) for side in box) for box in boxes}
    assert (len(boxes), sizes) == (2, {(360, 270)})
    page.emulate_media(media="print")
    name = page.locator("svg.certificate").first.locator("text").last
    box = name.evaluate("(text) => { const b = text.getBBox(); return [b.x, b.width]; }")
    assert box[0] >= 99
    assert box[1] <= 122


def test_tools_of_the_screen_stay_off_every_paper(
    page: Page, town: dict[str, str], cast: Cast, sign_in: Callable[..., None]
) -> None:
    sign_in(page, cast.officer_here)
    for name, url in town.items():
        if name == "card":
            continue
        page.goto(url)
        expect(page.get_by_role("button", name="In hoặc lưu thành PDF"), name).to_be_visible()
        page.emulate_media(media="print")
        expect(page.locator(".paper-tools"), name).to_be_hidden()
        page.emulate_media(media="null")


SCREENS = ("", "diem-danh/", "diem-danh/?lap=1&ngay_hop=31/2/2026", "nhan/", "thu/", "the/")


@pytest.mark.parametrize("window", ["page", "phone"])
def test_pages_of_options_and_papers_are_accessible(
    request: pytest.FixtureRequest, window: str, town: dict[str, str], cast: Cast, sign_in: Callable[..., None],
    axe: Callable[..., None], shot: Callable[..., None],
) -> None:  # fmt: skip
    page = request.getfixturevalue(window)
    sign_in(page, cast.officer_here)
    homeless = make.make_member(cast.here, full_name="Lê Không Nhà")
    card = make.make_pass(homeless)
    text = cast.here.letter_texts.get()
    urls = [f"{IN}{path}" for path in SCREENS]
    urls += [town[name] for name in ("list", "attendance", "labels", "admission")]
    urls += [town["letters"].replace("lap=1", "lap=thu")]
    urls += [reverse("book:letter_texts"), reverse("book:letter_text_new"), text.get_absolute_url()]
    urls += [reverse("book:member_passes", args=[homeless.pk]), card.get_absolute_url()]
    for number, url in enumerate(urls):
        page.goto(url)
        axe(page)
        expect(page.locator("h1"), url).to_have_count(1)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, url
        shot(page, f"paper-{window}-{number}")


def test_letter_is_written_looked_at_and_made_without_scripts(
    no_js_page: Page, site_url: str, cast: Cast, sign_in: Callable[..., None]
) -> None:
    page = no_js_page
    make.make_member(cast.here, full_name="Đặng Thị Tìm")
    sign_in(page, cast.officer_here)
    page.goto("/so/hoi-vien/?q=tim")
    page.get_by_role("link", name="In ấn").click()
    page.get_by_role("link", name="Thư gửi từng người").click()
    page.get_by_role("link", name="soạn mẫu thư đầu tiên").click()
    page.get_by_label("Tên để nhớ").fill("Mời họp")
    page.get_by_label("Nội dung").fill("Kính mời {Họ và tên}")
    page.get_by_role("button", name="Lưu mẫu thư").click()
    page.locator(".error-summary").get_by_text("Không có mục {Họ và tên}.").wait_for()
    page.get_by_label("Nội dung").fill("Kính mời {họ tên} dự họp {thời gian}.")
    page.get_by_role("button", name="Lưu mẫu thư").click()
    page.get_by_text("Đã lưu mẫu thư “Mời họp”.").wait_for()
    page.goto(f"{IN}thu/?q=tim")
    page.get_by_label("Mẫu thư").select_option(
        label=f"Mời họp (giấy mời, {cast.here.distinct_label})"
    )
    page.get_by_role("button", name="Xem thử thư đầu tiên").click()
    page.locator(".error-summary").get_by_text("Mẫu thư có mục {Thời gian}: hãy điền.").wait_for()
    page.get_by_label("Thời gian").fill("8 giờ")
    page.get_by_role("button", name="Xem thử thư đầu tiên").click()
    page.get_by_text("Kính mời Đặng Thị Tìm dự họp 8 giờ.").wait_for()
    page.get_by_role("link", name="Lập đủ 1 thư").click()

    expect(page.locator(".letter")).to_have_count(1)
    page.get_by_role("link", name="Quay lại").click()
    expect(page.get_by_label("Thời gian")).to_have_value("8 giờ")


def test_lost_card_is_replaced_and_the_old_one_refused(
    page: Page, site_url: str, cast: Cast, sign_in: Callable[..., None]
) -> None:
    member = make.make_member(cast.here, full_name="Đặng Thị Tìm")
    old = make.make_pass(member)
    sign_in(page, cast.officer_here)
    page.goto(reverse("book:member", args=[member.pk]))
    page.get_by_text("Việc khác").click()
    page.get_by_role("link", name="Thẻ hội viên").click()
    page.get_by_label("Lý do cấp lại").select_option(label="mất thẻ")
    page.get_by_role("button", name="Cấp thẻ mới, bỏ thẻ cũ").click()
    page.get_by_text("1 thẻ, mười thẻ một tờ.").wait_for()
    expect(page.locator(".pass .name")).to_have_text(["Đặng Thị Tìm"])
    page.goto(old.get_absolute_url())
    page.get_by_text("Thẻ không còn hiệu lực").wait_for()
    page.goto(member.passes.in_force().get().get_absolute_url())
    page.get_by_text("Thẻ còn hiệu lực").wait_for()
