"""Who reads which post, what address it keeps, when it takes comments."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.actions import publish_due
from news.models import Comment, CommentPolicy, Post, Section, Tag, can_edit_news
from tests import factories as make

NOON = dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC)


def draft(**fields):
    typed = {"title": "Bài mới", "state": Post.State.DRAFT, "published_at": None, "slug": ""}
    return Post(
        section=make.make_section(), lead="Sapo.", author_signature="MD", **(typed | fields)
    )


# --- QuerySets and their twins agree ----------------------------------------------------------


def test_published_agrees_with_its_twin(posts):
    by_query = {post.pk for post in Post.objects.published()}
    by_instance = {post.pk for post in posts.values() if post.is_published}

    assert by_query == by_instance == {posts["public"].pk, posts["internal"].pk}


@pytest.mark.parametrize(
    ("who", "expected"),
    [("nobody", {"public"}), ("member_here", {"public", "internal"}), ("editor", {"public", "internal"})],
)  # fmt: skip
def test_addressed_to_agrees_with_its_twin(cast, posts, who, expected):
    user = AnonymousUser() if who == "nobody" else getattr(cast, who)
    by_query = {post.pk for post in Post.objects.addressed_to(user)}
    by_instance = {post.pk for post in posts.values() if post.is_addressed_to(user)}

    assert by_query == by_instance == {posts[kind].pk for kind in expected}


@pytest.mark.parametrize("who", ["admin", "office", "editor"])
def test_editors_open_every_post(cast, posts, who):
    user = getattr(cast, who)

    assert can_edit_news(user)
    assert Post.objects.visible_to(user).count() == Post.objects.editable_by(user).count() == 5


@pytest.mark.parametrize("who", ["officer_above", "officer_here", "former_officer", "member_here"])
def test_others_open_what_is_addressed_to_them_and_edit_nothing(cast, posts, who):
    user = getattr(cast, who)

    assert not can_edit_news(user)
    assert set(Post.objects.visible_to(user)) == set(Post.objects.addressed_to(user))
    assert not Post.objects.editable_by(user).exists()


def test_shown_comments_agree_with_their_twin(posts):
    post = posts["public"]
    up, held = make.make_comment(post), make.make_comment(post, state=Comment.State.HELD)
    rejected = make.make_comment(post, state=Comment.State.REJECTED)
    for parent in (up, rejected):
        make.make_comment(post, parent=parent)
    everything = list(Comment.objects.all())

    assert set(Comment.objects.shown()) == {c for c in everything if c.is_shown}
    assert held not in Comment.objects.shown()
    assert Comment.objects.shown().count() == 2  # no reply under a rejected comment


def test_scheduled_post_appears_when_its_time_comes(posts):
    post = posts["scheduled"]

    assert post.is_scheduled
    assert publish_due() == []
    late = dt.timedelta(hours=1)
    with time_machine.travel(post.scheduled_for + late, tick=False):
        assert publish_due() == [post]
        assert publish_due() == []
        assert list(Post.objects.published().filter(pk=post.pk)) == [post]
        post.refresh_from_db()
        assert post.lateness == late


# --- Addresses --------------------------------------------------------------------------------


@time_machine.travel(NOON, tick=False)
def test_new_post_gets_month_and_slug_from_publication_and_title(db):
    post = draft(title="Đại hội  Chi hội", state=Post.State.PUBLISHED)
    post.full_clean()
    post.save()

    assert (post.title, post.slug) == ("Đại hội Chi hội", "dai-hoi-chi-hoi")
    assert post.published_at == NOON
    assert post.get_absolute_url() == "/tin-tuc/2026/11/dai-hoi-chi-hoi/"


def test_second_post_of_the_same_title_gets_a_number(db):
    for expected in ("bai-moi", "bai-moi-2", "bai-moi-3"):
        post = draft()
        post.full_clean()
        post.save()
        assert post.slug == expected


def test_typed_slug_that_is_taken_is_refused(db):
    first = draft(slug="bai-moi")
    first.full_clean()
    first.save()

    with pytest.raises(ValidationError) as refused:
        draft(slug="bai-moi").full_clean()
    assert list(refused.value.message_dict) == ["slug"]


def test_month_follows_the_first_publication_and_then_stays(db):
    with time_machine.travel(NOON, tick=False):
        post = draft()
        post.full_clean()
        post.save()
        assert post.address_month == dt.date(2026, 11, 1)
    with time_machine.travel(NOON + dt.timedelta(days=30), tick=False):
        post.publish()
        assert post.address_month == dt.date(2026, 12, 1)
    with time_machine.travel(NOON + dt.timedelta(days=60), tick=False):
        post.published_at = timezone.now() - dt.timedelta(days=1)
        post.full_clean()
        assert post.address_month == dt.date(2026, 12, 1)


@time_machine.travel(dt.datetime(2026, 10, 31, 17, 30, tzinfo=dt.UTC), tick=False)
def test_month_is_that_of_the_local_day(db):
    post = draft(state=Post.State.PUBLISHED)
    post.full_clean()

    assert post.address_month == dt.date(2026, 11, 1)  # half past midnight in Vietnam


@pytest.mark.moment("2026-11-23 12:00")
def test_publishing_into_a_month_with_that_slug_finds_another(db):
    make.make_post(slug="bai-moi")
    post = draft(slug="bai-moi", address_month=dt.date(2020, 1, 1))
    post.save()
    post.publish()

    assert post.slug == "bai-moi-2"


def test_withdrawn_post_comes_back_under_its_old_address(db):
    post = make.make_post(published_at=timezone.now() - dt.timedelta(days=90))
    address, time = post.get_absolute_url(), post.published_at
    post.withdraw()
    assert not Post.objects.published().exists()
    post.publish()

    assert (post.get_absolute_url(), post.published_at) == (address, time)


def test_post_that_was_out_is_no_draft_again(posts):
    posts["public"].state = Post.State.DRAFT

    with pytest.raises(ValidationError) as refused:
        posts["public"].full_clean()
    assert list(refused.value.message_dict) == ["state"]


def test_address_is_unique_in_the_database(db):
    post = make.make_post()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_post(slug=post.slug, published_at=post.published_at)


def test_published_post_has_a_time_in_the_database(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_post(published_at=None)


@pytest.mark.parametrize("model", [Section, Tag])
def test_names_that_differ_by_marks_get_different_addresses(db, model):
    for name, slug in (("Thi đua", "thi-dua"), ("Thì dưa", "thi-dua-2")):
        row = model(name=name)
        row.full_clean()
        row.save()
        assert row.slug == slug


# --- What the columns keep --------------------------------------------------------------------


def test_body_is_clean_however_it_came_in(db):
    post = make.make_post(body='<p onclick="x()">Chữ<script>alert(1)</script></p>')
    Post.objects.bulk_create([draft(slug="khac", body="<iframe></iframe><p>Còn</p>")])

    assert post.body == "<p>Chữ</p>"
    assert Post.objects.get(slug="khac").body == "<p>Còn</p>"


def test_search_text_has_no_marks(db):
    assert (
        make.make_post(title="Ký kết ĐẠI TÁ", author_signature="MỸ").search_text
        == "ky ket dai ta my"
    )


# --- Comments ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "is_open", "days", "age", "accepts"),
    [
        ("rule", True, 0, 400, True),
        ("rule", True, 30, 29, True),
        ("rule", True, 30, 31, False),
        ("rule", False, 0, 1, False),
        ("open", False, 30, 400, True),
        ("closed", True, 0, 1, False),
    ],
)
def test_comments_close_by_the_post_or_by_the_rule(db, mode, is_open, days, age, accepts):
    post = make.make_post(comments_mode=mode, published_at=timezone.now() - dt.timedelta(days=age))

    assert post.accepts_comments(CommentPolicy(is_open=is_open, close_after_days=days)) is accepts


@pytest.mark.parametrize("kind", ["draft", "withdrawn", "scheduled"])
def test_hidden_post_takes_no_comments(posts, kind):
    posts[kind].comments_mode = Post.Comments.OPEN

    assert not posts[kind].accepts_comments()


def test_reply_stands_in_its_parents_post_and_one_level_deep(posts):
    comment = make.make_comment(posts["public"])
    reply = make.make_comment(posts["public"], parent=comment)

    assert reply.thread_pk == comment.thread_pk == comment.pk
    for post, parent in ((posts["internal"], comment), (posts["public"], reply)):
        with pytest.raises(ValidationError) as refused:
            Comment(post=post, parent=parent, name="A", text="B").full_clean()
        assert list(refused.value.message_dict) == ["parent"]


def test_policy_is_one_row(db):
    CommentPolicy.objects.create(pk=1, max_links=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentPolicy.objects.create(pk=2)

    assert CommentPolicy.current().max_links == 3


def test_reference_has_no_letters_that_look_like_figures(posts):
    reference = make.make_comment(posts["public"]).reference

    assert len(reference) == 8
    assert not set(reference) & set("0O1I2Z5S8B")
