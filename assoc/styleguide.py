"""Every component on one page, fed with sentences of its own and no data of anybody."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone

from desk.forms import DayForm
from desk.typed import Waiting
from kit.charts import bar_chart
from kit.dates import long_datetime
from kit.diff import compared
from kit.lists import Column, ListFilters, Table
from kit.qr import qr_code
from members.models import Change, Sitting
from news.forms.moderation import BanForm, ReplyForm
from news.models import PostDraft, Video

COLOURS = (
    ("paper", "nền trang"),
    ("paper-raised", "nền nổi"),
    ("paper-sunk", "nền lùi"),
    ("ink", "chữ"),
    ("ink-soft", "chữ phụ"),
    ("line", "đường kẻ"),
    ("brand", "xanh của Hội"),
    ("brand-ground", "nền xanh"),
    ("brand-tint", "xanh nhạt"),
    ("accent", "đỏ: tin chính"),
    ("gold", "vàng: đường chỉ"),
    ("info", "thông tin"),
    ("warning", "lưu ý"),
    ("danger", "nguy hiểm"),
)
SENTENCES = (
    "Chi hội phường trồng hàng cây bóng mát dọc bờ kênh",
    "Lớp học sử dụng điện thoại cho hội viên cao tuổi khai giảng tại nhà văn hóa",
    "Đêm thơ nhạc “Một thời để nhớ” quy tụ mười hai chi hội",
    "Tổ tự quản khu phố 3 nhắc nhau khóa cửa, gửi xe đúng chỗ",
    "Khám mắt miễn phí cho hơn một trăm hội viên trong sáng thứ Bảy",
)
LEAD = (
    "Từ sáng sớm, các cô chú trong chi hội đã có mặt bên bờ kênh, người cầm xẻng, người xách "
    "nước, cùng trồng bốn mươi cây non và hẹn nhau thay phiên chăm sóc suốt mùa khô."
)
CHART_ROWS = [("Quý I", 42), ("Quý II", 57), ("Quý III", 61), ("Quý IV", 38)]


class SampleForm(forms.Form):
    """Each kind of field once."""

    full_name = forms.CharField(label="Họ và tên", help_text="Viết đủ dấu, như trên căn cước.")
    born_on = forms.DateField(
        label="Ngày sinh", help_text="Ví dụ: 11/10/1954. Chỉ nhớ năm thì để trống.", required=False
    )
    branch = forms.ChoiceField(
        label="Chi hội", choices=[("", "Chọn chi hội"), ("1", "Khu phố 1"), ("2", "Khu phố 2")]
    )
    meals = forms.ChoiceField(
        label="Cách nhận thư mời",
        choices=[("dien-thoai", "Gọi điện thoại"), ("thu", "Thư giấy tận nhà")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    agrees = forms.BooleanField(label="Đồng ý nhận tin của Hội", required=False)


class SampleFilters(ListFilters):
    q = forms.CharField(label="Từ trong tên", required=False)
    year = forms.ChoiceField(label="Năm", choices=[("2026", "2026"), ("2025", "2025")])
    kind = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), ("1", "Họp mặt")])
    place = forms.CharField(label="Địa điểm", required=False)


BRANCHES = [
    ("Chi hội khu phố 1", "42", "95,50", "Xuất sắc", "success"),
    ("Chi hội khu phố 2", "38", "88,25", "Tốt", "info"),
    ("Chi hội khu phố 3", "27", "61,00", "Cần bổ sung hồ sơ", "warning"),
]
BRANCH_COLUMNS = (
    Column("ten", "Chi hội", value=lambda row: row[0], line=1),
    Column("hoi-vien", "Hội viên", value=lambda row: int(row[1]), css="number", line=2),
    Column("diem", "Điểm", value=lambda row: row[2], css="number", line=1, latest_first=True),
    Column("xep-loai", "Xếp loại", line=2),
)


def _photo() -> SimpleNamespace:
    url = static("img/sample.svg")
    return SimpleNamespace(
        picture=SimpleNamespace(fallback_url=url, srcset=f"{url} 1200w"),
        width=1200,
        height=800,
        alt_text="Tranh vẽ: bông sen trắng trên mặt nước, mặt trời lên sau những ngọn đồi.",
        caption="Bông sen trên mặt nước buổi sớm; tranh minh họa cho trang mẫu.",
        credit="Trang mẫu",
    )


def _post(number: int, *, photo: SimpleNamespace | None) -> SimpleNamespace:
    section = SimpleNamespace(name="Nghĩa tình đồng đội", get_absolute_url="#chuyen-muc")
    return SimpleNamespace(
        pk=number,
        title=SENTENCES[number],
        lead=LEAD,
        section=section,
        published_at=datetime(2026, 11, 20 - number, 1, 30, tzinfo=UTC),
        lead_photo=photo,
        comments_shown=number * 2,
        is_internal=number == 3,
        get_absolute_url="#bai-mau",
        album_url="#tap-anh-mau",
        photo_count=number + 3,
    )


def _event(title: str, day: datetime, state: str) -> SimpleNamespace:
    return SimpleNamespace(
        title=title,
        starts_at=day,
        when=long_datetime(day),
        hour="08:30",
        place="Nhà văn hóa phường, tầng 2",
        state=state,
        was_moved=not state,
        get_absolute_url="#su-kien-mau",
    )


def _grade(name: str, grade: str, score: float | None) -> SimpleNamespace:
    """A classification; without a score it is one that nobody has announced yet."""

    class Unit(str):
        get_absolute_url = "#don-vi-mau"

    return SimpleNamespace(
        unit=Unit(name),
        score=score,
        get_grade_display=grade or "chờ xét",
        is_announced=score is not None,
    )


def _comment(number: int, name: str, text: str) -> SimpleNamespace:
    said_at = datetime(2026, 11, 21, 2, number, tzinfo=UTC)
    return SimpleNamespace(pk=number, name=name, text=text, created_at=said_at)


def _queued(post: SimpleNamespace) -> SimpleNamespace:
    """A comment that waits, as `news.queue` prepares it; its buttons lead to no comment of anybody."""
    return SimpleNamespace(
        pk=0,
        name="Bạn đọc Thanh Hà",
        state="held",
        suspicion="",
        user_id=None,
        is_by_newsroom=False,
        parent=None,
        created_at=datetime(2026, 11, 21, 2, 12, tzinfo=UTC),
        marked_text="Mời các bác ghé trang của tôi xem thêm ảnh hàng cây.",
        held_because=["có lời mời sang trang khác"],
        past={"approved": 3, "rejected": 0},
        ban=None,
        moderated_by=None,
        post=post,
        next_pk="",
        reply_form=ReplyForm(pk=0),
        can_be_banned=True,
        ban_form=BanForm(pk=0),
    )


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """For whoever builds a page: what there is, and what it is called. Nobody else finds it."""
    if not settings.DEBUG and not (request.user.is_authenticated and request.user.is_superuser):
        raise Http404
    icons = sorted(path.stem for path in (Path(settings.BASE_DIR) / "static/icons").glob("*.svg"))
    photo = _photo()
    context: dict[str, Any] = {
        "colours": COLOURS,
        "icons": icons,
        "photo": photo,
        "photos": [photo],
        "posts": [_post(n, photo=photo if n != 2 else None) for n in range(len(SENTENCES))],
        "events": [
            _event("Họp mặt truyền thống các chi hội", datetime(2026, 12, 5, 1, 0, tzinfo=UTC), ""),
            _event("Tập huấn ghi sổ quỹ", datetime(2026, 12, 12, 7, 0, tzinfo=UTC), "cancelled"),
        ],
        "comments": [
            _comment(
                1, "Bạn đọc Thanh Hà", "Đi ngang thấy hàng cây xanh hẳn lên.\nCảm ơn các chú."
            ),
            _comment(2, "Trần Minh", "Chi hội tôi xin học theo cách làm này."),
        ],
        "day_form": DayForm(QueryDict()),
        "grades": [
            _grade("Chi hội khu phố 1", "xuất sắc", 95.5),
            _grade("Chi hội khu phố 2", "", None),
        ],
        "queued": _queued(_post(0, photo=photo)),
        "photo_card": SimpleNamespace(
            pk=0,
            facts={"url": static("img/sample.svg")},
            width=1200,
            height=800,
            alt="",
            caption="",
            credit="Trang mẫu",
            people_agreed=False,
            focus_x=50,
            focus_y=40,
            version="",
        ),
        "page": Paginator(range(230), 20).page(4),
        "form": SampleForm(),
        "refused": SampleForm({"sai-born_on": "31/02/1954"}, prefix="sai"),
        "filters": SampleFilters(),
        "trail": [("Tin tức", "#tin-tuc"), ("Trang mẫu", "")],
        "tabs": [("Tất cả", "#a", True), ("Chờ duyệt (3)", "#b", False), ("Đã đăng", "#c", False)],
        "figures": [("12", "chi hội"), ("486", "hội viên"), ("1.250.000 đ", "quỹ nghĩa tình")],
        "facts": [("Thời gian", "Thứ Bảy, 05/12/2026, 08:00"), ("Địa điểm", "Nhà văn hóa phường")],
        "changes": [
            Change(
                who="Thư ký Trần Văn Mẫu",
                at=datetime(2026, 11, 24, 2, 12, tzinfo=UTC),
                action=Change.Action.CHANGED,
                diff=[
                    {"name": "Điện thoại", "old": "0909 000 001", "new": "0912 000 001"},
                    {"name": "Ghi chú"},
                ],
            )
        ],
        "steps": [
            ("Tháng 1", "Ký kết giao ước thi đua", True),
            ("Tháng 6", "Sơ kết sáu tháng", True),
            ("Tháng 11", "Kiểm tra chéo và chấm điểm", False),
        ],
        "tags": [
            SimpleNamespace(name="bờ kênh xanh", get_absolute_url="#nhan-1"),
            SimpleNamespace(name="tổ tự quản", get_absolute_url="#nhan-2"),
        ],
        "films": [
            Video(f"{request.scheme}://{request.get_host()}/media/mau.mp4", is_played_here=True),
            Video("https://noi-khac.example/dem-tho-nhac.mp4", is_played_here=False),
        ],
        "files": [
            SampleFile("Thư mời họp mặt", "pdf", 246_000),
            SampleFile("Mẫu đăng ký", "docx", 61_500),
        ],
        "nodes": [
            {
                "label": "Hội cấp trên",
                "url": "#hoi",
                "note": "Chủ tịch Hội (ví dụ)",
                "inside": "2 chi hội, 80 hội viên",
                "is_open": True,
                "children": [
                    {"label": "Chi hội khu phố 1", "url": "#kp1", "inside": "42 hội viên"},
                    {"label": "Chi hội khu phố 2", "url": "#kp2", "inside": "38 hội viên"},
                ],
            }
        ],
        "pass_card": {
            "name": "Nguyễn Văn Mẫu",
            "code": "HV000000",
            "branch": "Chi hội Khu phố 1",
            "joined_on": datetime(2023, 12, 12, tzinfo=UTC).date(),
            "issued_on": datetime(2026, 11, 20, tzinfo=UTC).date(),
            "points": 12,
            "portrait_url": "",
            "qr": qr_code("Mã mẫu, không dẫn tới đâu"),
        },
        "chart": bar_chart(CHART_ROWS, unit="lượt"),
        "chart_head": ["Quý", "Lượt"],
        "chart_rows": CHART_ROWS,
        "people": [
            ("Nguyễn Văn Mẫu", "Đại tá", "Chủ tịch Hội (ví dụ)"),
            ("Trần Thị Thí Dụ", "Thượng tá", "Phó Chủ tịch (ví dụ)"),
            ("Lê Minh Họa", "", "Chi hội trưởng (ví dụ)"),
        ],
        "table": Table(request.GET, BRANCHES, BRANCH_COLUMNS, noun="chi hội", usual="ten"),
    }
    context |= {"differences": _differences(), "kept": _kept(), "waiting": _waiting()}
    return render(request, "styleguide.html", context)


def _differences() -> list[SimpleNamespace]:
    """A field with changed words, and one where only the look differs."""
    old = "Sáng nay, chi hội trồng ba mươi cây.\nTrời nắng nhẹ.\nMọi người ra về lúc mười giờ."
    new = (
        "Sáng chủ nhật, chi hội trồng bốn mươi cây.\nTrời nắng nhẹ.\nMọi người ra về lúc mười giờ."
    )
    return [
        SimpleNamespace(label="Nội dung", lines=compared(old, new)),
        SimpleNamespace(label="Sapo", lines=[]),
    ]


def _waiting() -> Waiting:
    """One unsaved text in the boxes, compared with what is stored, and one that waits beside it."""
    now = timezone.now()
    shown, other = (
        PostDraft(pk=pk, content={"body": [text]}, typed_at=now, base_version="1")
        for pk, text in ((1, "Sáng chủ nhật, chi hội trồng bốn mươi cây."), (2, "Bản thứ hai."))
    )
    return Waiting(shown, [other], shown, Sitting.begun(shown), since=now)


def _kept() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"name": "loi", "label": "Lời chúc", "value": "Chúc mừng các cô chú.", "is_text": True},
        {"name": "bai", "label": "Nội dung", "value": "<p>Một đoạn.</p>", "is_text": True,
         "is_html": True, "shown": "Một đoạn."},
        {"name": "ma", "label": "Mã", "value": "12", "is_text": False},
    ]  # fmt: skip
    return [{"is_html": False, "shown": "", **row} for row in rows]


class SampleFile:
    """Answers what `components/attachments.html` asks of a file."""

    get_absolute_url = "#tep-mau"

    def __init__(self, title: str, extension: str, size: int) -> None:
        self.title, self.extension, self.size = title, extension, size

    def __str__(self) -> str:
        return self.title
