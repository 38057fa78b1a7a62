"""Two houses for comrades: one handed over, one being repaired."""

import datetime as dt

from kit.dates import local_today
from welfare.actions.houses import add_stage, create_house, move_house, save_gift
from welfare.models import House, HouseGift, HouseStage, HouseStep

from .offices import Offices
from .units import Tree


def load_houses(tree: Tree, offices: Offices) -> int:
    """A repair under way at thuky1's branch, and a house of last year in the district."""
    _house(
        tree, offices, "BTH-01", "thuky1", "Gia đình bà Sáu (minh họa)", "repair", 60, 40_000_000
    )
    done = _house(
        tree, offices, "BTH-02", "thuky2", "Gia đình ông Tám (minh họa)", "build", 300, 90_000_000
    )
    user, last = offices.users["binhthanh"], local_today() - dt.timedelta(days=200)
    facts = {
        "accepted_on": last,
        "acceptance": "Nhà đạt yêu cầu, đưa vào ở được.",
        "cost": 88_000_000,
    }
    move_house(house=done, step=HouseStep.ACCEPT, facts=facts, by=user)
    keys = {"handed_on": last + dt.timedelta(days=3), "receiver": "Ông Tám (minh họa)"}
    move_house(house=done, step=HouseStep.HAND_OVER, facts=keys, by=user)
    return 2


def _house(
    tree: Tree, offices: Offices, unit: str, writer: str, family: str, kind: str, ago: int, cost: int
) -> House:  # fmt: skip
    begun = local_today() - dt.timedelta(days=ago)
    user = offices.users[writer]
    house = create_house(
        house=House(
            unit=tree[unit], family=family, kind=kind, surveyed_on=begun, estimate=cost,
            survey="Mái dột, vách mục; cần làm lại mái và nền.", place="Hẻm 12 (minh họa)",
        ),
        token=f"demo-house-{unit}-0000", by=user,
    )  # fmt: skip
    move_house(house=house, step=HouseStep.PROPOSE, facts={}, by=user)
    above = offices.users["binhthanh"]
    move_house(house=house, step=HouseStep.APPROVE, facts={"decision_no": "12/QĐ"}, by=above)
    start = begun + dt.timedelta(days=15)
    move_house(house=house, step=HouseStep.START, facts={"started_on": start}, by=user)
    for number, (giver, pledged, received) in enumerate(
        (
            ("Công ty thiện nguyện (minh họa)", cost // 2, cost // 2),
            ("Quỹ nghĩa tình quận", cost // 2, 0),
        )
    ):
        gift = HouseGift(
            house=house, giver=giver, pledged=pledged, received=received,
            received_on=start if received else None, is_direct=bool(received) and kind == "build",
        )  # fmt: skip
        save_gift(gift=gift, token=f"demo-gift-{unit}-{number}00000", by=user)
    for number, (days, what) in enumerate(
        ((3, "Tháo dỡ phần hư hỏng, đổ nền."), (20, "Lợp mái mới."))
    ):
        stage = HouseStage(house=house, on=start + dt.timedelta(days=days), what=what)
        add_stage(stage=stage, photograph=None, token=f"demo-stage-{unit}-{number}0000", by=user)
    return house
