"""Every action asks first who acts, and the history tells them: held by introspection.

A new action is found by itself. Its arguments are guessed from their types: a record of the branch
`here`, today, an empty word; so a refusal comes of who acts, not of what they sent.
"""

import datetime as dt
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.functional import SimpleLazyObject

from desk.versions import version_of
from exemplars.models import ExemplarStep, RatingStep
from inspection.models import Step
from kit.dates import local_today
from members.actor import acting_as
from members.models import Change, Unit, User
from members.models.joining import ApplicationStep
from members.models.leaving import TransferStep
from members.models.proposals import ProposalStep
from news.models import Comment
from news.models.workflow import PostStep
from recognition.models import DossierStep
from register.actions.members import correct_card
from reports.models import ReportStep
from welfare.models import HouseStep, ListStep

from . import factories as make
from .conftest import make_cast
from .test_permissions import Stage, make_world

# Whoever calls these is refused nothing, and why.
OPEN = {
    "moves.actions.joining.check_may_return": "a question: it writes nothing",
    "desk.actions.typed.end_sitting": "touches rows of `by` alone; the page asked who may write",
    "desk.actions.typed.keep_replaced": "touches rows of `by` alone",
    "desk.actions.typed.keep_typed": "touches rows of `by` alone",
    "desk.actions.typed.throw_away": "touches rows of `by` alone",
    "desk.actions.typed.typed_is_saved": "touches rows of `by` alone",
    "news.actions.comments.submit_comment": "every reader may comment",
    "news.actions.versions.keep_if_new": "a part of others; `by` is who wrote that text, not who acts",
    "news.actions.versions.keep_version": "a part of others; `by` is who wrote that text",
    "news.actions.writing.mark_present": "says that `by` has the post open, which its page allowed",
}


def _modules() -> Iterator[types.ModuleType]:
    for app in apps.get_app_configs():
        root = Path(app.path)
        if (root / "actions.py").exists() or (root / "actions").is_dir():
            package = importlib.import_module(f"{app.name}.actions")
            yield package
            for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
                yield importlib.import_module(f"{package.__name__}.{found.name}")


def _actions() -> dict[str, Callable[..., Any]]:
    """Public functions with a keyword-only `by`, by the module that defines them."""
    return {
        f"{module.__name__}.{name}": function
        for module in _modules()
        if not module.__name__.startswith("django")
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == module.__name__
        and "by" in inspect.signature(function).parameters
        and inspect.signature(function).parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY
    }


ACTIONS = _actions()
GUARDED = sorted(set(ACTIONS) - set(OPEN))


def test_what_is_open_to_all_is_named_with_a_reason() -> None:
    assert set(OPEN) <= set(ACTIONS)
    assert {name for name in ACTIONS if not hasattr(ACTIONS[name], "checks")} == set(OPEN)
    assert len(GUARDED) > 70  # the sweep does find them


# --- Guessing arguments -----------------------------------------------------------------------

VALUES: dict[Any, Any] = {
    str: "", int: 0, bool: False, dt.date: local_today, dt.datetime: None, types.NoneType: None,
    Any: None, list: [], dict: {}, Unit: None,
    PostStep: PostStep.PUBLISH,
    ReportStep: ReportStep.SEND,
    ApplicationStep: ApplicationStep.REVIEW, TransferStep: TransferStep.REFUSE,
    ProposalStep: ProposalStep.WITHDRAW,
    ListStep: ListStep.PROPOSE, HouseStep: HouseStep.PROPOSE,
    Step: Step.SEND, DossierStep: DossierStep.SUBMIT,
    ExemplarStep: ExemplarStep.SUBMIT, RatingStep: RatingStep.SEND,
    Comment.State: Comment.State.APPROVED,
}  # fmt: skip


def _guess(kind: Any, stage: Stage) -> Any:
    """Something of that type; a record is one of `here`, as far as records know where they are."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _guess(inner[0], stage)
    if kind is Unit:
        return stage.cast.here
    if kind is models.Model:  # any record with a history
        return stage.world.cards["here"]
    if isinstance(kind, type) and issubclass(kind, models.Model):
        return _record(kind, stage)
    if isinstance(kind, type) and issubclass(kind, models.QuerySet):
        return Comment.objects.all()
    if inner and isinstance(inner[0], type) and issubclass(inner[0], models.Model):
        return [_record(inner[0], stage)]
    value = VALUES.get(kind, VALUES.get(origin))
    return value() if callable(value) and not isinstance(value, type) else value


def _record(model: type[models.Model], stage: Stage) -> Any:
    """One that the secretary of `here` keeps; of the newspaper, any."""
    rows: Any = model._default_manager.order_by("pk")
    for method in ("editable_by", "visible_to"):
        if hasattr(rows, method) and (
            own := getattr(rows, method)(stage.cast.officer_here).first()
        ):
            return own
    return rows.first() or model()


def arguments(name: str, stage: Stage) -> dict[str, Any]:
    function = inspect.unwrap(ACTIONS[name])
    hints = typing.get_type_hints(function)
    return {
        parameter.name: _guess(hints[parameter.name], stage)
        for parameter in inspect.signature(function).parameters.values()
        if parameter.name != "by"
    }


# --- The sweep --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def _made(kept_rows: Path) -> Stage:
    cast = make_cast()
    world = make_world(cast)
    return Stage(cast, world, {}, kept_rows)


@pytest.fixture
def stage(_made: Stage, db: None, settings: LazySettings) -> Stage:
    settings.MEDIA_ROOT = _made.files
    return _made


def _strangers(stage: Stage) -> Iterator[tuple[str, User]]:
    cast = stage.cast
    yield "a member of the branch", cast.member_here
    yield "the secretary of another branch", User.objects.get(pk=cast.officer_beside.pk)
    yield "a correspondent of another district", make.make_officer(cast.elsewhere, "correspondent")
    closed = User.objects.get(pk=cast.officer_here.pk)
    closed.is_active = False
    yield "the secretary, the account being closed", closed


@pytest.mark.parametrize("name", GUARDED)
def test_a_stranger_is_refused_before_anything_else(name: str, stage: Stage) -> None:
    given = arguments(name, stage)
    told = Change.objects.count()
    answers = {}
    for who, by in _strangers(stage):
        told = Change.objects.count()
        try:
            with transaction.atomic():
                answers[who] = repr(ACTIONS[name](**given, by=by))
        except PermissionDenied:
            assert Change.objects.count() == told
        except Exception as error:
            answers[who] = repr(error)

    assert answers == {}


# --- Who is told ------------------------------------------------------------------------------


def test_the_history_names_who_acts_whatever_calls_the_action(stage: Stage) -> None:
    """As from a shell or a job, where nobody is signed in; whatever an action writes, `by` wrote it."""
    admin = SimpleLazyObject(lambda: User.objects.get(pk=stage.cast.admin.pk))  # as a request's
    telling: set[str] = set()
    wrong: dict[str, Any] = {}
    for name in GUARDED:
        given = arguments(name, stage)
        before = Change.objects.latest("pk").pk
        with transaction.atomic():
            with acting_as(source="Lệnh shell"), suppress(Exception), transaction.atomic():
                ACTIONS[name](**given, by=admin)
            told = Change.objects.filter(pk__gt=before)
            names = {(change.by_id, change.who) for change in told}
            transaction.set_rollback(True)
        if names:
            telling.add(name)
            wrong |= {name: names} if names != {(admin.pk, admin.display_name)} else {}

    assert wrong == {}
    assert len(telling) >= 20  # of the others the guessed arguments are refused, or nothing is told


@pytest.mark.parametrize("by_lazy", [True, False])
def test_who_acted_before_is_told_again_afterwards(stage: Stage, by_lazy: bool) -> None:
    card, keeper = stage.world.cards["here"], stage.cast.officer_here
    by: Any = SimpleLazyObject(lambda: keeper) if by_lazy else keeper
    with acting_as(source="Lệnh shell"):
        correct_card(member=card, version=version_of(card), by=by)
        card.address = "Số 9"
        correct_card(member=card, version=version_of(card), by=by)
        inside = Change.objects.of(card).newest_first()[0]
        card.address = "Số 10"
        card.save()
    after = Change.objects.of(card).newest_first()[0]

    assert (inside.by, after.by, after.who) == (keeper, None, "Lệnh shell")
    assert inside.who.endswith(keeper.display_name)
