"""The tree: the association, the districts of three clusters, some thirty branches, three changes."""

import datetime as dt
from dataclasses import dataclass, field

from kit.text import slugify
from members.models import Succession, Unit

from .seeds import day

FOUNDED = day("12/12/2023")
MERGED_ON = day("01/01/2025")
RENAMED_ON = day("01/07/2025")

# code, name within "Hội Cựu Công an nhân dân …", founded, branches as (name, members wanted)
_DISTRICTS = (
    ("Q4", "Quận 4", "20/03/2024", ("Phường 2", "Phường 4", "Phường 8", "Phường 13")),
    ("Q6", "Quận 6", "28/03/2024", ("Phường 1", "Phường 7", "Phường 11")),
    ("Q8", "Quận 8", "04/04/2024", ("Phường 4", "Phường 5", "Phường 16")),
    ("Q11", "Quận 11", "11/04/2024", ("Phường 3", "Phường 5", "Phường 15")),
    (
        "BTH",
        "Quận Bình Thạnh",
        "15/03/2024",
        ("Phường 12", "Phường 13", "Phường 22", "Phường 25", "Phường 26", "Phường 28"),
    ),
    ("PN", "Quận Phú Nhuận", "26/03/2024", ("Phường 2", "Phường 5", "Phường 9")),
    ("Q1", "Quận 1", "18/03/2024", ("Phường Bến Nghé",)),
    ("Q3", "Quận 3", "22/03/2024", ("Phường Võ Thị Sáu",)),
    ("Q5", "Quận 5", "16/04/2024", ("Phường 9",)),
    ("Q10", "Quận 10", "18/04/2024", ("Phường 12", "Phường 14")),
    ("GV", "Quận Gò Vấp", "23/04/2024", ("Phường 10",)),
    ("TB", "Quận Tân Bình", "25/04/2024", ("Phường 4",)),
    ("TP", "Quận Tân Phú", "02/05/2024", ("Phường Hòa Thạnh",)),
)
CLUSTER_TWO = ("Q4", "Q6", "Q8", "Q11", "BTH", "PN")
CLUSTER_ONE = ("Q1", "Q3", "Q5", "Q10")
CLUSTER_THREE = ("GV", "TB", "TP")
# Since 01/07/2025 there are associations without districts: this one's branches go on right under
# the city, as chi hội of the new wards. Old branch: new code, ward.
WITHOUT_DISTRICT = "Q10"
_UNDER_THE_CITY = {"Q10-01": ("PHH", "Phường Hòa Hưng"), "Q10-02": ("PDH", "Phường Diên Hồng")}
HEIRS = {old: new for old, (new, _) in _UNDER_THE_CITY.items()}


def members_of_cluster(codes: tuple[str, ...], on: dt.date) -> tuple[str, ...]:
    """The units of a cluster on that day: from 01/07/2025 the branches in place of the district."""
    if on < RENAMED_ON:
        return codes
    return tuple(
        heir for code in codes for heir in (HEIRS.values() if code == WITHOUT_DISTRICT else (code,))
    )


_ASSOCIATION_INTRODUCTION = (
    "Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh tập hợp cán bộ, chiến sĩ Công an đã nghỉ hưu, "
    "nghỉ công tác đang sinh sống trên địa bàn Thành phố; cùng nhau giữ gìn phẩm chất người chiến sĩ "
    "Công an, chăm lo nghĩa tình đồng đội và góp sức giữ bình yên cho từng khu phố.\n\n"
    "Hội thành lập ngày 12/12/2023, hoạt động theo Điều lệ Hội và pháp luật, trên nguyên tắc tự "
    "nguyện, tự quản, lấy chi hội làm nền và hội viên làm gốc."
)
_DISTRICT_INTRODUCTIONS = {
    "Q4": "Địa bàn nhỏ, nhà gần nhà, người gần người: các chi hội của Quận 4 sinh hoạt đều vào tuần đầu mỗi tháng và có nếp đi thăm nhau bằng xe đạp, đi bộ quanh các con hẻm.",
    "Q6": "Hội Quận 6 nổi bật với câu lạc bộ dưỡng sinh sáng sớm bên kênh và tổ tự quản các chợ, nơi nhiều hội viên là người giữ sổ, giữ lời hòa giải.",
    "Q8": "Hội Quận 8 trải dài theo những dòng kênh. Các chi hội nơi đây chú trọng nhà ở cho hội viên khó khăn và học bổng cho con cháu.",
    "Q11": "Hội Quận 11 có đội văn nghệ và phong trào cầu lông mạnh nhất cụm; mỗi chi hội nhận chăm lo ít nhất một gia đình chính sách.",
    "BTH": "Hội quận Bình Thạnh đông hội viên nhất Cụm thi đua II, là đơn vị chủ trì lễ ký kết giao ước thi đua ngày 11/10/2024 và làm cụm trưởng nhiệm kỳ đầu.",
    "PN": "Hội quận Phú Nhuận giữ nếp họp chi hội gọn, có biên bản, có việc cụ thể; là nơi khởi đầu mô hình “Mỗi tháng một mái nhà được ghé thăm”.",
}

_BRANCH_INTRODUCTIONS = (
    "Chi hội sinh hoạt vào tối thứ Năm đầu tháng tại nhà văn hóa khu phố.",
    "Chi hội sinh hoạt vào sáng thứ Bảy tuần đầu tháng tại hội trường Ủy ban nhân dân phường.",
    "Chi hội sinh hoạt vào chiều ngày 10 hằng tháng tại trụ sở khu phố; hội viên cao tuổi được đón tận nhà.",
    "Chi hội sinh hoạt vào sáng Chủ nhật đầu tháng, sau buổi tập dưỡng sinh.",
)


@dataclass
class Tree:
    """The units by code, and those that are no more."""

    by_code: dict[str, Unit] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Unit:
        return self.by_code[code]

    @property
    def city(self) -> Unit:
        return self["HOI"]

    @property
    def districts(self) -> list[Unit]:
        """Those in being, as `branches`."""
        return [
            unit
            for unit in self.by_code.values()
            if unit.level == Unit.Level.DISTRICT and unit.valid_to is None
        ]

    @property
    def branches(self) -> list[Unit]:
        """Those in being; the ended ones are asked for by code."""
        return [
            unit
            for unit in self.by_code.values()
            if unit.level == Unit.Level.BRANCH and unit.valid_to is None
        ]

    def branches_of(self, district: Unit) -> list[Unit]:
        return [unit for unit in self.branches if unit.parent_id == district.pk]

    def _add(self, **fields: object) -> Unit:
        unit = Unit.objects.create(**fields)
        self.by_code[unit.code] = unit
        return unit


def load() -> Tree:
    tree = Tree()
    tree._add(
        code="HOI",
        level=Unit.Level.ASSOCIATION,
        kind=Unit.Kind.CITY,
        name="Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh",
        short_name="Hội thành phố",
        slug="hoi-thanh-pho",
        introduction=_ASSOCIATION_INTRODUCTION,
        address="Số 1, đường Mẫu 1, Thành phố Hồ Chí Minh",
        phone="028 0000 0000",
        decision_no="01/QĐ-MH",
        valid_from=FOUNDED,
    )
    for order, (code, name, founded, wards) in enumerate(_DISTRICTS, 1):
        ended: dict[str, object] = {}
        if code == WITHOUT_DISTRICT:
            ended = {"valid_to": RENAMED_ON, "status": Unit.Status.DISSOLVED}
        district = tree._add(
            code=code,
            level=Unit.Level.DISTRICT,
            kind=Unit.Kind.URBAN_DISTRICT,
            name=f"Hội Cựu Công an nhân dân {_inside(name)}",
            short_name=name.removeprefix("Quận ") if not name[-1].isdigit() else name,
            slug=slugify(name if name[-1].isdigit() else name.removeprefix("Quận ")),
            parent=tree.city,
            sort_order=order,
            introduction=_DISTRICT_INTRODUCTIONS.get(code, ""),
            address=f"Số {order * 3}, đường Mẫu {order + 1}, {_inside(name)}",
            phone=f"028 0000 {order:04}",
            decision_no=f"{10 + order:02}/QĐ-MH",
            valid_from=day(founded),
            **ended,
        )
        if ended:
            ended["status"] = Unit.Status.RENAMED
        for place, ward in enumerate(wards, 1):
            since = district.valid_from + dt.timedelta(days=20)
            _branch(tree, district, place, ward, since, **ended)
    _renamed(tree)
    _merged(tree)
    _without_district(tree)
    return tree


def _inside(name: str) -> str:
    """ "Quận 4" keeps its capital, "quận Bình Thạnh" is written small within a sentence."""
    return name if name[-1].isdigit() else name.replace("Quận", "quận")


def _branch(
    tree: Tree, district: Unit, place: int, ward: str, since: dt.date, **fields: object
) -> Unit:
    area = district.name.removeprefix("Hội Cựu Công an nhân dân ")
    code = f"{district.code}-{place:02}"
    defaults: dict[str, object] = {
        "code": code,
        "level": Unit.Level.BRANCH,
        "kind": Unit.Kind.BRANCH,
        "name": f"Chi hội Cựu Công an nhân dân {ward}, {area}",
        "short_name": f"Chi hội {ward}",
        "slug": slugify(f"chi-hoi-{ward}-{district.slug}"),
        "parent": district,
        "sort_order": place,
        "introduction": _BRANCH_INTRODUCTIONS[place % len(_BRANCH_INTRODUCTIONS)],
        "address": f"Nhà văn hóa khu phố {place}, {ward}, {area}",
        "decision_no": f"{place:02}/QĐ-MH-{district.code}",
        "valid_from": since,
    }
    return tree._add(**defaults | fields)


def _renamed(tree: Tree) -> None:
    """Phú Nhuận's branch of retired staff took another name; its people went with it."""
    district = tree["PN"]
    old = _branch(
        tree,
        district,
        8,
        "Cơ quan Công an quận",
        district.valid_from + dt.timedelta(days=20),
        valid_to=RENAMED_ON,
        status=Unit.Status.RENAMED,
    )
    new = _branch(tree, district, 9, "Khối Cơ quan", RENAMED_ON)
    Succession.objects.create(
        old=old,
        new=new,
        kind=Succession.Kind.RENAMED,
        decision_no="27/QĐ-MH-PN",
        decided_on=day("20/06/2025"),
    )


def _without_district(tree: Tree) -> None:
    """A district's association ended; its branches went on under the city, and its people with them."""
    paper = {"decision_no": "31/QĐ-MH", "decided_on": day("25/06/2025")}
    for place, (old, (code, ward)) in enumerate(_UNDER_THE_CITY.items(), 1):
        new = _branch(
            tree,
            tree.city,
            place,
            ward,
            RENAMED_ON,
            code=code,
            slug=slugify(f"chi-hoi-{ward}"),
            decision_no="31/QĐ-MH",
            address=f"Nhà văn hóa khu phố {place}, {ward}, Thành phố Hồ Chí Minh",
        )
        district = tree[WITHOUT_DISTRICT]
        Succession.objects.create(old=tree[old], new=new, kind=Succession.Kind.RENAMED, **paper)
        Succession.objects.create(old=district, new=new, kind=Succession.Kind.SPLIT, **paper)


def _merged(tree: Tree) -> None:
    """Two small branches of Quận 4 came together and have met as one since."""
    district = tree["Q4"]
    ended = {"valid_to": MERGED_ON, "status": Unit.Status.MERGED}
    since = district.valid_from + dt.timedelta(days=20)
    olds = [
        _branch(tree, district, 6, "Phường 6", since, **ended),
        _branch(tree, district, 7, "Phường 9", since, **ended),
    ]
    new = _branch(
        tree,
        district,
        9,
        "liên phường 6 và 9",
        MERGED_ON,
        kind=Unit.Kind.JOINT_BRANCH,
        introduction=(
            "Chi hội sinh hoạt ghép của hội viên hai phường 6 và 9, thành lập trên cơ sở hợp nhất "
            "hai chi hội từ ngày 01/01/2025. Họp vào chiều thứ Sáu tuần đầu tháng."
        ),
    )
    for old in olds:
        Succession.objects.create(
            old=old,
            new=new,
            kind=Succession.Kind.MERGED,
            decision_no="42/QĐ-MH-Q4",
            decided_on=day("20/12/2024"),
        )
