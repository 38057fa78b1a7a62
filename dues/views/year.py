"""A year's dues: of a branch by name, of units above it in sums; what is owed over the years."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from desk.letter_size import letter_size
from desk.paper import LIST_POINTS, fitted
from kit.charts import bar_chart
from kit.dates import local_today
from kit.forms import choices_of
from kit.lists import Table
from kit.money import dong
from kit.numbers import vn_number
from kit.spreadsheets import Column, Sheet, excel_file
from members.http import MemberRequest
from members.models import Member, ReadRecord, Unit

from ..forms import EARLIER, ArrearsFilters, YearFilters, searched, years_asked
from ..models import (
    LEFT,
    Account,
    DuesRate,
    Payment,
    Sums,
    account_of,
    charged,
    sets_rates,
    sums_by,
)
from ..tables import DEBTORS, SUMS, UNITS_BEHIND, YEAR, arrears_columns
from .common import asked_unit, check_dues, dues_trail, has_one_unit, querystring, reset_url, tabs

NAME = "name"  # the column that names the line, on paper
FOUND = 200  # by name above a branch; whoever looks for one person types more


@dataclass(frozen=True)
class Row:
    """One member's line of a year."""

    member: Member
    unit: Unit
    account: Account

    @property
    def more(self) -> str:
        """What else there is to say of it."""
        parts = []
        if self.account.lowered_to:
            parts.append(f"được giảm còn {dong(self.account.lowered_to)}")
        if not self.account.is_member and self.account.words != LEFT:
            parts.append(LEFT)
        return "; ".join(parts)

    @property
    def note(self) -> str:
        return "; ".join(filter(None, (self.account.words, self.more)))


class Asked:
    """What the address asks of a year, understood."""

    def __init__(self, request: MemberRequest) -> None:
        check_dues(request)
        self.request = request
        self.unit = asked_unit(request)
        self.form = YearFilters(request.user, request.GET)
        told = self.form.asked()
        self.is_understood = not self.form.errors
        self.year: int = told.get("nam") or local_today().year
        self.typed_day: dt.date | None = told.get("ngay")
        self.day = self.typed_day or local_today()
        self.state: str = told.get("tinh_trang", "")
        self.q: str = told.get("q", "")
        self.is_branch = self.unit is not None and self.unit.level == Unit.Level.BRANCH
        # The boxes say what is shown, also where the address asked nothing or nonsense.
        data = request.GET.copy()
        data["nam"], data["don_vi"] = str(self.year), str(self.unit.pk if self.unit else "")
        self.form.data = data
        if not self.is_branch:
            del self.form.fields["tinh_trang"]
        if has_one_unit(request):
            del self.form.fields["don_vi"]

    @property
    def within(self) -> models.QuerySet[Unit]:
        """The unit asked about and all below it."""
        return Unit.objects.within(self.unit) if self.unit else Unit.objects.none()

    @property
    def querystring(self) -> str:
        day = f"{self.typed_day:%d/%m/%Y}" if self.typed_day else ""
        return querystring(
            nam=self.year, don_vi=self.unit.pk if self.unit else "", tinh_trang=self.state,
            q=self.q, ngay=day,
        )  # fmt: skip

    @property
    def words(self) -> str:
        parts = [f"{self.unit}" if self.unit else "", f"năm {self.year}", self.conditions]
        return ", ".join(part for part in parts if part)

    @property
    def conditions(self) -> str:
        """What is asked beside the unit and the year."""
        parts = []
        if self.state and self.is_branch:
            parts.append(dict(choices_of(self.form, "tinh_trang"))[self.state])
        if self.q:
            parts.append(f"tìm “{self.q}”")
        if self.day != local_today():
            parts.append(f"tính đến hết ngày {self.day:%d/%m/%Y}")
        if self.is_cut:
            parts.append(f"chỉ gồm {FOUND} người đầu")
        return ", ".join(parts)

    @cached_property
    def is_cut(self) -> bool:
        """Whether more are found than are listed: said wherever the list is, and summed up."""
        return bool(self.q) and not self.is_branch and self._found()[: FOUND + 1].count() > FOUND

    def rows(self) -> list[Row]:
        """By given name. A branch's all; above it those who are looked for, and not too many."""
        found = self._found().select_related("member", "unit__parent")
        found = found.order_by("member__sort_key", "member")
        if not self.is_branch:
            found = found[:FOUND]
        return [Row(one.member, one.unit, account_of(one, self.year)) for one in found]

    def _found(self) -> Any:
        stays = charged(self.year, self.day).filter(unit__in=self.within.order_by().values("pk"))
        return searched(stays, self.q)

    def shown(self, rows: list[Row]) -> list[Row]:
        return [row for row in rows if not self.state or row.account.state == self.state]


def sum_up(rows: list[Row]) -> Sums:
    sums = Sums()
    for row in rows:
        sums.add(row.account)
    return sums


def year(request: MemberRequest) -> HttpResponse:
    """Who paid what; above a branch which unit collected how much of what was due."""
    asked = Asked(request)
    context: dict[str, Any] = {
        "trail": dues_trail(),
        "tabs": tabs("dues:year"),
        "asked": asked,
        "form": asked.form,
        "is_filtered": bool(asked.q or asked.state or asked.typed_day),
        "reset_url": reset_url(request),
        "rate": DuesRate.objects.for_unit(asked.unit, asked.year) if asked.unit else None,
        "is_office": sets_rates(request.user),
    }
    if asked.is_branch:
        rows = asked.rows()
        context |= _people(request, asked, rows) | {"sums": sum_up(rows) if not asked.q else None}
        context["in_box"] = _in_box(asked)
        return render(request, "dues/year.html", context)
    if asked.q:
        return render(request, "dues/year.html", context | _people(request, asked, asked.rows()))
    return render(request, "dues/sums.html", context | _sums_table(request, asked))


def _people(request: MemberRequest, asked: Asked, rows: list[Row]) -> dict[str, Any]:
    table = Table(
        request.GET,
        asked.shown(rows),
        YEAR,
        noun="người",
        usual="ten",
        without=("chi-hoi",) if asked.is_branch else (),
    )
    people = [row.member.pk for row in table.page]
    cards = Member.objects.in_books_of(request.user).filter(pk__in=people).order_by()
    return {
        "table": table,
        "page": table.page,
        "cards": set(cards.values_list("pk", flat=True)),
        "cut_at": FOUND if asked.is_cut else 0,
    }


def _in_box(asked: Asked) -> int:
    """What the branch itself took within the year, whosever dues and of whichever year."""
    taken = Payment.objects.standing(asked.day).filter(unit=asked.unit, paid_on__year=asked.year)
    return taken.total()


def units_below(asked_unit: Unit) -> list[Unit]:
    rows = Unit.objects.filter(parent=asked_unit).select_related("parent")
    return list(rows.order_by("sort_order", "name", "pk"))


def _sums(asked: Asked) -> dict[str, Any]:
    """Each unit right below the one asked about, with its sums; those without dues are left out."""
    if asked.unit is None:
        return {"rows": []}
    is_city = asked.unit.level == Unit.Level.ASSOCIATION
    by_unit = sums_by(asked.year, asked.within, asked.day, district=is_city)
    rows = [(unit, by_unit[unit.pk]) for unit in units_below(asked.unit) if unit.pk in by_unit]
    total = reduce(add, (sums for _, sums in rows), Sums())
    behind = sorted(rows, key=lambda row: -row[1].owed)
    return {
        "rows": rows,
        "sums": total,
        "behind": sum(1 for _, sums in rows if sums.owed),
        "chart": bar_chart([(str(unit), sums.share) for unit, sums in rows], unit="%", whole=100),
        "chart_head": ["Đơn vị", "Đã thu", "Phải thu", "Tỷ lệ"],
        "chart_rows": [
            [str(unit), dong(sums.paid), dong(sums.due), f"{sums.share}%"] for unit, sums in behind
        ],
    }


def _sums_table(request: MemberRequest, asked: Asked) -> dict[str, Any]:
    told = _sums(asked)
    return told | {"table": Table(request.GET, told["rows"], SUMS, noun="đơn vị", usual="don-vi")}


def _back_to_ask(request: MemberRequest) -> HttpResponse:
    """To the page, which says beside the box what was not understood: a paper or a file of
    everybody, made because a condition was lost, is wrong."""
    messages.error(
        request,
        "Có điều kiện chưa hiểu được nên chưa lập gì. Hãy sửa ở ô được nêu bên dưới rồi làm lại.",
    )
    return redirect(f"{reverse('dues:year')}?{request.GET.urlencode()}")


def year_print(request: MemberRequest) -> HttpResponse:
    """A branch's list on paper, for the book at home; above it the sums of the units below."""
    asked = Asked(request)
    if not asked.is_understood:
        return _back_to_ask(request)
    if asked.is_branch or asked.q:
        rows = asked.shown(asked.rows())
        members = [row.member for row in rows]
        ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.PRINTED)
        paper = _people_paper(asked, rows)
        count = f"{vn_number(len(rows))} đồng chí"
    else:
        told = _sums(asked)
        paper = _sums_paper(told["rows"], told.get("sums", Sums()))
        count = f"{vn_number(len(told['rows']))} đơn vị"
    columns, lines, total = paper
    cells = [[title for title, _ in columns], *lines, total]
    wanted = LIST_POINTS[letter_size(request)]
    points, is_wide = fitted(list(zip(*cells, strict=True)), wanted)
    context = {
        "asked": asked,
        "columns": columns,
        "lines": [list(zip(columns, line, strict=True)) for line in lines],
        "total": list(zip(columns, total, strict=True)),
        "count": count,
        "points": points,
        "is_wide": is_wide,
        "back": f"{reverse('dues:year')}?{asked.querystring}",
        "today": local_today(),
    }
    return render(request, "documents/dues_year.html", context)


# Columns with their class on paper, the lines, and the sum below them.
Paper = tuple[list[tuple[str, str]], list[list[str]], list[str]]
_MONEY = "figure"


def _people_paper(asked: Asked, rows: list[Row]) -> Paper:
    columns = [("STT", "number"), ("Họ và tên", NAME), ("Năm sinh", "year")]
    columns += [] if asked.is_branch else [("Chi hội", "")]
    columns += [(one, _MONEY) for one in ("Phải nộp", "Đã nộp", "Còn phải nộp")]
    lines = [
        [
            str(number), row.member.full_name, str(row.member.birth_year),
            *([] if asked.is_branch else [row.unit.told_apart]),
            dong(row.account.due), dong(row.account.paid), dong(row.account.owed), row.note,
        ]
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    sums = sum_up(rows)
    blank = [""] * (1 if asked.is_branch else 2)
    total = ["", "Cộng", *blank, dong(sums.due), dong(sums.paid), dong(sums.owed), ""]
    return [*columns, ("Tình trạng", "")], lines, total


def _sums_paper(rows: list[tuple[Unit, Sums]], sums: Sums) -> Paper:
    columns = [("STT", "number"), ("Đơn vị", NAME), ("Người", _MONEY), ("Chưa nộp đủ", _MONEY)]
    columns += [(one, _MONEY) for one in ("Phải thu", "Đã thu", "Còn phải thu", "Tỷ lệ")]

    def figures(one: Sums) -> list[str]:
        people = [vn_number(one.people), vn_number(one.owing)]
        return [*people, dong(one.due), dong(one.paid), dong(one.owed), f"{one.share}%"]

    lines = [[str(number), str(unit), *figures(one)] for number, (unit, one) in enumerate(rows, 1)]
    return columns, lines, ["", "Cộng", *figures(sums)]


def year_export(request: MemberRequest) -> HttpResponse:
    """Exactly what the page shows, all pages of it; each person taken away counts as read."""
    asked = Asked(request)
    if not asked.is_understood:
        return _back_to_ask(request)
    if asked.is_branch or asked.q:
        rows = asked.shown(asked.rows())
        members = [row.member for row in rows]
        ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.TAKEN)
        sheet = _people_sheet(rows)
    else:
        sheet = _sums_sheet(_sums(asked)["rows"])
    about = Sheet("Điều kiện", [Column("Danh sách gồm")], [[f"Hội phí: {asked.words}"]])
    return excel_file(f"hoi-phi-{asked.year}-{local_today():%Y-%m-%d}", [sheet, about])


def _people_sheet(rows: list[Row]) -> Sheet:
    titles = ("STT", "Họ và tên", "Năm sinh", "Số thẻ", "Chi hội")
    money = ("Phải nộp", "Đã nộp", "Còn phải nộp")
    columns = [*map(Column, titles), *(Column(one, is_money=True) for one in money),
               Column("Tình trạng")]  # fmt: skip
    return Sheet(
        "Hội phí",
        columns,
        (
            [
                number, row.member.full_name, row.member.birth_year, row.member.code,
                str(row.unit), row.account.due, row.account.paid, row.account.owed, row.note,
            ]
            for number, row in enumerate(rows, 1)
        ),
    )  # fmt: skip


def _sums_sheet(rows: list[tuple[Unit, Sums]]) -> Sheet:
    titles = ("Đơn vị", "Số người", "Đã nộp đủ", "Còn phải nộp", "Không phải nộp")
    money = ("Phải thu", "Đã thu", "Còn phải thu")
    return Sheet(
        "Hội phí",
        [*map(Column, titles), *(Column(one, is_money=True) for one in money)],
        (
            [str(unit), s.people, s.paid_up, s.owing, s.free, s.due, s.paid, s.owed]
            for unit, s in rows
        ),
    )


# --- What is owed over the years --------------------------------------------------------------


def arrears(request: MemberRequest) -> HttpResponse:
    """Who owes for which years; above a branch which unit, and how much."""
    check_dues(request)
    unit = asked_unit(request)
    form = ArrearsFilters(request.user, request.GET)
    this, *before = years_asked()
    asked = form.asked().get("nam") or str(this)
    is_branch = unit is not None and unit.level == Unit.Level.BRANCH
    data = request.GET.copy()  # the boxes say what is shown
    data["nam"], data["don_vi"] = asked, str(unit.pk if unit else "")
    form.data = data
    years = sorted(before) if asked == EARLIER else [int(asked)]
    if is_branch:
        years = sorted(years_asked())
        del form.fields["nam"]
    if has_one_unit(request):
        del form.fields["don_vi"]
    context: dict[str, Any] = {
        "trail": dues_trail(("Còn nợ các năm", "")),
        "tabs": tabs("dues:arrears"),
        "unit": unit,
        "form": form,
        "is_branch": is_branch,
        "asked_year": "" if is_branch else asked,
        "of_years": "các năm" if is_branch else _of_years(years),
        "reset_url": reset_url(request),
    }
    if unit is not None:
        told = _who_owes(request, unit, years) if is_branch else _units_that_owe(unit, years)
        first = DEBTORS if is_branch else UNITS_BEHIND
        table = Table(
            request.GET,
            told["rows"],
            arrears_columns(first, told["years"]),
            noun="người" if is_branch else "đơn vị",
            usual=first.key,
        )
        context |= told | {"table": table, "page": table.page}
    has_rates = context.get("total") or DuesRate.objects.visible_to(request.user).exists()
    context["is_on"] = bool(has_rates)
    return render(request, "dues/arrears.html", context)


def _of_years(years: list[int]) -> str:
    """ "năm 2026", "các năm 2021 - 2025"."""
    return f"năm {years[0]}" if len(years) == 1 else f"các năm {years[0]} - {years[-1]}"


def _who_owes(request: MemberRequest, unit: Unit, years: list[int]) -> dict[str, Any]:
    owed: dict[int, dict[int, int]] = {}
    members: dict[int, Member] = {}
    for one in years:
        stays = charged(one).filter(unit=unit).select_related("member")
        for stay in stays:
            if amount := account_of(stay, one).owed:
                members[stay.member_id] = stay.member
                owed.setdefault(stay.member_id, {})[one] = amount
    people = sorted(members.values(), key=lambda member: (member.sort_key, member.pk))
    shown = [one for one in years if any(one in by_year for by_year in owed.values())]
    rows = [
        (
            person,
            [(one, owed[person.pk].get(one, 0)) for one in shown],
            sum(owed[person.pk].values()),
        )
        for person in people
    ]
    cards = Member.objects.in_books_of(request.user).filter(pk__in=list(members)).order_by()
    return {
        "years": shown,
        "rows": rows,
        "cards": set(cards.values_list("pk", flat=True)),
        "totals": [(one, sum(by_year.get(one, 0) for by_year in owed.values())) for one in shown],
        "total": sum(sum(by_year.values()) for by_year in owed.values()),
        "count": vn_number(len(rows)),
    }


def _units_that_owe(unit: Unit, years: list[int]) -> dict[str, Any]:
    is_city = unit.level == Unit.Level.ASSOCIATION
    by_year = {one: sums_by(one, Unit.objects.within(unit), district=is_city) for one in years}
    none = Sums()
    shown = [one for one in years if any(sums.owed for sums in by_year[one].values())]
    rows = []
    for below in units_below(unit):
        cells = [(one, by_year[one].get(below.pk, none).owed) for one in shown]
        if total := sum(amount for _, amount in cells):
            rows.append((below, cells, total))
    return {
        "years": shown,
        "rows": rows,
        "totals": [(one, sum(dict(cells)[one] for _, cells, _ in rows)) for one in shown],
        "total": sum(total for _, _, total in rows),
    }
