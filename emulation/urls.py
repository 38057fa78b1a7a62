"""Addresses of clusters and compacts."""

from django.urls import path

from .views import glance
from .views import public as views

app_name = "emulation"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.cluster_detail, name="cluster"),
    path("<slug:slug>/<int:year>/", views.compact_detail, name="compact"),
    path("<slug:slug>/<int:year>/toan-canh/", glance.year_at_a_glance, name="glance"),
]
