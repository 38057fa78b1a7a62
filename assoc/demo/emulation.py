"""Three clusters; the second one's compacts, signatures, results and grades year by year."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from emulation.models import (
    Classification,
    Clause,
    Cluster,
    ClusterHead,
    ClusterMembership,
    Compact,
    Section,
    Signature,
    Target,
    TargetResult,
)
from events.models import Event
from kit.dates import local_today
from members.models import Unit

from .offices import Offices
from .seeds import chance, day
from .units import CLUSTER_ONE, CLUSTER_THREE, CLUSTER_TWO, Tree

FORMED = day("15/08/2024")
SIGNED = day("11/10/2024")

_CLUSTERS = (
    (
        "Cụm thi đua I",
        CLUSTER_ONE,
        "Bốn hội thành viên ở khu vực trung tâm Thành phố.",
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
# Heads and deputies from day to day; the chair goes round.
_HEADS = {
    "Cụm thi đua I": (("15/08/2024", None, "Q1", "Q3"),),
    "Cụm thi đua II": (
        ("15/08/2024", "17/10/2025", "BTH", "PN"),
        ("17/10/2025", "15/10/2026", "PN", "Q4"),
        ("15/10/2026", None, "Q4", "Q6"),
    ),
    "Cụm thi đua III": (("15/08/2024", None, "TB", "GV"),),
}

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
_YEARS = {
    2024: (SIGNED, day("10/10/2025"), SIGNED),
    2025: (day("17/10/2025"), day("14/10/2026"), day("17/10/2025")),
    2026: (day("15/10/2026"), day("14/10/2027"), day("15/10/2026")),
}
# Grades: score in hundredths, announced for 2024 and 2025.
_SCORES = {
    2024: {"BTH": "96.5", "PN": "95.25", "Q4": "93.75", "Q8": "92", "Q11": "91.5", "Q6": "88.75"},
    2025: {"PN": "97", "BTH": "96.25", "Q4": "95.5", "Q11": "94.25", "Q6": "92.5", "Q8": "91"},
    2026: {"Q4": "96.75", "BTH": "96.5", "PN": "95.75", "Q6": "94", "Q8": "93.25", "Q11": "90.5"},
}
_ANNOUNCED = {2024: day("15/01/2025"), 2025: day("14/01/2026"), 2026: None}
_OTHER_SCORES = {
    "Cụm thi đua I": {"Q1": "95.5", "Q3": "94.25", "Q10": "92.75", "Q5": "90.5"},
    "Cụm thi đua III": {"TB": "95", "GV": "93.5", "TP": "91.25"},
}


@dataclass
class Emulation:
    clusters: dict[str, Cluster] = field(default_factory=dict)
    compacts: dict[int, Compact] = field(default_factory=dict)

    @property
    def second(self) -> Cluster:
        return self.clusters["Cụm thi đua II"]


def load(tree: Tree, offices: Offices, signings: dict[int, Event]) -> Emulation:
    made = Emulation()
    for order, (name, codes, words) in enumerate(_CLUSTERS, 1):
        made.clusters[name] = _cluster(tree, name, codes, words, order)
    today = local_today()
    for year, (_, _, signed) in _YEARS.items():
        if signed <= today:
            made.compacts[year] = _compact(tree, offices, made.second, year, signings.get(year))
    _small_compacts(tree, made)
    _grades(tree, made)
    return made


def _cluster(tree: Tree, name: str, codes: tuple[str, ...], words: str, order: int) -> Cluster:
    cluster = Cluster(
        name=name,
        introduction=words,
        order=order,
        decision_no="35/QĐ-MH",
        valid_from=FORMED,
    )
    cluster.full_clean()
    cluster.save()
    for code in codes:
        ClusterMembership.objects.create(cluster=cluster, unit=tree[code], valid_from=FORMED)
    for since, until, head, deputy in _HEADS[name]:
        for role, code in ((ClusterHead.Role.HEAD, head), (ClusterHead.Role.DEPUTY, deputy)):
            ClusterHead.objects.create(
                cluster=cluster,
                unit=tree[code],
                role=role,
                valid_from=day(since),
                valid_to=day(until) if until else None,
            )
    return cluster


def _compact(
    tree: Tree, offices: Offices, cluster: Cluster, year: int, event: Event | None
) -> Compact:
    starts, ends, signed = _YEARS[year]
    compact = Compact.objects.create(
        cluster=cluster,
        year=year,
        title=f"Giao ước thi đua Cụm II năm {year}",
        starts_on=starts,
        ends_on=ends,
        preamble=_PREAMBLE_2024 if year == SIGNED.year else _PREAMBLE_LATER[year],
        signed_on=signed,
        signing_event=event,
    )
    sections = []
    for order, (title, clauses) in enumerate(
        _SECTIONS_2024 if year == SIGNED.year else _SECTIONS_LATER[year], 1
    ):
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
                early = quarter == 1 and year > SIGNED.year + 1
                if early:  # the running cycle shows its first weeks
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
    for name, codes in (("Cụm thi đua I", CLUSTER_ONE), ("Cụm thi đua III", CLUSTER_THREE)):
        compact = Compact.objects.create(
            cluster=made.clusters[name],
            year=2025,
            title=f"Giao ước thi đua {name.replace(' thi đua', '')} năm 2025",
            starts_on=day("20/02/2025"),
            ends_on=day("19/02/2026"),
            signed_on=day("20/02/2025"),
            preamble="Các hội thành viên cùng thi đua chăm lo hội viên, giữ gìn nền nếp sinh hoạt và góp sức vì bình yên khu phố.",
        )
        for order, (title, clauses) in enumerate(_SECTIONS_LATER[2025], 1):
            section = Section.objects.create(compact=compact, order=order, title=title)
            Clause.objects.create(section=section, order=1, text=clauses[0])
        for order, code in enumerate(codes, 1):
            Signature.objects.create(
                compact=compact,
                unit=tree[code],
                order=order,
                signer_post=f"Chủ tịch {tree[code].name}",
                signed_on=day("20/02/2025"),
            )
    Compact.objects.create(
        cluster=made.clusters["Cụm thi đua III"],
        year=2026,
        title="Giao ước thi đua Cụm III năm 2026 (dự thảo)",
        starts_on=day("01/12/2026"),
        ends_on=day("30/11/2027"),
        preamble="Dự thảo lấy ý kiến các hội thành viên.",
    )


def _grade(score: Decimal) -> str:
    grades = Classification.Grade
    if score >= 95:
        return grades.EXCELLENT
    return grades.GOOD if score >= 85 else grades.DONE


def _grades(tree: Tree, made: Emulation) -> None:
    rows = []

    def add(cluster: Cluster, year: int, unit: Unit, score: str) -> None:
        announced = _ANNOUNCED[year]
        rows.append(
            Classification(
                unit=unit,
                cluster=cluster,
                year=year,
                grade=_grade(Decimal(score)),
                score=Decimal(score),
                decision_no=f"05/QĐ-MH-{year + 1}" if announced else "",
                announced_on=announced,
            )
        )

    for year, scores in _SCORES.items():
        for code, score in scores.items():
            add(made.second, year, tree[code], score)
    for name, scores in _OTHER_SCORES.items():
        for code, score in scores.items():
            add(made.clusters[name], 2025, tree[code], score)
    Classification.objects.bulk_create(rows)
