"""Awards on the cards: invented, of the usual kinds, one decision for several people here and there."""

import datetime as dt

from kit.dates import local_today
from members.actor import acting_as
from members.models import AwardKind, Member, MemberAward, User
from recognition.actions.catalogue import add_usual_awards

from .people import People
from .seeds import chance

_KINDS = (
    "bang-khen-thanh-pho", "bang-khen-trung-uong-hoi", "ky-niem-chuong-antq", "giay-khen-phuong-xa",
    "giay-khen-hoi", "hoi-vien-tieu-bieu",
)  # fmt: skip
_FOR = (
    "Thành tích trong phong trào toàn dân bảo vệ an ninh Tổ quốc",
    "Thành tích trong công tác Hội",
    "Thành tích trong hoạt động nghĩa tình đồng đội",
    "Gương người tốt, việc tốt",
)


def load(folk: People, users: dict[str, User]) -> int:
    """Some four of a hundred members, more in the branch of `thuky1`; one award was taken back."""
    rng = chance("awards")
    office = users["vanphong"]
    with acting_as(user=office):
        add_usual_awards(by=office)
    by_code = AwardKind.objects.in_bulk(_KINDS, field_name="code")
    kinds = [by_code[code] for code in _KINDS]
    keeper = users["thuky1"]
    near = folk.by_branch[keeper.offices[0].unit.code]
    others = [
        member for branch in folk.by_branch.values() for member in branch if member not in near
    ]
    last = local_today().year - 1
    rows: list[MemberAward] = []

    def give(members: list[Member], kind: AwardKind, year: int, why: str) -> None:
        day = dt.date(year, 8, 19) if kind.code.startswith("bang") else None
        number = rng.randint(11, 480)
        for member in members:
            rows.append(
                MemberAward(
                    member=member, kind=kind, title=why, year=year, awarded_on=day,
                    authority=kind.authority, decision_no=f"{number}/QĐ-MH", made_by=keeper,
                    token=f"demo-{kind.code}-{year}-{number}"[:64],
                )
            )  # fmt: skip

    give(near[:4], kinds[4], last, _FOR[1])
    give(near[1:3], kinds[0], last, _FOR[0])
    give(near[5:6], kinds[3], last - 1, _FOR[3])
    give([member for member in near if member == users["hoivien"].member], kinds[5], last, _FOR[2])
    for kind in kinds:
        for year in (last - 1, last):
            give(rng.sample(others, 2), kind, year, rng.choice(_FOR))
    taken = rows[-1]
    taken.revoked_on, taken.revoked_reason = dt.date(last, 12, 20), "Kê khai không đúng thành tích"
    MemberAward.objects.bulk_create(rows)
    return len(rows)
