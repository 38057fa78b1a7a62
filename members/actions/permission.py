"""Every action asks first whether whoever acts may, and the history tells them.

An action is a function with a keyword-only `by`. `@needs(...)` stands above it with one question or
more; each must answer yes, else PermissionDenied, before the action looks at anything else: nobody
learns from its answer what they may not know. tests/test_actions.py finds every action and holds it
to that. Whether a step fits the record's state is asked afterwards, by the action itself.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from operator import attrgetter
from typing import Any, ParamSpec, TypeAlias, TypeVar

from django.core.exceptions import PermissionDenied

from ..acting import acting, current_actor
from ..models import Degree, Subject, Unit, units_where

P = ParamSpec("P")
R = TypeVar("R")
Given: TypeAlias = Mapping[str, Any]  # the arguments that the action is called with
# Whether this user may, the action being called so.
Question: TypeAlias = Callable[[Any, Given], bool]


def needs(*questions: Question) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator of an action: refuses a closed account and whom a question stops; acts in `by`'s name."""

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        @wraps(action)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            is_closed = by is not None and not by.is_active
            if is_closed or not all(question(by, kwargs) for question in questions):
                raise PermissionDenied
            with acting(user=_real(by), action=current_actor().action):
                return action(*args, **kwargs)

        vars(asked)["questions"] = questions  # for tests/test_actions.py
        return asked

    return decorate


def _real(by: Any) -> Any:
    """The account; None for a visitor, who has none."""
    return getattr(by, "_wrapped", by) if by is not None and by.is_authenticated else None


def edits(path: str, subject: Subject | None = None) -> Question:
    """The record at that path among the arguments ("document.member") is the user's to change.

    `subject`: of a member whose card is not meant, but what is written of them there.
    """
    return _is_open(path, Degree.WRITE, subject)


def sees(path: str) -> Question:
    """The record is the user's to read, for what every reader may do with it."""
    return _is_open(path, Degree.READ, None)


def _is_open(path: str, degree: Degree, subject: Subject | None) -> Question:
    method = "visible_to" if degree == Degree.READ else "editable_by"

    def question(by: Any, given: Given) -> bool:
        record = _at(path, given)
        manager: Any = type(record)._default_manager
        rows = manager.open_to(by, degree, subject) if subject else getattr(manager, method)(by)
        return bool(rows.contains(record))

    return question


def edits_each(name: str) -> Question:
    """All records of that argument, of one model, are the user's to change."""

    def question(by: Any, given: Given) -> bool:
        keys = {type(record): set[int]() for record in given[name]}
        for record in given[name]:
            keys[type(record)].add(record.pk)
        return all(
            model._default_manager.editable_by(by).filter(pk__in=wanted).count() == len(wanted)
            for model, wanted in keys.items()
        )

    return question


def writes_in(path: str, subject: Subject) -> Question:
    """The user writes of that subject in the unit at that path: for what is yet to be written."""
    return lambda by, given: units_where(by, subject, Degree.WRITE).contains(_at(path, given))


def writes_within(path: str, subject: Subject) -> Question:
    """The user writes so in this unit or in one below it: a branch writes down what came on paper
    from above."""

    def question(by: Any, given: Given) -> bool:
        below = Unit.objects.within(_at(path, given).pk).order_by().values("pk")
        return units_where(by, subject, Degree.WRITE).filter(pk__in=below).exists()

    return question


def _at(path: str, given: Given) -> Any:
    name, _, rest = path.partition(".")
    return attrgetter(rest)(given[name]) if rest else given[name]
