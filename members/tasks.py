"""What waits in the members' books, for the officers' first page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse

from kit.dates import local_today
from kit.numbers import vn_number

from .desk import Task
from .filters import jubilee_years
from .models import (
    Application,
    Departure,
    Membership,
    Term,
    Transfer,
    Unit,
    User,
    units_managed_by,
    vacancies_by_unit,
)
from .models.units import UnitQuerySet

TERM_ENDS_WITHIN = dt.timedelta(days=90)
NAMED = 4


def membership_tasks(user: User) -> Iterator[Task]:
    """Applications, transfers, terms, vacant posts, visits that are owed; birthdays and ages.

    Whoever keeps several units' books sees sums, with the units that are behind by name.
    """
    if not user.keeps_books:
        return
    units = units_managed_by(user)
    yield from _applications(user)
    yield from _transfers(user, units)
    yield from _departures(user)
    yield from _offices(units)
    yield from _people(units)


def _applications(user: User) -> Iterator[Task]:
    open_ones = Application.objects.visible_to(user).open()
    for state, words in (
        (Application.State.SUBMITTED, "đơn xin gia nhập chờ chi hội xét"),
        (Application.State.REVIEWED, "đơn xin gia nhập chờ quyết định"),
    ):
        names = open_ones.filter(state=state).values_list("unit__short_name", flat=True)
        yield from _sum(names, words, f"{reverse('book:applications')}?tinh_trang={state}", "users")


def _transfers(user: User, units: UnitQuerySet) -> Iterator[Task]:
    address = reverse("book:transfers")
    today = local_today()
    waiting = Transfer.objects.pending().filter(target__in=units)
    names = list(waiting.values_list("target__short_name", flat=True))
    if names:
        due = waiting.aggregate(first=Min("due_on"))["first"]
        late = waiting.overdue(today).count()
        detail = f"{late} trường hợp đã quá hạn trả lời. " if late else ""
        yield Task(
            f"{len(names)} đề nghị chuyển sinh hoạt đến, chờ trả lời", address, "arrow-right",
            detail + _behind(names), due_on=due, is_urgent=bool(late) or due <= today + dt.timedelta(7),
        )  # fmt: skip
    late_out = Transfer.objects.overdue(today).filter(source__in=units).exclude(target__in=units)
    yield from _sum(
        late_out.values_list("target__short_name", flat=True),
        "đề nghị chuyển đi chưa được trả lời đúng hạn", address, "clock", is_urgent=True,
    )  # fmt: skip


def _departures(user: User) -> Iterator[Task]:
    rows = Departure.objects.visible_to(user).select_related(
        "membership__member", "membership__unit"
    )
    for departure in rows.wreaths_due().order_by("left_on")[:NAMED]:
        member = departure.member
        yield Task(
            f"Viếng đồng chí {member.full_name}", departure.get_absolute_url(), "heart-handshake",
            f"{departure.membership.unit}; từ trần ngày {departure.left_on:%d/%m/%Y}.",
            is_urgent=departure.left_on >= local_today() - dt.timedelta(days=7),
        )  # fmt: skip
    for departure in rows.to_be_told().order_by("left_on")[:NAMED]:
        yield Task(
            f"Báo cho {departure.member.full_name} về việc xóa tên",
            departure.get_absolute_url(), "mail", f"{departure.membership.unit}.",
        )  # fmt: skip


def _offices(units: UnitQuerySet) -> Iterator[Task]:
    address = reverse("book:offices")
    today = local_today()
    ending = Term.objects.on().filter(unit__in=units, valid_to__lte=today + TERM_ENDS_WITHIN)
    names = list(ending.order_by("valid_to").values_list("unit__short_name", flat=True))
    if names:
        first = ending.aggregate(first=Min("valid_to"))["first"]
        yield Task(f"{len(names)} nhiệm kỳ sắp hết", address, "calendar", _behind(names), first)
    missing = vacancies_by_unit(units)
    if missing:
        total = sum(lack for posts in missing.values() for _, lack in posts)
        if len(missing) == 1:
            posts = next(iter(missing.values()))
            detail = f"{', '.join(position.name for position, _ in posts)}."
        else:
            short = dict(Unit.objects.filter(pk__in=missing).values_list("pk", "short_name"))
            detail = _behind([short[key] for key in missing for _ in missing[key]])
        yield Task(f"{total} chức vụ còn khuyết", f"{address}?khuyet=1", "user", detail)


def _people(units: UnitQuerySet) -> Iterator[Task]:
    """Round ages of this year, birthdays of this month, birth dates that nobody wrote down.

    Each leads to the list that has exactly those people.
    """
    today = local_today()
    questions = (
        (
            Q(member__birth_year__in=jubilee_years(today.year)), "award", "chuc_tho=on",
            f"đồng chí tròn 70, 75, 80 … trong năm {today.year}",
        ),
        (
            Q(member__birth_date__month=today.month), "calendar", f"sinh_thang={today.month}",
            f"đồng chí có sinh nhật trong tháng {today.month}",
        ),
        (
            Q(member__birth_date__isnull=True), "pencil", "thieu=ngay-sinh",
            "hồ sơ còn thiếu ngày sinh",
        ),
    )  # fmt: skip
    counts = {f"n{key}": Count("pk", filter=asked) for key, (asked, *_) in enumerate(questions)}
    stays = Membership.objects.order_by().on(today).filter(unit__in=units)
    rows = list(
        stays.values_list("unit__parent__short_name", "unit__short_name").annotate(**counts)
    )
    # Whoever keeps several districts reads of districts: branches are too many to name.
    is_above = len({row[0] for row in rows}) > 1
    for key, (_, icon, query, words) in enumerate(questions, 2):
        found: Counter[str] = Counter()
        for row in rows:
            found[row[0] if is_above else row[1]] += row[key]
        if total := found.total():
            url = f"{reverse('book:members')}?{query}"
            yield Task(f"{vn_number(total)} {words}", url, icon, _behind(+found))


def _sum(
    names: Iterable[str], words: str, url: str, icon: str, *, is_urgent: bool = False
) -> Iterator[Task]:
    found = list(names)
    if found:
        yield Task(f"{len(found)} {words}", url, icon, _behind(found), is_urgent=is_urgent)


def _behind(names: Iterable[str]) -> str:
    """ "Chi hội Phường 1: 2; Chi hội Phường 2": which units, the most behind first."""
    counted = Counter(names).most_common()
    if len(counted) == 1:
        return f"{counted[0][0]}."
    told = [name if count == 1 else f"{name}: {count}" for name, count in counted[:NAMED]]
    more = len(counted) - NAMED
    return "; ".join(told) + (f"; và {more} đơn vị khác." if more > 0 else ".")
