"""What the forms about a decision share: its number, its signer, the votes that the rule requires."""

from typing import Any

from kit.dates import local_today
from members.models import Decision, Unit, User

from ..actions.decisions import is_on_paper


def number_and_head(decider: Unit, user: User) -> dict[str, Any]:
    """The next number of the unit's decisions and whoever signs there, for a form: to whoever keeps
    its books. Anybody else copies both from the paper."""
    if is_on_paper(decider, user):
        return {}
    head = decider.appointments.in_office().in_protocol_order().first()
    return {
        "code": Decision.objects.next_code(decider, Decision.Kind.DECISION, local_today()),
        "signer": head.member.full_name if head else "",
        "signer_post": head.position.signs_as if head else "",
    }


def votes_required(share: str, of_whom: str) -> str:
    """How many votes the rule requires, in a sentence; "" where it requires none."""
    return f"Cần ít nhất {share} {of_whom} đồng ý." if share else ""
