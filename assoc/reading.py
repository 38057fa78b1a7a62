"""How the reader wants the page: size of letters and contrast, kept in two plain cookies."""

from dataclasses import dataclass
from typing import Self

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from members.http import comes_from_elsewhere

SIZE_COOKIE = "co-chu"
CONTRAST_COOKIE = "tuong-phan"
SMALLEST, NORMAL, LARGEST = -1, 0, 3
MORE = "more"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class ReadingSettings:
    """Size counts steps from the normal one; the stylesheet knows what each step means."""

    size: int = NORMAL
    more_contrast: bool = False

    @classmethod
    def of(cls, request: HttpRequest | None) -> Self:
        """The reader's choice; anything a browser could not have got from us counts as no choice."""
        if request is None:
            return cls()
        typed = request.COOKIES.get(SIZE_COOKIE, "")
        steps = {str(step): step for step in range(SMALLEST, LARGEST + 1)}
        return cls(steps.get(typed, NORMAL), request.COOKIES.get(CONTRAST_COOKIE) == MORE)

    def changed(self, *, size: str = "", contrast: str = "") -> "ReadingSettings":
        """After one press of a button; beyond the last step nothing changes."""
        moved = {
            "smaller": max(self.size - 1, SMALLEST),
            "normal": NORMAL,
            "larger": min(self.size + 1, LARGEST),
        }
        toggled = {"toggle": not self.more_contrast}
        return ReadingSettings(
            moved.get(size, self.size), toggled.get(contrast, self.more_contrast)
        )


@csrf_exempt  # every page has these buttons, and a page that many are given has no token
@login_not_required
@require_POST
def set_reading(request: HttpRequest) -> HttpResponse:
    """The controls without JavaScript: remember the choice and go back to the page."""
    if comes_from_elsewhere(request):
        return HttpResponseRedirect("/")
    reading = ReadingSettings.of(request).changed(
        size=request.POST.get("size", ""), contrast=request.POST.get("contrast", "")
    )
    back = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(back, hosts, require_https=request.is_secure())
    response = HttpResponseRedirect(back if is_ours and back.startswith("/") else "/")
    _remember(request, response, SIZE_COOKIE, str(reading.size) if reading.size else "")
    _remember(request, response, CONTRAST_COOKIE, MORE if reading.more_contrast else "")
    return response


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    """A cookie that scripts may read, since the controls work in place with JavaScript."""
    if value:
        response.set_cookie(
            name, value, max_age=YEAR, secure=request.is_secure(), httponly=False, samesite="Lax"
        )
    else:
        response.delete_cookie(name, samesite="Lax")
