"""Helpers for the views of the officers' workspace."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, models, transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kit.lists import ListFilters, Table, page_size
from kit.numbers import typed_key
from kit.workflow import Steps
from members.http import MemberRequest, posted
from members.models import Change, Degree, Member, Subject, User
from members.models.naming import normal_code

from .actions.undo import CannotUndo, undo_last_change
from .forms import StepForm, branches_of

T = TypeVar("T")
W = TypeVar("W", bound=Steps)
MEANWHILE = "Vừa có người ghi việc này trước. Hãy xem lại rồi ghi tiếp nếu còn cần."


def check(request: MemberRequest, subject: Subject, degree: Degree = Degree.READ) -> None:
    """403 unless the user has that right in at least one unit."""
    if not request.user.may(subject, degree):
        raise PermissionDenied


def may_write(user: User, record: models.Model) -> bool:
    """Whether the user may change a record that they see. Costs a query only if the user reads
    more units than they write."""
    rows: Any = type(record)._default_manager.all()
    return not user.only_reads(rows.subject) or bool(rows.editable_by(user).contains(record))


def check_write(request: MemberRequest, record: models.Model) -> None:
    """403 for a record that the user may see but not change."""
    if not may_write(request.user, record):
        raise PermissionDenied


def needs_branch(
    subject: Subject,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """View decorator: 403 without the right; a page that says so if the user has no branch yet."""

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
    """Runs the action; its ValidationErrors are added to the form, beside their fields."""
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


def notify_next_number(request: MemberRequest, requested: str, given: str) -> None:
    """Adds a message if the requested card number was taken meanwhile and another was given."""
    if normal_code(requested) != given:
        messages.info(
            request,
            f"Số thẻ {requested} vừa có người dùng nên đồng chí này được số tiếp theo: {given}.",
        )


def attempt_plainly(request: MemberRequest, action: Callable[[], Any], done: str) -> bool:
    """Runs the action of a single button; errors and success become messages."""
    try:
        with transaction.atomic():
            action()
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
        return False
    except IntegrityError:
        messages.error(request, MEANWHILE)
        return False
    messages.success(request, done)
    return True


def requested_change(request: MemberRequest, rows: models.QuerySet[Change]) -> Change:
    """The change named by an undo button; 404 if it is not among these rows."""
    return get_object_or_404(rows, pk=typed_key(request.POST.get("change", "")))


def undo_change(request: MemberRequest, record: models.Model, change: Change, done: str) -> None:
    """Undoes the record's last change, or adds a message with the reason it can't be undone."""
    try:
        undo_last_change(record=record, change=change, by=request.user)
    except CannotUndo as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def page_of(request: MemberRequest, rows: models.QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """The requested page of rows that are not shown as a `Table`."""
    return Paginator(rows, page_size(request.GET)).get_page(request.GET.get("page"))


def way_back(request: MemberRequest, typed: str, usual: str) -> str:
    """Where a form leads once it is done: the page of the desk that it was opened from, as its
    address says, else the usual one. Never another site's."""
    is_ours = url_has_allowed_host_and_scheme(typed, None) and typed.startswith(reverse("desk"))
    return typed if is_ours else usual


def trail(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Sổ công tác", reverse("desk")), *parts]


def list_page(
    request: MemberRequest,
    template: str,
    *,
    title: str,
    form: ListFilters,
    table: Table,
    **context: Any,
) -> HttpResponse:
    """A page of one list with its filters, right under the desk; see templates/desk_list.html."""
    context = {"trail": trail((title, ""))} | context
    context |= {
        "form": form,
        "table": table,
        "page": table.page,
        "is_filtered": any(form.filter_values().values()),
    }
    return render(request, template, context)


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
    """Renders the usual page of a single form."""
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


def requested_step(steps: type[W], slug: str, record: Any, user: User) -> W:
    """The step at that address; 404 where there is none, or none for this user."""
    step = steps.at(slug)
    if step is None or step.role not in record.roles_of(user):
        raise Http404
    return step


def step_form(request: MemberRequest, step: Steps, record: models.Model) -> StepForm:
    """The form that asks for the step's input, as it was sent if it was."""
    form: StepForm = (step.form or StepForm)(
        posted(request), request.FILES or None, step=step, record=record, user=request.user
    )
    return form


def step_page(
    request: MemberRequest,
    step: Steps,
    record: Any,
    *,
    take: Callable[[StepForm], Any],
    done: Callable[[StepForm, Any], str] | None = None,
    trail: list[tuple[str, str]],
    subject: str = "",
    facts: list[tuple[str, Any]] | None = None,
    closed: str,
) -> HttpResponse:
    """Asks for the step's input, then takes it.

    `take` calls the action and returns the record as it then is; `done` says what came of
    it, else the step's own message. `closed`: said where the step can't be taken any more.
    """
    if request.method == "GET" and record.state not in step.sources:
        messages.error(request, closed)
        return redirect(record)
    form = step_form(request, step, record)
    if request.method == "POST" and form.is_valid():
        taken = attempt(form, lambda: take(form))
        if taken is not None:
            messages.success(request, done(form, taken) if done else step.done)
            return redirect(taken)
    return form_page(
        request,
        form,
        title=f"{step.label}: {subject}" if subject else step.label,
        button=step.label,
        back=record.get_absolute_url(),
        trail=[*trail, (step.label, "")],
        intro=" ".join(filter(None, [form.intro, step.question])),
        facts=facts,
        is_danger=step.is_danger,
    )


def is_gone(
    request: MemberRequest, model: type[models.Model], pk: int, subject: Subject = Subject.MEMBERS
) -> bool:
    """Whether a deletion was confirmed twice, so that nothing is left to do."""
    is_answer = request.method == "POST" and request.user.may(subject, Degree.WRITE)
    return is_answer and not model._base_manager.filter(pk=pk).exists()


# --- Papers -----------------------------------------------------------------------------------


def private_file(storage: Any, name: str, content_type: str, file_name: str) -> FileResponse:
    """Serves a private file: not cached by proxies, not stored, never executed by a page."""
    try:
        content = storage.open(name)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, filename=file_name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def requested_member(request: MemberRequest, subject: Subject) -> Member | None:
    """The member named in the address (`hoi-vien`); None without one, 404 without the right."""
    key = request.GET.get("hoi-vien", "")
    if not key:
        return None
    return get_object_or_404(
        Member.objects.open_to(request.user, Degree.WRITE, subject), pk=typed_key(key)
    )


def about_member(form: forms.BaseForm, member: Member | None) -> list[tuple[str, Any]]:
    """Fixes the form's member; returns the facts to show above the form."""
    if member is None:
        return []
    form.fields["member"].widget.attrs["readonly"] = True
    form.fields["member"].help_text = ""
    return [("Đồng chí", member.distinct_label)]


def card_address(user: User, member: Member | None) -> str:
    """URL of the member's card; "" if the user may not read it."""
    if member is None or not Member.objects.in_books_of(user).contains(member):
        return ""
    return reverse("book:member", args=[member.pk])
