"""The awards that an association begins with, and the money that goes with them.

Multiples: docs/domain.md, "Emulation" of §9 (secondary). What stands there for collectives alone is
halved for persons, and once and a half that for a household; such figures, and those of the Hội's
own awards, are marked as a proposal.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from ..models import OUR_PROPOSAL, Recipient

_P, _C, _H = Recipient.PERSON, Recipient.COLLECTIVE, Recipient.HOUSEHOLD
_STATE, _OURS = dt.date(1945, 9, 2), dt.date(2023, 12, 12)
_MINISTER = "Bộ trưởng Bộ Công an"
_CITY = "Chủ tịch Ủy ban nhân dân Thành phố"
_CENTRE = "Trung ương Hội Cựu Công an nhân dân Việt Nam"
_LAW = "Nghị định số 152/2025/NĐ-CP"
RATES_SINCE = dt.date(2025, 7, 1)

# From when, how much, by which decree.
USUAL_SALARIES = (
    (dt.date(2024, 7, 1), 2_340_000, "Nghị định số 73/2024/NĐ-CP"),
    (dt.date(2026, 7, 1), 2_530_000, "Nghị định số 161/2026/NĐ-CP"),
)


@dataclass(frozen=True)
class UsualAward:
    """`rates`: multiples with their source, by recipient; without money, to whom it is given."""

    code: str
    name: str
    authority: str
    recipients: tuple[Recipient, ...] = (_P,)
    rates: dict[Recipient, tuple[str, str]] = field(default_factory=dict)
    is_title: bool = False
    is_given_above: bool = True
    since: dt.date = _STATE

    @property
    def multiples(self) -> list[tuple[Recipient, Decimal, str]]:
        return [(who, Decimal(number), source) for who, (number, source) in self.rates.items()]


_A = UsualAward
_ALL = (_P, _C, _H)
_MERIT = {_P: ("1.5", OUR_PROPOSAL), _C: ("3", _LAW), _H: ("2.25", OUR_PROPOSAL)}
_COMMENDED = {_P: ("0.3", OUR_PROPOSAL), _C: ("0.6", _LAW), _H: ("0.45", OUR_PROPOSAL)}
_OWN = {who: (number, OUR_PROPOSAL) for who, (number, _) in _COMMENDED.items()}
# In the order of Luật Thi đua, khen thưởng: titles, then rewards from the highest down.
USUAL_AWARDS = (
    _A("chien-si-thi-dua", "Chiến sĩ thi đua cơ sở", "", (_P,), {_P: ("1", _LAW)}, is_title=True),
    _A("co-thi-dua-bo", "Cờ thi đua của Bộ Công an", _MINISTER, (_C,), {_C: ("8", _LAW)}, is_title=True),
    _A("co-thi-dua-thanh-pho", "Cờ thi đua của Ủy ban nhân dân Thành phố", _CITY, (_C,),
       {_C: ("8", _LAW)}, is_title=True),
    _A("tap-the-lao-dong-xuat-sac", "Tập thể lao động xuất sắc", _CITY, (_C,), {_C: ("1.5", _LAW)},
       is_title=True),
    _A("tap-the-lao-dong-tien-tien", "Tập thể lao động tiên tiến", "", (_C,), {_C: ("0.8", _LAW)},
       is_title=True),
    _A("bang-khen-chinh-phu", "Bằng khen của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", _ALL),
    _A("bang-khen-bo", "Bằng khen của Bộ trưởng Bộ Công an", _MINISTER, _ALL, _MERIT),
    _A("bang-khen-thanh-pho", "Bằng khen của Chủ tịch Ủy ban nhân dân Thành phố", _CITY, _ALL, _MERIT),
    _A("bang-khen-trung-uong-hoi", "Bằng khen của Trung ương Hội", _CENTRE, (_P, _C), since=_OURS),
    _A("ky-niem-chuong-antq", "Kỷ niệm chương Bảo vệ an ninh Tổ quốc", _MINISTER),
    _A("ky-niem-chuong-hoi", "Kỷ niệm chương của Hội", _CENTRE, since=_OURS),
    _A("giay-khen-cong-an", "Giấy khen của Giám đốc Công an Thành phố", "Giám đốc Công an Thành phố",
       _ALL, _COMMENDED),
    _A("giay-khen-phuong-xa", "Giấy khen của Chủ tịch Ủy ban nhân dân phường, xã",
       "Chủ tịch Ủy ban nhân dân phường, xã", _ALL),
    _A("giay-khen-hoi", "Giấy khen của Hội thành phố", "Ban Thường vụ Hội thành phố", _ALL, _OWN,
       is_given_above=False, since=_OURS),
    _A("hoi-vien-tieu-bieu", "Hội viên tiêu biểu", "", is_title=True, is_given_above=False, since=_OURS),
)  # fmt: skip
