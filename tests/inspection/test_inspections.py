"""Yearly checks of a unit's books: looked at item by item, answered, closed, and kept as they were."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspection import actions
from inspection.actions import Answer
from inspection.figures import figures_of
from inspection.models import CheckItem, Finding, Inspection, Step
from inspection.tasks import inspection_tasks
from kit.dates import local_today
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.moment("2026-11-25 10:00")
SENT = {"state": "sent"}


@pytest.fixture
def inspector(cast: Cast) -> Any:
    return make.make_officer(cast.city, right="inspection")


@pytest.fixture
def check(cast: Cast) -> Inspection:
    return make.make_inspection(cast.here)


def step(check: Inspection, name: str, by: Any, **facts: Any) -> Inspection:
    return actions.move(inspection=check, step=Step[name], by=by, **facts)


def _client(cast: Cast, inspector: Any) -> Any:
    client = cast.client("officer_here")
    client.force_login(inspector, backend="members.backends.OfficeBackend")
    return client


# --- The way ------------------------------------------------------------------------------------


def test_from_the_first_look_to_a_closed_paper(cast: Cast, inspector: Any) -> None:
    client = _client(cast, inspector)
    client.post(reverse("inspection:usual"))
    data = {
        "unit": cast.here.pk, "year": 2026, "held_on": "25/11/2026", "lead": "Lê Thị Kiểm",
        "host": "Trần Văn Tiếp", "token": "mot-cuoc-kiem-tra-1",
    }  # fmt: skip
    for _ in range(2):
        client.post(reverse("inspection:new"), data)
    check = Inspection.objects.get()
    lines = list(check.findings.all())
    assert [line.text for line in lines] == [item.text for item in CheckItem.objects.all()]
    with pytest.raises(ValidationError, match=f"Còn {len(lines)} mục"):
        step(check, "SEND", inspector, answer_by=dt.date(2026, 12, 1))

    url = reverse("inspection:findings", args=[check.pk])
    shown = {f"m{one.pk}-seen": one.mark for one in lines}
    sent = shown | {f"m{one.pk}-result": "right" for one in lines}
    (cards,) = (one for one in lines if one.figure == "cards")
    sent[f"m{cards.pk}-words"] = "Thẻ của người mới vào đang in"
    first = f"m{lines[0].pk}"
    assert client.post(url, sent | {f"{first}-result": "fault"}).status_code == 200  # without words
    wrong = {
        f"{first}-result": "fault", f"{first}-words": "Thiếu hai biên nhận",
        f"{first}-recommendation": "Bổ sung biên nhận", f"{first}-due_on": "20/12/2026",
    }  # fmt: skip
    assert client.post(url, sent | wrong).status_code == 302

    step(check, "SEND", inspector, answer_by=dt.date(2026, 12, 1))
    with pytest.raises(ValidationError, match="chưa giải trình"):
        step(check, "CLOSE", inspector, conclusion="Xong")
    (task,) = inspection_tasks(cast.officer_here)
    assert (task.label, task.due_on) == ("Giải trình kiểm tra năm 2026", dt.date(2026, 12, 1))
    step(check, "ANSWER", cast.officer_here, answer="Đã tìm thấy hai biên nhận.")
    step(check, "CLOSE", inspector, conclusion="Sổ sách đầy đủ.")
    (task,) = inspection_tasks(cast.officer_here)
    assert task.label == "Thực hiện kiến nghị kiểm tra: Bổ sung biên nhận"
    paper = client.get(reverse("inspection:print", args=[check.pk])).content.decode()
    for words in ("Thiếu hai biên nhận", "Đã tìm thấy hai biên nhận.", "Sổ sách đầy đủ."):
        assert words in paper


def test_closed_it_stays_as_it_is(cast: Cast, inspector: Any, check: Inspection) -> None:
    step(check, "SEND", inspector, answer_by=dt.date(2026, 12, 1))
    step(check, "CLOSE", inspector, conclusion="Đúng")  # nothing was wrong: no answer is waited for
    line = check.findings.all()[0]
    for change in (
        lambda: actions.record_findings(
            inspection=check, findings={line.pk: Answer("na")}, by=inspector
        ),
        lambda: actions.correct(inspection=check, by=inspector),
        lambda: step(check, "WITHDRAW", inspector),
    ):
        with pytest.raises(ValidationError):
            change()
    for rows, column in (
        (Finding.objects.filter(pk=line.pk), "words"),
        (Finding.objects.filter(pk=line.pk), "counted"),
        (Inspection.objects.filter(pk=check.pk), "lead"),
        (Inspection.objects.filter(pk=check.pk), "answer"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{column: "khác"})


# --- Consistency, recommendations -----------------------------------------------------------------


def contrary(unit: Any, figure: str) -> None:
    """Makes the portal count something against an item."""
    box = make.make_box(unit)
    if figure == "boxes":
        make.make_count(box, {500_000: 1})
    elif figure == "vouchers":
        make.make_voucher(box, 500_000)
        make.make_voucher(box, -100_000)
    elif figure == "care":
        make.make_activity(unit, happened_on=local_today(), amount=300_000)
    else:
        make.make_dues_rate(unit.parent)
        make.make_payment(make.make_member(unit), unit)


@pytest.mark.parametrize("figure", ["dues", "boxes", "vouchers", "care"])
def test_right_beside_a_contrary_figure_says_why(
    cast: Cast, inspector: Any, check: Inspection, figure: str
) -> None:
    contrary(cast.here, figure)
    line = check.findings.get(figure=figure)
    Finding.objects.filter(pk=line.pk).update(result="")
    client, url = _client(cast, inspector), reverse("inspection:findings", args=[check.pk])
    shown = {form.prefix: form for form in client.get(url).context["lines"]}
    sent = {
        f"{prefix}-{name}": form[name].value() or ""
        for prefix, form in shown.items()
        for name in ("result", "words", "recommendation", "due_on", "seen")
    } | {f"m{line.pk}-result": "right"}
    answer = client.post(url, sent)
    page = answer.content.decode()
    assert f'<a href="#muc-{line.order}">Mục {line.order} ({line.text})</a>' in page
    assert "hãy ghi vì sao" in page
    with pytest.raises(ValidationError, match=f"Mục {line.order} "):
        actions.record_findings(inspection=check, findings={line.pk: Answer("right")}, by=inspector)
    said = sent | {f"m{line.pk}-words": "Đã xem giấy tờ gốc"}
    assert client.post(url, said).status_code == 302


def test_items_not_looked_at_are_named(inspector: Any, check: Inspection) -> None:
    Finding.objects.filter(inspection=check, order__in=[2, 6]).update(result="")
    with pytest.raises(ValidationError, match=r"Còn 2 mục chưa ghi kết quả: Mục 2 \(.*Mục 6 \("):
        step(check, "SEND", inspector, answer_by=dt.date(2026, 12, 1))


def test_who_answers_reads_what_was_found(cast: Cast, inspector: Any, check: Inspection) -> None:
    check.findings.filter(order=3).update(
        result="fault", words="Thiếu chữ ký", recommendation="Ký bổ sung"
    )
    step(check, "SEND", inspector, answer_by=dt.date(2026, 12, 1))
    url = reverse("inspection:move", args=[check.pk, "giai-trinh"])
    page = cast.client("officer_here").get(url).content.decode()
    assert "Thiếu chữ ký Kiến nghị: Ký bổ sung." in page
    assert "Mục 3 (" in page


def test_a_second_check_leads_to_the_first(cast: Cast, inspector: Any, check: Inspection) -> None:
    data = {
        "unit": cast.here.pk, "year": check.year, "held_on": "24/11/2026", "lead": "Lê Thị Kiểm",
        "host": "Trần Văn Tiếp", "token": "kiem-tra-mau-0001",
    }  # fmt: skip
    answer = _client(cast, inspector).post(reverse("inspection:new"), data, follow=True)
    assert answer.redirect_chain[-1][0] == check.get_absolute_url()
    assert f"đã có cuộc kiểm tra năm {check.year}" in answer.content.decode()
    assert Inspection.objects.count() == 1


def test_a_recommendation_is_marked_as_carried_out(cast: Cast, check: Inspection) -> None:
    closed = make.make_closed_inspection(cast.here, check.year - 1)
    finding = closed.findings.exclude(recommendation="").get()
    client, url = cast.client("officer_here"), reverse("inspection:carried_out", args=[finding.pk])
    assert url in client.get(closed.get_absolute_url()).content.decode()
    assert client.post(url, {"day": "01/01/2020"}).status_code == 200
    for _ in range(2):
        assert client.post(url, {"day": f"{local_today():%d/%m/%Y}"}).status_code == 302
    finding.refresh_from_db()
    assert (finding.done_on, finding.done_by) == (local_today(), cast.officer_here)
    assert "Đã thực hiện" in client.get(closed.get_absolute_url()).content.decode()
    open_one = check.findings.all()[0]
    for by in (cast.officer_beside, cast.officer_above):
        with pytest.raises(PermissionDenied):
            actions.carry_out(finding=finding, day=local_today(), by=by)
    with pytest.raises(ValidationError):
        actions.carry_out(finding=open_one, day=local_today(), by=cast.officer_here)


def test_a_proposed_checklist_says_so_once(cast: Cast, check: Inspection) -> None:
    page = cast.client("officer_here").get(reverse("inspection:list")).content.decode()
    assert page.lower().count("đề xuất, chờ hội xác nhận") == 1


def test_sent_figures_are_those_that_the_inspector_saw(
    cast: Cast, inspector: Any, check: Inspection
) -> None:
    box = make.make_box(cast.here)
    make.make_voucher(box, 700_000)
    step(check, "SEND", inspector, answer_by=dt.date(2026, 12, 1))
    make.make_voucher(box, 100_000)
    (boxes,) = Finding.objects.filter(figure="boxes")
    assert "sổ còn 700.000 đ" in boxes.counted
    page = cast.client("officer_here").get(check.get_absolute_url()).content.decode()
    assert "700.000 đ" in page
    step(check, "WITHDRAW", inspector)
    page = cast.client("officer_here").get(check.get_absolute_url()).content.decode()
    assert "800.000 đ" in page


# --- Figures ------------------------------------------------------------------------------------


def test_the_portal_counts_beside_each_item(cast: Cast, check: Inspection) -> None:
    box = make.make_box(cast.here, name="Quỹ chi hội")
    make.make_voucher(box, 900_000)
    make.make_count(box, {500_000: 2})
    make.make_activity(cast.here, happened_on=local_today(), amount=300_000)
    make.make_dues_rate(cast.district)
    make.make_payment(make.make_member(cast.here), cast.here)
    counted = {name: figure.line for name, figure in figures_of(check).items()}
    assert counted["boxes"].endswith("sổ còn 900.000 đ, kiểm kê 25/11/2026 lệch 100.000 đ.")
    assert counted["care"] == ("Đã trao 1 lần, 300.000 đ; chưa có phiếu chi 1 lần, 300.000 đ.")
    assert counted["dues"] == "Biên nhận 120.000 đ; đã vào quỹ 0 đ; lệch 120.000 đ."
    assert counted["vouchers"] == (
        "1 phiếu, trong đó 0 phiếu đảo; 0 phiếu chi chưa có bản chụp chứng từ."
    )
    assert counted["papers"] == "0 giấy trong năm; 0 chờ xác nhận."
    assert counted["lists"] == "Đã duyệt 0 phần; đã trao 0."
    assert counted["cards"].endswith("chưa có thẻ đã in.")


def test_many_boxes_are_told_by_their_sum(cast: Cast) -> None:
    check = make.make_inspection(cast.district)
    for _ in range(4):
        make.make_voucher(make.make_box(cast.here), 100_000)
    assert figures_of(check)["boxes"].line == (
        "4 quỹ, sổ còn 400.000 đ; 0 quỹ có kiểm kê trong năm, 0 quỹ lệch."
    )


# --- Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer_above", "office"])
def test_the_unit_alone_answers(cast: Cast, who: str) -> None:
    check = make.make_inspection(cast.here, **SENT)
    with pytest.raises(PermissionDenied):
        step(check, "ANSWER", getattr(cast, who), answer="Thay")
    treasurer = make.make_officer(cast.here, right="treasurer")
    assert step(check, "ANSWER", treasurer, answer="Đã sửa").state == "answered"


def test_nobody_inspects_the_books_they_keep(cast: Cast, check: Inspection) -> None:
    for who in (cast.officer_here, cast.officer_above, cast.officer_beside):
        with pytest.raises(PermissionDenied):
            step(check, "SEND", who, answer_by=dt.date(2026, 12, 1))
        with pytest.raises(PermissionDenied):
            actions.record_findings(inspection=check, findings={}, by=who)


# --- Once a year, in a year that has begun --------------------------------------------------------


def test_a_unit_is_checked_once_a_year_unless_cancelled(
    cast: Cast, inspector: Any, check: Inspection
) -> None:
    def again() -> Inspection:
        new = Inspection(
            unit=cast.here, year=2026, held_on=local_today(), lead="Lê Kiểm", host="Trần Tiếp"
        )
        return actions.start(inspection=new, token=make._token(), by=inspector)

    with pytest.raises(ValidationError, match="đã có cuộc kiểm tra"):
        again()
    step(check, "CANCEL", inspector, reason="Lập nhầm đơn vị")
    assert again().state == "open"


@pytest.mark.parametrize(
    ("year", "held_on"), [(2027, dt.date(2026, 11, 25)), (2026, dt.date(2025, 12, 31))]
)
def test_days_that_cannot_be_are_refused(
    cast: Cast, inspector: Any, check: Inspection, year: int, held_on: dt.date
) -> None:
    new = Inspection(unit=cast.beside, year=year, held_on=held_on, lead="Lê Kiểm", host="Trần Tiếp")
    with pytest.raises(ValidationError):
        actions.start(inspection=new, token=make._token(), by=inspector)


def test_without_a_checklist_nothing_begins(cast: Cast, inspector: Any) -> None:
    new = Inspection(
        unit=cast.here, year=2026, held_on=local_today(), lead="Lê Kiểm", host="Trần Tiếp"
    )
    with pytest.raises(ValidationError, match="Chưa có mục kiểm tra"):
        actions.start(inspection=new, token=make._token(), by=inspector)


def test_two_inspectors_at_one_item_are_told_and_at_two_are_not(
    cast: Cast, check: Inspection
) -> None:
    first, second = check.findings.all()[:2]
    url, client = reverse("inspection:findings", args=[check.pk]), cast.client("office")
    shown = {
        f"m{one.pk}-{name}": value
        for one in check.findings.all()
        for name, value in (("result", "right"), ("seen", one.mark))
    }
    client.post(url, shown | {f"m{first.pk}-words": "Của người thứ nhất"})
    client.post(url, shown | {f"m{second.pk}-words": "Mục khác"})
    first.refresh_from_db()
    # The second sender, whose form still showed the first item without words, left it alone.
    assert first.words == "Của người thứ nhất"
    answer = client.post(url, shown | {f"m{first.pk}-words": "Của người sau"})
    assert (answer.status_code, "có người vừa ghi mục này" in answer.content.decode()) == (
        200,
        True,
    )


def test_list_and_detail_cost_a_fixed_number_of_questions(cast: Cast) -> None:
    client, costs = cast.client("office"), []
    for number in (1, 3):
        for _ in range(number):
            make.make_inspection(make.make_branch(cast.district))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("inspection:list"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
