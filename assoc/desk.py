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
from desk.counting import register_count_sources
from desk.meetings import register_meetings
from desk.tabs import register_people_lists
from desk.tasks import Task, register_task_sources
from dues.in_fund import dues_books_tasks, dues_origins, dues_pending, dues_reconciled
from dues.models import may_open_dues
from dues.tasks import dues_on_card, dues_tasks
from emulation.counted import books_counted
from emulation.goal_tasks import goal_tasks
from emulation.meeting_tasks import meeting_tasks
from emulation.score_tasks import score_tasks
from emulation.tasks import compact_tasks
from events.tasks import (
    attendance_on_card,
    coming_events_as_meetings,
    contests_on_card,
    event_tasks,
    registrations_on_card,
)
from exemplars.counted import exemplars_counted
from exemplars.tasks import exemplar_tasks
from fund.pending import (
    register_followers,
    register_origins,
    register_pending,
    register_reconciliations,
)
from fund.tasks import fund_tasks, loans_on_card
from inspection.tasks import inspection_tasks
from kit.dates import local_today
from members.http import MemberRequest
from members.models import Degree, Subject, User
from moves.tasks import moves_tasks
from moves.views.people import APPLICATIONS, CANDIDATES
from news.counted import posts_counted
from news.models import can_edit_news
from news.tasks import newsroom_tasks
from recognition.actions.postings import follow_reversal
from recognition.in_fund import grants_origins, grants_pending
from recognition.tasks import recognition_tasks
from register.tasks import register_tasks
from register.views.members import MEMBERS
from reports.counted import reports_counted
from reports.tasks import knows_reports, report_tasks
from welfare.houses_in_fund import (
    house_books_tasks,
    house_origins,
    house_pending,
    house_reconciled,
)
from welfare.in_fund import care_books_tasks, care_origins, care_pending, care_reconciled
from welfare.list_tasks import list_tasks
from welfare.tasks import house_tasks, visits_on_card, welfare_tasks

from .first_steps import first_steps
from .handbook import help_url
from .jobs import timer_trouble
from .models import SiteProfile

HANDBOOK = "handbook"  # name of the address of the contents
UNFOLDED_UP_TO = 11  # entries of a menu that is seen at a glance


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu, for those to whom `is_for` says yes."""

    label: str
    icon: str
    name: str  # of the address
    is_for: Callable[[User], bool]


def _anybody(user: User) -> bool:
    return user.opens_desk


def _reads(subject: Subject) -> Callable[[User], bool]:
    return lambda user: user.may(subject)


def _lays_down_rights(user: User) -> bool:
    return user.may(Subject.ACCOUNTS, Degree.DECIDE)


MENU: tuple[tuple[str, tuple[MenuItem, ...]], ...] = (
    (
        "",
        (
            MenuItem("Việc cần làm", "house", "desk", _anybody),
            MenuItem("Trợ giúp", "info", HANDBOOK, _anybody),
        ),
    ),
    (
        "Hội viên",
        (
            MenuItem("Sổ hội viên", "users", "book:members", _reads(Subject.MEMBERS)),
            MenuItem("Vận động", "handshake", "book:candidates", _reads(Subject.MOVES)),
            MenuItem("Kết nạp", "plus", "book:applications", _reads(Subject.MOVES)),
            MenuItem("Chuyển sinh hoạt", "arrow-right", "book:transfers", _reads(Subject.MOVES)),
            MenuItem("Rời Hội", "log-out", "book:departures", _reads(Subject.MOVES)),
            MenuItem("Xóa tên, kỷ luật", "file-text", "book:proposals", _reads(Subject.MOVES)),
            MenuItem("Khen thưởng", "award", "book:awards", _reads(Subject.MEMBERS)),
            MenuItem("Mẫu thư", "mail", "book:letter_texts", _reads(Subject.MEMBERS)),
            MenuItem("Giấy tờ sắp hết hạn", "file-text", "book:documents", _reads(Subject.PRIVATE)),
            MenuItem("Hội phí", "tag", "dues:year", may_open_dues),
            MenuItem(
                "Nghĩa tình", "heart-handshake", "welfare_desk:visits", _reads(Subject.WELFARE)
            ),
            MenuItem("Quỹ", "folder", "fund:boxes", _reads(Subject.FUND)),
        ),
    ),
    (
        "Tổ chức",
        (
            MenuItem("Chức vụ", "award", "book:offices", _reads(Subject.OFFICES)),
            MenuItem("Tài khoản", "lock", "book:accounts", _reads(Subject.ACCOUNTS)),
            MenuItem("Quyền", "info", "book:rights", _lays_down_rights),
            MenuItem("Báo cáo", "file-text", "reports:list", knows_reports),
            MenuItem("Kiểm tra", "check", "inspection:list", _reads(Subject.INSPECTION)),
            MenuItem("Sự kiện", "calendar", "events_desk:list", _reads(Subject.EVENTS)),
            MenuItem("Thi đua", "award", "emulation_desk:home", _reads(Subject.EMULATION)),
            MenuItem(
                "Điển hình, mô hình", "star", "exemplars_desk:list", _reads(Subject.EMULATION)
            ),
            MenuItem("Xét khen thưởng", "award", "recognition:list", _reads(Subject.EMULATION)),
        ),
    ),
    (
        "Tin tức",
        (
            MenuItem("Bài viết", "pen-line", "news_desk:posts", _reads(Subject.NEWS)),
            MenuItem("Nhận xét", "message-circle", "news_desk:comments", can_edit_news),
            MenuItem("Người nhận tin", "mail", "news_desk:readers", can_edit_news),
            MenuItem("Lượt đọc", "eye", "news_desk:reads", can_edit_news),
            MenuItem("Blog cũ", "history", "news_desk:blog", can_edit_news),
        ),
    ),
    (
        "Trang tin",
        (
            MenuItem("Trang chủ", "newspaper", "news_desk:front", can_edit_news),
            MenuItem("Chuyên mục", "folder", "news_desk:sections", can_edit_news),
            MenuItem("Trang cố định", "file-text", "news_desk:pages", can_edit_news),
            MenuItem("Trình đơn", "menu", "site_menus", can_edit_news),
            MenuItem("Thông tin trang", "info", "site_facts", can_edit_news),
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


# Each app's source of tasks for a user.
TASKS: tuple[Callable[[User], Iterable[Task]], ...] = (
    moves_tasks,
    register_tasks,
    dues_tasks,
    list_tasks,
    newsroom_tasks,
    event_tasks,
    goal_tasks,
    compact_tasks,
    report_tasks,
    welfare_tasks,
    house_tasks,
    dues_books_tasks,
    care_books_tasks,
    house_books_tasks,
    fund_tasks,
    inspection_tasks,
    recognition_tasks,
    exemplar_tasks,
    score_tasks,
    meeting_tasks,
    site_tasks,
    timer_tasks,
)
register_task_sources(*TASKS)  # a handover lists the open tasks of every app
register_card_parts(
    visits_on_card,
    dues_on_card,
    loans_on_card,
    attendance_on_card,
    contests_on_card,
    registrations_on_card,
)
register_meetings(coming_events_as_meetings)
# A box says what is not in it yet and how the apps' figures stand to it; a voucher, what for.
register_pending(dues_pending, care_pending, house_pending, grants_pending)
register_reconciliations(dues_reconciled, care_reconciled, house_reconciled)
register_origins(dues_origins, care_origins, house_origins, grants_origins)
register_followers(follow_reversal)
# What a unit may take into its score sheet from the books.
register_count_sources(books_counted, posts_counted, reports_counted, exemplars_counted)
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
            {
                "label": entry.label,
                "icon": entry.icon,
                "url": reverse(entry.name),
                "name": entry.name,
            }
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
        if entry["name"] == HANDBOOK:  # to the chapter of this page
            entry["url"] = help_url(request)
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
        "groups": _grouped([task for source in TASKS for task in source(request.user)]),
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
    informational = [task for task in others if task not in waiting]
    groups = (
        ("Gấp", sorted(urgent, key=lambda task: task.due_on or today.min)),
        ("Đang chờ đồng chí", sorted(waiting, key=lambda task: task.due_on or today.max)),
        ("Để biết", informational),
    )
    return [(title, lines) for title, lines in groups if lines]
