"""Awards on the cards: invented, of the usual kinds, one decision for several people here and there."""

import datetime as dt

from kit.dates import local_today
from members.models import AwardKind, Member, MemberAward, User

from .people import People
from .seeds import chance

_SINCE = dt.date(2023, 12, 12)
# Emptied with the rest of the book: the few that the demo gives.
_KINDS = (
    ("bang-khen-thanh-pho", "Bằng khen của Chủ tịch Ủy ban nhân dân Thành phố", "Chủ tịch Ủy ban nhân dân Thành phố"),
    ("bang-khen-trung-uong-hoi", "Bằng khen của Trung ương Hội", "Trung ương Hội Cựu Công an nhân dân Việt Nam"),
    ("ky-niem-chuong-antq", "Kỷ niệm chương Bảo vệ an ninh Tổ quốc", "Bộ trưởng Bộ Công an"),
    ("giay-khen-phuong-xa", "Giấy khen của Chủ tịch Ủy ban nhân dân phường, xã", "Chủ tịch Ủy ban nhân dân phường, xã"),
    ("giay-khen-hoi", "Giấy khen của Hội thành phố", "Ban Thường vụ Hội thành phố"),
    ("hoi-vien-tieu-bieu", "Hội viên tiêu biểu", ""),
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
    kinds = [
        AwardKind.objects.get_or_create(
            code=code,
            defaults={
                "name": name, "authority": authority, "valid_from": _SINCE, "order": order * 10,
                "group": "reward" if authority else "title",
            },
        )[0]
        for order, (code, name, authority) in enumerate(_KINDS, 1)
    ]  # fmt: skip
    keeper = users["thuky1"]
    near = folk.by_branch[keeper.offices[0].unit.code]
    others = [one for branch in folk.by_branch.values() for one in branch if one not in near]
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
    give([one for one in near if one == users["hoivien"].member], kinds[5], last, _FOR[2])
    for kind in kinds:
        for year in (last - 1, last):
            give(rng.sample(others, 2), kind, year, rng.choice(_FOR))
    taken = rows[-1]
    taken.revoked_on, taken.revoked_reason = dt.date(last, 12, 20), "Kê khai không đúng thành tích"
    MemberAward.objects.bulk_create(rows)
    return len(rows)
