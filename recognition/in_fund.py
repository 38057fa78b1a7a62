"""Award money in the books of the fund, shown elsewhere: at a box, on a voucher."""

from collections.abc import Iterator

from django.urls import reverse

from fund.models import CashBox, Transaction
from fund.pending import Origin, Pending
from members.models import Subject, User

from .models import Grant, GrantPosting, unpaid

SHOWN = 10


def grants_pending(user: User, box: CashBox) -> Iterator[Pending]:
    """Money of the Hội's own awards that no voucher pays yet, at the box of the Hội; what an authority
    above gives it pays itself."""
    if box.kind != CashBox.Kind.CASH or box.unit.parent_id is not None:
        return
    rows = unpaid().filter(kind__is_given_above=False, decision__signed_on__gte=box.opened_on)
    related = rows.select_related("kind", "nominee__member", "nominee__unit")
    for grant in related.order_by("decision__signed_on", "pk")[:SHOWN]:
        url = reverse("recognition:grant_pay", args=[grant.pk])
        yield Pending(f"Tiền thưởng {grant.kind}: {grant.nominee}", -grant.amount, url)


def grants_origins(user: User, voucher: Transaction) -> Iterator[Origin]:
    """The award that the voucher paid."""
    rows = GrantPosting.objects.filter(voucher=voucher)
    for posting in rows.select_related(
        "grant__kind", "grant__decision", "grant__nominee__member", "grant__nominee__unit"
    ):
        grant = posting.grant
        reads = user.may(Subject.EMULATION) and Grant.objects.visible_to(user).contains(grant)
        yield Origin(str(grant), grant.decision.get_absolute_url() if reads else "")
