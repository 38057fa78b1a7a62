"""Short ways to make records in tests: each makes one sensible row, anything overridable."""

import datetime as dt
import io
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from emulation.models import Classification, Cluster, ClusterMembership, Compact
from events.models import Event
from kit.dates import local_today
from members.models import Appointment, Member, Membership, Position, Unit, User
from news.models import Comment, Delivery, FrontPin, Mailing, Photo, Post, Section, Subscriber
from welfare.models import Activity, WelfareKind

_n = itertools.count(1)
LONG_AGO = dt.date(2023, 12, 12)


def yesterday() -> dt.date:
    return local_today() - dt.timedelta(days=1)


def make_association(**fields: Any) -> Unit:
    n = next(_n)
    defaults = {
        "code": f"TP{n}",
        "level": Unit.Level.ASSOCIATION,
        "kind": Unit.Kind.CITY,
        "name": "Hội Cựu Công an nhân dân Thành phố",
        "short_name": "Hội thành phố",
        "slug": f"hoi-thanh-pho-{n}",
        "valid_from": LONG_AGO,
    }
    return Unit.objects.create(**defaults | fields)


def make_district(parent: Unit | None = None, **fields: Any) -> Unit:
    n = next(_n)
    defaults = {
        "code": f"Q{n}",
        "level": Unit.Level.DISTRICT,
        "kind": Unit.Kind.URBAN_DISTRICT,
        "name": f"Hội Cựu Công an nhân dân Quận {n}",
        "short_name": f"Quận {n}",
        "slug": f"quan-{n}",
        "parent": parent or Unit.objects.associations().first() or make_association(),
        "valid_from": LONG_AGO,
        "sort_order": n,
    }
    return Unit.objects.create(**defaults | fields)


def make_branch(parent: Unit | None = None, **fields: Any) -> Unit:
    n = next(_n)
    defaults = {
        "code": f"CH{n}",
        "level": Unit.Level.BRANCH,
        "kind": Unit.Kind.BRANCH,
        "name": f"Chi hội Cựu Công an nhân dân Phường {n}",
        "short_name": f"Chi hội Phường {n}",
        "slug": f"chi-hoi-{n}",
        "parent": parent or make_district(),
        "valid_from": LONG_AGO,
        "sort_order": n,
    }
    return Unit.objects.create(**defaults | fields)


def make_member(branch: Unit | None = None, **fields: Any) -> Member:
    """A member, belonging to the branch (if given) since `joined` (long ago unless told)."""
    n = next(_n)
    joined = fields.pop("joined", LONG_AGO)
    defaults = {"code": f"HV{n:06}", "full_name": f"Nguyễn Văn Thử {n}", "birth_year": 1950}
    member = Member.objects.create(**defaults | fields)
    if branch is not None:
        Membership.objects.create(member=member, unit=branch, valid_from=joined)
    return member


def make_position(
    right: str = Position.Right.NONE, level: int = Unit.Level.BRANCH, **fields: Any
) -> Position:
    n = next(_n)
    defaults = {"code": f"chuc-vu-{n}", "name": f"Chức vụ {n}", "level": level, "right": right}
    return Position.objects.create(**defaults | fields)


def make_user(member: Member | None = None, **fields: Any) -> User:
    n = next(_n)
    return User.objects.create_user(
        **{"username": f"nguoi{n}", "password": "demo", "member": member} | fields
    )


def make_officer(unit: Unit, right: str = Position.Right.UNIT_OFFICER, **fields: Any) -> User:
    """A user who holds an office with that right in the unit."""
    valid_to = fields.pop("valid_to", None)
    valid_from = fields.pop("valid_from", LONG_AGO)
    member = make_member(unit if unit.level == Unit.Level.BRANCH else None)
    Appointment.objects.create(
        member=member,
        unit=unit,
        position=make_position(right, unit.level),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return make_user(member, **fields)


def make_section(**fields: Any) -> Section:
    n = next(_n)
    return Section.objects.create(**{"name": f"Chuyên mục {n}", "slug": f"chuyen-muc-{n}"} | fields)


def make_post(**fields: Any) -> Post:
    """A published public post, unless told otherwise."""
    n = next(_n)
    published_at = fields.get("published_at", timezone.now() - dt.timedelta(hours=1))
    defaults = {
        "title": f"Bài viết số {n}",
        "slug": f"bai-viet-so-{n}",
        "lead": "Một đoạn mở đầu ngắn.",
        "body": "<p>Nội dung của bài.</p>",
        "author_signature": "MỸ DUNG",
        "state": Post.State.PUBLISHED,
        "published_at": published_at,
        "address_month": timezone.localdate(published_at).replace(day=1)
        if published_at
        else dt.date(2026, 1, 1),
    }
    if "section" not in fields:
        defaults["section"] = Section.objects.first() or make_section()
    return Post.objects.create(**defaults | fields)


def make_pin(post: Post, **fields: Any) -> FrontPin:
    return FrontPin.objects.create(post=post, **fields)


def make_comment(post: Post, **fields: Any) -> Comment:
    n = next(_n)
    defaults = {
        "post": post,
        "name": f"Bạn đọc {n}",
        "text": f"Ý kiến số {n}.",
        "state": Comment.State.APPROVED,
    }
    return Comment.objects.create(**defaults | fields)


def picture_file(
    name: str = "anh.jpg", size: tuple[int, int] = (640, 426), colour: str = "#275d42"
) -> SimpleUploadedFile:
    """A real picture of one colour, as an upload."""
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def make_photo(post: Post, **fields: Any) -> Photo:
    defaults = {
        "post": post,
        "picture": picture_file(),
        "alt": "Quang cảnh hội trường",
        "credit": "MD",
    }
    return Photo.objects.create(**defaults | fields)


def make_subscriber(**fields: Any) -> Subscriber:
    """Somebody who confirmed and gets the week's mail, unless told otherwise."""
    n = next(_n)
    now = timezone.now()
    defaults = {
        "email": f"bandoc{n}@thu.example",
        "state": Subscriber.State.ACTIVE,
        "asked_at": now,
        "confirmed_at": now,
        "consent_version": "2026-11",
    }
    return Subscriber.objects.create(**defaults | fields)


def make_mailing(*readers: Subscriber, **fields: Any) -> Mailing:
    """A mailing with a delivery for each of these readers, all waiting."""
    n = next(_n)
    now = timezone.now()
    defaults = {
        "kind": Subscriber.Rhythm.WEEKLY,
        "number": n,
        "period_start": now - dt.timedelta(days=7),
        "period_end": now,
    }
    mailing = Mailing.objects.create(**defaults | fields)
    for reader in readers:
        Delivery.objects.create(mailing=mailing, subscriber=reader)
    return mailing


def make_event(unit: Unit | None = None, **fields: Any) -> Event:
    n = next(_n)
    defaults = {
        "title": f"Sự kiện số {n}",
        "state": Event.State.ANNOUNCED,
        "starts_at": timezone.now() + dt.timedelta(days=7),
        "place": "Hội trường A",
        "unit": unit or Unit.objects.first() or make_association(),
    }
    return Event.objects.create(**defaults | fields)


def make_cluster(*units: Unit, **fields: Any) -> Cluster:
    """A cluster with those units in it since long ago."""
    n = next(_n)
    defaults = {"name": f"Cụm thi đua {n}", "slug": f"cum-thi-dua-{n}", "valid_from": LONG_AGO}
    cluster = Cluster.objects.create(**defaults | fields)
    for unit in units:
        ClusterMembership.objects.create(cluster=cluster, unit=unit, valid_from=LONG_AGO)
    return cluster


def make_compact(cluster: Cluster | None = None, **fields: Any) -> Compact:
    n = next(_n)
    defaults = {
        "cluster": cluster or make_cluster(),
        "year": 2024,
        "title": f"Giao ước thi đua {n}",
        "starts_on": dt.date(2024, 10, 11),
        "ends_on": dt.date(2025, 10, 10),
        "signed_on": dt.date(2024, 10, 11),
    }
    return Compact.objects.create(**defaults | fields)


def make_classification(unit: Unit, **fields: Any) -> Classification:
    defaults = {
        "unit": unit,
        "year": 2024,
        "grade": Classification.Grade.GOOD,
        "announced_on": dt.date(2025, 1, 10),
    }
    return Classification.objects.create(**defaults | fields)


def make_welfare_kind(**fields: Any) -> WelfareKind:
    n = next(_n)
    return WelfareKind.objects.create(
        **{"code": f"loai-{n}", "name": f"Loại {n}", "valid_from": LONG_AGO} | fields
    )


def make_activity(unit: Unit, **fields: Any) -> Activity:
    defaults = {
        "unit": unit,
        "happened_on": dt.date(2026, 9, 2),
        "family": "Gia đình hội viên",
        "amount": 500_000,
    }
    if "kind" not in fields:
        defaults["kind"] = WelfareKind.objects.first() or make_welfare_kind()
    return Activity.objects.create(**defaults | fields)
