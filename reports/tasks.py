"""Pending work on reports, for the officers' first page."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from desk.tasks import NAMED, Task
from members.models import Degree, Subject, Unit, User, units_where

from .models import Report, ReportKind, ReportState, own_units, units_overseen_by
from .obligations import Obligation, distinct_names, obligations_of, progress_of, shared_names


def knows_reports(user: User) -> bool:
    """Whether the menu shows reports: to those who may require them; to branches once required."""
    if not user.may(Subject.REPORTS):
        return False
    if user.is_superuser or user.may(Subject.REPORTS, Degree.DECIDE):
        return True
    if units_where(user, Subject.REPORTS).exclude(level=Unit.Level.BRANCH).exists():
        return True
    return ReportKind.objects.concerning(user).on().exists()


def report_tasks(user: User) -> Iterator[Task]:
    """Reports that the user's unit must send or mend, reports to receive, units below that are late."""
    if not user.may(Subject.REPORTS, Degree.WRITE):
        return
    yield from _own(
        obligation for obligation in obligations_of(own_units(user)) if not obligation.is_sent
    )
    arrived = Report.objects.to_receive_by(user)
    count = arrived.count()
    late = [progress for progress in progress_of(units_overseen_by(user)) if progress.late]
    if not count and not late:
        return
    first = list(arrived.order_by("sent_at", "pk").values_list("unit", flat=True)[:NAMED])
    named_units = {*first, *(unit for progress in late for unit in progress.late[:NAMED])}
    units = Unit.objects.select_related("parent").in_bulk(named_units)
    shared = shared_names(units_where(user, Subject.REPORTS))
    if count:
        url = f"{reverse('reports:list')}?cua=duoi&tinh_trang={ReportState.SENT}"
        detail = _named([units[key] for key in first], count, shared)
        yield Task(f"{count} báo cáo chờ nhận", url, "send", detail)
    for progress in late:
        names = _named([units[key] for key in progress.late[:NAMED]], len(progress.late), shared)
        yield Task(
            f"{len(progress.late)} {progress.kind.level_label} chưa gửi báo cáo {progress.period.label}",
            f"{progress.url}?tinh_trang=chua-gui", "clock", f"{progress.kind.name}: {names}", progress.due_on,
        )  # fmt: skip


def _own(obligations: Iterable[Obligation]) -> Iterator[Task]:
    for obligation in obligations:
        if obligation.is_returned:
            yield Task(
                f"Báo cáo {obligation.period.label} được trả lại để sửa", obligation.url, "undo-2",
                f"{obligation.kind.name}. Cấp trên đã ghi lời nhắn trong báo cáo.", obligation.due_on,
                is_urgent=True,
            )  # fmt: skip
        elif obligation.is_soon:
            yield Task(
                f"Gửi báo cáo {obligation.period.label}: {obligation.deadline_text}", obligation.url, "file-text",
                f"{obligation.kind.name}, {obligation.unit}.", obligation.due_on, is_urgent=obligation.is_late,
            )  # fmt: skip


def _named(first: list[Unit], count: int, shared: set[str]) -> str:
    """ "Chi hội Phường 1; Chi hội Phường 5, Quận 4; và 2 đơn vị khác." : the first few of `count` units."""
    more = count - len(first)
    return "; ".join(distinct_names(first, shared)) + (f"; và {more} đơn vị khác." if more else ".")
