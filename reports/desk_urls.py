"""Addresses of Báo cáo in the officers' workspace, mounted at /so/."""

from django.urls import URLPattern, path

from .views import above, kinds, writing

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("bao-cao/", writing.report_list, name="list"),
    path("bao-cao/loai/", kinds.kind_list, name="kinds"),
    path("bao-cao/loai/them/", kinds.kind_new, name="kind_new"),
    path("bao-cao/loai/<int:pk>/", kinds.kind_edit, name="kind"),
    path("bao-cao/viet/<slug:unit>/<int:pk>/<slug:period>/", writing.report_write, name="write"),
    path("bao-cao/ky/<int:pk>/<slug:slug>/", above.period_board, name="period"),
    path("bao-cao/ky/<int:pk>/<slug:slug>/nhac/", above.reminder, name="reminder"),
    path("bao-cao/ky/<int:pk>/<slug:slug>/tong-hop/", above.total, name="total"),
    path("bao-cao/ky/<int:pk>/<slug:slug>/xuat/", above.total_export, name="total_export"),
    path("bao-cao/ban-ky/<int:pk>/", writing.copy, name="copy"),
    path("bao-cao/ban-ky/<int:pk>/bo/", writing.copy_delete, name="copy_delete"),
    path("bao-cao/<int:pk>/", writing.report_detail, name="report"),
    path("bao-cao/<int:pk>/sua/", writing.report_edit, name="edit"),
    path("bao-cao/<int:pk>/tu-luu/", writing.autosave, name="autosave"),
    path("bao-cao/<int:pk>/bo-chu-chua-luu/", writing.drop_typed, name="drop_typed"),
    path("bao-cao/<int:pk>/in/", writing.report_paper, name="paper"),
    path("bao-cao/<int:pk>/ban-ky/", writing.copy_add, name="copy_add"),
    path("bao-cao/<int:pk>/<slug:slug>/", writing.report_step, name="move"),
]
