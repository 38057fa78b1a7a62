"""The door of the editors' pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from members.http import MemberRequest

from ..models import can_edit_news

View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """Lets nobody else in, and makes one transaction of what is checked and saved."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_edit_news(request.user):
            raise PermissionDenied
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return guarded


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of the workspace."""
    return [("Sổ công tác", reverse("desk")), *steps]
