"""Forms of an exemplar: what the unit writes, its steps, figures, pictures, links, followers."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import Resolver404, resolve

from desk.forms import GuardedForm, PlacedErrors, StepForm, TokenForm, past_day
from events.models import Event
from kit.dates import local_today
from kit.forms import field_of
from kit.lists import ListFilters
from kit.workflow import form_for
from members.fields import (
    CommaField,
    CountField,
    NameField,
    PersonField,
    TidyLineField,
    TidyTextField,
    TreeChoice,
    UnitChoice,
)
from members.models import Degree, Member, Subject, Unit, User, units_where
from members.models.pictures import PictureFormField
from news.models import Post

from ..models import (
    About,
    Adoption,
    Exemplar,
    ExemplarFigure,
    ExemplarKind,
    ExemplarPhoto,
    ExemplarState,
    ExemplarStep,
)
from ..models.exemplars import ExemplarQuerySet

FIRST_YEAR = 1945


class _WrittenForm(GuardedForm):
    """What the unit writes of it."""

    placed = {"exemplars_begun_in_a_year": "begun_year"}

    kind = forms.ModelChoiceField(
        label="Loại", queryset=ExemplarKind.objects.none(), empty_label="Chọn loại",
        error_messages={"required": "Chưa chọn loại."},
    )  # fmt: skip
    title = TidyLineField(
        label="Tên điển hình, mô hình", max_length=160,
        help_text="Ví dụ: Tổ tự quản hẻm 41 không trộm cắp.",
        error_messages={"required": "Chưa ghi tên."},
    )  # fmt: skip
    person = PersonField(
        label="Hội viên", required=False, queryset=Member.objects.none(),
        help_text="Chỉ ghi khi nêu gương một người. Gõ một phần họ tên, không cần dấu, hoặc số thẻ.",
    )  # fmt: skip
    leader = NameField(
        label="Người phụ trách", max_length=100, required=False,
        help_text="Tổ trưởng, người đứng ra làm.",
    )  # fmt: skip
    begun_year = CountField(
        label="Bắt đầu từ năm", min_value=FIRST_YEAR, max_value=2999,
        error_messages={"required": "Chưa ghi năm bắt đầu."},
    )  # fmt: skip
    lead = TidyLineField(
        label="Tóm tắt", max_length=300, help_text="Một, hai câu: làm gì, được gì.",
        error_messages={"required": "Chưa ghi tóm tắt."},
    )  # fmt: skip
    story = TidyTextField(
        label="Câu chuyện", required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Vì sao làm, làm thế nào, ai cùng làm, kết quả, điều rút ra. Chưa viết xong thì lưu "
        "rồi viết tiếp.",
    )  # fmt: skip

    class Meta:
        model = Exemplar
        fields = ["kind", "title", "leader", "begun_year", "lead", "story"]

    field_order = (
        "unit",
        "kind",
        "title",
        "person",
        "leader",
        "begun_year",
        "lead",
        "story",
        "token",
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ExemplarKind.objects.offered()
        if self.instance.kind_id:
            kinds |= ExemplarKind.objects.filter(pk=self.instance.kind_id)
        field_of(self, "kind", forms.ModelChoiceField).queryset = kinds
        field_of(self, "person", PersonField).queryset = Member.objects.of_units(
            units, local_today()
        )
        member = self.instance.member
        if member is not None:
            self.initial["person"] = f"{member.full_name} ({member.code})"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kind, person = data.get("kind"), data.get("person")
        is_person = kind is not None and kind.about == About.PERSON
        if is_person and person is None and "person" not in self.errors:
            self.add_error("person", "Loại này nêu gương một người: ghi họ tên hoặc số thẻ.")
        self.instance.member = person if is_person else None
        return data

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own
        return excluded | {"member"}


class ExemplarForm(TokenForm, _WrittenForm):
    """A new one, and whose it is."""

    unit = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        error_messages={"required": "Chưa chọn đơn vị."},
    )  # fmt: skip

    class Meta(_WrittenForm.Meta):
        fields = ["unit", *_WrittenForm.Meta.fields]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        units = units_where(user, Subject.EMULATION, Degree.WRITE)
        super().__init__(*args, units=units, **kwargs)
        offered = units.on().in_tree_order()
        field = field_of(self, "unit", TreeChoice)
        field.queryset = offered
        if len(offered[:2]) == 1:
            field.initial, field.empty_label = offered[0].pk, None


class ExemplarEditForm(_WrittenForm):
    """One that is being written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, units=Unit.objects.within(kwargs["instance"].unit), **kwargs)


# --- Steps --------------------------------------------------------------------------------------


@form_for(ExemplarStep.RECOGNISE)
class RecogniseForm(StepForm):
    """The day and number of what recognises it."""

    recognised_on = past_day("Ngày công nhận")
    decision_no = TidyLineField(
        label="Số quyết định", max_length=60, required=False, help_text="Chưa có thì để trống."
    )

    def suggested(self) -> dict[str, Any]:
        return {"recognised_on": local_today()}

    @property
    def intro(self) -> str:
        if self.record.lacks_consent:
            return (
                "Đồng chí này chưa đồng ý cho đăng hình ảnh và câu chuyện: công nhận được, nhưng trang "
                "công khai chưa có bài cho đến khi ghi sự đồng ý vào hồ sơ."
            )
        return ""


@form_for(ExemplarStep.RETURN, ExemplarStep.CANCEL, ExemplarStep.TAKE_BACK)
class ReasonForm(StepForm):
    note = TidyLineField(
        label="Lý do", max_length=500, error_messages={"required": "Chưa ghi lý do."}
    )


@form_for(ExemplarStep.END)
class EndForm(ReasonForm):
    ended_on = past_day("Từ ngày")

    def suggested(self) -> dict[str, Any]:
        return {"ended_on": local_today()}


# --- Parts --------------------------------------------------------------------------------------


class FigureForm(GuardedForm):
    """A number, as of a day."""

    placed = {"exemplars_figure_once_a_day": "as_of", "exemplars_figure_not_below_zero": "value"}

    label = TidyLineField(
        label="Số liệu", max_length=120, help_text="Ví dụ: số hộ tham gia.",
        error_messages={"required": "Chưa ghi là số gì."},
    )  # fmt: skip
    value = CommaField(
        label="Bao nhiêu", max_digits=14, decimal_places=2, min_value=0,
        error_messages={"required": "Chưa ghi bao nhiêu.", "min_value": "Số liệu không thể âm."},
    )  # fmt: skip
    measure = TidyLineField(
        label="Đơn vị tính", max_length=40, required=False, help_text="Ví dụ: hộ, vụ, triệu đồng."
    )
    as_of = past_day("Tính đến ngày")

    class Meta:
        model = ExemplarFigure
        fields = ["label", "value", "measure", "as_of"]


class PhotoForm(forms.Form):
    """A photograph with the words to it."""

    picture = PictureFormField(
        label="Ảnh", widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "Chưa chọn ảnh."},
    )  # fmt: skip
    alt = TidyLineField(
        label="Mô tả ảnh", max_length=200, help_text="Trong ảnh có ai, đang làm gì.",
        error_messages={"required": "Chưa mô tả ảnh cho người không nhìn thấy."},
    )  # fmt: skip
    caption = TidyLineField(label="Chú thích", max_length=300, required=False)
    people_agreed = forms.BooleanField(
        label="Những người trong ảnh đồng ý cho đăng",
        error_messages={"required": "Cần người trong ảnh đồng ý (Luật 91/2025/QH15)."},
    )

    def photo(self, exemplar: Exemplar) -> ExemplarPhoto:
        """The row to be added."""
        data = self.cleaned_data
        return ExemplarPhoto(
            exemplar=exemplar, alt=data["alt"], caption=data["caption"],
            people_agreed=data["people_agreed"],
        )  # fmt: skip


_NO_PLACE = "Không thấy bài viết hoặc sự kiện nào ở địa chỉ này."


class LinkForm(forms.Form):
    """A post or an event, by the address of its page."""

    address = TidyLineField(
        label="Địa chỉ bài viết hoặc sự kiện", max_length=400,
        help_text="Mở bài trên trang tin, chép địa chỉ ở thanh trên cùng rồi dán vào đây.",
        error_messages={"required": "Chưa dán địa chỉ."},
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_address(self) -> Post | Event:
        """What stands at the address, among what the user may read."""
        path = urlsplit(self.cleaned_data["address"]).path
        try:
            match = resolve(re.sub(r"/{2,}", "/", f"/{path}"))
        except Resolver404 as error:
            raise ValidationError(_NO_PLACE) from error
        record: Post | Event | None = None
        if match.view_name == "news:detail":
            at = match.kwargs
            rows = Post.objects.addressed_to(self.user).in_month(at["year"], at["month"])
            record = rows.filter(slug=at["slug"]).first()
        elif match.view_name == "events:detail":
            record = Event.objects.addressed_to(self.user).filter(pk=match.kwargs["pk"]).first()
        if record is None:
            raise ValidationError(_NO_PLACE)
        return record


class AdoptionForm(PlacedErrors):
    """A unit of the user's that does likewise."""

    placed = {"exemplars_adoption_once": "unit"}

    unit = TreeChoice(
        label="Đơn vị làm theo", queryset=Unit.objects.none(), empty_label="Chọn đơn vị",
        error_messages={"required": "Chưa chọn đơn vị."},
    )  # fmt: skip
    since = past_day("Từ ngày")
    note = TidyLineField(
        label="Cách làm ở đơn vị", max_length=300, required=False,
        help_text="Làm giống, làm khác điều gì.",
    )  # fmt: skip

    class Meta:
        model = Adoption
        fields = ["unit", "since", "note"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(user, Subject.EMULATION, Degree.WRITE).on().in_tree_order()
        field = field_of(self, "unit", TreeChoice)
        field.queryset = units.exclude(pk=self.instance.exemplar.unit_id)
        if len(field.queryset[:2]) == 1:
            field.initial, field.empty_label = field.queryset[0].pk, None


class AdoptionEndForm(forms.Form):
    ended_on = past_day("Thôi làm từ ngày")


# --- The list -----------------------------------------------------------------------------------


class ExemplarFilters(ListFilters):
    """What is asked of the list; the names are those of the address."""

    at_hand = ("q", "loai", "tinh_trang")

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    loai = forms.ModelChoiceField(
        label="Loại", queryset=ExemplarKind.objects.none(), required=False, empty_label="tất cả"
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "tất cả"), *ExemplarState.choices]
    )
    don_vi = TreeChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="tất cả"
    )
    nam = forms.TypedChoiceField(
        label="Công nhận năm", required=False, coerce=int, empty_value=None
    )

    def __init__(self, user: User, years: Sequence[int], data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "loai", forms.ModelChoiceField).queryset = ExemplarKind.objects.all()
        field_of(self, "nam", forms.TypedChoiceField).choices = [
            ("", "mọi năm"), *((str(year), str(year)) for year in years),
        ]  # fmt: skip
        units = units_where(user, Subject.EMULATION).in_tree_order()
        field_of(self, "don_vi", TreeChoice).queryset = units
        if len(units[:2]) == 1:
            del self.fields["don_vi"]


class PublicFilters(ListFilters):
    """What a visitor may ask of the list beside the kind, which stands in tabs."""

    at_hand = ("nam", "donvi")

    nam = forms.TypedChoiceField(
        label="Công nhận năm", required=False, coerce=int, empty_value=None
    )
    donvi = UnitChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, to_field_name="slug",
        empty_label="mọi đơn vị",
    )  # fmt: skip

    def __init__(self, published: ExemplarQuerySet, data: Any) -> None:
        super().__init__(data, auto_id="loc_%s")
        years = published.dates("recognised_on", "year", order="DESC")
        field_of(self, "nam", forms.TypedChoiceField).choices = [
            ("", "mọi năm"), *((str(day.year), str(day.year)) for day in years),
        ]  # fmt: skip
        # Those with something to show, and those above them.
        own = Unit.objects.filter(pk__in=published.order_by().values("unit"))
        above = own.order_by().values("parent")
        units = Unit.objects.filter(Q(pk__in=own.order_by().values("pk")) | Q(pk__in=above))
        field_of(self, "donvi", UnitChoice).queryset = units.in_tree_order()

    def applied_to(self, rows: ExemplarQuerySet) -> ExemplarQuerySet:
        """The rows that match; what is not understood asks nothing."""
        values = self.filter_values()
        if year := values.get("nam"):
            rows = rows.filter(recognised_on__year=year)
        if unit := values.get("donvi"):
            rows = rows.filter(unit__in=Unit.objects.within(unit).order_by().values("pk"))
        return rows
