"""Short ways to make records in tests: each makes one sensible row, anything overridable."""

import datetime as dt
import io
import itertools
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from dues.models import Collection, DuesRate, Payment, Waiver, first_day
from emulation.models import (
    Addendum,
    Ballot,
    BallotOption,
    Classification,
    Clause,
    Cluster,
    ClusterHead,
    ClusterMeeting,
    ClusterMembership,
    Compact,
    CompactComment,
    CriteriaSet,
    Criterion,
    Cycle,
    EvidenceFile,
    Goal,
    Mark,
    PeerSheet,
    Ranking,
    ScoreSheet,
    ScoringRules,
    SignedScan,
    Target,
)
from emulation.models import (
    Section as CompactSection,
)
from events.models import (
    AnnualDay,
    ContestResult,
    Event,
    EventDocument,
    EventKind,
    EventNotice,
    EventPhoto,
    Invitation,
    Minutes,
    Registration,
    RegistrationTerms,
    UsualKind,
    usual_kinds,
)
from exemplars.models import (
    Adoption,
    Exemplar,
    ExemplarFigure,
    ExemplarKind,
    ExemplarPhoto,
    UnitRating,
)
from fund.actions import (
    AdvanceTerms,
    BoxClosing,
    CountSheet,
    LoanTerms,
    Voucher,
    close_book,
    close_box,
    give_advance,
    lend,
    pay_out,
    receive,
    record_count,
    repay,
)
from fund.models import (
    Account,
    Advance,
    CashBox,
    CashCount,
    Closing,
    Keeper,
    Loan,
    Transaction,
    usual_accounts,
)
from inspection.models import CheckItem, Finding, Inspection, usual_items
from kit.dates import local_today
from members.models import (
    Application,
    Appointment,
    AwardKind,
    Candidate,
    Consent,
    Decision,
    Departure,
    Discipline,
    Handover,
    LetterText,
    Member,
    MemberAward,
    MemberPass,
    Membership,
    PassPrinting,
    Position,
    Proposal,
    Transfer,
    Unit,
    User,
)
from news.models import Comment, Delivery, FrontPin, Mailing, Photo, Post, Section, Subscriber
from recognition.models import (
    AwardDecision,
    AwardRate,
    BaseSalary,
    CertificateLayout,
    Dossier,
    Grant,
    LayoutField,
    Nominee,
)
from reports.models import Period, Report, ReportKind, report_parts
from welfare.actions.postings import post_activities
from welfare.models import (
    Activity,
    ActivityPhoto,
    HealthReason,
    House,
    HouseGift,
    HouseStage,
    PublishedQuarter,
    Rate,
    Span,
    WelfareEntry,
    WelfareKind,
    WelfareList,
)

# All of five digits, so that what is made later also stands later by name.
_n = itertools.count(10_001)
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
        # Whoever was in a branch that is no more went on to another one.
        left_by = Membership.Exit.REASSIGNED if branch.valid_to else ""
        Membership.objects.create(
            member=member, unit=branch, valid_from=max(joined, branch.valid_from),
            valid_to=branch.valid_to, left_by=left_by,
        )  # fmt: skip
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
    code = fields.pop("kind", None) or fields.get("kind_id", UsualKind.MEETING)
    if not EventKind.objects.filter(code=code).exists():  # a test outside a transaction emptied all
        next(kind for kind in usual_kinds() if kind.code == code).save()
    fields.setdefault("kind_id", code)
    return Event.objects.create(**defaults | fields)


def make_event_photo(event: Event, *, is_public: bool = False, **fields: Any) -> EventPhoto:
    """A photograph of the event, public with consent or for its units alone."""
    shown = {"is_internal": not is_public, "people_agreed": is_public}
    return EventPhoto.objects.create(event=event, picture=picture_file(), **shown | fields)


def make_contest_result(event: Event, unit: Unit, **fields: Any) -> ContestResult:
    """A first prize of the unit, unless told."""
    defaults = {"discipline": "Cờ tướng", "prize": "first", "place": 1}
    return ContestResult.objects.create(event=event, unit=unit, **defaults | fields)


def make_event_document(event: Event, **fields: Any) -> EventDocument:
    return EventDocument.objects.create(event=event, **{"file": pdf_file()} | fields)


def pdf_file(name: str = "giay.pdf") -> SimpleUploadedFile:
    """The smallest thing that passes for a PDF."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", "application/pdf")


def make_terms(event: Event, **fields: Any) -> RegistrationTerms:
    """Registration open until the day of the event."""
    defaults = {"closes_on": event.starts_on}
    return RegistrationTerms.objects.create(event=event, **defaults | fields)


def make_annual_day(unit: Unit, **fields: Any) -> AnnualDay:
    """A solar day of the unit, the third of December."""
    defaults = {"name": f"Ngày truyền thống {next(_n)}", "day": 3, "month": 12}
    return AnnualDay.objects.create(unit=unit, **defaults | fields)


def make_invitation(event: Event, **fields: Any) -> Invitation:
    """Of a guest from outside, whom nothing reached yet."""
    defaults = {"name": f"Trần Khách {next(_n)}", "post": "Trưởng phòng"}
    return Invitation.objects.create(event=event, **defaults | fields)


def make_notice(event: Event, **fields: Any) -> EventNotice:
    """Of a guest from outside who is still to be told that the event was moved."""
    defaults = {"name": f"Trần Khách {next(_n)}", "change": "moved", "changed_at": timezone.now()}
    return EventNotice.objects.create(event=event, **defaults | fields)


def make_registration(event: Event, member: Member, **fields: Any) -> Registration:
    """Of an event that takes registrations; with a place unless another state is given."""
    if not RegistrationTerms.objects.filter(event=event).exists():
        make_terms(event)
    defaults = {
        "state": Registration.State.PLACED, "registered_at": timezone.now(),
        "turn": event.registrations.count() + 1,
    }  # fmt: skip
    return Registration.objects.create(event=event, member=member, **defaults | fields)


def make_event_kind(**fields: Any) -> EventKind:
    n = next(_n)
    return EventKind.objects.create(**{"code": f"loai-{n}", "name": f"loại {n}"} | fields)


def long_past() -> dt.datetime:
    """A moment past whenever the tests run, and after anybody joined."""
    return timezone.now() - dt.timedelta(days=3)


def make_minutes(event: Event, **fields: Any) -> Minutes:
    """Minutes with one task; closed where `closed_at` is given."""
    defaults = {"chair": "Lê Chủ Trì", "secretary": "Lê Thư Ký", "agenda": "Bàn việc quý tới"}
    minutes = Minutes.objects.create(event=event, **defaults | fields)
    minutes.tasks.create(
        what="Thăm bác Năm", responsible="Lê Phụ Trách", due_on=local_today() + dt.timedelta(9)
    )
    return minutes


def make_cluster(*units: Unit, **fields: Any) -> Cluster:
    """A cluster with those units in it since long ago."""
    n = next(_n)
    defaults = {"name": f"Cụm thi đua {n}", "slug": f"cum-thi-dua-{n}", "valid_from": LONG_AGO}
    cluster = Cluster.objects.create(**defaults | fields)
    for unit in units:
        ClusterMembership.objects.create(cluster=cluster, unit=unit, valid_from=LONG_AGO)
    return cluster


def make_cycle(cluster: Cluster | None = None, **fields: Any) -> Cycle:
    """This calendar year's, unless told; of the days in between none."""
    year = fields.pop("year", local_today().year)
    defaults = {
        "name": f"Năm {year}", "starts_on": dt.date(year, 1, 1), "ends_on": dt.date(year, 12, 31),
    }  # fmt: skip
    return Cycle.objects.create(cluster=cluster or make_cluster(), year=year, **defaults | fields)


def make_goal(cycle: Cycle, unit: Unit, **fields: Any) -> Goal:
    """Registered today: "good", unless told."""
    defaults = {"grade": "good", "registered_on": local_today()}
    return Goal.objects.create(cycle=cycle, unit=unit, **defaults | fields)


def make_cluster_head(cluster: Cluster, unit: Unit, **fields: Any) -> ClusterHead:
    """In the chair since long ago, unless told."""
    return ClusterHead.objects.create(
        cluster=cluster, unit=unit, **{"valid_from": LONG_AGO} | fields
    )


def make_sheet(unit: Unit, cycle: Cycle | None = None, **fields: Any) -> ScoreSheet:
    """An empty score sheet of this year, by a set of one criterion of ten points; handed in where
    `submitted_by` is given."""
    if cycle is None:
        criteria = make_criteria(unit, issued_on=local_today())
        cycle = make_cycle(make_cluster(unit), criteria_set=criteria)
    if "submitted_by" in fields:
        fields = {"submitted_at": timezone.now()} | fields
    return ScoreSheet.objects.create(cycle=cycle, unit=unit, **fields)


def make_mark(sheet: ScoreSheet, criterion: Criterion | None = None, **fields: Any) -> Mark:
    """Of the sheet's first criterion, five points, unless told."""
    leaves = Criterion.objects.filter(criteria_set=sheet.cycle.criteria_set_id)
    criterion = criterion or leaves.exclude(kind="group")[0]
    return Mark.objects.create(sheet=sheet, criterion=criterion, **{"value": 5} | fields)


def make_evidence(sheet: ScoreSheet, **fields: Any) -> EvidenceFile:
    """A PDF behind the sheet's first criterion."""
    mark = sheet.marks.first() or make_mark(sheet)
    content = b"%PDF-1.4 minh chung %%EOF"
    defaults = {
        "title": "Danh sách thăm hỏi", "file": ContentFile(content, "danh-sach.pdf"),
        "size": len(content), "digest": f"{next(_n):064}", "added_by": _by(),
    }  # fmt: skip
    return EvidenceFile.objects.create(mark=mark, **defaults | fields)


def make_rules(cycle: Cycle, **fields: Any) -> ScoringRules:
    """The usual rules; with `opened_at` the peers' scores may be read."""
    opened_at = fields.pop("opened_at", None)
    rules, _ = ScoringRules.objects.get_or_create(cycle=cycle, defaults=fields)
    if opened_at:
        rules.opened_at = opened_at
        rules.save()
    return rules


def make_peer_sheet(sheet: ScoreSheet, scorer: Unit | None = None, **fields: Any) -> PeerSheet:
    """Opened and handed in by another unit, which gives the first criterion six points, unless
    told; with `is_blind`, neither opened nor handed in."""
    is_blind, remark = fields.pop("is_blind", False), fields.pop("remark", "")
    peer = PeerSheet.objects.create(sheet=sheet, scorer=scorer or make_branch(), **fields)
    leaf = Criterion.objects.filter(criteria_set=sheet.cycle.criteria_set_id).exclude(kind="group")[
        0
    ]
    peer.marks.create(criterion=leaf, value=6, remark=remark)
    if not is_blind:
        peer.submitted_at, peer.submitted_by = timezone.now(), _by()
        peer.save()
        make_rules(sheet.cycle, opened_at=timezone.now())
    return peer


def make_meeting(cycle: Cycle, **fields: Any) -> ClusterMeeting:
    """The folder of the cycle's meeting, with a slogan."""
    defaults = {"slogan": "Đoàn kết, nghĩa tình, gương mẫu", "counters": "Lê Văn Đếm"}
    return ClusterMeeting.objects.create(cycle=cycle, **defaults | fields)


def make_ballot(cycle: Cycle, *options: str, **fields: Any) -> Ballot:
    """A question with two options, not counted."""
    ballot = Ballot.objects.create(
        cycle=cycle, **{"question": f"Nội dung bỏ phiếu {next(_n)}"} | fields
    )
    for order, text in enumerate(options or ("Đồng ý", "Không đồng ý"), 1):
        BallotOption.objects.create(ballot=ballot, order=order, text=text)
    return ballot


def make_counted_ballot(cycle: Cycle, **fields: Any) -> Ballot:
    """Two ballots, one for each of two options."""
    ballot = make_ballot(cycle, **{"issued": 2, "returned": 2, "invalid": 0} | fields)
    ballot.options.update(votes=1)
    return ballot


def make_ranking(cycle: Cycle, **fields: Any) -> Ranking:
    """A locked one without units."""
    defaults = {
        "snapshot": '{"units": []}', "digest": "0" * 64, "locked_at": timezone.now(),
        "locked_by": _by(),
    }  # fmt: skip
    return Ranking.objects.create(cycle=cycle, **defaults | fields)


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


def make_compact_parts(compact: Compact) -> tuple[CompactSection, Clause, Target]:
    """A section with one clause, and a target of a number."""
    n = next(_n)
    section = compact.sections.create(title=f"Nội dung {n}", order=1)
    clause = section.clauses.create(text=f"Điều khoản {n}", order=1)
    target = compact.targets.create(
        section=section, name=f"Chỉ tiêu {n}", measure="lượt", value=120, order=1
    )
    return section, clause, target


def make_addendum(compact: Compact, **fields: Any) -> Addendum:
    """A draft, the next of that compact."""
    defaults = {
        "title": "Việc thử",
        "text": "Nội dung phụ lục.",
        "number": compact.addenda.count() + 1,
    }
    return Addendum.objects.create(compact=compact, **defaults | fields)


def make_compact_comment(compact: Compact, **fields: Any) -> CompactComment:
    """Of a unit of the cluster, on the whole draft, not answered yet."""
    defaults = {"unit": compact.units[0], "text": "Góp ý thử", "author": _by()}
    return CompactComment.objects.create(compact=compact, **defaults | fields)


def make_signed_scan(compact: Compact) -> SignedScan:
    scan = SignedScan(compact=compact, added_by=_by())
    scan.file.save("ban-ky.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
    return scan


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


def make_welfare_rate(kind: WelfareKind, **fields: Any) -> Rate:
    """500.000 đ for everybody, since long ago, unless told."""
    defaults = {"amount": 500_000, "source": "NQ", "valid_from": LONG_AGO}
    return Rate.objects.create(kind=kind, **defaults | fields)


def make_welfare_list(unit: Unit, *members: Member, **fields: Any) -> WelfareList:
    """This year's draft of that unit, of a kind of its own, with these members on it."""
    kind = fields.pop("kind", None) or make_welfare_kind(listed="year")
    year = fields.pop("year", local_today().year)
    span = Span(kind, unit, year, fields.get("month", 0))
    if fields.get("state") in ("approved", "refused", "cancelled"):
        fields = {"answered_by": _by(), "answered_at": timezone.now()} | fields
    if fields.get("state", "draft") != "draft":
        fields = {"decider": unit.parent or unit, "answer": "Lý do"} | fields
    made = WelfareList.objects.create(
        kind=kind, unit=unit, year=year, period=span.period, counted_on=span.ends_on,
        token=_token(), made_by=fields.pop("made_by", None) or _by(), **fields,
    )  # fmt: skip
    for member in members:
        make_welfare_entry(made, member)
    return made


def make_welfare_entry(gift_list: WelfareList, member: Member, **fields: Any) -> WelfareEntry:
    defaults = {
        "unit": member.memberships.latest("pk").unit, "kind": gift_list.kind,
        "period": gift_list.period, "full_name": member.full_name, "code": member.code,
        "birth_year": member.birth_year, "age": gift_list.year - member.birth_year,
        "amount": 500_000,
    }  # fmt: skip
    return WelfareEntry.objects.create(gift_list=gift_list, member=member, **defaults | fields)


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


def make_published_quarter() -> PublishedQuarter:
    """A quarter of long ago with figures of all, of a kind, of a unit and of the rest."""
    quarter = PublishedQuarter.objects.create(year=1000 + next(_n), quarter=1)
    for table, fields in (
        ("all", {}),
        ("kind", {"kind": make_welfare_kind(), "money": 3_000_000, "goods": 0}),
        ("unit", {"unit": make_branch()}),
        ("unit", {}),
    ):
        quarter.figures.create(table=table, people=7, **fields)
    return quarter


def make_health_reason(activity: Activity, text: str = "Nằm viện") -> HealthReason:
    """With the member's consent, where there is a member."""
    if activity.member and not activity.member.consents.filter(purpose="health").exists():
        make_consent(activity.member, "health")
    return HealthReason.objects.create(activity=activity, text=text)


def make_house(unit: Unit, **fields: Any) -> House:
    """A surveyed house of a family, with what a proposal asks for."""
    state = fields.get("state", "draft")
    if state != "draft":
        fields = {"decider": unit.parent or unit} | fields
    defaults = {
        "family": "Gia đình bà Sáu", "surveyed_on": dt.date(2026, 3, 2), "survey": "Nhà dột",
        "estimate": 80_000_000, "token": _token(),
        "made_by": fields.pop("made_by", None) or _by(),
    }  # fmt: skip
    return House.objects.create(unit=unit, **defaults | fields)


def make_house_gift(house: House, **fields: Any) -> HouseGift:
    defaults = {"giver": "Ông Năm", "pledged": 10_000_000, "token": _token()}
    return HouseGift.objects.create(house=house, **defaults | fields)


def make_house_stage(house: House, **fields: Any) -> HouseStage:
    """What was done on the day of the survey, with a photograph."""
    defaults = {"on": dt.date(2026, 3, 2), "what": "Đổ móng", "token": _token()}
    stage = HouseStage(house=house, **defaults | fields)
    stage.picture.save("nha.jpg", picture_file(), save=False)
    stage.save()
    return stage


def make_activity_photo(activity: Activity) -> ActivityPhoto:
    photo = ActivityPhoto(activity=activity)
    photo.picture.save("anh.jpg", picture_file(), save=False)
    photo.save()
    return photo


def make_consent(member: Member, purpose: str = "policy", **fields: Any) -> Consent:
    """Signed on paper yesterday, in today's wording."""
    defaults = {
        "channel": "paper", "said": "Tôi đồng ý.", "given_on": yesterday(),
        "recorded_by": fields.pop("recorded_by", None) or _by(),
    }  # fmt: skip
    return Consent.objects.create(member=member, purpose=purpose, **defaults | fields)


def make_award_kind(**fields: Any) -> AwardKind:
    n = next(_n)
    defaults = {
        "code": f"khen-{n}", "name": f"Giấy khen loại {n}", "authority": "Chủ tịch Hội",
        "valid_from": dt.date(1976, 1, 1),
    }  # fmt: skip
    return AwardKind.objects.create(**defaults | fields)


def make_award(member: Member, **fields: Any) -> MemberAward:
    """An award of the year 2025 that stands."""
    defaults = {"year": 2025, "made_by": fields.pop("made_by", None) or _by(), "token": _token()}
    if "kind" not in fields:
        defaults["kind"] = make_award_kind()
    return MemberAward.objects.create(member=member, **defaults | fields)


def make_award_rate(kind: AwardKind, **fields: Any) -> AwardRate:
    """Half the base salary for a person, since long ago."""
    defaults = {"recipient": "person", "multiple": Decimal("0.5"), "source": "NĐ"}
    return AwardRate.objects.create(kind=kind, **{"valid_from": LONG_AGO} | defaults | fields)


def make_base_salary(**fields: Any) -> BaseSalary:
    """2.340.000 đ since long ago."""
    defaults = {"amount": 2_340_000, "source": "NĐ", "valid_from": LONG_AGO}
    return BaseSalary.objects.create(**defaults | fields)


def make_dossier(unit: Unit, *members: Member, **fields: Any) -> Dossier:
    """A draft of this year for an award of its own, with these members, voted for by 9 of 10."""
    now = local_today()
    if fields.get("state", "draft") not in ("draft", "cancelled"):
        fields = {"received_on": now} | fields
    defaults = {
        "kind": fields.pop("kind", None) or make_award_kind(), "year": now.year, "title": "Việc tốt",
        "holder": unit, "met_on": now, "present": 10, "chair": "Lê Chủ Trì", "secretary": "Vũ Thư Ký",
        "made_by": _by(), "token": _token(),
    }  # fmt: skip
    dossier = Dossier.objects.create(unit=unit, **defaults | fields)
    for member in members:
        make_nominee(dossier, member=member)
    return dossier


def make_nominee(dossier: Dossier, **fields: Any) -> Nominee:
    """Somebody in a dossier about whom every check is satisfied."""
    defaults = {
        "recipient": "collective" if "unit" in fields else "person", "votes_for": 9,
        "complaint": "none", "report": "Giúp dân, giữ an ninh khu phố.",
        "order": dossier.nominees.count() + 1,
    }  # fmt: skip
    return Nominee.objects.create(dossier=dossier, **defaults | fields)


def make_exemplar_kind(**fields: Any) -> ExemplarKind:
    """A way of working, unless said otherwise."""
    return ExemplarKind.objects.create(**{"name": f"Loại thử {next(_n)}"} | fields)


def make_exemplar(unit: Unit, **fields: Any) -> Exemplar:
    """A draft of that unit; recognised today if its state says so."""
    state = fields.get("state", "draft")
    if state not in ("draft", "cancelled"):
        fields = {"decider": unit.parent or unit} | fields
    if state in ("recognised", "ended"):
        fields = {"recognised_on": local_today()} | fields
    defaults = {
        "kind": fields.pop("kind", None) or make_exemplar_kind(), "title": f"Cách làm {next(_n)}",
        "begun_year": 2020, "lead": "Làm từng việc nhỏ.", "story": "Chuyện kể lại.",
        "made_by": _by(), "token": _token(),
    }  # fmt: skip
    return Exemplar.objects.create(unit=unit, **defaults | fields)


def make_exemplar_figure(exemplar: Exemplar, **fields: Any) -> ExemplarFigure:
    defaults = {"label": "Số hộ", "value": Decimal(12), "measure": "hộ", "as_of": local_today()}
    return ExemplarFigure.objects.create(exemplar=exemplar, **defaults | fields)


def make_exemplar_photo(exemplar: Exemplar, **fields: Any) -> ExemplarPhoto:
    photo = ExemplarPhoto(exemplar=exemplar, alt="Bà con trong hẻm", people_agreed=True, **fields)
    photo.picture.save("hem.jpg", picture_file(), save=False)
    photo.save()
    return photo


def make_adoption(exemplar: Exemplar, unit: Unit, **fields: Any) -> Adoption:
    return Adoption.objects.create(
        exemplar=exemplar, unit=unit, **{"since": local_today()} | fields
    )


def make_unit_rating(unit: Unit, **fields: Any) -> UnitRating:
    """A year by a scale of two criteria of 60 and 40 points, from 80 on; not scored yet."""
    kind = fields.pop("kind", None)
    if kind is None:
        scale = CriteriaSet.objects.create(unit=unit.line[0], name=f"Thang {next(_n)}")
        for maximum in (60, 40):
            make_criterion(scale, maximum=Decimal(maximum))
        CriteriaSet.objects.filter(pk=scale.pk).update(issued_on=local_today())
        kind = make_exemplar_kind(about="unit", criteria_set=scale, pass_mark=Decimal(80))
    defaults = {
        "year": local_today().year, "criteria_set": kind.criteria_set, "pass_mark": kind.pass_mark,
        "made_by": _by(), "token": _token(),
    }  # fmt: skip
    return UnitRating.objects.create(unit=unit, kind=kind, **defaults | fields)


def make_award_decision(**fields: Any) -> AwardDecision:
    """Signed today."""
    n = next(_n)
    defaults = {
        "number": f"{n}/QĐ", "signed_on": local_today(), "authority": "Chủ tịch Hội",
        "signer": "Lê Người Ký", "made_by": _by(),
    }  # fmt: skip
    return AwardDecision.objects.create(**defaults | fields)


def make_grant(nominee: Nominee, **fields: Any) -> Grant:
    """What a decision of today gave; a person's is on the card too."""
    dossier = nominee.dossier
    award = None
    if nominee.recipient == "person" and nominee.member is not None:
        award = make_award(nominee.member, kind=dossier.kind, year=local_today().year)
    defaults = {
        "decision": fields.pop("decision", None) or make_award_decision(), "award": award,
        "recipient": nominee.recipient, "member": nominee.member, "unit": nominee.unit,
        "kind": dossier.kind, "year": dossier.year, "amount": 1_170_000,
    }  # fmt: skip
    return Grant.objects.create(nominee=nominee, **defaults | fields)


def make_certificate_layout(**fields: Any) -> CertificateLayout:
    """A blank of A4 in landscape on which nothing stands yet."""
    defaults = {"name": f"Phôi thử {next(_n)}", "width": Decimal(297), "height": Decimal(210)}
    return CertificateLayout.objects.create(**defaults | fields)


def make_layout_field(layout: CertificateLayout, **fields: Any) -> LayoutField:
    """The recipient's name in the middle."""
    defaults = {
        "writing": "recipient", "x": Decimal(40), "y": Decimal(120), "width": Decimal(217),
        "size": Decimal(24),
    }  # fmt: skip
    return LayoutField.objects.create(layout=layout, **defaults | fields)


def make_discipline(member: Member, **fields: Any) -> Discipline:
    """A reprimand since yesterday that still holds."""
    defaults = {
        "kind": Discipline.Kind.REPRIMAND, "valid_from": yesterday(), "decision_no": "3/QĐ",
        "reason": "Việc thử", "token": _token(),
        "made_by": fields.pop("made_by", None) or _by(),
    }  # fmt: skip
    return Discipline.objects.create(member=member, **defaults | fields)


# --- Hội phí --------------------------------------------------------------------------------


def make_dues_rate(unit: Unit, year: int = 2026, **fields: Any) -> DuesRate:
    defaults = {"unit": unit, "amount": 120_000, "valid_from": first_day(year), "source": "NQ"}
    return DuesRate.objects.create(**defaults | fields)


def make_payment(member: Member, unit: Unit, **fields: Any) -> Payment:
    """Today, for this year, in a meeting of its own, unless told."""
    paid_on = fields.get("paid_on", local_today())
    if "collection" not in fields:
        fields["collection"] = Collection.objects.create(
            unit=unit, held_on=paid_on, collector="Thủ quỹ"
        )
    defaults = {
        "member": member,
        "unit": unit,
        "year": paid_on.year,
        "amount": 120_000,
        "paid_on": paid_on,
        "receipt_year": paid_on.year,
        "number": Payment.objects.next_number(unit, paid_on.year),
    }
    return Payment.objects.create(**defaults | fields)


def make_waiver(member: Member, unit: Unit, **fields: Any) -> Waiver:
    today = local_today()
    defaults = {"year": today.year, "reason": "Khó khăn", "decided_on": today}
    return Waiver.objects.create(**{"member": member, "unit": unit} | defaults | fields)


# --- Quỹ --------------------------------------------------------------------------------------


def make_account(kind: str = Account.Kind.INCOME, *, role: str = "", number: int = 0) -> Account:
    """The first account of that kind, a later one by `number`, or the one for a purpose; the usual
    ones are there after the first call."""
    if not Account.objects.exists():
        Account.objects.bulk_create(usual_accounts())
    return Account.objects.get(role=role) if role else Account.objects.of(kind)[number]


def make_criteria(unit: Unit, **fields: Any) -> CriteriaSet:
    """A draft of that unit with one section, which holds one criterion of ten points; with
    `issued_on`, issued."""
    issued_on = fields.pop("issued_on", None)
    defaults = {"name": f"Bộ tiêu chí {next(_n)}"}
    criteria_set = CriteriaSet.objects.create(unit=unit, **defaults | fields)
    section = make_criterion(criteria_set, kind="group", title="Mục lớn", maximum=None)
    make_criterion(criteria_set, parent=section)
    if issued_on:
        criteria_set.issued_on = issued_on
        criteria_set.save()
    return criteria_set


def make_criterion(criteria_set: CriteriaSet, **fields: Any) -> Criterion:
    """Judged from 0 to 10, the last of its section, unless told."""
    defaults = {
        "title": f"Tiêu chí {next(_n)}", "kind": "judged", "maximum": 10,
        "order": criteria_set.criteria.count() + 1,
    }  # fmt: skip
    return Criterion.objects.create(criteria_set=criteria_set, **defaults | fields)


def make_box(unit: Unit, **fields: Any) -> CashBox:
    """An empty cash box since long ago, and somebody who keeps it."""
    keeper = fields.pop("keeper", None) or make_member(unit if unit.level == 2 else make_branch())
    defaults = {"name": f"Quỹ {next(_n)}", "opened_on": LONG_AGO}
    box = CashBox.objects.create(unit=unit, **defaults | fields)
    Keeper.objects.create(box=box, member=keeper, valid_from=box.opened_on)
    return box


def make_closed_box(unit: Unit) -> CashBox:
    """An empty box that was counted and closed today."""
    box = make_box(unit)
    make_count(box, {}, explanation="")
    closing = BoxClosing(local_today(), "Chi hội sáp nhập", is_incomplete=True)
    return close_box(box=box, closing=closing, token=_token(), by=_by())


def make_count(box: CashBox, notes: dict[int, int] | None = None, **fields: Any) -> CashCount:
    """A count of today: one note of 100.000 đ too many, unless told."""
    names = {"keeper": "Lê Thị Giữ", "witness": "Trần Văn Chứng", "head": "Phạm Văn Trưởng"}
    usual = {"counted_on": local_today(), "explanation": "Chưa ghi một khoản thu"} | names
    sheet = CountSheet(**usual | fields, notes={100_000: 1} if notes is None else notes)  # type: ignore[arg-type]  # as given
    return record_count(box=box, sheet=sheet, token=_token(), by=_by())


def make_closing(book: Unit, year: int | None = None, month: int | None = None) -> Closing:
    """Last year, unless told."""
    return close_book(book=book, year=year or local_today().year - 1, month=month, by=_by())


def make_voucher(box: CashBox, amount: int = 500_000, **fields: Any) -> Transaction:
    """A Phiếu thu of today; with a negative amount a Phiếu chi."""
    action = receive if amount > 0 else pay_out
    kind = fields.pop("kind", Account.Kind.INCOME if amount > 0 else Account.Kind.EXPENSE)
    account = fields.pop("account", None) or make_account(kind)
    by = fields.pop("by", None) or _by()
    defaults: dict[str, Any] = {
        "day": local_today(), "amount": abs(amount), "text": "Việc thử", "party": "Bà Thử",
        "is_another": True,
    }  # fmt: skip
    return action(
        box=box, account=account, voucher=Voucher(**defaults | fields), token=_token(), by=by
    )


def make_loan(box: CashBox, amount: int = 6_000_000, **fields: Any) -> Loan:
    """Lent a hundred days ago, to be repaid at once after thirty, unless told; the box is filled
    first."""
    day = fields.pop("lent_on", local_today() - dt.timedelta(days=100))
    make_voucher(box, amount, day=day)
    by = fields.pop("by", None) or _by()
    usual: dict[str, Any] = {
        "member": fields.pop("member", None) or make_member(box.unit, joined=LONG_AGO),
        "purpose": "Nuôi gà", "first_due": day + dt.timedelta(days=30), "decision_no": "05/BB",
        "decided_on": day,
    }  # fmt: skip
    terms = LoanTerms(amount=amount, lent_on=day, **usual | fields)
    return lend(box=box, terms=terms, token=_token(), by=by)


def make_advance(box: CashBox, amount: int = 1_000_000, **fields: Any) -> Advance:
    """Of today, to be accounted for within thirty days, unless told; the box is filled first."""
    day = fields.pop("given_on", local_today())
    make_voucher(box, amount, day=day)
    usual: dict[str, Any] = {
        "member": fields.pop("member", None) or make_member(box.unit, joined=LONG_AGO),
        "purpose": "Mua quà", "settle_by": day + dt.timedelta(days=30),
    }  # fmt: skip
    terms = AdvanceTerms(amount=amount, given_on=day, **usual | fields)
    return give_advance(box=box, terms=terms, token=_token(), by=_by(), is_another=True)


def make_repayment(loan: Loan, amount: int = 1_000_000, **fields: Any) -> Transaction:
    """Of today, unless told."""
    by = fields.pop("by", None) or _by()
    defaults: dict[str, Any] = {
        "day": local_today(),
        "amount": amount,
        "text": "",
        "is_another": True,
    }
    return repay(
        loan=loan, box=loan.box, voucher=Voucher(**defaults | fields), token=_token(), by=by
    )


def make_posting(box: CashBox, activity: Activity, **fields: Any) -> Transaction:
    """The Phiếu chi that pays this act, of the act's day."""
    account = fields.pop("account", None) or make_account("expense")
    return post_activities(
        activities=[activity], box=box, account=account, token=_token(), by=_by(),
        **{"day": activity.happened_on} | fields,
    )  # fmt: skip


def make_inspection(unit: Unit, **fields: Any) -> Inspection:
    """A check of this year's books of that unit, under way, each usual item found right."""
    if not CheckItem.objects.exists():
        for item in usual_items():
            item.valid_from = LONG_AGO
            item.save()
    today = local_today()
    defaults: dict[str, Any] = {
        "year": today.year, "held_on": today, "lead": "Lê Thị Kiểm", "host": "Trần Văn Tiếp",
        "token": _token(), "started_by": fields.pop("by", None) or _by(),
    }  # fmt: skip
    if fields.get("state", "open") not in ("open", "cancelled"):
        defaults["answer_by"] = today
    made = Inspection.objects.create(unit=unit, **defaults | fields)
    for item in CheckItem.objects.all():
        Finding.objects.create(
            inspection=made, item=item, text=item.text, figure=item.figure, order=item.order,
            result="right",
        )  # fmt: skip
    return made


def make_closed_inspection(unit: Unit, year: int) -> Inspection:
    """A check of a past year, closed, that recommended something."""
    made = make_inspection(unit, year=year, answer_by=local_today())
    made.findings.filter(order=1).update(
        result="fault", words="Thiếu chữ ký", recommendation="Ký bổ sung"
    )
    Inspection.objects.filter(pk=made.pk).update(
        state="closed", conclusion="Cơ bản đúng", closed_at=timezone.now(), closed_by=_by()
    )
    return made


# --- Joining and leaving ----------------------------------------------------------------------


def _by() -> User:
    return User.objects.filter(is_superuser=True).first() or make_user(is_superuser=True)


def _token() -> str:
    return f"dau-thu-nghiem-{next(_n):08}"


def make_candidate(unit: Unit, **fields: Any) -> Candidate:
    """A retired officer found in the area of the branch, with the step that says so."""
    n = next(_n)
    defaults = {
        "full_name": f"Lê Văn Tìm {n}",
        "birth_year": 1960,
        "found_on": dt.date(2026, 3, 1),
        "token": _token(),
    }
    row = Candidate.objects.create(unit=unit, **defaults | fields)
    row.steps.create(state="found", happened_on=row.found_on, by=_by(), token=_token())
    return row


def make_decision(unit: Unit, **fields: Any) -> Decision:
    n = next(_n)
    day = fields.pop("signed_on", dt.date(2026, 3, 20))
    defaults = {"number": n, "code": f"{n}/QĐ-{unit.code}", "subject": "Việc thử"}
    return Decision.objects.create(unit=unit, signed_on=day, year=day.year, **defaults | fields)


def make_application(unit: Unit, **fields: Any) -> Application:
    """An application that waits for the branch."""
    n = next(_n)
    defaults = {
        "full_name": f"Trần Văn Xin {n}",
        "birth_year": 1961,
        "applied_on": dt.date(2026, 3, 10),
        "made_by": fields.pop("made_by", None) or _by(),
        "token": _token(),
    }
    return Application.objects.create(unit=unit, **defaults | fields)


def reviewed(**fields: Any) -> dict[str, Any]:
    """Facts of an application that its branch has backed."""
    return {
        "state": "reviewed", "reviewed_on": dt.date(2026, 3, 15),
        "branch_present": 20, "branch_for": 15,
    } | fields  # fmt: skip


def make_transfer(source: Unit, target: Unit, **fields: Any) -> Transfer:
    """A transfer that waits for its answer."""
    member = fields.pop("member", None) or make_member(source)
    stay = member.memberships.get(valid_to__isnull=True)
    defaults = {
        "moves_on": local_today(),
        "due_on": local_today() + dt.timedelta(days=30),
        "reason": "Chuyển nơi ở",
        "proposed_by": _by(),
        "token": _token(),
    }
    if "letter" not in fields:
        defaults["letter"] = make_decision(source, kind="GGT")
    return Transfer.objects.create(
        membership=stay, source=source, target=target, **defaults | fields
    )


def make_departure(unit: Unit, **fields: Any) -> Departure:
    """A death of yesterday, as the desk writes it down."""
    member = fields.pop("member", None) or make_member(unit)
    stay = member.memberships.get(valid_to__isnull=True)
    defaults = {
        "kind": Departure.Kind.DECEASED,
        "left_on": yesterday(),
        "made_by": _by(),
        "before": {"offices": [], "died_on": None, "account": None, "transfer": None},
        "token": _token(),
    }
    row = Departure(membership=stay, **defaults | fields)
    stay.valid_to, stay.left_by = row.left_on, row.kind
    stay.save()
    if row.kind == Departure.Kind.DECEASED:
        member.died_on = row.left_on
        member.save()
    row.save()
    return row


def make_proposal(unit: Unit, **fields: Any) -> Proposal:
    """An expulsion that the branch proposed and the unit above has not yet decided."""
    member = fields.pop("member", None) or make_member(unit)
    defaults = {
        "membership": member.memberships.get(valid_to__isnull=True),
        "matter": Proposal.Matter.EXPULSION,
        "reason": "Vi phạm Điều lệ",
        "met_on": yesterday(),
        "branch_present": 20,
        "branch_for": 15,
        "decider": unit.parent,
        "proposed_by": _by(),
        "token": _token(),
    }
    return Proposal.objects.create(**defaults | fields)


def make_warning(unit: Unit, **fields: Any) -> Proposal:
    """A warning that the unit above has decided, with the discipline that it brought."""
    decided = {
        "matter": Proposal.Matter.WARNING,
        "state": Proposal.State.DECIDED,
        "decision": make_decision(unit.parent or unit),
        "answered_by": _by(),
        "answered_at": timezone.now(),
    }
    row = make_proposal(unit, **decided | fields)
    assert row.decision is not None
    make_discipline(
        row.member, kind=row.matter, valid_from=row.decision.signed_on, proposal=row,
        reason=row.reason, decision_no=row.decision.code, authority=str(row.decider),
    )  # fmt: skip
    return row


def scan_file() -> SimpleUploadedFile:
    """The scan of a paper from above."""
    return SimpleUploadedFile("quyet-dinh.pdf", b"%PDF-1.4\n%%EOF\n")


def make_handover(unit: Unit, **fields: Any) -> Handover:
    officer = make_officer(unit, valid_to=local_today())
    assert officer.member is not None
    office = officer.member.appointments.get()
    lines = [{"words": "Hội viên trong phạm vi", "detail": "12"}]
    return Handover.objects.create(
        **{"appointment": office, "lines": lines, "made_by": _by()} | fields
    )


# --- Reports ----------------------------------------------------------------------------------


def make_report_kind(issuer: Unit | None = None, **fields: Any) -> ReportKind:
    """A quarterly report of branches, owed within ten days, for as long as anybody remembers."""
    n = next(_n)
    defaults = {"name": f"Báo cáo số {n}", "valid_from": LONG_AGO, "due_days": 10}
    return ReportKind.objects.create(
        issuer=issuer or Unit.objects.associations().first() or make_association(),
        **defaults | fields,
    )


def make_report(unit: Unit, kind: ReportKind | None = None, **fields: Any) -> Report:
    """A draft with every heading written, of the last period that is over; sent where asked."""
    kind = kind or ReportKind.objects.first() or make_report_kind()
    period = fields.pop("period", None) or Period.of(kind.rhythm, local_today()).previous
    defaults: dict[str, Any] = {
        "starts_on": period.start,
        "ends_before": period.end,
        "body": report_parts(kind.heading_list, dict.fromkeys(kind.heading_list, "Đã viết.")),
        "begun_by": fields.pop("by", None) or _by(),
    }
    report = Report(unit=unit, kind=kind, **defaults | fields)
    if report.state != Report.State.DRAFT:
        report.figures = report.figures if report.figures is not None else report.figures_now()
        report.sent_by, report.sent_at = report.begun_by, report.sent_at or timezone.now()
    if report.state in (Report.State.RECEIVED, Report.State.RETURNED):
        report.answered_by, report.answered_at = report.begun_by, timezone.now()
    if report.state == Report.State.RETURNED:
        report.note = report.note or "Xin bổ sung."
    report.save()
    return report


# --- Papers -----------------------------------------------------------------------------------


def make_letter_text(unit: Unit, **fields: Any) -> LetterText:
    defaults = {"name": f"Mẫu thư {next(_n)}", "body": "Kính mời đồng chí {Họ tên} dự họp."}
    return LetterText.objects.create(unit=unit, **defaults | fields)


def make_pass(member: Member, **fields: Any) -> MemberPass:
    """A printed card in force."""
    return MemberPass.objects.create(**{"member": member, "issued_by": _by()} | fields)


def make_printing(unit: Unit, *passes: MemberPass, **fields: Any) -> PassPrinting:
    defaults = {"printed_by": _by(), "words": "Đang sinh hoạt", "token": _token()}
    row = PassPrinting.objects.create(unit=unit, count=len(passes), **defaults | fields)
    row.passes.add(*passes)
    return row
