"""The list of members at the desk: asked, shown, printed, taken away, its questions kept."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.forms import branches_of
from desk.pages import check, is_gone, trail
from desk.tabs import PeopleList, Query, people_tabs
from kit.charts import column_chart, pyramid_chart
from kit.dates import local_today
from kit.numbers import vn_number
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from kit.text import fold
from members.http import MemberRequest
from members.models import Degree, ListSetting, ReadRecord, SavedFilter, Subject, User, units_where
from members.models.lists import REMINDERS

from ..actions.lists import set_reminder
from ..columns import BY_KEY, COLUMNS, LIST_NAME, columns_of, member_rows, with_answers
from ..filters import MemberFilter
from ..forms.member import SaveFilterForm
from ..member_table import cells_of, member_table
from ..picture import Band, ages, comings_and_goings
from .filtered import requested_filter, with_valid_filter

TOO_MANY = (
    f"Mỗi người chỉ nhắc được {REMINDERS} bộ lọc ở Việc cần làm, để trang ấy mở nhanh. "
    "Hãy thôi nhắc một bộ lọc khác trước."
)


def _members(user: User, query: Query) -> int:
    return MemberFilter(user, query).count()


MEMBERS = PeopleList("Hội viên", "book:members", "q", Subject.MEMBERS, _members)


def member_list(request: MemberRequest) -> HttpResponse:
    member_filter = requested_filter(request)
    kept = [(name, value) for name, values in request.GET.lists() for value in values if value]
    if len(kept) < sum(len(values) for _, values in request.GET.lists()):
        # A form sends its empty boxes too: to the same list under a short address.
        return redirect(f"{request.path}?{urlencode(kept)}" if kept else request.path)
    chosen = columns_of(request.user)
    columns = with_answers(chosen, member_filter.about)
    table = member_table(request.GET, member_filter, columns)
    page = table.page
    page.object_list = rows = member_rows(page.object_list, member_filter.day)
    saved = sorted(
        SavedFilter.objects.visible_to(request.user).select_related("user__member", "unit"),
        key=lambda saved_filter: fold(saved_filter.name),
    )
    context = {
        "trail": trail(("Hội viên", "")),
        "member_filter": member_filter,
        "form": member_filter.form,
        "table": table,
        "page": page,
        "tabs": people_tabs(request, "book:members", page.paginator.count),
        "count": vn_number(page.paginator.count),
        "gone": member_filter.departed_count(),
        "rows": [(member, cells_of(member, columns, member_filter.day)) for member in rows],
        "all_columns": [(column, column in chosen) for column in COLUMNS],
        "saved": [
            (saved_filter, saved_filter.user_id == request.user.pk) for saved_filter in saved
        ],
        "save_form": SaveFilterForm(auto_id="luu_%s"),
        "querystring": member_filter.querystring,
        "is_filtered": bool(member_filter.values),
        "wider": _wider(member_filter),
        "may_correct": request.user.may(Subject.MEMBERS, Degree.WRITE)
        and not request.user.only_reads(Subject.MEMBERS),
        "here": request.get_full_path(),
        "has_branches": bool(rows)
        or branches_of(request.user, Subject.MEMBERS, Degree.READ).exists(),
    }
    return render(request, "register/member_list.html", context)


def _wider(member_filter: MemberFilter) -> str:
    """The same question put to whoever was ever in the books; "" where it is put to them already."""
    if member_filter.status or not member_filter.values:
        return ""
    return MemberFilter(
        member_filter.user, f"{member_filter.querystring}&tinh_trang=tat-ca"
    ).querystring


@with_valid_filter
def member_export(request: MemberRequest, member_filter: MemberFilter) -> HttpResponse:
    """Exactly what the list shows, all pages of it; each card taken away counts as read."""
    columns = with_answers(columns_of(request.user), member_filter.about)
    members = member_rows(member_filter.results(), member_filter.day)
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.TAKEN)
    sheet = Sheet(
        "Hội viên",
        [
            SheetColumn("STT"),
            SheetColumn("Họ và tên"),
            *(SheetColumn(column.title) for column in columns),
        ],
        (
            [
                number,
                member.full_name,
                *(column.cell(member, member_filter.day) for column in columns),
            ]
            for number, member in enumerate(members, 1)
        ),
    )
    lines = [
        member_filter.summary,
        f"{vn_number(len(members))} người.",
        member_filter.departed_note,
    ]
    about = Sheet("Điều kiện", [SheetColumn("Danh sách gồm")], [[line] for line in lines if line])
    return excel_file(f"hoi-vien-{local_today():%Y-%m-%d}", [sheet, about])


@with_valid_filter
def member_picture(request: MemberRequest, member_filter: MemberFilter) -> HttpResponse:
    """Whom the list shows, by age and sex; who came and went in its units over the years."""
    year = member_filter.day.year
    bands = ages(member_filter.results(), year)
    units = units_where(request.user, Subject.MEMBERS)
    unit = member_filter.values.get("don_vi")
    if unit is not None:
        units = units.within(unit)
    years = comings_and_goings(units, year)
    title = f"Tuổi và giới tính (tuổi tính trong năm {year})"
    flow_title = "Vào Hội và rời Hội theo năm"
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), ("Biểu đồ", "")),
        "summary": member_filter.summary,
        "querystring": member_filter.querystring,
        "count": sum(band.total for band in bands),
        "unknown": sum(band.unknown for band in bands),
        "ages_title": title,
        "ages": bands
        and pyramid_chart(
            [(band.label, band.men, band.women) for band in bands], ("Nam", "Nữ"), title=title
        ),
        "ages_head": ["Tuổi", "Nam", "Nữ", "Chưa ghi", "Cộng"],
        "ages_rows": [(band.label, *_counts(band)) for band in bands],
        "years_title": flow_title,
        "years": years
        and column_chart(
            [(str(each), [came, went]) for each, came, went in years],
            ("vào Hội", "rời Hội"),
            title=flow_title,
        ),
        "years_head": ["Năm", "Vào Hội", "Rời Hội"],
        "years_rows": [(each, vn_number(came), vn_number(went)) for each, came, went in years],
    }
    return render(request, "register/member_picture.html", context)


def _counts(band: Band) -> list[str]:
    return [vn_number(number) for number in (band.men, band.women, band.unknown, band.total)]


def _back(request: MemberRequest) -> str:
    """The list with the question it was asked; only what a filter understands goes on."""
    query = MemberFilter(request.user, QueryDict(request.POST.get("query", "")[:1000])).querystring
    return f"{reverse('book:members')}?{query}" if query else reverse("book:members")


@require_POST
def member_columns(request: MemberRequest) -> HttpResponse:
    """Remembers which columns this person wants."""
    check(request, Subject.MEMBERS)
    keys = [key for key in request.POST.getlist("cot") if key in BY_KEY]
    mine: dict[str, Any] = {"user": request.user, "list_name": LIST_NAME}
    if "usual" in request.POST or not keys:
        ListSetting.objects.filter(**mine).delete()
    else:
        ListSetting.objects.update_or_create(**mine, defaults={"columns": keys})
    messages.success(request, "Đã nhớ các cột đồng chí chọn.")
    return redirect(_back(request))


@require_POST
def filter_save(request: MemberRequest) -> HttpResponse:
    """Keeps the list's question under a name; the same name of one's own is written over."""
    check(request, Subject.MEMBERS)
    form = SaveFilterForm(request.POST)
    back = _back(request)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect(back)
    units = [office.unit for office in request.user.offices_with(Subject.MEMBERS)]
    shared = units[0] if form.cleaned_data["is_shared"] and units else None
    name = form.cleaned_data["name"]
    query = back.partition("?")[2]
    try:
        with transaction.atomic():
            saved, _ = SavedFilter.objects.update_or_create(
                user=request.user, name=name, defaults={"query": query, "unit": shared}
            )
            refused = form.cleaned_data["is_reminder"] and not set_reminder(
                saved=saved, is_reminder=True, by=request.user
            )
    except IntegrityError:
        messages.error(request, "Bộ lọc này vừa được lưu. Hãy xem lại danh sách bộ lọc.")
        return redirect(back)
    messages.success(request, f"Đã lưu bộ lọc “{name}”.")
    if refused:
        messages.warning(request, TOO_MANY)
    return redirect(back)


@require_POST
def filter_remind(request: MemberRequest, pk: int) -> HttpResponse:
    """Lets one's own saved filter stand among the day's tasks, or no longer."""
    check(request, Subject.MEMBERS)
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    if not SavedFilter.objects.editable_by(request.user).contains(saved):
        raise PermissionDenied
    wanted = request.POST.get("nhac") == "1"
    if not set_reminder(saved=saved, is_reminder=wanted, by=request.user):
        messages.error(request, TOO_MANY)
    elif wanted:
        messages.success(request, f"Việc cần làm sẽ nhắc số người của bộ lọc “{saved.name}”.")
    else:
        messages.success(request, f"Việc cần làm không nhắc bộ lọc “{saved.name}” nữa.")
    return redirect(_back(request))


def filter_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then forgets one's own saved filter."""
    check(request, Subject.MEMBERS)
    if is_gone(request, SavedFilter, pk):
        return redirect("book:members")
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    if not SavedFilter.objects.editable_by(request.user).contains(saved):
        raise PermissionDenied
    if request.method == "POST":
        saved.delete()
        messages.success(request, f"Đã xóa bộ lọc “{saved.name}”.")
        return redirect("book:members")
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), ("Xóa bộ lọc", "")),
        "heading": f"Xóa bộ lọc “{saved.name}”?",
        "text": f"Điều kiện: {MemberFilter(request.user, saved.query).summary}. "
        "Hồ sơ hội viên không bị ảnh hưởng.",
        "button": "Xóa bộ lọc",
        "back": reverse("book:members"),
    }
    return render(request, "desk/confirm.html", context)
