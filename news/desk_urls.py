"""Addresses of the newsroom's desk, under /so/."""

from django.urls import path

from .views import desk_comments, desk_policy, desk_posts, desk_readers

app_name = "news_desk"
urlpatterns = [
    path("tin/", desk_posts.post_list, name="posts"),
    path("nguoi-nhan-tin/", desk_readers.readers, name="readers"),
    path("nguoi-nhan-tin/thu-thu/", desk_readers.test_letter, name="test_letter"),
    path("nguoi-nhan-tin/<int:pk>/xoa/", desk_readers.erase, name="erase_reader"),
    path("luot-doc/", desk_readers.reads, name="reads"),
    path("nhan-xet/", desk_comments.queue, name="comments"),
    path("nhan-xet/quyet-dinh/", desk_comments.decide, name="decide"),
    path("nhan-xet/hoan-tac/", desk_comments.undo, name="undo"),
    path("nhan-xet/<int:pk>/tra-loi/", desk_comments.reply, name="reply"),
    path("nhan-xet/<int:pk>/chan/", desk_comments.ban, name="ban"),
    path("nhan-xet/quy-dinh/", desk_policy.policy, name="comment_policy"),
    path("nhan-xet/da-chan/", desk_comments.bans, name="bans"),
    path("nhan-xet/da-chan/<int:pk>/bo-chan/", desk_comments.lift, name="lift"),
]
