"""What is found, by whom, in which order."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from assoc.models import SearchEntry
from assoc.search import Amount, finding, hits, search
from assoc.search.words import Question
from emulation.models import Clause, Section
from events.models import Event
from news.models import Post
from tests import factories as make

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()
Kind = SearchEntry.Kind


def found(q: str, user: Any = STRANGER, **filters: int) -> list[str]:
    """Titles, best first."""
    result = search(q, user=user, **filters)
    titles = SearchEntry.objects.in_bulk(result.keys)
    return [titles[key].title for key in result.keys]


def on(year: int, month: int = 6, day: int = 1) -> dt.datetime:
    return dt.datetime(year, month, day, 1, tzinfo=dt.UTC)


# --- Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "q",
    ["ky ket giao uoc", "KÝ KẾT", "Ký kết giao ước", "KÝ KẾT GIAO ƯỚC", "giao ket", "uoc thi du"],
)
def test_search_ignores_marks_case_order_and_form(q, asked, stored):
    title = unicodedata.normalize(stored, "Lễ ký kết Giao ước thi đua")
    make.make_event(title=title)
    make.make_event(title="Họp mặt truyền thống")
    assert found(unicodedata.normalize(asked, q)) == [title]


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("q", ["dai ta", "đại tá", "Đại tá", "ĐẠI TÁ", "Đại", "ĐAI", "Ðại tá"])
def test_search_takes_d_with_stroke_for_d(q, stored):
    title = unicodedata.normalize(stored, "Gặp mặt Đại tá Nguyễn Văn Đạt")
    make.make_event(title=title)
    assert found(q) == [title]


def test_search_takes_the_old_keyboards_eth_for_d_with_stroke():
    make.make_event(title="Ðại hội Chi hội")
    assert found("đại hội") == found("dai hoi") == ["Ðại hội Chi hội"]


def test_search_unites_both_places_of_the_tone_mark():
    make.make_event(title="Văn nghệ vì hoà bình")
    assert found("hòa bình") == ["Văn nghệ vì hoà bình"]


def test_search_takes_the_last_word_for_a_beginning():
    make.make_event(title="Nghĩa tình đồng đội")
    assert found("nghia ti") == found("ngh") == ["Nghĩa tình đồng đội"]
    assert found("ngh tinh") == []  # only the last one


@pytest.mark.parametrize(
    "word", ["ng", "ngh", "nghi", "nghie", "nghien", "nghieng", "nghiêng", "NGHIÊ"]
)
def test_search_finds_beginnings_of_any_length(word):
    make.make_event(title="Bóng cây nghiêng")
    assert found(word) == ["Bóng cây nghiêng"]


def test_search_wants_every_word():
    make.make_event(title="Ký kết giao ước")
    make.make_event(title="Ký kết hợp đồng")
    assert found("ký kết hợp") == ["Ký kết hợp đồng"]
    assert found("giao ước hợp đồng") == []


def test_search_finds_figures_and_dates_by_their_parts():
    make.make_event(title="Sơ kết ngày 11/10/2024", summary="Quỹ 1.200.000 đ, văn bản 12/QĐ-HCC")
    for q in ("11/10/2024", "2024", "10", "1.200.000", "200", "12/QĐ-HCC", "qd"):
        assert found(q) == ["Sơ kết ngày 11/10/2024"], q


def test_search_leaves_other_scripts_alone():
    make.make_event(title="Đoàn 北京 và москва")
    assert found("北京") == found("москва") == ["Đoàn 北京 và москва"]


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("C#", ["Lớp C#"]),
        ("c＃", ["Lớp C#"]),
        ("lớp C#", ["Lớp C#"]),
        ("C# lớp", ["Lớp C#"]),
        ("C++", ["Tổ C++"]),
        ("C+", []),
        ("70+", ["Câu lạc bộ 70+"]),
        ("C", ["Hàng C", "Lớp C#", "Tổ C++", "Câu lạc bộ 70+", "Con cháu", "Chi bộ"]),
        ('"c"', ["Hàng C", "Lớp C#", "Tổ C++"]),
    ],
)
def test_sign_behind_a_word_is_asked_for(q, titles):
    unit = make.make_association(name="Chi bộ")
    for title in ("Con cháu", "Câu lạc bộ 70+", "Tổ C++", "Lớp C#", "Hàng C", "Số 70", "Số 70 + 1"):
        make.make_event(unit, title=title)
    assert found(q) == titles


def test_mark_stands_on_the_word_with_its_sign():
    make.make_event(title="Lớp C#, hàng C")
    (hit,) = hits(search("C#", user=STRANGER).keys, "C#", user=STRANGER)
    assert hit.title == "Lớp <mark>C#</mark>, hàng C"


# --- What is read of each kind ----------------------------------------------------------------


def test_post_is_found_by_title_lead_body_and_author():
    make.make_post(
        title="Tít bài",
        lead="Sapo mở đầu",
        body="<p>Thân <b>bài</b></p>",
        author_signature="MỸ DUNG",
    )
    for q in ("tít bài", "sapo mở", "thân bài", "mỹ dung"):
        assert found(q) == ["Tít bài"], q
    assert found("strong") == found("p b") == []


def test_event_is_found_by_title_place_summary_and_outcome():
    make.make_event(
        title="Hội nghị", place="Nhà văn hóa", summary="Bàn việc xuân", outcome="Nhất trí"
    )
    for q in ("hội nghị", "nhà văn hóa", "việc xuân", "nhất trí"):
        assert found(q) == ["Hội nghị"], q


def test_unit_is_found_by_name_short_name_code_introduction_and_address():
    make.make_association(
        name="Hội Cựu CAND Bình Thạnh",
        short_name="Quận Bình Thạnh",
        code="BTH-01",
        introduction="Thành lập tháng Tám",
        address="Số 6 Phan Đăng Lưu",
    )
    for q in ("hoi cuu binh thanh", "quận bình", "bth-01", "tháng tám", "phan đăng lưu"):
        assert found(q) == ["Hội Cựu CAND Bình Thạnh"], q


def test_compact_is_found_by_title_preamble_cluster_sections_and_clauses():
    compact = make.make_compact(
        make.make_cluster(name="Cụm thi đua II"),
        title="Giao ước 2024",
        preamble="Phát huy bản chất",
    )
    section = Section.objects.create(compact=compact, title="Xây dựng tổ chức")
    Clause.objects.create(section=section, text="Nhân rộng Tổ tự quản")
    for q in ("giao ước", "bản chất", "cụm thi đua ii", "xây dựng tổ chức", "tổ tự quản"):
        assert found(q) == ["Giao ước 2024"], q


# --- Order ------------------------------------------------------------------------------------


def test_order_is_exact_title_then_title_then_exact_text_then_text_then_newest():
    def post(title: str, lead: str, year: int) -> None:
        make.make_post(title=title, lead=lead, published_at=on(year))

    post("E", "gặp ma cũ", 2024)
    post("D", "gặp má cũ", 2020)
    post("Ghi ở mà", "x", 2019)
    post("Ghi ở ma", "x", 2023)
    post("Ghi ở má, cũ", "x", 2010)
    post("Ghi ở má", "x", 2011)
    post("F", "gặp mả cũ", 2025)
    assert found("má") == ["Ghi ở má", "Ghi ở má, cũ", "Ghi ở ma", "Ghi ở mà", "D", "F", "E"]


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
def test_exact_marks_stand_first_in_either_form(stored):
    wanted = unicodedata.normalize(stored, "Đường về")
    make.make_post(title=wanted, published_at=on(2020))
    make.make_post(title="Dương về", published_at=on(2024))
    assert found("đường") == [wanted, "Dương về"]
    assert found("dương") == ["Dương về", wanted]


def test_exact_marks_stand_first_however_many_are_newer(monkeypatch):
    monkeypatch.setattr(finding, "MOST_RANKED", 2)
    make.make_post(title="Bài về má", published_at=on(2010))
    for year in (2020, 2021, 2022, 2023):
        make.make_post(title=f"Bài {year}", lead="mai", published_at=on(year))
    assert found("má") == ["Bài về má", "Bài 2023", "Bài 2022"]


def test_kinds_are_mixed_by_day():
    make.make_post(title="Họp một", published_at=on(2020))
    make.make_event(title="Họp hai", starts_at=on(2021))
    make.make_compact(title="Họp ba", starts_on=dt.date(2022, 1, 1), ends_on=dt.date(2023, 1, 1))
    assert found("họp") == ["Họp ba", "Họp hai", "Họp một"]


# --- Who --------------------------------------------------------------------------------------


def test_posts_that_are_not_out_are_neither_found_nor_counted_for_anybody(cast):
    make.make_post(title="Bí mật nháp", state=Post.State.DRAFT)
    make.make_post(title="Bí mật chưa hẹn", state=Post.State.DRAFT, published_at=None)
    make.make_post(title="Bí mật đã gỡ", state=Post.State.WITHDRAWN)
    make.make_post(title="Bí mật hẹn giờ", published_at=timezone.now() + dt.timedelta(days=1))
    for user in (STRANGER, cast.member_here, cast.editor, cast.admin):
        result = search("bí mật", user=user)
        assert (result.keys, result.cells) == ([], {})


def test_internal_posts_are_found_and_counted_for_members_only(cast):
    make.make_post(title="Thư nội bộ", audience=Post.Audience.INTERNAL, published_at=on(2024))
    assert search("thư nội bộ", user=STRANGER).cells == {}
    assert found("thư nội bộ") == []
    assert search("thư nội bộ", user=cast.member_here).cells == {(Kind.POST, 2024): Amount(1)}
    assert found("thư nội bộ", cast.member_here) == ["Thư nội bộ"]


def test_events_are_found_once_announced(cast):
    make.make_event(title="Hội thao nháp", state=Event.State.DRAFT)
    make.make_event(title="Hội thao", starts_at=on(2024))
    make.make_event(title="Hội thao đã hủy", state=Event.State.CANCELLED, starts_at=on(2023))
    for user in (STRANGER, cast.admin):
        assert found("hội thao", user) == ["Hội thao", "Hội thao đã hủy"]


def test_compacts_are_found_once_signed_and_before_by_the_clusters_officers(cast):
    cluster = make.make_cluster(cast.district)
    make.make_compact(cluster, title="Giao ước dự thảo", signed_on=None)
    for user in (STRANGER, cast.member_here, cast.officer_here, cast.former_officer):
        assert found("dự thảo", user) == []
        assert search("dự thảo", user=user).cells == {}
    assert found("dự thảo", cast.officer_above) == ["Giao ước dự thảo"]
    assert found("dự thảo", cast.admin) == ["Giao ước dự thảo"]


def test_a_hit_that_closes_between_finding_and_showing_is_left_out():
    post = make.make_post(title="Vừa gỡ")
    keys = search("vừa gỡ", user=STRANGER).keys
    Post.objects.filter(pk=post.pk).update(state=Post.State.WITHDRAWN)
    assert hits(keys, "vừa gỡ", user=STRANGER) == []


# --- Filters and counts -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ({}, 4),
        ({"kind": Kind.POST}, 3),
        ({"year": 2023}, 3),
        ({"kind": Kind.POST, "year": 2023}, 2),
        ({"kind": Kind.UNIT}, 0),
        ({"year": 1999}, 0),
    ],
)
def test_counts_are_of_every_kind_and_year_whatever_the_filter(filters, number):
    for year in (2022, 2023, 2023):
        make.make_post(title="Họp", published_at=on(year))
    make.make_event(title="Họp", starts_at=on(2023))
    result = search("họp", user=STRANGER, **filters)
    assert result.cells == {
        (Kind.POST, 2022): Amount(1),
        (Kind.POST, 2023): Amount(2),
        (Kind.EVENT, 2023): Amount(1),
    }
    assert len(result.keys) == result.amount(**filters).number == number
    assert result.years == [2023, 2022]


def test_a_years_filter_follows_the_day_in_vietnam():
    utc = dt.UTC
    make.make_post(title="Giao thừa", published_at=dt.datetime(2024, 12, 31, 16, 59, tzinfo=utc))
    make.make_post(title="Giao thừa qua", published_at=dt.datetime(2024, 12, 31, 17, 0, tzinfo=utc))
    assert found("giao thừa", year=2024) == ["Giao thừa"]
    assert found("giao thừa", year=2025) == ["Giao thừa qua"]


def test_counts_beyond_the_ranking_are_bounded_by_year(monkeypatch):
    monkeypatch.setattr(finding, "MOST_RANKED", 3)
    monkeypatch.setattr(finding, "MOST_COUNTED_A_YEAR", 2)
    for year in (2021, 2021, 2021, 2022, 2022, 2024):
        make.make_post(title="Họp", published_at=on(year))
    make.make_post(title="Họp nháp", state=Post.State.DRAFT, published_at=on(2023))
    make.make_event(title="Họp", starts_at=on(2020))
    result = search("họp", user=STRANGER)
    assert result.cells == {
        (Kind.POST, 2021): Amount(2, is_more=True),
        (Kind.POST, 2022): Amount(2),
        (Kind.POST, 2024): Amount(1),
        (Kind.EVENT, 2020): Amount(1),
    }
    assert result.amount() == Amount(6, is_more=True)
    assert result.amount(year=2022) == Amount(2)
    assert len(result.keys) == 7  # the newest three, and the better hits among the older
    assert len(search("họp", user=STRANGER, year=2021).keys) == 3


def test_search_asks_the_same_number_of_questions_for_one_and_three(django_assert_num_queries):
    make.make_post(title="Họp")
    with django_assert_num_queries(2):
        search("họp", user=STRANGER)
    for _ in range(2):
        make.make_post(title="Họp")
    with django_assert_num_queries(2):
        search("họp", user=STRANGER)
    with django_assert_num_queries(0):
        search("…", user=STRANGER)


# --- Odd questions ----------------------------------------------------------------------------


WILD = {
    "nothing": "",
    "spaces": "   \t\n",
    "punctuation": "... !!! ??? --- ()",
    "quotes": "\"họp\" 'họp' “họp” `họp`",
    "one quote": '"',
    "apostrophe": "họp'",
    "backslash": "họp\\",
    "stars": "họp* *",
    "operators": "họp AND OR NOT NEAR(họp, 2)",
    "tsquery": "họp & ! | <-> :* họp:A",
    "columns": "title:họp -body:họp ^họp {title} : họp",
    "per cent": "100% họp %s %d %(a)s {0}",
    "parentheses": "((((họp",
    "NUL": "họp\x00họp",
    "zero width": "họ\u200bp",
    "emoji": "họp 🎉👮‍♂️🇻🇳",
    "flags only": "🇻🇳",
    "lone surrogate": "họp \ud800",
    "marks only": "\u0301\u0323\u031b",
    "fractions": "½ ㎏ ² Ⅳ ﬁ",
    "strange scripts": "ᦰ ᳲ a\u19b0b नमस्ते مرحبا שלום",
    "long word": "h" * 10_000,
    "long question": "họp " * 5_000,
    "html": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE assoc_searchentry; --",
}


@pytest.mark.parametrize("q", WILD.values(), ids=WILD.keys())
def test_odd_questions_break_nothing(q):
    make.make_event(title="Họp mặt")
    result = search(q, user=STRANGER)
    assert len(hits(result.keys, q, user=STRANGER)) in (0, 1)


def test_every_letter_we_let_through_can_be_asked():
    """An engine that parted a word at one of its letters would raise."""
    questions = [Question.of(f"a{chr(n)}b") for n in range(1, 0x11000) if not 0xD800 <= n < 0xE000]
    for words in (
        {word for question in questions for word in question.folded},
        {word for question in questions for word in question.exact},
    ):
        assert len(words) > 20_000
        for some in batched(sorted(words), 400):
            finding._Inquiry(Question(some, some), STRANGER).rank([Kind.EVENT], None)


def batched(words: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + size]) for at in range(0, len(words), size))


# --- Words side by side -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "together", "apart"),
    [
        ("dai ta", "Đại tá Lê Công Thiện kể", "Dài tám dặm tấm lòng"),
        ("đại tá", "Chào đại tá, chúc sức khỏe", "Tá túc ở đại lộ"),
        ("hoi nghi", "Dự hội nghị hôm qua", "Nghỉ hội hè, nghiêm túc"),
        ("bao cao", "Nghe báo cáo quý", "Cáo lỗi chậm báo, điểm cao"),
        ("tinh dong doi", "Nghĩa tình đồng đội", "Đôi lời đồng tình, đội viên"),
        ("11/10/2024", "Họp ngày 11/10/2024 tại hội trường", "Ngày 10/11/2024"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_side_by_side_stand_before_newer_words_apart(
    q: str, together: str, apart: str, form: Any
) -> None:
    """Also before a title that has them all, but apart or as beginnings."""
    make.make_post(title="Cũ", lead=unicodedata.normalize(form, together), published_at=on(2010))
    for year in range(2020, 2026):
        make.make_post(title=f"{apart} {year}", lead=apart, published_at=on(year))
    assert found(q)[0] == "Cũ"
    assert len(found(q)) == (7 if len(found(q)) > 1 else 1)


def test_whole_words_stand_before_beginnings() -> None:
    make.make_post(title="A", lead="một tá bút", published_at=on(2010))
    make.make_post(title="Tám tấm ảnh", published_at=on(2025))
    make.make_post(title="Tấm gương", lead="tạ ơn", published_at=on(2024))
    assert found("ta") == ["Tấm gương", "A", "Tám tấm ảnh"]


def test_side_by_side_in_the_title_then_in_the_text_then_apart() -> None:
    make.make_post(title="Tá của đại đội", published_at=on(2025))
    make.make_post(title="Chữ", lead="một đại tá", published_at=on(2020))
    make.make_post(title="Đại tá về thăm", published_at=on(2010))
    make.make_post(title="Dài tạ", published_at=on(2012))
    assert found("đại tá") == ["Đại tá về thăm", "Dài tạ", "Chữ", "Tá của đại đội"]


@pytest.mark.parametrize("q", ['"đại tá"', '"dai ta"', "“Đại tá”", "«đại tá»", '"đại tá" thiện'])
def test_quotes_want_the_words_side_by_side_and_whole(q: str) -> None:
    make.make_post(title="Đại tá Thiện", published_at=on(2010))
    make.make_post(title="Thiện: tá túc ở đại lộ", published_at=on(2020))
    make.make_post(title="Thiện chí, đại tám", published_at=on(2021))
    result = search(q, user=STRANGER)
    assert found(q) == ["Đại tá Thiện"]
    assert result.cells == {(Kind.POST, 2010): Amount(1)}


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ('"tá"', ["Xuân tá"]),
        ('"tá', ["Tám", "Xuân tá"]),  # a quote that is still open
        ('hội "xuân tá"', []),
        ('"xuân" t', ["Xuân tá"]),
        ('""', []),
        ('"xuân tá" "tá xuân"', []),
    ],
)
def test_quotes_around_anything(q: str, titles: list[str]) -> None:
    make.make_post(title="Xuân tá", published_at=on(2010))
    make.make_post(title="Tám", published_at=on(2020))
    assert sorted(found(q)) == titles


def test_words_in_quotes_are_counted_by_kind_and_year_and_filtered(monkeypatch: Any) -> None:
    for year in (2019, 2020):
        make.make_post(title=f"Đại tá {year}", published_at=on(year))
        make.make_post(title=f"Tá đại {year}", published_at=on(year))
    make.make_event(title="Đại tá đến", starts_at=on(2020))
    result = search('"đại tá"', user=STRANGER, kind=Kind.POST, year=2020)
    assert result.cells == {
        (Kind.POST, 2019): Amount(1), (Kind.POST, 2020): Amount(1), (Kind.EVENT, 2020): Amount(1),
    }  # fmt: skip
    assert found('"đại tá"', kind=Kind.POST, year=2020) == ["Đại tá 2020"]
