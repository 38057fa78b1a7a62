"""What the officers' pages of all rooms share."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, models, transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kit.lists import page_size
from kit.numbers import typed_key
from members.http import MemberRequest
from members.models import Change, Degree, Member, Subject, User
from members.models.naming import normal_code

from .actions.undo import CannotUndo, undo_last_change
from .forms import branches_of

T = TypeVar("T")
MEANWHILE = "Vừa có người ghi việc này trước. Hãy xem lại rồi ghi tiếp nếu còn cần."


def check(request: MemberRequest, subject: Subject, degree: Degree = Degree.READ) -> None:
    """These pages are for those who may do so in some unit."""
    if not request.user.may(subject, degree):
        raise PermissionDenied


def may_write(user: User, record: models.Model) -> bool:
    """Whether a record that the user sees is theirs to change. Costs a query only for who reads
    somewhere what they don't write."""
    rows: Any = type(record)._default_manager.all()
    return not user.only_reads(rows.subject) or bool(rows.editable_by(user).contains(record))


def check_write(request: MemberRequest, record: models.Model) -> None:
    """403 for a record that the user may see but not change."""
    if not may_write(request.user, record):
        raise PermissionDenied


def needs_branch(
    subject: Subject,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A form about people of a branch: who writes of them, and has no branch yet, is told so."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check(request, subject, Degree.WRITE)
            if request.method == "GET" and not branches_of(request.user, subject).exists():
                context = {"trail": trail(("Chưa có chi hội", ""))}
                return render(request, "desk/no_branch.html", context)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def attempt(form: forms.BaseForm, action: Callable[[], T]) -> T | None:
    """Runs the action; what it refuses stands at the form, beside the field it is about."""
    try:
        with transaction.atomic():
            return action()
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            form.add_error(None, error)
    except IntegrityError:
        form.add_error(None, MEANWHILE)
    return None


def tell_next_number(request: MemberRequest, asked: str, given: str) -> None:
    """Says so where a suggested card number went to somebody else meanwhile."""
    if normal_code(asked) != given:
        messages.info(
            request,
            f"Số thẻ {asked} vừa có người dùng nên đồng chí này được số tiếp theo: {given}.",
        )


def attempt_plainly(request: MemberRequest, action: Callable[[], Any], done: str) -> bool:
    """An action of one button: what it refuses is told in a message."""
    try:
        with transaction.atomic():
            action()
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
        return False
    except IntegrityError:
        messages.error(request, MEANWHILE)
        return False
    messages.success(request, done)
    return True


def asked_change(request: MemberRequest, rows: models.QuerySet[Change]) -> Change:
    """The change that a page's undo button is about; 404 for one that is not of these rows."""
    return get_object_or_404(rows, pk=typed_key(request.POST.get("change", "")))


def undo(request: MemberRequest, record: models.Model, change: Change, done: str) -> None:
    """Takes the record's last change back, or tells why it can't be."""
    try:
        undo_last_change(record=record, change=change, by=request.user)
    except CannotUndo as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def page_of(request: MemberRequest, rows: models.QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """A page of what is no table."""
    return Paginator(rows, page_size(request.GET)).get_page(request.GET.get("page"))


def trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Sổ công tác", reverse("desk")), *parts]


def form_page(
    request: MemberRequest,
    form: forms.BaseForm,
    *,
    title: str,
    button: str,
    back: str,
    trail: list[tuple[str, str]],
    intro: str = "",
    facts: list[tuple[str, Any]] | None = None,
    is_danger: bool = False,
) -> HttpResponse:
    """A page of one form, as most of these are."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "trail": trail,
        "intro": intro,
        "facts": facts or [],
        "is_danger": is_danger,
    }
    return render(request, "desk/form.html", context)


def is_gone(
    request: MemberRequest, model: type[models.Model], pk: int, subject: Subject = Subject.MEMBERS
) -> bool:
    """Whether a page that asks before deleting was answered twice: there is nothing left to do."""
    is_answer = request.method == "POST" and request.user.may(subject, Degree.WRITE)
    return is_answer and not model._base_manager.filter(pk=pk).exists()


# --- Papers -----------------------------------------------------------------------------------


def private_file(storage: Any, name: str, content_type: str, file_name: str) -> FileResponse:
    """A file that no cache but the reader's own keeps, and that no page may run."""
    try:
        content = storage.open(name)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, filename=file_name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def asked_member(request: MemberRequest, subject: Subject) -> Member | None:
    """The member whose card led here, to write of that subject; 404 for one beyond the user's."""
    key = request.GET.get("hoi-vien", "")
    if not key:
        return None
    return get_object_or_404(
        Member.objects.open_to(request.user, Degree.WRITE, subject), pk=typed_key(key)
    )


def about_member(form: forms.BaseForm, member: Member | None) -> list[tuple[str, Any]]:
    """Says whose card led here, and keeps the form about that person."""
    if member is None:
        return []
    form.fields["member"].widget.attrs["readonly"] = True
    form.fields["member"].help_text = ""
    return [("Đồng chí", member.told_apart)]


def card_address(user: User, member: Member | None) -> str:
    """The member's card, for whoever reads it; "" for the other side of a transfer."""
    if member is None or not Member.objects.in_books_of(user).contains(member):
        return ""
    return reverse("book:member", args=[member.pk])
