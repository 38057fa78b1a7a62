"""Addresses of what is printed for members.

assoc.urls mounts `desk` at /so/ as part of the namespace `book`, and `own` in `members`.
"""

from django.urls import URLPattern, path

from .views import cards, letters, lists

desk: list[URLPattern] = [
    path("hoi-vien/in/", lists.member_print, name="members_print"),
    path("hoi-vien/in-an/", lists.printing, name="printing"),
    path("hoi-vien/in-an/diem-danh/", lists.attendance, name="attendance"),
    path("hoi-vien/in-an/nhan/", lists.labels, name="labels"),
    path("hoi-vien/in-an/the/", cards.cards, name="pass_printing"),
    path("hoi-vien/in-an/the/<int:pk>/", cards.sheets, name="pass_sheets"),
    path("hoi-vien/<int:pk>/the/", cards.member_cards, name="member_passes"),
    path("hoi-vien/<int:pk>/the/thu-hoi/", cards.card_withdraw, name="pass_withdraw"),
    path("hoi-vien/in-an/thu/", letters.letters, name="letters"),
    path("mau-thu/", letters.text_list, name="letter_texts"),
    path("mau-thu/moi/", letters.text_new, name="letter_text_new"),
    path("mau-thu/<int:pk>/", letters.text_edit, name="letter_text"),
    path("mau-thu/<int:pk>/hoan-tac/", letters.text_undo, name="letter_text_undo"),
    path("mau-thu/<int:pk>/xoa/", letters.text_delete, name="letter_text_delete"),
]
# What the code on a card leads to, for everybody.
own: list[URLPattern] = [path("the/<slug:code>/", cards.scanned, name="pass")]
