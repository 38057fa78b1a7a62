"""Addresses of events in the officers' workspace, mounted at /so/."""

from django.urls import path

from .views import (
    contests,
    desk,
    evidence,
    files,
    funerals,
    invitations,
    minutes,
    month,
    notices,
    registration,
)

app_name = "events_desk"
urlpatterns = [
    path("su-kien/", desk.event_list, name="list"),
    path("su-kien/thang/", month.month_now, name="month_now"),
    path("su-kien/thang/<int:year>/<int:month>/", month.month, name="month"),
    path("su-kien/ghi/", desk.event_new, name="new"),
    path("su-kien/<int:pk>/", desk.event_detail, name="event"),
    path("su-kien/<int:pk>/sua/", desk.event_edit, name="edit"),
    path("su-kien/<int:pk>/cong-bo/", desk.event_announce, name="announce"),
    path("su-kien/<int:pk>/doi-lich/", desk.event_move, name="move"),
    path("su-kien/<int:pk>/huy/", desk.event_cancel, name="cancel"),
    path("su-kien/<int:pk>/to-chuc-lai/", desk.event_reinstate, name="reinstate"),
    path("su-kien/<int:pk>/xoa/", desk.event_delete, name="delete"),
    path("su-kien/<int:pk>/lap-lai/", desk.event_repeat, name="repeat"),
    path("su-kien/<int:pk>/diem-danh/", minutes.attendance_paper, name="attendance_paper"),
    path("su-kien/<int:pk>/bien-ban/", minutes.minutes, name="minutes"),
    path("su-kien/<int:pk>/bien-ban/in/", minutes.minutes_paper, name="minutes_paper"),
    path("su-kien/<int:pk>/bien-ban/mo-lai/", minutes.minutes_reopen, name="minutes_reopen"),
    path("su-kien/<int:pk>/anh-tai-lieu/", files.files, name="files"),
    path("su-kien/anh/<int:pk>/", files.photo_edit, name="photo_edit"),
    path("su-kien/anh/<int:pk>/doi-cho/", files.photo_move, name="photo_move"),
    path("su-kien/anh/<int:pk>/xoa/", files.photo_delete, name="photo_delete"),
    path("su-kien/tai-lieu/<int:pk>/", files.document_edit, name="document_edit"),
    path("su-kien/tai-lieu/<int:pk>/xoa/", files.document_delete, name="document_delete"),
    path("su-kien/<int:pk>/ket-qua-thi/", contests.results, name="results"),
    path("su-kien/<int:pk>/ket-qua-thi/in/", contests.results_paper, name="results_paper"),
    path("su-kien/<int:pk>/minh-chung/", evidence.evidence_paper, name="evidence_paper"),
    path("nghia-tinh/tang-le/<int:pk>/", funerals.funeral, name="funeral"),
    path("nghia-tinh/tang-le/<int:pk>/lich/", funerals.funeral_event, name="funeral_event"),
    path("nghia-tinh/tang-le/<int:pk>/in/", funerals.funeral_print, name="funeral_print"),
    path("su-kien/viec/<int:pk>/xong/", minutes.task_done, name="task_done"),
    path("su-kien/<int:pk>/moi/", invitations.invitations, name="invitations"),
    path("su-kien/<int:pk>/moi/them/", invitations.invitation_new, name="invitation_new"),
    path("su-kien/<int:pk>/moi/giay/", invitations.invitations_print, name="invitations_print"),
    path("su-kien/<int:pk>/moi/nhan/", invitations.invitations_labels, name="invitations_labels"),
    path(
        "su-kien/<int:pk>/moi/da-in/", invitations.invitations_printed, name="invitations_printed"
    ),
    path("su-kien/<int:pk>/moi/gui-thu/", invitations.invitations_mail, name="invitations_mail"),
    path("su-kien/moi/<int:pk>/tra-loi/", invitations.invitation_reply, name="invitation_reply"),
    path("su-kien/moi/<int:pk>/bo/", invitations.invitation_delete, name="invitation_delete"),
    path("su-kien/<int:pk>/bao-tin/", notices.notices, name="notices"),
    path("su-kien/bao-tin/<int:pk>/da-bao/", notices.notice_informed, name="notice_informed"),
    path("su-kien/<int:pk>/dang-ky/", registration.registrations, name="registrations"),
    path(
        "su-kien/<int:pk>/dang-ky/nhan/", registration.registration_terms, name="registration_terms"
    ),
    path("su-kien/<int:pk>/dang-ky/ghi/", registration.registration_new, name="registration_new"),
    path(
        "su-kien/<int:pk>/dang-ky/in/", registration.registrations_print, name="registrations_print"
    ),
    path(
        "su-kien/<int:pk>/dang-ky/tep/",
        registration.registrations_export,
        name="registrations_export",
    ),
    path(
        "su-kien/dang-ky/<int:pk>/rut/",
        registration.registration_withdraw,
        name="registration_withdraw",
    ),
]
