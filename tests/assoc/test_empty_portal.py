"""A portal in which nothing stands yet: every page opens and says what to do first."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from members.models import User
from tests import factories as make
from tests.conftest import Cast


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    admin: User = make.make_user(username="quantri", is_superuser=True)
    client.force_login(admin, "members.backends.OfficeBackend")
    return client


def _plain_addresses(
    patterns: list[Any] | None = None, prefix: str = "", space: str = ""
) -> Iterator[str]:
    """Names of the portal's addresses that take no argument, the admin's left out."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            if pattern.namespace != "admin":
                yield from _plain_addresses(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and "<" not in route:
            yield space + pattern.name


def test_every_page_opens_before_there_is_anything(client: Client) -> None:
    names = set(_plain_addresses()) - {"styleguide"}  # for those who work on it
    assert {"home", "desk", "book:member_new", "reports:kind_new", "dues:rates"} <= names
    # 405: an address that is only sent to.
    told = {
        name: (client.get(reverse(name)).status_code, Client().get(reverse(name)).status_code)
        for name in names
    }
    assert {name: codes for name, codes in told.items() if set(codes) - {200, 301, 302, 405}} == {}


def text(cast: Cast, who: str, address: str) -> str:
    page: str = cast.client(who).get(address).content.decode()
    return page


@pytest.mark.parametrize(
    "name",
    ["book:member_new", "book:candidate_new", "book:application_new", "book:transfer_new",
     "book:departure_new"],
)  # fmt: skip
def test_forms_about_people_ask_for_a_branch_first(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert "Chưa có chi hội nào" in page
    assert f'href="{reverse("admin:members_unit_add")}"' in page
    assert 'class="form"' not in page


def test_officer_of_a_district_without_branches_is_told_who_lays_them_down(db: None) -> None:
    client = Client()
    client.force_login(make.make_officer(make.make_district()), "members.backends.OfficeBackend")
    page = client.get(reverse("book:member_new")).content.decode()
    assert "Quản trị viên lập chi hội trước" in page
    assert "/admin/" not in page


def test_new_member_can_be_written_where_there_is_a_branch(cast: Cast) -> None:
    page = cast.client("officer_here").get(reverse("book:member_new")).content.decode()
    assert "Chưa có chi hội nào" not in page
    assert 'name="full_name"' in page


def test_administrator_lays_down_reports_before_there_is_a_unit(client: Client) -> None:
    page = client.get(reverse("reports:list")).content.decode()
    assert "Chưa yêu cầu báo cáo nào" in page
    assert f'href="{reverse("reports:kind_new")}"' in page
    assert client.get(reverse("reports:kinds")).status_code == 200


def test_filling_offices_asks_for_posts_first(client: Client) -> None:
    address = reverse("book:office_fill", args=[make.make_district().slug])
    page = client.get(address).content.decode()
    assert "Chưa có chức vụ nào ở cấp này" in page
    assert f'href="{reverse("admin:members_position_changelist")}"' in page
    assert "Ghi chức vụ</button>" not in page
    make.make_position(level=1)
    assert "Ghi chức vụ</button>" in client.get(address).content.decode()


def test_writing_asks_for_a_section_first(cast: Cast) -> None:
    address = reverse("news_desk:new")
    page = text(cast, "editor", address)
    assert "Chưa có chuyên mục nào" in page
    assert f'href="{reverse("news_desk:section_new")}"' in page
    assert "Bắt đầu viết</button>" not in page
    assert "Ban biên tập lập chuyên mục xong" in text(cast, "officer_here", address)
    make.make_section()
    assert "Bắt đầu viết</button>" in text(cast, "editor", address)


def test_own_page_leads_officers_to_the_desk(cast: Cast) -> None:
    link = f'<a class="button" href="{reverse("desk")}">'
    assert link in text(cast, "officer_here", reverse("members:me"))
    assert link not in text(cast, "member_here", reverse("members:me"))
