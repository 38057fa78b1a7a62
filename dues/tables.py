"""The columns of the lists of dues: what each is sorted by, and what a phone shows."""

from typing import Any

from kit.lists import Column, in_tree


def _tree_key(unit: Any) -> tuple[Any, ...]:
    above = unit.parent
    return (above.sort_order if above else 0, unit.sort_order, unit.name, unit.pk)


# Rows are `views.year.AccountRow`: computed, so sorted here and not by the database.
YEAR = (
    Column("ten", "Họ và tên", value=lambda row: row.member.sort_key, line=1),
    Column("chi-hoi", "Chi hội", value=lambda row: _tree_key(row.unit)),
    Column("phai-nop", "Phải nộp", value=lambda row: row.account.due, css="number"),
    Column("da-nop", "Đã nộp", value=lambda row: row.account.paid, css="number"),
    Column(
        "con", "Còn phải nộp", value=lambda row: row.account.outstanding, css="number", line=1,
        latest_first=True,
    ),
    Column("tinh-trang", "Tình trạng", value=lambda row: row.account.state, line=2),
)  # fmt: skip


def _sum_of(name: str) -> Any:
    return lambda row: getattr(row[1], name)


# Rows are pairs of a unit and its `Sums`.
SUMS = (
    Column("don-vi", "Đơn vị", value=lambda row: _tree_key(row[0]), line=1),
    Column("nguoi", "Người", value=_sum_of("people"), css="number", latest_first=True),
    Column("chua-du", "Chưa nộp đủ", value=_sum_of("in_arrears"), css="number", latest_first=True),
    Column("phai-thu", "Phải thu", value=_sum_of("due"), css="number", latest_first=True),
    Column("da-thu", "Đã thu", value=_sum_of("paid"), css="number", line=2, latest_first=True),
    Column(
        "con", "Còn phải thu", value=_sum_of("outstanding"), css="number", line=2, latest_first=True
    ),
    Column("ty-le", "Tỷ lệ", value=_sum_of("share"), css="number", line=1),
)
COLLECTIONS = (
    Column("ngay", "Ngày", order=("held_on",), line=1, latest_first=True),
    Column("chi-hoi", "Chi hội", order=in_tree("unit"), line=2),
    Column("nguoi-thu", "Người thu", order=("collector",)),
    Column("bien-nhan", "Biên nhận", css="number"),
    Column("tien", "Số tiền", css="number", line=1),
)
# Of one meeting; rows are payments, cancelled ones too.
RECEIPTS = (
    Column("so", "Số", value=lambda row: (row.receipt_year, row.number), css="is-short", line=1),
    Column("ten", "Họ và tên", value=lambda row: row.member.sort_key, line=2),
    Column("nam", "Cho năm", value=lambda row: row.year, css="is-short", line=2, latest_first=True),
    Column(
        "tien",
        "Số tiền",
        value=lambda row: row.amount if row.stands else 0,
        css="number",
        line=1,
        latest_first=True,
    ),
    Column("ghi-chu", "Ghi chú", line=2),
)
WAIVERS = (
    Column("ten", "Họ và tên", order=("member__sort_key",), line=1),
    Column("chi-hoi", "Chi hội", order=in_tree("unit"), line=2),
    Column("nam", "Năm", order=("year",), css="is-short", line=1, latest_first=True),
    Column("con", "Còn phải nộp", order=("amount",), css="number"),
    Column("tinh-trang", "Tình trạng", line=2),
)


def arrears_columns(first: Column, years: list[int]) -> tuple[Column, ...]:
    """Columns of arrears: the debtor, the amount of each year, the total. Rows are in that order."""

    def of_year(year: int) -> Any:
        return lambda row: dict(row[1])[year]

    return (
        first,
        *(
            Column(
                str(year),
                f"Năm {year}",
                value=of_year(year),
                css="number",
                line=2,
                latest_first=True,
            )
            for year in years
        ),
        Column("cong", "Cộng", value=lambda row: row[2], css="number", line=1, latest_first=True),
    )


DEBTORS = Column("ten", "Họ và tên", value=lambda row: row[0].sort_key, line=1)
UNITS_BEHIND = Column("don-vi", "Đơn vị", value=lambda row: _tree_key(row[0]), line=1)
