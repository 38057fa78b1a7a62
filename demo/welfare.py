"""Kinds and rates of care, some five hundred acts of it over two years, and a few stories."""

import datetime as dt
import random
from dataclasses import dataclass

from django.utils import timezone

from kit.dates import local_today
from members.models import Consent, Member, Unit, User
from welfare.actions import publish_figures
from welfare.actions.lists import (
    Answer,
    changed_since,
    draw_up,
    fail,
    hand_over_entry,
    move_list,
)
from welfare.models import (
    Activity,
    ActivityState,
    HealthReason,
    ListStep,
    Rate,
    Span,
    Visitor,
    WelfareKind,
    WelfareList,
    due_now,
)

from .offices import Offices
from .people import People
from .seeds import chance, day, last_such_day
from .units import CLUSTER_TWO, FOUNDED, Tree
from .years import later_years, tet

F = Activity.Fund
START = day("15/10/2024")
SPAN = dt.timedelta(days=776)  # of what the branches wrote down, up to today
_SAMPLE = "Quy chế nghĩa tình của Hội (số liệu minh họa)"
_CITY = "Nghị quyết số 57/2025/NQ-HĐND của Hội đồng nhân dân Thành phố"

# code, name, private, since, until, what it is
_KINDS = (
    ("chuc-tho", "Chúc thọ hội viên cao tuổi", False, "12/12/2023", "", "Quà của Hội tặng hội viên tròn tuổi 70, 75, 80, 85, 90, 95, 100 và trên 100."),
    ("mung-tho", "Mừng thọ theo chính sách Thành phố", False, "01/01/2026", "", "Chế độ mừng thọ của Thành phố; chi hội phối hợp trao tận nhà."),
    ("tham-om", "Thăm hội viên đau ốm", True, "12/12/2023", "", "Thăm tại nhà hoặc bệnh viện."),
    ("hiem-ngheo", "Trợ giúp hội viên bệnh hiểm nghèo", True, "12/12/2023", "", "Trợ giúp một lần trong năm theo đề nghị của chi hội."),
    ("kho-khan", "Hỗ trợ hội viên khó khăn", True, "12/12/2023", "", "Hỗ trợ đột xuất hoặc thường xuyên."),
    ("phung-vieng", "Phúng viếng", False, "12/12/2023", "", "Viếng hội viên, thân nhân hội viên từ trần."),
    ("le-tet", "Quà lễ, Tết", False, "12/12/2023", "", "Quà Tết Nguyên đán và các ngày lễ lớn."),
    ("tri-an", "Tri ân gia đình chính sách", False, "12/12/2023", "", "Thăm thương binh, thân nhân liệt sĩ nhân ngày 27 tháng 7."),
    ("khuyen-hoc", "Học bổng cho con cháu hội viên", False, "01/06/2024", "", "Học bổng “Tiếp bước”."),
    ("nha-nghia-tinh", "Nhà Nghĩa tình đồng đội", False, "12/12/2023", "", "Xây mới, sửa chữa nhà ở cho hội viên."),
    ("an-sinh", "An sinh cộng đồng", False, "12/12/2023", "", "Giúp bà con khu phố nơi hội viên sinh sống."),
    ("tang-tham", "Thăm hỏi tang gia (gộp vào Phúng viếng)", False, "12/12/2023", "01/01/2025", "Loại cũ, nay ghi chung vào Phúng viếng."),
)  # fmt: skip

# From how much (đồng) the unit above decides before it is given.
_DECIDED_FROM = {"hiem-ngheo": 0, "nha-nghia-tinh": 0, "kho-khan": 2_000_000}

# kind, ages as `Rate` has them (from, to, step, every year from), đồng, in kind, since, until, paper
_ALL = (None, None, None, None)
_UP_TO_89, _FROM_90 = (70, 85, 5, None), (90, None, 5, 100)
_RATES = (
    ("mung-tho", (70, 75, 5, None), 800_000, "", "01/01/2026", "", _CITY),
    ("mung-tho", (80, 85, 5, None), 1_200_000, "", "01/01/2026", "", _CITY),
    ("mung-tho", (90, 95, 5, None), 1_800_000, "", "01/01/2026", "", _CITY),
    ("mung-tho", (100, 100, None, None), 2_300_000, "5 mét vải lụa, khánh vàng mừng thọ", "01/01/2026", "", _CITY),
    ("mung-tho", (101, None, None, None), 2_400_000, "", "01/01/2026", "", _CITY),
    ("chuc-tho", _UP_TO_89, 300_000, "khăn len", "12/12/2023", "01/01/2026", _SAMPLE),
    ("chuc-tho", _FROM_90, 500_000, "khăn len", "12/12/2023", "01/01/2026", _SAMPLE),
    ("chuc-tho", _UP_TO_89, 500_000, "tranh chúc thọ", "01/01/2026", "", _SAMPLE),
    ("chuc-tho", _FROM_90, 1_000_000, "tranh chúc thọ", "01/01/2026", "", _SAMPLE),
    ("tham-om", _ALL, 300_000, "", "12/12/2023", "01/01/2026", _SAMPLE),
    ("tham-om", _ALL, 500_000, "", "01/01/2026", "", _SAMPLE),
    ("hiem-ngheo", _ALL, 2_000_000, "", "12/12/2023", "01/01/2026", _SAMPLE),
    ("hiem-ngheo", _ALL, 3_000_000, "", "01/01/2026", "", _SAMPLE),
    ("kho-khan", _ALL, 1_000_000, "", "12/12/2023", "", _SAMPLE),
    ("phung-vieng", _ALL, 1_000_000, "vòng hoa", "12/12/2023", "", _SAMPLE),
    ("le-tet", _ALL, 500_000, "", "12/12/2023", "", _SAMPLE),
    ("tri-an", _ALL, 500_000, "", "12/12/2023", "", _SAMPLE),
    ("khuyen-hoc", _ALL, 1_000_000, "", "01/06/2024", "", _SAMPLE),
)  # fmt: skip
# Given to many at once, by lists.
_LISTED = ("chuc-tho", "mung-tho", "le-tet")
# When the State's is given, by the age from which a rate counts.
_OCCASIONS = {
    70: "ngày 06/6",
    80: "ngày 06/6",
    90: "ngày 06/6; Tết nếu từ 95 tuổi",
    100: "Tết Nguyên đán",
    101: "Tết Nguyên đán",
}

_NAMES_NO_YEAR_AFTER = day("31/01/2026")
# day, kind, unit, whom, people, đồng, in kind, its worth, fund, story
_STORIES = (
    (
        "18/10/2024", "chuc-tho", "BTH-01", "Hội viên chi hội Phường 12", 1, 500_000, "khăn len", 150_000, F.UNIT,
        "Sinh nhật tuổi chín mươi của bác T. không có bánh nhiều tầng. Chỉ có ấm trà mới pha, chiếc khăn len màu rêu và mười hai người đồng đội ngồi chật gian nhà. Bác đọc lại bài thơ chép tay từ năm 1968, đến câu cuối thì cả phòng cùng đọc. Lúc ra về, bác tiễn từng người tới đầu hẻm, dặn: “Sang năm lại đến, tôi còn thuộc bài khác”.",
    ),
    (
        "24/12/2024", "an-sinh", "Q8-02", "Hai mươi hộ dân khu phố 4", 20, 4_000_000, "gạo, nước mắm", 3_600_000, F.SPONSOR,
        "Con nước cuối năm lên nhanh hơn mọi lần. Chiều hôm ấy, tổ xe ba gác của chi hội chở từng bao gạo qua đoạn hẻm ngập, giao tận thềm hai mươi hộ. Người nhận nhiều tuổi nhất là bà cụ bán bánh lá dừa; bà gói lại cho mỗi chú một chiếc bánh còn ấm. Các chú bảo đó là phần thưởng ngon nhất tháng Chạp.",
    ),
    (
        "18/01/2025", "le-tet", "Q8", "Hội viên cao tuổi, hội viên khó khăn", 85, 42_500_000, "", 0, F.UNIT,
        "Tám mươi lăm phần quà Tết được trao trong một buổi sáng, nhưng việc chuẩn bị đã bắt đầu từ trước đó cả tháng: chi hội nào cũng gửi danh sách kèm một dòng ghi chú ai cần được đưa quà tận nhà. Nhờ dòng ghi chú ấy, mười bảy bác đi lại khó khăn nhận quà ngay bên bàn thờ gia tiên, cùng lời chúc Tết của đồng đội.",
    ),
    (
        "08/03/2025", "kho-khan", "PN", "Hai nữ hội viên", 2, 10_000_000, "sổ tiết kiệm", 0, F.MEMBERS,
        "Nhân ngày 8 tháng 3, nữ hội viên quận Phú Nhuận góp mỗi người một ít, thành hai cuốn sổ tiết kiệm. Hai người nhận là hai chị từng cùng một tổ công tác, cùng về hưu một năm. Các chị xin đặt tên sổ là “sổ chung”, hẹn ai cần trước thì dùng trước.",
    ),
    (
        "27/04/2025", "tri-an", "Q4", "Thân nhân liệt sĩ tại Phường 13", 6, 6_000_000, "", 0, F.UNIT,
        "Sáu gia đình liệt sĩ, sáu nén nhang, sáu câu chuyện. Ở nhà cuối cùng, người mẹ đã lẫn cứ nắm tay vị khách mặc sắc phục cũ mà gọi tên con trai mình. Anh ngồi yên cho mẹ nắm, đến khi mẹ ngủ mới nhẹ nhàng xin phép ra về.",
    ),
    (
        "26/07/2025", "tri-an", "Q11-01", "Thương binh khu phố 2", 4, 2_000_000, "nhu yếu phẩm", 1_200_000, F.UNIT,
        "Trước ngày 27 tháng 7, các hội viên chi hội Phường 3 không mang theo phong bì trước mà mang theo đồ nghề: thay bóng đèn, sửa vòi nước, lau bàn thờ cho bốn gia đình thương binh. Quà được trao sau cùng, khi nhà đã sáng và nước đã thôi nhỏ giọt.",
    ),
    (
        "06/09/2025", "khuyen-hoc", "Q6", "Con cháu hội viên", 24, 24_000_000, "", 0, F.SPONSOR,
        "Hai mươi bốn em nhận học bổng “Tiếp bước”, em nhỏ nhất vào lớp Một, em lớn nhất là sinh viên năm cuối ngành điều dưỡng. Em xin nói một câu thay lời cảm ơn: “Ông ngoại con giữ bình yên cho khu phố, con xin giữ sức khỏe cho các ông bà”.",
    ),
    (
        "15/11/2025", "nha-nghia-tinh", "Q8", "Gia đình một hội viên Phường 4", 4, 78_000_000, "", 0, F.MEMBERS,
        "Căn nhà bốn mươi hai mét vuông dựng xong trong năm mươi lăm ngày. Người góp tiền, người góp công, có bác góp đúng hai ngày đứng trộn hồ. Tối đầu tiên ở nhà mới, gia chủ để đèn hiên sáng đến khuya; ông bảo mấy chục năm mới có một cái hiên, nên muốn thắp cho đáng.",
    ),
    (
        "31/01/2026", "chuc-tho", "BTH", "Hội viên tuổi tròn năm Bính Ngọ", 112, 58_000_000, "tranh chúc thọ", 8_400_000, F.ASSOCIATION,
        "Một trăm mười hai bác được chúc thọ trong buổi gặp đầu xuân. Chi hội nào cũng cử người đi đón; có bác chín mươi tuổi từ chối lên xe, đòi đi bộ “cho quen đường”, thế là cả đoàn xuống đi cùng bác đoạn cuối. Tấm tranh chúc thọ năm nay do một hội viên tự tay vẽ.",
    ),
    (
        "14/05/2026", "an-sinh", "PN-01", "Bà con hẻm nhỏ Phường 2", 40, 5_500_000, "bình chữa cháy", 6_000_000, F.SPONSOR,
        "Sau buổi tập huấn phòng cháy, chi hội Phường 2 vận động mua mười hai bình chữa cháy đặt ở đầu các hẻm cụt. Mỗi bình có tên một “người giữ bình”: phần lớn là các bác hội viên, có một người là cô chủ quán cà phê đầu hẻm, hội viên danh dự theo cách gọi vui của mọi người.",
    ),
    (
        "12/09/2026", "khuyen-hoc", "Q8", "Con cháu hội viên", 64, 64_000_000, "", 0, F.SPONSOR,
        "Sáu mươi tư suất học bổng năm học mới được trao ở Phường 5, Quận 8. Năm nay có điều mới: ba em từng nhận học bổng, nay đã đi làm, quay lại góp ba suất. Danh sách nhà hảo tâm vì thế có thêm ba cái tên rất trẻ.",
    ),
    (
        "07/11/2026", "chuc-tho", "Q4-02", "Hội viên chi hội Phường 4", 3, 1_500_000, "tranh chúc thọ", 450_000, F.UNIT,
        "Ba bác cùng tròn tám mươi trong một tuần, nhà ở ba con hẻm liền nhau. Chi hội tổ chức một vòng thăm đi bộ: uống trà nhà thứ nhất, ăn bánh nhà thứ hai, hát ở nhà thứ ba. Đến lúc hát thì ba bác đã ngồi cùng một ghế dài, như ngày nào còn chung một tổ trực.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class _Habit:
    """How often a branch does it, for how much, and out of which purse."""

    kind: str
    weight: int
    amount: tuple[int, int]
    fund: str
    things: tuple[str, ...] = ("",)


_HABITS = (
    _Habit("tham-om", 34, (3, 5), F.UNIT, ("", "", "sữa", "trái cây")),
    _Habit("chuc-tho", 18, (3, 5), F.UNIT, ("khăn len", "tranh chúc thọ")),
    _Habit("phung-vieng", 10, (10, 10), F.UNIT, ("vòng hoa",)),
    _Habit("kho-khan", 9, (10, 15), F.MEMBERS),
    _Habit("hiem-ngheo", 6, (20, 30), F.ASSOCIATION),
    _Habit("an-sinh", 6, (15, 40), F.SPONSOR, ("gạo, nhu yếu phẩm", "tập vở", "")),
    _Habit("khuyen-hoc", 3, (10, 10), F.SPONSOR),
)
_WORTH = {
    "": 0, "sữa": 250_000, "trái cây": 150_000, "khăn len": 150_000, "tranh chúc thọ": 150_000,
    "vòng hoa": 300_000, "gạo, nhu yếu phẩm": 1_200_000, "tập vở": 400_000,
}  # fmt: skip
_REASONS = {
    "tham-om": (
        "Nằm viện điều trị ngắn ngày, sức khỏe đang hồi phục.",
        "Mới mổ, gia đình chăm sóc tại nhà.",
        "Đau khớp, đi lại khó; đề nghị đón khi họp chi hội.",
    ),
    "hiem-ngheo": (
        "Hồ sơ bệnh án lưu tại chi hội; điều trị dài ngày.",
        "Đang điều trị ngoại trú, chi phí thuốc cao.",
    ),
    "kho-khan": ("Thu nhập thấp, nuôi cháu nhỏ.", "Nhà ở xuống cấp, chờ hỗ trợ sửa chữa."),
}


def load(tree: Tree, people: People, offices: Offices) -> int:
    rng = chance("welfare")
    kinds = _kinds()
    _rates(kinds)
    rows = (
        _daily(rng, tree, people, kinds) + _festive(rng, tree, kinds) + _public_stories(tree, kinds)
    )
    rows.sort(key=lambda row: row.happened_on)
    Activity.objects.bulk_create(rows)
    _visitors(rng, rows, offices)
    _reasons(chance("welfare-reasons"), rows, offices)
    waiting = _waiting(chance("welfare-waiting"), tree, people, kinds, offices)
    handed = _lists(tree, kinds, offices)
    publish_figures()
    return len(rows) + waiting + handed


def _lists(tree: Tree, kinds: dict[str, WelfareKind], offices: Offices) -> int:
    """Longevity lists of last year and this one, the last Tết's, and a branch's draft for next year;
    how many gifts were handed over."""
    this, users = local_today().year, offices.users
    district, branch = tree["BTH"], tree["BTH-01"]
    new_year = tet(this) if tet(this) <= local_today() else tet(this - 1)
    plans = (
        (kinds["chuc-tho"], district, this - 1, dt.date(this - 1, 10, 1), 10),
        (kinds["chuc-tho"], district, this, dt.date(this, 10, 1), 6),
        (kinds["le-tet"], branch, new_year.year, new_year - dt.timedelta(days=7), 10),
    )
    handed = 0
    for kind, unit, year, planned_on, share in plans:
        made = _listed(kind, unit, year, planned_on, users["binhthanh"])
        if made is None:
            continue
        gone = {
            key: Answer(is_kept=False, reason="Không còn trong sổ.") for key in changed_since(made)
        }
        for step in (ListStep.PROPOSE, ListStep.APPROVE):
            move_list(gift_list=made, step=step, reason="", answers=gone, by=users["vanphong"])
        if planned_on <= local_today():
            handed += _handed(made, planned_on, share, users["binhthanh"])
    _listed(kinds["chuc-tho"], branch, this + 1, None, users["thuky1"])
    return handed


def _listed(
    kind: WelfareKind, unit: Unit, year: int, planned_on: dt.date | None, by: User
) -> WelfareList | None:
    """A draft of whoever is due; None where nobody is."""
    span = Span(kind, unit, year)
    if not due_now(span).exclude(due_rate=None).exists():
        return None
    made = WelfareList(
        kind=kind, unit=unit, year=year, counted_on=span.ends_on, planned_on=planned_on
    )
    return draw_up(gift_list=made, token=f"demo-{kind.code}-{unit.code}-{year}", by=by)


def _handed(made: WelfareList, on: dt.date, share: int, by: User) -> int:
    """So many of ten got it on the day; one was not at home."""
    entries = list(made.entries.to_hand_over().in_order())
    got = entries[: max(1, len(entries) * share // 10)]
    for entry in got:
        hand_over_entry(
            entry=entry, on=on, given_by="Ban Chấp hành", receiver="", receipt_no="", by=by
        )
    if len(got) < len(entries):
        fail(entry=entries[len(got)], reason="Đi vắng, hẹn tuần sau.", by=by)
    return len(got)


def _kinds() -> dict[str, WelfareKind]:
    return {
        code: WelfareKind.objects.create(
            code=code,
            name=name,
            order=order,
            is_private=private,
            paid_by_state=code == "mung-tho",
            listed=WelfareKind.Listed.YEAR if code in _LISTED else WelfareKind.Listed.NO,
            description=description,
            decided_from=_DECIDED_FROM.get(code),
            valid_from=day(since),
            valid_to=day(until) if until else None,
        )
        for order, (code, name, private, since, until, description) in enumerate(_KINDS, 1)
    }


def _rates(kinds: dict[str, WelfareKind]) -> None:
    Rate.objects.bulk_create(
        Rate(
            kind=kinds[kind],
            min_age=ages[0],
            max_age=ages[1],
            step=ages[2],
            every_from=ages[3],
            amount=amount,
            in_kind=thing,
            occasion=_OCCASIONS.get(ages[0] or 0, "") if kind == "mung-tho" else "",
            source=source,
            valid_from=max(FOUNDED, day(since)),
            valid_to=day(until) if until else None,
        )
        for kind, ages, amount, thing, since, until, source in _RATES
    )


def _daily(
    rng: random.Random, tree: Tree, people: People, kinds: dict[str, WelfareKind]
) -> list[Activity]:
    """Branches care all year round; the bigger clusters' branches write everything down."""
    today, rows = local_today(), []
    weights = [habit.weight for habit in _HABITS]
    for branch in tree.branches:
        often = 17 if branch.code.split("-")[0] in CLUSTER_TWO else 6
        first = max(START, branch.valid_from, today - SPAN)
        span = (today - first).days
        for _ in range(often if span > 0 else 0):
            on = first + dt.timedelta(days=rng.randrange(span))
            habit = rng.choices(_HABITS, weights)[0]
            member = rng.choice(people.by_branch[branch.code])
            if people.joined[member.pk] > on:
                on = min(today, people.joined[member.pk] + dt.timedelta(days=7))
            if kinds[habit.kind].is_on(on):
                rows.append(_act(rng, kinds[habit.kind], habit, branch, member, on))
    return rows


def _act(
    rng: random.Random, kind: WelfareKind, habit: _Habit, branch: Unit, member: Member, on: dt.date
) -> Activity:
    low, high = habit.amount
    many = habit.kind == "an-sinh"
    thing = rng.choice(habit.things)
    return Activity(
        kind=kind,
        happened_on=on,
        place=rng.choice(("Tại nhà", "Bệnh viện", "Tại nhà"))
        if kind.code == "tham-om"
        else "Nhà văn hóa khu phố"
        if many
        else "Tại nhà",
        unit=branch,
        member=None if many else member,
        family=f"Bà con khu phố {rng.randint(1, 9)}" if many else "",
        people_count=rng.randint(5, 30) if many else 1,
        amount=(low if on.year < 2026 else high) * 100_000,
        in_kind=thing,
        in_kind_value=_WORTH[thing] * (3 if many else 1),
        fund=habit.fund,
    )


def _festive(rng: random.Random, tree: Tree, kinds: dict[str, WelfareKind]) -> list[Activity]:
    """Tết, 27 July and, since 2026, the city's own longevity gifts: by district, for many at once."""
    rows = []
    rounds: list[tuple[str, dt.date, int, tuple[int, int], str]] = [
        ("le-tet", day("20/01/2025"), 500_000, (18, 46), F.UNIT),
        ("tri-an", day("24/07/2025"), 500_000, (4, 12), F.UNIT),
        ("mung-tho", day("05/02/2026"), 1_000_000, (8, 24), F.STATE),
        ("le-tet", day("07/02/2026"), 500_000, (20, 52), F.UNIT),
        ("tri-an", day("23/07/2026"), 500_000, (4, 14), F.UNIT),
    ]
    for year in later_years(local_today()):
        rounds += [
            ("mung-tho", tet(year) - dt.timedelta(days=12), 1_000_000, (8, 24), F.STATE),
            ("le-tet", tet(year) - dt.timedelta(days=9), 500_000, (20, 52), F.UNIT),
            ("tri-an", dt.date(year, 7, 23), 500_000, (4, 14), F.UNIT),
        ]
    for code, on, each, (low, high), fund in rounds:
        for shift, district in enumerate(tree.districts):
            happened = on + dt.timedelta(days=shift % 4)
            if happened > local_today():
                continue
            count = rng.randint(low, high)
            rows.append(
                Activity(
                    kind=kinds[code],
                    happened_on=happened,
                    place=f"Hội trường {district.short_name}",
                    unit=district,
                    family={
                        "le-tet": "Hội viên cao tuổi, hội viên khó khăn",
                        "tri-an": "Thương binh, thân nhân liệt sĩ",
                        "mung-tho": "Hội viên tròn tuổi theo chính sách Thành phố",
                    }[code],
                    people_count=count,
                    amount=count * each,
                    fund=fund,
                )
            )
    return rows


def _public_stories(tree: Tree, kinds: dict[str, WelfareKind]) -> list[Activity]:
    return [
        Activity(
            kind=kinds[kind],
            happened_on=_public_day(day(on)),
            unit=tree[code],
            family=whom,
            people_count=count,
            amount=amount,
            in_kind=thing,
            in_kind_value=worth,
            fund=fund,
            story=story,
            # A private kind's story stays in the books, even a kind one.
            is_public=not kinds[kind].is_private,
        )
        for on, kind, code, whom, count, amount, thing, worth, fund, story in _STORIES
        if day(on) <= local_today()
    ]


def _public_day(written: dt.date) -> dt.date:
    """The last stories name no year and belong to the latest one, so that some are always new."""
    is_last = written > _NAMES_NO_YEAR_AFTER
    return last_such_day(written, local_today()) if is_last else written


def _reasons(rng: random.Random, rows: list[Activity], offices: Offices) -> None:
    """Of who said yes, the books keep why they were cared for; the latest of each alone."""
    keeper = offices.users["thuky1"]
    chosen = {
        row.member: row for row in rows if row.member and row.kind.code in _REASONS
    }  # fmt: skip
    agreed = [row for row in chosen.values() if rng.random() < 0.3]
    Consent.objects.bulk_create(
        Consent(
            member=row.member, purpose=Consent.Purpose.HEALTH, channel=Consent.Channel.PAPER,
            given_on=row.happened_on, recorded_by=keeper, wording=Consent.FIRST_WORDING,
        )
        for row in agreed
    )  # fmt: skip
    HealthReason.objects.bulk_create(
        HealthReason(activity=row, text=rng.choice(_REASONS[row.kind.code])) for row in agreed
    )


# kind, đồng, state, answer
_WAITING = (
    ("hiem-ngheo", 3_000_000, ActivityState.PROPOSED, ""),
    ("kho-khan", 2_000_000, ActivityState.PROPOSED, ""),
    ("hiem-ngheo", 3_000_000, ActivityState.APPROVED, ""),
    ("kho-khan", 5_000_000, ActivityState.REFUSED, "Đã trợ cấp trong quý này; đề nghị để quý sau."),
)


def _waiting(
    rng: random.Random,
    tree: Tree,
    people: People,
    kinds: dict[str, WelfareKind],
    offices: Offices,
) -> int:
    """What a branch proposed of late: waiting, approved, refused."""
    now, made = timezone.now(), 0
    for code in ("BTH-01", "Q4-01"):
        for kind, amount, state, answer in _WAITING:
            is_answered = state != ActivityState.PROPOSED
            Activity.objects.create(
                kind=kinds[kind],
                happened_on=local_today(),
                unit=tree[code],
                member=rng.choice(people.by_branch[code]),
                amount=amount,
                fund=F.ASSOCIATION,
                state=state,
                answer=answer,
                basis=_SAMPLE,
                entered_by=offices.users["thuky1"] if code == "BTH-01" else None,
                entered_at=now - dt.timedelta(days=3),
                answered_by=offices.users["binhthanh"] if is_answered else None,
                answered_at=now - dt.timedelta(days=1) if is_answered else None,
            )
            made += 1
    return made


def _visitors(rng: random.Random, rows: list[Activity], offices: Offices) -> None:
    """The branch's head goes along on most visits, or the district sends somebody."""
    visitors = []
    for row in rows:
        if rng.random() < 0.35:
            continue
        head = offices.holders.get((row.unit.code, "chi-hoi-truong"))
        if head is None or head == row.member:
            visitors.append(Visitor(activity=row, name=f"Đại diện {row.unit.name}", order=1))
        else:
            visitors.append(Visitor(activity=row, member=head, order=1))
        if rng.random() < 0.3:
            visitors.append(Visitor(activity=row, name="Đại diện khu phố", order=2))
    Visitor.objects.bulk_create(visitors)
