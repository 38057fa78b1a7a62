"""Comments on a draft and agreement to it: by each unit for itself, to the text that was read."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from emulation.actions import open_signing, save_part
from emulation.actions.comments import agree_to_draft, answer_comment, comment_on_draft
from emulation.models import Agreement, Clause, Compact, CompactComment
from emulation.tasks import compact_tasks
from kit.dates import local_today
from members.models import User
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Compact:
    cluster = make.make_cluster(cast.district, cast.elsewhere)
    cluster.heads.create(unit=cast.district, valid_from=make.LONG_AGO)
    compact = make.make_compact(cluster, year=local_today().year, signed_on=None)
    make.make_compact_parts(compact)
    return compact


@pytest.fixture
def other(cast: Cast, draft: Compact) -> User:
    return make.make_officer(cast.elsewhere, "district_officer")


def test_unit_comments_on_a_clause_and_the_head_answers(
    cast: Cast, draft: Compact, other: User
) -> None:
    clause = Clause.objects.get()
    for _ in range(2):  # a double click
        comment = comment_on_draft(
            compact=draft, unit=cast.elsewhere, clause=clause, text="Quá gấp", by=other
        )
    assert CompactComment.objects.count() == 1
    with pytest.raises(PermissionDenied):
        answer_comment(comment=comment, state="taken", answer="", by=other)
    with pytest.raises(ValidationError, match="lý do"):
        answer_comment(comment=comment, state="kept", answer="", by=cast.officer_above)
    answer_comment(comment=comment, state="kept", answer="Đã bàn", by=cast.officer_above)
    page = cast.client("officer_above").get(draft.get_desk_url()).content.decode()
    assert "Giữ nguyên dự thảo: Đã bàn" in page


@pytest.mark.parametrize("who", ["office", "admin", "officer_above", "officer_here"])
def test_nobody_speaks_for_another_unit(cast: Cast, draft: Compact, who: str) -> None:
    by = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        comment_on_draft(compact=draft, unit=cast.elsewhere, clause=None, text="x", by=by)
    with pytest.raises(PermissionDenied):
        agree_to_draft(compact=draft, unit=cast.elsewhere, text_hash=draft.current_hash, by=by)


def test_unit_outside_the_cluster_neither_comments_nor_agrees(cast: Cast, draft: Compact) -> None:
    by, unit = cast.officer_here, cast.here
    with pytest.raises(ValidationError, match="không thuộc cụm"):
        comment_on_draft(compact=draft, unit=unit, clause=None, text="x", by=by)
    with pytest.raises(ValidationError, match="không thuộc cụm"):
        agree_to_draft(compact=draft, unit=unit, text_hash=draft.current_hash, by=by)


def test_comment_names_no_clause_of_another_compact(
    cast: Cast, draft: Compact, other: User
) -> None:
    strange = make.make_compact_parts(make.make_compact(signed_on=None))[1]
    with pytest.raises(ValidationError):
        comment_on_draft(compact=draft, unit=cast.elsewhere, clause=strange, text="x", by=other)


def test_agreement_is_to_the_text_that_was_read_and_asked_again_after_a_change(
    cast: Cast, draft: Compact, other: User
) -> None:
    digest = draft.current_hash
    for _ in range(2):  # a double click
        agree_to_draft(compact=draft, unit=cast.elsewhere, text_hash=digest, by=other)
    assert Agreement.objects.count() == 1
    context = cast.client("officer_above").get(draft.get_desk_url()).context
    assert dict(context["agreements"]) == {cast.district: None, cast.elsewhere: True}
    clause = Clause.objects.get()
    clause.text = "Khác"
    save_part(part=clause, by=cast.officer_above)
    context = cast.client("officer_above").get(draft.get_desk_url()).context
    assert dict(context["agreements"]) == {cast.district: None, cast.elsewhere: False}
    with pytest.raises(ValidationError, match="vừa được sửa"):
        agree_to_draft(compact=draft, unit=cast.elsewhere, text_hash=digest, by=other)


def test_text_opened_for_signing_takes_no_comments(cast: Cast, draft: Compact, other: User) -> None:
    digest = draft.current_hash
    open_signing(text=draft, by=cast.officer_above)
    with pytest.raises(ValidationError):
        comment_on_draft(compact=draft, unit=cast.elsewhere, clause=None, text="x", by=other)
    with pytest.raises(ValidationError):
        agree_to_draft(compact=draft, unit=cast.elsewhere, text_hash=digest, by=other)


@pytest.mark.parametrize("fields", [{"state": "taken"}, {"state": "other"}])
def test_database_refuses_answers_of_nobody(draft: Compact, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_compact_comment(draft, **fields)


def test_first_page_names_what_waits_and_no_more(cast: Cast, draft: Compact, other: User) -> None:
    def labels(user: User) -> list[str]:
        return [task.label for task in compact_tasks(User.objects.get(pk=user.pk))]

    to_agree, to_sign = f"Góp ý, đồng ý dự thảo: {draft}", f"Ký: {draft}"
    assert labels(other) == labels(cast.officer_above) == [to_agree]
    assert labels(cast.officer_here) == labels(cast.office) == []
    comment_on_draft(compact=draft, unit=cast.elsewhere, clause=None, text="Gấp", by=other)
    agree_to_draft(compact=draft, unit=cast.elsewhere, text_hash=draft.current_hash, by=other)
    assert labels(other) == []
    waiting = "1 góp ý dự thảo giao ước chờ trả lời"
    assert labels(cast.officer_above) == [to_agree, waiting]
    open_signing(text=draft, by=cast.officer_above)
    assert labels(other) == labels(cast.officer_above) == [to_sign]


def test_page_costs_the_same_however_many_comments(cast: Cast, draft: Compact, other: User) -> None:
    client = cast.client("officer_above")
    costs = []
    for _ in range(2):
        for _ in range(3):
            make.make_compact_comment(draft)
        with CaptureQueriesContext(connection) as queries:
            client.get(draft.get_desk_url())
        costs.append(len(queries))
    assert costs[0] == costs[1]
