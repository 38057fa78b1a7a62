"""Addresses of units and of one's own page."""

from django.urls import path

from . import views
from .views.desk_accounts import SetPasswordView
from .views.desk_passes import scanned

app_name = "members"
urlpatterns = [
    path("to-chuc/", views.unit_list, name="units"),
    path("to-chuc/<slug:slug>/", views.unit_detail, name="unit"),
    path("toi/", views.me, name="me"),
    path("toi/mat-khau/", views.PasswordView.as_view(), name="password"),
    path("the/<slug:code>/", scanned, name="pass"),
    path("dat-mat-khau/<str:uidb64>/<str:token>/", SetPasswordView.as_view(), name="set_password"),
]
