"""What is done in emulation."""

from .clusters import add_units, name_leaders, save_cluster, take_unit_out
from .compacts import (
    delete_compact,
    delete_part,
    move_part,
    save_compact,
    save_part,
    start_compact,
)
from .criteria import (
    add_usual_criteria,
    delete_criterion,
    delete_draft,
    issue_criteria,
    move_criterion,
    new_version,
    retire_criteria,
    save_criteria_set,
    save_criterion,
    take_back_issue,
)
from .cycles import change_cycle, delete_cycle, plan_cycle, plan_next_cycle
from .goals import extend_registration, register_goal
from .signing import (
    attach_paper,
    delete_addendum,
    note_absence,
    open_signing,
    reopen_draft,
    save_addendum,
    sign,
)

__all__ = [
    "add_units",
    "add_usual_criteria",
    "attach_paper",
    "change_cycle",
    "delete_addendum",
    "delete_compact",
    "delete_criterion",
    "delete_cycle",
    "delete_draft",
    "delete_part",
    "extend_registration",
    "issue_criteria",
    "move_criterion",
    "move_part",
    "name_leaders",
    "new_version",
    "note_absence",
    "open_signing",
    "plan_cycle",
    "plan_next_cycle",
    "register_goal",
    "reopen_draft",
    "retire_criteria",
    "save_addendum",
    "save_cluster",
    "save_compact",
    "save_criteria_set",
    "save_criterion",
    "save_part",
    "sign",
    "start_compact",
    "take_back_issue",
    "take_unit_out",
]
