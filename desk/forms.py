"""What the forms of the officers' workspace share."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from kit.dates import local_today
from kit.forms import answer_for
from members.fields import CountField, DayField, PastDayField, UnitChoice
from members.models import Degree, Member, Subject, User, units_where
from members.models.units import UnitQuerySet

from .tokens import TOKEN, new_token
from .versions import version_of

# Who writes down a move or an office does so at most this long before.
PLANNED_WITHIN = dt.timedelta(days=366)


class TokenForm(forms.Form):
    """A form that makes a record, once however often it is sent."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        return token if TOKEN.fullmatch(token) else new_token()


class SuggestedNumbers(forms.Form):
    """Numbers that the page suggests. One left as it stood is no choice of anybody: where somebody
    else was faster, the next free one is taken, instead of refusing it at every press."""

    suggests: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.suggests:
            self.fields[f"{name}_suggested"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=self.initial.get(name)
            )

    def is_as_suggested(self, name: str) -> bool:
        """Whether the number is still the one that this page, or the one before it, suggested."""
        typed = str(self.data.get(self.add_prefix(name)) or "").strip()
        suggested = self.data.get(self.add_prefix(f"{name}_suggested"))
        return bool(typed) and typed in (suggested, self.initial.get(name))


class PlacedErrors(forms.ModelForm):
    """What a constraint says of the whole record stands beside the field it is about."""

    placed: ClassVar[dict[str, str]] = {}

    def _update_errors(self, errors: ValidationError) -> None:
        told: dict[str, list[ValidationError]] = getattr(errors, "error_dict", {})
        fields = {
            str(constraint.violation_error_message): self.placed[constraint.name]
            for constraint in self._meta.model._meta.constraints
            if constraint.name in self.placed
        }
        for error in told.pop(NON_FIELD_ERRORS, []):
            name = fields.get(" ".join(error.messages), NON_FIELD_ERRORS)
            told.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).append(error)
        super()._update_errors(errors)  # type: ignore[misc]  # Django's own


def branches_of(user: User, subject: Subject, degree: Degree = Degree.WRITE) -> UnitQuerySet:
    """Branches in force today where the user may do so, ready to be chosen from."""
    return (
        units_where(user, subject, degree).branches().on().select_related("parent").in_tree_order()
    )


class UnitField(UnitChoice):
    """One of the user's branches; the only one is chosen beforehand."""

    def offer(self, units: UnitQuerySet) -> None:
        self.queryset = units
        only = list(units[:2])
        if len(only) == 1:
            self.initial, self.empty_label = only[0].pk, None


def past_day(label: str, **kwargs: Any) -> PastDayField:
    """A day up to today, typed as people write days."""
    kwargs.setdefault("help_text", "Ví dụ: 11/10/2026.")
    return _NoFutureDay(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Chưa nhập ngày."},
        **kwargs,
    )


def any_day(label: str, *, is_far: bool = False, **kwargs: Any) -> DayField:
    """A day of the past or one planned; further off than a year, it is a slip unless `is_far`."""
    kwargs.setdefault("help_text", "Ví dụ: 11/10/2026.")
    field = DayField if is_far else _PlannedDay
    return field(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Chưa nhập ngày."},
        **kwargs,
    )


class _PlannedDay(DayField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > local_today() + PLANNED_WITHIN:
            raise ValidationError("Ngày này còn hơn một năm nữa mới tới. Hãy xem lại năm.")


class _NoFutureDay(PastDayField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > local_today():
            raise ValidationError("Ngày này ở tương lai.")


def count(label: str, **kwargs: Any) -> CountField:
    return CountField(label=label, min_value=0, max_value=9999, **kwargs)


def line(label: str, max_length: int, **kwargs: Any) -> forms.CharField:
    missing = kwargs.pop("missing", "Chưa nhập mục này.")
    return forms.CharField(
        label=label, max_length=max_length, error_messages={"required": missing}, **kwargs
    )


class RenewedForm(forms.BaseForm):
    instance: Any

    def renew_version(self) -> None:
        """After a refusal: the next press of the button knows what others wrote meanwhile."""
        answer_for(self, "version", version_of(self.instance))


def own_active(user: User) -> Any:
    """Members of today whose moves the user writes down."""
    return Member.objects.open_to(user, Degree.WRITE, Subject.MOVES).active_on()


class DayForm(forms.Form):
    """Asks as of which day a page is wanted; without a right one it shows today."""

    ngay = DayField(
        label="Xem theo ngày",
        required=False,
        help_text="Ví dụ: 11/10/2024. Để trống: hôm nay.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        # A page opened without the question is no empty answer to it.
        super().__init__(data if "ngay" in data else None, **kwargs)

    @property
    def asked(self) -> dt.date | None:
        """The day that was typed, if it is one."""
        return self.cleaned_data["ngay"] if self.is_valid() else None

    @property
    def day(self) -> dt.date:
        return self.asked or local_today()
