"""What an article of the demo newspaper consists of, in the plain marks its authors write with."""

import datetime as dt
import html
from dataclasses import dataclass, field

from kit.dates import local_today

from ..seeds import at, day

IN_FORCE = 0  # in place of a compact's year: the newest on the day of loading


@dataclass(frozen=True)
class Article:
    """`when` is a day and hour ("11/10/2024 15:20") or so many days ago ("-3 07:30").

    `text` has a blank line between blocks; a block may begin with "## " (heading), "> " (words
    quoted) or "- " (list). `photos` are scenes with captions, the first one leading.
    """

    section: str
    when: str
    title: str
    lead: str
    text: str
    author: str = "BAN BIÊN TẬP"
    photos: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    event: str = ""
    featured: bool = False
    state: str = "published"
    audience: str = "public"
    credit: str = "Ban biên tập"
    compact: int | None = None
    comments: tuple["DemoComment", ...] = field(default=())

    @property
    def published_at(self) -> dt.datetime:
        on, hour = self.when.split()
        hours, minutes = (int(part) for part in hour.split(":"))
        if on[0] in "+-":
            return at(local_today() + dt.timedelta(days=int(on)), hours, minutes)
        return at(day(on), hours, minutes)

    @property
    def body(self) -> str:
        return "".join(_block(block) for block in self.text.strip().split("\n\n"))


@dataclass(frozen=True)
class DemoComment:
    """What a reader wrote, so many hours after the article came out."""

    name: str
    text: str
    hours: float = 5
    user: str = ""
    state: str = "approved"
    held_because: tuple[str, ...] = ()
    replies: tuple["DemoComment", ...] = ()


def _block(block: str) -> str:
    lines = [html.escape(line.strip(), quote=False) for line in block.strip().splitlines()]
    if lines[0].startswith("## "):
        return f"<h2>{lines[0][3:]}</h2>"
    if lines[0].startswith("- "):
        return "<ul>" + "".join(f"<li><p>{line[2:]}</p></li>" for line in lines) + "</ul>"
    if lines[0].startswith("&gt; "):
        return f"<blockquote><p>{' '.join(lines)[5:]}</p></blockquote>"
    return f"<p>{' '.join(lines)}</p>"
