"""What needs a member's consent: the consents, and the boxes they open."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from desk.pages import attempt
from desk.versions import RecordChangedMeanwhile
from members.http import MemberRequest
from members.models import (
    Consent,
    Degree,
    Member,
    ReadRecord,
    SensitiveDetails,
    Subject,
    association,
)
from members.models.consents import CONSENT_TERMS, RIGHTS, Purpose, contact_of

from ..actions.members import give_consents, save_sensitive, sensitive_version, withdraw_consent
from ..forms.member import ConsentForm, SensitiveForm
from .card import card_for, card_trail, may_with

FORGOTTEN = "Thông tin liên quan đã xóa khỏi hồ sơ."
CHANGED_MEANWHILE = (
    "Trong lúc đồng chí điền, người khác đã lưu phần này. Chưa lưu gì: hãy so với thông tin đang "
    "có ở trên rồi bấm lưu lần nữa."
)


def member_private(request: MemberRequest, pk: int) -> HttpResponse:
    """Consents, and the boxes they open. Its opening is written down."""
    degree = Degree.WRITE if request.method == "POST" else Degree.READ
    member = card_for(request.user, pk, degree, Subject.PRIVATE)
    details = SensitiveDetails.objects.filter(member=member).first()
    details = details or SensitiveDetails(member=member)
    given = _given(member)
    if request.method != "POST":
        return _private_page(request, member, details)
    form = SensitiveForm(request.POST, instance=details, given=given)
    if not form.is_valid():
        return _private_page(request, member, details, form=form)
    try:
        save_sensitive(details=form.instance, version=form.cleaned_data["version"], by=request.user)
    except RecordChangedMeanwhile:
        stored = SensitiveDetails.objects.filter(member=member).first()
        data = request.POST.copy()
        data["version"] = sensitive_version(member)
        form = SensitiveForm(data, instance=details, given=given)
        form.add_error(None, CHANGED_MEANWHILE)
        facts = stored.facts if stored else []
        return _private_page(request, member, details, form=form, meanwhile=facts)
    messages.success(request, "Đã lưu thông tin riêng.")
    return redirect("book:member", pk)


def _given(member: Member) -> set[str]:
    """The purposes that the member has said yes to."""
    return set(member.consents.in_force().values_list("purpose", flat=True))


def _proven(member: Member) -> set[str]:
    """Those of them that need not be asked for again."""
    in_force = member.consents.in_force()
    return {consent.purpose for consent in in_force if consent.is_proven}


def _private_page(
    request: MemberRequest,
    member: Member,
    details: SensitiveDetails,
    *,
    form: SensitiveForm | None = None,
    consent_form: ConsentForm | None = None,
    meanwhile: Sequence[tuple[str, Any]] = (),
) -> HttpResponse:
    given, proven = _given(member), _proven(member)
    form = form or SensitiveForm(
        instance=details, given=given, initial={"version": sensitive_version(member)}
    )
    ReadRecord.objects.note(request.user, details if details.pk else member)
    context = {
        "trail": card_trail(member, ("Thông tin riêng", "")),
        "member": member,
        "details": details,
        "may_write": may_with(request.user, member, Subject.PRIVATE),
        "form": form,
        "has_boxes": bool(set(form.fields) - {"version"}),
        "meanwhile": meanwhile,
        "consents": member.consents.select_related("recorded_by__member"),
        "consent_form": consent_form or ConsentForm(given=proven, auto_id="dong_y_%s"),
        "can_add": len(proven) < len(Purpose),
        "unproven": [Purpose(purpose).label for purpose in sorted(given - proven)],
    }
    return render(request, "register/member_private.html", context)


@require_POST
def consent_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Writes down the member's yes; sent twice, it is written once."""
    member = card_for(request.user, pk, Degree.WRITE, Subject.PRIVATE)
    form = ConsentForm(request.POST, given=set(), auto_id="dong_y_%s")
    made = None
    if form.is_valid():
        notice = form.cleaned_data
        made = attempt(
            form,
            lambda: give_consents(
                member=member,
                purposes=notice["purpose"],
                channel=notice["channel"],
                evidence=notice["evidence"],
                given_on=notice["given_on"],
                by=request.user,
            ),
        )
    if made is None:
        details = SensitiveDetails.objects.filter(member=member).first()
        details = details or SensitiveDetails(member=member)
        form.offer(_proven(member))
        return _private_page(request, member, details, consent_form=form)
    names = ", ".join(Purpose(purpose).label for purpose in form.cleaned_data["purpose"])
    messages.success(request, f"Đã ghi sự đồng ý: {names}.")
    return redirect("book:member_private", pk)


def consent_withdraw(request: MemberRequest, pk: int, consent_pk: int) -> HttpResponse:
    """Asks, then ends a consent and forgets what it had opened."""
    member = card_for(request.user, pk, Degree.WRITE, Subject.PRIVATE)
    consent = get_object_or_404(Consent, member=member, pk=consent_pk)
    after = CONSENT_TERMS[consent.purpose].on_withdrawal
    if request.method == "POST":
        withdraw_consent(consent=consent, by=request.user)
        messages.success(request, f"Đã ghi việc rút lại. {after or FORGOTTEN}")
        return redirect("book:member_private", pk)
    names = [
        str(SensitiveDetails._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column
        for name in SensitiveDetails.OPENED_BY.get(consent.purpose, ())
    ]
    context = {
        "trail": card_trail(member, ("Rút lại sự đồng ý", "")),
        "heading": f"Rút lại sự đồng ý của {member.full_name}?",
        "text": f"Sẽ xóa ngay khỏi hồ sơ: {', '.join(names)}." if names else after,
        "button": "Rút lại và xóa" if names else "Rút lại",
        "back": reverse("book:member_private", args=[pk]),
    }
    return render(request, "desk/confirm.html", context)


def consent_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The paper on which the member ticks, for each purpose, what may be kept, and signs."""
    member = card_for(request.user, pk, Degree.READ, Subject.PRIVATE)
    controller = association()
    if controller is None:
        raise Http404
    ReadRecord.objects.note(request.user, member, ReadRecord.Way.PRINTED)
    proven = _proven(member)
    context = {
        "member": member,
        "purposes": [
            (Purpose(purpose).label, terms.wording)
            for purpose, terms in CONSENT_TERMS.items()
            if purpose not in proven
        ],
        "controller": controller,
        "contact": contact_of(controller),
        "rights": RIGHTS,
        "back": reverse("book:member_private", args=[pk]),
    }
    return render(request, "documents/consent.html", context)
