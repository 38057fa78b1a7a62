"""Opens a backup that somebody uploaded. Nothing is ever unpacked to disk: members are read in place."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from kit.files import human_size
from kit.numbers import vn_number

# A blog of 100,000 entries is some 500 MB of text, its albums some ten thousand pictures.
MAX_FEED = 2 * 1024**3
MAX_UNPACKED = 60 * 1024**3
MAX_MEMBERS = 100_000
MAX_DIRECTORY = 32 * 1024**2
# Text shrinks to a twentieth, rarely to a fiftieth; a bomb to a thousandth.
MAX_RATIO = 200
SMALL = 4 * 1024**2

_ZIP = b"PK\x03\x04"
_OTHER_PACKERS = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
_NESTED = {".zip", ".tgz", ".gz", ".tar", ".rar", ".7z", ".bz2", ".xz"}
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    struct.error,
)


class BackupError(ValueError):
    """The whole file is refused; the message is one line for the person who chose it."""


class Backup:
    """A backup that passed the door: its feed can be read any number of times, its files by name."""

    def __init__(self, name: str, open_feed: Callable[[], IO[bytes]], feed_size: int) -> None:
        self.name = name
        self.feed_size = feed_size
        self.files: dict[str, zipfile.ZipInfo] = {}
        self.folder = ""  # of the feed inside the archive: relative names begin there
        self._open_feed = open_feed
        self._zip: zipfile.ZipFile | None = None

    def feed(self) -> IO[bytes]:
        return self._open_feed()

    def read(self, name: str, limit: int) -> bytes:
        """At most `limit` + 1 bytes of a file in the archive; empty if it is damaged."""
        if self._zip is None:
            return b""
        try:
            with self._zip.open(name) as member:
                return member.read(limit + 1)
        except (*_DAMAGED, KeyError):
            return b""


@contextmanager
def open_backup(path: Path | IO[bytes], name: str = "", blog: str = "") -> Iterator[Backup]:
    """A zip of Google Takeout or of our own, or a bare feed; BackupError says why another is refused.

    `blog` selects the blog if the archive has several.
    """
    if isinstance(path, Path):
        try:
            file: IO[bytes] = path.open("rb")
        except OSError as error:
            raise BackupError(f"Không mở được tệp “{path.name}”.") from error
        with file, open_backup(file, name or path.name, blog) as backup:
            yield backup
        return
    head = path.read(64)
    size = path.seek(0, io.SEEK_END)
    path.seek(0)
    if not size:
        raise BackupError(f"Tệp “{name}” trống.")
    if head.startswith(_ZIP):
        with _opened_zip(path, name) as archive:
            yield _in_zip(archive, name, blog)
    elif head.startswith(_OTHER_PACKERS):
        raise BackupError(f"Tệp “{name}” nén kiểu khác: chỉ nhận .zip, .atom hoặc .xml.")
    elif _looks_like_xml(head):
        if size > MAX_FEED:
            raise BackupError(f"Tệp “{name}” quá lớn: tối đa {human_size(MAX_FEED)}.")
        yield Backup(name, lambda: _rewound(path), size)
    else:
        raise BackupError(
            f"Tệp “{name}” không phải là bản sao lưu của Blogger (.zip, .atom hoặc .xml)."
        )


def _rewound(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file


def _looks_like_xml(head: bytes) -> bool:
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


@contextmanager
def _opened_zip(file: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    try:
        _check_directory(file, name)
        archive = zipfile.ZipFile(file)
    except BackupError:
        raise
    except _DAMAGED as error:
        raise BackupError(f"Tệp “{name}” bị hỏng hoặc tải về chưa trọn vẹn.") from error
    with archive:
        yield archive


def _check_directory(file: IO[bytes], name: str) -> None:
    """Checks the size of the member list before the library reads all of it into memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise zipfile.BadZipFile
    members, length = struct.unpack_from("<10xHI", tail, at)
    if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":  # a zip64 end stands before
        file.seek(struct.unpack_from("<8xQ", tail, at - 20)[0])
        members, length = struct.unpack_from("<32xQQ", file.read(56))
    file.seek(0)
    if members > MAX_MEMBERS or length > MAX_DIRECTORY:
        raise BackupError(f"Tệp “{name}” chứa quá nhiều tệp con: tối đa {vn_number(MAX_MEMBERS)}.")


def _in_zip(archive: zipfile.ZipFile, name: str, blog: str) -> Backup:
    members = [member for member in archive.infolist() if not member.is_dir()]
    _check_members(members, name)
    members = [member for member in members if "__MACOSX" not in member.filename.split("/")]
    feed = _feed_of(members, name, blog)
    if feed.file_size > MAX_FEED:
        raise BackupError(f"Tệp “{name}” khi mở ra quá lớn: tối đa {human_size(MAX_FEED)}.")
    backup = Backup(name, lambda: archive.open(feed), feed.file_size)
    backup._zip = archive
    backup.folder = str(PurePosixPath(feed.filename).parent)
    backup.files = {member.filename: member for member in members if member is not feed}
    return backup


def _check_members(members: list[zipfile.ZipInfo], name: str) -> None:
    """The directory alone tells of bombs, of paths that climb out, of passwords, of archives within.

    What it declares binds: the library reads no member beyond its declared size.
    """
    if len(members) > MAX_MEMBERS:
        raise BackupError(f"Tệp “{name}” chứa quá nhiều tệp con: tối đa {vn_number(MAX_MEMBERS)}.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise BackupError(f"Tệp “{name}” khi mở ra quá lớn.")
    for member in members:
        path = member.orig_filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":" or "\0" in path:
            raise BackupError(f"Tệp “{name}” chứa đường dẫn không an toàn.")
        if member.flag_bits & 0x1:
            raise BackupError(f"Tệp “{name}” có đặt mật khẩu. Bỏ mật khẩu rồi thử lại.")
        if PurePosixPath(path).suffix.lower() in _NESTED:
            raise BackupError(
                f"Tệp “{name}” chứa tệp nén khác bên trong. Giải nén rồi nén lại riêng phần của blog."
            )
        if member.file_size > SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise BackupError(f"Tệp “{name}” khi mở ra lớn bất thường nên không được nhận.")


def _feed_of(members: list[zipfile.ZipInfo], name: str, blog: str) -> zipfile.ZipInfo:
    """The blog's feed.atom or, if there is none, the only classic backup in the archive."""
    paths = {PurePosixPath(member.filename): member for member in members}
    feeds = {path.parent.name: m for path, m in paths.items() if path.name == "feed.atom"}
    if not feeds:
        feeds = {path.stem: m for path, m in paths.items() if path.suffix.lower() == ".xml"}
    if blog and blog in feeds:
        return feeds[blog]
    names = ", ".join(f"“{feed}”" for feed in sorted(feeds)[:5])
    if not feeds:
        raise BackupError(f"Tệp “{name}” không có blog nào: không thấy tệp feed.atom bên trong.")
    if blog:
        raise BackupError(f"Tệp “{name}” không có blog “{blog}”; trong tệp có: {names}.")
    if len(feeds) > 1:
        raise BackupError(f"Tệp “{name}” có nhiều blog: {names}. Hãy ghi rõ tên blog cần nhập.")
    return next(iter(feeds.values()))
