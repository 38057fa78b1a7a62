"""Role models and exemplary models: proposed, recognised, told with consent, taken up, measured."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk.counting import counted_for
from desk.versions import version_of
from emulation.models.criteria import base_maximum
from exemplars.actions.exemplars import adopt, end_adoption, move_exemplar, start_exemplar
from exemplars.actions.ratings import move_rating, save_marks, start_rating
from exemplars.actions.usual import PASS_MARK, USUAL_KINDS, add_usual_kinds
from exemplars.models import (
    Adoption,
    Exemplar,
    ExemplarKind,
    ExemplarLink,
    ExemplarState,
    ExemplarStep,
    RatingStep,
    UnitRating,
)
from exemplars.tasks import exemplar_tasks
from kit.dates import local_today
from members.models import AdmissionRule
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = reverse("exemplars:list")


def _text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def _labels(user):
    return [task.label for task in exemplar_tasks(user)]


def test_from_the_branchs_words_to_everybodys_page(cast, client):
    row = make.make_exemplar(cast.here, title="Tổ tự quản hẻm 41")
    assert "Tổ tự quản hẻm 41" not in _text(client.get(LIST))
    by, above = cast.officer_here, cast.officer_above
    row = move_exemplar(exemplar=row, step=ExemplarStep.SUBMIT, by=by)
    assert row.decider == cast.district
    assert _labels(above) == ["1 điển hình, mô hình chờ công nhận"]
    assert _labels(by) == []
    row = move_exemplar(exemplar=row, step=ExemplarStep.RETURN, note="Thêm số liệu", by=above)
    assert _labels(by) == ["Bổ sung điển hình, mô hình: Tổ tự quản hẻm 41"]
    row = move_exemplar(exemplar=row, step=ExemplarStep.SUBMIT, by=by)
    day = local_today()
    row = move_exemplar(
        exemplar=row, step=ExemplarStep.RECOGNISE, by=above, recognised_on=day, decision_no="5/QĐ"
    )
    assert "Tổ tự quản hẻm 41" in _text(client.get(LIST))
    assert "Chuyện kể lại." in _text(client.get(row.public_url))
    assert [review.step for review in row.reviews.all()] == [
        "de-nghi", "tra-lai", "de-nghi", "cong-nhan",
    ]  # fmt: skip
    row = move_exemplar(
        exemplar=row, step=ExemplarStep.END, note="Tổ đã thôi", ended_on=day, by=above
    )
    assert client.get(row.public_url).status_code == 404
    assert "Tổ tự quản hẻm 41" not in _text(client.get(LIST))


def _recognised(cast, by):
    row = make.make_exemplar(cast.here, state="proposed")
    facts = {"recognised_on": local_today(), "decision_no": "9/QĐ"}
    return move_exemplar(exemplar=row, step=ExemplarStep.RECOGNISE, by=by, **facts)


def test_recognised_by_mistake_goes_back_with_its_decision(cast, client):
    row = _recognised(cast, cast.officer_above)
    row = move_exemplar(
        exemplar=row, step=ExemplarStep.TAKE_BACK, note="Nhầm bài", by=cast.officer_above
    )
    assert (row.state, row.recognised_on, row.decision_no) == ("proposed", None, "")
    assert client.get(row.public_url).status_code == 404


def test_a_recognition_is_taken_back_by_its_writer_within_the_days(cast):
    """The house's rule of undoing (`AdmissionRule.undo_days`); later it is ended, with a day."""
    row = _recognised(cast, cast.officer_above)
    with pytest.raises(PermissionDenied):
        move_exemplar(exemplar=row, step=ExemplarStep.TAKE_BACK, note="x", by=cast.office)
    assert ExemplarStep.TAKE_BACK in row.steps_for(cast.officer_above)
    last = timezone.now() + dt.timedelta(days=AdmissionRule(unit=cast.city).undo_days)
    for moment, is_open in ((last, True), (last + dt.timedelta(days=1), False)):
        with time_machine.travel(moment, tick=False):
            steps = Exemplar.objects.get(pk=row.pk).steps_for(cast.officer_above)
            assert (ExemplarStep.TAKE_BACK in steps) is is_open
            assert ExemplarStep.END in steps


def test_a_word_without_proof_publishes_nobody(cast, client):
    member = make.make_member(cast.here)
    kind = make.make_exemplar_kind(about="person")
    row = make.make_exemplar(cast.here, kind=kind, member=member, state="recognised")
    make.make_consent(member, purpose="picture", channel="spoken", wording="2026-1", said="")
    assert row.lacks_consent
    assert not Exemplar.objects.published().exists()
    assert client.get(row.public_url).status_code == 404


def test_twins_agree_on_what_is_published(cast):
    for state in ExemplarState:
        make.make_exemplar(cast.here, state=state, **_ended(state))
        for agrees in (True, False):
            member = make.make_member(cast.here)
            if agrees:
                make.make_consent(member, purpose="picture")
            kind = make.make_exemplar_kind(about="person")
            make.make_exemplar(cast.here, kind=kind, member=member, state=state, **_ended(state))
    published = {row for row in Exemplar.objects.all() if row.is_published}
    assert published == set(Exemplar.objects.published())
    assert len(published) == 2


def _ended(state):
    return {"ended_on": local_today()} if state == ExemplarState.ENDED else {}


def test_a_picture_goes_with_the_consent(cast, client):
    """Its address, once known, tells no more than the page does."""
    member = make.make_member(cast.here)
    kind = make.make_exemplar_kind(about="person")
    row = make.make_exemplar(cast.here, kind=kind, member=member, state="recognised")
    photo = make.make_exemplar_photo(row)
    addresses = [photo.picture.fallback_url, photo.picture.rendition_url(photo.picture.widths[0])]
    consent = make.make_consent(member, purpose="picture")

    def answers(browser):
        found = [browser.get(url) for url in addresses]
        assert {"no-store" in one["Cache-Control"] for one in found if one.streaming} <= {True}
        return [b"".join(one) != b"" if one.streaming else one.status_code for one in found]

    assert answers(client) == [True, True]
    consent.withdrawn_on = local_today()
    consent.save()
    assert answers(client) == [404, 404]
    assert answers(cast.client("officer_beside")) == [404, 404]
    assert answers(cast.client("officer_here")) == [True, True]
    assert (
        client.get(f"/media/anh/{'/'.join(photo.picture.name.split('/')[1:])}").status_code == 404
    )


def test_what_was_said_on_the_way_stays_with_the_unit(cast):
    """Everybody at a desk reads what is published, not the notes that led there, nor writes in it."""
    row = make.make_exemplar(cast.here, state="proposed")
    by = cast.officer_above
    row = move_exemplar(exemplar=row, step=ExemplarStep.RETURN, note="Lời riêng", by=by)
    row = move_exemplar(exemplar=row, step=ExemplarStep.SUBMIT, by=cast.officer_here)
    facts = {"recognised_on": local_today(), "decision_no": ""}
    row = move_exemplar(exemplar=row, step=ExemplarStep.RECOGNISE, by=by, **facts)
    url = row.get_absolute_url()
    assert "Lời riêng" in _text(cast.client("officer_here").get(url))
    beside = cast.client("officer_beside")
    shown = _text(beside.get(url))
    assert "Lời riêng" not in shown
    assert "Lịch sử thay đổi" not in shown
    for name in ("edit", "figure_new", "photo_new", "link_new"):
        assert beside.get(reverse(f"exemplars_desk:{name}", args=[row.pk])).status_code == 403


def test_who_may_do_what(cast):
    row = make.make_exemplar(cast.here)
    for who in (cast.officer_beside, cast.correspondent, cast.member_here):
        with pytest.raises(PermissionDenied):
            move_exemplar(exemplar=row, step=ExemplarStep.SUBMIT, by=who)
    row = move_exemplar(exemplar=row, step=ExemplarStep.SUBMIT, by=cast.officer_here)
    with pytest.raises(PermissionDenied):
        move_exemplar(
            exemplar=row, step=ExemplarStep.RECOGNISE, by=cast.officer_here,
            recognised_on=local_today(), decision_no="",
        )  # fmt: skip


def test_without_a_story_nothing_is_proposed(cast):
    row = make.make_exemplar(cast.here, story="")
    with pytest.raises(ValidationError, match="câu chuyện"):
        move_exemplar(exemplar=row, step=ExemplarStep.SUBMIT, by=cast.officer_here)


def test_a_person_is_told_of_with_consent_and_no_longer(cast, client):
    """Withdrawn, the page is gone at the next request."""
    member = make.make_member(cast.here, full_name="Lê Văn Gương")
    kind = make.make_exemplar_kind(about="person")
    row = make.make_exemplar(
        cast.here, kind=kind, member=member, state="recognised", title="Tủ sách"
    )
    assert client.get(row.public_url).status_code == 404
    consent = make.make_consent(member, purpose="picture")
    assert "Lê Văn Gương" in _text(client.get(row.public_url))
    assert Exemplar.objects.published().contains(row)
    assert not row.lacks_consent
    consent.withdrawn_on = local_today()
    consent.save()
    assert client.get(row.public_url).status_code == 404
    assert not Exemplar.objects.published().contains(row)
    shown = _text(cast.client("officer_here").get(row.get_absolute_url()))
    assert "chưa đồng ý cho đăng" in shown


def test_the_same_form_twice_is_one(cast):
    kind = make.make_exemplar_kind()
    for _ in range(2):
        row = Exemplar(
            unit=cast.here, kind=kind, title="Heo đất", begun_year=2024, lead="Góp", story="Chuyện"
        )
        start_exemplar(exemplar=row, token="t" * 22, by=cast.officer_here)
    assert Exemplar.objects.count() == 1


def test_a_member_of_another_unit_is_no_example_of_this_one(cast):
    row = Exemplar(
        unit=cast.here, kind=make.make_exemplar_kind(about="person"), title="Bác Ba",
        begun_year=2024, lead="Góp", member=make.make_member(cast.elsewhere),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="không sinh hoạt"):
        start_exemplar(exemplar=row, token="t" * 22, by=cast.officer_here)
    row.member, row.begun_year = None, local_today().year + 1
    with pytest.raises(ValidationError, match="chưa tới"):
        start_exemplar(exemplar=row, token="t" * 22, by=cast.officer_here)


# --- Doing likewise -----------------------------------------------------------------------------


def test_units_take_it_up_and_leave_it(cast, client):
    row = make.make_exemplar(cast.elsewhere, state="recognised")
    day = local_today()
    for _ in range(2):
        adoption = Adoption(exemplar=row, unit=cast.here, since=day, note="Thêm camera")
        made = adopt(adoption=adoption, by=cast.officer_here)
    assert Adoption.objects.count() == 1
    assert "Thêm camera" in _text(client.get(row.public_url))
    with pytest.raises(PermissionDenied):
        end_adoption(adoption=made, ended_on=day, by=cast.officer_beside)
    with pytest.raises(ValidationError, match="trước ngày bắt đầu"):
        end_adoption(adoption=made, ended_on=day - dt.timedelta(days=1), by=cast.officer_here)
    end_adoption(adoption=made, ended_on=day, by=cast.officer_here)
    assert "Thêm camera" not in _text(client.get(row.public_url))
    own = make.make_exemplar(cast.here, state="recognised")
    with pytest.raises(ValidationError, match="chính đơn vị này"):
        adopt(adoption=Adoption(exemplar=own, unit=cast.here, since=day), by=cast.officer_here)
    draft = make.make_exemplar(cast.here)
    with pytest.raises(ValidationError, match="đã được công nhận"):
        adopt(adoption=Adoption(exemplar=draft, unit=cast.beside, since=day), by=cast.office)


def test_score_sheets_count_what_was_recognised_and_taken_up(cast):
    day = local_today()
    own = make.make_exemplar(cast.here, state="recognised", title="Của mình")
    other = make.make_exemplar(cast.elsewhere, state="recognised")
    make.make_exemplar(cast.here)
    make.make_adoption(own, cast.beside)
    make.make_adoption(other, cast.here)
    counts = {c.key: c for c in counted_for(cast.here, day, day + dt.timedelta(days=1))}
    keys = ("dien-hinh", "nhan-rong", "lam-theo")
    assert [counts[key].number for key in keys] == [1, 1, 1]
    assert counts["dien-hinh"].records[0][1:] == ("Của mình", own.get_absolute_url())
    later = day + dt.timedelta(days=1), day + dt.timedelta(days=9)
    counts = {c.key: c for c in counted_for(cast.here, *later)}
    assert [counts[key].number for key in keys] == [0, 0, 0]


# --- Links --------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "https://portal.example", "http://127.0.0.1:8000"])
def test_a_post_or_event_is_named_by_its_address(cast, prefix):
    row = make.make_exemplar(cast.here)
    client = cast.client("officer_here")
    url = reverse("exemplars_desk:link_new", args=[row.pk])
    post, event = make.make_post(), make.make_event(cast.here)
    for record in (post, event, post):
        answer = client.post(url, {"address": f"{prefix}{record.get_absolute_url()}?page=2#x"})
        assert answer.status_code == 302
    links = ExemplarLink.objects.filter(exemplar=row)
    assert [(link.post, link.event) for link in links] == [(post, None), (None, event)]


@pytest.mark.parametrize(
    "typed", ["/khong-co/", "https://portal.example/", "x", "/tin-tuc/2020/01/khong-co/"]
)
def test_what_is_no_such_address_is_said_beside_the_box(cast, typed):
    url = reverse("exemplars_desk:link_new", args=[make.make_exemplar(cast.here).pk])
    shown = _text(cast.client("officer_here").post(url, {"address": typed}))
    assert "Không thấy bài viết hoặc sự kiện nào ở địa chỉ này." in shown
    assert f'value="{typed}"' in shown


# --- The scale ----------------------------------------------------------------------------------


def _scored(rating, column, values, by):
    criteria = rating.criteria_set.criteria.order_by("order", "pk")
    typed = {row.pk: value for row, value in zip(criteria, values, strict=True)}
    return save_marks(rating=rating, column=column, values=typed, version=version_of(rating), by=by)


def test_a_branch_measured_by_its_kinds_own_scale(cast, client):
    """60 and 40 points, reached from 80: the sum is that of plain arithmetic."""
    kind = make.make_unit_rating(cast.beside).kind
    row = UnitRating(unit=cast.here, kind=kind, year=local_today().year)
    by, above = cast.officer_here, cast.officer_above
    for _ in range(2):
        row = start_rating(rating=row, token="t" * 22, by=by)
    row = _scored(row, "own", [Decimal("55.5"), None], by)
    with pytest.raises(ValidationError, match="Còn 1 tiêu chí chưa chấm"):
        move_rating(rating=row, step=RatingStep.SEND, by=by)
    row = _scored(row, "own", [Decimal("55.5"), Decimal(40)], by)
    row = move_rating(rating=row, step=RatingStep.SEND, by=by)
    assert row.own_total == Decimal("55.5") + 40
    assert _labels(above) == ["1 bảng điểm danh hiệu chờ chấm"]
    with pytest.raises(PermissionDenied):
        _scored(row, "given", [Decimal(60), Decimal(40)], by)
    with pytest.raises(ValidationError, match="không sửa được"):
        _scored(row, "own", [Decimal(1), Decimal(1)], by)
    row = _scored(row, "given", [Decimal("42.25"), Decimal("37.75")], above)
    row = move_rating(rating=row, step=RatingStep.CONFIRM, by=above)
    assert row.total == Decimal("42.25") + Decimal("37.75") == Decimal(80)
    assert row.is_reached
    assert cast.here.distinct_label in _text(client.get(LIST))
    row = move_rating(rating=row, step=RatingStep.REOPEN, by=above)
    row = _scored(row, "given", [Decimal("42.24"), Decimal("37.75")], above)
    row = move_rating(rating=row, step=RatingStep.CONFIRM, by=above)
    assert not row.is_reached
    assert cast.here.distinct_label not in _text(client.get(LIST))


def test_of_two_who_score_the_second_is_told(cast):
    row = make.make_unit_rating(cast.here)
    seen = version_of(row)
    _scored(row, "own", [Decimal(1), None], cast.officer_here)
    criterion = row.criteria_set.criteria.first()
    with pytest.raises(ValidationError):
        save_marks(
            rating=row, column="own", values={criterion.pk: Decimal(9)}, version=seen,
            by=cast.officer_above,
        )  # fmt: skip


def test_the_usual_kinds_come_once_with_a_scale_of_a_hundred(cast):
    assert add_usual_kinds(by=cast.office) == len(USUAL_KINDS)
    assert add_usual_kinds(by=cast.office) == 0
    model = ExemplarKind.objects.get(criteria_set__isnull=False)
    assert model.criteria_set is not None
    assert (model.name, model.pass_mark, model.is_proposal) == ("Chi hội mẫu", PASS_MARK, True)
    assert base_maximum(model.criteria_set) == 100
    with pytest.raises(PermissionDenied):
        add_usual_kinds(by=cast.officer_above)


# --- For everybody ------------------------------------------------------------------------------


def test_the_public_list_is_asked_by_kind_year_and_unit(cast, client):
    old = make.make_exemplar(
        cast.here, state="recognised", title="Cũ", recognised_on=dt.date(2024, 3, 1)
    )
    new = make.make_exemplar(cast.elsewhere, state="recognised", title="Mới")

    def found(**query):
        return [str(row) for row in client.get(LIST, query).context["page"].object_list]

    assert found() == ["Mới", "Cũ"]
    assert found(nam=2024) == ["Cũ"]
    assert found(loai=new.kind_id) == ["Mới"]
    assert found(loai=new.kind_id, nam=2024) == []
    assert found(donvi=cast.here.slug) == found(donvi=cast.district.slug) == ["Cũ"]
    assert found(nam="٣", donvi="x", loai="y") == ["Mới", "Cũ"]
    page = client.get(LIST, {"loai": old.kind_id, "nam": 2024})
    assert next(address for _, address, _ in page.context["tabs"]) == "?nam=2024"
    assert "noindex" in _text(page)
    assert "Không có điển hình" in _text(client.get(LIST, {"loai": new.kind_id, "nam": 2024}))


def test_the_pages_of_emulation_and_of_the_unit_tell_of_it(cast, client):
    make.make_exemplar(cast.here, state="recognised", title="Tủ sách hẻm")
    make.make_exemplar(cast.here, title="Nháp")
    for url in (reverse("emulation:index"), cast.here.get_absolute_url()):
        shown = _text(client.get(url))
        assert ("Tủ sách hẻm" in shown, "Nháp" in shown) == (True, False)
    assert "Tủ sách hẻm" not in _text(client.get(cast.beside.get_absolute_url()))


def test_the_printed_list_is_the_one_that_was_asked_for(cast):
    make.make_exemplar(cast.here, title="Tủ sách hẻm", state="recognised")
    make.make_exemplar(cast.here, title="Tổ bếp")
    url = reverse("exemplars_desk:list_print")
    shown = _text(cast.client("officer_here").get(url, {"tinh_trang": "recognised"}))
    assert ("Tủ sách hẻm" in shown, "Tổ bếp" in shown) == (True, False)


# --- Costs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nobody", "office"])
def test_lists_ask_the_same_however_long(cast, who):
    url = LIST if who == "nobody" else reverse("exemplars_desk:list")
    client = Client() if who == "nobody" else cast.client(who)
    counts = []
    for rows in (1, 3):
        while Exemplar.objects.count() < rows:
            row = make.make_exemplar(cast.here, state="recognised", kind=make.make_exemplar_kind())
            make.make_exemplar_photo(row)
            make.make_adoption(row, cast.beside)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_search_and_sitemap_tell_of_what_everybody_reads(cast, client):
    row = make.make_exemplar(
        cast.here, state="recognised", title="Tổ tự quản hẻm 41", story="Camera đầu hẻm"
    )
    make.make_exemplar(cast.here, title="Tổ tự quản hẻm 43")
    shown = _text(client.get(reverse("search") + "?q=tu+quan+hem+camera"))
    assert row.public_url in shown
    assert "hẻm 43" not in _text(client.get(reverse("search") + "?q=tu+quan+hem"))
    addresses = _text(client.get("/sitemap.xml"))
    assert row.public_url in addresses
    assert addresses.count("/thi-dua/dien-hinh/") == 2
