"""What waits in the reports, for the officers' first page."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from members.desk import NAMED, Task
from members.models import Degree, Subject, Unit, User, units_where

from .models import Report, ReportKind, State, overseen_by, own_units
from .owed import Due, dues_of, rounds_of, shared_names, told_apart


def knows_reports(user: User) -> bool:
    """Whether the desk shows the reports: to whoever may ask for them; to branches once asked."""
    if not user.may(Subject.REPORTS):
        return False
    if user.is_superuser or user.may(Subject.REPORTS, Degree.DECIDE):
        return True
    if units_where(user, Subject.REPORTS).exclude(level=Unit.Level.BRANCH).exists():
        return True
    return ReportKind.objects.concerning(user).on().exists()


def report_tasks(user: User) -> Iterator[Task]:
    """What one's own unit owes and what came back; what is to be received; who below is behind."""
    if not user.may(Subject.REPORTS, Degree.WRITE):
        return
    yield from _own(due for due in dues_of(own_units(user)) if not due.is_sent)
    arrived = Report.objects.to_receive_by(user)
    count = arrived.count()
    late = [one for one in rounds_of(overseen_by(user)) if one.late]
    if not count and not late:
        return
    first = list(arrived.order_by("sent_at", "pk").values_list("unit", flat=True)[:NAMED])
    told = {*first, *(unit for one in late for unit in one.late[:NAMED])}
    units = Unit.objects.select_related("parent").in_bulk(told)
    shared = shared_names(units_where(user, Subject.REPORTS))
    if count:
        url = f"{reverse('reports:list')}?cua=duoi&tinh_trang={State.SENT}"
        detail = _named([units[key] for key in first], count, shared)
        yield Task(f"{count} báo cáo chờ nhận", url, "send", detail)
    for one in late:
        named = _named([units[key] for key in one.late[:NAMED]], len(one.late), shared)
        yield Task(
            f"{len(one.late)} {one.kind.level_words} chưa gửi báo cáo {one.period.words}",
            f"{one.url}?tinh_trang=chua-gui", "clock", f"{one.kind.name}: {named}", one.due_on,
        )  # fmt: skip


def _own(dues: Iterable[Due]) -> Iterator[Task]:
    for due in dues:
        if due.is_returned:
            yield Task(
                f"Báo cáo {due.period.words} được trả lại để sửa", due.url, "undo-2",
                f"{due.kind.name}. Cấp trên đã ghi lời nhắn trong báo cáo.", due.due_on,
                is_urgent=True,
            )  # fmt: skip
        elif due.is_soon:
            yield Task(
                f"Gửi báo cáo {due.period.words}: {due.when}", due.url, "file-text",
                f"{due.kind.name}, {due.unit}.", due.due_on, is_urgent=due.is_late,
            )  # fmt: skip


def _named(first: list[Unit], count: int, shared: set[str]) -> str:
    """ "Chi hội Phường 1; Chi hội Phường 5, Quận 4; và 2 đơn vị khác." : the first of so many."""
    more = count - len(first)
    return "; ".join(told_apart(first, shared)) + (f"; và {more} đơn vị khác." if more else ".")
