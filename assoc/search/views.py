"""The search page."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from kit.numbers import vn_number
from kit.text import MAX_QUERY_LENGTH, clean_line, query_terms

from . import finding
from .finding import Amount, SearchResults
from .sources import BY_SLUG, SOURCES

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

PER_PAGE = 20
MOST_SUGGESTIONS = 3
LONGEST_HELPED = 6  # words: each one left out is a question to the database


@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    """Odd filters and page numbers are taken for none: an address may come from anywhere."""
    typed = clean_line(request.GET.get("q", "")[: 2 * MAX_QUERY_LENGTH])[:MAX_QUERY_LENGTH]
    source = BY_SLUG.get(request.GET.get("loai", ""))
    kind, year = source.kind if source else None, _year(request.GET.get("nam", ""))
    results = finding.search(typed, user=request.user, kind=kind, year=year)
    page = Paginator(results.keys, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "trail": [("Tìm kiếm", "")],
        "typed": typed,
        "loai": source.slug if source else "",
        "page": page,
        "hits": finding.hits(page.object_list, typed, user=request.user),
        "suggestions": _suggestions(typed, request.user) if not results.cells else [],
    }
    return render(request, "search.html", context | _filters(request.GET, results, kind, year))


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def _amount_text(amount: Amount) -> str:
    number = vn_number(amount.number)
    return f"hơn {number}" if amount.is_more else number


def _address(query: QueryDict, **changes: str) -> str:
    """The same search with other filters, from its first page."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _filters(
    query: QueryDict, results: SearchResults, kind: int | None, year: int | None
) -> dict[str, Any]:
    """The filters, each with what it would show, and what the present ones do show."""
    amount, everything = results.amount(kind, year), results.amount()
    return {
        "amount": _amount_text(amount),
        "is_cut": amount.is_more or amount.number > len(results.keys),
        "elsewhere": _amount_text(everything) if everything.number else "",
        "everything": _address(query, loai="", nam=""),
        "tabs": _tabs(query, results, kind, year) if everything.number else [],
        "years": _years(results, kind, year),
    }


def _tabs(
    query: QueryDict, results: SearchResults, kind: int | None, year: int | None
) -> list[tuple[str, str, bool]]:
    """All kinds, then each that has hits in the chosen year, with how many."""
    tabs = [(None, "", "Tất cả"), *((s.kind, s.slug, s.kind.label) for s in SOURCES)]
    return [
        (f"{label} ({_amount_text(amount)})", _address(query, loai=slug), this == kind)
        for this, slug, label in tabs
        if (amount := results.amount(this, year)).number or this in (None, kind)
    ]


def _years(
    results: SearchResults, kind: int | None, year: int | None
) -> list[tuple[int, str, bool]]:
    """Years with hits of the chosen kind, and how many; the chosen one even without."""
    years = sorted({*results.years, *([year] if year is not None else [])}, reverse=True)
    return [
        (this, _amount_text(amount), this == year)
        for this in years
        if (amount := results.amount(kind, this)).number or this == year
    ]


def _suggestions(typed: str, user: "AnyUser") -> list[tuple[str, str]]:
    """The question with one word less, where that finds something, and how much."""
    words = query_terms(typed)
    if not 2 <= len(words) <= LONGEST_HELPED:
        return []
    shorter = dict.fromkeys(
        " ".join(words[:left_out] + words[left_out + 1 :])
        for left_out in reversed(range(len(words)))
    )
    amounts = ((q, finding.amount(q, user=user)) for q in shorter)
    helpful = [(q, _amount_text(amount)) for q, amount in amounts if amount.number]
    return helpful[:MOST_SUGGESTIONS]
