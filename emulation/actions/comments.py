"""What the units say to a draft: comments, the head's answers, agreement."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from members.actions.permission import Given, needs
from members.models import Unit, User

from ..models import Agreement, Clause, Compact, CompactComment
from .compacts import locked_draft
from .signing import represented_units

OUTSIDE = "Đơn vị này không thuộc cụm."
CHANGED = "Bản dự thảo vừa được sửa. Hãy đọc lại rồi bấm “Đồng ý” lần nữa."


def _represents(by: User, given: Given) -> bool:
    return given["unit"].pk in represented_units(by)


def _leads(by: User, given: Given) -> bool:
    return bool(Compact.objects.led_by(by).contains(given["comment"].compact))


def _draft_for(compact: Compact, unit: Unit) -> Compact:
    stored = locked_draft(compact)
    if not stored.units.filter(pk=unit.pk).exists():
        raise ValidationError(OUTSIDE)
    return stored


@needs(_represents)
@transaction.atomic
def comment_on_draft(
    *, compact: Compact, unit: Unit, clause: Clause | None, text: str, by: User
) -> CompactComment:
    """Writes a unit's comment on the draft, or on one clause. The same one sent twice is one."""
    stored = _draft_for(compact, unit)
    if clause is not None and clause.compact != stored:
        raise ValidationError("Điều khoản này không thuộc bản dự thảo.")
    same = stored.comments.unanswered().filter(unit=unit, clause=clause, text=text).first()
    if same is not None:
        return same  # a double click
    comment = CompactComment(compact=stored, unit=unit, clause=clause, text=text, author=by)
    comment.full_clean()
    comment.save()
    return comment


@needs(_leads)
@transaction.atomic
def answer_comment(*, comment: CompactComment, state: str, answer: str, by: User) -> CompactComment:
    """Says whether the comment is taken up; that it is not, with a reason. May be said anew while
    the text is a draft."""
    locked_draft(comment.compact)
    stored = CompactComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if (stored.state, stored.answer) == (state, answer):
        return stored  # a double click
    stored.state, stored.answer = state, answer
    stored.answered_by, stored.answered_at = by, timezone.now()
    stored.full_clean()
    stored.save()
    return stored


@needs(_represents)
@transaction.atomic
def agree_to_draft(*, compact: Compact, unit: Unit, text_hash: str, by: User) -> Agreement:
    """Agrees for the unit to the draft whose text has that hash; ValidationError if it was changed
    since the page was opened."""
    stored = _draft_for(compact, unit)
    if stored.current_hash != text_hash:
        raise ValidationError(CHANGED)
    agreement, _ = Agreement.objects.get_or_create(
        compact=stored, unit=unit, text_hash=text_hash, defaults={"user": by}
    )
    return agreement
