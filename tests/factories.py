"""Short ways to make records in tests: each makes one sensible row, anything overridable."""

import datetime as dt
import io
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from dues.models import Collection, DuesRate, Payment, Waiver, first_day
from emulation.models import Classification, Cluster, ClusterMembership, Compact
from events.models import Event
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
from reports.models import Period, Report, ReportKind, body_of
from welfare.models import Activity, WelfareKind

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
        "body": body_of(kind.heading_list, dict.fromkeys(kind.heading_list, "Đã viết.")),
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
