"""No markup stands in the name of a person, a unit, a post: in words in forms, and in the database."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from members.fields import NameField
from members.models import Member
from members.models.constraints import NO_BRACKETS
from register.forms.offices import FillForm
from tests import factories as make
from tests.conftest import Cast

NAMES: dict[str, Callable[[Cast], Any]] = {
    "Member.full_name": lambda c: c.member_here.member,
    "Candidate.full_name": lambda c: make.make_candidate(c.here),
    "Application.full_name": lambda c: make.make_application(c.here),
    "Unit.name": lambda c: c.here,
    "Unit.short_name": lambda c: c.here,
    "Position.name": lambda c: make.make_position(),
    "Position.board": lambda c: make.make_position(),
    "Term.name": lambda c: make.make_district().terms.create(name="x", valid_from=make.LONG_AGO),
    "User.name": lambda c: c.admin,
}
MARKED = ("<b>An</b>", "An <", "> An", "Huỳnh <button formaction=/x/>Phương")


@pytest.mark.parametrize("column", NAMES)
def test_database_and_words_refuse_brackets_in_a_name(cast: Cast, column: str) -> None:
    row: Any = NAMES[column](cast)
    name = column.partition(".")[2]
    for value in MARKED:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{name: value})
        setattr(row, name, value)
        with pytest.raises(ValidationError) as refused:
            row.validate_constraints()
        assert NO_BRACKETS in refused.value.messages


@pytest.mark.parametrize("value", MARKED)
def test_boxes_for_names_say_it_beside_the_box(cast: Cast, value: str) -> None:
    with pytest.raises(ValidationError, match="dấu < hoặc >"):
        NameField().clean(value)
    form = FillForm({"term_name": value}, unit=cast.here, user=cast.officer_above)
    assert form.errors["term_name"] == [NO_BRACKETS]


def test_card_with_a_button_in_its_name_comes_back_in_words(cast: Cast) -> None:
    typed = "Huỳnh <button formaction=/so/tai-khoan/7/khoa/>Phương Đào</button>"
    url = reverse("book:application_new")
    page = cast.client("officer_here").post(url, {"full_name": typed}).content.decode()

    assert "Tên không được có dấu &lt; hoặc &gt;." in page
    assert "<button formaction" not in page
    assert "&lt;button formaction" in page  # nothing typed is lost


@pytest.mark.parametrize("name", ["H'Hen Niê", "Nguyễn Văn An (Ba)", "Trần “Út”", "Lê-na & Ly"])
def test_other_signs_stay(cast: Cast, name: str) -> None:
    Member.objects.filter(user=cast.member_here).update(full_name=name)

    assert NameField().clean(name) == name


def test_names_of_before_keep_their_words(cast: Cast, monkeypatch: Any) -> None:
    """The migration writes other brackets, before the constraint is there."""
    step = import_module("members.migrations.0023_no_brackets_in_names")
    assert {f"{model}.{name}" for model, name in step.NAMES} == set(NAMES)

    step.replace_brackets(apps, None)  # does nothing where nothing is wrong
    assert Member.objects.filter(full_name__contains="‹").count() == 0
