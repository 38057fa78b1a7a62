"""Addresses of the members' books in the officers' workspace, mounted at /so/."""

from django.urls import URLPattern, path

from .views import desk_accounts, desk_common, desk_joining, desk_leaving, desk_offices

app_name = "book"
_joining = [
    path("ket-nap/", desk_joining.application_list, name="applications"),
    path("ket-nap/moi/", desk_joining.application_new, name="application_new"),
    path("ket-nap/<int:pk>/", desk_joining.application_detail, name="application"),
    path("ket-nap/<int:pk>/sua/", desk_joining.application_edit, name="application_edit"),
    path("ket-nap/<int:pk>/ban-chup/", desk_joining.application_scan, name="application_scan"),
    path("ket-nap/<int:pk>/don/", desk_joining.application_form_print, name="application_paper"),
    path("ket-nap/<int:pk>/quyet-dinh/", desk_joining.application_decision_print, name="admission_paper"),
    path("ket-nap/<int:pk>/<slug:slug>/", desk_joining.application_move, name="application_move"),
    path("ban-chup/<int:pk>/", desk_common.scan, name="scan"),
    path("ung-vien/", desk_joining.candidate_list, name="candidates"),
    path("ung-vien/moi/", desk_joining.candidate_new, name="candidate_new"),
    path("ung-vien/so-lieu/", desk_joining.candidate_figures, name="candidate_figures"),
    path("ung-vien/<int:pk>/", desk_joining.candidate_detail, name="candidate"),
    path("ung-vien/<int:pk>/sua/", desk_joining.candidate_edit, name="candidate_edit"),
]  # fmt: skip
_leaving = [
    path("chuyen-sinh-hoat/", desk_leaving.transfer_list, name="transfers"),
    path("chuyen-sinh-hoat/moi/", desk_leaving.transfer_new, name="transfer_new"),
    path("chuyen-sinh-hoat/<int:pk>/", desk_leaving.transfer_detail, name="transfer"),
    path("chuyen-sinh-hoat/<int:pk>/hoan-tac/", desk_leaving.transfer_undo, name="transfer_undo"),
    path("chuyen-sinh-hoat/<int:pk>/ban-chup/", desk_leaving.transfer_scan, name="transfer_scan"),
    path("chuyen-sinh-hoat/<int:pk>/giay-gioi-thieu/", desk_leaving.transfer_letter, name="transfer_paper"),
    path("chuyen-sinh-hoat/<int:pk>/<slug:slug>/", desk_leaving.transfer_move, name="transfer_move"),
    path("roi-hoi/", desk_leaving.departure_list, name="departures"),
    path("roi-hoi/moi/", desk_leaving.departure_new, name="departure_new"),
    path("roi-hoi/<int:pk>/", desk_leaving.departure_detail, name="departure"),
    path("roi-hoi/<int:pk>/hoan-tac/", desk_leaving.departure_undo, name="departure_undo"),
    path("roi-hoi/<int:pk>/viec/", desk_leaving.departure_courtesy, name="departure_courtesy"),
    path("roi-hoi/<int:pk>/ban-chup/", desk_leaving.departure_scan, name="departure_scan"),
    path("roi-hoi/<int:pk>/quyet-dinh/", desk_leaving.departure_print, name="departure_paper"),
]  # fmt: skip
_offices = [
    path("chuc-vu/", desk_offices.office_list, name="offices"),
    path("chuc-vu/ghi/<slug:slug>/", desk_offices.office_fill, name="office_fill"),
    path("chuc-vu/<int:pk>/thoi/", desk_offices.office_end, name="office_end"),
    path("chuc-vu/ban-giao/<int:pk>/", desk_offices.handover, name="handover"),
]
_accounts = [
    path("tai-khoan/", desk_accounts.account_list, name="accounts"),
    path("tai-khoan/moi/", desk_accounts.account_new, name="account_new"),
    path("tai-khoan/<int:pk>/", desk_accounts.account_detail, name="account"),
    path("tai-khoan/<int:pk>/duong-dan/", desk_accounts.account_link, name="account_link"),
    path("tai-khoan/<int:pk>/phieu/", desk_accounts.account_paper, name="account_paper"),
    path("tai-khoan/<int:pk>/khoa/", desk_accounts.account_active, name="account_active"),
]
urlpatterns: list[URLPattern] = [*_joining, *_leaving, *_offices, *_accounts]
