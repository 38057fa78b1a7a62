"""The newsroom's own words: whole, marks and all, or without marks where the line asks for it."""

import pytest

from news.rules import marked
from news.spam import read
from news.wordlist import entries, faults, find_words


def matches(text, lines):
    return [text[hit.span[0] : hit.span[1]] for hit in find_words(read(text), lines)]


@pytest.mark.parametrize(
    ("lines", "text", "hits"),
    [
        ("lừa đảo", "Bọn LỪA ĐẢO", ["LỪA ĐẢO"]),
        ("lừa đảo", "lừa-đảo, lừa . đảo, lừa\nđảo", ["lừa-đảo", "lừa . đảo", "lừa\nđảo"]),
        ("lừa đảo", "lua dao, lúa đảo, lừađảo", []),
        ("lừa-đảo", "lừa đảo", ["lừa đảo"]),
        ("an", "bán, ấn, an, An.", ["an", "An"]),
        ("bạc", "bác, bạch, bac, bạc", ["bạc"]),
        ("~nổ hũ", "nổ hũ, no hu, Nổ hu, nó hư", ["nổ hũ", "no hu", "Nổ hu"]),
        ("~đề", "đề, de, đê", ["đề", "de"]),
        ("a.b", "a.b, a b", ["a.b", "a b"]),
        ("c++", "học c++ và c", ["c", "c"]),
        ("(x|y", "xin (x|y nhé", ["x|y"]),
        ("lừa", "lu\u031b\u0300a", ["lu\u031b\u0300a"]),
        ("", "gì cũng được", []),
    ],
)
def test_list_finds_in_text(lines, text, hits):
    assert matches(text, lines) == hits


def test_each_line_is_found_by_itself_even_inside_another():
    assert matches("cờ bạc", "cờ bạc\nbạc") == ["cờ bạc", "bạc"]


def test_entries_are_tidied_and_kept_once():
    assert [e.line for e in entries("  lừa   đảo \n\nLừa đảo\n---\n~hũ")] == ["lừa đảo", "~hũ"]


def test_faults_name_the_line():
    assert faults("lừa đảo\n\n???\n" + "x" * 81) == [
        "Dòng 3 (“???”) không có chữ hay số nào.",
        "Dòng 4 dài 81 ký tự; mỗi dòng tối đa 80.",
    ]
    assert faults("\n".join(f"từ {n}" for n in range(501))) == ["Danh sách có quá 500 dòng."]
    assert faults("lừa đảo") == []


def test_marking_escapes_and_joins_overlaps():
    assert marked("<b>cờ bạc</b>", [(3, 9), (6, 9)]) == "&lt;b&gt;<mark>cờ bạc</mark>&lt;/b&gt;"
