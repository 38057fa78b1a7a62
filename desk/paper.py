"""What all printed papers share: the letterhead, and how a list fits its page."""

import datetime as dt
from typing import Any

from kit.dates import local_today, words_date
from kit.fitting import table_size
from members.models import Decision, Unit

from .letter_size import LARGE, LARGEST, NORMAL

# Points of a list's letters, by the size asked for; millimetres of the page upright and sideways.
LIST_POINTS = {NORMAL: 11, LARGE: 15, LARGEST: 18}
LIST_SIZES = (18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6)
UPRIGHT, SIDEWAYS = 183, 273


def fitted(columns: list[Any], wanted: int) -> tuple[int, bool]:
    """Points, and whether sideways: as large as asked on either page, else what sideways takes.
    Also for lists of the rooms above."""
    if table_size(columns, [wanted], width=UPRIGHT):
        return wanted, False
    sizes = [size for size in LIST_SIZES if size <= wanted]
    return table_size(columns, sizes, width=SIDEWAYS) or sizes[-1], True


def letterhead(
    unit: Unit, paper: Decision | None, on: dt.date | dt.datetime | None = None
) -> dict[str, Any]:
    """What stands over an official paper (Nghị định 30/2020): issuer, number, place and day.

    The day is the paper's own, else `on`; without either there is room to write it.
    """
    above = unit.parent
    day = paper.signed_on if paper else on
    return {
        "issuer_above": above.name if above else "",
        "issuer": unit.name,
        "paper": paper or "",  # room to write the number
        "place_and_day": "Thành phố Hồ Chí Minh, "
        + (words_date(day) if day else "ngày …… tháng …… năm ………"),
        "printed_on": local_today(),
    }
