"""No page answers 500 to anything typed: wild addresses, wild forms."""

import pytest
from django.test import Client
from django.urls import reverse

from . import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

WILD = [
    "\x00", "%", "%00", "'", '"', "\\", "' OR 1=1 --", "<script>alert(1)</script>", "😀" * 50,
    "a" * 10_000, "-1", "0", "1e999", "99999999999999999999", "NaN", "null", "١٢٣", "½", "\u202e",
    "\ud7ff", "*", "NEAR(", "AND OR NOT", "((((", "a:b", "đ̣́", "\r\nSet-Cookie: x=1", "../../etc/passwd",
    "{{7*7}}", "%s%n", "31/02/2024", "2024-13-45", "9999-12-31", "0001-01-01",
]  # fmt: skip

QUERIES = {
    "home": ("x",),
    "news:list": ("page", "nhan", "chuyen-muc", "nam"),
    "events:list": ("page", "loai", "nam", "don-vi"),
    "emulation:index": ("ngay", "nam", "page"),
    "welfare:index": ("nam", "page"),
    "members:units": ("ngay",),
    "search": ("q", "loai", "nam", "page"),
    "login": ("next",),
    "news:comment_status": ("ma",),
    "news:albums": ("page",),
    "news:subscribe": ("da-gui",),
    "reading": ("next",),
}


@pytest.fixture
def filled() -> None:
    unit = make.make_branch()
    make.make_post()
    make.make_event(unit)
    make.make_compact(make.make_cluster(unit))
    make.make_activity(unit)


# What a page may refuse before it reads the rest, and what reaches the search only if the rest is
# right, is asked alone.
ALONE = {"don_vi", "donvi", "don-vi", "hoi-vien", "ung-vien", "bai", "muc", "chuyen-muc", "q", "tim",
         "quan", "next"}  # fmt: skip


def ask_wildly(client, address, parameters, answers):
    """Each value in all parameters of one request; one by one where that one got no page."""

    def ask(asked, value):
        code = client.get(address, dict.fromkeys(asked, value)).status_code
        assert code in answers, (address, asked, value, code)
        return code

    together = tuple(one for one in parameters if one not in ALONE)
    for value in WILD:
        for asked in filter(None, (*((one,) for one in parameters if one in ALONE), together)):
            if ask(asked, value) != 200 and len(asked) > 1:
                for one in asked:
                    ask((one,), value)


@pytest.mark.parametrize("name", QUERIES)
def test_wild_queries_get_a_page(filled, name):
    ask_wildly(Client(), reverse(name), QUERIES[name], {200, 302, 400, 404, 405, 429})


DUES = {
    "dues:year": ("nam", "don_vi", "tinh_trang", "q", "ngay", "page"),
    "dues:year_print": ("nam", "don_vi", "tinh_trang", "q", "ngay"),
    "dues:year_export": ("nam", "don_vi", "tinh_trang", "q", "ngay"),
    "dues:arrears": ("don_vi", "nam", "page"),
    "dues:collections": ("don_vi", "page"),
    "dues:collection_new": ("don_vi",),
    "dues:waivers": ("page",),
    "welfare_desk:visits": ("q", "loai", "nam", "tinh_trang", "sap", "page"),
    "welfare_desk:visit_new": ("hoi-vien",),
    "dues:waiver_new": ("hoi-vien", "nam"),
    "dues:rates": ("page",),
    "welfare_desk:rates": ("page",),
    "welfare_desk:rate_new": ("loai",),
    "welfare_desk:lists": ("tinh_trang", "sap", "page"),
    "welfare_desk:houses": ("sap", "page"),
    "welfare_desk:list_new": ("loai", "don_vi", "nam", "thang", "tinh_den", "page"),
}


FUND = {
    "fund:boxes": ("sap", "page"),
    "fund:receipt_new": ("quy",),
    "fund:payment_new": ("quy",),
    "fund:transfer_new": ("quy",),
    "fund:closings": ("sap",),
    "fund:loans": ("q", "tinh_trang", "don_vi", "sap", "page"),
    "fund:loans_export": ("q", "tinh_trang", "don_vi"),
    "fund:loan_new": ("quy",),
    "fund:advances": ("q", "tinh_trang", "don_vi", "sap", "page"),
    "fund:advance_new": ("quy",),
    "fund:statement": ("don_vi", "ky"),
    "fund:statement_print": ("don_vi", "ky"),
    "fund:box": ("q", "thang", "loai", "khoan", "page"),
    "fund:box_print": ("q", "thang", "loai", "khoan"),
    "fund:box_export": ("q", "thang", "loai", "khoan"),
}


@pytest.mark.parametrize("name", FUND)
def test_wild_queries_of_the_fund_get_a_page(cast, name):
    box = make.make_box(cast.here)
    make.make_voucher(box)
    client = cast.client("officer_here")
    args = [box.pk] if name.startswith("fund:box_") or name == "fund:box" else []
    for value in WILD:
        answer = client.get(reverse(name, args=args), dict.fromkeys(FUND[name], value))
        assert answer.status_code in {200, 400}, value  # 400: not text at all


@pytest.mark.parametrize(
    "name",
    ["fund:receipt_new", "fund:payment_new", "fund:transfer_new", "fund:box_new", "fund:loan_new"],
)
def test_wild_text_in_every_field_of_a_voucher(cast, name):
    make.make_voucher(make.make_box(cast.here))
    client = cast.client("officer_here")
    fields = list(client.get(reverse(name)).context["form"].fields)
    for value in WILD:
        answer = client.post(reverse(name), dict.fromkeys(fields, value))
        assert answer.status_code in {200, 400}, value  # 400: not text at all


@pytest.mark.parametrize("name", DUES)
def test_wild_queries_of_dues_and_welfare_get_a_page(cast, name):
    make.make_dues_rate(cast.city)
    make.make_welfare_kind(units_set_rates=True)
    client = cast.client("officer_here")
    # A unit that is none answers 404 before the rest is read, so it is asked by itself.
    alone = [one for one in DUES[name] if one in ("don_vi", "hoi-vien")]
    rest = [one for one in DUES[name] if one not in alone]
    for value in WILD:
        for asked in filter(None, (alone, rest)):
            answer = client.get(reverse(name), dict.fromkeys(asked, value))
            # 302: a paper of what was not understood leads back to the page, which says so.
            assert answer.status_code in {200, 302, 400, 404}, (asked, value)


def test_wild_text_in_every_field_of_a_meeting_and_a_waiver(cast):
    make.make_dues_rate(cast.city)
    member = make.make_member(cast.here)
    client = cast.client("officer_here")
    lines = [f"m{member.pk}-{name}" for name in ("paid", "amount", "year", "note")]
    for name, fields in (
        ("dues:collection_new", ["held_on", "collector", "note", "token", "seen", *lines]),
        ("dues:waiver_new", ["member", "year", "amount", "reason", "decided_on"]),
    ):
        for value in WILD:
            answer = client.post(reverse(name), dict.fromkeys(fields, value))
            assert answer.status_code == 200, value


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc/0000/00/x/", "/tin-tuc/9999/99/", "/tin-tuc/2024/13/", "/tin-tuc/2024/1/",
        "/tin-tuc/10000/01/", "/tin-tuc/2024/10/khong-co/", "/tin-tuc/chuyen-muc/khong-co/",
        "/tin-tuc/chuyen-muc/%F0%9F%98%80/", "/thi-dua/khong-co/", "/thi-dua/khong-co/99999/",
        "/thi-dua/x/0/", "/su-kien/0-x/", "/su-kien/99999999999999999999-x/", "/su-kien/abc/",
        "/to-chuc/khong-co/", "/to-chuc/%00/", "/media/anh/../../var/env", "/media/anh/%2e%2e/env",
        "/media/anh/", "/tin-tuc/tep/99999999999999999999/x.pdf", "/" + "a" * 5000 + "/", "/%ff%fe/",
        "/tin-tuc/٢٠٢٤/١٠/", "/.env", "/admin/khong-co/",
        "/tin-tuc/nhan-tin/%00/", "/tin-tuc/nhan-tin/x/mot-cham/", "/tin-tuc/nhan-tin/xac-nhan/😀/",
        "/tin-tuc/2024/10/khong-co/anh/", "/the/x/", "/the/%00/", "/the/" + "a" * 500 + "/",
    ],
)  # fmt: skip
def test_wild_addresses_get_a_page(filled, path):
    answer = Client().get(path)

    assert answer.status_code in {200, 301, 302, 400, 404}


def test_wild_text_in_every_field_of_the_sign_in():
    for value in WILD:
        answer = Client().post(reverse("login"), {"username": value, "password": value})
        assert answer.status_code in {200, 400, 429}, value


def test_expired_form_keeps_what_was_typed():
    post = make.make_post()
    month = post.address_month
    url = reverse("news:comment", args=[month.year, f"{month.month:02d}", post.slug])
    answer = Client(enforce_csrf_checks=True).post(
        url, {"name": "Bạn đọc", "text": "Một ý kiến dài <b>phải</b> còn đây", "password": "bimat"}
    )

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Một ý kiến dài &lt;b&gt;phải&lt;/b&gt; còn đây" in page
    assert "Bạn đọc</textarea>" in page  # short words are shown too, not only carried along
    assert "bimat" not in page


def test_unknown_method_is_refused_politely():
    assert Client().delete("/").status_code in {200, 405}
    assert Client().put(reverse("login")).status_code in {200, 405}
