"""Validates attached documents: PDF, docx and xlsx, by content, without macros."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from kit.numbers import vn_number
from kit.text import clean_line

MAX_BYTES = 20 * 1024 * 1024
_MAX_UNPACKED = 300 * 1024 * 1024
_MAX_MEMBERS = 5_000
_MAX_CONTENT_TYPES = 2 * 1024 * 1024

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OPEN_XML}wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
}
# The required member of such an archive, and the content type that it must be declared with.
_MAIN_PART = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ACTIVE = re.compile("vbaproject|vbadata|macroenabled|macrosheet|activex", re.IGNORECASE)
_DAMAGED = "Tệp “{name}” bị hỏng hoặc tải lên chưa trọn vẹn. Chọn lại tệp gốc."


class AttachmentError(ValueError):
    """The file is refused; the message is for the person who chose it."""


@dataclass(frozen=True)
class CheckedFile:
    """A checked file: `kind` is its extension, `content_type` the type to serve it with."""

    name: str
    kind: str
    content_type: str
    size: int


def human_size(n: int) -> str:
    """1,2 MB, in steps of 1024."""
    size = float(n)
    for unit in ("B", "KB", "MB", "GB"):
        # 1023,97 KB would be written 1.024 KB: use the next unit if rounding reaches 1024
        if round(size, 1) < 1024 or unit == "GB":
            break
        size /= 1024
    return f"{vn_number(size, 1)} {unit}"


def check_attachment(name: str, file: IO[bytes], max_bytes: int = MAX_BYTES) -> CheckedFile:
    """Accepts a file whose content matches its name; AttachmentError otherwise.

    The file is left at its beginning.
    """
    name = clean_line(PurePosixPath(name.replace("\\", "/")).name)
    kind = name.rpartition(".")[2].lower()
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(8)
    if not size:
        raise AttachmentError(f"Tệp “{name}” trống.")
    if size > max_bytes:
        limit = human_size(max_bytes)
        raise AttachmentError(f"Tệp “{name}” nặng {human_size(size)}, quá mức {limit}.")
    if head == _OLD_OFFICE:
        raise AttachmentError(
            f"Tệp “{name}” là tệp Word, Excel đời cũ hoặc có đặt mật khẩu. "
            "Lưu lại thành .docx, .xlsx hoặc PDF không mật khẩu rồi chọn lại."
        )
    if kind not in CONTENT_TYPES:
        raise AttachmentError(
            f"Tệp “{name}” không được nhận: chỉ nhận PDF, Word (.docx), Excel (.xlsx)."
        )
    if kind == "pdf":
        _check_pdf(name, file, head, size)
    else:
        _check_open_xml(name, kind, file)
    file.seek(0)
    return CheckedFile(name, kind, CONTENT_TYPES[kind], size)


def _check_pdf(name: str, file: IO[bytes], head: bytes, size: int) -> None:
    if not head.startswith(b"%PDF-"):
        raise AttachmentError(_mismatch(name, "PDF"))
    file.seek(max(0, size - 2048))
    if b"%%EOF" not in file.read():
        raise AttachmentError(_DAMAGED.format(name=name))


def _check_open_xml(name: str, kind: str, file: IO[bytes]) -> None:
    title = "Word (.docx)" if kind == "docx" else "Excel (.xlsx)"
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":  # an archive behind something else is refused with the rest
        raise AttachmentError(_mismatch(name, title))
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(name, archive.infolist())
            part, declared = _MAIN_PART[kind]
            if not {part, "[Content_Types].xml"} <= set(archive.namelist()):
                raise AttachmentError(_mismatch(name, title))
            types = _content_types(name, archive)
    except AttachmentError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        EOFError,
    ) as error:
        raise AttachmentError(_DAMAGED.format(name=name)) from error
    if _ACTIVE.search(types):
        raise AttachmentError(_with_macros(name))
    if declared not in types:
        raise AttachmentError(_mismatch(name, title))


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    """Refuses macros, bombs and paths that leave the archive, by its directory alone."""
    if len(members) > _MAX_MEMBERS or sum(m.file_size for m in members) > _MAX_UNPACKED:
        raise AttachmentError(f"Tệp “{name}” khi mở ra quá lớn.")
    for member in members:
        if _ACTIVE.search(member.filename):
            raise AttachmentError(_with_macros(name))
        if member.filename.startswith("/") or ".." in PurePosixPath(member.filename).parts:
            raise AttachmentError(_DAMAGED.format(name=name))
        if member.flag_bits & 0x1:
            raise AttachmentError(f"Tệp “{name}” có đặt mật khẩu. Bỏ mật khẩu rồi chọn lại.")


def _content_types(name: str, archive: zipfile.ZipFile) -> str:
    """The declared content types: even a renamed macro part must appear here, or it would not run."""
    with archive.open("[Content_Types].xml") as member:
        data = member.read(_MAX_CONTENT_TYPES + 1)
    if len(data) > _MAX_CONTENT_TYPES:
        raise AttachmentError(_DAMAGED.format(name=name))
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return data.decode("utf-16" if is_wide else "utf-8")


def _mismatch(name: str, title: str) -> str:
    return f"Nội dung tệp “{name}” không phải là {title}."


def _with_macros(name: str) -> str:
    return f"Tệp “{name}” có chứa macro hoặc mã chạy kèm. Lưu lại không có macro rồi chọn lại."
