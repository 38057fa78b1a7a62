"""The page on which an article is written, opened for an editor."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.browser.writing import site
from tests.browser.writing.site import TEXT

# An upload is re-encoded in several widths, which a busy machine doesn't do in five seconds.
expect.set_options(timeout=15_000)


@pytest.fixture
def answers(settings, site_url, monkeypatch):
    """The page of `site`, and what its autosave hears and says."""
    settings.ROOT_URLCONF = "tests.browser.writing.site"
    monkeypatch.setattr(site, "answers", fresh := site.Answers())
    return fresh


@pytest.fixture
def post(answers):
    return make.make_post(title="Lễ ký kết", body="<p>Đoạn đầu.</p><p>Đoạn cuối.</p>")


@pytest.fixture
def write(post, sign_in):
    """Opens the page of the post for an editor."""
    user = make.make_user(username="bientap", is_superuser=True)

    def write(page: Page, address: str = "") -> None:
        sign_in(page, user)
        page.goto(address or f"/thu/{post.pk}/")
        expect(page.locator(TEXT)).to_be_visible()

    return write
