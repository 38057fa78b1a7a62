"""Addresses of the newsroom's desk, under /so/."""

from django.urls import path

from .views import desk_posts, desk_readers

app_name = "news_desk"
urlpatterns = [
    path("tin/", desk_posts.post_list, name="posts"),
    path("nguoi-nhan-tin/", desk_readers.readers, name="readers"),
    path("nguoi-nhan-tin/thu-thu/", desk_readers.test_letter, name="test_letter"),
    path("nguoi-nhan-tin/<int:pk>/xoa/", desk_readers.erase, name="erase_reader"),
    path("luot-doc/", desk_readers.reads, name="reads"),
]
