"""Filters of the list of members, parsed from the address.

Lists, exports, letters and tasks all use a `MemberFilter`: it narrows a queryset, has a summary in
words, and can be written back into an address.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import QueryDict
from django.utils.functional import cached_property

from kit.dates import local_today
from kit.forms import choices_of, field_of
from kit.lists import ListFilters, directed
from kit.numbers import vn_number
from kit.text import clean_line
from members.fields import CountField, DayField, TreeChoice
from members.models import (
    Appointment,
    AwardKind,
    Consent,
    Member,
    MemberAward,
    Membership,
    Policy,
    Position,
    Rank,
    Subject,
    Transfer,
    Unit,
    User,
    units_where,
)
from members.models.people import MemberQuerySet

FIRST_JUBILEE = 70
STATUSES = [
    ("", "đang sinh hoạt"),
    ("dang-chuyen", "chờ chuyển sinh hoạt đi"),
    ("da-roi", "đã rời (mọi lý do)"),
    *((f"roi-{value}", f"đã rời: {label}") for value, label in Membership.Exit.choices),
    ("chua-vao", "chưa có chi hội"),
    ("tat-ca", "tất cả"),
]
MISSING = {
    "ngay-sinh": ("thiếu ngày sinh", Q(birth_date__isnull=True)),
    "dien-thoai": ("thiếu điện thoại", Q(phone="")),
    "noi-o": ("thiếu nơi ở", Q(address="")),
    "anh": ("thiếu ảnh", Q(portrait__isnull=True)),
    "cap-bac": ("thiếu cấp bậc hàm", Q(rank__isnull=True)),
    "gioi-tinh": ("thiếu giới tính", Q(gender="")),
    "dong-y": (
        "sự đồng ý chưa có bằng chứng",
        Q(Exists(Consent.objects.unproven().filter(member=OuterRef("pk")))),
    ),
    "nghi-huu": (
        "thiếu ngày nghỉ hưu, xuất ngũ hoặc thôi việc",
        Q(retired_on__isnull=True, retired_year__isnull=True),
    ),
}
MONTHS = [("", "bất kỳ"), *((str(month), f"tháng {month}") for month in range(1, 13))]
# By which columns the list is sorted (the keys of `columns.COLUMNS`), in words and for the database.
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "ten": ("tên", ("sort_key",)),
    "tuoi": ("tuổi, từ cao xuống thấp", ("birth_year", "birth_date")),
    "sinh": ("ngày sinh", ("birth_year", "birth_date")),
    "cap-bac": ("cấp bậc hàm", (F("rank"),)),
    "the": ("số thẻ", ("code",)),
    "gioi": ("giới tính", ("gender",)),
    "dien-thoai": ("điện thoại", ("phone",)),
    "noi-o": ("nơi ở", ("address",)),
    "que": ("quê quán", ("native_place",)),
    "cuoi": ("chức vụ, đơn vị cuối", ("last_post",)),
    "nghi-huu": ("ngày nghỉ hưu, thôi việc", (F("retired_on"), F("retired_year"))),
    "loai": ("loại hội viên", ("kind",)),
}
ORDERS = {"": SORTS["ten"][0]}
ORDERS |= {key: label for key, (label, _) in SORTS.items() if key != "ten"}
ORDERS |= {f"-{key}": f"{label}, ngược lại" for key, (label, _) in SORTS.items()}
ORDERS["-tuoi"] = "tuổi, từ thấp lên cao"
# Filters whose answer is a column: whoever asks who turns 80 wants to read it.
SHOWN_BY = {
    "chuc_tho": "tuoi",
    "tuoi_tu": "tuoi",
    "tuoi_den": "tuoi",
    "sinh_thang": "sinh",
    "cap_bac": "cap-bac",
    "chuc_vu": "chuc-vu",
    "vao_tu": "vao-hoi",
    "vao_den": "vao-hoi",
    "khen_thuong": "khen",
    "khen_nam": "khen",
}
_QUIET: dict[str, Any] = {"required": False}


def jubilee_years(year: int) -> list[int]:
    """Birth years of whoever reaches 70, 75, 80 … in that year."""
    return [year - age for age in range(FIRST_JUBILEE, 131, 5)]


def _award_choices() -> list[tuple[str, str]]:
    kinds = AwardKind.objects.values_list("code", "name")
    return [
        ("", "bất kỳ"),
        ("co", "đã được khen thưởng"),
        ("chua", "chưa được khen thưởng"),
        *((f"loai-{code}", name) for code, name in kinds),
    ]


class FilterForm(ListFilters):
    """One field per filter; the names are the parameters of the address."""

    at_hand = ("q", "don_vi", "tinh_trang")

    q = forms.CharField(label="Tên, số thẻ hoặc điện thoại", max_length=100, **_QUIET)
    don_vi = TreeChoice(label="Đơn vị", queryset=Unit.objects.none(), **_QUIET)
    tinh_trang = forms.ChoiceField(label="Tình trạng", choices=STATUSES, **_QUIET)
    tuoi_tu = CountField(label="Tuổi từ", min_value=16, max_value=130, **_QUIET)
    tuoi_den = CountField(label="Tuổi đến", min_value=16, max_value=130, **_QUIET)
    chuc_tho = forms.BooleanField(label="Tròn 70, 75, 80 … trong năm", **_QUIET)
    sinh_thang = forms.ChoiceField(label="Sinh nhật trong", choices=MONTHS, **_QUIET)
    cap_bac = forms.TypedChoiceField(
        label="Cấp bậc hàm", choices=[("", "bất kỳ"), *Rank.choices], coerce=int, empty_value=None,
        **_QUIET,
    )  # fmt: skip
    chuc_vu = forms.ModelChoiceField(
        label="Giữ chức vụ", queryset=Position.objects.none(), empty_label="bất kỳ", **_QUIET
    )
    vao_tu = DayField(label="Vào Hội từ ngày", **_QUIET)
    vao_den = DayField(label="Vào Hội đến ngày", **_QUIET)
    chinh_sach = forms.ChoiceField(
        label="Diện chính sách",
        choices=[("", "bất kỳ"), ("co", "có diện chính sách"), *Policy.choices],
        **_QUIET,
    )
    khen_thuong = forms.ChoiceField(label="Khen thưởng", **_QUIET)
    khen_nam = CountField(label="Khen thưởng trong năm", min_value=1900, max_value=2200, **_QUIET)
    thieu = forms.ChoiceField(
        label="Còn thiếu",
        choices=[("", "không xét"), *((key, label) for key, (label, _) in MISSING.items())],
        **_QUIET,
    )
    ngay = DayField(label="Tính vào ngày", help_text="Để trống: hôm nay.", **_QUIET)
    sap = forms.ChoiceField(label="Sắp theo", choices=list(ORDERS.items()), **_QUIET)

    def __init__(self, user: User, data: QueryDict) -> None:
        # Without ids of their own they would clash with another form on the page.
        super().__init__(data, auto_id="loc_%s")
        field_of(self, "don_vi", forms.ModelChoiceField).queryset = units_where(
            user, Subject.MEMBERS
        ).in_tree_order()
        field_of(self, "chuc_vu", forms.ModelChoiceField).queryset = Position.objects.all()
        field_of(self, "don_vi", forms.ModelChoiceField).empty_label = "mọi đơn vị tôi giữ sổ"
        if user.manages_one_branch:
            # There is nothing to choose; an address kept from wider days is still understood.
            self.fields["don_vi"].widget = forms.HiddenInput()
        # Asked of the database once, and only when the box is shown or used.
        field_of(self, "khen_thuong", forms.ChoiceField).choices = cache(_award_choices)
        for name, example in (("tuoi_tu", 70), ("tuoi_den", 70), ("khen_nam", 2026)):
            self.fields[name].error_messages["invalid"] = f"Hãy nhập một số, ví dụ {example}."
        for name in ("vao_tu", "vao_den", "ngay"):
            self.fields[name].widget = forms.TextInput(attrs={"placeholder": "ngày/tháng/năm"})
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_ngay(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["ngay"]
        if day and day > local_today():
            raise ValidationError("Ngày này chưa tới nên danh sách tính đến hôm nay.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for first, last in (("tuoi_tu", "tuoi_den"), ("vao_tu", "vao_den")):
            if cleaned.get(first) and cleaned.get(last) and cleaned[first] > cleaned[last]:
                self.add_error(last, ValidationError("Số sau phải lớn hơn hoặc bằng số trước."))
        return cleaned


class MemberFilter:
    """The filters in force. An invalid field filters nothing and shows its error."""

    def __init__(self, user: User, data: QueryDict | Mapping[str, str] | str = "") -> None:
        query = data if isinstance(data, QueryDict) else QueryDict(mutable=True)
        if isinstance(data, str):
            query = QueryDict(data)
        elif not isinstance(data, QueryDict):
            query.update(data)
        self.user = user
        self.form = FilterForm(user, query)
        self.form.is_valid()
        self.values = {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", False)
        }

    @property
    def day(self) -> dt.date:
        day: dt.date = self.values.get("ngay") or local_today()
        return day

    @property
    def has_no_errors(self) -> bool:
        """Whether every condition in the address is valid; invalid ones are ignored."""
        return not self.form.errors

    @property
    def is_of_today(self) -> bool:
        return self.day == local_today()

    @property
    def status(self) -> str:
        status: str = self.values.get("tinh_trang", "")
        return status

    @property
    def querystring(self) -> str:
        """The filters as part of an address, without the invalid ones."""
        parts = {}
        for name, value in self.values.items():
            match value:
                case dt.date():
                    parts[name] = f"{value:%d/%m/%Y}"
                case True:
                    parts[name] = "on"
                case Unit() | Position():
                    parts[name] = str(value.pk)
                case _:
                    parts[name] = str(value)
        return urlencode(parts)

    @property
    def about(self) -> set[str]:
        """Keys of the columns that tell what was asked for, whatever columns were chosen."""
        return {SHOWN_BY[name] for name in self.values if name in SHOWN_BY}

    @property
    def summary(self) -> str:
        """ "Đang sinh hoạt, Chi hội Phường 1, từ 70 tuổi"."""
        status_label = dict(STATUSES)[self.status]
        parts = [status_label[0].upper() + status_label[1:]]
        for name, value in self.values.items():
            match name:
                case "q":
                    parts.append(f"tìm “{value}”")
                case "tuoi_tu":
                    parts.append(f"từ {value} tuổi")
                case "tuoi_den":
                    parts.append(f"đến {value} tuổi")
                case "chuc_tho":
                    parts.append(f"tròn 70, 75, 80 … trong năm {self.day.year}")
                case "sinh_thang":
                    parts.append(f"sinh nhật trong tháng {value}")
                case "cap_bac":
                    parts.append(f"cấp bậc {Rank(value).label}")
                case "chuc_vu":
                    parts.append(f"giữ chức vụ {value.name}")
                case "vao_tu":
                    parts.append(f"vào Hội từ {value:%d/%m/%Y}")
                case "vao_den":
                    parts.append(f"vào Hội đến {value:%d/%m/%Y}")
                case "chinh_sach":
                    label = "có diện chính sách" if value == "co" else Policy(value).label
                    parts.append(label)
                case "khen_thuong":
                    parts.append(dict(choices_of(self.form, "khen_thuong"))[value])
                case "khen_nam":
                    parts.append(f"khen thưởng tính trong năm {value}")
                case "thieu":
                    parts.append(MISSING[value][0])
                case "don_vi":
                    parts.append(value.distinct_label)
                case "ngay":
                    parts.append(f"tính vào ngày {value:%d/%m/%Y}")
                case "sap":
                    parts.append(f"sắp theo {ORDERS[value]}")
        return ", ".join(parts)

    def results(self) -> MemberQuerySet:
        """The matching members among the cards in the user's books, in the requested order."""
        if self._is_plain:
            if self.values.get("don_vi"):
                # A unit that the form knows is one of the user's own.
                records = Member.objects.filter(pk__in=self._memberships().values("member"))
            else:
                records = Member.objects.active_in_books_of(self.user)
            records = self._narrowed(records)
        else:
            records = self.applied_to(Member.objects.in_books_of(self.user))
        return records.order_by(*self._order)

    @property
    def _order(self) -> list[Any]:
        """The requested order; equal rows by name, then by key."""
        order: str = self.values.get("sap", "ten")
        _, terms = SORTS[order.removeprefix("-")]
        return [*directed(terms, is_down=order.startswith("-")), "sort_key", "pk"]

    @property
    def _is_plain(self) -> bool:
        """Whether it selects the active members of today, as the list does by default."""
        return self.status == "" and self.is_of_today

    def count(self) -> int:
        """The size of `results`. Of who belongs somewhere today, their memberships are the short way."""
        if not self._is_plain:
            return self.results().order_by().count()
        memberships = self._memberships_in_books()
        if set(self.values) - {"sap", "don_vi", "tinh_trang", "ngay"}:
            # All at once: asking of each card whether it has a membership takes twice as long.
            records = Member.objects.filter(pk__in=memberships.values("member"))
            return self._narrowed(records).order_by().count()
        number: int = memberships.count()
        return number

    def applied_to(self, records: MemberQuerySet) -> MemberQuerySet:
        """The records that match all filters."""
        return self._narrowed(self._by_status(records))

    def _narrowed(self, records: MemberQuerySet) -> MemberQuerySet:
        for name in self.values:
            question = getattr(self, f"_by_{name}", None)
            if question is not None:
                records = question(records)
        return records

    def departed_count(self) -> int:
        """How many belonged here on that day and belong elsewhere now, so that others keep their
        cards; asked of the day alone, as it tells nothing more of them."""
        return self._gone

    @cached_property
    def _gone(self) -> int:
        if self.day >= local_today() or self.user.covers_all(Subject.MEMBERS):
            return 0
        if set(self.values) - {"ngay", "don_vi", "sap"}:
            return 0
        kept = Member.objects.in_books_of(self.user).order_by().values("pk")
        number: int = self._memberships_in_books().exclude(member__in=kept).count()
        return number

    @cached_property
    def departed_note(self) -> str:
        """What the list of a past day leaves out; "" where it is whole. It stands wherever the
        list does: on the page, on paper, in the file."""
        gone = self._gone
        if not gone:
            return ""
        return (
            f"Hôm đó ở đây có {vn_number(self.count() + gone)} người; {vn_number(gone)} người nay "
            "sinh hoạt nơi khác, hồ sơ do nơi ấy giữ."
        )

    # --- One filter each ------------------------------------------------------------------

    def _memberships(self) -> Any:
        """Stays of that day, in the unit asked for."""
        memberships = Membership.objects.order_by().on(self.day)
        return self._in_unit(memberships)

    def _memberships_in_books(self) -> Any:
        """Of these, those in units that the user keeps the books of: who came since was elsewhere."""
        memberships = self._memberships()
        if self.user.covers_all(Subject.MEMBERS):
            return memberships
        return memberships.filter(unit__in=units_where(self.user, Subject.MEMBERS))

    def _in_unit(self, memberships: Any) -> Any:
        unit = self.values.get("don_vi")
        return memberships.filter(unit__in=Unit.objects.within(unit)) if unit else memberships

    def _by_status(self, records: MemberQuerySet) -> MemberQuerySet:
        unit = self.values.get("don_vi")
        if self.status == "":
            if self.user.covers_all(Subject.MEMBERS) and not unit:
                return records.filter(Exists(self._memberships().filter(member=OuterRef("pk"))))
            return records.filter(pk__in=self._memberships_in_books().values("member"))
        if self.status == "dang-chuyen":
            waiting = self._memberships().filter(transfers__state=Transfer.State.PROPOSED)
            return records.filter(pk__in=waiting.values("member"))
        if self.status == "tat-ca":
            if not unit:
                return records
            return records.filter(
                pk__in=self._in_unit(Membership.objects.order_by()).values("member")
            )
        if self.status == "chua-vao":
            # Not NOT IN: beyond some 200,000 rows the database would compare each card with each.
            memberships = Membership.objects.filter(member=OuterRef("pk"), valid_from__lte=self.day)
            return records.filter(~Exists(memberships))
        # Who left: the last membership has ended, and how.
        last = Membership.objects.filter(member=OuterRef("pk"), valid_from__lte=self.day)
        ended = Membership.objects.order_by().filter(valid_to__lte=self.day)
        if self.status != "da-roi":
            ended = ended.filter(left_by=self.status.removeprefix("roi-"))
        ended = self._in_unit(ended)
        return records.annotate(
            last_membership=Subquery(last.order_by("-valid_from", "-pk").values("pk")[:1])
        ).filter(pk__in=ended.values("member"), last_membership__in=ended.values("pk"))

    def _by_q(self, records: MemberQuerySet) -> MemberQuerySet:
        """Every word, in any order, without marks; a number by its figures; a year by who was born."""
        return records.search(clean_line(self.values["q"]))

    def _by_tuoi_tu(self, records: MemberQuerySet) -> MemberQuerySet:
        return records.filter(birth_year__lte=self.day.year - self.values["tuoi_tu"])

    def _by_tuoi_den(self, records: MemberQuerySet) -> MemberQuerySet:
        return records.filter(birth_year__gte=self.day.year - self.values["tuoi_den"])

    def _by_chuc_tho(self, records: MemberQuerySet) -> MemberQuerySet:
        return records.filter(birth_year__in=jubilee_years(self.day.year))

    def _by_sinh_thang(self, records: MemberQuerySet) -> MemberQuerySet:
        return records.filter(birth_date__month=int(self.values["sinh_thang"]))

    def _by_cap_bac(self, records: MemberQuerySet) -> MemberQuerySet:
        return records.filter(rank=self.values["cap_bac"])

    def _by_chuc_vu(self, records: MemberQuerySet) -> MemberQuerySet:
        held = Appointment.objects.order_by().on(self.day).filter(position=self.values["chuc_vu"])
        return records.filter(pk__in=held.values("member"))

    def _by_vao_tu(self, records: MemberQuerySet) -> MemberQuerySet:
        """By the day that seniority counts from: no membership, nor joining elsewhere, before that day."""
        day = self.values["vao_tu"]
        before = Membership.objects.filter(member=OuterRef("pk"), valid_from__lt=day)
        elsewhere = Q(elsewhere_on__isnull=True) | Q(elsewhere_on__gte=day)
        return records.filter(~Exists(before), elsewhere)

    def _by_vao_den(self, records: MemberQuerySet) -> MemberQuerySet:
        day = self.values["vao_den"]
        until = Membership.objects.order_by().filter(valid_from__lte=day)
        return records.filter(Q(pk__in=until.values("member")) | Q(elsewhere_on__lte=day))

    def _by_chinh_sach(self, records: MemberQuerySet) -> MemberQuerySet:
        wanted = self.values["chinh_sach"]
        if wanted == "co":
            return records.filter(sensitive__policy__gt="")
        return records.filter(sensitive__policy=wanted)

    def _by_khen_thuong(self, records: MemberQuerySet) -> MemberQuerySet:
        """Of this kind, of any, or of none; in the year asked for, if one is."""
        wanted = self.values["khen_thuong"]
        awards = MemberAward.objects.standing().order_by()
        if year := self.values.get("khen_nam"):
            awards = awards.filter(year=year)
        if wanted.startswith("loai-"):
            awards = awards.filter(kind__code=wanted.removeprefix("loai-"))
        given = Q(pk__in=awards.values("member"))
        return records.filter(~given if wanted == "chua" else given)

    def _by_khen_nam(self, records: MemberQuerySet) -> MemberQuerySet:
        if "khen_thuong" in self.values:
            return records  # asked together
        given = MemberAward.objects.standing().order_by().filter(year=self.values["khen_nam"])
        return records.filter(pk__in=given.values("member"))

    def _by_thieu(self, records: MemberQuerySet) -> MemberQuerySet:
        return records.filter(MISSING[self.values["thieu"]][1])
