"""A year's dues: of a branch by member, of units above it in sums; arrears over the years."""

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
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest
from members.models import Degree, Member, ReadRecord, Subject, Unit, User

from ..forms import EARLIER, ArrearsFilters, YearFilters, collected_years, matching_members
from ..models import (
    LEFT_LABEL,
    DuesRate,
    MemberAccount,
    Payment,
    Sums,
    account_of,
    charged_memberships,
    may_set_dues_rates,
    sums_by,
)
from ..tables import DEBTORS, SUMS, UNITS_BEHIND, YEAR, arrears_columns
from .common import (
    check_dues,
    dues_trail,
    has_one_unit,
    querystring,
    requested_unit,
    reset_url,
    tabs,
)

NAME = "name"  # class of the column that names the line, on paper
MAX_RESULTS = 200  # of a search by name above a branch; a search for one person has more words


@dataclass(frozen=True)
class AccountRow:
    """One member with their account of a year, for a line of the list."""

    member: Member
    unit: Unit
    account: MemberAccount

    @property
    def remarks(self) -> str:
        """Further remarks: a reduction, or that the member has left."""
        parts = []
        if self.account.reduced_to:
            parts.append(f"được giảm còn {dong(self.account.reduced_to)}")
        if not self.account.is_member and self.account.label != LEFT_LABEL:
            parts.append(LEFT_LABEL)
        return "; ".join(parts)

    @property
    def note(self) -> str:
        return "; ".join(filter(None, (self.account.label, self.remarks)))


class YearQuery:
    """The filters in the address of a year's page, parsed."""

    def __init__(self, request: MemberRequest) -> None:
        check_dues(request)
        self.request = request
        self.unit = requested_unit(request)
        self.form = YearFilters(request.user, request.GET)
        filters = self.form.filter_values()
        self.is_valid = not self.form.errors
        self.year: int = filters.get("nam") or local_today().year
        self.typed_day: dt.date | None = filters.get("ngay")
        self.day = self.typed_day or local_today()
        self.state: str = filters.get("tinh_trang", "")
        self.q: str = filters.get("q", "")
        self.is_branch = self.unit is not None and self.unit.level == Unit.Level.BRANCH
        # The fields show what is listed, even if the address held no filter or an invalid one.
        data = request.GET.copy()
        data["nam"], data["don_vi"] = str(self.year), str(self.unit.pk if self.unit else "")
        self.form.data = data
        if not self.is_branch:
            del self.form.fields["tinh_trang"]
        if has_one_unit(request):
            del self.form.fields["don_vi"]

    @property
    def within(self) -> models.QuerySet[Unit]:
        """The selected unit and all below it."""
        return Unit.objects.within(self.unit) if self.unit else Unit.objects.none()

    @property
    def querystring(self) -> str:
        day = f"{self.typed_day:%d/%m/%Y}" if self.typed_day else ""
        return querystring(
            nam=self.year, don_vi=self.unit.pk if self.unit else "", tinh_trang=self.state,
            q=self.q, ngay=day,
        )  # fmt: skip

    @property
    def description(self) -> str:
        parts = [f"{self.unit}" if self.unit else "", f"năm {self.year}", self.conditions]
        return ", ".join(part for part in parts if part)

    @property
    def conditions(self) -> str:
        """The filters other than unit and year, as text."""
        parts = []
        if self.state and self.is_branch:
            parts.append(dict(choices_of(self.form, "tinh_trang"))[self.state])
        if self.q:
            parts.append(f"tìm “{self.q}”")
        if self.day != local_today():
            parts.append(f"tính đến hết ngày {self.day:%d/%m/%Y}")
        if self.is_cut:
            parts.append(f"chỉ gồm {MAX_RESULTS} người đầu")
        return ", ".join(parts)

    @cached_property
    def is_cut(self) -> bool:
        """Whether there are more results than are listed; stated with every list and its sums."""
        return (
            bool(self.q)
            and not self.is_branch
            and self._memberships()[: MAX_RESULTS + 1].count() > MAX_RESULTS
        )

    def rows(self) -> list[AccountRow]:
        """The lines by given name: all members of a branch; above it, the first results of the search."""
        memberships = self._memberships().select_related("member", "unit__parent")
        memberships = memberships.order_by("member__sort_key", "member")
        if not self.is_branch:
            memberships = memberships[:MAX_RESULTS]
        return [AccountRow(row.member, row.unit, account_of(row, self.year)) for row in memberships]

    def _memberships(self) -> Any:
        memberships = charged_memberships(self.year, self.day).filter(
            unit__in=self.within.order_by().values("pk")
        )
        return matching_members(memberships, self.q, self.request.user)

    def shown(self, rows: list[AccountRow]) -> list[AccountRow]:
        return [row for row in rows if not self.state or row.account.state == self.state]


def sum_up(rows: list[AccountRow]) -> Sums:
    sums = Sums()
    for row in rows:
        sums.add(row.account)
    return sums


def year(request: MemberRequest) -> HttpResponse:
    """Payments by member; above a branch, what each unit collected of what was due."""
    query = YearQuery(request)
    context: dict[str, Any] = {
        "trail": dues_trail(),
        "tabs": tabs("dues:year"),
        "query": query,
        "form": query.form,
        "is_filtered": bool(query.q or query.state or query.typed_day),
        "reset_url": reset_url(request),
        "rate": DuesRate.objects.for_unit(query.unit, query.year) if query.unit else None,
        "is_office": may_set_dues_rates(request.user),
    }
    if query.is_branch:
        rows = query.rows()
        context |= _people(request, query, rows) | {"sums": sum_up(rows) if not query.q else None}
        context["cash_received"] = _cash_received(query)
        return render(request, "dues/year.html", context)
    if query.q:
        return render(request, "dues/year.html", context | _people(request, query, query.rows()))
    return render(request, "dues/sums.html", context | _sums_table(request, query))


def _people(request: MemberRequest, query: YearQuery, rows: list[AccountRow]) -> dict[str, Any]:
    table = Table(
        request.GET,
        query.shown(rows),
        YEAR,
        noun="người",
        usual="ten",
        without=("chi-hoi",) if query.is_branch else (),
    )
    people = [row.member.pk for row in table.page]
    return {
        "table": table,
        "page": table.page,
        **_known(request.user, people),
        "cut_at": MAX_RESULTS if query.is_cut else 0,
    }


def _known(user: User, people: list[int]) -> dict[str, set[int]]:
    """Of these members: `here`, who still belong where the user reads the dues; `cards`, whose card
    the user may open, which a treasurer may not."""
    rows = Member.objects.filter(pk__in=people).order_by()
    here = rows.open_to(user, Degree.READ, Subject.DUES)
    known = {"here": set(here.values_list("pk", flat=True))}
    if user.is_superuser or user.offices_with(Subject.DUES) == user.offices_with(Subject.MEMBERS):
        return known | {"cards": known["here"]}
    return known | {"cards": set(rows.in_books_of(user).values_list("pk", flat=True))}


def _cash_received(query: YearQuery) -> int:
    """The money that the branch itself received within the year, for any member and any year."""
    received = Payment.objects.standing(query.day).filter(unit=query.unit, paid_on__year=query.year)
    return received.total()


def units_below(unit: Unit) -> list[Unit]:
    rows = Unit.objects.filter(parent=unit).select_related("parent")
    return list(rows.order_by("sort_order", "name", "pk"))


def _sums(query: YearQuery) -> dict[str, Any]:
    """The sums of each unit directly below the selected one; units without dues are left out."""
    if query.unit is None:
        return {"rows": []}
    is_city = query.unit.level == Unit.Level.ASSOCIATION
    by_unit = sums_by(query.year, query.within, query.day, district=is_city)
    rows = [(unit, by_unit[unit.pk]) for unit in units_below(query.unit) if unit.pk in by_unit]
    total = reduce(add, (sums for _, sums in rows), Sums())
    behind = sorted(rows, key=lambda row: -row[1].outstanding)
    return {
        "rows": rows,
        "sums": total,
        "behind": sum(1 for _, sums in rows if sums.outstanding),
        "chart": bar_chart([(str(unit), sums.share) for unit, sums in rows], unit="%", whole=100),
        "chart_head": ["Đơn vị", "Đã thu", "Phải thu", "Tỷ lệ"],
        "chart_rows": [
            [str(unit), dong(sums.paid), dong(sums.due), f"{sums.share}%"] for unit, sums in behind
        ],
    }


def _sums_table(request: MemberRequest, query: YearQuery) -> dict[str, Any]:
    sums = _sums(query)
    return sums | {"table": Table(request.GET, sums["rows"], SUMS, noun="đơn vị", usual="don-vi")}


def _back_to_filters(request: MemberRequest) -> HttpResponse:
    """Back to the page, which shows the error beside the invalid filter.

    A paper or file that ignored an invalid filter would list the wrong people.
    """
    messages.error(
        request,
        "Có điều kiện chưa hiểu được nên chưa lập gì. Hãy sửa ở ô được nêu bên dưới rồi làm lại.",
    )
    return redirect(f"{reverse('dues:year')}?{request.GET.urlencode()}")


def year_print(request: MemberRequest) -> HttpResponse:
    """A branch's list on paper; above a branch, the sums of the units below."""
    query = YearQuery(request)
    if not query.is_valid:
        return _back_to_filters(request)
    if query.is_branch or query.q:
        rows = query.shown(query.rows())
        members = [row.member for row in rows]
        ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.PRINTED)
        paper = _people_paper(query, rows)
        count = f"{vn_number(len(rows))} đồng chí"
    else:
        sums = _sums(query)
        paper = _sums_paper(sums["rows"], sums.get("sums", Sums()))
        count = f"{vn_number(len(sums['rows']))} đơn vị"
    columns, lines, total = paper
    cells = [[title for title, _ in columns], *lines, total]
    wanted = LIST_POINTS[letter_size(request)]
    points, is_wide = fitted(list(zip(*cells, strict=True)), wanted)
    context = {
        "query": query,
        "columns": columns,
        "lines": [list(zip(columns, line, strict=True)) for line in lines],
        "total": list(zip(columns, total, strict=True)),
        "count": count,
        "points": points,
        "is_wide": is_wide,
        "back": f"{reverse('dues:year')}?{query.querystring}",
        "today": local_today(),
    }
    return render(request, "documents/dues_year.html", context)


# Columns with their class on paper, the lines, and the total line below them.
Paper = tuple[list[tuple[str, str]], list[list[str]], list[str]]
_MONEY = "figure"


def _people_paper(query: YearQuery, rows: list[AccountRow]) -> Paper:
    columns = [("STT", "number"), ("Họ và tên", NAME), ("Năm sinh", "year")]
    columns += [] if query.is_branch else [("Chi hội", "")]
    columns += [(title, _MONEY) for title in ("Phải nộp", "Đã nộp", "Còn phải nộp")]
    lines = [
        [
            str(number), row.member.full_name, str(row.member.birth_year),
            *([] if query.is_branch else [row.unit.distinct_label]),
            dong(row.account.due), dong(row.account.paid), dong(row.account.outstanding), row.note,
        ]
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    sums = sum_up(rows)
    blank = [""] * (1 if query.is_branch else 2)
    total = ["", "Cộng", *blank, dong(sums.due), dong(sums.paid), dong(sums.outstanding), ""]
    return [*columns, ("Tình trạng", "")], lines, total


def _sums_paper(rows: list[tuple[Unit, Sums]], sums: Sums) -> Paper:
    columns = [("STT", "number"), ("Đơn vị", NAME), ("Người", _MONEY), ("Chưa nộp đủ", _MONEY)]
    columns += [(title, _MONEY) for title in ("Phải thu", "Đã thu", "Còn phải thu", "Tỷ lệ")]

    def figures(sums: Sums) -> list[str]:
        people = [vn_number(sums.people), vn_number(sums.in_arrears)]
        return [*people, dong(sums.due), dong(sums.paid), dong(sums.outstanding), f"{sums.share}%"]

    lines = [
        [str(number), str(unit), *figures(title)] for number, (unit, title) in enumerate(rows, 1)
    ]
    return columns, lines, ["", "Cộng", *figures(sums)]


def year_export(request: MemberRequest) -> HttpResponse:
    """All that the page lists, over all its pages; each exported person is recorded as read."""
    query = YearQuery(request)
    if not query.is_valid:
        return _back_to_filters(request)
    if query.is_branch or query.q:
        rows = query.shown(query.rows())
        members = [row.member for row in rows]
        ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.TAKEN)
        sheet = _people_sheet(rows)
    else:
        sheet = _sums_sheet(_sums(query)["rows"])
    about = Sheet("Điều kiện", [SheetColumn("Danh sách gồm")], [[f"Hội phí: {query.description}"]])
    return excel_file(f"hoi-phi-{query.year}-{local_today():%Y-%m-%d}", [sheet, about])


def _people_sheet(rows: list[AccountRow]) -> Sheet:
    titles = ("STT", "Họ và tên", "Năm sinh", "Số thẻ", "Chi hội")
    money = ("Phải nộp", "Đã nộp", "Còn phải nộp")
    columns = [*map(SheetColumn, titles), *(SheetColumn(title, is_money=True) for title in money),
               SheetColumn("Tình trạng")]  # fmt: skip
    return Sheet(
        "Hội phí",
        columns,
        (
            [
                number, row.member.full_name, row.member.birth_year, row.member.code,
                str(row.unit), row.account.due, row.account.paid, row.account.outstanding, row.note,
            ]
            for number, row in enumerate(rows, 1)
        ),
    )  # fmt: skip


def _sums_sheet(rows: list[tuple[Unit, Sums]]) -> Sheet:
    titles = ("Đơn vị", "Số người", "Đã nộp đủ", "Còn phải nộp", "Không phải nộp")
    money = ("Phải thu", "Đã thu", "Còn phải thu")
    return Sheet(
        "Hội phí",
        [*map(SheetColumn, titles), *(SheetColumn(title, is_money=True) for title in money)],
        (
            [
                str(unit),
                sums.people,
                sums.paid_up,
                sums.in_arrears,
                sums.exempt,
                sums.due,
                sums.paid,
                sums.outstanding,
            ]
            for unit, sums in rows
        ),
    )


# --- Arrears over the years -------------------------------------------------------------------


def arrears(request: MemberRequest) -> HttpResponse:
    """Arrears by member and year; above a branch, by unit and year."""
    check_dues(request)
    unit = requested_unit(request)
    form = ArrearsFilters(request.user, request.GET)
    this_year, *earlier_years = collected_years()
    selected = form.filter_values().get("nam") or str(this_year)
    is_branch = unit is not None and unit.level == Unit.Level.BRANCH
    data = request.GET.copy()  # the fields show what is listed
    data["nam"], data["don_vi"] = selected, str(unit.pk if unit else "")
    form.data = data
    years = sorted(earlier_years) if selected == EARLIER else [int(selected)]
    if is_branch:
        years = sorted(collected_years())
        del form.fields["nam"]
    if has_one_unit(request):
        del form.fields["don_vi"]
    context: dict[str, Any] = {
        "trail": dues_trail(("Còn nợ các năm", "")),
        "tabs": tabs("dues:arrears"),
        "unit": unit,
        "form": form,
        "is_branch": is_branch,
        "asked_year": "" if is_branch else selected,
        "of_years": "các năm" if is_branch else _of_years(years),
        "reset_url": reset_url(request),
        "table": None,  # before there is a unit
    }
    if unit is not None:
        arrears_context = (
            _members_in_arrears(request, unit, years)
            if is_branch
            else _units_in_arrears(unit, years)
        )
        first = DEBTORS if is_branch else UNITS_BEHIND
        table = Table(
            request.GET,
            arrears_context["rows"],
            arrears_columns(first, arrears_context["years"]),
            noun="người" if is_branch else "đơn vị",
            usual=first.key,
        )
        context |= arrears_context | {"table": table, "page": table.page}
    has_rates = context.get("total") or DuesRate.objects.visible_to(request.user).exists()
    context["is_on"] = bool(has_rates)
    return render(request, "dues/arrears.html", context)


def _of_years(years: list[int]) -> str:
    """ "năm 2026", "các năm 2021 - 2025"."""
    return f"năm {years[0]}" if len(years) == 1 else f"các năm {years[0]} - {years[-1]}"


def _members_in_arrears(request: MemberRequest, unit: Unit, years: list[int]) -> dict[str, Any]:
    arrears: dict[int, dict[int, int]] = {}
    members: dict[int, Member] = {}
    for year in years:
        memberships = charged_memberships(year).filter(unit=unit).select_related("member")
        for membership in memberships:
            if amount := account_of(membership, year).outstanding:
                members[membership.member_id] = membership.member
                arrears.setdefault(membership.member_id, {})[year] = amount
    people = sorted(members.values(), key=lambda member: (member.sort_key, member.pk))
    shown = [year for year in years if any(year in by_year for by_year in arrears.values())]
    rows = [
        (
            person,
            [(year, arrears[person.pk].get(year, 0)) for year in shown],
            sum(arrears[person.pk].values()),
        )
        for person in people
    ]
    return {
        "years": shown,
        "rows": rows,
        **_known(request.user, list(members)),
        "totals": [
            (year, sum(by_year.get(year, 0) for by_year in arrears.values())) for year in shown
        ],
        "total": sum(sum(by_year.values()) for by_year in arrears.values()),
        "count": vn_number(len(rows)),
    }


def _units_in_arrears(unit: Unit, years: list[int]) -> dict[str, Any]:
    is_city = unit.level == Unit.Level.ASSOCIATION
    by_year = {year: sums_by(year, Unit.objects.within(unit), district=is_city) for year in years}
    no_sums = Sums()
    shown = [year for year in years if any(sums.outstanding for sums in by_year[year].values())]
    rows = []
    for child in units_below(unit):
        cells = [(year, by_year[year].get(child.pk, no_sums).outstanding) for year in shown]
        if total := sum(amount for _, amount in cells):
            rows.append((child, cells, total))
    return {
        "years": shown,
        "rows": rows,
        "totals": [(year, sum(dict(cells)[year] for _, cells, _ in rows)) for year in shown],
        "total": sum(total for _, _, total in rows),
    }
