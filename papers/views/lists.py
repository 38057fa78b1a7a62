"""Papers for those whom the list of members finds: one place, the same question for all of them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from desk.letter_size import letter_size
from desk.pages import trail
from desk.paper import LIST_POINTS, fitted
from kit.dates import local_today
from kit.numbers import vn_number
from members.http import MemberRequest
from members.models import Member, ReadRecord, Subject
from register.columns import columns_of, told, with_told
from register.filters import MemberFilter
from register.views.asked import for_understood

from ..forms import AttendanceForm, LabelsForm
from ..labels import SHEETS, labels_for, on_sheets

# Longer papers stall the browser and the printer; the page says what to do.
LIMIT = 2_000
LISTED = 50  # members named on a page of options
# In the address of a page of options: make the paper now.
MAKE = "lap"


@for_understood
def printing(request: MemberRequest, asked: MemberFilter) -> HttpResponse:
    """What can be printed for those whom the question finds."""
    count = asked.count()
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), ("In ấn", "")),
        "asked": asked,
        "count": vn_number(count),
        "is_empty": count == 0,
        "too_many": too_many(count),
        "querystring": asked.querystring,
        "back": f"{reverse('book:members')}?{asked.querystring}",
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
    asked: MemberFilter,
    form: Any,
    *,
    title: str,
    button: str,
    intro: str = "",
    limit: int | None = None,
    **context: Any,
) -> HttpResponse:
    """The page that asks how one kind of paper is to be; says for whom it will be."""
    count = asked.count()
    there = f"{reverse('book:printing')}?{asked.querystring}"
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), ("In ấn", there), (title, "")),
        "asked": asked,
        "count": vn_number(count),
        "can_print": count > 0 and not too_many(count, limit),
        "too_many": too_many(count, limit),
        "hidden": parse_qsl(asked.querystring),
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
        "has_texts": True,
        "printings": [],
    } | context
    return render(request, "papers/print_options.html", context)


def can_make(request: MemberRequest, asked: MemberFilter, form: Any) -> bool:
    """Whether the paper was asked for, every answer is good, and it is not too long."""
    return form.is_bound and form.is_valid() and 0 < asked.count() <= LIMIT


def asked_data(request: MemberRequest) -> Any:
    return request.GET if MAKE in request.GET else None


def options_address(request: MemberRequest) -> str:
    """Back to the options, with every answer kept."""
    query = request.GET.copy()
    query.pop(MAKE, None)
    return f"{request.path}?{query.urlencode()}"


def people(request: MemberRequest, asked: MemberFilter, limit: int | None = None) -> list[Any]:
    """Those whom the question finds, each written down as read."""
    rows = told(with_told(asked.found()[: limit or LIMIT], asked.day), asked.day)
    ReadRecord.objects.note_all(request.user, rows, ReadRecord.Way.PRINTED)
    return rows


def _answers(request: MemberRequest, form: Any) -> dict[str, Any]:
    """Answers that stand in the address already, as when one comes back from the paper."""
    return {name: request.GET[name] for name in form.base_fields if name in request.GET}


# --- The list ---------------------------------------------------------------------------------


@for_understood
def member_print(request: MemberRequest, asked: MemberFilter) -> HttpResponse:
    """The list on paper, in the columns chosen for the screen; each card on it counts as read."""
    columns = columns_of(request.user)
    count = asked.count()
    rows = [] if too_many(count) else people(request, asked)
    lines = [[column.text(member, asked.day) for column in columns] for member in rows]
    titles = ["STT", "Họ và tên", *(column.title for column in columns)]
    numbered = [["0000", member.full_name, *line] for member, line in zip(rows, lines, strict=True)]
    wanted = LIST_POINTS[letter_size(request)]
    points, is_wide = fitted(list(zip(titles, *numbered, strict=True)), wanted)
    context = {
        "asked": asked,
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
        "units": _units_of(request, asked),
        "today": local_today(),
        "back": f"{reverse('book:printing')}?{asked.querystring}",
    }
    return render(request, "documents/member_list.html", context)


def _units_of(request: MemberRequest, asked: MemberFilter) -> str:
    """Whose list it is, where the question names no unit."""
    if "don_vi" in asked.asked:
        return ""
    units = [office.unit for office in request.user.offices_with(Subject.MEMBERS)]
    return ", ".join(dict.fromkeys(unit.name for unit in units))


# --- Attendance -------------------------------------------------------------------------------


@for_understood
def attendance(request: MemberRequest, asked: MemberFilter) -> HttpResponse:
    form = AttendanceForm(
        asked_data(request), letters=letter_size(request), initial=_answers(request, AttendanceForm)
    )
    if not can_make(request, asked, form):
        return options_page(
            request, asked, form, title="Danh sách điểm danh", button="Xem bản in",
            intro="Có chỗ ký tên cho từng người, dòng trống cho khách và dòng tổng cộng.",
        )  # fmt: skip
    rows = people(request, asked)
    context = {
        "asked": asked,
        "form": form.cleaned_data,
        "rows": rows,
        "count": vn_number(len(rows)),
        "guests": range(form.told("dong_khach")),
        "shows_branch": form.cleaned_data["ghi_chi_hoi"],
        "units": asked.asked["don_vi"].name
        if "don_vi" in asked.asked
        else _units_of(request, asked),
        "back": options_address(request),
    }
    return render(request, "documents/attendance.html", context)


# --- Labels -----------------------------------------------------------------------------------


@for_understood
def labels(request: MemberRequest, asked: MemberFilter) -> HttpResponse:
    letters = letter_size(request)
    form = LabelsForm(asked_data(request), letters=letters, initial=_answers(request, LabelsForm))
    if not can_make(request, asked, form):
        return options_page(
            request, asked, form, title="Nhãn địa chỉ dán thư", button="Xem bản in",
            intro="Khi in, chọn tỷ lệ 100 %, không chọn “vừa trang giấy”, để nhãn đúng chỗ.",
            missing=_without_address(asked),
        )  # fmt: skip
    sheet = SHEETS[form.cleaned_data["to_nhan"]]
    rows = people(request, asked)
    made = labels_for(rows, sheet, letters=letters, by_household=form.cleaned_data["gop_nha"])
    context = {
        "sheet": sheet,
        "sheets": on_sheets(made, sheet, form.told("bat_dau")) if made else [],
        "count": vn_number(len(made)),
        "without": sum(not member.address.strip() for member in rows),
        "back": options_address(request),
    }
    return render(request, "documents/labels.html", context)


def _without_address(asked: MemberFilter) -> dict[str, Any]:
    """Who would get no label: told before printing, with the way to write the address down."""
    rows = asked.found().filter(address="")
    named: Sequence[Member] = list(rows[: LISTED + 1])
    count = len(named) if len(named) <= LISTED else rows.order_by().count()
    return {"members": named[:LISTED], "count": vn_number(count), "more": count > LISTED}
