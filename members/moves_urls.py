"""Addresses of those who come, move and leave.

assoc.urls mounts `desk` at /so/ as part of the namespace `book`.
"""

from django.urls import URLPattern, path

from .views import (
    desk_applications,
    desk_candidates,
    desk_corrections,
    desk_departures,
    desk_papers,
    desk_proposals,
    desk_scans,
    desk_transfers,
)

_joining = [
    path("ket-nap/", desk_applications.application_list, name="applications"),
    path("ket-nap/moi/", desk_applications.application_new, name="application_new"),
    path("ket-nap/<int:pk>/", desk_applications.application_detail, name="application"),
    path("ket-nap/<int:pk>/sua/", desk_applications.application_edit, name="application_edit"),
    path("ket-nap/<int:pk>/ban-chup/", desk_applications.application_scan, name="application_scan"),
    path("ket-nap/<int:pk>/don/", desk_applications.application_form_print, name="application_paper"),
    path("ket-nap/<int:pk>/quyet-dinh/", desk_applications.application_decision_print, name="admission_paper"),
    path("ket-nap/<int:pk>/hoan-tac/", desk_applications.admission_undo, name="admission_undo"),
    path("ket-nap/<int:pk>/dinh-chinh/", desk_corrections.admission_correct, name="admission_correct"),
    path("ket-nap/<int:pk>/<slug:slug>/", desk_applications.application_move, name="application_move"),
    path("ban-chup/<int:pk>/", desk_scans.scan, name="scan"),
    path("ban-chup/<int:pk>/bo/", desk_scans.scan_delete, name="scan_delete"),
    path("ung-vien/", desk_candidates.candidate_list, name="candidates"),
    path("ung-vien/moi/", desk_candidates.candidate_new, name="candidate_new"),
    path("ung-vien/so-lieu/", desk_candidates.candidate_figures, name="candidate_figures"),
    path("ung-vien/<int:pk>/", desk_candidates.candidate_detail, name="candidate"),
    path("ung-vien/<int:pk>/sua/", desk_candidates.candidate_edit, name="candidate_edit"),
]  # fmt: skip
_leaving = [
    path("chuyen-sinh-hoat/", desk_transfers.transfer_list, name="transfers"),
    path("chuyen-sinh-hoat/moi/", desk_transfers.transfer_new, name="transfer_new"),
    path("chuyen-sinh-hoat/<int:pk>/", desk_transfers.transfer_detail, name="transfer"),
    path("chuyen-sinh-hoat/<int:pk>/hoan-tac/", desk_transfers.transfer_undo, name="transfer_undo"),
    path("chuyen-sinh-hoat/<int:pk>/ban-chup/", desk_transfers.transfer_scan, name="transfer_scan"),
    path("chuyen-sinh-hoat/<int:pk>/giay-gioi-thieu/", desk_transfers.transfer_letter, name="transfer_paper"),
    path("chuyen-sinh-hoat/<int:pk>/dinh-chinh/", desk_corrections.transfer_correct, name="transfer_correct"),
    path("chuyen-sinh-hoat/<int:pk>/<slug:slug>/", desk_transfers.transfer_move, name="transfer_move"),
    path("roi-hoi/", desk_departures.departure_list, name="departures"),
    path("roi-hoi/moi/", desk_departures.departure_new, name="departure_new"),
    path("roi-hoi/<int:pk>/", desk_departures.departure_detail, name="departure"),
    path("roi-hoi/<int:pk>/hoan-tac/", desk_departures.departure_undo, name="departure_undo"),
    path("roi-hoi/<int:pk>/dinh-chinh/", desk_corrections.departure_correct, name="departure_correct"),
    path("roi-hoi/<int:pk>/viec/", desk_departures.departure_courtesy, name="departure_courtesy"),
    path("roi-hoi/<int:pk>/ban-chup/", desk_departures.departure_scan, name="departure_scan"),
    path("roi-hoi/<int:pk>/quyet-dinh/", desk_departures.departure_print, name="departure_paper"),
    path("de-nghi/", desk_proposals.proposal_list, name="proposals"),
    path("de-nghi/moi/", desk_proposals.proposal_new, name="proposal_new"),
    path("de-nghi/<int:pk>/", desk_proposals.proposal_detail, name="proposal"),
    path("de-nghi/<int:pk>/hoan-tac/", desk_proposals.proposal_undo, name="proposal_undo"),
    path("de-nghi/<int:pk>/ban-chup/", desk_proposals.proposal_scan, name="proposal_scan"),
    path("de-nghi/<int:pk>/quyet-dinh-in/", desk_proposals.proposal_print, name="proposal_paper"),
    path("de-nghi/<int:pk>/<slug:slug>/", desk_proposals.proposal_move, name="proposal_move"),
    path("van-ban/", desk_papers.paper_list, name="papers"),
    path("van-ban/<int:pk>/xac-nhan/", desk_papers.paper_confirm, name="paper_confirm"),
]  # fmt: skip
desk: list[URLPattern] = [*_joining, *_leaving]
