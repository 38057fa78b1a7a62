"""Addresses of the newsroom's desk, under /so/."""

from django.urls import path

from .views import (
    desk_blog,
    desk_comments,
    desk_files,
    desk_policy,
    desk_posts,
    desk_readers,
    desk_versions,
    desk_writing,
    preview,
)

app_name = "news_desk"
urlpatterns = [
    path("tin/", desk_posts.post_list, name="posts"),
    path("tin/viet/", desk_posts.new_post, name="new"),
    path("tin/tu-su-kien/<int:pk>/", desk_posts.from_event, name="from_event"),
    path("tin/<int:pk>/", desk_writing.post, name="post"),
    path("tin/<int:pk>/tu-luu/", desk_writing.autosave, name="autosave"),
    path("tin/<int:pk>/bo-chu/", desk_writing.drop_typed, name="drop_typed"),
    path("tin/<int:pk>/chuyen/<slug:slug>/", desk_writing.move_post, name="move"),
    path("tin/<int:pk>/anh/", desk_files.photo_add, name="photo_add"),
    path("tin/anh/<int:pk>/", desk_files.photo_edit, name="photo_edit"),
    path("tin/anh/<int:pk>/doi-cho/", desk_files.photo_move, name="photo_move"),
    path("tin/anh/<int:pk>/xoa/", desk_files.photo_delete, name="photo_delete"),
    path("tin/<int:pk>/tep/", desk_files.attachment_add, name="attachment_add"),
    path("tin/tep/<int:pk>/xoa/", desk_files.attachment_delete, name="attachment_delete"),
    path("tin/<int:pk>/ban-luu/", desk_versions.versions, name="versions"),
    path("tin/<int:pk>/ban-luu/<int:number>/khoi-phuc/", desk_versions.restore, name="restore"),
    path("tin/<int:pk>/xem-truoc/", preview.preview, name="preview"),
    path("tin/<int:pk>/xem-truoc/bai/", preview.preview_article, name="preview_article"),
    path("tin/<int:pk>/xem-truoc/tao/", preview.share, name="share"),
    path("tin/<int:pk>/xem-truoc/<int:link_pk>/thu-hoi/", preview.revoke, name="revoke"),
    path("tin/blog-cu/", desk_blog.blog, name="blog"),
    path("tin/blog-cu/xuat/", desk_blog.blog_export, name="blog_export"),
    path("tin/blog-cu/<int:pk>/", desk_blog.blog_run, name="blog_run"),
    path("tin/blog-cu/<int:pk>/chay/", desk_blog.blog_start, name="blog_start"),
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
