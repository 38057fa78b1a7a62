"""A member's card: seen, its history, its photograph."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from desk.actions.undo import CannotUndo, change_to_undo
from desk.card_parts import card_parts
from desk.pages import private_file, requested_change, trail, undo_change
from kit.dates import local_today, time_span
from kit.phones import phone_link
from members.http import MemberRequest
from members.models import (
    Change,
    Degree,
    Departure,
    Discipline,
    Member,
    MemberDocument,
    Membership,
    Portrait,
    Proposal,
    ReadRecord,
    Subject,
    Transfer,
    User,
    offices_beyond,
    units_where,
)
from members.models.authority import may_change_contact
from members.models.history import label_of

from ..actions.discipline import kinds_decided_by
from ..actions.memberships import (
    came_by_decision,
    first_membership,
    joining_to_undo,
    may_be_taken_back,
    remove_portrait,
    undo_joining,
)
from ..lifeline import RETIRED, lifeline

CHANGES_ON_CARD = 20
MISSING = "chưa ghi"


def kept_card(user: User, pk: int) -> Member:
    """404 for a card outside the user's books, as if there were none."""
    member: Member = get_object_or_404(Member.objects.in_books_of(user), pk=pk)
    return member


def card_for(
    user: User, pk: int, degree: Degree = Degree.READ, subject: Subject = Subject.MEMBERS
) -> Member:
    """404 for a card outside the user's books, 403 where they may not do so with it."""
    member = kept_card(user, pk)
    if not may_with(user, member, subject, degree):
        raise PermissionDenied
    return member


def may_with(user: User, member: Member, subject: Subject, degree: Degree = Degree.WRITE) -> bool:
    """Whether the user may so of a member whose card they read. Costs a query only for who may less
    in some unit than in another."""
    if user.is_superuser or user.offices_with(Subject.MEMBERS) == user.offices_with(
        subject, degree
    ):
        return True
    return bool(Member.objects.open_to(user, degree, subject).contains(member))


def card_trail(member: Member, *parts: tuple[str, str]) -> list[tuple[str, str]]:
    card = reverse("book:member", args=[member.pk]) if parts else ""
    return trail(("Hội viên", reverse("book:members")), (member.full_name, card), *parts)


def member_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything on one page but what needs consent, which is opened by itself."""
    user = request.user
    member = Member.objects.in_books_of(user).filter(pk=pk).first()
    if member is None:
        return _moved_on(request, pk)
    ReadRecord.objects.note(request.user, member)
    memberships = list(member.memberships.select_related("unit__parent").order_by("valid_from"))
    offices = list(
        member.appointments.select_related("position", "unit__parent", "term").order_by(
            "-valid_from"
        )
    )
    first = first_membership(member, request.user)
    changes_to_show = _changes_of(member, request.user)
    changes = list(changes_to_show.newest_first()[:CHANGES_ON_CARD])
    for change in changes:
        change.is_shown_elsewhere = change.about_model != label_of(member)
    may_add_papers = may_with(user, member, Subject.PRIVATE)
    may_write = may_with(user, member, Subject.MEMBERS)
    facts = _facts(member)
    context: dict[str, Any] = {
        "trail": card_trail(member),
        "member": member,
        "portrait": Portrait.objects.filter(member=member).first(),
        "summary": _summary(member, memberships),
        "key_facts": _key_facts(member, memberships),
        "facts": [(term, value) for term, value in facts if value],
        "missing": _missing(facts),
        "line": lifeline(member, memberships, offices),
        "membership_links": _membership_links(request.user, member, first),
        "awards": member.awards.select_related("kind", "document").newest_first(),
        "disciplines": _disciplines(user, member),
        "disciplined_as": kinds_decided_by(user, member) if may_add_papers else [],
        "parts": card_parts(request.user, member),
        "documents": MemberDocument.objects.visible_to(request.user).filter(member=member),
        "ways": _ways(request.user, member, memberships),
        "actions": _actions(request.user, member, memberships),
        "changes": changes,
        "changes_count": changes_to_show.count(),
        "undoable": _undoable(member, first) if may_write else [],
        "may_write": may_write,
        "may_open_private": may_with(user, member, Subject.PRIVATE, Degree.READ),
        "may_add_papers": may_add_papers,
    }
    context["empty_parts"] = _empty_parts(member, offices, context)
    return render(request, "register/member_detail.html", context)


def _moved_on(request: MemberRequest, pk: int) -> HttpResponse:
    """To the branch that a transfer was sent from: where the member went, and nothing more.

    To everybody else there is no such card.
    """
    sent = Transfer.objects.filter(
        membership__member__pk=pk,  # unlike the relation, a key takes any number in an address
        state=Transfer.State.ACCEPTED,
        new_membership__isnull=False,
        source__in=units_where(request.user, Subject.MEMBERS),
    ).select_related("membership__member", "target__parent", "new_membership")
    transfer = sent.order_by("-answered_at", "-pk").first()
    if transfer is None:
        raise Http404
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), (transfer.member.full_name, "")),
        "transfer": transfer,
    }
    return render(request, "register/member_moved.html", context, status=404)


def _changes_of(member: Member, user: User) -> Any:
    """The card's history, with that of the member's transfers, proposals and departures."""
    changes = Change.objects
    parts = changes.of(member)
    for model in (Transfer, Proposal, Departure):
        parts |= changes.of_any(model.objects.filter(membership__member=member))
    return parts.visible_to(user)


def _ways(user: User, member: Member, memberships: list[Membership]) -> list[tuple[str, str]]:
    """Whether the member is on the way to another branch, or gone: in words, with the paper."""
    ways = [
        (f"Đang chờ {row.target} trả lời đề nghị chuyển sinh hoạt", row.get_absolute_url())
        for row in Transfer.objects.visible_to(user)
        .pending()
        .filter(membership__member=member)
        .select_related("target")
    ]
    ways += [
        (_proposed(row), row.get_absolute_url())
        for row in Proposal.objects.visible_to(user)
        .waiting()
        .filter(membership__member=member)
        .select_related("decider")
    ]
    if any(membership.is_on() for membership in memberships):
        if memberships[-1].is_on():
            return ways
        coming = Transfer.objects.visible_to(user).filter(
            new_membership__member=member, new_membership__valid_from__gt=local_today()
        )
        return ways + [
            (f"Chuyển đến {row.target} từ {row.new_membership.valid_from:%d/%m/%Y}", row.get_absolute_url())
            for row in coming.select_related("target", "new_membership")
            if row.new_membership is not None
        ]  # fmt: skip
    gone = Departure.objects.visible_to(user).standing().filter(membership__member=member)
    return ways + [
        (
            f"Từ trần ngày {row.left_on:%d/%m/%Y}"
            if row.kind == Departure.Kind.DECEASED
            else f"Rời Hội từ {row.left_on:%d/%m/%Y}: {row.get_kind_display()}",
            row.get_absolute_url(),
        )
        for row in gone.order_by("-left_on", "-pk")[:1]
    ]


def _disciplines(user: User, member: Member) -> Any:
    """Those the user may know of; `is_open`: the proposal it comes of is theirs to read, too, which
    it is not in the branch that the member moved to since."""
    proposals = Proposal.objects.visible_to(user).filter(pk=OuterRef("proposal"))
    rows = Discipline.objects.visible_to(user).filter(member=member)
    return rows.annotate(is_open=Exists(proposals.order_by())).newest_first()


def _proposed(row: Proposal) -> str:
    """What a decision is awaited of; what was decided stands as departure or as discipline."""
    return f"Đang chờ {row.decider} quyết định đề nghị {row.get_matter_display()}"


def _actions(
    user: User, member: Member, memberships: list[Membership]
) -> list[tuple[str, str, str]]:
    """What this person may do with the member, besides correcting the card: words, icon, address."""
    account = User.objects.filter(member=member).first()
    rows = []
    now = next((membership for membership in memberships if membership.is_on()), None)
    if (now is not None or member.is_in_memory) and may_with(user, member, Subject.WELFARE):
        url = f"{reverse('welfare_desk:visit_new')}?hoi-vien={member.pk}"
        rows.append(("Ghi lần thăm", "heart-handshake", url))
    moves, offices, accounts = (
        may_with(user, member, subject)
        for subject in (Subject.MOVES, Subject.OFFICES, Subject.ACCOUNTS)
    )
    if now is not None:
        member_parameter = f"?hoi-vien={member.pk}"
        is_on_the_way = now.transfers.pending().exists()
        is_beyond = offices_beyond(user).filter(member=member).exists()
        if now.valid_to is None and not is_on_the_way and moves:
            rows.append(
                (
                    "Chuyển sinh hoạt",
                    "arrow-right",
                    f"{reverse('book:transfer_new')}{member_parameter}",
                )
            )
        if offices:
            fill = reverse("book:office_fill", args=[now.unit.slug])
            rows.append(("Ghi chức vụ", "award", fill))
        if account is None and not is_beyond and accounts:
            rows.append(
                ("Mở tài khoản", "lock", f"{reverse('book:account_new')}{member_parameter}")
            )
        if now.valid_to is None and not is_beyond and moves:
            rows.append(
                ("Rời Hội", "log-out", f"{reverse('book:departure_new')}{member_parameter}")
            )
            proposing = f"{reverse('book:proposal_new')}{member_parameter}"
            rows.append(("Đề nghị xóa tên, kỷ luật", "file-text", proposing))
        rows.append(("Thẻ hội viên", "printer", reverse("book:member_passes", args=[member.pk])))
    elif member.passes.exists():
        rows.append(("Thẻ đã cấp", "printer", reverse("book:member_passes", args=[member.pk])))
    if account is not None and may_with(user, member, Subject.ACCOUNTS, Degree.READ):
        rows.append(("Tài khoản", "lock", reverse("book:account", args=[account.pk])))
    return rows


def _membership_links(
    user: User, member: Member, first: Membership | None
) -> list[tuple[str, str, str]]:
    """What may be done about a beginning that was entered wrongly: words, icon, address."""
    rows = []
    if (
        first is not None
        and may_with(user, member, Subject.MEMBERS)
        and not came_by_decision(first)
    ):
        url = reverse("book:joining_edit", args=[member.pk])
        rows.append(("Sửa ngày vào chi hội", "pencil", url))
        if may_be_taken_back(member, first, user):
            url = reverse("book:member_take_back", args=[member.pk])
            rows.append(("Bỏ hồ sơ ghi nhầm", "trash-2", url))
    return rows


def _undoable(member: Member, first: Membership | None) -> list[Change]:
    """The last correction of the card, and of its first membership, as far as each can be taken back."""
    changes = [change_to_undo(record=member), joining_to_undo(first) if first else None]
    return [change for change in changes if change is not None]


def _summary(member: Member, memberships: list[Membership]) -> str:
    """Trích ngang: the person on one line, as the paper list tells it."""
    parts = [member.get_rank_display() or "", f"sinh {_day_or_year(member, 'birth')}"]
    if member.native_place:
        parts.append(f"quê {member.native_place}")
    if member.last_post:
        parts.append(member.last_post)
    if memberships:
        joined, left = member.joined_with(memberships[0].valid_from), memberships[-1].valid_to
        until = min(left or local_today(), local_today())
        if joined is not None:
            parts.append(f"vào Hội {joined:%d/%m/%Y} ({time_span(joined, until)})")
    now = next((membership for membership in memberships if membership.is_on()), None)
    gone = f"từ trần ngày {member.died_on:%d/%m/%Y}" if member.died_on else "không còn sinh hoạt"
    parts.append(f"{now.unit}, {now.unit.parent}" if now else gone)
    text = "; ".join(part for part in parts if part)
    return text[0].upper() + text[1:] + "."


def _day_or_year(member: Member, name: str) -> str:
    day = member.birth_date if name == "birth" else getattr(member, f"{name}_on")
    year = getattr(member, f"{name}_year")
    return f"{day:%d/%m/%Y}" if day else str(year or "")


def _key_facts(member: Member, memberships: list[Membership]) -> list[tuple[str, str]]:
    """The four that a card is opened for."""
    age = member.age_in((member.died_on or local_today()).year)
    phone = phone_link(member.phone)
    if member.phone_is_shared:
        phone += format_html(" (dùng chung: {})", member.phone_owner or "người thân")
    now = next((membership for membership in memberships if membership.is_on()), None)
    gone = f"từ trần {member.died_on:%d/%m/%Y}" if member.died_on else "không còn sinh hoạt"
    return [
        ("Ngày, năm sinh", f"{_day_or_year(member, 'birth')} ({age}\N{NO-BREAK SPACE}tuổi)"),
        ("Điện thoại", phone or MISSING),
        ("Chi hội", now.unit.distinct_label if now else gone),
        ("Số thẻ", member.code or MISSING),
    ]


def _facts(member: Member) -> list[tuple[str, str]]:
    """The other facts, those that are not written too. See also `_missing`."""
    return [
        ("Cấp bậc hàm", member.get_rank_display() or ""),
        ("Chức vụ, đơn vị cuối", member.last_post),
        ("Giới tính", member.get_gender_display()),
        ("Quê quán", member.native_place),
        ("Nơi ở", member.address),
        ("Vào ngành", _day_or_year(member, "enlisted")),
        (RETIRED, _day_or_year(member, "retired")),
        ("Loại hội viên", member.get_kind_display()),
        ("Vào Hội từ trước", member.elsewhere_summary),
        ("Trình độ", member.education),
        ("Từ trần", f"{member.died_on:%d/%m/%Y}" if member.died_on else ""),
        ("Ghi chú", member.notes),
    ]


def _empty_parts(
    member: Member, offices: list[Any], context: dict[str, Any]
) -> list[tuple[str, str, str]]:
    """Parts of the card with nothing in them, on one line: name, what may be done, its address."""
    award = f"{reverse('book:award_new')}?hoi-vien={member.pk}"
    discipline = reverse("book:discipline_new", args=[member.pk])
    paper = reverse("book:document_add", args=[member.pk])
    adds = context["may_add_papers"]
    parts = [
        ("Chức vụ trong Hội", offices, "", ""),
        ("Khen thưởng", context["awards"], "Ghi khen thưởng", context["may_write"] and award),
        (
            "Kỷ luật", context["disciplines"], "Ghi quyết định kỷ luật đã có",
            context["disciplined_as"] and discipline,
        ),
        ("Giấy tờ", context["documents"], "Thêm giấy tờ", adds and paper),
    ]  # fmt: skip
    return [(name, link, url or "") for name, rows, link, url in parts if not rows]


# What a card may well be without.
_OPTIONAL = {"Vào Hội từ trước", "Từ trần", "Ghi chú"}


def _missing(facts: list[tuple[str, str]]) -> list[str]:
    """What the card does not tell yet, as one line names it."""
    names = (term for term, value in facts if not value and term not in _OPTIONAL)
    return [name[0].lower() + name[1:] for name in names]


@require_POST
def member_undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes back the card's last correction."""
    member = card_for(request.user, pk, Degree.WRITE)
    change = requested_change(request, Change.objects.of(member))
    if change.model == label_of(Membership):
        return _undo_joining(request, member, change)
    touches_phone = any(line["field"].startswith("phone") for line in change.diff)
    if touches_phone and not may_change_contact(request.user, member):
        messages.error(request, "Chỉ cấp trên đổi được số điện thoại của người này.")
        return redirect("book:member", pk)
    undo_change(request, member, change, "Đã trả lại hồ sơ như trước lần sửa.")
    return redirect("book:member", pk)


def _undo_joining(request: MemberRequest, member: Member, change: Change) -> HttpResponse:
    """Takes back the last correction of the joining day."""
    first = first_membership(member, request.user)
    if first is None or joining_to_undo(first) != change:
        messages.error(request, "Lần sửa này không hoàn tác được nữa.")
        return redirect("book:member", member.pk)
    try:
        undo_joining(membership=first, change=change, by=request.user)
    except (CannotUndo, ValidationError) as error:
        reasons = error.messages if isinstance(error, ValidationError) else [str(error)]
        messages.error(request, " ".join(reasons))
    else:
        messages.success(request, "Đã trả lại ngày vào chi hội như trước.")
    return redirect("book:member", member.pk)


def portrait(request: MemberRequest, pk: int, width: int) -> Any:
    """The photograph on a card, for whoever keeps the card."""
    member = kept_card(request.user, pk)
    stored = get_object_or_404(Portrait, member=member)
    if width not in stored.picture.widths:
        raise Http404
    return private_file(
        stored.picture.storage, f"{stored.picture.folder}/{width}.webp", "image/webp", "anh.webp"
    )


def portrait_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks, then takes the photograph off the card; the second of two presses finds none."""
    member = card_for(request.user, pk, Degree.WRITE)
    stored = Portrait.objects.filter(member=member).first()
    if stored is None:
        messages.info(request, "Hồ sơ này không có ảnh.")
        return redirect("book:member", pk)
    if request.method == "POST":
        remove_portrait(portrait=stored, by=request.user)
        messages.success(request, "Đã bỏ ảnh khỏi hồ sơ.")
        return redirect("book:member", pk)
    context = {
        "trail": card_trail(member, ("Bỏ ảnh", "")),
        "heading": f"Bỏ ảnh của {member.full_name}?",
        "text": "Tệp ảnh sẽ xóa hẳn, không lấy lại được. Lịch sử hồ sơ vẫn ghi việc này.",
        "button": "Bỏ ảnh",
        "back": reverse("book:member", args=[pk]),
    }
    return render(request, "desk/confirm.html", context)
