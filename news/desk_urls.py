"""Addresses of the newsroom's desk, under /so/."""

from django.urls import path

from .views import desk_posts

app_name = "news_desk"
urlpatterns = [
    path("tin/", desk_posts.post_list, name="posts"),
]
