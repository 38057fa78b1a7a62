"""What waits in welfare's lists, for the officers' first page."""

from collections.abc import Iterator

from django.urls import reverse

from desk.tasks import Task, by_unit, summarize_counts
from kit.dates import local_today
from kit.numbers import vn_number
from members.models import Degree, Subject, User, units_where
from members.models.units import association

from .models import Span, WelfareEntry, WelfareKind, WelfareList, due_now


def list_tasks(user: User) -> Iterator[Task]:
    """Lists to decide, gifts not handed over after their day, next month's ages with no list."""
    if not user.may(Subject.WELFARE, Degree.WRITE):
        return
    address = reverse("welfare_desk:lists")
    if counts := by_unit(WelfareList.objects.waiting_for(user), "unit"):
        title = f"{vn_number(counts.total())} danh sách chăm lo chờ duyệt"
        yield Task(
            title, f"{address}?tinh_trang=cho-toi", "heart-handshake", summarize_counts(counts)
        )
    yield from _late(user)
    yield from _birthdays(user)


def _late(user: User) -> Iterator[Task]:
    """Gifts of approved lists whose day is over."""
    today = local_today()
    own = WelfareEntry.objects.editable_by(user).to_hand_over()
    late = own.filter(gift_list__planned_on__lt=today)
    if counts := by_unit(late, "unit"):
        lists = list(late.order_by().values_list("gift_list", flat=True).distinct()[:2])
        url = f"{reverse('welfare_desk:lists')}?tinh_trang=approved"
        if len(lists) == 1:
            url = reverse("welfare_desk:list_hand", args=lists)
        title = f"{vn_number(counts.total())} phần quà đã qua ngày trao mà chưa ghi đã trao"
        yield Task(title, url, "heart-handshake", summarize_counts(counts), is_urgent=True)


def _birthdays(user: User) -> Iterator[Task]:
    """Who reaches an age next month for which the association gives something, and is on no list."""
    today, city = local_today(), association()
    if city is None:
        return
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    units = units_where(user, Subject.WELFARE, Degree.WRITE).order_by().values("pk")
    kinds = (
        WelfareKind.objects.on()
        .listed()
        .filter(paid_by_state=False, is_private=False, rates__step__isnull=False)
    )
    for kind in kinds.distinct():
        span = Span(kind, city, year, month)
        memberships = due_now(span, today).exclude(due_rate=None).filter(unit__in=units)
        if counts := by_unit(memberships, "unit"):
            title = (
                f"{vn_number(counts.total())} đồng chí tròn tuổi trong tháng {month}/{year}, chưa có "
                f"trong danh sách nào: {kind}"
            )
            query = f"?loai={kind.pk}&nam={year}&thang={month}"
            own = units_where(user, Subject.WELFARE, Degree.WRITE).on().in_tree_order().first()
            if own is not None:
                url = f"{reverse('welfare_desk:list_new')}{query}&don_vi={own.pk}"
                yield Task(title, url, "award", summarize_counts(counts))
