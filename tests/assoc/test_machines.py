"""What machines ask for."""

from xml.etree import ElementTree as ET

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from assoc import machines
from tests import factories as make

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


# --- Health -----------------------------------------------------------------------------------


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_is_ready(client, db):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok", "migrations": "ok"}


@pytest.mark.parametrize("part", ["database", "cache", "migrations"])
@pytest.mark.parametrize("how", ["says no", "raises"])
def test_readyz_names_what_fails_and_nothing_more(client, db, monkeypatch, part, how):
    def failing() -> bool:
        if how == "raises":
            raise RuntimeError("password=secret")
        return False

    monkeypatch.setitem(machines.CHECKS, part, failing)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "cache": "ok", "migrations": "ok"} | {
        part: "failed"
    }


# --- Robots, sitemap --------------------------------------------------------------------------


def test_robots_name_the_sitemap_and_what_is_closed(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /tim-kiem/",
        "Disallow: /toi/",
        "Disallow: /dang-nhap/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def _sitemap(client) -> dict[str, str | None]:
    """Address and when it was last changed."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    root = ET.fromstring(response.content)  # noqa: S314 - our own
    return {
        str(url.findtext(f"{SITEMAP}loc")).removeprefix("http://testserver"): url.findtext(
            f"{SITEMAP}lastmod"
        )
        for url in root
    }


def test_sitemap_lists_what_a_visitor_may_read(cast):
    post = make.make_post(slug="cong-khai")
    for slug, fields in {
        "noi-bo": {"audience": "internal"},
        "nhap": {"state": "draft"},
        "da-go": {"state": "withdrawn"},
    }.items():
        make.make_post(slug=slug, **fields)
    event = make.make_event(cast.here)
    make.make_event(cast.here, state="draft")
    compact = make.make_compact(make.make_cluster(cast.district))
    make.make_compact(compact.cluster, year=2030, signed_on=None)
    pages = [
        "/",
        "/tin-tuc/",
        "/su-kien/",
        "/thi-dua/",
        "/thi-dua/dien-hinh/",
        "/nghia-tinh/",
        "/to-chuc/",
    ]
    pages += ["/tin-tuc/anh/", "/tin-tuc/nhan-tin/"]
    objects = [post, post.section, event, compact, compact.cluster]
    units = [
        cast.city,
        cast.district,
        cast.here,
        cast.beside,
        cast.elsewhere,
        cast.elsewhere.parent,
    ]
    expected = {*pages, *(one.get_absolute_url() for one in [*objects, *units])}
    for who in ("nobody", "admin"):
        assert set(_sitemap(cast.client(who))) == expected
    found = _sitemap(cast.client("nobody"))
    assert found[compact.get_absolute_url()] == "2024-10-11"
    assert found[post.get_absolute_url()] == str(timezone.localdate(post.updated_at))


def test_sitemap_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    for size in (1, 2):
        for _ in range(size):
            make.make_post(section=make.make_section())
            make.make_event(make.make_district())
            make.make_compact()
        with django_assert_num_queries(15):
            client.get("/sitemap.xml")


def test_large_sitemap_is_a_list_of_parts(client, db, monkeypatch):
    """More than so many addresses may not stand in one file; the first one's stays the same."""
    monkeypatch.setattr(machines, "MOST_ADDRESSES", 3)
    monkeypatch.setattr(machines._ObjectMap, "limit", 2)
    posts = [make.make_post() for _ in range(3)]
    make.make_post(audience="internal")
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    parts = {
        str(part.findtext(f"{SITEMAP}loc")): part.findtext(f"{SITEMAP}lastmod") for part in root
    }
    first = "http://testserver/sitemap-posts.xml"
    assert root.tag == f"{SITEMAP}sitemapindex"
    assert [part for part in parts if "posts" in part] == [first, f"{first}?p=2"]
    assert parts[first] == timezone.localtime(posts[-1].updated_at).isoformat()
    found = [
        str(url.findtext(f"{SITEMAP}loc"))
        for part in (first, f"{first}?p=2")
        for url in ET.fromstring(client.get(part).content)  # noqa: S314 - our own
    ]
    assert found == [f"http://testserver{post.get_absolute_url()}" for post in reversed(posts)]
    assert all(client.get(part).status_code == 200 for part in parts)


@pytest.mark.parametrize("path", ["/sitemap-x.xml", "/sitemap-posts.xml?p=2", "/sitemap.xml?p=x"])
def test_unknown_parts_of_the_sitemap_are_not_found(client, db, path):
    assert client.get(path).status_code == 404


# --- Photographs ------------------------------------------------------------------------------


def test_picture_is_served_to_be_kept_for_ever(client, db):
    photo = make.make_photo(make.make_post())
    response = client.get(photo.picture.rendition_url(480), headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    body = b"".join(response.streaming_content)
    response.close()
    assert body[8:12] == b"WEBP"
    headers = {name: response.headers.get(name) for name in (
        "Content-Type", "Cache-Control", "Content-Length", "Content-Encoding", "X-Content-Type-Options",
    )}  # fmt: skip
    assert headers == {
        "Content-Type": "image/webp",
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Length": str(len(body)),
        "Content-Encoding": None,
        "X-Content-Type-Options": "nosniff",
    }
    again = client.get(
        photo.picture.rendition_url(480), headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_picture_address_is_the_stored_name(db):
    photo = make.make_photo(make.make_post())
    name = photo.picture.name.removeprefix("anh/")
    assert photo.picture.url == reverse("picture", args=[name])


@pytest.mark.parametrize(
    "name",
    [
        "x.jpg",
        "../../db.sqlite3",
        "..%2f..%2fdb.sqlite3",
        "%2e%2e/%2e%2e/etc/passwd",
        f"{'0' * 32}/480.webp",
        f"{'0' * 32}/../x.jpg",
        f"{'0' * 32}/480.webp%0a",
        f"{'0' * 32}/480.svg",
        f"//{'0' * 32}/480.webp",
        "tep/2026/bi-mat.pdf",
    ],
)
def test_nothing_but_pictures_can_be_asked_for(client, db, name):
    default_storage.save("tep/2026/bi-mat.pdf", make.picture_file())
    assert client.get(f"/media/anh/{name}").status_code == 404


def test_attachments_have_no_address_in_storage(client, db):
    default_storage.save("tep/2026/bi-mat.pdf", make.picture_file())
    assert client.get("/media/tep/2026/bi-mat.pdf").status_code == 404


def test_picture_in_other_storage_leads_there(client, monkeypatch):
    class Elsewhere:
        def path(self, name: str) -> str:
            raise NotImplementedError

        def url(self, name: str) -> str:
            return f"https://pictures.example/{name}"

    monkeypatch.setattr(machines, "default_storage", Elsewhere())
    name = f"{'a' * 32}/480.webp"
    response = client.get(f"/media/anh/{name}")
    assert (response.status_code, response["Location"]) == (
        302,
        f"https://pictures.example/anh/{name}",
    )


# --- Caches -----------------------------------------------------------------------------------


def test_personal_pages_are_kept_by_no_cache(cast):
    make.make_post()
    pages = ["/", "/toi/", "/tin-tuc/", "/tim-kiem/?q=x", "/su-kien/", "/to-chuc/", "/khong-co/"]
    member, visitor = cast.client("member_here"), cast.client("nobody")
    assert {member.get(page).headers.get("Cache-Control") for page in pages} == {
        "private, no-store"
    }
    assert {visitor.get(page).headers.get("Cache-Control") for page in pages} == {None}


def test_pictures_may_be_kept_whoever_asks(cast):
    photo = make.make_photo(make.make_post())
    response = cast.client("member_here").get(photo.picture.rendition_url(480))
    response.close()
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
