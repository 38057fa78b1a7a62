"""Form fields that take days and money the way officers write them."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kit.dates import local_today, parse_day
from kit.money import dong, parse_dong


class DayField(forms.DateField):
    """A day in any usual way of writing: 11/10/1954, 11-10-54, 11.10.1954."""

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str) and not value.strip():
            return None
        if isinstance(value, str):
            try:
                return parse_day(value, latest_year=self.latest_year())
            except ValueError as error:
                raise ValidationError(str(error), code="invalid") from error
        return super().to_python(value)

    def latest_year(self) -> int | None:
        """Up to which year two figures reach; None: next year, as people also plan."""
        return None


class PastDayField(DayField):
    """A birthday and the like: 54 is 1954, never a year to come."""

    def latest_year(self) -> int:
        return local_today().year


class MomentField(forms.SplitDateTimeField):
    """A day as in `DayField`, and beside it the hour."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("input_date_formats", None)
        kwargs.pop("input_time_formats", None)
        super().__init__(**kwargs)
        is_localized = kwargs.get("localize", False)
        day = DayField(localize=is_localized, error_messages=self.fields[0].error_messages)
        day.required = self.fields[0].required
        day.widget = self.widget.widgets[0]
        self.fields = (day, self.fields[1])
        # The label of the whole names neither of the two boxes.
        for part, name in zip(self.widget.widgets, ("Ngày", "Giờ"), strict=True):
            part.attrs.setdefault("aria-label", f"{name}: {self.label or ''}".rstrip(": "))


class DongField(forms.IntegerField):
    """Whole đồng: 1.200.000, 1,2 triệu, 500k; shown again with its thousands parted."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "text", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            try:
                return parse_dong(value)
            except ValueError as error:
                raise ValidationError(str(error), code="invalid") from error
        return int(value)

    def prepare_value(self, value: Any) -> Any:
        """What a person typed comes back as typed; what was stored is written with its dots."""
        return dong(value).removesuffix(" đ") if isinstance(value, int) else value
