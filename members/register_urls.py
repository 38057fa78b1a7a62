"""Addresses of the members' list and what hangs on a card, of offices and accounts.

assoc.urls mounts `desk` at /so/ as part of the namespace `book`, and `own` in `members`.
"""

from django.urls import URLPattern, path

from .views import (
    desk_accounts,
    desk_awards,
    desk_card,
    desk_discipline,
    desk_documents,
    desk_form,
    desk_members,
    desk_offices,
    desk_private,
    desk_rights,
    desk_stays,
)
from .views.me import me

_members = [
    path("hoi-vien/", desk_members.member_list, name="members"),
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
    path("hoi-vien/<int:pk>/anh/bo/", desk_card.portrait_delete, name="portrait_delete"),
    path("hoi-vien/<int:pk>/rieng/", desk_private.member_private, name="member_private"),
    path("hoi-vien/<int:pk>/dong-y/", desk_private.consent_add, name="consent_add"),
    path("hoi-vien/<int:pk>/dong-y/giay/", desk_private.consent_paper, name="consent_paper"),
    path(
        "hoi-vien/<int:pk>/dong-y/<int:consent_pk>/rut-lai/",
        desk_private.consent_withdraw,
        name="consent_withdraw",
    ),
    path("hoi-vien/<int:pk>/ky-luat/", desk_discipline.discipline_new, name="discipline_new"),
    path("ky-luat/<int:pk>/", desk_discipline.discipline_edit, name="discipline"),
    path("ky-luat/<int:pk>/bo/", desk_discipline.discipline_delete, name="discipline_delete"),
    path("hoi-vien/<int:pk>/giay-to/them/", desk_documents.document_add, name="document_add"),
    path("hoi-vien/<int:pk>/giay-to/<int:document_pk>/", desk_documents.document, name="document"),
    path(
        "hoi-vien/<int:pk>/giay-to/<int:document_pk>/bo/",
        desk_documents.document_delete,
        name="document_delete",
    ),
    path("giay-to/", desk_documents.document_list, name="documents"),
    path("giay-to/xuat/", desk_documents.document_export, name="documents_export"),
]
_awards = [
    path("khen-thuong/", desk_awards.award_list, name="awards"),
    path("khen-thuong/ghi/", desk_awards.award_new, name="award_new"),
    path("khen-thuong/<int:pk>/", desk_awards.award_edit, name="award"),
    path("khen-thuong/<int:pk>/thu-hoi/", desk_awards.award_revoke, name="award_revoke"),
    path("khen-thuong/<int:pk>/hoan-tac/", desk_awards.award_undo, name="award_undo"),
    path("khen-thuong/<int:pk>/bo/", desk_awards.award_delete, name="award_delete"),
]
_offices = [
    path("chuc-vu/", desk_offices.office_list, name="offices"),
    path("chuc-vu/ghi/<slug:slug>/", desk_offices.office_fill, name="office_fill"),
    path("chuc-vu/<int:pk>/thoi/", desk_offices.office_end, name="office_end"),
    path("chuc-vu/<int:pk>/ghi-nham/", desk_offices.office_take_back, name="office_take_back"),
    path("chuc-vu/ban-giao/<int:pk>/", desk_offices.handover, name="handover"),
    path("chuc-vu/ban-giao/<int:pk>/ghi-nham/", desk_offices.handover_take_back, name="handover_take_back"),
]  # fmt: skip
_accounts = [
    path("quyen/", desk_rights.right_list, name="rights"),
    path("tai-khoan/", desk_accounts.account_list, name="accounts"),
    path("tai-khoan/moi/", desk_accounts.account_new, name="account_new"),
    path("tai-khoan/<int:pk>/", desk_accounts.account_detail, name="account"),
    path("tai-khoan/<int:pk>/duong-dan/", desk_accounts.account_link, name="account_link"),
    path("tai-khoan/<int:pk>/phieu/", desk_accounts.account_paper, name="account_paper"),
    path("tai-khoan/<int:pk>/khoa/", desk_accounts.account_active, name="account_active"),
]
desk: list[URLPattern] = [*_members, *_awards, *_offices, *_accounts]
# One's own page, and a password of one's own, for everybody.
own: list[URLPattern] = [
    path("toi/", me, name="me"),
    path("dat-mat-khau/<str:uidb64>/<str:token>/", desk_accounts.SetPasswordView.as_view(), name="set_password"),
]  # fmt: skip
