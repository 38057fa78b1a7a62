"""The suite as of another day: the clock is moved for all that is started, and runs on."""

import datetime as dt
import os
import subprocess
import sys

import pytest
from django.conf import settings

from kit.dates import ZONE
from scripts.as_of import moments, of_commit, shift

# What a Python that was started by a Python tells of its clock, and how long it waited.
PROBE = """
import datetime, subprocess, sys, threading, time
if sys.argv[1:]:
    began = time.monotonic(), time.time()
    time.sleep(0.05)
    threading.Event().wait(0.05)
    print(datetime.datetime.now(datetime.timezone.utc).isoformat())
    print(time.monotonic() - began[0], time.time() - began[1])
else:
    sys.exit(subprocess.run([sys.executable, *sys.orig_argv[1:], "inner"], timeout=30).returncode)
"""


def as_of(moment: str, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "scripts.as_of", moment, *command],
        capture_output=True, text=True, check=False, cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONPATH": "", "AS_OF_SHIFT": "0"},
    )  # fmt: skip


@pytest.mark.parametrize("moment", ["2027-02-28T23:30", "2028-02-29T00:00", "2031-01-01"])
def test_the_clock_stands_there_in_a_process_of_a_process_and_runs_on(moment: str) -> None:
    told = as_of(moment, sys.executable, "-c", PROBE)
    assert told.returncode == 0, told.stderr
    now, waited = told.stdout.split("\n")[:2]
    late = dt.datetime.fromisoformat(now) - dt.datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    assert dt.timedelta() <= late < dt.timedelta(minutes=2)
    by_monotonic, by_clock = (float(seconds) for seconds in waited.split())
    assert 0.1 <= by_monotonic < 30
    assert by_clock == pytest.approx(by_monotonic, abs=1)
    assert f"TODAY={moment}" in told.stderr


def test_the_suite_runs_there_and_says_how_it_is_repeated() -> None:
    told = as_of("2028-02-29", sys.executable, "-m", "pytest", "-n0", "-q", "tests/kit/test_qr.py")
    assert told.returncode == 0, told.stdout
    assert "make test TODAY=2028-02-29" in told.stdout


@pytest.mark.parametrize(
    "moment", ["hom-nay", "2027-02-29T10:00", "28/02/2027", "2027-02-28T24:30"]
)
def test_what_is_no_moment_is_refused_with_an_example(moment: str) -> None:
    told = as_of(moment, sys.executable, "-c", "print('ran')")
    assert (told.returncode, told.stdout) == (1, "")
    assert "2027-02-28T23:30" in told.stderr


def test_the_stretch_goes_either_way_and_reads_a_zone() -> None:
    now = dt.datetime(2026, 11, 30, 0, 0, tzinfo=ZONE)
    assert shift("2026-12-01", now) == 86400
    assert shift("2026-11-29T23:00", now) == -3600
    assert shift("2026-11-29T17:00+00:00", now) == 0


@pytest.mark.parametrize(
    "first", [dt.date(2026, 11, 30), dt.date(2028, 2, 29), dt.date(2033, 6, 1)]
)
def test_the_days_to_choose_from_hold_those_that_break_programs(first: dt.date) -> None:
    among = moments(first)
    assert min(among) > f"{first}T23:59"
    assert max(among) < f"{first.year + 5}"
    ends = [moment[5:] for moment in among]
    for end in (
        "12-31T23:30",
        "01-01T00:30",
        "02-29T23:30",
        "02-28T23:30",
        "06-30T23:30",
        "07-01T00:30",
    ):
        assert end in ends
    assert sum(moment.endswith("T06:15") for moment in among) >= 3  # Tết
    assert among == sorted(set(among))


def test_a_commit_chooses_always_the_same_and_others_choose_otherwise() -> None:
    first = dt.date(2026, 11, 30)
    commits = [f"{number * 7919:040x}" for number in range(1, 60)]
    chosen = [of_commit(commit, first) for commit in commits]
    assert chosen == [of_commit(commit, first) for commit in commits]
    assert len(set(chosen)) > 20
