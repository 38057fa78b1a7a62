"""Publishing a quarter's figures of care, once it is over: the clock's work."""

import datetime as dt

from django.db import transaction
from django.db.models import Min

from kit.dates import local_today
from kit.text import fold
from members.models import Unit

from ..models import Activity
from ..models.disclosure import (
    MONTHS,
    SETTLING,
    Act,
    CountedAct,
    PublicFigure,
    PublishedQuarter,
    end_of,
    figures_to_disclose,
)

BATCH = 2_000


@transaction.atomic
def publish_figures(*, today: dt.date | None = None) -> list[PublishedQuarter]:
    """Publishes each quarter that ended long enough ago (`SETTLING`) and comes after those published;
    those with figures are returned.

    An act counts once: in its own quarter, or, written down too late for it or with too few others,
    in the next that has figures. A quarter is decided upon once: a second run does nothing.
    """
    day = (today or local_today()) - SETTLING
    last = PublishedQuarter.objects.order_by("-year", "-quarter").first()
    if last is not None:
        year, quarter = last.year, last.quarter
    else:
        first = Activity.objects.done().aggregate(day=Min("happened_on"))["day"]
        if first is None:
            return []
        year, quarter = first.year, (first.month - 1) // MONTHS
    published: list[PublishedQuarter] = []
    while True:
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
        if end_of(year, quarter) > day:
            return published
        made = PublishedQuarter.objects.create(year=year, quarter=quarter)
        if _count_published(made):
            published.append(made)


def _count_published(published: PublishedQuarter) -> bool:
    """Writes the quarter's figures; False where too few people were cared for."""
    rows = list(
        Activity.objects.done()
        .filter(happened_on__lt=end_of(published.year, published.quarter), counted=None)
        .order_by()
        .values_list(
            "pk", "kind", "unit", "unit__parent", "unit__parent__level", "member", "family",
            "people_count", "amount", "in_kind_value",
        )
    )  # fmt: skip
    stories = set(Activity.objects.with_public_story().order_by().values_list("pk", flat=True))
    figures = figures_to_disclose([_act(*row[1:], is_public=row[0] in stories) for row in rows])
    PublicFigure.objects.bulk_create(
        PublicFigure(
            published=published, table=figure.table, kind_id=figure.kind, unit_id=figure.unit,
            people=figure.people, money=figure.money, goods=figure.goods,
        )
        for figure in figures
    )  # fmt: skip
    if figures:
        CountedAct.objects.bulk_create(
            (CountedAct(activity_id=row[0], published=published) for row in rows), batch_size=BATCH
        )
    return bool(figures)


def _act(
    kind: int,
    unit: int,
    parent: int | None,
    parent_level: int | None,
    member: int | None,
    family: str,
    people: int,
    money: int,
    goods: int,
    *,
    is_public: bool,
) -> Act:
    """`unit` becomes the one that the public is told of, as `Unit.gathered_under` says."""
    gathered = parent if parent is not None and parent_level == Unit.Level.DISTRICT else unit
    whom = f"hội viên {member}" if member else fold(family)
    return Act(kind, gathered, whom, people, money, goods, is_public)
