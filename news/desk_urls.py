"""Addresses of the newsroom's desk, under /so/."""

from django.urls import path

from .views import desk_blog, desk_posts

app_name = "news_desk"
urlpatterns = [
    path("tin/", desk_posts.post_list, name="posts"),
    path("tin/blog-cu/", desk_blog.blog, name="blog"),
    path("tin/blog-cu/xuat/", desk_blog.blog_export, name="blog_export"),
    path("tin/blog-cu/<int:pk>/", desk_blog.blog_run, name="blog_run"),
    path("tin/blog-cu/<int:pk>/chay/", desk_blog.blog_start, name="blog_start"),
]
