"""The report of the signing of 11/10/2024: facts of the public report, sentences of our own."""

from .article import Article, DemoComment

SIGNING = Article(
    section="Thi đua",
    when="11/10/2024 15:20",
    title="Sáu hội thành viên Cụm thi đua II ký kết giao ước thi đua",
    lead=(
        "Sáng 11/10/2024, Hội trường A Công an quận Bình Thạnh đón đại diện sáu hội thành viên Cụm thi đua II "
        "Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh - Quận 4, Quận 6, Quận 8, Quận 11, Bình Thạnh và Phú "
        "Nhuận - về đặt bút ký bản giao ước thi đua chung."
    ),
    author="MỸ DUNG",
    credit="MD",
    featured=True,
    event="Lễ ký kết giao ước thi đua Cụm thi đua II năm 2024",
    compact=2024,
    units=("BTH", "PN", "Q4", "Q6", "Q8", "Q11"),
    tags=("Giao ước thi đua", "Cụm thi đua II", "Phong trào bảo vệ an ninh Tổ quốc"),
    photos=(
        ("signing", "Đại diện các đơn vị trong Cụm thi đua II đặt bút ký giao ước."),
        ("hall", "Quang cảnh buổi lễ tại Hội trường A Công an quận Bình Thạnh."),
        ("gift", "Bản giao ước đã ký được trao tận tay từng đơn vị."),
    ),
    text="""
Đến dự lễ ký có Thiếu tướng Trương Giang Long, Ủy viên Thường vụ Hội Cựu Công an nhân dân Việt Nam; Thiếu tướng Trần Triều Dương, Phó Chủ tịch Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh, cùng các ủy viên Ban Chấp hành Hội Thành phố; Thượng tá Nguyễn Văn Linh, Chánh Văn phòng Hội Thành phố. Về phía quận Bình Thạnh có Đại tá Nguyễn Tiến Đạt, Ủy viên Ban Thường vụ Quận ủy, Trưởng Công an quận; Đại tá Phan Hồng Khanh, Chủ tịch Hội Cựu Công an nhân dân quận. Các Quận 4, 6, 8, 11 và Phú Nhuận đều có Chủ tịch Hội, Chánh Văn phòng và Trưởng Ban Chính trị - phong trào về dự.

Mở đầu buổi lễ, ban tổ chức nói rõ vì sao sáu đơn vị ngồi lại với nhau: để gần nhau hơn, hiểu việc của nhau hơn, và cùng góp phần thực hiện Nghị quyết Đại hội Hội Cựu Công an nhân dân Thành phố nhiệm kỳ 2023 - 2028. Thi đua ở đây không phải để hơn thua; cái đích là có thêm nhiều việc làm thiết thực, từ đó nhận ra những mô hình mới, những người làm hay mà biểu dương, mà học theo.

## Bốn nội dung, một mục tiêu chung

Nội dung đầu tiên dành cho việc xây dựng Hội. Các đơn vị cam kết giữ cho Ban Chấp hành, Ban Thường vụ, các ban chuyên môn và đội ngũ chi hội trưởng, chi hội phó đủ về số lượng, vững về chất lượng; làm đúng chương trình, kế hoạch, quy chế; tuân thủ Điều lệ và pháp luật. Hội viên được chăm lo để giữ bản lĩnh chính trị, sống mẫu mực, gắn bó với Nhân dân và làm nòng cốt trong phong trào toàn dân bảo vệ an ninh Tổ quốc. Cả cụm đặt mục tiêu: năm nào từng hội thành viên cũng được xếp loại hoàn thành tốt nhiệm vụ trở lên.

Nội dung thứ hai là con người. Sáu đơn vị sẽ rà soát, nắm chắc số cán bộ, chiến sĩ Công an nghỉ hưu trên địa bàn để vận động vào Hội; tổ chức các hoạt động nghĩa tình: mừng thọ hội viên cao tuổi, đến thăm khi đau ốm, trợ giúp người mắc bệnh hiểm nghèo, giúp nhau giữ sức khỏe và phát triển kinh tế gia đình.

Nội dung thứ ba hướng về cơ sở: tìm và bồi dưỡng những tấm gương sáng, dựng những mô hình gắn với đời sống khu phố, nhất là Tổ tự quản bảo vệ an ninh trật tự và Chi hội Cựu Công an phường. Nội dung cuối cùng là văn hóa, văn nghệ, thể dục thể thao, để hội viên thật sự “Sống vui, sống khỏe, sống có ích”.

## Lời dặn ở lễ ký

Phát biểu chỉ đạo, Thiếu tướng Trần Triều Dương khen cách tổ chức sáng tạo của Cụm thi đua II và cho rằng bốn nội dung của bản giao ước đã chọn trúng việc cần làm. Đồng chí đề nghị thời gian tới các hội thành viên giữ không khí sôi nổi ấy, làm phong phú cả nội dung lẫn hình thức thi đua, gắn với các cuộc vận động đang triển khai, và nhất là phối hợp với nhau chặt hơn.

Chia vui cùng các bậc đàn anh, Đại tá Nguyễn Tiến Đạt nhìn nhận: từ ngày có Hội, những người cựu cán bộ Công an có thêm một mái nhà chung để đoàn kết, động viên nhau giữ trọn bản chất tốt đẹp của nghề và làm gương cho lớp sau. Đồng chí mong hội viên quận Bình Thạnh, cũng như toàn cụm, tiếp tục là chỗ dựa tin cậy, giúp lực lượng Công an cơ sở trong những nhiệm vụ quan trọng.

Buổi lễ khép lại bằng sáu chữ ký nằm cạnh nhau trên một trang giấy. Từ trang giấy ấy, công việc của một năm thi đua bắt đầu.
""",
    comments=(
        DemoComment("Trần Minh Hòa", "Đọc bài thấy ấm lòng. Chúc Cụm II thi đua thật vui và thật việc. Mong mỗi quý trang tin có một bài nói rõ sáu quận đã làm được gì so với giao ước.", 3,
              replies=(DemoComment("Văn phòng Hội", "Cảm ơn góp ý của bạn đọc. Tiến độ từng chỉ tiêu được cập nhật hằng quý ở mục Thi đua, trang của Cụm thi đua II.", 20, user="vanphong"),)),
        DemoComment("Cô Bảy, Phường 12", "Tôi ở khu phố 2, thấy các chú cựu công an tối nào cũng đi một vòng hẻm, bà con yên tâm lắm. Cảm ơn các chú.", 6),
        DemoComment("Hội viên chi hội Phường 12", "Nội dung thứ hai là thiết thực nhất với hội viên lớn tuổi như chúng tôi. Chi hội tôi đã lập xong danh sách các bác cần thăm thường xuyên.", 26, user="hoivien",
              replies=(DemoComment("Nguyễn Thu Hà", "Chi hội bác có thể chia sẻ mẫu danh sách cho chi hội chúng tôi tham khảo không ạ?", 31),
                       DemoComment("Thư ký chi hội Phường 12", "Mẫu đang dùng gồm năm cột, tôi đã gửi Văn phòng Hội quận để các chi hội dùng chung.", 49, user="thuky1"))),
        DemoComment("Lê Quang", "Bài viết rõ ràng, chữ to dễ đọc. Xin phép in ra dán ở bảng tin khu phố.", 52),
        DemoComment("Một bạn đọc ở Quận 8", "Mong cụm tổ chức giao lưu cầu lông giữa các quận, chúng tôi đăng ký ngay.", 75),
    ),
)  # fmt: skip
