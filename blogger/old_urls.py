"""The old blog's addresses, at the root; see `redirects`."""

from django.urls import path, re_path

from news import urls  # noqa: F401 - registers the converters of years and months

from . import redirects

app_name = "old"
urlpatterns = [
    re_path(
        r"^(?P<path>[12][0-9]{3}/(?:0[1-9]|1[0-2])/[^/]+\.html)$", redirects.address, name="post"
    ),
    re_path(r"^(?P<path>p/[^/]+\.html)$", redirects.address, name="page"),
    re_path(r"^(?P<path>search/label/.+)$", redirects.address, name="label"),
    path("feeds/posts/default/-/<str:label>", redirects.label_feed, name="label_feed"),
    path("feeds/posts/default", redirects.feed, name="feed"),
    path("feeds/posts/summary", redirects.feed, name="summary"),
    path("atom.xml", redirects.feed, name="atom"),
    path("rss.xml", redirects.feed, name="rss"),
    path("search", redirects.search, name="search"),
    path("<yyyy:year>/<mm:month>/", redirects.month, name="month"),
    path("<yyyy:year>/", redirects.year, name="year"),
]
