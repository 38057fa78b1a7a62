"""What forms are asked of their fields and of what was typed."""

import pytest
from django import forms
from django.http import QueryDict

from kit.forms import answer_for, choices_of, field_of, mark_dependent


class _Sheet(forms.Form):
    way = forms.ChoiceField(choices=[("a", "A")])
    day = forms.DateField()


def test_a_field_is_the_forms_own_and_of_the_kind_asked_for() -> None:
    one, other = _Sheet(), _Sheet()
    field_of(one, "way", forms.ChoiceField).choices = [("b", "B")]
    assert choices_of(one, "way") == [("b", "B")]
    assert choices_of(other, "way") == [("a", "A")]


@pytest.mark.parametrize(
    ("name", "kind", "error"),
    [("day", forms.ChoiceField, TypeError), ("way", forms.DateField, TypeError),
     ("gone", forms.Field, KeyError)],
)  # fmt: skip
def test_another_kind_or_none_is_a_slip_of_the_code(
    name: str, kind: type[forms.Field], error: type[Exception]
) -> None:
    with pytest.raises(error):
        field_of(_Sheet(), name, kind)


def test_an_answer_in_place_of_what_was_sent_leaves_the_rest() -> None:
    sent = QueryDict("tam-way=a&tam-day=1&khac=2")
    form = _Sheet(sent, prefix="tam")
    answer_for(form, "day", "3")
    assert form.data == QueryDict("tam-way=a&tam-day=3&khac=2")
    assert sent["tam-day"] == "1"


def test_dependent_fields_are_marked_alone() -> None:
    form = _Sheet()
    mark_dependent(form, "day")
    assert [getattr(form.fields[name], "depends", False) for name in ("way", "day")] == [
        False,
        True,
    ]
