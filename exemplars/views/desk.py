"""Exemplars at the desk: the list, one of them with its next step, its parts, who does likewise."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import (
    attempt,
    attempt_plainly,
    check,
    check_write,
    form_page,
    is_gone,
    list_page,
    step_page,
)
from desk.paper import letterhead
from events.models import Event
from kit.dates import local_today
from kit.lists import Table
from kit.numbers import vn_number
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from kit.text import fold
from members.http import MemberRequest, posted
from members.models import Change, Degree, Subject, Unit, units_where
from news.models import Post
from recognition.models import keeps_catalogue

from ..actions.exemplars import (
    add_link,
    add_photo,
    adopt,
    correct_exemplar,
    end_adoption,
    move_exemplar,
    remove_figure,
    remove_link,
    remove_photo,
    save_figure,
    start_exemplar,
)
from ..actions.usual import add_usual_kinds
from ..forms.exemplars import (
    AdoptionEndForm,
    AdoptionForm,
    ExemplarEditForm,
    ExemplarFilters,
    ExemplarForm,
    FigureForm,
    LinkForm,
    PhotoForm,
)
from ..models import (
    Adoption,
    Exemplar,
    ExemplarFigure,
    ExemplarKind,
    ExemplarLink,
    ExemplarPhoto,
    ExemplarRole,
    ExemplarState,
    ExemplarStep,
)
from ..tables import EXEMPLARS
from .common import NAME, room_trail, tabs

LIST = "exemplars_desk:list"
_CLOSED = (ExemplarState.ENDED, ExemplarState.CANCELLED)


def _filtered(request: MemberRequest) -> tuple[ExemplarFilters, QuerySet[Exemplar]]:
    """The filters of the address, and the rows that match them, of the user's scope."""
    visible = Exemplar.objects.visible_to(request.user)
    dates = visible.filter(recognised_on__isnull=False).order_by().dates("recognised_on", "year")
    form = ExemplarFilters(request.user, sorted((d.year for d in dates), reverse=True), request.GET)
    values = form.filter_values()
    rows = visible
    if typed := values.get("q"):
        rows = rows.filter(search_text__contains=fold(typed))
    if unit := values.get("don_vi"):
        rows = rows.filter(unit__in=Unit.objects.within(unit).order_by().values("pk"))
    for name, column in (
        ("loai", "kind"), ("tinh_trang", "state"), ("nam", "recognised_on__year"),
    ):  # fmt: skip
        if value := values.get(name):
            rows = rows.filter(**{column: value})
    return form, rows.with_counts().select_related("unit__parent", "kind", "member")


def exemplar_list(request: MemberRequest) -> HttpResponse:
    """Exemplars of the user's units, and those that everybody reads."""
    check(request, Subject.EMULATION)
    form, rows = _filtered(request)
    table = Table(
        request.GET, rows.order_by("-recognised_on", "-pk"), EXEMPLARS, noun="điển hình, mô hình"
    )
    return list_page(
        request, "exemplars/desk/list.html", title=NAME, form=form, table=table, tabs=tabs(LIST),
        lacks_kinds=keeps_catalogue(request.user) and not ExemplarKind.objects.offered().exists(),
        query=request.GET.urlencode(),
    )  # fmt: skip


def exemplar_export(request: MemberRequest) -> HttpResponse:
    """What the list shows, as a sheet."""
    check(request, Subject.EMULATION)
    _form, rows = _filtered(request)
    titles = (
        "STT", "Tên", "Loại", "Đơn vị", "Từ năm", "Người phụ trách", "Tóm tắt", "Tình trạng",
        "Ngày công nhận", "Số quyết định", "Nơi làm theo",
    )  # fmt: skip
    ordered: Any = rows.order_by("-recognised_on", "-pk")  # with its count of followers
    lines = (
        [
            number, row.title, row.kind.name, row.unit.distinct_label, row.begun_year, row.leader,
            row.lead, row.get_state_display(), row.recognised_on, row.decision_no, row.adopter_count,
        ]
        for number, row in enumerate(ordered, 1)
    )  # fmt: skip
    sheet = Sheet(NAME, list(map(SheetColumn, titles)), lines)
    return excel_file(f"dien-hinh-{local_today():%Y-%m-%d}", [sheet])


def exemplar_print(request: MemberRequest) -> HttpResponse:
    """What the list shows, on paper."""
    check(request, Subject.EMULATION)
    form, rows = _filtered(request)
    units = units_where(request.user, Subject.EMULATION).select_related("parent")
    issuer = units.order_by("level", "pk").first()
    if issuer is None:  # before there is an association
        messages.info(request, "Chưa có gì để in.")
        return redirect(LIST)
    context = letterhead(issuer, None, on=local_today()) | {
        "exemplars": rows.order_by("kind__order", "kind__name", "-recognised_on", "-pk"),
        "year": form.filter_values().get("nam") or "",
        "back": reverse(LIST),
    }
    return render(request, "documents/exemplars.html", context)


@require_POST
def usual(request: MemberRequest) -> HttpResponse:
    """Adds the usual kinds."""
    if not keeps_catalogue(request.user):
        raise PermissionDenied
    added = add_usual_kinds(by=request.user)
    messages.success(
        request,
        f"Đã thêm {vn_number(added)} loại thường dùng, là đề xuất chờ Hội xác nhận."
        if added
        else "Đã có đủ các loại thường dùng; không thêm gì.",
    )
    return redirect(LIST)


def _exemplar(request: MemberRequest, pk: int) -> Exemplar:
    """404 for one that the user may not read."""
    check(request, Subject.EMULATION)
    rows = Exemplar.objects.visible_to(request.user).select_related(
        "unit__parent", "kind", "member", "decider__parent"
    )
    exemplar: Exemplar = get_object_or_404(rows, pk=pk)
    return exemplar


def _to_write(request: MemberRequest, pk: int) -> Exemplar:
    """403 for whoever does not write in that unit: asked of the rows, as what is published anywhere is
    read by many who write elsewhere."""
    exemplar = _exemplar(request, pk)
    if not Exemplar.objects.editable_by(request.user).contains(exemplar):
        raise PermissionDenied
    return exemplar


def _trail(exemplar: Exemplar, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    return room_trail((exemplar.title, exemplar.get_absolute_url() if parts else ""), *parts)


def exemplar_new(request: MemberRequest) -> HttpResponse:
    """Begins one: what it is, of which unit."""
    check(request, Subject.EMULATION, Degree.WRITE)
    form = ExemplarForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        made = attempt(
            form, lambda: start_exemplar(exemplar=form.instance, token=token, by=request.user)
        )
        if made is not None:
            messages.success(request, "Đã lưu. Nay thêm ảnh, số liệu, rồi đề nghị công nhận.")
            return redirect(made)
    return form_page(
        request, form, title="Thêm điển hình, mô hình", button="Lưu", back=reverse(LIST),
        trail=room_trail(("Thêm", "")),
    )  # fmt: skip


def exemplar(request: MemberRequest, pk: int) -> HttpResponse:
    """One of them, with its next step."""
    record = _exemplar(request, pk)
    roles = record.roles_of(request.user)
    is_own = ExemplarRole.PROPOSER in roles
    is_kept = Exemplar.objects.kept_by(request.user).contains(record)
    adoptions = list(record.adoptions.select_related("unit__parent"))
    written = set(
        Adoption.objects.editable_by(request.user)
        .filter(exemplar=record)
        .values_list("pk", flat=True)
    )
    context = {
        "trail": _trail(record),
        "exemplar": record,
        "steps": record.steps_for(request.user),
        "is_kept": is_kept,
        "returned": record.last_return,
        "missing": record.missing if is_own and record.is_writable else [],
        "lacks_consent": record.state == ExemplarState.RECOGNISED and record.lacks_consent,
        "may_edit": is_own and record.is_writable,
        "may_add": is_own and record.state not in _CLOSED,
        "may_adopt": record.state == ExemplarState.RECOGNISED
        and request.user.may(Subject.EMULATION, Degree.WRITE),
        "figures": list(record.figures.all()),
        "photos": list(record.photos.all()),
        "links": list(record.links.select_related("post", "event")),
        "adoptions": [(row, row.pk in written and row.ended_on is None) for row in adoptions],
        # What was said on the way is the unit's and those above it, as its history is.
        "reviews": record.reviews.select_related("by__member") if is_kept else [],
        "changes": Change.objects.of(record).visible_to(request.user).newest_first()[:20],
    }
    return render(request, "exemplars/desk/detail.html", context)


def exemplar_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """What the unit writes of it."""
    record = _to_write(request, pk)
    if request.method == "GET" and not record.is_writable:
        messages.error(request, f"Bài này {record.get_state_display()} nên không sửa được nữa.")
        return redirect(record)
    form = ExemplarEditForm(posted(request), instance=record)
    return _saved_on(
        request, form, record, title="Sửa điển hình, mô hình", done="Đã lưu.",
        save=lambda: correct_exemplar(
            exemplar=form.instance, version=form.opened_with, by=request.user
        ),
    )  # fmt: skip


def _saved_on(
    request: MemberRequest,
    form: Any,
    record: Exemplar,
    *,
    title: str,
    done: str,
    save: Callable[[], Any],
    button: str = "Lưu",
    intro: str = "",
) -> HttpResponse:
    """The page of a form that belongs to one exemplar and leads back to it."""
    if request.method == "POST" and form.is_valid():
        if attempt(form, save) is not None:
            messages.success(request, done)
            return redirect(record)
        if hasattr(form, "renew"):
            form.renew()
    return form_page(
        request, form, title=title, button=button, back=record.get_absolute_url(), intro=intro,
        trail=_trail(record, (title, "")),
    )  # fmt: skip


def move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One step, by a user whose role the table names."""
    record = _exemplar(request, pk)
    step = ExemplarStep.at(slug)
    if step is None or step.role not in record.roles_of(request.user):
        raise PermissionDenied
    return step_page(
        request, step, record,
        take=lambda form: move_exemplar(exemplar=record, step=step, by=request.user, **form.facts),
        trail=_trail(record), subject=str(record),
        closed=f"Bài này {record.get_state_display()}, không còn làm được việc này.",
    )  # fmt: skip


# --- Figures, pictures, links -------------------------------------------------------------------


def figure_new(request: MemberRequest, pk: int) -> HttpResponse:
    record = _to_write(request, pk)
    form = FigureForm(
        posted(request), instance=ExemplarFigure(exemplar=record), initial={"as_of": local_today()}
    )
    return _saved_on(
        request, form, record, title="Thêm số liệu", done="Đã ghi số liệu.",
        save=lambda: save_figure(figure=form.instance, by=request.user),
    )  # fmt: skip


def _part(request: MemberRequest, model: Any, pk: int) -> Any:
    """404 for a part of one out of the user's units, 403 for one that they only read."""
    check(request, Subject.EMULATION)
    rows = model.objects.visible_to(request.user).select_related("exemplar__unit")
    part = get_object_or_404(rows, pk=pk)
    check_write(request, part)
    return part


def figure(request: MemberRequest, pk: int) -> HttpResponse:
    row = _part(request, ExemplarFigure, pk)
    form = FigureForm(posted(request), instance=row)
    return _saved_on(
        request, form, row.exemplar, title="Sửa số liệu", done="Đã lưu số liệu.",
        save=lambda: save_figure(figure=form.instance, version=form.opened_with, by=request.user),
    )  # fmt: skip


def photo_new(request: MemberRequest, pk: int) -> HttpResponse:
    record = _to_write(request, pk)
    form = PhotoForm(posted(request), request.FILES or None)
    return _saved_on(
        request, form, record, title="Thêm ảnh", done="Đã thêm ảnh.", button="Thêm ảnh",
        save=lambda: add_photo(
            photo=form.photo(record), file=form.cleaned_data["picture"], by=request.user
        ),
    )  # fmt: skip


def link_new(request: MemberRequest, pk: int) -> HttpResponse:
    record = _to_write(request, pk)
    form = LinkForm(posted(request), user=request.user)

    def save() -> ExemplarLink:
        linked: Post | Event = form.cleaned_data["address"]
        which = {"post": linked} if isinstance(linked, Post) else {"event": linked}
        return add_link(link=ExemplarLink(exemplar=record, **which), by=request.user)

    return _saved_on(
        request,
        form,
        record,
        title="Gắn bài viết, sự kiện",
        done="Đã gắn.",
        button="Gắn",
        save=save,
    )


def _remove(request: MemberRequest, model: Any, pk: int, *, what: str, act: Any) -> HttpResponse:
    """Asks, then takes a part away."""
    if is_gone(request, model, pk, Subject.EMULATION):
        return redirect(LIST)
    row = _part(request, model, pk)
    record = row.exemplar
    if request.method == "POST":
        attempt_plainly(request, lambda: act(row), f"Đã bỏ {what}.")
        return redirect(record)
    context = {
        "trail": _trail(record, (f"Bỏ {what}", "")),
        "heading": f"Bỏ {what} “{row}”?",
        "text": f"Trang công khai sẽ không còn {what} này.",
        "button": f"Bỏ {what}",
        "back": record.get_absolute_url(),
    }
    return render(request, "desk/confirm.html", context)


def figure_remove(request: MemberRequest, pk: int) -> HttpResponse:
    return _remove(
        request, ExemplarFigure, pk, what="số liệu",
        act=lambda row: remove_figure(figure=row, by=request.user),
    )  # fmt: skip


def photo_remove(request: MemberRequest, pk: int) -> HttpResponse:
    return _remove(
        request, ExemplarPhoto, pk, what="ảnh",
        act=lambda row: remove_photo(photo=row, by=request.user),
    )  # fmt: skip


def link_remove(request: MemberRequest, pk: int) -> HttpResponse:
    return _remove(
        request, ExemplarLink, pk, what="bài, sự kiện",
        act=lambda row: remove_link(link=row, by=request.user),
    )  # fmt: skip


# --- Doing likewise -----------------------------------------------------------------------------


def adoption_new(request: MemberRequest, pk: int) -> HttpResponse:
    """A unit of the user's says that it does likewise."""
    record = _exemplar(request, pk)
    check(request, Subject.EMULATION, Degree.WRITE)
    form = AdoptionForm(
        posted(request), user=request.user, instance=Adoption(exemplar=record),
        initial={"since": local_today()},
    )  # fmt: skip
    return _saved_on(
        request, form, record, title="Đơn vị chúng tôi làm theo", done="Đã ghi đơn vị làm theo.",
        save=lambda: adopt(adoption=form.instance, by=request.user),
        intro="Tên đơn vị hiện ở trang công khai của điển hình, mô hình này.",
    )  # fmt: skip


def adoption_end(request: MemberRequest, pk: int) -> HttpResponse:
    """The unit does it no longer."""
    check(request, Subject.EMULATION)
    rows = Adoption.objects.visible_to(request.user).select_related("exemplar__unit", "unit")
    row = get_object_or_404(rows, pk=pk)
    check_write(request, row)
    form = AdoptionEndForm(posted(request), initial={"ended_on": local_today()})
    return _saved_on(
        request, form, row.exemplar, title=f"Thôi làm theo: {row.unit}", done="Đã ghi thôi làm theo.",
        save=lambda: end_adoption(
            adoption=row, ended_on=form.cleaned_data["ended_on"], by=request.user
        ),
    )  # fmt: skip


def paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The report of one of them (báo cáo điển hình), to print and sign."""
    record = _exemplar(request, pk)
    context = letterhead(record.unit, None, on=record.recognised_on) | {
        "exemplar": record,
        "is_kept": Exemplar.objects.kept_by(request.user).contains(record),
        "figures": record.figures.all(),
        "adoptions": record.adoptions.on().select_related("unit"),
        "back": record.get_absolute_url(),
    }
    return render(request, "documents/exemplar.html", context)
