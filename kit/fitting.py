"""Estimates, conservatively, the largest letter size at which a text fits a box on paper."""

from collections.abc import Iterable, Sequence

MM_PER_POINT = 0.3528
# A letter's width to its height, of a bold serif with a few capitals.
LETTER_WIDTH = 0.57
EASY_COLUMN = 9  # letters
CELL_EDGES = 4  # mm, left and right together


def lines_of(text: str, letters: float) -> int:
    """The number of lines of a paragraph, given letters per line; words are not split."""
    lines, left = 1, letters
    for word in text.split():
        size = len(word)
        if size > left and left < letters:
            lines, left = lines + 1, letters
        # A word longer than a line is broken.
        while size > letters:
            size -= int(letters) or 1
            lines += 1
        left -= size + 1
    return lines


def largest_size(
    paragraphs: Iterable[str],
    sizes: Sequence[int],
    *,
    width: float,
    height: float,
    leading: float = 1.25,
    gap: float = 0,
) -> int:
    """The largest of `sizes` (points, largest first) at which all fits the box in mm; 0 for none.

    `gap` is the space in mm under each paragraph.
    """
    paragraphs = list(paragraphs)
    for size in sizes:
        letters = width / (size * MM_PER_POINT * LETTER_WIDTH)
        lines = sum(lines_of(text, letters) for text in paragraphs)
        if lines * size * MM_PER_POINT * leading + len(paragraphs) * gap <= height:
            return size
    return 0


def table_size(columns: Iterable[Sequence[str]], sizes: Sequence[int], *, width: float) -> int:
    """The largest of `sizes` at which the columns stand side by side in `width` mm; 0 for none.

    A column is as wide as its longest word, and wide enough for a few letters more where it has them.
    """
    needs = [max(map(_need, column), default=0) for column in columns]
    for size in sizes:
        letters = sum(needs) * size * MM_PER_POINT * LETTER_WIDTH
        if letters + len(needs) * CELL_EDGES <= width:
            return size
    return 0


def _need(text: str) -> int:
    longest = max(map(len, text.split(" ")))
    return max(longest, min(len(text), EASY_COLUMN))
