"""`manage.py demo`: refusals, doing nothing twice, and putting everything back."""

from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from demo.album import ALT
from demo.pictures import SCENES
from members.models import Member, Unit, User
from news.models import Photo, Post

from .. import factories as make

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def test_refused_where_demo_is_off() -> None:
    with pytest.raises(CommandError, match="DEMO đang tắt"):
        run()
    assert Unit.objects.count() == 0


def test_reset_asks_for_yes(settings: LazySettings) -> None:
    settings.DEMO = True
    make.make_association()
    with pytest.raises(CommandError, match="thêm --yes"):
        run("--reset")
    assert Unit.objects.count() == 1


def test_second_load_says_that_nothing_was_done(settings: LazySettings) -> None:
    settings.DEMO = True
    make.make_association()
    assert run() == "Cơ sở dữ liệu đã có một Hội; không đổi gì.\n"
    assert Unit.objects.count() == 1


@pytest.mark.sweep
def test_reset_gives_the_same_association_again(
    settings: LazySettings, django_capture_on_commit_callbacks
) -> None:
    settings.DEMO = True
    run("--reset", "--yes")  # a plain load goes on counting keys where an earlier test stopped
    names = list(Member.objects.order_by("pk").values_list("pk", "full_name", "phone"))
    addresses = [post.get_absolute_url() for post in Post.objects.order_by("pk")]
    old_files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    Post.objects.all().delete()
    User.objects.filter(username="hoivien").update(is_active=False)
    make.make_user(username="nguoi-la")

    with django_capture_on_commit_callbacks(execute=True):
        said = run("--reset", "--yes")

    assert "đã xóa hết dữ liệu cũ" in said
    assert list(Member.objects.order_by("pk").values_list("pk", "full_name", "phone")) == names
    assert [post.get_absolute_url() for post in Post.objects.order_by("pk")] == addresses
    assert User.objects.get(username="hoivien").is_active
    assert not User.objects.filter(username="nguoi-la").exists()
    photo = Photo.objects.first()
    assert (settings.MEDIA_ROOT / photo.picture.name).is_file()
    # Those of events were known when everything was deleted; the posts had gone before.
    assert any(not path.exists() for path in old_files)


def test_failed_load_leaves_nothing_behind(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setattr("demo.welfare.load", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run()
    assert Unit.objects.count() == 0
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_every_scene_is_described_for_those_who_cannot_see_it() -> None:
    assert set(ALT) == set(SCENES)
