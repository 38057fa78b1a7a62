"""The admin speaks Vietnamese throughout: no word of Django's is left without a translation."""

import gettext
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real

from members.models import Branch, Member, User
from tests import factories as make
from tests.conftest import Cast

from .test_forms import inline
from .test_pages import ROWS, page

CATALOGUES = Path(__file__).resolve().parents[2] / "assoc" / "locale" / "vi" / "LC_MESSAGES"


@pytest.fixture
def untranslated(monkeypatch: Any) -> set[str]:
    """Every message asked for while the test runs that has no Vietnamese."""
    missing: set[str] = set()
    original = trans_real.DjangoTranslation.gettext
    original_plural = trans_real.DjangoTranslation.ngettext

    def spy(self: Any, message: str) -> str:
        if message and self._catalog.get(message) is None:
            missing.add(message)
        return str(original(self, message))

    def spy_plural(self: Any, one: str, many: str, n: int) -> str:
        answer = str(original_plural(self, one, many, n))
        if answer in (one, many):
            missing.add(one)
        return answer

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", spy)
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", spy_plural)
    return missing


@pytest.mark.sweep
@pytest.mark.ignore_template_errors
def test_every_word_of_the_admin_is_vietnamese(cast: Cast, untranslated: set[str]) -> None:
    client = cast.client("admin")
    client.get(reverse("admin:index"))
    for model, make_row in ROWS.items():
        row = make_row()
        client.get(page(model, "changelist"), {"q": "a", "_facets": "True"})
        for what in ("change", "history", "delete"):
            client.get(page(model, what, row.pk))
        client.get(page(model, "add"))
        client.post(page(model, "add"), {})
        selected = {"action": "delete_selected", "_selected_action": [row.pk]}
        client.post(page(model, "changelist"), selected)
        client.post(page(model, "changelist"), {"action": "", "index": 0}, follow=True)
    for app in {model._meta.app_label for model in admin.site._registry}:
        client.get(reverse("admin:app_list", args=[app]))
    client.get(reverse("admin:auth_user_password_change", args=[cast.office.pk]))
    _try_wrong_input(client, cast)
    for who in ("office", "editor"):
        cast.client(who).get(reverse("admin:index"))

    # Our own names of models pass through the same door; they have marks, English has none.
    assert {word for word in untranslated if word.isascii()} == set()


def _try_wrong_input(client: Client, cast: Cast) -> None:
    stay = {"unit": cast.here.pk, "valid_from": "x", "entered_by": "y"}
    sent = {"full_name": "x" * 200, "birth_year": "y", "birth_date": "z", "kind": "q"}
    client.post(page(Member, "add"), sent | inline("memberships", stay) | inline("appointments"))
    client.post(page(User, "add"), {"username": "a b", "password1": "1", "password2": "2"})
    client.post(page(Branch, "add"), {"slug": "Á â", "code": cast.here.code, "valid_from": "1/1/1"})
    unchanged = page(Branch, "change", make.make_branch(cast.district).pk)
    form = client.get(unchanged).context["adminform"].form
    client.post(unchanged, {name: form[name].value() or "" for name in form.fields}, follow=True)


def test_the_scripts_speak_vietnamese_too(cast: Cast) -> None:
    text = cast.client("admin").get(reverse("admin:jsi18n")).content.decode()
    words = {"October": "Tháng 10", "Choose a Date": "Chọn ngày", "Monday": "Thứ Hai"}
    for english, vietnamese in words.items():
        found = re.search(rf"{json.dumps(english)}: (\".*\")", text)
        assert found is not None
        assert json.loads(found[1]) == vietnamese
    assert '"%d/%m/%Y"' in text
    # A clock that stands behind is slow, whatever hour it shows.
    for english, vietnamese in (("behind", "chậm hơn"), ("ahead of", "nhanh hơn")):
        found = re.search(rf"hour {english} server time\.\": \[\s*(\".*\")", text)
        assert found is not None
        assert vietnamese in json.loads(found[1])


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_compiled_words_are_those_of_the_source(domain: str) -> None:
    with (CATALOGUES / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # gettext has no public list
    source = (CATALOGUES / f"{domain}.po").read_text()
    said = {json.loads(f'"{m}"') for m in re.findall(r'^msgstr(?:\[0\])? "(.+)"$', source, re.M)}
    assert {text for key, text in compiled.items() if key} == said
