"""The newest articles: dated by days before the demo is loaded, so that the front page is fresh."""

from .article import IN_FORCE, Article, DemoComment

RECENT = (
    Article(
        section="Nghĩa tình", when="-0 05:30", featured=True, author="THU HÀ",
        title="Vòng thăm buổi sớm ở con hẻm ba bác tám mươi",
        lead="Ba người đồng đội cùng tuổi, cùng ở một góc phố, được chi hội đến thăm trong một buổi sáng. Chuyện nhỏ thôi, nhưng cả hẻm còn kể mãi.",
        photos=(("tea", "Ấm trà buổi sáng, nơi mọi cuộc thăm đều bắt đầu."), ("bench", "Những người bạn già vẫn giữ thói quen ngồi cùng một ghế."), ("alley", "Con hẻm ba bác tám mươi lúc đoàn thăm ra về."), ("gift", "Bức tranh chúc thọ được trao tận tay.")),
        units=("Q4", "Q4-02"), tags=("Chúc thọ", "Nghĩa tình đồng đội"),
        text="""
Sáu giờ rưỡi, nắng mới chạm mái tôn đầu hẻm, đoàn thăm của chi hội Phường 4 đã có mặt. Không xe, không loa, chỉ có bảy người đi bộ và một chiếc giỏ mây đựng trà, bánh, ba bức tranh chúc thọ cuộn tròn. Người đi đầu bảo: hẻm hẹp, đi chậm thì mới kịp chào hết bà con.

Nhà thứ nhất, bác B. đã pha sẵn trà. Bác kể chuyện ngày đầu về phường, cả tổ có một chiếc xe đạp, ai trực đêm thì được dùng. Câu chuyện ai cũng từng nghe, vậy mà đến đoạn chiếc xe tuột xích giữa mưa, mọi người vẫn cười như mới nghe lần đầu.

Nhà thứ hai, bác N. không muốn nhận quà trước. Bác kéo đoàn ra sân sau xem giàn mướp, bẻ cho mỗi người hai trái, rồi mới chịu ngồi xuống nghe đọc lời chúc thọ. “Có qua có lại, vậy mới là đồng đội”, bác nói.

> Cả đời đi thăm người khác, nay được thăm, tôi ngượng như hồi mới nhận sao vạch.

Nhà thứ ba là nhà bác K., người hát hay nhất tổ năm xưa. Ghế không đủ, hai bác kia được dìu sang, ba người ngồi chung một chiếc ghế dài. Bài hát bắt đầu hơi run, đến điệp khúc thì cả hẻm hát theo, có cả mấy em nhỏ chưa thuộc lời.

Chi hội trưởng nói đây là việc nằm trong giao ước thi đua năm nay: mỗi hội viên từ tám mươi tuổi có một người bạn ghé thăm thường xuyên. Nhưng nhìn cách bảy người đi bộ ra về, mỗi người cầm hai trái mướp, chẳng ai nghĩ đó là một chỉ tiêu.
""",
        comments=(
            DemoComment("Nguyễn Ngọc Lan", "Đọc mà nhớ ba tôi. Ba tôi cũng kể hoài chuyện chiếc xe đạp của tổ.", 0.5),
            DemoComment("Hỗ trợ tài chính", "Ai cần vay nóng trong ngày, nhắn ngay cho chúng tôi.", 1.5, state="held", held_because=("Có từ bị giữ lại: vay nóng.", "Nhận xét của khách: chờ duyệt theo quy định chung.")),
            DemoComment("Vui Có Thưởng", "Nổ hũ uy tín, nạp 50k tặng 100k, đăng ký nhận code tân thủ. Nhắn Telegram @vi_du_quang_cao", 2.5, state="held"),
        ),
    ),
    Article(
        section="Thi đua", when="-1 16:10", author="MINH KHÔI",
        title="Cụm thi đua II: mười việc nhỏ làm ngay sau ngày ký",
        lead="Giao ước mới còn chưa khô mực, sáu hội thành viên đã gửi về cụm danh sách những việc làm ngay, việc nào cũng có người, có ngày.",
        photos=(("desk", "Bản phân công được viết tay ngay trong buổi họp cụm."),),
        units=("Q4", "Q6", "Q8", "Q11", "BTH", "PN"), tags=("Giao ước thi đua", "Cụm thi đua II"), compact=IN_FORCE,
        text="""
Họp cụm lần này không có báo cáo dài. Đơn vị cụm trưởng phát cho mỗi hội thành viên một tờ giấy kẻ ba cột: việc gì, ai làm, bao giờ xong. Mười lăm phút sau, sáu tờ giấy được dán lên bảng, tổng cộng mười việc.

Quận 4 nhận việc lập sổ bạn già: mỗi hội viên cao tuổi có một người ghé thăm cố định. Phú Nhuận nhận soạn mẫu báo cáo tháng một trang. Bình Thạnh nhận mở lớp hướng dẫn thư ký chi hội ghi sổ. Quận 6 và Quận 8 cùng lo phần tuyên truyền chống lừa đảo qua điện thoại; Quận 11 nhận hội thao.

Điều đáng nói là cách theo dõi. Thay vì chờ đến quý, cứ ngày 25 hằng tháng mỗi đơn vị gạch đi những việc đã xong và gửi ảnh tờ giấy về nhóm chung. Việc nào gạch chậm, đơn vị bên cạnh gọi hỏi có cần thêm người.

- Sổ bạn già: xong trong tháng này
- Mẫu báo cáo một trang: dùng thử ở ba chi hội
- Lớp ghi sổ: hai buổi, buổi đầu tuần tới
- Tờ rơi chống lừa đảo: in một nghìn bản

Một chi hội trưởng nói vui: thi đua kiểu này khó giấu việc lười. Nhưng chính vì vậy mà ai cũng thấy nhẹ, bởi việc đã chia nhỏ, và không ai phải làm một mình.
""",
        comments=(
            DemoComment("Phạm Văn Thành", "Cách làm một trang giấy rất hay, chi hội tôi sẽ học theo.", 6),
            DemoComment("Bạn đọc Quận 6", "Xin hỏi tờ rơi chống lừa đảo có thể lấy ở đâu?", 12,
                  replies=(DemoComment("Văn phòng Hội", "Bạn có thể nhận tại văn phòng Hội quận hoặc nhờ chi hội phường gửi giúp.", 18, user="vanphong"),)),
            DemoComment("Khach123", "BÀI VIẾT HAY QUÁ XEM THÊM TẠI TRANG CỦA TÔI http://vi-du.example/a http://vi-du.example/b", 20, state="held",
                  held_because=("Có 2 liên kết, quá mức 1.", "Viết gần như toàn chữ in hoa.", "Nhận xét của khách: chờ duyệt theo quy định chung.")),
        ),
    ),
    Article(
        section="Thông báo", when="-2 08:00", author="VĂN PHÒNG HỘI",
        title="Mời hội viên từ 70 tuổi đăng ký khám sức khỏe, đo mắt miễn phí",
        lead="Văn phòng Hội phối hợp cùng các bác sĩ thiện nguyện tổ chức buổi khám sức khỏe, đo mắt cho hội viên cao tuổi. Hội viên đăng ký qua chi hội.",
        units=("HOI", "PN"), tags=("Sức khỏe", "Thông báo"),
        text="""
Để chăm lo sức khỏe hội viên, Văn phòng Hội thông báo buổi khám sức khỏe tổng quát, đo huyết áp, đường huyết và đo mắt miễn phí. Thời gian, địa điểm cụ thể có tại mục Sự kiện của trang tin.

Hội viên từ 70 tuổi trở lên được ưu tiên. Chi hội lập danh sách, ghi rõ người cần xe đón, gửi về Hội quận chậm nhất ba ngày trước buổi khám. Hội viên trên 80 tuổi được đón tận nhà và có người đi cùng.

Khi đi khám, xin mang theo:

- Thẻ hội viên hoặc giấy tờ tùy thân
- Sổ khám bệnh, đơn thuốc đang dùng
- Kính đang đeo, nếu có

Kết quả khám được giao riêng cho từng người. Hội không lưu và không công bố thông tin sức khỏe của hội viên. Mọi thắc mắc, hội viên liên hệ thư ký chi hội hoặc Văn phòng Hội trong giờ hành chính.
""",
        comments=(
            DemoComment("Hội viên Phường 9", "Ba tôi đi xe lăn có được đón không ạ?", 4,
                  replies=(DemoComment("Văn phòng Hội", "Được ạ. Chi hội sẽ ghi chú và bố trí xe phù hợp.", 6, user="vanphong"),)),
        ),
    ),
    Article(
        section="Gương sáng", when="-4 06:45", author="HOÀI NAM",
        title="Người giữ chìa khóa của con hẻm",
        lead="Hơn mười năm nay, bà con hẻm nhỏ gửi chìa khóa nhà cho một người hàng xóm đặc biệt: ông Tư, hội viên chi hội Phường 13, từng có ba mươi hai năm mặc sắc phục.",
        photos=(("street", "Con đường quen mỗi sáng ông Tư đi bộ ra đầu phố."), ("alley", "Tổ tự quản của khu phố trong một buổi đi tuần đêm.")),
        units=("BTH", "BTH-02"), tags=("Gương sáng", "Tổ tự quản"),
        text="""
Trên tường nhà ông Tư có một tấm bảng gỗ đóng mười chín chiếc đinh. Mỗi chiếc treo một chùm chìa khóa, dưới ghi tên chủ nhà bằng nét chữ nắn nót. Nhà ai đi vắng, ai có con nhỏ tan học sớm, ai sợ quên, đều gửi ông. Chưa một chùm nào thất lạc.

Chuyện bắt đầu từ một trận mưa. Nhà cuối hẻm chập điện, khói bốc ra khe cửa khóa ngoài. Ông Tư gọi điện cho chủ nhà, phá khóa, ngắt cầu dao kịp lúc. Từ bữa đó, chủ nhà sửa khóa xong liền đem thêm một chìa sang gửi, rồi nhà bên cạnh cũng gửi.

Là tổ trưởng tổ tự quản, mỗi tối ông đi một vòng cùng ba người nữa, tay cầm đèn pin, cổ đeo còi. Ông không ghi ai lỗi gì; ông ghi đèn nào hỏng, nắp cống nào kênh, nhà nào cả ngày không thấy mở cửa. Cuốn sổ ấy được phường dùng làm căn cứ sửa đường, thay đèn.

> Làm công an về hưu, tôi chỉ đổi chỗ trực thôi. Trước trực cơ quan, giờ trực hẻm.

Lớp trẻ trong hẻm gọi ông là “tổng đài”. Ông không giỏi điện thoại thông minh, nhưng có ba đứa cháu hàng xóm thay phiên đọc tin nhắn lừa đảo cho ông nghe để ông kể lại trong buổi họp tổ. Nhờ vậy, năm nay hẻm không ai mất tiền vì cuộc gọi lạ.

Hỏi ông mong gì, ông nhìn tấm bảng gỗ: mong có người chịu nhận lại bảng chìa khóa này khi ông già hơn nữa. Anh tổ phó trẻ ngồi cạnh liền xin: chú cứ dạy con cách nhớ mười chín chùm trước đã.
""",
        comments=(
            DemoComment("Hẻm 12", "Con là một trong ba đứa cháu đọc tin nhắn cho ông Tư. Ông vui tính lắm ạ.", 7),
            DemoComment("Đỗ Thanh Bình", "Kính trọng những người như ông. Mong Hội có hình thức biểu dương.", 30),
        ),
    ),
    Article(
        section="Phong trào", when="-6 09:20", author="LÊ AN",
        title="Ba câu cần nhớ trước khi chuyển tiền",
        lead="Buổi nói chuyện chống lừa đảo qua điện thoại do hội viên đứng lớp, người nghe là ông bà, cha mẹ trong khu phố, kết thúc bằng ba câu ngắn ai cũng thuộc.",
        photos=(("chairs", "Hội trường trước giờ bắt đầu buổi nói chuyện."),),
        units=("Q6", "Q8"), tags=("Chống lừa đảo", "Phong trào bảo vệ an ninh Tổ quốc"),
        text="""
Diễn giả không đứng trên bục. Bác cầm chiếc điện thoại cũ, đi giữa các hàng ghế, bật loa cho mọi người nghe một cuộc gọi được ghi âm lại. Giọng người gọi rất lễ phép, rất gấp gáp, đọc đúng cả họ tên. Cả hội trường im phăng phắc: ai cũng từng nghe một giọng như thế.

Suốt bốn mươi phút, bác lần lượt kể năm chiêu thường gặp: giả công an, giả ngân hàng, giả người thân gặp nạn, giả giao hàng và hứa việc nhẹ lương cao. Sau mỗi chiêu, một cặp hội viên diễn lại bằng một tiểu phẩm ngắn. Tiếng cười nhiều, mà ghi chép cũng nhiều.

Ba câu cuối buổi được in trên tấm giấy nhỏ bằng bàn tay, để dán cạnh điện thoại bàn:

- Ai gọi cũng được, nhưng tôi gọi lại số chính thức rồi mới tin
- Không ai có quyền hỏi mã xác thực của tôi
- Càng gấp, càng phải hỏi con cháu và công an phường

Buổi nói chuyện là một phần của việc Quận 6 và Quận 8 nhận làm chung trong giao ước thi đua. Từ nay đến hết quý, tiểu phẩm sẽ đi hết mười hai khu phố, tối diễn ở sân chung cư, sáng diễn ở chợ.

Một cô bán rau xin thêm hai tấm giấy. Cô nói một tấm dán ở sạp, một tấm gửi cho người em vừa suýt mất tiền tháng trước.
""",
        comments=(
            DemoComment("Mai Phương", "Rất thiết thực. Mong có bản in khổ lớn để treo ở chung cư.", 9),
            DemoComment("Trợ lý vay nhanh", "Cần vay tiền không thế chấp gọi ngay cho chúng tôi để được giải ngân trong ngày.", 11, state="rejected"),
            DemoComment("ẩn danh", "Nội dung cần làm rõ hơn: nếu đã lỡ chuyển tiền thì báo ai trước?", 26, state="held", held_because=("Nhận xét của khách: chờ duyệt theo quy định chung.",)),
        ),
    ),
    Article(
        section="Tổ chức Hội", when="-8 10:00", author="VĂN PHÒNG HỘI",
        title="Sổ chi hội một trang: gọn mà đủ",
        lead="Sau ba tháng dùng thử ở các chi hội, mẫu báo cáo tháng rút còn một trang giấy được thống nhất áp dụng cho toàn Cụm thi đua II.",
        photos=(("desk", "Mẫu sổ mới trên bàn làm việc của thư ký chi hội."),),
        units=("PN", "BTH"), tags=("Tổ chức Hội", "Sổ sách"),
        text="""
Trước đây mỗi tháng thư ký chi hội viết trung bình bốn trang báo cáo, phần lớn chép lại của tháng trước. Nhóm soạn mẫu của Hội quận Phú Nhuận ngồi đọc lại một trăm hai mươi báo cáo cũ, gạch hết những câu lặp, và nhận ra thông tin thật sự mới chỉ nằm trong chín dòng.

Mẫu mới có đúng chín dòng ấy: hội viên tăng, giảm; ai đau ốm đã thăm, chưa thăm; ai đến tuổi chúc thọ; việc tự quản; thu chi quỹ; việc tháng tới; một kiến nghị. Mặt sau để trống cho chi hội ghi điều muốn ghi.

Thư ký một chi hội Bình Thạnh cho biết chị viết xong báo cáo trong hai mươi phút, thời gian còn lại dành để đi thăm thật. Số lượt thăm của chi hội chị tăng gần gấp rưỡi so với cùng kỳ.

Văn phòng Hội lưu ý: mẫu rút gọn không thay thế sổ hội viên và sổ nghĩa tình. Hai cuốn sổ này vẫn ghi đầy đủ từng lần, từng người, và thông tin riêng của hội viên chỉ người được phân công mới được đọc.
""",
    ),
    Article(
        section="Văn hóa – Thể thao", when="-10 07:15", author="MINH KHÔI",
        title="Sân cầu lông sáu giờ sáng",
        lead="Không huấn luyện viên, không bảng thành tích, câu lạc bộ cầu lông của hội viên Quận 11 vẫn sáng đèn đều đặn từ trước khi mặt trời mọc.",
        photos=(("court", "Quả cầu nằm chờ hiệp đấu đầu tiên trong ngày."), ("dawn", "Khởi động bằng bài dưỡng sinh trước khi vào sân."), ("bench", "Góc sân dành cho bác nào chỉ muốn ngồi nói chuyện.")),
        units=("Q11",), tags=("Cầu lông", "Sống vui, sống khỏe, sống có ích"),
        text="""
Đúng sáu giờ kém mười, người giữ chìa khóa sân đến mở cửa, quét một lượt lá, rồi rót nước vào chiếc bình chung. Sáu giờ, mười sáu người đã đủ. Ai đến muộn phải góp một quả cầu, luật từ ngày đầu vẫn thế.

Câu lạc bộ có hai mươi bốn người, trẻ nhất 57, lớn nhất 76 tuổi. Họ chia sân theo sức: sân trong đánh nhanh, sân ngoài đánh chậm, góc sân dành cho bác nào chỉ muốn đi bộ và nói chuyện. Không ai hỏi ai thắng, nhưng ai vắng hai buổi thì hôm sau có người đến gõ cửa.

Bác sĩ của phường ghé đo huyết áp mỗi tháng một lần. Sổ đo cho thấy điều đáng mừng: mười bốn người hạ được chỉ số so với đầu năm, ba người bỏ hẳn thuốc lá vì “hút vào thì đánh không kịp bác bảy mươi”.

Đội đang chuẩn bị cho buổi giao lưu bốn quận sắp tới. Đồng phục đã có, áo xanh cổ vịt, do một hội viên có tiệm may đứng ra cắt. Mục tiêu của đội được viết bằng phấn trên tường: về đủ người, về không ai đau.
""",
        comments=(
            DemoComment("Đội cầu lông Phú Nhuận", "Hẹn gặp đội Quận 11 ở buổi giao lưu. Chúng tôi cũng áo xanh mất rồi.", 8),
        ),
    ),
    Article(
        section="Nghĩa tình", when="-12 14:30", author="THU HÀ",
        title="Ba cái tên rất trẻ trong danh sách nhà hảo tâm",
        lead="Năm học trước các em còn nhận học bổng “Tiếp bước”. Năm học này, vừa có tháng lương đầu tiên, ba em quay lại góp ba suất.",
        photos=(("gift", "Trao học bổng “Tiếp bước” cho con cháu hội viên."),),
        units=("Q8",), tags=("Khuyến học", "Nghĩa tình đồng đội"),
        text="""
Danh sách đóng góp quỹ học bổng năm nay có năm mươi mốt cái tên. Bốn mươi tám người là hội viên và chủ cửa hàng trong quận. Ba người còn lại sinh sau năm 2000, ghi ở cột nghề nghiệp: điều dưỡng, thợ điện, giáo viên mầm non.

Cả ba từng nhận học bổng suốt những năm học nghề. Em điều dưỡng kể, hôm nhận suất đầu tiên, người trao dặn một câu: sau này con đi được xa thì ngoái lại nhìn em nhỏ phía sau. Em nhớ câu ấy lâu hơn nhớ số tiền.

Phần góp của mỗi em là một triệu đồng, trích từ tháng lương đầu. Ban vận động định từ chối vì biết các em còn khó, nhưng bác trưởng ban nói: nhận đi, đây là phần quý nhất của quỹ năm nay.

Sáu mươi tư suất học bổng đã được trao. Tên các em nhận không nêu ở đây, theo nguyện vọng của gia đình. Chỉ biết khi phát biểu, em nhỏ nhất quên lời giữa chừng, quay xuống nhìn bà ngoại rồi nói: con cảm ơn, con sẽ nhớ ngoái lại.
""",
        comments=(DemoComment("Vũ Thị Hằng", "Xúc động quá. Cho tôi hỏi cách góp quỹ học bổng.", 10, replies=(DemoComment("Văn phòng Hội", "Bạn vui lòng liên hệ Hội Quận 8 theo địa chỉ ở mục Tổ chức.", 15, user="vanphong"),)),),
    ),
    Article(
        section="Phong trào", when="-15 08:40", author="LÊ AN",
        title="Đèn hẻm sáng lại sau một cuốn sổ",
        lead="Từ ghi chép của các tổ tự quản, bốn mươi hai ngọn đèn hẻm ở Quận 4 được thay mới trong vòng hai tuần.",
        photos=(("alley", "Dưới những ngọn đèn vừa thay, tổ tự quản đi vòng tuần đầu tiên."),),
        units=("Q4",), tags=("Tổ tự quản", "Phong trào bảo vệ an ninh Tổ quốc"),
        text="""
Bốn mô hình tổ tự quản của hội viên Quận 4 có chung một thói quen: đi đến đâu, ghi đèn hỏng đến đó. Cuối tháng, các cuốn sổ được gom lại, đối chiếu, thành một danh sách có số trụ, tên hẻm và ngày bắt đầu tối.

Danh sách gửi phường ngày đầu tháng; giữa tháng, thợ điện đã leo trụ cuối cùng. Bốn mươi hai ngọn đèn mới, trong đó có chín ngọn nằm ở những đoạn trẻ em thường đi học thêm về.

Người ghi sổ cẩn thận nhất là một nữ hội viên bảy mươi tuổi. Bà ghi cả độ sáng theo cách riêng: đèn này đọc được báo, đèn này chỉ thấy mặt người, đèn này chỉ thấy bóng. Nhờ vậy thợ biết chỗ nào nên thay bóng, chỗ nào nên dời trụ.

Sau khi đèn sáng, tổ tự quản đi thêm một vòng. Lần này họ không ghi gì, chỉ đi để xem người ta kéo ghế ra ngồi trước cửa nhà nhiều hơn.
""",
    ),
    Article(
        section="Gương sáng", when="-19 06:30", author="HOÀI NAM",
        title="Cô Út giữ lớp học mù chữ của chợ",
        lead="Mỗi tối thứ Ba, thứ Năm, góc sau chợ Quận 6 sáng đèn cho một lớp học đặc biệt: mười một học trò, người trẻ nhất 46 tuổi.",
        photos=(("desk", "Trang vở tập viết và ngọn đèn của lớp học tối."),),
        units=("Q6", "Q6-01"), tags=("Gương sáng",),
        text="""
Cô Út, hội viên chi hội Phường 1, mở lớp từ một câu nói của người bán cá: tui ký tên bằng dấu tay cả đời, giờ muốn ký một lần bằng chữ. Cô hỏi quanh, hóa ra còn mười người nữa muốn giống vậy.

Bảng là tấm ván ép sơn xanh, phấn do phường cho, bàn là những chiếc thùng xốp úp ngược. Cô dạy từ cái tên trước, rồi đến tên con, tên hàng mình bán, sau cùng mới tới bảng chữ cái. “Ai cũng muốn đọc được điều mình thương trước đã”, cô giải thích.

Sau bảy tháng, chín người đọc được bảng giá, ghi được sổ nợ. Người bán cá đã ký tên mình trong giấy vay vốn của phụ nữ phường, nét chữ run nhưng đủ dấu. Chị đem tờ giấy về cho cô xem, hai người cùng khóc.

Chi hội góp thêm hai cây đèn bàn và một chồng vở. Cô Út nói lớp chưa thể đóng, vì vừa có thêm ba học trò ghi danh, trong đó có một ông xe ôm bảy mươi hai tuổi muốn tự đọc tin nhắn của cháu.
""",
        comments=(DemoComment("Tiểu thương chợ", "Cô Út dạy tôi đó. Cảm ơn cô nhiều lắm.", 14),),
    ),
    Article(
        section="Tổ chức Hội", when="-23 15:00", author="VĂN PHÒNG HỘI",
        title="Kiện toàn chức danh còn khuyết: ba mươi ngày, không chờ cuối năm",
        lead="Các hội thành viên rà soát những chức danh đang khuyết ở Hội quận và chi hội, hoàn thành việc kiện toàn trong vòng ba mươi ngày kể từ ngày khuyết.",
        units=("HOI",), tags=("Tổ chức Hội",),
        text="""
Qua rà soát, toàn Hội còn một số chức danh chưa có người đảm nhiệm, chủ yếu do hội viên chuyển nơi ở hoặc xin thôi vì tuổi cao. Thường trực Hội yêu cầu các đơn vị không để việc này đến kỳ tổng kết cuối năm.

Cách làm gồm ba bước: chi hội họp giới thiệu người; Ban Chấp hành Hội quận xem xét, quyết định bầu bổ sung hoặc chỉ định; cập nhật vào sổ chức vụ trong ngày có quyết định. Người thôi nhiệm vụ bàn giao sổ sách có biên bản.

Quyền và trách nhiệm gắn với chức vụ bắt đầu từ ngày nhận và kết thúc đúng ngày thôi chức vụ. Văn phòng Hội đề nghị các chi hội trưởng đặc biệt chú ý việc bàn giao sổ nghĩa tình, vì trong đó có thông tin riêng của hội viên.
""",
    ),
    Article(
        section="Văn hóa – Thể thao", when="-28 19:00", author="THU HÀ",
        title="Dàn hợp xướng tóc bạc",
        lead="Hai mươi giọng ca, cộng tuổi lại hơn một nghìn ba trăm năm, vừa có đêm diễn đầu tiên trước bà con hai phường.",
        photos=(("choir", "Dàn hợp xướng trong đêm diễn đầu tiên."),),
        units=("Q11", "Q11-02"), tags=("Văn nghệ", "Sống vui, sống khỏe, sống có ích"),
        text="""
Dàn hợp xướng của hội viên Phường 5, Quận 11 tập trong nhà giữ xe, vì ở đó tiếng vang nhất. Mỗi tuần hai buổi, người chỉ huy gõ nhịp lên thành xe đạp, còn nhạc công duy nhất là anh giữ xe biết chơi đàn phím.

Có bác chưa từng đọc nốt nhạc, phải học thuộc bằng cách nghe cháu hát. Có bác quên lời liên tục, cả bè dừng lại đợi. Vậy mà sau bốn tháng, mười hai bài đã thành hình, bài nào cũng hai bè.

Đêm diễn đầu tiên, khán giả ngồi chật sân, trẻ con leo cả lên tường rào. Bài cuối được hát lại ba lần. Người chỉ huy cúi chào rồi nói nhỏ với anh giữ xe: mai tập tiếp, bè trầm còn chậm nửa nhịp.
""",
    ),
)  # fmt: skip
