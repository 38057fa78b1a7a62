"""Waiting for what a page doesn't show: what its press wrote down, what its form would send.

What a page shows is waited for by `expect(locator)`; a bare `assert` straight after a press would
ask before the answer is there.
"""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

EVERY = 50  # milliseconds
AT_MOST = 10_000


def eventually(page: Page, ask: Callable[[], Any], wanted: Any) -> None:
    """Asks again until the answer is the wanted one; AssertionError with the last answer if never."""
    for _ in range(AT_MOST // EVERY):
        if ask() == wanted:
            return
        page.wait_for_timeout(EVERY)
    assert ask() == wanted
