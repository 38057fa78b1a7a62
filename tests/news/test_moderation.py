"""The editors' queue: what stands where, what each deed does, and that two editors never undo each other."""

import datetime as dt
import threading

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from desk.versions import ONESELF
from news.actions import (
    AlreadyBanned,
    ThreadNotShown,
    ban_writer,
    decide_comments,
    lift_bans,
    reply_as_newsroom,
    undo_decision,
)
from news.models import Comment, CommentBan, CommentPolicy
from tests import factories as make
from tests.news.conftest import comment_url

QUEUE = reverse("news_desk:comments")
DECIDE = reverse("news_desk:decide")
HELD, APPROVED, REJECTED = Comment.State.HELD, Comment.State.APPROVED, Comment.State.REJECTED
SPAM = "Nổ hũ uy tín, tặng 100k, vào nohu88.vip"
PLACE = "a" * 64


def text(answer):
    return answer.content.decode()


@pytest.fixture
def editor(cast):
    return cast.client("editor")


@pytest.fixture
def held(posts):
    """A waiting comment of a visitor."""
    return make.make_comment(posts["public"], name="Bác Ba", state=HELD, origin=PLACE)


def decide(client, *comments, to="duyet", **data):
    seen = [f"{comment.pk}.{comment.state}" for comment in comments]
    return client.post(DECIDE, {"chon": seen, "viec": to} | data, follow=True)


def state(comment):
    return Comment.objects.get(pk=comment.pk).state


# --- Where a comment stands -------------------------------------------------------------------


def test_each_comment_stands_under_one_tab(posts, editor):
    kinds: dict[str, dict[str, str]] = {
        "": {"state": HELD},
        "nghi": {"state": HELD, "suspicion": "certain"},
        "da-dang": {"state": APPROVED},
        "tu-choi": {"state": REJECTED},
    }
    made = {tab: make.make_comment(posts["public"], **fields) for tab, fields in kinds.items()}
    rows = {tab: [c.pk for c in editor.get(QUEUE, {"muc": tab}).context["page"]] for tab in kinds}

    assert rows == {tab: [comment.pk] for tab, comment in made.items()}
    assert len(editor.get(QUEUE, {"muc": "tat-ca"}).context["page"].object_list) == 4
    counts = [label for label, _, _ in editor.get(QUEUE).context["tabs"]]
    assert counts == [
        "Chờ duyệt (1)", "Nghi quảng cáo (1)", "Đã đăng (1)", "Đã từ chối (1)", "Tất cả (4)",
    ]  # fmt: skip


def test_doubtful_adverts_come_before_near_certain_ones(posts, editor):
    certain = make.make_comment(posts["public"], state=HELD, suspicion="certain")
    doubtful = make.make_comment(posts["public"], state=HELD, suspicion="suspected")
    page = editor.get(QUEUE, {"muc": "nghi"})

    assert [c.pk for c in page.context["page"]] == [doubtful.pk, certain.pk]
    assert text(page).index("cần xem kỹ") < text(page).index("Gần như chắc là quảng cáo</h2>")


def test_spam_is_held_apart_even_from_a_member(cast, posts, write):
    write(posts["public"], cast.client("member_here"), text=SPAM)
    comment = Comment.objects.get()

    assert (comment.state, comment.suspicion) == (HELD, "certain")
    assert comment.held_because[0] == "Gần như chắc là quảng cáo cờ bạc."


def test_queue_shows_text_reasons_post_and_past(posts, editor, held):
    Comment.objects.filter(pk=held.pk).update(text=f"<i>{SPAM}</i>", held_because=["Lý do riêng"])
    for past in (APPROVED, APPROVED, REJECTED):
        make.make_comment(posts["public"], origin=PLACE, state=past)
    make.make_comment(posts["public"], origin="b" * 64)
    page = text(editor.get(QUEUE))

    assert "&lt;i&gt;<mark>Nổ hũ</mark> <mark>uy tín</mark>" in page
    assert "Lý do riêng" in page
    assert posts["public"].lead in page
    assert "2 đã đăng, 1 đã từ chối" in page


def test_filters_stay_in_the_address_and_forgive_nonsense(posts, editor, held):
    other = make.make_comment(posts["internal"], name="Cô Tư Đặng", state=HELD)

    def results(**query):
        return [c.pk for c in editor.get(QUEUE, query).context["page"]]

    assert results(tim="dang co tu") == [other.pk]
    assert results(bai=str(posts["public"].pk)) == [held.pk]
    assert results(tim="không ai nói thế") == []
    assert results(bai="abc", page="x", muc="lạ") == [held.pk, other.pk]
    page = text(editor.get(QUEUE, {"tim": "dang", "muc": "tat-ca"}))
    assert "muc=nghi&amp;tim=dang" in page or "tim=dang&amp;muc=nghi" in page


@pytest.mark.parametrize("count", [1, 3])
def test_queue_asks_the_same_however_many(posts, editor, count, django_assert_num_queries, cast):
    CommentPolicy.objects.create(pk=1)
    for number in range(count):
        make.make_comment(posts["public"], state=HELD, origin=str(number) * 64)
        make.make_comment(posts["internal"], state=HELD, user=make.make_user())
    editor.get(QUEUE)

    with django_assert_num_queries(11):
        editor.get(QUEUE)


# --- Deciding ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "after", "message"),
    [("duyet", APPROVED, "Đã đăng 1 nhận xét."), ("tu-choi", REJECTED, "Đã từ chối 1 nhận xét.")],
)
def test_button_decides_and_can_be_undone(cast, editor, held, work, after, message):
    page = decide(editor, held, to=work)

    assert message in text(page)
    comment = Comment.objects.get()
    assert (comment.state, comment.moderated_by) == (after, cast.editor)
    page = editor.post(page.context["undo"]["action"], follow=True)
    assert "Đã hoàn tác" in text(page)
    assert state(held) == HELD


def test_undo_is_offered_once(editor, held):
    assert decide(editor, held).context["undo"]
    assert editor.get(QUEUE).context["undo"] is None


def test_several_are_decided_together(posts, editor, held):
    second = make.make_comment(posts["public"], state=HELD)
    page = decide(editor, held, second, to="tu-choi")

    assert "Đã từ chối 2 nhận xét." in text(page)
    assert {state(held), state(second)} == {REJECTED}


@pytest.mark.parametrize(
    "data", [{}, {"chon": "abc.held"}, {"chon": "9.wild", "viec": "duyet"}, {"chon": "1.held"}]
)
def test_nothing_chosen_changes_nothing(editor, held, data):
    assert "Chưa chọn nhận xét nào." in text(editor.post(DECIDE, data, follow=True))
    assert state(held) == HELD


def test_coming_back_keeps_filters_and_leads_to_the_next(editor, held):
    answer = editor.post(
        DECIDE,
        {"chon": f"{held.pk}.held", "viec": "duyet", "ve": "muc=tat-ca&page=2&la=1", "tiep": "77"},
    )

    assert answer["Location"] == f"{QUEUE}?muc=tat-ca&page=2#nx-77"


def test_second_editor_sees_what_the_first_decided(cast, editor, held):
    decide(editor, held, to="tu-choi")
    page = decide(cast.client("office"), held)

    assert f"Nhận xét của Bác Ba: {cast.editor} đã từ chối lúc" in text(page)
    assert page.context["undo"] is None
    assert state(held) == REJECTED


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_the_same_moment_one_decides(cast, held):
    came = []

    def run(to, by):
        came.append(decide_comments(seen=[(held.pk, HELD)], to=to, by=by))
        connection.close()

    both = [
        threading.Thread(target=run, args=args)
        for args in ((APPROVED, cast.editor), (REJECTED, cast.office))
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert sorted(len(decision.changed) for decision in came) == [0, 1]
    assert sorted(len(decision.late) for decision in came) == [0, 1]


def test_undo_leaves_what_another_decided_since(cast, held):
    decision = decide_comments(seen=[(held.pk, HELD)], to=APPROVED, by=cast.editor)
    decide_comments(seen=[(held.pk, APPROVED)], to=REJECTED, by=cast.office)

    assert undo_decision(steps=decision.undo, by=cast.editor) == 0
    assert state(held) == REJECTED


def test_decision_is_written_down(cast, held):
    decide_comments(seen=[(held.pk, HELD)], to=APPROVED, by=cast.editor)

    assert LogEntry.objects.get().change_message == "Chuyển thành: đã đăng."


# --- Answering --------------------------------------------------------------------------------


def test_answer_goes_up_at_once_under_the_newsrooms_name(cast, posts, editor, reader, held):
    page = editor.post(
        reverse("news_desk:reply", args=[held.pk]), {"text": "Cám ơn bác."}, follow=True
    )
    answer = Comment.objects.get(is_by_newsroom=True)

    assert (answer.name, answer.parent, answer.state) == ("Ban biên tập", held, APPROVED)
    assert state(held) == APPROVED
    article = text(reader.get(posts["public"].get_absolute_url()))
    assert "Cám ơn bác." in article
    assert "Tòa soạn" in article
    assert cast.editor.display_name not in article
    editor.post(page.context["undo"]["action"])
    assert (state(held), state(answer)) == (HELD, REJECTED)


def test_answer_sent_twice_is_one(cast, held):
    for _ in range(2):
        reply_as_newsroom(comment=held, text="Cám ơn bác.", by=cast.editor, token="t" * 20)

    assert Comment.objects.filter(is_by_newsroom=True).count() == 1


def test_empty_answer_shows_the_form_again(editor, held):
    page = editor.post(reverse("news_desk:reply", args=[held.pk]), {"text": " "})

    assert text(page).count("Chưa viết lời trả lời.") == 2
    assert state(held) == HELD


def test_answer_under_a_hidden_thread_is_refused(cast, posts, editor):
    opening = make.make_comment(posts["public"], state=REJECTED)
    reply = make.make_comment(posts["public"], parent=opening, state=HELD)

    with pytest.raises(ThreadNotShown):
        reply_as_newsroom(comment=reply, text="Chào bác.", by=cast.editor)
    page = editor.post(reverse("news_desk:reply", args=[reply.pk]), {"text": "Chào bác."})
    assert "Nhận xét mở đầu không hiện trên trang" in text(page)
    assert "Chào bác." in text(page)


# --- Bans -------------------------------------------------------------------------------------


@pytest.fixture
def ban(editor):
    def ban(comment, days="7", reason="Quảng cáo", **data):
        url = reverse("news_desk:ban", args=[comment.pk])
        return editor.post(url, {"days": days, "reason": reason} | data, follow=True)

    return ban


def test_banned_visitor_gets_a_polite_message_and_keeps_the_text(posts, reader, write, ban):
    write(posts["public"])
    comment = Comment.objects.get()
    ban(comment)
    answer = write(posts["public"], text="Lời <tôi> viết")
    assert answer.status_code == 403
    assert "Nơi bạn đang truy cập tạm thời chưa gửi được nhận xét cho đến" in text(answer)
    assert "Đăng nhận xét</button>" not in text(answer)
    assert "Lời &lt;tôi&gt; viết" in text(answer)
    assert Comment.objects.count() == 1
    assert state(comment) == REJECTED
    elsewhere = reader.post(
        comment_url(posts["public"]), {"name": "An", "text": "Từ nơi khác"}, REMOTE_ADDR="10.9.9.9"
    )
    assert elsewhere.status_code == 302


def test_ban_ends_by_itself(posts, write, ban):
    write(posts["public"])
    ban(Comment.objects.get(), days="1")

    with time_machine.travel(timezone.now() + dt.timedelta(days=1, minutes=1)):
        assert write(posts["public"], text="Trở lại").status_code == 200


def test_banned_member_is_known_by_account(cast, posts, write, ban):
    member = cast.client("member_here")
    write(posts["public"], member)
    ban(Comment.objects.get(), days="0")
    made = CommentBan.objects.get()

    assert (made.user, made.origin, made.until) == (cast.member_here, "", None)
    assert write(posts["public"], member, text="Nữa").status_code == 403
    assert write(posts["public"], text="Khách cùng nhà").status_code == 200


def test_ban_is_undone_with_its_rejection(posts, editor, held, ban):
    page = ban(held, ve="tim=ba")
    assert "Đã chặn Bác Ba, đến" in text(page)
    answer = editor.post(page.context["undo"]["action"])

    assert answer["Location"] == f"{QUEUE}?tim=ba#nx-{held.pk}"
    assert (state(held), CommentBan.objects.in_force().count()) == (HELD, 0)


def test_second_ban_of_the_same_writer_is_refused(cast, posts, held, ban):
    other = make.make_comment(posts["public"], state=HELD, origin=PLACE)
    ban_writer(comment=held, reason="Quảng cáo", days=7, by=cast.office)

    with pytest.raises(AlreadyBanned):
        ban_writer(comment=other, reason="Nữa", days=1, by=cast.editor)
    assert f"{cast.office} đã chặn người này từ trước" in text(ban(other))
    assert CommentBan.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"reason": " "}, "Chưa ghi lý do."),
        ({"days": "999"}, "Hãy chọn thời hạn trong danh sách."),
        ({"reason": "x" * 201}, "Lý do dài quá 200 ký tự; xin viết ngắn hơn."),
    ],
)
def test_invalid_ban_shows_the_form_again(held, ban, data, error):
    page = ban(held, **data)

    assert text(page).count(error) == 2
    assert not CommentBan.objects.exists()


def test_comment_of_unknown_origin_bans_nobody(posts, ban):
    comment = make.make_comment(posts["public"], state=HELD)

    assert "không chặn được" in text(ban(comment))
    assert not CommentBan.objects.exists()


def test_ban_names_exactly_one_target(cast):
    for fields in ({}, {"user": cast.member_here, "origin": PLACE}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CommentBan.objects.create(name="A", reason="B", **fields)


def test_bans_in_force_agree_with_their_instances(db):
    past, ahead = (timezone.now() + dt.timedelta(hours=hours) for hours in (-1, 1))
    for fields in ({}, {"until": past}, {"until": ahead}, {"lifted_at": past}):
        CommentBan.objects.create(name="A", reason="B", origin=PLACE, **fields)
    every = CommentBan.objects.all()

    assert {b.pk for b in every.in_force()} == {b.pk for b in every if b.is_in_force}
    assert every.in_force().count() == 2


def test_list_of_bans_lifts_one(cast, editor, held):
    made = ban_writer(comment=held, reason="Quảng cáo nhiều lần", days=None, by=cast.office)
    assert "Quảng cáo nhiều lần" in text(editor.get(reverse("news_desk:bans")))
    page = editor.post(reverse("news_desk:lift", args=[made.pk]), follow=True)

    assert "Đã bỏ chặn Bác Ba." in text(page)
    assert not CommentBan.objects.in_force().exists()
    again = cast.client("office").post(reverse("news_desk:lift", args=[made.pk]), follow=True)
    assert f"{cast.editor} đã bỏ chặn Bác Ba từ trước." in text(again)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_bans_asks_the_same_however_many(
    cast, posts, editor, count, django_assert_num_queries
):
    for number in range(count):
        comment = make.make_comment(posts["public"], origin=str(number) * 64)
        made = ban_writer(comment=comment, reason="x", days=None, by=cast.office)
        if number == 2:
            lift_bans(bans=[made], by=cast.office)
    editor.get(reverse("news_desk:bans"))

    with django_assert_num_queries(6):
        editor.get(reverse("news_desk:bans"))


def test_admin_lifts_bans_too(cast, editor, held):
    made = ban_writer(comment=held, reason="Quảng cáo", days=7, by=cast.office)
    url = reverse("admin:news_commentban_changelist")
    page = editor.post(url, {"action": "lift_selected", "_selected_action": [made.pk]}, follow=True)

    assert "Đã bỏ chặn 1 người." in text(page)
    assert not CommentBan.objects.in_force().exists()


# --- Rules, tried before they are saved ---------------------------------------------------------

POLICY = reverse("news_desk:comment_policy")


@pytest.fixture
def fill(editor):
    """Sends the page's own fields with some changed, as that editor or another client."""

    def fill(client=None, page=None, **changed):
        client = client or editor
        form = (page or client.get(POLICY)).context["form"]
        data = {name: form[name].value() for name in form.fields}
        data = {k: v for k, v in data.items() if v is not None and v is not False}
        return client.post(POLICY, data | changed, follow=True)

    return fill


def test_trying_saves_nothing_and_shows_what_would_be_held(posts, editor, fill):
    make.make_comment(posts["public"], name="Cô Sáu", text="Một nồi <cá> kho tộ")
    make.make_comment(posts["public"], text="Chúc mừng")
    page = fill(viec="thu", held_words="kho\ncá", sample_text="Cá <b>kho</b>", sample_name="An")

    assert CommentPolicy.current().held_words == ""
    assert "<mark>Cá</mark> &lt;b&gt;<mark>kho</mark>&lt;/b&gt;" in text(page)
    assert "Có từ bị giữ lại: kho, cá." in text(page)
    assert (page.context["trial"]["tried"], page.context["trial"]["held"]) == (2, 1)
    assert "Một nồi &lt;<mark>cá</mark>&gt; <mark>kho</mark> tộ" in text(page)
    assert page.context["form"]["held_words"].value() == "kho\ncá"


def test_trying_explains_the_score(posts, fill):
    trial = fill(viec="thu", sample_text=SPAM).context["trial"]

    assert trial["score"] >= 7
    assert sum(signal.points for signal in trial["signals"]) == trial["score"]


def test_saving_keeps_the_rules_and_who_changed_them(cast, fill):
    page = fill(viec="luu", held_words="lừa đảo\n\n~nổ hũ", digest_hour="9")
    policy = CommentPolicy.current()

    assert "Đã lưu quy định nhận xét." in text(page)
    assert (policy.held_words, policy.digest_hour) == ("lừa đảo\n\n~nổ hũ", 9)
    assert policy.updated_by == cast.editor


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"held_words": "tốt\n???"}, "Dòng 2 (“???”) không có chữ hay số nào."),
        ({"spam_certain_from": "2"}, "Mức “gần như chắc” không được thấp hơn mức giữ lại."),
        ({"digest_hour": "24"}, "23"),
    ],
)
def test_wrong_rules_are_refused_and_kept_in_the_form(fill, changed, error):
    page = fill(viec="luu", **changed)

    assert error in text(page)
    assert not CommentPolicy.objects.exists()
    for name, value in changed.items():
        assert page.context["form"][name].value() == value


def test_oneself_in_another_window_is_no_other_editor(editor, fill):
    CommentPolicy.objects.create(pk=1)
    opened = editor.get(POLICY)
    fill(viec="luu", held_words="ở cửa sổ kia")
    page = fill(page=opened, viec="luu", held_words="ở cửa sổ này")
    assert f"quy định đã được {ONESELF} lưu" in text(page)


def test_second_editor_of_the_rules_is_warned_and_may_insist(cast, editor, fill):
    CommentPolicy.objects.create(pk=1)
    opened = editor.get(POLICY)
    fill(client=cast.client("office"), viec="luu", held_words="của văn phòng")
    page = fill(page=opened, viec="luu", held_words="của biên tập")

    assert f"quy định đã được {cast.office} lưu" in text(page)
    assert CommentPolicy.current().held_words == "của văn phòng"
    fill(page=page, viec="luu", held_words="của biên tập")
    assert CommentPolicy.current().held_words == "của biên tập"
