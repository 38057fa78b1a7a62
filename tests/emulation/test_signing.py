"""Signing: who may, once, for the text that was read; after that nothing changes by any way."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.actions import (
    attach_paper,
    note_absence,
    open_signing,
    reopen_draft,
    save_addendum,
    save_part,
    sign,
)
from emulation.actions.signing import PaperSigner
from emulation.models import Addendum, Clause, Compact, Section, Signature, Target
from kit.dates import local_today
from members.models import SignInTrail, User
from tests import factories as make
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "demo"


@pytest.fixture
def opened(cast: Cast) -> Compact:
    """Opened for signing, of a cluster of two districts that the first leads."""
    cluster = make.make_cluster(cast.district, cast.elsewhere)
    cluster.heads.create(unit=cast.district, valid_from=make.LONG_AGO)
    compact = make.make_compact(cluster, year=local_today().year, signed_on=None)
    make.make_compact_parts(compact)
    open_signing(text=compact, by=cast.officer_above)
    compact.refresh_from_db()
    return compact


@pytest.fixture
def other(cast: Cast, opened: Compact) -> User:
    return make.make_officer(cast.elsewhere, "district_officer")


def signed_by_both(compact: Any, cast: Cast, other: User) -> Any:
    digest = compact.current_hash
    sign(text=compact, unit=cast.district, text_hash=digest, by=cast.officer_above)
    sign(text=compact, unit=cast.elsewhere, text_hash=digest, by=other)
    compact.refresh_from_db()
    return compact


def test_last_signature_freezes_the_text_with_its_hash(
    cast: Cast, opened: Compact, other: User
) -> None:
    digest = opened.current_hash
    first = sign(text=opened, unit=cast.district, text_hash=digest, by=cast.officer_above)
    opened.refresh_from_db()
    assert (opened.is_frozen, opened.is_signed) == (False, False)
    sign(text=opened, unit=cast.elsewhere, text_hash=digest, by=other)
    opened.refresh_from_db()
    assert (opened.text_hash, opened.signed_on) == (digest, local_today())
    assert (first.user, first.text_hash, first.signer_name) == (
        cast.officer_above, digest, cast.officer_above.member.full_name,
    )  # fmt: skip
    assert opened.is_seal_whole


@pytest.mark.parametrize("who", ["office", "admin", "officer_here", "officer_beside"])
def test_nobody_signs_for_a_unit_of_which_they_are_no_officer(
    cast: Cast, opened: Compact, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        sign(text=opened, unit=cast.district, text_hash=opened.current_hash, by=getattr(cast, who))
    assert not Signature.objects.exists()


def test_officer_of_another_unit_of_the_cluster_signs_for_the_own_alone(
    cast: Cast, opened: Compact, other: User
) -> None:
    with pytest.raises(PermissionDenied):
        sign(text=opened, unit=cast.district, text_hash=opened.current_hash, by=other)


def test_unit_outside_the_cluster_does_not_sign(cast: Cast, opened: Compact) -> None:
    with pytest.raises(ValidationError, match="không thuộc cụm"):
        sign(text=opened, unit=cast.here, text_hash=opened.current_hash, by=cast.officer_here)


def test_second_signature_is_refused_and_a_double_click_is_one(cast: Cast, opened: Compact) -> None:
    digest = opened.current_hash
    first = sign(text=opened, unit=cast.district, text_hash=digest, by=cast.officer_above)
    assert sign(text=opened, unit=cast.district, text_hash=digest, by=cast.officer_above) == first
    colleague = make.make_officer(cast.district, "district_officer")
    with pytest.raises(ValidationError, match="đã ký rồi"):
        sign(text=opened, unit=cast.district, text_hash=digest, by=colleague)
    assert Signature.objects.count() == 1


def test_text_changed_since_it_was_read_is_not_signed(cast: Cast, opened: Compact) -> None:
    read = opened.current_hash
    reopen_draft(text=opened, by=cast.officer_above)
    clause = Clause.objects.get()
    clause.text = "Khác"
    save_part(part=clause, by=cast.officer_above)
    open_signing(text=opened, by=cast.officer_above)
    with pytest.raises(ValidationError, match="vừa thay đổi"):
        sign(text=opened, unit=cast.district, text_hash=read, by=cast.officer_above)


def test_open_text_is_not_edited_and_reopening_voids_signatures(
    cast: Cast, opened: Compact
) -> None:
    sign(text=opened, unit=cast.district, text_hash=opened.current_hash, by=cast.officer_above)
    with pytest.raises(ValidationError, match="đang mở ký"):
        save_part(part=Clause.objects.get(), by=cast.officer_above)
    reopen_draft(text=opened, by=cast.officer_above)
    assert not Signature.objects.exists()
    save_part(part=Clause.objects.get(), by=cast.officer_above)


def test_absent_unit_is_recorded_with_a_reason_and_the_others_are_enough(
    cast: Cast, opened: Compact
) -> None:
    note_absence(text=opened, unit=cast.elsewhere, reason="Bận", by=cast.officer_above)
    opened.refresh_from_db()
    assert opened.frozen_at is None  # absences alone sign nothing
    sign(text=opened, unit=cast.district, text_hash=opened.current_hash, by=cast.officer_above)
    opened = Compact.objects.get(pk=opened.pk)
    assert opened.is_frozen
    page = cast.client("nobody").get(opened.get_absolute_url()).content.decode()
    assert "vắng khi ký: Bận" in page
    assert opened.hash_shown in page


def test_paper_signed_by_hand_is_kept_with_its_signers(cast: Cast, opened: Compact) -> None:
    signers = [
        PaperSigner(cast.district, "Lê Ký", "Chủ tịch"),
        PaperSigner(cast.elsewhere, "Tô", ""),
    ]
    file = SimpleUploadedFile("ban-ky.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    attach_paper(
        text=opened, file=file, signers=signers, signed_on=make.yesterday(), by=cast.officer_above
    )
    opened.refresh_from_db()
    assert (opened.is_frozen, opened.signed_on, opened.scans.count()) == (True, make.yesterday(), 1)
    assert {row.user for row in opened.signatures.all()} == {None}


# --- Nothing changes by any way ---------------------------------------------------------------

CHANGES: dict[str, tuple[type[Any], str, Any]] = {
    "title": (Compact, "title", "Khác"),
    "purpose": (Compact, "preamble", "Khác"),
    "hash": (Compact, "text_hash", "0" * 64),
    "thawed": (Compact, "frozen_at", None),
    "section": (Section, "title", "Khác"),
    "order of sections": (Section, "order", 9),
    "clause": (Clause, "text", "Khác"),
    "target": (Target, "name", "Khác"),
    "value of a target": (Target, "value", 7),
    "signer": (Signature, "signer_name", "Khác"),
    "hash of a signature": (Signature, "text_hash", "0" * 64),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("way", ["save", "update", "raw"])
def test_frozen_text_is_changed_by_no_way(
    cast: Cast, opened: Compact, other: User, what: str, way: str
) -> None:
    signed_by_both(opened, cast, other)
    model, name, value = CHANGES[what]
    with pytest.raises(IntegrityError, match=r"held_|frozen_with"), transaction.atomic():
        _change(way, model._default_manager.first(), name, value)
    opened.refresh_from_db()
    assert opened.is_seal_whole


def _change(way: str, row: Any, name: str, value: Any) -> None:
    match way:
        case "save":
            setattr(row, name, value)
            row.save()
        case "update":
            type(row)._default_manager.filter(pk=row.pk).update(**{name: value})
        case _:
            column = row._meta.get_field(name).column
            sql = f'UPDATE {row._meta.db_table} SET "{column}" = %s WHERE id = %s'  # noqa: S608 - our own names
            with connection.cursor() as cursor:
                cursor.execute(sql, [value, row.pk])


@pytest.mark.parametrize("what", ["section", "clause", "target", "signature"])
def test_nothing_is_added_to_a_frozen_text(
    cast: Cast, opened: Compact, other: User, what: str
) -> None:
    signed_by_both(opened, cast, other)
    add = {
        "section": lambda: opened.sections.create(title="Thêm"),
        "clause": lambda: opened.sections.get().clauses.create(text="Thêm"),
        "target": lambda: opened.targets.create(name="Thêm", kind="yes_no"),
        "signature": lambda: opened.signatures.create(unit=cast.here, signed_on=local_today()),
    }
    with pytest.raises(IntegrityError, match="agree_"), transaction.atomic():
        add[what]()


@pytest.mark.parametrize("model", [Compact, Section, Clause, Target, Signature])
def test_nothing_of_a_frozen_text_is_deleted(
    cast: Cast, opened: Compact, other: User, model: type[Any]
) -> None:
    signed_by_both(opened, cast, other)
    with pytest.raises(ValidationError), transaction.atomic():
        model._default_manager.all().delete()
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - our own name


def test_clause_moves_into_no_other_compact_and_results_go_on(
    cast: Cast, opened: Compact, other: User
) -> None:
    signed_by_both(opened, cast, other)
    elsewhere = make.make_compact_parts(make.make_compact(signed_on=None))[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Clause.objects.filter(section__compact=opened).update(section=elsewhere)
    opened.targets.get().results.create(unit=cast.district, reported_on=local_today(), value=3)


def test_admin_shows_a_frozen_compact_and_changes_nothing_of_it(
    cast: Cast, opened: Compact, other: User
) -> None:
    signed_by_both(opened, cast, other)
    client = cast.client("admin")
    for row in (opened, opened.sections.get(), opened.targets.get()):
        url = reverse(f"admin:emulation_{row._meta.model_name}_change", args=[row.pk])
        form = client.get(url).context["adminform"].form
        assert set(form.fields) <= {"signing_event"}


# --- Addenda ----------------------------------------------------------------------------------


def test_later_change_is_a_numbered_addendum_signed_again(
    cast: Cast, opened: Compact, other: User
) -> None:
    with pytest.raises(ValidationError, match="chưa ký"):
        save_addendum(
            addendum=Addendum(compact=opened, title="Sớm", text="x"), by=cast.officer_above
        )
    signed_by_both(opened, cast, other)
    for title in ("Một", "Một", "Hai"):  # the second a double click
        addendum = save_addendum(
            addendum=Addendum(compact=opened, title=title, text="Nội dung"), by=cast.officer_above
        )
    assert [row.number for row in opened.addenda.all()] == [1, 2]
    open_signing(text=addendum, by=cast.officer_above)
    addendum.refresh_from_db()
    page = cast.client("nobody").get(opened.get_absolute_url()).content.decode()
    assert "Phụ lục số" not in page
    signed_by_both(addendum, cast, other)
    page = cast.client("nobody").get(opened.get_absolute_url()).content.decode()
    assert ("Phụ lục số 2" in page, "Phụ lục số 1" in page) == (True, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Addendum.objects.filter(pk=addendum.pk).update(text="Khác")
    assert opened.signatures.filter(addendum__isnull=True).count() == 2


# --- The page asks for the password -----------------------------------------------------------


def sent(compact: Compact, **data: Any) -> dict[str, Any]:
    return {"text_hash": compact.current_hash, "has_read": "on", "password": PASSWORD} | data


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "sai"}, "password"),
        ({"password": ""}, "password"),
        ({"has_read": ""}, "has_read"),
    ],
)
def test_signature_needs_password_and_reading(
    cast: Cast, opened: Compact, wrong: dict[str, str], field: str
) -> None:
    client, url = (
        cast.client("officer_above"),
        reverse("emulation_desk:compact_sign", args=[opened.pk]),
    )
    answer = client.post(url, sent(opened, unit=cast.district.pk) | wrong)
    assert list(answer.context["form"].errors) == [field]
    assert not Signature.objects.exists()
    assert SignInTrail.objects.filter(failures=1).exists() == (wrong.get("password") == "sai")
    assert client.post(url, sent(opened, unit=cast.district.pk)).status_code == 302
    assert Signature.objects.get().user == cast.officer_above


def test_wrong_passwords_lock_as_at_the_sign_in(cast: Cast, opened: Compact) -> None:
    client, url = (
        cast.client("officer_above"),
        reverse("emulation_desk:compact_sign", args=[opened.pk]),
    )
    codes = [
        client.post(url, sent(opened, unit=cast.district.pk, password=f"sai{n}")).status_code
        for n in range(6)
    ]
    assert codes[-1] == 429


def test_page_and_paper_cost_the_same_however_many_units_sign(cast: Cast) -> None:
    client, costs = cast.client("office"), []
    for count in (1, 3):
        units = [make.make_district(cast.city) for _ in range(count)]
        cluster = make.make_cluster(*units, make.make_district(cast.city))
        make.make_cluster_head(cluster, units[0])
        compact = make.make_compact(cluster, signed_on=None)
        for _ in range(count):
            make.make_compact_parts(compact)
        open_signing(text=compact, by=cast.office)
        for unit in units:
            by = make.make_officer(unit)
            sign(text=compact, unit=unit, text_hash=compact.current_hash, by=by)
        for name in ("compact", "compact_print"):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(f"emulation_desk:{name}", args=[compact.pk]))
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
