"""The editor's media, what its scripts are told, and cropped photographs' focal point."""

import pytest
from django.forms import modelform_factory
from django.template import engines
from django.test import RequestFactory

from assoc.templatetags.ui import focus_classes
from news.models import Page, Photo, Post
from news.models.text import MODULES
from tests import factories as make


@pytest.mark.parametrize("model", [Post, Page])
def test_form_scripts_name_every_module_under_the_pages_nonce(model, settings):
    request = RequestFactory().get("/")
    request.csp_nonce = "abc"  # type: ignore[attr-defined]  # set by the CSP middleware
    form = modelform_factory(model, fields=["body"])()
    html = engines["django"].from_string("{% form_scripts form %}").render({"form": form}, request)

    assert html.startswith('<script type="importmap" nonce="abc">')
    files = {path.stem for path in (settings.BASE_DIR / "static/js/writing").glob("*.js")}
    assert files - {"page"} == set(MODULES)
    for name in MODULES:
        assert f'"writing/{name}": "/static/js/writing/{name}.js"' in html
    assert "css/editor.css" in html


def test_page_gets_the_posts_photographs_in_their_order(db):
    post = make.make_post()
    second = make.make_photo(post, order=2, caption="Hai")
    first = make.make_photo(post, order=1, caption="Một", credit="MD")
    assert post.photo_facts == [
        {
            "id": photo.pk,
            "url": photo.picture.rendition_url(480),
            "alt": "Quang cảnh hội trường",
            "caption": caption,
            "credit": "MD",
        }
        for photo, caption in ((first, "Một"), (second, "Hai"))
    ]


@pytest.mark.parametrize(
    ("point", "classes"),
    [((50, 50), ""), ((0, 100), "fx-0 fy-10"), ((34, 66), "fx-3 fy-7"), ((50, 10), "fx-5 fy-1")],
)
def test_focal_point_becomes_classes_in_tenths(point, classes):
    photo = Photo(focus_x=point[0], focus_y=point[1])
    assert focus_classes(photo) == classes


def test_cropped_photographs_keep_their_focal_point(client, db, settings):
    post = make.make_post()
    photo = make.make_photo(post, focus_x=20, focus_y=90)
    post.lead_photo = photo
    post.save()
    assert b'class="fx-2 fy-9"' in client.get("/").content
    css = (settings.BASE_DIR / "static/css/components/pictures.css").read_text()
    for side in "xy":
        for tenth in range(11):
            assert f".f{side}-{tenth} {{ --focus-{side}: {tenth * 10}%; }}" in css
