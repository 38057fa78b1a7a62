"""What changed between two versions of a set of criteria."""

from dataclasses import dataclass
from decimal import Decimal

from kit.numbers import vn_number

from .models import CriteriaSet, Criterion, in_outline

COMPARED = ("title", "kind", "part", "maximum", "target", "measure", "per_unit", "guidance")


@dataclass(frozen=True)
class Difference:
    """A criterion that was added, dropped or changed. `lines`: name of the value, old, new."""

    label: str
    code: str
    title: str
    lines: tuple[tuple[str, str, str], ...] = ()


def compared(old: CriteriaSet, new: CriteriaSet) -> list[Difference]:
    """Criteria of `new` that are not as in `old`, in its order, then those that `old` alone has.

    A criterion is the same as the one that it comes from, through all versions in between, whatever
    it is called now; one written anew as the one of the same title.
    """
    before = {row.pk: (code, row) for code, _, row in in_outline(old.criteria.all())}
    titles = {row.title: key for key, (_, row) in before.items()}
    origin = _origins(new, old)
    differences: list[Difference] = []
    matched: set[int] = set()
    for code, _, row in in_outline(new.criteria.all()):
        key = origin.get(row.pk, titles.get(row.title))
        if key is None or key not in before or key in matched:
            differences.append(Difference("Thêm", code, row.title))
            continue
        matched.add(key)
        if lines := _changed(before[key][1], row):
            differences.append(Difference("Đổi", code, row.title, lines))
    dropped = [
        Difference("Bỏ", code, row.title)
        for key, (code, row) in before.items()
        if key not in matched
    ]
    return differences + dropped


def _origins(new: CriteriaSet, old: CriteriaSet) -> dict[int, int]:
    """Of each criterion of `new` that comes from one of `old`, the key of that one."""
    came_from = dict(
        Criterion.objects.filter(criteria_set__unit=new.unit, criteria_set__name=new.name)
        .exclude(previous=None)
        .values_list("pk", "previous")
    )
    wanted = set(old.criteria.values_list("pk", flat=True))
    origins: dict[int, int] = {}
    for key in new.criteria.values_list("pk", flat=True):
        step: int | None = key
        while step is not None and step not in wanted:
            step = came_from.get(step)
        if step is not None:
            origins[key] = step
    return origins


def _changed(before: Criterion, after: Criterion) -> tuple[tuple[str, str, str], ...]:
    lines = []
    for name in COMPARED:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            field = Criterion._meta.get_field(name)
            label = str(getattr(field, "verbose_name", name))
            lines.append((label, _shown(before, name, old), _shown(after, name, new)))
    return tuple(lines)


def _shown(row: Criterion, name: str, value: object) -> str:
    if name in ("kind", "part"):
        return str(getattr(row, f"get_{name}_display")())
    return vn_number(value) if isinstance(value, Decimal) else str(value or "")
