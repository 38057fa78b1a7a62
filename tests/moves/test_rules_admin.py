"""The association's rules in the admin: whatever a rule says can be set there."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory

from members.models import AdmissionRule, DecisionRule
from tests.conftest import Cast


def shown(cast: Cast, page: Any) -> list[str]:
    request = RequestFactory().get("/")
    request.user = cast.admin
    return flatten_fieldsets(page.get_fieldsets(request))


@pytest.mark.parametrize("model", [AdmissionRule, DecisionRule])
def test_every_column_of_a_rule_can_be_set(cast: Cast, model: Any) -> None:
    editable = {
        field.name for field in model._meta.fields if field.editable and not field.primary_key
    }
    names = shown(cast, admin.site._registry[model])
    assert sorted(names) == sorted(editable)


@pytest.mark.parametrize("missing", ["transfer_days", "undo_days", "elects_honorary"])
def test_a_column_that_no_group_names_comes_last(cast: Cast, missing: str) -> None:
    usual: Any = admin.site._registry[AdmissionRule]

    class Page(type(usual)):  # type: ignore[misc]  # a class known only when it runs
        fieldsets = [
            (title, {"fields": [name for name in group["fields"] if name != missing]})
            for title, group in usual.fieldsets
        ]

    page = Page(AdmissionRule, admin.site)
    assert shown(cast, page)[-1] == missing
