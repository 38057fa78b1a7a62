"""The address of whoever an event writes to: a guest's as it was given, a member's while they agree."""

from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Coalesce

from members.models import consented_address


def with_address(rows: Any) -> Any:
    """Adds `address`: empty where no mail may go, and where the portal sends none (no SITE_URL)."""
    if not settings.SITE_URL:
        return rows.annotate(address=Value("", output_field=CharField()))
    given = When(member__isnull=True, then=F("email"))
    own = Coalesce(consented_address("member"), Value(""))
    return rows.annotate(address=Case(given, default=own, output_field=CharField()))
