"""Where a member may be written to by mail."""

from django.db.models import OuterRef, Subquery

from .consents import Consent, Purpose
from .users import User


def consented_address(member: str) -> Subquery:
    """The address of the member's account, where they have agreed to mail; `member` names the
    member's column of the outer query. NULL without an address, an open account, or consent."""
    given = Consent.objects.in_force().filter(purpose=Purpose.EMAIL).values("member")
    accounts = User.objects.filter(is_active=True, member__in=given).exclude(email="")
    return Subquery(accounts.order_by().filter(member=OuterRef(member)).values("email")[:1])
