"""Awards on cards: one decision for many, doubles asked about, corrections, revocation, the list."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from kit.dates import local_today
from members.models import AwardKind, Change, Member, MemberAward, MemberDocument, Membership
from register.actions import awards
from register.filters import MemberFilter
from tests import factories as make
from tests.conftest import Cast

NEW = "/so/khen-thuong/ghi/"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def kind(db: None) -> AwardKind:
    return make.make_award_kind(name="Giấy khen thử", authority="Chủ tịch thử")


def sheet(kind: AwardKind, **changed: Any) -> dict[str, Any]:
    return {
        "kind": kind.pk, "awarded": "19/8/2025", "title": "Việc tốt", "decision_no": "7/QĐ",
        "token": "dau-khen-thuong-0001", "looked_at": "", "people": "", "authority": "",
    } | changed  # fmt: skip


def text(answer: Any) -> str:
    return answer.content.decode()


def test_usual_kinds_are_there_from_the_beginning(db: None) -> None:
    kinds = AwardKind.objects.on(local_today())
    names = " ".join(kinds.values_list("name", flat=True))

    assert all(w in names for w in ("Bằng khen", "Giấy khen", "Kỷ niệm chương", "Chiến sĩ thi đua"))
    assert AwardKind.objects.filter(search_text__contains="giay khen").exists()


def test_one_decision_is_written_for_everybody_it_names_once(cast: Cast, kind: AwardKind) -> None:
    first = make.make_member(cast.here, full_name="Đặng Thị Ước")
    second = make.make_member(cast.here, full_name="Võ Văn Ẩn")
    client = cast.client("officer_here")
    data = sheet(kind, people=f"dang uoc\n{second.code}\nuoc dang")
    for _ in range(2):
        page = text(client.post(NEW, data, follow=True))

    rows = MemberAward.objects.order_by("member__sort_key")
    assert [(row.member, row.year, row.awarded_on, row.authority) for row in rows] == [
        (second, 2025, dt.date(2025, 8, 19), "Chủ tịch thử"),
        (first, 2025, dt.date(2025, 8, 19), "Chủ tịch thử"),
    ]
    assert "Đã ghi Giấy khen thử (2025) cho 2 đồng chí." in page
    assert Change.objects.of(first).filter(model="members.memberaward").count() == 1


def test_people_are_ticked_in_the_list_that_was_asked(cast: Cast, kind: AwardKind) -> None:
    old = make.make_member(cast.here, full_name="Hồ Cao Tuổi", birth_year=1930)
    make.make_member(cast.beside, full_name="Hồ Bên Cạnh", birth_year=1930)
    client = cast.client("officer_here")
    url = f"{NEW}?chon=1&tuoi_tu=90"
    page = text(client.get(url))
    assert "Hồ Cao Tuổi" in page
    assert "Hồ Bên Cạnh" not in page

    beside = Member.objects.get(full_name="Hồ Bên Cạnh")
    assert "không còn trong danh sách" in text(client.post(url, sheet(kind, chosen=[beside.pk])))
    client.post(url, sheet(kind, chosen=[old.pk], awarded="2024"))
    assert [(a.member, a.year, a.awarded_on) for a in MemberAward.objects.all()] == [
        (old, 2024, None)
    ]


def test_card_leads_to_its_form_and_shows_what_was_written(cast: Cast, kind: AwardKind) -> None:
    member = make.make_member(cast.here)
    client = cast.client("officer_here")
    card = reverse("book:member", args=[member.pk])
    url = f"{NEW}?hoi-vien={member.pk}"
    assert f'href="{url}"' in text(client.get(card))
    assert member.code in text(client.get(url))
    paper = SimpleUploadedFile("qd.pdf", PDF, "application/pdf")
    answer = client.post(url, sheet(kind, people=member.code, file=paper), follow=True)

    assert answer.redirect_chain[-1][0] == card
    award = MemberAward.objects.get()
    document = MemberDocument.objects.get()
    assert (award.document, document.kind, document.member) == (document, "khen-thuong", member)
    page = " ".join(text(answer).split())
    assert "19/08/2025; Việc tốt; Chủ tịch thử; số 7/QĐ" in page
    assert "ghi mới khen thưởng “Giấy khen thử (2025)”" in page


def test_second_award_of_a_kind_and_year_is_asked_about(cast: Cast, kind: AwardKind) -> None:
    member = make.make_member(cast.here, full_name="Lý Thị Hai")
    make.make_award(member, kind=kind, year=2025, title="Việc trước")
    client = cast.client("officer_here")
    data = sheet(kind, people=member.code)
    page = client.post(NEW, data)
    assert "Một thành tích không được khen thưởng nhiều lần" in text(page)
    assert "Lý Thị Hai (Việc trước)" in text(page)
    assert MemberAward.objects.count() == 1
    seen = page.context["form"]["looked_at"].value()

    # Another person in the same state is asked about anew.
    other = make.make_member(cast.here)
    make.make_award(other, kind=kind, year=2025)
    both = data | {"people": f"{member.code}\n{other.code}", "looked_at": seen}
    assert "khen thưởng nhiều lần" in text(client.post(NEW, both))

    client.post(NEW, data | {"looked_at": seen})
    assert MemberAward.objects.filter(member=member).count() == 2


def test_revoked_award_is_no_double_and_counts_no_more(cast: Cast, kind: AwardKind) -> None:
    member = make.make_member(cast.here)
    row = make.make_award(member, kind=kind)
    client = cast.client("officer_here")
    url = reverse("book:award_revoke", args=[row.pk])
    assert "Chưa ghi lý do thu hồi" in text(client.post(url, {"day": "1/3/2026"}))
    sent = {"day": "1/3/2026", "reason": "Kê khai không đúng"}
    for _ in range(2):
        page = text(client.post(url, sent, follow=True))

    row.refresh_from_db()
    assert (row.revoked_on, row.is_standing) == (dt.date(2026, 3, 1), False)
    assert "đã thu hồi 01/03/2026: Kê khai không đúng" in page
    assert not awards.given_before(members=[member], kind=kind, year=2025)
    asked = MemberFilter(cast.officer_here, "khen_thuong=co")
    assert not asked.results().filter(pk=member.pk).exists()
    with pytest.raises(ValidationError, match="đã được ghi là thu hồi"):
        awards.revoke_award(award=row, day=local_today(), reason="Khác", by=cast.officer_here)


def test_correction_and_revocation_are_undone(cast: Cast, kind: AwardKind) -> None:
    row = make.make_award(make.make_member(cast.here), kind=kind, title="Trước")
    client = cast.client("officer_here")
    url = row.get_absolute_url()
    version = client.get(url).context["form"].initial["version"]
    data = {"kind": kind.pk, "awarded": "2024", "title": "Sau", "version": version}
    client.post(url, data)
    row.refresh_from_db()
    assert (row.year, row.title, row.authority) == (2024, "Sau", "Chủ tịch thử")

    change = client.get(url).context["undoable"][0]
    undo = reverse("book:award_undo", args=[row.pk])
    assert client.post(undo, {"change": "khong"}).status_code == 404
    client.post(undo, {"change": change.pk})
    row.refresh_from_db()
    assert (row.year, row.title) == (2025, "Trước")

    awards.revoke_award(award=row, day=local_today(), reason="Nhầm", by=cast.officer_here)
    client.post(undo, {"change": client.get(url).context["undoable"][0].pk})
    row.refresh_from_db()
    assert row.is_standing


def test_second_to_correct_is_told_and_loses_nothing(cast: Cast, kind: AwardKind) -> None:
    row = make.make_award(make.make_member(cast.here), kind=kind)
    url = row.get_absolute_url()
    version = cast.client("officer_here").get(url).context["form"].initial["version"]
    data = {"kind": kind.pk, "awarded": "2025", "version": version}
    cast.client("officer_above").post(url, data | {"title": "Của cấp trên"})
    page = cast.client("officer_here").post(url, data | {"title": "Của chi hội"})
    assert "đã ghi vào đây" in text(page)
    assert 'value="Của chi hội"' in text(page)
    row.refresh_from_db()
    assert row.title == "Của cấp trên"

    fresh = page.context["form"]["version"].value()
    cast.client("officer_here").post(url, data | {"title": "Của chi hội", "version": fresh})
    row.refresh_from_db()
    assert row.title == "Của chi hội"


def test_mistaken_entry_goes_after_a_question_and_stays_told(cast: Cast) -> None:
    member = make.make_member(cast.here)
    row = make.make_award(member)
    client = cast.client("officer_here")
    url = reverse("book:award_delete", args=[row.pk])
    assert "Chỉ bỏ khi ghi nhầm" in text(client.get(url))
    client.post(url)

    assert not MemberAward.objects.exists()
    told = Change.objects.of(member).newest_first().first()
    assert told is not None
    assert (told.action, told.model) == ("deleted", "members.memberaward")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"people": ""}, "Chưa ghi ai được khen thưởng."),
        ({"people": "khong co ai"}, "không tìm thấy hội viên nào"),
        ({"kind": ""}, "Chưa chọn danh hiệu hoặc hình thức khen thưởng."),
        ({"kind": "abc"}, "chọn"),
        ({"awarded": ""}, "Chưa nhập ngày hoặc năm khen thưởng."),
        ({"awarded": "31/02/2025"}, "2025"),
        ({"awarded": "2999"}, "không hợp lệ"),
        ({"awarded": "1/1/1960"}, "chỉ có từ ngày 01/01/1976"),
        ({"awarded": "1949"}, "chỉ có từ ngày 01/01/1976"),
        ({"title": "x" * 301}, "300"),
    ],
)
def test_bad_input_is_refused_and_kept(
    cast: Cast, kind: AwardKind, changed: dict[str, Any], words: str
) -> None:
    make.make_member(cast.here, full_name="Tạ Có Thật")
    page = text(cast.client("officer_here").post(NEW, sheet(kind, people="ta co that") | changed))

    assert words in page
    assert 'value="7/QĐ"' in page
    assert not MemberAward.objects.exists()


@pytest.mark.sweep
@pytest.mark.parametrize(
    "box", ["q", "don_vi", "tuoi_tu", "khen_thuong", "khen_nam", "ngay", "chon"]
)
def test_odd_questions_in_the_address_ask_nothing(cast: Cast, kind: AwardKind, box: str) -> None:
    client = cast.client("officer_here")
    for typed in ("' OR 1=1 --", "9" * 30, "-1", "½", "31/02/2024", "<b>", "😀" * 50):
        for address in (NEW, "/so/hoi-vien/?", "/so/khen-thuong/"):
            if address == "/so/hoi-vien/?" and box == "don_vi":
                continue  # there, a unit that is none gives 404
            answer = client.get(address.rstrip("?"), {box: typed})
            assert answer.status_code == 200, (address, box, typed)
    assert client.post(NEW, {box: "x", "chosen": "x"}).status_code == 200


def test_whoever_was_born_later_is_named(cast: Cast, kind: AwardKind) -> None:
    young = make.make_member(cast.here, full_name="Mai Sinh Sau", birth_year=1990)
    page = cast.client("officer_here").post(NEW, sheet(kind, people=young.code, awarded="1985"))

    assert "Mai Sinh Sau: Đồng chí sinh năm 1990." in text(page)


def test_nobody_is_awarded_beyond_the_own_books(cast: Cast, kind: AwardKind) -> None:
    beside = make.make_member(cast.beside)
    client = cast.client("officer_here")
    assert "không tìm thấy" in text(client.post(NEW, sheet(kind, people=beside.code)))
    assert client.get(f"{NEW}?hoi-vien={beside.pk}").status_code == 404
    assert client.get(f"{NEW}?hoi-vien=abc").status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("khen_thuong=co", {"A", "B"}),
        ("khen_thuong=loai-khen-a", {"A"}),
        ("khen_thuong=loai-khen-a&khen_nam=2024", set()),
        ("khen_nam=2024", {"B"}),
        ("khen_thuong=co&khen_nam=2025", {"A"}),
    ],
)
def test_list_is_narrowed_by_awards(cast: Cast, query: str, names: set[str]) -> None:
    for name, year in (("A", 2025), ("B", 2024)):
        kind = make.make_award_kind(code=f"khen-{name.lower()}", name=f"Khen {name}")
        make.make_award(make.make_member(cast.here, full_name=name), kind=kind, year=year)
    taken = make.make_award(make.make_member(cast.here, full_name="C"), year=2025)
    awards.revoke_award(award=taken, day=local_today(), reason="Sai", by=cast.admin)
    asked = MemberFilter(cast.officer_here, query)

    assert set(asked.results().values_list("full_name", flat=True)) == names
    assert MemberFilter(cast.officer_here, asked.querystring).values == asked.values
    none = MemberFilter(cast.officer_here, "khen_thuong=chua").results()
    assert set(none.values_list("full_name", flat=True)) >= {"C"}
    assert not {"A", "B"} & set(none.values_list("full_name", flat=True))


def test_filter_says_awards_in_words(cast: Cast) -> None:
    make.make_award_kind(code="khen-a", name="Giấy khen A")
    words = MemberFilter(cast.officer_here, "khen_thuong=loai-khen-a&khen_nam=2025").summary

    assert "Giấy khen A" in words
    assert "2025" in words
    wrong = MemberFilter(cast.officer_here, "khen_thuong=loai-khong-co&khen_nam=abc")
    assert set(wrong.form.errors) == {"khen_thuong", "khen_nam"}
    assert wrong.values == {}


def test_list_tells_why_a_year_is_not_understood(cast: Cast) -> None:
    answer = cast.client("officer_here").get("/so/khen-thuong/", {"nam": "năm kia"})
    assert "Hãy nhập một năm, ví dụ 2026." in answer.content.decode()


def test_column_tells_awards_that_stand_by_that_day(cast: Cast) -> None:
    member = make.make_member(cast.here, full_name="Đỗ Được Khen")
    kind = make.make_award_kind(name="Giấy khen A")
    make.make_award(member, kind=kind, year=2024)
    make.make_award(member, kind=kind, year=2025, awarded_on=dt.date(2025, 8, 19))
    client = cast.client("officer_here")
    client.post(reverse("book:members_columns"), {"cot": ["khen"]})

    assert "Giấy khen A (2025); Giấy khen A (2024)" in text(client.get("/so/hoi-vien/"))
    assert "Giấy khen A (2025); " in text(client.get("/so/hoi-vien/in/"))
    then = text(client.get("/so/hoi-vien/?ngay=01/01/2025"))
    assert "Giấy khen A (2024)" in then
    assert "Giấy khen A (2025)" not in then


def test_members_read_their_own_awards(cast: Cast) -> None:
    member = cast.member_here.member
    assert member is not None
    make.make_award(member, kind=make.make_award_kind(name="Giấy khen riêng"), title="Việc tốt")

    assert "Giấy khen riêng" in text(cast.client("member_here").get("/toi/"))
    assert "Giấy khen riêng" not in text(cast.client("officer_beside").get("/toi/"))


def test_list_names_branches_and_asks_for_one_where_several_are_kept(cast: Cast) -> None:
    here, beside = (
        make.make_member(unit, full_name=name)
        for unit, name in ((cast.here, "Lâm Ở Đây"), (cast.beside, "Lâm Bên Cạnh"))
    )
    membership = here.memberships.get()
    membership.valid_to, membership.left_by = local_today(), Membership.Exit.DECEASED
    membership.save()
    for member in (here, beside):
        make.make_award(member)
    above = cast.client("officer_above")
    page = text(above.get("/so/khen-thuong/"))
    assert page.count(cast.here.distinct_label) == page.count(cast.beside.distinct_label) == 2

    # Who died lies in the book of the last branch.
    page = text(above.get("/so/khen-thuong/", {"don_vi": cast.here.pk}))
    assert ("Lâm Ở Đây" in page, "Lâm Bên Cạnh" in page) == (True, False)
    page = text(cast.client("officer_here").get("/so/khen-thuong/"))
    assert (cast.here.distinct_label in page, "Đơn vị" in page) == (False, False)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_awards_from_above_asks_the_same_however_long(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for unit in (cast.here, cast.beside, cast.here)[:count]:
        make.make_award(make.make_member(unit))
    client = cast.client("officer_above")

    with django_assert_num_queries(15):
        client.get("/so/khen-thuong/")


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_awards_asks_the_same_however_long(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for name in ("Lâm Đầu Tiên", "Lâm Tiếp Theo", "Lâm Sau Cùng")[:count]:
        make.make_award(make.make_member(cast.here, full_name=name))
    make.make_award(make.make_member(cast.beside))
    client = cast.client("officer_here")

    with django_assert_num_queries(10):
        page = text(client.get("/so/khen-thuong/"))
    assert page.count('<th scope="row">') == count
    found = text(client.get("/so/khen-thuong/?tim=dau+tien&nam=2025"))
    assert found.count('<th scope="row">') == 1
    assert "Không có khen thưởng nào khớp" in text(client.get("/so/khen-thuong/?nam=1999"))
    assert "Lâm Đầu Tiên" in text(client.get("/so/khen-thuong/?nam=abc&hinh_thuc=-1"))


@pytest.mark.parametrize(
    "fields",
    [
        {"awarded_on": dt.date(2024, 1, 1)},
        {"revoked_on": dt.date(2026, 1, 1)},
        {"revoked_reason": "Không có ngày"},
        {"awarded_on": dt.date(2025, 5, 1), "revoked_on": dt.date(2025, 4, 1), "revoked_reason": "x"},
    ],
)  # fmt: skip
def test_database_holds_what_the_forms_promise(cast: Cast, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_award(make.make_member(cast.here), **fields)


def test_database_holds_one_award_a_showing(cast: Cast, kind: AwardKind) -> None:
    member = make.make_member(cast.here)
    make.make_award(member, token="dau-mot-lan-duy-nhat")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_award(member, token="dau-mot-lan-duy-nhat")


def test_twins_of_standing_agree(cast: Cast) -> None:
    rows = [make.make_award(make.make_member(cast.here)) for _ in range(2)]
    awards.revoke_award(award=rows[0], day=local_today(), reason="Sai", by=cast.admin)

    assert set(MemberAward.objects.standing()) == {
        row for row in MemberAward.objects.all() if row.is_standing
    }


def test_a_card_that_led_here_is_not_said_to_hold_what_others_were_given(
    cast: Cast, kind: AwardKind
) -> None:
    member, other = (make.make_member(cast.here) for _ in range(2))
    client = cast.client("officer_here")
    url = f"{NEW}?hoi-vien={member.pk}"
    answer = client.post(url, sheet(kind, people=other.code), follow=True)
    assert "vào hồ sơ" not in text(answer)
    assert "cho 1 đồng chí" in text(answer)
    own = sheet(kind, people=member.code, token="dau-khen-thuong-0002")
    answer = client.post(url, own)
    assert answer["Location"] == reverse("book:member", args=[member.pk])


# --- Names: who gives, what is a title, which class ----------------------------------------------


def test_usual_kinds_are_given_by_an_office_and_titles_stand_apart(db: None) -> None:
    kinds = AwardKind.objects.all()
    titles = set(kinds.filter(group="title").values_list("name", flat=True))

    assert titles == {"Chiến sĩ thi đua cơ sở", "Hội viên tiêu biểu"}
    state = [kind.name for kind in kinds if kind.code.startswith(("bang-khen-", "giay-khen-"))]
    assert not [name for name in state if re.search(r"của (Bộ Công an|Ủy ban nhân dân)", name)]


def test_each_medal_is_a_kind_and_the_unnamed_ones_come_last(db: None) -> None:
    kinds = AwardKind.objects.filter(name__startswith="Hu")
    assert [(kind.name, kind.has_classes) for kind in kinds] == [
        ("Huân chương Độc lập", True),
        ("Huân chương Quân công", True),
        ("Huân chương Lao động", True),
        ("Huân chương Bảo vệ Tổ quốc", True),
        ("Huân chương Chiến công", True),
        ("Huân chương Đại đoàn kết dân tộc", False),
        ("Huân chương Dũng cảm", False),
        ("Huân chương Kháng chiến", True),
        ("Huân chương khác", True),
        ("Huy chương Vì an ninh Tổ quốc", False),
        ("Huy chương Chiến sĩ vẻ vang", True),
        ("Huy chương Kháng chiến", True),
        ("Huy chương khác", True),
    ]
    assert {kind.authority for kind in kinds} == {"Chủ tịch nước"}
    assert set(AwardKind.objects.filter(search_text__contains="chien cong")) == {kinds[4]}


def test_form_offers_titles_and_rewards_apart(cast: Cast, kind: AwardKind) -> None:
    field = cast.client("officer_here").get(NEW).context["form"].fields["kind"]
    groups = [(group, [str(label) for _, label in some]) for group, some in list(field.choices)[1:]]

    assert [group for group, _ in groups] == ["Danh hiệu thi đua", "Hình thức khen thưởng"]
    assert "Hội viên tiêu biểu" in groups[0][1]
    assert "Giấy khen thử" in groups[1][1]


def test_medal_bears_its_class_everywhere(cast: Cast) -> None:
    medal = make.make_award_kind(name="Huy chương Chiến sĩ vẻ vang", has_classes=True)
    member = make.make_member(cast.here, full_name="Đặng Thị Tìm")
    client = cast.client("officer_here")
    client.post(NEW, sheet(medal, people=member.code, medal_class="2"))

    words = "Huy chương Chiến sĩ vẻ vang hạng Nhì"
    row = MemberAward.objects.get()
    assert (row.label, str(row)) == (words, f"{words} (2025)")
    for url in ("/so/khen-thuong/", row.get_absolute_url(), f"/so/hoi-vien/{member.pk}/"):
        assert words in text(client.get(url)), url


@pytest.mark.parametrize("medal_class", ["1", "3"])
def test_what_has_no_classes_takes_none(cast: Cast, kind: AwardKind, medal_class: str) -> None:
    member = make.make_member(cast.here)
    answer = cast.client("officer_here").post(
        NEW, sheet(kind, people=member.code, medal_class=medal_class)
    )

    assert answer.context["form"].errors["medal_class"] == ["Giấy khen thử không chia hạng."]
    assert not MemberAward.objects.exists()
