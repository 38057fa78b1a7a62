"""Addresses of exemplars in the officers' workspace, mounted at /so/thi-dua/dien-hinh/."""

from django.urls import path

from .views import desk, ratings

app_name = "exemplars_desk"
urlpatterns = [
    path("", desk.exemplar_list, name="list"),
    path("tai-ve/", desk.exemplar_export, name="export"),
    path("ban-in/", desk.exemplar_print, name="list_print"),
    path("loai-thuong-dung/", desk.usual, name="usual"),
    path("them/", desk.exemplar_new, name="new"),
    path("<int:pk>/", desk.exemplar, name="exemplar"),
    path("<int:pk>/sua/", desk.exemplar_edit, name="edit"),
    path("<int:pk>/in/", desk.paper, name="paper"),
    path("<int:pk>/so-lieu/", desk.figure_new, name="figure_new"),
    path("<int:pk>/anh/", desk.photo_new, name="photo_new"),
    path("<int:pk>/bai/", desk.link_new, name="link_new"),
    path("<int:pk>/lam-theo/", desk.adoption_new, name="adoption_new"),
    path("<int:pk>/buoc/<slug:slug>/", desk.move, name="move"),
    path("so-lieu/<int:pk>/", desk.figure, name="figure"),
    path("so-lieu/<int:pk>/bo/", desk.figure_remove, name="figure_remove"),
    path("anh/<int:pk>/bo/", desk.photo_remove, name="photo_remove"),
    path("bai/<int:pk>/bo/", desk.link_remove, name="link_remove"),
    path("lam-theo/<int:pk>/thoi/", desk.adoption_end, name="adoption_end"),
    path("chi-hoi-mau/", ratings.rating_list, name="ratings"),
    path("chi-hoi-mau/lap/", ratings.rating_new, name="rating_new"),
    path("chi-hoi-mau/<int:pk>/", ratings.rating, name="rating"),
    path("chi-hoi-mau/<int:pk>/<slug:slug>/", ratings.marks, name="marks"),
    path("chi-hoi-mau/<int:pk>/buoc/<slug:slug>/", ratings.move, name="rating_move"),
]
