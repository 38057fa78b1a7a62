"""One's own page: what the books say of whoever is signed in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from desk.card_parts import card_parts
from kit.dates import local_today, time_span
from members.http import MemberRequest

COMMENTS_PER_PAGE = 20


def me(request: MemberRequest) -> HttpResponse:
    """The account, the member behind it, offices and their rights, one's comments."""
    user = request.user
    comments = Paginator(
        user.comments.select_related("post").order_by("-created_at", "-pk"),
        COMMENTS_PER_PAGE,
    )
    memberships: list[Any] = []
    if user.member is not None:
        memberships = list(
            user.member.memberships.select_related("unit__parent").order_by("-valid_from")
        )
    first = memberships[-1].valid_from if memberships else None
    joined_on = user.member.joined_with(first) if user.member is not None else None
    context = {
        "trail": [("Trang của tôi", "")],
        "member": user.member,
        "memberships": memberships,
        "joined_on": joined_on,
        "seniority": time_span(joined_on, local_today()) if joined_on else "",
        "offices": user.offices,
        "awards": user.member.awards.select_related("kind").newest_first() if user.member else [],
        "parts": card_parts(user, user.member) if user.member else [],
        "page": comments.get_page(request.GET.get("page")),
    }
    return render(request, "register/user_me.html", context)
