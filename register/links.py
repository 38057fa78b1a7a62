"""One-time addresses that set a password: good only while the right that gave them stands."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import Q
from django.utils.http import base36_to_int, int_to_base36

from kit.dates import local_today
from members.models import Appointment, Change, User


class PasswordLinks(PasswordResetTokenGenerator):
    """Tokens that name their giver: `<giver>-<time>-<seal>`.

    The seal covers what the account and its giver may do, so that an office given or ended, a lock,
    a new password of either makes it void for good; and the giver must still keep that account's
    book. Django's own seal covers the account's password, mail and last sign-in.
    """

    # No path: links that people hold were sealed under this name.
    key_salt = "members.links.PasswordLinks"

    def token_for(self, user: User, *, by: User) -> str:
        return f"{int_to_base36(by.pk)}-{_Sealed(by).make_token(user)}"

    def check_token(self, user: User | None, token: str | None) -> bool:
        """Asks the database anew: what the request knows of either may be of before."""
        giver_key, _, rest = (token or "").partition("-")
        try:
            giver = User.objects.filter(pk=base36_to_int(giver_key)).first()
        except (ValueError, OverflowError):
            return False
        if user is None or giver is None or not _Sealed(giver).check_token(user, rest):
            return False
        return giver.is_active and User.objects.editable_by(giver).contains(user)


class _Sealed(PasswordResetTokenGenerator):
    """The part of a token that one giver sealed."""

    key_salt = PasswordLinks.key_salt

    def __init__(self, by: User) -> None:
        super().__init__()
        self.by = by

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        own = super()._make_hash_value(user, timestamp)
        return f"{own}|{_rights(user)}|{self.by.pk}|{self.by.password}|{_rights(self.by)}"


def _rights(user: User) -> str:
    """All that an account's rights follow from, today and from days to come."""
    changes = Q(model="members.user", object_id=user.pk)
    held: list[object] = []
    if user.member_id:
        changes |= Q(model="members.appointment", about_id=user.member_id)
        offices = Appointment.objects.filter(member=user.member_id).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=local_today())
        )
        held += offices.order_by("pk").values_list("pk", "unit", "position__right", "valid_to")
    # Those in force: a day that passes, or a unit that ends, changes them without a word written.
    held += sorted(office.pk for office in User.objects.get(pk=user.pk).offices)
    # What was changed and changed back, a lock above all, has changed.
    last = Change.objects.filter(changes).order_by("-pk").values_list("pk", flat=True).first()
    return f"{user.is_active}{user.is_superuser}{user.member_id}{held}{last}"


password_links = PasswordLinks()
