"""Workbooks for download: typed cells, Vietnamese dates, text that is never a formula."""

import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kit.dates import ZONE
from kit.text import clean_line, clean_text

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_575  # what a sheet holds under its header
_MAX_CELL = 32_767
_MAX_WIDTH = 60
_MAX_EXACT = 10**15  # beyond, a spreadsheet's numbers lose figures
_FIRST_EXCEL_DAY = date(1900, 3, 1)  # before, Excel counts a 29 February that never was

_ACTS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d+)?")

Cell = str | int | float | Decimal | bool | date | datetime | None


@dataclass(frozen=True)
class SheetColumn:
    """A header; `width` is in characters, where the contents should not decide it."""

    title: str
    width: float | None = None
    is_money: bool = False


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: Sequence[SheetColumn | str]
    rows: Iterable[Sequence[Cell]]


def safe_cell(value: Cell) -> Cell:
    """For CSV: prefixes an apostrophe to text that a spreadsheet would take for a formula.

    Numbers, and text that is nothing but a number, stay as they are.
    """
    if isinstance(value, str) and _ACTS.match(value) and not _PLAIN_NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The .xlsx file; rows are written as they come, so a long table needs little memory."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        formats = _formats(book)
        taken: set[str] = set()
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name, taken)), sheet, formats)
        if not taken:
            book.add_worksheet("Trang 1")
    return out.getvalue()


def excel_file(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """The workbook as a download; `name` without its ending."""
    return HttpResponse(
        workbook(sheets),
        content_type=EXCEL,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    return {
        "header": book.add_format(
            {"bold": True, "bg_color": "#E7EFE9", "bottom": 1, "text_wrap": True, "valign": "top"}
        ),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        "money": book.add_format({"num_format": "#,##0"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        # The cell stays text even if the program itself later saves it as CSV.
        "quoted": book.add_format({"quote_prefix": True}),
    }


def _write_sheet(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    columns = [SheetColumn(c) if isinstance(c, str) else c for c in sheet.columns]
    widths = [len(column.title) for column in columns]
    for index, column in enumerate(columns):
        page.write_string(0, index, clean_line(column.title), formats["header"])
    row_number = 0
    for row_number, row in enumerate(sheet.rows, start=1):
        if row_number > MAX_ROWS:
            raise ValueError(f"Một trang tính chỉ chứa được {MAX_ROWS:,} dòng.".replace(",", "."))
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            shown = _write_cell(page, row_number, index, value, column, formats)
            widths[index] = max(widths[index], shown)
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width or min(widths[index] + 2, _MAX_WIDTH))
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    if columns and row_number:
        page.autofilter(0, 0, row_number, len(columns) - 1)


def _write_cell(
    page: Worksheet,
    row: int,
    index: int,
    value: Cell,
    column: SheetColumn,
    formats: dict[str, Format],
) -> int:
    """Writes the value by its type, not its appearance; returns its displayed width."""
    match value:
        case None | "":
            return 0
        case bool():
            page.write_string(row, index, "Có" if value else "Không")
            return 5
        case int() | float() | Decimal() if _is_exact(value):
            page.write_number(row, index, value, formats["money"] if column.is_money else None)
            return len(f"{value:,}")
        case datetime() if value.date() >= _FIRST_EXCEL_DAY:
            local = value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value
            page.write_datetime(row, index, local, formats["moment"])
            return 16
        case date() if not isinstance(value, datetime) and value >= _FIRST_EXCEL_DAY:
            page.write_datetime(row, index, value, formats["day"])
            return 10
        case date():
            page.write_string(row, index, f"{value:%d/%m/}{value.year:04}")
            return 10
    return _write_text(page, row, index, str(value), formats)


def _is_exact(value: float | Decimal) -> bool:
    return math.isfinite(value) and -_MAX_EXACT < value < _MAX_EXACT


def _write_text(
    page: Worksheet, row: int, index: int, value: str, formats: dict[str, Format]
) -> int:
    text = clean_text(value)[:_MAX_CELL]
    if _ACTS.match(text):
        page.write_string(row, index, text, formats["quoted"])
    elif "\n" in text:
        page.write_string(row, index, text, formats["wrapped"])
    else:
        page.write_string(row, index, text)
    return max((len(line) for line in text.split("\n")), default=0)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts: 31 characters, none of []:*?/\\, no quote at the ends, no name twice."""
    base = clean_line(re.sub(r"[\[\]:*?/\\]", " ", name)).strip("' ")[:31].strip("' ") or "Trang"
    if base.lower() == "history":  # reserved
        base = f"{base} 1"
    unique, count = base, 2
    while unique.lower() in taken:
        ending = f" ({count})"
        unique, count = base[: 31 - len(ending)] + ending, count + 1
    taken.add(unique.lower())
    return unique
