"""Addresses of Khen thưởng in the officers' workspace, mounted at /so/xet-khen-thuong/."""

from django.urls import path

from .views import catalogue, certificates, decisions, dossiers

app_name = "recognition"
urlpatterns = [
    path("", dossiers.dossier_list, name="list"),
    path("lap/", dossiers.dossier_new, name="new"),
    path("<int:pk>/", dossiers.dossier, name="dossier"),
    path("<int:pk>/sua/", dossiers.dossier_edit, name="edit"),
    path("<int:pk>/them/", dossiers.nominee_new, name="nominee_new"),
    path("<int:pk>/tep/", dossiers.file_add, name="file_add"),
    path("<int:pk>/giay/<slug:slug>/", dossiers.paper, name="paper"),
    path("<int:pk>/buoc/<slug:slug>/", dossiers.move, name="move"),
    path("de-nghi/<int:pk>/", dossiers.nominee, name="nominee"),
    path("de-nghi/<int:pk>/bo/", dossiers.nominee_remove, name="nominee_remove"),
    path("de-nghi/<int:pk>/khong-dong-y/", dossiers.nominee_drop, name="nominee_drop"),
    path("tep/<int:pk>/", dossiers.file, name="file"),
    path("tep/<int:pk>/bo/", dossiers.file_delete, name="file_delete"),
    path("<int:pk>/quyet-dinh/", decisions.decision_new, name="decision_new"),
    path("so-khen-thuong/", decisions.book, name="book"),
    path("quyet-dinh/<int:pk>/", decisions.decision, name="decision"),
    path("tang/<int:pk>/thu-hoi/", decisions.grant_revoke, name="grant_revoke"),
    path("tang/<int:pk>/chi/", decisions.grant_settle, name="grant_settle"),
    path("quyet-dinh/<int:pk>/in/", certificates.certificates, name="certificates"),
    path("mau-in/", certificates.layouts, name="layouts"),
    path("mau-in/thuong-dung/", certificates.layouts_usual, name="layouts_usual"),
    path("mau-in/them/", certificates.layout_new, name="layout_new"),
    path("mau-in/<int:pk>/", certificates.layout, name="layout"),
    path("mau-in/<int:pk>/sua/", certificates.layout_edit, name="layout_edit"),
    path("mau-in/<int:pk>/nhich/", certificates.layout_nudge, name="layout_nudge"),
    path("mau-in/<int:pk>/bo/", certificates.layout_remove, name="layout_remove"),
    path("mau-in/<int:pk>/in-thu/", certificates.layout_test, name="layout_test"),
    path("mau-in/<int:pk>/trang.css", certificates.layout_page, name="layout_page"),
    path("mau-in/<int:pk>/o-chu/", certificates.field_new, name="layout_field_new"),
    path("o-chu/<int:pk>/", certificates.layout_field, name="layout_field"),
    path("o-chu/<int:pk>/bo/", certificates.field_remove, name="layout_field_remove"),
    path("loai/", catalogue.catalogue, name="catalogue"),
    path("loai/thuong-dung/", catalogue.usual, name="usual"),
    path("loai/them/", catalogue.kind_new, name="kind_new"),
    path("loai/<int:pk>/", catalogue.kind_edit, name="kind"),
    path("muc/them/", catalogue.rate_new, name="rate_new"),
    path("muc/<int:pk>/", catalogue.rate_edit, name="rate"),
    path("luong-co-so/them/", catalogue.salary_new, name="salary_new"),
    path("luong-co-so/<int:pk>/", catalogue.salary_edit, name="salary"),
]
