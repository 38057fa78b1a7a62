"""Kinds of care and their rates: laid down, changed from a day, and the usual set of both."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from kit.dates import local_today
from kit.text import slugify
from members.actions.permission import Given, needs
from members.models import Degree, Subject, Unit, User, units_where
from members.models.units import association

from ..models import OUR_PROPOSAL, Rate, WelfareKind, keeps_kinds

_L = WelfareKind.Listed
_CITY = "Nghị quyết số 57/2025/NQ-HĐND của Hội đồng nhân dân Thành phố"
_CITY_SINCE = dt.date(2026, 1, 1)


def _keeps_kinds(by: User, given: Given) -> bool:
    return keeps_kinds(by)


def _sets_rate(by: User, given: Given) -> bool:
    """Everybody's rates are the city office's; a unit writes its own where the kind lets it."""
    rate: Rate = given["rate"]
    if keeps_kinds(by):
        return True
    is_let = bool(rate.unit_id) and rate.kind.units_set_rates
    return (
        is_let and units_where(by, Subject.WELFARE, Degree.WRITE).filter(pk=rate.unit_id).exists()
    )


def may_set_care_rates(user: User) -> bool:
    """Whether there is any rate that the user may write."""
    return keeps_kinds(user) or (
        user.may(Subject.WELFARE, Degree.WRITE)
        and WelfareKind.objects.on().filter(units_set_rates=True).exists()
    )


@needs(_keeps_kinds)
@transaction.atomic
def save_kind(*, kind: WelfareKind, by: User) -> WelfareKind:
    """Saves a kind of care; a new one gets a code from its name. Sent twice, it is one."""
    same = WelfareKind.objects.on().filter(name=kind.name).exclude(pk=kind.pk).first()
    if same is not None:
        settings = ("description", "is_private", "paid_by_state", "listed", "units_set_rates")
        if kind._state.adding and all(getattr(same, n) == getattr(kind, n) for n in settings):
            return same  # a double click
        raise ValidationError({"name": "Đã có một loại mang tên này."})
    if not kind.code:
        kind.code = _free_code(kind.name)
    if kind._state.adding:
        last = WelfareKind.objects.order_by("-order").values_list("order", flat=True).first()
        kind.order = (last or 0) + 1
    kind.full_clean()
    kind.save()
    return kind


def _free_code(name: str) -> str:
    base = code = slugify(name, 36) or "loai"
    number = 1
    while WelfareKind.objects.filter(code=code).exists():
        number += 1
        code = f"{base}-{number}"
    return code


@needs(_sets_rate)
@transaction.atomic
def save_care_rate(*, rate: Rate, by: User) -> Rate:
    """Saves a rate; the same one sent twice is one."""
    if rate._state.adding and (same := Rate.objects.same_as(rate).first()) is not None:
        return same
    rate.full_clean()
    rate.save()
    return rate


@needs(_sets_rate)
@transaction.atomic
def change_rate(
    *, rate: Rate, since: dt.date, amount: int, in_kind: str, source: str, by: User
) -> Rate:
    """From that day on the rate is another: the old one ends, a new one for the same case begins.

    ValidationError where the day is not within the old one's time.
    """
    stored = Rate.objects.select_for_update(of=("self",)).get(pk=rate.pk)
    following = Rate(
        **{name: getattr(stored, name) for name in VALUES_KEPT},
        amount=amount, in_kind=in_kind, source=source, valid_from=since, valid_to=stored.valid_to,
    )  # fmt: skip
    sent = Rate.objects.filter(
        kind=stored.kind, amount=amount, in_kind=in_kind, source=source, valid_from=since
    )
    if stored.valid_to == since and (same := sent.first()) is not None:
        return same  # a double click: the old one ended on that day already
    if since <= stored.valid_from:
        raise ValidationError(
            {"since": f"Mức này có từ ngày {stored.valid_from:%d/%m/%Y}: hãy ghi một ngày sau đó."}
        )
    if stored.valid_to is not None and since >= stored.valid_to:
        raise ValidationError(
            {"since": f"Mức này đã thôi áp dụng từ ngày {stored.valid_to:%d/%m/%Y}."}
        )
    stored.valid_to = since
    stored.save()
    following.full_clean()
    following.save()
    return following


VALUES_KEPT = (
    "kind", "unit", "min_age", "max_age", "step", "every_from", "counted", "occasion",
)  # fmt: skip


# --- The usual set ----------------------------------------------------------------------------


@dataclass(frozen=True)
class UsualRate:
    """Ages as `Rate` has them: from, to, step, every year from."""

    amount: int
    ages: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)
    in_kind: str = ""
    occasion: str = ""


@dataclass(frozen=True)
class UsualKind:
    code: str
    name: str
    description: str
    rates: tuple[UsualRate, ...] = ()
    is_private: bool = False
    paid_by_state: bool = False
    listed: str = _L.NO


def _state(age: int, to: int | None, amount: int, occasion: str, thing: str = "") -> UsualRate:
    step = 5 if to is not None and to > age else None
    return UsualRate(amount, (age, to, step, None), thing, occasion)


# The association's own amounts are ours to propose: none was found published (docs/domain.md). The
# State's are those of the city's resolution; who hands over at 90 and 100: Luật Người cao tuổi, Điều 21.
USUAL_KINDS = (
    UsualKind(
        "chuc-tho", "Chúc thọ hội viên cao tuổi",
        "Quà của Hội tặng hội viên tròn 70, 75, 80, 85, 90, 95, 100 tuổi và hằng năm khi trên 100.",
        (
            UsualRate(500_000, (70, 85, 5, None), "tranh chúc thọ"),
            UsualRate(1_000_000, (90, None, 5, 100), "tranh chúc thọ"),
        ),
        listed=_L.YEAR,
    ),
    UsualKind(
        "mung-tho", "Mừng thọ theo chính sách Nhà nước",
        "Nhà nước chi; chi hội lập danh sách gửi phường, xã và ghi ai đã nhận.",
        (
            _state(70, 75, 800_000, "ngày 06/6"),
            _state(80, 85, 1_200_000, "ngày 06/6"),
            _state(90, 90, 1_800_000, "ngày 06/6; Chủ tịch UBND Thành phố mừng thọ"),
            _state(95, 95, 1_800_000, "Tết Nguyên đán"),
            _state(100, 100, 2_300_000, "Tết Nguyên đán; Chủ tịch nước mừng thọ",
                   "5 mét vải lụa, khánh vàng mừng thọ"),
            _state(101, None, 2_400_000, "Tết Nguyên đán"),
        ),
        paid_by_state=True, listed=_L.YEAR,
    ),
    UsualKind("tham-om", "Thăm hội viên đau ốm", "Thăm tại nhà hoặc bệnh viện.",
              (UsualRate(500_000),), is_private=True),
    UsualKind("hiem-ngheo", "Trợ giúp hội viên bệnh hiểm nghèo",
              "Trợ giúp một lần trong năm theo đề nghị của chi hội.", (UsualRate(3_000_000),),
              is_private=True),
    UsualKind("phung-vieng", "Phúng viếng", "Viếng hội viên, thân nhân hội viên từ trần.",
              (UsualRate(1_000_000, in_kind="vòng hoa"),)),
    UsualKind("kho-khan", "Hỗ trợ hội viên khó khăn", "Hỗ trợ đột xuất hoặc thường xuyên.",
              (UsualRate(1_000_000),), is_private=True),
    UsualKind("nha-nghia-tinh", "Nhà Nghĩa tình đồng đội", "Xây mới, sửa chữa nhà ở cho hội viên."),
    UsualKind("kinh-te-gia-dinh", "Giúp hội viên làm kinh tế gia đình",
              "Cho mượn vốn, giúp cây giống, con giống, dụng cụ làm nghề.", is_private=True),
    UsualKind("qua-tet", "Quà Tết Nguyên đán", "Quà Tết của Hội tặng hội viên.",
              (UsualRate(500_000),), listed=_L.YEAR),
    UsualKind("qua-27-7", "Quà ngày Thương binh, Liệt sĩ 27/7",
              "Thăm, tặng quà thương binh, thân nhân liệt sĩ.", (UsualRate(500_000),), listed=_L.YEAR),
    UsualKind("qua-19-8", "Quà ngày truyền thống Công an nhân dân 19/8",
              "Quà của Hội tặng hội viên nhân ngày 19/8.", (UsualRate(300_000),), listed=_L.YEAR),
)  # fmt: skip


@needs(_keeps_kinds)
@transaction.atomic
def add_usual_kinds(*, by: User) -> int:
    """Adds the usual kinds with their rates where there is no kind yet; tells how many kinds.

    Pressed twice, it adds none.
    """
    Unit.objects.select_for_update(of=("self",)).filter(level=Unit.Level.ASSOCIATION).first()
    if WelfareKind.objects.exists():
        return 0
    new_year = dt.date(local_today().year, 1, 1)
    city = association()
    since = min(city.valid_from, new_year) if city else new_year
    for order, usual in enumerate(USUAL_KINDS, 1):
        kind = WelfareKind.objects.create(
            code=usual.code, name=usual.name, description=usual.description, order=order,
            is_private=usual.is_private, paid_by_state=usual.paid_by_state, listed=usual.listed,
            valid_from=since,
        )  # fmt: skip
        for rate in usual.rates:
            low, high, step, every = rate.ages
            Rate.objects.create(
                kind=kind, min_age=low, max_age=high, step=step, every_from=every,
                amount=rate.amount, in_kind=rate.in_kind, occasion=rate.occasion,
                source=_CITY if usual.paid_by_state else OUR_PROPOSAL,
                valid_from=_CITY_SINCE if usual.paid_by_state else new_year,
            )  # fmt: skip
    return len(USUAL_KINDS)
