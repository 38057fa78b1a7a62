"""Font size of printed papers: set by the address, remembered during the session."""

from django.http import HttpRequest

PARAMETER = "co_chu"
_REMEMBERED = "letters-on-paper"
NORMAL, LARGE, LARGEST = "thuong", "to", "rat-to"
SIZES = {NORMAL: "thường", LARGE: "to", LARGEST: "rất to"}
# Points of plain text on a full page; static/css/documents.css has the same steps.
POINTS = {NORMAL: 15, LARGE: 17, LARGEST: 21}


def letter_size(request: HttpRequest) -> str:
    """The size in the address, else the last one used, else the normal one."""
    requested = request.GET.get(PARAMETER, "")
    if requested in SIZES:
        if request.session.get(_REMEMBERED) != requested:
            request.session[_REMEMBERED] = requested
        return requested
    remembered: str = request.session.get(_REMEMBERED, NORMAL)
    return remembered if remembered in SIZES else NORMAL
