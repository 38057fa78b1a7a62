"""Wrong passwords given for an account, forgiven."""

from axes.utils import reset

from ..models import SignInTrail, User


def forgive_guesses(user: User) -> None:
    """Wrong passwords given for this account lock it nowhere any more."""
    reset(username=user.username)
    SignInTrail.objects.forgive(user.username)
