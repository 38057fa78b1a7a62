"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from blogger import urls as blogger_urls
from blogger.redirects import without_mobile_mark
from moves import urls as moves_urls
from news import desk_urls as news_urls
from news.views import reading as news_reading
from papers import urls as papers_urls
from register import urls as register_urls
from register.views.sign_in import SignInView, SignOutView

from . import (
    desk,
    first_steps,
    handbook,
    machines,
    old_fonts,
    reading,
    site_views,
    styleguide,
    views,
)
from .search.desk import desk_search
from .search.views import search

# A namespace spans apps: URL names stay the same when a page moves to another app.
BOOK = [*register_urls.desk, *papers_urls.desk, *moves_urls.desk]
NEWSROOM = [*news_urls.urlpatterns, *blogger_urls.desk]
OWN = [*register_urls.own, *papers_urls.own]
urlpatterns = [
    path("", without_mobile_mark(views.home), name="home"),
    path("tim-kiem/", search, name="search"),
    path("tin-tuc/", include("news.urls")),
    path("thi-dua/dien-hinh/", include("exemplars.urls")),
    path("thi-dua/", include("emulation.urls")),
    path("su-kien/", include("events.urls")),
    path("nghia-tinh/", include("welfare.urls")),
    path("so/", desk.index, name="desk"),
    path("so/tro-giup/", handbook.contents, name="handbook"),
    path("so/tro-giup/in/", handbook.booklet, name="handbook_booklet"),
    path("so/tro-giup/<slug:slug>/", handbook.chapter, name="handbook_chapter"),
    path("so/tim/", desk_search, name="desk_search"),
    path("so/phong-cu/", old_fonts.old_fonts, name="old_fonts"),
    path("so/buoc-dau/<slug:what>/", first_steps.usual, name="usual"),
    path("so/trinh-don/", site_views.menus, name="site_menus"),
    path("so/trinh-don/<slug:place>/them/", site_views.entry_new, name="site_entry_new"),
    path("so/trinh-don/<slug:place>/mac-dinh/", site_views.reset, name="site_menu_reset"),
    path("so/trinh-don/<int:pk>/", site_views.entry, name="site_entry"),
    path("so/trinh-don/<int:pk>/doi/", site_views.change, name="site_entry_change"),
    path("so/trinh-don/hoan-tac/<str:token>/", site_views.undo, name="site_entry_undo"),
    path("so/thong-tin-trang/", site_views.facts, name="site_facts"),
    path("so/", include((NEWSROOM, news_urls.app_name))),
    path("so/", include((BOOK, "book"))),
    path("so/", include("dues.desk_urls")),
    path("so/", include("fund.desk_urls")),
    path("so/", include("reports.desk_urls")),
    path("so/kiem-tra/", include("inspection.desk_urls")),
    path("so/xet-khen-thuong/", include("recognition.desk_urls")),
    path("so/nghia-tinh/", include("welfare.desk_urls")),
    path("so/thi-dua/dien-hinh/", include("exemplars.desk_urls")),
    path("so/thi-dua/", include("emulation.desk_urls")),
    path("so/", include("events.desk_urls")),
    path("dang-nhap/", SignInView.as_view(), name="login"),
    path("dang-xuat/", SignOutView.as_view(), name="logout"),
    path("", include((OWN, "members"))),
    path("doc/", reading.set_reading, name="reading"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("admin/", admin.site.urls),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_part, name="sitemap_part"),
    path("media/anh/<path:name>", machines.picture, name="picture"),
    path("", include("blogger.old_urls")),
    # Last: any other single word is the address of a lasting page.
    path("<slug:slug>/", news_reading.page, name="page"),
]
handler400 = "assoc.errors.bad_request"
handler403 = "assoc.errors.forbidden"
handler404 = "assoc.errors.not_found"
handler500 = "assoc.errors.server_error"
