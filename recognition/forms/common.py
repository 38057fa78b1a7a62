"""What the forms of recognition share."""

from typing import Any

from django import forms

from desk.forms import PlacedErrors, RenewedForm
from desk.versions import version_of


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
