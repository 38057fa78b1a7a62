"""The columns of the lists of papers: what each is sorted by, and what a phone shows.

The cells stand in each list's template, under the keys given here.
"""

from kit.lists import Column

LETTER_TEXTS = (
    Column("ten", "Tên", order=("name",), line=1),
    Column("loai", "Loại", order=("kind",), line=2),
    Column("cua", "Của", order=("unit__level", "unit__name")),
    Column("dung", "Dùng", line=2),
)
