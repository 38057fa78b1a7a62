"""Addresses of those who come, move and leave.

assoc.urls mounts `desk` at /so/ as part of the namespace `book`.
"""

from django.urls import URLPattern, path

from .views import (
    applications,
    candidates,
    corrections,
    departures,
    papers,
    proposals,
    scans,
    transfers,
)

_joining = [
    path("ket-nap/", applications.application_list, name="applications"),
    path("ket-nap/moi/", applications.application_new, name="application_new"),
    path("ket-nap/<int:pk>/", applications.application_detail, name="application"),
    path("ket-nap/<int:pk>/sua/", applications.application_edit, name="application_edit"),
    path("ket-nap/<int:pk>/ban-chup/", applications.application_scan, name="application_scan"),
    path("ket-nap/<int:pk>/don/", applications.application_form_print, name="application_paper"),
    path("ket-nap/<int:pk>/quyet-dinh/", applications.application_decision_print, name="admission_paper"),
    path("ket-nap/<int:pk>/hoan-tac/", applications.admission_undo, name="admission_undo"),
    path("ket-nap/<int:pk>/dinh-chinh/", corrections.admission_correct, name="admission_correct"),
    path("ket-nap/<int:pk>/<slug:slug>/", applications.application_step, name="application_move"),
    path("ban-chup/<int:pk>/", scans.scan, name="scan"),
    path("ban-chup/<int:pk>/bo/", scans.scan_delete, name="scan_delete"),
    path("ung-vien/", candidates.candidate_list, name="candidates"),
    path("ung-vien/moi/", candidates.candidate_new, name="candidate_new"),
    path("ung-vien/so-lieu/", candidates.candidate_figures, name="candidate_figures"),
    path("ung-vien/<int:pk>/", candidates.candidate_detail, name="candidate"),
    path("ung-vien/<int:pk>/sua/", candidates.candidate_edit, name="candidate_edit"),
]  # fmt: skip
_leaving = [
    path("chuyen-sinh-hoat/", transfers.transfer_list, name="transfers"),
    path("chuyen-sinh-hoat/moi/", transfers.transfer_new, name="transfer_new"),
    path("chuyen-sinh-hoat/<int:pk>/", transfers.transfer_detail, name="transfer"),
    path("chuyen-sinh-hoat/<int:pk>/hoan-tac/", transfers.transfer_undo, name="transfer_undo"),
    path("chuyen-sinh-hoat/<int:pk>/ban-chup/", transfers.transfer_scan, name="transfer_scan"),
    path("chuyen-sinh-hoat/<int:pk>/giay-gioi-thieu/", transfers.transfer_letter, name="transfer_paper"),
    path("chuyen-sinh-hoat/<int:pk>/dinh-chinh/", corrections.transfer_correct, name="transfer_correct"),
    path("chuyen-sinh-hoat/<int:pk>/<slug:slug>/", transfers.transfer_step, name="transfer_move"),
    path("roi-hoi/", departures.departure_list, name="departures"),
    path("roi-hoi/moi/", departures.departure_new, name="departure_new"),
    path("roi-hoi/<int:pk>/", departures.departure_detail, name="departure"),
    path("roi-hoi/<int:pk>/hoan-tac/", departures.departure_undo, name="departure_undo"),
    path("roi-hoi/<int:pk>/dinh-chinh/", corrections.departure_correct, name="departure_correct"),
    path("roi-hoi/<int:pk>/viec/", departures.departure_courtesy, name="departure_courtesy"),
    path("roi-hoi/<int:pk>/ban-chup/", departures.departure_scan, name="departure_scan"),
    path("roi-hoi/<int:pk>/quyet-dinh/", departures.departure_print, name="departure_paper"),
    path("de-nghi/", proposals.proposal_list, name="proposals"),
    path("de-nghi/moi/", proposals.proposal_new, name="proposal_new"),
    path("de-nghi/<int:pk>/", proposals.proposal_detail, name="proposal"),
    path("de-nghi/<int:pk>/hoan-tac/", proposals.proposal_undo, name="proposal_undo"),
    path("de-nghi/<int:pk>/ban-chup/", proposals.proposal_scan, name="proposal_scan"),
    path("de-nghi/<int:pk>/quyet-dinh-in/", proposals.proposal_print, name="proposal_paper"),
    path("de-nghi/<int:pk>/<slug:slug>/", proposals.proposal_step, name="proposal_move"),
    path("van-ban/", papers.paper_list, name="papers"),
    path("van-ban/<int:pk>/xac-nhan/", papers.paper_confirm, name="paper_confirm"),
]  # fmt: skip
desk: list[URLPattern] = [*_joining, *_leaving]
