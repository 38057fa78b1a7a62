"""What waits in the scoring of emulation, for the officers' first page."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from desk.tasks import Task
from kit.dates import local_today
from members.models import Degree, Subject, User

from .models import Cluster, Cycle, Mark, PeerSheet, Ranking, ScoreSheet
from .models.sheets import own_units

SHOWN = 5


def score_tasks(user: User) -> Iterator[Task]:
    """Sheets that the user's unit has not handed in, units that it has to score, scores to which it
    may answer; for the council, cycles to be scored and locked."""
    if units := own_units(user):
        own = ScoreSheet.objects.filter(unit__in=units).select_related("unit", "cycle__cluster")
        unlocked = own.exclude(Exists(_standing("cycle")))
        yield from _to_hand_in(unlocked)
        yield from _to_check(unlocked)
        yield from _to_explain(unlocked)
    if user.may(Subject.EMULATION, Degree.DECIDE):
        yield from _to_lock(user)


def _standing(path: str) -> QuerySet[Ranking]:
    return Ranking.objects.standing().filter(cycle=OuterRef(path))


def _to_hand_in(own: QuerySet[ScoreSheet]) -> Iterator[Task]:
    rows = own.filter(submitted_at__isnull=True).prefetch_related("extensions")
    for sheet in rows.order_by("cycle__self_score_until", "pk")[:SHOWN]:
        is_open = not sheet.closed_because
        address = "emulation_desk:sheet_write" if is_open else "emulation_desk:sheet"
        yield Task(
            f"Chấm điểm và nộp phiếu: {sheet.cycle}", reverse(address, args=[sheet.pk]), "award",
            f"{sheet.unit}." if is_open else f"{sheet.unit}. {sheet.closed_because}",
            sheet.last_day, is_urgent=not is_open,
        )  # fmt: skip


def _to_check(own: QuerySet[ScoreSheet]) -> Iterator[Task]:
    """Cycles in which another unit handed in and was not scored yet, within the days of that."""
    scored = PeerSheet.objects.filter(
        sheet=OuterRef("pk"), scorer=OuterRef(OuterRef("unit")), submitted_at__isnull=False
    )
    others = (
        ScoreSheet.objects.filter(cycle=OuterRef("cycle"), submitted_at__isnull=False)
        .exclude(unit=OuterRef("unit"))
        .exclude(Exists(scored))
    )
    today = local_today()
    rows = own.filter(
        Exists(others),
        Q(cycle__rules__isnull=True) | Q(cycle__rules__opened_at__isnull=True),
        Q(cycle__cross_check_from__isnull=True) | Q(cycle__cross_check_from__lte=today),
        Q(cycle__cross_check_until__isnull=True) | Q(cycle__cross_check_until__gte=today),
    )
    for sheet in rows.order_by("cycle__cross_check_until", "pk")[:SHOWN]:
        yield Task(
            f"Chấm chéo các đơn vị khác: {sheet.cycle}",
            reverse("emulation_desk:scoring", args=[sheet.cycle_id]), "award", f"{sheet.unit}.",
            sheet.cycle.cross_check_until,
        )  # fmt: skip


def _to_explain(own: QuerySet[ScoreSheet]) -> Iterator[Task]:
    """Peers' scores are open and the unit has said nothing to them."""
    explained = Mark.objects.filter(sheet=OuterRef("pk")).exclude(explanation="")
    rows = own.filter(cycle__rules__opened_at__isnull=False).exclude(Exists(explained))
    for sheet in rows.order_by("pk")[:SHOWN]:
        yield Task(
            f"Xem điểm chấm chéo, giải trình nếu cần: {sheet.cycle}", sheet.get_absolute_url(),
            "award", f"{sheet.unit}.",
        )  # fmt: skip


def _to_lock(user: User) -> Iterator[Task]:
    rows = Cycle.objects.filter(
        cluster__in=Cluster.objects.decidable_by(user).order_by().values("pk"),
        rules__opened_at__isnull=False,
    ).exclude(Exists(_standing("pk")))
    for cycle in rows.select_related("cluster").order_by("meeting_on", "pk")[:SHOWN]:
        yield Task(
            f"Hội đồng chấm và khóa xếp hạng: {cycle}",
            reverse("emulation_desk:scoring", args=[cycle.pk]), "award", "", cycle.meeting_on,
        )  # fmt: skip
