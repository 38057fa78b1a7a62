"""Dues shown elsewhere: tasks on the officers' first page, a part of a member's card."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from desk.card_parts import CardPart
from desk.tasks import Task, summarize_units
from kit.dates import local_today
from kit.money import dong
from kit.numbers import vn_number
from members.models import Degree, Member, Subject, Unit, User, units_where

from .models import (
    AccountState,
    DuesRate,
    MemberAccount,
    Payment,
    accounts_of,
    are_dues_on,
    may_set_dues_rates,
    sums_by,
)


def dues_tasks(user: User) -> Iterator[Task]:
    """The members in arrears this year; above a branch, the branches that have any.

    Not for the city office: it collects from nobody, and the sums of the city have their own page.
    """
    if (
        not user.may(Subject.DUES, Degree.WRITE)
        or may_set_dues_rates(user)
        or not are_dues_on(user)
    ):
        return
    year = local_today().year
    in_arrears = {
        key: sums
        for key, sums in sums_by(year, units_where(user, Subject.DUES, Degree.WRITE)).items()
        if sums.in_arrears
    }
    if not in_arrears:
        return
    people = sum(sums.in_arrears for sums in in_arrears.values())
    address = f"{reverse('dues:year')}?nam={year}"
    units = Unit.objects.in_bulk(in_arrears)
    detail = summarize_units(
        Counter({units[key]: sums.in_arrears for key, sums in in_arrears.items()})
    )
    if len(in_arrears) == 1:
        (key, sums) = next(iter(in_arrears.items()))
        address += f"&don_vi={key}&tinh_trang={AccountState.OWING}"
        detail = f"{units[key]}, còn phải thu {dong(sums.outstanding)}."
    else:
        address += "&sap=-chua-du"  # the branches with the most of them first
    label = f"{vn_number(people)} đồng chí chưa nộp đủ hội phí năm {year}"
    yield Task(label, address, "tag", detail)


def dues_on_card(user: User, member: Member) -> CardPart | None:
    """The member's payments and arrears, for readers of the branch's dues and the member themselves.

    None where dues are off.
    """
    if user.member_id != member.pk and not _reads_dues_of(user, member):
        return None
    is_on = DuesRate.objects.on().exists()
    accounts = accounts_of([member]).get(member.pk, []) if is_on else []
    if not accounts or accounts[-1].year != local_today().year:
        return None
    lines = [*_account_lines(accounts), *_advance_lines(member)]
    return CardPart("Hội phí", lines, *_link(user, member))


def _reads_dues_of(user: User, member: Member) -> bool:
    """Costs a query only for users who may read a unit's members but not its dues."""
    cards, dues = user.offices_with(Subject.MEMBERS), user.offices_with(Subject.DUES)
    if user.is_superuser or cards == dues:
        return True
    return bool(Member.objects.open_to(user, Degree.READ, Subject.DUES).contains(member))


def _account_lines(accounts: list[MemberAccount]) -> Iterator[str]:
    outstanding = [account for account in accounts if account.outstanding]
    current = accounts[-1]
    if not outstanding:
        settled = current.label if current.due == 0 else "đã nộp đủ"
        yield f"Năm {current.year}: {settled}."
    for account in outstanding:
        part = f" (đã nộp {dong(account.paid)})" if account.paid else ""
        yield f"Năm {account.year}: còn phải nộp {dong(account.outstanding)}{part}."
    if outstanding:
        before = [account.year for account in accounts if account.year < outstanding[0].year]
        if before:
            yield f"Đã nộp đủ đến hết năm {before[-1]}."
        yield f"Cộng còn phải nộp: {dong(sum(account.outstanding for account in outstanding))}."


def _advance_lines(member: Member) -> Iterator[str]:
    """The line about next year's dues, if some were collected already."""
    next_year = local_today().year + 1
    if paid := Payment.objects.standing().filter(member=member, year=next_year).total():
        yield f"Đã nộp trước cho năm {next_year}: {dong(paid)}."


def _link(user: User, member: Member) -> tuple[str, str]:
    if (
        user.member_id == member.pk
        or not user.may(Subject.DUES, Degree.WRITE)
        or not are_dues_on(user)
    ):
        return "", ""
    return f"{reverse('dues:waiver_new')}?hoi-vien={member.pk}", "Ghi miễn, giảm hội phí"
