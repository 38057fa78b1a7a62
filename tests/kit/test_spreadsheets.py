"""Workbooks: cells by type, text that stays text, names that Excel accepts."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest

from kit.spreadsheets import Sheet, SheetColumn, safe_cell, workbook


def _parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _sheet(rows, columns=("Cột",)):
    return _parts(workbook([Sheet("Danh sách", columns, rows)]))


def _cells(xml):
    """Reference, type and value of each cell, in order."""
    matches = re.findall(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', xml, re.DOTALL)
    cells = {}
    for ref, attributes, body in matches:
        kind = re.search(r't="(\w+)"', attributes)
        value = re.sub(r"<[^>]+>", "", body)
        cells[ref] = (kind[1] if kind else "n", unescape(value))
    return cells


def _format_of(parts, ref):
    """Attributes of the cell's format and its number format."""
    style = int(re.findall(rf'<c r="{ref}" s="(\d+)"', parts["xl/worksheets/sheet1.xml"])[0])
    formats = re.findall(r"<cellXfs.*?</cellXfs>", parts["xl/styles.xml"], re.DOTALL)[0]
    xf = re.findall(r"<xf [^>]*>", formats)[style]
    number = re.findall(r'numFmtId="(\d+)"', xf)[0]
    code = re.search(rf'numFmtId="{number}" formatCode="([^"]+)"', parts["xl/styles.xml"])
    return xf, code[1] if code else number


FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+84 90 000",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    " =1+1",
    "\t=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_stay_text_in_a_workbook(text):
    parts = _sheet([[text]])
    xml = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in xml
    assert _cells(xml)["A2"] == ("inlineStr", text.strip())
    assert 'quotePrefix="1"' in _format_of(parts, "A2")[0]


@pytest.mark.parametrize("text", FORMULAS)
def test_safe_cell_disarms_formulas_for_csv(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value",
    [
        "Nguyễn Văn A",
        "a=b",
        "-5",
        "+12,5",
        "",
        None,
        -5,
        1.5,
        Decimal("-2"),
        True,
        date(2024, 10, 11),
    ],
)
def test_safe_cell_leaves_the_rest_alone(value):
    assert safe_cell(value) is value


@pytest.mark.parametrize("address", ["https://example.vn", "mailto:a@b.vn", "internal:Sheet1!A1"])
def test_addresses_are_no_links(address):
    parts = _sheet([[address]])
    assert "<hyperlink" not in parts["xl/worksheets/sheet1.xml"]
    assert _cells(parts["xl/worksheets/sheet1.xml"])["A2"] == ("inlineStr", address)


@pytest.mark.parametrize(
    ("value", "kind", "stored"),
    [
        (42, "n", "42"),
        (-1.5, "n", "-1.5"),
        (Decimal("98.75"), "n", "98.75"),
        ("0901", "inlineStr", "0901"),
        (True, "inlineStr", "Có"),
        (False, "inlineStr", "Không"),
        (10**16, "inlineStr", "10000000000000000"),
        (float("inf"), "inlineStr", "inf"),
        ("a\x00b\u202ec", "inlineStr", "abc"),
        ("<b>&", "inlineStr", "<b>&"),
        ("Dòng 1\r\nDòng 2", "inlineStr", "Dòng 1\nDòng 2"),
        ("x" * 40_000, "inlineStr", "x" * 32_767),
        (date(2024, 10, 11), "n", "45576"),
        (datetime(2024, 10, 10, 23, 0, tzinfo=UTC), "n", "45576.25"),  # 06:00 of the 11th here
        (date(1899, 5, 19), "inlineStr", "19/05/1899"),
    ],
)
def test_cells_are_written_by_type(value, kind, stored):
    cells = _cells(_sheet([[value]])["xl/worksheets/sheet1.xml"])
    assert cells["A2"] == (kind, stored)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Ngày", date(2024, 10, 11), "dd/mm/yyyy"),
        ("Lúc", datetime(2024, 10, 11, tzinfo=UTC), "dd/mm/yyyy hh:mm"),
        (SheetColumn("Số tiền", is_money=True), 1_200_000, "#,##0"),
    ],
)
def test_days_and_money_are_shown_the_vietnamese_way(column, value, code):
    assert _format_of(_sheet([[value]], [column]), "A2")[1] == code


def test_blank_values_leave_blank_cells():
    assert set(_cells(_sheet([[None, "", "x"]], ["a", "b", "c"])["xl/worksheets/sheet1.xml"])) == {
        "A1", "B1", "C1", "C2",
    }  # fmt: skip


def test_the_header_is_bold_frozen_and_repeated_on_paper():
    parts = _sheet([["x"]], [SheetColumn("Họ và tên", width=30), "Ghi chú"][:1])
    xml = parts["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in xml
    assert "_xlnm.Print_Titles" in parts["xl/workbook.xml"]
    font = int(re.findall(r'fontId="(\d+)"', _format_of(parts, "A1")[0])[0])
    fonts = re.findall(r"<font>.*?</font>", parts["xl/styles.xml"], re.DOTALL)
    assert "<b/>" in fonts[font]
    assert re.search(r'<col min="1" max="1" width="30\.\d+"', xml)


def test_columns_are_as_wide_as_their_contents_within_reason():
    xml = _sheet([["x" * 20, "y" * 500]], ["a", "b"])["xl/worksheets/sheet1.xml"]
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', xml)]
    assert widths == pytest.approx([22, 60], abs=1)


def test_sheet_names_are_made_acceptable_and_unique():
    names = ["Quận 4/2024: [nháp]", "", "quận 4 2024 nháp", "x" * 50, "x" * 40, "History", "'a'"]
    data = workbook(Sheet(name, ["a"], []) for name in names)
    shown = [
        unescape(n) for n in re.findall(r'<sheet name="([^"]+)"', _parts(data)["xl/workbook.xml"])
    ]
    assert shown == [
        "Quận 4 2024 nháp", "Trang", "quận 4 2024 nháp (2)", "x" * 31, "x" * 27 + " (2)",
        "History 1", "a",
    ]  # fmt: skip


def test_a_workbook_without_sheets_still_opens():
    assert '<sheet name="Trang 1"' in _parts(workbook([]))["xl/workbook.xml"]


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        workbook([Sheet("a", ["một", "hai"], [["x"]])])
