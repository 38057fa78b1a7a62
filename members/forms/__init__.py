"""Forms of the ground floor: `public` for everybody, the others for the officers' workspace."""

from .public import DayForm, NewPasswordForm, SignInForm

__all__ = ["DayForm", "NewPasswordForm", "SignInForm"]
