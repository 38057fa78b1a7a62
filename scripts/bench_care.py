"""Measures the pages of welfare and of the fund with 100,000 acts of care and 10,000 vouchers.

Usage: DATABASE_URL=… python -m scripts.bench_care [ACTS] [VOUCHERS]; fills an EMPTY database. Each page
is told as a ratio to /healthz of the same run, with its queries, which must not grow with the rows.
"""

import datetime as dt
import random
import sys
import time
from typing import Any

from scripts import bench_members as base  # first: it names the settings and starts Django

# isort: split

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fund.models import Account, CashBox, Keeper, Transaction, usual_accounts
from kit.dates import local_today
from members.models import Member, Membership, Unit, User
from welfare.actions import publish_figures
from welfare.models import Activity, Rate, Span, WelfareEntry, WelfareKind, WelfareList

MEMBERS = 10_000
DAYS = 3 * 365
RUNS = 5


def fill_care(count: int) -> None:
    """Acts of three years by all branches, of six kinds, two of them private; a list of 3,000 people."""
    rng = random.Random(11)  # noqa: S311 - the same book every time
    today = local_today()
    kinds = [
        WelfareKind.objects.create(
            code=f"loai-{n}", name=f"Loại {n}", order=n, is_private=n in (2, 3), listed="year",
            valid_from=base.START,
        )
        for n in range(6)
    ]  # fmt: skip
    Rate.objects.create(
        kind=kinds[0], amount=500_000, min_age=70, step=5, source="QĐ", valid_from=base.START
    )
    stays = list(Membership.objects.on(today).values_list("member", "unit").order_by("pk"))
    rows = []
    for n in range(count):
        member, unit = rng.choice(stays)
        rows.append(
            Activity(
                kind=rng.choice(kinds), unit_id=unit, member_id=None if n % 7 == 0 else member,
                family=f"Gia đình {n}" if n % 7 == 0 else "", amount=rng.randint(2, 20) * 100_000,
                happened_on=today - dt.timedelta(days=rng.randrange(DAYS)),
                state="proposed" if n % 50 == 0 else "handed",
            )
        )  # fmt: skip
    Activity.objects.bulk_create(rows, batch_size=2_000)
    city, by = Unit.objects.associations().get(), User.objects.get(username="vanphong")
    span = Span(kinds[1], city, today.year, 0)
    made = WelfareList.objects.create(
        kind=kinds[1], unit=city, year=today.year, period=span.period, counted_on=span.ends_on,
        token=f"do-danh-sach-{today.year}", made_by=by,
    )  # fmt: skip
    acts: list[Any] = list(Activity.objects.order_by("pk")[:2_000])  # of those already handed over
    acts += [None] * (3_000 - len(acts))
    people = Member.objects.in_bulk([member for member, _ in stays[:3_000]])
    WelfareEntry.objects.bulk_create(
        WelfareEntry(
            gift_list=made, kind=made.kind, period=made.period, member_id=member, unit_id=unit,
            full_name=people[member].full_name, birth_year=people[member].birth_year, age=80,
            code=people[member].code, amount=500_000, activity=act,
            state="handed" if act else "waiting", handed_on=act and act.happened_on,
        )
        for (member, unit), act in zip(stays[:3_000], acts, strict=True)
    )  # fmt: skip


def fill_fund(count: int) -> None:
    """One busy box of the association with all the vouchers."""
    rng = random.Random(12)  # noqa: S311 - as above
    city, by = Unit.objects.associations().get(), User.objects.get(username="vanphong")
    Account.objects.bulk_create(usual_accounts())
    income = Account.objects.filter(kind=Account.Kind.INCOME).order_by("pk")
    expense = Account.objects.filter(kind=Account.Kind.EXPENSE).order_by("pk")
    box = CashBox.objects.create(unit=city, name="Quỹ Hội", opened_on=base.START)
    Keeper.objects.create(box=box, member=by.member, valid_from=box.opened_on)
    today = local_today()
    numbers: dict[tuple[str, int], int] = {}
    rows = []
    for n in range(count):
        day = today - dt.timedelta(days=(count - n) * 700 // count)
        kind = "receipt" if n % 2 == 0 else "payment"
        number = numbers[kind, day.year] = numbers.get((kind, day.year), 0) + 1
        account = rng.choice(list(income if kind == "receipt" else expense))
        sides: dict[str, Any] = (
            {"debit_box": box, "credit": account}
            if kind == "receipt"
            else {"credit_box": box, "debit": account}
        )
        rows.append(
            Transaction(
                book=city, unit=city, kind=kind, year=day.year, number=number, day=day,
                amount=500_000, text=f"Việc số {n}", party=f"Ông Thử {n}", entered_by=by,
                token=f"do-phieu-{n}", **sides,
            )
        )  # fmt: skip
    Transaction.objects.bulk_create(rows, batch_size=1_000)


PAGES = {
    "public page": ("welfare:index", ""),
    "front page": ("home", ""),
    "acts": ("welfare_desk:visits", ""),
    "acts, page 100": ("welfare_desk:visits", "trang=100&page=100"),
    "acts by name": ("welfare_desk:visits", "sap=ai"),
    "acts by amount": ("welfare_desk:visits", "sap=tien"),
    "acts of a kind, a year": ("welfare_desk:visits", "loai=KIND&nam=YEAR"),
    "acts of a branch": ("welfare_desk:visits", "don_vi=BRANCH"),
    "acts waiting": ("welfare_desk:visits", "tinh_trang=proposed"),
    "acts searched": ("welfare_desk:visits", "q=nguyen+lan"),
    "an act": ("welfare_desk:visit ACT", ""),
    "new act": ("welfare_desk:visit_new", ""),
    "lists": ("welfare_desk:lists", ""),
    "list of 3,000": ("welfare_desk:list LIST", ""),
    "new list": ("welfare_desk:list_new", "loai=FIRST&nam=YEAR"),
    "a member's card": ("book:member MEMBER", ""),
    "tasks": ("desk", ""),
    "search at the desk": ("desk_search", "q=nguyen+lan"),
    "boxes": ("fund:boxes", ""),
    "box, this month": ("fund:box BOX", ""),
    "box printed": ("fund:box_print BOX", ""),
    "statement": ("fund:statement", ""),
    "a voucher": ("fund:voucher VOUCHER", ""),
    "new payment": ("fund:payment_new", ""),
    "reports": ("reports:list", ""),
}


def _values() -> dict[str, str]:
    act = Activity.objects.filter(member__isnull=False).order_by("-pk")[0]
    kinds = WelfareKind.objects.order_by("pk")
    return {
        "KIND": str(kinds[2].pk), "FIRST": str(kinds[0].pk), "YEAR": str(local_today().year - 1),
        "BRANCH": str(act.unit_id), "ACT": str(act.pk), "MEMBER": str(act.member_id),
        "LIST": str(WelfareList.objects.get().pk), "BOX": str(CashBox.objects.get().pk),
        "VOUCHER": str(Transaction.objects.order_by("-pk")[0].pk),
    }  # fmt: skip


def _fill() -> None:
    acts, vouchers = [int(n) for n in sys.argv[1:3]] + [100_000, 10_000][len(sys.argv[1:3]) :]
    began = time.perf_counter()
    base.fill(MEMBERS)
    fill_care(acts)
    fill_fund(vouchers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"filled {acts:,} acts, {vouchers:,} vouchers in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    published = publish_figures()
    print(f"published {len(published)} quarters in {time.perf_counter() - began:.1f} s", flush=True)


def _timed(client: Any, url: str) -> tuple[float, int, float]:
    """The least milliseconds of some runs, queries, and the slowest query's milliseconds."""
    base._open(client, url)
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        base._open(client, url)
        times.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as queries:
        base._open(client, url)
    slowest = max((float(query["time"]) for query in queries), default=0.0)
    return min(times) * 1000, len(queries), slowest * 1000


def main() -> None:
    call_command("migrate", verbosity=0)
    if not Member.objects.exists():
        _fill()
    values = _values()
    floor = _timed(Client(headers={"host": "localhost"}), reverse("healthz"))[0]
    print(f"{connection.vendor}, floor /healthz {floor:.2f} ms")
    print(f"{'page':<26}{'who':<10}{'× floor':>9}{'ms':>9}{'queries':>9}{'slowest':>9}")
    for who in ("vanphong", "quan"):
        client: Any = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(username=who), "members.backends.OfficeBackend")
        for name, (page, query) in PAGES.items():
            url = base._address(page, query, values)
            if client.get(url).status_code != 200:
                continue  # of another district
            took, queries, slowest = _timed(client, url)
            print(
                f"{name:<26}{who:<10}{took / floor:>9.1f}{took:>9.1f}{queries:>9}{slowest:>9.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
