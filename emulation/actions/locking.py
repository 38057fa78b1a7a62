"""What every action of a cycle's scoring asks first: its rules, held; whether its ranking is locked."""

from django.core.exceptions import ValidationError

from ..models import Cycle, Ranking, ScoringRules

LOCKED = "Xếp hạng của kỳ này đã khóa nên không sửa được nữa."


def locked_rules(cycle: Cycle) -> ScoringRules:
    """The stored rules of the cycle, made where there are none, held until the transaction ends."""
    Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    return ScoringRules.objects.get_or_create(cycle=cycle)[0]


def check_not_locked(cycle: Cycle) -> None:
    """ValidationError once the ranking is locked."""
    if Ranking.objects.standing().filter(cycle=cycle).exists():
        raise ValidationError(LOCKED)
