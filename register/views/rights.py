"""Who may what, in one table, for those who lay down posts and accounts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from desk.pages import check, trail
from members.http import MemberRequest
from members.models import Degree, Position, Right, Subject
from members.models.rights import RIGHTS, degree_of

# Where the words of a right don't begin with its name.
SHORT = {Right.UNIT_OFFICER: "giữ sổ đơn vị", Right.NEWS_EDITOR: "biên tập tin bài"}
SHOWN = (Degree.DECIDE, Degree.WRITE, Degree.READ)


def right_list(request: MemberRequest) -> HttpResponse:
    """Each right with the posts that carry it and what it reads, writes, decides."""
    check(request, Subject.ACCOUNTS, Degree.DECIDE)
    posts: dict[str, list[str]] = {}
    for position in Position.objects.order_by("level", "rank_order", "name"):
        posts.setdefault(position.right, []).append(str(position))
    shown = [Right(right) for right in RIGHTS if right != Right.NONE]
    rows: list[dict[str, Any]] = [
        {
            "label": right.label,
            "posts": posts.get(right, []),
            "degrees": [(degree.label, _subjects(right, degree)) for degree in SHOWN],
        }
        for right in shown
    ]
    context = {
        "trail": trail(("Quyền theo chức vụ", "")),
        "rows": rows,
        "rights": [SHORT.get(right) or right.label.partition(":")[0] for right in shown],
        "grid": [
            (subject.label.partition(" (")[0], [degree_of(right, subject).label for right in shown])
            for subject in Subject
        ],
        "without": posts.get(Right.NONE, []),
    }
    return render(request, "register/right_list.html", context)


def _subjects(right: str, degree: Degree) -> str:
    """What the right reaches in just that degree, in words."""
    reached = [s.label for s in Subject if degree_of(right, s) == degree]
    return "; ".join(reached)
