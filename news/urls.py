"""Addresses under /tin-tuc/."""

from django.urls import path, register_converter

from . import feeds
from .views import albums, counting, subscribing
from .views import reading as views

app_name = "news"


class YearConverter:
    """Four plain figures, so that no address names a year that calendars lack."""

    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return f"{int(value):04d}"


class MonthConverter(YearConverter):
    """Two figures, 01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int | str) -> str:
        return f"{int(value):02d}"


register_converter(YearConverter, "yyyy")
register_converter(MonthConverter, "mm")

urlpatterns = [
    path("", views.post_list, name="list"),
    path("rss.xml", feeds.rss, name="rss"),
    path("atom.xml", feeds.atom, name="atom"),
    path("chuyen-muc/<slug:slug>/", views.section, name="section"),
    path("nhan-xet/", views.comment_status, name="comment_status"),
    path("tep/<int:pk>/<str:name>", views.attachment, name="attachment"),
    path("nhan-tin/", subscribing.subscribe, name="subscribe"),
    path("nhan-tin/xac-nhan/<str:token>/", subscribing.confirm, name="confirm_subscription"),
    path("nhan-tin/<str:token>/", subscribing.subscription, name="subscription"),
    path("nhan-tin/<str:token>/mot-cham/", subscribing.one_click_stop, name="one_click_stop"),
    path("anh/", albums.album_list, name="albums"),
    path("<int:pk>/doc/", counting.read, name="read"),
    path("<yyyy:year>/<mm:month>/", views.month, name="month"),
    path("<yyyy:year>/<mm:month>/<slug:slug>/", views.detail, name="detail"),
    path("<yyyy:year>/<mm:month>/<slug:slug>/anh/", albums.album, name="album"),
    path("<yyyy:year>/<mm:month>/<slug:slug>/nhan-xet/", views.comment, name="comment"),
]
