"""Templates of Django's that the house writes anew."""

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting

CHOICES = [
    ("", "mọi đơn vị"),
    ("Thành phố", [(1, "Quận 4"), ("<&>", "Chi hội “<Phường 1>” & 2")]),
    (None, "không rõ"),
    (1_000, "– – Chi hội Phường 5"),
]


class _Marked(forms.Select):
    def create_option(self, *args, **kwargs):
        attrs = {"data-level": 2, "disabled": True, "hidden": False, "title": 'a"b'}
        return super().create_option(*args, **kwargs | {"attrs": attrs})


def test_a_choice_says_what_djangos_own_template_says():
    for widget in (forms.Select, forms.SelectMultiple, _Marked):
        select = widget(attrs={"id": "loc_x", "required": True}, choices=CHOICES)
        for value in (None, "", 1, "1000", ["<&>"]):
            ours = select.render("don_vi", value, renderer=TemplatesSetting())
            theirs = select.render("don_vi", value, renderer=DjangoTemplates())
            assert ours.split() == theirs.split(), (widget, value)
