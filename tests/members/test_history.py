"""Who changed what: told at every door, masked where it must be, taken back where that is safe."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.actions.undo import CannotUndo, change_to_undo, undo_last_change
from members.actor import acting_as, command_source
from members.history import bulk_add, bulk_change, bulk_save
from members.models import Appointment, Change, Member, Membership
from news.actions import moderate_comments
from news.models import Comment, Post

from .. import factories as make
from ..conftest import Cast


def _sentences(record: Any) -> list[str]:
    changes = Change.objects.of(record).order_by("pk")
    return [f"{change.who}: {line}" for change in changes for line in change.sentences]


def _forget() -> None:
    Change.objects.all().delete()


def test_change_tells_before_and_after_in_words(cast: Cast) -> None:
    member = make.make_member(cast.here, phone="0909 000 001")
    _forget()
    member.phone, member.rank, member.birth_date = "0912 000 001", 50, dt.date(1950, 2, 3)
    with acting_as(user=cast.officer_here):
        member.save()

    office = cast.officer_here.offices[0].position.name
    who = f"{office} {cast.officer_here.display_name}"
    assert _sentences(member) == [
        f"{who}: đổi Ngày sinh thành “03/02/1950” (trước để trống)",
        f"{who}: đổi Cấp bậc hàm thành “Đại tá” (trước để trống)",
        f"{who}: đổi Điện thoại từ “0909 000 001” thành “0912 000 001”",
    ]


def test_saving_unchanged_tells_nothing(cast: Cast) -> None:
    member = make.make_member(cast.here)
    _forget()
    member.birth_year = "1950"  # a number typed as text is no change
    member.save()

    assert not Change.objects.exists()


def test_masked_values_are_kept_nowhere(cast: Cast) -> None:
    member = make.make_member(cast.here, notes="bí mật cũ")
    _forget()
    member.notes = "bí mật mới"
    member.save()

    assert _sentences(member) == ["Hệ thống: đổi Ghi chú (không hiện)"]
    assert "bí mật" not in str(list(Change.objects.values()))


def test_what_hangs_on_a_card_is_told_on_the_card(cast: Cast) -> None:
    member = make.make_member(cast.here)
    _forget()
    membership = member.memberships.get()
    membership.decision_no = "12/QĐ"
    membership.save()

    name = f"sinh hoạt tại chi hội “{membership}”"
    assert _sentences(member) == [
        f"Hệ thống: đổi Số quyết định thành “12/QĐ” (trước để trống) ({name})"
    ]


def test_delete_and_create_are_told(cast: Cast) -> None:
    member = make.make_member()
    membership = Membership.objects.create(member=member, unit=cast.here, valid_from=make.LONG_AGO)
    name = str(membership)
    membership.delete()

    assert _sentences(member) == [
        "Hệ thống: lập hồ sơ",
        f"Hệ thống: ghi mới sinh hoạt tại chi hội “{name}”",
        f"Hệ thống: xóa sinh hoạt tại chi hội “{name}”",
    ]


def test_many_to_many_is_told(cast: Cast) -> None:
    post = make.make_post()
    _forget()
    post.units.add(cast.here)
    post.units.clear()

    assert [c.sentences for c in Change.objects.of(post).order_by("pk")] == [
        [f"đổi Đơn vị được nhắc đến: thêm {cast.here}"],
        [f"đổi Đơn vị được nhắc đến: bỏ hết {cast.here}"],
    ]


def test_bulk_writes_are_told_row_by_row(cast: Cast, django_assert_num_queries: Any) -> None:
    memberships = [make.make_member(cast.here).memberships.get() for _ in range(3)]
    members = [membership.member for membership in memberships]
    _forget()
    keys = Member.objects.filter(pk__in=[member.pk for member in members])
    with acting_as(source="Lệnh thử"), django_assert_num_queries(6):  # four and a savepoint
        assert bulk_change(keys, address="Số 1") == 3

    assert [_sentences(member) for member in members] == [
        ["Lệnh thử: đổi Nơi ở thành “Số 1” (trước để trống)"]
    ] * 3
    assert bulk_change(keys, address="Số 1") == 0
    with pytest.raises(ValueError, match="search_text"):
        bulk_change(keys, phone="0909")


def test_bulk_add_and_save_are_told(cast: Cast) -> None:
    (member,) = bulk_add(Member, [Member(code="HV9", full_name="Lê Văn Một", birth_year=1950)])
    member.phone = "0909 000 009"

    assert bulk_save([member], ["phone", "search_text"]) == 1
    assert _sentences(member) == [
        "Hệ thống: lập hồ sơ",
        "Hệ thống: đổi Điện thoại thành “0909 000 009” (trước để trống)",
    ]


def test_moderating_many_comments_is_told(cast: Cast) -> None:
    post = make.make_post()
    make.make_comment(post, state=Comment.State.HELD)
    _forget()
    with acting_as(user=cast.editor):
        moderate_comments(comments=Comment.objects.all(), to=Comment.State.APPROVED, by=cast.editor)

    (change,) = Change.objects.of(post)
    assert change.by == cast.editor
    assert change.sentences[0].startswith("đổi Trạng thái từ “chờ duyệt” thành “đã đăng”")


def test_admin_names_the_user(cast: Cast) -> None:
    client = cast.client("admin")
    member = make.make_member(cast.here)
    _forget()
    url = reverse("admin:members_member_change", args=[member.pk])
    page = client.get(url).context["adminform"].form
    data = {
        name: page.get_initial_for_field(field, name) or "" for name, field in page.fields.items()
    }
    for prefix in ("memberships", "appointments"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = client.post(url, data | {"address": "Số 2"})

    assert answer.status_code == 302
    (change,) = Change.objects.of(member)
    assert (change.by, change.sentences) == (
        cast.admin,
        ["đổi Nơi ở thành “Số 2” (trước để trống)"],
    )


def test_signing_in_tells_nothing(cast: Cast) -> None:
    _forget()
    Client().post(reverse("login"), {"username": cast.admin.username, "password": "demo"})

    assert not Change.objects.exists()


def test_refused_save_leaves_no_line(cast: Cast) -> None:
    member = make.make_member(cast.here)
    _forget()
    member.birth_date = dt.date(1999, 1, 1)
    with pytest.raises(Exception, match="birth_date_in_birth_year"):
        member.save()


def test_history_is_no_side_door(cast: Cast) -> None:
    member = make.make_member(cast.here, phone="0909 000 001")
    office = Appointment.objects.filter(unit=cast.here).first()
    _forget()
    member.phone = "0912 000 001"
    member.save()
    office.decision_no = "9/QĐ"
    office.save()
    post = make.make_post()
    post.title = "Tít khác"
    post.save()
    seen = {
        who: Change.objects.visible_to(getattr(cast, who)).of(member).count()
        for who in (
            "admin", "office", "editor", "officer_above", "officer_here", "officer_beside",
            "correspondent", "former_officer", "member_here",
        )
    }  # fmt: skip

    assert seen == {
        "admin": 1, "office": 1, "editor": 0, "officer_above": 1, "officer_here": 1,
        "officer_beside": 0, "correspondent": 0, "former_officer": 0, "member_here": 0,
    }  # fmt: skip
    assert Change.objects.visible_to(cast.editor).of(post).count() == 2
    assert Change.objects.visible_to(cast.member_here).count() == 0


def _edited(cast: Cast, **fields: Any) -> tuple[Member, Change]:
    member = make.make_member(cast.here, phone="0909 000 001", notes="cũ")
    for name, value in fields.items():
        setattr(member, name, value)
    member.save()
    return member, Change.objects.of(member).newest_first()[0]


def test_undo_puts_the_values_back(cast: Cast) -> None:
    member, change = _edited(cast, phone="0912 000 001", birth_date=dt.date(1950, 1, 1))
    undo_last_change(record=member, change=change, by=cast.officer_here)

    member.refresh_from_db()
    assert (member.phone, member.birth_date) == ("0909 000 001", None)
    last = Change.objects.of(member).newest_first()[0]
    assert last.sentences == [
        "trả lại Ngày sinh: bỏ “01/01/1950”, để trống",
        "trả lại Điện thoại từ “0912 000 001” thành “0909 000 001”",
    ]
    assert last.by == cast.officer_here
    assert change_to_undo(record=member) is None


def test_undo_is_refused_where_it_is_not_safe(cast: Cast) -> None:
    member, change = _edited(cast, phone="0912 000 001")
    member.address = "Số 3"
    member.save()
    with pytest.raises(CannotUndo, match="mới hơn"):
        undo_last_change(record=member, change=change, by=cast.officer_here)

    masked, change = _edited(cast, notes="mới")
    with pytest.raises(CannotUndo):
        undo_last_change(record=masked, change=change, by=cast.officer_here)

    old, change = _edited(cast, phone="0912 000 002")
    with (
        time_machine.travel(timezone.now() + dt.timedelta(days=8)),
        pytest.raises(CannotUndo, match="bảy ngày"),
    ):
        undo_last_change(record=old, change=change, by=cast.officer_here)


def test_undo_holds_the_rules_of_the_record(cast: Cast) -> None:
    member = make.make_member(cast.here, code="HV7")
    member.code = "HV8"
    member.save()
    change = Change.objects.of(member).newest_first()[0]
    make.make_member(cast.here, code="HV7")
    with pytest.raises(CannotUndo, match="Không trả lại được"):
        undo_last_change(record=member, change=change, by=cast.officer_here)


def test_body_of_a_post_is_told_without_its_words(cast: Cast) -> None:
    post: Any = make.make_post(body="<p>Cũ</p>")
    _forget()
    post.body = "<p>Mới</p>"
    post.save()

    (change,) = Change.objects.of(post)
    assert change.sentences == ["đổi Nội dung (không hiện)"]
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("command", "source"),
    [
        ("prepare", "Hệ thống"),
        ("demo", "Hệ thống"),
        ("run_jobs", "Hệ thống"),
        ("", "Hệ thống"),
        ("import_blogger", "Hệ thống (nhập blog cũ)"),
        ("shell", "Hệ thống (sửa trực tiếp trên máy chủ)"),
    ],
)
def test_history_never_names_a_command_in_english(command: str, source: str) -> None:
    assert command_source(command) == source
