"""Forms of clusters: what they are, who is in them, who leads."""

from typing import Any

from django import forms

from desk.editing import VersionedForm
from desk.forms import PlacedErrors, any_day, line
from kit.dates import local_today
from kit.forms import field_of
from members.fields import CountField, TidyLineField, TidyTextField, UnitChoice
from members.models import Unit

from ..models import Cluster, ClusterHead, ClusterMembership


class ClusterForm(PlacedErrors, VersionedForm):
    name = line("Tên cụm", 100, missing="Chưa ghi tên cụm.", help_text="Ví dụ: Cụm thi đua II.")
    decision_no = TidyLineField(label="Số quyết định thành lập", required=False, max_length=60)
    valid_from = any_day("Thành lập từ ngày", is_far=True)
    valid_to = any_day(
        "Không còn từ ngày", is_far=True, required=False, help_text="Để trống nếu cụm vẫn còn."
    )
    order = CountField(
        label="Thứ tự trong danh sách", required=False, min_value=0, max_value=999, initial=0
    )
    introduction = TidyTextField(
        label="Giới thiệu", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Hiện trên trang công khai của cụm.",
    )  # fmt: skip
    placed = {"emulation_cluster_dates_in_order": "valid_to"}

    class Meta:
        model = Cluster
        fields = ["name", "decision_no", "valid_from", "valid_to", "order", "introduction"]

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0


class _UnitsChoice(forms.ModelMultipleChoiceField, UnitChoice):
    """Several units, each told apart from its namesakes."""


class UnitsInForm(forms.Form):
    """Which units come into a cluster, and from which day."""

    since = any_day("Vào cụm từ ngày")
    units = _UnitsChoice(
        label="Các đơn vị", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn đơn vị nào."},
        help_text="Chỉ có các đơn vị hiện chưa thuộc cụm nào.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        taken = ClusterMembership.objects.filter(valid_to__isnull=True).values("unit")
        free = Unit.objects.on().exclude(level=Unit.Level.ASSOCIATION).exclude(pk__in=taken)
        field_of(self, "units", forms.ModelMultipleChoiceField).queryset = free.select_related(
            "parent"
        ).in_tree_order()

    def clean_units(self) -> list[Unit]:
        return list(self.cleaned_data["units"])


class UnitOutForm(forms.Form):
    day = any_day("Không còn trong cụm từ ngày")


class LeadersForm(forms.Form):
    """Who leads the cluster from a day on."""

    since = any_day("Từ ngày")
    head = UnitChoice(
        label="Cụm trưởng", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        error_messages={"required": "Chưa chọn cụm trưởng."},
    )  # fmt: skip
    deputies = _UnitsChoice(
        label="Cụm phó", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple,
        required=False, help_text="Không chọn: cụm không có cụm phó.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, cluster: Cluster) -> None:
        super().__init__(data, initial={"since": f"{local_today():%d/%m/%Y}"})
        rows = cluster.memberships.overlapping(local_today(), None).order_by().values("unit")
        units = Unit.objects.filter(pk__in=rows).select_related("parent").in_tree_order()
        field_of(self, "head", forms.ModelChoiceField).queryset = units
        field_of(self, "deputies", forms.ModelMultipleChoiceField).queryset = units
        leaders = list(cluster.heads.on())
        self.initial["deputies"] = [
            row.unit_id for row in leaders if row.role == ClusterHead.Role.DEPUTY
        ]
        self.initial["head"] = next(
            (row.unit_id for row in leaders if row.role == ClusterHead.Role.HEAD), None
        )

    def clean_deputies(self) -> list[Unit]:
        return list(self.cleaned_data["deputies"])
