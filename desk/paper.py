"""Shared parts of printed papers: the letterhead, and how a list fits its page."""

import datetime as dt
from typing import Any

from kit.dates import local_today, written_date
from kit.fitting import table_size
from members.models import Decision, Unit

from .letter_size import LARGE, LARGEST, NORMAL

# Font size of a list in points, by letter size; page width in mm, portrait and landscape.
LIST_POINTS = {NORMAL: 11, LARGE: 15, LARGEST: 18}
LIST_SIZES = (18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6)
UPRIGHT, SIDEWAYS = 183, 273


def fitted(columns: list[Any], wanted: int) -> tuple[int, bool]:
    """Font size in points, and whether in landscape: the wanted size in either format, else the
    largest that fits landscape."""
    if table_size(columns, [wanted], width=UPRIGHT):
        return wanted, False
    sizes = [size for size in LIST_SIZES if size <= wanted]
    return table_size(columns, sizes, width=SIDEWAYS) or sizes[-1], True


def letterhead(
    unit: Unit, paper: Decision | None, on: dt.date | dt.datetime | None = None
) -> dict[str, Any]:
    """Letterhead of an official paper (Nghị định 30/2020): issuer, number, place and day.

    The day is the paper's own, else `on`; without either a blank is left for it.
    """
    above = unit.parent
    day = paper.signed_on if paper else on
    return {
        "issuer_above": above.name if above else "",
        "issuer": unit.name,
        "paper": paper or "",  # "": a blank for the number
        "place_and_day": "Thành phố Hồ Chí Minh, "
        + (written_date(day) if day else "ngày …… tháng …… năm ………"),
        "printed_on": local_today(),
    }
