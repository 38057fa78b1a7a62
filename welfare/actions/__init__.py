"""Actions on welfare, by noun."""

from .activities import record_activity
from .publishing import publish_figures
from .rates import add_usual_kinds, change_rate, may_set_care_rates, save_care_rate, save_kind
from .visits import (
    answer_proposal,
    cancel_visit,
    correct_visit,
    hand_over,
    record_visit,
    remove_photo,
)

__all__ = [
    "add_usual_kinds",
    "answer_proposal",
    "cancel_visit",
    "change_rate",
    "correct_visit",
    "hand_over",
    "may_set_care_rates",
    "publish_figures",
    "record_activity",
    "record_visit",
    "remove_photo",
    "save_care_rate",
    "save_kind",
]
