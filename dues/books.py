"""Objections from the records of dues to a ground given for striking a member off."""

import datetime as dt

from members.models import Departure, Member

from .models import Payment, accounts_of

A_YEAR = dt.timedelta(days=365)


def dues_objection(member: Member, ground: str, day: dt.date) -> str:
    """An objection to the ground "không đóng hội phí từ một năm", or "" if there is none.

    The records object if nothing is outstanding for this year and the last, or if the member paid
    something within the past year. They never object where dues are off.
    """
    if ground != Departure.Ground.ABSENT:
        return ""
    recent = [
        account
        for account in accounts_of([member], day).get(member.pk, [])
        if account.year >= day.year - 1
    ]
    paid = (
        Payment.objects.standing(day)
        .filter(member=member, paid_on__gt=day - A_YEAR)
        .order_by("-paid_on")
        .first()
    )
    if not recent or (paid is None and any(account.outstanding for account in recent)):
        return ""
    statement = "; ".join(f"năm {account.year}: {account.label}" for account in recent)
    last_payment = f"; lần nộp gần nhất ngày {paid.paid_on:%d/%m/%Y}" if paid is not None else ""
    return f"Sổ hội phí ghi {statement}{last_payment}."
