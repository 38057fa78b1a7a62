"""What every page knows: the site's facts, today's date, the menu."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from kit.dates import local_today, long_date
from kit.lunar import lunar
from news.letters import Letterhead

from .desk import menu
from .models import ROOMS, MenuEntry, SiteProfile


def desk(request: HttpRequest) -> dict[str, Any]:
    """`desk_menu`: the workspace's menu, asked for by its own pages only."""
    return {"desk_menu": SimpleLazyObject(lambda: menu(request))}


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`: name, owner …, `today`, `today_lunar`, `nav`, `is_demo`, `origin`."""
    return {"site": SimpleLazyObject(lambda: _site(request))}


def mail_letterhead() -> Letterhead:
    """Who writes the newspaper's mails, with the facts that also stand at the foot of each page."""
    profile = SiteProfile.current()
    facts = (
        profile.owner and f"Cơ quan chủ quản: {profile.owner}",
        profile.responsible and f"Chịu trách nhiệm nội dung: {profile.responsible}",
        profile.address,
        profile.phone and f"Điện thoại: {profile.phone}",
        profile.email,
    )
    return Letterhead(
        profile.name, profile.short_name, tuple(fact for fact in facts if fact), profile.email
    )


def _site(request: HttpRequest) -> dict[str, Any]:
    profile = SiteProfile.current()
    today = local_today()
    main, foot = _menus(request.path, profile)
    return {
        "name": profile.name,
        "short_name": profile.short_name,
        "motto": profile.motto,
        "owner": profile.owner,
        "responsible": profile.responsible,
        "address": profile.address,
        "phone": profile.phone,
        "email": profile.email,
        "description": profile.description,
        "today": long_date(today),
        "today_lunar": lunar(today).text,
        "nav": main,
        "foot_nav": foot,
        "is_demo": settings.DEMO,
        "origin": _origin(request),
    }


def _menus(path: str, profile: SiteProfile) -> list[list[dict[str, Any]]]:
    """The main menu and the footer's: as editors made them, else the portal's sections."""
    own = []
    if profile.has_menu:
        own = list(MenuEntry.objects.select_related("section", "page").defer("page__body"))
    rooms = [(reverse(name), label) for name, label in ROOMS]
    menus = []
    for place in (MenuEntry.Place.MAIN, MenuEntry.Place.FOOTER):
        here = [entry for entry in own if entry.place == place]
        lines = [(entry.url, entry.label) for entry in here if entry.is_open] if here else rooms
        menus.append(
            [
                {"url": url, "label": label, "is_current": _is_current(url, path)}
                for url, label in lines
            ]
        )
    return menus


def _is_current(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _origin(request: HttpRequest) -> str:
    """Scheme and host, as in https://example.org; "" where a refused host leads to the error page."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
