"""The index stays in step with the content, whichever way that changes."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.migrations import Migration

from assoc.models import SearchEntry
from assoc.search import rebuild, search, upkeep
from emulation.models import Clause, Cluster, Compact, Section
from events.models import Event
from members.models import Unit
from news.models import Post
from tests import factories as make


def entries() -> list[tuple[int, str]]:
    return list(SearchEntry.objects.order_by("title").values_list("kind", "title"))


def finds(q: str) -> int:
    return search(q, user=AnonymousUser()).amount().number


@pytest.mark.django_db
def test_entry_follows_saving_and_deleting():
    post = make.make_post(title="Xưa kia")
    assert entries() == [(1, "Xưa kia")]
    post.title = "Ngày nay"
    post.save()
    assert entries() == [(1, "Ngày nay")]
    assert (finds("xưa kia"), finds("ngày nay")) == (0, 1)
    post.delete()
    assert entries() == []
    assert finds("ngày nay") == 0


@pytest.mark.django_db
def test_entry_follows_bulk_create_update_and_delete():
    section = make.make_section()
    Post.objects.bulk_create(
        Post(title=f"Bài {n}", slug=f"bai-{n}", lead="Mở", author_signature="A", section=section)
        for n in range(5)
    )
    assert len(entries()) == 5
    Post.objects.filter(slug__in=["bai-1", "bai-2"]).update(title="Đổi rồi")
    assert [title for _kind, title in entries()] == [
        "Bài 0",
        "Bài 3",
        "Bài 4",
        "Đổi rồi",
        "Đổi rồi",
    ]
    posts = list(Post.objects.filter(slug__in=["bai-3", "bai-4"]))
    for post in posts:
        post.title = "Sửa loạt"
    Post.objects.bulk_update(posts, ["title"])
    assert sum(title == "Sửa loạt" for _kind, title in entries()) == 2
    Post.objects.exclude(slug="bai-0").delete()
    assert entries() == [(1, "Bài 0")]


@pytest.mark.django_db
def test_entry_follows_raw_sql():
    make.make_event(title="Xưa kia")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET title = 'Gõ thẳng vào bảng'")
    assert finds("gõ thẳng") == 1


@pytest.mark.django_db
def test_entry_moves_with_its_day():
    event = make.make_event(title="Họp")
    before = SearchEntry.objects.get(kind=2).pk
    Event.objects.update(starts_at=dt.datetime(2020, 3, 4, 20, tzinfo=dt.UTC))
    assert SearchEntry.objects.get(kind=2).pk == int(f"2202003050{event.pk:07}") != before


@pytest.mark.django_db
def test_entry_survives_days_at_the_ends_of_time():
    make.make_event(title="Xưa", starts_at=dt.datetime(1, 1, 2, tzinfo=dt.UTC))
    make.make_event(title="Sau", starts_at=dt.datetime(9999, 12, 31, 16, tzinfo=dt.UTC))
    assert sorted(search("xưa", user=AnonymousUser()).cells) == [(2, 1)]
    assert sorted(search("sau", user=AnonymousUser()).cells) == [(2, 9999)]


@pytest.mark.django_db
def test_entry_is_left_alone_by_other_changes():
    post = make.make_post(title="Bài")
    SearchEntry.objects.update(title="dấu riêng")
    post.video_url = "https://phim.example/a.mp4"
    post.save()
    assert entries() == [(1, "dấu riêng")]


@pytest.mark.django_db
def test_entry_goes_with_a_rollback():
    make.make_event(title="Ở lại")
    with transaction.atomic():
        make.make_event(title="Không còn")
        Event.objects.filter(title="Ở lại").update(title="Đã đổi")
        assert (finds("không còn"), finds("đã đổi")) == (1, 1)
        transaction.set_rollback(True)
    assert [title for kind, title in entries() if kind == 2] == ["Ở lại"]
    assert (finds("không còn"), finds("đã đổi"), finds("ở lại")) == (0, 0, 1)


@pytest.mark.django_db
def test_compact_follows_its_parts():
    compact = make.make_compact(make.make_cluster(name="Cụm Hai"))
    section = Section.objects.create(compact=compact, title="Phần xây dựng")
    clause = Clause.objects.create(section=section, text="Điều nhân rộng")
    assert (finds("cụm hai"), finds("phần xây dựng"), finds("điều nhân rộng")) == (1, 1, 1)
    Cluster.objects.update(name="Cụm Ba")
    Section.objects.update(title="Phần mới")
    Clause.objects.update(text="Điều mới")
    assert (finds("cụm hai"), finds("phần xây dựng"), finds("điều nhân rộng")) == (0, 0, 0)
    assert (finds("cụm ba"), finds("phần mới"), finds("điều mới")) == (1, 1, 1)
    clause.delete()
    assert (finds("điều mới"), finds("phần mới")) == (0, 1)


@pytest.mark.django_db
def test_a_section_that_changes_hands_changes_both_compacts():
    one, other = make.make_compact(), make.make_compact()
    section = Section.objects.create(compact=one, title="Phần riêng")
    Clause.objects.create(section=section, text="Điều riêng")
    Section.objects.update(compact=other)
    keys = search("điều riêng", user=AnonymousUser()).keys
    assert [SearchEntry.objects.get(pk=key).object_id for key in keys] == [other.pk]


@pytest.mark.django_db
def test_compact_goes_with_its_cascade():
    compact = make.make_compact()
    section = Section.objects.create(compact=compact, title="Phần")
    Clause.objects.create(section=section, text="Điều")
    Compact.objects.all().delete()
    assert entries() == []


@pytest.mark.django_db
def test_rebuild_puts_right_what_is_wrong(monkeypatch):
    monkeypatch.setattr(upkeep, "AT_ONCE", 2)
    for n in range(5):
        make.make_event(title=f"Sự kiện {n}")
    wanted = list(SearchEntry.objects.values_list())
    SearchEntry.objects.get(title="Sự kiện 1").delete()
    SearchEntry.objects.filter(title="Sự kiện 3").update(title="Sai", body="sai")
    SearchEntry.objects.create(id=10**16 + 5, kind=1, object_id=5, title="Ma", body="ma")
    assert (finds("sai"), finds("sự kiện 1")) == (1, 0)
    heard = []
    count = rebuild(progress=lambda source, done, last: heard.append((source.slug, done, last)))
    assert list(SearchEntry.objects.values_list()) == wanted
    assert count == len(wanted)
    assert finds("sự kiện 3") == 1
    assert finds("sai") == 0
    assert [slug for slug, done, last in heard if done == last] == [
        "bai-viet",
        "su-kien",
        "giao-uoc",
        "don-vi",
        "trang",
        "dien-hinh",
    ]


@pytest.mark.django_db
def test_rebuild_command_says_how_much_there_is(capsys):
    make.make_event(title="Họp")
    call_command("rebuild_search", quiet=True)
    assert capsys.readouterr().out == "Chỉ mục tìm kiếm có 2 mục.\n"


@pytest.mark.django_db
def test_very_long_texts_and_words_can_be_saved():
    make.make_post(
        title="Dài", lead="x" * 500, body=f"<p>{'ươ' * 40_000} {'dài lắm ' * 30_000}</p>"
    )
    assert finds("dài lắm") == 1


# --- Outside any transaction: what happens to the tables themselves ----------------------------


@pytest.mark.django_db(transaction=True)
def test_everything_is_set_up():
    assert upkeep.engine().is_installed()
    assert upkeep.is_complete()


@pytest.mark.django_db(transaction=True)
def test_set_up_again_changes_nothing():
    make.make_event(title="Họp")
    before = list(SearchEntry.objects.values_list())
    upkeep.set_up(using="default", plan=[])
    assert list(SearchEntry.objects.values_list()) == before


@pytest.mark.django_db(transaction=True)
def test_content_changed_during_a_migration_is_found_after_it():
    make.make_event(title="Xưa kia")
    upkeep.stand_aside(using="default", plan=["a migration"])
    assert not upkeep.engine().is_installed()
    assert finds("xưa kia") == 1  # searching goes on
    Event.objects.update(title="Trong lúc chuyển")
    make.make_event(title="Thêm trong lúc chuyển")
    upkeep.set_up(using="default", plan=["a migration"])
    assert upkeep.engine().is_installed()
    assert (finds("xưa kia"), finds("trong lúc chuyển")) == (0, 2)
    Event.objects.update(title="Ngày nay")
    assert finds("ngày nay") == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("model", "name"),
    [(Event, "title"), (Unit, "name"), (Clause, "text"), (SearchEntry, "object_id")],
)
def test_tables_can_be_altered_in_a_migration(model, name):
    """On SQLite that makes them anew, without their triggers; see each engine's `uninstall`.

    What the database itself refuses between tables is put aside for as long, by the same signals.
    """
    make.make_event(title="Họp")
    old = model._meta.get_field(name)
    new = old.clone()
    new.null = True
    new.set_attributes_from_name(name)
    new.model = model
    plan = [(Migration("0999_alter", model._meta.app_label), False)]
    migrating: dict[str, Any] = {
        "verbosity": 0,
        "interactive": False,
        "db": "default",
        "plan": plan,
    }
    emit_pre_migrate_signal(**migrating)
    try:
        for before, after in ((old, new), (new, old)):
            with connection.schema_editor() as editor:
                editor.alter_field(model, before, after)
        assert not upkeep.engine().is_installed()
    finally:
        emit_post_migrate_signal(**migrating)
    assert finds("họp") == 1
    Event.objects.update(title="Họp xong")
    assert finds("họp xong") == 1


@pytest.mark.django_db(transaction=True)
def test_a_lost_trigger_is_noticed():
    make.make_event(title="Xưa kia")
    where = " ON events_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER search_event_events_event_update{where}")
    Event.objects.update(title="Ngày nay")
    assert finds("ngày nay") == 0
    assert not upkeep.engine().is_installed()
    upkeep.set_up(using="default")
    assert upkeep.engine().is_installed()
    assert finds("ngày nay") == 1


@pytest.mark.django_db(transaction=True)
def test_a_lost_entry_is_noticed():
    make.make_event(title="Họp")
    SearchEntry.objects.all().delete()
    assert not upkeep.is_complete()
    upkeep.set_up(using="default")
    assert finds("họp") == 1


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_index():
    make.make_event(title="Họp")
    call_command("flush", interactive=False, verbosity=0)
    assert SearchEntry.objects.count() == 0
    assert finds("họp") == 0
    make.make_event(title="Họp lại")
    assert finds("họp") == 1


@pytest.mark.django_db(transaction=True)
def test_emptying_a_table_by_hand_empties_the_kind():
    make.make_event(title="Họp")
    emptying = {"postgresql": "TRUNCATE events_event CASCADE", "sqlite": "DELETE FROM events_event"}
    with connection.cursor() as cursor:
        cursor.execute(emptying[connection.vendor])
    assert [kind for kind, _title in entries()] == [4]
    assert finds("họp") == 0
