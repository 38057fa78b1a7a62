"""Who may what: a post carries a right, and a right gives a degree in each subject it names.

The table `RIGHTS` is the whole answer, and the only place to change for "this post reads, but does
not write". It holds for the unit in which the office is held and for all units below it, from the
office's first day to its last. A subject that a right does not name is closed to it.

This module imports nothing of the portal: apps use `units_where`, `User.may` and the QuerySets'
`visible_to` (reads), `editable_by` (writes), `decidable_by` (decides).
"""

from enum import IntEnum

from django.db.models import TextChoices


class Degree(IntEnum):
    """A higher degree holds the lower ones: who decides also writes, who writes also reads."""

    NONE = 0
    READ = 1
    WRITE = 2
    DECIDE = 3

    @property
    def label(self) -> str:
        return ("–", "xem", "ghi", "quyết định")[self]


class Subject(TextChoices):
    """What there is to read and write in the portal."""

    NAMES = "names", "Họ tên, năm sinh, số thẻ hội viên"
    MEMBERS = "members", "Hồ sơ hội viên, khen thưởng, thẻ, thư"
    PRIVATE = "private", "Thông tin riêng, giấy tờ của hội viên"
    HEALTH = "health", "Sức khỏe, ghi chú riêng khi thăm hỏi"
    MOVES = "moves", "Vận động, kết nạp, chuyển, rời Hội"
    OFFICES = "offices", "Chức vụ, nhiệm kỳ, bàn giao"
    UNITS = "units", "Đơn vị: lập, đổi tên, sáp nhập, chia tách"
    ACCOUNTS = "accounts", "Tài khoản đăng nhập"
    DUES = "dues", "Hội phí"
    FUND = "fund", "Quỹ"
    INSPECTION = "inspection", "Kiểm tra sổ sách hằng năm"
    WELFARE = "welfare", "Nghĩa tình"
    EVENTS = "events", "Sự kiện"
    EMULATION = "emulation", "Thi đua"
    REPORTS = "reports", "Báo cáo"
    NEWS = "news", "Tin bài (quyết định: đăng, duyệt nhận xét)"
    SITE = "site", "Trang tin: trình đơn, chân trang"


class Right(TextChoices):
    """What a post may carry. The words are for whoever lays down the posts."""

    NONE = "none", "không có quyền riêng"
    CORRESPONDENT = "correspondent", "cộng tác viên: viết tin cho đơn vị"
    DEPUTY = "deputy", "cấp phó: xem sổ sách của đơn vị, không ghi"
    TREASURER = "treasurer", "thủ quỹ: ghi quỹ và hội phí, chỉ xem họ tên hội viên"
    INSPECTION = "inspection", "Ban Kiểm tra: xem mọi sổ sách trừ sức khỏe, chỉ ghi việc kiểm tra"
    SECRETARY = "secretary", "thư ký: giữ sổ và viết tin của chi hội"
    BRANCH_HEAD = "branch_head", "Chi hội trưởng: giữ sổ và viết tin của chi hội"
    DISTRICT_OFFICER = "district_officer", "cán bộ Hội quận, huyện: giữ sổ của Hội và các chi hội"
    UNIT_OFFICER = "unit_officer", "giữ sổ và viết tin của đơn vị, các đơn vị trực thuộc"
    NEWS_EDITOR = "news_editor", "biên tập tin bài, duyệt nhận xét"
    CITY_OFFICE = "city_office", "văn phòng Hội: mọi sổ sách, trang quản trị"


_S = Subject
_READ, _WRITE, _DECIDE = Degree.READ, Degree.WRITE, Degree.DECIDE
_BOOKS = (
    _S.NAMES, _S.MEMBERS, _S.PRIVATE, _S.HEALTH, _S.MOVES, _S.OFFICES, _S.ACCOUNTS, _S.DUES, _S.FUND,
    _S.WELFARE, _S.EVENTS, _S.EMULATION, _S.REPORTS,
)  # fmt: skip
# Whoever keeps books reads what was found in them, and answers it in the own unit; nobody inspects
# what they keep.
_KEEPS_BOOKS = {**dict.fromkeys(_BOOKS, _WRITE), _S.INSPECTION: _READ, _S.NEWS: _WRITE}


def _all_but(degree: Degree, *closed: Subject) -> dict[Subject, Degree]:
    return {subject: degree for subject in _BOOKS if subject not in closed}


RIGHTS: dict[str, dict[Subject, Degree]] = {
    Right.NONE: {},
    Right.CORRESPONDENT: {_S.NEWS: _WRITE},
    Right.DEPUTY: {**_all_but(_READ, _S.PRIVATE, _S.HEALTH, _S.ACCOUNTS), _S.INSPECTION: _READ},
    Right.TREASURER: {
        _S.NAMES: _READ,
        _S.DUES: _WRITE,
        _S.FUND: _WRITE,
        _S.INSPECTION: _READ,
    },
    Right.INSPECTION: {**_all_but(_READ, _S.HEALTH, _S.ACCOUNTS), _S.INSPECTION: _WRITE},
    Right.SECRETARY: _KEEPS_BOOKS,
    Right.BRANCH_HEAD: _KEEPS_BOOKS,
    Right.DISTRICT_OFFICER: _KEEPS_BOOKS,
    Right.UNIT_OFFICER: _KEEPS_BOOKS,
    Right.NEWS_EDITOR: {_S.NEWS: _DECIDE, _S.SITE: _DECIDE},
    Right.CITY_OFFICE: dict.fromkeys(Subject, _DECIDE),
}
# For the whole association only; the admin, which knows no units, opens to them.
AT_THE_TOP = (Right.NEWS_EDITOR, Right.CITY_OFFICE)


def degree_of(right: str, subject: Subject) -> Degree:
    """How far a right goes in that subject."""
    return RIGHTS[right].get(subject, Degree.NONE)


def rights_with(subject: Subject, degree: Degree) -> list[str]:
    """The rights that go so far, for questions to the database."""
    return [right for right in RIGHTS if degree_of(right, subject) >= degree]


def includes(right: str, other: str) -> bool:
    """Whether the right holds all that the other gives. Two may each hold what the other lacks."""
    return all(degree_of(right, subject) >= degree for subject, degree in RIGHTS[other].items())
