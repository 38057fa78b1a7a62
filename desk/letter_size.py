"""How large the letters on paper are: asked in the address, remembered while one is signed in."""

from django.http import HttpRequest

PARAMETER = "co_chu"
_REMEMBERED = "letters-on-paper"
NORMAL, LARGE, LARGEST = "thuong", "to", "rat-to"
SIZES = {NORMAL: "thường", LARGE: "to", LARGEST: "rất to"}
# Points of plain text on a full page; static/css/documents.css has the same steps.
POINTS = {NORMAL: 15, LARGE: 17, LARGEST: 21}


def letter_size(request: HttpRequest) -> str:
    """What the address asks, else what was asked last, else the usual one."""
    asked = request.GET.get(PARAMETER, "")
    if asked in SIZES:
        if request.session.get(_REMEMBERED) != asked:
            request.session[_REMEMBERED] = asked
        return asked
    remembered: str = request.session.get(_REMEMBERED, NORMAL)
    return remembered if remembered in SIZES else NORMAL
