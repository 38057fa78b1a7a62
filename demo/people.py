"""Six hundred members who do not exist: names put together by chance, telephones that ring nowhere."""

import datetime as dt
import random
from dataclasses import dataclass, field
from itertools import pairwise

from kit.dates import local_today
from members.models import Member, Membership, Rank, Unit

from .seeds import chance
from .units import HEIRS, MERGED_ON, RENAMED_ON, Tree
from .years import WRITTEN

COUNT = 600

_FAMILY = [
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Trần",
    "Trần",
    "Trần",
    "Lê",
    "Lê",
    "Lê",
    "Phạm",
    "Phạm",
    "Huỳnh",
    "Huỳnh",
    "Phan",
    "Võ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Trương",
    "Lâm",
    "Mai",
    "Tô",
    "Châu",
    "Thái",
    "Cao",
    "Vũ",
    "Hoàng",
    "Tạ",
    "Hà",
    "Lưu",
    "Quách",
    "Kiều",
    "Từ",
]
_MEN = (
    [
        "Văn",
        "Văn",
        "Hữu",
        "Đức",
        "Công",
        "Quang",
        "Minh",
        "Thanh",
        "Ngọc",
        "Xuân",
        "Bá",
        "Đình",
        "Thế",
        "Trọng",
        "Hoàng",
        "Quốc",
        "Tấn",
        "Chí",
        "Duy",
    ],
    [
        "An",
        "Ân",
        "Bảo",
        "Bền",
        "Bình",
        "Cần",
        "Chánh",
        "Chiến",
        "Công",
        "Cường",
        "Danh",
        "Dũng",
        "Dương",
        "Đạo",
        "Điền",
        "Đông",
        "Đức",
        "Hải",
        "Hậu",
        "Hiền",
        "Hòa",
        "Hoàng",
        "Hùng",
        "Huy",
        "Hưng",
        "Kha",
        "Kiên",
        "Lâm",
        "Lộc",
        "Luân",
        "Mẫn",
        "Minh",
        "Nam",
        "Nghĩa",
        "Nhân",
        "Nhựt",
        "Phát",
        "Phong",
        "Phú",
        "Phúc",
        "Phước",
        "Quân",
        "Quý",
        "Sang",
        "Sáu",
        "Sơn",
        "Tâm",
        "Tấn",
        "Thành",
        "Thảo",
        "Thiện",
        "Thịnh",
        "Thọ",
        "Thuận",
        "Tín",
        "Toàn",
        "Trí",
        "Trung",
        "Tùng",
        "Út",
        "Vinh",
        "Vượng",
    ],
)
_WOMEN = (
    [
        "Thị",
        "Thị",
        "Thị",
        "Kim",
        "Ngọc",
        "Thu",
        "Mỹ",
        "Bích",
        "Hồng",
        "Thanh",
        "Minh",
        "Tuyết",
        "Xuân",
        "Phương",
    ],
    [
        "An",
        "Ánh",
        "Bé",
        "Chi",
        "Cúc",
        "Dung",
        "Duyên",
        "Đào",
        "Điệp",
        "Hà",
        "Hạnh",
        "Hằng",
        "Hiền",
        "Hoa",
        "Hòa",
        "Hoàng",
        "Hồng",
        "Huệ",
        "Hương",
        "Lan",
        "Lành",
        "Lệ",
        "Liên",
        "Loan",
        "Lý",
        "Mai",
        "Mận",
        "Minh",
        "Nga",
        "Ngân",
        "Nguyệt",
        "Nhàn",
        "Nhung",
        "Oanh",
        "Phượng",
        "Sương",
        "Tâm",
        "Thanh",
        "Thảo",
        "Thắm",
        "Thoa",
        "Thu",
        "Thủy",
        "Thúy",
        "Trinh",
        "Tuyết",
        "Út",
        "Vân",
        "Xuân",
        "Yến",
    ],
)
# Those whom the public report names: no invented card may bear one of their names.
_REAL = {
    "Trương Giang Long",
    "Trần Triều Dương",
    "Nguyễn Văn Linh",
    "Nguyễn Tiến Đạt",
    "Phan Hồng Khanh",
}
_RANKS = (
    (Rank.SENIOR_COLONEL, 6),
    (Rank.COLONEL, 15),
    (Rank.LIEUTENANT_COLONEL, 24),
    (Rank.MAJOR, 22),
    (Rank.SENIOR_CAPTAIN, 15),
    (Rank.CAPTAIN, 8),
    (Rank.SENIOR_LIEUTENANT, 5),
    (Rank.SERGEANT_MAJOR, 5),
)
_PROVINCES = ("Tây Ninh", "Đồng Nai", "Lâm Đồng", "Vĩnh Long")
_BIGGEST = {"BTH": 22, "Q4": 19, "PN": 19, "Q6": 19, "Q8": 19, "Q11": 19}


@dataclass
class People:
    """Members by the code of the branch they belong to today."""

    by_branch: dict[str, list[Member]] = field(default_factory=dict)
    joined: dict[int, dt.date] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def take(self, branch: Unit, since: dt.date) -> Member:
        """Somebody of the branch without an office yet: by then a member, not too old, if it can be.

        Of those the one with the highest rank, so that chairmen aren't outranked by secretaries.
        Committees meet a little before branches do.
        """
        free = [person for person in self.by_branch[branch.code] if person.pk not in self.taken]
        limit = since + dt.timedelta(days=30)
        year = local_today().year
        chosen = min(
            free,
            key=lambda person: (
                person.kind == Member.Kind.HONORARY,  # who can't be elected
                self.joined[person.pk] > limit,
                not year - 84 <= person.birth_year <= year - 60,
                person.rank or 999,
                person.pk,
            ),
        )
        self.taken.add(chosen.pk)
        return chosen


def load(tree: Tree) -> People:
    rng = chance("people")
    today = local_today()
    seats = _seats(tree, rng)
    members = [_member(rng, number, branch) for number, branch in enumerate(seats, 1)]
    Member.objects.bulk_create(members)
    people = People({branch.code: [] for branch in tree.branches})
    memberships: list[Membership] = []
    followers: list[tuple[Membership, Membership]] = []
    for number, (member, branch) in enumerate(zip(members, seats, strict=True)):
        line = _memberships(rng, tree, member, branch, number, today)
        _of_the_age_to_join(member, line[0].valid_from)
        memberships += line
        followers += pairwise(line)
        people.joined[member.pk] = line[0].valid_from
        if number % 67 == 29:
            _from_elsewhere(member, line[0], number)
        if line[-1].valid_to is None:
            people.by_branch[line[-1].unit.code].append(member)
    Membership.objects.bulk_create(memberships)
    for before, after in followers:
        after.predecessor = before
    Membership.objects.bulk_update([after for _, after in followers], ["predecessor"])
    changed = [
        member
        for member in members
        if member.died_on or member.elsewhere_on or people.joined[member.pk].year > WRITTEN
    ]
    Member.objects.bulk_update(changed, [
        "died_on", "birth_year", "birth_date", "retired_on", "elsewhere_on", "elsewhere",
        "elsewhere_code", "elsewhere_letter",
    ])  # fmt: skip
    return people


def _seats(tree: Tree, rng: random.Random) -> list[Unit]:
    """One branch for each member: full branches in the second cluster, small ones elsewhere."""
    wanted = [
        branch
        for branch in tree.branches
        for _ in range(_BIGGEST.get(branch.code.split("-")[0], 18) + rng.randint(-2, 2))
    ]
    big = [branch for branch in tree.branches if branch.code.split("-")[0] in _BIGGEST]
    while len(wanted) < COUNT:
        wanted.append(rng.choice(big))
    return sorted(wanted[:COUNT], key=_place)


def _place(branch: Unit) -> tuple[int, int]:
    """District by district; those right under the city come last."""
    above = branch.parent.sort_order if branch.parent else 0
    return above or 99, branch.sort_order


def _name(rng: random.Random, woman: bool) -> str:
    middles, givens = _WOMEN if woman else _MEN
    while True:
        name = f"{rng.choice(_FAMILY)} {rng.choice(middles)} {rng.choice(givens)}"
        words = name.split()
        if name not in _REAL and len(set(words)) == len(words):
            return name


def _member(rng: random.Random, number: int, branch: Unit) -> Member:
    woman = rng.random() < 0.27
    birth_year = min(1968, max(1934, round(rng.gauss(1954, 8))))
    born = dt.date(birth_year, rng.randint(1, 12), rng.randint(1, 28))
    retired = dt.date(
        min(2023, birth_year + rng.randint(53, 60)), rng.randint(1, 12), rng.choice((1, 15))
    )
    ranks, weights = zip(*_RANKS, strict=True)
    area = branch.name.removeprefix("Chi hội Cựu Công an nhân dân ")
    return Member(
        code=f"HV{number:06}",
        full_name=_name(rng, woman),
        kind=Member.Kind.HONORARY if rng.random() < 0.02 else Member.Kind.OFFICIAL,
        gender=Member.Gender.FEMALE if woman else Member.Gender.MALE,
        birth_year=birth_year,
        birth_date=born if rng.random() < 0.7 else None,
        rank=rng.choices(ranks, weights)[0],
        retired_on=retired,
        phone=f"0900 000 {number:03}",
        address=f"Số {rng.randint(1, 199)}, đường Mẫu {rng.randint(1, 30)}, {area}",
    )


def _of_the_age_to_join(member: Member, joined: dt.date) -> None:
    """Who joins in a later year was born, and retired, as much later."""
    years = max(0, joined.year - WRITTEN)
    member.birth_year += years
    if member.birth_date:
        member.birth_date = member.birth_date.replace(year=member.birth_year)
    if member.retired_on:
        member.retired_on = member.retired_on.replace(year=member.retired_on.year + years)


def _from_elsewhere(member: Member, first: Membership, number: int) -> None:
    """Joined in another province some months before, and came with its letter."""
    province = _PROVINCES[number % len(_PROVINCES)]
    member.elsewhere_on = first.valid_from - dt.timedelta(days=40 + number % 200)
    member.elsewhere = f"Hội Cựu Công an nhân dân tỉnh {province}"
    member.elsewhere_code = f"MH-{number:03}"
    member.elsewhere_letter = f"{number % 30 + 1:02}/GGT-MH"
    first.entered_by, first.decision_no = Membership.Entry.FROM_OUTSIDE, member.elsewhere_letter


def _memberships(
    rng: random.Random, tree: Tree, member: Member, branch: Unit, number: int, today: dt.date
) -> list[Membership]:
    """How the member came to the branch, and, for a few, how they left it again."""
    start, entry = _entry(rng, branch, today)
    line = [Membership(member=member, unit=branch, valid_from=start, entered_by=entry)]
    if branch.code == "Q4-09" and rng.random() < 0.85:
        line = _moved_in(member, tree[rng.choice(("Q4-06", "Q4-07"))], branch, MERGED_ON)
    elif branch.code == "PN-09" and rng.random() < 0.85:
        line = _moved_in(member, tree["PN-08"], branch, RENAMED_ON)
    elif branch.code in HEIRS.values() and rng.random() < 0.9:
        before = next(old for old, new in HEIRS.items() if new == branch.code)
        line = _moved_in(member, tree[before], branch, RENAMED_ON)
    elif number % 47 == 11:
        _transfer(rng, tree, line, today)
    if number % 31 == 7:
        _leave(rng, member, line[-1], today)
    for membership in line:
        membership.decision_no = (
            membership.decision_no or f"{membership.valid_from:%m}/QĐ-MH-{membership.unit.code}"
        )
    return line


def _entry(rng: random.Random, branch: Unit, today: dt.date) -> tuple[dt.date, str]:
    if rng.random() < 0.74 and branch.valid_from < MERGED_ON:
        return branch.valid_from, Membership.Entry.FOUNDING
    days = max(30, (today - branch.valid_from).days)
    # More joined early; each month's first working days, as committees decide.
    since = branch.valid_from + dt.timedelta(days=round(days * rng.random() ** 1.6) - 1)
    return max(since, branch.valid_from + dt.timedelta(days=1)), Membership.Entry.ADMITTED


def _moved_in(member: Member, old: Unit, new: Unit, on: dt.date) -> list[Membership]:
    return [
        Membership(
            member=member,
            unit=old,
            valid_from=old.valid_from,
            valid_to=on,
            entered_by=Membership.Entry.FOUNDING,
            left_by=Membership.Exit.REASSIGNED,
        ),
        Membership(member=member, unit=new, valid_from=on, entered_by=Membership.Entry.REASSIGNED),
    ]


def _transfer(rng: random.Random, tree: Tree, line: list[Membership], today: dt.date) -> None:
    """The member moved house: on to a branch of another district."""
    first = line[0]
    days = (today - first.valid_from).days
    if days < 200:
        return
    moved = first.valid_from + dt.timedelta(days=rng.randint(100, days - 60))
    others = [
        unit
        for unit in tree.branches
        if unit.parent_id != first.unit.parent_id and unit.valid_from < moved
    ]
    first.valid_to, first.left_by = moved, Membership.Exit.TRANSFERRED
    line.append(
        Membership(
            member=first.member,
            unit=rng.choice(others),
            valid_from=moved,
            entered_by=Membership.Entry.TRANSFERRED,
        )
    )


def _leave(rng: random.Random, member: Member, membership: Membership, today: dt.date) -> None:
    days = (today - membership.valid_from).days
    if days < 120:
        return
    on = membership.valid_from + dt.timedelta(days=rng.randint(60, days - 20))
    how = rng.choice(
        (Membership.Exit.DECEASED,) * 7
        + (Membership.Exit.STRUCK_OFF, Membership.Exit.MOVED_AWAY, Membership.Exit.RESIGNED)
    )
    membership.valid_to, membership.left_by = on, how
    if how == Membership.Exit.DECEASED:
        member.died_on = on
