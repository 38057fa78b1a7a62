"""The door of the editors' pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseBase

from members.http import MemberRequest

from ..models import can_edit_news

View = Callable[..., HttpResponseBase]


def editors_only(view: View) -> View:
    """403 for whoever doesn't edit the newspaper."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_edit_news(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_editors(view: View) -> View:
    """Like `editors_only`, and the view's validation and saving run in one transaction.

    Looking takes none: on SQLite it would keep everybody else from saving meanwhile.
    """

    @wraps(view)
    def whole(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return editors_only(whole)
