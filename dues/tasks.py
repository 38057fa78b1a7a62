"""What dues tell elsewhere: on the officers' first page, on a member's card."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from desk.card_parts import CardPart
from desk.tasks import Task, behind
from kit.dates import local_today
from kit.money import dong
from kit.numbers import vn_number
from members.models import Degree, Member, Subject, Unit, User, units_where

from .models import Account, DuesRate, Payment, State, accounts_of, are_dues_on, sets_rates, sums_by


def dues_tasks(user: User) -> Iterator[Task]:
    """Who has not paid this year; above a branch, which branches are behind.

    Not for the city office: it collects from nobody, and adding up the city is a page of its own.
    """
    if not user.may(Subject.DUES, Degree.WRITE) or sets_rates(user) or not are_dues_on(user):
        return
    year = local_today().year
    owing = {
        key: sums
        for key, sums in sums_by(year, units_where(user, Subject.DUES, Degree.WRITE)).items()
        if sums.owing
    }
    if not owing:
        return
    people = sum(sums.owing for sums in owing.values())
    address = f"{reverse('dues:year')}?nam={year}"
    units = Unit.objects.in_bulk(owing)
    detail = behind(Counter({units[key]: sums.owing for key, sums in owing.items()}))
    if len(owing) == 1:
        (key, sums) = next(iter(owing.items()))
        address += f"&don_vi={key}&tinh_trang={State.OWING}"
        detail = f"{units[key]}, còn phải thu {dong(sums.owed)}."
    yield Task(f"{vn_number(people)} đồng chí chưa nộp hội phí năm {year}", address, "tag", detail)


def dues_on_card(user: User, member: Member) -> CardPart | None:
    """What the member paid and owes: for whoever reads the dues of their branch, and the member
    themselves. Nothing where dues are off.
    """
    if user.member_id != member.pk and not _reads_dues_of(user, member):
        return None
    is_on = DuesRate.objects.on().exists()
    accounts = accounts_of([member]).get(member.pk, []) if is_on else []
    if not accounts or accounts[-1].year != local_today().year:
        return None
    lines = [*_told(accounts), *_ahead(member)]
    return CardPart("Hội phí", lines, *_link(user, member))


def _reads_dues_of(user: User, member: Member) -> bool:
    """Costs a query only for who reads cards of some unit and not its dues."""
    cards, dues = user.offices_with(Subject.MEMBERS), user.offices_with(Subject.DUES)
    if user.is_superuser or cards == dues:
        return True
    return bool(Member.objects.open_to(user, Degree.READ, Subject.DUES).contains(member))


def _told(accounts: list[Account]) -> Iterator[str]:
    owing = [one for one in accounts if one.owed]
    this = accounts[-1]
    if not owing:
        settled = this.words if this.due == 0 else "đã nộp đủ"
        yield f"Năm {this.year}: {settled}."
    for one in owing:
        part = f" (đã nộp {dong(one.paid)})" if one.paid else ""
        yield f"Năm {one.year}: còn phải nộp {dong(one.owed)}{part}."
    if owing:
        before = [one.year for one in accounts if one.year < owing[0].year]
        if before:
            yield f"Đã nộp đủ đến hết năm {before[-1]}."
        yield f"Cộng còn phải nộp: {dong(sum(one.owed for one in owing))}."


def _ahead(member: Member) -> Iterator[str]:
    """What was collected of next year already."""
    following = local_today().year + 1
    if paid := Payment.objects.standing().filter(member=member, year=following).total():
        yield f"Đã nộp trước cho năm {following}: {dong(paid)}."


def _link(user: User, member: Member) -> tuple[str, str]:
    if (
        user.member_id == member.pk
        or not user.may(Subject.DUES, Degree.WRITE)
        or not are_dues_on(user)
    ):
        return "", ""
    return f"{reverse('dues:waiver_new')}?hoi-vien={member.pk}", "Ghi miễn, giảm hội phí"
