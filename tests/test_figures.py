"""A figure is typed into a text box and read by the house's own reader, wherever it is asked for."""

import pkgutil
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory

from members.fields import CommaField, CountField, DongField
from members.models import User

from .test_house import OURS

ROOT = Path(__file__).parent.parent
READERS = (CountField, CommaField, DongField)


def _form_classes() -> Iterator[type[forms.BaseForm]]:
    """Every form of the house, by loading every module and asking the classes for their heirs."""
    for app in OURS:
        package = import_module(app)
        for info in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "migrations" not in info.name and "management" not in info.name:
                import_module(info.name)
    waiting: list[Any] = [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.split(".")[0] in OURS:
            yield one


def _wrong(fields: dict[str, forms.Field]) -> list[str]:
    numbers = (forms.IntegerField, forms.DecimalField, forms.FloatField)
    return [
        name
        for name, field in fields.items()
        if isinstance(field.widget, forms.NumberInput)
        or getattr(field.widget, "input_type", "") == "number"
        or (isinstance(field, numbers) and not isinstance(field, READERS))
    ]


def test_every_figure_of_a_form_is_read_by_the_house() -> None:
    classes = list(_form_classes())
    assert len(classes) > 80
    assert {
        f"{one.__module__}.{one.__qualname__}": wrong
        for one in classes
        if (wrong := _wrong(getattr(one, "base_fields", {})))
    } == {}


def test_every_figure_of_the_admin_is_read_by_the_house(db: None) -> None:
    request = RequestFactory().get("/admin/")
    request.user = User(username="qt", is_superuser=True)
    wrong = {}
    for model, model_admin in admin.site._registry.items():
        if model.__module__.split(".")[0] not in OURS:
            continue
        pages = [model_admin.get_form(request, change=True)]
        pages += [
            one.get_formset(request).form for one in model_admin.get_inline_instances(request)
        ]
        for page in pages:
            if found := _wrong(page.base_fields):
                wrong[f"{model._meta.label}: {page.__name__}"] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("folder", "ending"), [("templates", ".html"), ("static/js", ".js"), ("static/css", ".css")]
)
def test_no_box_is_of_type_number(folder: str, ending: str) -> None:
    is_number = re.compile(r"""type\s*[=:]\s*["']?number\b""")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob(f"*{ending}")
        if "vendor" not in path.parts and is_number.search(path.read_text())
    ]
    assert found == []


class _Sheet(forms.Form):
    people = CountField(min_value=0, max_value=9999)
    score = CommaField(max_digits=5, decimal_places=2, min_value=0, max_value=100)
    money = DongField(required=False)


@pytest.mark.parametrize(
    ("people", "score", "words"),
    [
        ("2.0", "9,5", "Không đọc được số “2.0”"),
        ("-1", "9,5", "từ 0 trở lên"),
        ("10.000", "9,5", "từ 9999 trở xuống"),
        ("", "9,5", "Chưa nhập số."),
        ("\u200b", "9,5", "Chưa nhập số."),
        ("2.000", "-1", "từ 0 trở lên"),
        ("2.000", "100,5", "từ 100 trở xuống"),
        ("2.000", "101", "từ 100 trở xuống"),
        ("2.000", "96,755", "hai cách"),
        ("2.000", "chín mươi", "ví dụ 96,75"),
    ],
)
def test_what_is_no_such_figure_is_told_and_shown_again(
    people: str, score: str, words: str
) -> None:
    form = _Sheet({"people": people, "score": score})

    told = " ".join(str(error) for errors in form.errors.values() for error in errors)
    assert words in told
    assert (form["people"].value(), form["score"].value()) == (people, score)


def test_figures_come_back_with_their_comma() -> None:
    form = _Sheet(initial={"people": 2000, "score": Decimal("96.50")})

    assert 'value="2000"' in str(form["people"])
    assert 'value="96,5"' in str(form["score"])
    assert 'inputmode="decimal"' in str(form["score"])
    assert 'inputmode="numeric"' in str(form["people"])


def test_figures_left_as_they_stood_are_no_change() -> None:
    stood = {"people": 2000, "score": Decimal("96.50"), "money": 1_200_000}
    form = _Sheet({"people": "2.000", "score": "96,5", "money": "1tr2"}, initial=stood)

    assert form.is_valid(), form.errors
    assert form.changed_data == []
