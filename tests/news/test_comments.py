"""Writing under an article: what is taken in, what waits, what is refused and how."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.actions.comments import FROM_MACHINE, FROM_VISITOR, TooManyComments, submit_comment
from news.models import Comment, CommentPolicy, Post
from tests import factories as make
from tests.news.conftest import comment_url

THANKS = "Cám ơn bạn đã quan tâm"
TOKEN = "t" * 22


def text(answer):
    return answer.content.decode()


# --- Taken in ---------------------------------------------------------------------------------


def test_nothing_said_yet(posts, reader):
    page = text(reader.get(posts["public"].get_absolute_url()))

    assert "Chưa có nhận xét nào" in page
    assert "Đăng nhận xét" in page


def test_visitor_is_thanked_waits_and_gets_a_code(posts, write):
    answer = write(posts["public"])
    comment = Comment.objects.get()

    assert (comment.name, comment.text) == ("Trần Bạn Đọc", "Chúc mừng các đơn vị.")
    assert (comment.state, comment.held_because) == (Comment.State.HELD, [FROM_VISITOR])
    assert comment.user is None
    assert len(comment.origin) == 64
    assert answer.redirect_chain[0][1] == 302
    assert answer.redirect_chain[0][0].endswith("#cam-on")
    assert THANKS in text(answer)
    assert answer["Cache-Control"] == "private, no-store"  # the page holds this reader's code
    assert comment.reference in text(answer)
    assert "Chúc mừng các đơn vị." not in text(answer)


def test_member_is_up_at_once_under_the_own_name(cast, posts, write):
    answer = write(posts["public"], cast.client("member_here"), name="Một người khác")
    comment = Comment.objects.get()

    assert (comment.user, comment.name) == (cast.member_here, cast.member_here.display_name)
    assert (comment.state, comment.held_because) == (Comment.State.APPROVED, [])
    assert f'id="nhan-xet-{comment.pk}"' in text(answer)
    assert "Nhận xét của bạn đã được đăng." in text(answer)


def test_policy_decides_who_waits(cast, posts, write):
    CommentPolicy.objects.create(pk=1, visitors_wait=False, members_wait=True)
    write(posts["public"])
    write(posts["public"], cast.client("member_here"))

    assert [c.state for c in Comment.objects.order_by("pk")] == ["approved", "held"]


def test_member_comments_on_an_internal_post(cast, posts, write):
    write(posts["internal"], cast.client("member_here"))

    assert posts["internal"].comments.shown().count() == 1


def test_thanks_are_shown_only_for_our_own_signature(posts, reader, write):
    address = write(posts["public"]).redirect_chain[0][0]
    reference = Comment.objects.get().reference
    forged = f"{posts['public'].get_absolute_url()}?cam-on={reference}:abc:def"

    assert THANKS in text(reader.get(address))
    assert THANKS not in text(reader.get(forged))
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        assert THANKS not in text(reader.get(address))


def test_get_of_the_posting_address_leads_to_the_form(posts, reader):
    answer = reader.get(comment_url(posts["public"]))

    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{posts['public'].get_absolute_url()}#viet-nhan-xet",
    )


# --- Sent twice -------------------------------------------------------------------------------


def test_same_form_sent_twice_is_one_comment_and_one_thank_you(posts, write):
    first, second = (write(posts["public"], token=TOKEN) for _ in range(2))

    assert Comment.objects.count() == 1
    assert THANKS in text(first)
    assert THANKS in text(second)
    assert Comment.objects.get().reference in text(second)


def test_form_brought_back_with_a_new_text_is_a_new_comment(posts, write):
    write(posts["public"], token=TOKEN)
    write(posts["public"], token=TOKEN, text="Xin nói thêm một điều.")

    assert [c.text for c in Comment.objects.order_by("pk")] == [
        "Chúc mừng các đơn vị.", "Xin nói thêm một điều.",
    ]  # fmt: skip


def test_token_of_another_post_does_no_harm(posts, write):
    other = make.make_post()
    write(posts["public"], token=TOKEN)
    write(other, token=TOKEN)

    assert other.comments.count() == 1


@pytest.mark.parametrize("token", ["", "short", "x" * 65, "có dấu" * 4, "<script>" * 3])
def test_strange_tokens_are_ignored(posts, write, token):
    write(posts["public"], token=token)

    assert re.fullmatch("v[0-9a-f]{48}", Comment.objects.get().token or "")


def test_each_showing_of_a_members_form_has_its_own_token_and_a_visitors_has_none(
    posts, reader, cast
):
    def token(client):
        page = text(client.get(posts["public"].get_absolute_url()))
        return re.findall(r'name="token"(?: value="([^"]+)")?', page)[0]

    member = cast.client("member_here")
    assert len({token(member) for _ in range(2)}) == 2
    assert token(reader) == ""


def test_a_visitor_who_sends_twice_has_written_once(posts, write):
    """The page is the same for everybody, so what was said tells it: by whom, from where, on which day."""
    for _ in range(2):
        assert THANKS in text(write(posts["public"], text="Chúc mừng"))
    assert Comment.objects.count() == 1
    write(posts["public"], text="Chúc mừng!")
    write(posts["public"], text="Chúc mừng", name="Trần Thị Khác")
    assert Comment.objects.count() == 3
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        write(posts["public"], text="Chúc mừng")
    assert Comment.objects.count() == 4


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "http://khac.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Referer": "http://testserver/tin-tuc/"}, 302),
        ({}, 403),
    ],
)
def test_a_visitors_form_has_to_come_from_us(posts, headers, status):
    client = Client(enforce_csrf_checks=True, headers=headers)
    sent = {"name": "An", "text": "Lời thăm"}
    answer = client.post(comment_url(posts["public"]), sent)
    assert answer.status_code == status
    if not headers:
        # Whose browser says nothing gets a token with the words, and sends them again.
        again = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text(answer))[0]
        assert "Lời thăm" in text(answer)
        answer = client.post(comment_url(posts["public"]), sent | {"csrfmiddlewaretoken": again})
        assert answer.status_code == 302


def test_who_is_signed_in_is_asked_for_the_token(posts, cast):
    client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(cast.member_here, backend="members.backends.OfficeBackend")
    address = comment_url(posts["public"])
    assert client.post(address, {"text": "Chào"}).status_code == 403
    page = text(client.get(posts["public"].get_absolute_url()))
    form = page[page.index("data-comment-form") :]
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
    sent = {"text": "Chào", "csrfmiddlewaretoken": token}
    assert client.post(address, sent).status_code == 302


# --- Refused, with a word beside the field and the text kept -----------------------------------


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("", "Chào.", "Chưa nhập họ và tên."),
        (" \t ", "Chào.", "Chưa nhập họ và tên."),
        ("\u200b\u2060", "Chào.", "Chưa nhập họ và tên."),
        ("\x00", "Chào.", "Chưa nhập họ và tên."),
        ("123 !!!", "Chào.", "Họ và tên phải có chữ."),
        ("A" * 61, "Chào.", "Họ và tên dài quá 60 ký tự; xin viết ngắn hơn."),
        ("An", "", "Chưa nhập nội dung nhận xét."),
        ("An", " \n\r\n\t ", "Chưa nhập nội dung nhận xét."),
        ("An", "\x00\u200e", "Chưa nhập nội dung nhận xét."),
        ("An", "x" * 100_000, "Nhận xét dài 100.000 ký tự; xin rút xuống tối đa 3.000 ký tự."),
    ],
)
def test_bad_input_is_refused_beside_its_field(posts, reader, name, content, error):
    answer = reader.post(comment_url(posts["public"]), {"name": name, "text": content})

    assert answer.status_code == 200
    errors = [e for field in answer.context["form"].errors.values() for e in field]
    assert errors == [error]
    assert text(answer).count(error) == 2  # in the summary and beside the field
    if content.strip().strip("\x00\u200e"):
        assert content in text(answer)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('" onmouseover="x', "&quot; onmouseover=&quot;x"),
        ("Chúc mừng 👏🏽", "Chúc mừng 👏🏽"),
        ("Có\x00 NUL", "Có NUL"),
        ("\u202eđảo", "đảo"),
        ("Tie\u0302\u0301ng", "Tiếng"),
        ("{{ site }} {% now 'Y' %}", "{{ site }} {% now &#x27;Y&#x27; %}"),
    ],
)
def test_wild_text_is_kept_harmless(cast, posts, write, typed, kept):
    answer = write(posts["public"], cast.client("member_here"), text=typed)

    assert f"<p>{kept}</p>" in text(answer)


def test_wild_names_are_kept_harmless(posts, reader, write):
    write(posts["public"], name="<b>An</b>")
    Comment.objects.update(state=Comment.State.APPROVED)

    assert "<b>&lt;b&gt;An&lt;/b&gt;</b>" in text(reader.get(posts["public"].get_absolute_url()))


def test_closed_post_says_so_and_gives_the_text_back(posts, reader, write):
    Post.objects.filter(pk=posts["public"].pk).update(comments_mode=Post.Comments.CLOSED)
    assert "Bài này không còn nhận nhận xét." in text(
        reader.get(posts["public"].get_absolute_url())
    )

    answer = write(posts["public"], text="Lời tôi <viết>")

    assert "Bài này đã đóng nhận xét" in text(answer)
    assert "Lời tôi &lt;viết&gt;" in text(answer)
    assert not Comment.objects.exists()


# --- Too many ---------------------------------------------------------------------------------


def test_too_many_from_one_place_are_refused_and_the_text_kept(posts, write):
    for number in range(5):
        assert THANKS in text(write(posts["public"], text=f"Ý kiến {number}"))
    answer = write(posts["public"], text="Ý kiến thứ sáu")

    assert answer.status_code == 429
    assert "Bạn đã gửi nhiều nhận xét liên tiếp." in text(answer)
    assert "Ý kiến thứ sáu" in text(answer)
    assert Comment.objects.count() == 5
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        assert THANKS in text(write(posts["public"], text="Ý kiến thứ sáu"))


def test_places_and_accounts_are_counted_apart(cast, posts, write, reader):
    CommentPolicy.objects.create(pk=1, per_ten_minutes=1)
    write(posts["public"])
    elsewhere = reader.post(
        comment_url(posts["public"]), {"name": "An", "text": "Từ nơi khác"}, REMOTE_ADDR="10.0.0.9"
    )
    member = write(posts["public"], cast.client("member_here"))

    assert elsewhere.status_code == 302
    assert member.status_code == 200
    assert write(posts["public"], cast.client("member_here"), text="Nữa").status_code == 429


def test_proxy_header_is_believed_only_from_trusted_proxies(posts, reader, settings):
    CommentPolicy.objects.create(pk=1, per_ten_minutes=1)

    def send(number):
        data = {"name": "An", "text": f"Ý kiến {number}"}
        seen = f"203.0.113.{number}"
        return reader.post(comment_url(posts["public"]), data, headers={"x-forwarded-for": seen})

    assert [send(1).status_code, send(2).status_code] == [302, 429]
    settings.TRUSTED_PROXIES = 1
    assert [send(3).status_code, send(4).status_code] == [302, 302]


# --- Held, with the reasons for the moderator ---------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Xem https://a.example và http://b.example", "Có 2 liên kết, quá mức 1."),
        ("Ghé www.a.example, b-c.com", "Có 2 liên kết, quá mức 1."),
        ("Bọn  LỪA\nĐẢO đấy", "Có từ bị giữ lại: lừa đảo."),
        ("Một ván bạc", "Có từ bị giữ lại: bạc."),
    ],
)
def test_rules_hold_even_a_members_comment_and_say_why(cast, posts, write, content, reason):
    CommentPolicy.objects.create(pk=1, held_words="lừa đảo\n\nbạc\n")
    write(posts["public"], cast.client("member_here"), text=content)
    comment = Comment.objects.get()

    assert (comment.state, comment.held_because) == (Comment.State.HELD, [reason])


@pytest.mark.parametrize(
    "text",
    [
        "Một liên kết: https://a.example",
        "Tóc bạc, bác ạ",
        "Lúa đảo",
        "HỘI CỰU CAND",
        "Bạch Đằng",
        "RẤT HAY VÀ BỔ ÍCH CHO MỌI NGƯỜI",
    ],
)
def test_honest_comments_are_not_held(cast, posts, write, text):
    CommentPolicy.objects.create(pk=1, held_words="lừa đảo\nbạ\nba\nbac")
    write(posts["public"], cast.client("member_here"), text=text)

    assert Comment.objects.get().held_because == []


def test_repeated_text_is_held_unless_it_is_short(cast, posts, write):
    long = "Chúc mừng các đơn vị đã ký kết giao ước."
    for text in (long, long, "Hay quá", "Hay quá"):
        write(posts["public"], cast.client("member_here"), text=text)

    assert [c.state for c in Comment.objects.order_by("pk")] == [
        "approved", "held", "approved", "approved",
    ]  # fmt: skip


def test_filled_trap_is_kept_as_rejected_and_thanked_for(posts, write):
    answer = write(posts["public"], website="https://spam.example")
    comment = Comment.objects.get()

    assert THANKS in text(answer)
    assert comment.state == Comment.State.REJECTED
    assert comment.held_because == [FROM_MACHINE, FROM_VISITOR]


# --- Replies ----------------------------------------------------------------------------------


def test_reply_form_comes_without_javascript(posts, reader):
    comment = make.make_comment(posts["public"], name="Bác Ba")
    page = reader.get(posts["public"].get_absolute_url(), {"tra-loi": comment.pk})

    assert "Trả lời Bác Ba" in text(page)
    assert f'name="parent" value="{comment.pk}"' in text(page)


def test_reply_to_a_reply_joins_the_thread(cast, posts, write):
    opening = make.make_comment(posts["public"])
    reply = make.make_comment(posts["public"], parent=opening)
    answer = write(posts["public"], cast.client("member_here"), parent=str(reply.pk))

    assert Comment.objects.latest("pk").parent == opening
    (thread,) = answer.context["threads"]
    assert len(thread.shown_replies) == 2


@pytest.mark.parametrize("kind", ["held", "elsewhere", "gone", "wild"])
def test_reply_to_a_missing_comment_shows_the_form_again(posts, write, kind):
    parent = {
        "held": lambda: make.make_comment(posts["public"], state=Comment.State.HELD).pk,
        "elsewhere": lambda: make.make_comment(make.make_post()).pk,
        "gone": lambda: 999_999,
        "wild": lambda: "1' OR 1=1",
    }[kind]()
    before = Comment.objects.count()
    answer = write(posts["public"], parent=parent)

    assert Comment.objects.count() == before
    assert "không còn trên trang" in text(answer)
    assert answer.context["form"]["parent"].value() == ""
    assert "Chúc mừng các đơn vị." in text(answer)


@pytest.mark.parametrize("number", ["0", "-1", "abc", "9" * 30, "½", "<script>"])
def test_wild_reply_addresses_get_the_plain_form(posts, reader, number):
    answer = reader.get(posts["public"].get_absolute_url(), {"tra-loi": number})

    assert answer.status_code == 200
    assert "Viết nhận xét" in text(answer)


def test_threads_beyond_fifty_are_paged_and_links_find_them(posts, reader):
    for number in range(52):
        last = make.make_comment(posts["public"], text=f"Ý kiến số {number}")
    status = reader.get(reverse("news:comment_status"), {"ma": last.reference})

    url = f"{posts['public'].get_absolute_url()}?page=2#nhan-xet-{last.pk}"
    assert status.context["url"] == url
    page = reader.get(url)
    assert len(page.context["threads"]) == 2
    assert f'id="nhan-xet-{last.pk}"' in text(page)
    assert "page=1#nhan-xet" in text(page)


# --- Looking up -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "message"),
    [("held", "Đang chờ duyệt"), ("approved", "Đã đăng"), ("rejected", "Không được đăng")],
)
def test_code_shows_the_state_of_a_comment(posts, reader, state, message):
    comment = make.make_comment(posts["public"], state=state)
    typed = f" {comment.reference[:4].lower()}-{comment.reference[4:]} "
    page = reader.get(reverse("news:comment_status"), {"ma": typed})

    assert message in text(page)
    assert bool(page.context["url"]) is (state == "approved")


def test_code_names_no_post_that_the_asker_may_not_read(posts, reader):
    comment = make.make_comment(posts["internal"])
    page = reader.get(reverse("news:comment_status"), {"ma": comment.reference})

    assert "Đã duyệt" in text(page)
    assert "tin-internal" not in text(page)


def test_guessing_codes_is_slowed_down(posts, reader):
    codes = [reader.get(reverse("news:comment_status"), {"ma": f"A{n:07}"}) for n in range(16)]
    comment = make.make_comment(posts["public"])

    assert [page.status_code for page in codes] == [200] * 15 + [429]
    assert reader.get(reverse("news:comment_status"), {"ma": comment.reference}).status_code == 429
    assert reader.get(reverse("news:comment_status")).status_code == 200


# --- The action itself ------------------------------------------------------------------------


def test_action_raises_when_there_are_too_many(cast, posts):
    CommentPolicy.objects.create(pk=1, per_ten_minutes=1)
    fields = {"post": posts["public"], "by": cast.member_here, "name": "A", "origin": "x"}
    submit_comment(**fields, text="Một")

    with pytest.raises(TooManyComments):
        submit_comment(**fields, text="Hai")
