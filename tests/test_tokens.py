"""One showing of a form makes one record."""

import pytest

from desk.tokens import TOKEN, new_token, sent_before
from members.models import LetterText
from reports.models import ReportKind
from tests import factories as make


def test_tokens_differ_and_are_known_as_such() -> None:
    some = [new_token() for _ in range(20)]
    assert len(set(some)) == 20
    assert [one for one in some if not TOKEN.fullmatch(one)] == []


@pytest.mark.django_db
def test_what_was_sent_before_is_found_by_its_token_alone(cast) -> None:
    kind = make.make_report_kind(cast.city)
    text = make.make_letter_text(cast.here, form_token=new_token())
    assert sent_before(ReportKind, kind.token) == kind
    assert sent_before(LetterText, text.form_token, column="form_token") == text
    assert sent_before(LetterText, text.form_token, column="form_token", unit=cast.city) is None
    assert sent_before(ReportKind, new_token()) is None


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", None])
def test_a_form_without_a_token_was_never_sent_before(cast, token) -> None:
    make.make_letter_text(cast.here)
    assert sent_before(LetterText, token, column="form_token") is None
