"""Tokens that make a form create one record, however often it is submitted."""

import re
import secrets
from typing import Any, TypeVar

from django.db.models import Model

TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)
M = TypeVar("M", bound=Model)


def new_token() -> str:
    """A token for one showing of a form; see `sent_before`."""
    return secrets.token_urlsafe(16)


def sent_before(
    model: type[M], token: str | None, *, column: str = "token", **among: Any
) -> M | None:
    """The record that this showing of the form has created already; None without a token.

    `among`: further conditions on it, such as its unit. Where simultaneous submissions wait for a
    lock, call it after taking the lock.
    """
    if not token:
        return None
    return model._default_manager.filter(**{column: token}, **among).first()
