"""The questions a list of events can be asked."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from kit.forms import field_of
from members.fields import UnitChoice
from members.models import Unit

from .models import Event, EventQuerySet


class EventFilters(forms.Form):
    """Kind, year, unit. A value that is none of the choices asks for nothing."""

    loai = forms.ChoiceField(
        label="Loại", required=False, choices=[("", "Mọi loại"), *Event.Kind.choices]
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
        # Hundreds of branches would drown the list; one that a link asked for is still there.
        field_of(self, "donvi", forms.ModelChoiceField).queryset = Unit.objects.filter(
            Q(level__lt=Unit.Level.BRANCH) | Q(slug=data.get("donvi", ""))
        ).in_tree_order()

    def applied_to(self, events: EventQuerySet) -> EventQuerySet:
        """The events that were asked for."""
        self.full_clean()
        chosen = self.cleaned_data  # of a refused form it holds what was right
        if kind := chosen.get("loai"):
            events = events.filter(kind=kind)
        if year := chosen.get("nam"):
            events = events.filter(starts_at__year=int(year))
        if unit := chosen.get("donvi"):
            events = events.concerning(Unit.objects.within(unit))
        return events

    @property
    def asks(self) -> bool:
        """Whether anything was asked for."""
        self.full_clean()
        return any(self.cleaned_data.values())
