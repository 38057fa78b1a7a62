"""Proposal dossiers of Bình Thạnh: one being written, one that lies at the district, one that came back, one accepted, one decided;
and the papers on which certificates are printed."""

from fund.models import Account, CashBox
from kit.dates import local_today
from members.actor import acting_as
from members.models import AwardKind, Member, Unit, User
from members.models.proposals import Proposal
from recognition.actions.decisions import record_decision, settle_grant
from recognition.actions.dossiers import move_dossier, save_nominee, start_dossier
from recognition.actions.layouts import add_usual_layouts
from recognition.actions.postings import pay_grant
from recognition.models import AwardDecision, Dossier, DossierStep, Nominee, unpaid

from .offices import Offices
from .units import Tree

_REPORT = (
    "Tham gia tuyên truyền, vận động nhân dân thực hiện phong trào toàn dân bảo vệ an ninh Tổ quốc; cung cấp 12 nguồn tin có giá trị.\n"
    "Vận động hỗ trợ 8 gia đình hội viên khó khăn, số tiền 24.000.000 đ.\n"
    "Dự đủ các kỳ sinh hoạt, vận động 3 đồng chí vào Hội."
)
# Award, what for, the steps it has taken: by the branch, then by those above.
_DOSSIERS = (
    ("giay-khen-hoi", "Thành tích trong công tác Hội", ""),
    ("hoi-vien-tieu-bieu", "Hội viên tiêu biểu trong phong trào thi đua", "sent"),
    ("giay-khen-cong-an", "Thành tích trong phong trào toàn dân bảo vệ an ninh Tổ quốc", "returned"),
    ("giay-khen-hoi", "Thành tích xuất sắc trong công tác Hội", "decided"),
    ("bang-khen-thanh-pho", "Thành tích xuất sắc trong hoạt động nghĩa tình đồng đội", "accepted"),
)  # fmt: skip


def load(tree: Tree, offices: Offices) -> int:
    """How many dossiers there are."""
    users, branch = offices.users, tree["BTH-01"]
    people = _irreproachable(branch)
    for number, (code, title, goal) in enumerate(_DOSSIERS):
        dossier = _write(branch, code, title, people[3 * number : 3 * number + 3], users["thuky1"])
        if not goal:
            continue
        _move(dossier, DossierStep.SUBMIT, users["thuky1"])
        if goal == "returned":
            _move(
                dossier,
                DossierStep.RETURN,
                users["binhthanh"],
                note="Bổ sung xác nhận của Công an phường (minh họa).",
            )
        if goal in ("accepted", "decided"):
            _move(
                dossier,
                DossierStep.FORWARD,
                users["binhthanh"],
                note="Nhất trí đề nghị của chi hội.",
            )
            _move(dossier, DossierStep.ACCEPT, users["vanphong"])
        if goal == "decided":
            _decide(dossier, users["vanphong"])
    with acting_as(user=users["vanphong"]):
        add_usual_layouts(by=users["vanphong"])
    return Dossier.objects.count()


def pay(tree: Tree, offices: Offices) -> int:
    """How many awards were paid out of the box of the Hội, once there is one."""
    box, by = CashBox.objects.open().get(unit=tree.city), offices.users["vanphong"]
    grant = unpaid().order_by("pk")[0]
    with acting_as(user=by):
        pay_grant(
            grant=grant, box=box, account=Account.objects.get(code="C19"), day=local_today(),
            token=f"tien-thuong-minh-hoa-{grant.pk}", by=by,
        )  # fmt: skip
    return 1


def _irreproachable(branch: Unit) -> list[Member]:
    """Members about whom the books have nothing that would stop a proposal."""
    rows = Member.objects.of_units(Unit.objects.filter(pk=branch.pk), local_today())
    accused = Proposal.objects.order_by().values("membership__member")
    rows = rows.filter(awards__isnull=True, disciplines__isnull=True).exclude(pk__in=accused)
    return list(rows.order_by("pk")[:15])


def _write(branch: Unit, code: str, title: str, people: list[Member], by: User) -> Dossier:
    year = local_today().year - 1
    # The two for one award have different votes: on equal ones the law puts the women of both first.
    present = 28 if "xuất sắc" not in title else 32
    with acting_as(user=by):
        dossier = start_dossier(
            dossier=Dossier(
                unit=branch, kind=AwardKind.objects.get(code=code), year=year, title=title,
                met_on=local_today(), present=present, chair="Chi hội trưởng", secretary="Thư ký chi hội",
            ),
            token=f"ho-so-minh-hoa-{code}-{present}", by=by,
        )  # fmt: skip
        # Women first, so that on equal votes nobody is behind whom the law puts before them.
        people = sorted(people, key=lambda member: member.gender != Member.Gender.FEMALE)
        for place, member in enumerate(people):
            nominee = Nominee(
                dossier=dossier,
                member=member,
                votes_for=present - 1 - place,
                complaint="none",
                report=_REPORT,
            )
            save_nominee(nominee=nominee, by=by)
    return dossier


def _decide(dossier: Dossier, by: User) -> None:
    """Everybody of the list is commended; the second has the money already, not out of the portal's books."""
    with acting_as(user=by):
        decision = AwardDecision(
            number=f"15/QĐ-KT/{local_today().year}", signed_on=local_today(),
            authority=dossier.kind.authority, signer="Trần Văn Minh Họa", signer_post="Chủ tịch",
        )  # fmt: skip
        record_decision(
            dossier=dossier, decision=decision, nominees=list(dossier.nominees.all()), by=by
        )
        grant = decision.grants.all()[1]
        grant.paid_on, grant.paid_by = local_today(), "Nhà hảo tâm trao tại hội nghị (minh họa)"
        settle_grant(grant=grant, by=by)


def _move(dossier: Dossier, step: DossierStep, by: User, **facts: str) -> None:
    with acting_as(user=by):
        move_dossier(dossier=dossier, step=step, by=by, **facts)
    dossier.refresh_from_db()
