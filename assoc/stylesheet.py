"""The one stylesheet that pages link: its parts are put into it when static files are collected."""

import re
from collections.abc import Iterator
from posixpath import dirname, join
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
_PART = re.compile(
    r'^@import url\("(?P<part>[^"]+)"\) layer\((?P<layer>\w+)\)(?: (?P<media>\w+))?;$',
    re.MULTILINE,
)


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; `app.css` holds its parts instead of importing them.

    A browser would ask for each part on its own, and only after it has read the sheet. Under DEBUG
    nothing is collected: the parts are then imported, which looks the same.
    """

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Hash what was collected, with the bundle in place of the list of parts."""
        if SHEET in paths:
            paths = {**paths, SHEET: (_Bundle(paths), SHEET)}
        return super().post_process(paths, *args, **options)


class _Bundle(Storage):
    """The collected files, read for one that is made of others."""

    def __init__(self, paths: dict[str, tuple[Storage, str]]) -> None:
        self.paths = paths

    def _open(self, name: str, mode: str = "rb") -> File:
        return ContentFile(_PART.sub(self._layered, self._text(name)).encode())

    def _layered(self, match: re.Match[str]) -> str:
        """One part within its layer, as the import would have put it there."""
        text = self._text(join(dirname(SHEET), match["part"]))
        layered = f"@layer {match['layer']} {{\n{text}}}"
        return f"@media {match['media']} {{\n{layered}\n}}" if match["media"] else layered

    def _text(self, name: str) -> str:
        storage, path = self.paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())
