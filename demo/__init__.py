"""The demo association: everything the pages need to have something to show, invented by dice.

Units, people, offices, emulation, events, welfare and news each have a module that writes its own
rows and hands on what the next one builds upon. The portal imports nothing of it: the command `demo`
loads it by name, once it knows that DEMO is on.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.core.management.color import no_style
from django.db import connection, transaction

from assoc.models import SiteProfile
from events.models import EventPhoto
from exemplars.models import ExemplarPhoto
from members.files import delete_after_commit
from members.models import MemberDocument, Portrait, Unit
from news.models import Attachment, Photo
from recognition.models import DossierFile
from reports.models import SignedCopy

from . import (
    awards,
    book,
    dues,
    emulation,
    events,
    exemplars,
    fund,
    houses,
    inspections,
    kept,
    lasting,
    meetings,
    moves,
    news,
    newsroom,
    offices,
    people,
    printing,
    readers,
    recognition,
    reports,
    scoring,
    units,
    welfare,
)
from .album import Album

Say = Callable[[str], None]
_OURS = (
    "assoc",
    "news",
    "exemplars",
    "recognition",
    "emulation",
    "reports",
    "events",
    "welfare",
    "dues",
    "fund",
    "inspection",
    "members",
)


def is_loaded() -> bool:
    """Whether the database already holds an association, invented or real."""
    return Unit.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """Writes the whole demo association, or nothing of it."""
    with Album() as album:
        SiteProfile.objects.update_or_create(
            pk=1,
            defaults={
                "motto": "Sống vui, sống khỏe, sống có ích",
                "owner": "Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh (trang minh họa)",
                "responsible": "Chánh Văn phòng Hội (dữ liệu minh họa)",
                "address": "Số 1, đường Mẫu 1, Thành phố Hồ Chí Minh",
                "phone": "028 0000 0000",
                "email": "van-phong@hoi.example",
            },
        )
        tree = units.load()
        say(f"units: {len(tree.by_code)}")
        folk = people.load(tree)
        say(f"members: {people.COUNT}")
        posts = offices.load(tree, folk)
        say(f"offices: {len(posts.holders)}, accounts: {len(posts.users)}")
        happenings = events.load(tree, album)
        say(f"events: {len(happenings.by_title)}")
        say(f"invitations: {events.invite_people(tree, happenings, posts.users)}")
        say(f"registrations: {events.take_registrations(tree, happenings, posts.users)}")
        contest = emulation.load(tree, posts, happenings.signings)
        say(f"clusters: {len(contest.clusters)}, compacts of the second: {len(contest.compacts)}")
        say(scoring.load(contest, posts))
        say(f"cluster meetings: {meetings.load(contest, posts)}")
        say(f"welfare activities: {welfare.load(tree, folk, posts)}")
        say(f"houses: {houses.load_houses(tree, posts)}")
        say(f"awards: {awards.load(folk, posts.users)}")
        say(f"people on the move: {moves.load(tree, folk, posts)}")
        say(f"proposals of awards: {recognition.load(tree, posts)}")
        say(f"reports: {reports.load(tree, posts)}")
        say(f"receipts for dues: {dues.load(tree, folk, posts)}")
        say(f"vouchers of the fund: {fund.load(tree, folk, posts)}")
        say(f"awards paid out of a box: {recognition.pay(tree, posts)}")
        say(f"checks of books: {inspections.load(tree, posts)}")
        say(f"articles: {news.load(tree, posts, happenings, contest, album)}")
        say(f"posts in the newsroom: {newsroom.load(tree, posts, folk)}")
        say(f"lasting pages: {lasting.load()}")
        say(exemplars.load(tree, posts, album))
        say(f"readers by mail: {readers.load()}")
        say(kept.load(tree, happenings, posts.users, album))
        # Last, since its papers are written to the storage, which no transaction takes back.
        say(book.load(folk, posts.users))
        say(printing.load(folk, posts.users))


@transaction.atomic
def clear() -> None:
    """Empties every table of the portal's own and begins counting keys anew.

    Keys that start again at 1 give events and photographs the addresses they had before.
    """
    files = _files()
    models = [
        model
        for name in _OURS
        for model in apps.get_app_config(name).get_models(include_auto_created=True)
    ]
    models.append(apps.get_model("admin", "LogEntry"))  # points at accounts
    tables = {
        model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy
    }
    statements = connection.ops.sql_flush(no_style(), sorted(tables), reset_sequences=True)
    # PostgreSQL truncates no table of which foreign keys are still to be checked.
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    for storage, name in files:
        delete_after_commit(storage, [name])


def _files() -> list[tuple[Storage, str]]:
    """Where the photographs, attachments and scans of today lie."""
    names: list[tuple[Storage, str]] = []
    pictures: list[Any] = [*Photo.objects.all(), *EventPhoto.objects.all(), *Portrait.objects.all()]
    pictures += ExemplarPhoto.objects.all()
    for photo in pictures:
        names += [(photo.picture.storage, name) for name in photo.picture.file_names]
    papers: list[Any] = [*Attachment.objects.all(), *MemberDocument.objects.all()]
    papers += [*SignedCopy.objects.all(), *DossierFile.objects.all()]
    names += [(row.file.storage, row.file.name) for row in papers if row.file.name]
    return names
