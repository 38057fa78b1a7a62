"""What the newspaper wrote each year after the written ones of the gatherings that come round."""

import datetime as dt
from collections.abc import Iterator

from ..yearly import Gathering, gatherings
from .article import Article

# By the picture of the gathering, which names its sort: section, hour, title, lead, units, featured,
# text. {title} is the gathering's name, {year} its year.
_ABOUT: dict[str, tuple[str, str, str, str, tuple[str, ...], bool, str]] = {
    "apricot": (
        "Nghĩa tình", "18:20", "{title}: quà đến tận nhà, lời chúc đến tận tay",
        "Chi hội nào cũng có người đi đón các bác cao tuổi; bác nào không đến được thì quà đến tận nhà.",
        ("BTH",), False,
        """
Danh sách người được chúc thọ dán ở cửa hội trường từ hôm trước. Ai cũng dừng lại tìm tên bạn mình trước rồi mới tìm tên mình.

Phần quà năm nay gọn và thiết thực: gạo, dầu ăn, một hộp bánh và tấm thiệp do các cháu học sinh trong khu phố viết tay. Bác nào cũng đọc thiệp trước khi mở quà.

Buổi chiều, các tổ chia nhau đi đến những nhà không ra hội trường được. Câu hỏi ở nhà nào cũng giống nhau: năm nay chi hội mình còn đủ người không.
""",
    ),
    "signing": (
        "Thi đua", "15:40", "Sáu đơn vị Cụm thi đua II đặt bút ký giao ước năm {year}",
        "Giao ước năm {year} vẫn bốn nội dung, năm chỉ tiêu; việc nào cũng có đơn vị nhận và ngày xong.",
        ("Q4", "Q6", "Q8", "Q11", "BTH", "PN"), True,
        """
Buổi ký kết gọn trong một buổi sáng. Trước khi ký, từng đơn vị đọc lại một việc mình đã hứa năm trước và nói thật đã làm được đến đâu.

Vai trò cụm trưởng được trao cho đơn vị tiếp theo bằng một cuốn sổ ghi kín và một cuốn còn trắng, đúng như nếp đã có từ lần ký đầu tiên.

Các chỉ tiêu được cập nhật hằng quý ở mục Thi đua. Đơn vị nào chậm thì đơn vị bên cạnh đến hỏi có cần giúp một tay.
""",
    ),
    "hall": (
        "Tổ chức Hội", "17:45", "{title}: điểm lại một năm, nhớ những người đi trước",
        "Cuộc gặp mặt giản dị, dành phần lớn thời gian để các chi hội kể việc đã làm.",
        ("HOI",), True,
        """
Hội trường kín chỗ từ sớm. Hàng ghế đầu dành cho những hội viên đã có mặt từ ngày Hội thành lập.

Phần báo cáo chỉ mười phút. Sau đó mỗi hội thành viên kể một việc làm được mà mình muốn người khác học theo, và một việc còn lúng túng để nhờ góp ý.

Cuối buổi, mọi người đứng lên nhớ các hội viên đã đi xa trong năm. Tên của từng người được đọc chậm rãi, rồi hội trường cùng hát một bài ca cũ.
""",
    ),
    "court": (
        "Văn hóa – Thể thao", "17:30", "{title}: sáu màu áo trên một sân",
        "Cầu lông, cờ tướng và đi bộ đồng hành; đoàn nào cũng có giải mang về.",
        ("Q11",), False,
        """
Trận đầu tiên bắt đầu lúc bảy giờ, sau khi bác sĩ đo huyết áp xong cho vận động viên cuối cùng. Hai bác được khuyên chuyển sang đánh cờ, cười mà nhận.

Bàn cờ tướng đông người xem hơn sân cầu lông. Ván chung kết kéo dài gần một giờ, kết thúc bằng một cái bắt tay và lời hẹn năm sau.

Phần đi bộ không tính giờ. Người về sau cùng được vỗ tay to nhất, vì đi chậm để dìu bạn.
""",
    ),
}  # fmt: skip


def yearly_articles(today: dt.date) -> Iterator[Article]:
    """One on each of those gatherings up to yesterday, from the afternoon of its day."""
    for gathering in gatherings(today):
        if gathering.scene in _ABOUT:
            yield _article(gathering)


def _article(gathering: Gathering) -> Article:
    section, hour, title, lead, units, featured, text = _ABOUT[gathering.scene]
    values = {"title": gathering.title, "year": gathering.on.year}
    return Article(
        section=section,
        when=f"{gathering.on:%d/%m/%Y} {hour}",
        title=title.format(**values),
        lead=lead.format(**values),
        text=text,
        photos=((gathering.scene, f"{gathering.title}."),),
        units=units,
        event=gathering.title,
        featured=featured,
        compact=gathering.on.year if gathering.scene == "signing" else None,
    )
