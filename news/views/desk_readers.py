"""The newsroom's pages about readers: subscribers, mailings sent, posts read."""

import datetime as dt
from smtplib import SMTPException
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from desk.pages import trail
from kit.charts import bar_chart, column_chart
from kit.dates import day_range, local_today
from kit.lists import Table
from members.http import MemberRequest, posted

from ..actions import erase_subscriber
from ..forms import FindReaderForm, TestLetterForm
from ..letters import NewsLetter
from ..models import (
    Delivery,
    Mailing,
    Post,
    PostReads,
    Subscriber,
    most_read,
    site_address,
)
from ..models.subscriptions import RHYTHM_LABELS
from ..tables import MAILINGS as MAILING_COLUMNS
from ..tables import READ_POSTS, READERS
from .for_editors import editors_only

MONTHS = 12
MAILINGS = 10
READ_DAYS = 30
READ_MOST = 20
PROOF_DAYS = 7
PROOFS = 10
PROOFS_WITHIN = 3600
STATES = (("", "Tất cả"), *Subscriber.State.choices)


# --- Subscribers ------------------------------------------------------------------------------


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: MemberRequest) -> HttpResponse:
    """Counts, mailings, and addresses partly hidden. A POST searches for one exact address,
    which so stands in no log."""
    form = FindReaderForm(posted(request))
    subscriber = None
    if form.is_bound and form.is_valid():
        subscriber = Subscriber.objects.with_email(form.cleaned_data["email"]).first()
        if subscriber is None:
            form.add_error("email", "Không có địa chỉ này trong danh sách.")
    context = _readers_context(request) | {
        "form": form,
        "subscriber": subscriber,
        "letter_form": TestLetterForm(email=request.user.email),
    }
    return render(request, "news/desk/readers.html", context)


def _readers_context(request: MemberRequest) -> dict[str, Any]:
    wanted = request.GET.get("trang-thai", "")
    rows = Subscriber.objects.filter(state=wanted) if wanted else Subscriber.objects.all()
    url = reverse("news_desk:readers")
    table = Table(request.GET, rows, READERS, noun="địa chỉ", usual="-dang-ky")
    return {
        "trail": trail(("Người nhận tin", "")),
        "table": table,
        "page": table.page,
        "tabs": [
            (label, f"{url}?trang-thai={state}" if state else url, state == wanted)
            for state, label in STATES
        ],
        "figures": _figures(),
        "growth": _growth(),
        "mailings": Table(QueryDict(), _mailings(), MAILING_COLUMNS, noun="đợt gửi"),
    }


def _figures() -> list[tuple[int, str]]:
    active = Subscriber.objects.active().order_by().values_list("rhythm").annotate(n=Count("pk"))
    by_rhythm = dict(active)
    return [
        (by_rhythm.get(Subscriber.Rhythm.WEEKLY, 0), "nhận mỗi tuần"),
        (by_rhythm.get(Subscriber.Rhythm.AT_ONCE, 0), "nhận khi có bài mới"),
    ]


def _growth() -> dict[str, Any]:
    """Confirmed and ended subscriptions by month, as a chart and its table."""
    months = _months(MONTHS)
    came, went = _by_month("confirmed_at", months[0]), _by_month("stopped_at", months[0])
    rows = [
        (f"{month.month}/{month.year}", came.get(month, 0), went.get(month, 0)) for month in months
    ]
    title = "Xác nhận mới và thôi nhận, mười hai tháng"
    series = ["xác nhận", "thôi nhận"]
    columns = [(label.partition("/")[0], [new, lost]) for label, new, lost in rows]
    return {
        "title": title,
        "svg": column_chart(columns, series, title=title),
        "head": ["Tháng", "Xác nhận", "Thôi nhận"],
        "rows": rows,
    }


def _months(count: int) -> list[dt.date]:
    """First days of the last months, the present month last."""
    today = local_today()
    ends = today.year * 12 + today.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(ends - count + 1, ends + 1)]


def _by_month(column: str, first: dt.date) -> dict[dt.date, int]:
    rows = Subscriber.objects.filter(**{f"{column}__date__gte": first}).order_by()
    months = rows.annotate(month=TruncMonth(column)).values_list("month").annotate(n=Count("pk"))
    return {month.date(): number for month, number in months}


def _mailings() -> list[dict[str, Any]]:
    """The last ones with what became of their mails."""
    last = list(Mailing.objects.annotate(post_count=Count("posts"))[:MAILINGS])
    counts = Delivery.objects.filter(mailing__in=[mailing.pk for mailing in last]).counts()
    state = Delivery.State
    return [
        {
            "kind": RHYTHM_LABELS[mailing.kind],
            "made_at": mailing.made_at,
            "posts": mailing.post_count,
            "is_finished": mailing.finished_at is not None,
            "sent": by_state.get(state.SENT, 0),
            "waiting": by_state.get(state.QUEUED, 0) + by_state.get(state.SENDING, 0),
            "refused": by_state.get(state.REFUSED, 0) + by_state.get(state.FAILED, 0),
            "unknown": by_state.get(state.UNKNOWN, 0),
        }
        for mailing in last
        for by_state in [counts.get(mailing.pk, {})]
    ]


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once more, since it can't be undone."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    if request.method == "POST":
        erase_subscriber(subscriber=subscriber, by=request.user)
        messages.success(request, "Đã xóa hẳn địa chỉ theo yêu cầu.")
        return redirect("news_desk:readers")
    context = {
        "subscriber": subscriber,
        "trail": trail(("Người nhận tin", reverse("news_desk:readers")), ("Xóa địa chỉ", "")),
    }
    return render(request, "news/desk/reader_erase.html", context)


@editors_only
@require_POST
def test_letter(request: MemberRequest) -> HttpResponse:
    """The week's mail, as it would look now, to the editor alone, a few times an hour."""
    form = TestLetterForm(request.POST)
    if not form.is_valid():
        context = _readers_context(request) | {"form": FindReaderForm(), "letter_form": form}
        return render(request, "news/desk/readers.html", context | {"subscriber": None})
    key = f"news.proof.{request.user.pk}"
    cache.add(key, 0, PROOFS_WITHIN)
    if cache.incr(key) > PROOFS:
        messages.error(request, f"Mỗi giờ gửi được {PROOFS} thư thử. Xin đợi rồi gửi tiếp.")
        return redirect("news_desk:readers")
    problem = _send_proof(form.cleaned_data["email"], form.cleaned_data["rhythm"])
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, "Đã gửi thư thử. Thư có thể đến chậm vài phút.")
    return redirect("news_desk:readers")


def _send_proof(email: str, rhythm: str) -> str:
    """The error message; "" if the mail was accepted."""
    now = timezone.now()
    start = now - dt.timedelta(days=PROOF_DAYS)
    lately = Post.objects.published(now).filter(published_at__gt=start)
    letter = NewsLetter(rhythm, list(lately.values_list("pk", flat=True)), start, now)
    if not site_address():
        return "Chưa đặt địa chỉ của trang (SITE_URL), nên thư chưa có liên kết để gửi."
    if not letter.items:
        return "Bảy ngày qua không có bài công khai nào, nên chưa có gì để gửi thử."
    try:
        letter.to(Subscriber(email=email, rhythm=rhythm)).send()
    except (SMTPException, OSError):
        return "Máy chủ thư chưa nhận thư. Xin thử lại sau ít phút."
    return ""


# --- Readings ---------------------------------------------------------------------------------


@editors_only
def reads(request: MemberRequest) -> HttpResponse:
    """Readings of the last thirty days, and the most read posts."""
    today = local_today()
    first = today - dt.timedelta(days=READ_DAYS - 1)
    by_day = PostReads.objects.by_day(first)
    days = [first + dt.timedelta(days=n) for n in range(READ_DAYS)]
    rows = [(f"{day:%d/%m}", by_day.get(day, 0)) for day in days]
    title = "Lượt đọc mỗi ngày, ba mươi ngày qua"
    most: list[Any] = list(most_read(Post.objects.published(), days=READ_DAYS)[:READ_MOST])
    context = {
        "trail": trail(("Lượt đọc", "")),
        "period": day_range(first, today),
        "total": sum(by_day.values()),
        "by_day": {
            "title": title,
            "svg": column_chart(rows, title=title),
            "head": ["Ngày", "Lượt đọc"],
            "rows": rows,
        },
        "table": Table(QueryDict(), most, READ_POSTS, noun="bài"),
        "bars": bar_chart([(post.title, post.readings) for post in most], unit="lượt"),
    }
    return render(request, "news/desk/reads.html", context)
