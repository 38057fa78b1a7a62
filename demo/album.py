"""Hangs the painted scenes: each is painted and encoded once and stored for every photograph."""

import hashlib
import io
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from kit.pictures import open_picture
from members.models import Photograph
from members.models.pictures import encoded

from . import pictures
from .pictures import HEIGHT, SCENES, WIDTH, painted

# For readers who cannot see the picture; the pictures are painted, and say so.
ALT = {
    "hall": "Tranh minh họa: hội trường phông đỏ, đoàn chủ tịch trên bục, đại biểu ngồi kín các hàng ghế.",
    "signing": "Tranh minh họa: sáu người ngồi bên bàn dài cùng ký văn bản, phía sau là các đại biểu.",
    "gift": "Tranh minh họa: trao quà bên khung cửa đầy nắng sớm.",
    "river": "Tranh minh họa: sông Sài Gòn lúc hoàng hôn, cầu dây văng và những tòa nhà phía xa.",
    "lotus": "Tranh minh họa: đầm sen trong sương sớm.",
    "chairs": "Tranh minh họa: hội trường với các hàng ghế đỏ, nắng chiếu qua cửa sổ cao.",
    "street": "Tranh minh họa: con đường rợp bóng cây, vài người thong thả đi bộ.",
    "flags": "Tranh minh họa: hàng cờ Tổ quốc tung bay dưới trời xanh.",
    "bench": "Tranh minh họa: hai người cao tuổi ngồi ghế dưới gốc cây nhìn mặt trời lặn.",
    "dawn": "Tranh minh họa: nhóm người cao tuổi tập dưỡng sinh trong công viên buổi sớm.",
    "court": "Tranh minh họa: quả cầu lông trên sân xanh, phía sau là lưới.",
    "tea": "Tranh minh họa: ấm trà và hai chén trà nóng trên bàn gỗ.",
    "house": "Tranh minh họa: căn nhà mới mái ngói đỏ, gia chủ và khách đứng trước cửa.",
    "desk": "Tranh minh họa: bàn làm việc với ngọn đèn, trang giấy viết dở và cây bút.",
    "alley": "Tranh minh họa: bốn người đeo băng đỏ đi tuần trong hẻm đêm dưới ánh đèn đường.",
    "apricot": "Tranh minh họa: cành mai vàng nở rộ.",
    "candles": "Tranh minh họa: những hàng nến thắp sáng lúc chạng vạng.",
    "choir": "Tranh minh họa: dàn hợp xướng mặc áo dài đỏ trên sân khấu.",
}


class Album:
    """Paints ahead in the background: Pillow lets go of the interpreter while it computes."""

    def __init__(self) -> None:
        self._hung: list[Photograph] = []
        self._painters = ThreadPoolExecutor(max_workers=2)
        self._scenes: dict[str, Future[dict[str, bytes]]] = {
            name: self._painters.submit(_files, name) for name in SCENES
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._painters.shutdown(cancel_futures=True)
        if error is not None:  # the rows are rolled back, and files know nothing of that
            for photo in self._hung:
                photo.picture.delete_files()

    def put(self, photo: Photograph, scene: str) -> None:
        """Saves the photograph with files of its own, as an upload would have them."""
        photo.alt = photo.alt or ALT[scene]
        photo.picture.keep(self._scenes[scene].result(), WIDTH, HEIGHT)
        self._hung.append(photo)
        photo.save()


def _files(scene: str) -> dict[str, bytes]:
    """What is stored of the scene; painted once on this machine, until the painting changes."""
    source = b"".join(file.read_bytes() for file in sorted(Path(pictures.__path__[0]).glob("*.py")))
    mark = hashlib.sha256(source).hexdigest()[:16]
    folder = Path(settings.VAR_DIR) / "cache" / "demo" / mark / scene
    if folder.is_dir():
        return {file.name: file.read_bytes() for file in folder.iterdir()}
    files = encoded(open_picture(io.BytesIO(painted(scene))))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
        ready = Path(draft) / scene
        ready.mkdir()
        for name, data in files.items():
            (ready / name).write_bytes(data)
        try:
            ready.rename(folder)
        except OSError:
            return files  # another process was faster
    return files
