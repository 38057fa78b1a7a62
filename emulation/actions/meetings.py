"""A cluster's meeting: its folder, the questions put to the vote, the count."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from kit.dates import local_today
from members.actions.permission import Given, needs
from members.models import User

from ..models import Ballot, BallotOption, ClusterMeeting, Cycle

_WRITTEN = (
    "event_id", "slogan", "programme", "speeches", "counters", "handover_notes", "handed_over_on",
)  # fmt: skip


def _leads_meeting(by: User, given: Given) -> bool:
    return Cycle.objects.scheduled_by(by).contains(given["meeting"].cycle)


def _leads_ballot(by: User, given: Given) -> bool:
    return Cycle.objects.scheduled_by(by).contains(given["ballot"].cycle)


def _hold(cycle_id: int) -> None:
    """The cycle, held until the end of the transaction: one after the other."""
    Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_id)


@needs(_leads_meeting)
@transaction.atomic
def save_meeting(*, meeting: ClusterMeeting, by: User) -> ClusterMeeting:
    """Writes the folder. Sent twice, it is one."""
    _hold(meeting.cycle_id)
    stored = ClusterMeeting.objects.filter(cycle=meeting.cycle_id).first()
    if meeting._state.adding and stored is not None:
        if all(getattr(stored, name) == getattr(meeting, name) for name in _WRITTEN):
            return stored  # a double click
        raise ValidationError("Vừa có người ghi tập họp cụm này. Hãy mở lại rồi ghi tiếp.")
    if meeting.handed_over_on and meeting.handed_over_on > local_today():
        raise ValidationError({"handed_over_on": "Ngày này chưa tới."})
    meeting.full_clean()
    meeting.save()
    return meeting


@needs(_leads_ballot)
@transaction.atomic
def save_ballot(*, ballot: Ballot, options: Sequence[str], by: User) -> Ballot:
    """Saves a question and what may be chosen. Sent twice, it is one.

    ValidationError once it is counted, and for options that are no choice.
    """
    _hold(ballot.cycle_id)
    if len(options) != len(set(options)):
        raise ValidationError({"choices": "Có hai lựa chọn giống nhau."})
    if not options:
        raise ValidationError({"choices": "Chưa ghi lựa chọn nào."})
    if ballot.seats > len(options):
        raise ValidationError({"seats": f"Chỉ có {len(options)} lựa chọn."})
    if ballot._state.adding:
        same = Ballot.objects.filter(
            cycle=ballot.cycle_id, question=ballot.question, seats=ballot.seats
        ).first()
        if same is not None and [option.text for option in same.options.all()] == list(options):
            return same  # a double click
    elif Ballot.objects.get(pk=ballot.pk).is_counted:
        raise ValidationError("Nội dung này đã kiểm phiếu nên không sửa nữa.")
    ballot.full_clean()
    ballot.save()
    stored = {option.text: option for option in ballot.options.all()}
    for text, option in stored.items():
        if text not in options:
            option.delete()
    for order, text in enumerate(options, 1):
        option = stored.get(text) or BallotOption(ballot=ballot, text=text)
        if option.order != order:
            option.order = order
            option.full_clean()
            option.save()
    return ballot


def disagreements(
    ballot: Ballot, returned: int, invalid: int, votes: Mapping[int, int]
) -> list[str]:
    """Where the figures of a count do not agree, in plain words."""
    valid, total = returned - invalid, sum(votes.values())
    lines = [
        f"“{option}” được {votes[option.pk]} phiếu, nhiều hơn số phiếu hợp lệ ({valid})."
        for option in ballot.options.all()
        if votes.get(option.pk, 0) > valid
    ]
    if ballot.seats == 1 and total != valid:
        lines.append(
            f"Mỗi phiếu hợp lệ chọn đúng một: cộng các lựa chọn được {total} phiếu, mà có {valid} "
            "phiếu hợp lệ. Xin đếm lại."
        )
    elif not valid <= total <= valid * ballot.seats:
        lines.append(
            f"Mỗi phiếu hợp lệ chọn từ 1 đến {ballot.seats}: cộng các lựa chọn phải từ {valid} đến "
            f"{valid * ballot.seats} phiếu, đang là {total}. Xin đếm lại."
        )
    return lines


@needs(_leads_ballot)
@transaction.atomic
def count_ballot(
    *,
    ballot: Ballot,
    issued: int,
    returned: int,
    invalid: int,
    votes: Mapping[int, int],
    note: str = "",
    by: User,
) -> Ballot:
    """Records what the committee counted; `votes` by the option's key.

    ValidationError where the sums do not agree.
    """
    _hold(ballot.cycle_id)
    ballot.issued, ballot.returned, ballot.invalid = issued, returned, invalid
    ballot.note = note
    ballot.full_clean()
    if lines := disagreements(ballot, returned, invalid, votes):
        raise ValidationError(lines)
    ballot.save()
    for option in ballot.options.all():
        if option.votes != votes.get(option.pk, 0):
            option.votes = votes.get(option.pk, 0)
            option.save()
    return ballot


@needs(_leads_ballot)
@transaction.atomic
def delete_ballot(*, ballot: Ballot, by: User) -> None:
    """Takes back a question that was not voted on; ValidationError once it is counted."""
    _hold(ballot.cycle_id)
    if Ballot.objects.get(pk=ballot.pk).is_counted:
        raise ValidationError("Nội dung này đã kiểm phiếu nên không xóa được.")
    ballot.delete()
