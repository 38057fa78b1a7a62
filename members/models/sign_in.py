"""What one address tried to sign in with: a brake on guessing many names, not only one."""

import datetime as dt
import hashlib
import hmac
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from kit.text import nfc

# Wrong passwords of an hour that one address may have left open, whatever the names. A house that
# mistypes and then gets in has none open.
OPEN_FAILURES = 30
WINDOW = dt.timedelta(hours=1)
# Who got in from an address within this time is known there.
KNOWN_FOR = dt.timedelta(days=90)


def _name_mark(username: str) -> str:
    """The same for one name, and no name to whoever reads the table: people type passwords there."""
    name = nfc(username).casefold().encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"sign-in|" + name, hashlib.sha256).hexdigest()


class SignInTrailQuerySet(models.QuerySet["SignInTrail"]):
    def of(self, origin: str, username: str) -> Self:
        return self.filter(origin=origin, name_mark=_name_mark(username))

    def open_failures(self, origin: str, now: dt.datetime) -> int:
        """Wrong passwords of the last hour from there, but for names that got in afterwards."""
        recent = self.filter(origin=origin, failed_at__gt=now - WINDOW, failed_at__lte=now)
        return recent.aggregate(sum=Sum("failures"))["sum"] or 0

    def must_wait(self, origin: str, username: str) -> bool:
        """Whether this address has guessed so much that it may try only names that are known there.

        So an office behind one address goes on working while one machine in it guesses.
        """
        now = timezone.now()
        if self.open_failures(origin, now) < OPEN_FAILURES:
            return False
        known = self.of(origin, username).filter(succeeded_at__gt=now - KNOWN_FOR)
        return not known.exists()

    def note_failure(self, origin: str, username: str) -> None:
        """One more wrong password of that name from there."""
        now = timezone.now()
        row, _ = self.get_or_create(origin=origin, name_mark=_name_mark(username))
        recent = Q(failed_at__gt=now - WINDOW, failed_at__lte=now)
        kept = models.Case(models.When(recent, then=models.F("failures")), default=0)
        self.filter(pk=row.pk).update(failures=kept + 1, failed_at=now)

    def note_success(self, origin: str, username: str) -> None:
        """Forgives what was mistyped before, and knows the name there from now on."""
        now = timezone.now()
        self.update_or_create(
            origin=origin,
            name_mark=_name_mark(username),
            defaults={"failures": 0, "failed_at": None, "succeeded_at": now},
        )
        self.outdated(now).delete()

    def outdated(self, now: dt.datetime) -> Self:
        """Rows that no question asks for any more."""
        is_old = Q(succeeded_at__isnull=True) | Q(succeeded_at__lt=now - KNOWN_FOR)
        return self.filter(is_old, Q(failed_at__isnull=True) | Q(failed_at__lt=now - WINDOW))

    def forgive(self, username: str) -> None:
        """Somebody in charge vouched for the name: its mistakes count nowhere any more."""
        self.filter(name_mark=_name_mark(username)).update(failures=0, failed_at=None)


class SignInTrail(models.Model):
    """How often one name was tried from one address. Both are seals that tell neither."""

    origin = models.CharField("nơi", max_length=64)  # `client_origin`
    name_mark = models.CharField("dấu của tên", max_length=64)
    failures = models.PositiveIntegerField("số lần sai", default=0)
    failed_at = models.DateTimeField("sai lần cuối lúc", null=True)
    succeeded_at = models.DateTimeField("vào được lúc", null=True)

    objects = SignInTrailQuerySet.as_manager()

    class Meta:
        verbose_name = "dấu vết đăng nhập"
        verbose_name_plural = "dấu vết đăng nhập"
        constraints = [
            models.UniqueConstraint(fields=["origin", "name_mark"], name="members_signintrail_once")
        ]

    def __str__(self) -> str:
        return f"{self.failures} lần sai"
