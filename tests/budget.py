"""Where the suite's time goes: seconds by folder and the slowest tests, after every long run.

`make check` may take 2,400 seconds on two quiet cores, and its last lines say what it took. Seconds
of tests are those of the workers, one after the other: two workers share them.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ALLOWED = 2400  # seconds for `make check` on two cores that have nothing else to do
LONG = 300  # tests: a run of fewer is somebody's who knows what takes long
SLOWEST = 12
STORE = Path(__file__).resolve().parent.parent / "var" / "cache" / "seconds"
BEGUN = STORE / "begun"  # touched as `make check` begins


def folder_of(test: str) -> str:
    """tests/members/test_book.py::test_x → members; a file that lies in no folder is its own."""
    parts = test.partition("::")[0].removeprefix("tests/").split("/")
    return parts[0]


def seconds_of(reports: Iterable[Any]) -> Counter[str]:
    """Of each test, what comes before and after it included."""
    found: Counter[str] = Counter()
    for report in reports:
        found[report.nodeid] += report.duration
    return found


def by_folder(tests: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for test, seconds in tests.items():
        found[folder_of(test)] += seconds
    return found


def report(terminal: Any, database: str) -> None:
    """Prints the table of a long run, and keeps it for the last lines of `make check`."""
    each = [one for some in terminal.stats.values() for one in some if hasattr(one, "duration")]
    tests = seconds_of(each)
    if len(tests) < LONG:
        return
    folders = by_folder(tests)
    counts = Counter(folder_of(test) for test in tests)
    terminal.section(f"seconds of the workers on {database}: {sum(tests.values()):,.0f}")
    for folder, seconds in folders.most_common():
        terminal.line(f"{seconds:8.1f} s  {counts[folder]:5} tests  {folder}")
    terminal.section("the slowest tests")
    for test, seconds in tests.most_common(SLOWEST):
        terminal.line(f"{seconds:8.1f} s  {test}")
    STORE.mkdir(parents=True, exist_ok=True)
    (STORE / f"{database}.json").write_text(json.dumps(folders))


def lines(runs: dict[str, dict[str, float]], took: float) -> list[str]:
    """Both runs beside each other, and what `make check` took of what it may take."""
    folders = sorted({folder for run in runs.values() for folder in run})
    folders.sort(key=lambda folder: -sum(run.get(folder, 0) for run in runs.values()))
    found = ["  ".join([f"{name:>10}" for name in runs] + ["seconds of the workers in"])]
    found += [
        "  ".join([f"{run.get(folder, 0):10.1f}" for run in runs.values()] + [folder])
        for folder in folders
    ]
    found.append("  ".join([f"{sum(run.values()):10.1f}" for run in runs.values()] + ["all"]))
    verdict = "within" if took <= ALLOWED else "OVER"
    found.append(f"make check took {took:,.0f} s: {verdict} its {ALLOWED:,} s on two quiet cores.")
    return found


def main() -> None:
    runs = {
        file.stem: json.loads(file.read_text())
        for file in sorted(STORE.glob("*.json"))
        if file.stat().st_mtime >= BEGUN.stat().st_mtime
    }
    sys.stdout.write("\n".join(lines(runs, time.time() - BEGUN.stat().st_mtime)) + "\n")


if __name__ == "__main__":
    main()
