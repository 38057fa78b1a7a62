"""Awards at the desk: the list, one decision for many, a correction, a revocation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.actions.undo import change_to_undo
from desk.pages import (
    attempt,
    attempt_plainly,
    check,
    check_write,
    form_page,
    is_gone,
    list_page,
    may_write,
    requested_change,
    requested_member,
    trail,
    undo_change,
)
from kit.dates import local_today
from kit.lists import Table
from kit.numbers import vn_number
from members.http import MemberRequest, posted
from members.models import Change, Degree, Member, MemberAward, ReadRecord, Subject, Unit
from members.models.history import label_of

from ..actions import awards
from ..columns import member_rows
from ..filters import MemberFilter
from ..forms.awards import AwardEditForm, AwardFilters, AwardForm, RevokeForm
from ..tables import AWARDS

# Boxes to tick; a longer list is better asked by name.
TICKED = 100


def award_list(request: MemberRequest) -> HttpResponse:
    """Awards on the cards one keeps, the newest first; revoked ones too, marked so."""
    check(request, Subject.MEMBERS)
    form = AwardFilters(request.GET, user=request.user)
    filters = form.filter_values()
    rows = MemberAward.objects.visible_to(request.user).select_related("member", "kind")
    if filters.get("tim"):
        rows = rows.filter(
            member__in=Member.objects.matching(filters["tim"]).order_by().values("pk")
        )
    if unit := filters.get("don_vi"):
        kept = Member.objects.in_books_of_units(Unit.objects.within(unit))
        rows = rows.filter(member__in=kept.order_by().values("pk"))
    if kind := filters.get("hinh_thuc"):
        rows = rows.filter(kind=kind)
    if year := filters.get("nam"):
        rows = rows.filter(year=year)
    table = Table(request.GET, rows.newest_first(), AWARDS, noun="lần khen thưởng", usual="-ngay")
    page = table.page
    branches = {} if request.user.manages_one_branch else _branches_of(page)
    page.object_list = [(row, branches.get(row.member_id, "")) for row in page]
    return list_page(
        request, "register/award_list.html", title="Khen thưởng", form=form, table=table
    )


def _branches_of(page: Any) -> dict[int, str]:
    """Of each member on the page the branch, with its district: today's, else the last."""
    members = Member.objects.filter(pk__in=[row.member_id for row in page])
    return {
        member.pk: member.shown_membership.unit.distinct_label
        for member in member_rows(members, local_today())
        if member.shown_membership
    }


def award_new(request: MemberRequest) -> HttpResponse:
    """One decision for one or many; from a card for that person, from the list for those found."""
    check(request, Subject.MEMBERS, Degree.WRITE)
    member = requested_member(request, Subject.MEMBERS)
    listed, count = ([], 0) if member else _listed_members(request)
    initial = {"people": f"{member.full_name} ({member.code})"} if member else {}
    form = AwardForm(
        posted(request),
        request.FILES or None,
        user=request.user,
        listed=listed,
        instance=MemberAward(),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: awards.give_awards(
                members=form.whom(),
                award=form.instance,
                scan=form.cleaned_data["file"],
                token=form.cleaned_data["token"],
                by=request.user,
            ),
        )
        if made is not None:
            if member is not None and [row.member_id for row in made] == [member.pk]:
                messages.success(request, f"Đã ghi {made[0]} vào hồ sơ.")
                return redirect("book:member", member.pk)
            messages.success(request, f"Đã ghi {made[0]} cho {len(made)} đồng chí.")
            return redirect("book:awards")
    return form_page(
        request,
        form,
        title="Ghi khen thưởng",
        button="Ghi khen thưởng",
        back=reverse("book:member", args=[member.pk]) if member else reverse("book:awards"),
        trail=_awards(("Ghi khen thưởng", "")),
        intro=f"Danh sách đang lọc có {vn_number(count)} người, quá dài để chọn từng ô: hãy lọc bớt "
        "ở Sổ hội viên, hoặc gõ tên ở dưới."
        if count > TICKED
        else "Nhiều người cùng một quyết định thì ghi một lần.",
    )


def _listed_members(request: MemberRequest) -> tuple[list[Member], int]:
    """Whom the list's question in the address finds, if they are few enough to be ticked."""
    query = QueryDict(request.GET.urlencode())
    member_filter = MemberFilter(request.user, query)
    if not member_filter.has_no_errors or (not member_filter.values and "chon" not in request.GET):
        return [], 0
    count = member_filter.count()
    return (list(member_filter.results()), count) if count <= TICKED else ([], count)


def _awards(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Khen thưởng", reverse("book:awards")), *parts)


def _award(request: MemberRequest, pk: int) -> MemberAward:
    rows = MemberAward.objects.visible_to(request.user).select_related(
        "member", "kind", "document", "made_by__member"
    )
    return get_object_or_404(rows, pk=pk)


def award_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Corrects an award; below, what was done with it."""
    row = _award(request, pk)
    if request.method == "GET":
        ReadRecord.objects.note(request.user, row.member)
    else:
        check_write(request, row)
    form = AwardEditForm(posted(request), request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: awards.correct_award(
                award=form.instance,
                version=form.cleaned_data["version"],
                scan=form.cleaned_data["file"],
                by=request.user,
            ),
        )
        if saved is not None:
            messages.success(request, "Đã lưu khen thưởng.")
            return redirect("book:member", row.member_id)
        form.renew_version()
    context = {
        "trail": _awards((row.member.full_name, "")),
        # As stored: the form's own copy may already say what was typed and refused.
        "award": _award(request, pk),
        "form": form,
        "changes": _changes(row).newest_first()[:20],
        "undoable": [change_to_undo(record=row)] if may_write(request.user, row) else [],
        "may_write": may_write(request.user, row),
        "facts": [
            ("Danh hiệu, hình thức", row.label),
            ("Ngày, năm", row.when),
            ("Về việc", row.title or "chưa ghi"),
            ("Cấp khen thưởng", row.authority or "chưa ghi"),
            ("Số quyết định", row.decision_no or "chưa ghi"),
        ],
    }
    return render(request, "register/award_detail.html", context)


def award_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """An award obtained by false claims is taken back."""
    row = _award(request, pk)
    check_write(request, row)
    form = RevokeForm(posted(request), initial={"day": f"{local_today():%d/%m/%Y}"})
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: awards.revoke_award(award=row, by=request.user, **form.cleaned_data),
        )
        if saved is not None:
            messages.success(request, "Đã ghi việc thu hồi. Khen thưởng này không còn được tính.")
            return redirect("book:member", row.member_id)
    return form_page(
        request,
        form,
        title="Thu hồi khen thưởng",
        button="Ghi thu hồi",
        back=row.get_absolute_url(),
        trail=_awards((row.member.full_name, row.get_absolute_url()), ("Thu hồi", "")),
        intro="Khen thưởng bị thu hồi vẫn còn trong hồ sơ, có ghi lý do, và không được tính nữa.",
        facts=[
            ("Đồng chí", row.member),
            ("Danh hiệu, hình thức", row.label),
            ("Khen thưởng", row.when),
        ],
        is_danger=True,
    )


@require_POST
def award_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes back the award's last correction or its revocation."""
    row = _award(request, pk)
    check_write(request, row)
    change = requested_change(request, _changes(row))
    try:
        awards.check_own(row)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(row)
    undo_change(request, row, change, "Đã trả lại như trước lần sửa.")
    return redirect(row)


def _changes(row: MemberAward) -> Any:
    """Of the award itself; its history is shown on the member's page with all else."""
    return Change.objects.filter(model=label_of(row), object_id=row.pk)


def award_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes out what was entered by mistake."""
    if is_gone(request, MemberAward, pk):
        return redirect("book:awards")
    row = _award(request, pk)
    check_write(request, row)
    member: Any = row.member
    if request.method == "POST":
        done = "Đã bỏ khen thưởng ghi nhầm."
        if attempt_plainly(request, lambda: awards.remove_award(award=row, by=request.user), done):
            return redirect("book:member", member.pk)
        return redirect(row)
    context = {
        "trail": _awards((member.full_name, row.get_absolute_url()), ("Bỏ", "")),
        "heading": f"Bỏ “{row}” khỏi hồ sơ của {member.full_name}?",
        "text": "Chỉ bỏ khi ghi nhầm; khen thưởng bị lấy lại thì dùng mục Thu hồi. Lịch sử thay đổi "
        "vẫn ghi là đã có và đã bỏ; bản chụp, nếu có, vẫn ở mục Giấy tờ.",
        "button": "Bỏ khen thưởng",
        "back": row.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)
