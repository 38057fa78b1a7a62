"""Trợ giúp: the officers' handbook, a chapter for each room of the workspace.

Each page of the workspace leads to the chapter that explains it. What a chapter names in bold stands
so on a page: a test looks each label up. `make handbook` takes the pictures anew, of the demo association.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from desk.pages import trail
from members.http import MemberRequest


@dataclass(frozen=True)
class Chapter:
    """One chapter; its text is templates/handbook/<slug>.html."""

    slug: str
    title: str
    about: str
    # Beginnings of the addresses that it explains, below /so/.
    explains: tuple[str, ...]
    # What its picture (static/img/help/<slug>.webp) shows, and where that is to be seen.
    picture: str
    seen_at: str

    def get_absolute_url(self) -> str:
        return reverse("handbook_chapter", args=[self.slug])

    @property
    def template(self) -> str:
        return f"handbook/{self.slug}.html"

    @property
    def image(self) -> str:
        return f"img/help/{self.slug}.webp"


CHAPTERS = (
    Chapter(
        "bat-dau", "Bắt đầu", "Đăng nhập, Việc cần làm, tìm, cỡ chữ, mật khẩu.", ("",),
        "Trang Việc cần làm: các việc xếp theo mức gấp, mỗi dòng dẫn tới nơi làm việc đó.", "/so/",
    ),
    Chapter(
        "so-hoi-vien", "Sổ hội viên", "Tìm, lọc, sửa nhanh, ghi hội viên mới, khen thưởng.",
        ("hoi-vien/", "khen-thuong/", "giay-to/"),
        "Sổ hội viên: ô tìm ở trên, mỗi dòng một đồng chí, cây bút cạnh số điện thoại để sửa nhanh.",
        "/so/hoi-vien/",
    ),
    Chapter(
        "vao-chuyen-roi", "Kết nạp, chuyển sinh hoạt, rời Hội",
        "Từ vận động, đơn xin gia nhập đến giấy giới thiệu, xóa tên, từ trần.",
        ("ung-vien/", "ket-nap/", "chuyen-sinh-hoat/", "roi-hoi/", "de-nghi/", "van-ban/", "ban-chup/"),
        "Danh sách đơn xin gia nhập, mỗi đơn ghi đang ở bước nào.", "/so/ket-nap/",
    ),
    Chapter(
        "chuc-vu", "Chức vụ, bàn giao, tài khoản", "Ai giữ việc gì, từ ngày nào, được xem và ghi gì.",
        ("chuc-vu/", "tai-khoan/", "quyen/"),
        "Danh sách chức vụ của đơn vị, người đang giữ và từ ngày nào.", "/so/chuc-vu/",
    ),
    Chapter(
        "in-an", "In ấn, thư từ", "Danh sách, thẻ hội viên, nhãn thư, mẫu thư, điểm danh.",
        ("hoi-vien/in", "mau-thu/"),
        "Trang in ấn: chọn loại giấy cho đúng danh sách đang lọc.", "/so/hoi-vien/in-an/",
    ),
    Chapter(
        "hoi-phi", "Hội phí", "Ghi buổi thu, biên nhận, miễn giảm, ai còn thiếu.", ("hoi-phi/",),
        "Hội phí của năm: ai đã nộp, ai còn thiếu.", "/so/hoi-phi/",
    ),
    Chapter(
        "nghia-tinh", "Nghĩa tình", "Thăm hỏi, mừng thọ, trợ cấp, nhà tình nghĩa, lễ tang.",
        ("nghia-tinh/", "le-tang/"),
        "Sổ nghĩa tình: các lần thăm, phần quà của năm.", "/so/nghia-tinh/",
    ),
    Chapter(
        "quy", "Quỹ và kiểm tra", "Phiếu thu, phiếu chi, kiểm kê, khóa sổ, tạm ứng, cho vay.",
        ("nghia-tinh/quy/", "kiem-tra/"),
        "Trang quỹ của đơn vị: số dư, phiếu trong tháng, việc chưa vào sổ.", "/so/nghia-tinh/quy/",
    ),
    Chapter(
        "su-kien", "Sự kiện, họp, biên bản", "Lịch, giấy mời, đăng ký dự, điểm danh, biên bản, ảnh.",
        ("su-kien/",),
        "Danh sách sự kiện của đơn vị.", "/so/su-kien/",
    ),
    Chapter(
        "thi-dua", "Thi đua, khen thưởng", "Cụm, giao ước, đăng ký, chấm điểm, xếp hạng, xét khen.",
        ("thi-dua/", "xet-khen-thuong/"),
        "Các kỳ thi đua của cụm, việc nào đã qua, việc nào sắp tới.", "/so/thi-dua/",
    ),
    Chapter(
        "bao-cao", "Báo cáo định kỳ", "Báo cáo tới hạn, số liệu tự tính, nộp, tổng hợp.",
        ("bao-cao/",), "Các báo cáo tới hạn của đơn vị.", "/so/bao-cao/",
    ),
    Chapter(
        "tin-bai", "Tin bài, nhận xét", "Viết, ảnh, gửi duyệt, đăng; duyệt nhận xét.",
        ("tin/", "nhan-xet/", "nguoi-nhan-tin/", "luot-doc/", "trang/", "chuyen-muc/", "trang-chu/",
         "trinh-don/", "thong-tin-trang/", "phong-cu/"),
        "Danh sách bài viết: bản nháp, chờ duyệt, đã đăng.", "/so/tin/",
    ),
)  # fmt: skip
BY_SLUG = {chapter.slug: chapter for chapter in CHAPTERS}


def chapter_for(path: str) -> Chapter:
    """The chapter that explains the page at that path; of several the one that says it closest."""
    rest = path.removeprefix(reverse("desk"))
    fitting = (
        (len(start), chapter)
        for chapter in CHAPTERS
        for start in chapter.explains
        if rest.startswith(start)
    )
    return max(fitting, key=lambda pair: pair[0])[1]


def help_url(request: HttpRequest) -> str:
    """Where `Trợ giúp` leads from this page: to its chapter; from the handbook and the first page to
    the contents."""
    contents = reverse("handbook")
    if request.path == reverse("desk") or request.path.startswith(contents):
        return contents
    return chapter_for(request.path).get_absolute_url()


def _check(request: MemberRequest) -> None:
    if not request.user.opens_desk:
        raise PermissionDenied


def contents(request: MemberRequest) -> HttpResponse:
    """All chapters."""
    _check(request)
    context = {"trail": trail(("Trợ giúp", "")), "chapters": CHAPTERS}
    return render(request, "handbook/contents.html", context)


def chapter(request: MemberRequest, slug: str) -> HttpResponse:
    """One chapter, with the ones before and after it."""
    _check(request)
    if slug not in BY_SLUG:
        raise Http404
    here = BY_SLUG[slug]
    place = CHAPTERS.index(here)
    context = {
        "trail": trail(("Trợ giúp", reverse("handbook")), (here.title, "")),
        "chapter": here,
        "before": CHAPTERS[place - 1] if place else None,
        "after": CHAPTERS[place + 1] if place + 1 < len(CHAPTERS) else None,
    }
    return render(request, "handbook/chapter.html", context)


def booklet(request: MemberRequest) -> HttpResponse:
    """The whole handbook, to be printed."""
    _check(request)
    context = {
        "trail": trail(("Trợ giúp", reverse("handbook")), ("Bản in", "")), "chapters": CHAPTERS,
    }  # fmt: skip
    return render(request, "handbook/booklet.html", context)
