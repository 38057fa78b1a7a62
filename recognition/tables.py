"""The columns of the lists: dossiers, what decisions gave."""

from kit.lists import Column, in_tree

DOSSIERS = (
    Column("loai", "Đề nghị tặng", order=("kind__order", "kind__name"), line=1),
    Column("nam", "Năm", order=("year",), css="is-short", line=1, latest_first=True),
    Column("don-vi", "Đơn vị đề nghị", order=in_tree("unit"), line=2),
    Column("so-nguoi", "Số đề nghị", order=("nominee_count",), css="number", latest_first=True),
    Column("tinh-trang", "Tình trạng", order=("state",), line=2),
    Column("dang-o", "Đang ở", order=in_tree("holder")),
)

GRANTS = (
    Column(
        "ten",
        "Được khen thưởng",
        order=("nominee__member__sort_key", "nominee__unit__name"),
        line=1,
    ),
    Column("loai", "Loại", order=("kind__order", "kind__name"), line=2),
    Column(
        "ngay", "Ngày ký", order=("decision__signed_on",), css="is-short", line=1, latest_first=True
    ),
    Column("tien", "Tiền thưởng", order=("amount",), css="number", latest_first=True),
    Column("chi", "Ngày chi", order=("paid_on",), css="is-short"),
    Column("thu-hoi", "Thu hồi", order=("revoked_on",)),
)
