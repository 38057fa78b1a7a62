"""Whom to invite: guests from outside, members, officers of units."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from members.fields import PeopleField
from members.models import Appointment, Degree, Member, Subject, Unit, User

from ..models import Event, Invitation
from .fields import GuestsField, UnitLinesField


class InvitedField(GuestsField):
    """ "Đại tá Trần Văn A, Trưởng phòng | a@thu.vn": a guest of the event, and an address if there is
    one."""

    def read(self, line: str) -> Any:
        text, _, email = (part.strip() for part in line.partition("|"))
        guest = super().read(text)
        if not guest.name:
            raise ValidationError("hãy ghi họ tên, dấu phẩy rồi chức vụ: mỗi giấy mời gửi một vị.")
        if email:
            try:
                validate_email(email)
            except ValidationError as error:
                raise ValidationError(f"“{email[:60]}” không phải địa chỉ thư điện tử.") from error
        return Invitation(rank=guest.rank, name=guest.name, post=guest.post, email=email)


class InviteForm(forms.Form):
    """Whom to invite. Whoever is invited already is not invited twice."""

    from_event = forms.BooleanField(
        label="Mời các đại biểu đã ghi ở sự kiện (những vị có họ tên)", required=False
    )
    guests = InvitedField(
        label="Khách mời", required=False,
        help_text="Mỗi dòng một vị theo thứ tự lễ tân: cấp bậc, họ tên, dấu phẩy, chức vụ. Vị nào đồng ý nhận "
        "thư điện tử thì ghi thêm sau dấu gạch đứng: Đại tá Trần Văn A, Trưởng phòng | a@thu.vn.",
    )  # fmt: skip
    officers = UnitLinesField(
        label="Cán bộ đương chức của đơn vị", required=False, rows=2,
        help_text="Mỗi dòng một đơn vị, không cần gõ dấu: mời mọi người đang giữ chức vụ ở đó.",
    )  # fmt: skip
    branches = UnitLinesField(
        label="Toàn thể hội viên của chi hội", required=False, rows=2,
        help_text="Mỗi dòng một chi hội, không cần gõ dấu.",
    )  # fmt: skip
    people = PeopleField(
        label="Từng hội viên", required=False,
        help_text="Mỗi dòng một đồng chí: họ tên không cần dấu, hoặc số thẻ.",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.known = Member.objects.open_to(user, Degree.READ, Subject.NAMES).active_on()
        self.fields["people"].queryset = self.known  # type: ignore[attr-defined]  # a PeopleField

    def clean(self) -> None:
        fields = ("from_event", "guests", "officers", "branches", "people")
        if not self.errors and not any(self.cleaned_data.get(name) for name in fields):
            raise ValidationError("Chưa chọn mời ai.")

    @property
    def invited_guests(self) -> list[Invitation]:
        """Those of the event's own list first."""
        guests: list[Invitation] = list(self.cleaned_data["guests"])
        if not self.cleaned_data["from_event"]:
            return guests
        named = [guest for guest in self.event.guests.all() if guest.name]
        return [
            *(Invitation(rank=guest.rank, name=guest.name, post=guest.post) for guest in named), *guests,
        ]  # fmt: skip

    @property
    def invited_members(self) -> list[Member]:
        """Of units: those alone whom the user may know by name."""
        data = self.cleaned_data
        held = Appointment.objects.on().filter(unit__in=data["officers"]).order_by()
        officers = self.known.filter(pk__in=held.values("member")).in_name_order()
        of_branches = self.known.of_units(_units(data["branches"])).in_name_order()
        rows = [*officers, *of_branches, *data["people"]]
        return list(dict.fromkeys(rows))


def _units(units: Any) -> Any:
    """The units as a query, as `MemberQuerySet.of_units` asks for one."""
    return Unit.objects.filter(pk__in=[unit.pk for unit in units])
