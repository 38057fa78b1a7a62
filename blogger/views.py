"""The old blog brought home from the desk: try, read the report, import; and the way out again."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from desk.pages import trail
from desk.tokens import sent_before
from kit.lists import Table
from kit.text import clean_line
from members.http import MemberRequest, posted
from news.models import ImportRun
from news.views.for_editors import editors_only

from .archive import BackupError
from .exporting import export
from .forms import BackupForm
from .importing import perform
from .report import OUTCOMES, ImportReport
from .tables import IMPORTS
from .unicode_conversion import LEFT

# Bytes, packed and unpacked, imported while the page waits; a larger file waits for the timer.
AT_ONCE = 2 * 1024**2
State = ImportRun.State


@editors_only
def blog(request: MemberRequest) -> HttpResponse:
    """The form, and what was brought before."""
    form = BackupForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _trial(request, form)
        return redirect(run)
    runs = ImportRun.objects.visible_to(request.user).select_related("by")
    table = Table(request.GET, runs, IMPORTS, noun="lần", usual="-luc")
    context = {
        "trail": trail(("Blog cũ", "")),
        "form": form,
        "table": table,
        "page": table.page,
    }
    return render(request, "blogger/blog.html", context)


def _trial(request: MemberRequest, form: BackupForm) -> ImportRun:
    """The run of an upload, the same for the same form sent twice."""
    run: ImportRun = form.instance
    run.token = form.cleaned_data["token"]
    run.file_name = clean_line(form.cleaned_data["upload"].name)[:200]
    run.is_trial, run.by = True, request.user
    if sent := sent_before(ImportRun, run.token):
        return sent
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        run.upload.delete(save=False)
        return ImportRun.objects.get(token=run.token)
    return _begun(run)


def _begun(run: ImportRun) -> ImportRun:
    """Imports a small file at once; larger files, and files sent during an import, are queued."""
    if run.upload.size <= AT_ONCE and run.total <= 2 * AT_ONCE:
        try:
            return perform(run)
        except BackupError:
            ImportRun.objects.filter(pk=run.pk).update(state=State.QUEUED)
    return run


@editors_only
@require_safe
def blog_run(request: MemberRequest, pk: int) -> HttpResponse:
    """The progress of a run, then its report."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    report = ImportReport.from_json(run.report)
    context = {
        "trail": trail(("Blog cũ", reverse("news_desk:blog")), (run.file_name, "")),
        "run": run,
        "report": report,
        "outcomes": list(OUTCOMES.values()),
        "rows": [
            (label, list(zip(OUTCOMES.values(), figures, strict=True)))
            for label, figures in report.table
        ],
        "next": _next_step(run),
        "has_old_fonts": any(note.text == LEFT for note in report.notes),
        "real": sent_before(ImportRun, _real_token(run)) if run.is_trial else None,
    }
    return render(request, "blogger/blog_run.html", context)


def _real_token(trial: ImportRun) -> str:
    """One real import to a trial, however often the button is pressed."""
    return f"import-of-trial-{trial.pk}"


def _next_step(run: ImportRun) -> str:
    """The possible action on a run: import it, continue it, or none."""
    if not run.upload:
        return ""
    if run.state == State.FAILED or run.is_lost:
        return "again"
    return "import" if run.is_trial and run.state == State.DONE else ""


@editors_only
@require_POST
def blog_start(request: MemberRequest, pk: int) -> HttpResponse:
    """Brings in what was tried, or goes on with a run that broke off."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    step = _next_step(run)
    if step == "again":
        changed = ImportRun.objects.filter(pk=run.pk, state=run.state)
        if changed.update(state=State.QUEUED, asked_at=timezone.now()):
            run.refresh_from_db()
            return redirect(_begun(run))
    elif step == "import":
        real, is_new = ImportRun.objects.get_or_create(
            token=_real_token(run),
            defaults={
                "file_name": run.file_name,
                "upload": run.upload.name,
                "total": run.total,
                "base_url": run.base_url,
                "section": run.section,
                "blog": run.blog,
                "reads_old_fonts": "reads_old_fonts" in request.POST,
                "by": request.user,
            },
        )
        return redirect(_begun(real) if is_new else real)
    else:
        messages.error(request, "Lần này không chạy lại được nữa. Hãy tải tệp lên lại.")
    return redirect(run)


@editors_only
@require_safe
def blog_export(request: MemberRequest) -> HttpResponse | StreamingHttpResponse:
    """The whole newsroom, drafts and internal posts with it: for editors alone."""
    response = StreamingHttpResponse(
        export(_origin(request)) if request.method == "GET" else [], content_type="application/zip"
    )
    name = f"ban-tin-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Encoding"] = "identity"  # it is packed already
    return response


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
