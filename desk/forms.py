"""Shared fields and form classes of the officers' workspace."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.http import QueryDict

from kit.dates import local_today
from kit.forms import answer_for
from kit.workflow import Steps
from members.fields import CountField, DayField, PastDayField, UnitChoice
from members.models import Degree, Member, Subject, User, units_where
from members.models.units import UnitQuerySet

from .tokens import TOKEN, new_token
from .versions import version_of

# A move or an office is recorded at most this long before its day.
PLANNED_WITHIN = dt.timedelta(days=366)


class TokenForm(forms.Form):
    """A form that creates one record, however often it is submitted."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        return token if TOKEN.fullmatch(token) else new_token()


class SuggestedNumbers(forms.Form):
    """Fields with suggested numbers. If an unchanged suggestion was taken meanwhile, the next free
    number is used instead of an error."""

    suggests: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.suggests:
            self.fields[f"{name}_suggested"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=self.initial.get(name)
            )

    def is_as_suggested(self, name: str) -> bool:
        """Whether the number is still the one suggested by this page or by the one before it."""
        typed = str(self.data.get(self.add_prefix(name)) or "").strip()
        suggested = self.data.get(self.add_prefix(f"{name}_suggested"))
        return bool(typed) and typed in (suggested, self.initial.get(name))


class StepForm(forms.Form):
    """What a step of a workflow asks for (`kit.workflow.form_for`); without fields, its question
    alone. See also `desk.pages.step_page`."""

    def __init__(
        self, data: Any = None, files: Any = None, *, step: Steps, record: models.Model, user: User
    ) -> None:
        self.step, self.user = step, user
        self.record: Any = record
        super().__init__(data, files, initial=self.suggested())

    def suggested(self) -> dict[str, Any]:
        """What stands in the boxes when the page is opened."""
        return {}

    @property
    def intro(self) -> str:
        """What this record's rules ask for, in sentences; the step's own question follows."""
        return ""

    @property
    def facts(self) -> dict[str, Any]:
        """The input as arguments of the action."""
        return self.cleaned_data


class PlacedErrors(forms.ModelForm):
    """Shows errors of model constraints beside the fields named in `placed`."""

    placed: ClassVar[dict[str, str]] = {}

    def _update_errors(self, errors: ValidationError) -> None:
        by_field: dict[str, list[ValidationError]] = getattr(errors, "error_dict", {})
        fields = {
            str(constraint.violation_error_message): self.placed[constraint.name]
            for constraint in self._meta.model._meta.constraints
            if constraint.name in self.placed
        }
        for error in by_field.pop(NON_FIELD_ERRORS, []):
            name = fields.get(" ".join(error.messages), NON_FIELD_ERRORS)
            by_field.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).append(error)
        super()._update_errors(errors)  # type: ignore[misc]  # Django's own


def branches_of(user: User, subject: Subject, degree: Degree = Degree.WRITE) -> UnitQuerySet:
    """Branches in force today where the user has that right, in tree order."""
    return (
        units_where(user, subject, degree).branches().on().select_related("parent").in_tree_order()
    )


class UnitField(UnitChoice):
    """A choice of the user's branches; a single one is preselected."""

    def offer(self, units: UnitQuerySet) -> None:
        self.queryset = units
        only = list(units[:2])
        if len(only) == 1:
            self.initial, self.empty_label = only[0].pk, None


def past_day(label: str, **kwargs: Any) -> PastDayField:
    """A field for a day up to today, in any usual notation."""
    kwargs.setdefault("help_text", "Ví dụ: 11/10/2026.")
    return _NoFutureDay(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Chưa nhập ngày."},
        **kwargs,
    )


def any_day(label: str, *, is_far: bool = False, **kwargs: Any) -> DayField:
    """A field for a past or planned day; more than a year ahead is refused unless `is_far`."""
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


def count_field(label: str, **kwargs: Any) -> CountField:
    return CountField(label=label, min_value=0, max_value=9999, **kwargs)


def line(label: str, max_length: int, **kwargs: Any) -> forms.CharField:
    missing = kwargs.pop("missing", "Chưa nhập mục này.")
    return forms.CharField(
        label=label, max_length=max_length, error_messages={"required": missing}, **kwargs
    )


class RenewedForm(forms.BaseForm):
    instance: Any

    def renew_version(self) -> None:
        """After a conflict: the next submission counts as made with the stored version."""
        answer_for(self, "version", version_of(self.instance))


class GuardedForm(RenewedForm, PlacedErrors):
    """A form of a record; whoever saves second is told what the other changed."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["version"]
        else:
            self.initial["version"] = version_of(self.instance)

    @property
    def opened_with(self) -> str:
        """The version that the form was shown with."""
        return str(self.cleaned_data.get("version", ""))

    def renew(self) -> None:
        """After a refusal: the next submission counts as made with the stored version."""
        if "version" in self.fields:
            self.renew_version()


def own_active(user: User) -> Any:
    """Active members whose moves the user records."""
    return Member.objects.open_to(user, Degree.WRITE, Subject.MOVES).active_on()


class DayForm(forms.Form):
    """Selects the day that a page shows; without a valid one it is today."""

    ngay = DayField(
        label="Xem theo ngày",
        required=False,
        help_text="Ví dụ: 11/10/2024. Để trống: hôm nay.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        # A page opened without the parameter is not an empty input.
        super().__init__(data if "ngay" in data else None, **kwargs)

    @property
    def requested_day(self) -> dt.date | None:
        """The day in the address, if it is valid."""
        return self.cleaned_data["ngay"] if self.is_valid() else None

    @property
    def day(self) -> dt.date:
        return self.requested_day or local_today()
