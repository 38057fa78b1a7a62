"""What waits among exemplars and their scale, for the officers' first page."""

from collections.abc import Iterator

from django.urls import reverse

from desk.tasks import Task, by_unit, summarize_counts
from kit.numbers import vn_number
from members.models import Degree, Subject, User

from .models import Exemplar, ExemplarState, RatingState, UnitRating

SHOWN = 5


def exemplar_tasks(user: User) -> Iterator[Task]:
    """What came back to the user's unit, and what lies at it."""
    if not user.may(Subject.EMULATION, Degree.WRITE):
        return
    own = [office.unit_id for office in user.offices_with(Subject.EMULATION, Degree.WRITE)]
    returned = Exemplar.objects.filter(state=ExemplarState.RETURNED, unit__in=own)
    for exemplar in returned.order_by("-pk")[:SHOWN]:
        review = exemplar.last_return
        yield Task(
            f"Bổ sung điển hình, mô hình: {exemplar}", exemplar.get_absolute_url(), "award",
            review.note if review else "",
        )  # fmt: skip
    if counts := by_unit(Exemplar.objects.waiting_for(user), "unit"):
        label = f"{vn_number(counts.total())} điển hình, mô hình chờ công nhận"
        address = f"{reverse('exemplars_desk:list')}?tinh_trang={ExemplarState.PROPOSED}"
        yield Task(label, address, "award", summarize_counts(counts))
    if counts := by_unit(UnitRating.objects.waiting_for(user), "unit"):
        label = f"{vn_number(counts.total())} bảng điểm danh hiệu chờ chấm"
        address = f"{reverse('exemplars_desk:ratings')}?tinh_trang={RatingState.SENT}"
        yield Task(label, address, "award", summarize_counts(counts))
