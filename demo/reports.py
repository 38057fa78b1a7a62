"""Reports of the last periods: most received, some waiting, one returned, some late."""

import datetime as dt
import random
from dataclasses import dataclass

from django.utils import timezone

from kit.dates import local_today
from members.models import Unit, User
from reports.models import Period, Report, ReportKind, Rhythm, report_parts

from .offices import Offices
from .seeds import at, chance
from .units import Tree

QUARTERS_BACK = 3
_MEMBERS = (
    "Hội viên giữ vững phẩm chất, chấp hành tốt chủ trương nơi cư trú. Chi hội sinh hoạt đúng lịch, các đồng chí vắng đều có báo trước.",
    "Tình hình hội viên ổn định. Bảy đồng chí trên tám mươi tuổi được tổ thăm hỏi luân phiên, hai đồng chí nhờ con cháu đưa đến dự sinh hoạt.",
    "Hội viên đoàn kết, gương mẫu ở khu phố. Ba đồng chí tham gia tổ hòa giải, hai đồng chí đứng lớp hướng dẫn bà con dùng định danh điện tử.",
)  # fmt: skip
_WORK = (
    "Phối hợp Công an phường tuyên truyền phòng cháy cho sáu hẻm nhỏ; tặng bốn bình chữa cháy cho các hộ bán tạp hóa.\nTổ chức thăm đồng chí ốm tại nhà, trao quà của quỹ nghĩa tình.",
    "Tổ chức nói chuyện truyền thống cho học sinh lớp Năm của trường trong phường, hơn một trăm em dự.\nDuy trì buổi dưỡng sinh sáng Chủ nhật.",
    "Vận động hai gia đình hội viên tháo mái che lấn hẻm. Góp cây xanh cho công viên khu phố.",
)  # fmt: skip
_TROUBLES = (
    "Chưa có phòng sinh hoạt cố định, phải mượn nhà văn hóa khu phố. Kiến nghị được dùng chung hội trường của phường vào chiều thứ Năm.",
    "Nhiều đồng chí tuổi cao, nghe kém. Đề nghị Hội hỗ trợ một bộ loa nhỏ.",
    "Không.",
)  # fmt: skip
_PLANS = (
    "Thăm, tặng quà các đồng chí khó khăn; vận động ít nhất một cán bộ nghỉ hưu vào Hội.",
    "Chuẩn bị họp mặt truyền thống; rà lại danh sách hội viên tròn 70, 75, 80 tuổi.",
    "Giữ nền nếp sinh hoạt, ra mắt tổ tự quản thứ hai của khu phố 3.",
)  # fmt: skip
_NOTE = "Mục Hoạt động nổi bật còn chung chung. Đề nghị nêu rõ ngày, số người dự của buổi tuyên truyền rồi gửi lại."


@dataclass(frozen=True)
class _Writers:
    """Who writes and answers in the demo: the accounts where there are any, else the office."""

    offices: Offices

    def of(self, unit: Unit) -> User:
        users = self.offices.users
        return {"BTH-01": users["thuky1"], "BTH-02": users["thuky2"]}.get(
            unit.code, self.above(unit)
        )

    def above(self, unit: Unit) -> User:
        users = self.offices.users
        district = unit.parent.code if unit.parent else ""
        return {"BTH": users["binhthanh"], "Q4": users["quan4"]}.get(district, users["vanphong"])


def load(tree: Tree, offices: Offices) -> int:
    """How many reports there are."""
    latest = _last_over(Rhythm.QUARTER)
    periods = [latest]
    while len(periods) < QUARTERS_BACK:
        periods.insert(0, periods[0].previous)
    year, half = _last_over(Rhythm.YEAR), _last_over(Rhythm.HALF)
    quarterly, yearly, of_districts = _kinds(tree, periods[0], year, half)
    writers, rng = _Writers(offices), chance("reports")
    for period in periods[:-1]:
        for unit in tree.branches:
            # One is behind on whatever day the demo is loaded.
            is_late = (unit.code, period) == ("Q8-03", periods[-2])
            _report(quarterly, period, unit, writers, rng, "" if is_late else "received")
    for number, unit in enumerate(tree.branches):
        _report(quarterly, latest, unit, writers, rng, _latest_state(unit, number))
    for unit in tree.branches:
        _report(yearly, year, unit, writers, rng, "received")
    for number, unit in enumerate(tree.districts):
        state = "received" if number < 9 else "sent" if number < 11 else ""
        _report(of_districts, half, unit, writers, rng, state)
    return Report.objects.count()


def _latest_state(unit: Unit, number: int) -> str:
    """The two secretaries have something to do, their district something to receive."""
    known = {
        "BTH-01": "draft",
        "BTH-02": "returned",
        "BTH-03": "sent",
        "BTH-04": "sent",
        "BTH-05": "",
    }
    return known.get(unit.code, ("received", "received", "sent", "", "received")[number % 5])


def _last_over(rhythm: Rhythm) -> Period:
    return Period.of(rhythm, local_today()).previous


def _kinds(tree: Tree, *first: Period) -> tuple[ReportKind, ReportKind, ReportKind]:
    """What is asked of branches by the quarter and the year, of districts by the half year; each
    from the period given for it."""
    since = iter(period.start for period in first)
    quarterly = ReportKind.objects.create(
        name="Báo cáo công tác quý",
        rhythm=Rhythm.QUARTER,
        due_days=10,
        instructions="Viết ngắn, nêu việc cụ thể: ngày nào, ở đâu, bao nhiêu người. Số liệu đã có sẵn, không phải chép lại.",
        issuer=tree.city,
        valid_from=next(since),
    )
    yearly = ReportKind.objects.create(
        name="Báo cáo tổng kết năm",
        rhythm=Rhythm.YEAR,
        cut_day=14,
        due_day=24,
        open_days=10,
        headings="Kết quả thực hiện nhiệm vụ trong năm\nNhững việc làm được tốt\nHạn chế, nguyên nhân\nPhương hướng năm tới",
        issuer=tree.city,
        valid_from=next(since),
    )
    of_districts = ReportKind.objects.create(
        name="Báo cáo công tác 6 tháng",
        rhythm=Rhythm.HALF,
        level=Unit.Level.DISTRICT,
        due_days=15,
        issuer=tree.city,
        valid_from=next(since),
    )
    return quarterly, yearly, of_districts


def _report(
    kind: ReportKind, period: Period, unit: Unit, writers: _Writers, rng: random.Random, state: str
) -> None:
    """One report as far as `state`; "" for none yet."""
    if not state or not kind.requires_from(unit, period):
        return
    by = writers.of(unit) if unit.level == Unit.Level.BRANCH else writers.offices.users["vanphong"]
    answers = [rng.choice(_MEMBERS), rng.choice(_WORK), rng.choice(_TROUBLES), rng.choice(_PLANS)]
    if state == "draft":
        answers[2:] = ["", ""]
    begun = at(period.end, 8) + dt.timedelta(days=rng.randint(0, 4), minutes=rng.randint(0, 500))
    report = Report(
        unit=unit,
        kind=kind,
        starts_on=period.start,
        ends_before=period.end,
        body=report_parts(kind.heading_list, dict(zip(kind.heading_list, answers, strict=True))),
        begun_by=by,
    )
    if state != "draft":
        report.figures = report.figures_now()
        report.sent_by = by
        # Just after a period's end nothing may lie in the future.
        report.sent_at = min(begun + dt.timedelta(days=rng.randint(1, 4)), timezone.now())
        report.state = Report.State.SENT
    if state in ("received", "returned") and report.sent_at:
        report.answered_by = writers.above(unit)
        hours = dt.timedelta(hours=rng.randint(5, 50))
        report.answered_at = min(report.sent_at + hours, timezone.now())
        report.state = Report.State(state)
        report.note = _NOTE if state == "returned" else ""
    report.save()
