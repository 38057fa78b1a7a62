"""Pages of dues: off by default, a branch by name, sums above, papers, tasks, the card."""

import datetime as dt
import html
import io
import re
import zipfile
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dues.models import DuesRate
from dues.tasks import dues_on_card, dues_tasks
from members.models import Member, Membership, Position, ReadRecord
from tests import factories as make
from tests.conftest import Cast

YEAR = "/so/hoi-phi/"


def text(answer: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()).replace("\xa0", " "))


@pytest.fixture
def people(cast: Cast) -> list[Member]:
    """In `here`: members who paid, paid half, are in arrears, have a waiver."""
    make.make_dues_rate(cast.district, source="Nghị quyết 05")
    names = ("Trần Văn An", "Lê Thị Bình", "Phạm Văn Cường", "Đỗ Văn Dũng")
    members = [make.make_member(cast.here, full_name=name) for name in names]
    make.make_payment(members[0], cast.here)
    make.make_payment(members[1], cast.here, amount=50_000)
    make.make_waiver(members[3], cast.here)
    return members


# --- Off until a rate is written --------------------------------------------------------------


def test_nothing_of_dues_shows_where_there_is_no_rate(cast: Cast) -> None:
    make.make_dues_rate(cast.elsewhere)
    make.make_dues_rate(cast.district, 2025, valid_to=dt.date(2026, 1, 1))
    member = make.make_member(cast.here)
    for who in ("officer_here", "officer_above"):
        client = cast.client(who)
        assert YEAR not in client.get("/so/").content.decode()
        assert client.get(YEAR).status_code == 404
        assert list(dues_tasks(getattr(cast, who))) == []
    card = cast.client("officer_here").get(reverse("book:member", args=[member.pk]))
    assert "Hội phí" not in text(card)
    assert "Hội phí" not in text(cast.client("member_here").get("/toi/"))


def test_office_finds_the_switch(cast: Cast) -> None:
    client = cast.client("office")
    assert YEAR in client.get("/so/").content.decode()
    assert "Chưa bật hội phí" in text(client.get(YEAR))
    sent = {"unit": cast.city.pk, "amount": "120 nghìn", "valid_from": "2026", "valid_to": "",
            "joining": "months", "frees_from_age": "80", "source": "NQ 05"}  # fmt: skip
    answer = client.post("/so/hoi-phi/muc/ghi/", sent, follow=True)

    assert "Đã lưu: 120.000 đ (một trăm hai mươi nghìn đồng) một năm" in text(answer)
    rate = DuesRate.objects.get()
    assert (rate.valid_from, rate.valid_to, rate.amount) == (dt.date(2026, 1, 1), None, 120_000)
    assert YEAR in cast.client("officer_here").get("/so/").content.decode()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": ""}, "Chưa ghi mức."),
        ({"amount": "0"}, "Mức hội phí phải lớn hơn 0."),
        ({"amount": "120"}, "Nếu là 120 nghìn (120.000 đ), hãy ghi 120.000."),
        ({"amount": "1 tỷ"}, "Mức này quá lớn"),
        ({"valid_from": "sang năm"}, "Hãy ghi một năm, ví dụ 2026."),
        ({"valid_from": "2026", "valid_to": "2025"}, "Ngày kết thúc phải sau ngày bắt đầu."),
        ({"valid_from": "2027", "valid_to": ""}, "Đơn vị này đã có mức"),
        ({"frees_from_age": "già"}, "Hãy ghi một số, ví dụ 80."),
        ({"source": ""}, "Chưa nhập mục này."),
    ],
)
def test_rate_that_makes_no_sense_is_refused(
    cast: Cast, fields: dict[str, str], message: str
) -> None:
    make.make_dues_rate(cast.city, 2027)
    sent = {"unit": cast.city.pk, "amount": "120.000", "valid_from": "2020", "valid_to": "2021",
            "joining": "months", "frees_from_age": "", "source": "NQ 05"}  # fmt: skip

    assert message in text(cast.client("office").post("/so/hoi-phi/muc/ghi/", sent | fields))
    assert DuesRate.objects.count() == 1


def test_used_rate_can_only_end(cast: Cast, people: list[Member]) -> None:
    rate = DuesRate.objects.get()
    client = cast.client("office")
    url = rate.get_absolute_url()
    version = client.get(url).context["form"]["version"].value()
    sent = {"unit": cast.city.pk, "amount": "1.000", "valid_from": "2020", "valid_to": "2026",
            "joining": "full", "source": "Nghị quyết 06", "version": version}  # fmt: skip
    client.post(url, sent)
    rate.refresh_from_db()

    assert (rate.amount, rate.joining, rate.valid_from.year) == (120_000, "months", 2026)
    assert (rate.valid_to, rate.source) == (dt.date(2027, 1, 1), "Nghị quyết 06")
    client.post(reverse("dues:rate_delete", args=[rate.pk]))
    assert DuesRate.objects.exists()


def test_double_click_on_a_rate_shows_the_one_rate(cast: Cast) -> None:
    sent = {"unit": cast.city.pk, "amount": "120 nghìn", "valid_from": "2026", "valid_to": "",
            "joining": "months", "frees_from_age": "80", "source": "NQ 05"}  # fmt: skip
    url, client = reverse("dues:rate_new"), cast.client("office")
    answers = [client.post(url, sent) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [reverse("dues:rates")] * 2
    assert DuesRate.objects.count() == 1
    other = client.post(url, sent | {"amount": "130 nghìn"})
    assert "đã có mức" in text(other)
    assert DuesRate.objects.count() == 1


def test_second_editor_of_a_rate_is_warned(cast: Cast) -> None:
    rate = make.make_dues_rate(cast.city)
    client = cast.client("office")
    version = client.get(rate.get_absolute_url()).context["form"]["version"].value()
    rate.source = "Nghị quyết 07"
    rate.save()
    sent = {"unit": cast.city.pk, "amount": "1.000", "valid_from": "2026", "joining": "full",
            "source": "Khác", "version": version}  # fmt: skip
    answer = client.post(rate.get_absolute_url(), sent)

    assert "đã lưu lúc" in text(answer)
    rate.refresh_from_db()
    assert rate.source == "Nghị quyết 07"


# --- A branch by name -------------------------------------------------------------------------


def _names(cast: Cast, who: str = "officer_here", **query: Any) -> list[str]:
    page = cast.client(who).get(YEAR, query).context["page"]
    return [row.member.full_name for row in page if "Thử" not in row.member.full_name]


def test_branch_is_listed_by_given_name_with_each_balance(cast: Cast, people: list[Member]) -> None:
    page = cast.client("officer_here").get(YEAR).context["page"]
    rows = [
        (row.member.full_name, row.account.due, row.account.paid, row.account.label)
        for row in page
        if row.member in people
    ]

    assert rows == [
        ("Trần Văn An", 120_000, 120_000, "đã nộp đủ"),
        ("Lê Thị Bình", 120_000, 50_000, "nộp một phần"),
        ("Phạm Văn Cường", 120_000, 0, "chưa nộp"),
        ("Đỗ Văn Dũng", 0, 0, "được miễn"),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"tinh_trang": "con-no"}, ["Lê Thị Bình", "Phạm Văn Cường"]),
        ({"tinh_trang": "da-nop"}, ["Trần Văn An"]),
        ({"tinh_trang": "khong-phai-nop"}, ["Đỗ Văn Dũng"]),
        ({"q": "do dung"}, ["Đỗ Văn Dũng"]),
        ({"q": "pham", "tinh_trang": "da-nop"}, []),
        ({"ngay": "23/11/2026", "tinh_trang": "da-nop"}, []),
        ({"nam": "2025"}, []),
        ({"nam": "1066", "tinh_trang": "lạ", "ngay": "31/2/2026", "q": "cuong"}, ["Phạm Văn Cường"]),
    ],
)  # fmt: skip
def test_each_filter_narrows_the_list(
    cast: Cast, people: list[Member], query: dict[str, str], names: list[str]
) -> None:
    assert _names(cast, **query) == names


def test_names_are_found_above_a_branch_too(cast: Cast, people: list[Member]) -> None:
    assert _names(cast, "officer_above", q="cuong") == ["Phạm Văn Cường"]
    assert cast.client("officer_beside").get(YEAR, {"don_vi": cast.here.pk}).status_code == 404
    assert _names(cast, "officer_beside", q="cuong") == []


def test_old_branch_still_sees_its_dues_but_not_the_card(cast: Cast, people: list[Member]) -> None:
    membership = people[2].memberships.get()
    membership.valid_to, membership.left_by = dt.date(2026, 5, 1), Membership.Exit.TRANSFERRED
    membership.save()
    Membership.objects.create(
        member=people[2], unit=cast.beside, valid_from=dt.date(2026, 5, 1), entered_by="transferred"
    )
    page = cast.client("officer_here").get(YEAR)

    assert "Phạm Văn Cường" in text(page)
    assert text(page).count("Nay sinh hoạt nơi khác") == 1
    assert reverse("book:member", args=[people[2].pk]) not in page.content.decode()
    # A treasurer opens no card; that says nothing of where somebody belongs.
    treasurer = Client()
    treasurer.force_login(
        make.make_officer(cast.here, Position.Right.TREASURER), "members.backends.OfficeBackend"
    )
    for path, moved in (("", "Nay sinh hoạt nơi khác"), ("con-no/", "(đã chuyển đi)")):
        seen = treasurer.get(f"{YEAR}{path}", {"don_vi": cast.here.pk})
        assert text(seen).count(moved) == text(
            cast.client("officer_here").get(f"{YEAR}{path}")
        ).count(moved)
        assert "/so/hoi-vien/" not in seen.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["officer_here", "officer_above", "office"])
def test_pages_cost_the_same_queries_however_many(
    cast: Cast, count: int, who: str, django_assert_num_queries: Any
) -> None:
    make.make_dues_rate(cast.city)
    for _ in range(count):
        make.make_payment(make.make_member(cast.here), cast.here)
        make.make_waiver(make.make_member(cast.here), cast.here)
        make.make_member(make.make_branch(cast.district))
    client = cast.client(who)
    for name, queries in QUERIES[who].items():
        with django_assert_num_queries(queries):
            client.get(reverse(name))


QUERIES = {
    "officer_here": {"dues:year": 15, "dues:arrears": 18, "dues:collections": 12, "dues:waivers": 10,
                     "dues:rates": 10, "dues:collection_new": 21},
    "officer_above": {"dues:year": 14, "dues:arrears": 13, "dues:collections": 11, "dues:waivers": 9},
    "office": {"dues:year": 12, "dues:arrears": 11, "dues:collections": 9, "dues:waivers": 7,
               "dues:rates": 7},
}  # fmt: skip


def test_meeting_and_its_papers_cost_the_same_queries(
    cast: Cast, django_assert_num_queries: Any, people: list[Member]
) -> None:
    client = cast.client("officer_here")
    counts = {}
    for count in (1, 3):
        sitting = make.make_payment(people[2], cast.here, amount=1).collection
        for _ in range(count - 1):
            make.make_payment(make.make_member(cast.here), cast.here, collection=sitting)
        for name in ("dues:collection", "dues:collection_paper", "dues:collection_receipts"):
            with django_assert_num_queries(PAPERS[name]):
                client.get(reverse(name, args=[sitting.pk]))
            counts[name] = count
    assert len(counts) == 3


PAPERS = {"dues:collection": 13, "dues:collection_paper": 8, "dues:collection_receipts": 8}


# --- Above: sums, arrears ---------------------------------------------------------------------


def test_district_reads_which_branch_collected_how_much(cast: Cast, people: list[Member]) -> None:
    answer = cast.client("officer_above").get(YEAR)
    rows = {str(unit): (sums.paid, sums.in_arrears) for unit, sums in answer.context["rows"]}

    # Two officers, a former one and a member of the cast are in arrears besides ours.
    assert rows == {str(cast.here): (170_000, 5), str(cast.beside): (0, 1)}
    assert (answer.context["sums"].paid, answer.context["sums"].in_arrears) == (170_000, 6)


def test_city_reads_of_districts(cast: Cast, people: list[Member]) -> None:
    rows = cast.client("office").get(YEAR).context["rows"]

    assert [(unit, sums.paid) for unit, sums in rows] == [(cast.district, 170_000)]


def test_arrears_list_members_and_years(cast: Cast) -> None:
    make.make_dues_rate(cast.city, 2025)
    member = make.make_member(cast.here, full_name="Lê Văn Nợ")
    make.make_payment(member, cast.here, year=2026, amount=20_000)
    page = cast.client("officer_here").get("/so/hoi-phi/con-no/").context

    assert [row for row in page["page"] if row[0] == member] == [
        (member, [(2025, 120_000), (2026, 100_000)], 220_000)
    ]
    sums = dict.fromkeys(("officer_above", "office"), 0)
    for year in ("", "truoc"):  # this year by default; the earlier ones together
        above, city = (
            cast.client(who).get("/so/hoi-phi/con-no/", {"nam": year}).context for who in sums
        )
        assert above["years"] == ([2025] if year else [2026])
        sums["officer_above"] += {unit: n for unit, _, n in above["rows"]}[cast.here]
        sums["office"] += {unit: n for unit, _, n in city["rows"]}[cast.district] - above["total"]
    assert sums == {"officer_above": page["total"], "office": 0}
    last = cast.client("office").get("/so/hoi-phi/con-no/", {"nam": "2025"})
    assert "năm 2025, tính đến hôm nay" in text(last)
    assert "Không ai nợ" in text(cast.client("office").get("/so/hoi-phi/con-no/?nam=2024"))


def test_task_leads_to_exactly_the_members_in_arrears(cast: Cast, people: list[Member]) -> None:
    [task] = dues_tasks(cast.officer_here)
    page = cast.client("officer_here").get(task.url).context["page"]

    assert task.label == f"{page.paginator.count} đồng chí chưa nộp đủ hội phí năm 2026"
    [above] = dues_tasks(cast.officer_above)
    assert above.label == "6 đồng chí chưa nộp đủ hội phí năm 2026"
    assert above.detail == f"{cast.here}: 5; {cast.beside}: 1."


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("31/2/2026", "Tháng 2/2026 không có ngày 31."),
        ("31/12/2099", "Ngày này chưa tới nên tính đến hôm nay."),
    ],
)
def test_day_that_cannot_be_is_refused_with_its_reason(
    cast: Cast, people: list[Member], day: str, reason: str
) -> None:
    page_text = cast.client("officer_here").get(YEAR, {"ngay": day}).content.decode()

    assert page_text.count(reason) == 2  # above, and beside the box
    assert f'value="{day}"' in page_text
    assert "tính đến hết ngày" not in page_text


def test_without_filters_there_is_nothing_to_reset(cast: Cast, people: list[Member]) -> None:
    for who in ("officer_here", "officer_above"):
        for path in ("", "con-no/"):
            client = cast.client(who)
            assert "Bỏ lọc" not in client.get(f"{YEAR}{path}").content.decode()
            page = client.get(f"{YEAR}{path}", {"don_vi": cast.here.pk}).content.decode()
            assert ("Bỏ lọc" in page) is (who == "officer_above")


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("binh", True), ("{code}", True), ("0912 345 678", False), ("0912345678", False),
     ("1950", False)],
)  # fmt: skip
def test_treasurer_finds_by_name_and_card_alone(
    cast: Cast, people: list[Member], typed: str, is_found: bool
) -> None:
    """What a treasurer may not read of a member finds nobody either."""
    wanted = people[1]
    wanted.phone, wanted.birth_year = "0912 345 678", 1950
    wanted.save()
    address = f"{YEAR}?{urlencode({'q': typed.format(code=wanted.code)})}"
    treasurer = Client()
    treasurer.force_login(
        make.make_officer(cast.here, Position.Right.TREASURER), "members.backends.OfficeBackend"
    )

    assert (wanted.full_name in treasurer.get(address).content.decode()) is is_found
    if typed != "1950":
        assert wanted.full_name in cast.client("officer_here").get(address).content.decode()


# --- Taken away, printed ----------------------------------------------------------------------


def _book(answer: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if "xml" in name)


def test_export_holds_what_the_page_shows_and_is_recorded(cast: Cast, people: list[Member]) -> None:
    page_text = _book(
        cast.client("officer_here").get(f"{YEAR}tai-ve/", {"tinh_trang": "con-no", "q": "le"})
    )

    assert ("Lê Thị Bình" in page_text, "Phạm Văn Cường" in page_text) == (True, False)
    assert [record.object_id for record in ReadRecord.objects.all()] == [people[1].pk]
    sums = _book(cast.client("officer_above").get(f"{YEAR}tai-ve/"))
    assert (str(cast.here) in sums, "Lê Thị Bình" in sums) == (True, False)


def test_print_holds_everybody_and_is_recorded(cast: Cast, people: list[Member]) -> None:
    page_text = text(cast.client("officer_here").get(f"{YEAR}ban-in/", {"tinh_trang": "da-nop"}))

    assert ("Trần Văn An" in page_text, "Phạm Văn Cường" in page_text) == (True, False)
    assert ReadRecord.objects.count() == 1
    assert str(cast.here) in text(cast.client("officer_above").get(f"{YEAR}ban-in/"))


@pytest.mark.parametrize(
    "query", [{"ngay": "31/02/2026"}, {"tinh_trang": "lạ"}, {"nam": "1066"}], ids=str
)
@pytest.mark.parametrize("path", ["ban-in/", "tai-ve/"])
def test_invalid_filter_makes_no_paper(
    cast: Cast, people: list[Member], path: str, query: dict[str, str]
) -> None:
    answer = cast.client("officer_here").get(f"{YEAR}{path}", query, follow=True)

    assert answer.redirect_chain == [(f"{YEAR}?{urlencode(query)}", 302)]
    assert "Có điều kiện chưa hiểu được nên chưa lập gì." in text(answer)


def test_print_is_a_paper_with_its_sum_and_names_branches_from_above(
    cast: Cast, people: list[Member]
) -> None:
    here = cast.client("officer_here").get(f"{YEAR}ban-in/", {"co_chu": "to"})
    assert '<body class="paper-page letters-to is-list' in here.content.decode()
    page_text = " ".join(text(here).split())
    assert f"{cast.here.name} 7 đồng chí." in page_text
    assert " Cộng 720.000 đ 170.000 đ 550.000 đ " in page_text

    above = " ".join(
        text(cast.client("officer_above").get(f"{YEAR}ban-in/", {"q": "Cường"})).split()
    )
    assert "Tìm “Cường”. 1 đồng chí." in above
    assert cast.here.distinct_label in above


def test_list_to_sign_bears_no_number(cast: Cast, people: list[Member]) -> None:
    sitting = make.make_payment(people[2], cast.here, amount=35_000).collection
    url = reverse("dues:collection_paper", args=[sitting.pk])
    assert "Số: …" not in text(cast.client("officer_here").get(url))


@pytest.mark.parametrize("years", [(2026,), (2026, 2025), (2025, 2026, 2024)])
def test_list_to_sign_counts_people_and_receipts_apart(
    cast: Cast, people: list[Member], years: tuple[int, ...]
) -> None:
    """A member who pays for several years counts once, with several receipts."""
    sitting = make.make_payment(people[1], cast.here, amount=1_000).collection
    for year in years:
        make.make_payment(people[2], cast.here, amount=1_000, collection=sitting, year=year)
    url = reverse("dues:collection_paper", args=[sitting.pk])
    answer = cast.client("officer_here").get(url)
    assert [number for _, number in answer.context["lines"]] == [1, 2, *[0] * (len(years) - 1)]
    page_text = " ".join(text(answer).split())
    assert f"Cộng: 2 đồng chí {1 + len(years)}.000 đ {1 + len(years)} biên nhận" in page_text


def test_sums_of_every_list_stand_once_at_its_end() -> None:
    """A browser repeats the foot of a table under every printed page, unless the style forbids it."""
    css = (settings.BASE_DIR / "static/css/documents.css").read_text()
    assert "& tfoot {\n    display: table-row-group;" in css


@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_list_cut_short_says_so_on_paper_and_in_the_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr("dues.views.year.MAX_RESULTS", 4)
    make.make_dues_rate(cast.district)
    for number in range(count):
        make.make_member(cast.here, full_name=f"Trần Văn Hiếm {'ABCDE'[number]}")
    client = cast.client("officer_above")
    for way in ("", "ban-in/"):
        page_text = text(client.get(f"{YEAR}{way}", {"q": "Hiếm"}))
        assert ("4 người đầu" in page_text) is (count > 4)


@pytest.mark.parametrize(
    ("name", "together"),
    [("dues:collection_paper", 2), ("dues:collection_receipts", 2), ("dues:receipt_print", 1)],
)
def test_papers_of_a_meeting_are_recorded_as_read(
    cast: Cast, people: list[Member], name: str, together: int
) -> None:
    payment = make.make_payment(people[2], cast.here, amount=1)
    for member, year in ((people[1], 2026), (people[2], 2025)):
        make.make_payment(member, cast.here, amount=1, collection=payment.collection, year=year)
    key = payment.pk if name == "dues:receipt_print" else payment.collection_id
    cast.client("officer_here").get(reverse(name, args=[key]))

    reads = ReadRecord.objects.filter(model="members.member", way=ReadRecord.Way.PRINTED)
    wanted = {people[2].pk} if together == 1 else {people[1].pk, people[2].pk}
    assert set(reads.values_list("object_id", flat=True)) == wanted
    assert [read.together for read in reads] == [together] * together


def test_receipts_say_the_money_in_words_and_leave_slips_out(
    cast: Cast, people: list[Member]
) -> None:
    payment = make.make_payment(people[2], cast.here, amount=35_000)
    slip = make.make_payment(people[2], cast.here, amount=77_000, collection=payment.collection)
    slip.reversed_on, slip.reversal_reason = slip.paid_on, "Nhầm"
    slip.save()
    client = cast.client("officer_here")
    for name in ("dues:collection_receipts", "dues:collection_paper"):
        page_text = text(client.get(reverse(name, args=[payment.collection.pk])))
        assert "Ba mươi lăm nghìn đồng" in page_text
        assert "77.000" not in page_text
        assert payment.code in page_text


def test_meeting_all_of_whose_receipts_were_cancelled_is_none(
    cast: Cast, people: list[Member]
) -> None:
    """It offers nothing to print, and the next sheet does not warn of it."""
    slip = make.make_payment(people[2], cast.here, amount=35_000)
    client = cast.client("officer_here")
    detail, sheet = (
        reverse("dues:collection", args=[slip.collection.pk]),
        "/so/hoi-phi/buoi-thu/ghi/",
    )
    papers = [
        reverse(f"dues:collection_{name}", args=[slip.collection.pk])
        for name in ("receipts", "paper")
    ]
    assert all(paper in client.get(detail).content.decode() for paper in papers)
    assert slip.collection in client.get(sheet).context["others"]

    slip.reversed_on, slip.reversal_reason = slip.paid_on, "Nhầm"
    slip.save()

    assert not any(paper in client.get(detail).content.decode() for paper in papers)
    assert "Mọi biên nhận của buổi này đã hủy" in text(client.get(detail))
    assert slip.collection not in client.get(sheet).context["others"]


# --- The card ---------------------------------------------------------------------------------


def test_card_and_own_page_show_the_arrears(cast: Cast) -> None:
    make.make_dues_rate(cast.city, 2024)
    own = cast.member_here.member
    assert own is not None
    for year in (2024, 2025):
        make.make_payment(own, cast.here, year=year)
    lines = ["Năm 2026: còn phải nộp 120.000 đ.", "Đã nộp đủ đến hết năm 2025.",
             "Cộng còn phải nộp: 120.000 đ."]  # fmt: skip
    part = dues_on_card(cast.officer_here, own)
    assert part is not None
    assert part.lines == lines
    assert part.url
    card = cast.client("officer_here").get(reverse("book:member", args=[own.pk]))
    mine = cast.client("member_here").get("/toi/")
    for line in lines:
        assert line in text(card)
        assert line in text(mine)
    assert "mien-giam" not in mine.content.decode()
    make.make_payment(own, cast.here)
    part = dues_on_card(cast.officer_here, own)
    assert part is not None
    assert part.lines == ["Năm 2026: đã nộp đủ."]


def test_arrears_say_where_dues_are_off_and_where_there_are_none(cast: Cast) -> None:
    client = cast.client("office")
    assert "Chưa bật hội phí" in text(client.get(f"{YEAR}con-no/"))
    make.make_dues_rate(make.make_branch(cast.district))
    assert "Không ai nợ hội phí của năm đã chọn" in text(client.get(f"{YEAR}con-no/"))


def test_a_card_keeps_the_waivers_form_about_its_member(cast: Cast, people: list[Member]) -> None:
    page = cast.client("officer_here").get(reverse("dues:waiver_new"), {"hoi-vien": people[2].pk})
    box = page.context["form"]["member"]
    assert (box.value(), box.field.widget.attrs["readonly"]) == (people[2].code, True)
