"""Founding, renaming, merging, splitting, moving and ending units (ADR 0002, ADR 0030).

A unit never changes its name or place: what happens to it ends it on a day and begins another, and
`Succession` joins the two. Whatever was written of the old one (dues, reports, events, posts, grades)
stays with it; its people, and what waits to be decided there, go over on that day, so that yesterday's
figures are the old unit's and today's the new one's.

Nothing of this is undone by a button: from the first minute on officers sign in, dues are paid and
papers numbered in the new unit, and each of those would have to be taken back first. What was written
wrongly is put right as it would be on paper, by another decision (`rename`, `merge`, `move` back).
"""

import copy
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.base import ModelState

from kit.dates import local_today
from kit.numbers import vn_number

from ..models import (
    Application,
    Appointment,
    Candidate,
    Degree,
    Membership,
    Proposal,
    Subject,
    Succession,
    Term,
    Transfer,
    Unit,
    User,
    units_where,
)
from .permission import Check, Given, needs
from .references import rows_referencing

_Kind, _Status, _C = Succession.Kind, Unit.Status, Candidate.State
# Of whom a refusal names so many; of the rest it tells the number.
NAMED = 5


@dataclass(frozen=True)
class Restructuring:
    """The decision that changes units, and the first day of what it says."""

    day: dt.date
    decision_no: str
    decided_on: dt.date


def _decides_on(*names: str) -> Check:
    """The units of these arguments are the user's to decide on; of one to be founded, the one above."""

    def question(by: Any, given: Given) -> bool:
        unit_keys: set[int] = set()
        for name in names:
            value = given.get(name) or []
            for unit in value if isinstance(value, list) else [value]:
                known = unit.pk or unit.parent_id
                if known is None:  # the association itself, which stands under nobody
                    return bool(by.is_superuser)
                unit_keys.add(known)
        decided = units_where(by, Subject.UNITS, Degree.DECIDE).filter(pk__in=unit_keys)
        return decided.count() == len(unit_keys)

    return question


def successor_of(unit: Unit, day: dt.date, **facts: Any) -> Unit:
    """A unit as this one, not saved yet, that begins on that day; `facts` tell what is other."""
    same = {
        name: getattr(unit, name)
        for name in (
            "level", "kind", "name", "short_name", "parent", "sort_order", "introduction",
            "address", "phone",
        )
    }  # fmt: skip
    return Unit(**{**same, "valid_from": day, "code": _free_code(unit.code), **facts})


def _free_code(code: str) -> str:
    """The next free one of the same root: codes are never given again."""
    base = re.sub(r"\.\d+$", "", code)[:16]
    taken = set(Unit.objects.filter(code__startswith=f"{base}.").values_list("code", flat=True))
    return next(free for n in range(2, len(taken) + 3) if (free := f"{base}.{n}") not in taken)


# --- The actions ------------------------------------------------------------------------------


@needs(_decides_on("unit"))
@transaction.atomic
def create_unit(*, unit: Unit, by: User) -> Unit:
    """Writes down a new unit; the same one sent twice is made once."""
    known = Unit.objects.filter(
        code=unit.code, name=unit.name, parent=unit.parent_id, valid_from=unit.valid_from
    )
    if sent := known.first():
        return sent
    if not unit._state.adding:
        raise ValidationError("Đơn vị này đã có.")
    unit.full_clean()
    unit.save()
    return unit


@needs(_decides_on("unit", "new"))
@transaction.atomic
def rename(*, unit: Unit, new: Unit, what: Restructuring, by: User) -> Unit:
    """Goes on under another name, kind or seat: with its people, officers, terms and lower units.

    `new` comes from `successor_of` and is founded with it.
    """
    old = _locked(unit)[0]
    if new.parent_id != old.parent_id:
        raise ValidationError({"parent": "Đổi tên thì đơn vị cấp trên giữ nguyên."})
    if (new.name, new.short_name, new.kind) == (old.name, old.short_name, old.kind):
        raise ValidationError({"name": "Tên và loại đơn vị vẫn như cũ."})
    return _go_over_whole(old, new, what)


@needs(_decides_on("unit", "new"))
@transaction.atomic
def move(*, unit: Unit, new: Unit, what: Restructuring, by: User) -> Unit:
    """Goes on under another superior, perhaps with another name; all that is its own goes along.

    `new` comes from `successor_of(unit, day, parent=…)` and is founded with it.
    """
    old = _locked(unit)[0]
    if new.parent_id == old.parent_id:
        raise ValidationError({"parent": f"{old} đang trực thuộc chính đơn vị này."})
    return _go_over_whole(old, new, what)


@needs(_decides_on("olds", "new"))
@transaction.atomic
def merge(*, olds: list[Unit], new: Unit, what: Restructuring, by: User) -> Unit:
    """Brings units together in one: a new one, founded with it, or one that goes on as it is.

    People and lower units go over; offices end, as two committees can't be one by themselves.
    """
    rows = _locked(*olds)
    if new.pk in {row.pk for row in rows}:
        raise ValidationError({"olds": "Đơn vị nhận phải khác các đơn vị sáp nhập."})
    if not rows or (len(rows) == 1 and new._state.adding):
        raise ValidationError({"olds": "Sáp nhập cần ít nhất hai đơn vị."})
    into = _taking(new, rows[0], what)
    for old in rows:
        if old.level != into.level:
            raise ValidationError({"olds": f"{old} không cùng cấp với {into}."})
        _check(old, what)
        for membership in _memberships(old, what.day):
            _reassign(membership, into, what)
        for child in _children(old, what.day):
            _go_over_whole(child, successor_of(child, what.day, parent=into), what)
        _pass_on_waiting(old, into)
        _end(old, _Status.MERGED, what)
        _succeed(old, into, _Kind.MERGED, what)
    return into


@needs(_decides_on("unit", "news"))
@transaction.atomic
def split(
    *, unit: Unit, news: list[Unit], places: dict[int, Unit], what: Restructuring, by: User
) -> list[Unit]:
    """Divides a unit among others, new ones or ones that go on as they are.

    `places` says for each member (of a district: for each lower unit), by key, which of `news`
    takes it in; who isn't named there is named in the refusal. What waits to be decided, candidates
    and applications, goes to the first of them. Offices end.
    """
    old = _locked(unit)[0]
    if len({id(new) if new.pk is None else new.pk for new in news}) < 2:
        raise ValidationError({"news": "Chia tách cần ít nhất hai đơn vị."})
    if old.pk in {new.pk for new in news}:
        raise ValidationError({"news": "Đơn vị nhận phải khác đơn vị chia tách."})
    _check(old, what)
    memberships, children = list(_memberships(old, what.day)), list(_children(old, what.day))
    _check_places(memberships, children, news, places)
    for new in news:
        _taking(new, old, what)
    for membership in memberships:
        _reassign(membership, places[membership.member_id], what)
    for child in children:
        _go_over_whole(child, successor_of(child, what.day, parent=places[child.pk]), what)
    _pass_on_waiting(old, news[0])
    _end(old, _Status.SPLIT, what)
    for new in news:
        _succeed(old, new, _Kind.SPLIT, what)
    return news


@needs(_decides_on("unit", "heirs"))
@transaction.atomic
def end(*, unit: Unit, what: Restructuring, by: User, heirs: list[Unit] | None = None) -> Unit:
    """Ends a unit whose members and lower units have gone; its offices and terms end that day.

    `heirs`: units that took over what it did, as the chi hội of a district that is no more.
    """
    old = _locked(unit)[0]
    if old.status == _Status.DISSOLVED and old.valid_to == what.day:
        return old  # a double click
    _check(old, what)
    left = [
        f"{vn_number(count)} {label}"
        for count, label in (
            (_memberships(old, what.day).count(), "hội viên đang sinh hoạt"),
            (_children(old, what.day).count(), "đơn vị trực thuộc"),
            (_candidates(old).exclude(state=_C.DECLINED).count(), "người đang vận động"),
            (Application.objects.open().filter(unit=old).count(), "đơn đang chờ xét"),
        )
        if count
    ]
    if left:
        raise ValidationError(f"{old} còn {', '.join(left)}. Hãy chuyển hoặc giải quyết trước.")
    _end(old, _Status.DISSOLVED, what)
    for heir in heirs or []:
        _succeed(old, heir, _Kind.SPLIT, what)
    return old


# --- What stands in the way -------------------------------------------------------------------


def _locked(*units: Unit) -> list[Unit]:
    """As they are now, each locked in the order of keys: two who rearrange at once don't cross."""
    rows = Unit.objects.select_for_update(of=("self",)).select_related("parent")
    return list(rows.filter(pk__in=[unit.pk for unit in units]).order_by("pk"))


def _check(old: Unit, what: Restructuring) -> None:
    if old.level == Unit.Level.ASSOCIATION:
        raise ValidationError(
            "Hội thành phố là gốc của mọi sổ sách nên không sáp nhập, chia tách hay kết thúc ở đây; "
            "tên Hội sửa ở trang quản trị."
        )
    if old.valid_to is not None:
        raise ValidationError(
            f"{old} {old.get_status_display()} từ ngày {old.valid_to:%d/%m/%Y}. Chưa ghi thêm gì."
        )
    if what.day <= old.valid_from:
        raise ValidationError(
            {"day": f"{old} chỉ có từ ngày {old.valid_from:%d/%m/%Y}; ngày này phải sau đó."}
        )
    if not what.decision_no:
        raise ValidationError({"decision_no": "Chưa ghi số quyết định."})
    if what.decided_on > what.day:
        raise ValidationError({"decided_on": "Ngày quyết định không thể sau ngày có hiệu lực."})
    waiting = Transfer.objects.pending().filter(Q(source=old) | Q(target=old)).count()
    if waiting:
        raise ValidationError(
            f"Còn {vn_number(waiting)} đề nghị chuyển sinh hoạt đi hoặc đến {old} chờ trả lời; hãy trả "
            "lời hoặc hủy trước."
        )
    if what.day > local_today() and _waits(old):
        raise ValidationError(
            {
                "day": f"{old} còn việc chờ giải quyết; hãy giải quyết trước, hoặc ghi vào đúng ngày đó."
            }
        )
    _check_nothing_later(old, what.day)


def _waits(old: Unit) -> bool:
    """Whether something waits that would go over at once, and be out of its keepers' sight until
    the day."""
    return (
        _candidates(old).exists()
        or Application.objects.open().filter(unit=old).exists()
        or Proposal.objects.waiting().filter(membership__unit=old).exists()
    )


def _check_nothing_later(old: Unit, day: dt.date) -> None:
    """What was written for days after the change can't go on in a unit that is no more then."""
    after = Q(valid_from__gte=day)
    planned = after | Q(valid_to__gt=day)
    for rows, what_happens, labelled in (
        (old.memberships.filter(planned).select_related("member"), "vào hoặc rời chi hội", _member),
        (old.appointments.filter(after).select_related("member"), "nhận chức vụ", _member),
        (old.children.filter(planned), "thành lập hoặc kết thúc", str),
    ):
        names = _named(rows, labelled)
        if names:
            raise ValidationError(
                {
                    "day": f"Đã ghi {names} {what_happens} từ ngày {day:%d/%m/%Y} trở đi; hãy sửa việc đó trước."
                }
            )


def _member(row: Any) -> str:
    return str(row.member)


def _named(rows: Iterable[Any], labelled: Callable[[Any], str]) -> str:
    """ "Nguyễn Văn A, Trần Thị B và 3 nữa"."""
    names = [labelled(row) for row in rows]
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" và {vn_number(more)} nữa" if more > 0 else "")


def _check_places(
    memberships: list[Membership], children: list[Unit], news: list[Unit], places: dict[int, Unit]
) -> None:
    taking = {id(new) for new in news}
    homeless = [
        membership.member
        for membership in memberships
        if id(places.get(membership.member_id)) not in taking
    ]
    orphans = [child for child in children if id(places.get(child.pk)) not in taking]
    if names := _named([*homeless, *orphans], str):
        raise ValidationError({"places": f"Chưa xếp về đơn vị mới nào: {names}."})


# --- The parts --------------------------------------------------------------------------------


def _memberships(unit: Unit, day: dt.date) -> Any:
    rows = unit.memberships.on(day).filter(valid_from__lt=day)
    return rows.select_related("member", "unit").order_by("pk")


def _children(unit: Unit, day: dt.date) -> Any:
    return unit.children.on(day).select_related("parent").in_tree_order()


def _candidates(unit: Unit) -> Any:
    """Whom the unit may still win, who declined among them."""
    return Candidate.objects.filter(unit=unit).exclude(state__in=[_C.ADMITTED, _C.MOVED])


def _taking(new: Unit, like: Unit, what: Restructuring) -> Unit:
    """The unit that takes over: founded now, or one in being on that day."""
    if new.level != like.level:
        raise ValidationError(f"{new} không cùng cấp với {like}.")
    if new._state.adding:
        new.valid_from = what.day
        new.decision_no = new.decision_no or what.decision_no
        if new.parent is not None and not new.parent.is_on(what.day):
            raise ValidationError({"parent": f"{new.parent} không còn hoạt động vào ngày này."})
        new.full_clean()
        new.save()
    elif not new.is_on(what.day) or new.valid_to is not None:
        raise ValidationError(f"{new} không hoạt động vào ngày {what.day:%d/%m/%Y}.")
    return new


def _go_over_whole(old: Unit, new: Unit, what: Restructuring) -> Unit:
    """One unit goes on as another: people, lower units, officers, and whatever is its own."""
    old = _locked(old)[0]
    _check(old, what)
    if not new._state.adding:
        raise ValidationError("Đơn vị kế tục phải là đơn vị mới.")
    _taking(new, old, what)
    for membership in _memberships(old, what.day):
        _reassign(membership, new, what)
    for child in _children(old, what.day):
        _go_over_whole(child, successor_of(child, what.day, parent=new), what)
    _pass_on_waiting(old, new)
    held = _end(old, _Status.RENAMED, what)
    _hold_on(held, new, what.day)
    for row, column in rows_referencing(old, "passes_on"):
        is_past = getattr(row, "valid_to", None) is not None and row.valid_to <= what.day
        if not is_past and not getattr(row, "ends_with_unit", False):
            _copied(row, **{column: new}).save()
    _succeed(old, new, _Kind.RENAMED, what)
    return new


def _reassign(membership: Membership, new: Unit, what: Restructuring) -> None:
    """Ends the membership on that day and begins the next one; seniority goes on."""
    membership.valid_to, membership.left_by = what.day, Membership.Exit.REASSIGNED
    following = Membership(
        member=membership.member, unit=new, valid_from=what.day, predecessor=membership,
        entered_by=Membership.Entry.REASSIGNED, decision_no=what.decision_no,
    )  # fmt: skip
    try:
        membership.full_clean()
        membership.save()
        following.full_clean()
    except ValidationError as error:
        raise ValidationError(
            [f"{membership.member}: {message}" for message in error.messages]
        ) from error
    following.save()
    for row in Proposal.objects.waiting().filter(membership=membership):
        row.membership = following
        row.decider = row.rule().decider_of(new)  # perhaps another than was asked
        row.save()


def _pass_on_waiting(old: Unit, new: Unit) -> None:
    """Who is yet to be won and whose application waits: the new unit goes on with them."""
    for rows in (_candidates(old), Application.objects.open().filter(unit=old)):
        for row in rows:
            row.unit = new
            row.save()


@dataclass(frozen=True)
class _Held:
    """A row that ended with its unit, and the end that it had before."""

    row: Any
    column: str
    until: dt.date | None


def _end(old: Unit, status: str, what: Restructuring) -> list[_Held]:
    """Ends the unit with its offices, terms and places; tells what ended, terms first."""
    held = []
    for row, column in rows_referencing(old, "ends_with_unit"):
        if row.valid_to is not None and row.valid_to <= what.day:
            continue
        if row.valid_from >= what.day:
            raise ValidationError(
                f"Đã ghi {row._meta.verbose_name} ({row}) từ ngày {row.valid_from:%d/%m/%Y}; hãy sửa "
                "việc đó trước."
            )
        held.append(_Held(row, column, row.valid_to))
        row.valid_to = what.day
        row.save()
    old.valid_to, old.status = what.day, status
    old.full_clean()
    old.save()
    return sorted(held, key=lambda taken: not isinstance(taken.row, Term))


def _hold_on(held: list[_Held], new: Unit, day: dt.date) -> None:
    """The same people in the same posts, the same term, the same place in the cluster."""
    terms: dict[int, Term] = {}
    for taken in held:
        twin = _copied(taken.row, valid_from=day, valid_to=taken.until, **{taken.column: new})
        if isinstance(twin, Appointment):
            twin.term = terms.get(taken.row.term_id)
        twin.save()  # as valid as the row it goes on from, under whatever rule that was
        if isinstance(twin, Term):
            terms[taken.row.pk] = twin


def _copied(row: Any, **facts: Any) -> Any:
    """The same row anew; what marks a single row, such as a form's token, is given anew too."""
    twin = copy.copy(row)
    twin.pk, twin._state = None, ModelState()
    twin._state.fields_cache = dict(row._state.fields_cache)
    for field in row._meta.concrete_fields:
        if field.unique and not field.primary_key:
            setattr(twin, field.attname, field.get_default())
    for name, value in facts.items():
        setattr(twin, name, value)
    return twin


def _succeed(old: Unit, new: Unit, kind: str, what: Restructuring) -> None:
    row = Succession(
        old=old, new=new, kind=kind, decision_no=what.decision_no, decided_on=what.decided_on
    )
    row.full_clean()
    row.save()
