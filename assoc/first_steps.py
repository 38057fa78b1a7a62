"""What the administrator of an empty portal does first, in order: shown while something is missing."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from events.actions.usual import add_usual_event_kinds
from events.models import EventKind
from members.http import MemberRequest
from members.models import Appointment, Degree, Member, Position, Subject, Unit, User
from members.models.rights import rights_with
from news.actions import add_usual_sections
from news.models import Section
from register.actions.usual import add_usual_posts
from welfare.actions import add_usual_kinds
from welfare.models import WelfareKind


@dataclass(frozen=True)
class Step:
    label: str
    detail: str
    url: str
    is_done: bool
    usual: str = ""  # of what a usual set can be added at once: a key of `USUAL`
    usual_label: str = ""


def first_steps(user: User) -> list[Step]:
    """All of them, with what is done already; none once everything is, or for anybody else."""
    if not user.is_superuser:
        return []
    steps = _steps()
    return [] if all(step.is_done for step in steps) else steps


def _steps() -> list[Step]:
    levels = set(Unit.objects.on().order_by().values_list("level", flat=True))
    with_posts = set(Position.objects.order_by().values_list("level", flat=True))
    keepers = Appointment.objects.on().filter(
        position__right__in=rights_with(Subject.MEMBERS, Degree.WRITE)
    )
    unit_new = reverse("admin:members_unit_add")
    return [
        Step(
            "Lập Hội Thành phố",
            "Cấp trên cùng của cây tổ chức; mọi đơn vị khác trực thuộc đơn vị này.",
            f"{unit_new}?level={Unit.Level.ASSOCIATION}&kind={Unit.Kind.CITY}",
            Unit.Level.ASSOCIATION in levels,
        ),
        Step(
            "Lập hội phường, xã, nếu có",
            "Hội có cấp ở giữa thì lập ít nhất một đơn vị. Chi hội trực thuộc thẳng Hội Thành phố thì "
            "bỏ qua, làm bước sau.",
            reverse("admin:members_district_add"),
            bool({Unit.Level.DISTRICT, Unit.Level.BRANCH} & levels),
        ),
        Step(
            "Lập chi hội",
            "Hội viên thuộc về chi hội, nên có chi hội mới ghi được hội viên.",
            reverse("admin:members_branch_add"),
            Unit.Level.BRANCH in levels,
        ),
        Step(
            "Đặt các chức vụ và quyền theo chức vụ",
            "Quyền xem, giữ sổ và viết tin đến từ chức vụ. Bộ thường dùng sửa lại được trong trang "
            "quản trị.",
            reverse("admin:members_position_changelist"),
            bool(with_posts) and levels <= with_posts,
            "chuc-vu",
            "Thêm bộ chức vụ thường dùng",
        ),
        Step(
            "Ghi hội viên đầu tiên",
            "Bắt đầu từ đồng chí sẽ giữ sổ: chi hội trưởng hoặc thư ký.",
            reverse("book:member_new"),
            Member.objects.exists(),
        ),
        Step(
            "Ghi ai giữ chức vụ",
            "Chọn đơn vị, rồi ghi đồng chí vào chức vụ được giữ sổ.",
            reverse("book:offices"),
            keepers.exists(),
        ),
        Step(
            "Mở tài khoản cho người giữ sổ",
            "Trang sẽ in một phiếu có địa chỉ để đồng chí tự đặt mật khẩu.",
            reverse("book:account_new"),
            keepers.filter(member__user__is_active=True).exists(),
        ),
        Step(
            "Đặt các chuyên mục của trang tin",
            "Mỗi bài viết thuộc một chuyên mục.",
            reverse("news_desk:sections"),
            Section.objects.exists(),
            "chuyen-muc",
            "Thêm bộ chuyên mục thường dùng",
        ),
        Step(
            "Đặt các loại nghĩa tình và mức chi",
            "Chúc thọ, thăm ốm, phúng viếng, quà lễ, Tết … Mức của Hội trong bộ thường dùng là đề xuất, "
            "chờ Hội xác nhận.",
            reverse("welfare_desk:rates"),
            WelfareKind.objects.exists(),
            "nghia-tinh",
            "Thêm bộ loại thường dùng",
        ),
        Step(
            "Đặt các loại sự kiện",
            "Mỗi sự kiện có một loại; sửa lại được trong trang quản trị.",
            reverse("admin:events_eventkind_changelist"),
            EventKind.objects.exists(),
            "loai-su-kien",
            "Thêm bộ loại sự kiện thường dùng",
        ),
    ]


# What can be added at once, with the words for it.
USUAL: dict[str, tuple[Callable[..., int], str]] = {
    "chuc-vu": (add_usual_posts, "chức vụ"),
    "chuyen-muc": (add_usual_sections, "chuyên mục"),
    "nghia-tinh": (add_usual_kinds, "loại nghĩa tình"),
    "loai-su-kien": (add_usual_event_kinds, "loại sự kiện"),
}


@require_POST
def usual(request: MemberRequest, what: str) -> HttpResponse:
    """Adds the usual posts, or sections, where there are none."""
    if not request.user.is_superuser:
        raise PermissionDenied
    if what not in USUAL:
        raise Http404
    add, label = USUAL[what]
    if added := add(by=request.user):
        messages.success(request, f"Đã thêm {added} {label} thường dùng.")
    else:
        messages.info(request, f"Đã có {label} rồi; không thêm gì.")
    return redirect("desk")
