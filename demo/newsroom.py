"""Posts on their way through the newsroom, so that writers and editors find work on the desk."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from kit.dates import local_today
from kit.text import slugify
from members.models import Appointment, Position, Unit
from news.actions import keep_version
from news.models import Post, PostMove, PostVersion, Section, Tag
from news.models.workflow import PostState

from .offices import AFTER_THE_REPORT, Offices
from .people import People
from .seeds import at
from .units import Tree


@dataclass(frozen=True)
class Piece:
    """`way`: who took which step with what note; the last one's target is the post's state."""

    section: str
    unit: str
    writer: str
    title: str
    lead: str
    text: tuple[str, ...]
    author: str
    way: tuple[tuple[str, PostState, str], ...] = ()
    tags: tuple[str, ...] = ()


_PIECES = (
    Piece(
        "Nghĩa tình", "BTH-01", "thuky1",
        "Chi hội Phường 12 mừng thọ chín hội viên tròn tám mươi",
        "Sáng chủ nhật, chi hội mang hoa và áo lụa đến từng nhà, chụp với mỗi cụ một tấm ảnh để con cháu giữ.",
        (
            "Chín cụ năm nay tròn tám mươi tuổi, người khỏe nhất vẫn đạp xe ra công viên mỗi sáng, người yếu nhất vừa qua đợt điều trị ở bệnh viện quận.",
            "Thư ký chi hội đọc lời chúc, các cháu đội thiếu niên hát hai bài. Quà là tấm áo lụa và phong bì mừng thọ theo mức chung của Hội.",
        ),
        "PHƯƠNG NAM",
        (("thuky1", PostState.SUBMITTED, ""),), ("Mừng thọ",),
    ),
    Piece(
        "Phong trào", "BTH", "binhthanh",
        "Bình Thạnh lắp thêm hai mươi camera an ninh khu phố",
        "Hội quận vận động hội viên và bà con góp sức để những con hẻm sâu không còn góc khuất.",
        (
            "Hai mươi camera được lắp ở các hẻm sâu, nơi đèn đường chưa tới. Màn hình đặt tại chốt tổ tự quản, có hội viên thay nhau trực buổi tối.",
        ),
        "BAN PHONG TRÀO",
        (
            ("binhthanh", PostState.SUBMITTED, ""),
            ("bientap", PostState.RETURNED, "Bài nói đúng việc. Xin bổ sung: kinh phí bao nhiêu và do ai góp; một câu của người dân; ngày lắp xong. Có ảnh chốt trực thì càng tốt."),
        ),
        ("An ninh khu phố",),
    ),
    Piece(
        "Tổ chức Hội", "BTH-02", "thuky2",
        "Sinh hoạt chi hội cuối quý: sổ sách đủ, hội phí đủ",
        "Buổi sinh hoạt ngắn gọn, công khai thu chi, ai cũng được hỏi.",
        (
            "Chi hội công khai sổ thu chi, từng khoản có chữ ký. Ba ý kiến của hội viên được trả lời ngay tại chỗ.",
            "Kế hoạch quý tới có hai việc: rà lại danh sách hội viên ở xa và chuẩn bị quà cho năm gia đình khó khăn.",
        ),
        "THƯ KÝ CHI HỘI",
        (("thuky2", PostState.SUBMITTED, ""),),
    ),
    Piece(
        "Thi đua", "Q4", "quan4",
        "Quận 4 tự chấm điểm thi đua trước ngày kiểm tra chéo",
        "Mười hai chỉ tiêu đã đạt mười một, việc còn lại có tên người làm và ngày xong.",
        (
            "Ban chấp hành Hội quận họp mở rộng, từng chi hội tự chấm trước, Ban Kiểm tra chấm sau, chỗ nào lệch thì nói rõ vì sao.",
            "Chỉ tiêu chưa đạt là số buổi tuyên truyền phòng cháy. Ba chi hội nhận làm trong tháng này.",
        ),
        "MINH KHÔI",
        (("quan4", PostState.SUBMITTED, ""), ("bientap", PostState.SCHEDULED, "")), ("Chấm điểm",),
    ),
    Piece(
        "Gương sáng", "BTH-01", "thuky1",
        "Người giữ chìa khóa nhà sinh hoạt cộng đồng",
        "Bản nháp: còn phải hỏi thêm ông Tư về những năm đầu.", ("Mười năm nay ông mở cửa lúc năm giờ sáng và khóa cửa lúc chín giờ tối.",), "PHƯƠNG NAM",
    ),
)  # fmt: skip
_LATE = dt.timedelta(hours=2, minutes=12)


def load(tree: Tree, offices: Offices, people: People) -> int:
    _correspondent(tree, people)
    for number, piece in enumerate(_PIECES):
        _post(piece, tree, offices, hours_ago=5 * (number + 1))
    _came_late(offices)
    return len(_PIECES)


def _correspondent(tree: Tree, people: People) -> None:
    """Writes for a district and keeps no books."""
    position = Position.objects.create(
        code="cong-tac-vien-tin-bai",
        name="Cộng tác viên tin bài",
        level=Unit.Level.DISTRICT,
        right=Position.Right.CORRESPONDENT,
        rank_order=90,
        expected_count=0,
    )
    Appointment.objects.create(
        member=people.take(tree["BTH-03"], AFTER_THE_REPORT),
        unit=tree["BTH"],
        position=position,
        method=Appointment.Method.APPOINTED,
        decision_no="0201/QĐ-MH-BTH",
        valid_from=AFTER_THE_REPORT,
    )


def _post(piece: Piece, tree: Tree, offices: Offices, *, hours_ago: int) -> None:
    writer = offices.users[piece.writer]
    post = Post(
        title=piece.title,
        lead=piece.lead,
        body="".join(f"<p>{paragraph}</p>" for paragraph in piece.text),
        author_signature=piece.author,
        section=Section.objects.get(name=piece.section),
        unit=tree[piece.unit],
        created_by=writer,
        updated_by=writer,
    )
    post.full_clean()
    post.save()
    post.units.add(tree[piece.unit])
    post.tags.set(_tag(name) for name in piece.tags)
    begun = timezone.now() - dt.timedelta(hours=hours_ago)
    for number, (username, state, note) in enumerate(piece.way):
        move = PostMove.objects.create(
            post=post, old_state=post.state, new_state=state, by=offices.users[username], note=note
        )
        moved_at = begun + dt.timedelta(hours=number)
        PostMove.objects.filter(pk=move.pk).update(moved_at=moved_at)
        post.state = state
    if post.state == PostState.SCHEDULED:
        post.schedule(at(local_today() + dt.timedelta(days=2), 7))
    post.save(update_fields=["state", "updated_at"])


def _tag(name: str) -> Tag:
    return Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def _came_late(offices: Offices) -> None:
    """One of this week's posts had been scheduled; the machine was off when its time came."""
    since = timezone.now() - dt.timedelta(days=6)
    post = Post.objects.published().filter(published_at__gte=since).order_by("published_at").first()
    if post is None or post.published_at is None:
        return
    post.scheduled_for = post.published_at - _LATE
    post.save(update_fields=["scheduled_for"])
    version = keep_version(post=post, why=PostVersion.Why.PUBLISHED, by=offices.users["bientap"])
    PostVersion.objects.filter(pk=version.pk).update(made_at=post.published_at)
