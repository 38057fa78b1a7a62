"""What was paid out of a box and is still to come back: of a loan, of an advance."""

import datetime as dt
from typing import Any

from django.db.models import BigIntegerField, Case, F, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce

from .ledger import Transaction


def outstanding(by: str, kind: str, day: dt.date | None) -> Any:
    """An expression, in đồng: what was paid out on a loan or an advance and did not come back by the
    end of that day, of all that is entered if none is given. Reversals count from their own day.

    `by`: the ledger's column that names it; `kind`: that of the accounts it is entered under.
    """
    rows = Transaction.objects.filter(**{by: OuterRef("pk")})
    if day is not None:
        rows = rows.filter(day__lte=day)
    signed = Case(
        When(debit__kind=kind, then=F("amount")),
        default=F("amount") * -1,
        output_field=BigIntegerField(),
    )
    sums = rows.order_by().values(by).annotate(total=Sum(signed)).values("total")
    return Coalesce(Subquery(sums), 0, output_field=BigIntegerField())
