"""Branches of several districts bear one name: wherever they stand side by side, each is told with
the unit above it."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import escape

from assoc.search import hits, search
from members.fields import UnitChoice
from members.models import Member, Unit
from members.models.units import Unit as PlainUnit

from . import factories as make
from .conftest import Cast
from .test_house import OURS

NAME = "Chi hội Tân Lập"


@pytest.fixture
def twins(cast: Cast) -> list[Unit]:
    """Three branches of one name in as many districts, each with somebody and something in it."""
    made = []
    for number in (1, 2, 3):
        above = make.make_district(cast.city, short_name=f"Quận Số {number}")
        branch = make.make_branch(above, short_name=NAME, name="Chi hội Cựu CAND Tân Lập")
        make.make_member(branch)
        make.make_event(branch, title=f"Họp {number}")
        make.make_post(unit=branch, title=f"Bài {number}")
        made.append(branch)
    return made


def _forms() -> Iterator[Any]:
    """Every form of the portal, the admin's beside."""
    for app in OURS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".forms" in found.name or found.name.endswith("filters"):
                module = importlib.import_module(found.name)
                for _, thing in inspect.getmembers(module, inspect.isclass):
                    if issubclass(thing, forms.BaseForm) and hasattr(thing, "base_fields"):
                        yield thing


def test_every_choice_of_a_unit_tells_branches_apart() -> None:
    """A form's own field, and one that Django makes of a model's."""
    plain = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in _forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField)
        and not isinstance(field, UnitChoice)
        and field.queryset is not None
        and issubclass(field.queryset.model, PlainUnit)
    }
    assert plain == set()


PAGES: dict[str, tuple[str, str]] = {  # address: what it asks, who looks
    "book:members": ("tinh_trang=dang", "office"),
    "book:member_new": ("", "office"),
    "book:candidate_new": ("", "office"),
    "book:applications": ("", "office"),
    "book:awards": ("", "office"),
    "book:transfer_new": ("", "office"),
    "book:letter_text_new": ("", "office"),
    "dues:year": ("", "office"),
    "dues:rate_new": ("", "office"),
    "news_desk:new": ("", "editor"),
    "news_desk:posts": ("", "editor"),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_offer_units_tell_twins_apart(cast: Cast, twins: list[Unit], name: str) -> None:
    query, who = PAGES[name]
    make.make_dues_rate(cast.city)
    answer = cast.client(who).get(f"{reverse(name)}?{query}")
    shown = answer.content.decode()

    assert answer.status_code == 200
    for branch in twins:
        assert escape(branch.distinct_label) in shown
    for option in shown.split("<option")[1:]:
        words = option.partition("</option>")[0].partition(">")[2].strip("– \n")
        assert words.strip() != NAME


def test_a_result_of_the_search_tells_its_district(twins: list[Unit]) -> None:
    user: Any = make.make_user()
    found = hits(search("chi hoi tan lap", user=user).keys, "tan lap", user=user)

    titles = [str(hit.title).replace("<mark>", "").replace("</mark>", "") for hit in found]
    assert sorted(titles) == [f"Chi hội Cựu CAND Tân Lập, Quận Số {n}" for n in (1, 2, 3)]


@pytest.mark.ignore_template_errors
def test_admin_tells_twins_apart(cast: Cast, twins: list[Unit]) -> None:
    """In the list that one types into, in what was chosen, and in columns."""
    client = cast.client("admin")
    asked = {
        "app_label": "members",
        "model_name": "membership",
        "field_name": "unit",
        "term": "tân lập",
    }
    offered = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert {one["text"] for one in offered} == {branch.distinct_label for branch in twins}

    card = Member.objects.get(memberships__unit=twins[1])
    page = client.get(reverse("admin:members_member_change", args=[card.pk])).content.decode()
    assert f"{NAME}, Quận Số 2</option>" in page
    for branch in twins:
        make.make_letter_text(branch)
    page = client.get(reverse("admin:members_lettertext_changelist")).content.decode()
    assert all(f"{branch.distinct_label}</td>" in page for branch in twins)


def test_units_of_a_list_are_columns_told_apart() -> None:
    """Each list of the admin with a unit for a column shows it by the common ground's way."""
    for model, rows in admin.site._registry.items():
        shown = rows.get_list_display(None)  # type: ignore[arg-type]  # it asks nothing of the request
        own = {one.name for one in model._meta.fields if one.related_model is PlainUnit}
        assert not own.intersection(one for one in shown if isinstance(one, str)), model
