"""The fund of the city, of Bình Thạnh and of one of its branches over two years."""

import datetime as dt

from fund.actions import (
    AdvanceTerms,
    BoxClosing,
    CountSheet,
    LoanTerms,
    Voucher,
    account_for,
    add_usual_accounts,
    close_box,
    correct_account,
    give_advance,
    lend,
    move,
    open_box,
    pay_out,
    receive,
    record_count,
    repay,
    reverse_voucher,
)
from fund.models import Account, CashBox, Transaction
from kit.dates import local_today
from members.actor import acting_as
from members.models import Member, Unit, User
from welfare.actions.postings import post_activities
from welfare.models import Activity, unposted

from .offices import Offices
from .people import People
from .seeds import chance
from .units import Tree

_GIVERS = ("Công ty Mẫu Một", "Cửa hàng Mẫu Hai", "Gia đình bà Mẫu", "Ông Nguyễn Văn Mẫu")
_SPENT = (
    ("Mừng thọ", "Mừng thọ hội viên", 3), ("Thăm hỏi", "Thăm hội viên ốm", 4),
    ("Phúng viếng", "Viếng gia đình hội viên", 2), ("Hội họp, sinh hoạt", "Nước uống buổi họp", 2),
    ("Văn phòng phẩm, in ấn", "In giấy mời", 1),
)  # fmt: skip


def load(tree: Tree, people: People, offices: Offices) -> int:
    """How many vouchers were written."""
    users = offices.users
    with acting_as(user=users["vanphong"]):
        add_usual_accounts(by=users["vanphong"])
    start = dt.date(local_today().year - 1, 1, 2)
    treasurer = offices.holders["BTH", "thu-quy-hoi"]
    city = _open(
        tree.city, "Quỹ nghĩa tình", start, users["vanphong"], people.by_branch["BTH-02"][0]
    )
    district = _open(tree["BTH"], "Quỹ nghĩa tình", start, users["thuquy"], treasurer)
    bank = _open(tree["BTH"], "Tài khoản ngân hàng", start, users["thuquy"], treasurer, "bank")
    branch = _open(
        tree["BTH-01"], "Quỹ chi hội", start, users["thuky1"], people.by_branch["BTH-01"][0]
    )
    for box, by, thousands in (
        (city, users["vanphong"], 2_000), (district, users["thuquy"], 500),
        (branch, users["thuky1"], 100),
    ):  # fmt: skip
        with acting_as(user=by):
            _two_years(box, by, thousands * 1_000)
            _pay_care(box, by)
    with acting_as(user=users["thuquy"]):
        _write(
            bank,
            10_000_000,
            "Số dư khi mở sổ",
            "Số dư theo sao kê",
            "Ngân hàng",
            start,
            users["thuquy"],
        )
        for source, target, amount, text in (
            (bank, district, 3_000_000, "Rút tiền mặt"),
            (district, branch, 500_000, "Hỗ trợ chi hội"),
        ):
            voucher = Voucher(start + dt.timedelta(days=40), amount, text, "Thủ quỹ")
            move(
                source=source,
                target=target,
                voucher=voucher,
                token=f"quy-{text}-mau",
                by=users["thuquy"],
            )
        _lend(district, people.by_branch["BTH-02"][3], users["thuquy"])
        _advance(district, people.by_branch["BTH-02"][4], users["thuquy"])
        _correct(district, users["thuquy"])
        _close(tree["BTH-03"], district, people.by_branch["BTH-03"][0], users["thuquy"])
    return Transaction.objects.count()


def _lend(box: CashBox, borrower: Member, by: User) -> None:
    """A loan in four instalments, of which one came back: the next is late."""
    day = local_today() - dt.timedelta(days=100)
    terms = LoanTerms(
        borrower, 2_000_000, "Mua máy may (minh họa)", day, day + dt.timedelta(days=40), parts=4,
        decision_no="03/QĐ (minh họa)", decided_on=day,
    )  # fmt: skip
    loan = lend(box=box, terms=terms, token=f"quy-cho-vay-{box.pk:06}", by=by)
    voucher = Voucher(day + dt.timedelta(days=38), 500_000, "")
    repay(loan=loan, box=box, voucher=voucher, token=f"quy-tra-no-{loan.pk:06}", by=by)


def _correct(box: CashBox, by: User) -> None:
    """Something spent under a wrong account, moved to the right one."""
    day = local_today() - dt.timedelta(days=20)
    entry = _write(box, -200_000, "Chi khác", "In thiệp mời (minh họa)", "Nhà in Mẫu", day, by)
    correct_account(
        entry=entry, account=Account.objects.get(name="Văn phòng phẩm, in ấn"), by=by,
        day=day + dt.timedelta(days=5), reason="chọn nhầm khoản", token=f"quy-chinh-{entry.pk:06}",
    )  # fmt: skip


def _close(unit: Unit, target: CashBox, keeper: Member, by: User) -> None:
    """A branch's box that is no longer needed: counted, emptied, closed."""
    today = local_today()
    day = today - dt.timedelta(days=10)
    box = _open(unit, "Quỹ cũ", day - dt.timedelta(days=200), by, keeper)
    _write(box, 300_000, "Số dư khi mở sổ", "Số dư chuyển sang", "Thủ quỹ cũ", box.opened_on, by)
    sheet = CountSheet(day, keeper.full_name, "Nguyễn Văn Mẫu", "Trần Thị Mẫu", notes={100_000: 3})
    record_count(box=box, sheet=sheet, token=f"quy-kiem-ke-{box.pk:06}", by=by)
    closing = BoxClosing(
        day,
        "Chi hội dùng chung quỹ của quận (minh họa)",
        target,
        "Thủ quỹ quận",
        is_incomplete=True,
    )
    close_box(box=box, closing=closing, token=f"quy-dong-so-{box.pk:06}", by=by)


def _advance(box: CashBox, holder: Member, by: User) -> None:
    """An advance of which a part is accounted for, after its day."""
    day = local_today() - dt.timedelta(days=45)
    terms = AdvanceTerms(
        holder, 600_000, "Mua quà mừng thọ (minh họa)", day, day + dt.timedelta(days=30)
    )
    advance = give_advance(box=box, terms=terms, token=f"quy-tam-ung-{box.pk:06}", by=by)
    account_for(
        advance=advance, account=Account.objects.get(name="Mừng thọ"), by=by,
        voucher=Voucher(
            day + dt.timedelta(days=4), 450_000, "Mua 9 phần quà (minh họa)", enclosed="01 hóa đơn"
        ),
        token=f"quy-da-chi-{advance.pk:07}",
    )  # fmt: skip


def _open(
    unit: Unit, name: str, day: dt.date, by: User, keeper: object, kind: str = "cash"
) -> CashBox:
    with acting_as(user=by):
        return open_box(
            unit=unit, name=name, kind=kind, opened_on=day, keeper=keeper, by=by  # type: ignore[arg-type]  # a member
        )  # fmt: skip


def _two_years(box: CashBox, by: User, unit: int) -> None:
    """An opening balance, gifts each quarter, spending each month, and one slip put right."""
    rng, today = chance(f"fund {box.unit.code}"), local_today()
    _write(box, unit * 10, "Số dư khi mở sổ", "Số dư chuyển sang", "Thủ quỹ cũ", box.opened_on, by)
    for month in range(24):
        first = dt.date(box.opened_on.year + month // 12, month % 12 + 1, 3)
        if month % 3 == 1 and first <= today:
            _write(box, unit * rng.randint(6, 10), "Nhà hảo tâm ủng hộ", "Ủng hộ quỹ nghĩa tình",
                   rng.choice(_GIVERS), first, by)  # fmt: skip
        for number in range(rng.randint(1, 3)):
            name, text, weight = rng.choice(_SPENT)
            day = first + dt.timedelta(days=rng.randint(1, 22))
            if day <= today and box.balance_on(today) > unit * weight * 2:
                _write(
                    box,
                    -unit * weight // 4,
                    name,
                    f"{text} (minh họa)",
                    f"Gia đình số {month}{number}",
                    day,
                    by,
                )
    slip = _write(box, unit // 2, "Thu khác", "Ghi nhầm (minh họa)", "Khách", box.opened_on, by)
    reverse_voucher(
        entry=slip,
        day=max(box.opened_on, today - dt.timedelta(days=30)),
        reason="Ghi nhầm quỹ",
        by=by,
    )


def _pay_care(box: CashBox, by: User) -> None:
    """What was given until a month ago has its vouchers, one a month; the rest still waits."""
    until = local_today() - dt.timedelta(days=30)
    months: dict[tuple[int, int], list[Activity]] = {}
    for act in unposted([box]).filter(happened_on__lte=until).select_related("kind", "unit"):
        months.setdefault((act.happened_on.year, act.happened_on.month), []).append(act)
    for acts in months.values():
        first, last = acts[0].happened_on, acts[-1].happened_on
        total = sum(act.amount for act in acts)
        _write(box, total, "Cấp trên hỗ trợ", "Cấp kinh phí chăm lo (minh họa)", "Văn phòng Hội",
               first, by)  # fmt: skip
        post_activities(
            activities=acts, box=box, account=Account.objects.get(name="Mừng thọ"), day=last,
            token=f"cham-lo-minh-hoa-{box.pk}-{last}", by=by,
        )  # fmt: skip


def _write(
    box: CashBox, amount: int, account: str, text: str, party: str, day: dt.date, by: User
) -> Transaction:
    """A Phiếu thu; of a negative amount a Phiếu chi."""
    action = receive if amount > 0 else pay_out
    number = Transaction.objects.count()
    return action(
        box=box, account=Account.objects.get(name=account), token=f"quy-minh-hoa-{number:06}", by=by,
        voucher=Voucher(day, abs(amount), text, party, is_another=True),
    )  # fmt: skip
