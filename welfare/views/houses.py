"""Houses at the desk: the list, one project with its next step, givers, stages, papers."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from desk.pages import (
    attempt,
    attempt_plainly,
    check,
    check_write,
    form_page,
    may_write,
    private_file,
    step_page,
)
from desk.paper import letterhead
from fund.models import CashBox, Transaction
from kit.dates import local_today
from kit.lists import Table
from kit.money import dong, dong_in_words
from kit.spreadsheets import Sheet, SheetColumn, excel_file
from members.http import MemberRequest, posted
from members.models import Change, Degree, ReadRecord, Subject

from ..actions.houses import (
    add_stage,
    correct_house,
    correct_stage,
    create_house,
    missing_for_proposal,
    move_house,
    remove_gift,
    remove_stage,
    save_gift,
)
from ..forms.houses import GiftForm, HouseFilters, HouseForm, StageForm
from ..models import (
    House,
    HouseGift,
    HouseStage,
    HouseState,
    HouseStep,
    boxes_of_house,
    with_posted_sum,
)
from ..tables import HOUSES
from .common import tabs, welfare_trail

LIST = "welfare_desk:houses"
PHOTO_WIDTH = 960
REMOVE = "bo"
# Which paper is there from which state on.
PAPERS = {
    "nghiem-thu": ("Biên bản nghiệm thu", (HouseState.ACCEPTED, HouseState.HANDED)),
    "ban-giao": ("Biên bản bàn giao", (HouseState.HANDED,)),
}
T = TypeVar("T")


def house_trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return welfare_trail(("Nhà tình nghĩa", reverse(LIST) if parts else ""), *parts)


def _of(house: House, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    return house_trail((house.whom, house.get_absolute_url() if parts else ""), *parts)


def _seen(request: MemberRequest, pk: int) -> House:
    """404 for a house beyond the user's books."""
    check(request, Subject.WELFARE)
    rows = House.objects.visible_to(request.user).with_sums()
    rows = rows.select_related("unit__parent", "member", "decider", "made_by", "answered_by")
    house: House = get_object_or_404(rows, pk=pk)
    return house


def house_list(request: MemberRequest) -> HttpResponse:
    """The houses of the user's units."""
    check(request, Subject.WELFARE)
    rows = House.objects.visible_to(request.user).with_sums()
    form = HouseFilters(request.GET, auto_id="loc_%s")
    if state := form.filter_values().get("tinh_trang"):
        rows = rows.filter(state=state)
    table = Table(
        request.GET, rows.select_related("unit__parent", "member").order_by("-pk"), HOUSES,
        noun="nhà",
    )  # fmt: skip
    context = {
        "trail": house_trail(),
        "tabs": tabs(LIST),
        "table": table,
        "is_filtered": bool(state),
        "may_write": request.user.may(Subject.WELFARE, Degree.WRITE),
    }
    return render(request, "welfare/house_list.html", context)


def houses_export(request: MemberRequest) -> HttpResponse:
    """All houses the user sees, with what each cost and who gave; each is recorded as read."""
    check(request, Subject.WELFARE)
    rows = House.objects.visible_to(request.user).with_sums()
    houses = list(rows.select_related("unit__parent", "member").order_by("pk"))
    ReadRecord.objects.note_all(request.user, houses, ReadRecord.Way.TAKEN)
    columns = [
        *map(SheetColumn, ("STT", "Nhà của", "Đơn vị", "Hình thức", "Tình trạng")),
        *(SheetColumn(name, is_money=True) for name in ("Dự toán", "Hứa ủng hộ", "Đã nhận", "Quyết toán")),
        *map(SheetColumn, ("Khởi công", "Nghiệm thu", "Bàn giao", "Người nhận")),
    ]  # fmt: skip
    lines = (
        [
            number, house.whom, house.unit.distinct_label, house.get_kind_display(),
            house.get_state_display(), house.estimate, house.pledged, house.received, house.cost,
            house.started_on, house.accepted_on, house.handed_on, house.receiver,
        ]
        for number, house in enumerate(houses, 1)
    )  # fmt: skip
    name = f"nha-tinh-nghia-{local_today():%Y-%m-%d}"
    return excel_file(name, [Sheet("Nhà tình nghĩa", columns, lines)])


# --- One project ------------------------------------------------------------------------------


def house_new(request: MemberRequest) -> HttpResponse:
    check(request, Subject.WELFARE, Degree.WRITE)
    form = HouseForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        saved = attempt(
            form, lambda: create_house(house=form.instance, token=token, by=request.user)
        )
        if saved is not None:
            messages.success(request, "Đã ghi. Đủ khảo sát và dự toán thì đề nghị duyệt.")
            return redirect(saved)
    return form_page(
        request, form, title="Ghi nhà tình nghĩa", button="Lưu", back=reverse(LIST),
        trail=house_trail(("Ghi mới", "")),
    )  # fmt: skip


@transaction.atomic
def house_edit(request: MemberRequest, pk: int) -> HttpResponse:
    house = _seen(request, pk)
    check_write(request, house)
    if house.state != HouseState.DRAFT:
        messages.error(request, "Đã đề nghị duyệt: hãy rút về trước khi sửa.")
        return redirect(house)
    form = HouseForm(posted(request), instance=house, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: correct_house(house=form.instance, by=request.user))
        if saved is not None:
            messages.success(request, "Đã lưu.")
            return redirect(saved)
    shown = _seen(request, pk)
    return form_page(
        request, form, title=f"Sửa: {shown}", button="Lưu", back=shown.get_absolute_url(),
        trail=_of(shown, ("Sửa", "")),
    )  # fmt: skip


def house(request: MemberRequest, pk: int) -> HttpResponse:
    """The project: where it stands, what comes next, who gave, what was done."""
    record = _seen(request, pk)
    ReadRecord.objects.note(request.user, record)
    writes = may_write(request.user, record)
    context = {
        "trail": _of(record),
        "house": record,
        "facts": _facts(record),
        "steps": record.steps_for(request.user),
        "may_write": writes and record.is_open,
        "may_edit": writes and record.state == HouseState.DRAFT,
        "gifts": list(with_posted_sum(record.gifts.all())),
        "stages": [(stage, _width(stage)) for stage in record.stages.all()],
        "papers": [(slug, title) for slug, (title, states) in PAPERS.items() if record.state in states],
        **_money(request, record),
        "changes": Change.objects.of(record).visible_to(request.user).newest_first()[:20],
    }  # fmt: skip
    return render(request, "welfare/house_detail.html", context)


def _facts(house: Any) -> list[tuple[str, Any]]:
    lacking = (house.cost or house.estimate) - house.received
    rows: list[tuple[str, Any]] = [
        ("Hội viên", house.member if house.family else ""),
        ("Đơn vị", house.unit.distinct_label),
        ("Nơi có nhà", house.place),
        ("Khảo sát", _on(house.surveyed_on)),
        ("Kết quả khảo sát", house.survey),
        ("Dự toán", dong(house.estimate) if house.estimate else ""),
        ("Hứa ủng hộ", dong(house.pledged) if house.pledged else ""),
        ("Đã nhận", dong(house.received) if house.received else ""),
        ("Còn thiếu", dong(lacking) if lacking > 0 else ""),
        ("Nơi duyệt", house.decider or ""),
        ("Văn bản duyệt", house.decision_no),
        ("Khởi công", _on(house.started_on)),
        ("Nghiệm thu", _on(house.accepted_on)),
        ("Kết quả nghiệm thu", house.acceptance),
        ("Quyết toán", dong(house.cost) if house.cost else ""),
        ("Bàn giao", _on(house.handed_on)),
        ("Người nhận", house.receiver),
        ("Người lập", house.made_by),
    ]
    return [(term, value) for term, value in rows if value]


def _money(request: MemberRequest, house: House) -> dict[str, Any]:
    """The vouchers of the house with whether the user reads each; whether they write its boxes."""
    rows = list(house.postings.standing().select_related("voucher", "gift"))
    user = request.user
    keys = [row.voucher_id for row in rows]
    readable = (
        set(Transaction.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
        if rows and user.may(Subject.FUND)
        else set()
    )
    own = CashBox.objects.editable_by(user) if user.may(Subject.FUND, Degree.WRITE) else None
    return {
        "vouchers": [(row.voucher, row.voucher_id in readable) for row in rows],
        "entered": sum(row.voucher.amount for row in rows if row.gift_id),
        "paid": sum(row.voucher.amount for row in rows if not row.gift_id),
        "may_enter": own is not None and own.filter(pk__in=boxes_of_house(house)).exists(),
    }


def _on(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _width(stage: HouseStage) -> int:
    """Of which width the photograph is shown; 0 without one."""
    if not stage.picture:
        return 0
    widths: tuple[int, ...] = stage.picture.widths
    return next((width for width in widths if width >= PHOTO_WIDTH), widths[-1])


def house_move(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """One step, with what it asks for."""
    record = _seen(request, pk)
    step = HouseStep.at(slug)
    if step is None:
        raise Http404
    if step.role not in record.roles_of(request.user):
        raise PermissionDenied
    is_proposed = step == HouseStep.PROPOSE and record.state in step.sources
    if is_proposed and (missing := missing_for_proposal(record)):
        messages.error(request, f"Trước khi đề nghị, hãy ghi: {', '.join(missing)}.")
        return redirect("welfare_desk:house_edit", record.pk)
    return step_page(
        request, step, record, trail=_of(record, ), subject=str(record),
        take=lambda form: move_house(house=record, step=step, facts=form.facts, by=request.user),
        facts=_facts(record), closed="Bước này không còn làm được nữa.",
    )  # fmt: skip


# --- Givers, stages ---------------------------------------------------------------------------


def _saved_on(
    request: MemberRequest, form: forms.BaseForm, record: House, *, title: str,
    save: Callable[[], T], done: str,
) -> HttpResponse:  # fmt: skip
    """The page of a small form on the project's own; saved, it leads back there."""
    if request.method == "POST" and form.is_valid() and attempt(form, save) is not None:
        messages.success(request, done)
        return redirect(record)
    return form_page(
        request, form, title=title, button="Lưu", back=record.get_absolute_url(),
        trail=_of(record, (title, "")),
    )  # fmt: skip


def house_gift_new(request: MemberRequest, pk: int) -> HttpResponse:
    record = _seen(request, pk)
    check_write(request, record)
    form = GiftForm(posted(request), instance=HouseGift(house=record))
    return _saved_on(
        request, form, record, title="Ghi người ủng hộ", done="Đã ghi người ủng hộ.",
        save=lambda: save_gift(
            gift=form.instance, token=form.cleaned_data["token"], by=request.user
        ),
    )  # fmt: skip


@transaction.atomic
def house_gift(request: MemberRequest, pk: int) -> HttpResponse:
    """A giver corrected, or taken away where nothing was received."""
    check(request, Subject.WELFARE)
    rows = HouseGift.objects.visible_to(request.user).select_related("house__unit")
    if request.POST.get("viec") == REMOVE and not rows.filter(pk=pk).exists():
        return redirect(LIST)  # the second of two presses
    gift = get_object_or_404(rows, pk=pk)
    check_write(request, gift)
    record = _seen(request, gift.house_id)
    if request.POST.get("viec") == REMOVE:
        done = "Đã bỏ người ủng hộ ghi nhầm."
        attempt_plainly(request, lambda: remove_gift(gift=gift, by=request.user), done)
        return redirect(record)
    form = GiftForm(posted(request), instance=gift)
    return _saved_on(
        request, form, record, title="Sửa người ủng hộ", done="Đã lưu.",
        save=lambda: save_gift(gift=form.instance, token="", by=request.user),
    )  # fmt: skip


def house_stage_new(request: MemberRequest, pk: int) -> HttpResponse:
    record = _seen(request, pk)
    check_write(request, record)
    form = StageForm(posted(request), request.FILES or None, initial={"on": local_today()})
    return _saved_on(
        request, form, record, title="Ghi việc đã làm", done="Đã ghi việc đã làm.",
        save=lambda: add_stage(
            stage=HouseStage(
                house=record, on=form.cleaned_data["on"], what=form.cleaned_data["what"]
            ),
            photograph=form.cleaned_data["photograph"],
            token=form.cleaned_data["token"],
            by=request.user,
        ),
    )  # fmt: skip


def house_stage(request: MemberRequest, pk: int) -> HttpResponse:
    """What was done, corrected, or taken away where it was written down by mistake."""
    check(request, Subject.WELFARE)
    rows = HouseStage.objects.visible_to(request.user).select_related("house__unit")
    if request.POST.get("viec") == REMOVE and not rows.filter(pk=pk).exists():
        return redirect(LIST)  # the second of two presses
    stage = get_object_or_404(rows, pk=pk)
    check_write(request, stage)
    record = _seen(request, stage.house_id)
    if request.POST.get("viec") == REMOVE:
        done = "Đã bỏ việc ghi nhầm."
        attempt_plainly(request, lambda: remove_stage(stage=stage, by=request.user), done)
        return redirect(record)
    initial = {"on": f"{stage.on:%d/%m/%Y}", "what": stage.what}
    form = StageForm(posted(request), request.FILES or None, initial=initial)
    return _saved_on(
        request, form, record, title="Sửa việc đã làm", done="Đã lưu.",
        save=lambda: correct_stage(
            stage=stage, on=form.cleaned_data["on"], what=form.cleaned_data["what"],
            photograph=form.cleaned_data["photograph"], by=request.user,
        ),
    )  # fmt: skip


def house_photo(request: MemberRequest, pk: int, width: int) -> Any:
    """A photograph of a stage, for who sees the project."""
    check(request, Subject.WELFARE)
    stage = get_object_or_404(HouseStage.objects.visible_to(request.user), pk=pk)
    if not stage.picture or width not in stage.picture.widths:
        raise Http404
    return private_file(
        stage.picture.storage, f"{stage.picture.folder}/{width}.webp", "image/webp", "anh.webp"
    )


def house_paper(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """The minutes of acceptance or of the hand-over, to be signed; 404 before that step."""
    record: Any = _seen(request, pk)
    title, states = PAPERS.get(slug, ("", ()))
    if record.state not in states:
        raise Http404
    ReadRecord.objects.note(request.user, record, ReadRecord.Way.PRINTED)
    is_hand_over = slug == "ban-giao"
    context = letterhead(
        record.unit, None, on=record.handed_on if is_hand_over else record.accepted_on
    ) | {
        "house": record,
        "title": title,
        "is_hand_over": is_hand_over,
        "gifts": list(record.gifts.all()),
        "cost_words": dong_in_words(record.cost),
        "paper": None,
        "back": record.get_absolute_url(),
    }
    return render(request, "documents/house.html", context)
