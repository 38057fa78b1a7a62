"""A workflow's table, and what the five tables of the house have in common."""

from enum import Enum

import pytest

from desk.forms import StepForm
from inspection import forms as _inspection  # noqa: F401 - its forms attach themselves
from inspection.models import Step as InspectionStep
from kit.workflow import Steps, Transition, form_for, performs
from members.models.joining import ApplicationStep
from members.models.leaving import TransferStep
from members.models.proposals import ProposalStep
from moves.actions import joining, leaving, proposals  # noqa: F401  they attach what makes the steps
from moves.forms import joining as _joining  # noqa: F401
from news.models.workflow import PostStep
from news.views import desk_writing  # noqa: F401
from reports.models import ReportStep
from reports.views import writing  # noqa: F401
from welfare.actions import lists  # noqa: F401
from welfare.models import ListStep

# People bookmark these addresses, and they stand in letters: they never change.
ADDRESSES: dict[type[Steps], list[str]] = {
    ApplicationStep: ["chi-hoi-xet", "ket-nap", "khong-ket-nap", "rut-don", "xet-lai"],
    TransferStep: ["dong-y", "khong-nhan", "huy"],
    ProposalStep: ["quyet-dinh", "khong-dong-y", "theo-giay", "rut-lai"],
    ReportStep: ["gui", "nhan", "tra-lai", "rut-lai", "bo-nhan"],
    ListStep: ["de-nghi", "rut-lai", "duyet", "khong-duyet", "huy", "huy-da-duyet"],
    InspectionStep: ["gui", "giai-trinh", "ket-thuc", "rut-lai", "huy"],
    PostStep: ["gui-duyet", "rut-lai", "tra-lai", "dang", "hen-gio", "bo-hen", "go"],
}
EVERY = [step for steps in ADDRESSES for step in steps]


class Role(Enum):
    GUEST = "guest"
    HOST = "host"


class DoorStep(Steps):
    KNOCK = Transition("go-cua", "Gõ cửa", ("shut",), "waiting", Role.GUEST, "Đã gõ.")
    OPEN = Transition(
        "mo", "Mở", ("shut", "waiting"), "open", Role.HOST, "Đã mở.", question="Mở cửa?"
    )
    SHUT = Transition("dong", "Đóng", ("open",), "shut", Role.HOST, "Đã đóng.", is_danger=True)


@performs(DoorStep.OPEN)
def _open(door: list[str]) -> None:
    door.append("opened")


@form_for(DoorStep.SHUT)
class _ShutForm(StepForm):
    pass


def test_a_member_reads_like_its_row() -> None:
    step = DoorStep.OPEN
    assert (step.slug, step.label, step.target, step.role) == ("mo", "Mở", "open", Role.HOST)
    assert DoorStep.at("mo") is step
    assert [DoorStep.at(slug) for slug in ("", "MO", "khong-co", "OPEN")] == [None] * 4


@pytest.mark.parametrize(
    ("roles", "state", "open_steps"),
    [
        (set(), "shut", []),
        ({Role.GUEST}, "shut", [DoorStep.KNOCK]),
        ({Role.GUEST}, "open", []),
        ({Role.HOST}, "waiting", [DoorStep.OPEN]),
        (set(Role), "shut", [DoorStep.KNOCK, DoorStep.OPEN]),
        (set(Role), "no such state", []),
    ],
)
def test_what_is_open_follows_the_role_and_the_state(
    roles: set[Role], state: str, open_steps: list[DoorStep]
) -> None:
    assert DoorStep.open_to(roles, state) == open_steps


def test_a_step_leads_from_its_sources_to_its_target_alone() -> None:
    states = ("shut", "waiting", "open")
    led = {(old, new) for old in states for new in states if DoorStep.leads(old, new)}
    assert led == {("shut", "waiting"), ("shut", "open"), ("waiting", "open"), ("open", "shut")}


def test_floors_above_attach_the_function_and_the_form() -> None:
    assert [step.act for step in DoorStep] == [None, _open, None]
    assert [step.form for step in DoorStep] == [None, None, _ShutForm]
    assert [step.has_page for step in DoorStep] == [False, True, True]


# --- The tables of the house ------------------------------------------------------------------


@pytest.mark.parametrize("steps", ADDRESSES, ids=lambda steps: steps.__name__)
def test_addresses_stay(steps: type[Steps]) -> None:
    assert [step.slug for step in steps] == ADDRESSES[steps]


@pytest.mark.parametrize("step", EVERY, ids=str)
def test_every_row_is_whole(step: Steps) -> None:
    assert step.label
    assert step.done
    assert step.sources
    assert step.form is None or issubclass(step.form, StepForm)


def test_what_ends_something_asks_first() -> None:
    assert [step for step in EVERY if step.is_danger and not step.has_page] == []


def test_steps_without_a_function_change_the_state_alone() -> None:
    """Written out, so that a function that is forgotten shows."""
    assert [step for step in EVERY if step.act is None] == [
        TransferStep.CANCEL, ProposalStep.WITHDRAW, ListStep.WITHDRAW,
        InspectionStep.WITHDRAW, PostStep.SUBMIT, PostStep.TAKE_BACK, PostStep.UNSCHEDULE,
    ]  # fmt: skip
