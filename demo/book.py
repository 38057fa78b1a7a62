"""What the members' book holds beyond names: sheets filled in, consents, papers, saved filters."""

import datetime as dt
import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from kit.dates import local_today
from members.actor import acting_as
from members.models import (
    Consent,
    Member,
    MemberDocument,
    Policy,
    SavedFilter,
    SensitiveDetails,
    User,
)

from .paper import INK, PAPER, Face
from .people import People
from .seeds import chance

_PLACES = (
    "Bến Tre",
    "Long An",
    "Tiền Giang",
    "Quảng Nam",
    "Nam Định",
    "Nghệ An",
    "Gia Định",
    "Sóc Trăng",
)
_POSTS = ("Đội trưởng, Công an quận", "Phó trưởng phòng, Công an thành phố", "Cán bộ, Công an phường",
          "Trưởng Công an phường", "Trợ lý, Công an thành phố")  # fmt: skip
_EDUCATION = ("Trung học phổ thông", "Trung cấp", "Đại học")
_HOW = (Consent.Channel.PAPER, Consent.Channel.PAPER, Consent.Channel.SPOKEN)
_WITH_CONSENT = 40


def load(folk: People, users: dict[str, User]) -> str:
    members = sorted(
        (member for branch in folk.by_branch.values() for member in branch), key=lambda m: m.pk
    )
    _fill_sheets(members)
    keeper = users["thuky1"]
    near = [m for m in members if m.pk in {member.pk for member in _branch_of(keeper, folk)}]
    chosen = near[:8] + [m for m in members if m not in near][: _WITH_CONSENT - 8]
    _ask_consent(chosen, keeper)
    papers = _file_papers(near[:4], keeper)
    _save_filters(keeper, users["binhthanh"])
    with acting_as(user=keeper):
        # Read anew: the lives played meanwhile may have written a death on the card.
        for member in Member.objects.filter(pk__in=[neighbour.pk for neighbour in near[4:7]]):
            member.address = member.address.replace("đường Mẫu", "hẻm 2, đường Mẫu")
            member.save()
    return f"consents: {len(chosen)}, papers: {papers}"


def _branch_of(user: User, folk: People) -> list[Member]:
    return folk.by_branch[user.offices[0].unit.code]


def _fill_sheets(members: list[Member]) -> None:
    """Three of four sheets are filled in, as in any real book."""
    rng = chance("book")
    for member in members:
        if rng.random() < 0.25:
            continue
        member.native_place = rng.choice(_PLACES)
        member.education = rng.choice(_EDUCATION)
        member.last_post = rng.choice(_POSTS)
        member.enlisted_year = member.birth_year + rng.randint(17, 25)
        member.retired_year = member.retired_on.year if member.retired_on else None
        if rng.random() < 0.06:
            member.phone_is_shared, member.phone_owner = True, "con trai"
    Member.objects.bulk_update(
        members,
        ["native_place", "education", "last_post", "enlisted_year", "retired_year",
         "phone_is_shared", "phone_owner"],
    )  # fmt: skip


def _ask_consent(members: list[Member], keeper: User) -> None:
    rng = chance("consent")
    today = local_today()
    consents, details = [], []
    for member in members:
        given_on = today - dt.timedelta(days=rng.randint(20, 300))
        consents.append(
            Consent(
                member=member, purpose=Consent.Purpose.POLICY, channel=rng.choice(_HOW),
                given_on=given_on, recorded_by=keeper, wording=Consent.FIRST_WORDING,
            )
        )  # fmt: skip
        details.append(
            SensitiveDetails(member=member, policy=rng.choice((Policy.INVALID, Policy.MERIT)))
        )
    Consent.objects.bulk_create(consents)
    SensitiveDetails.objects.bulk_create(details)


def _file_papers(members: list[Member], keeper: User) -> int:
    today = local_today()
    kinds = (
        (MemberDocument.Kind.APPLICATION, "", None, MemberDocument.Readers.KEEPERS),
        (MemberDocument.Kind.CARD, "Thẻ hội viên", today + dt.timedelta(days=40),
         MemberDocument.Readers.KEEPERS),
        (MemberDocument.Kind.CONSENT, "", None, MemberDocument.Readers.OFFICE),
    )  # fmt: skip
    count = 0
    for member in members:
        for number, (kind, title, expires_on, readers) in enumerate(kinds, 1):
            data = _scan(MemberDocument.Kind(kind).label, member)
            paper = MemberDocument(
                member=member, kind=kind, title=title, number=f"{number:02}/MH-{member.code}",
                issued_on=today - dt.timedelta(days=300), expires_on=expires_on, readers=readers,
                uploaded_by=keeper, size=len(data),
            )  # fmt: skip
            paper.file.save("scan.pdf", ContentFile(data), save=False)
            with acting_as(user=keeper):
                paper.save()
            count += 1
    return count


def _scan(title: str, member: Member) -> bytes:
    """A sheet of A5 that says what it would be."""
    page = Image.new("RGB", (620, 874), PAPER)
    pen = ImageDraw.Draw(page)
    head, text = Face(34, 700), Face(22)
    head.write(pen, 60, 130, title.capitalize())
    text.write(pen, 60, 200, f"{member.full_name}, {member.code}")
    text.write(pen, 60, 240, "Giấy minh họa, không có giá trị.")
    pen.line((60, 265, 560, 265), fill=INK)
    out = io.BytesIO()
    page.save(out, "PDF")
    return out.getvalue()


def _save_filters(keeper: User, officer: User) -> None:
    for user, name, query, unit in (
        (keeper, "Tròn tuổi chúc thọ năm nay", "chuc_tho=on", keeper.offices[0].unit),
        (keeper, "Còn thiếu ngày sinh", "thieu=ngay-sinh", None),
        (officer, "Từ 80 tuổi", "tuoi_tu=80&sap=tuoi", officer.offices[0].unit),
    ):
        SavedFilter.objects.create(
            user=user, name=name, query=query, unit=unit, is_reminder=name == "Từ 80 tuổi"
        )
