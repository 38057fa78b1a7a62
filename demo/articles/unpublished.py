"""What the public must not see: internal, drafts, withdrawn, and one that comes out by itself."""

from .article import IN_FORCE, Article

UNPUBLISHED = (
    Article(
        section="Thông báo", when="-3 09:00", author="VĂN PHÒNG HỘI", audience="internal",
        title="Phân công trực và lịch họp giao ban của Văn phòng Hội",
        lead="Thông báo nội bộ dành cho hội viên: lịch trực, lịch giao ban và đầu mối tiếp nhận sổ sách của các chi hội.",
        units=("HOI",), tags=("Thông báo",),
        text="""
Văn phòng Hội trực vào sáng các ngày thứ Ba, thứ Năm; giao ban với các hội thành viên vào chiều thứ Sáu tuần cuối tháng.

Sổ hội viên và sổ nghĩa tình nộp trực tiếp cho người được phân công, không gửi qua nhóm trò chuyện. Khi bàn giao chức vụ phải có biên bản và kiểm đếm số trang.

Đồng chí nào cần sao lục giấy tờ đề nghị báo trước một ngày.
""",
    ),
    Article(
        section="Gương sáng", when="-1 11:00", author="HOÀI NAM", state="draft",
        title="Người thổi sáo ở công viên (bản thảo)",
        lead="Bản thảo chân dung một hội viên dạy sáo miễn phí cho trẻ em khu phố, chờ gặp lại nhân vật để xác minh.",
        units=("PN",),
        text="""
Mỗi chiều, tiếng sáo bắt đầu từ gốc cây thứ ba bên trái cổng công viên. Học trò là những đứa trẻ đợi cha mẹ tan ca.

Cần hỏi thêm: lớp có từ năm nào, bao nhiêu em đã học, nhân vật có đồng ý nêu tên không.
""",
    ),
    Article(
        section="Thi đua", when="-1 14:00", author="MINH KHÔI", state="draft",
        title="Dự thảo bảng điểm của Cụm thi đua II (chưa công bố)",
        lead="Bài chờ quyết định công bố xếp loại của Hội Thành phố. Không đăng trước khi có quyết định.",
        units=("Q4", "BTH", "PN"), compact=IN_FORCE,
        text="""
Ba đơn vị đứng đầu chỉ hơn kém nhau một điểm. Nội dung bài sẽ bổ sung sau khi kết quả được công bố chính thức.
""",
    ),
    Article(
        section="Thông báo", when="-20 08:30", author="VĂN PHÒNG HỘI", state="withdrawn",
        title="Đổi địa điểm sinh hoạt câu lạc bộ dưỡng sinh",
        lead="Bài đã gỡ: địa điểm cũ sử dụng lại được sớm hơn dự kiến.",
        units=("Q6",),
        text="""
Câu lạc bộ dưỡng sinh tạm chuyển sang sân nhà văn hóa phường trong thời gian sửa chữa công viên.
""",
    ),
    Article(
        section="Văn hóa – Thể thao", when="+6 06:00", author="LÊ AN",
        title="Trước giờ giao lưu cầu lông, cờ tướng bốn quận",
        lead="Tám mươi vận động viên từ bốn quận đã sẵn sàng cho buổi giao lưu cuối tuần. Bài hẹn giờ đăng.",
        photos=(("court", "Sân đã kẻ lại vạch, chờ ngày giao lưu."),), units=("Q11",), tags=("Cầu lông",),
        text="""
Lịch thi đấu đã bốc thăm, nước uống đã mua, bác sĩ đã nhận lời. Việc còn lại chỉ là ngủ sớm.

Ban tổ chức nhắc vận động viên mang giày đế mềm, uống thuốc huyết áp như thường ngày và khởi động đủ mười lăm phút.
""",
    ),
)  # fmt: skip
