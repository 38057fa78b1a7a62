"""How a card began: its day corrected at the desk, a card made by mistake taken back."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kit.dates import local_today
from members.models import Change, Member, Membership, Portrait
from members.models.leaving import TransferStep
from moves.actions import leaving
from register.actions import memberships
from tests import factories as make
from tests.conftest import Cast
from tests.pages import words_of

pytestmark = pytest.mark.django_db
NEW = {"full_name": "Lê Thị Nhầm", "birth": "1954", "kind": "official", "code": "HV990001"}


def _written(cast: Cast, who: str = "officer_here", **typed: Any) -> Member:
    """A card as the desk's form makes it."""
    cast.client(who).post(
        reverse("book:member_new"),
        NEW | {"unit": cast.here.pk, "joined_on": "01/03/2026", "token": "t" * 20} | typed,
    )
    return Member.objects.get(code=typed.get("code", NEW["code"]))


def _correct(cast: Cast, member: Member, day: str, who: str = "officer_here", **typed: Any) -> Any:
    client, url = cast.client(who), reverse("book:joining_edit", args=[member.pk])
    form = client.get(url).context["form"]
    facts = {"valid_from": day, "entered_by": "admitted", "version": form["version"].value()}
    return client.post(url, facts | typed)


# --- The day of joining -----------------------------------------------------------------------


def test_joining_day_is_corrected_told_and_undone(cast: Cast) -> None:
    member = _written(cast)
    card = reverse("book:member", args=[member.pk])
    assert _correct(cast, member, "11/10/2024", entered_by="founding").status_code == 302

    membership = member.memberships.get()
    assert (membership.valid_from, membership.entered_by) == (dt.date(2024, 10, 11), "founding")
    client = cast.client("officer_here")
    page = client.get(card)
    told = page.content.decode()
    assert "từ “01/03/2026” thành “11/10/2024”" in told
    change = page.context["undoable"][0]

    client.post(reverse("book:member_undo", args=[member.pk]), {"change": change.pk})
    membership.refresh_from_db()
    assert (membership.valid_from, membership.entered_by) == (dt.date(2026, 3, 1), "admitted")
    assert client.get(card).context["undoable"] == []


@pytest.mark.parametrize("what", ["office", "payment", "waiver", "transfer"])
def test_joining_day_stays_before_what_rests_on_it(cast: Cast, what: str) -> None:
    member = _written(cast, joined_on="01/03/2024")
    day = dt.date(2025, 5, 6)
    if what == "office":
        member.appointments.create(unit=cast.here, position=make.make_position(), valid_from=day)
    elif what == "payment":
        make.make_dues_rate(cast.district)
        make.make_payment(member, cast.here, year=2025, paid_on=day)
    elif what == "waiver":
        make.make_dues_rate(cast.district)
        make.make_waiver(member, cast.here, decided_on=day)
    else:
        make.make_transfer(cast.here, cast.beside, member=member, moves_on=day)

    answer = _correct(cast, member, "07/05/2025")
    assert answer.status_code == 200
    # Whoever moves was there for a day at least; all else may be of the first day.
    until, words = (
        (day - dt.timedelta(1), "phải trước đó")
        if what == "transfer"
        else (day, "không thể sau đó")
    )
    said = answer.context["form"].errors["valid_from"][0]
    assert f"06/05/2025; ngày vào {words}." in said
    assert _correct(cast, member, f"{until:%d/%m/%Y}").status_code == 302
    assert member.memberships.get().valid_from == until


def test_joining_day_stays_before_the_departure(cast: Cast) -> None:
    row = make.make_departure(cast.here)
    answer = _correct(cast, row.member, f"{row.left_on:%d/%m/%Y}")
    assert "ngày vào phải trước ngày đó" in answer.context["form"].errors["valid_from"][0]


def test_joining_day_never_precedes_the_branch(cast: Cast) -> None:
    answer = _correct(cast, _written(cast), "01/01/1950")
    assert "chỉ có từ ngày" in answer.context["form"].errors["valid_from"][0]


def test_second_corrector_is_told_and_may_decide(cast: Cast) -> None:
    member = _written(cast)
    stale = cast.client("officer_above").get(reverse("book:joining_edit", args=[member.pk]))
    version = stale.context["form"]["version"].value()
    _correct(cast, member, "11/10/2024")

    told = _correct(cast, member, "12/10/2024", "officer_above", version=version)
    assert "đã ghi vào đây lúc" in told.content.decode()
    assert member.memberships.get().valid_from == dt.date(2024, 10, 11)
    again = told.context["form"]["version"].value()
    assert _correct(cast, member, "12/10/2024", "officer_above", version=again).status_code == 302
    assert member.memberships.get().valid_from == dt.date(2024, 10, 12)


def test_undo_of_a_correction_respects_what_was_written_since(cast: Cast) -> None:
    member = _written(cast)  # from 01/03/2026
    _correct(cast, member, "11/10/2024")
    member.appointments.create(
        unit=cast.here, position=make.make_position(), valid_from=dt.date(2025, 1, 1)
    )
    client = cast.client("officer_here")
    change = client.get(reverse("book:member", args=[member.pk])).context["undoable"][0]
    url = reverse("book:member_undo", args=[member.pk])
    page = client.post(url, {"change": change.pk}, follow=True).content.decode()
    assert "ngày vào không thể sau đó" in page
    assert member.memberships.get().valid_from == dt.date(2024, 10, 11)


def test_day_of_an_admission_is_not_corrected_apart_from_its_paper(cast: Cast) -> None:
    member = make.make_member(cast.here)
    membership = member.memberships.get()
    make.make_application(
        cast.here,
        **make.reviewed(
            state="admitted", member=member, membership=membership,
            decision=make.make_decision(cast.district), decided_on=dt.date(2026, 3, 20),
            committee_present=9, committee_for=9,
        ),
    )  # fmt: skip
    client = cast.client("officer_here")
    url = reverse("book:joining_edit", args=[member.pk])
    assert client.get(reverse("book:member", args=[member.pk])).context["membership_links"] == []
    assert "theo đơn kết nạp" in client.get(url, follow=True).content.decode()
    posted = client.post(url, {"valid_from": "01/03/2026", "entered_by": "admitted"})
    assert "theo đơn kết nạp" in posted.content.decode()


# --- A card made by mistake -------------------------------------------------------------------


def _links(cast: Cast, who: str, member: Member) -> list[str]:
    card = cast.client(who).get(reverse("book:member", args=[member.pk]))
    return [words for words, _, _ in card.context["membership_links"]]


def test_card_made_by_mistake_goes_with_its_stay_and_the_history_stays(cast: Cast) -> None:
    member = _written(cast)
    portrait = Portrait(member=member)
    portrait.picture.save("anh.jpg", make.picture_file())
    assert _links(cast, "officer_here", member) == ["Sửa ngày vào chi hội", "Bỏ hồ sơ ghi nhầm"]
    client, url = cast.client("officer_here"), reverse("book:member_take_back", args=[member.pk])
    assert "Bỏ hồ sơ ghi nhầm của Lê Thị Nhầm?" in client.get(url).content.decode()
    for _ in range(2):  # a double click
        assert client.post(url).status_code == 302

    assert not Member.objects.filter(pk=member.pk).exists()
    told = Change.objects.filter(model="members.member", object_id=member.pk)
    assert list(told.order_by("pk").values_list("action", flat=True)) == ["created", "deleted"]
    assert _written(cast, token="u" * 20).code == member.code  # the number is free again


def test_card_is_taken_back_by_its_writer_alone_and_for_so_long(
    cast: Cast, time_machine: Any
) -> None:
    member = _written(cast)
    assert _links(cast, "officer_above", member) == ["Sửa ngày vào chi hội"]
    with pytest.raises(ValidationError, match="Chỉ người đã ghi"):
        memberships.take_back_card(member=member, by=cast.officer_above)
    time_machine.move_to(dt.datetime.combine(local_today() + dt.timedelta(8), dt.time(12)))
    assert _links(cast, "officer_here", member) == ["Sửa ngày vào chi hội"]
    url = reverse("book:member_take_back", args=[member.pk])
    assert "không bỏ được nữa" in cast.client("officer_here").get(url, follow=True).content.decode()
    with pytest.raises(ValidationError, match="thời hạn"):
        memberships.take_back_card(member=member, by=cast.officer_here)


@pytest.mark.parametrize(
    ("what", "words"),
    [("award", "khen thưởng"), ("account", "tài khoản"), ("transfer", "chuyển sinh hoạt")],
)
def test_card_with_something_resting_on_it_stays(cast: Cast, what: str, words: str) -> None:
    member = _written(cast)
    if what == "award":
        make.make_award(member)
    elif what == "account":
        make.make_user(member)
    else:
        make.make_transfer(cast.here, cast.beside, member=member)
    url = reverse("book:member_take_back", args=[member.pk])
    page = cast.client("officer_here").post(url, follow=True).content.decode()
    assert "đã có việc ghi thêm (" in page
    assert words in page
    assert member.memberships.count() == 1


def test_portrait_is_taken_off_with_its_files_and_told(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    member = make.make_member(cast.here)
    portrait = Portrait(member=member)
    portrait.picture.save("anh.jpg", make.picture_file())
    storage, names = portrait.picture.storage, portrait.picture.file_names
    client, url = cast.client("officer_here"), reverse("book:portrait_delete", args=[member.pk])
    card = reverse("book:member", args=[member.pk])
    assert url in client.get(card).content.decode()
    assert f"Bỏ ảnh của {member.full_name}?" in client.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):  # a double click
            assert client.post(url).status_code == 302

    assert [storage.exists(name) for name in names] == [False] * len(names)
    told = client.get(card).content.decode()
    assert f"xóa ảnh chân dung “Ảnh của {member.full_name}”" in told
    assert url not in told


def test_a_past_days_list_counts_who_was_here_then(cast: Cast) -> None:
    """After a transfer both branches still count yesterday as they did yesterday."""
    member = make.make_member(cast.here)
    make.make_member(cast.here)
    row = make.make_transfer(cast.here, cast.beside, member=member)
    leaving.answer_transfer(
        transfer=row, step=TransferStep.ACCEPT, reason="", by=cast.officer_beside
    )

    def told(who: str, day: dt.date) -> tuple[int, int]:
        page = cast.client(who).get(reverse("book:members"), {"ngay": f"{day:%d/%m/%Y}"}).context
        return page["page"].paginator.count, page["gone"]

    today, yesterday = local_today(), make.yesterday()
    here = Membership.objects.on(yesterday).filter(unit=cast.here).count()
    beside = Membership.objects.on(yesterday).filter(unit=cast.beside).count()
    assert told("officer_here", yesterday) == (here - 1, 1)
    assert told("officer_here", today) == (here - 1, 0)
    assert told("officer_beside", yesterday) == (beside, 0)
    assert told("officer_beside", today) == (beside + 1, 0)
    assert told("officer_above", yesterday) == (here + beside, 0)


@pytest.mark.parametrize("moved", [0, 1, 3])
def test_a_past_days_list_says_what_it_leaves_out_wherever_it_goes(cast: Cast, moved: int) -> None:
    """The page, every paper made of it and the file: a short list that looks whole misleads."""
    members = [make.make_member(cast.here) for _ in range(4)]
    for member in members[:moved]:
        row = make.make_transfer(cast.here, cast.beside, member=member)
        leaving.answer_transfer(
            transfer=row, step=TransferStep.ACCEPT, reason="", by=cast.officer_beside
        )
    client, asked = cast.client("officer_here"), {"ngay": f"{make.yesterday():%d/%m/%Y}"}
    then = Membership.objects.on(make.yesterday()).filter(unit=cast.here).count()
    words = f"Hôm đó ở đây có {then} người; {moved} người nay sinh hoạt nơi khác"
    for name in ("members", "members_print", "printing", "attendance", "labels"):
        answer = client.get(reverse(f"book:{name}"), asked)
        assert (words in words_of(answer)) is bool(moved), name
    paper = client.get(reverse("book:attendance"), asked | {"lap": "1"})
    assert (words in words_of(paper)) is bool(moved)
    file = zipfile.ZipFile(io.BytesIO(client.get(reverse("book:members_export"), asked).content))
    about = file.read("xl/worksheets/sheet2.xml").decode()
    assert (words in about) is bool(moved)
    assert f"{then - moved} người." in about
