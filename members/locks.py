"""The lock of one account from one address (django-axes), proof against a clock that ran ahead."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from kit.dates import SKEW


class LockHandler(AxesDatabaseHandler):
    """Wrong passwords that were written at a moment yet to come count for none.

    The library counts all that are newer than its time of cooling off, so that they would lock
    until the server's clock has come so far.
    """

    def get_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[AccessAttempt]]:
        latest = timezone.now() + SKEW
        attempts = super().get_user_attempts(request, credentials)
        return [some.filter(attempt_time__lte=latest) for some in attempts]

    def clean_expired_user_attempts(
        self, request: HttpRequest | None = None, credentials: dict[str, Any] | None = None
    ) -> int:
        """The next wrong password goes on counting in the row that stays, so none may stay."""
        count, _ = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() + SKEW).delete()
        return count + super().clean_expired_user_attempts(request, credentials)
