"""What is answered to an act of care, and what is asked of the list of them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from desk.forms import past_day
from kit.forms import field_of
from kit.lists import ListFilters
from members.fields import TidyLineField, TreeChoice
from members.models import Subject, Unit, User, units_where

from ..models import ActivityState, WelfareKind
from .fields import PicturesField


class ReasonForm(forms.Form):
    reason = TidyLineField(
        label="Lý do", max_length=300, error_messages={"required": "Chưa ghi lý do."}
    )


class HandOverForm(forms.Form):
    """What was approved is given."""

    happened_on = past_day("Ngày trao")
    receiver = TidyLineField(
        label="Người nhận", max_length=120, error_messages={"required": "Chưa ghi ai nhận."}
    )
    receipt_no = TidyLineField(label="Số phiếu chi, giấy biên nhận", max_length=40, required=False)
    photographs = PicturesField(label="Ảnh", required=False)


class VisitFilters(ListFilters):
    """What is asked of the list of acts; the names are those of the address."""

    at_hand = ("q", "loai", "nam")

    q = TidyLineField(label="Người được chăm lo", required=False, max_length=100)
    loai = forms.ModelChoiceField(
        label="Loại", queryset=WelfareKind.objects.all(), required=False, empty_label="tất cả"
    )
    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    don_vi = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="tất cả"
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "tất cả"), *ActivityState.choices]
    )

    def __init__(self, user: User, years: Sequence[int], data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "nam", forms.TypedChoiceField).choices = [
            ("", "mọi năm"), *((str(year), str(year)) for year in years),
        ]  # fmt: skip
        units = units_where(user, Subject.WELFARE).in_tree_order()
        field_of(self, "don_vi", TreeChoice).queryset = units
        if len(units[:2]) == 1:
            del self.fields["don_vi"]
