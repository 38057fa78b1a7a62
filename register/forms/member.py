"""The member's sheet, in the order of the paper one; consents; papers."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.forms import PlacedErrors, SuggestedNumbers, past_day
from kit.dates import local_today, parse_day
from kit.files import AttachmentError, check_attachment, human_size
from kit.pictures import PictureError, open_picture
from kit.text import clean_line, fold
from members.fields import (
    DayField,
    NameField,
    PastDayField,
    PhoneField,
    TidyLineField,
    TidyTextField,
    UnitChoice,
)
from members.forms.naming import TitledNames
from members.models import (
    Consent,
    Member,
    MemberDocument,
    Membership,
    Rank,
    SensitiveDetails,
    Unit,
    User,
)
from members.models.authority import may_change_contact
from members.models.consents import OFFERED
from members.models.elsewhere import LEAST_AGE
from members.models.lists import REMINDERS
from members.models.naming import normal_code
from members.models.pictures import PictureFormField
from members.models.rights import Degree, Subject
from members.models.scope import units_where

from ..actions.members import suggested_code

_YEAR = re.compile(r"\d{4}", re.ASCII)
_DAY_ATTRS = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "ngày/tháng/năm"}
MAX_SCAN = 15 * 1024 * 1024
DayAndYear = tuple[int, dt.date | None]


class DayOrYearField(forms.Field):
    """A day of the past, or its year where the papers tell no more: 11/10/1954, 1954.

    `years_ago`: two figures of a year reach no further than so many years before this one.
    """

    widget = forms.TextInput(attrs=_DAY_ATTRS)

    def __init__(self, *, years_ago: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.years_ago = years_ago

    def to_python(self, value: Any) -> DayAndYear | None:
        text = clean_line(str(value or ""))
        if not text:
            return None
        today = local_today()
        if _YEAR.fullmatch(text):
            if not 1900 <= int(text) <= today.year:
                raise ValidationError(f"Năm {text} không hợp lệ: phải từ 1900 đến {today.year}.")
            return int(text), None
        try:
            day = parse_day(text, latest_year=today.year - self.years_ago)
        except ValueError as error:
            raise ValidationError(f"{error} Chỉ nhớ năm thì nhập bốn chữ số.") from error
        if day > today:
            raise ValidationError(f"Ngày {day:%d/%m/%Y} ở tương lai.")
        return day.year, day

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            year, day = value
            return f"{day:%d/%m/%Y}" if day else str(year or "")
        return value


def _plain_rank(text: str) -> str:
    """Đại uý, đại úy and dai uy are one; so are sỹ and sĩ."""
    return re.sub(r"\bsy\b", "si", fold(text))


_RANKS = {_plain_rank(rank.label): rank for rank in Rank}


class RankField(forms.Field):
    """A police rank as people write it; empty, "không" for none."""

    widget = forms.TextInput(attrs={"list": "cac-cap-bac", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text = _plain_rank(clean_line(str(value or "")))
        if text in ("", "khong", "khong co"):
            return None
        text = re.sub(r"\s+(cong an( nhan dan)?|cand)$", "", text)
        if text not in _RANKS:
            raise ValidationError(
                f"Không có cấp bậc “{str(value)[:40]}”. Ví dụ: Đại tá, Thượng úy, Trung sĩ."
            )
        return int(_RANKS[text])

    def prepare_value(self, value: Any) -> Any:
        return Rank(value).label if isinstance(value, int) else value


class MemberForm(TitledNames, forms.ModelForm):
    """The sheet in the order of the paper form. Only name, birth and (of a new card) branch must
    be filled."""

    birth = DayOrYearField(
        label="Ngày hoặc năm sinh",
        years_ago=LEAST_AGE,
        help_text="Ví dụ: 11/10/1954. Giấy tờ chỉ ghi năm thì nhập 1954.",
        error_messages={"required": "Chưa nhập năm sinh."},
    )
    enlisted = DayOrYearField(label="Ngày hoặc năm vào ngành", required=False)
    retired = DayOrYearField(
        label="Ngày hoặc năm nghỉ hưu, xuất ngũ hoặc thôi việc", required=False
    )
    rank = RankField(
        label="Cấp bậc hàm",
        required=False,
        help_text="Chọn trong gợi ý hoặc gõ, không cần dấu. Không có thì để trống.",
    )
    portrait = PictureFormField(
        label="Ảnh chân dung", required=False, help_text="Ảnh JPEG, PNG, WebP hoặc HEIC (iPhone)."
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = (
        "full_name", "birth", "gender", "native_place", "address", "phone", "phone_is_shared",
        "phone_owner", "enlisted", "retired", "rank", "last_post", "kind", "unit", "joined_on",
        "entered_by", "elsewhere_on", "elsewhere", "elsewhere_code", "elsewhere_letter", "code",
        "education", "notes", "portrait",
    )  # fmt: skip

    class Meta:
        model = Member
        fields = (
            "full_name", "gender", "native_place", "address", "phone", "phone_is_shared",
            "phone_owner", "rank", "last_post", "kind", "elsewhere_on", "elsewhere",
            "elsewhere_code", "elsewhere_letter", "code", "education", "notes",
        )  # fmt: skip
        field_classes = {
            "full_name": NameField, "native_place": TidyLineField, "address": TidyLineField,
            "phone": PhoneField, "phone_owner": TidyLineField, "last_post": TidyLineField,
            "code": TidyLineField, "education": TidyLineField, "notes": TidyTextField,
            "elsewhere_on": PastDayField, "elsewhere": TidyLineField, "elsewhere_code": TidyLineField,
            "elsewhere_letter": TidyLineField,
        }  # fmt: skip
        labels = {
            "phone_is_shared": "Số này dùng chung với người thân",
            "phone_owner": "Số của ai",
            "last_post": "Chức vụ, đơn vị cuối trong ngành",
            "elsewhere_on": "Đã vào Hội từ trước, ngày",
            "elsewhere": "Vào Hội từ trước ở đâu",
            "elsewhere_code": "Số thẻ ở nơi cũ",
            "elsewhere_letter": "Số giấy giới thiệu của nơi cũ",
        }
        help_texts = {
            "full_name": "Viết đủ dấu, như trên căn cước.",
            "phone": "Ví dụ: 0912 345 678; ở nước ngoài: +1 714 555 1234. Hai số thì cách nhau bằng dấu "
            "phẩy.",
            "notes": "Không ghi bệnh tật, hoàn cảnh riêng, dân tộc, tôn giáo và nội dung công tác "
            "nghiệp vụ.",
            "code": "Máy gợi ý số tiếp theo; sửa lại nếu thẻ đã cấp số khác.",
            "elsewhere_on": "Chỉ ghi khi đã là hội viên ở tỉnh, thành phố khác, hoặc trước khi có chi "
            "hội này. Thâm niên tính từ ngày này.",
            "elsewhere": "Ví dụ: Hội Cựu CAND tỉnh Long An; Hội Cựu CAND Quận 10.",
        }
        error_messages = {
            "full_name": {"required": "Chưa nhập họ và tên."},
            "code": {
                "required": "Chưa nhập số thẻ.",
                "unique": "Số thẻ này đã cấp cho hội viên khác.",
            },
        }
        widgets = {
            "notes": forms.Textarea(attrs={"rows": 3}),
            "elsewhere_on": forms.TextInput(attrs=_DAY_ATTRS),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        member = self.instance
        self.initial.update({
            "birth": (member.birth_year, member.birth_date) if member.birth_year else "",
            "enlisted": (member.enlisted_year, member.enlisted_on),
            "retired": (member.retired_year or (member.retired_on and member.retired_on.year), member.retired_on),
        })  # fmt: skip
        gender: Any = self.fields["gender"]
        gender.choices = [("", "chưa ghi"), *Member.Gender.choices]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")
        close_contact_to(user, self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("phone_is_shared"):
            cleaned["phone_owner"] = ""
        for name in ("birth", "enlisted", "retired"):
            year, day = cleaned.get(name) or (None, None)
            on = "birth_date" if name == "birth" else f"{name}_on"
            setattr(self.instance, on, day)
            if name != "birth" or year:
                setattr(self.instance, f"{name}_year", year)
        self._check_order(cleaned)
        return cleaned

    def _check_order(self, cleaned: dict[str, Any]) -> None:
        """Beside the box it is about, and in the words of the day typed."""
        years = {
            name: value[0]
            for name in ("birth", "enlisted", "retired")
            if (value := cleaned.get(name))
        }
        born, enlisted, retired = (years.get(name) for name in ("birth", "enlisted", "retired"))
        if born and enlisted and enlisted < born + 12:
            self.add_error("enlisted", f"Sinh năm {born} thì chưa thể vào ngành năm {enlisted}.")
        elif enlisted and retired and retired < enlisted:
            self.add_error("retired", f"Nghỉ hưu ({retired}) không thể trước khi vào ngành.")
        if born and retired and retired <= born:
            self.add_error("retired", f"Nghỉ hưu ({retired}) phải sau năm sinh ({born}).")

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints on the columns that `clean` fills hold although no box bears their name."""
        if {"birth", "enlisted", "retired"} & set(self.errors):
            return super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own
        filled = {
            "birth_year", "birth_date", "enlisted_year", "enlisted_on", "retired_year", "retired_on",
        }  # fmt: skip
        return super()._get_validation_exclusions() - filled  # type: ignore[misc]  # Django's own

    def _update_errors(self, errors: ValidationError) -> None:
        """What the model says of a column stands at the box that fills it."""
        boxes = {
            "birth_year": "birth", "birth_date": "birth", "enlisted_year": "enlisted",
            "enlisted_on": "enlisted", "retired_year": "retired", "retired_on": "retired",
        }  # fmt: skip
        if hasattr(errors, "error_dict"):
            by_field: dict[str, list[Any]] = {}
            for name, field_errors in errors.error_dict.items():
                if not (name == "elsewhere_on" and name in self.errors):  # not a day at all
                    by_field.setdefault(boxes.get(name, name), []).extend(field_errors)
            errors = ValidationError(by_field)
        super()._update_errors(errors)  # type: ignore[misc]  # Django's own


def close_contact_to(user: User, form: forms.ModelForm) -> None:
    """Greys out the telephone of a holder of more rights than the user's, and says why."""
    if form.instance.pk and not may_change_contact(user, form.instance):
        for name in ("phone", "phone_is_shared", "phone_owner"):
            form.fields[name].disabled = True
        form.fields[
            "phone"
        ].help_text = "Người này giữ chức vụ có nhiều quyền hơn đồng chí: chỉ cấp trên đổi được số."


class ContactForm(forms.ModelForm):
    """What changes most often on a card, by itself: telephone, address, note."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Member
        fields = ("phone", "phone_is_shared", "phone_owner", "address", "notes")
        field_classes = {
            "phone": PhoneField, "phone_owner": TidyLineField, "address": TidyLineField,
            "notes": TidyTextField,
        }  # fmt: skip
        labels = MemberForm.Meta.labels
        help_texts = MemberForm.Meta.help_texts
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")
        close_contact_to(user, self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("phone_is_shared"):
            cleaned["phone_owner"] = ""
        return cleaned


class NewMemberForm(SuggestedNumbers, MemberForm):
    """A new card: also to which branch, since when; and whether likely doubles were looked at."""

    suggests = ("code",)

    unit = UnitChoice(
        label="Chi hội",
        queryset=Unit.objects.none(),
        empty_label="Chọn chi hội",
        error_messages={
            "required": "Chưa chọn chi hội.",
            "invalid_choice": "Chi hội này không thuộc phạm vi của đồng chí.",
        },
    )
    joined_on = PastDayField(
        label="Ngày vào Hội",
        required=False,
        help_text="Để trống: hôm nay.",
        widget=forms.TextInput(attrs=_DAY_ATTRS),
    )
    entered_by = forms.ChoiceField(
        label="Vào chi hội bằng",
        required=False,
        choices=[
            (way.value, way.label)
            for way in (
                Membership.Entry.ADMITTED,
                Membership.Entry.FOUNDING,
                Membership.Entry.FROM_OUTSIDE,
            )
        ],
        help_text="Chuyển từ ngoài thành phố đến thì ghi cả ngày vào Hội và giấy giới thiệu của nơi cũ.",
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = (
            units_where(self.user, Subject.MEMBERS, Degree.WRITE)
            .branches()
            .on()
            .select_related("parent")
        )
        unit: Any = self.fields["unit"]
        unit.queryset = branches.in_tree_order()
        only = list(branches[:2])
        if len(only) == 1:
            unit.initial, unit.empty_label = only[0].pk, None

    def clean_code(self) -> str:
        """A suggested number that somebody else took meanwhile is replaced by the next one."""
        code = normal_code(self.cleaned_data["code"])
        if Member.objects.filter(code=code).exists():
            free = suggested_code()
            if self.is_as_suggested("code"):
                return free
            raise ValidationError(
                f"Số thẻ này đã cấp cho hội viên khác. Số tiếp theo còn trống là {free}."
            )
        return code

    def clean_joined_on(self) -> dt.date:
        day = self.cleaned_data["joined_on"] or local_today()
        if day > local_today():
            raise ValidationError("Ngày vào Hội ở tương lai.")
        unit = self.cleaned_data.get("unit")
        if unit and day < unit.valid_from:
            raise ValidationError(
                f"{unit} chỉ có từ ngày {unit.valid_from:%d/%m/%Y}. Đã là hội viên từ trước đó thì ghi "
                "ngày ấy ở ô “Đã vào Hội từ trước”, còn ô này ghi ngày vào chi hội."
            )
        checked: dt.date = day
        return checked

    def clean_entered_by(self) -> str:
        return self.cleaned_data["entered_by"] or Membership.Entry.ADMITTED

    def clean(self) -> dict[str, Any]:
        """Who comes from outside was a member there, and brings its letter."""
        cleaned = super().clean() or {}
        if cleaned.get("entered_by") == Membership.Entry.FROM_OUTSIDE:
            # What else is missing the card itself says: `JoinedElsewhere.check_elsewhere`.
            names = ("elsewhere_on", "elsewhere", "elsewhere_code", "elsewhere_letter")
            if not any(cleaned.get(name) or name in self.errors for name in names):
                message = "Hãy ghi ngày vào Hội, nơi vào Hội và số giấy giới thiệu của nơi cũ."
                self.add_error("elsewhere_on", message)
            elif not cleaned.get("elsewhere_letter"):
                self.add_error("elsewhere_letter", "Chưa ghi số giấy giới thiệu.")
        before, joined = cleaned.get("elsewhere_on"), cleaned.get("joined_on")
        if before and joined and before > joined:
            self.add_error("elsewhere_on", "Ngày này phải trước ngày vào chi hội.")
        return cleaned


class SensitiveForm(PlacedErrors):
    """Only the boxes that the member's consents open."""

    placed = {"members_sensitive_policy_has_kind": "policy"}

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    party_joined_on = past_day("Ngày vào Đảng", required=False)

    class Meta:
        model = SensitiveDetails
        fields = (
            "identity_no", "party_joined_on", "party_badge", "policy", "policy_note",
            "insurance_no", "hardship",
        )  # fmt: skip
        field_classes = {
            "identity_no": TidyLineField, "policy_note": TidyLineField, "insurance_no": TidyLineField,
            "hardship": TidyTextField,
        }  # fmt: skip

    def __init__(self, *args: Any, given: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose, names in SensitiveDetails.OPENED_BY.items():
            if purpose not in given:
                for name in names:
                    del self.fields[name]
        for name in {"policy", "party_badge"} & set(self.fields):
            choice: Any = self.fields[name]
            choice.choices = [("", "chưa ghi"), *list(choice.choices)[1:]]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")


class ConsentForm(forms.Form):
    """What the member said yes to, all of one paper or one talk at once."""

    purpose = forms.MultipleChoiceField(
        label="Đồng ý cho ghi",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn mục đồng ý nào."},
    )
    channel = forms.ChoiceField(
        label="Đồng ý bằng",
        help_text="Lời nói, cuộc gọi không ghi âm thì không chứng minh được nên không nhận.",
        error_messages={"required": "Chưa chọn cách đồng ý."},
    )
    evidence = TidyLineField(
        label="Bằng chứng giữ ở đâu",
        max_length=200,
        required=False,
        help_text="Ví dụ: tủ hồ sơ của chi hội; tệp ghi âm ngày 5/3 trong máy của Hội. Bản giấy thì "
        "để trống cũng được.",
    )
    given_on = PastDayField(
        label="Ngày đồng ý",
        widget=forms.TextInput(attrs=_DAY_ATTRS),
        error_messages={"required": "Chưa nhập ngày đồng ý."},
    )

    def __init__(self, *args: Any, given: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(given)
        channel: Any = self.fields["channel"]
        channel.choices = [("", "Chọn cách đồng ý"), *OFFERED]
        self.initial.setdefault("given_on", f"{local_today():%d/%m/%Y}")

    def offer(self, given: set[str]) -> None:
        """Asks for what is not yet said yes to."""
        purpose: Any = self.fields["purpose"]
        purpose.choices = [c for c in Consent.Purpose.choices if c[0] not in given]


class ScanField(forms.FileField):
    """A PDF, JPEG or PNG, known by its content. A picture is encoded anew, rid of place and camera.

    The cleaned file carries `kind` ("pdf", "jpg") and `data`.
    """

    widget = forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"})

    def to_python(self, value: Any) -> Any:
        file: Any = super().to_python(value)
        if file is None:
            return None
        if file.size > MAX_SCAN:
            raise ValidationError(f"Tệp nặng quá {human_size(MAX_SCAN)}.")
        head = file.read(8)
        file.seek(0)
        if head.startswith(b"%PDF-"):
            try:
                check_attachment(_named_pdf(file.name), file, MAX_SCAN)
            except AttachmentError as error:
                raise ValidationError(str(error)) from error
            file.kind, file.data = "pdf", file.read()
            return file
        if head.startswith((b"\xff\xd8", b"\x89PNG")):
            try:
                picture = open_picture(file, max_bytes=MAX_SCAN)
            except PictureError as error:
                raise ValidationError(str(error)) from error
            file.kind, file.data = "jpg", picture.encode(2400, "jpg")
            return file
        raise ValidationError("Chỉ nhận bản chụp PDF, JPEG hoặc PNG.")


def _named_pdf(name: str) -> str:
    return name if name.lower().endswith(".pdf") else f"{name}.pdf"


class DocumentForm(PlacedErrors):
    placed = {"members_document_dates_in_order": "expires_on"}

    file = ScanField(label="Bản chụp", error_messages={"required": "Chưa chọn tệp."})
    issued_on = past_day("Ngày cấp", required=False)
    expires_on = DayField(
        label="Hết hạn ngày", required=False, widget=forms.TextInput(attrs=_DAY_ATTRS)
    )

    class Meta:
        model = MemberDocument
        fields = ("file", "kind", "title", "number", "issued_on", "expires_on", "readers")
        field_classes = {"title": TidyLineField, "number": TidyLineField}
        help_texts = {"title": "Để trống: lấy tên loại giấy tờ."}
        widgets = {"readers": forms.RadioSelect}  # a list cuts the words short on a phone
        error_messages = {"kind": {"required": "Chưa chọn loại giấy tờ."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", "Chọn loại"), *MemberDocument.Kind.choices]


class SaveFilterForm(forms.Form):
    name = TidyLineField(
        label="Tên bộ lọc",
        max_length=80,
        help_text="Ví dụ: Từ 80 tuổi, thiếu điện thoại.",
        error_messages={"required": "Chưa đặt tên cho bộ lọc."},
    )
    is_shared = forms.BooleanField(label="Cho cả đơn vị cùng dùng", required=False)
    is_reminder = forms.BooleanField(
        label="Nhắc tôi số người ở Việc cần làm",
        required=False,
        help_text=f"Nhiều nhất {REMINDERS} bộ lọc.",
    )
