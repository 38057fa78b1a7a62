"""Acts of care in the fund: each enters the books once, and the books say what was given."""

import datetime as dt
import random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fund.actions import reverse_voucher
from fund.models import Account, CashBox, Transaction
from tests import factories as make
from tests.conftest import Cast
from tests.one_day import TODAY
from welfare.actions import cancel_visit
from welfare.actions.lists import hand_over_entry, take_back_entry
from welfare.actions.postings import post_activities
from welfare.actions.visits import correct_visit
from welfare.in_fund import care_books_tasks, care_pending
from welfare.models import Activity, ActivityPosting, ActivityState, boxes_paying, unposted

LIST = reverse("welfare_desk:postings")
NEW = reverse("welfare_desk:posting_new")


@pytest.fixture
def box(cast: Cast) -> CashBox:
    found = make.make_box(cast.here)
    make.make_voucher(found, 20_000_000, day=dt.date(TODAY.year, 1, 1))
    return found


@pytest.fixture
def act(cast: Cast) -> Activity:
    return make.make_activity(
        cast.here, happened_on=TODAY, entered_by=cast.officer_here, entered_at=None
    )


@pytest.fixture
def treasurer(cast: Cast) -> Any:
    return make.make_officer(cast.here, right="treasurer")


def post(box: CashBox, *acts: Activity, by: Any, token: str = "", **more: Any) -> Transaction:
    spent: Account = make.make_account("expense")
    usual: dict[str, Any] = {"account": spent, "day": TODAY, "token": token or make._token()}
    return post_activities(activities=acts, box=box, by=by, **usual | more)


# --- One press --------------------------------------------------------------------------------


def test_one_press_pays_an_act_and_a_second_nothing(
    cast: Cast, box: CashBox, act: Activity, treasurer: Any
) -> None:
    client = cast.client("officer_here")
    client.force_login(treasurer, backend="members.backends.OfficeBackend")
    (pending,) = client.get(box.get_absolute_url()).context["pending"]
    assert (pending.amount, pending.way) == (-500_000, "chi")
    data = {
        "activities": [act.pk], "box": box.pk, "account": make.make_account("expense").pk,
        "day": f"{TODAY:%d/%m/%Y}", "token": "phieu-chi-cham-lo-1",
    }  # fmt: skip
    for _ in range(2):
        client.post(pending.url, data)
    voucher = Transaction.objects.get(kind="payment")
    assert (voucher.amount, box.balance_on(TODAY)) == (500_000, 19_500_000)
    assert ActivityPosting.objects.get().activity == act
    page = client.get(box.get_absolute_url())
    assert page.context["pending"] == []
    (line,) = page.context["reconciled"]
    assert (line.recorded, line.entered, line.difference) == (500_000, 500_000, 0)
    # The treasurer reads the fund and not the books of welfare: told, without a way there.
    (origin,) = client.get(voucher.get_absolute_url()).context["origins"]
    assert (origin.label.endswith("500.000 đ"), origin.url) == (True, "")
    secretary = cast.client("officer_here")
    (origin,) = secretary.get(voucher.get_absolute_url()).context["origins"]
    assert origin.url == act.get_absolute_url()
    assert voucher.get_absolute_url() in secretary.get(act.get_absolute_url()).content.decode()


def test_second_of_two_presses_opens_the_voucher_of_the_first(
    cast: Cast, box: CashBox, act: Activity
) -> None:
    other = make.make_activity(cast.here, happened_on=TODAY)
    client = cast.client("officer_here")
    sent = {
        "activities": [act.pk], "box": box.pk, "account": make.make_account("expense").pk,
        "day": f"{TODAY:%d/%m/%Y}", "token": "token-chi-cham-lo-1",
    }  # fmt: skip
    answers = [client.post(f"{NEW}?quy={box.pk}", sent) for _ in range(2)]
    voucher = Transaction.objects.latest("pk")
    assert [answer["Location"] for answer in answers] == [voucher.get_absolute_url()] * 2
    assert other in unposted([box])
    for odd in ("\x00", "x" * 5_000, ""):
        assert client.post(f"{NEW}?quy={box.pk}", sent | {"token": odd}).status_code == 200


def test_all_of_a_list_is_one_voucher(cast: Cast, box: CashBox) -> None:
    people = [make.make_member(cast.here) for _ in range(3)]
    gift_list = make.make_welfare_list(cast.here, *people, state="approved")
    for entry in gift_list.entries.all():
        hand_over_entry(
            entry=entry, on=TODAY, given_by="", receiver="", receipt_no="", by=cast.officer_here
        )
    (pending,) = care_pending(cast.officer_here, box)
    assert (pending.amount, "3 phần" in pending.label) == (-1_500_000, True)
    client = cast.client("officer_here")
    form = client.get(pending.url).context["form"]
    sent = {
        "activities": form.initial["activities"], "box": box.pk, "day": f"{TODAY:%d/%m/%Y}",
        "account": make.make_account("expense").pk,
    }  # fmt: skip
    assert client.post(pending.url, sent).status_code == 302
    voucher = Transaction.objects.get(kind="payment")
    assert (voucher.amount, voucher.care_postings.count()) == (1_500_000, 3)
    assert voucher.enclosed == "danh sách ký nhận 3 người"
    with pytest.raises(ValidationError, match="đảo phiếu"):  # ticked by mistake, and paid
        take_back_entry(entry=gift_list.entries.all()[0], by=cast.officer_here)


def test_part_of_what_is_paid_is_refused_by_name(cast: Cast, box: CashBox, act: Activity) -> None:
    other = make.make_activity(cast.here, happened_on=TODAY)
    first = post(box, act, by=cast.officer_here)
    assert post(box, act, by=cast.officer_above) == first  # a colleague was faster
    with pytest.raises(ValidationError, match=first.code):
        post(box, act, other, by=cast.officer_above)
    assert Transaction.objects.filter(kind="payment").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "proposed"}, {"state": "approved"},
        {"state": "refused", "answer": "Không"}, {"state": "cancelled", "answer": "Nhầm"},
        {"amount": 0, "in_kind": "Giỏ quà", "in_kind_value": 300_000},
        {"fund": "sponsor"}, {"fund": "members"}, {"fund": "state"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_the_boxs_money_never_waits(
    cast: Cast, box: CashBox, fields: dict[str, Any]
) -> None:
    row = make.make_activity(cast.here, happened_on=TODAY, **fields)
    assert not unposted([box]).exists()
    with pytest.raises(ValidationError):
        post(box, row, by=cast.officer_here)


def test_before_the_box_was_opened_nothing_waits(cast: Cast) -> None:
    box = make.make_box(cast.here, opened_on=TODAY)
    make.make_activity(cast.here, happened_on=TODAY - dt.timedelta(days=1))
    assert not unposted([box]).exists()


# --- Which box pays ---------------------------------------------------------------------------


def test_the_nearest_box_pays_and_the_associations_what_says_so(cast: Cast, act: Activity) -> None:
    above = make.make_box(cast.district)
    city = make.make_box(cast.city)
    shared = make.make_activity(cast.here, happened_on=TODAY, fund="association")
    assert list(unposted([above])) == [act]  # the branch has no box
    own = make.make_box(cast.here)
    assert (list(unposted([above])), list(unposted([own]))) == ([], [act])
    assert list(unposted([city])) == [shared]
    assert [list(boxes_paying(one)) for one in (act, shared)] == [[own], [city]]


def test_a_list_from_above_is_paid_from_above(cast: Cast) -> None:
    gift_list = make.make_welfare_list(cast.district, make.make_member(cast.here), state="approved")
    own, above = make.make_box(cast.here), make.make_box(cast.district)
    hand_over_entry(
        entry=gift_list.entries.get(), on=TODAY, given_by="", receiver="", receipt_no="",
        by=cast.officer_here,
    )  # fmt: skip
    assert (unposted([own]).count(), unposted([above]).count()) == (0, 1)
    assert list(boxes_paying(Activity.objects.get())) == [above]


def test_strangers_and_other_boxes_are_refused(cast: Cast, box: CashBox, act: Activity) -> None:
    beside = make.make_box(cast.beside)
    with pytest.raises(PermissionDenied):
        post(box, act, by=cast.officer_beside)
    with pytest.raises(ValidationError):
        post(beside, act, by=cast.officer_above)
    stranger = make.make_voucher(box, -10_000)
    elsewhere = make.make_activity(cast.elsewhere, happened_on=TODAY, amount=10_000)
    for wrong in (
        {"activity": elsewhere, "amount": 10_000},  # of another unit
        {"activity": act, "amount": 10_000},  # another amount
        {"activity": act, "amount": 500_000, "turn": 1},  # a turn before its time
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActivityPosting.objects.create(voucher=stranger, **wrong)


# --- What is paid stays ------------------------------------------------------------------------


def test_what_is_paid_is_not_changed_before_its_voucher_is_reversed(
    cast: Cast, box: CashBox, act: Activity
) -> None:
    voucher = post(box, act, by=cast.officer_here)
    for change in (
        lambda: cancel_visit(activity=act, reason="Nhầm", by=cast.office),
        lambda: _corrected(act, cast.office, amount=700_000),
        lambda: _corrected(act, cast.office, fund="sponsor"),
    ):
        with pytest.raises(ValidationError, match=voucher.code):
            change()
    for column, value in (("amount", 1), ("state", "cancelled"), ("fund", "sponsor")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=act.pk).update(**{column: value}, answer="x")
    _corrected(
        act, cast.office, note="Gia đình gửi lời cảm ơn"
    )  # what the books don't tell is free

    reverse_voucher(entry=voucher, day=TODAY, reason="Nhầm", by=cast.officer_here)
    assert list(unposted([box])) == [act]
    _corrected(act, cast.office, amount=700_000)
    act.refresh_from_db()
    again = post(box, act, by=cast.officer_here)
    assert (again.amount, box.balance_on(TODAY)) == (700_000, 19_300_000)
    assert list(ActivityPosting.objects.values_list("turn", flat=True)) == [0, 1]


def _corrected(act: Activity, by: Any, **fields: Any) -> Activity:
    row = Activity.objects.get(pk=act.pk)
    version = row.version
    for name, value in fields.items():
        setattr(row, name, value)
    return correct_visit(activity=row, version=version, by=by)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_the_box_paid_what_stands_as_paid(
    cast: Cast, box: CashBox, seed: int
) -> None:
    rng = random.Random(seed)
    acts = [make.make_activity(cast.here, happened_on=TODAY) for _ in range(4)]
    for _ in range(14):
        standing = Transaction.objects.standing().filter(kind="payment")
        try:
            match rng.randint(0, 3):
                case 0 if standing:
                    voucher = rng.choice(list(standing))
                    reverse_voucher(entry=voucher, day=TODAY, reason="Nhầm", by=cast.officer_here)
                case 1:
                    cancel_visit(activity=rng.choice(acts), reason="Nhầm", by=cast.office)
                case 2:
                    _corrected(rng.choice(acts), cast.office, amount=rng.randint(1, 9) * 100_000)
                case _:
                    chosen = rng.sample(acts, rng.randint(1, 3))
                    post(box, *Activity.objects.filter(pk__in=[one.pk for one in chosen]),
                         by=cast.officer_here)  # fmt: skip
        except ValidationError:
            continue
    paid = ActivityPosting.objects.standing()
    entered = paid.aggregate(sum=Sum("amount"))["sum"] or 0
    assert box.balance_on(TODAY) == 20_000_000 - entered
    assert len({one.activity_id for one in paid}) == paid.count()
    for voucher in Transaction.objects.filter(kind="payment", reverses=None):
        assert voucher.amount == sum(one.amount for one in voucher.care_postings.all())
    assert all(one.activity.state == ActivityState.HANDED for one in paid)


# --- Who is told what -------------------------------------------------------------------------


def test_of_a_private_kind_neither_voucher_nor_list_tells_the_name(
    cast: Cast, box: CashBox, treasurer: Any
) -> None:
    ill = make.make_member(cast.here, full_name="Tô Nằm Viện")
    kind = make.make_welfare_kind(name="Thăm hội viên đau ốm", is_private=True)
    row = make.make_activity(
        cast.here, kind=kind, member=ill, family="", receiver="Bà Tô Nằm Viện", happened_on=TODAY
    )
    client = cast.client("officer_here")
    client.force_login(treasurer, backend="members.backends.OfficeBackend")
    shown = [box.get_absolute_url(), LIST, f"{NEW}?quy={box.pk}"]
    pages = [client.get(url).content.decode() for url in shown]
    voucher = post(box, row, by=treasurer)
    assert (voucher.member, voucher.party) == (None, "")
    pages += [
        client.get(url).content.decode() for url in (voucher.get_absolute_url(), f"{LIST}?so=roi")
    ]
    assert [("Thăm hội viên đau ốm" in page, "Nằm Viện" in page) for page in pages] == [
        (True, False)
    ] * 5


def test_task_leads_whoever_keeps_the_box_to_exactly_these(
    cast: Cast, box: CashBox, act: Activity, treasurer: Any
) -> None:
    (task,) = care_books_tasks(treasurer)
    assert (task.label, task.is_for_others) == ("1 lần chăm lo chưa vào quỹ: 500.000 đ", False)
    (above,) = care_books_tasks(cast.officer_above)
    assert above.is_for_others
    client = cast.client("officer_here")
    page = client.get(task.url)
    assert [row.pk for row in page.context["table"].page] == [act.pk]
    post(box, act, by=treasurer)
    assert list(care_books_tasks(treasurer)) == []
    assert [row.pk for row in client.get(f"{LIST}?so=roi").context["table"].page] == [act.pk]


def test_list_costs_a_fixed_number_of_questions(cast: Cast, box: CashBox) -> None:
    client = cast.client("officer_here")

    def costs() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}?so=tat-ca")
        return len(queries)

    for _ in range(2):
        make.make_activity(cast.here, happened_on=TODAY, member=make.make_member(cast.here))
    client.get(LIST)
    few = costs()
    for _ in range(5):
        row = make.make_activity(cast.here, happened_on=TODAY, member=make.make_member(cast.here))
        post(box, row, by=cast.officer_here)
    assert costs() == few


def test_a_voucher_asked_for_without_anything_to_pay_says_the_one_cause(cast: Cast) -> None:
    client = cast.client("officer_above")

    def said(query: str = "") -> str:
        answer = client.get(f"{NEW}{query}", follow=True)
        return " ".join(str(message) for message in answer.context["messages"])

    assert said() == "Chưa có quỹ nào đang mở. Hãy mở quỹ ở mục Quỹ trước."
    own = make.make_box(cast.district)
    assert said() == f"{own}: không còn lần chăm lo nào chưa vào quỹ."
    make.make_box(cast.here)
    assert said() == "Hãy chọn quỹ ở bộ lọc, rồi lập phiếu chi cho các lần của quỹ đó."
    elsewhere = make.make_activity(cast.elsewhere)
    assert said(f"?lan={elsewhere.pk}") == "Lần chăm lo này không chi từ quỹ mà đồng chí ghi."


def test_no_list_is_looked_through_for_each_act(cast: Cast) -> None:
    """The lists stand in subqueries by the act: joined, SQLite scans them for every act."""
    query = unposted([make.make_box(cast.here)]).query
    joined = [alias for alias, used in query.alias_refcount.items() if used]
    tables = {query.alias_map[alias].table_name for alias in joined}
    assert tables <= {"welfare_activity", "welfare_welfarekind"}


def test_public_stories_are_found_by_their_own_index(cast: Cast) -> None:
    make.make_activity(cast.here)
    rows = Activity.objects.with_public_story().order_by("-happened_on", "-pk")
    sql, values = rows.query.sql_with_params()
    if connection.vendor == "sqlite":  # PostgreSQL weighs a handful of rows another way
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            assert "welfare_activity_public" in str(cursor.fetchall())
