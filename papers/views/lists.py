"""Papers for those whom the list of members finds: one place, the same question for all of them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from desk.labels import SHEETS, labels_for, on_sheets
from desk.letter_size import letter_size
from desk.meetings import coming_meetings
from desk.pages import trail
from desk.paper import LIST_POINTS, fitted
from kit.dates import local_today
from kit.numbers import vn_number
from members.http import MemberRequest
from members.models import Member, ReadRecord, Subject
from register.columns import columns_of, member_rows, with_answers
from register.filters import MemberFilter
from register.views.filtered import with_valid_filter

from ..forms import AttendanceForm, LabelsForm

# Longer papers stall the browser and the printer; the page says what to do.
LIMIT = 2_000
LISTED = 50  # members named on a page of options
# In the address of a page of options: make the paper now.
MAKE = "lap"


@with_valid_filter
def printing(request: MemberRequest, member_filter: MemberFilter) -> HttpResponse:
    """What can be printed for those whom the question finds."""
    count = member_filter.count()
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), ("In ấn", "")),
        "member_filter": member_filter,
        "count": vn_number(count),
        "is_empty": count == 0,
        "too_many": too_many(count),
        "querystring": member_filter.querystring,
        "back": f"{reverse('book:members')}?{member_filter.querystring}",
    }
    return render(request, "papers/printing.html", context)


def too_many(count: int, limit: int | None = None) -> str:
    """What to do where one paper would be too long; "" where it is not."""
    limit = limit or LIMIT
    if count <= limit:
        return ""
    return (
        f"Điều kiện này có {vn_number(count)} đồng chí; mỗi lần in nhiều nhất {vn_number(limit)}. "
        "Hãy trở lại danh sách, chọn từng đơn vị hoặc thêm điều kiện rồi in từng phần."
    )


def options_page(
    request: MemberRequest,
    member_filter: MemberFilter,
    form: Any,
    *,
    title: str,
    button: str,
    intro: str = "",
    limit: int | None = None,
    **context: Any,
) -> HttpResponse:
    """The page that asks how one kind of paper is to be; says for whom it will be."""
    count = member_filter.count()
    there = f"{reverse('book:printing')}?{member_filter.querystring}"
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), ("In ấn", there), (title, "")),
        "member_filter": member_filter,
        "count": vn_number(count),
        "can_print": count > 0 and not too_many(count, limit),
        "too_many": too_many(count, limit),
        "hidden": parse_qsl(member_filter.querystring),
        "form": form,
        "title": title,
        "button": button,
        "intro": intro,
        "back": there,
        # What only some kinds of paper tell.
        "method": "get",
        "missing": None,
        "left_out": "",
        "first_only": "",
        "meetings": [],
        "has_texts": True,
        "printings": [],
    } | context
    return render(request, "papers/print_options.html", context)


def can_make(request: MemberRequest, member_filter: MemberFilter, form: Any) -> bool:
    """Whether the paper was asked for, every answer is good, and it is not too long."""
    return form.is_bound and form.is_valid() and 0 < member_filter.count() <= LIMIT


def option_data(request: MemberRequest) -> Any:
    return request.GET if MAKE in request.GET else None


def options_address(request: MemberRequest) -> str:
    """Back to the options, with every answer kept."""
    query = request.GET.copy()
    query.pop(MAKE, None)
    return f"{request.path}?{query.urlencode()}"


def people(
    request: MemberRequest, member_filter: MemberFilter, limit: int | None = None
) -> list[Any]:
    """Those whom the question finds, each written down as read."""
    rows = member_rows(member_filter.results()[: limit or LIMIT], member_filter.day)
    ReadRecord.objects.note_all(request.user, rows, ReadRecord.Way.PRINTED)
    return rows


def _answers(request: MemberRequest, form: Any) -> dict[str, Any]:
    """Answers that stand in the address already, as when one comes back from the paper."""
    return {name: request.GET[name] for name in form.base_fields if name in request.GET}


# --- The list ---------------------------------------------------------------------------------


@with_valid_filter
def member_print(request: MemberRequest, member_filter: MemberFilter) -> HttpResponse:
    """The list on paper, in the columns chosen for the screen; each card on it counts as read."""
    columns = with_answers(columns_of(request.user), member_filter.about)
    count = member_filter.count()
    rows = [] if too_many(count) else people(request, member_filter)
    lines = [[column.text(member, member_filter.day) for column in columns] for member in rows]
    titles = ["STT", "Họ và tên", *(column.title for column in columns)]
    numbered = [["0000", member.full_name, *line] for member, line in zip(rows, lines, strict=True)]
    wanted = LIST_POINTS[letter_size(request)]
    points, is_wide = fitted(list(zip(titles, *numbered, strict=True)), wanted)
    context = {
        "member_filter": member_filter,
        "columns": columns,
        "rows": [
            {"member": member, "cells": list(zip(columns, line, strict=True))}
            for member, line in zip(rows, lines, strict=True)
        ],
        "points": points,
        "is_wide": is_wide,
        "is_smaller": points < wanted,
        "too_many": too_many(count),
        "count": vn_number(count),
        "units": _units_of(request, member_filter),
        "today": local_today(),
        "back": f"{reverse('book:printing')}?{member_filter.querystring}",
    }
    return render(request, "documents/member_list.html", context)


def _units_of(request: MemberRequest, member_filter: MemberFilter) -> str:
    """Whose list it is, where the question names no unit."""
    if "don_vi" in member_filter.values:
        return ""
    units = [office.unit for office in request.user.offices_with(Subject.MEMBERS)]
    return ", ".join(dict.fromkeys(unit.name for unit in units))


# --- Attendance -------------------------------------------------------------------------------


@with_valid_filter
def attendance(request: MemberRequest, member_filter: MemberFilter) -> HttpResponse:
    form = AttendanceForm(
        option_data(request),
        letters=letter_size(request),
        initial=_answers(request, AttendanceForm),
    )
    if not can_make(request, member_filter, form):
        return options_page(
            request, member_filter, form, title="Danh sách điểm danh", button="Xem bản in",
            intro="Có chỗ ký tên cho từng người, dòng trống cho khách và dòng tổng cộng.",
            meetings=coming_meetings(request.user),
        )  # fmt: skip
    rows = people(request, member_filter)
    context = {
        "member_filter": member_filter,
        "form": form.cleaned_data,
        "rows": rows,
        "count": vn_number(len(rows)),
        "guests": range(form.value_of("dong_khach")),
        "shows_branch": form.cleaned_data["ghi_chi_hoi"],
        "units": member_filter.values["don_vi"].name
        if "don_vi" in member_filter.values
        else _units_of(request, member_filter),
        "back": options_address(request),
    }
    return render(request, "documents/attendance.html", context)


# --- Labels -----------------------------------------------------------------------------------


@with_valid_filter
def labels(request: MemberRequest, member_filter: MemberFilter) -> HttpResponse:
    letters = letter_size(request)
    form = LabelsForm(option_data(request), letters=letters, initial=_answers(request, LabelsForm))
    if not can_make(request, member_filter, form):
        return options_page(
            request, member_filter, form, title="Nhãn địa chỉ dán thư", button="Xem bản in",
            intro="Khi in, chọn tỷ lệ 100 %, không chọn “vừa trang giấy”, để nhãn đúng chỗ.",
            missing=_without_address(member_filter),
        )  # fmt: skip
    sheet = SHEETS[form.cleaned_data["to_nhan"]]
    rows = people(request, member_filter)
    made = labels_for(rows, sheet, letters=letters, by_household=form.cleaned_data["gop_nha"])
    context = {
        "sheet": sheet,
        "sheets": on_sheets(made, sheet, form.value_of("bat_dau")) if made else [],
        "count": vn_number(len(made)),
        "without": sum(not member.address.strip() for member in rows),
        "back": options_address(request),
    }
    return render(request, "documents/labels.html", context)


def _without_address(member_filter: MemberFilter) -> dict[str, Any]:
    """Who would get no label: named before printing, with the way to write the address down."""
    rows = member_filter.results().filter(address="")
    named: Sequence[Member] = list(rows[: LISTED + 1])
    count = len(named) if len(named) <= LISTED else rows.order_by().count()
    return {"members": named[:LISTED], "count": vn_number(count), "more": count > LISTED}
