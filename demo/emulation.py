"""Three clusters; the second one's compacts, signatures, results and grades year by year."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from emulation.actions import (
    add_usual_criteria,
    issue_criteria,
    new_version,
    plan_cycle,
    save_criterion,
    start_compact,
)
from emulation.actions.comments import agree_to_draft, answer_comment, comment_on_draft
from emulation.models import (
    Classification,
    Clause,
    Cluster,
    ClusterHead,
    ClusterMembership,
    Compact,
    CriteriaSet,
    Cycle,
    Goal,
    Section,
    Signature,
    Target,
    TargetResult,
)
from events.models import Event
from kit.dates import ZONE, local_today
from members.models import Appointment, Unit

from .offices import Offices
from .seeds import chance, day
from .units import CLUSTER_ONE, CLUSTER_THREE, CLUSTER_TWO, RENAMED_ON, Tree, members_of_cluster
from .years import (
    SIGNED,
    a_year_later,
    announced_on,
    chair_of,
    cycle_days,
    next_month,
    signed_on,
    signing_years,
)

FORMED = day("15/08/2024")

_CLUSTERS = (
    (
        "Cụm thi đua I",
        CLUSTER_ONE,
        "Các hội và chi hội thành viên ở khu vực trung tâm Thành phố. Từ ngày 01/07/2025, hai chi hội "
        "trực thuộc thẳng Hội thành phố thay cho Hội Quận 10.",
    ),
    (
        "Cụm thi đua II",
        CLUSTER_TWO,
        "Sáu hội thành viên: Quận 4, Quận 6, Quận 8, Quận 11, Bình Thạnh và Phú Nhuận. Cụm ký giao "
        "ước thi đua lần đầu ngày 11/10/2024; đơn vị cụm trưởng luân phiên theo từng năm.",
    ),
    (
        "Cụm thi đua III",
        CLUSTER_THREE,
        "Ba hội thành viên ở khu vực Tây Bắc Thành phố.",
    ),
)
_LASTING_HEADS = {"Cụm thi đua I": ("Q1", "Q3"), "Cụm thi đua III": ("TB", "GV")}

_PREAMBLE_2024 = (
    "Sáu hội thành viên Cụm thi đua II cùng ký giao ước này để gắn bó với nhau chặt chẽ hơn, để mỗi "
    "chi hội có thêm việc thiết thực mà làm, và để những cách làm mới, những tấm gương tốt được nhìn "
    "thấy, được nhân lên; qua đó góp phần đưa Nghị quyết Đại hội Hội Cựu Công an nhân dân Thành phố "
    "nhiệm kỳ 2023 - 2028 vào cuộc sống."
)
# The four contents of the compact: facts of the public report in words of our own.
_SECTIONS_2024 = (
    (
        "Xây dựng Hội vững mạnh toàn diện, hoàn thành tốt nhiệm vụ",
        (
            "Giữ cho Ban Chấp hành, Ban Thường vụ, các ban chuyên môn và đội ngũ chi hội trưởng, chi hội phó luôn đủ người, đúng việc; khuyết ở đâu kiện toàn ở đó.",
            "Làm đúng chương trình, kế hoạch, quy chế đã thông qua; giữ nghiêm Điều lệ Hội và pháp luật.",
            "Bồi đắp bản lĩnh chính trị, đạo đức và lối sống của hội viên; gìn giữ truyền thống Công an nhân dân, sống gần dân và được dân tin.",
            "Làm nòng cốt trong phong trào toàn dân bảo vệ an ninh Tổ quốc; mỗi năm từng hội thành viên đều được xếp loại hoàn thành tốt nhiệm vụ trở lên.",
        ),
    ),
    (
        "Phát triển hội viên và chăm lo nghĩa tình đồng đội",
        (
            "Lập danh sách cán bộ, chiến sĩ Công an nghỉ hưu theo từng khu phố, đến nhà vận động và kết nạp người có nguyện vọng.",
            "Chăm lo đời sống vật chất và tinh thần của hội viên: giữ gìn sức khỏe, giúp nhau làm kinh tế gia đình.",
            "Không để sót việc hiếu, việc nghĩa: mừng thọ hội viên cao tuổi, thăm người ốm, trợ giúp người mắc bệnh hiểm nghèo.",
        ),
    ),
    (
        "Xây dựng điển hình tiên tiến và mô hình tự phòng, tự quản",
        (
            "Phát hiện, bồi dưỡng và giới thiệu gương sáng trong phong trào toàn dân bảo vệ an ninh Tổ quốc và các phong trào khác ở cơ sở.",
            "Mỗi hội thành viên có ít nhất một mô hình thiết thực gắn với phong trào thi đua yêu nước và nghĩa tình đồng chí, đồng đội.",
            "Nhân rộng Tổ tự quản bảo vệ an ninh trật tự và Chi hội Cựu Công an phường.",
        ),
    ),
    (
        "Hoạt động văn hóa, văn nghệ, thể dục thể thao",
        (
            "Tổ chức đều đặn sinh hoạt văn hóa, văn nghệ, thể dục thể thao vừa sức, để hội viên “Sống vui, sống khỏe, sống có ích”.",
            "Mở ít nhất một câu lạc bộ dưỡng sinh, cầu lông hoặc văn nghệ ở mỗi hội thành viên.",
        ),
    ),
)
_PREAMBLE_LATER = {
    2025: (
        "Tiếp nối giao ước đầu tiên, Cụm thi đua II đặt trọng tâm năm 2025 vào việc làm chắc những "
        "mô hình đã có, đưa nghĩa tình đến từng nhà và không để hội viên nào đứng ngoài sinh hoạt."
    ),
    2026: (
        "Năm thứ ba cùng nhau thi đua, sáu hội thành viên thống nhất làm ít việc hơn nhưng sâu hơn: "
        "mỗi chi hội một việc cụ thể vì khu phố, mỗi hội viên cao tuổi có một người bạn thường xuyên ghé thăm."
    ),
}
_PREAMBLE_LATEST = (
    "Bước vào chu kỳ thi đua năm {year}, sáu hội thành viên thống nhất giữ những việc đã thành nếp, "
    "chọn thêm mỗi nơi một việc mới, và cùng nhau đến với những hội viên ở xa, ít người lui tới."
)
_SECTIONS_LATER = {
    2025: (
        ("Tổ chức vững, sinh hoạt đều", ("Chi hội họp đủ mười hai kỳ trong năm, có biên bản và việc phân công.", "Sắp xếp chi hội ghép ở nơi ít hội viên, bảo đảm quyền lợi và thâm niên của từng người.", "Hoàn thành sổ hội viên, sổ nghĩa tình ở tất cả các chi hội.")),
        ("Hội viên và nghĩa tình", ("Kết nạp hội viên mới sát với số cán bộ nghỉ hưu trong năm.", "Thăm hội viên đau ốm trong vòng bảy ngày kể từ khi biết tin.", "Vận động mỗi hội thành viên một suất nhà Nghĩa tình đồng đội hoặc sửa nhà.")),
        ("Mô hình và điển hình", ("Giữ vững các tổ tự quản đang hoạt động, thành lập mới ở địa bàn phức tạp.", "Giới thiệu ít nhất mười hai gương sáng trên trang tin của Hội.")),
        ("Văn hóa, thể thao", ("Tổ chức hội thao và liên hoan văn nghệ cấp cụm.", "Duy trì câu lạc bộ dưỡng sinh ở từng chi hội có điều kiện.")),
    ),
    2026: (
        ("Tổ chức và nền nếp", ("Kiện toàn chức danh còn khuyết trong vòng ba mươi ngày.", "Báo cáo tháng gọn trong một trang, gửi trước ngày 25.")),
        ("Nghĩa tình đến từng nhà", ("Mỗi hội viên từ 80 tuổi có một hội viên nhận thăm hỏi thường xuyên.", "Công khai thu chi quỹ nghĩa tình mỗi quý.", "Trao ít nhất sáu mươi suất học bổng cho con cháu hội viên khó khăn.")),
        ("Bình yên khu phố", ("Mỗi chi hội một việc cụ thể cùng khu phố giữ gìn an ninh trật tự.", "Phối hợp tuyên truyền phòng, chống lừa đảo qua điện thoại cho người cao tuổi.")),
        ("Sống vui, sống khỏe, sống có ích", ("Khám sức khỏe ít nhất một lần trong năm cho hội viên từ 70 tuổi.", "Hội thao cụm với các môn cầu lông, cờ tướng, dưỡng sinh.")),
    ),
}  # fmt: skip
# name, measure, value for the whole cluster, which section, share reached when the cycle ends
_TARGETS = (
    ("Hội viên mới được kết nạp", "hội viên", (60, 90, 70), 1, (1.12, 1.04, 0.92)),
    ("Lượt thăm hỏi, chúc thọ, trợ giúp hội viên", "lượt", (240, 300, 320), 1, (1.2, 1.1, 0.96)),
    ("Tổ tự quản bảo vệ an ninh trật tự được xây dựng, củng cố", "tổ", (30, 36, 42), 2, (1.1, 1.08, 0.88)),
    ("Gương điển hình được biểu dương", "người", (18, 24, 24), 2, (1.17, 1.06, 1.04)),
    ("Buổi sinh hoạt văn hóa, thể thao cấp quận", "buổi", (24, 30, 36), 3, (1.08, 1.13, 0.94)),
)  # fmt: skip
# Grades: scores of the years written by hand; later ones are diced.
_SCORES = {
    2024: {"BTH": "96.5", "PN": "95.25", "Q4": "93.75", "Q8": "92", "Q11": "91.5", "Q6": "88.75"},
    2025: {"PN": "97", "BTH": "96.25", "Q4": "95.5", "Q11": "94.25", "Q6": "92.5", "Q8": "91"},
    2026: {"Q4": "96.75", "BTH": "96.5", "PN": "95.75", "Q6": "94", "Q8": "93.25", "Q11": "90.5"},
}
_OTHER_SCORES = {
    "Cụm thi đua I": {"Q1": "95.5", "Q3": "94.25", "PDH": "92.75", "PHH": "91.5", "Q5": "90.5"},
    "Cụm thi đua III": {"TB": "95", "GV": "93.5", "TP": "91.25"},
}


@dataclass
class Emulation:
    clusters: dict[str, Cluster] = field(default_factory=dict)
    compacts: dict[int, Compact] = field(default_factory=dict)  # of the second, by year

    @property
    def second(self) -> Cluster:
        return self.clusters["Cụm thi đua II"]

    @property
    def in_force(self) -> Compact:
        """The second cluster's newest."""
        return self.compacts[max(self.compacts)]


def load(tree: Tree, offices: Offices, signings: dict[int, Event]) -> Emulation:
    made = Emulation()
    for order, (name, codes, introduction) in enumerate(_CLUSTERS, 1):
        made.clusters[name] = _cluster(tree, name, codes, introduction, order)
    for year in signing_years(local_today()):
        made.compacts[year] = _compact(tree, offices, made.second, year, signings.get(year))
    _small_compacts(tree, made)
    _grades(tree, made)
    _sign_in_portal(made, offices)
    _next_draft(made, offices)
    _cycles(made, offices, _criteria(offices))
    return made


def _sign_in_portal(made: Emulation, offices: Offices) -> None:
    """The compact in force was signed in the portal by whoever has an account, on paper by the
    others, and frozen."""
    compact = made.in_force
    if compact.year == SIGNED.year:
        return  # of which the public report says nothing of the kind
    signed_at = dt.datetime.combine(signed_on(compact.year), dt.time(10, 30), tzinfo=ZONE)
    digest = compact.current_hash
    accounts = {user.member_id: user for user in offices.users.values() if user.member_id}
    for signature in Signature.objects.of(compact).select_related("unit"):
        holder = offices.holders[signature.unit.code, "chu-tich"]
        signature.text_hash = digest
        if (user := accounts.get(holder.pk)) is not None:
            signature.user, signature.signed_at = user, signed_at
        signature.save()
    compact.signing_since, compact.frozen_at = signed_at, signed_at
    compact.text_hash = digest
    compact.save()


def _next_draft(made: Emulation, offices: Offices) -> None:
    """The next year's compact is being drafted from the one in force, with what the units say."""
    before, office = made.in_force, offices.users["vanphong"]
    starts = before.ends_on + dt.timedelta(days=1)
    draft = start_compact(
        cluster=made.second, year=before.year + 1, starts_on=starts, ends_on=a_year_later(starts),
        is_copied=True, by=office,
    )  # fmt: skip
    clause = Clause.objects.filter(section__compact=draft).order_by("pk")[1]
    first, second = offices.users["binhthanh"], offices.users["quan4"]
    units = {user: user.offices[0].unit for user in (first, second)}
    taken = comment_on_draft(
        compact=draft, unit=units[first], clause=None, by=first,
        text="Đề nghị thêm nội dung tuyên truyền phòng, chống lừa đảo qua mạng cho hội viên cao tuổi.",
    )  # fmt: skip
    answer_comment(comment=taken, state="taken", answer="Sẽ thêm một điều khoản.", by=office)
    comment_on_draft(
        compact=draft, unit=units[second], clause=clause, by=second,
        text="Thời hạn này hơi gấp với chi hội ghép, xin lùi thêm mười ngày.",
    )  # fmt: skip
    agree_to_draft(compact=draft, unit=units[first], text_hash=draft.current_hash, by=first)


def _criteria(offices: Offices) -> CriteriaSet:
    """The rubric that the clusters score by since their first compact, and next year's in draft."""
    office = offices.users["vanphong"]
    city = Unit.objects.get(level=Unit.Level.ASSOCIATION)
    rubric = add_usual_criteria(unit=city, by=office)
    rubric = issue_criteria(
        criteria_set=rubric, issued_on=SIGNED, decision_no="36/QĐ-MH", by=office
    )
    following = new_version(criteria_set=rubric, by=office)
    visits = following.criteria.get(title="Thăm hỏi hội viên ốm đau, hoàn cảnh khó khăn")
    visits.maximum, visits.target = Decimal(12), Decimal(30)
    save_criterion(criterion=visits, by=office)
    return rubric


def _cycles(made: Emulation, offices: Offices, rubric: CriteriaSet) -> None:
    """Every cluster's years up to this one, which runs; those before it are over."""
    office = offices.users["vanphong"]
    in_charge = (
        Appointment.objects.in_office()
        .filter(unit__level=Unit.Level.ASSOCIATION, position__code="pho-chu-tich")
        .in_protocol_order()
        .first()
    )
    for cluster in made.clusters.values():
        since = SIGNED.year if cluster == made.second else SIGNED.year + 1
        for year in range(since, local_today().year + 1):
            starts = SIGNED if year == SIGNED.year else dt.date(year, 1, 1)
            cycle = Cycle(
                cluster=cluster, year=year, starts_on=starts, ends_on=dt.date(year, 12, 31),
                criteria_set=rubric, officer_in_charge=in_charge, **cycle_days(year),
            )  # fmt: skip
            _goals(plan_cycle(cycle=cycle, by=office))


def _goals(cycle: Cycle) -> None:
    """What the units aim at: all of the years gone by, this year all but the last of each cluster."""
    if cycle.registration_until is None:
        return
    day = min(cycle.registration_until - dt.timedelta(days=9), local_today())
    units = list(cycle.units)
    grades = Classification.Grade
    for place, unit in enumerate(units if cycle.is_finished else units[:-1]):
        Goal.objects.create(
            cycle=cycle, unit=unit, registered_on=day,
            grade=grades.GOOD if place % 3 == 2 else grades.EXCELLENT,
            titles="Cờ thi đua của Ủy ban nhân dân Thành phố" if place == 0 else "",
        )  # fmt: skip


def _cluster(
    tree: Tree, name: str, codes: tuple[str, ...], introduction: str, order: int
) -> Cluster:
    cluster = Cluster(
        name=name,
        introduction=introduction,
        order=order,
        decision_no="35/QĐ-MH",
        valid_from=FORMED,
    )
    cluster.full_clean()
    cluster.save()
    later = members_of_cluster(codes, local_today())
    for code in codes:
        until = None if code in later else RENAMED_ON
        ClusterMembership.objects.create(
            cluster=cluster, unit=tree[code], valid_from=FORMED, valid_to=until
        )
    for code in later:
        if code not in codes:
            ClusterMembership.objects.create(
                cluster=cluster, unit=tree[code], valid_from=RENAMED_ON
            )
    for since, until, *chairs in _heads(name):
        for role, code in zip(
            (ClusterHead.Role.HEAD, ClusterHead.Role.DEPUTY), chairs, strict=True
        ):
            ClusterHead.objects.create(
                cluster=cluster, unit=tree[code], role=role, valid_from=since, valid_to=until
            )
    return cluster


def _heads(name: str) -> list[tuple[dt.date, dt.date | None, str, str]]:
    """From day to day: the unit in the chair, and its deputy."""
    if name in _LASTING_HEADS:
        return [(FORMED, None, *_LASTING_HEADS[name])]
    years = signing_years(local_today())
    since = [FORMED, *(signed_on(year) for year in years[1:])]
    until = [*since[1:], None]
    return [
        (first, last, chair_of(year), chair_of(year + 1))
        for first, last, year in zip(since, until, years, strict=True)
    ]


def _compact(
    tree: Tree, offices: Offices, cluster: Cluster, year: int, event: Event | None
) -> Compact:
    signed = signed_on(year)
    compact = Compact.objects.create(
        cluster=cluster,
        year=year,
        title=f"Giao ước thi đua Cụm II năm {year}",
        starts_on=signed,
        ends_on=min(a_year_later(signed), signed_on(year + 1) - dt.timedelta(days=1)),
        preamble=_preamble(year),
        signed_on=signed,
        signing_event=event,
    )
    sections = []
    for order, (title, clauses) in enumerate(_contents(year), 1):
        section = Section.objects.create(compact=compact, order=order, title=title)
        sections.append(section)
        Clause.objects.bulk_create(
            Clause(section=section, order=place, text=text) for place, text in enumerate(clauses, 1)
        )
    for order, code in enumerate(CLUSTER_TWO, 1):
        # Who signed in 2024 is not in the public report: the unit and the post must do.
        signer = None if year == SIGNED.year else offices.holders[code, "chu-tich"]
        Signature.objects.create(
            compact=compact,
            unit=tree[code],
            order=order,
            signer_rank=signer.rank if signer else None,
            signer_name=signer.full_name if signer else "",
            signer_post=f"Chủ tịch {tree[code].name}",
            signed_on=signed,
        )
    _targets(tree, compact, sections, year)
    return compact


def _preamble(year: int) -> str:
    if year == SIGNED.year:
        return _PREAMBLE_2024
    return _PREAMBLE_LATER.get(year, _PREAMBLE_LATEST.format(year=year))


def _contents(year: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sections with their clauses; later years take up again what was written before."""
    if year == SIGNED.year:
        return _SECTIONS_2024
    return _SECTIONS_LATER[2025 if year % 2 else 2026]


def _targets(tree: Tree, compact: Compact, sections: list[Section], year: int) -> None:
    """Each unit reports at every quarter's end; what it reaches grows with the cycle."""
    rng = chance(f"targets {year}")
    today = local_today()
    weights = {"BTH": 1.35, "PN": 1.1, "Q4": 1.05, "Q6": 0.85, "Q8": 0.85, "Q11": 0.8}
    results = []
    index = min(year - SIGNED.year, 2)
    length = (compact.ends_on - compact.starts_on).days
    for order, (name, measure, values, section, shares) in enumerate(_TARGETS, 1):
        target = Target.objects.create(
            compact=compact,
            section=sections[section],
            order=order,
            name=name,
            measure=measure,
            value=values[index],
        )
        for code in CLUSTER_TWO:
            part = values[index] * weights[code] / 6 * shares[index] * rng.uniform(0.93, 1.07)
            for quarter in (1, 2, 3, 4):
                on = compact.starts_on + dt.timedelta(days=length * quarter // 4)
                early = quarter == 1 and on > today
                if early:  # a cycle that has just begun shows its first weeks
                    on = compact.starts_on + dt.timedelta(days=31)
                if on <= today:
                    reached = part * (0.11 if early else quarter / 4)
                    results.append(
                        TargetResult(
                            target=target,
                            unit=tree[code],
                            reported_on=on,
                            value=Decimal(max(0, round(reached))),
                        )
                    )
    TargetResult.objects.bulk_create(results)


def _small_compacts(tree: Tree, made: Emulation) -> None:
    """The other two clusters signed as well; one of them is still drafting its next compact."""
    today = local_today()
    for name, codes in (("Cụm thi đua I", CLUSTER_ONE), ("Cụm thi đua III", CLUSTER_THREE)):
        for year in range(2025, today.year):
            _small_compact(tree, made.clusters[name], codes, year)
    starts = next_month(today)
    Compact.objects.create(
        cluster=made.clusters["Cụm thi đua III"],
        year=today.year,
        title=f"Giao ước thi đua Cụm III năm {today.year} (dự thảo)",
        starts_on=starts,
        ends_on=a_year_later(starts),
        preamble="Dự thảo lấy ý kiến các hội thành viên.",
    )


def _small_compact(tree: Tree, cluster: Cluster, codes: tuple[str, ...], year: int) -> None:
    signed = dt.date(year, 2, 20)
    compact = Compact.objects.create(
        cluster=cluster,
        year=year,
        title=f"Giao ước thi đua {cluster.name.replace(' thi đua', '')} năm {year}",
        starts_on=signed,
        ends_on=a_year_later(signed),
        signed_on=signed,
        preamble="Các hội thành viên cùng thi đua chăm lo hội viên, giữ gìn nền nếp sinh hoạt và góp sức vì bình yên khu phố.",
    )
    for order, (title, clauses) in enumerate(_SECTIONS_LATER[2025], 1):
        section = Section.objects.create(compact=compact, order=order, title=title)
        Clause.objects.create(section=section, order=1, text=clauses[0])
    for order, code in enumerate(members_of_cluster(codes, signed), 1):
        unit = tree[code]
        post = "Chi hội trưởng" if unit.level == Unit.Level.BRANCH else "Chủ tịch"
        Signature.objects.create(
            compact=compact,
            unit=unit,
            order=order,
            signer_post=f"{post} {unit.name}",
            signed_on=signed,
        )


def _grade(score: Decimal) -> str:
    grades = Classification.Grade
    if score >= 95:
        return grades.EXCELLENT
    return grades.GOOD if score >= 85 else grades.DONE


def _grades(tree: Tree, made: Emulation) -> None:
    """Year by year as announced; the second cluster's next grades wait for their announcement."""
    today = local_today()
    years = [year for year in range(SIGNED.year, today.year) if announced_on(year) <= today]
    rows = []
    for year in [*years, years[-1] + 1]:
        rows += _graded(tree, made.second, year, _SCORES.get(year) or _diced(CLUSTER_TWO, year))
    for name, codes in (("Cụm thi đua I", CLUSTER_ONE), ("Cụm thi đua III", CLUSTER_THREE)):
        for year in years[1:]:
            units = members_of_cluster(codes, dt.date(year, 12, 31))
            scores = _OTHER_SCORES[name] if year == 2025 else _diced(units, year)
            rows += _graded(tree, made.clusters[name], year, scores)
    Classification.objects.bulk_create(rows)


def _diced(codes: tuple[str, ...], year: int) -> dict[str, str]:
    """Scores in quarters of a point, no two alike."""
    rng = chance(f"grades {codes[0]} {year}")
    quarters = rng.sample(range(4 * 88, 4 * 97), len(codes))
    return {code: str(Decimal(score) / 4) for code, score in zip(codes, quarters, strict=True)}


def _graded(
    tree: Tree, cluster: Cluster, year: int, scores: dict[str, str]
) -> list[Classification]:
    announced = announced_on(year)
    is_known = announced <= local_today()
    return [
        Classification(
            unit=tree[code],
            cluster=cluster,
            year=year,
            grade=_grade(Decimal(score)),
            score=Decimal(score),
            decision_no=f"05/QĐ-MH-{year + 1}" if is_known else "",
            announced_on=announced if is_known else None,
        )
        for code, score in scores.items()
    ]
