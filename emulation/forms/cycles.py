"""The form of a cluster's cycle."""

from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import PlacedErrors, any_day
from kit.dates import local_today
from kit.forms import field_of
from members.fields import CountField, TidyLineField
from members.models import Appointment, Unit, User

from ..models import DATES, Cluster, CriteriaSet, Cycle

FIRST_YEAR, LAST_YEAR = 2000, 2100


class _CriteriaChoice(forms.ModelChoiceField):
    """Sets with the unit that lays them down, where it is not the association."""

    def label_from_instance(self, obj: Any) -> str:
        is_citys = obj.unit.level == Unit.Level.ASSOCIATION
        return str(obj) if is_citys else f"{obj} ({obj.unit.distinct_label})"


class _OfficerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.member}, {obj.position}"


def _day(label: str) -> Any:
    return any_day(label, is_far=True, required=False, help_text="")


class CycleForm(PlacedErrors, VersionedForm):
    """All of a cycle for the association; for the head of the cluster, its days alone."""

    cluster = forms.ModelChoiceField(
        label="Cụm", queryset=Cluster.objects.none(), empty_label="Chọn cụm",
        error_messages={"required": "Chưa chọn cụm."},
    )  # fmt: skip
    year = CountField(
        label="Năm", min_value=FIRST_YEAR, max_value=LAST_YEAR,
        error_messages={"required": "Chưa ghi năm."},
    )  # fmt: skip
    name = TidyLineField(
        label="Tên kỳ", required=False, max_length=60, help_text="Để trống: “Năm …”."
    )
    starts_on = any_day("Từ ngày", is_far=True)
    ends_on = any_day("Đến hết ngày", is_far=True)
    criteria_set = _CriteriaChoice(
        label="Bộ tiêu chí chấm điểm", queryset=CriteriaSet.objects.none(), required=False,
        empty_label="chưa chọn", help_text="Chỉ có các bộ đã ban hành, đang dùng.",
    )  # fmt: skip
    officer_in_charge = _OfficerChoice(
        label="Lãnh đạo Hội phụ trách cụm", queryset=Appointment.objects.none(), required=False,
        empty_label="chưa phân công",
    )  # fmt: skip
    registration_until = _day("Đăng ký thi đua đến hết ngày")
    interim_on = _day("Sơ kết ngày")
    self_score_until = _day("Tự chấm điểm đến hết ngày")
    cross_check_from = _day("Kiểm tra chéo từ ngày")
    cross_check_until = _day("Kiểm tra chéo đến hết ngày")
    meeting_on = _day("Họp xét ngày")
    final_on = _day("Tổng kết ngày")
    placed = {
        "emulation_cycle_once_a_year": "year",
        "emulation_cycle_dates_in_order": "ends_on",
        "emulation_cycle_cross_check_in_order": "cross_check_until",
        "emulation_cycle_checked_after_self_score": "cross_check_until",
        "emulation_cycle_meeting_before_final": "final_on",
        "emulation_cycle_interim_before_final": "final_on",
    }

    class Meta:
        model = Cycle
        fields = [
            "cluster", "year", "name", "starts_on", "ends_on", "criteria_set", "officer_in_charge",
            *DATES,
        ]  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        if is_new or Cluster.objects.editable_by(user).contains(self.instance.cluster):
            self._offer(user)
            return
        for name in [name for name in self._meta.fields or () if name not in DATES]:
            del self.fields[name]

    def _offer(self, user: User) -> None:
        """What is in use today, and what the cycle has already."""
        own = self.instance
        cluster = field_of(self, "cluster", forms.ModelChoiceField)
        in_force = Cluster.objects.editable_by(user).overlapping(local_today(), None)
        cluster.queryset = in_force | Cluster.objects.filter(pk=own.cluster_id)
        if len(only := list(cluster.queryset[:2])) == 1:
            cluster.initial, cluster.empty_label = only[0].pk, None
        sets = CriteriaSet.objects.visible_to(user).issued().filter(retired_on__isnull=True)
        field_of(self, "criteria_set", forms.ModelChoiceField).queryset = (
            sets | CriteriaSet.objects.filter(pk=own.criteria_set_id)
        ).select_related("unit__parent")
        held = Appointment.objects.overlapping(local_today(), None).filter(
            unit__level=Unit.Level.ASSOCIATION
        )
        field_of(self, "officer_in_charge", forms.ModelChoiceField).queryset = (
            (held | Appointment.objects.filter(pk=own.officer_in_charge_id))
            .select_related("member", "position")
            .in_protocol_order()
        )
