"""The results of an event's contests are saved as one sheet."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from members.actions.permission import edits, needs
from members.models import User

from ..contests import ResultLine, line_of, version_of_sheet
from ..models import Contestant, ContestResult, Event
from .parts import replace_rows

_SAYS = ("discipline", "unit_id", "team", "place", "score", "prize")
MEANWHILE = (
    "Vừa có người khác sửa bảng kết quả này. Điều đồng chí nhập còn ở dưới; bấm lưu lần nữa thì bản "
    "của đồng chí thay cho bản kia."
)


def stored_lines(event: Event) -> list[ResultLine]:
    """The sheet as it is stored. Two queries."""
    rows = ContestResult.objects.filter(event=event).select_related("unit__parent")
    return [ResultLine(row, list(row.people.all())) for row in rows.prefetch_related("people")]


def text_of(lines: Sequence[ResultLine]) -> str:
    return "\n".join(line_of(line.result, line.people) for line in lines)


@needs(edits("event"))
@transaction.atomic
def save_results(*, event: Event, lines: Sequence[ResultLine], opened_with: str, by: User) -> None:
    """Makes the event's results those of the sheet; a line that says the same stays the same row.

    `opened_with`: the version of the sheet on the page; ValidationError where somebody saved another
    meanwhile. The same sheet sent twice is saved once.
    """
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    stored = text_of(stored_lines(event))
    if stored == text_of(lines):
        return
    if version_of_sheet(stored) != opened_with:
        raise ValidationError(MEANWHILE, code="edited_meanwhile")
    replace_rows(event.results, "event", event, [line.result for line in lines], _SAYS)
    rows = event.results.order_by("order", "pk")
    for result, line in zip(rows, lines, strict=True):
        people = [Contestant(name=person.name, member=person.member) for person in line.people]
        replace_rows(result.people, "result", result, people, ("name", "member_id"))
