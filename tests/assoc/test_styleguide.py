"""The styleguide shows every component, so rendering it proves that each still takes its props."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client

from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

COMPONENTS = sorted((Path(settings.BASE_DIR) / "templates" / "components").glob("*.html"))


@pytest.fixture
def client() -> Client:
    """Of somebody who works on the pages."""
    client = Client()
    builder = make.make_user(is_superuser=True)
    client.force_login(builder, backend="members.backends.OfficeBackend")
    return client


@pytest.mark.parametrize("address", ["/styleguide/", "/styleguide/?x=1"])
def test_nobody_else_finds_the_styleguide(cast: Cast, address: str) -> None:
    found = {
        who: cast.client(who).get(address).status_code for who in ("nobody", "office", "admin")
    }

    assert found == {"nobody": 404, "office": 404, "admin": 200}


def test_styleguide_opens_to_everybody_in_development(settings: LazySettings) -> None:
    settings.DEBUG = True

    assert Client().get("/styleguide/").status_code == 200


def _page(client: Client) -> str:
    answer = client.get("/styleguide/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_styleguide_keeps_the_house_rules(client: Client) -> None:
    page = _page(client)

    assert page.count("<h1") == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert page.count('lang="vi"') == 1


def test_styleguide_ids_are_unique(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', _page(client))
    assert sorted(ids) == sorted(set(ids))


def test_styleguide_shows_every_component(client: Client) -> None:
    answer = client.get("/styleguide/")
    used = {template.name for template in answer.templates}
    missing = {
        f"components/{path.name}" for path in COMPONENTS if f"components/{path.name}" not in used
    }
    assert COMPONENTS
    assert missing == set()


def test_page_carries_the_readers_choice(client: Client) -> None:
    assert 'data-size="2"' not in _page(client)
    client.cookies.load({"co-chu": "2", "tuong-phan": "more"})
    page = _page(client)
    assert '<html lang="vi" data-size="2" data-contrast="more">' in page
    assert 'aria-pressed="true"' in page


def test_every_icon_file_can_be_drawn() -> None:
    names = [path.stem for path in (Path(settings.BASE_DIR) / "static" / "icons").glob("*.svg")]
    assert names
    for name in names:
        drawn = Template("{% icon name %}").render(Context({"name": name}))
        assert drawn.startswith("<svg")
        assert 'aria-hidden="true"' in drawn


@pytest.mark.parametrize("name", ["no-such-icon", "../img/emblem", ""])
def test_unknown_icon_is_an_error(name: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% icon name %}").render(Context({"name": name}))


def test_card_escapes_its_title_but_not_its_children() -> None:
    source = "{% card title=title %}<p>{{ text }}</p>{% endcard %}"
    drawn = Template(source).render(Context({"title": "<b>", "text": "<i>"}))
    assert "<h2>&lt;b&gt;</h2>" in drawn
    assert "<p>&lt;i&gt;</p>" in drawn


def test_prose_makes_tables_scroll() -> None:
    drawn = Template("{{ body|prose }}").render(Context({"body": "<table><tr></tr></table>"}))
    assert re.fullmatch(r'<div class="scroll"[^>]*><table><tr></tr></table></div>', drawn)


def test_pages_that_stand_alone_name_files_that_exist() -> None:
    page = (Path(settings.BASE_DIR) / "templates" / "500.html").read_text("utf-8")
    for name in re.findall(r'href="/static/([^"]+)"', page):
        assert (Path(settings.BASE_DIR) / "static" / name).is_file()
