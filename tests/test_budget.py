"""The table at the end of `make check` says truly where the time went."""

from collections import Counter
from types import SimpleNamespace

import pytest

from . import budget

REPORTS = [
    SimpleNamespace(nodeid="tests/members/test_book.py::test_a[x/y]", duration=1.5),
    SimpleNamespace(nodeid="tests/members/test_book.py::test_a[x/y]", duration=0.25),
    SimpleNamespace(nodeid="tests/browser/writing/test_paste.py::test_b", duration=4.0),
    SimpleNamespace(nodeid="tests/test_house.py::test_c", duration=2.0),
]


def test_seconds_before_and_after_a_test_are_its_own() -> None:
    tests = budget.seconds_of(REPORTS)
    assert tests["tests/members/test_book.py::test_a[x/y]"] == 1.75
    assert budget.by_folder(tests) == Counter(
        {"browser": 4.0, "test_house.py": 2.0, "members": 1.75}
    )


@pytest.mark.parametrize(
    ("took", "verdict"), [(999, "within"), (2400, "within"), (2401, "OVER"), (5400, "OVER")]
)
def test_last_line_says_whether_the_check_kept_its_budget(took: float, verdict: str) -> None:
    runs = {"postgresql": {"members": 2.0}, "sqlite": {"browser": 9.0, "members": 1.0}}
    table = budget.lines(runs, took)
    assert [line.split() for line in table[1:-1]] == [
        ["0.0", "9.0", "browser"], ["2.0", "1.0", "members"], ["2.0", "10.0", "all"],
    ]  # fmt: skip
    assert f" s: {verdict} its 2,400 s" in table[-1]
