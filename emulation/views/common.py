"""What the pages of emulation at the desk share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.pages import check, trail
from members.http import MemberRequest
from members.models import Degree, Subject, Unit, units_where

from ..models import CriteriaSet, Cycle

HOME = "emulation_desk:home"
LIST = "emulation_desk:criteria_list"
# The parts of the room, as its tabs name them.
_PARTS = (
    ("Kỳ thi đua", HOME),
    ("Cụm", "emulation_desk:cluster_list"),
    ("Giao ước", "emulation_desk:compact_list"),
    ("Bộ tiêu chí", LIST),
)


def room_tabs(here: str) -> list[tuple[str, str, bool]]:
    """Tabs above the lists of the room, for components/tabs.html."""
    return [(label, reverse(name), name == here) for label, name in _PARTS]


def may_establish(request: MemberRequest) -> bool:
    """Clusters are the association's own."""
    units = units_where(request.user, Subject.EMULATION, Degree.WRITE)
    return units.associations().on().exists()


def what_comes_first(request: MemberRequest) -> HttpResponse:
    """Where whoever asks for a form of the room goes while what it needs is not there: on to the
    first cluster, or to the first steps of a portal without an association. 403 for others."""
    if may_establish(request):
        messages.info(request, "Chưa có cụm thi đua nào. Lập cụm trước đã.")
        return redirect("emulation_desk:cluster_new")
    if request.user.is_superuser and not Unit.objects.associations().on().exists():
        messages.info(request, "Chưa có Hội Thành phố. Lập các đơn vị trước, rồi lập cụm.")
        return redirect("desk")
    raise PermissionDenied


def home_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return trail(("Thi đua", reverse(HOME)), *parts)


def cycle_trail(cycle: Cycle, label: str) -> list[tuple[str, str]]:
    return home_trail((str(cycle), cycle.get_absolute_url()), (label, ""))


def cycle_at(request: MemberRequest, pk: int) -> Cycle:
    """A cycle that the user may read."""
    check(request, Subject.EMULATION)
    rows = Cycle.objects.visible_to(request.user).select_related(
        "cluster", "criteria_set", "officer_in_charge__member", "officer_in_charge__position"
    )
    cycle: Cycle = get_object_or_404(rows, pk=pk)
    return cycle


def criteria_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return home_trail(("Bộ tiêu chí", reverse(LIST) if parts else ""), *parts)


def set_trail(criteria_set: CriteriaSet, label: str) -> list[tuple[str, str]]:
    return criteria_trail((str(criteria_set), criteria_set.get_absolute_url()), (label, ""))


def set_at(request: MemberRequest, pk: int) -> CriteriaSet:
    check(request, Subject.EMULATION)
    sets = CriteriaSet.objects.visible_to(request.user)
    criteria_set: CriteriaSet = get_object_or_404(sets.select_related("unit", "based_on"), pk=pk)
    return criteria_set


def own_set(request: MemberRequest, pk: int) -> CriteriaSet:
    """A set that the user may change; 403 for one that they only read."""
    criteria_set = set_at(request, pk)
    if not CriteriaSet.objects.editable_by(request.user).contains(criteria_set):
        raise PermissionDenied
    return criteria_set


def draft_at(request: MemberRequest, pk: int) -> CriteriaSet | None:
    """A set that can still be changed; None, with a message, for one that was issued meanwhile."""
    criteria_set = own_set(request, pk)
    if criteria_set.is_issued:
        messages.error(request, "Bộ tiêu chí đã ban hành thì không sửa nữa. Hãy lập bản mới.")
        return None
    return criteria_set
