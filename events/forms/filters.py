"""Filters of the list of events."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from kit.forms import field_of
from kit.lists import ListFilters
from members.fields import UnitChoice
from members.models import Unit

from ..models import Event, EventKind, EventQuerySet


class EventFilters(ListFilters):
    """Filters by kind, year and unit. An invalid value filters nothing.

    The field names are the parameters of the address.
    """

    loai = forms.ModelChoiceField(
        EventKind.objects.all(),
        label="Loại",
        required=False,
        to_field_name="code",
        empty_label="Mọi loại",
    )
    nam = forms.ChoiceField(label="Năm", required=False)
    donvi = UnitChoice(
        Unit.objects.none(),
        label="Đơn vị",
        required=False,
        to_field_name="slug",
        empty_label="Mọi đơn vị",
    )

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        years = [str(year) for year in Event.objects.announced().years()]
        field_of(self, "nam", forms.ChoiceField).choices = [
            ("", "Mọi năm"),
            *zip(years, years, strict=True),
        ]
        # Hundreds of branches would swamp the list; a branch selected by a link is still offered.
        field_of(self, "donvi", forms.ModelChoiceField).queryset = Unit.objects.filter(
            Q(level__lt=Unit.Level.BRANCH) | Q(slug=data.get("donvi", ""))
        ).in_tree_order()

    def applied_to(self, events: EventQuerySet) -> EventQuerySet:
        """The events that match the filters."""
        self.full_clean()
        chosen = self.cleaned_data  # an invalid form still holds its valid values
        if kind := chosen.get("loai"):
            events = events.filter(kind=kind)
        if year := chosen.get("nam"):
            events = events.filter(starts_at__year=int(year))
        if unit := chosen.get("donvi"):
            events = events.concerning(Unit.objects.within(unit))
        return events

    @property
    def has_filters(self) -> bool:
        """Whether any filter is set."""
        self.full_clean()
        return any(self.cleaned_data.values())
