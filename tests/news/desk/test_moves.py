"""The table of moves: who may take which step from where, and what each step leaves behind."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kit.dates import ZONE
from news.actions import CannotMove, move, publish_due
from news.models import Post, PostMove, PostVersion
from news.models.workflow import PostState, PostStep
from tests import factories as make
from tests.news.desk.conftest import desk

SOON = dt.datetime(2099, 11, 27, 7, 0, tzinfo=ZONE)
# Written out by hand: the table in code must say just this. state: slugs a writer, an editor may.
WRITERS = {
    "draft": {"gui-duyet"},
    "returned": {"gui-duyet"},
    "submitted": {"rut-lai"},
    "scheduled": set(),
    "published": set(),
    "withdrawn": set(),
}
EDITORS = {
    "draft": {"gui-duyet", "dang", "hen-gio"},
    "returned": {"gui-duyet", "dang", "hen-gio"},
    "submitted": {"rut-lai", "tra-lai", "dang", "hen-gio"},
    "scheduled": {"tra-lai", "dang", "hen-gio", "bo-hen"},
    "published": {"go"},
    "withdrawn": {"dang"},
}
TARGETS = {
    "gui-duyet": "submitted", "rut-lai": "draft", "tra-lai": "returned", "dang": "published",
    "hen-gio": "scheduled", "bo-hen": "submitted", "go": "withdrawn",
}  # fmt: skip


def post_in(state, cast, **fields):
    is_out = state in ("published", "withdrawn")
    return make.make_post(
        unit=cast.district, state=state, scheduled_for=SOON if state == "scheduled" else None,
        published_at=timezone.now() - dt.timedelta(hours=1) if is_out else None, **fields,
    )  # fmt: skip


@pytest.mark.parametrize("state", PostState.values)
@pytest.mark.parametrize(("who", "allowed"), [("correspondent", WRITERS), ("editor", EDITORS)])
def test_each_role_takes_just_the_steps_of_the_table(cast, who, allowed, state):
    done = set()
    for step in PostStep:
        post = post_in(state, cast)
        try:
            taken = move(post=post, step=step, by=getattr(cast, who), note="Xin sửa.", at=SOON)
        except (CannotMove, PermissionDenied):
            post.refresh_from_db()
            assert (post.state, post.moves.count()) == (state, 0)
            continue
        post.refresh_from_db()
        assert post.state == taken.new_state == TARGETS[step.slug]
        assert (taken.old_state, taken.by) == (state, getattr(cast, who))
        done.add(step.slug)
    assert done == allowed[state]


@pytest.mark.parametrize("who", ["officer_beside", "former_officer", "member_here"])
def test_others_take_no_step(cast, who):
    post = make.make_post(unit=cast.here, state="draft", published_at=None)
    with pytest.raises(PermissionDenied):
        move(post=post, step=PostStep.SUBMIT, by=getattr(cast, who))


@pytest.mark.parametrize("step", [PostStep.SUBMIT, PostStep.PUBLISH, PostStep.SCHEDULE])
def test_what_goes_on_to_readers_must_be_whole(cast, step):
    post = post_in("draft", cast, lead="", author_signature="")
    make.make_photo(post, alt="", caption="")
    with pytest.raises(CannotMove) as refused:
        move(post=post, step=step, by=cast.editor, at=SOON)
    assert str(refused.value) == "Bài còn thiếu: sapo, tên tác giả, mô tả của 1 ảnh."


def test_return_needs_a_note_and_an_appointment_a_time_to_come(cast):
    post = post_in("submitted", cast)
    with pytest.raises(CannotMove, match="lời nhắn"):
        move(post=post, step=PostStep.RETURN, by=cast.editor)
    for at in (None, timezone.now() - dt.timedelta(minutes=1)):
        with pytest.raises(CannotMove, match="giờ sắp tới"):
            move(post=post, step=PostStep.SCHEDULE, by=cast.editor, at=at)


def test_appointment_falls_when_a_post_is_taken_back(cast):
    for step in (PostStep.RETURN, PostStep.UNSCHEDULE):
        post = post_in("scheduled", cast)
        move(post=post, step=step, by=cast.editor, note="Xin sửa.")
        post.refresh_from_db()
        assert post.scheduled_for is None


def test_late_timer_publishes_and_the_lateness_is_shown(cast, editor):
    post = post_in("submitted", cast, title="Tin chậm")
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, 0, tzinfo=ZONE), tick=False):
        at = dt.datetime(2026, 11, 21, 7, 0, tzinfo=ZONE)
        move(post=post, step=PostStep.SCHEDULE, by=cast.editor, at=at)
    with time_machine.travel(dt.datetime(2026, 11, 21, 9, 12, tzinfo=ZONE), tick=False):
        assert "bộ hẹn giờ không chạy" in editor.get("/so/tin/").content.decode()
        assert publish_due() == [post]
        text = " ".join(editor.get("/so/tin/").content.decode().split())
        assert "hẹn 07:00, lên trang 09:12, chậm 2 giờ 12 phút" in text
        assert "bộ hẹn giờ không chạy" not in text
        assert "chậm 2 giờ" not in cast.client("correspondent").get("/so/tin/").content.decode()
    with time_machine.travel(dt.datetime(2026, 11, 29, 9, 12, tzinfo=ZONE), tick=False):
        assert "chậm 2 giờ" not in editor.get("/so/tin/").content.decode()
    last = PostMove.objects.get(post=post, new_state="published")
    assert (last.old_state, last.by) == ("scheduled", None)
    assert post.versions.get().why == PostVersion.Why.PUBLISHED


def test_a_post_out_within_minutes_of_its_time_is_not_late(cast):
    post = make.make_post(scheduled_for=timezone.now() - dt.timedelta(minutes=63))
    assert post.lateness < dt.timedelta(minutes=4)
    assert not Post.objects.late(timezone.now() - dt.timedelta(days=7)).exists()


# --- On the pages -----------------------------------------------------------------------------


def test_buttons_are_those_of_the_table(cast, writer, editor):
    for client, allowed in ((writer, WRITERS), (editor, EDITORS)):
        for state in PostState.values:
            post = post_in(state, cast)
            shown = [step.slug for step in client.get(desk("post", post)).context["next_steps"]]
            assert (state, set(shown)) == (state, allowed[state])


def test_returned_draft_shows_the_note_on_top(cast, writer, editor):
    post = post_in("submitted", cast)
    answer = editor.post(desk("move", post, "tra-lai"), {"note": "Xin thêm ngày giờ."}, follow=True)
    assert "Đã trả bài lại cho người viết." in answer.content.decode()
    page = writer.get(desk("post", post)).content.decode()
    assert page.index("Bài được trả lại để sửa") < page.index('id="bai"')
    assert page.count("Xin thêm ngày giờ.") == 2  # on top, and in the post's way
    tasks = writer.get("/so/").content.decode()
    assert "1 bài được trả lại để sửa" in tasks


def test_time_is_typed_as_people_do_and_a_past_one_refused(cast, editor):
    post = post_in("submitted", cast)
    url = desk("move", post, "hen-gio")
    answer = editor.post(url, {"day": "27/11/2020", "hour": "7 giờ"})
    assert "Giờ hẹn đã qua" in answer.content.decode()
    assert 'value="7 giờ"' in answer.content.decode()
    editor.post(url, {"day": "27.11.2099", "hour": "7 giờ rưỡi"})
    post.refresh_from_db()
    assert (post.state, post.scheduled_for) == ("scheduled", SOON + dt.timedelta(minutes=30))
    assert "07:30, Thứ Sáu, 27/11/2099" in editor.get(desk("post", post)).content.decode()


def test_step_can_be_taken_back_right_after(cast, writer):
    post = post_in("draft", cast)
    answer = writer.post(desk("move", post, "gui-duyet"), follow=True)
    assert answer.context["undo"]["label"] == "Rút lại để viết tiếp"
    writer.post(answer.context["undo"]["action"])
    post.refresh_from_db()
    assert post.state == "draft"
    # The page of a step that is no longer the last offers nothing.
    again = writer.get(answer.redirect_chain[-1][0])
    assert again.context["undo"] is None


def test_publishing_asks_first_and_shows_who_will_read(cast, editor):
    post = post_in("submitted", cast, audience="internal")
    page = editor.get(desk("move", post, "dang")).content.decode()
    assert "Bài dành cho hội viên đã đăng nhập." in page
    post.refresh_from_db()
    assert post.state == "submitted"
    editor.post(desk("move", post, "dang"))
    post.refresh_from_db()
    assert (post.state, post.versions.count()) == ("published", 1)


def test_step_taken_meanwhile_is_refused_with_a_message(cast, editor):
    post = post_in("published", cast)
    for method in (editor.get, editor.post):
        answer = method(desk("move", post, "tra-lai"), {"note": "Muộn rồi"}, follow=True)
        assert "không còn làm được việc này" in answer.content.decode()
    assert editor.post(desk("move", post, "khong-co")).status_code == 404
