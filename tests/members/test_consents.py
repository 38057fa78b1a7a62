"""Consent: in a form that can be proved, in words that name data, purpose, controller and rights."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kit.dates import local_today
from members.models import Consent, Member, ReadRecord, SensitiveDetails
from members.models.consents import CONSENT_TERMS, OFFERED, RIGHTS, UNPROVEN, Purpose, wording
from register.actions.members import give_consents, withdraw_consent

from .. import factories as make
from ..conftest import Cast
from ..tasks import membership_tasks

GIVEN_ON = dt.date(2026, 2, 1)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def unproven(member: Member, cast: Cast, channel: str = "spoken") -> Consent:
    """As it was written down before the law's forms were known."""
    return Consent.objects.create(
        member=member, purpose="hardship", channel=channel, wording=Consent.FIRST_WORDING,
        given_on=make.LONG_AGO, recorded_by=cast.admin,
    )  # fmt: skip


@pytest.fixture
def member(cast: Cast) -> Member:
    return make.make_member(cast.here, full_name="Đặng Thị Tìm")


@pytest.mark.parametrize("purpose", Purpose.values)
def test_wording_names_data_purpose_controller_and_rights(cast: Cast, purpose: str) -> None:
    cast.city.address, cast.city.phone = "Số 1, đường Mẫu", "028 3000 0000"
    words = wording(purpose, cast.city)

    terms = CONSENT_TERMS[purpose]
    for part in (terms.data, terms.use, cast.city.name, "Số 1, đường Mẫu", "028 3000 0000", RIGHTS):
        assert part in words
    assert ("dữ liệu cá nhân nhạy cảm" in words) == terms.is_sensitive


def test_sensitive_data_is_said_to_be_so() -> None:
    assert {purpose for purpose, terms in CONSENT_TERMS.items() if terms.is_sensitive} == {
        "party", "policy", "hardship", "health",
    }  # fmt: skip
    assert set(CONSENT_TERMS) == set(Purpose.values)


def test_words_of_that_day_are_kept_when_the_association_moves(cast: Cast, member: Member) -> None:
    give_consents(
        member=member, purposes=["health"], channel="paper", given_on=GIVEN_ON, by=cast.officer_here
    )
    before = Consent.objects.get().statement
    cast.city.address = "Nơi mới"
    cast.city.save()

    assert Consent.objects.get().statement == before
    assert "Nơi mới" not in before


@pytest.mark.parametrize("channel", UNPROVEN)
def test_word_of_mouth_is_no_form_of_consent(cast: Cast, member: Member, channel: str) -> None:
    assert channel not in dict(OFFERED)
    answer = cast.client("officer_here").post(
        reverse("book:consent_add", args=[member.pk]),
        {"purpose": "health", "channel": channel, "given_on": "1/2/2026", "evidence": "ông Tư"},
    )
    assert "channel" in answer.context["consent_form"].errors
    with pytest.raises(IntegrityError, match="can_be_proved"), transaction.atomic():
        Consent.objects.create(
            member=member, purpose="health", channel=channel, given_on=GIVEN_ON, said="x",
            evidence="x", recorded_by=cast.admin,
        )  # fmt: skip


@pytest.mark.parametrize("channel", [key for key, _ in OFFERED if key != "paper"])
def test_other_forms_say_where_the_proof_is(cast: Cast, member: Member, channel: str) -> None:
    client, url = cast.client("officer_here"), reverse("book:consent_add", args=[member.pk])
    said = {"purpose": "picture", "channel": channel, "given_on": "1/2/2026"}
    refused = client.post(url, said)
    assert refused.context["consent_form"].errors == {"evidence": ["Hãy ghi bằng chứng giữ ở đâu."]}
    client.post(url, said | {"evidence": "thư điện tử ngày 1/2, hộp thư của Hội"})
    assert Consent.objects.get().evidence == "thư điện tử ngày 1/2, hộp thư của Hội"
    with pytest.raises(IntegrityError, match="where_the_proof"), transaction.atomic():
        Consent.objects.update(evidence="")


def test_what_proves_nothing_is_told_and_asked_for_again(cast: Cast, member: Member) -> None:
    unproven(member, cast)
    SensitiveDetails.objects.create(member=member, hardship="neo đơn")
    make.make_member(cast.here)
    client = cast.client("officer_here")
    tasks = [task for task in membership_tasks(cast.officer_here) if "bằng chứng" in task.label]

    assert [task.label for task in tasks] == ["1 đồng chí có sự đồng ý chưa có bằng chứng"]
    found = client.get(tasks[0].url)
    assert [row for row, _ in found.context["rows"]] == [member]
    page = text(client.get(reverse("book:member_private", args=[member.pk])))
    assert "Sự đồng ý chưa có bằng chứng" in page

    client.post(
        reverse("book:consent_add", args=[member.pk]),
        {"purpose": "hardship", "channel": "paper", "given_on": "1/2/2026"},
    )
    again = Consent.objects.get()
    assert (again.channel, again.given_on, again.wording) == ("paper", GIVEN_ON, Consent.WORDING)
    assert SensitiveDetails.objects.get().hardship == "neo đơn"
    assert not [task for task in membership_tasks(cast.officer_here) if "bằng chứng" in task.label]


def test_what_is_proven_is_not_written_over(cast: Cast, member: Member) -> None:
    for channel in ("paper", "paper"):
        give_consents(
            member=member, purposes=["policy"], channel=channel, given_on=GIVEN_ON,
            by=cast.officer_here,
        )  # fmt: skip
    give_consents(
        member=member, purposes=["policy"], channel="call", evidence="tệp 3",
        given_on=local_today(), by=cast.officer_here,
    )  # fmt: skip
    assert [(one.channel, one.given_on) for one in Consent.objects.all()] == [("paper", GIVEN_ON)]


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        ("picture", "ảnh đã đăng thì báo ban biên tập gỡ."),
        ("health", "Từ nay không ghi thêm về sức khỏe"),
        ("policy", "Sẽ xóa ngay khỏi hồ sơ: diện chính sách"),
    ],
)
def test_withdrawal_says_what_follows(cast: Cast, member: Member, purpose: str, words: str) -> None:
    [consent] = give_consents(
        member=member, purposes=[purpose], channel="paper", given_on=GIVEN_ON, by=cast.officer_here
    )
    url = reverse("book:consent_withdraw", args=[member.pk, consent.pk])
    client = cast.client("officer_here")
    assert words in text(client.get(url))
    client.post(url)
    consent.refresh_from_db()
    assert consent.withdrawn_on == local_today()


def test_given_again_after_a_withdrawal_is_a_consent_of_its_own(cast: Cast, member: Member) -> None:
    for _ in range(2):
        [consent] = give_consents(
            member=member, purposes=["health"], channel="paper", given_on=local_today(),
            by=cast.officer_here,
        )  # fmt: skip
        withdraw_consent(consent=consent, by=cast.officer_here)
    assert Consent.objects.count() == 2


def test_paper_asks_for_each_purpose_that_is_not_given(cast: Cast, member: Member) -> None:
    give_consents(
        member=member, purposes=["identity"], channel="paper", given_on=GIVEN_ON,
        by=cast.officer_here,
    )  # fmt: skip
    unproven(member, cast)
    page = text(cast.client("officer_here").get(reverse("book:consent_paper", args=[member.pk])))

    assert page.count('class="tick-box"') == len(Purpose.values) - 1
    assert "Hoàn cảnh gia đình:" in page
    assert RIGHTS in page
    assert ReadRecord.objects.filter(way="printed", user=cast.officer_here).count() == 1
