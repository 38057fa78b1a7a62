"""Papers: texts of letters, cards printed for one branch, drawn portraits to put on them."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from members.actor import acting_as
from members.models import LetterText, Member, MemberPass, Portrait, User
from papers.actions import print_cards, reissue_card

from .people import People
from .seeds import chance

_WITH_PORTRAIT = 9
_TEXTS = (
    (
        "thuky1", LetterText.Kind.INVITATION, "Mời họp chi hội", "Dự sinh hoạt {Chi hội}",
        "Ban Chấp hành {Chi hội} trân trọng kính mời đồng chí {Họ tên}, số thẻ {Số thẻ}, dự buổi sinh hoạt định kỳ của chi hội.\n"
        "Thời gian: {Thời gian}.\nĐịa điểm: {Địa điểm}.\n"
        "Nội dung: kiểm điểm công tác quý, bàn việc thăm hỏi hội viên cao tuổi và chuẩn bị ngày truyền thống.\n"
        "Sự có mặt của đồng chí góp phần vào thành công của buổi họp. Trân trọng.",
    ),
    (
        "binhthanh", LetterText.Kind.GREETING, "Chúc thọ", "Mừng thọ đồng chí {Họ tên}",
        "Nhân dịp đồng chí {Họ tên} tròn {Tuổi} tuổi, Ban Chấp hành Hội kính gửi đồng chí và gia đình lời chúc mừng thân thiết.\n"
        "Đồng chí đã gắn bó với Hội {Thâm niên}. Tấm gương sống giản dị, nghĩa tình của đồng chí là niềm tự hào của {Chi hội}.\n"
        "Kính chúc đồng chí sống vui, sống khỏe, sống có ích, mãi là chỗ dựa tinh thần của con cháu và anh em trong Hội.",
    ),
    (
        "vanphong", LetterText.Kind.NOTICE, "Thông báo khám sức khỏe", "Khám sức khỏe cho hội viên",
        "Hội tổ chức khám sức khỏe miễn phí cho hội viên. Kính báo đồng chí {Họ tên} ({Chi hội}, {Hội cấp trên}) được biết.\n"
        "Thời gian: {Thời gian}.\nĐịa điểm: {Địa điểm}.\n"
        "Khi đi, đồng chí mang theo thẻ hội viên và đơn thuốc đang dùng. Đồng chí đi lại khó khăn xin báo chi hội để có người đưa đón.",
    ),
)  # fmt: skip


def load(folk: People, users: dict[str, User]) -> str:
    for username, kind, name, subject, body in _TEXTS:
        user = users[username]
        with acting_as(user=user):
            text = LetterText(
                unit=user.offices[0].unit, kind=kind, name=name, subject=subject, body=body
            )
            text.full_clean()
            text.save()
    keeper = users["thuky1"]
    unit = keeper.offices[0].unit
    members = list(
        Member.objects.filter(pk__in=[m.pk for m in folk.by_branch[unit.code]]).active_on()
    )
    _portraits(members[:_WITH_PORTRAIT])
    with acting_as(user=keeper):
        printing = print_cards(
            members=members, description=f"Đang sinh hoạt, {unit}", is_large=False, token="demo-the-dau-tien",  # noqa: S106
            by=keeper,
        )  # fmt: skip
        reissue_card(
            member=members[2], why=MemberPass.Why.LOST, token="demo-cap-lai-the", by=keeper  # noqa: S106
        )  # fmt: skip
    return f"letter texts: {len(_TEXTS)}, cards: {printing.count}"


def _portraits(members: list[Member]) -> None:
    """Nobody's face: a shape in the colours of an old studio."""
    rng = chance("portraits")
    for member in members:
        ground = rng.choice(("#d7dfe4", "#e4ddcf", "#d5e0d6"))
        coat = rng.choice(("#2f4a3b", "#33415c", "#5a4636"))
        page = Image.new("RGB", (600, 800), ground)
        pen = ImageDraw.Draw(page)
        pen.ellipse((60, 560, 540, 1100), fill=coat)
        pen.rectangle((255, 470, 345, 600), fill="#d9b99b")
        pen.ellipse((190, 190, 410, 510), fill="#e3c4a6")
        pen.chord(
            (180, 160, 420, 420), 180, 360, fill=rng.choice(("#8d8d8d", "#4a4a4a", "#c9c9c9"))
        )
        file = io.BytesIO()
        page.save(file, "JPEG", quality=85)
        Portrait(member=member).picture.save("anh.jpg", ContentFile(file.getvalue()))
