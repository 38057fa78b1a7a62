"""The columns of the lists of those who come, move and go: what each is sorted by, and what a phone shows.

The cells stand in each list's template, under the keys given here.
"""

from django.db.models import F

from kit.lists import Column, in_tree

APPLICATIONS = (
    Column("ten", "Họ và tên", order=("sort_key",), line=1),
    Column("chi-hoi", "Chi hội", order=in_tree("unit"), line=2),
    Column("ngay", "Ngày nộp", order=("applied_on",), css="is-short", line=1, latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("state", "applied_on"), line=2),
)
CANDIDATES = (
    Column("ten", "Họ và tên", order=("sort_key",), line=1),
    Column("nam-sinh", "Năm sinh", order=(F("birth_year"),), css="is-short", line=1),
    Column("chi-hoi", "Chi hội", order=in_tree("unit"), line=2),
    Column("tinh-trang", "Tình trạng", order=("state",), line=2),
)
TRANSFERS = (
    Column("ten", "Đồng chí", order=("membership__member__sort_key",), line=1),
    Column("tu", "Từ", order=in_tree("source")),
    Column("den", "Đến", order=in_tree("target"), line=2),
    Column("ngay", "Ngày chuyển", order=("moves_on",), css="is-short", latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("state", "due_on"), line=2),
)
DEPARTURES = (
    Column("ten", "Đồng chí", order=("membership__member__sort_key",), line=1),
    Column("chi-hoi", "Chi hội", order=in_tree("membership__unit")),
    Column("hinh-thuc", "Hình thức", order=("kind",), line=2),
    Column("ngay", "Từ ngày", order=("left_on",), css="is-short", line=2, latest_first=True),
    Column("quyet-dinh", "Quyết định", order=(F("decision__code"),)),
)
PROPOSALS = (
    Column("ten", "Đồng chí", order=("membership__member__sort_key",), line=1),
    Column("chi-hoi", "Chi hội", order=in_tree("membership__unit")),
    Column("de-nghi", "Đề nghị", order=("matter",), line=2),
    Column("noi-quyet-dinh", "Nơi quyết định", order=("decider__name",)),
    Column("tinh-trang", "Tình trạng", order=("state", "proposed_at"), line=2),
)
PAPERS = (
    Column("so", "Số", order=("code",), line=1),
    Column("cua", "Của", order=("unit__name",), line=2),
    Column("ngay", "Ngày", order=("signed_on",), css="is-short", line=1, latest_first=True),
    Column("trich-yeu", "Trích yếu", order=("subject",)),
)
