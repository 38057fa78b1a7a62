"""The pages that stay. None of them claims to quote a paper of the association's."""

from news.models import Page

_PAGES = (
    (
        "Giới thiệu",
        "<p>Hội Cựu Công an nhân dân Thành phố Hồ Chí Minh là nơi những người từng công tác trong "
        "lực lượng Công an nhân dân gặp gỡ, giúp đỡ nhau và tiếp tục góp sức cho địa phương.</p>"
        "<h2>Trang này có gì</h2>"
        "<ul><li>Tin hoạt động của Hội và các đơn vị.</li><li>Phong trào thi đua: cụm, giao ước, "
        "kết quả xếp loại.</li><li>Lịch sự kiện và các hoạt động nghĩa tình.</li></ul>"
        "<p>Đây là nội dung minh họa; Hội sẽ thay bằng lời giới thiệu của mình.</p>",
    ),
    (
        "Điều lệ",
        "<p>Toàn văn Điều lệ do Hội cung cấp và chưa được đưa lên trang này.</p>"
        "<p>Khi có văn bản chính thức, Văn phòng Hội sẽ đăng tại đây. Cho đến lúc đó, xin liên hệ "
        "Văn phòng Hội để được cung cấp.</p>",
    ),
    (
        "Liên hệ",
        "<p>Bạn đọc và hội viên có thể gặp Văn phòng Hội trong giờ làm việc, gọi điện hoặc gửi thư. "
        "Địa chỉ, số điện thoại và hộp thư ghi ở cuối mỗi trang.</p>"
        "<p>Ý kiến về một bài viết xin gửi ngay dưới bài đó để ban biên tập trả lời.</p>",
    ),
)


def load() -> int:
    for title, body in _PAGES:
        page = Page(title=title, body=body, state=Page.State.PUBLISHED)
        page.full_clean()
        page.save()
    return len(_PAGES)
