"""Addresses of units and of one's own page."""

from django.urls import path

from . import views
from .views.desk_accounts import SetPasswordView

app_name = "members"
urlpatterns = [
    path("to-chuc/", views.unit_list, name="units"),
    path("to-chuc/<slug:slug>/", views.unit_detail, name="unit"),
    path("toi/", views.me, name="me"),
    path("toi/mat-khau/", views.PasswordView.as_view(), name="password"),
    path("dat-mat-khau/<str:uidb64>/<str:token>/", SetPasswordView.as_view(), name="set_password"),
]
