"""Addresses of Kiểm tra in the officers' workspace, mounted at /so/kiem-tra/."""

from django.urls import path

from . import views

app_name = "inspection"
urlpatterns = [
    path("", views.inspection_list, name="list"),
    path("lap/", views.inspection_new, name="new"),
    path("muc/thuong-dung/", views.usual, name="usual"),
    path("<int:pk>/", views.inspection, name="inspection"),
    path("<int:pk>/sua/", views.inspection_edit, name="edit"),
    path("<int:pk>/ket-qua/", views.findings, name="findings"),
    path("kien-nghi/<int:pk>/", views.carried_out, name="carried_out"),
    path("<int:pk>/bien-ban/", views.inspection_print, name="print"),
    path("<int:pk>/buoc/<slug:slug>/", views.move, name="move"),
]
