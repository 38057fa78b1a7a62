"""Names of uploaded files as people read them.

Macs and iPhones write "ế" in a file's name as three characters (NFD); storage, which keeps letters
and figures alone, would throw the marks away.
"""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler

from kit.text import nfc


class NamedInMemory(MemoryFileUploadHandler):
    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, nfc(file_name), *args, **kwargs)


class NamedOnDisk(TemporaryFileUploadHandler):
    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, nfc(file_name), *args, **kwargs)
