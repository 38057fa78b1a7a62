"""Closed months and years of a book: the list, closing one, opening one again by a decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, form_page
from kit.dates import local_today, month_title
from kit.lists import Table
from kit.numbers import typed_key
from members.http import MemberRequest, posted
from members.models import Degree, Subject, Unit, units_where

from ..actions import close_book, reopen_book
from ..forms import ReopenForm
from ..models import Closing
from ..tables import PERIODS
from .common import check_fund, fund_trail, tabs

YEARS = 3  # this year and those before it that are listed


def _books(request: MemberRequest, degree: Degree = Degree.READ) -> Any:
    """Units with books of their own whose fund the user reads."""
    return (
        units_where(request.user, Subject.FUND, degree)
        .exclude(level=Unit.Level.BRANCH)
        .in_tree_order()
    )


def _requested_book(request: MemberRequest) -> Unit | None:
    typed = request.GET.get("don_vi", "")
    books = _books(request)
    return get_object_or_404(books, pk=typed_key(typed)) if typed else books.first()


def _periods() -> list[tuple[int, int | None]]:
    """Whole periods that are over or under way, latest first: each year before its months."""
    today = local_today()
    periods: list[tuple[int, int | None]] = []
    for year in range(today.year, today.year - YEARS, -1):
        last = today.month if year == today.year else 12
        periods += [(year, None), *((year, month) for month in range(last, 0, -1))]
    return periods


def closing_list(request: MemberRequest) -> HttpResponse:
    """Each period of the book, with whether it is closed; earlier closings that were lifted too."""
    check_fund(request)
    book = _requested_book(request)
    closed = {}
    lifted: list[Closing] = []
    if book is not None:
        rows = Closing.objects.filter(book=book).select_related("closed_by__member")
        closed = {(row.year, row.month): row for row in rows if row.reopened_on is None}
        lifted = [row for row in rows if row.reopened_on is not None]
    today = local_today()
    periods = [
        {
            "key": f"{year}-{month}" if month else str(year),
            "title": month_title(year, month) if month else f"Năm {year}",
            "closing": closed.get((year, month)),
            "is_over": (year, month or 12) < (today.year, today.month),
        }
        for year, month in _periods()
    ]
    may_close = book is not None and _books(request, Degree.WRITE).contains(book)
    context = {
        "trail": fund_trail(("Khóa sổ", "")),
        "tabs": tabs("fund:closings"),
        "book": book,
        "books": _books(request),
        "table": Table(request.GET, periods if book else [], PERIODS, noun="kỳ"),
        "lifted": lifted,
        "may_close": may_close,
        "may_reopen": book is not None and _books(request, Degree.DECIDE).contains(book),
    }
    return render(request, "fund/closing_list.html", context)


@require_POST
def close(request: MemberRequest) -> HttpResponse:
    """Closes the period that the button names."""
    check_fund(request, Degree.WRITE)
    book = get_object_or_404(_books(request), pk=typed_key(request.POST.get("don_vi", "")))
    if not _books(request, Degree.WRITE).contains(book):
        raise PermissionDenied
    typed = request.POST.get("ky", "")
    known = {f"{y}-{m}" if m else str(y): (y, m) for y, m in _periods()}
    if typed not in known:
        raise Http404
    year, month = known[typed]
    title = month_title(year, month).lower() if month else f"năm {year}"
    attempt_plainly(
        request,
        lambda: close_book(book=book, year=year, month=month, by=request.user),
        f"Đã khóa sổ {title}, {book}.",
    )
    return redirect(f"{reverse('fund:closings')}?don_vi={book.pk}")


def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Opens a closed month or year again, upon a decision."""
    check_fund(request)
    closing = get_object_or_404(
        Closing.objects.visible_to(request.user).select_related("book"), pk=pk
    )
    if not _books(request, Degree.DECIDE).contains(closing.book):
        raise PermissionDenied
    back = f"{reverse('fund:closings')}?don_vi={closing.book_id}"
    form = ReopenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: reopen_book(closing=closing, **data, by=request.user)):
            messages.success(request, f"Đã mở lại sổ: {closing}.")
            return redirect(back)
    return form_page(
        request, form, title="Mở lại sổ đã khóa", button="Mở lại sổ", back=back, is_danger=True,
        trail=fund_trail(("Khóa sổ", back), ("Mở lại", "")), facts=[("Sổ", str(closing))],
        intro="Chỉ mở lại khi có quyết định; lần khóa trước vẫn được giữ trong sổ.",
    )  # fmt: skip
