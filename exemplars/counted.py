"""Exemplars for score sheets: what was recognised, and what others took up."""

import datetime as dt
from collections.abc import Iterator

from desk.counting import Counted
from members.models import Unit

from .models import Adoption, Exemplar, ExemplarState

_STANDING = (ExemplarState.RECOGNISED, ExemplarState.ENDED)


def exemplars_counted(unit: Unit, start: dt.date, end: dt.date) -> Iterator[Counted]:
    units = Unit.objects.within(unit)
    recognised = Exemplar.objects.filter(
        unit__in=units, state__in=_STANDING, recognised_on__gte=start, recognised_on__lt=end
    )
    rows = [
        (row.recognised_on, row.kind.name if row.member_id else row.title, row.get_absolute_url())
        for row in recognised.select_related("kind").order_by("recognised_on", "pk")
        if row.recognised_on
    ]
    yield Counted("dien-hinh", "Điển hình, mô hình được công nhận", len(rows), rows)
    adopted = Adoption.objects.filter(since__gte=start, since__lt=end).select_related("exemplar")
    for key, label, adoptions in (
        (
            "nhan-rong", "Nơi khác làm theo mô hình của đơn vị",
            adopted.filter(exemplar__unit__in=units).exclude(unit__in=units),
        ),
        ("lam-theo", "Mô hình của nơi khác đơn vị làm theo", adopted.filter(unit__in=units)),
    ):  # fmt: skip
        rows = [
            (row.since, row.exemplar.title, row.exemplar.get_absolute_url())
            for row in adoptions.order_by("since", "pk")
        ]
        yield Counted(key, label, len(rows), rows)
