"""Exemplars: in every state, invented; and two years of a branch by the scale of the model branch."""

import datetime as dt
from decimal import Decimal
from typing import Any

from desk.versions import version_of
from exemplars.actions.exemplars import adopt, move_exemplar, save_figure, start_exemplar
from exemplars.actions.ratings import move_rating, save_marks, start_rating
from exemplars.actions.usual import add_usual_kinds
from exemplars.models import (
    Adoption,
    Exemplar,
    ExemplarFigure,
    ExemplarKind,
    ExemplarPhoto,
    ExemplarStep,
    RatingStep,
    UnitRating,
)
from kit.dates import local_today
from members.actor import acting_as
from members.models import Consent, Member, Unit, User

from .album import Album
from .offices import Offices
from .units import Tree

_S = ExemplarStep
_GROUP, _WAY = "Tổ tự quản bảo vệ an ninh trật tự", "Mô hình, cách làm hay"
_PERSON, _UNIT = "Cá nhân điển hình tiên tiến", "Tập thể điển hình tiên tiến"
# Unit, who writes, who decides, kind, title, since, leader, lead, story, scene, the day it was
# recognised ("" not yet), figures.
_EXEMPLARS: tuple[tuple[Any, ...], ...] = (
    (
        "BTH-01", "thuky1", "binhthanh", _GROUP, "Tổ tự quản hẻm 41: bốn năm không mất xe", 2021,
        "Nguyễn Văn Minh Họa",
        "Mười hai hội viên cùng bà con trong hẻm thay nhau đi tuần mỗi tối, nhắc nhà nhà khóa cổng, ghi sổ người lạ.",
        "Năm 2020 hẻm 41 mất bảy chiếc xe máy. Chi hội họp với tổ dân phố, mời mỗi nhà cử một người, chia sáu nhóm, mỗi tối hai người đi "
        "tuần từ 21 giờ đến 23 giờ.\n\nTổ lập nhóm Zalo của hẻm, nhà nào đi vắng thì báo; mỗi cột điện có một bóng đèn do các nhà góp. Công an "
        "phường hướng dẫn cách ghi chép và báo tin.\n\nĐiều rút ra: việc nhỏ, đều tay, ai cũng có phần; cán bộ hưu trí đi trước, bà con theo.",
        "alley", "20/11/2024",
        (("Số hộ tham gia", "86", "hộ"), ("Vụ mất trộm trong hẻm", "0", "vụ"), ("Buổi đi tuần", "1.180", "buổi")),
    ),
    (
        "BTH-01", "thuky1", "binhthanh", _WAY, "Sổ thuốc treo đầu giường", 2023, "",
        "Mỗi hội viên trên 75 tuổi có một tờ ghi thuốc đang dùng, người cần gọi, treo đầu giường; mỗi quý chi hội đến xem lại.",
        "Hai lần người nhà hoảng hốt không biết cụ đang uống thuốc gì khi đưa đi cấp cứu. Chi hội in một tờ giấy lớn, chữ to, có chỗ ghi thuốc, "
        "dị ứng, số điện thoại con cháu và trạm y tế.\n\nMỗi quý, người đi thăm mang theo bút, hỏi lại từng dòng.",
        "tea", "12/06/2025", (("Tờ đã treo", "41", "tờ"),),
    ),
    (
        "BTH-02", "thuky2", "binhthanh", _GROUP, "Tổ hòa giải ba cụ", 2019, "Trần Thị Minh Họa",
        "Ba hội viên trên 70 tuổi nhận hòa giải mọi chuyện hàng xóm trong khu phố trước khi phải lên phường.",
        "Chuyện nước mưa, chuyện hát karaoke, chuyện đậu xe chắn cửa. Ba cụ hẹn hai bên uống trà, nghe hết, ghi lại điều đã thuận, hai bên ký.",
        "bench", "20/11/2024", (("Vụ hòa giải thành", "37", "vụ"),),
    ),
    (
        "Q4", "quan4", "vanphong", _UNIT, "Hội Quận 4: nhà nào có tang, Hội có mặt trong ngày", 2022, "",
        "Từ lúc nhận tin đến lúc viếng không quá một ngày, có người ở lại giúp gia đình.",
        "Mỗi chi hội cử một nhóm ba người, có danh sách điện thoại, có sẵn băng tang và lời điếu mẫu. Tin báo về là nhóm đến ngay, quận lo vòng hoa.",
        "candles", "22/12/2025", (("Gia đình được giúp", "29", "gia đình"),),
    ),
    (
        "BTH-02", "thuky2", "binhthanh", _WAY, "Quỹ nuôi heo đất tình nghĩa", 2024, "",
        "Mỗi hội viên một con heo đất, cuối năm đập heo, góp quà cho hội viên khó khăn.",
        "Heo đất phát đầu năm, ghi tên. Cuối năm đập heo tại buổi họp mặt, đếm công khai, ghi vào sổ quỹ.",
        "gift", "sent", (),
    ),
    (
        "BTH-01", "thuky1", "binhthanh", _WAY, "Lớp học điện thoại cho người cao tuổi", 2025, "",
        "Chiều thứ bảy, con cháu hội viên dạy các bác gọi hình, đọc tin, tránh lừa đảo.",
        "Đã mở được bốn buổi.", "desk", "returned", (),
    ),
    (
        "BTH-01", "thuky1", "binhthanh", _WAY, "Vườn rau trên sân thượng", 2026, "",
        "Năm nhà cùng hẻm trồng rau thùng xốp, chia nhau.", "", "lotus", "", (),
    ),
)  # fmt: skip
# The scale's criteria in its order: what the branch gave itself, what the district gave.
_OWN = ("18", "82", "100", "19", "2", "13", "1")
_YEARS: tuple[tuple[str, ...], ...] = (
    ("17", "76", "100", "18", "2", "12", "1"), ("16", "70", "95", "18", "1", "12", "1"),
)  # fmt: skip


def load(tree: Tree, offices: Offices, album: Album) -> str:
    """What there is, in words."""
    users = offices.users
    with acting_as(user=users["vanphong"]):
        add_usual_kinds(by=users["vanphong"])
    kinds = {kind.name: kind for kind in ExemplarKind.objects.all()}
    made = [_exemplar(tree, users, kinds, album, *row) for row in _EXEMPLARS]
    _person(tree["BTH-01"], users, kinds[_PERSON], album)
    _followed(made[0], tree["BTH-02"], users["thuky2"], "15/01/2025", "Thêm camera ở hai đầu hẻm.")
    _followed(made[0], tree["Q4"], users["quan4"], "01/03/2025", "")
    _followed(made[2], tree["BTH-01"], users["thuky1"], "10/04/2025", "")
    _ratings(tree["BTH-01"], kinds["Chi hội mẫu"], users)
    return (
        f"exemplars: {Exemplar.objects.count()}, years by the scale: {UnitRating.objects.count()}"
    )


def _day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day of the calendar


def _exemplar(
    tree: Tree, users: dict[str, User], kinds: dict[str, ExemplarKind], album: Album,
    code: str, writer: str, decider: str, kind: str, title: str, since: int, leader: str, lead: str,
    story: str, scene: str, goal: str, figures: tuple[tuple[str, str, str], ...],
) -> Exemplar:  # fmt: skip
    by = users[writer]
    row = Exemplar(
        unit=tree[code], kind=kinds[kind], title=title, begun_year=since, leader=leader, lead=lead,
        story=story,
    )  # fmt: skip
    with acting_as(user=by):
        row = start_exemplar(exemplar=row, token=f"minh-hoa-{title}"[:64], by=by)
        for label, value, measure in figures:
            number = Decimal(value.replace(".", ""))
            figure = ExemplarFigure(
                exemplar=row, label=label, value=number, measure=measure, as_of=_day("30/11/2025")
            )
            save_figure(figure=figure, by=by)
    if goal:
        album.put(ExemplarPhoto(exemplar=row, people_agreed=True, order=1), scene)
        _move(row, _S.SUBMIT, by)
    if goal == "returned":
        _move(row, _S.RETURN, users[decider], note="Kể rõ hơn: bao nhiêu người học, học được gì.")
    elif goal and goal != "sent":
        _recognise(row, users[decider], goal)
    return row


def _move(row: Exemplar, step: ExemplarStep, by: User, **facts: Any) -> None:
    with acting_as(user=by):
        move_exemplar(exemplar=row, step=step, by=by, **facts)


def _recognise(row: Exemplar, by: User, day: str) -> None:
    number = f"{row.pk:02}/QĐ-HCCA (minh họa)"
    _move(row, _S.RECOGNISE, by, recognised_on=_day(day), decision_no=number)


def _person(branch: Unit, users: dict[str, User], kind: ExemplarKind, album: Album) -> None:
    """A member who has agreed to be told of."""
    member = Member.objects.of_units(Unit.objects.filter(pk=branch.pk), local_today()).order_by(
        "pk"
    )[2]
    Consent.objects.create(
        member=member, purpose=Consent.Purpose.PICTURE, channel=Consent.Channel.PAPER,
        given_on=_day("02/05/2025"), recorded_by=users["thuky1"], wording=Consent.FIRST_WORDING,
    )  # fmt: skip
    by = users["thuky1"]
    row = Exemplar(
        unit=branch, kind=kind, member=member, title="Người giữ tủ sách khu phố", begun_year=2016,
        lead="Mười năm mở cửa nhà mình làm tủ sách, ghi từng lượt mượn bằng tay.",
        story="Tủ sách bắt đầu từ ba trăm cuốn của gia đình. Trẻ con trong xóm đến đọc, người già đến "
        "nghe đọc báo. Sách mượn ghi vào vở, chưa mất cuốn nào.",
    )  # fmt: skip
    with acting_as(user=by):
        row = start_exemplar(exemplar=row, token=f"minh-hoa-{row.title}", by=by)
    album.put(ExemplarPhoto(exemplar=row, people_agreed=True, order=1), "desk")
    _move(row, _S.SUBMIT, by)
    _recognise(row, users["binhthanh"], "19/08/2025")


def _followed(row: Exemplar, unit: Unit, by: User, since: str, note: str) -> None:
    with acting_as(user=by):
        adopt(adoption=Adoption(exemplar=row, unit=unit, since=_day(since), note=note), by=by)


def _ratings(branch: Unit, kind: ExemplarKind, users: dict[str, User]) -> None:
    """The year before last reached the mark not, the last one lies at the district."""
    last = local_today().year - 1
    for year, given in ((last - 1, _YEARS[1]), (last, _YEARS[0]), (last + 1, None)):
        own, above = users["thuky1"], users["binhthanh"]
        rating = UnitRating(unit=branch, kind=kind, year=year)
        with acting_as(user=own):
            rating = start_rating(rating=rating, token=f"minh-hoa-mau-{year}", by=own)
            rating = _marked(rating, "own", _OWN, own)
            rating = move_rating(rating=rating, step=RatingStep.SEND, by=own)
        if given is None:
            continue
        with acting_as(user=above):
            rating = _marked(rating, "given", given, above)
            move_rating(rating=rating, step=RatingStep.CONFIRM, by=above)


def _marked(rating: UnitRating, column: str, values: tuple[str, ...], by: User) -> UnitRating:
    criteria = rating.criteria_set.criteria.order_by("order")
    typed = {row.pk: Decimal(value) for row, value in zip(criteria, values, strict=True)}
    return save_marks(rating=rating, column=column, values=typed, version=version_of(rating), by=by)
