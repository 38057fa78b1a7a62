"""The newspaper's first two years, after the report of the signing."""

from .article import Article, DemoComment

ARCHIVE = (
    Article(
        section="Tổ chức Hội", when="28/10/2024 09:10", author="VĂN PHÒNG HỘI",
        title="Thư ký chi hội cùng học ghi sổ", event="Tập huấn ghi sổ chi hội và sổ nghĩa tình",
        lead="Buổi tập huấn tại Phường 12, quận Bình Thạnh giúp các thư ký chi hội thống nhất cách ghi sổ hội viên và sổ nghĩa tình.",
        units=("BTH",), tags=("Sổ sách", "Tổ chức Hội"),
        text="""
Không có bài giảng dài, buổi tập huấn đưa ra mười tình huống thật: hội viên chuyển nhà, hội viên mất giấy tờ, một lần thăm có hai nguồn quà. Mỗi bàn thảo luận năm phút rồi ghi thử vào sổ.

Điều được nhắc nhiều nhất là ghi đúng ngày. Chuyển sinh hoạt không làm mất thâm niên, nhưng chỉ khi sổ ghi đủ ngày rời nơi cũ và ngày đến nơi mới.

Mẫu sổ thống nhất được áp dụng từ tháng 11. Các chi hội gửi góp ý về Hội quận trong tháng đầu tiên dùng sổ.
""",
    ),
    Article(
        section="Văn hóa – Thể thao", when="10/11/2024 16:00", author="MINH KHÔI",
        title="Ba mươi hai tay vợt và một quả cầu rách", event="Giải cầu lông hội viên Quận 11 lần thứ nhất",
        lead="Giải cầu lông hội viên Quận 11 lần thứ nhất khép lại với nhiều tiếng cười hơn điểm số.",
        photos=(("court", "Trước giờ khai mạc giải cầu lông hội viên Quận 11."),), units=("Q11",), tags=("Cầu lông",),
        text="""
Trận chung kết đôi nam kéo dài bốn mươi phút, đến điểm cuối thì quả cầu rách đôi. Trọng tài hỏi có đổi cầu không, cả bốn vận động viên đồng thanh: đánh luôn cho có kỷ niệm.

Cặp đôi chi hội Phường 5 thắng. Quả cầu rách được ép khung tặng lại đội về nhì, kèm dòng chữ: nợ một trận đẹp.

Ban tổ chức cho biết giải sẽ thành lệ hằng năm, mở rộng cho các quận bạn trong Cụm thi đua II.
""",
    ),
    Article(
        section="Phong trào", when="19/11/2024 08:30", author="LÊ AN",
        title="Gian hàng không bán của chi hội Phường 5", event="Ngày hội Đại đoàn kết toàn dân tộc cùng khu phố",
        lead="Trong Ngày hội Đại đoàn kết ở khu phố 3, có một gian hàng mà khách muốn trả tiền cũng không được.",
        photos=(("flags", "Cờ hoa rực rỡ trong Ngày hội Đại đoàn kết."),), units=("PN", "PN-02"), tags=("Đại đoàn kết", "An sinh"),
        text="""
Gian hàng bày áo ấm, sách giáo khoa, nồi niêu còn tốt do hội viên và bà con gom góp. Ai cần thì lấy, chỉ phải ghi lại một điều mình có thể cho lại khu phố: một buổi sửa điện, một nồi chè, một giờ dạy kèm.

Đến trưa, kệ hàng vơi hai phần ba, còn tờ giấy “điều tôi cho lại” đã kín ba mặt. Chi hội giữ tờ giấy ấy để kết nối người cần với người giúp.

Chương trình còn trao hai mươi phần quà cho hộ khó khăn và kết thúc bằng bữa cơm chung ba mươi mâm.
""",
    ),
    Article(
        section="Tổ chức Hội", when="12/12/2024 17:45", author="THU HÀ", featured=True,
        title="Một năm xây mái nhà chung", event="Gặp mặt kỷ niệm một năm ngày thành lập Hội",
        lead="Tròn một năm thành lập, Hội Cựu Công an nhân dân Thành phố nhìn lại chặng đường xây dựng tổ chức từ Thành phố đến từng chi hội.",
        photos=(("hall", "Hội trường trong buổi gặp mặt kỷ niệm một năm thành lập."), ("lotus", "Hoa sen, hình ảnh được chọn làm nền của buổi gặp mặt.")),
        units=("HOI",), tags=("Tổ chức Hội", "Kỷ niệm"),
        text="""
Một năm trước, ngày 12/12/2023, Hội ra đời với những trang sổ còn trắng. Một năm sau, các hội thành viên đã có nơi sinh hoạt, có chi hội, có quỹ nghĩa tình và có người để nhớ mặt gọi tên.

Buổi gặp mặt dành phần lớn thời gian cho những câu chuyện từ cơ sở. Một chi hội trưởng kể về lần đầu họp, ai cũng gọi nhau bằng cấp bậc; đến lần thứ ba, đã gọi nhau bằng anh, bằng chú; đến lần thứ mười thì biết cả tên cháu nội của nhau.

Hội biểu dương 22 tập thể, 65 cá nhân tiêu biểu. Không ít người trong số đó là thư ký chi hội, những người ít khi đứng trước micro.

Năm tới, Hội chọn ba việc: chi hội sinh hoạt đều, nghĩa tình đến từng nhà, và mỗi đơn vị một mô hình giữ bình yên khu phố.
""",
    ),
    Article(
        section="Thi đua", when="16/01/2025 10:00", author="MINH KHÔI",
        title="Cụm thi đua II: sáu đơn vị đều hoàn thành tốt nhiệm vụ trở lên", compact=2024,
        lead="Kết quả xếp loại năm 2024 cho thấy mục tiêu chung trong giao ước đã đạt ngay từ năm đầu.",
        units=("BTH", "PN", "Q4", "Q6", "Q8", "Q11"), tags=("Cụm thi đua II", "Giao ước thi đua"),
        text="""
Theo kết quả công bố, hai hội thành viên được xếp loại hoàn thành xuất sắc nhiệm vụ, bốn đơn vị còn lại hoàn thành tốt nhiệm vụ. Khoảng cách giữa đơn vị dẫn đầu và đơn vị thứ sáu chưa đến tám điểm.

Bảng điểm được lập qua ba bước: tự chấm, chấm chéo và họp cụm. Những tiêu chí bị trừ điểm nhiều nhất là báo cáo chậm và hồ sơ mô hình chưa đầy đủ.

Cụm thống nhất mỗi đơn vị chọn một tiêu chí yếu nhất để cải thiện trong năm 2025, đơn vị mạnh ở tiêu chí đó cử người sang hỗ trợ.
""",
    ),
    Article(
        section="Nghĩa tình", when="19/01/2025 18:20", author="THU HÀ",
        title="Mười bảy phần quà đi bộ", event="Xuân nghĩa tình Ất Tỵ",
        lead="Trong tám mươi lăm phần quà Tết của Hội Quận 8, có mười bảy phần được đồng đội mang đến tận nhà.",
        photos=(("apricot", "Mai vàng nở sớm trong sân nhà văn hóa Phường 16."),), units=("Q8",), tags=("Tết", "Nghĩa tình đồng đội"),
        text="""
Danh sách nhận quà năm nay có thêm một cột: đi lại. Ai ghi “khó”, quà sẽ tìm đến. Nhờ vậy mười bảy bác không phải nhờ con cháu nhận thay.

Ở một căn nhà ven kênh, người nhận quà nằm trên giường bệnh, ra hiệu cho con mở tủ lấy chiếc huy hiệu cũ cài lên áo rồi mới chịu chụp ảnh.

Tám mươi lăm phần quà, mỗi phần năm trăm nghìn đồng, trích từ quỹ nghĩa tình của đơn vị. Sổ chi được niêm yết ngay tại nhà văn hóa trong ngày.
""",
    ),
    Article(
        section="Thi đua", when="20/02/2025 15:00", author="MINH KHÔI",
        title="Cụm I và Cụm III cùng ký giao ước", event="Ký kết giao ước thi đua Cụm I và Cụm III năm 2025",
        lead="Bảy hội thành viên của hai cụm ký giao ước thi đua năm 2025 trong cùng một buổi sáng.",
        units=("Q1", "Q3", "Q5", "Q10", "GV", "TB", "TP"), tags=("Giao ước thi đua",),
        text="""
Học cách làm của Cụm thi đua II, bản giao ước của hai cụm chỉ giữ những việc đo được và kiểm tra được. Mỗi việc có một người theo dõi được nêu tên trong phụ lục.

Sau lễ ký, hai cụm ngồi chung nửa giờ để hẹn lịch thăm chéo. Chuyến đầu tiên được ấn định ngay trong tháng 3.
""",
    ),
    Article(
        section="Tổ chức Hội", when="24/02/2025 09:00", author="VĂN PHÒNG HỘI",
        title="Hai chi hội về một nhà",
        lead="Từ ngày 01/01/2025, chi hội Phường 6 và chi hội Phường 9 của Hội Quận 4 hợp nhất thành chi hội liên phường, sinh hoạt ghép.",
        units=("Q4", "Q4-09"), tags=("Tổ chức Hội",),
        text="""
Hai chi hội cũ ít người, mỗi kỳ họp chỉ ngồi vừa một bàn. Hợp lại, hội viên đông hơn, việc thăm hỏi được chia đều, và điều ai cũng thích: có đủ người cho hai bàn cờ tướng.

Thâm niên của từng hội viên được giữ nguyên; sổ cũ của hai chi hội được lưu và vẫn tra cứu được. Hội Quận 4 cử thêm một chi hội phó để mỗi phường đều có người phụ trách.
""",
    ),
    Article(
        section="Gương sáng", when="08/03/2025 06:50", author="HOÀI NAM",
        title="Cuốn sổ tiết kiệm mang tên “sổ chung”", event="Gặp mặt nữ hội viên nhân ngày 8 tháng 3",
        lead="Nữ hội viên quận Phú Nhuận góp nên hai cuốn sổ tiết kiệm; hai người nhận lại gộp thành một lời hẹn.",
        photos=(("tea", "Bàn trà của buổi gặp mặt ngày 8 tháng 3."),), units=("PN",), tags=("Gương sáng", "Nữ hội viên"),
        text="""
Hai chị từng cùng tổ, cùng ca trực, về hưu cùng một năm. Khi nhận sổ, hai chị xin phép hội trường cho nói một câu chung: chúng tôi sẽ coi đây là một cuốn, ai cần trước thì dùng trước.

Buổi gặp mặt còn nghe kể chuyện nghề của những nữ chiến sĩ hộ tịch, giao thông, y tế năm xưa. Có những chuyện đến nay các chị mới kể, và kể xong thì cười.
""",
    ),
    Article(
        section="Phong trào", when="20/04/2025 20:10", author="LÊ AN", featured=True,
        title="Ba thế hệ trên một chuyến xe về nguồn", event="Về nguồn chào mừng 50 năm thống nhất đất nước",
        lead="Một trăm tám mươi hội viên của mười ba quận cùng đoàn viên trẻ về Củ Chi dâng hương, nghe nhân chứng kể chuyện, chào mừng 50 năm thống nhất đất nước.",
        photos=(("flags", "Hàng cờ trên đường vào khu tưởng niệm."), ("street", "Con đường rợp bóng cây nơi đoàn dừng chân.")),
        units=("HOI",), tags=("Về nguồn", "Kỷ niệm"),
        text="""
Bốn chiếc xe khởi hành từ năm giờ sáng. Mỗi hàng ghế xếp một bác hội viên ngồi cạnh một đoàn viên, theo sáng kiến của ban tổ chức: đường dài hai giờ, mỗi cặp phải biết đủ ba điều về nhau.

Ở khu tưởng niệm, người nhân chứng tám mươi sáu tuổi kể chuyện bằng giọng khàn. Ông không kể trận đánh. Ông kể tên từng người, quê ở đâu, thích ăn món gì, hát bài nào. Kể xong, ông xin cả đoàn đọc lại những cái tên một lần nữa cùng ông.

Buổi chiều là giao lưu ba thế hệ. Một đoàn viên trẻ nói em tưởng lịch sử nằm trong sách, hôm nay em ngồi cạnh lịch sử suốt hai giờ xe.

Trên đường về, xe nào cũng có tiếng hát. Những cặp ghế ngồi lại như lúc đi, không ai đổi chỗ.
""",
    ),
    Article(
        section="Nghĩa tình", when="29/04/2025 17:00", author="THU HÀ",
        title="Sáu nén nhang, sáu câu chuyện",
        lead="Trước ngày lễ lớn, hội viên Quận 4 đến thăm sáu gia đình liệt sĩ trên địa bàn Phường 13.",
        photos=(("candles", "Thắp nến tưởng nhớ những người đã ngã xuống."),), units=("Q4", "Q4-04"), tags=("Tri ân",),
        text="""
Đoàn thăm quy ước không chụp ảnh trong nhà, không đọc diễn văn. Mỗi nhà chỉ có một nén nhang, một phần quà nhỏ và thời gian để ngồi nghe.

Ở nhà cuối cùng, người mẹ đã lẫn nắm tay một vị khách mà gọi tên con trai. Không ai nói gì. Người khách ngồi yên cho mẹ nắm, đến khi mẹ thiếp ngủ.

Về đến trụ sở, anh xin chi hội cho nhận phần thăm mẹ hằng tuần.
""",
    ),
    Article(
        section="Phong trào", when="19/05/2025 09:30", author="LÊ AN",
        title="Nghe một cuộc gọi lạ giữa hội trường", event="Nói chuyện chuyên đề: nhận diện lừa đảo qua điện thoại",
        lead="Hơn 120 hội viên và bà con Quận 6 cùng nghe, cùng phân tích một cuộc gọi lừa đảo có thật.",
        units=("Q6",), tags=("Chống lừa đảo",),
        text="""
Cuộc gọi dài bốn phút. Đến phút thứ hai, một nửa hội trường đã đoán ra chỗ bất thường; nửa còn lại thú nhận nếu là mình, có lẽ đã đọc mã.

Người điều hành dừng băng ở từng câu, hỏi: câu này nhằm làm ta sợ hay làm ta vội? Cả buổi xoay quanh một kết luận giản dị: kẻ lừa không cần ta ngốc, chỉ cần ta gấp.

Chi hội Phường 11 nhận tổ chức lại buổi nói chuyện ở các chung cư trong tháng tới.
""",
    ),
    Article(
        section="Tổ chức Hội", when="02/07/2025 08:15", author="VĂN PHÒNG HỘI",
        title="Chi hội Khối Cơ quan Phú Nhuận mang tên mới",
        lead="Từ ngày 01/07/2025, chi hội Cơ quan Công an quận thuộc Hội quận Phú Nhuận đổi tên thành chi hội Khối Cơ quan.",
        units=("PN", "PN-09"), tags=("Tổ chức Hội",),
        text="""
Việc đổi tên nhằm mở rộng đối tượng sinh hoạt: hội viên từng công tác ở nhiều cơ quan khác nhau nhưng không tiện sinh hoạt theo phường đều có thể tham gia.

Hội viên, sổ sách và quỹ của chi hội cũ được chuyển nguyên vẹn. Lịch họp giữ như trước: sáng thứ Bảy tuần đầu tháng.
""",
    ),
    Article(
        section="Thi đua", when="14/07/2025 10:40", author="MINH KHÔI",
        title="Nửa chặng đường giao ước: thăm hỏi vượt, hồ sơ còn chậm", event="Sơ kết công tác Hội sáu tháng đầu năm 2025", compact=2024,
        lead="Hội nghị sơ kết sáu tháng ghi nhận Cụm thi đua II dẫn đầu về số lượt thăm hỏi hội viên, nhưng nhắc nhở việc nộp hồ sơ mô hình.",
        photos=(("chairs", "Hội trường sơ kết trước giờ khai mạc."),), units=("BTH", "PN", "Q4", "Q6", "Q8", "Q11"), tags=("Giao ước thi đua", "Cụm thi đua II"),
        text="""
Tính đến giữa năm, số lượt thăm hỏi, chúc thọ, trợ giúp của cụm đã qua ba phần tư chỉ tiêu. Chỉ tiêu tổ tự quản cũng đúng tiến độ, riêng hồ sơ điển hình mới đạt hơn một nửa.

Lý do được nêu thẳng: làm thì vui, viết thì ngại. Cụm giao mỗi đơn vị một người chuyên viết, và mời biên tập viên trang tin hướng dẫn cách kể một tấm gương trong hai trang.
""",
    ),
    Article(
        section="Nghĩa tình", when="27/07/2025 07:00", author="THU HÀ",
        title="Đêm nến bên đài tưởng niệm", event="Thắp nến tri ân các anh hùng liệt sĩ",
        lead="Tối 26/7, hội viên quận Phú Nhuận cùng đoàn viên thanh niên thắp nến tri ân các anh hùng liệt sĩ.",
        photos=(("candles", "Những hàng nến được thắp lên lúc trời sập tối."),), units=("PN",), tags=("Tri ân", "Kỷ niệm"),
        text="""
Trời vừa dứt mưa. Người lớn tuổi thắp ngọn đầu tiên, truyền lửa cho người trẻ đứng cạnh, cứ thế đến ngọn cuối cùng ở bậc thềm. Không có nhạc, chỉ có tiếng đọc tên.

Khi hàng nến đã sáng kín, một em nhỏ hỏi ông: tên nào cũng có người nhớ hả ông? Ông bảo: tối nay thì có, và con phải lo cho những tối sau.
""",
    ),
    Article(
        section="Văn hóa – Thể thao", when="17/08/2025 19:30", author="MINH KHÔI", featured=True,
        title="Nhớ - Thương - Tiếp bước: đêm hội ngộ tám mươi năm", event="Gặp mặt kỷ niệm 80 năm Ngày truyền thống Công an nhân dân",
        lead="Chương trình gặp mặt kỷ niệm 80 năm Ngày truyền thống Công an nhân dân do Hội tổ chức tuyên dương 80 hội viên tiêu biểu và để lại nhiều nước mắt, nhiều tiếng cười.",
        photos=(("choir", "Tiết mục hợp xướng mở màn chương trình."), ("hall", "Hội trường chật kín hội viên ba thế hệ.")),
        units=("HOI",), tags=("Kỷ niệm", "Văn nghệ"),
        text="""
Phần “Nhớ” không chiếu phim tài liệu. Trên sân khấu chỉ có một chiếc bàn trực, một chiếc điện thoại quay số và một người lính già ngồi ghi sổ. Tám phút không lời thoại, cả khán phòng lặng đi.

Phần “Thương” là cuộc gặp của hai người đồng đội mất liên lạc ba mươi bảy năm, tìm thấy nhau nhờ sổ hội viên. Họ đứng nhìn nhau rất lâu trước khi ôm, và câu đầu tiên là: còn nợ tao hai lít xăng.

Phần “Tiếp bước”, tám mươi hội viên tiêu biểu bước lên sân khấu cùng tám mươi chiến sĩ trẻ. Mỗi cặp trao nhau một vật nhỏ: người già trao cây bút, người trẻ trao bông sen.
""",
    ),
    Article(
        section="Văn hóa – Thể thao", when="07/09/2025 08:00", author="LÊ AN",
        title="Ba trăm người một nhịp thở", event="Ngày hội dưỡng sinh cụm II",
        lead="Hơn ba trăm hội viên của sáu quận đồng diễn dưỡng sinh trên sân vận động quận Bình Thạnh.",
        photos=(("dawn", "Đồng diễn dưỡng sinh trong nắng sớm."),), units=("BTH", "Q6"), tags=("Dưỡng sinh", "Sống vui, sống khỏe, sống có ích"),
        text="""
Năm giờ sáng sân đã đông. Áo trắng xếp thành sáu khối, mỗi khối một quận, nhạc nổi lên thì không còn phân biệt được khối nào với khối nào.

Bài tập dài mười hai phút, động tác chậm đến mức người xem tưởng như thời gian cũng chậm lại. Cụ bà lớn tuổi nhất, 88 tuổi, đứng hàng đầu và không sai một nhịp.

Bà nói bí quyết là không nhìn người bên cạnh, chỉ nghe hơi thở của mình.
""",
    ),
    Article(
        section="Thi đua", when="17/10/2025 16:30", author="MINH KHÔI", featured=True,
        title="Cụm thi đua II ký giao ước năm thứ hai, Phú Nhuận nhận vai trò cụm trưởng",
        event="Tổng kết năm thi đua thứ nhất và ký giao ước Cụm II năm 2025", compact=2025,
        lead="Sau một năm thực hiện, sáu hội thành viên tổng kết giao ước đầu tiên và ký tiếp giao ước năm 2025 tại quận Phú Nhuận.",
        photos=(("signing", "Sáu đơn vị ký giao ước thi đua năm thứ hai."),),
        units=("PN", "BTH", "Q4", "Q6", "Q8", "Q11"), tags=("Giao ước thi đua", "Cụm thi đua II"),
        text="""
Cả năm chỉ tiêu của năm thứ nhất đều đạt và vượt. Riêng số lượt thăm hỏi đạt gần một phần năm trên mức phấn đấu, phần vượt thêm chủ yếu đến từ những chi hội nhỏ.

Hội nghị dành một giờ để nói về điều chưa được: còn chi hội họp thiếu kỳ, còn mô hình lập ra mà ít hoạt động. Ba mô hình được thống nhất dừng lại để dồn sức cho những mô hình có ích hơn.

Giao ước năm 2025 vẫn bốn nội dung, bớt khẩu hiệu, thêm con số. Quận Bình Thạnh bàn giao vai trò cụm trưởng cho Phú Nhuận bằng một cuốn sổ đã ghi kín và một cuốn còn trắng.
""",
        comments=(DemoComment("Hội viên Bình Thạnh", "Chúc Phú Nhuận vững tay chèo. Cuốn sổ trắng hơi mỏng, cần thì nhắn.", 5, user="thuky2"),),
    ),
    Article(
        section="Nghĩa tình", when="16/11/2025 10:20", author="THU HÀ",
        title="Căn nhà có mái hiên", event="Bàn giao nhà Nghĩa tình đồng đội",
        lead="Sau năm mươi lăm ngày thi công, căn nhà Nghĩa tình đồng đội ở Phường 4, Quận 8 được trao chìa khóa.",
        photos=(("house", "Gia chủ và đồng đội trước căn nhà mới."),), units=("Q8", "Q8-01"), tags=("Nhà Nghĩa tình đồng đội", "Nghĩa tình đồng đội"),
        text="""
Bản vẽ ban đầu không có mái hiên. Gia chủ rụt rè xin thêm: cả đời ở nhà thuê, chỉ mong có chỗ ngồi ngoài cửa mà vẫn là trong nhà mình. Nhóm thợ tính lại, bớt một bức vách, thành cái hiên rộng hơn một mét.

Kinh phí bảy mươi tám triệu đồng do hội viên và nhà hảo tâm đóng góp; công thợ phần lớn là công nghĩa tình. Danh sách đóng góp được đóng khung treo ở trụ sở Hội quận.

Tối đầu tiên, đèn hiên sáng đến khuya.
""",
    ),
    Article(
        section="Thông báo", when="05/01/2026 08:00", author="VĂN PHÒNG HỘI",
        title="Mức mừng thọ của Thành phố từ ngày 01/01/2026",
        lead="Nghị quyết số 57/2025/NQ-HĐND quy định mức mừng thọ mới của Thành phố. Văn phòng Hội tóm tắt để hội viên tiện theo dõi.",
        units=("HOI",), tags=("Chúc thọ", "Thông báo"),
        text="""
Từ ngày 01/01/2026, mức mừng thọ theo chính sách Thành phố như sau:

- Tuổi 70, 75: 800.000 đ
- Tuổi 80, 85: 1.200.000 đ
- Tuổi 90, 95: 1.800.000 đ
- Tuổi 100: 2.300.000 đ, kèm 5 mét vải lụa và bảng mạ vàng
- Trên 100 tuổi: 2.400.000 đ

Đây là chế độ của Thành phố, tách riêng với quà chúc thọ của Hội. Chi hội rà soát hội viên tròn tuổi trong năm, phối hợp với phường để việc trao được đầy đủ, tận nơi.
""",
    ),
    Article(
        section="Thi đua", when="15/01/2026 09:45", author="MINH KHÔI",
        title="Công bố xếp loại năm 2025 của ba cụm thi đua",
        lead="Mười ba hội thành viên được công bố kết quả xếp loại năm 2025; Phú Nhuận dẫn đầu Cụm thi đua II.",
        units=("PN", "BTH", "Q4"), tags=("Cụm thi đua II",), compact=2025,
        text="""
Năm hội thành viên được xếp loại hoàn thành xuất sắc nhiệm vụ, tám đơn vị hoàn thành tốt nhiệm vụ, không có đơn vị nào dưới mức hoàn thành tốt. Bảng điểm đầy đủ có tại mục Thi đua.

Điểm tiến bộ rõ nhất là hồ sơ mô hình: không còn đơn vị nào bị trừ điểm vì nộp chậm.
""",
    ),
    Article(
        section="Nghĩa tình", when="01/02/2026 07:30", author="THU HÀ",
        title="Đoạn đường đi bộ của bác chín mươi", event="Xuân nghĩa tình Bính Ngọ",
        lead="Một trăm mười hai hội viên quận Bình Thạnh được chúc thọ trong buổi gặp đầu xuân Bính Ngọ.",
        photos=(("apricot", "Sắc mai trong buổi chúc thọ đầu xuân."),), units=("BTH",), tags=("Chúc thọ", "Tết"),
        text="""
Xe đến đón, bác chín mươi tuổi lắc đầu: đi bộ cho quen đường. Thế là cả đoàn xuống xe, đi cùng bác bốn trăm mét cuối, vừa đi vừa chào hai bên hè phố.

Tranh chúc thọ năm nay do một hội viên tự vẽ: bụi trúc, hai con chim sẻ và khoảng trống lớn để người được tặng nhờ con cháu viết lời mình thích.

Buổi gặp kết thúc bằng bài hát chung. Không ai cầm giấy, ai quên thì nghe người bên cạnh.
""",
    ),
    Article(
        section="Văn hóa – Thể thao", when="19/04/2026 17:30", author="MINH KHÔI",
        title="Hội thao cụm: thắng thua trên bàn cờ, tình bạn ngoài sân", event="Hội thao Cụm thi đua II năm 2026",
        lead="Đoàn Quận 11 nhất toàn đoàn tại Hội thao Cụm thi đua II, còn giải “cổ động viên” thuộc về đội cháu nội của Quận 6.",
        photos=(("court", "Nội dung cầu lông thu hút đông vận động viên nhất."),), units=("PN", "Q11", "Q6"), tags=("Cầu lông", "Cụm thi đua II"),
        text="""
Ba môn thi, hai trăm vận động viên, một quy định lạ: mỗi đội phải có ít nhất một người chưa từng thi đấu. Nhờ vậy sân nào cũng có tiếng cười.

Ván cờ tướng cuối cùng kéo dài hai giờ mười phút, khán giả đứng vòng trong vòng ngoài, không ai nhắc nước. Hòa. Hai kỳ thủ hẹn đánh lại ở quán nước đầu hẻm sáng hôm sau.
""",
    ),
    Article(
        section="Phong trào", when="25/05/2026 08:10", author="LÊ AN",
        title="Bàn chuyện bình yên từ con hẻm nhỏ", event="Bàn việc giữ bình yên hẻm nhỏ",
        lead="Bốn mô hình tổ tự quản của hội viên Quận 4 đăng ký hoạt động thường xuyên sau buổi sinh hoạt chuyên đề.",
        photos=(("alley", "Tổ tự quản trong một buổi đi tuần."),), units=("Q4",), tags=("Tổ tự quản",),
        text="""
Bản đồ phường được trải ra giữa bàn. Từng người chấm bút vào nơi mình thấy chưa yên tâm: đoạn hẻm tối, ngã ba khuất, bãi xe tự phát. Những chấm đỏ dày lên ở hai góc bản đồ, và đó là nơi hai tổ mới sẽ bắt đầu.

Lực lượng bảo vệ an ninh trật tự cơ sở nhận phối hợp lịch tuần. Tổ tự quản không làm thay, chỉ làm thêm: thêm mắt nhìn, thêm lời nhắc, thêm người quen mặt.
""",
    ),
    Article(
        section="Nghĩa tình", when="14/06/2026 11:00", author="THU HÀ",
        title="Hai trăm mười bốn lượt khám và một tủ kính cũ", event="Khám sức khỏe miễn phí cho hội viên từ 70 tuổi",
        lead="Buổi khám sức khỏe cho hội viên từ 70 tuổi có thêm một góc nhỏ: tủ kính lão cũ do mọi người gom tặng.",
        photos=(("lotus", "Hồ sen trước trạm y tế, nơi hội viên ngồi chờ đến lượt."),), units=("HOI", "BTH"), tags=("Sức khỏe",),
        text="""
Bác sĩ khám, điều dưỡng đo, sinh viên dẫn đường. Hai trăm mười bốn lượt hội viên được khám trong một buổi sáng mà không ai phải đứng chờ quá nửa giờ, nhờ mỗi chi hội một khung giờ.

Ở góc hành lang, tủ kính lão gom được hơn sáu mươi chiếc. Ai thử vừa thì lấy. Đến trưa, tủ còn ba chiếc và một mảnh giấy: cảm ơn, tôi đọc được chữ nhỏ rồi.
""",
    ),
    Article(
        section="Tổ chức Hội", when="13/07/2026 09:00", author="VĂN PHÒNG HỘI",
        title="Sơ kết sáu tháng: ba điều làm được, hai điều phải sửa", event="Sơ kết công tác Hội sáu tháng đầu năm 2026",
        lead="Hội nghị sơ kết nhìn thẳng vào kết quả nửa năm: chi hội họp đều hơn, sổ sách gọn hơn, nhưng kết nạp hội viên mới còn chậm.",
        units=("HOI",), tags=("Tổ chức Hội",),
        text="""
Ba điều làm được: tỷ lệ chi hội họp đủ kỳ tăng; mẫu báo cáo gọn được áp dụng rộng; quỹ nghĩa tình công khai mỗi quý. Hai điều phải sửa: kết nạp hội viên mới chưa sát số cán bộ nghỉ hưu, và một số chức danh khuyết để quá lâu.

Hội giao các cụm lập danh sách cán bộ nghỉ hưu theo từng khu phố trước tháng 9.
""",
    ),
    Article(
        section="Gương sáng", when="16/08/2026 07:40", author="HOÀI NAM",
        title="Ba thế hệ, mỗi người một câu chuyện", event="Gặp mặt truyền thống nhân ngày 19 tháng 8",
        lead="Không diễn văn, buổi gặp mặt truyền thống ở Bình Thạnh dành trọn cho ba câu chuyện của ba thế hệ.",
        photos=(("hall", "Buổi gặp mặt truyền thống nhân ngày 19 tháng 8."),), units=("BTH",), tags=("Kỷ niệm", "Gương sáng"),
        text="""
Người tám mươi hai tuổi kể chuyện giữ một cây cầu trong mưa lũ. Người năm mươi chín tuổi kể lần đầu hòa giải một vụ cãi nhau mà không cần viết biên bản. Người hai mươi bốn tuổi kể đêm trực đầu tiên, gọi điện cho ông nội vì sợ.

Ba câu chuyện nối nhau thành một: ai cũng từng sợ, và ai cũng có người ở đầu dây bên kia.
""",
    ),
    Article(
        section="Nghĩa tình", when="13/09/2026 10:15", author="THU HÀ",
        title="Sáu mươi tư suất học bổng “Tiếp bước”", event="Trao học bổng “Tiếp bước” năm học mới",
        lead="Hội Quận 8 trao sáu mươi tư suất học bổng cho con cháu hội viên có hoàn cảnh khó khăn nhân năm học mới.",
        photos=(("gift", "Những phần quà được trao trong buổi sáng đầu năm học."),), units=("Q8",), tags=("Khuyến học",),
        text="""
Mỗi suất một triệu đồng, kèm một lá thư viết tay của người góp. Các em được dặn chưa mở vội, để dành đọc vào tối trước kỳ thi đầu tiên.

Quỹ năm nay tăng so với năm trước, trong đó có những đóng góp rất nhỏ, đều đặn mỗi tháng của hội viên cao tuổi.
""",
    ),
    Article(
        section="Thi đua", when="15/10/2026 15:40", author="MINH KHÔI", featured=True,
        title="Giao ước năm thứ ba: mỗi hội viên tám mươi tuổi có một người bạn ghé thăm",
        event="Ký kết giao ước thi đua Cụm thi đua II năm 2026", compact=2026,
        lead="Tại Quận 4, sáu hội thành viên Cụm thi đua II ký giao ước năm 2026 với ít việc hơn nhưng sâu hơn.",
        photos=(("signing", "Sáu đơn vị ký giao ước thi đua năm thứ ba."), ("river", "Buổi chiều trên sông Sài Gòn, nhìn từ Quận 4.")),
        units=("Q4", "Q6", "Q8", "Q11", "BTH", "PN"), tags=("Giao ước thi đua", "Cụm thi đua II"),
        text="""
Bản giao ước năm nay dài đúng hai trang. Sau hai năm, cụm nhận ra điều khó nhất không phải là nghĩ thêm việc, mà là bớt việc để làm cho tới.

Điểm mới được nhắc nhiều nhất là “người bạn ghé thăm”: mỗi hội viên từ tám mươi tuổi có một hội viên khác nhận thăm hỏi thường xuyên, không cần quà, chỉ cần đều. Toàn cụm hiện có hơn một trăm bác ở tuổi này.

Quận 4 nhận vai trò cụm trưởng. Người nhận nói ngắn gọn: cụm trưởng là người pha trà, còn việc thì sáu nhà cùng làm.

Kết quả chấm điểm năm thứ hai đã được kiểm tra chéo, đang chờ Hội Thành phố xem xét, công bố.
""",
        comments=(
            DemoComment("Nguyễn Hữu Phước", "Ý tưởng người bạn ghé thăm rất tình cảm. Tôi xin nhận một bác ở Phường 8.", 4),
            DemoComment("Bạn đọc trẻ", "Đoàn viên tụi em có được đăng ký làm bạn ghé thăm không ạ?", 22,
                  replies=(DemoComment("Văn phòng Hội", "Rất hoan nghênh. Các em liên hệ chi hội phường để được ghép cặp.", 28, user="vanphong"),)),
            DemoComment("Trần V.", "Đề nghị công bố điểm sớm. Có dư luận là chấm nương tay.", 40, state="held", held_because=("Có từ bị giữ lại: dư luận.", "Nhận xét của khách: chờ duyệt theo quy định chung.")),
        ),
    ),
)  # fmt: skip
