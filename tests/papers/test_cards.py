"""Members' printed cards: issued once, printed again, withdrawn, scanned."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kit.qr import qr_code
from members.models import (
    Appointment,
    Change,
    Member,
    MemberPass,
    PassPrinting,
    Portrait,
    ReadRecord,
)
from members.models.passes import CODE_LENGTH, LETTERS, new_code
from papers.actions import print_cards, reissue_card
from papers.views import cards

from .. import factories as make
from ..conftest import Cast
from ..pages import words_of

PRINT = "/so/hoi-vien/in-an/the/"


def _text(answer: Any) -> str:
    return words_of(answer)


def _token(answer: Any) -> str:
    return re.findall(r'name="token" value="([^"]+)"', _text(answer))[0]


def _print(cast: Cast, who: str = "officer_here", query: str = "?q=tim", **data: Any) -> Any:
    client = cast.client(who)
    data = {"token": _token(client.get(f"{PRINT}{query}"))} | data
    return client.post(f"{PRINT}{query}", data)


@pytest.fixture
def one(cast: Cast) -> Member:
    return make.make_member(cast.here, full_name="Đặng Thị Tìm", code="HV777001")


# --- Printing ---------------------------------------------------------------------------------


def test_printing_issues_a_code_and_is_written_down(cast: Cast, one: Member) -> None:
    answer = _print(cast)
    printing = PassPrinting.objects.get()

    assert answer.url == f"{PRINT}{printing.pk}/"
    assert (printing.printed_by, printing.unit, printing.count, printing.words) == (
        cast.officer_here, cast.here, 1, "Đang sinh hoạt, tìm “tim”",
    )  # fmt: skip
    assert one.passes.get().issued_by == cast.officer_here
    told = Change.objects.of(one).newest_first().first()
    assert told.sentences[0].startswith("ghi mới thẻ hội viên đã cấp “thẻ cấp ")
    # Who, when, how many: told on the page that prints.
    page = _text(cast.client("officer_above").get(PRINT))
    assert "1 thẻ, in " in page
    assert f"{cast.officer_here}, {cast.here}." in page


def test_code_stays_when_a_card_is_printed_again(cast: Cast, one: Member) -> None:
    for _ in range(2):
        assert _print(cast).status_code == 302

    assert (one.passes.count(), PassPrinting.objects.count()) == (1, 2)


def test_sent_twice_prints_once(cast: Cast, one: Member) -> None:
    client: Any = cast.client("officer_here")
    data = {"token": _token(client.get(f"{PRINT}?q=tim"))}
    urls = {client.post(f"{PRINT}?q=tim", data).url for _ in range(2)}

    assert len(urls) == 1
    assert PassPrinting.objects.count() == 1


def test_sheet_shows_ten_cards_with_their_codes(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = ""  # then the code leads to wherever the page was asked
    for number in range(12):
        make.make_member(cast.here, full_name=f"Lê Văn Tim {number}")
    client = cast.client("officer_here")
    answer = client.get(_print(cast).url)
    page = _text(answer)

    assert [len(sheet) for sheet in answer.context["sheets"]] == [10, 2]
    card = answer.context["sheets"][0][0]
    code = MemberPass.objects.get(member__code=card["code"]).code
    assert card["qr"] == qr_code(f"http://testserver/the/{code}/")
    assert code not in page  # the code is drawn, never written
    assert page.count('class="cut-marks"') == 2
    assert ReadRecord.objects.filter(user=cast.officer_here).count() == 12


def test_card_bears_its_day_and_room_for_the_head_to_sign(cast: Cast, one: Member) -> None:
    head = make.make_position(name="Chủ tịch Hội", level=0, rank_order=1)
    Appointment.objects.create(
        member=make.make_member(cast.elsewhere), unit=cast.city, position=head,
        valid_from=make.LONG_AGO,
    )  # fmt: skip
    url = _print(cast).url
    issued = timezone.localdate(one.passes.get().issued_at)

    page = _text(cast.client("officer_here").get(url))
    assert f'<p class="signed">Cấp ngày {issued:%d/%m/%Y}<b>Chủ tịch</b></p>' in page


def test_code_leads_to_the_portals_own_address(cast: Cast, one: Member, settings: Any) -> None:
    settings.SITE_URL = "https://cuucand.example"
    answer = cast.client("officer_here").get(_print(cast).url)

    assert answer.context["sheets"][0][0]["qr"] == qr_code(
        f"https://cuucand.example/the/{one.passes.get().code}/"
    )


def test_portrait_comes_through_its_own_door(cast: Cast, one: Member) -> None:
    portrait = Portrait(member=one)
    portrait.picture.save("anh.jpg", make.picture_file())
    page = _text(cast.client("officer_here").get(_print(cast).url))
    url = reverse("book:portrait", args=[one.pk, portrait.picture.widths[0]])

    assert f'src="{url}"' in page
    assert cast.client("officer_beside").get(url).status_code == 404
    assert cast.client("nobody").get(url).status_code == 302


def test_who_left_gets_no_card_and_is_counted(cast: Cast) -> None:
    dead = make.make_departure(cast.here).membership.member
    query = f"?tinh_trang=tat-ca&q={dead.code}"
    page = _text(cast.client("officer_here").get(f"{PRINT}{query}"))
    answer = _print(cast, query=query)

    assert "1 đồng chí trong số này không còn sinh hoạt nên không có thẻ." in page
    assert "Không có đồng chí nào để in thẻ." in _text(answer)
    assert not MemberPass.objects.exists()


def test_cards_withdrawn_since_are_left_out_of_the_sheet(cast: Cast, one: Member) -> None:
    other = make.make_member(cast.here, full_name="Lê Tim")
    url = _print(cast).url
    reissue_card(member=one, why="lost", token="x" * 20, by=cast.officer_here)
    make.make_departure(cast.here, member=other)
    answer = cast.client("officer_here").get(url)

    assert answer.context["sheets"] == []
    assert "Không in 2 thẻ" in _text(answer)


def test_too_many_cards_are_refused(cast: Cast, one: Member, monkeypatch: Any) -> None:
    make.make_member(cast.here, full_name="Lê Tim")
    monkeypatch.setattr(cards, "LIMIT", 1)
    client = cast.client("officer_here")

    assert "mỗi lần in nhiều nhất 1." in _text(client.get(f"{PRINT}?q=tim"))
    assert client.post(f"{PRINT}?q=tim").status_code == 200
    assert not PassPrinting.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_asks_the_same_however_many(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    members = [make.make_member(cast.here) for _ in range(count)]
    for member in members:
        Portrait(member=member).picture.save("anh.jpg", make.picture_file())
    printing = print_cards(
        members=members, description="x", is_large=True, token="t" * 20, by=cast.officer_here
    )
    client = cast.client("officer_here")

    with django_assert_num_queries(14):
        client.get(printing.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_printing_writes_in_as_many_queries_however_many(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    members = [make.make_member(cast.here) for _ in range(count)]
    by = cast.officer_here
    assert by.offices

    with django_assert_num_queries(12):
        print_cards(members=members, description="x", is_large=False, token="t" * 20, by=by)


# --- Lost, withdrawn --------------------------------------------------------------------------


def test_reissue_ends_the_old_code(cast: Cast, one: Member) -> None:
    old = make.make_pass(one)
    client: Any = cast.client("officer_here")
    url = reverse("book:member_passes", args=[one.pk])
    data = {"token": _token(client.get(url)), "why": "lost"}
    urls = {client.post(url, data).url for _ in range(2)}  # a double click
    old.refresh_from_db()
    new = one.passes.in_force().get()

    assert urls == {PassPrinting.objects.get().get_absolute_url()}
    assert (old.is_in_force, old.why, one.passes.count()) == (False, "lost", 2)
    scanned = _text(client.get(old.get_absolute_url()))
    assert "Thẻ không còn hiệu lực" in scanned
    assert "mất thẻ" in scanned
    assert "Thẻ còn hiệu lực" in _text(client.get(new.get_absolute_url()))


def test_reissue_wants_a_reason(cast: Cast, one: Member) -> None:
    make.make_pass(one)
    answer = cast.client("officer_here").post(reverse("book:member_passes", args=[one.pk]), {})

    assert "Chưa chọn lý do." in _text(answer)
    assert one.passes.in_force().count() == 1


def test_withdrawing_ends_the_code_without_another(cast: Cast, one: Member) -> None:
    card = make.make_pass(one)
    url = reverse("book:pass_withdraw", args=[one.pk])
    for _ in range(2):
        assert cast.client("officer_here").post(url).status_code == 302
    card.refresh_from_db()

    assert (card.is_in_force, card.why, one.passes.count()) == (False, "taken_back", 1)
    page = _text(cast.client("officer_here").get(reverse("book:member_passes", args=[one.pk])))
    assert "Cấp và in thẻ" in page


def test_who_left_is_issued_nothing(cast: Cast) -> None:
    gone = make.make_departure(cast.here).membership.member
    make.make_pass(gone)
    client = cast.client("officer_here")
    url = reverse("book:member_passes", args=[gone.pk])

    assert "Cấp thẻ mới" not in _text(client.get(url))
    assert "không còn hiệu lực" in _text(client.get(url))
    answer = client.post(url, {"why": "worn"})
    assert "Đồng chí không còn sinh hoạt trong Hội, nên không cấp thẻ mới." in _text(answer)
    assert MemberPass.objects.count() == 1


# --- Scanned ----------------------------------------------------------------------------------


def test_good_card_tells_its_keeper_who_it_is(cast: Cast, one: Member) -> None:
    card = make.make_pass(one)
    answer = cast.client("officer_above").get(card.get_absolute_url())
    page = _text(answer)

    assert "Thẻ còn hiệu lực" in page
    assert f'href="{reverse("book:member", args=[one.pk])}"' in page
    assert answer["Cache-Control"] == "private, no-store"
    assert ReadRecord.objects.of(one).count() == 1


@pytest.mark.parametrize("how", ["dead", "resigned"])
def test_card_of_who_left_is_no_longer_good(cast: Cast, how: str) -> None:
    kind = {"dead": "deceased", "resigned": "resigned"}[how]
    fields = {} if how == "dead" else {"decision": make.make_decision(cast.here)}
    member = make.make_departure(cast.here, kind=kind, **fields).membership.member
    page = _text(cast.client("officer_here").get(make.make_pass(member).get_absolute_url()))

    assert "Thẻ không còn hiệu lực" in page
    assert {"dead": "đã từ trần", "resigned": "không còn sinh hoạt"}[how] in page
    assert 'class="member-card"' not in page


def test_signed_out_is_asked_to_sign_in_whatever_the_code(cast: Cast, one: Member) -> None:
    good, unknown = make.make_pass(one).get_absolute_url(), "/the/khongcothe23/"
    client: Any = cast.client("nobody")

    assert [client.get(url).url for url in (good, unknown)] == [
        f"{reverse('login')}?next={url}" for url in (good, unknown)
    ]


@pytest.mark.parametrize("who", ["officer_beside", "editor", "member_here", "former_officer"])
def test_others_cant_tell_a_code_from_none(cast: Cast, one: Member, who: str) -> None:
    """The same answer to the letter, but for what differs at every call."""
    codes = [
        make.make_pass(one, withdrawn_at=timezone.now(), why="lost").code,
        make.make_pass(one).code,
        "khongcothe23",
    ]
    client = cast.client(who)
    answers = [client.get(f"/the/{code}/") for code in codes]

    assert [answer.status_code for answer in answers] == [404] * 3
    bodies = {
        re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", _text(answer)).replace(code, "MÃ")
        for answer, code in zip(answers, codes, strict=True)
    }
    assert len(bodies) == 1
    assert not ReadRecord.objects.exists()


def test_owner_gets_the_own_page_by_the_good_card_alone(cast: Cast) -> None:
    owner: Any = cast.member_here.member
    old = make.make_pass(owner, withdrawn_at=timezone.now(), why="lost")
    good = make.make_pass(owner)
    client: Any = cast.client("member_here")

    assert client.get(good.get_absolute_url()).url == reverse("members:me")
    assert client.get(old.get_absolute_url()).status_code == 404


# --- What the database holds ------------------------------------------------------------------


def test_codes_are_long_and_readable() -> None:
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert set("".join(codes)) <= set(LETTERS)
    assert len(LETTERS) ** CODE_LENGTH > 2**58


def test_database_holds_one_card_in_force(cast: Cast, one: Member) -> None:
    make.make_pass(one)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_pass(one)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_pass(one, withdrawn_at=timezone.now())


def test_code_stands_in_no_history(cast: Cast, one: Member) -> None:
    card = make.make_pass(one)
    card.code = new_code()
    card.save()
    told = Change.objects.of(one).newest_first().first()

    assert told.sentences == [f"đổi Mã trên thẻ (không hiện) (thẻ hội viên đã cấp “{card}”)"]
    assert dt.datetime.now(dt.UTC) - told.at < dt.timedelta(minutes=1)
