"""Writing a new card, correcting one."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from desk.pages import needs_branch, notify_next_number, trail, way_back
from desk.tokens import TOKEN, new_token
from desk.versions import RecordChangedMeanwhile, version_of
from members.http import MemberRequest
from members.models import Application, Change, Degree, Member, Rank, ReadRecord, Subject

from ..actions.members import add_member, correct_card, likely_doubles, merged, suggested_code
from ..forms.member import ContactForm, MemberForm, NewMemberForm
from .card import card_for, card_trail


@needs_branch(Subject.MEMBERS)
def member_new(request: MemberRequest) -> HttpResponse:
    """A new card. Whoever looks like somebody already there is shown before anything is saved."""
    if request.method != "POST":
        first = {"code": suggested_code(), "token": new_token(), "unit": request.GET.get("don_vi")}
        return _new_page(request, NewMemberForm(user=request.user, initial=first))
    if (sent := _sent_before(request)) is not None:
        return redirect("book:member", sent.pk)
    form = NewMemberForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _new_page(request, form)
    doubles = _doubles(form)
    waiting = Application.objects.alike(form.instance)
    if (doubles.exists() or waiting) and not form.cleaned_data["looked_at"]:
        data = request.POST.copy()
        data["looked_at"] = "1"
        again = NewMemberForm(data, request.FILES, user=request.user)
        return _new_page(request, again, doubles, is_waiting=bool(waiting))
    member = add_member(
        member=form.instance,
        unit=form.cleaned_data["unit"],
        joined_on=form.cleaned_data["joined_on"],
        token=form.cleaned_data["token"],
        portrait=form.cleaned_data["portrait"],
        entered_by=form.cleaned_data["entered_by"],
        by=request.user,
    )
    messages.success(
        request, f"Đã ghi hội viên {member.full_name}, số thẻ {member.code}.{form.titles_message}"
    )
    notify_next_number(request, request.POST.get("code", ""), member.code)
    if "another" in request.POST:
        unit = form.cleaned_data["unit"].pk
        return redirect(f"{reverse('book:member_new')}?don_vi={unit}")
    return redirect("book:member", member.pk)


def _sent_before(request: MemberRequest) -> Member | None:
    """The card that this very showing of the form has made already, by a double click."""
    token = request.POST.get("token", "")
    if not TOKEN.fullmatch(token):
        return None
    return Member.objects.in_books_of(request.user).filter(form_token=token).first()


def _doubles(form: NewMemberForm) -> QuerySet[Member]:
    cleaned = form.cleaned_data
    return likely_doubles(
        name=cleaned["full_name"], birth_year=cleaned["birth"][0], phone=cleaned["phone"]
    )


def _new_page(
    request: MemberRequest,
    form: NewMemberForm,
    doubles: QuerySet[Member] | None = None,
    *,
    is_waiting: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "trail": trail(("Hội viên", reverse("book:members")), ("Ghi hội viên mới", "")),
        "form": form,
        "is_waiting": is_waiting,
        "ranks": [rank.label for rank in Rank],
        "back": reverse("book:members"),
    }
    if doubles is not None:
        # Names and links only of cards one keeps; of the others nothing but that there are some.
        own = list(doubles.filter(pk__in=Member.objects.in_books_of(request.user).values("pk")))
        context |= {"doubles": own, "has_others": doubles.count() > len(own), "is_asking": True}
    return render(request, "register/member_form.html", context)


def member_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Corrections of a card; whoever comes second is told what the first has changed."""
    member = card_for(request.user, pk, Degree.WRITE)
    if request.method != "POST":
        ReadRecord.objects.note(request.user, member)
        form = MemberForm(
            instance=member, user=request.user, initial={"version": version_of(member)}
        )
        return _edit_page(request, pk, form)
    form = MemberForm(request.POST, request.FILES, instance=member, user=request.user)
    if not form.is_valid():
        return _edit_page(request, pk, form)
    try:
        correct_card(
            member=form.instance,
            version=form.cleaned_data["version"],
            portrait=form.cleaned_data["portrait"],
            by=request.user,
        )
    except RecordChangedMeanwhile as meanwhile:
        typed = merged(form.instance, meanwhile.changes)
        fresh = {"version": version_of(member)}
        again = MemberForm(instance=typed, user=request.user, initial=fresh)
        return _edit_page(request, pk, again, meanwhile.changes)
    except IntegrityError:  # the one thing two cards can clash in
        form.add_error("code", "Số thẻ này vừa được cấp cho hội viên khác.")
        return _edit_page(request, pk, form)
    messages.success(request, f"Đã lưu hồ sơ.{form.titles_message}")
    return redirect("book:member", pk)


def contact_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Telephone, address and note by themselves; done, one stands where one came from."""
    member = card_for(request.user, pk, Degree.WRITE)
    card = reverse("book:member", args=[pk])
    if request.method != "POST":
        ReadRecord.objects.note(request.user, member)
        first = {"version": version_of(member), "back": request.GET.get("ve", "")}
        return _contact_page(
            request, ContactForm(instance=member, user=request.user, initial=first)
        )
    form = ContactForm(request.POST, instance=member, user=request.user)
    if not form.is_valid():
        return _contact_page(request, form)
    try:
        correct_card(member=form.instance, version=form.cleaned_data["version"], by=request.user)
    except RecordChangedMeanwhile as meanwhile:
        typed = merged(form.instance, meanwhile.changes)
        fresh = {"version": version_of(member), "back": form.cleaned_data["back"]}
        again = ContactForm(instance=typed, user=request.user, initial=fresh)
        return _contact_page(request, again, meanwhile.changes)
    messages.success(request, f"Đã lưu điện thoại, nơi ở, ghi chú của {member.full_name}.")
    return redirect(way_back(request, form.cleaned_data["back"], card))


def _contact_page(
    request: MemberRequest, form: ContactForm, changes: list[Change] | None = None
) -> HttpResponse:
    member = Member.objects.get(pk=form.instance.pk)  # as stored, whatever was typed
    card = reverse("book:member", args=[member.pk])
    context = {
        "trail": card_trail(member, ("Điện thoại, nơi ở", "")),
        "form": form,
        "member": member,
        "changes": changes,
        "is_own": all(change.by_id == request.user.pk for change in changes or []),
        "back": way_back(request, str(form["back"].value() or ""), card),
    }
    return render(request, "register/contact_form.html", context)


def _edit_page(
    request: MemberRequest, pk: int, form: MemberForm, changes: list[Change] | None = None
) -> HttpResponse:
    name = Member.objects.values_list("full_name", flat=True).get(pk=pk)
    card = reverse("book:member", args=[pk])
    context = {
        "trail": trail(("Hội viên", reverse("book:members")), (name, card), ("Sửa", "")),
        "form": form,
        "name": name,
        "ranks": [rank.label for rank in Rank],
        "changes": changes,
        "is_own": all(change.by_id == request.user.pk for change in changes or []),
        "back": card,
    }
    return render(request, "register/member_form.html", context)
