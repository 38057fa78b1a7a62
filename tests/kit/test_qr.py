"""QR codes drawn as one path. That readers read them is checked by tests/browser/test_paper.py's sheets
and was tried with a decoder at 150, 200 and 300 dots an inch (ADR 0022)."""

import re

import segno

from kit.qr import QUIET, qr_code

TEXT = "https://cuucand.example/the/bxjssxtuke84/"


def _drawn(path: str, side: int) -> list[list[int]]:
    rows = [[0] * side for _ in range(side)]
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1H(\d+)z", path):
        assert x == back
        for place in range(int(x), int(x) + int(width)):
            rows[int(y)][place] = 1
    return rows


def test_path_draws_exactly_the_dark_modules_within_a_white_border():
    code = qr_code(TEXT)
    rows = _drawn(code.path, code.side)
    matrix = [[int(cell) for cell in row] for row in segno.make_qr(TEXT, error="q").matrix]

    assert [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]] == matrix
    assert not any(sum(row) for row in rows[:QUIET] + rows[-QUIET:])
    assert not any(row[place] for row in rows for place in (*range(QUIET), *range(-QUIET, 0)))


def test_address_of_usual_length_keeps_modules_of_half_a_millimetre():
    """On a card the code is 22.5 mm wide; phones read modules from about 0.4 mm on."""
    assert 22.5 / qr_code(TEXT).side >= 0.45
