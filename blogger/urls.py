"""Addresses of the old blog's pages at the desk, under /so/."""

from django.urls import path

from . import views

desk = [
    path("tin/blog-cu/", views.blog, name="blog"),
    path("tin/blog-cu/xuat/", views.blog_export, name="blog_export"),
    path("tin/blog-cu/<int:pk>/", views.blog_run, name="blog_run"),
    path("tin/blog-cu/<int:pk>/chay/", views.blog_start, name="blog_start"),
]
