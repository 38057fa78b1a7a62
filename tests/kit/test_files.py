"""Attachments: known by content, free of macros, refused in clear words."""

import io
import zipfile

import pytest

from kit import files
from kit.files import AttachmentError, check_attachment, human_size
from kit.spreadsheets import Sheet, workbook

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def _docx(declared=WORD_TYPE, main="word/document.xml", encoding="utf-8", **members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        types = f'<Types><Override PartName="/{main}" ContentType="{declared}"/></Types>'
        archive.writestr("[Content_Types].xml", types.encode(encoding))
        archive.writestr(main, "<w:document/>")
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _plain_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


def _encrypted():
    """The flag that says "needs a password", set in the directory."""
    data = bytearray(_docx())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


XLSX = workbook([Sheet("a", ["x"], [["y"]])])


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("Báo cáo.pdf", PDF, "pdf"),
        ("BAO CAO.PDF", PDF, "pdf"),
        ("Giao ước.docx", _docx(), "docx"),
        ("Giao ước utf16.docx", _docx(encoding="utf-16"), "docx"),
        ("Danh sách.xlsx", XLSX, "xlsx"),
    ],
)
def test_sound_documents_are_accepted(name, data, kind):
    file = io.BytesIO(data)
    file.seek(5)

    attachment = check_attachment(name, file)

    assert (attachment.name, attachment.kind, attachment.size) == (name, kind, len(data))
    assert attachment.content_type.startswith("application/")
    assert file.tell() == 0


@pytest.mark.parametrize(
    "name", ["../../etc/a.pdf", "C:\\Users\\x\\a.pdf", "/a.pdf", "a\x00\u202e.pdf"]
)
def test_only_the_last_part_of_a_name_is_kept(name):
    assert check_attachment(name, io.BytesIO(PDF)).name == "a.pdf"


REFUSED = [
    ("a.pdf", b"", "trống"),
    ("a.pdf", b"%PDF-1.7 no end", "bị hỏng"),
    ("a.pdf", b"Hello", "không phải là PDF"),
    ("a.pdf", b"MZ" + PDF, "không phải là PDF"),
    ("a.pdf", _docx(), "không phải là PDF"),
    ("a.docx", PDF, "không phải là Word"),
    ("a.docx", XLSX, "không phải là Word"),
    ("a.xlsx", _docx(), "không phải là Excel"),
    ("a.docx", _plain_zip(), "không phải là Word"),
    ("a.docx", b"GIF89a" + _docx(), "không phải là Word"),
    ("a.docx", _docx()[:-30], "bị hỏng"),
    ("a.docx", _docx()[:60], "bị hỏng"),
    ("a.docx", _docx(declared="text/plain"), "không phải là Word"),
    ("a.docx", _docx(declared=MACRO_TYPE), "macro"),
    ("a.docx", _docx(declared=MACRO_TYPE, encoding="utf-16"), "macro"),
    ("a.docx", _docx(**{"word/vbaProject.bin": "x"}), "macro"),
    ("a.docx", _docx(**{"word/VBAPROJECT.BIN": "x"}), "macro"),
    ("a.docx", _docx(**{"word/activeX/activeX1.xml": "x"}), "macro"),
    ("a.docx", _docx(**{"../../evil": "x"}), "bị hỏng"),
    ("a.docx", _docx(**{"/evil": "x"}), "bị hỏng"),
    ("a.docx", _docx(**{f"m{n}": "" for n in range(5_001)}), "quá lớn"),
    ("a.docx", _encrypted(), "mật khẩu"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "đời cũ hoặc có đặt mật khẩu"),
    ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "đời cũ hoặc có đặt mật khẩu"),
    ("a.docm", _docx(), "không được nhận"),
    ("a.exe", b"MZ", "không được nhận"),
    ("a.pdf.html", PDF, "không được nhận"),
    ("a", PDF, "không được nhận"),
    ("", PDF, "không được nhận"),
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("name", "data", "message"),
    REFUSED,
    ids=[f"{i}-{row[0]}-{row[2]}" for i, row in enumerate(REFUSED)],
)
def test_everything_else_is_refused_in_clear_words(name, data, message):
    with pytest.raises(AttachmentError, match=message):
        check_attachment(name, io.BytesIO(data))


def test_an_archive_that_swells_is_refused(monkeypatch):
    data = _docx(bomb=bytes(1_000_000))
    assert len(data) < 5_000
    assert check_attachment("a.docx", io.BytesIO(data))

    monkeypatch.setattr(files, "_MAX_UNPACKED", 1_000_000)

    with pytest.raises(AttachmentError, match="khi mở ra quá lớn"):
        check_attachment("a.docx", io.BytesIO(data))


def test_the_size_is_limited():
    with pytest.raises(AttachmentError, match="nặng 48 B, quá mức 10 B"):
        check_attachment("a.pdf", io.BytesIO(PDF), max_bytes=10)
    assert check_attachment("a.pdf", io.BytesIO(PDF), max_bytes=len(PDF))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (1_258_291, "1,2 MB"),
        (1024 * 1024 - 1, "1 MB"),
        (20 * 1024 * 1024, "20 MB"),
        (3 * 1024**3, "3 GB"),
        (5000 * 1024**3, "5.000 GB"),
    ],
)
def test_human_size(size, shown):
    assert human_size(size) == shown
