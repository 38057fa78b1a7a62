"""Sending news by mail: what goes to whom, when, and what a refusal or a broken line does."""

import datetime as dt
from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from assoc.jobs import TASKS, run
from assoc.models import SiteProfile
from kit.dates import ZONE
from moves.actions.leaving import undo_departure
from news.actions import NoSiteAddress, due_mailings, send_news
from news.actions.mailings import last_weekly_time
from news.models import Delivery, Mailing, Post, PostReads, Subscriber
from tests import factories as make
from tests.news.smtp_sink import OK, running_sink

AT_ONCE, WEEKLY = Subscriber.Rhythm.AT_ONCE, Subscriber.Rhythm.WEEKLY
HOUR = dt.timedelta(hours=1)
# A Wednesday noon, far from the weekly hour.
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=ZONE)
SATURDAY = dt.datetime(2026, 11, 28, 7, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _noon(db, time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def sink(settings):
    with running_sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


def at_once(**fields: Any) -> Subscriber:
    return make.make_subscriber(rhythm=AT_ONCE, **fields)


def post(title: str, hours_ago: float = 1, **fields: Any) -> Post:
    return make.make_post(
        title=title, published_at=timezone.now() - dt.timedelta(hours=hours_ago), **fields
    )


def states() -> dict[str, str]:
    rows = Delivery.objects.filter(subscriber__isnull=False)
    return dict(rows.values_list("subscriber__email", "state"))


# --- Who has died ---------------------------------------------------------------------------------


def death_of(email: str, branch: Any = None) -> Any:
    branch = branch or make.make_branch()
    member = make.make_member(branch)
    make.make_user(member, email=email)
    return make.make_departure(branch, member=member)


def test_no_letter_goes_to_a_member_who_has_died():
    death_of("Mat@Thu.example")
    for name in ("mat", "con"):
        at_once(email=f"{name}@thu.example")
    post("Bài mới")
    assert [plan.readers for plan in due_mailings(timezone.now())] == [1]
    send_news()
    assert [letter.to for letter in mail.outbox] == [["con@thu.example"]]
    assert list(states()) == ["con@thu.example"]


def test_a_letter_that_waits_is_kept_back_when_the_member_dies():
    reader = at_once(email="mat@thu.example")
    mailing = make.make_mailing(reader, kind=AT_ONCE)
    mailing.posts.add(post("Bài mới"))
    death_of("mat@thu.example")
    send_news()
    assert (mail.outbox, states()) == ([], {"mat@thu.example": "skipped"})


def test_a_death_taken_back_lets_letters_go_again():
    departure = death_of("con@thu.example")
    at_once(email="con@thu.example")
    undo_departure(departure=departure, by=departure.made_by)
    post("Bài mới")
    send_news()
    assert [letter.to for letter in mail.outbox] == [["con@thu.example"]]


def test_an_address_shared_with_the_living_goes_on():
    branch = make.make_branch()
    death_of("nha@thu.example", branch)
    make.make_user(make.make_member(branch), email="nha@thu.example")
    at_once(email="nha@thu.example")
    post("Bài mới")
    send_news()
    assert [letter.to for letter in mail.outbox] == [["nha@thu.example"]]


# --- At once ----------------------------------------------------------------------------------


def test_new_public_posts_go_to_who_wants_them_at_once():
    at_once(email="a@thu.example")
    at_once(email="cho@thu.example", state=Subscriber.State.PENDING, confirmed_at=None)
    at_once(email="thoi@thu.example", state=Subscriber.State.STOPPED)
    make.make_subscriber(email="tuan@thu.example")
    post("Bài mới")
    outcome = send_news()

    assert [letter.to for letter in mail.outbox] == [["a@thu.example"]]
    assert mail.outbox[0].subject == "Bài mới"
    assert outcome.summary == "Thư tin: 1 đã gửi."


def test_only_fresh_public_posts_are_sent():
    at_once()
    post("Tin chung")
    post("Tin nội bộ", audience="internal")
    post("Tin cũ nhập về", hours_ago=73)
    post("Tin đã gỡ", state="withdrawn")
    make.make_post(title="Tin nháp", state="draft", published_at=None)
    send_news()
    (letter,) = mail.outbox
    html = str(letter.alternatives[0].content)

    for text in (letter.body, html):
        shown = ("Tin chung", "Tin nội bộ", "Tin cũ nhập về", "Tin đã gỡ", "Tin nháp")
        assert [title for title in shown if title in text] == ["Tin chung"]


def test_nothing_new_sends_nothing():
    at_once()
    post("Bài", hours_ago=80)
    assert send_news().summary == "Không có thư nào phải gửi."
    assert (mail.outbox, Mailing.objects.count()) == ([], 0)


def test_an_hour_lies_between_two_mails_to_one_person(time_machine):
    at_once()
    post("Một")
    send_news()
    for minute in range(5, 60, 5):
        time_machine.move_to(NOON + dt.timedelta(minutes=minute), tick=False)
        post(f"Bài phút {minute}", hours_ago=0)
        send_news()
    assert len(mail.outbox) == 1
    time_machine.move_to(NOON + HOUR, tick=False)
    send_news()

    assert [letter.subject for letter in mail.outbox] == ["Một", "11 bài mới: Bài phút 55"]


def test_no_post_is_sent_twice(time_machine):
    at_once()
    again = post("Gỡ rồi đăng lại")
    send_news()
    again.withdraw()
    again.publish()
    time_machine.move_to(NOON + 2 * HOUR, tick=False)
    send_news()

    assert len(mail.outbox) == 1


def test_post_withdrawn_before_its_mail_is_left_out():
    """A mailing was made, then the post became internal: nobody reads of it any more."""
    reader = at_once()
    mailing = make.make_mailing(reader, kind=AT_ONCE)
    kept, taken = post("Còn"), post("Đã gỡ")
    mailing.posts.set([kept, taken])
    taken.audience = Post.Audience.INTERNAL
    taken.save()
    send_news()

    assert "Đã gỡ" not in mail.outbox[0].body
    assert mail.outbox[0].subject == "Còn"


def test_mailing_without_a_post_left_is_skipped():
    reader = at_once()
    mailing = make.make_mailing(reader, kind=AT_ONCE)
    mailing.posts.set([post("Gỡ", state="withdrawn")])
    send_news()

    assert (mail.outbox, states()) == ([], {reader.email: "skipped"})
    mailing.refresh_from_db()
    assert mailing.finished_at is not None


@pytest.mark.parametrize(
    "change", [{"state": "stopped"}, {"rhythm": "weekly"}], ids=["stopped", "other rhythm"]
)
def test_who_no_longer_wants_it_is_skipped(change):
    reader = at_once()
    mailing = make.make_mailing(reader, kind=AT_ONCE)
    mailing.posts.set([post("Bài", hours_ago=1)])
    Subscriber.objects.filter(pk=reader.pk).update(**change)
    send_news()

    assert (mail.outbox, states()) == ([], {reader.email: "skipped"})


# --- Weekly -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (SATURDAY, SATURDAY),
        (SATURDAY - dt.timedelta(seconds=1), SATURDAY - dt.timedelta(days=7)),
        (SATURDAY + dt.timedelta(days=6, hours=23), SATURDAY),
        (SATURDAY.astimezone(dt.UTC), SATURDAY),
    ],
)
def test_the_week_ends_on_saturday_at_seven(now, expected):
    assert last_weekly_time(now) == expected


def test_week_goes_out_once_by_section_most_read_first(time_machine):
    make.make_subscriber()
    first = make.make_section(name="Thi đua", order=1)
    second = make.make_section(name="Nghĩa tình", order=2)
    post("Nghĩa tình ít", section=second)
    time_machine.move_to(SATURDAY - HOUR, tick=False)
    post("Thi đua mới", section=first)
    popular = post("Thi đua đọc nhiều", hours_ago=30, section=first)
    PostReads.objects.add(popular)
    post("Tuần trước", hours_ago=24 * 8, section=first)
    assert send_news().made == []
    time_machine.move_to(SATURDAY + dt.timedelta(minutes=4), tick=False)
    send_news()
    send_news()
    (letter,) = mail.outbox
    titles = [
        "== Thi đua ==", "Thi đua đọc nhiều", "Thi đua mới", "== Nghĩa tình ==", "Nghĩa tình ít",
    ]  # fmt: skip

    places = [letter.body.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)
    assert "Tuần trước" not in letter.body
    assert letter.subject == "Tin trong tuần, đến Thứ Bảy, 28/11/2026"


def test_a_late_timer_still_sends_the_week_but_not_days_later(time_machine):
    make.make_subscriber()
    time_machine.move_to(SATURDAY - HOUR, tick=False)
    post("Bài")
    time_machine.move_to(SATURDAY + dt.timedelta(days=2, minutes=1), tick=False)
    assert due_mailings(timezone.now()) == []
    time_machine.move_to(SATURDAY + dt.timedelta(days=2), tick=False)
    assert [plan.kind for plan in due_mailings(timezone.now())] == [WEEKLY]


def test_a_week_that_failed_to_appear_comes_with_the_next(time_machine):
    make.make_subscriber()
    make.make_mailing(number=1, period_end=SATURDAY - dt.timedelta(days=14))
    time_machine.move_to(SATURDAY - dt.timedelta(days=10), tick=False)
    missed = post("Lỡ tuần trước")
    time_machine.move_to(SATURDAY, tick=False)
    (plan,) = due_mailings(timezone.now())

    assert (plan.posts, plan.after) == ([missed.pk], 1)


# --- The mail itself --------------------------------------------------------------------------


@pytest.fixture
def site_facts():
    SiteProfile.objects.create(
        pk=1, name="Hội Mẫu", short_name="Hội Mẫu TP.HCM", address="Số 1 đường Mẫu",
        email="van-phong@hoi.example", phone="028 0000 0000",
    )  # fmt: skip


def test_mail_carries_these_headers_and_no_others(site_facts):
    reader = at_once(email="a@thu.example")
    post("Bài mới")
    send_news()
    delivery = Delivery.objects.get()
    message = mail.outbox[0].message()

    stop = f"https://portal.example/tin-tuc/nhan-tin/{reader.stop_token}/mot-cham/"
    headers = {name: value for name, value in message.items() if name != "Date"}
    sender = headers.pop("From")
    assert headers == {
        "Content-Type": headers["Content-Type"],
        "MIME-Version": "1.0",
        "Subject": headers["Subject"],
        "To": "a@thu.example",
        "Message-ID": f"<tin-{delivery.mailing_id}-{delivery.pk}@portal.example>",
        "Auto-Submitted": "auto-generated",
        "List-Id": "<tin-tuc.portal.example>",
        "List-Unsubscribe": f"<{stop}>, <mailto:van-phong@hoi.example?subject=unsubscribe>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert parseaddr(sender)[1] == "portal@localhost"
    assert mail.outbox[0].from_email == '"Hội Mẫu TP.HCM" <portal@localhost>'


def test_both_forms_say_the_same_with_full_addresses(site_facts):
    reader = at_once()
    article = post("Bài <mới> & hay", lead="Một đoạn mở đầu.")
    send_news()
    letter = mail.outbox[0]
    ((content, kind),) = letter.alternatives
    html = str(content)
    own = f"https://portal.example{reader.get_absolute_url()}"

    assert kind == "text/html"
    address = f"https://portal.example{article.get_absolute_url()}"
    for part in (address, own, "Một đoạn mở đầu.", "Hội Mẫu", "Số 1 đường Mẫu", "028 0000 0000"):
        assert (part in letter.body, part in html) == (True, True), part
    assert "Bài <mới> & hay" in letter.body
    assert "Bài &lt;mới&gt; &amp; hay" in html
    assert [bad for bad in ("<table", "<img", "<script", 'href="/') if bad in html] == []


def test_subject_is_one_line():
    at_once()
    post("Một dòng\nhai dòng")
    send_news()
    assert mail.outbox[0].subject == "Một dòng hai dòng"


def test_sending_needs_to_know_where_the_site_is(settings):
    settings.SITE_URL = ""
    assert send_news().summary == "Không có thư nào phải gửi."
    at_once()
    post("Bài")
    with pytest.raises(NoSiteAddress, match="SITE_URL"):
        send_news()
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("send_news", quiet=True)
    assert Mailing.objects.count() == 0


def test_the_timer_sends_every_five_minutes():
    (task,) = [task for task in TASKS if task.name == "send-news"]
    at_once()
    post("Bài")
    assert (task.every, run(task)) == (dt.timedelta(minutes=5), "Thư tin: 1 đã gửi.")


def test_command_lists_without_sending(capsys):
    at_once()
    post("Bài")
    call_command("send_news", dry_run=True)
    assert capsys.readouterr().out.splitlines() == [
        "Khi có bài mới, mỗi giờ nhiều nhất một thư: 1 bài, 1 người nhận.",
        "Đang chờ từ lần trước: 0 thư.",
    ]
    assert (mail.outbox, Mailing.objects.count()) == ([], 0)


def test_a_run_is_bounded_and_the_next_goes_on():
    for _ in range(5):
        at_once()
    post("Bài")
    assert [send_news(limit=2).counts.get("sent", 0) for _ in range(4)] == [2, 2, 1, 0]
    assert len({letter.to[0] for letter in mail.outbox}) == 5
    assert Mailing.objects.get().finished_at is not None


@pytest.mark.parametrize("count", [1, 3])
def test_each_further_mail_costs_a_fixed_number_of_questions(count, django_assert_num_queries):
    for _ in range(count):
        at_once()
    article = post("Bài")
    make.make_mailing(*Subscriber.objects.all(), kind=AT_ONCE).posts.set([article])
    # Whom to forget, what was abandoned, the last mailing of each kind, what waits, the posts (2),
    # what is finished; then for each mail: reader, letterhead (2), claim, sent.
    with django_assert_num_queries(8 + 5 * count):
        send_news()


# --- Refusals and broken lines, on a real server ----------------------------------------------


def three(sink, hook):
    readers = [at_once(email=f"{name}@thu.example") for name in "abc"]
    post("Bài")
    sink.hook = hook
    return readers


def test_one_connection_serves_many(sink):
    three(sink, lambda step, to: OK)
    send_news()
    assert (sink.connections, sorted(sink.counts.items())) == (
        1, [("a@thu.example", 1), ("b@thu.example", 1), ("c@thu.example", 1)],
    )  # fmt: skip


def test_refused_address_stops_nobody_else_and_is_not_tried_again(sink):
    three(sink, lambda step, to: "550 no such box" if to[0] == "b" else OK)
    send_news()
    send_news()
    assert states() == {
        "a@thu.example": "sent", "b@thu.example": "refused", "c@thu.example": "sent",
    }  # fmt: skip
    assert Subscriber.objects.get(email="b@thu.example").refusals == 1
    assert sorted(sink.counts.values()) == [1, 1]


def test_three_refusals_in_a_row_stop_the_address(sink, time_machine):
    three(sink, lambda step, to: "550 no such box" if step == "RCPT" and to[0] == "b" else OK)
    for number in range(1, 4):
        time_machine.move_to(NOON + number * 2 * HOUR, tick=False)
        post(f"Bài {number}", hours_ago=0.5)
        send_news()
    dead = Subscriber.objects.get(email="b@thu.example")
    assert (dead.state, dead.stop_reason, dead.refusals) == ("stopped", "refused", 3)


def test_a_mail_that_arrives_forgets_earlier_refusals(sink):
    at_once(refusals=2)
    post("Bài")
    send_news()
    assert Subscriber.objects.get().refusals == 0


def test_put_off_mail_is_tried_again_after_a_pause(sink, time_machine):
    three(sink, lambda step, to: "451 later" if to[0] == "b" else OK)
    send_news()
    sink.hook = lambda step, to: OK
    send_news()
    assert states()["b@thu.example"] == "queued"
    time_machine.move_to(NOON + Delivery.PAUSE, tick=False)
    send_news()
    assert states()["b@thu.example"] == "sent"
    assert set(sink.counts.values()) == {1}


def test_put_off_five_times_is_given_up(sink, time_machine):
    at_once()
    post("Bài")
    sink.hook = lambda step, to: "451 later"
    for number in range(7):
        time_machine.move_to(NOON + number * Delivery.PAUSE, tick=False)
        send_news()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries) == ("failed", 5)
    assert Subscriber.objects.get().refusals == 0  # the box never said no


def test_refused_content_is_not_the_readers_fault(sink):
    three(sink, lambda step, to: "554 spam" if step == "DATA" and to[0] == "b" else OK)
    send_news()
    assert states()["b@thu.example"] == "failed"
    assert Subscriber.objects.get(email="b@thu.example").refusals == 0


def test_line_broken_in_the_middle_is_unknown_and_never_repeated(sink):
    """The server took the mail and its answer was lost: sending again would be a second mail."""
    three(sink, lambda step, to: "" if step == "DATA" and to[0] == "b" else OK)
    outcome = send_news()
    assert (outcome.has_trouble, states()) == (
        True, {"a@thu.example": "sent", "b@thu.example": "unknown", "c@thu.example": "queued"},
    )  # fmt: skip
    sink.hook = lambda step, to: OK
    send_news()
    assert states()["c@thu.example"] == "sent"
    assert set(sink.counts.values()) == {1}


def test_unreachable_server_costs_no_attempt(settings):
    with running_sink() as gone:
        port = gone.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
    at_once()
    post("Bài")
    outcome = send_news()
    delivery = Delivery.objects.get()
    assert (outcome.has_trouble, delivery.state, delivery.tries) == (True, "queued", 0)
    with pytest.raises(CommandError, match="chạy lại"):
        call_command("send_news", quiet=True)


# --- A clock that ran ahead -------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [dt.timedelta(days=8), dt.timedelta(days=30), dt.timedelta(3650)])
def test_mailing_of_a_time_to_come_holds_up_none_of_now(time_machine, ahead):
    """A clock that was ahead made a mailing, tried a letter and finished it all in the future."""
    for rhythm in (AT_ONCE, WEEKLY):
        make.make_subscriber(rhythm=rhythm, email=f"{rhythm}@thu.example")
        Mailing.objects.create(
            kind=rhythm, number=1, period_start=NOON, period_end=SATURDAY + ahead,
            made_at=SATURDAY + ahead, finished_at=SATURDAY + ahead,
        )  # fmt: skip
    time_machine.move_to(SATURDAY, tick=False)
    post("Bài mới")
    send_news()

    assert sorted(states()) == ["at_once@thu.example", "weekly@thu.example"]
    assert set(states().values()) == {"sent"}


@pytest.mark.parametrize(
    ("state", "after"), [(Delivery.State.QUEUED, "sent"), (Delivery.State.SENDING, "unknown")]
)
def test_letter_tried_at_a_time_to_come_is_no_longer_waited_for(state, after):
    mailing = make.make_mailing(at_once(email="mot@thu.example"), kind=AT_ONCE)
    mailing.posts.add(post("Bài mới"))
    Delivery.objects.update(state=state, tried_at=NOON + dt.timedelta(days=30))
    send_news()

    assert states() == {"mot@thu.example": after}
