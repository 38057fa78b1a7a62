"""Pages of members' printed cards: printing in sheets of ten, reissue, withdrawal, scanning."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from desk.pages import attempt, attempt_plainly, check, trail
from kit.dates import local_today
from kit.fitting import largest_size
from kit.numbers import vn_number
from kit.qr import qr_code
from members.http import MemberRequest, posted
from members.models import (
    Degree,
    Member,
    MemberPass,
    PassPrinting,
    Portrait,
    ReadRecord,
    Subject,
    Unit,
    association,
)
from members.models.passes import last_printed
from register.columns import member_rows
from register.filters import MemberFilter
from register.views.card import card_for, may_with
from register.views.filtered import with_valid_filter

from ..actions import print_cards, reissue_card, withdraw_card
from ..forms import CardsForm, ReissueForm
from .lists import options_page

# Each card loads its photograph by itself: more of them than this and browsers give up.
LIMIT = 500
ON_SHEET = 10
SHOWN_PRINTINGS = 10
# Points of the name, as large as 52 mm by two lines allow.
NAME_SIZES = {False: (12, 11, 10, 9, 8, 7), True: (15, 14, 13, 12, 11, 10, 9, 8, 7)}


@with_valid_filter
def cards(request: MemberRequest, member_filter: MemberFilter) -> HttpResponse:
    """Options of a printing, then the printing; members without a card in force get a code."""
    check(request, Subject.MEMBERS, Degree.WRITE)
    form = CardsForm(posted(request))
    printable = _printable(member_filter)
    if request.method == "POST" and form.is_valid() and member_filter.count() <= LIMIT:
        printing = attempt(
            form,
            lambda: print_cards(
                members=printable,
                description=member_filter.summary,
                is_large=form.cleaned_data["chu_to"],
                token=form.cleaned_data["token"],
                by=request.user,
            ),
        )
        if printing is not None:
            return redirect(printing)
    printings = PassPrinting.objects.visible_to(request.user).select_related(
        "printed_by__member", "unit"
    )
    left_out = member_filter.count() - printable.count()
    return options_page(
        request, member_filter, form, title="Thẻ hội viên", button="Lập thẻ để in",
        intro="Mười thẻ một tờ A4, khổ 85,6 × 54 mm, có vạch cắt. Thẻ còn hiệu lực giữ nguyên mã khi in lại.",
        limit=LIMIT,
        method="post",
        left_out=vn_number(left_out) if left_out else "",
        printings=printings[:SHOWN_PRINTINGS],
    )  # fmt: skip


def _printable(member_filter: MemberFilter) -> Any:
    """The active members among the filter's results."""
    return member_filter.results().active_on()


def sheets(request: MemberRequest, pk: int) -> HttpResponse:
    """One printing on paper. Cards taken back since then are left out, and so are those of members
    who are no longer in the user's books."""
    printing = get_object_or_404(PassPrinting.objects.visible_to(request.user), pk=pk)
    rows = (
        printing.passes.in_force()
        .visible_to(request.user)
        .filter(member__in=Member.objects.order_by().active_on().values("pk"))
    )
    issued = {row.member_id: row for row in rows}
    holders = Member.objects.filter(pk__in=issued).in_name_order()
    members = member_rows(holders.select_related("portrait"), local_today())
    ReadRecord.objects.note_all(request.user, members, ReadRecord.Way.PRINTED)
    cards = [_face(request, member, issued[member.pk], printing.is_large) for member in members]
    city = association()
    context = {
        "sheets": [cards[first : first + ON_SHEET] for first in range(0, len(cards), ON_SHEET)],
        "is_large": printing.is_large,
        "issuer": city.name if city else "",
        "signs_as": _signs_as(city),
        "count": vn_number(len(cards)),
        "left_out": printing.count - len(cards),
        "back": reverse("book:pass_printing")
        if request.user.may(Subject.MEMBERS, Degree.WRITE)
        else reverse("desk"),
    }
    return render(request, "documents/passes.html", context)


def _signs_as(issuer: Unit | None) -> str:
    """The post of whoever presides over the association, for the place where a card is signed."""
    head = issuer.appointments.in_office().in_protocol_order().first() if issuer else None
    return head.position.signs_as if head else "Chủ tịch"


def _face(
    request: MemberRequest, member: Any, issued: MemberPass, is_large: bool
) -> dict[str, Any]:
    """The contents of one card."""
    portrait = getattr(member, "portrait", None)
    membership = member.shown_membership
    sizes = NAME_SIZES[is_large]
    return {
        "name": member.full_name,
        "code": member.code,
        # Through the door of the portrait itself, which asks again who looks.
        "portrait_url": reverse("book:portrait", args=[member.pk, portrait.picture.widths[0]])
        if portrait
        else "",
        "points": largest_size([member.full_name], sizes, width=56, height=8) or sizes[-1],
        "branch": str(membership.unit) if membership else "",
        "joined_on": member.joined_day,
        "issued_on": timezone.localdate(issued.issued_at),
        "qr": qr_code(scan_address(request, issued.code)),
    }


def scan_address(request: MemberRequest, code: str) -> str:
    """The address in a card's code, on the portal's own domain if it is configured."""
    path = reverse("members:pass", args=[code])
    own = str(settings.SITE_URL).rstrip("/")
    return f"{own}{path}" if own else request.build_absolute_uri(path)


# --- One member's cards -----------------------------------------------------------------------


def member_cards(request: MemberRequest, pk: int) -> HttpResponse:
    """The member's cards, with the form to replace a lost one."""
    member = card_for(request.user, pk, Degree.WRITE if request.method == "POST" else Degree.READ)
    form = ReissueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        printing = attempt(
            form,
            lambda: reissue_card(
                member=member,
                why=form.cleaned_data["why"],
                token=form.cleaned_data["token"],
                by=request.user,
            ),
        )
        if printing is not None:
            messages.success(request, "Đã cấp thẻ mới. Thẻ cũ không còn hiệu lực.")
            return redirect(printing)
    rows = list(
        member.passes.select_related("issued_by__member").annotate(printed_at=last_printed())
    )
    context = {
        "trail": trail(
            ("Hội viên", reverse("book:members")),
            (member.full_name, reverse("book:member", args=[pk])),
            ("Thẻ hội viên", ""),
        ),
        "member": member,
        "may_write": may_with(request.user, member, Subject.MEMBERS),
        "passes": rows,
        "in_force": next((row for row in rows if row.is_in_force), None),
        "is_active": member.is_active_on(),
        "form": form,
        "print_url": f"{reverse('book:pass_printing')}?q={member.code}",
    }
    return render(request, "papers/member_passes.html", context)


def card_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirms, then withdraws the card without a new one."""
    member = card_for(request.user, pk, Degree.WRITE)
    back = reverse("book:member_passes", args=[pk])
    if request.method == "POST":
        attempt_plainly(
            request,
            lambda: withdraw_card(member=member, by=request.user),
            "Đã thu hồi thẻ. Mã trên thẻ không còn hiệu lực.",
        )
        return redirect(back)
    context = {
        "trail": trail(
            ("Hội viên", reverse("book:members")),
            (member.full_name, reverse("book:member", args=[pk])),
            ("Thẻ hội viên", back),
            ("Thu hồi", ""),
        ),
        "heading": f"Thu hồi thẻ của {member.full_name}?",
        "text": "Mã trên thẻ hết hiệu lực ngay. Sau này có thể cấp thẻ mới với mã khác.",
        "button": "Thu hồi thẻ",
        "back": back,
    }
    return render(request, "desk/confirm.html", context)


def scanned(request: MemberRequest, code: str) -> HttpResponse:
    """The page of a scanned code: officers see whether the card is valid, its owner is redirected.

    404 for everybody else.
    """
    card = (
        MemberPass.objects.opened_by(request.user)
        .select_related("member")
        .filter(code=code)
        .first()
    )
    if card is None:
        raise Http404
    member = card.member
    if not Member.objects.in_books_of(request.user).contains(member):
        return redirect("members:me")
    ReadRecord.objects.note(request.user, member)
    context = {
        "trail": [],
        "member": member,
        "membership": member.membership_on(),
        "why_not": card.why_not_valid,
        "portrait": Portrait.objects.filter(member=member).first()
        if not card.why_not_valid
        else None,
        "joined_on": member.joined_on,
    }
    response = render(request, "papers/pass_scanned.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
