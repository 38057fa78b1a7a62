"""What a post once said is kept, compared in words and brought back."""

from news.actions import move
from news.models import PostVersion
from news.models.workflow import PostStep
from tests import factories as make
from tests.news.desk.conftest import desk, typed
from tests.news.test_admin import change_url
from tests.news.test_admin import typed as admin_typed


def whys(post):
    return [version.why for version in post.versions.order_by("number")]


def test_published_post_keeps_every_text_and_a_draft_none(cast, editor, draft):
    editor.post(desk("post", draft), typed(draft, lead="Một"))
    assert whys(draft) == []
    move(post=draft, step=PostStep.PUBLISH, by=cast.editor)
    editor.post(desk("post", draft), typed(draft, lead="Hai"))
    editor.post(desk("post", draft), typed(draft, audience="internal"))  # the words stayed
    assert whys(draft) == ["published", "updated"]
    assert [v.lead for v in draft.versions.order_by("number")] == ["Một", "Hai"]
    assert {v.by for v in draft.versions.all()} == {cast.editor}


def test_text_from_before_versions_were_kept_is_not_lost(cast, editor):
    post = make.make_post(lead="Từ trước")
    editor.post(desk("post", post), typed(post, lead="Mới"))
    assert [v.lead for v in post.versions.order_by("number")] == ["Từ trước", "Mới"]


def test_republished_post_that_says_the_same_has_no_second_version(cast, draft):
    for step in (PostStep.PUBLISH, PostStep.WITHDRAW, PostStep.PUBLISH):
        move(post=draft, step=step, by=cast.editor)
    assert whys(draft) == ["published"]


def test_any_two_versions_are_compared(cast, editor):
    post = make.make_post(lead="Một đoạn ngắn.")
    for phrase in ("Hai đoạn ngắn.", "Ba đoạn ngắn."):
        editor.post(desk("post", post), typed(post, lead=phrase))
    url = desk("versions", post)
    assert "Các bản đã lưu" in editor.get(url).content.decode()
    text = " ".join(editor.get(url, {"cu": 1, "moi": 2}).content.decode().split())
    assert "bỏ: </span>Một" in text
    assert "thêm: </span>Hai" in text
    now = editor.get(url, {"cu": 2, "moi": "hien-tai"})
    assert [row.label for row in now.context["differences"]] == ["Sapo"]
    assert "Hai bản không khác gì nhau" in editor.get(url, {"cu": 3}).content.decode()
    assert editor.get(url, {"cu": "x", "moi": "99"}).status_code == 200


def test_restoring_makes_a_new_version_and_leaves_photographs(cast, editor):
    post = make.make_post(title="Tít đầu", body="<p>Đầu</p>")
    photo = make.make_photo(post)
    editor.post(desk("post", post), typed(post, title="Tít sau", body="<p>Sau</p>"))
    url = desk("restore", post, 1)
    assert "Ảnh, tệp, chuyên mục và nhãn giữ như hiện nay" in editor.get(url).content.decode()
    post.refresh_from_db()
    editor.post(url, {"version": post.version})
    post.refresh_from_db()
    assert (post.title, post.body, post.photos.get()) == ("Tít đầu", "<p>Đầu</p>", photo)
    assert whys(post) == ["published", "updated", "restored"]
    assert post.search_text.startswith("tit dau")


def test_restoring_over_a_save_of_the_meantime_is_refused(cast, editor, draft):
    move(post=draft, step=PostStep.PUBLISH, by=cast.editor)
    draft.refresh_from_db()
    opened_with = draft.version
    editor.post(desk("post", draft), typed(draft, lead="Vừa sửa"))
    answer = editor.post(desk("restore", draft, 1), {"version": opened_with}, follow=True)
    draft.refresh_from_db()
    assert draft.lead == "Vừa sửa"
    assert "chưa khôi phục" in answer.content.decode()


def test_admin_keeps_versions_and_moves_too(cast, editor):
    post = make.make_post(lead="Một")
    editor.post(change_url(post), admin_typed(post, lead="Hai"))
    assert [(v.why, v.lead) for v in post.versions.all()] == [(PostVersion.Why.UPDATED, "Hai")]
    post.refresh_from_db()
    editor.post(change_url(post), admin_typed(post, state="withdrawn", lead="Hai"))
    assert [(m.old_state, m.new_state) for m in post.moves.all()] == [("published", "withdrawn")]
    page = editor.get(change_url(post)).content.decode()
    assert "1 bản: xem, so sánh, khôi phục" in page
    post.refresh_from_db()
    choices = page[page.index('name="state"') :].split("</select>")[0]
    assert [s for s in ("draft", "submitted", "scheduled", "published", "withdrawn") if f'"{s}"' in choices] == [
        "published", "withdrawn",
    ]  # fmt: skip
