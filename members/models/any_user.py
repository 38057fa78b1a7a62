"""Who may be at the other end of a request, for annotations alone. Imports no table, so that the
tables that ask about a user need not import `users`, which imports them.

The type stubs of Django know `_User` as the model that AUTH_USER_MODEL names: here `members.User`.
"""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

    SignedInUser: TypeAlias = _User
    AnyUser: TypeAlias = _User | AnonymousUser
