"""Where a request came from, as far as it can be believed."""

import pytest
from axes.helpers import get_client_ip_address
from django.test import RequestFactory

from members.http import NO_ADDRESS, client_address, client_origin


def _request(forwarded: str | None = None, address: str = "10.0.0.9"):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "10.0.0.9"),
        (0, "1.2.3.4", "10.0.0.9"),  # nobody vouches for the header
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # the first was made up by the visitor
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (3, "1.2.3.4", "1.2.3.4"),  # fewer than promised: the leftmost there is
        (1, None, "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, " , ", "10.0.0.9"),
        (1, "unknown", "10.0.0.9"),
        (1, "1.2.3.4:5678", "10.0.0.9"),
        # A house commands a whole network of these, and could come from another at each try.
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_client_address_believes_trusted_proxies_only(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(_request(forwarded)) == expected


def test_client_origin_is_stable_and_tells_nothing(settings):
    one, again, other = (
        client_origin(_request(address=address)) for address in ("10.0.0.9", "10.0.0.9", "10.0.0.8")
    )
    assert one == again
    assert one != other
    assert len(one) == 64
    assert "10.0.0" not in one
    settings.SECRET_KEY = "another"
    assert client_origin(_request()) != one


def test_behind_a_socket_all_visitors_are_one(settings):
    assert client_address(_request(address="")) == NO_ADDRESS


def test_the_lock_of_the_sign_in_tells_visitors_behind_a_proxy_apart(settings):
    settings.TRUSTED_PROXIES = 1
    told = {get_client_ip_address(_request(address)) for address in ("1.2.3.4", "6.6.6.6, 5.6.7.8")}
    assert told == {"1.2.3.4", "5.6.7.8"}
