"""Pages of the ground floor: `public.py` for everybody, `desk_*.py` in the officers' workspace."""

from .public import (
    DEMO_ACCOUNTS,
    PasswordView,
    SignInView,
    SignOutView,
    locked_out,
    unit_detail,
    unit_list,
)

__all__ = [
    "DEMO_ACCOUNTS",
    "PasswordView",
    "SignInView",
    "SignOutView",
    "locked_out",
    "unit_detail",
    "unit_list",
]
