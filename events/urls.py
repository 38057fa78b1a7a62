"""Addresses of events."""

from django.urls import path

from .views import files, public, registration

app_name = "events"
urlpatterns = [
    path("", public.event_list, name="list"),
    path("thang/", public.event_month_now, name="month_now"),
    path("thang/<int:year>/<int:month>/", public.event_month, name="month"),
    path("lich.ics", public.event_calendar, name="calendar"),
    path("<int:pk>/dang-ky/", registration.own_register, name="register"),
    path("<int:pk>/rut-dang-ky/", registration.own_withdraw, name="withdraw"),
    path("<int:pk>-<slug:slug>/", public.event_detail, name="detail"),
    path("<int:pk>-<slug:slug>/anh/", files.album, name="album"),
    path("anh/<int:pk>/<str:name>", files.photo, name="photo"),
    path("tai-lieu/<int:pk>/<str:name>", files.document, name="document"),
]
