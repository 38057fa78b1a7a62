"""The one public address of welfare."""

from django.urls import path

from .views import public

app_name = "welfare"
urlpatterns = [path("", public.index, name="index")]
