"""When a member's first membership at a branch began, put right."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.forms import PlacedErrors, RenewedForm, past_day
from desk.versions import version_of
from kit.forms import field_of
from members.models import Membership


class FirstMembershipForm(RenewedForm, PlacedErrors):
    """Since when a member belongs to the first branch, and how they came."""

    placed = {"members_membership_dates_in_order": "valid_from"}
    # The other ways have papers of their own.
    WAYS = (
        Membership.Entry.ADMITTED, Membership.Entry.FOUNDING, Membership.Entry.TRANSFERRED,
        Membership.Entry.FROM_OUTSIDE,
    )  # fmt: skip

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    valid_from = past_day("Ngày vào chi hội")

    class Meta:
        model = Membership
        fields = ("valid_from", "entered_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = version_of(self.instance)
        self.initial["valid_from"] = f"{self.instance.valid_from:%d/%m/%Y}"
        now = self.instance.entered_by
        ways = [way for way in Membership.Entry.choices if way[0] in {*self.WAYS, now}]
        field_of(self, "entered_by", forms.ChoiceField).choices = ways

    def clean_entered_by(self) -> str:
        """Who came from outside did so with the letter that the card names."""
        way: str = self.cleaned_data["entered_by"]
        membership = self.instance
        if way == Membership.Entry.FROM_OUTSIDE and not membership.decision_no:
            membership.decision_no = membership.member.elsewhere_letter
        return way

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        until = self.instance.valid_to
        if until and day >= until:
            raise ValidationError(
                f"Đồng chí rời chi hội từ {until:%d/%m/%Y}; ngày vào phải trước ngày đó."
            )
        return day
