"""Forms of awards: one decision for one or many people, a correction, a revocation."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator

from desk.forms import RenewedForm, TokenForm, past_day
from desk.versions import version_of
from kit.forms import answer_for, field_of
from kit.lists import ListFilters
from kit.text import upper_first
from members.fields import CountField, PeopleField, TidyLineField, UnitChoice
from members.models import AwardKind, Member, MemberAward, Subject, Unit, User, units_where

from ..actions.awards import given_before
from .member import DayOrYearField, ScanField

NOBODY = "Chưa ghi ai được khen thưởng."


class _ByGroup(ModelChoiceIterator):
    """Titles apart from forms of reward."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        kinds = sorted(self.queryset, key=lambda kind: kind.group != AwardKind.Group.TITLE)
        for group, some in groupby(kinds, key=lambda kind: kind.get_group_display()):
            yield (upper_first(group), [self.choice(kind) for kind in some])


class AwardKindField(forms.ModelChoiceField):
    iterator = _ByGroup


class _AwardForm(forms.ModelForm):
    """The facts of an award: only its kind and day or year must be filled."""

    awarded = DayOrYearField(
        label="Ngày hoặc năm khen thưởng",
        help_text="Ví dụ: 11/10/2026. Chỉ nhớ năm thì nhập 2026.",
        error_messages={"required": "Chưa nhập ngày hoặc năm khen thưởng."},
    )
    file = ScanField(
        label="Bản chụp quyết định, giấy chứng nhận",
        required=False,
        help_text="Tệp PDF hoặc ảnh chụp; không bắt buộc.",
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MemberAward
        fields = ["kind", "medal_class", "title", "authority", "decision_no"]
        field_classes = {
            "kind": AwardKindField,
            "title": TidyLineField,
            "authority": TidyLineField,
            "decision_no": TidyLineField,
        }
        labels = {"title": "Thành tích, nội dung khen"}
        help_texts = {
            "title": "Ví dụ: thành tích trong phong trào toàn dân bảo vệ an ninh Tổ quốc.",
            "authority": "Để trống: lấy cấp ghi sẵn của loại này.",
            "decision_no": "Ví dụ: 15/QĐ-HCCAND.",
        }
        error_messages = {"kind": {"required": "Chưa chọn danh hiệu hoặc hình thức khen thưởng."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.empty_label = "Chọn danh hiệu, hình thức"
        medal: Any = self.fields["medal_class"]
        medal.choices = [("", "không có hạng"), *MemberAward.Medal.choices]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "awarded" in cleaned:
            self.instance.year, self.instance.awarded_on = cleaned["awarded"]
            kind = cleaned.get("kind")
            if kind is not None and not self._existed(kind):
                self.add_error(
                    "kind", f"Loại này chỉ có từ ngày {kind.valid_from:%d/%m/%Y}"
                    + (f" đến trước {kind.valid_to:%d/%m/%Y}." if kind.valid_to else "."),
                )  # fmt: skip
        if not self.errors:
            self._ask_about_doubles(cleaned)
        return cleaned

    def _existed(self, kind: AwardKind) -> bool:
        """Whether the kind was given on that day, or at some time of that year."""
        year, day = self.cleaned_data["awarded"]
        if day:
            return kind.is_on(day)
        ended = kind.valid_to is not None and kind.valid_to.year < year
        return kind.valid_from.year <= year and not ended

    def whom(self) -> list[Member]:
        raise NotImplementedError

    def _ask_about_doubles(self, cleaned: dict[str, Any]) -> None:
        """Says who has that kind of that year already; the next press of the button is a decision
        about exactly these people."""
        but = self.instance if self.instance.pk else None
        doubles = given_before(
            members=self.whom(),
            kind=cleaned["kind"],
            year=self.instance.year,
            token=cleaned.get("token", ""),
            but=but,
        )
        seen = "-".join(str(row.pk) for row in doubles)
        if not doubles or cleaned.get("looked_at") == seen:
            return
        answer_for(self, "looked_at", seen)
        holders = "; ".join(
            row.member.full_name + (f" ({row.title})" if row.title else "") for row in doubles
        )
        raise ValidationError(
            f"Đã có {doubles[0].kind} năm {self.instance.year}: {holders}. Một thành tích không được "
            "khen thưởng nhiều lần. Nếu đây là thành tích khác, hãy bấm lưu lần nữa"
            + (" (trình duyệt không giữ tệp: xin chọn lại bản chụp)." if cleaned["file"] else "."),
            code="given_before",
        )

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints on the columns that `clean` fills hold although no box bears their name."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own
        return excluded if "awarded" in self.errors else excluded - {"year", "awarded_on"}

    def _update_errors(self, errors: ValidationError) -> None:
        """What the model says of a column stands at the box that fills it."""
        boxes = {"year": "awarded", "awarded_on": "awarded", "revoked_on": "awarded"}
        if hasattr(errors, "error_dict"):
            by_field: dict[str, list[Any]] = {}
            for name, field_errors in errors.error_dict.items():
                by_field.setdefault(boxes.get(name, name), []).extend(field_errors)
            errors = ValidationError(by_field)
        super()._update_errors(errors)  # type: ignore[misc]  # Django's own


class AwardForm(TokenForm, _AwardForm):
    """One decision, for whoever is ticked in the list and whoever is named, one a line."""

    chosen = forms.MultipleChoiceField(
        label="Chọn trong danh sách đang lọc",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Có người không còn trong danh sách; hãy chọn lại."},
    )
    people = PeopleField(
        label="Đồng chí được khen thưởng",
        required=False,
        rows=3,
        help_text="Mỗi dòng một người: một phần họ tên, không cần dấu, hoặc số thẻ.",
        error_messages={"required": NOBODY},
    )

    field_order = ("chosen", "people", "kind", "medal_class", "awarded", "title", "authority", "decision_no",
                   "file", "looked_at", "token")  # fmt: skip

    def __init__(self, *args: Any, user: User, listed: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who left or has died may have been awarded before.
        field_of(self, "people", PeopleField).queryset = Member.objects.editable_by(user)
        self.listed = {str(member.pk): member for member in listed}
        if listed:
            field_of(self, "chosen", forms.MultipleChoiceField).choices = [
                (key, f"{member}, {member.birth_year}, {member.code}")
                for key, member in self.listed.items()
            ]
            self.fields["people"].label = "Người khác, ngoài danh sách trên"
        else:
            del self.fields["chosen"]
            self.fields["people"].required = True

    def whom(self) -> list[Member]:
        """Each person once, however often named."""
        ticked = [self.listed[key] for key in self.cleaned_data.get("chosen", [])]
        named = self.cleaned_data.get("people") or []
        return list({member.pk: member for member in [*ticked, *named]}.values())

    def clean(self) -> dict[str, Any]:
        if not {"people", "chosen"} & set(self.errors) and not self.whom():
            self.add_error("people", NOBODY)
        return super().clean()


class AwardEditForm(RenewedForm, _AwardForm):
    """A correction; whoever comes second is told."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("kind", "medal_class", "awarded", "title", "authority", "decision_no", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["awarded"] = self.instance.day_or_year
        self.initial["version"] = version_of(self.instance)
        self.fields["file"].help_text = "Chọn tệp khi chưa có, hoặc khi có bản rõ hơn."

    def whom(self) -> list[Member]:
        return [self.instance.member]


class RevokeForm(forms.Form):
    """When an award was taken back, and why."""

    day = past_day("Ngày thu hồi")
    reason = TidyLineField(
        label="Lý do thu hồi",
        max_length=300,
        help_text="Ví dụ: kê khai không đúng thành tích, theo quyết định số …",
        error_messages={"required": "Chưa ghi lý do thu hồi."},
    )


class AwardFilters(ListFilters):
    at_hand = ("tim", "don_vi", "hinh_thuc")
    tim = forms.CharField(label="Họ tên hoặc số thẻ", required=False, max_length=80)
    don_vi = UnitChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="Mọi đơn vị"
    )
    hinh_thuc = AwardKindField(
        label="Danh hiệu, hình thức",
        queryset=AwardKind.objects.all(),
        required=False,
        empty_label="Tất cả",
    )
    nam = CountField(
        label="Năm", required=False, min_value=1900, max_value=2200,
        error_messages={"invalid": "Hãy nhập một năm, ví dụ 2026."},
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.manages_one_branch:
            del self.fields["don_vi"]
        else:
            units = units_where(user, Subject.MEMBERS).select_related("parent").in_tree_order()
            field_of(self, "don_vi", forms.ModelChoiceField).queryset = units
