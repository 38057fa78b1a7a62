"""Clusters at the desk: the list, a cluster with its units, leaders and cycles."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import attempt, check, form_page
from desk.paper import letterhead
from kit.dates import local_today
from kit.lists import Table
from members.http import MemberRequest, posted
from members.models import Subject, Unit

from ..actions import add_units, name_leaders, save_cluster, take_unit_out
from ..forms.clusters import ClusterForm, LeadersForm, UnitOutForm, UnitsInForm
from ..models import Cluster, ClusterHead, ClusterMembership, Cycle
from ..tables import CLUSTERS
from .common import home_trail, may_establish, room_tabs, what_comes_first

LIST = "emulation_desk:cluster_list"
Trail = list[tuple[str, str]]


def cluster_trail(cluster: Cluster, label: str = "") -> Trail:
    address = reverse("emulation_desk:cluster", args=[cluster.pk]) if label else ""
    parts = [("Cụm", reverse(LIST)), (cluster.name, address)]
    return home_trail(*parts, *([(label, "")] if label else []))


def cluster_at(request: MemberRequest, pk: int) -> Cluster:
    check(request, Subject.EMULATION)
    cluster: Cluster = get_object_or_404(Cluster.objects.visible_to(request.user), pk=pk)
    return cluster


def own_cluster(request: MemberRequest, pk: int) -> Cluster:
    """A cluster that the user may change; 403 for one that they only read."""
    cluster = cluster_at(request, pk)
    if not Cluster.objects.editable_by(request.user).contains(cluster):
        raise PermissionDenied
    return cluster


def cluster_list(request: MemberRequest) -> HttpResponse:
    """Clusters of the user's units; for the association all, those that ended last."""
    check(request, Subject.EMULATION)
    deputies = ClusterHead.objects.on().filter(role=ClusterHead.Role.DEPUTY)
    rows = Cluster.objects.visible_to(request.user).with_size_and_head()
    rows = rows.prefetch_related(
        Prefetch("heads", deputies.select_related("unit"), to_attr="deputies_then")
    )
    context = {
        "trail": home_trail(("Cụm", "")),
        "tabs": room_tabs(LIST),
        "table": Table(request.GET, rows.order_by("order", "name", "pk"), CLUSTERS, noun="cụm"),
        "may_establish": may_establish(request),
    }
    return render(request, "emulation/desk/cluster_list.html", context)


def cluster_print(request: MemberRequest) -> HttpResponse:
    """The clusters of today on paper: who is in each, who leads it, who answers for it."""
    check(request, Subject.EMULATION)
    association = Unit.objects.associations().on().first()
    if association is None:
        return what_comes_first(request)
    on, role = ClusterHead.objects.on().select_related("unit__parent"), ClusterHead.Role
    units = ClusterMembership.objects.on().select_related("unit__parent")
    today = local_today()
    running = Cycle.objects.filter(starts_on__lte=today, ends_on__gte=today)
    rows = Cluster.objects.visible_to(request.user).on().prefetch_related(
        Prefetch("heads", on.filter(role=role.HEAD), to_attr="heads_then"),
        Prefetch("heads", on.filter(role=role.DEPUTY), to_attr="deputies_then"),
        Prefetch(
            "memberships", units.order_by("unit__level", "unit__sort_order", "unit__name"),
            to_attr="units_then",
        ),
        Prefetch(
            "cycles", running.select_related("officer_in_charge__member"), to_attr="running"
        ),
    )  # fmt: skip
    context = letterhead(association, None, on=today) | {
        "clusters": rows.order_by("order", "name", "pk"),
        "today": today,
        "paper": None,
        "back": reverse(LIST),
    }
    return render(request, "documents/clusters.html", context)


def cluster_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """A cluster: who is in it and since when, who led it from when to when, its cycles."""
    cluster = cluster_at(request, pk)
    order = ("unit__level", "unit__sort_order", "unit__name", "pk")
    members = cluster.memberships.select_related("unit__parent").order_by(*order)
    today = local_today()
    context = {
        "trail": cluster_trail(cluster),
        "cluster": cluster,
        "members": members.overlapping(today, None),
        "former": members.filter(valid_to__lte=today),
        "leaders": cluster.heads.select_related("unit__parent").order_by("-valid_from", "-role"),
        "cycles": Cycle.objects.visible_to(request.user).filter(cluster=cluster).newest_first()
        .select_related("cluster"),
        "today": today,
        "may_edit": Cluster.objects.editable_by(request.user).contains(cluster),
    }  # fmt: skip
    return render(request, "emulation/desk/cluster_detail.html", context)


def cluster_new(request: MemberRequest) -> HttpResponse:
    check(request, Subject.EMULATION)
    if not may_establish(request):
        return what_comes_first(request)
    return _cluster_form(request, Cluster(), "Lập cụm", reverse(LIST), home_trail(("Lập cụm", "")))


def cluster_edit(request: MemberRequest, pk: int) -> HttpResponse:
    cluster = own_cluster(request, pk)
    back = reverse("emulation_desk:cluster", args=[pk])
    return _cluster_form(request, cluster, "Sửa cụm", back, cluster_trail(cluster, "Sửa cụm"))


@transaction.atomic
def _cluster_form(
    request: MemberRequest, cluster: Cluster, title: str, back: str, trail: Trail
) -> HttpResponse:
    initial = {"valid_from": f"{local_today():%d/%m/%Y}"} if cluster._state.adding else {}
    form = ClusterForm(posted(request), instance=cluster, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: save_cluster(cluster=form.save(commit=False), by=request.user)
        )
        if saved is not None:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect("emulation_desk:cluster", saved.pk)
    return form_page(request, form, title=title, button="Lưu cụm", back=back, trail=trail)


def cluster_units(request: MemberRequest, pk: int) -> HttpResponse:
    """Puts units into the cluster, several at one press."""
    cluster = own_cluster(request, pk)
    form = UnitsInForm(posted(request), initial={"since": f"{local_today():%d/%m/%Y}"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, lambda: add_units(cluster=cluster, by=request.user, **data))
        if made is not None:
            names = ", ".join(str(unit) for unit in data["units"])
            messages.success(request, f"Trong {cluster} từ ngày {data['since']:%d/%m/%Y}: {names}.")
            return redirect("emulation_desk:cluster", pk)
    return form_page(
        request, form, title="Đưa đơn vị vào cụm", button="Đưa vào cụm",
        back=reverse("emulation_desk:cluster", args=[pk]),
        trail=cluster_trail(cluster, "Đưa đơn vị vào cụm"), facts=[("Cụm", cluster.name)],
    )  # fmt: skip


def cluster_out(request: MemberRequest, pk: int) -> HttpResponse:
    """From which day on a unit is not in the cluster any more."""
    check(request, Subject.EMULATION)
    rows = ClusterMembership.objects.filter(
        cluster__in=Cluster.objects.visible_to(request.user)
    ).select_related("cluster", "unit__parent")
    if request.method == "POST" and not rows.filter(pk=pk).exists():
        return redirect(LIST)  # a double click on its first day, which leaves no row
    row = get_object_or_404(rows, pk=pk)
    cluster = own_cluster(request, row.cluster_id)
    form = UnitOutForm(posted(request), initial={"day": f"{local_today():%d/%m/%Y}"})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]

        def take_out() -> bool:
            take_unit_out(membership=row, day=day, by=request.user)
            return True

        if attempt(form, take_out):
            messages.success(request, f"{row.unit} không còn trong cụm từ ngày {day:%d/%m/%Y}.")
            return redirect("emulation_desk:cluster", cluster.pk)
    return form_page(
        request, form, title="Đưa đơn vị ra khỏi cụm", button="Đưa ra khỏi cụm",
        back=reverse("emulation_desk:cluster", args=[cluster.pk]),
        trail=cluster_trail(cluster, "Đưa đơn vị ra khỏi cụm"),
        intro="Điểm và xếp loại đã có trong cụm vẫn còn. Đơn vị đang là cụm trưởng, cụm phó thì thôi "
        "từ ngày này. Nếu ghi nhầm, đưa vào lại từ đúng ngày ấy là như cũ.",
        facts=[("Cụm", cluster.name), ("Đơn vị", row.unit.distinct_label)],
    )  # fmt: skip


def cluster_leaders(request: MemberRequest, pk: int) -> HttpResponse:
    """Head and deputies from a day on."""
    cluster = own_cluster(request, pk)
    form = LeadersForm(posted(request), cluster=cluster)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def name() -> bool:
            name_leaders(cluster=cluster, by=request.user, **data)
            return True

        if attempt(form, name):
            messages.success(
                request, f"{data['head']} là cụm trưởng từ ngày {data['since']:%d/%m/%Y}."
            )
            return redirect("emulation_desk:cluster", pk)
    return form_page(
        request, form, title="Cử cụm trưởng, cụm phó", button="Ghi lại",
        back=reverse("emulation_desk:cluster", args=[pk]),
        trail=cluster_trail(cluster, "Cử cụm trưởng, cụm phó"), facts=[("Cụm", cluster.name)],
        intro="Đơn vị trước thôi từ ngày này. Ghi nhầm thì ghi lại cho đúng ngày ấy.",
    )  # fmt: skip
