"""What waits in the reports, for the officers' first page."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from members.desk import NAMED, Task
from members.models import Position, Unit, User, units_managed_by

from .models import Report, ReportKind, State, overseen_by, own_units
from .owed import Due, dues_of, shared_names, told_apart


def knows_reports(user: User) -> bool:
    """Whether the desk shows the reports: to whoever may ask for them; to branches once asked."""
    if not user.keeps_books:
        return False
    if user.is_superuser or Position.Right.CITY_OFFICE in user.rights:
        return True
    if units_managed_by(user).exclude(level=Unit.Level.BRANCH).exists():
        return True
    return ReportKind.objects.concerning(user).on().exists()


def report_tasks(user: User) -> Iterator[Task]:
    """What one's own unit owes and what came back; what is to be received; who below is behind."""
    if not user.keeps_books:
        return
    managed = units_managed_by(user)
    # One question for both: what is below is managed too.
    dues = [due for due in dues_of(managed) if not due.is_sent]
    own = set(own_units(user).values_list("pk", flat=True)) if dues else set()
    yield from _own(due for due in dues if due.unit.pk in own)
    arrived = Report.objects.to_receive_by(user).select_related("unit__parent")
    waiting = [row.unit for row in arrived.order_by("sent_at", "pk")]
    above = set(overseen_by(user).values_list("pk", flat=True)) if dues else set()
    late = [due for due in dues if due.unit.pk in above and due.is_late]
    if waiting or late:
        shared = shared_names(managed)
        yield from _to_receive(waiting, shared)
        yield from _behind(late, shared)


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


def _to_receive(units: list[Unit], shared: set[str]) -> Iterator[Task]:
    if units:
        url = f"{reverse('reports:list')}?cua=duoi&tinh_trang={State.SENT}"
        yield Task(f"{len(units)} báo cáo chờ nhận", url, "send", _named(units, shared))


def _behind(dues: Iterable[Due], shared: set[str]) -> Iterator[Task]:
    """One line for each kind and period, with who has not sent it."""
    groups: dict[tuple[int, str], list[Due]] = {}
    for due in dues:
        groups.setdefault((due.kind.pk, due.period.slug), []).append(due)
    for late in groups.values():
        first = late[0]
        url = reverse("reports:period", args=[first.kind.pk, first.period.slug])
        yield Task(
            f"{len(late)} {first.kind.level_words} chưa gửi báo cáo {first.period.words}",
            f"{url}?tinh_trang=chua-gui", "clock",
            f"{first.kind.name}: {_named([due.unit for due in late], shared)}", first.due_on,
        )  # fmt: skip


def _named(units: list[Unit], shared: set[str]) -> str:
    """ "Chi hội Phường 1; Chi hội Phường 5, Quận 4; và 2 đơn vị khác"."""
    names = told_apart(units, shared)
    more = len(names) - NAMED
    return "; ".join(names[:NAMED]) + (f"; và {more} đơn vị khác." if more > 0 else ".")
