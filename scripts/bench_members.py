"""Measures the officers' pages with 100,000 members in some 1,500 branches.

Usage: DATABASE_URL=… python scripts/bench_members.py [COUNT]; fills an EMPTY database. It serves as
production does, so static files are collected first: python scripts/collect_static.py.
"""

import datetime as dt
import os
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assoc.settings")
# As it is served: what Django notes down while it debugs would be measured too.
os.environ |= {"DEBUG": "False", "HTTPS": "False", "ALLOWED_HOSTS": "localhost"}
os.environ.setdefault("SECRET_KEY", "bench-" + "x" * 50)

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 - after the environment
from django.core.management import call_command  # noqa: E402 - after the environment
from django.db import connection, transaction  # noqa: E402 - after the environment
from django.test import Client  # noqa: E402 - after the environment
from django.test.utils import CaptureQueriesContext  # noqa: E402 - after the environment
from django.urls import reverse  # noqa: E402 - after the environment
from django.utils import timezone  # noqa: E402 - after the environment

from dues.models import Collection, DuesRate, Payment  # noqa: E402 - after the environment
from dues.tasks import dues_tasks  # noqa: E402 - after the environment
from kit.dates import local_today  # noqa: E402 - after the environment
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
    Subject,
    Term,
    Transfer,
    Unit,
    User,
    units_where,
)
from moves import tasks as moves_tasks  # noqa: E402 - after the environment
from register import tasks  # noqa: E402 - after the environment
from reports.models import (  # noqa: E402 - after the environment
    LINES,
    Period,
    Report,
    ReportKind,
    ReportState,
    Rhythm,
    report_parts,
)
from reports.tasks import report_tasks  # noqa: E402 - after the environment

FAMILIES = "Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()  # noqa: SIM905 - a line, not fifteen
GIVEN = "An Ánh Ân Bình Cường Dũng Đạt Đức Hà Hải Hạnh Hoa Hùng Lan Linh Long Mai Nam".split()  # noqa: SIM905 - as above
START = dt.date(2023, 12, 12)
RATE = 120_000


@transaction.atomic
def fill(count: int) -> None:
    """One association, 168 units below it, some 1,500 branches, so many members."""
    rng = random.Random(7)  # noqa: S311 - the same book every time
    city = _unit("TP", 0, None)
    districts = [_unit(f"P{n:03}", 1, city) for n in range(168)]
    branches = [_unit(f"{d.code}-{n}", 2, d) for d in districts for n in range(9)]
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
    memberships = []
    for n, member in enumerate(members):
        branch = branches[n % len(branches)]
        left = START + dt.timedelta(days=400) if n % 20 == 0 else None
        memberships.append(
            Membership(
                member=member, unit=branch, valid_from=START, valid_to=left,
                left_by="transferred" if n % 40 == 0 else "deceased" if left else "",
            )
        )  # fmt: skip
        if n % 40 == 0:
            other = branches[(n + 5) % len(branches)]
            memberships.append(Membership(member=member, unit=other, valid_from=left or START))
    Membership.objects.bulk_create(memberships, batch_size=2000)
    for name, right, unit, member in (
        ("vanphong", "city_office", city, members[1]),
        ("quan", "unit_officer", districts[0], members[2]),
        ("chihoi", "unit_officer", branches[0], members[3]),
    ):
        post = Position.objects.create(code=name, name=name, level=unit.level, right=right)
        Appointment.objects.create(member=member, unit=unit, position=post, valid_from=START)
        User.objects.create_user(name, "demo", member=member)
    # Every other branch has a secretary with an account; who writes for the rest sits above.
    post = Position.objects.get(code="chihoi")
    seated = [(branch, members[n]) for n, branch in enumerate(branches) if n > 3 and n % 2]
    Appointment.objects.bulk_create(
        Appointment(member=member, unit=branch, position=post, valid_from=START)
        for branch, member in seated
    )
    password = make_password(None)
    User.objects.bulk_create(
        User(username=f"thuky-{branch.code.lower()}", password=password, member=member)
        for branch, member in seated
    )


def _unit(code: str, level: int, parent: Unit | None) -> Unit:
    unit = Unit(
        code=code, level=level, kind=("thanh-pho", "phuong", "chi-hoi")[level], name=f"Đơn vị {code}",
        short_name=code, slug=code.lower(), parent=parent, valid_from=START,
    )  # fmt: skip
    if level < 2:
        unit.save()
    return unit


def fill_desk() -> None:
    """Adds pending work: applications, transfers, mandates, awards, and five saved filters."""
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
    memberships = list(Membership.objects.filter(valid_to__isnull=True).order_by("pk")[:2_000])
    letters = Decision.objects.bulk_create(
        Decision(
            unit=membership.unit, kind="GGT", year=today.year, number=n, code=f"{n}/GGT",
            signed_on=today, subject="Giới thiệu",
        )
        for n, membership in enumerate(memberships, 1)
    )  # fmt: skip
    Transfer.objects.bulk_create(
        Transfer(
            membership=membership, source_id=membership.unit_id, letter=letter, moves_on=today, reason="Chuyển",
            target=next(b for b in (rng.choice(branches), *branches) if b.pk != membership.unit_id),
            due_on=today + dt.timedelta(days=rng.randint(-20, 20)), proposed_by=by,
            token=f"do-chuyen-{letter.number:012}",
        )
        for membership, letter in zip(memberships, letters, strict=True)
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


@transaction.atomic
def fill_rooms() -> None:
    """Three kinds of report over two years, one in ten not sent; two years of dues, seven in ten paid."""
    rng = random.Random(9)  # noqa: S311 - as above
    by, today = User.objects.get(username="vanphong"), local_today()
    city, branches = Unit.objects.associations().get(), list(Unit.objects.branches().order_by("pk"))
    first = dt.date(today.year - 2, today.month, 1)
    figures = {line.key: 7 for line in LINES}
    for name, rhythm, level in (
        ("Báo cáo công tác tháng", Rhythm.MONTH, Unit.Level.BRANCH),
        ("Báo cáo công tác năm", Rhythm.YEAR, Unit.Level.BRANCH),
        ("Báo cáo tổng hợp tháng", Rhythm.MONTH, Unit.Level.DISTRICT),
    ):
        kind = ReportKind.objects.create(
            name=name, rhythm=rhythm, level=level, issuer=city, valid_from=first
        )
        period = Period.of(rhythm, first)
        while period.end <= today:
            Report.objects.bulk_create(
                Report(
                    unit=unit, kind=kind, starts_on=period.start, ends_before=period.end,
                    state=rng.choice((ReportState.SENT, ReportState.RECEIVED)), begun_by=by, sent_by=by,
                    body=report_parts(kind.heading_list, dict.fromkeys(kind.heading_list, "Không. " * 40)),
                    sent_at=timezone.now(), answered_by=by, answered_at=timezone.now(),
                    figures=figures,
                )
                for unit in Unit.objects.filter(level=level)
                if rng.random() < 0.9
            )  # fmt: skip
            period = period.next
    DuesRate.objects.create(
        unit=city, amount=RATE, valid_from=dt.date(today.year - 1, 1, 1), source="Nghị quyết",
        frees_from_age=80,
    )  # fmt: skip
    memberships = list(Membership.objects.on(today).values_list("unit", "member").order_by("pk"))
    for year in (today.year - 1, today.year):
        day = min(today, dt.date(year, 3, 15))
        meetings = Collection.objects.bulk_create(
            Collection(unit=branch, held_on=day, collector="Thu", entered_by=by)
            for branch in branches
        )
        of_unit = {meeting.unit_id: meeting for meeting in meetings}
        Payment.objects.bulk_create(
            (
                Payment(
                    collection=of_unit[unit], unit_id=unit, member_id=member, year=year,
                    amount=RATE if rng.random() < 0.9 else RATE // 2, paid_on=day,
                    receipt_year=year, number=number,
                )
                for number, (unit, member) in enumerate(memberships, 1)
                if rng.random() < 0.7
            ),
            batch_size=5000,
        )  # fmt: skip


SOURCES: dict[str, Callable[[User], Any]] = {
    "applications": lambda user: moves_tasks._applications(
        user, units_where(user, Subject.MEMBERS)
    ),
    "transfers": lambda user: moves_tasks._transfers(user, units_where(user, Subject.MEMBERS)),
    "departures": moves_tasks._departures,
    "offices": lambda user: tasks._offices(units_where(user, Subject.MEMBERS)),
    "people": lambda user: tasks._people(user, units_where(user, Subject.MEMBERS)),
    "reminders": tasks._reminders,
    "dues": dues_tasks,
    "reports": report_tasks,
}


def measured(action: Callable[[], Any]) -> str:
    """Queries and the slowest of them, of one run; then the best of three without counting."""
    with CaptureQueriesContext(connection) as queries:
        action()
        times_taken = [float(query["time"]) for query in queries]
    slowest = max(times_taken, default=0)
    times, cpu = [], []
    for _ in range(3):
        began, began_cpu = time.perf_counter(), time.process_time()
        action()
        times.append(time.perf_counter() - began)
        cpu.append(time.process_time() - began_cpu)
    return (
        f"{len(times_taken):3} queries; best of three: {min(times) * 1000:5.0f} ms "
        f"(own CPU {min(cpu) * 1000:5.0f}), slowest query {slowest * 1000:4.0f} ms"
    )


def time_tasks(who: str) -> None:
    for name, source in SOURCES.items():
        figures = measured(lambda: list(source(User.objects.get(username=who))))  # noqa: B023 - at once
        print(f"{connection.vendor:10} {who:9} task {name:24} {figures}", flush=True)


# What each page is: the name of its address with what stands in it, and the question after it.
# BRANCH and so on are filled in by `_words`.
PAGES: dict[str, tuple[str, str]] = {
    "desk": ("desk", ""),
    "first page": ("book:members", ""),
    "page 30": ("book:members", "page=30"),
    "by age": ("book:members", "sap=tuoi"),
    "by rank": ("book:members", "sap=cap-bac"),
    "by card number": ("book:members", "sap=the"),
    "name and given": ("book:members", "q=nguyen+lan"),
    "phone": ("book:members", "q=0900.050.123"),
    "aged 70 to 80": ("book:members", "tuoi_tu=70&tuoi_den=80"),
    "jubilees": ("book:members", "chuc_tho=on"),
    "born in a month": ("book:members", "sinh_thang=5"),
    "of a rank": ("book:members", "cap_bac=50"),
    "in an office": ("book:members", "chuc_vu=POST"),
    "about to move": ("book:members", "tinh_trang=dang-chuyen"),
    "who left": ("book:members", "tinh_trang=da-roi"),
    "who died": ("book:members", "tinh_trang=roi-deceased"),
    "not yet in": ("book:members", "tinh_trang=chua-vao"),
    "everybody": ("book:members", "tinh_trang=tat-ca"),
    "missing birth date": ("book:members", "thieu=ngay-sinh"),
    "policy family": ("book:members", "chinh_sach=co"),
    "joined since": ("book:members", "vao_tu=01/01/2024"),
    "as of a day": ("book:members", "ngay=01/06/2024"),
    "one branch": ("book:members", "don_vi=BRANCH"),
    "awarded": ("book:members", "khen_thuong=co"),
    "never awarded": ("book:members", "khen_thuong=chua"),
    "awarded in a year": ("book:members", "khen_nam=2024"),
    "a card": ("book:member MEMBER", ""),
    "offices": ("book:offices", ""),
    "vacancies": ("book:offices", "khuyet=1"),
    "terms ending": ("book:offices", "sap_het=1"),
    "transfers": ("book:transfers", ""),
    "applications": ("book:applications", ""),
    "accounts": ("book:accounts", ""),
    "awards": ("book:awards", ""),
    "candidates": ("book:candidates", ""),
    "departures": ("book:departures", ""),
    "printed list of a branch": ("book:members_print", "don_vi=BRANCH"),
    "xlsx of a branch": ("book:members_export", "don_vi=BRANCH"),
    "reports": ("reports:list", ""),
    "reports not sent": ("reports:list", "cua=duoi&tinh_trang=sent"),
    "board of a month": ("reports:period KIND PERIOD", ""),
    "consolidated": ("reports:total KIND PERIOD", ""),
    "reminder": ("reports:reminder KIND PERIOD", ""),
    "consolidated xlsx": ("reports:total_export KIND PERIOD", ""),
    "a report": ("reports:report REPORT", ""),
    "dues of the year": ("dues:year", ""),
    "dues of a branch": ("dues:year", "don_vi=BRANCH"),
    "arrears": ("dues:arrears", ""),
    "dues meetings": ("dues:collections", ""),
}
# A branch has nobody below it whose reports it would gather.
ONLY_ABOVE = {"board of a month", "consolidated", "reminder", "consolidated xlsx"}


def _placeholders() -> dict[str, str]:
    branch = Unit.objects.branches().order_by("pk")[0]
    kind = ReportKind.objects.order_by("pk")[0]
    last = Period.of(kind.rhythm, local_today()).previous
    membership = Membership.objects.on().filter(unit=branch).order_by("pk")[0]
    report = Report.objects.filter(unit=branch, kind=kind).order_by("-starts_on")[0]
    return {
        "BRANCH": str(branch.pk), "POST": str(Position.objects.get(code="chihoi").pk),
        "MEMBER": str(membership.member_id), "KIND": str(kind.pk), "PERIOD": last.slug,
        "REPORT": str(report.pk),
    }  # fmt: skip


def _address(page: str, query: str, values: dict[str, str]) -> str:
    name, *args = page.split()
    for placeholder, value in values.items():
        query = query.replace(placeholder, value)
    return f"{reverse(name, args=[values[arg] for arg in args])}?{query}"


def main() -> None:
    call_command("migrate", verbosity=0)
    if not Member.objects.exists():
        began = time.perf_counter()
        fill(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
        fill_desk()
        fill_rooms()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"filled {Member.objects.count():,} in {time.perf_counter() - began:.0f} s")
    values = _placeholders()
    for who in ("vanphong", "quan", "chihoi"):
        client: Any = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(username=who), "members.backends.OfficeBackend")
        time_tasks(who)
        for name, (page, query) in PAGES.items():
            if who == "chihoi" and name in ONLY_ABOVE:
                continue
            url = _address(page, query, values)
            figures = measured(partial(_open, client, url))
            print(f"{connection.vendor:10} {who:9} {name:29} {figures}", flush=True)


def _open(client: Any, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url}: {answer.status_code}")
    if answer.streaming:
        b"".join(answer)


if __name__ == "__main__":
    main()
