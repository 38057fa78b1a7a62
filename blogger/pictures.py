"""Finds the photographs of old posts among the files at hand, and makes them our own."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from kit.pictures import MAX_BYTES, is_bare_jpeg, open_picture
from kit.text import fold
from members.models.pictures import FULL_NAME, FULL_WIDTH, encoded

from .archive import Backup
from .html import OldPicture

ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"}
MAX_FILES = 200_000


@dataclass(frozen=True, slots=True)
class SourcePicture:
    """An available picture file: a member of the archive, or a path in the folder."""

    name: str
    size: int
    mark: int  # the archive's checksum, 0 for a file of the folder
    is_member: bool


class Album:
    """Pictures by the last part of their name, which is all that an address on Blogger keeps."""

    def __init__(self, backup: Backup, folder: Path | None = None) -> None:
        self._backup = backup
        self._folder = folder
        self._by_name: dict[str, list[SourcePicture]] = {}
        for name, member in backup.files.items():
            if PurePosixPath(name).suffix.lower() in ENDINGS:
                self._add(SourcePicture(name, member.file_size, member.CRC, is_member=True))
        if folder is not None:
            for path in _files_under(folder):
                self._add(SourcePicture(str(path), path.stat().st_size, 0, is_member=False))

    def _add(self, file: SourcePicture) -> None:
        name = PurePosixPath(file.name.replace("\\", "/")).name
        self._by_name.setdefault(_key(name), []).append(file)

    def find(self, picture: OldPicture) -> SourcePicture | None:
        """The file named in one of the addresses; None if several different files have that name."""
        for address in picture.addresses:
            for key in _keys_of(address):
                files = self._by_name.get(key, [])
                if files and all(self._is_same(files[0], other) for other in files[1:]):
                    return files[0]
        return None

    def is_ambiguous(self, picture: OldPicture) -> bool:
        keys = {key for address in picture.addresses for key in _keys_of(address)}
        return any(len(self._by_name.get(key, [])) > 1 for key in keys)

    def _is_same(self, first: SourcePicture, second: SourcePicture) -> bool:
        if first.size != second.size:
            return False
        if first.is_member and second.is_member:
            return first.mark == second.mark
        return self.read(first) == self.read(second)

    def read(self, picture: SourcePicture) -> bytes:
        """The file's bytes; empty if it is gone or damaged."""
        if picture.is_member:
            return self._backup.read(picture.name, MAX_BYTES)
        try:
            with Path(picture.name).open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError:
            return b""


def _files_under(folder: Path) -> Iterator[Path]:
    """Picture files in the folder and below, links not followed."""
    count = 0
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(parent) / name
            if path.suffix.lower() in ENDINGS and not path.is_symlink():
                count += 1
                if count > MAX_FILES:
                    return
                yield path


def _keys_of(address: str) -> list[str]:
    try:
        name = PurePosixPath(urlsplit(address).path).name
    except ValueError:
        return []
    if not name or address.startswith("data:"):
        return []
    # Blogger writes a space as + and the + again as %2B.
    return [_key(unquote(name)), _key(unquote(unquote(name)).replace("+", " "))]


def _key(name: str) -> str:
    return fold(name.replace("+", " "))


@dataclass(slots=True)
class Encoded:
    """A picture ready to be stored: its files by name, and its size."""

    files: dict[str, bytes]
    width: int
    height: int


def encode(data: bytes, *, is_ours: bool = False) -> Encoded:
    """Checked and re-encoded like any upload; `PictureError` says what is wrong.

    A picture of our own export keeps its pixels: decoding and encoding a JPEG again would wear it.
    """
    picture = open_picture(io.BytesIO(data))
    files = encoded(picture)
    if is_ours and picture.width <= FULL_WIDTH and is_bare_jpeg(data):
        files[FULL_NAME] = data
    return Encoded(files, picture.width, picture.height)
