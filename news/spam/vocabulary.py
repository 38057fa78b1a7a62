"""Phrases of advertisers of gambling and the like, with marks; a text may leave the marks out."""

# What they sell. Honest people mention these too, so such words alone hold no comment.
GAMBLING = tuple(
    """
    nổ hũ|nổ hủ|nỗ hũ|nỗ hủ|quay hũ|hũ vàng|săn hũ|hũ to|tài xỉu|tài xĩu|tài sỉu|tx md5|md5|xóc đĩa|xóc dĩa
    rồng hổ|soi cầu|soi kèo|nhà cái|kèo nhà cái|tỷ lệ kèo|tỉ lệ kèo|kèo bóng đá|kèo chấp|kèo thơm|kèo ngon
    kèo vip|kèo free|kèo hay|kèo phạt góc|kèo trực tuyến|cá cược|cá độ|đặt cược|tiền cược|vòng cược
    hoàn cược|cược thua|cược bóng|cược tối thiểu|đua top cược|cá cược thể thao|casino|casino online
    casino trực tuyến|baccarat|bacarat|live dealer|sòng bài|đánh bài|game bài|cổng game|đổi thưởng
    bài đổi thưởng|bắn cá|đá gà|đá gà trực tiếp|trường gà|lô đề|đánh đề|ghi đề|thầu đề|đánh lô|số đề|con lô
    cầu lô|nuôi lô|lô gan|lô tô|lô tô siêu tốc|xổ số online|xổ số siêu tốc|bạch thủ|song thủ|dàn đề
    xiên quay|xiên 2|xiên 3|ba càng|3 càng|chốt số|số vip|số đẹp mỗi ngày|jackpot|slot game|poker
    tiến lên miền nam|mậu binh|sâm lốc|chẵn lẻ momo|chẵn lẻ|đánh bạc|cờ bạc|con bạc|freebet|free bet
    sports betting|betting|betting tips|free spins|online slots|no deposit|best online casino|百家乐|赌场|казино
    giải mã số học|quay thử|xsmb|xsmn|xsmt|kqxs|dự đoán miền bắc|dự đoán miền nam|dự đoán xổ số
    trực tiếp xổ số|gà đá|gà chọi|quay nổ hũ|đánh bài trực tuyến|đánh bài đổi|chơi bài đổi|soi cầu xổ số
    số nóng|lô đẹp|lô chuẩn|đề đẹp|cầu đẹp|cầu chuẩn|cầu động|lô kép|xiên vip|nuôi khung|kéo rút|web cờ bạc
    game bắn cá|game slot|nổ hũ đổi thưởng|tài xỉu online|tài xỉu md5|hũ rồng|thể thao ảo|lô xiên|lô online
    đề online|xóc đĩa online|bầu cua online|liêng online|phỏm online|ăn lô|trúng lô|trúng đề|về bờ
    hack tài xỉu|tool tài xỉu|tool soi cầu|dự đoán kết quả|tỷ lệ ăn|tỉ lệ ăn|vào kèo|lên kèo|thả kèo
    chốt kèo|ra kèo|kèo chuẩn|kèo xiên|kèo tài|kèo rung
    """.replace("\n", "|").split("|")
)
# What they promise.
PROMISES = tuple(
    """
    tặng code|phát code|giftcode|gift code|nhận code|code tân thủ|tân thủ|tân binh|nạp đầu|nạp lần đầu
    thưởng nạp|nạp rút|rút tiền nhanh|rút tiền siêu tốc|rút tiền thần tốc|rút tiền không giới hạn
    rút tiền ầm ầm|rút thoải mái|rút vù vù|rút siêu tốc|rút nhanh|rút về|siêu tốc|hoàn trả|hoàn tiền
    hoàn vốn|hoa hồng|trả thưởng|ăn thông|đăng ký nhận|đăng ký tặng|đăng ký là có|đăng ký ngay|nhận ngay
    tặng ngay|tặng liền|đăng ký có quà|chơi thử|trải nghiệm miễn phí|không cần nạp|khỏi nạp|uy tín
    uy tín số 1|uy tín hàng đầu|xanh chín|bao trúng|cam kết|ăn chia|chắc thắng|thắng chắc|bất bại
    không trúng hoàn tiền|chơi là thắng|quay là trúng|chơi là có quà|ăn tiền thật|tỷ lệ cao|tỉ lệ cao
    tỷ lệ thắng|tỉ lệ thắng|1 ăn 99|bonus|không bị chặn|không lừa đảo|hợp pháp|nhận thưởng|trúng lớn
    thắng lớn|sắp nổ|rút được|nạp 1 tặng|nạp tiền|nạp thẻ|nạp momo|tải app ngay|dùng thử|đổi đời|tặng xu
    tặng tiền|tặng vốn|tặng thưởng|hoàn trả vô tận|x2 nạp|lãi đều|lãi khủng|lời đều|ăn đều|ăn lớn|nhận lì xì
    phát lì xì|trúng hũ|quay trúng|siêu hời|siêu khủng|khuyến mãi khủng|rút tiền về|rút được tiền
    rút tiền thật|rút ngay|nạp ít|vốn ít|bao lỗ|bao lãi|bao thua|hoàn 100%|cam kết lãi|trúng 100%
    đảm bảo trúng|miễn phí đăng ký|đổi vận|trả hết nợ|nhận số|lấy số|win 95%|kiếm tiền online|đua top
    chuẩn 100%|chính xác 99%|phát lộc|thần tài|cskh|không lo bị bắt|không sợ bị bắt|min nạp|tip miễn phí
    tip vip|húp
    """.replace("\n", "|").split("|")
)
# Where they want people to go.
CALLS = tuple(
    """
    link vào|vào link|link đăng ký|link đăng kí|link đây|link đay|link chơi|link mới nhất|link trong bio
    link ở bio|vào bio|link ở ảnh đại diện|link ở trang cá nhân|link em để|lấy link|gửi link|cần link
    bấm vào tên|bấm vào đây|copy link|dán vào trình duyệt|truy cập|tham gia ngay|chơi ngay|vào ngay
    đăng nhập nhận|tải app|tải tại|tải game|tải apk|apk|search google|lên google|tìm google|gõ google
    kết quả đầu tiên|mã giới thiệu|mã mời|id giới thiệu|nhập mã|ib|inbox|ibox|nhắn tele|liên hệ tele|tele
    telegram|nhóm kín|nhóm zalo|vào nhóm|kết bạn zalo|nhắn zalo|ghé trang|trang của mình|trang em
    trang tôi lấy|vào chơi|theo em vào tiền|vào hụp|vào húp|ref|mời ghé|ghé xem|ghé qua trang|ghé web
    web mình|web em|web này|kênh tele|box tele|group zalo|add zalo|qua zalo|ib lấy|ib nhận|nhắn em|nhắn mình
    liên hệ em|link dưới|link bên dưới|link ở dưới|link ở tên|bấm link|bấm tên em|vô link|vô nhóm|vô chơi
    vô đây|đk tại|đăng ký tại|đk ngay|đk nhận|tải về|tải ngay|cài app|quét mã|nhận kèo|nhận số|nhận tip
    gọi ngay|hotline|lh zalo|liên hệ zalo|để lại số điện thoại|bình luận số điện thoại
    nhắn cho cô|ai cần link|nhắn riêng|cho số|để lại số
    đọc lệnh|register|visit|check my site|nhắn tin telegram|inbox mình|nhắn tôi nhé|gọi thầy|số thầy|zalo
    """.replace("\n", "|").split("|")
)
# Phrases that by themselves show a reward for bringing people in.
STRONG_CALLS = (
    "mã giới thiệu", "mã mời", "id giới thiệu", "link đăng ký", "link đăng kí", "link vào", "link mới nhất",
    "search google", "kết quả đầu tiên", "copy link", "dán vào trình duyệt", "theo em vào tiền",
)  # fmt: skip
# Names that no person has.
NAME_WORDS = ("kèo", "cược", "tặng code", "hũ", "nohu", "taixiu", "soi số", "số đẹp")
# The same people's other trades.
TRADES = tuple(
    """
    vay tiền nhanh|vay nóng|vay nhanh|vay gấp|vay tín chấp|cho vay|hỗ trợ vay|đăng ký vay|không thế chấp
    không gặp mặt|giải ngân|nợ xấu|nợ xấu vẫn vay|lãi suất 0%|việc nhẹ lương cao|ngồi nhà lướt|làm tại nhà
    kiếm thêm thu nhập|kiếm thêm|kiếm tiền online|đọc báo kiếm tiền|ngày kiếm|ngày lời|lương trong ngày
    chốt đơn|tuyển cộng tác viên|cộng tác viên|tuyển ctv|bấm like|lấy lại tiền|thu hồi vốn
    an ninh mạng thu hồi|làm bằng đại học|làm bằng|phôi thật|tiền ảo|đọc lệnh|kéo lệnh|nhị phân
    cam kết hoàn vốn|lợi nhuận|tăng cường sinh lý|kéo dài 60 phút|giao hàng kín đáo|gái gọi|gái xinh|qua đêm
    tăng like|tăng follow|bán nick|vay online|vay tiền online|duyệt vay|duyệt nhanh|hạn mức|chỉ cần cccd
    chỉ cần cmnd|rút tiền thẻ tín dụng|đáo hạn thẻ|bùng app|xóa nợ xấu|hỗ trợ làm ăn|bao lợi nhuận|sinh lời
    lợi nhuận cao|thu nhập thụ động|việc online|việc làm online|làm online|xử lý đơn hàng|nhận hoa hồng
    like dạo|lấy lại vốn|đòi lại tiền|bằng giả|chứng chỉ giả|sim số đẹp|thuốc mọc tóc|giảm cân cấp tốc
    trúng thưởng xe|nhận giải|nhận quà tri ân|nhập số thẻ|mã otp|nhận tiền hỗ trợ|vòng quay may mắn
    nhận quà tại
    gia truyền|trị dứt điểm|chữa dứt điểm|dứt điểm|chữa khỏi hẳn|khỏi hẳn|không tái phát|đặc trị|cam kết khỏi
    đảm bảo khỏi|không khỏi hoàn tiền|hết đau|lương y|viên uống|thực phẩm chức năng|thảo dược|nấm linh chi
    cao ngựa|hàng xách tay|tăng chiều cao|rụng tóc|phòng ngừa ung thư|liệu trình|ship tận nhà|đặt hàng
    thanh toán khi nhận hàng|tư vấn miễn phí|mua 2 tặng 1|mua 1 tặng 1|số lượng có hạn|chỉ còn hôm nay
    giảm 50%|giá sốc|giá rẻ như cho|kho hải quan|tặng kèm|tặng vé|thanh lý|chuyển khoản trước|giao tận tay
    giao hàng toàn quốc|giấy tờ giả|làm giấy tờ|làm giấy phép|không cần thi|bao đậu|hồ sơ gốc|bao soi
    bao công chứng|dấu thật|làm chứng chỉ|không cần cọc|bảo mật thông tin|xem bói|thầy bói|xem tử vi|giải hạn
    vận hạn|bùa yêu|gọi hồn|trục vong|cầu tài lộc|không linh không lấy tiền|xem chỉ tay|bói bài|linh nghiệm
    vòng phong thủy|trì chú|hóa giải|forex|dẫn lệnh|bitcoin|copy trade|không rủi ro|tiền nhàn rỗi
    sàn giao dịch|ngoại hối|tín hiệu chứng khoán|tăng trần|tiền số|mở ví|lời gấp|không thành công không thu phí
    tiền bị treo|thu hồi tiền|truy vết|phí thu sau|clip nóng|clip hot|lộ clip|không che|phim người lớn
    gọi video riêng tư|tâm sự đêm khuya|đóng gói hàng|không cần kinh nghiệm|không cần vốn|việc nhẹ|lương tuần
    làm việc tại nhà|việc làm tại nhà|xâu hạt|gấp túi|giao hàng nhận hàng|đơn ảo|chạy đơn
    """.replace("\n", "|").split("|")
)
# Topics of goods and services, and words of selling. Either may be honest; both together with a way to
# contact the writer are an offer, however it is phrased.
TOPICS = tuple(
    """
    thuốc|sâm|cao dán|miếng dán|viên uống|viên sủi|thảo dược|bài thuốc|tinh dầu|nhân sâm|đông trùng|linh chi
    tiểu đường|xương khớp|mất ngủ|tiền đình|huyết áp|sinh lý|giảm cân|tăng cân|trị mụn|trị nám|rụng tóc
    thải độc|ung thư|bệnh trĩ|dạ dày|viêm xoang|đau lưng|bằng tốt nghiệp|bằng lái|bằng cấp|bằng đại học
    chứng chỉ|giấy tờ|giấy phép|con dấu|căn cước|hộ chiếu|sổ đỏ|hồ sơ gốc|coi bói|xem bói|bói|tử vi|gọi vía
    gọi hồn|làm lễ|bùa|giải hạn|phong thủy|thầy cúng|trục vong|căn số|cô đồng|vận hạn|góp vốn|đầu tư|đất nền
    tiền ảo|tiền số|bitcoin|forex|chứng khoán|cổ phiếu|ví điện tử|sinh lời|nhàn rỗi|video riêng tư|ảnh nóng
    ảnh riêng tư|clip|phim|trọn bộ|làm thêm|gia công|cộng tác viên|tại nhà|việc nhẹ|tuyển|theo dõi kênh
    thả tim|đóng gói|sim|iphone|hàng hiệu|máy massage|voucher|lấy lại tiền|lấy lại được tiền|vay|nợ xấu
    """.replace("\n", "|").split("|")
)
HAWKING = tuple(
    """
    bán|đặt mua|đặt hàng|mua ở|mua tại|nhận hàng|trả tiền|chuyển khoản|cọc|đặt cọc|giá rẻ|giá chỉ|giảm giá
    khuyến mãi|miễn phí|tặng ngay|tặng kèm|cam kết|đảm bảo|bảo đảm|ai cần|ai làm|ai muốn|ai quan tâm
    quý khách|liên hệ|lh|hotline|tư vấn|ship|giao hàng|nhận làm|nhận gọi|nhận gia công|chuyên trị|dịch vụ
    cung cấp|trả lương|có tiền|kiếm tiền|lãi|lời|trao tay|uống là|dán là|cho số|nhắn riêng|mật khẩu|mời bạn
    inbox|ib|để lại số|freeship|gọi ngay|không cần|chỉ cần|trong ngày|uy tín|nhận tiền|trả công|số lượng có hạn
    """.replace("\n", "|").split("|")
)
# Honest people ask how to recover lost money. An advertiser who offers that, with a contact, speaks of
# fraud just as a warning would.
RECOVERY = tuple(
    """
    lấy lại tiền|lấy lại được|lấy lại hết|lấy lại vốn|thu hồi tiền|thu hồi vốn|đòi lại tiền|cam kết lấy lại
    hỗ trợ lấy lại|tiền bị treo|không thành công không thu phí|phí thu sau
    """.replace("\n", "|").split("|")
)
# Words of people who warn of all that, complain about it or report it.
WARNINGS = tuple(
    """
    cảnh giác|cảnh báo|đừng|triệt phá|trá hình|hại|tan nát|tan nhà|mất nhà|bán đất|bị bắt|bắt được|vừa bắt
    bắt quả tang|khuyên|tội|xử lý|xử phạt|bị phạt|nạn nhân|trình báo|tố giác|báo tin|lừa đảo|bị lừa
    suýt bị lừa|kẻ xấu|kẻ gian|giả mạo|mạo danh|tệ nạn|nghiện|mê|tuyên truyền|phòng chống|chuyên án|sa ngã
    sa vào|dại|xóa mấy|đề nghị|quảng cáo|núp bóng|núp|là bẫy|toàn bẫy|lừa người|lừa lấy|giận|đau lòng
    tránh xa|bỏ hẳn|thủ đoạn|lôi kéo|các đối tượng|chiêu trò|khuyến cáo|kịch bản|phương thức|hệ lụy
    trái phép|cám dỗ|chặn số|khó chịu|ghét|vây|từng bắt|tang vật|điều tra|khởi tố|không được|cấm|đùa|cười
    cho vui|chầu|cà phê|nạn cờ bạc|nạn lô đề|nạn cá độ|nạn cho vay|tan cửa nát nhà|nát nhà|trấn áp|bài trừ
    xử nghiêm|lên án|quét sạch|mê tín|dị đoan|mật phục|làm khổ|khổ thân|đừng tin|mất sạch
    """.replace("\n", "|").split("|")
)


def _tidy(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(p.split()) for p in phrases if p.strip()))


GAMBLING, PROMISES, CALLS, TRADES, TOPICS, HAWKING, RECOVERY, WARNINGS = (
    _tidy(group)
    for group in (GAMBLING, PROMISES, CALLS, TRADES, TOPICS, HAWKING, RECOVERY, WARNINGS)
)

# Domains: pieces of names (the second row says something only beside figures or a cheap end), ends
# that cost little, and hosts that need no second look.
NAME_PIECES = (
    "nohu", "taixiu", "xocdia", "banca", "soicau", "soikeo", "keo", "bet", "casino", "slot", "lode", "xoso",
    "doithuong", "daga", "poker", "jackpot", "nhacai", "baccarat", "clmm", "trungthuong", "nhanthuong",
    "vongquay", "duatop", "thantai", "than-tai", "gamebai", "xoilac",
)  # fmt: skip
WEAK_PIECES = (
    "hu", "vip", "win", "club", "vui", "vang", "tx", "bai", "game", "code", "quatang", "thuong", "lo", "88",
)  # fmt: skip
CHEAP_ENDS = (
    "vip", "club", "win", "bet", "casino", "live", "fun", "xyz", "top", "site", "online", "app", "pro", "cc",
    "me", "shop", "info", "biz", "vin", "ru", "cn", "space", "icu", "cyou", "lol", "link", "click", "game", "games",
)  # fmt: skip
SHORTENERS = (
    "bit.ly",
    "tinyurl.com",
    "t.me",
    "zalo.me",
    "cutt.ly",
    "is.gd",
    "shorturl.at",
    "rebrand.ly",
)
KNOWN_HOSTS = (
    "gov.vn", "edu.vn", "cand.com.vn", "tuoitre.vn", "thanhnien.vn", "vnexpress.net", "dantri.com.vn",
    "nld.com.vn", "sggp.org.vn", "plo.vn", "nhandan.vn", "qdnd.vn", "baochinhphu.vn", "vtv.vn", "vov.vn",
    "vietnamnet.vn", "tienphong.vn", "antv.gov.vn", "voh.com.vn", "hcmcpv.org.vn", "youtube.com", "youtu.be",
    "facebook.com", "google.com", "gmail.com", "yahoo.com", "outlook.com", "wikipedia.org",
)  # fmt: skip
EMOJI = frozenset("🎰💰💸🎲🧧💎💵🤑🃏👉🔥💥🎁⚽🏆🐓")
