"""The officers' workspace (Sổ công tác): its menu, and the page of what is to be done now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from desk.card_parts import register_card_parts
from desk.tabs import register_people_lists
from desk.tasks import Task, register_rooms
from dues.models import may_open_dues
from dues.tasks import dues_on_card, dues_tasks
from kit.dates import local_today
from members.http import MemberRequest
from members.models import Degree, Subject, User
from moves.tasks import moves_tasks
from moves.views.people import APPLICATIONS, CANDIDATES
from news.models import can_edit_news
from news.tasks import newsroom_tasks
from register.tasks import register_tasks
from register.views.members import MEMBERS
from reports.tasks import knows_reports, report_tasks

from .first_steps import first_steps
from .jobs import timer_trouble
from .models import SiteProfile

UNFOLDED_UP_TO = 10  # entries of a menu that is seen at a glance


@dataclass(frozen=True)
class Entry:
    """One line of the menu, for those to whom `is_for` says yes."""

    words: str
    icon: str
    name: str  # of the address
    is_for: Callable[[User], bool]


def _anybody(user: User) -> bool:
    return user.opens_desk


def _reads(subject: Subject) -> Callable[[User], bool]:
    return lambda user: user.may(subject)


def _lays_down_rights(user: User) -> bool:
    return user.may(Subject.ACCOUNTS, Degree.DECIDE)


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("", (Entry("Việc cần làm", "house", "desk", _anybody),)),
    (
        "Hội viên",
        (
            Entry("Sổ hội viên", "users", "book:members", _reads(Subject.MEMBERS)),
            Entry("Vận động", "handshake", "book:candidates", _reads(Subject.MOVES)),
            Entry("Kết nạp", "plus", "book:applications", _reads(Subject.MOVES)),
            Entry("Chuyển sinh hoạt", "arrow-right", "book:transfers", _reads(Subject.MOVES)),
            Entry("Rời Hội", "log-out", "book:departures", _reads(Subject.MOVES)),
            Entry("Xóa tên, kỷ luật", "file-text", "book:proposals", _reads(Subject.MOVES)),
            Entry("Khen thưởng", "award", "book:awards", _reads(Subject.MEMBERS)),
            Entry("Mẫu thư", "mail", "book:letter_texts", _reads(Subject.MEMBERS)),
            Entry("Giấy tờ sắp hết hạn", "file-text", "book:documents", _reads(Subject.PRIVATE)),
            Entry("Hội phí", "tag", "dues:year", may_open_dues),
        ),
    ),
    (
        "Tổ chức",
        (
            Entry("Chức vụ", "award", "book:offices", _reads(Subject.OFFICES)),
            Entry("Tài khoản", "lock", "book:accounts", _reads(Subject.ACCOUNTS)),
            Entry("Quyền", "info", "book:rights", _lays_down_rights),
            Entry("Báo cáo", "file-text", "reports:list", knows_reports),
        ),
    ),
    (
        "Tin tức",
        (
            Entry("Bài viết", "pen-line", "news_desk:posts", _reads(Subject.NEWS)),
            Entry("Nhận xét", "message-circle", "news_desk:comments", can_edit_news),
            Entry("Người nhận tin", "mail", "news_desk:readers", can_edit_news),
            Entry("Lượt đọc", "eye", "news_desk:reads", can_edit_news),
            Entry("Blog cũ", "history", "news_desk:blog", can_edit_news),
        ),
    ),
    (
        "Trang tin",
        (
            Entry("Trang chủ", "newspaper", "news_desk:front", can_edit_news),
            Entry("Chuyên mục", "folder", "news_desk:sections", can_edit_news),
            Entry("Trang cố định", "file-text", "news_desk:pages", can_edit_news),
            Entry("Trình đơn", "menu", "site_menus", can_edit_news),
            Entry("Thông tin trang", "info", "site_facts", can_edit_news),
        ),
    ),
)


def site_tasks(user: User) -> Iterator[Task]:
    """Facts that the law expects at the foot of each page and nobody wrote yet."""
    if can_edit_news(user) and (missing := SiteProfile.current().missing):
        yield Task(
            "Chân trang còn thiếu thông tin bắt buộc", reverse("site_facts"), "info",
            f"Thiếu: {', '.join(missing)}.", is_urgent=True,
        )  # fmt: skip


def timer_tasks(user: User) -> Iterator[Task]:
    """Nobody notices a timer that stands still before a post is missing."""
    if can_edit_news(user) and (trouble := timer_trouble(timezone.now())):
        yield Task(
            "Bộ hẹn giờ của trang không chạy", f"{reverse('news_desk:posts')}?trang-thai=scheduled",
            "clock", trouble, is_urgent=True,
        )  # fmt: skip


# Each room says what waits in it for this user.
TASKS: tuple[Callable[[User], Iterable[Task]], ...] = (
    moves_tasks,
    register_tasks,
    dues_tasks,
    newsroom_tasks,
    report_tasks,
    site_tasks,
    timer_tasks,
)
register_rooms(*TASKS)  # a handover asks every room what an officer leaves open
register_card_parts(dues_on_card)
register_people_lists(MEMBERS, CANDIDATES, APPLICATIONS)


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the menu as this user sees them, the page's own entry marked, its group open.

    The longest address that the page's begins with is its entry; the first page's, with which all
    begin, is its own alone.
    """
    user = request.user
    if not user.is_authenticated:
        return []
    groups: list[dict[str, Any]] = []
    for title, entries in MENU:
        shown: list[dict[str, Any]] = [
            {"words": entry.words, "icon": entry.icon, "url": reverse(entry.name)}
            for entry in entries
            if entry.is_for(user)
        ]
        if shown:
            groups.append({"title": title, "entries": shown})
    every = [entry for group in groups for entry in group["entries"]]
    here = max(
        (
            entry
            for entry in every
            if request.path.startswith(entry["url"])
            and (entry["url"] != reverse("desk") or request.path == entry["url"])
        ),
        key=lambda entry: len(entry["url"]),
        default=None,
    )
    for entry in every:
        entry["is_current"] = entry is here
    for group in groups:
        group["is_open"] = len(every) <= UNFOLDED_UP_TO or here in group["entries"]
    if len(groups) > 1 and not any(group["is_open"] for group in groups[1:]):
        groups[1]["is_open"] = True  # on the first page, the group used most
    return groups


def index(request: MemberRequest) -> HttpResponse:
    """What waits for this user, the urgent first."""
    if not request.user.opens_desk:
        raise PermissionDenied
    context = {
        "trail": [("Sổ công tác", "")],
        "steps": first_steps(request.user),
        "groups": _grouped([task for room in TASKS for task in room(request.user)]),
        "edits_news": can_edit_news(request.user),
    }
    return render(request, "desk/index.html", context)


def _grouped(tasks: list[Task]) -> list[tuple[str, list[Task]]]:
    """By how much each waits for somebody to act; within a group, the nearest day first.

    An urgent line without a day comes before all that have one, any other after them.
    """
    today = local_today()
    urgent = [task for task in tasks if task.is_urgent]
    others = [task for task in tasks if not task.is_urgent]
    waiting = [task for task in others if task.is_open_work and not task.is_for_others]
    told = [task for task in others if task not in waiting]
    groups = (
        ("Gấp", sorted(urgent, key=lambda task: task.due_on or today.min)),
        ("Đang chờ đồng chí", sorted(waiting, key=lambda task: task.due_on or today.max)),
        ("Để biết", told),
    )
    return [(title, lines) for title, lines in groups if lines]
