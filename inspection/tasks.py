"""What waits in checks, for the officers' first page."""

from collections.abc import Iterator

from django.urls import reverse

from desk.tasks import Task, by_unit, summarize_counts
from kit.dates import local_today
from kit.numbers import vn_number
from members.models import Degree, Subject, User

from .models import Finding, Inspection, State

SHOWN = 5


def inspection_tasks(user: User) -> Iterator[Task]:
    """What the user's unit must answer or carry out; for the inspection board, checks not closed."""
    yield from _to_answer(user)
    yield from _to_carry_out(user)
    if not user.may(Subject.INSPECTION, Degree.WRITE):
        return
    own = Inspection.objects.editable_by(user)
    address = f"{reverse('inspection:list')}?tinh_trang="
    for state, label in (
        (State.OPEN, "cuộc kiểm tra chưa ghi xong kết quả"),
        (State.ANSWERED, "cuộc kiểm tra đã có giải trình, chờ kết thúc"),
    ):
        if counts := by_unit(own.filter(state=state), "unit"):
            label = f"{vn_number(counts.total())} {label}"
            yield Task(label, f"{address}{state}", "check", summarize_counts(counts))
    sent = own.filter(state=State.SENT)
    if counts := by_unit(sent, "unit"):
        is_late = sent.filter(answer_by__lt=local_today()).exists()
        yield Task(
            f"{vn_number(counts.total())} cuộc kiểm tra chờ đơn vị giải trình",
            f"{address}{State.SENT}", "clock", summarize_counts(counts), is_for_others=not is_late,
        )  # fmt: skip


def _to_answer(user: User) -> Iterator[Task]:
    for inspection in Inspection.objects.to_answer_by(user).select_related("unit")[:SHOWN]:
        yield Task(
            f"Giải trình kiểm tra năm {inspection.year}", inspection.get_absolute_url(),
            "check", f"{inspection.unit}.", inspection.answer_by,
        )  # fmt: skip


def _to_carry_out(user: User) -> Iterator[Task]:
    """Recommendations of closed checks with a day, until they are carried out."""
    units = [office.unit_id for office in user.offices_with(Subject.FUND, Degree.WRITE)]
    rows = Finding.objects.filter(
        inspection__unit__in=units,
        inspection__state=State.CLOSED,
        due_on__isnull=False,
        done_on__isnull=True,
    ).select_related("inspection__unit")
    for finding in rows.order_by("due_on", "pk")[:SHOWN]:
        yield Task(
            f"Thực hiện kiến nghị kiểm tra: {finding.recommendation}",
            finding.inspection.get_absolute_url(), "check", f"{finding.inspection}.",
            finding.due_on,
        )  # fmt: skip
