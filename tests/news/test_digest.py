"""The daily mail about waiting comments: once a day, to editors alone, whatever goes wrong."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Outbox
from django.core.management import call_command
from django.db import connection

from news.actions import send_moderation_digest
from news.actions.digest import editors_with_address
from news.models import Comment, CommentPolicy, ModerationDigest
from tests import factories as make

HELD = Comment.State.HELD
MORNING = dt.datetime(2026, 11, 24, 1, tzinfo=dt.UTC)  # eight o'clock here


class Refusing(BaseEmailBackend):
    """A server that takes nothing from one address."""

    def send_messages(self, messages):
        if messages[0].to == ["editor@example.org"]:
            raise ConnectionRefusedError
        return Outbox().send_messages(messages)


@pytest.fixture
def editors(cast, settings):
    """Two who edit, with addresses; a member and a former editor, who must get nothing."""
    settings.SITE_URL = "https://portal.example"
    for who in ("editor", "office", "member_here", "officer_here"):
        user = getattr(cast, who)
        user.email = f"{who}@example.org"
        user.save()
    return cast


@pytest.fixture
def waiting(db):
    post = make.make_post(title="Ký kết giao ước")
    for number in range(12):
        make.make_comment(post, name=f"Bác {number}", state=HELD, held_because=["Lý do <giữ>"])
    make.make_comment(post, name="Kẻ quảng cáo", state=HELD, suspicion="certain")
    return post


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def test_editors_get_one_mail_with_what_waits(editors, waiting):
    assert send_moderation_digest() == "Đã gửi 2 thư."

    assert sorted(m.to[0] for m in mail.outbox) == ["editor@example.org", "office@example.org"]
    message = mail.outbox[0]
    assert message.subject == "[Nhận xét chờ duyệt] 13 nhận xét đang chờ"
    assert "13 nhận xét chờ duyệt, trong đó 1 bị nghi là quảng cáo" in message.body
    assert "https://portal.example/so/nhan-xet/" in message.body
    assert "10. Bác 9, bài “Ký kết giao ước”" in message.body
    assert "Bác 10" not in message.body
    assert "Lý do <giữ>" in message.body
    assert isinstance(message, EmailMultiAlternatives)
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    assert "Lý do &lt;giữ&gt;" in str(html)


@pytest.mark.parametrize("readers", [1, 3])
def test_accounts_that_edit_nothing_cost_no_query(editors, readers, django_assert_num_queries):
    for number in range(readers):
        make.make_user(email=f"reader-{number}@example.org")
    with django_assert_num_queries(3):  # the accounts; the offices of the two who edit
        assert [str(user.pk) for user in editors_with_address()] == [
            str(user.pk) for user in sorted((editors.editor, editors.office), key=lambda u: u.pk)
        ]


def test_second_run_of_the_day_sends_nothing(editors, waiting):
    send_moderation_digest()
    assert send_moderation_digest() == "Hôm nay đã gửi cho mọi biên tập viên."

    assert len(mail.outbox) == 2
    with time_machine.travel(MORNING + dt.timedelta(days=1)):
        assert send_moderation_digest() == "Đã gửi 2 thư."


def test_mail_cut_off_midway_is_not_sent_again(editors, waiting):
    ModerationDigest.objects.create(user=editors.editor, day=MORNING.date())

    assert send_moderation_digest() == "Đã gửi 1 thư."
    assert mail.outbox[0].to == ["office@example.org"]


def test_refused_mail_stops_no_other_and_is_tried_again(editors, waiting, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert send_moderation_digest() == "Đã gửi 1 thư, 1 thư không gửi được."
    assert [m.to for m in mail.outbox] == [["office@example.org"]]
    assert "was not sent" in caplog.text

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_moderation_digest() == "Đã gửi 1 thư."
    assert [m.to for m in mail.outbox] == [["office@example.org"], ["editor@example.org"]]
    assert ModerationDigest.objects.filter(sent_at=MORNING).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_the_same_moment_send_one_mail_each(editors, waiting):
    def run():
        send_moderation_digest()
        connection.close()

    timers = [threading.Thread(target=run) for _ in range(4)]
    for timer in timers:
        timer.start()
    for timer in timers:
        timer.join()

    assert sorted(m.to[0] for m in mail.outbox) == ["editor@example.org", "office@example.org"]


def test_nothing_waits_nothing_is_sent(editors):
    assert send_moderation_digest() == "Không có nhận xét nào chờ duyệt."
    assert not ModerationDigest.objects.exists()


def test_policy_sets_the_hour_and_can_stop_the_mail(editors, waiting):
    policy = CommentPolicy.objects.create(pk=1, digest_hour=9)
    assert send_moderation_digest() == "Chưa đến 9 giờ."
    CommentPolicy.objects.filter(pk=policy.pk).update(digest_hour=8, sends_digest=False)
    assert send_moderation_digest() == "Thư báo đang tắt trong quy định nhận xét."
    assert mail.outbox == []


def test_inactive_editor_gets_nothing(editors, waiting):
    editors.editor.is_active = False
    editors.editor.save()
    send_moderation_digest()

    assert [m.to for m in mail.outbox] == [["office@example.org"]]


def test_command_sends_whatever_the_hour(editors, waiting, capsys):
    CommentPolicy.objects.create(pk=1, digest_hour=23)
    call_command("send_moderation_digest", "--now")

    assert capsys.readouterr().out == "Đã gửi 2 thư.\n"
