"""Thi đua at the desk: the home of the room, a cluster's cycle, planning stage."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt, attempt_plainly, check, form_page, trail
from kit.dates import local_today
from kit.lists import Table
from kit.numbers import typed_key
from members.http import MemberRequest, posted
from members.models import Change, Subject

from ..actions import change_cycle, delete_cycle, plan_cycle, plan_next_cycle
from ..forms.cycles import CycleForm
from ..models import Cluster, ClusterHead, ClusterMembership, Compact, Cycle
from ..tables import CYCLES
from .common import cycle_at, cycle_trail, home_trail, room_tabs, what_comes_first

HOME = "emulation_desk:home"


def home(request: MemberRequest) -> HttpResponse:
    """Cycles of the user's clusters, the newest first: what each waits for, and who leads."""
    check(request, Subject.EMULATION)
    heads = ClusterHead.objects.on().filter(role=ClusterHead.Role.HEAD).select_related("unit")
    rows = Cycle.objects.visible_to(request.user).newest_first().select_related("cluster")
    context = {
        "trail": trail(("Thi đua", "")),
        "tabs": room_tabs(HOME),
        "table": Table(
            request.GET,
            rows.prefetch_related(Prefetch("cluster__heads", heads, to_attr="heads_then")),
            CYCLES,
            noun="kỳ thi đua",
        ),
        "may_plan": Cluster.objects.editable_by(request.user).exists(),
    }
    return render(request, "emulation/desk/home.html", context)


def cycle_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """A cycle: the course of its year, who leads and takes part, what it is scored by."""
    cycle = cycle_at(request, pk)
    today = local_today()
    course = cycle.course
    current = min(
        (stage for stage in course if stage.until and not stage.is_done(today)),
        key=lambda stage: stage.until or today,
        default=None,
    )
    may_write = Cycle.objects.editable_by(request.user).contains(cycle)
    context = {
        "trail": home_trail((str(cycle), "")),
        "cycle": cycle,
        "course": [(stage, stage.is_done(today), stage is current) for stage in course],
        "head": cycle.cluster.head_on(min(today, cycle.ends_on)),
        "compact": _compact_for(request, cycle),
        "members": _members_of(cycle),
        "may_write": may_write,
        "may_schedule": may_write or Cycle.objects.scheduled_by(request.user).contains(cycle),
        "following": Cycle.objects.filter(cluster=cycle.cluster, year=cycle.year + 1).first(),
        "changes": Change.objects.visible_to(request.user).of(cycle).newest_first()[:10],
    }
    return render(request, "emulation/desk/cycle_detail.html", context)


def _compact_for(request: MemberRequest, cycle: Cycle) -> Compact | None:
    """The year's compact, if the user may read it."""
    rows = Compact.objects.at_desk_of(request.user)
    return rows.filter(cluster=cycle.cluster, year=cycle.year).select_related("cluster").first()


def _members_of(cycle: Cycle) -> list[ClusterMembership]:
    """Units of the cycle with the days since and until which they belong to the cluster."""
    rows = cycle.memberships.select_related("unit__parent")
    return list(rows.order_by("unit__level", "unit__sort_order", "unit__name", "valid_from"))


@transaction.atomic
def cycle_new(request: MemberRequest) -> HttpResponse:
    """Plans a cycle, of the cluster that the address names (`cum`)."""
    check(request, Subject.EMULATION)
    clusters = Cluster.objects.editable_by(request.user)
    if not clusters.exists():
        return what_comes_first(request)
    year = local_today().year
    initial = {
        "cluster": clusters.filter(pk=typed_key(request.GET.get("cum", "")) or 0).first(),
        "year": year, "starts_on": f"01/01/{year}", "ends_on": f"31/12/{year}",
    }  # fmt: skip
    form = CycleForm(posted(request), instance=Cycle(), initial=initial, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: plan_cycle(cycle=form.save(commit=False), by=request.user))
        if saved is not None:
            messages.success(request, f"Đã lập kỳ thi đua: {saved}.")
            return redirect(saved)
    return form_page(
        request, form, title="Lập kỳ thi đua", button="Lập kỳ thi đua", back=reverse(HOME),
        trail=home_trail(("Lập kỳ thi đua", "")),
        intro="Ngày nào chưa định thì để trống, ghi sau cũng được.",
    )  # fmt: skip


@transaction.atomic
def cycle_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """All of a cycle, for the association; its days, for the head of the cluster."""
    cycle = cycle_at(request, pk)
    if not Cycle.objects.scheduled_by(request.user).contains(cycle):
        raise PermissionDenied
    form = CycleForm(posted(request), instance=cycle, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: change_cycle(cycle=form.save(commit=False), by=request.user))
        if saved is not None:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect(saved)
    title = "Sửa kỳ thi đua" if "year" in form.fields else "Sửa lịch của kỳ thi đua"
    return form_page(
        request, form, title=title, button="Lưu", back=cycle.get_absolute_url(),
        trail=cycle_trail(cycle, title), facts=[("Kỳ thi đua", str(cycle))],
    )  # fmt: skip


@require_POST
def cycle_next(request: MemberRequest, pk: int) -> HttpResponse:
    """The next year's cycle from this one; the planned one, if there is one."""
    cycle = cycle_at(request, pk)
    if not Cycle.objects.editable_by(request.user).contains(cycle):
        raise PermissionDenied
    following = plan_next_cycle(cycle=cycle, by=request.user)
    messages.success(request, f"Đã có {following}. Hãy xem lại các ngày, bộ tiêu chí rồi sửa.")
    return redirect(following)


def cycle_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then deletes a cycle in which nothing was recorded."""
    check(request, Subject.EMULATION)
    if request.method == "POST" and not Cycle.objects.filter(pk=pk).exists():
        return redirect(HOME)  # a double click
    cycle = cycle_at(request, pk)
    if not Cycle.objects.editable_by(request.user).contains(cycle):
        raise PermissionDenied
    if request.method == "POST":
        done = attempt_plainly(
            request, lambda: delete_cycle(cycle=cycle, by=request.user), f"Đã xóa {cycle}."
        )
        return redirect(HOME) if done else redirect(cycle)
    context = {
        "trail": cycle_trail(cycle, "Xóa kỳ thi đua"),
        "heading": f"Xóa {cycle}?",
        "text": "Lịch của kỳ này sẽ mất. Kỳ đã có đăng ký hay điểm thì không xóa được.",
        "button": "Xóa kỳ này",
        "back": cycle.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)
