"""What a yearly check looks at: the association's own list, each item from a day to a day."""

from django.db import models

from members.models import Dated, DatedQuerySet, dates_in_order, known_choices, tracked
from members.models.constraints import plain_names

OUR_PROPOSAL = "Đề xuất, chờ Hội xác nhận"


class Figure(models.TextChoices):
    """What the portal counts beside an item; see `inspection.figures`."""

    NONE = "none", "không có"
    DUES = "dues", "hội phí: biên nhận so với quỹ"
    BOXES = "boxes", "quỹ: sổ so với lần kiểm kê gần nhất"
    CARE = "care", "chăm lo: đã trao so với phiếu chi"
    LISTS = "lists", "danh sách chăm lo: đã duyệt mà chưa trao"
    VOUCHERS = "vouchers", "phiếu thu, chi trong năm"
    CARDS = "cards", "hội viên và thẻ"
    PAPERS = "papers", "quyết định ghi theo giấy, chưa xác nhận"


@plain_names("text")
@known_choices("figure")
@tracked()
class CheckItem(Dated):
    """One line of the checklist, as of a day; earlier checks keep the words they had."""

    text = models.CharField("nội dung kiểm tra", max_length=200)
    figure = models.CharField("con số kèm theo", max_length=8, choices=Figure, default=Figure.NONE)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    source = models.CharField("căn cứ", max_length=160, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "mục kiểm tra"
        verbose_name_plural = "mục kiểm tra"
        ordering = ["order", "pk"]
        constraints = [dates_in_order("inspection", "checkitem")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_proposal(self) -> bool:
        return self.source == OUR_PROPOSAL


# Unsourced: what the rules of such associations let a Ban Kiểm tra look at.
_USUAL = (
    ("Hội phí thu được khớp với biên nhận và đã vào quỹ", Figure.DUES),
    ("Tiền mặt trong quỹ khớp với sổ quỹ; có biên bản kiểm kê", Figure.BOXES),
    ("Phiếu thu, phiếu chi đủ số, đủ chữ ký, có chứng từ kèm theo", Figure.VOUCHERS),
    ("Chăm lo, thăm hỏi đã trao có phiếu chi đúng người, đúng mức", Figure.CARE),
    ("Danh sách chăm lo đã duyệt được trao đủ, có ký nhận", Figure.LISTS),
    ("Thu chi công khai hằng quý cho hội viên biết", Figure.NONE),
    ("Sổ hội viên đủ, đúng; thẻ hội viên đã cấp", Figure.CARDS),
    ("Quyết định, giấy giới thiệu được lưu và xác nhận", Figure.PAPERS),
    ("Sinh hoạt định kỳ có điểm danh, có biên bản", Figure.NONE),
)  # fmt: skip


def usual_items() -> list[CheckItem]:
    """The items that such a check usually has, not saved and without their first day."""
    return [
        CheckItem(text=text, figure=figure, order=order, source=OUR_PROPOSAL)
        for order, (text, figure) in enumerate(_USUAL, 1)
    ]
