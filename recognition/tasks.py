"""What waits in dossiers, for the officers' first page."""

from collections.abc import Iterator

from django.urls import reverse

from desk.tasks import Task, by_unit, summarize_counts
from kit.numbers import vn_number
from members.models import Degree, Subject, User

from .models import DECIDABLE, Dossier, DossierState, keeps_catalogue

SHOWN = 5


def recognition_tasks(user: User) -> Iterator[Task]:
    """What came back to the user's unit, what lies at it, and, for the city office, what waits for
    its decision."""
    if not user.may(Subject.EMULATION, Degree.WRITE):
        return
    own = [office.unit_id for office in user.offices_with(Subject.EMULATION, Degree.WRITE)]
    returned = Dossier.objects.filter(state=DossierState.RETURNED, unit__in=own)
    for dossier in returned.select_related("unit", "kind").order_by("-pk")[:SHOWN]:
        review = dossier.last_return
        yield Task(
            f"Bổ sung hồ sơ khen thưởng: {dossier.kind}, năm {dossier.year}",
            dossier.get_absolute_url(), "award", review.note if review else "",
        )  # fmt: skip
    address = f"{reverse('recognition:list')}?tinh_trang="
    if counts := by_unit(Dossier.objects.to_review_by(user), "unit"):
        label = f"{vn_number(counts.total())} hồ sơ khen thưởng chờ xét"
        yield Task(label, f"{address}{DossierState.SENT}", "award", summarize_counts(counts))
    if not keeps_catalogue(user):
        return
    rows = Dossier.objects.filter(state__in=DECIDABLE, kind__is_given_above=False)
    rows |= Dossier.objects.filter(state=DossierState.ACCEPTED, kind__is_given_above=True)
    if counts := by_unit(rows, "unit"):
        label = (
            f"{vn_number(counts.total())} hồ sơ khen thưởng đã đồng ý, chờ trình hoặc ra quyết định"
        )
        yield Task(label, f"{address}{DossierState.ACCEPTED}", "award", summarize_counts(counts))
