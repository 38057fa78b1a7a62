"""The kinds that an association begins with, and the scale of a model branch: proposals of ours, marked so."""

from decimal import Decimal

from django.db import transaction

from emulation.models import CriteriaSet, Criterion
from emulation.scoring import Kind
from kit.dates import local_today
from members.actions.permission import Given, needs
from members.models import Unit, User
from recognition.models import keeps_catalogue

from ..models import OUR_PROPOSAL, About, ExemplarKind

# Name, whose, what it is.
USUAL_KINDS = (
    ("Cá nhân điển hình tiên tiến", About.PERSON, "Hội viên có việc làm, cách sống đáng noi theo."),
    ("Tập thể điển hình tiên tiến", About.UNIT, "Chi hội, đơn vị có phong trào nổi bật nhiều năm."),
    (
        "Tổ tự quản bảo vệ an ninh trật tự", About.GROUP,
        "Hội viên cùng bà con giữ gìn an ninh ở khu phố, tổ dân phố.",
    ),
    ("Mô hình, cách làm hay", About.PRACTICE, "Việc làm cụ thể, có kết quả, nơi khác làm theo được."),
    ("Chi hội mẫu", About.UNIT, "Chi hội đạt thang điểm riêng của năm."),
)  # fmt: skip
SCALED = "Chi hội mẫu"
SCALE_NAME = "Thang điểm chi hội mẫu"
PASS_MARK = Decimal(85)
# Title, how scored, most points; what is counted has its target and measure.
SCALE = (
    ("Tổ chức: ban chấp hành đủ người, họp đều, sổ sách đúng", Kind.JUDGED, 20, None, ""),
    ("Hội viên dự sinh hoạt chi hội", Kind.QUANTITY, 15, 80, "% hội viên"),
    ("Hội phí nộp đủ trong năm", Kind.QUANTITY, 10, 100, "% hội viên"),
    ("Chăm lo: thăm hỏi khi ốm đau, chúc thọ, viếng", Kind.JUDGED, 20, None, ""),
    ("Phát triển hội viên mới", Kind.QUANTITY, 10, 2, "hội viên"),
    ("Tham gia giữ gìn an ninh trật tự ở địa bàn", Kind.JUDGED, 15, None, ""),
    ("Không có hội viên vi phạm kỷ luật", Kind.YES_NO, 10, None, ""),
)


def _keeps(by: User, given: Given) -> bool:
    return keeps_catalogue(by)


@needs(_keeps)
@transaction.atomic
def add_usual_kinds(*, by: User) -> int:
    """Adds what is missing of the usual kinds, and the scale; tells how many kinds. Pressed twice, none."""
    top = Unit.objects.select_for_update(of=("self",)).filter(level=Unit.Level.ASSOCIATION).first()
    added = 0
    for order, (name, about, introduction) in enumerate(USUAL_KINDS, 1):
        if ExemplarKind.objects.filter(name=name).exists():
            continue
        kind = ExemplarKind(
            name=name, about=about, introduction=introduction, source=OUR_PROPOSAL, order=order * 10
        )
        if name == SCALED and top is not None:
            kind.criteria_set, kind.pass_mark = _scale(top), PASS_MARK
        kind.full_clean()
        kind.save()
        added += 1
    return added


def _scale(top: Unit) -> CriteriaSet:
    """The proposed scale, in force from today."""
    scale = CriteriaSet.objects.filter(unit=top, name=SCALE_NAME, issued_on__isnull=False).first()
    if scale is not None:
        return scale
    scale = CriteriaSet.objects.create(unit=top, name=SCALE_NAME, source=OUR_PROPOSAL)
    for order, (title, kind, maximum, target, measure) in enumerate(SCALE, 1):
        Criterion.objects.create(
            criteria_set=scale, order=order, title=title, kind=kind, maximum=maximum,
            target=target, measure=measure,
        )  # fmt: skip
    scale.issued_on = local_today()
    scale.save()
    return scale
