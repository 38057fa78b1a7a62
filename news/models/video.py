"""Films: a post links to a file, which is played in place only where the policy lets it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

TYPES = {"mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime"}


def _extension(url: str) -> str:
    return urlsplit(url).path.rpartition(".")[2].lower()


def check_video_url(url: str) -> None:
    """A file that browsers play, not the page of some film service."""
    if _extension(url) not in TYPES:
        raise ValidationError(
            "Địa chỉ phải dẫn tới một tệp .mp4, .webm hoặc .mov, không phải trang xem video."
        )


@dataclass(frozen=True)
class Video:
    """The video of a post as a page shows it."""

    url: str
    is_played_here: bool

    @property
    def extension(self) -> str:
        return _extension(self.url)

    @property
    def content_type(self) -> str:
        return TYPES.get(self.extension, "")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


def video_at(url: str, own_host: str) -> Video | None:
    """None where there is no film. `own_host`: the name under which the page itself is read."""
    if not url:
        return None
    place = urlsplit(url)
    origin = f"{place.scheme}://{place.netloc}"
    origins = [origin.rstrip("/") for origin in settings.MEDIA_ORIGINS]
    return Video(url, place.netloc == own_host or origin in origins)
