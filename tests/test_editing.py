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
from dues.forms import DuesRateForm
from emulation.forms.clusters import ClusterForm
from emulation.forms.compacts import ClauseForm, CompactForm, CompactSectionForm, TargetForm
from emulation.forms.criteria import CriteriaSetForm, CriterionForm
from emulation.forms.cycles import CycleForm
from emulation.forms.meetings import BallotForm, CountForm, MeetingForm
from emulation.forms.ranking import RulesForm
from emulation.forms.signing import AddendumForm
from events.forms.desk import EventForm
from events.forms.files import DocumentForm
from events.forms.files import PhotoForm as EventPhotoForm
from events.forms.funerals import FuneralForm
from events.forms.minutes import MinutesForm
from events.models import Funeral
from inspection.forms import CorrectionForm
from members.actor import acting_as
from news.admin import PostForm
from news.forms.front import PageForm, SectionForm
from news.forms.newsroom import PhotoForm
from news.models import Page
from papers.forms import LetterTextForm
from reports.forms.kinds import ReportKindForm
from reports.forms.reports import ReportForm
from reports.models import report_parts
from tests import factories as make
from tests.conftest import Cast
from welfare.forms.houses import GiftForm, HouseForm
from welfare.forms.rates import CareKindForm, CareRateForm


def _report(cast: Cast) -> Any:
    kind = make.make_report_kind(cast.city, headings="Một\nHai")
    return make.make_report(cast.here, kind, body=report_parts(["Một", "Hai"], {"Một": "Đầu."}))


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
    DuesRateForm: (lambda cast: make.make_dues_rate(cast.city, source="Đầu"), "source"),
    ReportKindForm: (lambda cast: make.make_report_kind(cast.city, name="Đầu"), "name"),
    ReportForm: (_report, "part0"),
    CareKindForm: (lambda cast: make.make_welfare_kind(name="Đầu"), "name"),
    CareRateForm: (
        lambda cast: make.make_welfare_rate(make.make_welfare_kind(), source="Đầu"),
        "source",
    ),
    EventPhotoForm: (
        lambda cast: make.make_event_photo(make.make_event(cast.here), caption="Đầu"),
        "caption",
    ),
    DocumentForm: (
        lambda cast: make.make_event_document(make.make_event(cast.here), title="Đầu"),
        "title",
    ),
    CompactForm: (lambda cast: make.make_compact(signed_on=None, preamble="Đầu"), "preamble"),
    CompactSectionForm: (
        lambda cast: make.make_compact(signed_on=None).sections.create(title="Đầu"),
        "title",
    ),
    ClauseForm: (
        lambda cast: make.make_compact_parts(make.make_compact(signed_on=None))[1],
        "text",
    ),
    TargetForm: (
        lambda cast: make.make_compact_parts(make.make_compact(signed_on=None))[2],
        "name",
    ),
    AddendumForm: (lambda cast: make.make_addendum(make.make_compact(), text="Đầu"), "text"),
    CriteriaSetForm: (lambda cast: make.make_criteria(cast.here, source="Đầu"), "source"),
    CriterionForm: (
        lambda cast: make.make_criterion(make.make_criteria(cast.here), title="Đầu"),
        "title",
    ),
    ClusterForm: (lambda cast: make.make_cluster(decision_no="Đầu"), "decision_no"),
    CycleForm: (lambda cast: make.make_cycle(name="Đầu"), "name"),
    RulesForm: (lambda cast: make.make_rules(make.make_cycle(), source="Đầu"), "source"),
    MeetingForm: (lambda cast: make.make_meeting(make.make_cycle(), slogan="Đầu"), "slogan"),
    BallotForm: (lambda cast: make.make_ballot(make.make_cycle(), question="Đầu"), "question"),
    CountForm: (lambda cast: make.make_counted_ballot(make.make_cycle(), note="Đầu"), "note"),
    CorrectionForm: (lambda cast: make.make_inspection(cast.here, lead="Đầu"), "lead"),
    EventForm: (lambda cast: make.make_event(cast.here, title="Đầu"), "title"),
    MinutesForm: (
        lambda cast: make.make_minutes(make.make_event(cast.here), opinions="Đầu"),
        "opinions",
    ),
    HouseForm: (lambda cast: make.make_house(cast.here, survey="Đầu"), "survey"),
    GiftForm: (lambda cast: make.make_house_gift(make.make_house(cast.here), giver="Đầu"), "giver"),
    FuneralForm: (
        lambda cast: Funeral.objects.create(departure=make.make_departure(cast.here), eulogy="Đầu"),
        "eulogy",
    ),
}
OF_A_USER = {
    CareRateForm, CriteriaSetForm, CycleForm, EventForm, HouseForm, LetterTextForm, MeetingForm, MinutesForm,
    ReportKindForm,
}  # fmt: skip


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
        more: dict[str, Any] = {"user": self.cast.admin} if self.kind in OF_A_USER else {}
        fresh = type(self.record)._base_manager.get(pk=self.record.pk)
        if self.kind is MinutesForm:
            more |= {"event": fresh.event, "roll": []}
        return self.kind(data, instance=fresh, **more)

    def saved(self, words: str, by: Any) -> None:
        row = type(self.record)._base_manager.get(pk=self.record.pk)
        if self.field == "part0":
            row.body = report_parts(["Một", "Hai"], {"Một": words})
        else:
            setattr(row, self.field, words)
        with acting_as(user=by):
            row.save()

    def press(self, words: str, by: Any) -> VersionedForm:
        sent = QueryDict(mutable=True)
        sent.update({name: said for name, said in self.data.items() if said not in ("False", None)})
        sent[self.field] = words
        with acting_as(user=by):
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


def test_what_was_deleted_meanwhile_does_not_come_back(desk: Desk) -> None:
    desk.record.pk += 1_000_000  # as if it were gone: some rows the database lets nobody delete
    sent = QueryDict(mutable=True)
    sent.update({name: said for name, said in desk.data.items() if said not in ("False", None)})
    sent[desk.field] = "Của tôi"
    more: dict[str, Any] = {"user": desk.cast.admin} if desk.kind in OF_A_USER else {}
    if desk.kind is MinutesForm:
        more |= {"event": desk.record.event, "roll": []}
    form = desk.kind(sent, instance=desk.record, **more)
    assert not form.is_valid()
    assert form.has_error("__all__", "gone")
    assert form[desk.field].value() == "Của tôi"
