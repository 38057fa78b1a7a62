"""Addresses of the members' list and what hangs on a card, of offices and accounts.

assoc.urls mounts `desk` at /so/ as part of the namespace `book`, and `own` in `members`.
"""

from django.urls import URLPattern, path

from .views import (
    accounts,
    awards,
    card,
    discipline,
    documents,
    form,
    members,
    memberships,
    offices,
    private,
    rights,
    sign_in,
    units,
)
from .views.me import me

_members = [
    path("hoi-vien/", members.member_list, name="members"),
    path("hoi-vien/xuat/", members.member_export, name="members_export"),
    path("hoi-vien/bieu-do/", members.member_picture, name="members_picture"),
    path("hoi-vien/cot/", members.member_columns, name="members_columns"),
    path("hoi-vien/bo-loc/", members.filter_save, name="filter_save"),
    path("hoi-vien/bo-loc/<int:pk>/xoa/", members.filter_delete, name="filter_delete"),
    path("hoi-vien/bo-loc/<int:pk>/nhac/", members.filter_remind, name="filter_remind"),
    path("hoi-vien/them/", form.member_new, name="member_new"),
    path("hoi-vien/<int:pk>/", card.member_detail, name="member"),
    path("hoi-vien/<int:pk>/sua/", form.member_edit, name="member_edit"),
    path("hoi-vien/<int:pk>/lien-he/", form.contact_edit, name="contact_edit"),
    path("hoi-vien/<int:pk>/hoan-tac/", card.member_undo, name="member_undo"),
    path("hoi-vien/<int:pk>/ngay-vao/", memberships.joining_edit, name="joining_edit"),
    path("hoi-vien/<int:pk>/ghi-nham/", memberships.member_take_back, name="member_take_back"),
    path("hoi-vien/<int:pk>/anh-<int:width>.webp", card.portrait, name="portrait"),
    path("hoi-vien/<int:pk>/anh/bo/", card.portrait_delete, name="portrait_delete"),
    path("hoi-vien/<int:pk>/rieng/", private.member_private, name="member_private"),
    path("hoi-vien/<int:pk>/dong-y/", private.consent_add, name="consent_add"),
    path("hoi-vien/<int:pk>/dong-y/giay/", private.consent_paper, name="consent_paper"),
    path(
        "hoi-vien/<int:pk>/dong-y/<int:consent_pk>/rut-lai/",
        private.consent_withdraw,
        name="consent_withdraw",
    ),
    path("hoi-vien/<int:pk>/ky-luat/", discipline.discipline_new, name="discipline_new"),
    path("ky-luat/<int:pk>/", discipline.discipline_edit, name="discipline"),
    path("ky-luat/<int:pk>/bo/", discipline.discipline_delete, name="discipline_delete"),
    path("hoi-vien/<int:pk>/giay-to/them/", documents.document_add, name="document_add"),
    path("hoi-vien/<int:pk>/giay-to/<int:document_pk>/", documents.document, name="document"),
    path(
        "hoi-vien/<int:pk>/giay-to/<int:document_pk>/bo/",
        documents.document_delete,
        name="document_delete",
    ),
    path("giay-to/", documents.document_list, name="documents"),
    path("giay-to/xuat/", documents.document_export, name="documents_export"),
]
_awards = [
    path("khen-thuong/", awards.award_list, name="awards"),
    path("khen-thuong/ghi/", awards.award_new, name="award_new"),
    path("khen-thuong/<int:pk>/", awards.award_edit, name="award"),
    path("khen-thuong/<int:pk>/thu-hoi/", awards.award_revoke, name="award_revoke"),
    path("khen-thuong/<int:pk>/hoan-tac/", awards.award_undo, name="award_undo"),
    path("khen-thuong/<int:pk>/bo/", awards.award_delete, name="award_delete"),
]
_offices = [
    path("chuc-vu/", offices.office_list, name="offices"),
    path("chuc-vu/ghi/<slug:slug>/", offices.office_fill, name="office_fill"),
    path("chuc-vu/<int:pk>/thoi/", offices.office_end, name="office_end"),
    path("chuc-vu/<int:pk>/ghi-nham/", offices.office_take_back, name="office_take_back"),
    path("chuc-vu/ban-giao/<int:pk>/", offices.handover, name="handover"),
    path("chuc-vu/ban-giao/<int:pk>/ghi-nham/", offices.handover_take_back, name="handover_take_back"),
]  # fmt: skip
_accounts = [
    path("quyen/", rights.right_list, name="rights"),
    path("tai-khoan/", accounts.account_list, name="accounts"),
    path("tai-khoan/moi/", accounts.account_new, name="account_new"),
    path("tai-khoan/<int:pk>/", accounts.account_detail, name="account"),
    path("tai-khoan/<int:pk>/duong-dan/", accounts.account_link, name="account_link"),
    path("tai-khoan/<int:pk>/phieu/", accounts.account_paper, name="account_paper"),
    path("tai-khoan/<int:pk>/khoa/", accounts.account_active, name="account_active"),
]
desk: list[URLPattern] = [*_members, *_awards, *_offices, *_accounts]
# Units for everybody; one's own page and password.
own: list[URLPattern] = [
    path("to-chuc/", units.unit_list, name="units"),
    path("to-chuc/<slug:slug>/", units.unit_detail, name="unit"),
    path("toi/mat-khau/", sign_in.PasswordView.as_view(), name="password"),
    path("toi/", me, name="me"),
    path("dat-mat-khau/<str:uidb64>/<str:token>/", accounts.SetPasswordView.as_view(), name="set_password"),
]  # fmt: skip
