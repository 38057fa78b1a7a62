"""Addresses of the members' books in the officers' workspace, mounted at /so/."""

from django.urls import URLPattern, path

from .views import (
    desk_accounts,
    desk_awards,
    desk_card,
    desk_common,
    desk_form,
    desk_joining,
    desk_leaving,
    desk_letters,
    desk_members,
    desk_offices,
    desk_passes,
    desk_printing,
    desk_stays,
)

app_name = "book"
_members = [
    path("hoi-vien/", desk_members.member_list, name="members"),
    path("hoi-vien/in/", desk_printing.member_print, name="members_print"),
    path("hoi-vien/xuat/", desk_members.member_export, name="members_export"),
    path("hoi-vien/cot/", desk_members.member_columns, name="members_columns"),
    path("hoi-vien/bo-loc/", desk_members.filter_save, name="filter_save"),
    path("hoi-vien/bo-loc/<int:pk>/xoa/", desk_members.filter_delete, name="filter_delete"),
    path("hoi-vien/bo-loc/<int:pk>/nhac/", desk_members.filter_remind, name="filter_remind"),
    path("hoi-vien/them/", desk_form.member_new, name="member_new"),
    path("hoi-vien/<int:pk>/", desk_card.member_detail, name="member"),
    path("hoi-vien/<int:pk>/sua/", desk_form.member_edit, name="member_edit"),
    path("hoi-vien/<int:pk>/hoan-tac/", desk_card.member_undo, name="member_undo"),
    path("hoi-vien/<int:pk>/ngay-vao/", desk_stays.joining_edit, name="joining_edit"),
    path("hoi-vien/<int:pk>/ghi-nham/", desk_stays.member_take_back, name="member_take_back"),
    path("hoi-vien/<int:pk>/anh-<int:width>.webp", desk_card.portrait, name="portrait"),
    path("hoi-vien/<int:pk>/rieng/", desk_card.member_private, name="member_private"),
    path("hoi-vien/<int:pk>/dong-y/", desk_card.consent_add, name="consent_add"),
    path(
        "hoi-vien/<int:pk>/dong-y/<int:consent_pk>/rut-lai/",
        desk_card.consent_withdraw,
        name="consent_withdraw",
    ),
    path("hoi-vien/<int:pk>/giay-to/them/", desk_card.document_add, name="document_add"),
    path("hoi-vien/<int:pk>/giay-to/<int:document_pk>/", desk_card.document, name="document"),
    path(
        "hoi-vien/<int:pk>/giay-to/<int:document_pk>/bo/",
        desk_card.document_delete,
        name="document_delete",
    ),
    path("giay-to/", desk_card.document_list, name="documents"),
    path("giay-to/xuat/", desk_card.document_export, name="documents_export"),
]
_awards = [
    path("khen-thuong/", desk_awards.award_list, name="awards"),
    path("khen-thuong/ghi/", desk_awards.award_new, name="award_new"),
    path("khen-thuong/<int:pk>/", desk_awards.award_edit, name="award"),
    path("khen-thuong/<int:pk>/thu-hoi/", desk_awards.award_revoke, name="award_revoke"),
    path("khen-thuong/<int:pk>/hoan-tac/", desk_awards.award_undo, name="award_undo"),
    path("khen-thuong/<int:pk>/bo/", desk_awards.award_delete, name="award_delete"),
]
_printing = [
    path("hoi-vien/in-an/", desk_printing.printing, name="printing"),
    path("hoi-vien/in-an/diem-danh/", desk_printing.attendance, name="attendance"),
    path("hoi-vien/in-an/nhan/", desk_printing.labels, name="labels"),
    path("hoi-vien/in-an/the/", desk_passes.passes, name="pass_printing"),
    path("hoi-vien/in-an/the/<int:pk>/", desk_passes.sheets, name="pass_sheets"),
    path("hoi-vien/<int:pk>/the/", desk_passes.member_passes, name="member_passes"),
    path("hoi-vien/<int:pk>/the/thu-hoi/", desk_passes.pass_withdraw, name="pass_withdraw"),
    path("hoi-vien/in-an/thu/", desk_letters.letters, name="letters"),
    path("mau-thu/", desk_letters.text_list, name="letter_texts"),
    path("mau-thu/moi/", desk_letters.text_new, name="letter_text_new"),
    path("mau-thu/<int:pk>/", desk_letters.text_edit, name="letter_text"),
    path("mau-thu/<int:pk>/hoan-tac/", desk_letters.text_undo, name="letter_text_undo"),
    path("mau-thu/<int:pk>/xoa/", desk_letters.text_delete, name="letter_text_delete"),
]
_joining = [
    path("ket-nap/", desk_joining.application_list, name="applications"),
    path("ket-nap/moi/", desk_joining.application_new, name="application_new"),
    path("ket-nap/<int:pk>/", desk_joining.application_detail, name="application"),
    path("ket-nap/<int:pk>/sua/", desk_joining.application_edit, name="application_edit"),
    path("ket-nap/<int:pk>/ban-chup/", desk_joining.application_scan, name="application_scan"),
    path("ket-nap/<int:pk>/don/", desk_joining.application_form_print, name="application_paper"),
    path("ket-nap/<int:pk>/quyet-dinh/", desk_joining.application_decision_print, name="admission_paper"),
    path("ket-nap/<int:pk>/hoan-tac/", desk_joining.admission_undo, name="admission_undo"),
    path("ket-nap/<int:pk>/<slug:slug>/", desk_joining.application_move, name="application_move"),
    path("ban-chup/<int:pk>/", desk_common.scan, name="scan"),
    path("ban-chup/<int:pk>/bo/", desk_common.scan_delete, name="scan_delete"),
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
    path("chuc-vu/<int:pk>/ghi-nham/", desk_offices.office_take_back, name="office_take_back"),
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
urlpatterns: list[URLPattern] = [
    *_members,
    *_awards,
    *_printing,
    *_joining,
    *_leaving,
    *_offices,
    *_accounts,
]
