"""Concurrent editing: the second to save is told of the conflict and loses no input."""

import copy
import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from kit.forms import answer_for
from members.actor import current_actor
from members.history import bulk_save
from members.models.history import Change, label_of

from .compare import Difference, differences
from .versions import author_label, edited_meanwhile

REARRANGED = (
    "Chưa làm gì cả: trong lúc đồng chí xem, có người vừa sắp xếp lại danh sách này. "
    "Xin xem lại rồi bấm lần nữa."
)


GONE = (
    "Chưa lưu: mục này vừa bị xóa trong lúc đồng chí sửa. Chữ đã gõ còn ở dưới; cần thì chép lại để "
    "ghi thành mục mới."
)


class VersionedForm(forms.ModelForm):
    """A form that carries the version of its record: the stored `updated_at`.

    Validate and save it in one transaction. After a conflict the user sees, field by field, what is
    stored now beside their own input; saving again overwrites it knowingly.
    """

    # Fields in which the input differs from what somebody else saved meanwhile.
    conflict: list[Difference]
    # Whether the page itself shows the conflict and the two choices.
    has_conflict_panel = False
    # A sentence about input that is not shown again after an error, such as files.
    also_lost = ""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = []
        if not self.instance._state.adding:
            # A form that continues an unsaved draft keeps the version that the draft began with.
            opened = (kwargs.get("initial") or {}).get("version")
            self.initial["version"] = opened or self.instance.updated_at.isoformat()

    def clean(self) -> None:
        super().clean()
        if self.instance._state.adding:
            return  # a new record: no conflict is possible, and there is no row to lock
        model = type(self.instance)
        rows = model._base_manager.select_for_update(of=("self",)).filter(pk=self.instance.pk)
        row: Any = rows.first()
        if row is None:  # saved now, it would come back
            raise ValidationError(GONE, code="gone")
        stored = row.updated_at
        if stored.isoformat() == self.cleaned_data.get("version"):
            return
        shown = self.shown_with(row)
        if not any(self._differs(shown, name) for name in self.fields):
            return  # the same values twice: a double click
        self.conflict = differences(shown, self)
        answer_for(self, "version", stored.isoformat())
        changes = Change.objects.filter(model=label_of(self.instance), object_id=self.instance.pk)
        latest = changes.newest_first().first()
        message = edited_meanwhile(
            f"{author_label(current_actor().user, latest)} đã lưu lúc "
            f"{timezone.localtime(stored):%H:%M:%S}"
        )
        raise ValidationError(f"{message} {self.also_lost}".rstrip(), code="edited_meanwhile")

    def shown_with(self, row: Any) -> forms.ModelForm:
        """A copy of this form, unbound, showing that row."""
        shown = copy.copy(self)
        shown.is_bound = False
        shown.instance = row
        shown.initial = forms.models.model_to_dict(row, self._meta.fields, self._meta.exclude)
        shown._bound_fields_cache = {}  # type: ignore[attr-defined]  # its own fields, not these
        return shown

    def _differs(self, shown: forms.ModelForm, name: str) -> bool:
        is_visible = not self[name].is_hidden
        return is_visible and self.fields[name].has_changed(shown[name].initial, self[name].data)

    @property
    def is_outrun(self) -> bool:
        """Whether it was refused because somebody else saved meanwhile."""
        return self.is_bound and self.has_error(NON_FIELD_ERRORS, "edited_meanwhile")

    @property
    def is_covered_by_panel(self) -> bool:
        """Whether the conflict panel of the page already states all errors of the form."""
        return self.has_conflict_panel and self.is_outrun and len(self.errors) == 1

    @property
    def typed(self) -> dict[str, list[str]]:
        """The input by field, in the format of `TypedText.content`."""
        data: Any = self.data  # a QueryDict
        sent = (name for name in self.fields if name in data and name != "version")
        return {name: data.getlist(name) for name in sent}


def order_token(rows: Iterable[models.Model]) -> str:
    """A hash of the rows and their order; it changes whenever the list does."""
    keys = ",".join(str(row.pk) for row in rows)
    return hashlib.sha256(keys.encode()).hexdigest()[:16]


def shift(rows: Iterable[Any], row: models.Model, *, down: bool) -> None:
    """Moves a row one place up or down in its list and renumbers all."""
    order: list[Any] = list(rows)
    place = order.index(row)
    other = min(max(place + (1 if down else -1), 0), len(order) - 1)
    order[place], order[other] = order[other], order[place]
    for number, item in enumerate(order, 1):
        item.order = number
    bulk_save(order, ["order"])
