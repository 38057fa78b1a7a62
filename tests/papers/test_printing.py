"""Papers for those whom the list finds: attendance, labels, letters, the size of their letters."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from desk.labels import SHEETS, Label, labels_for, on_sheets, same_address
from kit.dates import local_today
from members.models import Change, LetterText, ListSetting, Member, ReadRecord
from members.models.letters import PLACEHOLDERS
from papers.filling import values_for
from papers.views import lists
from register.columns import member_rows
from register.filters import MemberFilter

from .. import factories as make
from ..conftest import Cast
from ..pages import words_of
from ..test_bad_input import WILD

IN = "/so/hoi-vien/in-an/"
QUERIES_OF_TEXTS = 11
ATTENDANCE = {"lap": "1", "tieu_de": "Họp quý IV"}


def _text(answer: Any) -> str:
    return words_of(answer)


def _get(cast: Cast, path: str = "", who: str = "officer_here", **query: Any) -> Any:
    return cast.client(who).get(f"{IN}{path}", query)


def _errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


# --- One place, one question ------------------------------------------------------------------


@pytest.mark.moment("2026-11-25 10:00")  # the others of the cast, born in 1950, turn 80 in 2030
def test_every_kind_is_offered_for_the_question_asked(cast: Cast) -> None:
    make.make_member(cast.here, full_name="Đặng Thị Tìm", birth_year=1940)
    page = _text(_get(cast, tuoi_tu="80"))

    assert "<b>1 đồng chí:</b> Đang sinh hoạt, từ 80 tuổi." in page
    for name in ("members_print", "attendance", "labels", "letters", "pass_printing"):
        assert f'href="{reverse(f"book:{name}")}?tuoi_tu=80"' in page


@pytest.mark.parametrize(
    "query",
    [
        {"tuoi_tu": "già"},
        {"khen_thuong": "loai-khong-con"},
        {"chuc_vu": "999999"},
        {"cap_bac": "nguyên soái"},
        {"vao_tu": "31/02/2024"},
        {"tinh_trang": "lạ", "q": "tìm"},
        {"tuoi_tu": "80", "tuoi_den": "70"},
    ],
    ids=str,
)
def test_question_that_is_not_understood_prints_nobody(cast: Cast, query: dict[str, str]) -> None:
    make.make_member(cast.here, address="Số 9")
    client = cast.client("officer_here")
    for name in ("printing", "members_print", "attendance", "labels", "letters", "pass_printing",
                 "members_export"):  # fmt: skip
        answer = client.get(reverse(f"book:{name}"), {**ATTENDANCE, **query}, follow=True)

        assert answer.redirect_chain == [(f"/so/hoi-vien/?{urlencode(query)}", 302)], name
        page = _text(answer)
        assert "Có điều kiện chưa hiểu được nên chưa lập gì." in page
        assert "Có điều kiện chưa hiểu được nên chưa tính:" in page
        assert reverse("book:members_export") not in page
    assert not ReadRecord.objects.exclude(way="opened").exists()


def test_saved_filter_leads_to_the_papers(cast: Cast) -> None:
    page = _text(cast.client("officer_here").get("/so/hoi-vien/", {"tuoi_tu": "70"}))

    assert f'href="{IN}?tuoi_tu=70"' in page


def test_nobody_to_print_for_is_told(cast: Cast) -> None:
    for path in ("", "diem-danh/", "nhan/", "thu/", "the/"):
        assert "Chưa có ai để in" in _text(_get(cast, path, q="khongaica")), path


def test_options_keep_the_question(cast: Cast) -> None:
    page = _text(_get(cast, "diem-danh/", tuoi_tu="16", q="thử"))

    assert '<input type="hidden" name="tuoi_tu" value="16">' in page
    assert '<input type="hidden" name="q" value="thử">' in page


def test_too_many_are_refused_with_what_to_do(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "LIMIT", 1)
    count = MemberFilter(cast.officer_here).count()
    words = f"Điều kiện này có {count} đồng chí; mỗi lần in nhiều nhất 1."

    assert count > 1
    for answer in (_get(cast), _get(cast, "diem-danh/", **ATTENDANCE), _get(cast, "nhan/", lap="1", to_nhan="3x8"),
                   cast.client("officer_here").get("/so/hoi-vien/in/")):  # fmt: skip
        assert words in _text(answer)
    assert not ReadRecord.objects.exists()


@pytest.mark.parametrize("path", ["", "diem-danh/", "nhan/", "thu/", "the/"])
def test_unit_beyond_the_own_books_is_none(cast: Cast, path: str) -> None:
    assert _get(cast, path, don_vi=cast.beside.pk).status_code == 404


ASKED = {
    "": ("q", "tuoi_tu", "co_chu"),
    "diem-danh/": ("lap", "tieu_de", "ngay_hop", "gio_hop", "dong_khach", "co_chu"),
    "nhan/": ("lap", "to_nhan", "bat_dau", "co_chu"),
    "thu/": ("lap", "mau", "don_vi_gui", "so", "ngay_thu", "thoi_gian"),
    "the/": ("q", "chu_to"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("path", ASKED)
def test_wild_queries_get_a_page(cast: Cast, path: str) -> None:
    text = make.make_letter_text(cast.here)
    client = cast.client("officer_here")
    sound = {
        "lap": "1",
        "tieu_de": "x",
        "to_nhan": "3x8",
        "mau": text.pk,
        "don_vi_gui": cast.here.pk,
    }
    for name in ASKED[path]:
        for value in WILD:
            query: dict[str, Any] = sound | {name: value}
            answer = client.get(f"{IN}{path}", query)
            assert answer.status_code in {200, 302, 400}, (name, value)


# --- Attendance -------------------------------------------------------------------------------


def test_attendance_holds_everybody_with_lines_for_guests(cast: Cast) -> None:
    one = make.make_member(cast.here, full_name="Đặng Thị Tìm", birth_year=1940)
    answer = _get(
        cast, "diem-danh/", q="tim", ngay_hop="11-10-26", gio_hop="8 giờ", dia_diem="Nhà văn hóa",
        dong_khach="3", ghi_chi_hoi="on", **ATTENDANCE,
    )  # fmt: skip
    page = _text(answer)

    assert "<small>Họp quý IV</small>" in page
    assert "8 giờ, ngày 11 tháng 10 năm 2026, <span>tại Nhà văn hóa" in page
    assert f'<p class="meeting">{cast.here.name}</p>' in page
    assert re.findall(r'<th scope="row">(.*?)</th>', page) == [
        f"Đặng Thị Tìm<small>{cast.here}</small>"
    ]
    assert page.count(">Khách</td>") == 3
    assert "Cộng: 1 đồng chí trong danh sách." in page
    assert ReadRecord.objects.of(one).count() == 1


def test_attendance_without_day_and_place_leaves_room(cast: Cast) -> None:
    page = _text(_get(cast, "diem-danh/", **ATTENDANCE))

    assert "ngày …… tháng …… năm ………, <span>tại ………" in page
    assert page.count(">Khách</td>") == 5


def test_attendance_of_a_unit_asked_for_bears_its_name(cast: Cast) -> None:
    answer = _get(cast, "diem-danh/", who="office", don_vi=cast.here.pk, **ATTENDANCE)

    assert f'<p class="meeting">{cast.here.name}</p>' in _text(answer)


def test_attendance_refuses_with_reasons_and_keeps_what_was_typed(cast: Cast) -> None:
    answer = _get(
        cast,
        "diem-danh/",
        lap="1",
        ngay_hop="31/2/2026",
        dong_khach="nhiều",
        dia_diem="Nhà văn hóa",
    )

    assert _errors(answer) == {
        "tieu_de": ["Chưa ghi tên cuộc họp."],
        "ngay_hop": ["Tháng 2/2026 không có ngày 31."],
        "dong_khach": ["Không đọc được số “nhiều”. Hãy nhập một số, ví dụ 5."],
    }
    assert 'value="31/2/2026"' in _text(answer)
    assert 'value="Nhà văn hóa"' in _text(answer)


def test_back_from_the_paper_every_answer_stands_there(cast: Cast) -> None:
    paper = _get(cast, "diem-danh/", dia_diem="Nhà văn hóa", tuoi_tu="16", **ATTENDANCE)
    page = _text(cast.client("officer_here").get(paper.context["back"]))

    assert 'value="Nhà văn hóa"' in page
    assert 'value="Họp quý IV"' in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "query", "queries"),
    [
        ("", {}, 8),
        ("diem-danh/", ATTENDANCE, 11),
        ("nhan/", {"lap": "1", "to_nhan": "3x8"}, 11),
        ("nhan/", {}, 9),
    ],
)
def test_papers_ask_the_same_however_long(
    db: None,
    path: str,
    query: dict[str, str],
    queries: int,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    branch = make.make_branch()
    officer = make.make_officer(branch)
    for _ in range(count):
        make.make_member(branch, address=f"Số {count}")
    client = _signed_in(officer)

    with django_assert_num_queries(queries):
        client.get(f"{IN}{path}", query)


def _signed_in(user: Any) -> Any:
    client = Client()
    client.force_login(user, backend="members.backends.OfficeBackend")
    return client


# --- The size of letters ----------------------------------------------------------------------


def _size(answer: Any) -> str:
    return re.findall(r'<body class="paper-page letters-([a-z-]+)', _text(answer))[0]


def test_size_is_asked_in_the_address_and_remembered(cast: Cast) -> None:
    client = cast.client("officer_here")
    sizes = [
        _size(client.get("/so/hoi-vien/in/", query))
        for query in ({}, {"co_chu": "to"}, {}, {"co_chu": "khổng lồ"}, {"co_chu": "rat-to"}, {})
    ]
    options = client.get(f"{IN}diem-danh/")

    assert sizes == ["thuong", "to", "to", "to", "rat-to", "rat-to"]
    assert '<option value="rat-to" selected>' in _text(options)
    assert _size(cast.client("officer_above").get("/so/hoi-vien/in/")) == "thuong"


def test_size_holds_for_official_papers_too(cast: Cast) -> None:
    departure = make.make_departure(
        cast.here, kind="moved_away", destination="Hội tỉnh", decision=make.make_decision(cast.here)
    )
    answer = cast.client("officer_here").get(
        reverse("book:departure_paper", args=[departure.pk]), {"co_chu": "to"}
    )

    assert _size(answer) == "to"


def test_list_with_many_columns_lies_sideways_in_smaller_letters(cast: Cast) -> None:
    client = cast.client("officer_here")
    few = client.get("/so/hoi-vien/in/")
    ListSetting.objects.create(
        user=cast.officer_here, list_name="members",
        columns=["the", "cap-bac", "sinh", "tuoi", "gioi", "chi-hoi", "cap-tren", "tinh-trang", "chuc-vu",
                 "vao-hoi", "tham-nien", "dien-thoai", "noi-o", "que", "cuoi", "nghi-huu", "loai"],
    )  # fmt: skip
    many = client.get("/so/hoi-vien/in/", {"co_chu": "rat-to"})

    assert (few.context["is_wide"], few.context["points"]) == (False, 11)
    assert many.context["is_wide"]
    assert many.context["points"] < 12
    assert "Danh sách có nhiều cột nên chữ nhỏ hơn cỡ đã chọn." in _text(many)


# --- Labels -----------------------------------------------------------------------------------


def _labels(answer: Any) -> list[list[Label]]:
    sheets: list[list[Label]] = answer.context["sheets"]
    return sheets


def test_labels_begin_where_the_sheet_is_unused(cast: Cast) -> None:
    make.make_member(cast.here, full_name="Lê An", address="Số 1, đường A", rank=90)
    answer = _get(cast, "nhan/", lap="1", q="Lê An", to_nhan="2x7", bat_dau="4")
    places = _labels(answer)[0]

    assert len(places) == 14
    assert [place for place, label in enumerate(places, 1) if label.names] == [4]
    assert places[3].names == ("Đồng chí Đại úy Lê An",)
    assert places[3].address == "Số 1, đường A"


def test_labels_run_on_to_the_next_sheet(db: None) -> None:
    sheet = SHEETS["2x4"]
    laid = on_sheets([Label(("x",))] * 9, sheet, 8)

    assert [[bool(label.names) for label in page] for page in laid] == [
        [False] * 7 + [True], [True] * 8,
    ]  # fmt: skip


def test_family_of_the_dead_is_addressed(cast: Cast) -> None:
    departure = make.make_departure(cast.here)
    member = departure.membership.member
    Member.objects.filter(pk=member.pk).update(address="Số 5")
    answer = _get(cast, "nhan/", lap="1", tinh_trang="da-roi", to_nhan="3x8")

    assert _labels(answer)[0][0].names == (f"Gia đình đồng chí {member.full_name}",)


def test_household_shares_a_label_where_asked(cast: Cast) -> None:
    for name, address in (
        ("Lê An", "Số 1, đường A, Phường 2"), ("Lê Bình", "số 1 đường A - phường 2."), ("Lê Chi", "Số 2"),
    ):  # fmt: skip
        make.make_member(cast.here, full_name=name, address=address)
    query = {"lap": "1", "q": "lê", "to_nhan": "3x8"}
    one_each = _labels(_get(cast, "nhan/", **query))[0]
    shared = _labels(_get(cast, "nhan/", gop_nha="on", **query))[0]

    assert [label.names for label in one_each if label.names] == [
        ("Đồng chí Lê An",), ("Đồng chí Lê Bình",), ("Đồng chí Lê Chi",),
    ]  # fmt: skip
    assert [label.names for label in shared if label.names] == [
        ("Đồng chí Lê An", "Đồng chí Lê Bình"), ("Đồng chí Lê Chi",),
    ]  # fmt: skip


def test_two_ways_of_writing_an_address_are_one() -> None:
    assert same_address("Số 1, Đường A - P. 2 ") == same_address("so 1 duong a p 2")
    assert same_address(" , ") == ""


def test_who_has_no_address_is_named_with_the_way_to_write_it(cast: Cast) -> None:
    one = make.make_member(cast.here, full_name="Lê Không Nhà", address="")
    options = _text(_get(cast, "nhan/", q="Lê Không"))
    paper = _get(cast, "nhan/", lap="1", q="Lê Không", to_nhan="3x8")

    assert f'href="{reverse("book:member_edit", args=[one.pk])}#id_address"' in options
    assert "1 đồng chí chưa ghi nơi ở nên không có nhãn." in _text(paper)
    assert _labels(paper) == []


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"to_nhan": "3x8", "bat_dau": "25"}, {"bat_dau": ["Giá trị này phải từ 24 trở xuống."]}),
        ({"to_nhan": "2x7", "bat_dau": "15"}, {"bat_dau": ["Tờ này chỉ có 14 nhãn."]}),
        ({"to_nhan": "9x9"}, {"to_nhan"}),
    ],
)  # fmt: skip
def test_labels_refuse_what_the_sheet_is_not(
    cast: Cast, query: dict[str, str], errors: Any
) -> None:
    found = _errors(_get(cast, "nhan/", lap="1", **query))

    assert (found if isinstance(errors, dict) else set(found)) == errors


def test_long_address_gets_smaller_letters(db: None) -> None:
    short = make.make_member(address="Số 1")
    long = make.make_member(full_name="Nguyễn Phước Bảo " * 5, address="Hẻm dài " * 25)
    sheet = SHEETS["3x8"]
    points = [labels_for([one], sheet, letters="rat-to")[0].points for one in (short, long)]

    assert points[0] == 18
    assert 6 <= points[1] < 10


def test_sheets_fit_the_page() -> None:
    for sheet in SHEETS.values():
        assert sheet.columns * sheet.width <= 210
        assert sheet.rows * sheet.height <= 297


# --- Letters ----------------------------------------------------------------------------------


def _letter(cast: Cast, text: LetterText, who: str = "officer_here", **query: Any) -> Any:
    asked = {"lap": "1", "mau": text.pk, "don_vi_gui": cast.here.pk}
    return _get(cast, "thu/", who, **asked | query)


def test_letter_says_of_each_what_stands_in_braces(cast: Cast) -> None:
    one = make.make_member(
        cast.here, full_name="Đặng Thị Tìm", birth_year=1946, rank=90, code="HV777001"
    )
    text = make.make_letter_text(
        cast.here,
        subject="Gửi {ho ten}",
        body="{HỌ TÊN}, {Cấp bậc}, {Năm sinh}, {Tuổi}, {Số thẻ}, {Chi hội}\n\n{Ngày vào Hội}; {Thâm niên}\n"
        "{Ngày}, {Thời gian}, {Địa điểm}",
    )
    answer = _letter(
        cast, text, q="tim", ngay_thu="11/10/26", thoi_gian="8 giờ", noi_hop="Nhà văn hóa",
        so="05/GM-CH", nguoi_ky="Trần Ký", chuc_vu_ky="Thư ký",
    )  # fmt: skip
    letter = answer.context["mail"][0]

    assert len(answer.context["mail"]) == 1
    assert letter["to"] == "Đồng chí Đại úy Đặng Thị Tìm"
    assert letter["subject"] == "Gửi Đặng Thị Tìm"
    assert letter["paragraphs"][0] == f"Đặng Thị Tìm, Đại úy, 1946, 80, HV777001, {cast.here}"
    assert letter["paragraphs"][1].startswith("12/12/2023; 2 năm")
    assert letter["paragraphs"][2] == "ngày 11 tháng 10 năm 2026, 8 giờ, Nhà văn hóa"
    page = _text(answer)
    assert "Số: 05/GM-CH" in page
    assert "<span>Trần Ký</span>" in page
    assert ReadRecord.objects.of(one).count() == 1


def test_values_are_those_that_texts_may_name(db: None) -> None:
    make.make_member(make.make_branch())
    member = member_rows(Member.objects.all(), local_today())[0]

    assert list(values_for(member, day=local_today())) == list(PLACEHOLDERS)


def test_first_letter_is_shown_before_all_are_made(cast: Cast) -> None:
    text = make.make_letter_text(cast.here)
    first, everyone = _letter(cast, text, lap="thu"), _letter(cast, text)
    count = MemberFilter(cast.officer_here).count()

    assert (len(first.context["mail"]), len(everyone.context["mail"])) == (1, count)
    assert f"Lập đủ {count} thư" in _text(first)
    assert ReadRecord.objects.count() == 1 + count


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Kính gửi {Tên cúng cơm}", "Không có mục {Tên cúng cơm}. Các mục dùng được: {Họ tên}, {Cấp bậc}, "),
        ("Kính gửi {Căn cước} {Hoàn cảnh}", "Không có mục {Căn cước}, {Hoàn cảnh}. "),
        ("Kính gửi {Họ tên", "Có dấu ngoặc nhọn thiếu một nửa."),
        ("a\n" * 200, "Thư dài quá một trang giấy"),
        ("   ", "Chưa viết nội dung."),
    ],
)  # fmt: skip
def test_text_that_could_not_be_printed_is_refused(cast: Cast, body: str, words: str) -> None:
    data = {"unit": cast.here.pk, "kind": "notice", "name": "Thử", "body": body}
    answer = cast.client("officer_here").post("/so/mau-thu/moi/", data)

    assert words in _errors(answer)["body"][0]
    assert not LetterText.objects.exists()


def test_text_holds_no_word_for_what_needs_consent() -> None:
    all_placeholders = " ".join(PLACEHOLDERS)

    for word in ("Đảng", "chính sách", "căn cước", "bảo hiểm", "hoàn cảnh", "điện thoại"):
        assert word.lower() not in all_placeholders.lower()


def test_text_sent_twice_is_kept_once(cast: Cast) -> None:
    client = cast.client("officer_here")
    token = re.findall(r'name="token" value="([^"]+)"', _text(client.get("/so/mau-thu/moi/")))[0]
    data = {
        "unit": cast.here.pk,
        "kind": "notice",
        "name": "Mời họp",
        "body": "Mời {Họ tên}",
        "token": token,
    }
    answers = [client.post("/so/mau-thu/moi/", data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert [str(text) for text in LetterText.objects.all()] == ["Mời họp"]


def test_second_text_of_the_same_name_is_refused(cast: Cast) -> None:
    make.make_letter_text(cast.here, name="Mời họp")
    data = {"unit": cast.here.pk, "kind": "notice", "name": "Mời họp", "body": "Mời"}
    answer = cast.client("officer_here").post("/so/mau-thu/moi/", data)

    assert _errors(answer) == {"__all__": ["Đơn vị đã có mẫu thư cùng tên."]}


def test_text_is_used_from_below_and_changed_by_its_own_unit(cast: Cast) -> None:
    texts = {
        name: make.make_letter_text(unit, name=name)
        for name, unit in (("thành phố", cast.city), ("quận", cast.district), ("chi hội", cast.here),
                           ("bên cạnh", cast.beside))
    }  # fmt: skip

    def named(rows: Any) -> set[str]:
        return {row.name for row in rows}

    usable, editable = LetterText.objects.usable_by, LetterText.objects.editable_by
    assert named(usable(cast.officer_here)) == {"thành phố", "quận", "chi hội"}
    assert named(editable(cast.officer_here)) == {"chi hội"}
    assert named(usable(cast.officer_above)) == set(texts)
    assert named(editable(cast.officer_above)) == {"quận", "chi hội", "bên cạnh"}
    assert named(usable(cast.member_here)) == set()
    assert _letter(cast, texts["bên cạnh"]).context["form"].errors["mau"]


def test_letter_goes_out_in_the_name_of_a_unit_one_holds_office_in(cast: Cast) -> None:
    text = make.make_letter_text(cast.here)
    answer = _letter(cast, text, don_vi_gui=cast.district.pk)

    assert _errors(answer) == {"don_vi_gui": ["Đơn vị này không thuộc phạm vi của đồng chí."]}


def test_time_and_place_are_asked_where_the_text_names_them(cast: Cast) -> None:
    text = make.make_letter_text(cast.here, body="{Họ tên}: {Thời gian}, {Địa điểm}")

    assert _errors(_letter(cast, text)) == {
        "thoi_gian": ["Mẫu thư có mục {Thời gian}: hãy điền."],
        "noi_hop": ["Mẫu thư có mục {Địa điểm}: hãy điền."],
    }


def test_nobody_congratulates_the_dead(cast: Cast) -> None:
    dead = make.make_departure(cast.here).membership.member
    greeting = make.make_letter_text(cast.here, kind="greeting")
    notice = make.make_letter_text(cast.here, kind="notice")
    query = {"tinh_trang": "da-roi", "q": dead.code}

    assert _letter(cast, greeting, **query).context["mail"] == []
    assert "Không lập thư chúc mừng cho 1 đồng chí đã từ trần." in _text(
        _letter(cast, greeting, **query)
    )
    assert [one["to"] for one in _letter(cast, notice, **query).context["mail"]] == [
        f"Gia đình đồng chí {dead.full_name}"
    ]


def test_text_is_versioned_told_and_taken_back(cast: Cast) -> None:
    text = make.make_letter_text(cast.here, name="Mời họp", body="Mời {Họ tên}")
    first, second = cast.client("officer_here"), cast.client("officer_above")
    url = reverse("book:letter_text", args=[text.pk])
    forms = [
        re.findall(r'name="version" value="([^"]+)"', _text(one.get(url)))[0]
        for one in (first, second)
    ]
    data = {"kind": "notice", "name": "Mời họp", "body": "Kính mời {Họ tên}"}
    assert first.post(url, data | {"version": forms[0]}).status_code == 302
    refused = second.post(url, data | {"body": "Mời dự {Họ tên}", "version": forms[1]})

    assert "đã lưu lúc" in _errors(refused)["__all__"][0]
    assert "Mời dự {Họ tên}" in _text(refused)
    change = Change.objects.of(text).filter(action="changed").latest("pk")
    assert first.post(f"{url}hoan-tac/", {"change": change.pk}).status_code == 302
    text.refresh_from_db()
    assert (text.body, text.kind) == ("Mời {Họ tên}", "invitation")


def test_text_is_deleted_once_however_often_it_is_sent(cast: Cast) -> None:
    text = make.make_letter_text(cast.here)
    client = cast.client("officer_here")
    url = reverse("book:letter_text_delete", args=[text.pk])

    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    assert not LetterText.objects.exists()


def test_long_letter_is_printed_smaller_and_says_so(cast: Cast) -> None:
    text = make.make_letter_text(cast.here, body="Kính mời đồng chí {Họ tên} dự họp chi hội. " * 12)
    text.full_clean()
    answer = _letter(cast, text, co_chu="rat-to")

    assert answer.context["points"] < 21
    assert "để thư nào cũng chắc chắn vừa một trang" in _text(answer)


def test_text_as_long_as_may_be_fits_or_is_refused(db: None) -> None:
    text = LetterText(unit=make.make_branch(), name="Dài", body="chữ " * 500)
    fits = bool(text.size_on_page(21))
    if fits:
        text.full_clean()
    else:
        with pytest.raises(ValidationError):
            text.full_clean()


@pytest.mark.parametrize("count", [1, 3])
def test_letters_ask_the_same_however_many(
    db: None, count: int, django_assert_num_queries: Any
) -> None:
    branch = make.make_branch()
    officer = make.make_officer(branch)
    text = make.make_letter_text(branch)
    for _ in range(count):
        make.make_member(branch)
    client = _signed_in(officer)

    with django_assert_num_queries(15):
        client.get(f"{IN}thu/", {"lap": "1", "mau": text.pk, "don_vi_gui": branch.pk})


def test_texts_are_paged_and_asked_for_in_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    client = cast.client("officer_here")
    for number in range(1, 4):
        make.make_letter_text(cast.here, name=f"Mẫu {number:02}")
        if number != 2:
            with django_assert_num_queries(QUERIES_OF_TEXTS):
                client.get("/so/mau-thu/")
    for number in range(4, 54):
        make.make_letter_text(cast.here, name=f"Mẫu {number:02}")
    first, second = (_text(client.get("/so/mau-thu/", {"page": page})) for page in (1, 2))
    assert ("Mẫu 50" in first, "Mẫu 51" in first) == (True, False)
    assert ("Mẫu 50" in second, "Mẫu 53" in second) == (False, True)
