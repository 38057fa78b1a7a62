"""The rules of comments, tried out before they are saved."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desk.pages import trail
from members.http import MemberRequest, posted

from ..actions import change_policy
from ..forms.moderation import PolicyForm
from ..models import Comment, CommentPolicy
from ..rules import look_over, marked
from .for_editors import editors_only

TRIED_ON = 300
EXAMPLES = 5


@require_http_methods(["GET", "POST"])
@editors_only
def policy(request: MemberRequest) -> HttpResponse:
    """Shows the rules; "Thử xem" tries the typed ones and saves nothing."""
    form = PolicyForm(posted(request), instance=CommentPolicy.current())
    trial = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("viec") == "luu":
            if _saved(form, request):
                messages.success(request, "Đã lưu quy định nhận xét.")
                return redirect("news_desk:comment_policy")
        else:
            trial = _trial(form)
    context = {
        "trail": trail(("Nhận xét", reverse("news_desk:comments")), ("Quy định", "")),
        "form": form,
        "trial": trial,
    }
    return render(request, "news/desk/comment_policy.html", context)


@transaction.atomic
def _saved(form: PolicyForm, request: MemberRequest) -> bool:
    if form.refuse_if_edited_meanwhile():
        return False
    change_policy(policy=form.instance, by=request.user)
    return True


def _trial(form: PolicyForm) -> dict[str, Any]:
    """What the typed rules would do to the sample, and to comments approved lately."""
    typed: CommentPolicy = form.instance
    name, text = form.cleaned_data["sample_name"], form.cleaned_data["sample_text"]
    sample = look_over(name, text, typed)
    latest = Comment.objects.filter(state=Comment.State.APPROVED, is_by_newsroom=False)
    rows = list(latest.select_related("post")[:TRIED_ON])
    held = [
        (row, finding) for row in rows if (finding := look_over(row.name, row.text, typed)).reasons
    ]
    stored = CommentPolicy.current()
    return {
        "has_sample": bool(text),
        "reasons": sample.reasons,
        "text": marked(text, sample.spans),
        "score": sample.verdict.score,
        "signals": sample.verdict.signals,
        "policy": typed,
        "tried": len(rows),
        "held": len(held),
        "held_today": sum(bool(look_over(row.name, row.text, stored).reasons) for row in rows),
        "examples": [
            {"comment": row, "text": marked(row.text, finding.spans), "reasons": finding.reasons}
            for row, finding in held[:EXAMPLES]
        ],
    }
