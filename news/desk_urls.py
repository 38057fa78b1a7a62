"""Addresses of the newsroom's desk, under /so/."""

from django.urls import path

from .views import desk_front, desk_pages, desk_posts, desk_readers, desk_sections

app_name = "news_desk"
urlpatterns = [
    path("tin/", desk_posts.post_list, name="posts"),
    path("nguoi-nhan-tin/", desk_readers.readers, name="readers"),
    path("nguoi-nhan-tin/thu-thu/", desk_readers.test_letter, name="test_letter"),
    path("nguoi-nhan-tin/<int:pk>/xoa/", desk_readers.erase, name="erase_reader"),
    path("luot-doc/", desk_readers.reads, name="reads"),
    path("trang-chu/", desk_front.front, name="front"),
    path("trang-chu/chon/<int:pk>/", desk_front.choose, name="front_choose"),
    path("trang-chu/<int:pk>/", desk_front.change, name="front_change"),
    path("chuyen-muc/", desk_sections.sections, name="sections"),
    path("chuyen-muc/them/", desk_sections.section, name="section_new"),
    path("chuyen-muc/<int:pk>/", desk_sections.section, name="section"),
    path("chuyen-muc/<int:pk>/thu-tu/", desk_sections.move, name="section_move"),
    path("chuyen-muc/<int:pk>/gop/", desk_sections.merge, name="section_merge"),
    path("chuyen-muc/<int:pk>/xoa/", desk_sections.delete, name="section_delete"),
    path("trang/", desk_pages.pages, name="pages"),
    path("trang/them/", desk_pages.page, name="page_new"),
    path("trang/<int:pk>/", desk_pages.page, name="page"),
    path("trang/<int:pk>/dang/", desk_pages.publish, name="page_publish"),
    path("trang/<int:pk>/xoa/", desk_pages.delete, name="page_delete"),
]
