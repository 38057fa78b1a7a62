"""Gatherings of the past years, the signing of 11/10/2024 first, and what comes in the next weeks."""

import datetime as dt
from dataclasses import dataclass, field

from events.actions.invitations import invite, mark_printed, record_reply
from events.actions.notices import mark_informed, notify_of
from events.actions.registration import open_registration, register
from events.models import (
    AnnualDay,
    Event,
    EventHost,
    EventKind,
    EventNotice,
    EventPhoto,
    FormerDay,
    Guest,
    Invitation,
    ProgrammeItem,
    RegularPlace,
    UsualKind,
    usual_kinds,
)
from kit.dates import local_today
from members.models import Member, Membership, Rank, Unit, User

from .album import Album
from .seeds import at, day
from .units import CLUSTER_TWO, Tree
from .yearly import Gathering, gatherings

K = UsualKind
SHOWN = {"is_internal": False, "people_agreed": True}  # the people in them are painted
SIGNING_TITLE = "Lễ ký kết giao ước thi đua Cụm thi đua II năm 2024"

# day, hour, hours it lasts (0: open end), kind, unit, place, title, summary, outcome, picture
_Row = tuple[str, int, float, str, str, str, str, str, str, str]
_PAST: tuple[_Row, ...] = (
    ("26/10/2024", 8, 3, K.TRAINING, "BTH", "Hội trường Ủy ban nhân dân Phường 12", "Tập huấn ghi sổ chi hội và sổ nghĩa tình", "Thư ký các chi hội cùng thực hành ghi sổ hội viên, sổ nghĩa tình theo mẫu thống nhất.", "Sáu chi hội của quận Bình Thạnh và đại diện các hội bạn tham dự; mẫu sổ được áp dụng từ tháng 11.", ""),
    ("09/11/2024", 7, 4, K.CULTURE, "Q11", "Nhà thi đấu Phường 15, Quận 11", "Giải cầu lông hội viên Quận 11 lần thứ nhất", "Nội dung đôi nam, đôi nam nữ cho hội viên từ 55 tuổi.", "32 vận động viên, cặp đôi chi hội Phường 5 đoạt giải nhất.", "court"),
    ("17/11/2024", 8, 3, K.OTHER, "PN", "Khu phố 3, Phường 5, quận Phú Nhuận", "Ngày hội Đại đoàn kết toàn dân tộc cùng khu phố", "Hội viên chi hội Phường 5 góp gian hàng, góp bữa cơm và tiết mục văn nghệ.", "Trao 20 phần quà cho hộ khó khăn.", ""),
    ("12/12/2024", 8, 3, K.COMMEMORATION, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Gặp mặt kỷ niệm một năm ngày thành lập Hội", "Nhìn lại một năm xây dựng tổ chức từ Thành phố đến chi hội.", "Biểu dương 22 tập thể, 65 cá nhân tiêu biểu.", "hall"),
    ("27/12/2024", 14, 2.5, K.REVIEW, "BTH", "Hội trường A Công an quận Bình Thạnh", "Tổng kết công tác Hội năm 2024 quận Bình Thạnh", "Báo cáo kết quả năm, bàn phương hướng năm 2025.", "Hội quận được đề nghị xếp loại hoàn thành xuất sắc nhiệm vụ.", "chairs"),
    ("18/01/2025", 8, 3, K.VISIT, "Q8", "Nhà văn hóa Phường 16, Quận 8", "Xuân nghĩa tình Ất Tỵ", "Trao quà Tết cho hội viên cao tuổi, hội viên khó khăn.", "85 phần quà, mỗi phần 500.000 đ.", "apricot"),
    ("12/02/2025", 8, 2, K.MEETING, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Họp mặt đầu xuân và phát động thi đua năm 2025", "Thống nhất ba việc trọng tâm của năm.", "", ""),
    ("20/02/2025", 8, 2.5, K.SIGNING, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Ký kết giao ước thi đua Cụm I và Cụm III năm 2025", "Bảy hội thành viên cùng ký giao ước.", "Giao ước được ký với bốn nội dung.", ""),
    ("08/03/2025", 8, 3, K.COMMEMORATION, "PN", "Nhà văn hóa quận Phú Nhuận", "Gặp mặt nữ hội viên nhân ngày 8 tháng 3", "Câu chuyện nghề của những nữ chiến sĩ năm xưa.", "Tặng hoa và sổ tiết kiệm cho hai nữ hội viên có hoàn cảnh khó khăn.", "tea"),
    ("22/03/2025", 8, 2, K.REVIEW, "Q4", "Hội trường Phường 13, Quận 4", "Tròn một năm thành lập Hội Quận 4", "Đánh giá một năm hoạt động và việc hợp nhất hai chi hội Phường 6, Phường 9.", "Chi hội liên phường sinh hoạt nền nếp từ tháng đầu tiên.", ""),
    ("19/04/2025", 7, 8, K.COMMEMORATION, "HOI", "Khu tưởng niệm, huyện Củ Chi", "Về nguồn chào mừng 50 năm thống nhất đất nước", "Dâng hương, gặp nhân chứng, giao lưu ba thế hệ.", "180 hội viên của mười ba quận tham gia.", "flags"),
    ("17/05/2025", 8, 3, K.TRAINING, "Q6", "Hội trường Phường 11, Quận 6", "Nói chuyện chuyên đề: nhận diện lừa đảo qua điện thoại", "Những chiêu thường gặp và ba câu cần nhớ trước khi chuyển tiền.", "Hơn 120 hội viên và bà con khu phố tham dự.", ""),
    ("05/06/2025", 8, 2, K.MEETING, "BTH-01", "Nhà văn hóa khu phố 1, Phường 12", "Chi hội Phường 12 họp bầu bổ sung thư ký", "Kiện toàn nhân sự chi hội.", "Bầu bổ sung thư ký chi hội với 100% phiếu tán thành.", ""),
    ("12/07/2025", 8, 3, K.REVIEW, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Sơ kết công tác Hội sáu tháng đầu năm 2025", "Các cụm báo cáo tiến độ giao ước.", "Cụm thi đua II dẫn đầu về số lượt thăm hỏi hội viên.", "chairs"),
    ("26/07/2025", 18, 2, K.COMMEMORATION, "PN", "Đài tưởng niệm quận Phú Nhuận", "Thắp nến tri ân các anh hùng liệt sĩ", "Hội viên cùng đoàn viên thanh niên thắp nến, dâng hương.", "", "candles"),
    ("16/08/2025", 8, 3, K.COMMEMORATION, "HOI", "Nhà hát Thành phố (điểm cầu chính)", "Gặp mặt kỷ niệm 80 năm Ngày truyền thống Công an nhân dân", "Chương trình ba phần: Nhớ - Thương - Tiếp bước.", "Tuyên dương 80 hội viên tiêu biểu.", "choir"),
    ("06/09/2025", 7, 4, K.CULTURE, "BTH", "Sân vận động quận Bình Thạnh", "Ngày hội dưỡng sinh cụm II", "Đồng diễn dưỡng sinh của sáu hội thành viên.", "Hơn 300 hội viên tham gia đồng diễn.", "dawn"),
    ("30/09/2025", 14, 2, K.REVIEW, "BTH", "Hội trường A Công an quận Bình Thạnh", "Hội nghị kiểm tra chéo Cụm thi đua II", "Các đoàn kiểm tra chéo hồ sơ thi đua.", "Thống nhất bảng điểm gửi Hội thành phố.", ""),
    ("17/10/2025", 8, 3, K.SIGNING, "PN", "Hội trường Ủy ban nhân dân quận Phú Nhuận", "Tổng kết năm thi đua thứ nhất và ký giao ước Cụm II năm 2025", "Sáu đơn vị ký giao ước năm thứ hai; Phú Nhuận nhận vai trò cụm trưởng.", "Bốn nội dung, năm chỉ tiêu được ký kết.", "signing"),
    ("15/11/2025", 7, 4, K.VISIT, "Q8", "Phường 4, Quận 8", "Bàn giao nhà Nghĩa tình đồng đội", "Căn nhà 42 m² được xây mới từ đóng góp của hội viên và nhà hảo tâm.", "Kinh phí 78 triệu đồng, thi công 55 ngày.", "house"),
    ("12/12/2025", 8, 3, K.COMMEMORATION, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Kỷ niệm hai năm ngày thành lập Hội", "Tổng kết năm 2025, công bố kết quả giúp việc các ban.", "", "hall"),
    ("20/12/2025", 8, 2.5, K.TRAINING, "Q11", "Hội trường Phường 5, Quận 11", "Tập huấn sử dụng điện thoại thông minh cho hội viên cao tuổi", "Mỗi hội viên một người cháu đoàn viên ngồi kèm.", "46 hội viên hoàn thành năm bài thực hành.", ""),
    ("31/01/2026", 8, 3, K.VISIT, "BTH", "Nhà văn hóa quận Bình Thạnh", "Xuân nghĩa tình Bính Ngọ", "Chúc thọ hội viên tuổi 70, 75, 80, 85, 90 và trao quà Tết.", "112 hội viên được chúc thọ.", "apricot"),
    ("28/02/2026", 8, 2, K.MEETING, "PN", "Hội trường Phường 9, quận Phú Nhuận", "Họp Cụm thi đua II quý I/2026", "Rà tiến độ chỉ tiêu, chia sẻ cách làm sổ nghĩa tình điện tử.", "Sáu hội thành viên dùng chung một mẫu báo cáo.", ""),
    ("07/03/2026", 8, 3, K.CULTURE, "Q6", "Công viên bên kênh, Quận 6", "Nữ hội viên cùng áo dài xuống phố", "Diễu hành áo dài, nói chuyện về sức khỏe tuổi già.", "", ""),
    ("18/04/2026", 7, 5, K.CULTURE, "PN", "Nhà thi đấu Phú Nhuận", "Hội thao Cụm thi đua II năm 2026", "Cầu lông, cờ tướng, đi bộ đồng hành.", "Đoàn Quận 11 nhất toàn đoàn.", "court"),
    ("23/05/2026", 8, 2.5, K.TRAINING, "Q4", "Hội trường Phường 13, Quận 4", "Bàn việc giữ bình yên hẻm nhỏ", "Sinh hoạt chuyên đề cùng tổ bảo vệ an ninh trật tự cơ sở.", "Bốn mô hình tổ tự quản đăng ký hoạt động thường xuyên.", "alley"),
    ("13/06/2026", 7, 4, K.VISIT, "HOI", "Trạm y tế Phường 13, quận Bình Thạnh", "Khám sức khỏe miễn phí cho hội viên từ 70 tuổi", "Phối hợp với các bác sĩ thiện nguyện.", "214 lượt hội viên được khám, cấp thuốc.", ""),
    ("11/07/2026", 8, 3, K.REVIEW, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", "Sơ kết công tác Hội sáu tháng đầu năm 2026", "Ba cụm thi đua báo cáo; biểu dương mô hình mới.", "", "chairs"),
    ("25/07/2026", 18, 2, K.COMMEMORATION, "Q11", "Đài tưởng niệm Quận 11", "Đêm nến tháng Bảy", "Kể chuyện đồng đội và thắp nến tri ân.", "", "candles"),
    ("15/08/2026", 8, 3, K.COMMEMORATION, "BTH", "Hội trường A Công an quận Bình Thạnh", "Gặp mặt truyền thống nhân ngày 19 tháng 8", "Ba thế hệ kể một câu chuyện.", "", ""),
    ("12/09/2026", 7, 4, K.VISIT, "Q8", "Phường 5, Quận 8", "Trao học bổng “Tiếp bước” năm học mới", "Học bổng cho con cháu hội viên có hoàn cảnh khó khăn.", "64 suất, mỗi suất 1.000.000 đ.", "gift"),
    ("26/09/2026", 8, 2, K.REVIEW, "PN", "Hội trường Phường 9, quận Phú Nhuận", "Kiểm tra chéo hồ sơ thi đua Cụm II", "Ba đoàn kiểm tra chéo làm việc trong một ngày.", "", "desk"),
    ("15/10/2026", 8, 3, K.SIGNING, "Q4", "Hội trường Ủy ban nhân dân Quận 4", "Ký kết giao ước thi đua Cụm thi đua II năm 2026", "Sáu đơn vị ký giao ước năm thứ ba; Quận 4 nhận vai trò cụm trưởng.", "Bốn nội dung, năm chỉ tiêu; thêm việc mỗi hội viên từ 80 tuổi có một người bạn ghé thăm.", "signing"),
    ("14/11/2026", 8, 3, K.OTHER, "BTH", "Khu phố 2, Phường 13, quận Bình Thạnh", "Cùng khu phố mở Ngày hội Đại đoàn kết toàn dân tộc", "Chi hội Phường 13 phụ trách phần hội và bữa cơm chung.", "Trao 15 phần quà và ra mắt tủ sách khu phố.", ""),
)  # fmt: skip
# days from today, hour, hours, kind, unit, place, title, summary, state
ANNIVERSARY = "Gặp mặt kỷ niệm ngày thành lập Hội"
_COMING = (
    (3, 8, 2, K.BRANCH, "BTH-01", "Nhà văn hóa khu phố 1, Phường 12", "Sinh hoạt chi hội Phường 12 thường kỳ", "Thông tin thời sự, bàn việc thăm hội viên cao tuổi và phân công trực tổ tự quản.", "announced"),
    (6, 14, 2.5, K.MEETING, "Q4", "Hội trường Phường 13, Quận 4", "Họp Cụm thi đua II: rà soát tiến độ giao ước", "Sáu hội thành viên báo cáo ngắn, bàn việc chung của quý tới.", "announced"),
    (9, 7, 4, K.VISIT, "PN", "Trạm y tế Phường 9, quận Phú Nhuận", "Khám sức khỏe, đo mắt miễn phí cho hội viên", "Hội viên mang theo sổ khám bệnh cũ; có người đón bác trên 80 tuổi.", "announced"),
    (13, 7, 5, K.SPORT, "Q11", "Nhà thi đấu Phường 15, Quận 11", "Giao lưu cầu lông và cờ tướng bốn quận", "Mỗi đội tám vận động viên từ 55 tuổi.", "announced"),
    (19, 8, 3, K.COMMEMORATION, "HOI", "Hội trường Hội thành phố, đường Mẫu 1", ANNIVERSARY, "Điểm lại chặng đường đã qua, biểu dương chi hội và hội viên tiêu biểu.", "announced"),
    (27, 8, 2.5, K.TRAINING, "Q6", "Hội trường Phường 11, Quận 6", "Tập huấn ghi sổ nghĩa tình và báo cáo tháng", "Dành cho chi hội trưởng và thư ký các chi hội.", "announced"),
    (34, 8, 3, K.REVIEW, "BTH", "Hội trường A Công an quận Bình Thạnh", "Tổng kết công tác Hội trong năm", "Báo cáo kết quả, bình xét tập thể và cá nhân tiêu biểu.", "announced"),
    (11, 18, 2, K.CULTURE, "Q8", "Sân khấu Nhà văn hóa Quận 8", "Đêm văn nghệ “Tiếng hát người chiến sĩ năm xưa”", "Chương trình tạm hủy do sân khấu đang sửa chữa; thời gian mới sẽ được thông báo.", "cancelled"),
    (45, 8, 3, K.VISIT, "BTH", "Nhà văn hóa quận Bình Thạnh", "Chúc thọ hội viên cao tuổi (dự kiến)", "Danh sách đang được các chi hội rà soát.", "draft"),
)  # fmt: skip

_GUESTS = (
    (Rank.MAJOR_GENERAL, "Trương Giang Long", "Ủy viên Thường vụ Hội Cựu Công an nhân dân Việt Nam", False),
    (Rank.MAJOR_GENERAL, "Trần Triều Dương", "Phó Chủ tịch Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh", True),
    (None, "", "Các ủy viên Ban Chấp hành Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh", False),
    (Rank.COLONEL, "Nguyễn Văn Linh", "Chánh Văn phòng Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh", False),
    (Rank.SENIOR_COLONEL, "Nguyễn Tiến Đạt", "Ủy viên Ban Thường vụ Quận ủy, Trưởng Công an quận Bình Thạnh", True),
    (Rank.SENIOR_COLONEL, "Phan Hồng Khanh", "Chủ tịch Hội Cựu Công an nhân dân quận Bình Thạnh", False),
    (None, "", "Chủ tịch Hội, Chánh Văn phòng, Trưởng Ban Chính trị - phong trào Hội Cựu Công an nhân dân các Quận 4, 6, 8, 11 và Phú Nhuận", False),
)  # fmt: skip
_PROGRAMME = (
    ("08:00", "Đón tiếp đại biểu, văn nghệ chào mừng", ""),
    ("08:30", "Tuyên bố lý do, giới thiệu đại biểu", "Ban tổ chức"),
    ("08:40", "Trình bày mục đích, yêu cầu của việc ký kết", "Hội Cựu Công an nhân dân quận Bình Thạnh"),
    ("08:55", "Thông qua bốn nội dung giao ước thi đua", "Đại diện Cụm thi đua II"),
    ("09:15", "Sáu hội thành viên ký kết giao ước", "Quận 4, 6, 8, 11, Bình Thạnh, Phú Nhuận"),
    ("09:35", "Phát biểu chỉ đạo", "Thiếu tướng Trần Triều Dương"),
    ("09:50", "Phát biểu chúc mừng", "Đại tá Nguyễn Tiến Đạt"),
    ("10:05", "Bế mạc, chụp ảnh lưu niệm", ""),
)  # fmt: skip


@dataclass
class Events:
    signing: Event
    by_title: dict[str, Event] = field(default_factory=dict)

    @property
    def signings(self) -> dict[int, Event]:
        """The signings of the second cluster's compacts by year."""
        signings = {2024: self.signing}
        for title, event in self.by_title.items():
            if event.kind_id == K.SIGNING and ("Cụm II" in title or "Cụm thi đua II" in title):
                signings[event.starts_on.year] = event
        return signings


def load(tree: Tree, album: Album) -> Events:
    for usual in usual_kinds():
        if not EventKind.objects.filter(code=usual.code).exists():
            usual.save()
    made = Events(_signing(tree, album))
    made.by_title[SIGNING_TITLE] = made.signing
    today = local_today()
    written = [Gathering(day(row[0]), *row[1:]) for row in _PAST]
    for gathering in [
        *(gathering for gathering in written if gathering.on < today),
        *gatherings(today),
    ]:
        event = _event(
            tree, gathering.on, gathering.hour, gathering.hours, gathering.kind, gathering.code, gathering.place, gathering.title,
            gathering.summary, gathering.outcome,
        )  # fmt: skip
        made.by_title[gathering.title] = event
        if gathering.kind == K.SIGNING and "II" in gathering.title.split("I và")[0]:
            _hosts(tree, event, CLUSTER_TWO)
        if gathering.scene:
            photo = EventPhoto(
                event=event, caption=f"{gathering.title}.", credit="Ban biên tập", **SHOWN
            )
            album.put(photo, gathering.scene)
    for days, hour, hours, kind, code, place, title, summary, state in _COMING:
        event = _event(
            tree,
            today + dt.timedelta(days=days),
            hour,
            hours,
            kind,
            code,
            place,
            title,
            summary,
            "",
            state,
        )
        made.by_title[title] = event
    _ways(tree, made, today)
    return made


def _ways(tree: Tree, made: Events, today: dt.date) -> None:
    """One that was moved, one cancelled with its reason, one for a branch alone, its usual place."""
    moved = made.by_title[_COMING[3][6]]
    FormerDay.objects.create(
        event=moved, starts_at=moved.starts_at - dt.timedelta(days=7),
        reason="Nhà thi đấu có giải của quận trong ngày đã báo.",
    )  # fmt: skip
    cancelled = made.by_title[_COMING[7][6]]
    cancelled.cancel_reason = "Sân khấu đang sửa chữa."
    cancelled.save()
    AnnualDay.objects.create(
        unit=tree["HOI"], name="Ngày thành lập Hội", day=12, month=12, since_year=2023
    )
    AnnualDay.objects.create(
        unit=tree["BTH"], name="Ngày gặp mặt đồng đội đầu xuân", day=8, month=1, is_lunar=True
    )
    RegularPlace.objects.create(unit=tree["BTH-01"], place=_COMING[0][5])
    inner = _event(
        tree, today + dt.timedelta(days=16), 14, 2, K.BRANCH, "BTH-01", _COMING[0][5],
        "Chi hội Phường 12 góp ý kiểm điểm Ban Chấp hành", "Chỉ hội viên chi hội dự.", "",
    )  # fmt: skip
    inner.is_internal = True
    inner.save()


def _event(
    tree: Tree, on: dt.date, hour: int, hours: float, kind: str, code: str, place: str, title: str,
    summary: str, outcome: str, state: str = Event.State.ANNOUNCED,
) -> Event:  # fmt: skip
    starts = at(on, hour)
    return Event.objects.create(
        title=title,
        kind_id=kind,
        state=state,
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=hours) if hours else None,
        place=place,
        unit=tree[code],
        summary=summary,
        outcome=outcome,
    )


def _hosts(tree: Tree, event: Event, codes: tuple[str, ...]) -> None:
    EventHost.objects.bulk_create(
        EventHost(event=event, unit=tree[code], order=order) for order, code in enumerate(codes, 1)
    )


def _signing(tree: Tree, album: Album) -> Event:
    """Facts of the public report: day, place, guests in the order in which it names them."""
    event = _event(
        tree,
        day("11/10/2024"),
        8,
        2.5,
        K.SIGNING,
        "BTH",
        "Hội trường A Công an quận Bình Thạnh",
        SIGNING_TITLE,
        "Sáu hội thành viên Cụm thi đua II (Quận 4, 6, 8, 11, Bình Thạnh, Phú Nhuận) ký kết giao ước "
        "thi đua với bốn nội dung: xây dựng Hội, phát triển hội viên và nghĩa tình, điển hình và mô "
        "hình tự quản, văn hóa - thể thao.",
        "Giao ước được sáu đơn vị ký kết. Mục tiêu chung: hằng năm mỗi hội thành viên được xếp loại "
        "hoàn thành tốt nhiệm vụ trở lên.",
    )
    _hosts(tree, event, CLUSTER_TWO)
    Guest.objects.bulk_create(
        Guest(event=event, order=order, rank=rank, name=name, post=post, spoke=spoke)
        for order, (rank, name, post, spoke) in enumerate(_GUESTS, 1)
    )
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            event=event,
            order=order,
            starts_at=dt.time.fromisoformat(hour),
            title=title,
            speaker=speaker,
        )
        for order, (hour, title, speaker) in enumerate(_PROGRAMME, 1)
    )
    for order, (scene, caption) in enumerate(
        (
            ("signing", "Đại diện sáu đơn vị đặt bút ký giao ước thi đua."),
            ("hall", "Quang cảnh hội trường trong giờ khai mạc."),
            ("gift", "Trao giao ước đã ký cho từng đơn vị."),
        ),
        1,
    ):
        photo = EventPhoto(event=event, caption=caption, credit="MD", order=order, **SHOWN)
        album.put(photo, scene)
    return event


def invite_people(tree: Tree, made: Events, users: dict[str, User]) -> int:
    """A contest has its guests and players invited, some answered; then it was moved, and they are
    to be telephoned."""
    event, office = made.by_title[_COMING[3][6]], users["vanphong"]
    people = Member.objects.of_units(Unit.objects.filter(parent=tree["Q11"])).in_name_order()[:6]
    guests = [
        Invitation(name="Trần Văn Mẫu", post="Trưởng phòng Văn hóa và Thông tin Quận 11"),
        Invitation(name="Lê Thị Mẫu", post="Chủ tịch Hội Người cao tuổi Phường 15"),
    ]
    count = invite(event=event, members=people, guests=guests, by=office)
    mark_printed(event=event, by=office)
    for number, invitation in enumerate(event.invitations.order_by("pk")):
        if number % 4 < 2:
            reply = Invitation.Reply.ABSENT if number == 5 else Invitation.Reply.COMES
            record_reply(invitation=invitation, reply=reply, by=office)
    notify_of(event, EventNotice.Change.MOVED)
    mark_informed(notice=event.notices.order_by("pk")[0], by=office)
    return count


def take_registrations(tree: Tree, made: Events, users: dict[str, User]) -> int:
    """The association's coming meeting takes registrations: its places are taken, some wait."""
    event, office = made.by_title[ANNIVERSARY], users["vanphong"]
    open_registration(
        event=event, closes_on=event.starts_on - dt.timedelta(days=3), places=12, companions=1,
        by=office,
    )  # fmt: skip
    own = users["hoivien"].member
    memberships = Membership.objects.on().filter(unit__in=[tree["BTH-01"], tree["BTH-02"]])
    people = Member.objects.filter(pk__in=memberships.values("member")).in_name_order()
    coming = [member for member in people if member != own][:12]
    coming.insert(4, own)
    for number, member in enumerate(coming):
        register(event=event, member=member, companions=int(number % 5 == 2), by=office)
    return len(coming)
