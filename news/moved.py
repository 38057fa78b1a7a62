"""Addresses that something here once had, or that the old blog gave it."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponsePermanentRedirect

from .models import OldAddress

if TYPE_CHECKING:
    from members.models.any_user import AnyUser


def moved_permanently(user: "AnyUser", path: str) -> HttpResponsePermanentRedirect:
    """Leads on to where that stands now; 404 for who may not open it, as if it had never been."""
    rows = OldAddress.objects.select_related("post", "page", "section", "tag")
    old = rows.filter(path=path).first()
    target = old.target_for(user) if old is not None else None
    if target is None:
        raise Http404
    return HttpResponsePermanentRedirect(target)
