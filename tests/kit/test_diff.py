"""What two texts have in common, in the words that changed."""

from kit.diff import GONE, NEW, SAME, compared, readable


def shown(old, new):
    marks = {SAME: "", GONE: "-", NEW: "+"}
    return [
        f"({line.skipped})" if line.skipped
        else "".join(f"{marks[p.kind]}[{p.text}]" if p.kind != SAME else p.text for p in line.pieces)
        for line in compared(old, new)
    ]  # fmt: skip


def test_same_words_have_no_difference():
    assert compared("Một  dòng\n\n", "Một dòng") == []


def test_changed_words_are_marked_within_their_line():
    assert shown("Sáng nay, Hội họp mặt.", "Sáng qua, Hội quận 4 họp mặt.") == [
        "Sáng -[nay]+[qua], Hội+[ quận 4] họp mặt."
    ]


def test_neighbouring_changes_read_as_one():
    assert shown("Ông Nguyễn Văn An phát biểu tại hội nghị", "Ông Trần Đức Bình phát biểu tại hội nghị") == [
        "Ông -[Nguyễn Văn An]+[Trần Đức Bình] phát biểu tại hội nghị"
    ]  # fmt: skip


def test_lines_without_anything_in_common_stand_one_under_the_other():
    assert shown("Trời nắng.", "Quà Tết đã trao xong") == [
        "-[Trời nắng.]",
        "+[Quà Tết đã trao xong]",
    ]


def test_long_unchanged_stretches_are_counted():
    lines = [f"Dòng {n}" for n in range(9)]
    assert shown("\n".join(lines), "\n".join([*lines, "Thêm"])) == ["(8)", "Dòng 8", "+[Thêm]"]
    assert shown("\n".join(["Bỏ hẳn câu này", *lines]), "\n".join(lines)) == [
        "-[Bỏ hẳn câu này]", "Dòng 0", "(8)",
    ]  # fmt: skip


def test_vietnamese_marks_make_another_word():
    assert shown("Họp ở hội trường", "Hợp ở hội trường") == ["-[Họp]+[Hợp] ở hội trường"]


def test_very_long_lines_are_shown_whole():
    old, new = "a " * 4000, "a " * 4000 + "b"
    assert [line.pieces[0].kind for line in compared(old, new)] == [GONE, NEW]


def test_rich_text_is_read_by_its_lines():
    html = '<p>Một</p><figure data-photo="12"></figure><ul><li>a</li><li>b</li></ul><h2>Hai</h2>'
    assert readable(html).splitlines() == ["Một", "[Ảnh chèn ở đây]", "a", "b", "Hai"]
