"""Numbers of papers, receipts and kept versions: each series counts up by one."""

from typing import Any

from django.db.models import Max, QuerySet


def next_number(series: QuerySet[Any], field: str = "number") -> int:
    """The number after the highest of a series, such as a unit's receipts of one year; 1 to begin.

    What was taken back keeps its number where its row stays. Two at once are distinguished by the
    caller's lock or by the constraint on the series, not here.
    """
    last: int | None = series.aggregate(last=Max(field))["last"]
    return (last or 0) + 1
