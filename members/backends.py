"""Signing in: name and password only. What the user may do is on `User`, from offices."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from .models import User


def attempted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """The account's name that guesses are counted by: one, in whatever letters it was typed."""
    typed = (credentials or {}).get("username") or request.POST.get("username")
    return User.normalize_username(typed)[:150] if typed else None


class OfficeBackend(BaseBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if not username or not password or "\x00" in username:
            return None
        user = User.objects.filter(username=User.normalize_username(username)).first()
        if user is None:
            # As slow as a wrong password, so that the time taken doesn't tell which names exist.
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The signed-in user, with the member whose name every page shows."""
        return User.objects.select_related("member").filter(pk=user_id, is_active=True).first()
