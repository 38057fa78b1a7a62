"""A cluster's whole year: from the draft of its compact to the decision that rewards its first unit.

The head and the office sit at a desk (1280 px), the other five units' officers hold a telephone
(360 px). Each kind of deed is done once in the browser; what the other units do alike goes through
the actions. What comes out is compared with a sheet worked out here by fractions alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from emulation.actions.comments import agree_to_draft
from emulation.actions.goals import register_goal
from emulation.actions.peers import save_peer_marks, submit_peer_sheet
from emulation.actions.sheets import Answer, save_marks, submit_sheet
from emulation.models import Compact, Criterion, Cycle, Ranking, ScoreSheet
from emulation.standings import CycleScores
from kit.dates import local_today
from kit.numbers import vn_number
from members.models import Unit, User
from recognition.actions.dossiers import save_nominee
from recognition.actions.layouts import add_usual_layouts
from recognition.models import AwardDecision, CertificateLayout, Dossier, Nominee
from tests import factories as make

UNITS = 6
PLAYED = 1  # the unit whose officer does on a telephone what the other units do alike
# What each unit did, out of its own records; the first criterion is judged by the others.
VISITS = (10, 12, 25, 7, 18, 12)
MODELS = (1, 0, 2, 3, 1, 0)
HAS_REPORTED = (1, 1, 1, 1, 1, 0)
COUNCIL = (3, Decimal("9.5"))  # the council judges the first criterion of this unit anew


def judged(scorer: int, unit: int) -> Decimal:
    return Decimal(5) + Decimal((2 * scorer + 3 * unit) % 9) / 2


def visits(scorer: int, unit: int) -> int:
    """The first scorer does not acknowledge one of them."""
    return VISITS[unit] - (scorer == 0)


# --- By plain arithmetic ------------------------------------------------------------------------


def hundredths(value: Fraction) -> Fraction:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def mean(values: list[Any]) -> Fraction:
    return hundredths(Fraction(sum(map(Fraction, values)), len(values)))


def expected_totals() -> list[Fraction]:
    """Judged of 10; visits of 20 against the leader, target 10; reported 5; each model 0,5 up to 1."""
    peers = [[other for other in range(UNITS) if other != unit] for unit in range(UNITS)]
    quality = [mean([judged(s, unit) for s in peers[unit]]) for unit in range(UNITS)]
    quality[COUNCIL[0]] = Fraction(COUNCIL[1])
    seen = [mean([visits(s, unit) for s in peers[unit]]) for unit in range(UNITS)]
    lead, totals = max(seen), []
    for unit in range(UNITS):
        if seen[unit] < 10:
            compared = seen[unit]  # half of 20 by the share of 10
        elif seen[unit] == lead:
            compared = Fraction(20)
        else:
            compared = 10 + (seen[unit] - 10) / (lead - 10) * 10
        bonus = min(Fraction(MODELS[unit], 2), Fraction(1))
        totals.append(quality[unit] + hundredths(compared) + 5 * HAS_REPORTED[unit] + bonus)
    return totals


# --- The cluster --------------------------------------------------------------------------------


@dataclass
class Town:
    """Cụm II before its year."""

    units: list[Unit]
    officers: list[User]
    office: User
    cycle: Cycle
    leaves: dict[str, Criterion]

    def sheet(self, unit: int) -> ScoreSheet:
        return self.cycle.sheets.get(unit=self.units[unit])

    def answers(self, **values: Any) -> dict[int, Answer]:
        return {
            self.leaves[kind].pk: Answer(Decimal(value))
            for kind, value in values.items()
            if value is not None
        }

    def box(self, kind: str, name: str = "value") -> str:
        return f"[name=t{self.leaves[kind].pk}-{name}]"


@pytest.fixture
def town(site_url: str) -> Town:
    city = make.make_association()
    units = [make.make_district(city) for _ in range(UNITS)]
    criteria = make.make_criteria(city)
    group = criteria.criteria.get(kind="group")
    make.make_criterion(criteria, parent=group, kind="relative", maximum=20, target=10)
    make.make_criterion(criteria, parent=group, kind="yes_no", maximum=5)
    make.make_criterion(criteria, kind="count", part="bonus", maximum=1, per_unit=Decimal("0.5"))
    criteria.issued_on = local_today()
    criteria.save()
    cluster = make.make_cluster(*units, name="Cụm thi đua II", slug="cum-thi-dua-ii")
    make.make_cluster_head(cluster, units[0])
    for _ in range(VISITS[PLAYED]):
        make.make_activity(units[PLAYED], happened_on=local_today())
    return Town(
        units=units,
        officers=[make.make_officer(unit) for unit in units],
        office=make.make_officer(city, "city_office"),
        cycle=make.make_cycle(cluster, criteria_set=criteria),
        leaves={row.kind: row for row in criteria.criteria.exclude(kind="group")},
    )


def go(window: Page, name: str, *args: Any) -> None:
    window.goto(reverse(f"emulation_desk:{name}", args=args))


def press(window: Page, name: str) -> None:
    window.get_by_role("button", name=name, exact=True).click()


def said(window: Page, text: str) -> None:
    expect(window.get_by_text(text).first).to_be_visible()


# --- The year -----------------------------------------------------------------------------------


def draft(head: Page, town: Town) -> Compact:
    go(head, "compact_new")
    head.get_by_label("Năm", exact=True).fill(str(town.cycle.year))
    press(head, "Bắt đầu soạn")
    said(head, "Đang soạn")
    head.get_by_role("link", name="Thêm nội dung").click()
    head.locator("[name=title]").fill("Chăm lo đời sống hội viên")
    press(head, "Lưu nội dung")
    head.get_by_role("link", name="Thêm điều khoản").click()
    head.locator("[name=text]").fill("Thăm hỏi hội viên ốm đau, gia đình chính sách.")
    press(head, "Lưu điều khoản")
    said(head, "Thăm hỏi hội viên ốm đau")
    head.get_by_role("link", name="Thêm chỉ tiêu").click()
    head.locator("[name=name]").fill("Thăm hỏi hội viên")
    head.locator("[name=kind]").select_option("number")
    head.locator("[name=value]").fill("60")
    head.locator("[name=measure]").fill("lượt")
    press(head, "Lưu chỉ tiêu")
    said(head, "60 lượt")
    return Compact.objects.get(cluster=town.cycle.cluster)


def talk_over(head: Page, phone: Page, town: Town, compact: Compact) -> None:
    """One unit comments, the head answers, all agree; one of them by the button."""
    go(phone, "compact_comment", compact.pk)
    phone.locator("[name=text]").fill("Xin ghi thêm thăm hỏi dịp Tết.")
    press(phone, "Gửi góp ý")
    said(phone, "Đã gửi góp ý")
    go(head, "compact", compact.pk)
    head.get_by_role("link", name=f"Trả lời {town.units[PLAYED]}").click()
    head.locator("[name=state]").select_option("kept")
    head.locator("[name=answer]").fill("Đã gồm trong chỉ tiêu 60 lượt.")
    press(head, "Lưu trả lời")
    said(head, "Đã trả lời góp ý")
    go(phone, "compact", compact.pk)
    press(phone, f"{town.units[PLAYED]} đồng ý bản này")
    said(phone, "đã đồng ý bản dự thảo")
    digest = compact.current_hash
    for unit, by in zip(town.units, town.officers, strict=True):
        agree_to_draft(compact=compact, unit=unit, text_hash=digest, by=by)
    assert compact.agreements.count() == UNITS


def sign_by_all(
    head: Page, phone: Page, town: Town, compact: Compact, sign_in: Callable[..., None]
) -> None:
    go(head, "compact", compact.pk)
    press(head, "Mở ký")
    said(head, "Đã mở ký")
    for number, officer in enumerate(town.officers):
        window = phone if number else head
        sign_in(window, officer)
        go(window, "compact_sign", compact.pk)
        window.locator("[name=has_read]").check()
        window.locator("[name=password]").fill("demo")
        press(window, "Ký")
        expect(window.get_by_role("heading", level=1)).to_have_text(compact.title)
    said(phone, "Đã ký xong")
    compact.refresh_from_db()
    assert (compact.is_frozen, compact.signatures.count()) == (True, UNITS)
    go(head, "compact", compact.pk)
    expect(head.get_by_role("link", name="Thêm nội dung")).to_have_count(0)


def register(head: Page, phone: Page, town: Town) -> None:
    go(phone, "goal_list", town.cycle.pk)
    phone.get_by_role("link", name="Đăng ký", exact=True).click()
    phone.locator("[name=grade]").select_option("excellent")
    phone.locator("[name=titles]").fill("Cờ thi đua")
    press(phone, "Đăng ký")
    said(phone, "Đã đăng ký")
    for number, unit in enumerate(town.units):
        if number != PLAYED:
            register_goal(
                cycle=town.cycle, unit=unit, grade="good", titles="", by=town.officers[number]
            )
    go(head, "goal_list", town.cycle.pk)
    said(head, "Cờ thi đua")
    expect(head.get_by_text("Chưa đăng ký")).to_have_count(0)


def unfold(phone: Page) -> None:
    """A phone has unfolded one section, where one goes on: now all."""
    folded = phone.locator("[data-part]:not([open]) > summary")
    expect(folded.first).to_be_visible()
    while folded.count():
        folded.first.click()


def score_itself(head: Page, phone: Page, town: Town) -> None:
    """The visits are taken out of the unit's own records, which are one click away."""
    go(head, "scoring", town.cycle.pk)
    press(head, "Mở phiếu chấm điểm")
    expect(head.get_by_role("table")).to_contain_text(str(town.units[PLAYED]))
    sheet = town.sheet(PLAYED)
    go(phone, "evidence", sheet.pk, town.leaves["relative"].pk)
    phone.get_by_role("link", name=str(VISITS[PLAYED]), exact=True).click()
    expect(phone.locator("ol[start] li a")).to_have_count(VISITS[PLAYED])
    phone.go_back()
    phone.locator("[name=so-lieu][value=nghia-tinh]").click()
    expect(phone.locator(town.box("relative"))).to_have_value(str(VISITS[PLAYED]))
    unfold(phone)
    phone.locator(town.box("judged")).fill("9,25")
    phone.locator(town.box("judged", "remark")).fill("Đã làm đủ các việc.")
    phone.locator(town.box("yes_no")).select_option("1")
    phone.locator(town.box("count")).fill("0")
    running = phone.locator("[data-running]")
    expect(running).to_contain_text("đã chấm đủ")  # while one types, before anything is saved
    told = running.inner_text()
    press(phone, "Lưu và tính điểm")
    said(phone, "Đã lưu phiếu chấm điểm")
    total = phone.locator(".stats > div", has_text="Tổng cộng").locator("dd").inner_text()
    assert told == f"Chưa lưu: tổng {total} điểm, đã chấm đủ"
    phone.get_by_role("link", name="Nộp phiếu").click()
    press(phone, "Nộp phiếu")
    said(phone, "Đã nộp phiếu")
    for number, by in enumerate(town.officers):
        if number != PLAYED:
            own = town.answers(judged="9", relative=VISITS[number], yes_no=1, count=MODELS[number])
            save_marks(sheet=town.sheet(number), answers=own, by=by)
            submit_sheet(sheet=town.sheet(number), by=by)


def check_each_other(phone: Page, town: Town, sign_in: Callable[..., None]) -> None:
    """The third unit's officer judges the second on a telephone; nobody reads it before all are in."""
    played = (2, PLAYED)
    sign_in(phone, town.officers[played[0]])
    sheet = town.sheet(PLAYED)
    go(phone, "peer_write", sheet.pk)
    unfold(phone)
    phone.locator(town.box("judged")).fill(vn_number(judged(*played)))
    phone.locator(town.box("relative")).fill(str(visits(*played)))
    phone.locator(town.box("yes_no")).select_option("1")
    phone.locator(town.box("count")).fill("0")
    press(phone, "Lưu")
    said(phone, "Đã lưu phiếu chấm chéo")
    press(phone, "Nộp phiếu chấm chéo")
    expect(phone.get_by_role("button", name="Nộp phiếu chấm chéo")).to_have_count(0)
    sign_in(phone, town.officers[PLAYED])
    phone.goto(sheet.get_absolute_url())
    expect(phone.get_by_role("heading", name="Điểm chính thức")).to_have_count(0)
    for scorer in range(UNITS):
        for unit in range(UNITS):
            if scorer == unit or (scorer, unit) == played:
                continue
            given = town.answers(
                judged=judged(scorer, unit), relative=visits(scorer, unit),
                yes_no=HAS_REPORTED[unit], count=MODELS[unit],
            )  # fmt: skip
            sheet, own, by = town.sheet(unit), town.units[scorer], town.officers[scorer]
            save_peer_marks(sheet=sheet, scorer=own, answers=given, by=by)
            submit_peer_sheet(sheet=sheet, scorer=own, by=by)


def explain_and_judge(office: Page, phone: Page, town: Town) -> None:
    go(phone, "sheet_explain", town.sheet(PLAYED).pk)
    phone.locator(f"[name=y{town.leaves['relative'].pk}-text]").fill("Có một lượt ghi trễ.")
    press(phone, "Lưu giải trình")
    phone.locator("summary", has_text="1. Mục lớn").click()
    said(phone, "Có một lượt ghi trễ.")
    unit, value = COUNCIL
    go(office, "council_write", town.sheet(unit).pk)
    office.locator(town.box("judged")).fill(vn_number(value))
    press(office, "Lưu")
    confirm = office.get_by_role("button", name="Đã xem, lưu")
    if confirm.count():  # others' places move by it: shown before it is saved
        confirm.click()
    said(office, "Đã lưu")


def vote_and_lock(head: Page, office: Page, town: Town) -> None:
    go(head, "vote", town.cycle.pk)
    head.locator("[name=voted_on]").fill(f"{local_today():%d/%m/%Y}")
    head.locator("[name=ballots]").fill("24")
    for number in range(UNITS):
        head.locator(f"[name=phieu-{town.sheet(number).pk}]").fill(str(20 - number))
    press(head, "Lưu")
    said(head, "Đã ghi kết quả suy tôn")
    go(office, "ranking_lock", town.cycle.pk)
    press(office, "Khóa xếp hạng")
    said(office, "Đã khóa xếp hạng")


def compare(window: Page, town: Town) -> Unit:
    """The page's order and sums are those of plain arithmetic. The first unit of it."""
    totals = expected_totals()
    standings = CycleScores(town.cycle).standings
    reached = {row.sheet.unit_id: Fraction(row.scored.comparable) for row in standings}
    assert reached == {unit.pk: total for unit, total in zip(town.units, totals, strict=True)}
    order = sorted(range(UNITS), key=lambda number: -totals[number])
    for number in range(UNITS):
        row = window.get_by_label("Xếp hạng").get_by_role("row", name=str(town.units[number]))
        cells = row.get_by_role("cell")
        above = [total for total in totals if total > totals[number]]
        shown = Decimal(totals[number].numerator) / Decimal(totals[number].denominator)
        expect(cells.first).to_have_text(str(len(above) + 1))
        expect(row).to_contain_text(vn_number(shown))
    return town.units[order[0]]


def propose_and_decide(
    office: Page, phone: Page, town: Town, winner: Unit, sign_in: Callable[..., None]
) -> None:
    kind = make.make_award_kind(for_collective=True, name="Giấy khen của Hội")
    by = town.officers[town.units.index(winner)]
    sign_in(phone, by)
    phone.goto(reverse("recognition:new"))
    phone.locator("[name=kind]").select_option(str(kind.pk))
    phone.locator("[name=title]").fill("Dẫn đầu Cụm thi đua II")
    press(phone, "Lập hồ sơ")
    said(phone, "Đã lập hồ sơ")
    dossier = Dossier.objects.get()
    phone.goto(reverse("recognition:edit", args=[dossier.pk]))
    phone.locator("[name=met_on]").fill(f"{local_today():%d/%m/%Y}")
    phone.locator("[name=present]").fill("10")
    phone.locator("[name=chair]").fill("Lê Chủ Trì")
    phone.locator("[name=secretary]").fill("Vũ Thư Ký")
    press(phone, "Lưu")
    expect(phone.get_by_text("10 người dự")).to_be_visible()
    save_nominee(
        nominee=Nominee(
            dossier=dossier, unit=winner, recipient="collective", votes_for=9, complaint="none",
            report="Dẫn đầu cụm về thăm hỏi hội viên.",
        ),
        by=by,
    )  # fmt: skip
    phone.goto(dossier.get_absolute_url())
    phone.get_by_role("link", name="Trình cấp trên").click()
    press(phone, "Trình cấp trên")
    said(phone, "Đã trình")
    office.goto(dossier.get_absolute_url())
    office.get_by_role("link", name="Đồng ý đề nghị").click()
    press(office, "Đồng ý đề nghị")
    said(office, "Đã ghi Hội Thành phố đồng ý")
    office.get_by_role("link", name="Ghi quyết định khen thưởng").click()
    office.locator("[name=number]").fill("01/QĐ-H")
    office.locator("[name=signed_on]").fill(f"{local_today():%d/%m/%Y}")
    office.locator("[name=signer]").fill("Trần Chủ Tịch")
    press(office, "Ghi quyết định")
    expect(office.get_by_role("heading", level=1)).to_contain_text("01/QĐ-H")
    assert AwardDecision.objects.get().grants.get().unit == winner


def print_certificate(office: Page, winner: Unit, by: User) -> None:
    """From the decision's page, on paper of the usual kind."""
    add_usual_layouts(by=by)
    decision = AwardDecision.objects.get()
    plain = CertificateLayout.objects.get(is_blank=False)
    office.get_by_role("link", name="In giấy khen").click()
    office.goto(f"{reverse('recognition:certificates', args=[decision.pk])}?mau={plain.pk}")
    certificate = office.locator("svg.certificate")
    expect(certificate).to_have_count(1)
    text = " ".join(certificate.locator("text").all_text_contents())
    for part in (winner.name.split()[-1], "01/QĐ-H", "Trần Chủ Tịch"):
        assert part in text


def test_cluster_lives_its_year_from_the_draft_to_the_certificate(
    page: Page, phone: Page, open_page: Any, town: Town, sign_in: Any, shot: Any
) -> None:
    office: Page = open_page()
    sign_in(page, town.officers[0])
    sign_in(phone, town.officers[PLAYED])
    sign_in(office, town.office)
    compact = draft(page, town)
    talk_over(page, phone, town, compact)
    sign_by_all(page, phone, town, compact, sign_in)
    sign_in(phone, town.officers[PLAYED])
    register(page, phone, town)
    score_itself(page, phone, town)
    check_each_other(phone, town, sign_in)
    explain_and_judge(office, phone, town)
    vote_and_lock(page, office, town)
    winner = compare(office, town)
    go(phone, "scoring", town.cycle.pk)
    compare(phone, town)
    shot(phone, "emulation-year-phone")
    propose_and_decide(office, phone, town, winner, sign_in)
    print_certificate(office, winner, town.office)
    assert Ranking.objects.count() == 1
    visitor: Page = open_page()
    visitor.goto(compact.get_absolute_url())
    expect(visitor.get_by_text("Thăm hỏi hội viên ốm đau").first).to_be_visible()
