"""Posts, terms, who holds what since when, and the accounts that are shown on the sign-in page."""

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from kit.dates import local_today
from members.models import Appointment, ExpectedPost, Member, Position, Term, Unit, User
from register.actions.usual import USUAL_POSTS, usual_positions

from .people import People
from .seeds import day
from .units import FOUNDED, Tree

PASSWORD = "demo"  # noqa: S105 - shown on the sign-in page, and only while DEMO is on
FIRST_CONGRESS = 2023  # and each fifth year after it, on the day of the founding
TERM_YEARS = 5
# The public report of 11/10/2024 names real officers; invented ones take office only after it.
AFTER_THE_REPORT = day("01/01/2025")

# Posts that stand empty, so that the page of a unit has a vacancy to show.
_EMPTY = {
    ("HOI", "pho-chanh-van-phong"),
    ("Q8", "truong-ban-kiem-tra-hoi"),
    ("Q11", "chanh-van-phong-hoi"),
    ("BTH-05", "chi-hoi-pho"),
    ("Q6-02", "thu-ky-chi-hoi"),
    ("PN-02", "chi-hoi-pho"),
}
# Posts whose holder of today took over from somebody.
_HANDED_OVER = {
    ("BTH", "chu-tich"): day("01/07/2025"),
    ("Q4", "pho-chu-tich"): day("15/03/2026"),
    ("PN", "truong-ban-phong-trao"): day("20/08/2025"),
    ("BTH-01", "thu-ky-chi-hoi"): day("05/06/2025"),
    ("Q6-01", "chi-hoi-truong"): day("10/02/2026"),
    ("HOI", "chanh-van-phong"): day("05/01/2026"),
}


@dataclass
class Offices:
    """Who holds which post today: (unit's code, post's code) → member."""

    holders: dict[tuple[str, str], Member] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)


def load(tree: Tree, people: People) -> Offices:
    offices = Offices()
    posts = _posts()
    rows: list[Appointment] = []
    for unit in [tree.city, *tree.districts, *tree.branches]:
        first, *later = _terms(unit)
        for post in USUAL_POSTS[unit.level]:
            if (unit.code, post.code) not in _EMPTY:
                for _ in range(post.wanted):
                    held = _appointed(offices, tree, people, first, posts[post.code])
                    rows += held + _elected_again(held[-1], later)
    Appointment.objects.bulk_create(rows)
    ExpectedPost.objects.create(unit=tree["BTH"], position=posts["pho-chu-tich"], count=2)
    ExpectedPost.objects.create(unit=tree["Q4-09"], position=posts["chi-hoi-pho"], count=2)
    _treasurer(offices, people, tree, posts)
    _accounts(offices, people, tree)
    return offices


def _treasurer(offices: Offices, people: People, tree: Tree, posts: dict[str, Position]) -> None:
    """The one treasurer of the demo: no unit needs the post filled."""
    unit = tree["BTH"]
    member = people.take(tree.branches_of(unit)[1], AFTER_THE_REPORT)
    post = posts["thu-quy-hoi"]
    Appointment.objects.create(
        member=member, unit=unit, position=post, method=Appointment.Method.APPOINTED,
        decision_no=f"{AFTER_THE_REPORT:%d%m}/QĐ-TQ-{unit.code}", valid_from=AFTER_THE_REPORT,
    )  # fmt: skip
    offices.holders[unit.code, post.code] = member


def _terms(unit: Unit) -> list[Term]:
    """From congress to congress up to today's; the first begins with the unit."""
    terms = []
    for year in range(FIRST_CONGRESS, local_today().year + 1, TERM_YEARS):
        congress = FOUNDED.replace(year=year)
        if congress > local_today():
            break
        since = max(congress, unit.valid_from)
        terms.append(
            Term.objects.create(
                unit=unit,
                name=f"Nhiệm kỳ {year} - {year + TERM_YEARS}",
                valid_from=since,
                valid_to=congress.replace(year=year + TERM_YEARS),
                congress_on=since if unit.level < Unit.Level.BRANCH else None,
            )
        )
    return terms


def _posts() -> dict[str, Position]:
    posts = {post.code: post for level in USUAL_POSTS for post in usual_positions(level)}
    for post in posts.values():
        post.save()
    return posts


def _appointed(
    offices: Offices, tree: Tree, people: People, term: Term, post: Position
) -> list[Appointment]:
    """Today's holder of the post and, where it was handed over, the one before."""
    unit = term.unit
    homes = _homes(tree, unit)
    home = homes[len(people.taken) % len(homes)]
    start = unit.valid_from
    if unit.level == Unit.Level.ASSOCIATION or (unit.code, post.code) == ("BTH", "chu-tich"):
        start = AFTER_THE_REPORT
    handed_over = _HANDED_OVER.get((unit.code, post.code))
    rows = []
    if handed_over and (unit.code, post.code) != ("BTH", "chu-tich"):
        rows.append(_row(people.take(home, start), term, post, start, handed_over))
    member = people.take(home, handed_over or start)
    rows.append(_row(member, term, post, handed_over or start, None))
    offices.holders.setdefault((unit.code, post.code), member)
    return rows


def _elected_again(held: Appointment, terms: list[Term]) -> list[Appointment]:
    """The holder of a post is kept at each congress that came since."""
    rows = []
    for term in terms:
        held.valid_to = term.valid_from
        held = _row(held.member, term, held.position, term.valid_from, None)
        rows.append(held)
    return rows


def _homes(tree: Tree, unit: Unit) -> list[Unit]:
    """The branches among whose members the officers of a unit are found."""
    if unit.level == Unit.Level.BRANCH:
        return [unit]
    if unit.level == Unit.Level.DISTRICT:
        return tree.branches_of(unit)
    return [tree[code] for code in ("BTH-02", "BTH-03", "BTH-04", "BTH-06", "PN-03", "Q11-01")]


def _row(
    member: Member, term: Term, post: Position, since: dt.date, until: dt.date | None
) -> Appointment:
    elected = since == term.valid_from and post.right != Position.Right.NEWS_EDITOR
    return Appointment(
        member=member,
        unit=term.unit,
        position=post,
        term=term,
        method=Appointment.Method.ELECTED if elected else Appointment.Method.APPOINTED,
        decision_no="" if elected else f"{since:%d%m}/QĐ-MH-{term.unit.code}",
        valid_from=since,
        valid_to=until,
    )


def _accounts(offices: Offices, people: People, tree: Tree) -> None:
    holder = offices.holders
    password = make_password(PASSWORD)
    plain_member = people.take(tree["BTH-01"], AFTER_THE_REPORT)
    for username, member in (
        ("admin", None),
        ("vanphong", holder["HOI", "chanh-van-phong"]),
        ("bientap", holder["HOI", "bien-tap-vien"]),
        ("binhthanh", holder["BTH", "chu-tich"]),
        ("quan4", holder["Q4", "chu-tich"]),
        ("thuky1", holder["BTH-01", "thu-ky-chi-hoi"]),
        ("thuky2", holder["BTH-02", "thu-ky-chi-hoi"]),
        ("hoivien", plain_member),
        ("thuquy", holder["BTH", "thu-quy-hoi"]),
        ("kiemtra", holder["HOI", "truong-ban-kiem-tra"]),
        ("chihoipho", holder["BTH-01", "chi-hoi-pho"]),
    ):
        user = User(
            username=username,
            password=password,
            name="" if member else "Quản trị trang",
            email=f"{username}@hoi.example",
            member=member,
            is_superuser=member is None,
        )
        user.save()
        offices.users[username] = user
