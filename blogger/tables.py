"""The columns of the list of imports: what each is sorted by, and what a phone shows."""

from kit.lists import Column

IMPORTS = (
    Column("tep", "Tệp", order=("file_name",), line=1),
    Column("luc", "Lúc", order=("asked_at",), line=2, latest_first=True),
    Column("ket-qua", "Kết quả", line=2),
    Column("nguoi", "Người nhập"),
)
