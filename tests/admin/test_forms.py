"""What is typed into the admin, as people type it; what it refuses, and in which words."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError
from django.test import Client, RequestFactory
from django.urls import reverse

from assoc.models import SiteProfile
from emulation.models import Classification
from events.models import Event, EventPhoto
from kit.dates import local_today
from kit.numbers import vn_number
from members.fields import DayField, DongField, PastDayField
from members.models import (
    AwardKind,
    Branch,
    District,
    Member,
    Position,
    ReadRecord,
    Succession,
    Term,
    Unit,
    User,
)
from tests import factories as make
from tests.conftest import Cast
from welfare.models import Activity, Rate, WelfareKind

from .test_pages import page

pytestmark = pytest.mark.ignore_template_errors  # Django's own templates leave some open


@pytest.fixture
def client(cast: Cast) -> Client:
    return cast.client("admin")


def inline(prefix: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The fields of a formset as a browser sends them."""
    sent: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": initial,
    }
    for index, row in enumerate(rows):
        sent |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return sent


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["adminform"].form.errors)


UNIT_INLINES = {
    **inline("expected_posts"),
    **inline("terms"),
    **inline("succession_out"),
    **inline("succession_in"),
}
BRANCH = {
    "kind": "chi-hoi",
    "name": "Chi hội Cựu Công an nhân dân Phường 12",
    "short_name": "Chi hội Phường 12",
    "code": "BTH-12",
    "valid_from": "12-12-23",
    "status": "active",
    "sort_order": 0,
}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("11/10/1954", dt.date(1954, 10, 11)),
        ("11-10-54", dt.date(1954, 10, 11)),
        ("11.10.1954", dt.date(1954, 10, 11)),
        ("1954-10-11", dt.date(1954, 10, 11)),
        (" 1/2/2030 ", dt.date(2030, 2, 1)),
    ],
)
def test_days_are_taken_as_people_write_them(typed: str, day: dt.date) -> None:
    assert DayField().clean(typed) == day


def test_birthdays_never_lie_ahead() -> None:
    this_year = local_today().year
    typed = f"01/01/{(this_year + 1) % 100:02}"
    assert DayField().clean(typed).year == this_year + 1
    assert PastDayField().clean(typed).year == this_year - 99


@pytest.mark.parametrize("typed", ["31/02/2024", "hôm qua", "1/1/0001", "99/99/9999"])
def test_wrong_days_are_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.code == "invalid"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1.200.000", 1_200_000), ("1,2 triệu", 1_200_000), ("500k", 500_000), ("800000", 800_000)],
)
def test_money_is_taken_as_people_write_it(typed: str, amount: int) -> None:
    field = DongField()
    assert field.clean(typed) == amount
    assert field.prepare_value(1_200_000) == "1.200.000"


def test_a_branch_gets_its_level_and_address(client: Client, cast: Cast) -> None:
    cast.district.short_name = "Bình Thạnh"
    cast.district.save()
    client.post(page(Branch, "add"), BRANCH | UNIT_INLINES | {"parent": cast.district.pk})

    branch = Branch.objects.get(code="BTH-12")
    assert (branch.level, branch.slug) == (2, "chi-hoi-phuong-12-binh-thanh")
    assert branch.valid_from == dt.date(2023, 12, 12)
    assert branch.get_absolute_url().endswith("/chi-hoi-phuong-12-binh-thanh/")


def test_a_branch_without_a_parent_is_refused_in_words(client: Client) -> None:
    answer = client.post(page(Branch, "add"), BRANCH | UNIT_INLINES)
    assert errors(answer) == {"parent": ["Mục này chưa được điền."]}


def test_a_unit_on_the_wrong_step_is_refused_in_words(client: Client) -> None:
    unit = BRANCH | UNIT_INLINES | {"level": 2, "slug": "mot-chi-hoi"}
    answer = client.post(page(Unit, "add"), unit)
    assert errors(answer) == {"__all__": ["Chỉ Hội thành phố không trực thuộc đơn vị nào."]}


def test_a_new_district_stands_under_the_association(client: Client, cast: Cast) -> None:
    form = client.get(page(District, "add")).context["adminform"].form
    assert form["parent"].initial == cast.city.pk
    assert "chi-hoi" not in dict(form.fields["kind"].choices)


def test_a_new_district_is_a_ward_unless_told_otherwise(client: Client, cast: Cast) -> None:
    form = client.get(page(District, "add")).context["adminform"].form
    kinds = [value for value, _ in form.fields["kind"].choices if value]
    assert kinds[:3] == ["phuong", "xa", "dac-khu"]
    assert sorted(kinds) == sorted(
        ["phuong", "xa", "dac-khu", "quan", "huyen", "thi-xa", "co-quan"]
    )


def test_only_an_administrator_corrects_what_names_a_unit(cast: Cast) -> None:
    url = page(Branch, "change", cast.here.pk)
    office = cast.client("office").get(url).context["adminform"].form.fields
    admin = cast.client("admin").get(url).context["adminform"].form.fields
    assert set(admin) - set(office) == {"code", "parent"}


@pytest.mark.parametrize("model", [Unit, Branch])
def test_a_unit_with_people_cannot_be_deleted(client: Client, cast: Cast, model: Any) -> None:
    make.make_member(cast.here)
    answer = client.get(page(model, "delete", cast.here.pk))

    assert answer.context["protected"] == [
        "4 sinh hoạt tại chi hội",
        "2 giữ chức vụ",
        "Hãy ghi ngày kết thúc cho đơn vị thay vì xóa; sổ sách cũ vẫn thuộc về đơn vị đó.",
    ]
    assert "Không xóa được" in answer.content.decode()
    client.post(page(model, "delete", cast.here.pk), {"post": "yes"})
    assert Unit.objects.filter(pk=cast.here.pk).exists()


def test_what_is_in_use_says_what_to_do_instead_of_deleting_it(client: Client, cast: Cast) -> None:
    term = Term.objects.create(unit=cast.here, name="Nhiệm kỳ I", valid_from=make.LONG_AGO)
    cast.officer_here.offices[0].member.appointments.update(term=term)
    kind = make.make_award(make.make_member(cast.here)).kind
    for row, model in ((term, Term), (kind, AwardKind)):
        text = client.get(page(model, "delete", row.pk)).content.decode()
        assert "thì ghi ngày kết thúc thay vì xóa" in text
        assert "không có quyền" not in text
        client.post(page(model, "delete", row.pk), {"post": "yes"})
        assert model._base_manager.filter(pk=row.pk).exists()


CODED: dict[type[Any], dict[str, Any]] = {
    Position: {"level": 2, "right": "none", "rank_order": 1, "expected_count": 1},
    AwardKind: {"valid_from": "01/07/2025", "order": 1, "group": "reward", "for_person": "on"},
    WelfareKind: {
        "valid_from": "01/07/2025",
        "order": 1,
        "listed": "no",
        **inline("rates"),
    },
}


@pytest.mark.parametrize("model", CODED, ids=lambda m: m.__name__)
def test_a_code_nobody_types_is_made_of_the_name(client: Client, model: Any) -> None:
    known = set(model._base_manager.values_list("code", flat=True))
    for code in ("", "", "rieng"):
        sent = {"name": "Ủy viên Đội nghĩa tình", "code": code} | CODED[model]
        assert client.post(page(model, "add"), sent).status_code == 302
    made = set(model._base_manager.values_list("code", flat=True)) - known
    assert made == {"uy-vien-doi-nghia-tinh", "uy-vien-doi-nghia-tinh-2", "rieng"}
    answer = client.post(page(model, "add"), {"name": "x", "code": "rieng"} | CODED[model])
    assert set(errors(answer)) == {"code"}


def test_a_unit_without_records_can_be_deleted(client: Client, cast: Cast) -> None:
    unit = make.make_branch(cast.district)
    client.post(page(Branch, "delete", unit.pk), {"post": "yes"})
    assert not Unit.objects.filter(pk=unit.pk).exists()


def test_a_merger_is_entered_with_its_decision(client: Client, cast: Cast) -> None:
    old = make.make_branch(cast.district)
    url = page(Unit, "change", old.pk)
    form = client.get(url).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    succession = {"new": cast.here.pk, "kind": "merged", "decision_no": "12/QĐ-HCCA"}
    succession["decided_on"] = "30/6/2025"
    sent |= UNIT_INLINES | inline("succession_out", succession)
    sent |= {"status": "merged", "valid_from": "12/12/2023", "valid_to": "1/7/2025"}
    answer = client.post(url, sent)

    assert answer.status_code == 302
    row = Succession.objects.get()
    assert (row.old, row.new, row.decided_on) == (old, cast.here, dt.date(2025, 6, 30))


def test_vacancies_show_on_the_units_page(client: Client, cast: Cast) -> None:
    make.make_position(name="Chi hội phó", expected_count=2)
    text = client.get(page(Branch, "change", cast.here.pk)).content.decode()
    assert "<li><strong>2</strong> Chi hội phó</li>" in text


MEMBER = {"full_name": "Trần Thị Thử", "code": "HV900001", "kind": "official"}
MEMBER_INLINES = {**inline("memberships"), **inline("appointments")}


def test_a_birthday_tells_the_year(client: Client) -> None:
    client.post(page(Member, "add"), MEMBER | MEMBER_INLINES | {"birth_date": "2-9-45"})
    member = Member.objects.get(code="HV900001")
    assert (member.birth_year, member.birth_date) == (1945, dt.date(1945, 9, 2))


def test_a_member_needs_a_birth_year(client: Client) -> None:
    answer = client.post(page(Member, "add"), MEMBER | MEMBER_INLINES)
    assert errors(answer) == {"birth_year": ["Hãy nhập năm sinh hoặc ngày sinh."]}


def test_a_member_joins_a_branch_on_the_same_page(client: Client, cast: Cast) -> None:
    stay = {"unit": cast.here.pk, "valid_from": "1.2.2024", "entered_by": "admitted"}
    sent = MEMBER | MEMBER_INLINES | {"birth_year": 1950} | inline("memberships", stay)
    client.post(page(Member, "add"), sent)
    assert Member.objects.get(code="HV900001").joined_on == dt.date(2024, 2, 1)


def test_members_are_listed_by_given_name(client: Client) -> None:
    for name in ("Lê Đức", "Lê An", "Lê Ánh", "Trần Dũng"):
        make.make_member(full_name=name)
    names = [m.full_name for m in client.get(page(Member, "changelist")).context["cl"].result_list]
    assert [n for n in names if "Thử" not in n] == ["Lê An", "Lê Ánh", "Trần Dũng", "Lê Đức"]


def test_opening_a_personal_record_is_written_down(cast: Cast) -> None:
    member = cast.member_here.member
    assert member is not None
    activity = make.make_activity(cast.here)
    client = cast.client("office")
    client.get(page(Member, "change", member.pk))
    client.get(page(Activity, "change", activity.pk))
    client.get(page(Member, "changelist"))

    read = list(ReadRecord.objects.order_by("pk").values_list("user", "model", "object_id"))
    assert read == [
        (cast.office.pk, "members.member", member.pk),
        (cast.office.pk, "welfare.activity", activity.pk),
    ]


def test_the_log_of_reads_is_shown_and_never_changed(client: Client, cast: Cast) -> None:
    record = ReadRecord.objects.note(cast.office, make.make_member(cast.here))
    assert "hội viên" in client.get(page(ReadRecord, "changelist")).content.decode()
    assert client.post(page(ReadRecord, "change", record.pk), {"model": "x"}).status_code == 403
    assert client.post(page(ReadRecord, "delete", record.pk), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    client.post(page(ReadRecord, "changelist"), action)
    assert ReadRecord.objects.count() == 1


def _sheet(answer: Any) -> str:
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    return "".join(
        book.read(name).decode()
        for name in book.namelist()
        if name.startswith(("xl/worksheets/", "xl/sharedStrings"))
    )


def test_members_are_exported_and_the_export_is_written_down(cast: Cast) -> None:
    member = make.make_member(cast.here, full_name="Đỗ Xuất", phone="0900 000 123")
    action = {"action": "export_xlsx", "_selected_action": [member.pk]}
    answer = cast.client("office").post(page(Member, "changelist"), action)

    told = _sheet(answer)
    assert [w for w in ("Đỗ Xuất", "0900 000 123", str(cast.here)) if w not in told] == []
    assert 'filename="hoi-vien-' in answer["Content-Disposition"]
    assert [(r.user, r.object_id) for r in ReadRecord.objects.all()] == [(cast.office, member.pk)]


@pytest.mark.parametrize("model", [Event, Activity])
def test_other_lists_are_exported(client: Client, cast: Cast, model: Any) -> None:
    row = make.make_event(cast.here) if model is Event else make.make_activity(cast.here)
    action = {"action": "export_xlsx", "_selected_action": [row.pk]}
    assert str(cast.here) in _sheet(client.post(page(model, "changelist"), action))


def test_private_columns_need_the_right_to_change(cast: Cast, monkeypatch: Any) -> None:
    member = make.make_member(cast.here, phone="0900 000 123")
    monkeypatch.setattr(
        "members.admin.MemberAdmin.has_change_permission", lambda self, request, obj=None: False
    )
    action = {"action": "export_xlsx", "_selected_action": [member.pk]}
    told = _sheet(cast.client("office").post(page(Member, "changelist"), action))
    assert "0900 000 123" not in told
    assert "Điện thoại" not in told


ACTIVITY = {
    "happened_on": "2/9/2026",
    "family": "Gia đình hội viên",
    "people_count": 1,
    "in_kind_value": "0",
    "fund": "unit",
    "state": "handed",
}


def test_an_amount_is_read_back_in_words(client: Client, cast: Cast) -> None:
    sent = ACTIVITY | inline("visitors") | inline("reason")
    sent |= {"kind": make.make_welfare_kind().pk, "unit": cast.here.pk, "amount": "1,2 triệu"}
    answer = client.post(page(Activity, "add"), sent, follow=True)

    activity = Activity.objects.get()
    assert activity.amount == 1_200_000
    assert next(str(m) for m in answer.context["messages"]) == (
        "Số tiền đã ghi: 1.200.000 đ (Một triệu hai trăm nghìn đồng)."
    )
    text = client.get(page(Activity, "change", activity.pk)).content.decode()
    assert 'value="1.200.000"' in text
    assert "Một triệu hai trăm nghìn đồng" in text


@pytest.mark.parametrize(
    ("typed", "people"), [("2.000", 2000), ("2 000", 2000), ("2 nghìn", 2000), ("18 người", 18)]
)
def test_people_are_counted_as_they_are_written(
    client: Client, cast: Cast, typed: str, people: int
) -> None:
    sent = (
        ACTIVITY | inline("visitors") | inline("reason") | {"amount": "1tr2", "people_count": typed}
    )
    sent |= {"kind": make.make_welfare_kind().pk, "unit": cast.here.pk}
    client.post(page(Activity, "add"), sent)

    activity = Activity.objects.get()
    assert (activity.people_count, activity.amount) == (people, 1_200_000)


@pytest.mark.parametrize("typed", ["2.0", "1,5", "-1", "mấy người"])
def test_a_count_that_is_none_is_refused_and_kept(client: Client, cast: Cast, typed: str) -> None:
    sent = ACTIVITY | inline("visitors") | inline("reason") | {"amount": "0", "people_count": typed}
    sent |= {"kind": make.make_welfare_kind().pk, "unit": cast.here.pk}
    answer = client.post(page(Activity, "add"), sent)

    assert list(errors(answer)) == ["people_count"]
    assert f'value="{typed}"' in answer.content.decode()


GRADE = {"year": "2024", "grade": "good", "announced_on": "10/1/2025"}


@pytest.mark.parametrize(
    ("typed", "score"),
    [("96,75", "96.75"), ("96.75", "96.75"), ("9,5", "9.5"), ("88,25", "88.25"), ("0", "0"),
     ("100", "100"), ("95 điểm", "95")],
)  # fmt: skip
def test_a_score_keeps_its_comma(client: Client, cast: Cast, typed: str, score: str) -> None:
    client.post(page(Classification, "add"), GRADE | {"unit": cast.district.pk, "score": typed})

    grade = Classification.objects.get()
    assert grade.score == Decimal(score)
    shown = client.get(page(Classification, "change", grade.pk)).content.decode()
    assert f'value="{vn_number(grade.score)}"' in shown


@pytest.mark.parametrize("typed", ["-1", "-0,5", "100,5", "101", "9675", "1.234", "96,755", "tốt"])
def test_a_score_off_the_scale_is_refused_and_kept(client: Client, cast: Cast, typed: str) -> None:
    sent = GRADE | {"unit": cast.district.pk, "score": typed}
    answer = client.post(page(Classification, "add"), sent)

    assert list(errors(answer)) == ["score"]
    assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.parametrize("score", ["-0.01", "100.01", "9675"])
def test_the_database_knows_the_scale(cast: Cast, score: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_classification(cast.district, score=score)


def test_a_wrong_amount_is_refused_and_kept(client: Client, cast: Cast) -> None:
    sent = ACTIVITY | inline("visitors") | inline("reason") | {"amount": "một ít"}
    sent |= {"kind": make.make_welfare_kind().pk, "unit": cast.here.pk}
    answer = client.post(page(Activity, "add"), sent)
    assert list(errors(answer)) == ["amount"]
    assert 'value="một ít"' in answer.content.decode()


def test_a_rate_shows_its_amount_in_words(client: Client) -> None:
    rate = Rate.objects.create(
        kind=make.make_welfare_kind(), amount=800_000, source="NQ", valid_from=make.LONG_AGO
    )
    text = client.get(page(Rate, "change", rate.pk)).content.decode()
    assert "Tám trăm nghìn đồng" in text


EVENT = {
    "title": "Lễ ký kết",
    "kind": "signing",
    "state": "announced",
    "starts_at_0": "11-10-24",
    "starts_at_1": "8h30",
    "ends_at_0": "",
    "ends_at_1": "",
    "place": "Hội trường",
}


def event_data(unit: Unit, **more: Any) -> dict[str, Any]:
    names = ("event_hosts", "guests", "programme", "former_days", "photos", "documents")
    parts = {name: value for prefix in names for name, value in inline(prefix).items()}
    return EVENT | {"unit": unit.pk} | parts | more


def test_an_event_is_entered_with_guests_and_photographs(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    guest = {"order": 1, "rank": 40, "name": "Trần Văn A", "post": "Chủ tịch Hội"}
    photo = {"order": 0, "picture": make.picture_file(), "alt": "Quang cảnh", "is_internal": "on"}
    sent = event_data(cast.city, **inline("guests", guest), **inline("photos", photo))
    answer = client.post(page(Event, "add"), sent)

    assert answer.status_code == 302
    event = Event.objects.get()
    assert event.starts_at == dt.datetime(2024, 10, 11, 1, 30, tzinfo=dt.UTC)
    assert [str(g) for g in event.guests.all()] == ["Thiếu tướng Trần Văn A"]

    stored: Any = event.photos.get().picture
    names = stored.file_names
    assert all(stored.storage.exists(name) for name in names)
    text = client.get(page(Event, "change", event.pk)).content.decode()
    assert stored.rendition_url(stored.widths[0]) in text
    Event.objects.update(state=Event.State.DRAFT)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(Event, "delete", event.pk), {"post": "yes"})
    assert EventPhoto.objects.count() == 0
    assert [name for name in names if stored.storage.exists(name)] == []


def test_a_replaced_photograph_takes_its_files_along(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    event = make.make_event(cast.city)
    photo: Any = EventPhoto.objects.create(event=event, picture=make.picture_file())
    old = photo.picture.file_names
    picture = make.picture_file(size=(500, 400))
    row = {"id": photo.pk, "event": event.pk, "order": 0, "picture": picture, "is_internal": "on"}
    sent = event_data(cast.city, **inline("photos", row, initial=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page(Event, "change", event.pk), sent).status_code == 302

    photo = EventPhoto.objects.get()
    storage = photo.picture.storage
    assert [name for name in old if storage.exists(name)] == []
    assert [name for name in photo.picture.file_names if not storage.exists(name)] == []


def test_site_profile_is_one_row(client: Client, cast: Cast) -> None:
    change = page(SiteProfile, "change", 1)
    answer = client.get(page(SiteProfile, "changelist"))
    assert (answer.status_code, answer.headers["Location"]) == (302, change)
    assert client.get(change).status_code == 200
    assert SiteProfile.objects.count() == 0

    client.post(change, {"name": "Hội", "short_name": "Hội", "description": "x", "phone": "028"})
    assert [(p.pk, p.phone) for p in SiteProfile.objects.all()] == [(1, "028")]
    assert client.get(page(SiteProfile, "add")).status_code == 403
    assert client.get(page(SiteProfile, "delete", 1)).status_code == 403


def test_an_account_is_made_with_a_password_and_no_groups(client: Client, cast: Cast) -> None:
    member = make.make_member(cast.here)
    answer = client.post(
        page(User, "add"),
        {
            "username": "thuquy",
            "member": member.pk,
            "password1": "mot-mat-khau-dai",
            "password2": "mot-mat-khau-dai",
        },
    )
    assert answer.status_code == 302
    user = User.objects.get(username="thuquy")
    assert user.check_password("mot-mat-khau-dai")
    assert (user.member, user.is_staff, user.is_superuser) == (member, False, False)

    new = {"password1": "mat-khau-moi-dai", "password2": "mat-khau-moi-dai"}
    client.post(reverse("admin:auth_user_password_change", args=[user.pk]), new)
    user.refresh_from_db()
    assert user.check_password("mat-khau-moi-dai")


def test_a_weak_password_is_refused_in_vietnamese(client: Client) -> None:
    sent = {"username": "moi", "password1": "12345678", "password2": "12345678"}
    found = errors(client.post(page(User, "add"), sent))
    assert found == {
        "password2": [
            "Mật khẩu quá ngắn, cần ít nhất 10 ký tự.",
            "Mật khẩu này quá phổ biến, dễ bị đoán.",
        ]
    }


def test_accounts_are_closed_not_deleted(client: Client, cast: Cast) -> None:
    assert client.get(page(User, "delete", cast.office.pk)).status_code == 403


def test_who_only_looks_at_accounts_sees_nothing_of_the_password(cast: Cast) -> None:
    text = cast.client("office").get(page(User, "change", cast.editor.pk)).content.decode()
    assert "md5" not in text
    assert cast.editor.password not in text


def test_lists_of_accounts_tell_the_offices(client: Client, cast: Cast) -> None:
    post = Position.objects.get(right="city_office")
    text = client.get(page(User, "changelist")).content.decode()
    assert f"{post.name}, {cast.city}" in text


@pytest.mark.django_db(transaction=True)
def test_events_that_cannot_be_deleted_keep_their_pictures() -> None:
    event = make.make_event()
    photo = EventPhoto.objects.create(event=event, picture=make.picture_file())
    compact = make.make_compact(signing_event=event)
    events = admin.site.get_model_admin(Event)
    with pytest.raises(ProtectedError):
        events.delete_queryset(RequestFactory().post("/"), Event.objects.all())
    assert photo.picture.storage.exists(photo.picture.name)
    compact.delete()
    events.delete_queryset(RequestFactory().post("/"), Event.objects.all())
    assert not photo.picture.storage.exists(photo.picture.name)


@pytest.mark.parametrize("junk", ["rác", "1.5", "-1", "9" * 40, "<b>", "\x00"])
def test_what_is_no_key_comes_back_with_words(cast: Cast, junk: str) -> None:
    """In every box of the admin that looks records up."""
    client, seen = cast.client("admin"), 0
    for model, model_admin in admin.site._registry.items():
        names = [*model_admin.autocomplete_fields, *model_admin.raw_id_fields]
        if names:
            answer = client.post(page(model, "add"), dict.fromkeys(names, junk))
            assert answer.status_code in (200, 400, 403), (model, answer.status_code)
            seen += 1
    assert seen > 5
