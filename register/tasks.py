"""What waits in the members' books, for the officers' first page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse

from desk.tasks import Task, by_unit, summarize_counts
from kit.dates import local_today
from kit.numbers import vn_number
from members.models import (
    Consent,
    Degree,
    Membership,
    SavedFilter,
    Subject,
    Term,
    Unit,
    User,
    units_where,
    vacancies_by_unit,
)
from members.models.lists import REMINDERS
from members.models.units import UnitQuerySet

from .filters import MemberFilter, jubilee_years

TERM_ENDS_WITHIN = dt.timedelta(days=90)


def register_tasks(user: User) -> Iterator[Task]:
    """Terms, vacant posts; birthdays and ages; consents; what one asked to be reminded of.

    Whoever keeps several units' books sees sums, with the units that are behind by name. Each line
    leads to exactly the rows that it counts.
    """
    if user.may(Subject.OFFICES, Degree.WRITE):
        yield from _offices(units_where(user, Subject.OFFICES, Degree.WRITE))
    if user.may(Subject.MEMBERS):
        yield from _people(user, units_where(user, Subject.MEMBERS))
    if user.may(Subject.PRIVATE, Degree.WRITE):
        yield from _consents(units_where(user, Subject.PRIVATE, Degree.WRITE))
    if user.may(Subject.MEMBERS):
        yield from _reminders(user)


def _offices(units: UnitQuerySet) -> Iterator[Task]:
    address = reverse("book:offices")
    ending = ending_terms().filter(unit__in=units)
    counts = by_unit(ending, "unit")
    if counts:
        first = ending.aggregate(first=Min("valid_to"))["first"]
        title = f"{counts.total()} nhiệm kỳ sắp hết"
        yield Task(title, f"{address}?sap_het=1", "calendar", summarize_counts(counts), first)
    missing = vacancies_by_unit(units)
    if missing:
        lacks = {key: sum(lack for _, lack in posts) for key, posts in missing.items()}
        if len(missing) == 1:
            posts = next(iter(missing.values()))
            detail = f"{', '.join(position.name for position, _ in posts)}."
        else:
            above = dict(units.values_list("pk", "parent"))
            detail = summarize_counts(
                Counter({(key, above[key]): lack for key, lack in lacks.items()})
            )
        title = f"{sum(lacks.values())} chức vụ còn khuyết"
        yield Task(title, f"{address}?khuyet=1", "user", detail)


def ending_terms() -> Any:
    """Mandates of today that end soon, of units that are still there."""
    today = local_today()
    soon = Term.objects.on(today).filter(valid_to__lte=today + TERM_ENDS_WITHIN)
    return soon.filter(unit__in=Unit.objects.on(today))


def _people(user: User, units: UnitQuerySet) -> Iterator[Task]:
    """Round ages of this year, birthdays of this month, birth dates that nobody wrote down.

    Each leads to the list that has exactly those people. What only others can write down is for
    the reader to know, not to do.
    """
    today = local_today()
    writes = user.may(Subject.MEMBERS, Degree.WRITE)
    questions = (
        (
            Q(member__birth_year__in=jubilee_years(today.year)), "award", "chuc_tho=on",
            f"đồng chí tròn 70, 75, 80 … trong năm {today.year}", False,
        ),
        (
            Q(member__birth_date__month=today.month), "calendar", f"sinh_thang={today.month}",
            f"đồng chí có sinh nhật trong tháng {today.month}", False,
        ),
        (
            Q(member__birth_date__isnull=True), "pencil", "thieu=ngay-sinh",
            "hồ sơ còn thiếu ngày sinh", writes,
        ),
    )  # fmt: skip
    counts = {
        f"n{key}": Count("pk", filter=condition) for key, (condition, *_) in enumerate(questions)
    }
    memberships = Membership.objects.order_by().on(today).filter(unit__in=units)
    rows: list[Any] = list(memberships.values("unit", "unit__parent").annotate(**counts))
    for key, (_, icon, query, title, is_work) in enumerate(questions):
        by_place = Counter({(row["unit"], row["unit__parent"]): row[f"n{key}"] for row in rows})
        if total := by_place.total():
            url = f"{reverse('book:members')}?{query}"
            yield Task(
                f"{vn_number(total)} {title}",
                url,
                icon,
                summarize_counts(by_place),
                is_open_work=is_work,
            )


def _consents(units: UnitQuerySet) -> Iterator[Task]:
    """Consents in a form that proves nothing, to be asked for again."""
    unproven = Consent.objects.unproven().order_by().values("member")
    memberships = Membership.objects.on(local_today()).filter(unit__in=units, member__in=unproven)
    if counts := by_unit(memberships, "unit"):
        title = f"{vn_number(counts.total())} đồng chí có sự đồng ý chưa có bằng chứng"
        url = f"{reverse('book:members')}?thieu=dong-y"
        yield Task(title, url, "pencil", summarize_counts(counts))


def _reminders(user: User) -> Iterator[Task]:
    """The saved filters that one marked: how many they find today."""
    for saved in SavedFilter.objects.reminding(user)[:REMINDERS]:
        url = f"{reverse('book:members')}?{saved.query}"
        member_filter = MemberFilter(user, saved.query)
        if member_filter.form.errors:
            yield Task(
                f"Bộ lọc “{saved.name}” không còn dùng được", reverse("book:members"),
                "triangle-alert", "Đơn vị hoặc chức vụ trong bộ lọc không còn. Hãy xóa và lưu lại.",
                is_open_work=False,
            )  # fmt: skip
        elif count := member_filter.count():
            yield Task(
                f"{saved.name}: {vn_number(count)} người", url, "list-filter", f"{member_filter.summary}.",
                is_open_work=False,
            )  # fmt: skip
