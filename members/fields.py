"""Form fields that take days, money, figures and people the way officers write them."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kit.dates import local_today, parse_day
from kit.money import SMALLEST, dong, parse_dong, too_small
from kit.numbers import COUNT_EXAMPLE, DECIMAL_EXAMPLE, parse_count, parse_decimal, vn_number
from kit.phones import grouped_phone
from kit.text import clean_line, clean_name, clean_text, fold

from .models.constraints import NO_BRACKETS
from .models.elsewhere import LEAST_AGE


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

    def prepare_value(self, value: Any) -> Any:
        """What is stored comes back the way people write it."""
        return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value

    def latest_year(self) -> int | None:
        """Up to which year two figures reach; None: next year, as people also plan."""
        return None


class PastDayField(DayField):
    """A birthday and the like: 54 is 1954, never a year to come."""

    def latest_year(self) -> int:
        return local_today().year


class BirthDayField(PastDayField):
    """A member's: 26 is 1926, as nobody so young belongs to the association."""

    def latest_year(self) -> int:
        return local_today().year - LEAST_AGE


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


class CountField(forms.IntegerField):
    """How many: 18, 2.000, "2 nghìn". Never a `type=number` box, which swallows what it can't read
    and in which 2.000 is two."""

    widget = forms.TextInput
    default_error_messages = {"invalid": COUNT_EXAMPLE, "required": "Chưa nhập số."}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = clean_line(value)
        if value in self.empty_values:
            return None
        try:
            return parse_count(str(value), str(self.error_messages["invalid"]))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class CommaField(forms.DecimalField):
    """A number with decimals, written with a comma: 96,75. A dot is understood as well."""

    widget = forms.TextInput
    default_error_messages = CountField.default_error_messages | {"invalid": DECIMAL_EXAMPLE}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as Django's own
        if isinstance(value, str):
            value = clean_line(value)
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        try:
            return parse_decimal(
                str(value), self.decimal_places or 0, str(self.error_messages["invalid"])
            )
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """What a person typed comes back as typed; what was stored has its comma."""
        return vn_number(value) if isinstance(value, Decimal | int | float) else value


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


class MoneyField(DongField):
    """An amount that somebody gives or spends: not below zero, and no less than the smallest note."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value < 0:
            raise ValidationError("Số tiền không thể âm.")
        if value and value < SMALLEST:
            raise ValidationError(too_small(value))


class TidyLineField(forms.CharField):
    """A line without invisible characters, NUL among them, which databases refuse."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(super().to_python(value) or ""))


def check_plain(value: str) -> None:
    """No markup stands in a name: see `plain_names`."""
    if "<" in value or ">" in value:
        raise ValidationError(NO_BRACKETS)


class NameField(forms.CharField):
    """A person's full name, with its capitals."""

    def to_python(self, value: Any) -> str:
        return clean_name(str(super().to_python(value) or ""))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not any(letter.isalpha() for letter in value):
            raise ValidationError("Họ và tên phải có chữ.")
        check_plain(value)


class PhoneField(forms.CharField):
    """One or two numbers, however grouped; kept the way people read them aloud."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        text = clean_line(str(super().to_python(value) or ""))
        if not text:
            return ""
        try:
            return grouped_phone(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class TidyTextField(forms.CharField):
    """As `TidyLineField`, over several lines."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(str(super().to_python(value) or ""))


class _ChangingField(forms.BoundField):
    """Its help is the field's of this moment: Django keeps the one from before the field was read."""

    @property
    def help_text(self) -> str:
        return str(self.field.help_text)

    @help_text.setter
    def help_text(self, value: str) -> None:
        """Set once by Django; nothing to keep."""


class PersonField(forms.CharField):
    """A member, by part of the name without marks, or by the card's number.

    Where several fit, the field becomes a list of them to choose from; no script is needed.
    """

    default_error_messages = {"required": "Chưa ghi họ tên hoặc số thẻ."}

    def __init__(self, *args: Any, queryset: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Gõ một phần họ tên, không cần dấu, hoặc số thẻ hội viên.")
        super().__init__(*args, **kwargs)
        self.queryset = queryset
        self.by_name_alone = False  # True for whoever may know no more than names

    def get_bound_field(self, form: Any, field_name: str) -> forms.BoundField:
        return _ChangingField(form, self, field_name)

    def clean(self, value: Any) -> Any:
        text = clean_line(str(super().clean(value) or ""))
        if not text:
            self.validate(text)  # invisible characters alone are nothing
            return None
        people = self.queryset.named_like(text, by_name_alone=self.by_name_alone)
        matches = list(people[: MANY + 1])
        if not matches:
            raise ValidationError(f"Không tìm thấy hội viên nào khớp với “{text[:60]}”.")
        if len(matches) > MANY:
            raise ValidationError(f"Có hơn {MANY} người khớp với “{text[:60]}”. Hãy gõ đủ họ tên.")
        if len(matches) > 1:
            choices = [("", "Không phải ai trong số này: gõ lại")]
            choices += [(member.code, member.distinct_label) for member in matches]
            self.widget = forms.Select(choices=choices)
            self.help_text = "Mỗi dòng là một người. Không có ai đúng thì chọn dòng đầu."
            raise ValidationError(f"Có {len(matches)} người khớp. Chọn đúng người trong danh sách.")
        return matches[0]


class PeopleField(forms.CharField):
    """Several members, one a line, each as in `PersonField`."""

    def __init__(self, *args: Any, queryset: Any = None, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 2)
        super().__init__(*args, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.queryset = queryset

    def clean(self, value: Any) -> list[Any]:
        text = clean_text(str(super().clean(value) or ""))
        members: list[Any] = []
        errors = []
        for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
            matches = list(self.queryset.named_like(line)[: MANY + 1])
            if len(matches) == 1:
                if matches[0] not in members:
                    members.append(matches[0])
                continue
            errors.append(f"Dòng {number}, “{line[:60]}”: {_ambiguity(matches)}")
        if errors:
            raise ValidationError([ValidationError(error) for error in errors])
        return members


# More people than this in a list to choose from help nobody.
MANY = 12
# Units that a page may offer as one types; of more the words are looked up once they are sent.
OFFERED = 300


def _ambiguity(matches: list[Any]) -> str:
    if not matches:
        return "không tìm thấy hội viên nào."
    if len(matches) > MANY:
        return f"có hơn {MANY} người khớp. Hãy gõ đủ họ tên."
    people = "; ".join(member.distinct_label for member in matches)
    return f"có {len(matches)} người khớp. Hãy ghi số thẻ thay cho tên: {people}."


class UnitChoice(forms.ModelChoiceField):
    """A unit of those given; a branch labelled with the unit above it, as branches share names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["error_messages"] = {
            "required": "Chưa chọn đơn vị.",
            "invalid_choice": "Đơn vị này không thuộc phạm vi của đồng chí.",
        } | kwargs.get("error_messages", {})
        kwargs.setdefault("empty_label", "Chọn đơn vị")
        super().__init__(*args, **kwargs)

    def _set_units(self, units: Any) -> None:
        super()._set_queryset(units.select_related("parent"))  # type: ignore[misc]  # Django's own

    queryset = property(forms.ModelChoiceField._get_queryset, _set_units)  # type: ignore[attr-defined]  # Django's own

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.distinct_label)


class _TextWithList(forms.TextInput):
    """A box to type in; the browser offers `offers`, a list of texts, as one types."""

    template_name = "django/forms/widgets/text_with_list.html"
    offers: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        shown = context["widget"]["attrs"]
        context["offers"] = self.offers
        if self.offers and shown.get("id"):
            shown["list"] = f"{shown['id']}_list"
        return context


class TypedUnitField(forms.CharField):
    """A unit, by words of its name and of the unit's above, without marks: "phuong 12 binh thanh".

    For choices of which a list would be endless. Where several fit, the field becomes a list of them,
    as `PersonField` does.
    """

    default_error_messages = {"required": "Chưa ghi đơn vị."}

    def __init__(self, *args: Any, queryset: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", "Gõ vài từ của tên, không cần dấu, ví dụ “phuong 12 binh thanh”."
        )
        super().__init__(*args, widget=_TextWithList(), **kwargs)
        self.queryset = queryset

    def get_bound_field(self, form: Any, field_name: str) -> forms.BoundField:
        return _ChangingField(form, self, field_name)

    def offer(self) -> None:
        """Lets the browser offer the units, unless there are too many to send with the page."""
        units = list(self.queryset.select_related("parent")[: OFFERED + 1])
        if len(units) <= OFFERED:
            self.widget.offers = [unit.distinct_label for unit in units]

    def clean(self, value: Any) -> Any:
        text = clean_line(str(super().clean(value) or ""))
        if not text:
            self.validate(text)  # invisible characters alone are nothing
            return None
        units = list(self.queryset.select_related("parent"))
        matches = [unit for unit in units if unit.slug == text] or _named_like(units, text)
        if not matches:
            raise ValidationError(f"Không tìm thấy đơn vị nào khớp với “{text[:60]}”.")
        if len(matches) > MANY:
            raise ValidationError(
                f"Có hơn {MANY} đơn vị khớp với “{text[:60]}”. Hãy gõ thêm tên đơn vị cấp trên."
            )
        if len(matches) > 1:
            choices = [("", "Không phải đơn vị nào trong số này: gõ lại")]
            choices += [(unit.slug, unit.distinct_label) for unit in matches]
            self.widget = forms.Select(choices=choices)
            self.help_text = "Mỗi dòng là một đơn vị. Không có nơi nào đúng thì chọn dòng đầu."
            raise ValidationError(
                f"Có {len(matches)} đơn vị khớp. Chọn đúng đơn vị trong danh sách."
            )
        return matches[0]


def _named_like(units: Sequence[Any], text: str) -> list[Any]:
    """Units whose name says just that; else those that bear every word of it, a number as a whole;
    else those with words that begin so."""
    typed = _terms(text)
    known = [(unit, _terms(f"{unit.search_text} {unit.distinct_label}")) for unit in units]
    same = [unit for unit, _ in known if _terms(unit.distinct_label) == typed]
    whole = same or [unit for unit, of_unit in known if set(typed) <= set(of_unit)]
    return whole or [
        unit
        for unit, of_unit in known
        if all(
            word in of_unit
            or (not word.isdecimal() and any(each.startswith(word) for each in of_unit))
            for word in typed
        )
    ]


def _terms(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


class TreeChoice(UnitChoice):
    def label_from_instance(self, obj: Any) -> str:
        """What is lower in the tree stands a little in."""
        return f"{'– ' * obj.level}{obj.distinct_label}"
