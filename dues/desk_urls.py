"""Addresses of Hội phí in the officers' workspace, mounted at /so/."""

from django.urls import path

from .views import meetings, postings, rates, waivers, year

app_name = "dues"
urlpatterns = [
    path("hoi-phi/", year.year, name="year"),
    path("hoi-phi/ban-in/", year.year_print, name="year_print"),
    path("hoi-phi/tai-ve/", year.year_export, name="year_export"),
    path("hoi-phi/con-no/", year.arrears, name="arrears"),
    path("hoi-phi/buoi-thu/", meetings.collection_list, name="collections"),
    path("hoi-phi/buoi-thu/ghi/", meetings.collection_new, name="collection_new"),
    path("hoi-phi/buoi-thu/<int:pk>/", meetings.collection_detail, name="collection"),
    path("hoi-phi/buoi-thu/<int:pk>/bang-ke/", meetings.collection_paper, name="collection_paper"),
    path("hoi-phi/buoi-thu/<int:pk>/vao-quy/", postings.collection_post, name="collection_post"),
    path(
        "hoi-phi/buoi-thu/<int:pk>/bien-nhan/",
        meetings.collection_receipts,
        name="collection_receipts",
    ),
    path("hoi-phi/bien-nhan/<int:pk>/", meetings.receipt, name="receipt"),
    path("hoi-phi/bien-nhan/<int:pk>/in/", meetings.receipt_print, name="receipt_print"),
    path("hoi-phi/bien-nhan/<int:pk>/huy/", meetings.receipt_reverse, name="receipt_reverse"),
    path("hoi-phi/bien-nhan/<int:pk>/lay-lai/", meetings.receipt_restore, name="receipt_restore"),
    path("hoi-phi/mien-giam/", waivers.waiver_list, name="waivers"),
    path("hoi-phi/mien-giam/ghi/", waivers.waiver_new, name="waiver_new"),
    path("hoi-phi/mien-giam/<int:pk>/", waivers.waiver_detail, name="waiver"),
    path("hoi-phi/mien-giam/<int:pk>/thoi/", waivers.waiver_withdraw, name="waiver_withdraw"),
    path("hoi-phi/muc/", rates.rate_list, name="rates"),
    path("hoi-phi/muc/ghi/", rates.rate_new, name="rate_new"),
    path("hoi-phi/muc/<int:pk>/", rates.rate_edit, name="rate"),
    path("hoi-phi/muc/<int:pk>/xoa/", rates.rate_delete, name="rate_delete"),
]
