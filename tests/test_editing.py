"""Several people at one form: who saves second sees, field by field, what they would replace."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from assoc.forms import EntryForm, FactsForm
from assoc.models import MenuEntry, SiteProfile
from desk.compare import content_of
from desk.editing import VersionedForm
from desk.versions import ONESELF
from dues.forms import RateForm
from members.acting import acting
from news.admin import PostForm
from news.forms.front import PageForm, SectionForm
from news.forms.newsroom import PhotoForm
from news.models import Page
from papers.forms import LetterTextForm
from reports.forms.kinds import KindForm
from reports.forms.reports import ReportForm
from reports.models import body_of
from tests import factories as make
from tests.conftest import Cast


def _report(cast: Cast) -> Any:
    kind = make.make_report_kind(cast.city, headings="Một\nHai")
    return make.make_report(cast.here, kind, body=body_of(["Một", "Hai"], {"Một": "Đầu."}))


def _entry(cast: Cast) -> Any:
    site = SiteProfile.objects.create(pk=1)
    return MenuEntry.objects.create(site=site, label="Đầu", kind="address", address="/su-kien/")


# Each form, a record, the field that two people change; `body` is a report's own.
KINDS: dict[type[VersionedForm], tuple[Callable[[Cast], Any], str]] = {
    PostForm: (lambda cast: make.make_post(title="Đầu"), "title"),
    PhotoForm: (lambda cast: make.make_photo(make.make_post(), caption="Đầu"), "caption"),
    SectionForm: (lambda cast: make.make_section(name="Đầu"), "name"),
    PageForm: (lambda cast: Page.objects.create(title="Đầu", slug="dau", body="<p>x</p>"), "title"),
    EntryForm: (_entry, "label"),
    FactsForm: (lambda cast: SiteProfile.objects.create(pk=1, owner="Đầu"), "owner"),
    LetterTextForm: (lambda cast: make.make_letter_text(cast.here, name="Đầu"), "name"),
    RateForm: (lambda cast: make.make_dues_rate(cast.city, source="Đầu"), "source"),
    KindForm: (lambda cast: make.make_report_kind(cast.city, name="Đầu"), "name"),
    ReportForm: (_report, "part0"),
}
OF_A_USER = {LetterTextForm, KindForm}


class Desk:
    """One form, opened by somebody; another saves meanwhile."""

    def __init__(self, kind: type[VersionedForm], cast: Cast) -> None:
        self.kind, self.cast = kind, cast
        made, self.field = KINDS[kind]
        self.record = made(cast)
        self.record.refresh_from_db()
        opened = self.form()
        self.data = {name: said[0] for name, said in content_of(opened).items() if said}
        self.data["version"] = opened["version"].value()

    def form(self, data: Any = None) -> VersionedForm:
        more = {"user": self.cast.admin} if self.kind in OF_A_USER else {}
        fresh = type(self.record)._base_manager.get(pk=self.record.pk)
        return self.kind(data, instance=fresh, **more)

    def saved(self, words: str, by: Any) -> None:
        row = type(self.record)._base_manager.get(pk=self.record.pk)
        if self.field == "part0":
            row.body = body_of(["Một", "Hai"], {"Một": words})
        else:
            setattr(row, self.field, words)
        with acting(user=by):
            row.save()

    def press(self, words: str, by: Any) -> VersionedForm:
        sent = QueryDict(mutable=True)
        sent.update({name: said for name, said in self.data.items() if said not in ("False", None)})
        sent[self.field] = words
        with acting(user=by):
            form = self.form(sent)
            form.is_valid()
        self.data["version"] = form["version"].value()
        return form


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def desk(request: pytest.FixtureRequest, cast: Cast, db: None) -> Desk:
    return Desk(request.param, cast)


def test_every_such_form_is_in_the_table():
    def below(kind: Any) -> set[Any]:
        # The admin makes classes of its own as pages are shown.
        written = [sub for sub in kind.__subclasses__() if not sub.__module__.startswith("django.")]
        return {one for sub in written for one in (sub, *below(sub))}

    assert below(VersionedForm) == set(KINDS)


def test_second_saver_sees_both_texts_and_decides(desk):
    desk.saved("Của người kia", desk.cast.admin)
    form = desk.press("Của tôi", desk.cast.office)
    assert form.is_outrun
    told = [
        (one.label, [p.text for line in one.lines for p in line.pieces]) for one in form.conflict
    ]
    assert [label for label, _ in told] == [str(form[desk.field].label)]
    said = "".join(told[0][1])
    assert [words for words in ("người kia", "tôi") if words not in said] == []
    [sentence] = form.non_field_errors()
    assert f"{desk.cast.admin.display_name} đã lưu lúc" in sentence
    assert "cửa sổ khác để so" not in sentence
    assert form[desk.field].value() == "Của tôi"
    # The second press is a decision.
    assert desk.press("Của tôi", desk.cast.office).errors == {}


def test_nobody_is_a_stranger_to_themselves(desk):
    desk.saved("Ở cửa sổ kia", desk.cast.office)
    [sentence] = desk.press("Ở cửa sổ này", desk.cast.office).non_field_errors()
    assert f"{ONESELF} đã lưu lúc" in sentence
    assert desk.cast.office.display_name not in sentence


def test_the_same_words_twice_are_a_double_click(desk):
    desk.saved("Cùng một câu", desk.cast.office)
    assert desk.press("Cùng một câu", desk.cast.office).errors == {}
