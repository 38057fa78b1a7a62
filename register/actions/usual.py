"""The posts that such an association usually has, for one that begins: nobody need write them by hand."""

from dataclasses import dataclass

from django.db import transaction

from members.actions.permission import Given, needs
from members.models import Position, Unit, User

_R = Position.Right


@dataclass(frozen=True)
class UsualPost:
    code: str
    name: str
    right: str = _R.NONE
    wanted: int = 0  # how many a unit of the level needs
    board: str = ""


USUAL_POSTS: dict[int, tuple[UsualPost, ...]] = {
    Unit.Level.ASSOCIATION: (
        UsualPost("chu-tich-hoi", "Chủ tịch Hội", _R.UNIT_OFFICER, 1),
        UsualPost("pho-chu-tich-thuong-truc-hoi", "Phó Chủ tịch Thường trực Hội", _R.UNIT_OFFICER),
        UsualPost("pho-chu-tich-hoi", "Phó Chủ tịch Hội", _R.UNIT_OFFICER, 2),
        UsualPost("uy-vien-thuong-vu", "Ủy viên Ban Thường vụ", _R.NONE, 3, "Ban Thường vụ"),
        UsualPost("phu-trach-cum", "Ủy viên phụ trách cụm", _R.NONE, board="Ban Thường vụ"),
        UsualPost("chanh-van-phong", "Chánh Văn phòng", _R.CITY_OFFICE, 1),
        UsualPost("pho-chanh-van-phong", "Phó Chánh Văn phòng", _R.CITY_OFFICE, 1),
        UsualPost("truong-ban-chinh-tri", "Trưởng Ban Chính trị - phong trào", _R.NONE, 1),
        UsualPost("pho-truong-ban", "Phó Trưởng Ban Chính trị - phong trào", _R.NONE),
        UsualPost("truong-ban-kiem-tra", "Trưởng Ban Kiểm tra", _R.INSPECTION, 1, "Ban Kiểm tra"),
        UsualPost(
            "pho-truong-ban-kiem-tra",
            "Phó Trưởng Ban Kiểm tra",
            _R.INSPECTION,
            board="Ban Kiểm tra",
        ),
        UsualPost("bien-tap-vien", "Biên tập viên trang tin", _R.NEWS_EDITOR, 2),
        UsualPost("uy-vien-bch-tp", "Ủy viên Ban Chấp hành", board="Ban Chấp hành"),
        UsualPost("thu-quy-tp", "Thủ quỹ", _R.TREASURER),
        UsualPost("ke-toan-tp", "Kế toán", _R.TREASURER),
        UsualPost("uy-vien-bkt-tp", "Ủy viên Ban Kiểm tra", _R.INSPECTION, board="Ban Kiểm tra"),
    ),
    Unit.Level.DISTRICT: (
        UsualPost("chu-tich", "Chủ tịch Hội", _R.DISTRICT_OFFICER, 1),
        UsualPost("pho-chu-tich-thuong-truc", "Phó Chủ tịch Thường trực Hội", _R.DISTRICT_OFFICER),
        UsualPost("pho-chu-tich", "Phó Chủ tịch Hội", _R.DEPUTY, 1),
        UsualPost("chanh-van-phong-hoi", "Chánh Văn phòng", _R.DISTRICT_OFFICER, 1),
        UsualPost("truong-ban-phong-trao", "Trưởng Ban Chính trị - phong trào", _R.NONE, 1),
        UsualPost("pho-truong-ban-phong-trao", "Phó Trưởng Ban Chính trị - phong trào", _R.NONE),
        UsualPost(
            "truong-ban-kiem-tra-hoi", "Trưởng Ban Kiểm tra", _R.INSPECTION, 1, "Ban Kiểm tra"
        ),
        UsualPost("uy-vien-bch", "Ủy viên Ban Chấp hành", board="Ban Chấp hành"),
        UsualPost("uy-vien-btv", "Ủy viên Ban Thường vụ", board="Ban Thường vụ"),
        UsualPost("thu-quy-hoi", "Thủ quỹ", _R.TREASURER),
        UsualPost("ke-toan-hoi", "Kế toán", _R.TREASURER),
        UsualPost("uy-vien-bkt", "Ủy viên Ban Kiểm tra", board="Ban Kiểm tra"),
    ),
    Unit.Level.BRANCH: (
        UsualPost("chi-hoi-truong", "Chi hội trưởng", _R.BRANCH_HEAD, 1),
        UsualPost("chi-hoi-pho", "Chi hội phó", _R.DEPUTY, 1),
        UsualPost("thu-ky-chi-hoi", "Thư ký chi hội", _R.SECRETARY, 1),
        UsualPost("thu-quy-chi-hoi", "Thủ quỹ", _R.TREASURER),
        UsualPost("phan-hoi-truong", "Phân hội trưởng"),
        UsualPost("to-truong", "Tổ trưởng"),
    ),
}


def usual_positions(level: int) -> list[Position]:
    """Those of one level, not saved yet."""
    return [
        Position(
            code=post.code,
            name=post.name,
            level=level,
            right=post.right,
            board=post.board,
            rank_order=10 * order,
            expected_count=post.wanted,
        )
        for order, post in enumerate(USUAL_POSTS[level], 1)
    ]


def _is_superuser(by: User, given: Given) -> bool:
    return by.is_superuser  # posts carry rights


@needs(_is_superuser)
@transaction.atomic
def add_usual_posts(*, by: User) -> int:
    """Adds them at each level that has no post yet; tells how many. Pressed twice, it adds none."""
    known = Position.objects.order_by()
    levels = set(known.values_list("level", flat=True))
    codes = set(known.values_list("code", flat=True))
    added = [
        position
        for level in USUAL_POSTS
        if level not in levels
        for position in usual_positions(level)
        if position.code not in codes
    ]
    for position in added:
        position.save()
    return len(added)
