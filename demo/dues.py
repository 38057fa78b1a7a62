"""Hội phí in two districts: rates, meetings of last year and this one, waivers, somebody who owes."""

import datetime as dt

from dues.actions import CollectionLine, collect, outstanding_accounts, reverse_payment, waive
from dues.models import Collection, DuesRate, MemberAccount, Payment, Waiver, accounts_of, first_day
from kit.dates import local_today
from members.actor import acting_as
from members.models import Member, Unit, User

from .offices import Offices
from .people import People
from .seeds import chance
from .units import Tree

_RATES = (
    ("BTH", 120_000, DuesRate.Joining.MONTHS, 85, "Nghị quyết Ban Chấp hành quận (minh họa)"),
    ("Q4", 100_000, DuesRate.Joining.FULL, None, "Nghị quyết Ban Chấp hành quận (minh họa)"),
)  # fmt: skip
# How many in ten paid by now, of last year and of this; the rest owes.
_PAID = (9, 7)


def load(tree: Tree, people: People, offices: Offices) -> int:
    """How many receipts were written."""
    this = local_today().year
    for code, amount, joining, age, source in _RATES:
        DuesRate.objects.create(
            unit=tree[code], amount=amount, joining=joining, frees_from_age=age, source=source,
            valid_from=first_day(this - 1),
        )  # fmt: skip
    users = offices.users
    clerks = {"BTH-01": users["thuky1"], "BTH-02": users["thuky2"]}
    above = {"BTH": users["binhthanh"], "Q4": users["quan4"]}
    for branch in tree.branches:
        district = branch.parent.code if branch.parent else ""
        if district in above and people.by_branch.get(branch.code):
            _collect(
                branch, people.by_branch[branch.code], clerks.get(branch.code, above[district])
            )
    _waive(tree["BTH-01"], people.by_branch["BTH-01"], users["thuky1"])
    _slip(tree["BTH-01"], users["thuky1"])
    return Payment.objects.count()


def _collect(branch: Unit, members: list[Member], by: User) -> None:
    """Two meetings a year, the first of this year not later than today; not everybody comes."""
    rng = chance(f"dues {branch.code}")
    today = local_today()
    for year, share in zip((today.year - 1, today.year), _PAID, strict=True):
        for month in (3, 9):
            held_on = dt.date(year, month, rng.randint(3, 20))
            if held_on > today and month == 9:
                continue
            held_on = min(held_on, today)
            accounts = accounts_of(members)
            came = [member for member in members if rng.random() < share / 20 + 0.15]
            lines = [
                line
                for member in came
                if (line := _line(member, accounts.get(member.pk, []), year, rng.random()))
            ]
            if lines:
                with acting_as(user=by):
                    collect(
                        unit=branch, held_on=held_on, collector=by.display_name, by=by,
                        lines=lines, token=f"hoi-phi-{branch.code}-{year}-{month:02}",
                        note="Họp chi hội",
                    )  # fmt: skip


def _line(
    member: Member, accounts: list[MemberAccount], year: int, luck: float
) -> CollectionLine | None:
    """All that is owed; one in twelve pays half of it."""
    owing = outstanding_accounts(accounts, year)
    total = sum(account.outstanding for account in owing)
    if not total:
        return None
    seen = sum(account.outstanding for account in accounts)
    return CollectionLine(member, seen, total // 2 if luck < 0.08 else None)


def _waive(branch: Unit, members: list[Member], by: User) -> None:
    this = local_today().year
    accounts = accounts_of(members)
    owing = [
        member
        for member in members
        if any(
            a.year == this and a.outstanding == a.standard > 0 for a in accounts.get(member.pk, [])
        )
    ]
    for member, amount, reason in zip(
        owing[-2:], (0, 60_000), ("Hoàn cảnh khó khăn (minh họa)", "Neo đơn (minh họa)"), strict=False
    ):  # fmt: skip
        with acting_as(user=by):
            waive(
                waiver=Waiver(
                    unit=branch, member=member, year=this, amount=amount, reason=reason,
                    decided_on=local_today() - dt.timedelta(days=20),
                ),
                by=by,
            )  # fmt: skip


def _slip(branch: Unit, by: User) -> None:
    """One receipt written to the wrong member, and reversed."""
    sitting = Collection.objects.filter(unit=branch).first()
    payment = sitting.payments.order_by("-number").first() if sitting else None
    if payment is not None:
        with acting_as(user=by):
            reverse_payment(payment=payment, reason="Ghi nhầm người (minh họa)", by=by)
