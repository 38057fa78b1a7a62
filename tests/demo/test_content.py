"""What the demo association must hold: the public facts, a working cast, valid rows only."""

import datetime as dt
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Count, Model

from emulation.models import Classification, Cluster, Compact
from events.models import Event, UsualKind
from kit.dates import local_today
from kit.text import fold
from members.models import Member, Membership, Position, Subject, Unit, User, units_where, vacancies
from news.models import Attachment, Comment, Photo, Post
from reports.models import Report
from reports.tasks import report_tasks
from welfare.models import Activity, Rate, WelfareKind

pytestmark = pytest.mark.usefixtures("association")

SIGNED = dt.date(2024, 10, 11)
SIX = ["Quận 4", "Quận 6", "Quận 8", "Quận 11", "Bình Thạnh", "Phú Nhuận"]
REAL = [
    "Trương Giang Long",
    "Trần Triều Dương",
    "Nguyễn Văn Linh",
    "Nguyễn Tiến Đạt",
    "Phan Hồng Khanh",
]
MODELS = [
    model
    for app in (
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
    for model in apps.get_app_config(app).get_models()
    if model._meta.managed and not model._meta.proxy
]


@pytest.mark.sweep
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_would_pass_its_form(model: type[Model]) -> None:
    wrong = {}
    # Validating a row asks the database some ten times: of long tables every seventh will do.
    rows = model._default_manager.order_by("pk")
    for row in rows[:: 7 if rows.count() > 200 else 1]:
        try:
            row.full_clean()
        except ValidationError as error:
            wrong[str(row)] = error.message_dict
    assert wrong == {}


def test_the_signing_is_told_as_it_was() -> None:
    event = Event.objects.get(kind__code=UsualKind.SIGNING, starts_at__date=SIGNED)
    compact = event.compacts.get()
    report = event.posts.get()
    assert event.place == "Hội trường A Công an quận Bình Thạnh"
    assert [guest.name for guest in event.guests.all() if guest.name] == REAL
    assert event.guests.filter(name="").count() == 2
    assert [str(unit) for unit in event.hosts.order_by("sort_order")] == SIX
    assert compact.signed_on == SIGNED
    assert compact.sections.count() == 4
    assert [str(row.unit) for row in compact.signatures.all()] == SIX
    assert {row.signer_name for row in compact.signatures.all()} == {""}
    assert report.author_signature == "MỸ DUNG"
    assert str(report.section) == "Thi đua"
    assert report.get_absolute_url().startswith("/tin-tuc/2024/10/")
    assert (report.photos.first().credit, report.attachments.count()) == ("MD", 1)
    assert "ky ket giao uoc" in fold(report.title)
    assert report.comments.filter(state=Comment.State.APPROVED).count() == 8


def test_real_people_stand_in_the_report_alone() -> None:
    assert Member.objects.filter(full_name__in=REAL).count() == 0
    for name in REAL:
        assert [str(p.section) for p in Post.objects.filter(body_text__contains=name)] == [
            "Thi đua"
        ]


def test_cluster_two_has_its_six_units_and_a_rotating_head() -> None:
    cluster = Cluster.objects.get(name="Cụm thi đua II")
    heads = [cluster.head_on(dt.date(year, 12, 1)) for year in (2024, 2025, 2026)]
    assert [str(unit) for unit in cluster.members_on(SIGNED)] == SIX
    assert [str(head.unit) for head in heads if head] == ["Bình Thạnh", "Phú Nhuận", "Quận 4"]


def test_the_next_grades_wait_for_their_announcement() -> None:
    of_two = Classification.objects.filter(cluster__name="Cụm thi đua II")
    known = of_two.visible_to(AnonymousUser())
    years = sorted(set(known.values_list("year", flat=True)))
    assert years[:2] == [2024, 2025]
    assert known.count() == 6 * len(years)
    waiting = of_two.filter(announced_on=None)
    assert list(waiting.values_list("year", flat=True)) == [years[-1] + 1] * 6


def test_sizes_are_those_promised() -> None:
    assert Member.objects.count() == 602  # two of them admitted at the desk
    assert Unit.objects.branches().on().count() == 32
    assert Activity.objects.count() > 480
    assert Activity.objects.with_public_story().count() >= 11
    assert Post.objects.filter(state=Post.State.PUBLISHED).count() > 40
    assert Event.objects.upcoming().filter(state=Event.State.ANNOUNCED).count() == 8
    assert set(Event.objects.values_list("state", flat=True)) == set(Event.State.values)


def test_tree_differs_by_day() -> None:
    def branches(on: dt.date) -> set[str]:
        quan4 = Unit.objects.get(slug="quan-4")
        return {str(unit) for unit in Unit.objects.filter(parent=quan4).on(on)}

    before, after = branches(dt.date(2024, 12, 31)), branches(dt.date(2025, 1, 1))
    assert before - after == {"Chi hội Phường 6", "Chi hội Phường 9"}
    assert after - before == {"Chi hội liên phường 6 và 9"}


def test_one_district_ended_and_its_branches_go_on_under_the_city() -> None:
    quan10, last = Unit.objects.get(slug="quan-10"), dt.date(2025, 6, 30)
    heirs = Unit.objects.filter(level=Unit.Level.BRANCH, parent=quan10.parent)
    assert (quan10.is_on(last), quan10.has_ended) == (True, True)
    assert {str(unit) for unit in heirs.on()} == {
        "Chi hội Phường Hòa Hưng", "Chi hội Phường Diên Hồng",
    }  # fmt: skip
    assert set(quan10.successors.all()) == set(heirs)
    for old in Unit.objects.filter(parent=quan10):
        assert old.successors.get() in heirs
        assert Membership.objects.on(last).filter(unit=old).exists()
        assert not Membership.objects.on(last + dt.timedelta(days=1)).filter(unit=old).exists()
    cluster = Cluster.objects.get(name="Cụm thi đua I")
    assert quan10 in cluster.members_on(last)
    assert set(heirs) < set(cluster.members_on())


def test_nobody_belonged_to_a_branch_before_or_after_its_life() -> None:
    for stay in Membership.objects.select_related("unit"):
        assert stay.valid_from >= stay.unit.valid_from
        if stay.unit.valid_to:
            assert stay.valid_to is not None
            assert stay.valid_to <= stay.unit.valid_to


def test_phones_and_addresses_look_invented() -> None:
    assert Member.objects.exclude(phone__startswith="0900 000 ").count() == 0
    assert Member.objects.exclude(address__contains="đường Mẫu").count() == 0


@pytest.mark.parametrize(
    ("username", "rights", "managed"),
    [
        ("admin", set(), None),
        ("vanphong", {Position.Right.CITY_OFFICE}, "hoi-thanh-pho"),
        ("bientap", {Position.Right.NEWS_EDITOR}, ""),
        ("binhthanh", {Position.Right.DISTRICT_OFFICER}, "binh-thanh"),
        ("quan4", {Position.Right.DISTRICT_OFFICER}, "quan-4"),
        ("thuky1", {Position.Right.SECRETARY}, "chi-hoi-phuong-12-binh-thanh"),
        ("thuky2", {Position.Right.SECRETARY}, "chi-hoi-phuong-13-binh-thanh"),
        ("hoivien", set(), ""),
        ("thuquy", {Position.Right.TREASURER}, ""),  # names alone, no card
        ("kiemtra", {Position.Right.INSPECTION}, "hoi-thanh-pho"),
        ("chihoipho", {Position.Right.DEPUTY}, "chi-hoi-phuong-12-binh-thanh"),
    ],
)
def test_accounts_have_the_rights_their_names_say(
    username: str, rights: set[str], managed: str | None
) -> None:
    user = User.objects.get(username=username)
    assert user.check_password("demo")
    assert user.is_superuser == (username == "admin")
    assert user.rights == rights
    top = units_where(user, Subject.MEMBERS).in_tree_order().first()
    if managed is not None:
        assert (top.slug if top else "") == managed


def test_accounts_sign_in(rf) -> None:
    assert authenticate(rf.post("/"), username="hoivien", password="demo").username == "hoivien"


def test_hoivien_belongs_to_the_branch_of_thuky1() -> None:
    secretary, member = (User.objects.get(username=name).member for name in ("thuky1", "hoivien"))
    assert member.membership_on().unit == secretary.membership_on().unit
    assert member.memberships.get().unit.slug == "chi-hoi-phuong-12-binh-thanh"


def test_some_posts_stand_empty() -> None:
    names = [position.name for position, _ in vacancies(Unit.objects.get(slug="quan-8"))]
    assert names == ["Trưởng Ban Kiểm tra"]


def test_strangers_read_no_unpublished_article() -> None:
    readable = Post.objects.addressed_to(AnonymousUser())
    states = dict(Post.objects.values_list("state").annotate(n=Count("pk")))
    assert states["draft"] == 3
    assert states["withdrawn"] == 1
    assert readable.filter(audience=Post.Audience.INTERNAL).count() == 0
    assert readable.filter(published_at__date__gt=local_today()).count() == 0
    assert readable.on_front().first() == readable.newest_first().first()


def test_each_article_is_as_long_as_its_place_asks() -> None:
    newest = Post.objects.addressed_to(AnonymousUser()).newest_first()[:10]
    assert min(post.body.count("<p>") for post in newest) >= 3
    assert Post.objects.filter(body_text__icontains="lorem").count() == 0


def test_moderators_find_work() -> None:
    assert Comment.objects.to_decide().count() == 4
    assert [c.suspicion for c in Comment.objects.likely_adverts()] == ["certain"]
    assert all(comment.held_because for comment in Comment.objects.waiting())
    assert Comment.objects.filter(state=Comment.State.REJECTED).count() == 1


def test_the_citys_longevity_gift_comes_with_its_source() -> None:
    day = dt.date(2026, 6, 1)
    kind = WelfareKind.objects.get(code="mung-tho")
    rates = Rate.objects.filter(kind=kind).on(day)
    city = Unit.objects.get(level=Unit.Level.ASSOCIATION)
    of_ages = {age: Rate.objects.for_case(kind, city, age, day).first() for age in range(69, 103)}
    amounts = {age: rate.amount for age, rate in of_ages.items() if rate is not None}
    assert amounts == {
        70: 800_000, 75: 800_000, 80: 1_200_000, 85: 1_200_000, 90: 1_800_000, 95: 1_800_000,
        100: 2_300_000, 101: 2_400_000, 102: 2_400_000,
    }  # fmt: skip
    assert {"57/2025/NQ-HĐND" in rate.source for rate in rates} == {True}


def test_own_rates_say_that_they_are_samples() -> None:
    own = Rate.objects.exclude(kind__code="mung-tho")
    assert {"số liệu minh họa" in rate.source for rate in own} == {True}


def test_private_kinds_have_no_public_story() -> None:
    assert Activity.objects.with_public_story().filter(kind__is_private=True).count() == 0


def test_every_target_of_the_first_compact_was_reached() -> None:
    compact = Compact.objects.get(year=2024)
    for target in compact.targets.filter(kind="number"):
        assert target.value is not None
        last = target.results.latest("reported_on").reported_on
        assert sum(row.value for row in target.results.filter(reported_on=last)) >= target.value


def test_pictures_and_files_are_in_storage(loaded: Path) -> None:
    for photo in Photo.objects.all():
        assert all((loaded / name).is_file() for name in photo.picture.file_names)
        assert photo.alt.startswith("Tranh minh họa")
    attachment = Attachment.objects.get()
    file = loaded / str(attachment.file.name)
    assert file.read_bytes().startswith(b"%PDF")
    assert attachment.size == file.stat().st_size


def test_reports_give_everybody_something_to_do() -> None:
    def lines(username: str) -> list[str]:
        user = User.objects.get(username=username)
        return [task.label for task in report_tasks(user)]

    assert set(Report.objects.values_list("state", flat=True)) == set(Report.State.values)
    (owed,), (returned,) = lines("thuky1"), lines("thuky2")
    assert owed.startswith("Gửi báo cáo quý")
    assert returned.endswith("được trả lại để sửa")
    assert lines("binhthanh")[0] == "2 báo cáo chờ nhận"
    assert any("chi hội chưa gửi báo cáo" in words for words in lines("vanphong"))
