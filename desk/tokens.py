"""One showing of a form makes one record, however often it is sent."""

import re
import secrets
from typing import Any, TypeVar

from django.db.models import Model

TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)
M = TypeVar("M", bound=Model)


def new_token() -> str:
    """Marks one showing of a form, so that sending it twice makes one record."""
    return secrets.token_urlsafe(16)


def sent_before(
    model: type[M], token: str | None, *, column: str = "token", **among: Any
) -> M | None:
    """The record that this showing of the form has made already; none without a token.

    `among`: what else must hold of it, such as its unit. To be asked behind the lock that keeps
    whoever sends the same form at the same moment waiting, where there is one.
    """
    if not token:
        return None
    return model._default_manager.filter(**{column: token}, **among).first()
