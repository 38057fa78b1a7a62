"""Forms of registering: the terms, members entered by an officer, one's own, the list's questions."""

from typing import Any

from django import forms

from desk.forms import any_day
from kit.lists import ListFilters
from kit.text import fold
from members.fields import CountField, PeopleField
from members.models import Degree, Member, Subject, User

from ..models import Event, Registration
from ..models.registration import MOST_COMPANIONS, RegistrationQuerySet

MOST_PLACES = 9_999


class TermsForm(forms.Form):
    """Until when an event takes registrations, and of how many."""

    closes_on = any_day(
        "Nhận đăng ký đến hết ngày",
        help_text="Ví dụ: 11/10/2026. Muốn thôi nhận ngay thì ghi ngày hôm qua.",
    )
    places = CountField(
        label="Số chỗ", min_value=1, max_value=MOST_PLACES, required=False,
        help_text="Để trống: không giới hạn. Hết chỗ thì người đăng ký sau vào danh sách chờ, tự lên khi "
        "có người rút hoặc khi tăng số chỗ.",
    )  # fmt: skip
    companions = CountField(
        label="Mỗi hội viên được đưa thêm mấy người", min_value=0, max_value=MOST_COMPANIONS,
        required=False,
        help_text=f"Người nhà đi cùng, nhiều nhất {MOST_COMPANIONS} người. Để trống: không ai.",
    )  # fmt: skip

    def clean_companions(self) -> int:
        return self.cleaned_data["companions"] or 0


class EnterForm(forms.Form):
    """Members whom an officer registers."""

    people = PeopleField(
        label="Hội viên", rows=4, error_messages={"required": "Chưa ghi hội viên nào."},
        help_text="Mỗi dòng một đồng chí: họ tên không cần dấu, hoặc số thẻ.",
    )  # fmt: skip
    companions = CountField(
        label="Người đi cùng mỗi đồng chí", min_value=0, max_value=MOST_COMPANIONS, required=False
    )

    def __init__(self, *args: Any, user: User, event: Event, keeps: bool, **kwargs: Any) -> None:
        """`keeps`: the user writes the event and may enter whoever they know by name; else only
        members of their own units."""
        super().__init__(*args, **kwargs)
        people = (
            Member.objects.open_to(user, Degree.READ, Subject.NAMES)
            if keeps
            else Member.objects.open_to(user, Degree.WRITE, Subject.EVENTS)
        )
        self.fields["people"].queryset = people.active_on()  # type: ignore[attr-defined]  # a PeopleField

    def clean_companions(self) -> int:
        return self.cleaned_data["companions"] or 0


class OwnForm(forms.Form):
    """A member's own registration, on the event's page."""

    companions = CountField(min_value=0, max_value=MOST_COMPANIONS, required=False)

    def clean_companions(self) -> int:
        return self.cleaned_data["companions"] or 0


class RegistrationFilters(ListFilters):
    """Filters of the list of one event."""

    at_hand = ("q", "tinh_trang")

    q = forms.CharField(label="Tìm hội viên", required=False, max_length=100)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False,
        choices=[("", "còn đăng ký"), *Registration.State.choices],
    )  # fmt: skip

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")

    def applied_to(self, rows: RegistrationQuerySet) -> RegistrationQuerySet:
        values = self.filter_values()
        state = values.get("tinh_trang")
        rows = rows.filter(state=state) if state else rows.in_force()
        for word in fold(values.get("q") or "").split():
            rows = rows.filter(member__search_text__contains=word)
        return rows
