"""Run a command as of another moment by Vietnam's clock, which runs on from there.

python -m scripts.as_of 2027-02-28T23:30 COMMAND [ARGUMENT …]
python -m scripts.as_of commit COMMAND …        a moment chosen by the commit's hash

Each Python that the command starts, and that those start, moves its clock by the same stretch before
it does anything else; a process started later is no younger. Debian's libfaketime was tried for this:
with Python's threads it hangs, and with the monotonic clock left alone `time.sleep` fails. What is not
moved: the monotonic clock, by which programs wait, the times of files, and servers such as a
database. So nothing may rest upon a database's own now().
"""

import calendar
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from kit.dates import ZONE
from kit.lunar import lunar

SHIFT, MOMENT = "AS_OF_SHIFT", "AS_OF_MOMENT"
_CLOCK = Path(__file__).parent / "clock"
_YEARS = 4


def moments(first: dt.date) -> list[str]:
    """The days of the four years after `first` that have broken programs before: nights on both
    sides of New Year, of each month's and quarter's end, 29 February, Tết."""
    moments = []
    days = (first + dt.timedelta(days=number) for number in range(1, _YEARS * 366))
    for day in days:
        last = calendar.monthrange(day.year, day.month)[1]
        if day.day == last:
            moments.append(f"{day}T23:30")
        elif day.day == 1 and day.month in (1, 4, 7, 10):
            moments.append(f"{day}T00:30")
        elif (moon := lunar(day)).day == 1 and moon.month == 1:
            moments.append(f"{day}T06:15")
    return moments


def of_commit(commit: str, first: dt.date) -> str:
    """The same moment for the same commit."""
    among = moments(first)
    return among[int(commit, 16) % len(among)]


def _chosen() -> str:
    try:
        output = subprocess.run(
            ["git", "show", "-s", "--format=%H %cs", "HEAD"],
            capture_output=True, text=True, check=True, cwd=Path(__file__).parent,
        ).stdout  # fmt: skip
        commit, made_on = output.split()
    except (OSError, subprocess.CalledProcessError, ValueError):  # no checkout of git's
        today = dt.datetime.now(ZONE).date()
        return of_commit(f"{today:%Y%m%d}", today)
    return of_commit(commit, dt.date.fromisoformat(made_on))


def shift(moment: str, now: dt.datetime) -> float:
    """Seconds from `now` to the moment; ValueError for none. Without a zone it is Vietnam's."""
    there = dt.datetime.fromisoformat(moment)
    return ((there if there.tzinfo else there.replace(tzinfo=ZONE)) - now).total_seconds()


def main(moment: str, *command: str) -> None:
    if moment == "commit":
        moment = _chosen()
    try:
        seconds = shift(moment, dt.datetime.now(ZONE))
    except ValueError:
        sys.exit(f"TODAY={moment} is no moment. Write it as 2027-02-28T23:30 or 2027-02-28.")
    print(f"As of {moment} in Vietnam; once more so: TODAY={moment}", file=sys.stderr)
    paths = [str(_CLOCK), os.environ.get("PYTHONPATH", "")]
    os.environ |= {
        SHIFT: repr(seconds),
        MOMENT: moment,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }
    os.execvp(command[0], command)  # noqa: S606 - whatever the developer asked for


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
