"""Asking for news by mail: confirming, changing, stopping, being forgotten."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.actions import send_news
from news.models import CONSENT_VERSION, Delivery, Subscriber, masked_email
from tests import factories as make

URL = "/tin-tuc/nhan-tin/"
START = dt.datetime(2026, 11, 25, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _clock(db, time_machine):
    time_machine.move_to(START, tick=False)


@pytest.fixture
def ask():
    def ask(email="An@Thu.example", client=None, **fields):
        data = {"email": email, "rhythm": "weekly", "agrees": "on"} | fields
        return (client or Client()).post(URL, {k: v for k, v in data.items() if v is not None})

    return ask


def text(answer):
    return answer.content.decode()


def link(letter):
    (address,) = re.findall(r"https://portal\.example(/tin-tuc/nhan-tin/\S+)", str(letter.body))
    return address


# --- Asking -----------------------------------------------------------------------------------


def test_asking_keeps_the_proof_and_mails_one_link(ask):
    answer = ask(rhythm="at_once")
    subscriber = Subscriber.objects.get()
    (letter,) = mail.outbox

    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?da-gui=1")
    assert (subscriber.email, subscriber.state, subscriber.rhythm) == (
        "an@thu.example", "pending", "at_once",
    )  # fmt: skip
    assert (subscriber.consent_version, subscriber.asked_at) == (CONSENT_VERSION, START)
    assert re.fullmatch(r"[0-9a-f]{64}", subscriber.origin)
    assert letter.to == ["an@thu.example"]
    assert link(letter) == subscriber.confirm_url
    assert subscriber.stop_token not in letter.body + letter.alternatives[0].content


def test_answer_reveals_to_nobody_whether_the_address_was_known(ask, client):
    make.make_subscriber(email="biet@thu.example")
    make.make_subscriber(email="thoi@thu.example", state="stopped")
    ask("vuahoi@thu.example")
    pages = []
    for email in ("biet@thu.example", "thoi@thu.example", "vuahoi@thu.example", "moi@thu.example"):
        answer = ask(email)
        body = text(client.get(answer["Location"]))
        pages.append((answer.status_code, answer["Location"], re.sub(r'value="\w{64}"', "", body)))
    assert len(set(pages)) == 1


def test_known_reader_gets_the_own_page_and_nothing_changes(ask):
    known = make.make_subscriber(email="biet@thu.example", rhythm="weekly")
    ask("BIET@thu.example", rhythm="at_once")
    known.refresh_from_db()

    assert (known.state, known.rhythm, Subscriber.objects.count()) == ("active", "weekly", 1)
    assert link(mail.outbox[0]) == known.get_absolute_url()


def test_an_address_gets_one_letter_an_hour(ask, time_machine):
    for minute in (0, 10, 59):
        time_machine.move_to(START + dt.timedelta(minutes=minute), tick=False)
        assert ask()["Location"] == f"{URL}?da-gui=1"
    assert len(mail.outbox) == 1
    time_machine.move_to(START + dt.timedelta(minutes=60), tick=False)
    ask()
    assert len({link(letter) for letter in mail.outbox}) == 1  # the first link still holds


def test_one_place_asks_ten_times_an_hour(ask):
    statuses = [ask(f"so{n}@thu.example").status_code for n in range(12)]
    assert statuses == [302] * 10 + [429] * 2
    page = text(ask("so99@thu.example"))
    assert "Xin thử lại sau một giờ" in page
    assert 'value="so99@thu.example"' in page


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"email": ""}, "email", "Chưa nhập địa chỉ thư."),
        ({"email": "khong-phai"}, "email", "Địa chỉ thư chưa đúng."),
        ({"email": "a" * 250 + "@x.example"}, "email", "Địa chỉ thư"),
        ({"agrees": None}, "agrees", "Cần đánh dấu đồng ý"),
        ({"rhythm": "hourly"}, "rhythm", "Xin chọn một trong hai nhịp gửi."),
        ({"rhythm": None}, "rhythm", "Chưa chọn nhịp gửi."),
    ],
)
def test_bad_input_is_refused_and_nothing_is_kept_or_lost(ask, fields, field, message):
    answer = ask(**fields)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert message in text(answer)
    if field != "email":
        assert 'value="an@thu.example"' in text(answer).lower()
    assert (Subscriber.objects.count(), mail.outbox) == (0, [])


def test_consent_is_not_ticked_beforehand(client):
    (box,) = re.findall(r'<input[^>]*name="agrees"[^>]*>', text(client.get(URL)))
    assert "checked" not in box


def test_machine_is_thanked_and_forgotten(ask):
    answer = ask(website="http://spam.example")
    assert answer["Location"] == f"{URL}?da-gui=1"
    assert (Subscriber.objects.count(), mail.outbox) == (0, [])


def test_mail_server_that_refuses_is_reported_and_may_be_tried_at_once(ask, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = ask()
    assert (answer.status_code, "Máy chủ thư chưa nhận" in text(answer)) == (503, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ask()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("email", ["a\r\nBcc: x@y.example", "a@b.example\x00", "a,b@c.example"])
def test_no_header_is_smuggled_in(ask, email):
    ask(email)
    assert mail.outbox == []


# --- Confirming -------------------------------------------------------------------------------


@pytest.fixture
def unconfirmed_address(ask):
    ask()
    return Subscriber.objects.get()


def test_opening_the_link_confirms_nothing(unconfirmed_address, client):
    page = text(client.get(unconfirmed_address.confirm_url))
    unconfirmed_address.refresh_from_db()
    assert (unconfirmed_address.state, "Xác nhận nhận tin</button>" in page) == ("pending", True)
    assert "an@thu.example" not in page


def test_pressing_the_button_confirms_once(unconfirmed_address, client):
    answer = client.post(unconfirmed_address.confirm_url)
    unconfirmed_address.refresh_from_db()
    assert (unconfirmed_address.state, unconfirmed_address.confirmed_at) == ("active", START)
    assert answer["Location"] == unconfirmed_address.get_absolute_url()
    assert (
        client.post(unconfirmed_address.confirm_url)["Location"]
        == unconfirmed_address.get_absolute_url()
    )
    assert (
        client.get(unconfirmed_address.confirm_url)["Location"]
        == unconfirmed_address.get_absolute_url()
    )


def test_link_holds_for_seven_days(unconfirmed_address, client, time_machine):
    time_machine.move_to(START + dt.timedelta(days=7, seconds=-1), tick=False)
    assert client.get(unconfirmed_address.confirm_url).status_code == 200
    time_machine.move_to(START + dt.timedelta(days=7), tick=False)
    answer = client.post(unconfirmed_address.confirm_url)
    unconfirmed_address.refresh_from_db()
    assert (answer.status_code, unconfirmed_address.state) == (404, "pending")
    assert "Liên kết không còn hiệu lực" in text(answer)


def test_old_link_is_dead_after_a_stop_and_a_new_question(
    unconfirmed_address, client, ask, time_machine
):
    old = unconfirmed_address.confirm_url
    client.post(old)
    unconfirmed_address.refresh_from_db()
    unconfirmed_address.stop()
    time_machine.move_to(START + dt.timedelta(hours=2), tick=False)
    ask()
    assert client.get(old).status_code == 404
    assert client.post(link(mail.outbox[-1])).status_code == 302
    unconfirmed_address.refresh_from_db()
    assert (
        unconfirmed_address.state,
        unconfirmed_address.stopped_at,
        unconfirmed_address.stop_reason,
    ) == ("active", None, "")


@pytest.mark.parametrize("who", ["pending", "confirm"])
def test_own_page_opens_only_by_its_own_token(unconfirmed_address, client, who):
    token = (
        unconfirmed_address.stop_token if who == "pending" else unconfirmed_address.confirm_token
    )
    for name in ("news:subscription", "news:one_click_stop"):
        assert client.get(reverse(name, args=[token])).status_code == 404


# --- Changing and stopping --------------------------------------------------------------------


def test_own_page_changes_the_rhythm(client):
    reader = make.make_subscriber()
    page = client.post(
        reader.get_absolute_url(), {"viec": "rhythm", "rhythm": "at_once"}, follow=True
    )
    reader.refresh_from_db()
    assert (reader.rhythm, "Đã ghi nhịp gửi mới." in text(page)) == ("at_once", True)
    assert masked_email(reader.email) in text(page)
    assert reader.email not in text(page)
    assert 'name="robots" content="noindex"' in text(page)
    assert "no-store" in client.get(reader.get_absolute_url())["Cache-Control"]


def test_one_press_stops_and_one_takes_it_back(client):
    reader = make.make_subscriber()
    url = reader.get_absolute_url()
    assert "Đã thôi nhận tin" in text(client.post(url, {"viec": "stop"}, follow=True))
    reader.refresh_from_db()
    assert (reader.state, reader.stop_reason, reader.stopped_at) == ("stopped", "reader", START)
    client.post(url, {"viec": "resume"})
    reader.refresh_from_db()
    assert (reader.state, reader.stop_reason, reader.stopped_at) == ("active", "", None)


def test_erasing_by_the_owner_leaves_nothing_but_the_count(client):
    reader = make.make_subscriber()
    make.make_mailing(reader)
    url = reader.get_absolute_url()
    client.post(url, {"viec": "erase"})  # not while the news still comes: first stop
    assert Subscriber.objects.count() == 1
    client.post(url, {"viec": "stop"})
    answer = client.post(url, {"viec": "erase"})
    assert answer["Location"] == URL
    assert Subscriber.objects.count() == 0
    assert Delivery.objects.get().subscriber is None
    assert client.get(url).status_code == 404


def test_mail_program_stops_with_one_post():
    """RFC 8058: no cookie, no token of ours, no redirect."""
    reader = make.make_subscriber()
    client = Client(enforce_csrf_checks=True)
    body = {"List-Unsubscribe": "One-Click"}
    answers = [client.post(reader.one_click_url, body) for _ in range(2)]
    reader.refresh_from_db()

    assert [(a.status_code, a.content.decode()) for a in answers] == [
        (200, "Đã thôi nhận tin.")
    ] * 2
    assert (reader.state, reader.stop_reason) == ("stopped", "reader")


def test_opening_the_one_click_address_stops_nothing(client):
    reader = make.make_subscriber()
    assert client.get(reader.one_click_url)["Location"] == reader.get_absolute_url()
    reader.refresh_from_db()
    assert reader.state == "active"


# --- Being forgotten --------------------------------------------------------------------------


def test_the_timer_forgets_what_there_is_no_reason_to_keep(time_machine):
    day = dt.timedelta(days=1)
    old = {"confirmed_at": None, "state": "pending"}
    make.make_subscriber(email="moi@thu.example", asked_at=START - 7 * day, **old)
    make.make_subscriber(email="quahan@thu.example", asked_at=START - 7 * day - day, **old)
    make.make_subscriber(email="thoi@thu.example", state="stopped", stopped_at=START - 365 * day)
    make.make_subscriber(email="thoilau@thu.example", state="stopped", stopped_at=START - 366 * day)
    make.make_subscriber(email="nhan@thu.example", asked_at=START - 900 * day)
    again = {"state": "pending", "asked_at": START - 20 * day, "confirmed_at": START - 900 * day}
    make.make_subscriber(email="hoilai@thu.example", stopped_at=START - 30 * day, **again)
    make.make_subscriber(email="hoilau@thu.example", stopped_at=START - 366 * day, **again)
    send_news()
    assert sorted(Subscriber.objects.values_list("email", flat=True)) == [
        "hoilai@thu.example", "moi@thu.example", "nhan@thu.example", "thoi@thu.example",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("nguyenvana@gmail.com", "ng***@gmail.com"),
        ("abc@x.vn", "a***@x.vn"),
        ("a@x.vn", "a***@x.vn"),
    ],
)
def test_address_is_masked(email, masked):
    assert masked_email(email) == masked
    assert str(Subscriber(email=email)) == masked


# --- The desk ---------------------------------------------------------------------------------


@pytest.fixture
def desk(cast):
    return cast.client("editor")


READERS = "/so/nguoi-nhan-tin/"


def test_desk_counts_without_showing_addresses(desk):
    reader = make.make_subscriber(email="docgiarieng@thu.example")
    make.make_subscriber(rhythm="at_once", state="stopped", stopped_at=START)
    make.make_mailing(reader)
    send_news()
    answer = desk.get(READERS)
    assert answer.context["figures"] == [(1, "nhận mỗi tuần"), (0, "nhận khi có bài mới")]
    assert answer.context["growth"]["rows"][-1] == ("11/2026", 2, 1)
    assert [(m["sent"], m["waiting"]) for m in answer.context["mailings"].page] == [(0, 0)]
    assert ("docgiarieng" in text(answer), "do***@thu.example" in text(answer)) == (False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_desk_costs_the_same_however_many(count, desk, django_assert_num_queries):
    for _ in range(count):
        make.make_mailing(make.make_subscriber())
    desk.get(READERS)
    # Session, user, rights; figures, two curves, mailings and their counts; page and its count;
    # site facts.
    with django_assert_num_queries(11):
        desk.get(READERS)


def test_desk_filters_by_state_and_keeps_it_in_the_address(desk):
    make.make_subscriber(email="dangnhan@thu.example")
    make.make_subscriber(email="thoinhan@thu.example", state="stopped")
    answer = desk.get(READERS, {"trang-thai": "stopped"})
    assert [str(reader) for reader in answer.context["page"]] == ["th***@thu.example"]
    assert "Chưa có địa chỉ nào" in text(desk.get(READERS, {"trang-thai": "khong-co"}))


def test_desk_erases_one_exact_address_on_request(desk, cast):
    reader = make.make_subscriber(email="xintoi@thu.example")
    assert "Không có địa chỉ này" in text(desk.post(READERS, {"email": "xinto@thu.example"}))
    answer = desk.post(READERS, {"email": " XinToi@thu.example "})
    assert answer.context["subscriber"] == reader
    url = reverse("news_desk:erase_reader", args=[reader.pk])
    assert "Xóa rồi không lấy lại được" in text(desk.get(url))
    assert Subscriber.objects.count() == 1
    assert "Đã xóa hẳn địa chỉ" in text(desk.post(url, follow=True))
    assert Subscriber.objects.count() == 0
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (cast.editor, "xi***@thu.example")
    assert desk.post(url).status_code == 404


@pytest.mark.parametrize("who", ["officer_here", "correspondent", "member_here"])
def test_desk_erases_for_editors_only(cast, who):
    reader = make.make_subscriber()
    url = reverse("news_desk:erase_reader", args=[reader.pk])
    assert cast.client(who).post(url).status_code == 403
    assert Subscriber.objects.count() == 1


def test_proof_goes_to_the_editor_alone_and_stops_nobody(desk):
    make.make_subscriber()
    make.make_post(title="Tin chung", published_at=timezone.now() - dt.timedelta(days=2))
    make.make_post(title="Tin nội bộ", audience="internal")
    data = {"email": "bientap@thu.example", "rhythm": "weekly"}
    assert "Đã gửi thư thử" in text(desk.post(f"{READERS}thu-thu/", data, follow=True))
    (letter,) = mail.outbox
    assert letter.to == ["bientap@thu.example"]
    assert ("Tin chung" in letter.body, "Tin nội bộ" in letter.body) == (True, False)
    assert "/nhan-tin/" not in letter.body + letter.alternatives[0].content
    assert "List-Unsubscribe" not in letter.extra_headers
    assert Delivery.objects.count() == 0


def test_proofs_are_few_in_an_hour(desk):
    make.make_post(title="Tin chung", published_at=timezone.now() - dt.timedelta(days=2))
    data = {"email": "bientap@thu.example", "rhythm": "weekly"}
    pages = [text(desk.post(f"{READERS}thu-thu/", data, follow=True)) for _ in range(11)]
    assert len(mail.outbox) == 10
    assert "Mỗi giờ gửi được 10 thư thử." in pages[-1]


def test_proof_needs_something_to_show(desk):
    data = {"email": "bientap@thu.example", "rhythm": "at_once"}
    page = text(desk.post(f"{READERS}thu-thu/", data, follow=True))
    assert ("chưa có gì để gửi thử" in page, mail.outbox) == (True, [])
    assert "Chưa nhập địa chỉ thư." in text(desk.post(f"{READERS}thu-thu/", {"rhythm": "weekly"}))


# --- Where readers find it --------------------------------------------------------------------


def test_article_list_and_footer_lead_to_the_form(client):
    article = make.make_post()
    for url, times in ((article.get_absolute_url(), 2), ("/tin-tuc/", 2), ("/su-kien/", 1)):
        assert text(client.get(url)).count(f'href="{URL}"') == times, url
