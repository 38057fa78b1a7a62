"""Addresses of what is printed for members.

assoc.urls mounts `desk` at /so/ as part of the namespace `book`, and `own` in `members`.
"""

from django.urls import URLPattern, path

from .views import desk_letters, desk_passes, desk_printing

desk: list[URLPattern] = [
    path("hoi-vien/in/", desk_printing.member_print, name="members_print"),
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
# What the code on a card leads to, for everybody.
own: list[URLPattern] = [path("the/<slug:code>/", desk_passes.scanned, name="pass")]
