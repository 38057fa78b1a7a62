"""Addresses of the newsroom's desk, under /so/."""

from django.urls import path

from .views import desk_blog, desk_posts, desk_readers

app_name = "news_desk"
urlpatterns = [
    path("tin/", desk_posts.post_list, name="posts"),
    path("tin/blog-cu/", desk_blog.blog, name="blog"),
    path("tin/blog-cu/xuat/", desk_blog.blog_export, name="blog_export"),
    path("tin/blog-cu/<int:pk>/", desk_blog.blog_run, name="blog_run"),
    path("tin/blog-cu/<int:pk>/chay/", desk_blog.blog_start, name="blog_start"),
    path("nguoi-nhan-tin/", desk_readers.readers, name="readers"),
    path("nguoi-nhan-tin/thu-thu/", desk_readers.test_letter, name="test_letter"),
    path("nguoi-nhan-tin/<int:pk>/xoa/", desk_readers.erase, name="erase_reader"),
    path("luot-doc/", desk_readers.reads, name="reads"),
]
