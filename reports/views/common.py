"""Helpers shared by the pages of reports."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from desk.pages import check, trail
from members.http import MemberRequest
from members.models import Degree, Subject, Unit, User, units_where

from ..models import Period, Report, ReportKind


def reports_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Báo cáo", reverse("reports:list")), *parts)


def visible_report(user: User, pk: int) -> Report:
    """404 for a report that the user may not see."""
    rows = Report.objects.visible_to(user).select_related(
        "unit__parent__parent", "kind", "begun_by__member", "sent_by__member",
        "answered_by__member",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def may_create_kinds(user: User) -> bool:
    """Whether the user may define which reports are required.

    That needs the right to write reports in a unit that has others below it; an administrator may
    even before there is any unit.
    """
    return (
        user.is_superuser
        or units_where(user, Subject.REPORTS, Degree.WRITE)
        .exclude(level=Unit.Level.BRANCH)
        .exists()
    )


def requested_period(request: MemberRequest, pk: int, slug: str) -> tuple[ReportKind, Period]:
    """The kind and period that an address names; 404 if there is none visible to the user."""
    check(request, Subject.REPORTS)
    rows = ReportKind.objects.concerning(request.user).select_related("issuer")
    kind = get_object_or_404(rows, pk=pk)
    try:
        return kind, Period.parse(kind.rhythm, slug)
    except ValueError as error:
        raise Http404 from error
