"""Address labels: the sheets that shops sell, and who stands on which label."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desk.letter_size import LARGE, LARGEST, NORMAL
from kit.fitting import largest_size
from kit.text import fold

_BETWEEN = re.compile(r"[\s,.;\-]+")
# More names than this on one label can't be read.
NAMES_ON_LABEL = 4
SIZES = (18, 16, 14, 13, 12, 11, 10, 9, 8, 7, 6)
WANTED = {NORMAL: 12, LARGE: 14, LARGEST: 18}
PADDING = 3  # mm on each side, as static/css/documents.css has it


@dataclass(frozen=True)
class LabelSheet:
    """One kind of A4 sheet; its edges and gaps stand in documents.css under `is-<key>`."""

    key: str
    columns: int
    rows: int
    width: float  # mm of one label
    height: float

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def label(self) -> str:
        size = f"{self.width:g} × {self.height:g} mm".replace(".", ",")
        return f"{self.columns} cột × {self.rows} hàng ({self.count} nhãn), {size}"


SHEETS = {
    sheet.key: sheet
    for sheet in (
        LabelSheet("3x8", 3, 8, 70, 37),
        LabelSheet("2x7", 2, 7, 99.1, 38.1),
        LabelSheet("3x7", 3, 7, 63.5, 38.1),
        LabelSheet("2x8", 2, 8, 99.1, 33.9),
        LabelSheet("2x4", 2, 4, 105, 74),
    )
}


@dataclass(frozen=True)
class Label:
    """What is on one label; an empty one was used before, or follows the last."""

    names: tuple[str, ...] = ()
    address: str = ""
    points: int = 0


def same_address(address: str) -> str:
    """Two ways of writing one address come out the same."""
    return _BETWEEN.sub(" ", fold(address)).strip()


def labels_for(
    members: Iterable[Any], sheet: LabelSheet, *, letters: str = NORMAL, by_household: bool = False
) -> list[Label]:
    """One for each member who has an address, or one for all who live at the same."""
    homes: dict[Any, list[Any]] = {}
    for member in members:
        if address := same_address(member.address):
            homes.setdefault(address if by_household else member.pk, []).append(member)
    return [
        fitted_label(
            [member.addressed_as for member in home[first : first + NAMES_ON_LABEL]],
            home[0].address, sheet, letters,
        )
        for home in homes.values()
        for first in range(0, len(home), NAMES_ON_LABEL)
    ]  # fmt: skip


def fitted_label(
    names: Iterable[str], address: str, sheet: LabelSheet, letters: str = NORMAL
) -> Label:
    """One label in the largest letters that fit on it."""
    names = tuple(names)
    sizes = [size for size in SIZES if size <= WANTED[letters]]
    points = largest_size(
        [*names, address],
        sizes,
        width=sheet.width - 2 * PADDING,
        height=sheet.height - 2 * PADDING,
        leading=1.2,
    )
    return Label(names, address, points or sizes[-1])


def on_sheets(labels: list[Label], sheet: LabelSheet, first: int) -> list[list[Label]]:
    """The labels laid on full sheets; those before number `first` of the first one are used up."""
    places = [Label()] * (first - 1) + labels
    places += [Label()] * (-len(places) % sheet.count)
    return [places[start : start + sheet.count] for start in range(0, len(places), sheet.count)]
