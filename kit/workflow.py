"""The steps of a workflow, as a table: an enum whose members are its rows.

An app writes its table beside the states, and attaches what higher layers know: the function that
makes the step (`@performs`) and the form that asks for its input (`@form_for`). Pages, actions and
tests read the rest from the row, so a new step is one row and the function that makes it.
See docs/adr/0036-steps-of-a-workflow.md.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Transition:
    """A row: what leads from which states to which, and what pages say of it."""

    slug: str  # in the address
    label: str  # on the button, in the imperative
    sources: Collection[str]
    target: str
    role: Enum  # towards the record; whoever has it is asked of `roles_of`
    done: str  # the message afterwards
    question: str = ""  # asked before it, in a sentence or more
    is_danger: bool = False  # ends or refuses something: the page warns
    is_main: bool = False  # of the buttons offered together, the one expected
    icon: str = ""
    needs_all_parts: bool = False  # the record must have all its parts


class Steps(Enum):
    """Base of a workflow's table. A member reads like its row: `step.label`."""

    slug: str
    label: str
    sources: Collection[str]
    target: str
    role: Enum
    done: str
    question: str
    is_danger: bool
    is_main: bool
    icon: str
    needs_all_parts: bool
    act: Callable[..., Any] | None  # by `performs`; None: the state alone changes
    form: Any  # by `form_for`; None: no input

    def __init__(self, row: Transition) -> None:
        vars(self).update(vars(row), act=None, form=None)

    @property
    def has_page(self) -> bool:
        """Whether a page comes before the step, instead of one press."""
        return bool(self.question) or self.form is not None

    @classmethod
    def at(cls, slug: str) -> Self | None:
        """The step at that address; None where there is none."""
        return next((step for step in cls if step.slug == slug), None)

    @classmethod
    def open_to(cls, roles: Collection[Enum], state: str) -> list[Self]:
        """What somebody in those roles may do with a record in that state, in the table's order."""
        return [step for step in cls if state in step.sources and step.role in roles]

    @classmethod
    def leads(cls, old: str, new: str) -> bool:
        """Whether a step leads from one state to the other, for whoever may take it."""
        return any(old in step.sources and step.target == new for step in cls)


def performs(*steps: Steps) -> Callable[[F], F]:
    """Marks the function that changes the record for these steps; called by the app's action."""

    def attach(function: F) -> F:
        for step in steps:
            step.act = function
        return function

    return attach


def form_for(*steps: Steps) -> Callable[[F], F]:
    """Marks the form that asks for the input of these steps. See also `desk.forms.StepForm`."""

    def attach(form: F) -> F:
        for step in steps:
            step.form = form
        return form

    return attach
