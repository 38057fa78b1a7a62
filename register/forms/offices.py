"""Forms of offices: who holds what, a congress or appointment in one screen, a handover."""

from typing import Any

from django import forms
from django.db.models import Q

from desk.forms import any_day, line
from kit.dates import local_today
from kit.forms import field_of
from kit.lists import ListFilters
from kit.text import fold
from members.fields import PeopleField, PersonField, TidyLineField, check_plain
from members.models import (
    Appointment,
    Degree,
    Member,
    Position,
    Subject,
    Term,
    Unit,
    User,
    may_grant,
)

from ..actions.offices import Seats


class OfficeFilters(ListFilters):
    """Whose offices are looked for: a unit's, or those of a person."""

    q = TidyLineField(label="Đơn vị hoặc tên người", max_length=80, required=False)

    def applied_to(self, units: Any) -> Any:
        """The units called so, and those in which somebody called so holds an office."""
        typed = self.filter_values().get("q")
        if not typed:
            return units
        called = units
        for word in fold(typed).split():
            called = called.filter(search_text__contains=word)
        people = Member.objects.matching(typed).order_by().values("pk")
        held = Appointment.objects.held_or_coming().filter(member__in=people)
        matching = Q(pk__in=called.order_by().values("pk")) | Q(
            pk__in=held.order_by().values("unit")
        )
        return units.filter(matching)

    def narrowed(self, offices: Any) -> Any:
        """Of the offices of `applied_to` these units: of a unit found by its name all, else those
        of whoever is called so."""
        typed = self.filter_values().get("q")
        if not typed:
            return offices
        in_unit = Q()
        for word in fold(typed).split():
            in_unit &= Q(unit__search_text__contains=word)
        people = Member.objects.matching(typed).order_by().values("pk")
        return offices.filter(in_unit | Q(member__in=people))


class FillForm(forms.Form):
    """A congress or an appointment: term, day, and people by post, one a line."""

    term = forms.ModelChoiceField(
        label="Nhiệm kỳ",
        queryset=Term.objects.none(),
        required=False,
        empty_label="Nhiệm kỳ mới (ghi ở dưới)",
        help_text="Bổ sung trong nhiệm kỳ thì chọn nhiệm kỳ đang có.",
    )
    term_name = line(
        "Tên nhiệm kỳ mới",
        60,
        required=False,
        help_text="Ví dụ: Nhiệm kỳ 2026 - 2031.",
        validators=[check_plain],
    )
    congress_on = any_day("Ngày đại hội", required=False)
    day = any_day("Giữ chức vụ từ ngày")
    term_end = any_day("Hết nhiệm kỳ vào ngày", required=False, is_far=True)
    method = forms.ChoiceField(
        label="Hình thức", choices=Appointment.Method.choices, widget=forms.RadioSelect
    )
    decision_no = line("Số quyết định, nghị quyết", 60, required=False)
    ends_earlier = forms.BooleanField(
        label="Người giữ trước thôi cùng ngày", required=False, initial=True,
        help_text="Bỏ chọn khi chỉ bổ sung thêm người vào ban.",
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        today = local_today()
        terms = unit.terms.exclude(valid_to__lte=today)  # one that is yet to begin, too
        field_of(self, "term", forms.ModelChoiceField).queryset = terms.select_related("unit")
        self.fields["day"].initial = f"{today:%d/%m/%Y}"
        self.fields["method"].initial = Appointment.Method.APPOINTED
        self.positions = [
            position
            for position in Position.objects.filter(level=unit.level).order_by("rank_order", "name")
            if may_grant(user, position, unit)
        ]
        people = Member.objects.open_to(user, Degree.WRITE, Subject.OFFICES).active_on()
        held: dict[int, list[str]] = {}
        for office in unit.appointments.held_or_coming().in_protocol_order():
            since = f" (từ {office.valid_from:%d/%m/%Y})" if office.valid_from > today else ""
            held.setdefault(office.position_id, []).append(f"{office.member}{since}")
        for position in self.positions:
            now = "; ".join(held.get(position.pk, []))
            self.fields[self.name_of(position)] = PeopleField(
                label=position.name,
                required=False,
                queryset=people,
                rows=min(12, max(1, position.expected_count, len(held.get(position.pk, [])))),
                help_text=f"Đang giữ: {now}." if now else "Đang khuyết.",
            )

    @staticmethod
    def name_of(position: Position) -> str:
        return f"chuc-vu-{position.pk}"

    @property
    def boards(self) -> list[tuple[str, list[Any]]]:
        """The boxes for people, by board."""
        groups: dict[str, list[Any]] = {}
        for position in self.positions:
            groups.setdefault(position.board, []).append(self[self.name_of(position)])
        return list(groups.items())

    @property
    def facts(self) -> list[Any]:
        names = ("term", "term_name", "congress_on", "day", "term_end", "method", "decision_no",
                 "ends_earlier")  # fmt: skip
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("term") and not cleaned.get("term_name") and cleaned.get("term_end"):
            self.add_error("term_name", "Chưa ghi tên nhiệm kỳ mới.")
        day, end = cleaned.get("day"), cleaned.get("term_end")
        if day and end and end <= day:
            self.add_error("term_end", "Ngày hết nhiệm kỳ phải sau ngày bắt đầu.")
        if not self.errors and not self.seats:
            raise forms.ValidationError("Chưa ghi ai vào chức vụ nào.")
        return cleaned

    @property
    def seats(self) -> list[Seats]:
        return [
            Seats(position, members)
            for position in self.positions
            if (members := self.cleaned_data.get(self.name_of(position)))
        ]

    @property
    def chosen_term(self) -> Term | None:
        """The term chosen, a new one not yet saved, or none (an office outside any term)."""
        if self.cleaned_data["term"] or not self.cleaned_data["term_name"]:
            return self.cleaned_data["term"]
        return Term(
            unit=self.unit,
            name=self.cleaned_data["term_name"],
            valid_from=self.cleaned_data["day"],
            valid_to=self.cleaned_data["term_end"],
            congress_on=self.cleaned_data["congress_on"],
        )


class OfficeHandOverForm(forms.Form):
    """When somebody leaves an office, and to whom it goes."""

    day = any_day("Thôi chức vụ từ ngày", help_text="Quyền theo chức vụ hết ngay từ ngày này.")
    decision_no = line("Số quyết định", 60, required=False)
    successor = PersonField(
        label="Người nhận bàn giao",
        required=False,
        help_text="Gõ một phần họ tên hoặc số thẻ. Người này giữ chức vụ từ cùng ngày; "
        "chưa có thì để trống.",
    )
    # Whom and which day the page that asks once more showed.
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = f"{local_today():%d/%m/%Y}"
        people = Member.objects.open_to(user, Degree.WRITE, Subject.OFFICES)
        field_of(self, "successor", PersonField).queryset = people.active_on()

    @property
    def is_confirmed(self) -> bool:
        """Whether just this was shown in full and said yes to."""
        return bool(self.cleaned_data["shown"]) and self.cleaned_data["shown"] == self._shown

    @property
    def _shown(self) -> str:
        successor = self.cleaned_data["successor"]
        return f"{self.cleaned_data['day']:%d/%m/%Y} {successor.code if successor else '-'}"

    @property
    def answers(self) -> dict[str, str]:
        """What the page that asks sends back: the successor by the card's number."""
        successor = self.cleaned_data["successor"]
        return {
            "day": f"{self.cleaned_data['day']:%d/%m/%Y}",
            "decision_no": self.cleaned_data["decision_no"],
            "successor": successor.code if successor else "",
            "shown": self._shown,
        }
