"""What editors set for the whole site: its menus, and the facts at the foot of each page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from desk.editing import REARRANGED, order_token, shift
from desk.pages import trail
from desk.undoing import offer_undo, offered, seal, unseal
from members.history import bulk_add
from members.http import MemberRequest, posted
from news.views.for_editors import for_editors

from .forms import EntryForm, FactsForm
from .models import ROOMS, MenuEntry, SiteProfile

MANY = 8  # more lines wrap on a desk screen and fill a phone's


# --- Menus ------------------------------------------------------------------------------------


@for_editors
@require_http_methods(["GET", "HEAD"])
def menus(request: MemberRequest) -> HttpResponse:
    """Both menus; one that nobody made yet shows the portal's own."""
    rows = list(MenuEntry.objects.select_related("section", "page").defer("page__body"))
    places: list[dict[str, Any]] = []
    for place in MenuEntry.Place:
        entries = [entry for entry in rows if entry.place == place]
        shown = sum(entry.is_shown for entry in entries)
        places.append(
            {
                "place": place,
                "title": "Trình đơn chính" if place == MenuEntry.Place.MAIN else "Cuối trang",
                "entries": entries,
                "rooms": [label for _, label in ROOMS],
                "version": order_token(entries),
                "is_long": place == MenuEntry.Place.MAIN and shown > MANY,
            }
        )
    context = {
        "trail": trail(("Trình đơn", "")),
        "places": places,
        "many": MANY,
        "undo": offered(request),
    }
    return render(request, "desk/menus.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: MemberRequest, place: str) -> HttpResponse:
    return _edit(request, MenuEntry(place=_place(place)), "Thêm mục vào trình đơn")


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: MemberRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(MenuEntry, pk=pk), "Sửa mục trong trình đơn")


def _edit(request: MemberRequest, row: MenuEntry, title: str) -> HttpResponse:
    form = EntryForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        if row._state.adding:
            _begin(row.place)
            if row.twins.exists():  # a button hit twice, or a line that is there already
                messages.info(request, f"Mục “{row.label}” đã có trong trình đơn.")
                return redirect("site_menus")
            here = MenuEntry.objects.filter(place=row.place)
            row.order = (here.aggregate(last=Max("order"))["last"] or 0) + 1
        form.save()
        messages.success(request, f"Đã lưu mục “{row.label}”.")
        return redirect("site_menus")
    return render(
        request, "desk/menu_entry.html", {"trail": _trail(title), "title": title, "form": form}
    )


@transaction.atomic
def _begin(place: str) -> None:
    """The first line of one's own stands beside the portal's, not in their stead."""
    SiteProfile.objects.get_or_create(pk=1)
    SiteProfile.objects.select_for_update().get(pk=1)  # one at a time
    if not MenuEntry.objects.filter(place=place).exists():
        rooms = enumerate(ROOMS, 1)
        bulk_add(
            MenuEntry,
            [
                MenuEntry(place=place, label=label, kind="room", room=name, order=order)
                for order, (name, label) in rooms
            ],
        )


@for_editors
@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Moves a line, hides or shows it, or takes it out."""
    row = MenuEntry.objects.filter(pk=pk).first()
    here = MenuEntry.objects.filter(place=row.place) if row else MenuEntry.objects.none()
    if row is None or request.POST.get("version") != order_token(here):
        messages.warning(request, REARRANGED)
        return redirect("site_menus")
    match request.POST.get("viec"):
        case "len" | "xuong" as way:
            shift(here, row, down=way == "xuong")
        case "an" | "hien" as way:
            row.is_shown = way == "hien"
            row.save()
        case "bo":
            _remove(request, row)
        case _:
            raise BadRequest
    return redirect("site_menus")


KEPT = ("id", "place", "label", "kind", "room", "section_id", "page_id", "address", "order",
        "is_shown")  # fmt: skip


def _remove(request: MemberRequest, row: MenuEntry) -> None:
    facts: dict[str, Any] = {name: getattr(row, name) for name in KEPT}
    row.delete()
    # The last line leaves the portal's own menu behind; to put back another would end that menu.
    was_last = not MenuEntry.objects.filter(place=row.place).exists()
    offer_undo(
        request,
        text=f"Đã bỏ mục “{row.label}” khỏi trình đơn.",
        url=reverse("site_entry_undo", args=[seal("menu", {**facts, "was_last": was_last})]),
    )


@for_editors
@require_POST
def undo(request: MemberRequest, token: str) -> HttpResponse:
    """Puts back a line that was just taken out."""
    facts = unseal("menu", token)
    if facts is not None and _put_back(MenuEntry(**{k: facts[k] for k in KEPT}), facts["was_last"]):
        messages.success(request, "Đã đưa mục trở lại trình đơn.")
    else:
        messages.warning(request, "Không đưa mục trở lại được nữa; hãy thêm lại mục này.")
    return redirect("site_menus")


def _put_back(row: MenuEntry, was_last: bool) -> bool:
    if MenuEntry.objects.filter(pk=row.pk).exists():
        return True  # a double click
    if MenuEntry.objects.filter(place=row.place).exists() == was_last:
        return False  # meanwhile the menu went back to the portal's own, or began anew
    try:
        row.full_clean()
    except (ValidationError, ObjectDoesNotExist):  # what it led to is gone
        return False
    row.save(force_insert=True)
    return True


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: MemberRequest, place: str) -> HttpResponse:
    """Lets editors arrange the portal's own menu, or (asked once more) brings it back."""
    chosen = _place(place)
    if request.method == "POST":
        if request.POST.get("viec") == "tu-xep":
            _begin(chosen)
        else:
            for row in MenuEntry.objects.filter(place=chosen):
                row.delete()
            messages.success(request, "Trình đơn đã trở về mặc định.")
        return redirect("site_menus")
    context = {"trail": _trail("Trở về mặc định"), "place": chosen}
    return render(request, "desk/menu_reset.html", context)


def _place(place: str) -> str:
    if place not in MenuEntry.Place.values:
        raise Http404
    return place


def _trail(title: str) -> list[tuple[str, str]]:
    return trail(("Trình đơn", reverse("site_menus")), (title, ""))


# --- Facts ------------------------------------------------------------------------------------


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: MemberRequest) -> HttpResponse:
    """The site's facts, what is missing of them, and the footer they make; "xem" saves nothing."""
    profile = SiteProfile.current()
    missing = profile.missing
    form = FactsForm(posted(request), instance=profile)
    if request.method == "POST" and form.is_valid() and request.POST.get("viec") != "xem":
        form.save()
        messages.success(request, "Đã lưu thông tin trang.")
        return redirect("site_facts")
    context = {
        "trail": trail(("Thông tin trang", "")),
        "form": form,
        "missing": missing,
        "profile": profile,  # with what was typed
        "is_trial": request.method == "POST",
    }
    return render(request, "desk/site_facts.html", context)
