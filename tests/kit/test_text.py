"""Text: what is cleaned, folded, sorted and marked."""

import random
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from kit import text

FORMS = ("NFC", "NFD", "NFKC", "NFKD")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đại tá KÝ KẾT giao ước", "dai ta ky ket giao uoc"),
        ("Hoà  bình\tHòa\u00a0bình", "hoa binh hoa binh"),
        ("Ðức Ɖạt", "duc dat"),  # eth and African D, typed for Đ by old keyboards
        ("ｈộｉ ﬁ ①", "hoi fi 1"),
        ("Straße İstanbul", "strasse istanbul"),
        ("giao\u200bước\u00ad\x00", "giaouoc"),
        ("", ""),
    ],
)
def test_fold_is_the_same_for_every_normal_form(typed, folded, form):
    assert text.fold(unicodedata.normalize(form, typed)) == folded


def test_fold_of_folded_text_changes_nothing():
    once = text.fold("Ngày ½ Đ … ŉ ǅ ﬃ Ω Привет Ǆ")
    assert text.fold(once) == once


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Nguyễn \t Văn\nA ", "Nguyễn Văn A"),
        (unicodedata.normalize("NFD", "Trần Thị Ước"), "Trần Thị Ước"),
        ("A\x00B\x07C\x1fD", "ABC D"),
        ("\u202eđảo\u202c \u2066x\u2069", "đảo x"),
        ("\u200b\ufeff\u2060\u3164", ""),
        ("lẻ \ud800 loi \uffff", "lẻ loi"),
        ("Chúc mừng 🎉", "Chúc mừng 🎉"),
        ("\u2028a\u0085b\u3000c", "a b c"),
    ],
)
def test_clean_line_keeps_only_what_is_seen(typed, cleaned):
    assert text.clean_line(typed) == cleaned
    assert text.clean_line(typed).encode("utf-8").decode() == cleaned


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Một\r\nHai\rBa\n", "Một\nHai\nBa"),
        ("Một\n\n\n\n\n\nHai", "Một\n\n\nHai"),
        ("Một\n \t \n\u200b\n\n\nHai", "Một\n\n\nHai"),
        ("  thụt   lề  \n\x00xong\u202e", "thụt lề\nxong"),
        ("\n\n \n", ""),
    ],
)
def test_clean_text_keeps_lines_and_two_blank_ones(typed, cleaned):
    assert text.clean_text(typed) == cleaned


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Ký kết giao ước thi đua năm 2024!", "ky-ket-giao-uoc-thi-dua-nam-2024"),
        ("Đường 3/2 – Quận 10", "duong-3-2-quan-10"),
        ("…", "bai"),
        ("", "bai"),
        ("日本", "bai"),
        ("<script>", "script"),
    ],
)
def test_slugify_is_ascii_and_never_empty(title, slug):
    assert text.slugify(title) == slug


def test_slugify_cuts_at_a_word_where_it_can():
    assert text.slugify("giao ước thi đua", max_length=12) == "giao-uoc-thi"
    assert text.slugify("giao ước thi đua", max_length=11) == "giao-uoc"
    assert text.slugify("a" * 200) == "a" * 80


@pytest.mark.parametrize(
    ("name", "given"), [("Nguyễn Văn  Đạt ", "Đạt"), ("Út", "Út"), ("", ""), (" ", "")]
)
def test_given_name_is_the_last_word(name, given):
    assert text.given_name(name) == given


IN_ORDER = [
    # by given name: letters before tones, ă after a, â after ă, đ after d …
    ("An", "Ánh", "Ân", "Dũng", "Dương", "Đạt", "Đức"),
    ("ma", "mà", "mả", "mã", "má", "mạ", "mai", "mă", "mằm", "mâ", "mẩu"),
    (
        "Đ",
        "E",
        "Ê",
        "F",
        "G",
        "H",
        "I",
        "J",
        "K",
        "O",
        "Ô",
        "Ơ",
        "P",
        "U",
        "Ư",
        "V",
        "W",
        "X",
        "Y",
        "Z",
    ),
    # the given name decides wholly before the family name is asked
    ("Trần Văn Hung", "Lê Thị Hùng", "Vũ Hùng", "Đỗ Hưng"),
    ("Lê An", "Lê Văn An", "Lễ An", "Lý An", "Nguyễn Thị An", "Nguyễn Văn An"),
    ("Nguyễn Ân", "Trần Ân", "Nguyễn Ấn", "Nguyễn Bình"),
    # a shorter word first; figures before letters and by their value
    ("Chi hội 2", "Chi hội 10", "Chi hội 10A", "Chi hội A"),
    ("Hương", "Hường", "Hướng", "Hượng", "Hươu"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", IN_ORDER, ids=lambda names: names[0])
def test_sort_key_follows_the_vietnamese_dictionary(names, form):
    expected = [unicodedata.normalize(form, name) for name in names]
    shuffled = random.Random(1).sample(expected, len(expected))

    assert sorted(shuffled, key=text.sort_key) == expected
    assert len({text.sort_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "pair",
    [("Hòa", "Hoà"), ("NGUYỄN THÚY AN", "nguyễn thuý an"), ("Y-Bih", "Ybih"), ("", " ")],
)
def test_sort_key_ignores_case_and_where_the_tone_is_written(pair):
    assert text.sort_key(pair[0]) == text.sort_key(pair[1])


def test_sort_key_is_plain_letters_and_figures_for_every_collation():
    key = text.sort_key("Ngụy Đình Ước 2 O'Hara Иван 李 <b>")
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("ký kết giao ước", ["ký", "kết", "giao", "ước"]),
        ("“Đại tá”, 11/10", ["Đại", "tá", "11", "10"]),
        ('AND OR * " NEAR( -x', ["AND", "OR", "NEAR", "x"]),
        (unicodedata.normalize("NFD", "ước"), ["ước"]),
        ("_%_ ' \x00", []),
        ("C# và C++, 70+; #tag a+b (F#)", ["C#", "và", "C++", "70+", "tag", "a", "b", "F#"]),
        ("C＃", ["C＃"]),
        (" ".join("abcdefghijklmnop"), list("abcdefghijkl")),
        ("x" * 5000, ["x" * 200]),
    ],
)
def test_query_terms_are_words_within_bounds(question, terms):
    assert text.query_terms(question) == terms


@pytest.mark.parametrize(
    ("original", "question", "marked"),
    [
        ("Lễ ký kết", "ky ket", "Lễ <mark>ký</mark> <mark>kết</mark>"),
        ("LỄ KÝ KẾT", "ký", "LỄ <mark>KÝ</mark> KẾT"),
        # the last word may be a beginning, the others must be whole
        ("giao ước", "giao u", "<mark>giao</mark> <mark>ước</mark>"),
        ("giao ước", "gia uoc", "giao <mark>ước</mark>"),
        ("Đại tá Đạt", "dai", "<mark>Đại</mark> tá Đạt"),
        ("a < b & ký", "ky", "a &lt; b &amp; <mark>ký</mark>"),
        (
            "<script>ký</script>",
            "script",
            "&lt;<mark>script</mark>&gt;ký&lt;/<mark>script</mark>&gt;",
        ),
        ("giao\u200bước", "giaouoc", "<mark>giao\u200bước</mark>"),
        ("không có gì", "", "không có gì"),
        ("không có gì", "<>", "không có gì"),
        ("", "x", ""),
    ],
)
def test_highlight_marks_the_original(original, question, marked):
    assert text.highlight(original, question) == marked


def test_highlight_keeps_decomposed_text_as_it_is():
    original = unicodedata.normalize("NFD", "Lễ ký kết giao ước")
    ky, uoc = (unicodedata.normalize("NFD", word) for word in ("ký", "ước"))

    marked = text.highlight(original, "ky uoc")

    assert marked == original.replace(ky, f"<mark>{ky}</mark>").replace(uoc, f"<mark>{uoc}</mark>")
    assert marked.count("<mark>") == 2


BEFORE, AFTER = "Mở đầu rất dài. " * 40, " Đoạn sau rất dài." * 40


def test_snippet_shows_where_most_words_stand_together():
    body = f"Một giao dịch. {BEFORE}Đồng chí <b> ký kết giao ước thi đua.{AFTER}"

    shown = text.snippet(body, "giao uoc thi dua", width=120)

    assert "<mark>giao</mark> <mark>ước</mark> <mark>thi</mark> <mark>đua</mark>" in shown
    assert "&lt;b&gt;" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    plain = shown.replace("<mark>", "").replace("</mark>", "").replace("&lt;b&gt;", "<b>")
    assert 60 <= len(plain) <= 124
    assert f" {plain[2:-2]} " in body  # whole words only


def test_snippet_of_a_short_text_is_all_of_it():
    assert text.snippet("Lễ  ký\nkết", "ky") == "Lễ <mark>ký</mark> kết"


def test_snippet_without_hits_is_the_beginning():
    shown = text.snippet(BEFORE, "khongthay", width=50)
    assert shown == "Mở đầu rất dài. Mở đầu rất dài. Mở đầu rất dài. Mở …"


@pytest.mark.parametrize("body", ["x" * 5000, "ký" * 5000, " ".join(["ký"] * 5000)])
def test_snippet_survives_odd_texts(body):
    shown = text.snippet(body, "ky", width=100)
    assert 100 <= len(shown.replace("<mark>", "").replace("</mark>", "")) + 40 <= 150


@pytest.mark.parametrize("marks", ["\u0301", "\u0323\u0301", "\u05b0\u0301", "\u064b\u0323"])
@pytest.mark.parametrize(
    "work", [text.nfc, text.fold, text.clean_line, text.clean_text, text.sort_key]
)
def test_endless_marks_on_one_letter_are_cut(work: Callable[[str], str], marks: str) -> None:
    """Putting n of them into order takes n² steps: a megabyte kept a server busy for an hour."""
    assert len(work("a" + marks * 200_000)) < 200


def test_marks_that_languages_write_stay() -> None:
    word = "nghie\u0302\u0323ng" * 100

    assert text.nfc(word) == "nghiệng" * 100
    assert text.fold(word) == "nghieng" * 100


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("body", "is_there"),
    [
        ("Đại tá Lý", True), ("ĐẠI TÁ", True), ("đại - tá", True), ("(Ðại tá)", True),
        ("đại\ntá", True),
        ("“Đại\u00a0tá”", True), ("đại–tá", True), ("Đ\u00adại tá", True),
        ("đại tám", False), ("vĩđại tá", False), ("đại, mà tá", False), ("", False),
    ],
)  # fmt: skip
def test_a_phrase_is_found_whole_and_side_by_side(body: str, is_there: bool, form: Any) -> None:
    assert text.contains_phrase(("dai", "ta"), "x", unicodedata.normalize(form, body)) == is_there


def test_a_phrase_of_another_script_is_found() -> None:
    assert text.contains_phrase(("москва", "dai"), "Москва Đại lộ")
    assert not text.contains_phrase(("москва", "dai"), "Москва, город đại lộ")


def test_snippet_shows_the_words_where_they_stand_together() -> None:
    body = "dài tám tấm " * 40 + "gặp Đại tá Thiện hôm qua " + "dài tấm " * 40
    assert "<mark>Đại</mark> <mark>tá</mark>" in text.snippet(body, "dai ta")


def test_words_in_quotes_are_marked_whole_only() -> None:
    assert text.highlight("tá và tám", '"tá"') == "<mark>tá</mark> và tám"
