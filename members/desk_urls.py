"""Addresses of the members' books in the officers' workspace, mounted at /so/."""

from django.urls import URLPattern, path

from .views import desk_card, desk_form, desk_members

app_name = "book"
_members = [
    path("hoi-vien/", desk_members.member_list, name="members"),
    path("hoi-vien/in/", desk_members.member_print, name="members_print"),
    path("hoi-vien/xuat/", desk_members.member_export, name="members_export"),
    path("hoi-vien/cot/", desk_members.member_columns, name="members_columns"),
    path("hoi-vien/bo-loc/", desk_members.filter_save, name="filter_save"),
    path("hoi-vien/bo-loc/<int:pk>/xoa/", desk_members.filter_delete, name="filter_delete"),
    path("hoi-vien/them/", desk_form.member_new, name="member_new"),
    path("hoi-vien/<int:pk>/", desk_card.member_detail, name="member"),
    path("hoi-vien/<int:pk>/sua/", desk_form.member_edit, name="member_edit"),
    path("hoi-vien/<int:pk>/hoan-tac/", desk_card.member_undo, name="member_undo"),
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
urlpatterns: list[URLPattern] = [*_members]
