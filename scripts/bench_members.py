"""How long the list of members and the desk's first page take at 100,000.

Usage: DATABASE_URL=… python scripts/bench_members.py [COUNT]; fills an EMPTY database.
"""

import datetime as dt
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assoc.settings")
os.environ.setdefault("DEBUG", "True")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the environment
from django.db import connection, reset_queries, transaction  # noqa: E402 - after the environment
from django.test import Client  # noqa: E402 - after the environment
from django.urls import reverse  # noqa: E402 - after the environment

from members import tasks  # noqa: E402 - after the environment
from members.models import (  # noqa: E402 - after the environment
    Application,
    Appointment,
    AwardKind,
    Decision,
    Member,
    MemberAward,
    Membership,
    Position,
    SavedFilter,
    Term,
    Transfer,
    Unit,
    User,
    units_managed_by,
)

FAMILIES = "Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()  # noqa: SIM905 - a line, not fifteen
GIVEN = "An Ánh Ân Bình Cường Dũng Đạt Đức Hà Hải Hạnh Hoa Hùng Lan Linh Long Mai Nam".split()  # noqa: SIM905 - as above
START = dt.date(2023, 12, 12)


@transaction.atomic
def fill(count: int) -> None:
    """One association, 168 units below it, some 600 branches, so many members."""
    rng = random.Random(7)  # noqa: S311 - the same book every time
    city = _unit("TP", 0, None)
    districts = [_unit(f"P{n:03}", 1, city) for n in range(168)]
    branches = [_unit(f"{d.code}-{n}", 2, d) for d in districts for n in range(4)]
    Unit.objects.bulk_create(branches)
    members = [
        Member(
            code=f"HV{n:06}",
            full_name=f"{rng.choice(FAMILIES)} {rng.choice(GIVEN)} {rng.choice(GIVEN)}",
            birth_year=rng.randint(1934, 1968),
            phone=f"0900 {n // 1000:03} {n % 1000:03}",
            rank=rng.choice((50, 60, 70, 80, 90, None)),
        )
        for n in range(count)
    ]
    Member.objects.bulk_create(members, batch_size=2000)
    stays = []
    for n, member in enumerate(members):
        branch = branches[n % len(branches)]
        left = START + dt.timedelta(days=400) if n % 20 == 0 else None
        stays.append(
            Membership(
                member=member, unit=branch, valid_from=START, valid_to=left,
                left_by="transferred" if n % 40 == 0 else "deceased" if left else "",
            )
        )  # fmt: skip
        if n % 40 == 0:
            other = branches[(n + 5) % len(branches)]
            stays.append(Membership(member=member, unit=other, valid_from=left or START))
    Membership.objects.bulk_create(stays, batch_size=2000)
    for name, right, unit, member in (
        ("vanphong", "city_office", city, members[1]),
        ("quan", "unit_officer", districts[0], members[2]),
        ("chihoi", "unit_officer", branches[0], members[3]),
    ):
        post = Position.objects.create(code=name, name=name, level=unit.level, right=right)
        Appointment.objects.create(member=member, unit=unit, position=post, valid_from=START)
        User.objects.create_user(name, "demo", member=member)


def _unit(code: str, level: int, parent: Unit | None) -> Unit:
    unit = Unit(
        code=code, level=level, kind=("thanh-pho", "phuong", "chi-hoi")[level], name=f"Đơn vị {code}",
        short_name=code, slug=code.lower(), parent=parent, valid_from=START,
    )  # fmt: skip
    if level < 2:
        unit.save()
    return unit


def fill_desk() -> None:
    """What waits: applications, transfers, mandates, awards, and five questions to be reminded of."""
    rng = random.Random(8)  # noqa: S311 - as above
    by = User.objects.get(username="vanphong")
    branches = list(Unit.objects.branches().order_by("pk"))
    today = dt.date.today()  # noqa: DTZ011 - a day is a day
    Application.objects.bulk_create(
        Application(
            unit=rng.choice(branches), full_name=f"Trần Xin {n}", birth_year=1960, made_by=by,
            applied_on=START, token=f"do-don-{n:012}",
        )
        for n in range(2_000)
    )  # fmt: skip
    stays = list(Membership.objects.filter(valid_to__isnull=True).order_by("pk")[:2_000])
    letters = Decision.objects.bulk_create(
        Decision(
            unit=stay.unit, kind="GGT", year=today.year, number=n, code=f"{n}/GGT",
            signed_on=today, subject="Giới thiệu",
        )
        for n, stay in enumerate(stays, 1)
    )  # fmt: skip
    Transfer.objects.bulk_create(
        Transfer(
            membership=stay, source_id=stay.unit_id, letter=letter, moves_on=today, reason="Chuyển",
            target=next(b for b in (rng.choice(branches), *branches) if b.pk != stay.unit_id),
            due_on=today + dt.timedelta(days=rng.randint(-20, 20)), proposed_by=by,
            token=f"do-chuyen-{letter.number:012}",
        )
        for stay, letter in zip(stays, letters, strict=True)
    )  # fmt: skip
    Term.objects.bulk_create(
        Term(unit=unit, name="Nhiệm kỳ", valid_from=START, valid_to=today + dt.timedelta(days=60))
        for unit in branches[:300]
    )
    Position.objects.create(code="pho", name="Chi hội phó", level=2, expected_count=1)
    kinds = list(AwardKind.objects.all())
    MemberAward.objects.bulk_create(
        MemberAward(
            member_id=key, kind=rng.choice(kinds), year=rng.randint(2019, 2025), made_by=by,
            token=f"do-khen-{key:012}",
        )
        for key in Member.objects.order_by("pk").values_list("pk", flat=True)[::5]
    )  # fmt: skip
    for user in User.objects.all():
        for query in ("tuoi_tu=80", "q=lan", "cap_bac=50", "khen_thuong=co", "thieu=anh"):
            SavedFilter.objects.create(user=user, name=query, query=query, is_reminder=True)


SOURCES: dict[str, Callable[[User], Any]] = {
    "applications": lambda user: tasks._applications(user, units_managed_by(user)),
    "transfers": lambda user: tasks._transfers(user, units_managed_by(user)),
    "departures": tasks._departures,
    "offices": lambda user: tasks._offices(units_managed_by(user)),
    "people": lambda user: tasks._people(units_managed_by(user)),
    "reminders": tasks._reminders,
}


def time_tasks(who: str) -> None:
    for name, source in SOURCES.items():
        times, cpu, slowest, queries = [], [], [], 0
        for _ in range(4):
            user = User.objects.get(username=who)
            reset_queries()
            began, began_cpu = time.perf_counter(), time.process_time()
            lines = len(list(source(user)))
            times.append(time.perf_counter() - began)
            cpu.append(time.process_time() - began_cpu)
            slowest.append(max((float(q["time"]) for q in connection.queries), default=0))
            queries = len(connection.queries)
        print(
            f"{connection.vendor:10} {who:9} task {name:15} {queries:3} queries; best of four: "
            f"{min(times) * 1000:5.0f} ms (own CPU {min(cpu) * 1000:5.0f}), "
            f"slowest query {min(slowest) * 1000:4.0f} ms, {lines} lines",
            flush=True,
        )


PAGES = {
    "desk": "",
    "first page": "",
    "page 30": "page=30",
    "name and given": "q=nguyen+lan",
    "phone": "q=0900.050.123",
    "aged 70 to 80": "tuoi_tu=70&tuoi_den=80",
    "jubilees": "chuc_tho=on",
    "who left": "tinh_trang=da-roi",
    "everybody": "tinh_trang=tat-ca",
    "missing birth date": "thieu=ngay-sinh",
    "joined since": "vao_tu=01/01/2024",
    "as of a day": "ngay=01/06/2024",
    "one branch": "don_vi=BRANCH",
    "awarded": "khen_thuong=co",
    "never awarded": "khen_thuong=chua",
    "awarded in a year": "khen_nam=2024",
}


def main() -> None:
    call_command("migrate", verbosity=0)
    if not Member.objects.exists():
        began = time.perf_counter()
        fill(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
        fill_desk()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"filled {Member.objects.count():,} in {time.perf_counter() - began:.0f} s")
    branch = Unit.objects.branches().order_by("pk").first()
    for who in ("vanphong", "quan", "chihoi"):
        client: Any = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(username=who), "members.backends.OfficeBackend")
        time_tasks(who)
        for name, query in PAGES.items():
            page = "desk" if name == "desk" else "book:members"
            url = f"{reverse(page)}?{query.replace('BRANCH', str(branch.pk))}"  # type: ignore[union-attr]
            times, cpu, slowest, queries = [], [], [], 0
            for _ in range(4):
                reset_queries()
                began, began_cpu = time.perf_counter(), time.process_time()
                answer = client.get(url)
                times.append(time.perf_counter() - began)
                cpu.append(time.process_time() - began_cpu)
                slowest.append(max((float(q["time"]) for q in connection.queries), default=0))
                queries = len(connection.queries)
            if answer.status_code != 200:
                raise SystemExit(f"{url}: {answer.status_code}")
            print(
                f"{connection.vendor:10} {who:9} {name:20} {queries:3} queries; best of four: page "
                f"{min(times) * 1000:5.0f} ms (own CPU {min(cpu) * 1000:5.0f}), "
                f"slowest query {min(slowest) * 1000:4.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main()
