"""Pages of units and one's own page."""

import datetime as dt

import pytest
from django.urls import reverse

from members.models import Appointment, Membership, Succession, Term
from tests import factories as make
from tests.one_day import TODAY
from welfare.actions import publish_figures

YESTERDAY = TODAY - dt.timedelta(days=1)
UNITS = "/to-chuc/"


def _text(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def _merged():
    """A branch that went over into another one today."""
    district = make.make_district(make.make_association())
    old = make.make_branch(
        district, name="Chi hội Phường Cũ", short_name="Phường Cũ", slug="phuong-cu",
        status="merged", valid_to=TODAY,
    )  # fmt: skip
    new = make.make_branch(
        district, name="Chi hội Phường Mới", short_name="Phường Mới", slug="phuong-moi",
        valid_from=TODAY,
    )  # fmt: skip
    for _ in range(4):
        member = make.make_member(old)
        member.memberships.update(valid_to=TODAY, left_by="reassigned")
        Membership.objects.create(
            member=member, unit=new, valid_from=TODAY, entered_by="reassigned"
        )
    Succession.objects.create(
        old=old, new=new, kind="merged", decision_no="77/QĐ-HCCA", decided_on=YESTERDAY
    )
    return old, new


# --- The tree ---------------------------------------------------------------------------------


def test_tree_today_and_yesterday(client, db):
    _merged()
    today, yesterday = (_text(client, f"{UNITS}?ngay={day:%d/%m/%Y}") for day in (TODAY, YESTERDAY))
    assert "Phường Mới" in today
    assert "Phường Cũ" not in today
    assert "Phường Cũ" in yesterday
    assert "Phường Mới" not in yesterday
    assert "1 chi hội, 4 hội viên" in today
    assert "1 chi hội, 4 hội viên" in yesterday


@pytest.mark.parametrize("typed", ["31/02/2024", "abc", "99/99/9999", "1/1/0001", "🙂", "%27", " "])
def test_tree_with_a_wrong_day_is_todays_with_a_word_beside_the_field(client, db, typed):
    _merged()
    response = client.get(UNITS, {"ngay": typed})
    assert response.status_code == 200
    text = response.content.decode()
    assert "Phường Mới" in text
    assert ("field-error" in text or "errorlist" in text) == bool(typed.strip())
    assert response.context["day"] == TODAY


def test_tree_before_the_association_says_so(client, db):
    make.make_association()
    assert "Ngày đó chưa có đơn vị nào" in _text(client, f"{UNITS}?ngay=01/01/2000")


def test_tree_of_an_empty_site_is_dignified(client, db):
    assert "Chưa có đơn vị nào" in _text(client, UNITS)


def test_tree_names_who_leads(client, db):
    branch = make.make_branch()
    Appointment.objects.create(
        member=make.make_member(branch, full_name="Lê Thị Hoa", rank=50),
        unit=branch,
        position=make.make_position(name="Chi hội trưởng"),
        valid_from=make.LONG_AGO,
    )
    assert "Chi hội trưởng: Đại tá Lê Thị Hoa" in _text(client, UNITS)


def test_tree_page_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    city = make.make_association()
    for size in (1, 2):
        for _ in range(size):
            make.make_officer(make.make_branch(make.make_district(city)))
        with django_assert_num_queries(4):
            client.get(UNITS)


# --- A unit -----------------------------------------------------------------------------------


def test_unit_shows_officers_by_term_in_protocol_order(client, db):
    branch = make.make_branch()
    old = Term.objects.create(unit=branch, name="Nhiệm kỳ lâm thời", valid_from=make.LONG_AGO)
    new = Term.objects.create(unit=branch, name="Nhiệm kỳ 2025 - 2028", valid_from=TODAY)
    head, deputy = (
        make.make_position(name=name, rank_order=order)
        for name, order in (("Chi hội trưởng", 1), ("Chi hội phó", 2))
    )
    for name, position, term in (
        ("Phó Một", deputy, new), ("Trưởng Một", head, new), ("Phó Cũ", deputy, old),
    ):  # fmt: skip
        Appointment.objects.create(
            member=make.make_member(branch, full_name=name),
            unit=branch,
            position=position,
            term=term,
            valid_from=term.valid_from,
        )
    make.make_officer(branch, valid_to=TODAY)  # no longer
    response = client.get(branch.get_absolute_url())
    terms = [
        (term, [officer.member.full_name for officer in officers])
        for term, officers in response.context["terms"]
    ]
    assert terms == [
        ("Nhiệm kỳ 2025 - 2028", ["Trưởng Một", "Phó Một"]),
        ("Nhiệm kỳ lâm thời", ["Phó Cũ"]),
    ]


def test_ended_unit_stays_readable_and_leads_to_its_successor(client, db):
    old, new = _merged()
    text = _text(client, old.get_absolute_url())
    assert "Đơn vị này không còn hoạt động" in text
    assert new.get_absolute_url() in text
    assert "77/QĐ-HCCA" in text
    assert "<dd>4</dd>" in text  # people on its last day
    assert old.get_absolute_url() in _text(client, new.get_absolute_url())


def test_unit_tells_nothing_private_of_members(client, cast):
    make.make_member(
        cast.here, full_name="Phạm Kín Đáo", phone="0900 111 222", address="Số 7 đường Mẫu"
    )
    officer = cast.officer_here.member
    type(officer).objects.filter(pk=officer.pk).update(
        phone="0900 333 444", address="Số 8 đường Mẫu", birth_year=1949
    )
    for unit in (cast.here, cast.district, cast.city):
        text = _text(client, unit.get_absolute_url())
        found = [
            word
            for word in ("Kín Đáo", "0900 111", "0900 333", "đường Mẫu", "1949", officer.code)
            if word in text
        ]
        assert found == []


def test_unit_shows_what_stands_above_it_as_the_reader_may_see(cast):
    make.make_event(cast.here, title="Họp chi hội")
    make.make_event(cast.here, title="Họp nháp", state="draft")
    shared = make.make_event(cast.beside, title="Cùng chủ trì")
    shared.event_hosts.create(unit=cast.here)
    for title, audience in (("Tin chung", "public"), ("Tin nội bộ", "internal")):
        make.make_post(title=title, audience=audience).units.add(cast.here)
    make.make_post(title="Tin nháp", state="draft").units.add(cast.here)
    words = ("Họp chi hội", "Cùng chủ trì", "Họp nháp", "Tin chung", "Tin nội bộ", "Tin nháp")
    seen = {
        who: [
            word for word in words if word in _text(cast.client(who), cast.here.get_absolute_url())
        ]
        for who in ("nobody", "member_here")
    }
    assert seen == {
        "nobody": ["Họp chi hội", "Cùng chủ trì", "Tin chung"],
        "member_here": ["Họp chi hội", "Cùng chủ trì", "Tin chung", "Tin nội bộ"],
    }


def test_unit_sums_the_published_care_of_its_branches(client, cast):
    for branch, count in ((cast.here, 4), (cast.beside, 3), (cast.elsewhere, 6)):
        make.make_activity(
            branch, happened_on=dt.date(2026, 2, 3), people_count=count, family=f"Nhà {count}"
        )
    publish_figures(today=dt.date(2026, 5, 1))
    text = _text(client, cast.district.get_absolute_url())
    assert "Năm 2026: 7 lượt người được chăm lo trong 1 quý đã chốt" in " ".join(text.split())
    of_branch = _text(client, cast.here.get_absolute_url())
    assert "lượt người được chăm lo" not in of_branch
    assert "Con số của chi hội được tính chung ở trang của" in of_branch


def test_unit_keeps_a_grade_back_until_it_is_announced(cast):
    cluster = make.make_cluster(cast.district)
    make.make_classification(cast.district, cluster=cluster, year=2024, score="88.5")
    make.make_classification(
        cast.district, cluster=cluster, year=2025, score="91.25", announced_on=None
    )
    url = cast.district.get_absolute_url()
    seen = {
        who: ["88,5" in text, "91,25" in text]
        for who in ("nobody", "officer_beside", "officer_above")
        for text in [_text(cast.client(who), url)]
    }
    assert seen == {
        "nobody": [True, False],
        "officer_beside": [True, False],
        "officer_above": [True, True],
    }


@pytest.mark.parametrize("slug", ["khong-co", "a" * 300])
def test_unknown_unit_is_not_found(client, db, slug):
    assert client.get(f"/to-chuc/{slug}/").status_code == 404


def test_unit_page_costs_the_same_for_one_and_three(client, cast, django_assert_num_queries):
    for size in (1, 2):
        for _ in range(size):
            branch = make.make_branch(cast.district)
            make.make_officer(branch)
            make.make_officer(cast.district)
            make.make_event(cast.district)
            make.make_post().units.add(cast.district)
            make.make_activity(branch)
            make.make_exemplar_photo(make.make_exemplar(cast.district, state="recognised"))
        with django_assert_num_queries(18):
            client.get(cast.district.get_absolute_url())


# --- One's own page ---------------------------------------------------------------------------


def test_me_is_for_the_signed_in(client, db):
    response = client.get("/toi/")
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/toi/")


def test_me_shows_seniority_over_a_transfer_and_offices(cast):
    member = cast.officer_here.member
    member.memberships.update(valid_to=TODAY, left_by="transferred")
    Membership.objects.create(
        member=member, unit=cast.beside, valid_from=TODAY, entered_by="transferred"
    )
    response = cast.client("officer_here").get("/toi/")
    assert response.context["joined_on"] == make.LONG_AGO
    text = response.content.decode()
    assert "Giữ sổ và viết tin của đơn vị, các đơn vị trực thuộc" in text
    assert text.index(str(cast.beside.name)) < text.index(str(cast.here.name))
    assert "Chuyển sinh hoạt đến" in text


def test_me_shows_own_comments_with_their_state(cast):
    post = make.make_post(title="Bài có nhận xét")
    make.make_comment(post, user=cast.member_here, text="Đã lên trang", state="approved")
    make.make_comment(post, user=cast.member_here, text="Còn đang chờ", state="held")
    make.make_comment(post, user=cast.editor, text="Của người khác")
    text = _text(cast.client("member_here"), "/toi/")
    assert [word in text for word in ("Đã lên trang", "Còn đang chờ", "Của người khác")] == [
        True, True, False,
    ]  # fmt: skip
    assert [word in text for word in ("Đã đăng", "Chờ duyệt")] == [True, True]


def test_me_of_an_account_without_member(cast):
    text = _text(cast.client("admin"), "/toi/")
    assert "quản trị toàn hệ thống" in text
    assert "Thẻ hội viên" not in text


@pytest.mark.parametrize("page", ["abc", "99999", "-1", "0"])
def test_me_with_a_wild_page_number(cast, page):
    assert cast.client("member_here").get("/toi/", {"page": page}).status_code == 200


def test_me_costs_the_same_for_one_and_three(cast, django_assert_num_queries):
    client = cast.client("member_here")
    for size in (1, 2):
        for _ in range(size):
            make.make_comment(make.make_post(), user=cast.member_here)
            Appointment.objects.create(
                member=cast.member_here.member,
                unit=cast.here,
                position=make.make_position(),
                valid_from=make.LONG_AGO,
            )
        with django_assert_num_queries(12):
            client.get("/toi/")


# --- Password ---------------------------------------------------------------------------------


def test_password_is_changed_and_the_session_stays(cast):
    client = cast.client("member_here")
    new = "một câu thật dài để nhớ"
    response = client.post(
        reverse("members:password"),
        {"old_password": "demo", "new_password1": new, "new_password2": new},
        follow=True,
    )
    assert response.redirect_chain == [("/toi/", 302)]
    assert "Đã đổi mật khẩu" in response.content.decode()
    cast.member_here.refresh_from_db()
    assert cast.member_here.check_password(new)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"old_password": "sai"}, "Mật khẩu đang dùng chưa đúng"),
        ({"new_password2": "một câu khác hẳn"}, "Hai lần nhập mật khẩu mới chưa giống nhau"),
        ({"new_password1": "ngắn", "new_password2": "ngắn"}, "quá ngắn"),
        ({"new_password1": "1234567890", "new_password2": "1234567890"}, "quá phổ biến"),
        ({"new_password1": "", "new_password2": ""}, "Chưa nhập mục này"),
    ],
)
def test_wrong_new_password_is_refused_in_words(cast, fields, message):
    good = "một câu thật dài để nhớ"
    data = {"old_password": "demo", "new_password1": good, "new_password2": good} | fields
    response = cast.client("member_here").post(reverse("members:password"), data)
    assert response.status_code == 200
    assert message in response.content.decode()
    cast.member_here.refresh_from_db()
    assert cast.member_here.check_password("demo")


def test_end_written_down_beforehand_is_no_end_yet(client, db):
    branch = make.make_branch(status="merged", valid_to=TODAY + dt.timedelta(days=1))
    text = _text(client, branch.get_absolute_url())
    assert "không còn hoạt động" not in text
    assert "Đang hoạt động, đến trước" in text
