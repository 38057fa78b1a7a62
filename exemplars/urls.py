"""Addresses of exemplars for everybody, mounted at /thi-dua/dien-hinh/."""

from django.urls import path

from .views import public

app_name = "exemplars"
urlpatterns = [
    path("", public.exemplar_list, name="list"),
    path("<int:pk>-<slug:slug>/", public.exemplar_detail, name="detail"),
    path("anh/<int:pk>/<str:name>", public.photo, name="photo"),
]
