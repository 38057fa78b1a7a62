"""Letters as large as the paper takes, never larger."""

import pytest

from kit.fitting import largest_size, lines_of, table_size

SIZES = (18, 14, 12, 10, 8)


@pytest.mark.parametrize(
    ("text", "letters", "lines"),
    [
        ("", 10, 1),
        ("Trần An", 10, 1),
        ("Nguyễn Thị An", 10, 2),
        ("a" * 25, 10, 3),  # a word longer than the line is broken
        ("An " * 10, 10, 4),  # three short words a line
    ],
)
def test_lines_keep_words_whole(text, letters, lines):
    assert lines_of(text, letters) == lines


def test_largest_size_falls_with_the_text():
    sizes = [
        largest_size(["x" * 5 + " " + "chữ " * n], SIZES, width=60, height=25)
        for n in (1, 20, 35, 60, 500)
    ]

    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (18, 0)


def test_table_size_falls_with_the_columns():
    column = ["Họ và tên", "Nguyễn Văn An"]

    assert table_size([column] * 2, SIZES, width=180) == 18
    assert table_size([column] * 8, SIZES, width=180) == 10
    assert table_size([column] * 30, SIZES, width=180) == 0
    assert table_size([[]], SIZES, width=180) == 18
