"""What the book of dues says against a reason that somebody gives elsewhere."""

import datetime as dt

from members.models import Departure, Member

from .models import Payment, accounts_of

A_YEAR = dt.timedelta(days=365)


def dues_object(member: Member, ground: str, day: dt.date) -> str:
    """Against "không đóng hội phí từ một năm": nothing owed of this year and the last, or money that
    came in within a year. "" where dues are off, or the book agrees."""
    if ground != Departure.Ground.ABSENT:
        return ""
    lately = [
        one for one in accounts_of([member], day).get(member.pk, []) if one.year >= day.year - 1
    ]
    paid = (
        Payment.objects.standing(day)
        .filter(member=member, paid_on__gt=day - A_YEAR)
        .order_by("-paid_on")
        .first()
    )
    if not lately or (paid is None and any(one.owed for one in lately)):
        return ""
    told = "; ".join(f"năm {one.year}: {one.words}" for one in lately)
    last = f"; lần nộp gần nhất ngày {paid.paid_on:%d/%m/%Y}" if paid is not None else ""
    return f"Sổ hội phí ghi {told}{last}."
