"""The reader's choice of letters and contrast, with and without the buttons being honest."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from assoc.reading import CONTRAST_COOKIE, LARGEST, SIZE_COOKIE, SMALLEST, ReadingSettings

HOME = "/"


def _request(size: str = "", contrast: str = "") -> HttpRequest:
    request = RequestFactory().get(HOME)
    request.COOKIES |= {SIZE_COOKIE: size, CONTRAST_COOKIE: contrast}
    return request


@pytest.mark.parametrize(
    ("size", "contrast", "expected"),
    [
        ("", "", ReadingSettings()),
        ("2", "more", ReadingSettings(2, more_contrast=True)),
        ("-1", "", ReadingSettings(-1)),
        ("4", "most", ReadingSettings()),
        ("1e9", '"><script>', ReadingSettings()),
        ("٢", "", ReadingSettings()),
    ],
)
def test_reading_believes_only_its_own_cookies(
    size: str, contrast: str, expected: ReadingSettings
) -> None:
    assert ReadingSettings.of(_request(size, contrast)) == expected


def test_reading_without_a_request_is_the_normal_one() -> None:
    assert ReadingSettings.of(None) == ReadingSettings()


def test_size_stops_at_both_ends() -> None:
    assert ReadingSettings(LARGEST).changed(size="larger").size == LARGEST
    assert ReadingSettings(SMALLEST).changed(size="smaller").size == SMALLEST
    assert ReadingSettings(LARGEST).changed(size="normal").size == 0
    assert ReadingSettings(1).changed(size="nonsense") == ReadingSettings(1)


def test_pressing_larger_keeps_the_choice_and_returns_to_the_page(client: Client) -> None:
    answer = client.post("/doc/", {"size": "larger", "next": "/tin-tuc/?page=2"})

    assert answer.status_code == 302
    assert answer["Location"] == "/tin-tuc/?page=2"
    assert client.cookies[SIZE_COOKIE].value == "1"


def test_contrast_is_a_switch(client: Client) -> None:
    client.post("/doc/", {"contrast": "toggle"})
    assert client.cookies[CONTRAST_COOKIE].value == "more"

    client.post("/doc/", {"contrast": "toggle"})
    assert client.cookies[CONTRAST_COOKIE].value == ""


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "javascript:alert(1)",
        "",
        "\\\\x",
        "home",
        "x",
        "a.b",
    ],
)
def test_the_way_back_never_leaves_the_site(client: Client, elsewhere: str) -> None:
    assert client.post("/doc/", {"size": "larger", "next": elsewhere})["Location"] == HOME


def test_looking_at_the_address_changes_nothing(client: Client) -> None:
    assert client.get("/doc/").status_code == 405


def test_a_foreign_form_changes_nothing(client: Client) -> None:
    answer = client.post("/doc/", {"size": "larger"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert (answer.status_code, answer.cookies) == (302, {})
