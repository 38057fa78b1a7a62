"""A real Chromium on a real server with hashed static files, as production serves them.

Fixtures for tests:

- `page`, `phone`, `no_js_page`: a fresh browser window each, 1280 × 900, 360 × 780 with touch, and
  1280 × 900 without JavaScript. `page.goto("/tin-tuc/")` is relative to the live server.
- `open_page(**options)`: any other window; options as for Playwright's `browser.new_context`.
- `sign_in(page, user)`: the window is signed in from then on.
- `axe(page)`: no accessibility finding, WCAG 2.2 AA and AAA contrast.
- `shot(page, name)`: var/screenshots/<name>.png of the full page, if SHOTS=1 asks for pictures.
- `problems`: an error on a page's console, a Content-Security-Policy violation, an exception or a
  failed request fails the test; `problems.allow(r"404")` names what a test provokes on purpose.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    sync_playwright,
)

from tests.browser.clock import move_clock

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing may come from another host; a page that tries shows up in `problems`.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {
    "viewport": {"width": 360, "height": 780},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
HASHED = {"staticfiles": {"BACKEND": "assoc.stylesheet.BundledStorage"}}
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # Contrast is asked apart: contrast.js.
    "rules": {"color-contrast": {"enabled": False}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # Axe would load the style sheets again by inline styles, which our policy refuses; no rule of
    # the tags above needs them.
    "preload": False,
}


CONTRAST = (Path(__file__).parent / "contrast.js").read_text()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Try a browser's test a second time, and name it in the summary if it needed that.

    Of 200 such tests one loses a race between a press and a busy machine now and then. What is broken
    fails twice; what only lost a race is told as RERUN, to be mended, and stops nobody else.
    """
    if Path(__file__).parent in item.path.parents:
        item.add_marker(pytest.mark.flaky(reruns=1))


class AsProduction(WSGIHandler):
    """Nothing in front of the portal: whitenoise serves the static files and the portal its media.

    Django's live server would put helpers of its own there, with other rules.
    """

    def __init__(self, _inner: WSGIHandler) -> None:
        with override_settings(WHITENOISE_AUTOREFRESH=False):
            super().__init__()


class Problems:
    """What went wrong on a test's pages, less what the test provoked on purpose."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        self._allowed.append(pattern)

    def add(self, words: str) -> None:
        self._seen.append(words)

    def watch(self, page: Page) -> None:
        page.on(
            "console",
            lambda message: (
                self.add(f"console at {page.url}: {message.text} ({message.location.get('url')})")
                if message.type in {"error", "warning"}
                else None
            ),
        )
        page.on("pageerror", lambda error: self.add(f"exception at {page.url}: {error}"))
        page.on("crash", lambda _: self.add(f"the page crashed at {page.url}"))
        page.on(
            "response",
            lambda response: (
                self.add(f"{response.status} from {response.url}")
                if response.status >= 400
                else None
            ),
        )

    def remaining(self) -> list[str]:
        return [
            words
            for words in self._seen
            if not any(re.search(pattern, words) for pattern in self._allowed)
        ]


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop running in this thread, which Django takes for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def _browser(_playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    path = path or _playwright.chromium.executable_path
    if not os.path.exists(path):  # noqa: PTH110 - a Path would hide what was looked for
        pytest.fail("No Chromium for the browser tests: run `make test`, or set CHROMIUM.")
    browser = _playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def _hashed_static() -> None:
    subprocess.run(
        [sys.executable, django_settings.BASE_DIR / "scripts" / "collect_static.py"], check=True
    )


@pytest.fixture(scope="session")
def _server(_hashed_static: None, django_db_setup: None) -> Iterator[str]:
    thread = LiveServerThread("127.0.0.1", static_handler=AsProduction)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


@pytest.fixture
def site_url(transactional_db: None, settings: Any, _server: str) -> str:
    """The address of the portal, serving this test's database."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "assoc.stylesheet.BundledStorage"},
    }
    return _server


@pytest.fixture
def problems() -> Iterator[Problems]:
    found = Problems()
    yield found
    if remaining := found.remaining():
        pytest.fail("The pages had problems:\n" + "\n".join(remaining), pytrace=False)


@pytest.fixture
def open_page(
    site_url: str, _browser: Browser, problems: Problems
) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = _browser.new_context(
            base_url=site_url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **{"reduced_motion": "reduce", **DESKTOP, **options},
        )
        context.set_default_timeout(10_000)
        move_clock(context)
        context.on("page", problems.watch)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(**PHONE)


@pytest.fixture
def no_js_page(open_page: Callable[..., Page]) -> Page:
    return open_page(java_script_enabled=False)


@pytest.fixture
def sign_in(site_url: str) -> Callable[..., None]:
    def sign_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend="members.backends.OfficeBackend")
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": site_url}]
        )

    return sign_in


@pytest.fixture(scope="session")
def _passed_colours() -> set[str]:
    """Letters and grounds whose contrast one page of this run has shown to be right."""
    return set()


def _is_under_a_bar(page: Page, finding: dict[str, Any]) -> bool:
    """Whether each target was small only where a bar that stays in view happened to lie on it."""
    if finding["id"] != "target-size":
        return False
    for node in finding["nodes"]:
        target = node["target"][-1]
        page.evaluate("at => document.querySelector(at).scrollIntoView({block: 'center'})", target)
        again = page.evaluate(
            "at => axe.run(at, {runOnly: ['target-size']}).then(found => found.violations.length)",
            target,
        )
        if again:
            return False
    return True


@pytest.fixture
def axe(_passed_colours: set[str]) -> Callable[..., None]:
    checker = Axe()

    def axe(page: Page) -> None:
        page.wait_for_load_state()  # a press may have led here just now
        try:
            findings = checker.run(page, options=AXE_OPTIONS).response["violations"]
        except Error as error:  # the press leads on only now
            if "context was destroyed" not in error.message:
                raise
            page.wait_for_load_state()
            findings = checker.run(page, options=AXE_OPTIONS).response["violations"]
        findings = [finding for finding in findings if not _is_under_a_bar(page, finding)]
        contrast = page.evaluate(CONTRAST, sorted(_passed_colours))
        _passed_colours.update(contrast["passed"])
        lines = [
            f"{finding['id']} ({finding['impact']}): {finding['help']}\n"
            + "\n".join(f"    {node['target']} {node['html'][:160]}" for node in finding["nodes"])
            for finding in [*findings, *contrast["violations"]]
        ]
        if lines:
            pytest.fail(f"axe at {page.url}\n" + "\n".join(lines), pytrace=False)

    return axe


@pytest.fixture
def shot() -> Callable[..., None]:
    folder = django_settings.BASE_DIR / "var" / "screenshots"

    def shot(page: Page, name: str) -> None:
        if not os.environ.get("SHOTS"):  # half a second each, and nobody looks at those of CI
            return
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)

    return shot
