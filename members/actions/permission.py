"""Permission checks of actions, and the user that the history names for their changes.

An action is a function with a keyword-only `by`. Its decorator `@needs(...)` has one check or more;
unless all pass it raises PermissionDenied before the action does anything else, so that its answers
reveal nothing the user may not know. tests/test_actions.py holds every action to that. Whether a
step fits the record's state is checked afterwards, by the action itself.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from operator import attrgetter
from typing import Any, ParamSpec, TypeAlias, TypeVar

from django.core.exceptions import PermissionDenied

from ..actor import acting_as, current_actor
from ..models import Degree, Subject, Unit, units_where

P = ParamSpec("P")
R = TypeVar("R")
Given: TypeAlias = Mapping[str, Any]  # the arguments that the action is called with
# Whether this user may call the action with these arguments.
Check: TypeAlias = Callable[[Any, Given], bool]


def needs(*checks: Check) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator of an action: PermissionDenied for a closed account or a failed check.

    The action's changes are recorded in the name of `by`.
    """

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        @wraps(action)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            is_closed = by is not None and not by.is_active
            if is_closed or not all(check(by, kwargs) for check in checks):
                raise PermissionDenied
            with acting_as(user=_real(by), action=current_actor().action):
                return action(*args, **kwargs)

        vars(checked)["checks"] = checks  # for tests/test_actions.py
        return checked

    return decorate


def _real(by: Any) -> Any:
    """The account; None for a visitor, who has none."""
    return getattr(by, "_wrapped", by) if by is not None and by.is_authenticated else None


def edits(path: str, subject: Subject | None = None) -> Check:
    """The user may change the record at that path of the arguments ("document.member").

    `subject`: for a member, the subject concerned where it is not the card itself.
    """
    return _is_open(path, Degree.WRITE, subject)


def sees(path: str) -> Check:
    """The user may read the record, for what every reader may do."""
    return _is_open(path, Degree.READ, None)


def _is_open(path: str, degree: Degree, subject: Subject | None) -> Check:
    method = "visible_to" if degree == Degree.READ else "editable_by"

    def check(by: Any, given: Given) -> bool:
        record = _at(path, given)
        manager: Any = type(record)._default_manager
        rows = manager.open_to(by, degree, subject) if subject else getattr(manager, method)(by)
        return bool(rows.contains(record))

    return check


def edits_each(name: str) -> Check:
    """The user may change all records of that argument."""

    def check(by: Any, given: Given) -> bool:
        keys = {type(record): set[int]() for record in given[name]}
        for record in given[name]:
            keys[type(record)].add(record.pk)
        return all(
            model._default_manager.editable_by(by).filter(pk__in=wanted).count() == len(wanted)
            for model, wanted in keys.items()
        )

    return check


def in_role(name: str) -> Check:
    """The `step` among the arguments is for a role that the user has towards that record."""
    return lambda by, given: given["step"].role in given[name].roles_of(by)


def writes_in(path: str, subject: Subject) -> Check:
    """The user may write that subject in the unit at that path: for records yet to be created."""
    return lambda by, given: units_where(by, subject, Degree.WRITE).contains(_at(path, given))


def writes_within(path: str, subject: Subject) -> Check:
    """The user may write that subject in this unit or one below it: a branch records papers that
    came from above."""

    def check(by: Any, given: Given) -> bool:
        below = Unit.objects.within(_at(path, given).pk).order_by().values("pk")
        return units_where(by, subject, Degree.WRITE).filter(pk__in=below).exists()

    return check


def _at(path: str, given: Given) -> Any:
    name, _, rest = path.partition(".")
    return attrgetter(rest)(given[name]) if rest else given[name]
