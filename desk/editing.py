"""Several people at one screen: who saves second is told, and nothing typed is lost."""

import copy
import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from kit.forms import answer_for
from members.acting import current_actor
from members.history import bulk_save
from members.models.history import Change, label_of

from .compare import Difference, differences
from .versions import edited_meanwhile, told_to

REARRANGED = (
    "Chưa làm gì cả: trong lúc đồng chí xem, có người vừa sắp xếp lại danh sách này. "
    "Xin xem lại rồi bấm lần nữa."
)


class VersionedForm(forms.ModelForm):
    """Knows which version of its record it was opened with: the stored `updated_at`.

    To be checked and saved in one transaction. The second press of "save" is a decision: whoever
    is refused sees, field by field, what is stored now beside what they typed.
    """

    # How what was sent differs from what somebody saved meanwhile.
    conflict: list[Difference]
    # Whether the page shows that itself, with both ways on.
    has_conflict_panel = False
    # A sentence about what is sent along and doesn't come back with the page, such as files.
    also_lost = ""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = []
        if not self.instance._state.adding:
            # One that goes on with an unsaved text was opened with what that was written on.
            opened = (kwargs.get("initial") or {}).get("version")
            self.initial["version"] = opened or self.instance.updated_at.isoformat()

    def clean(self) -> None:
        super().clean()
        if self.instance._state.adding:
            return  # nobody else can have saved it, and there is no row to lock
        model = type(self.instance)
        rows = model._base_manager.select_for_update(of=("self",)).filter(pk=self.instance.pk)
        row: Any = rows.first()
        stored = row.updated_at if row else None
        if stored is None or stored.isoformat() == self.cleaned_data.get("version"):
            return
        shown = self.shown_with(row)
        if not any(self._differs(shown, name) for name in self.fields):
            return  # the same twice is a double click
        self.conflict = differences(shown, self)
        answer_for(self, "version", stored.isoformat())
        told = Change.objects.filter(model=label_of(self.instance), object_id=self.instance.pk)
        latest = told.newest_first().first()
        words = edited_meanwhile(
            f"{told_to(current_actor().user, latest)} đã lưu lúc "
            f"{timezone.localtime(stored):%H:%M:%S}"
        )
        raise ValidationError(f"{words} {self.also_lost}".rstrip(), code="edited_meanwhile")

    def shown_with(self, row: Any) -> forms.ModelForm:
        """The same form as it would show this row, untouched."""
        shown = copy.copy(self)
        shown.is_bound = False
        shown.instance = row
        shown.initial = forms.models.model_to_dict(row, self._meta.fields, self._meta.exclude)
        shown._bound_fields_cache = {}  # type: ignore[attr-defined]  # its own boxes, not these
        return shown

    def _differs(self, shown: forms.ModelForm, name: str) -> bool:
        is_told = not self[name].is_hidden
        return is_told and self.fields[name].has_changed(shown[name].initial, self[name].data)

    @property
    def is_outrun(self) -> bool:
        """Whether it was refused since somebody saved meanwhile."""
        return self.is_bound and self.has_error(NON_FIELD_ERRORS, "edited_meanwhile")

    @property
    def is_told_by_panel(self) -> bool:
        """Whether there is nothing to say above the form that its page's panel doesn't say."""
        return self.has_conflict_panel and self.is_outrun and len(self.errors) == 1

    @property
    def typed(self) -> dict[str, list[str]]:
        """What was sent, by field, as `TypedText.content` keeps it."""
        data: Any = self.data  # a QueryDict
        sent = (name for name in self.fields if name in data and name != "version")
        return {name: data.getlist(name) for name in sent}


def order_token(rows: Iterable[models.Model]) -> str:
    """Changes whenever the list does: what is in it, and in which order."""
    keys = ",".join(str(row.pk) for row in rows)
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


def shift(rows: Iterable[Any], row: models.Model, *, down: bool) -> None:
    """Moves one a place up or down within its list and numbers all by their place."""
    order: list[Any] = list(rows)
    place = order.index(row)
    other = min(max(place + (1 if down else -1), 0), len(order) - 1)
    order[place], order[other] = order[other], order[place]
    for number, one in enumerate(order, 1):
        one.order = number
    bulk_save(order, ["order"])
