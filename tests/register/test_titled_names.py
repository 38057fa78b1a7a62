"""The rank and the form of address that people type into the box of a new person's name."""

from typing import Any

import pytest
from django.urls import reverse

from kit.dates import local_today
from members.models import Application, Candidate, Member, Rank
from members.models.people import search_terms, titled
from register.actions.members import suggested_code
from tests import factories as make
from tests.conftest import Cast

COLONEL, CAPTAIN, SERGEANT = Rank.SENIOR_COLONEL, Rank.SENIOR_CAPTAIN, Rank.SERGEANT_MAJOR

WAYS: list[tuple[str, str, Rank | None]] = [
    ("Đại tá Lý Công Thử", "Lý Công Thử", COLONEL),
    ("ĐẠI TÁ LÝ CÔNG THỬ", "Lý Công Thử", COLONEL),
    ("đại uý lý công thử", "Lý Công Thử", CAPTAIN),
    ("Thượng sỹ Lý Công Thử", "Lý Công Thử", SERGEANT),
    ("đ/c Trần Văn A", "Trần Văn A", None),
    ("Đồng chí Đại tá Trần Văn A", "Trần Văn A", COLONEL),
    ("Đ/c: Trần Văn A", "Trần Văn A", None),
    ("Đại tá CAND Trần Văn A", "Trần Văn A", COLONEL),
    ("Đại tá Công an nhân dân Trần Văn A", "Trần Văn A", COLONEL),
    ("Trần Văn A, Đại tá", "Trần Văn A", COLONEL),
    ("Trần Văn A (đại tá)", "Trần Văn A", COLONEL),
    ("Trần Văn A - Đại tá", "Trần Văn A", COLONEL),
    ("Hạ sĩ Đồng Văn A", "Đồng Văn A", Rank.CORPORAL),
    # What only looks so is the name.
    ("Hà Sĩ Nguyên", "Hà Sĩ Nguyên", None),
    ("Hà Sỹ Đồng", "Hà Sỹ Đồng", None),
    ("Đồng Văn Chí", "Đồng Văn Chí", None),
    ("Nguyễn Văn Bảy (Ba Đen)", "Nguyễn Văn Bảy (Ba Đen)", None),
    ("Đặng Trung Tá", "Đặng Trung Tá", None),
]


@pytest.mark.parametrize(("typed", "name", "rank"), WAYS)
def test_titles_are_told_from_names(typed: str, name: str, rank: Rank | None) -> None:
    told = titled(typed)
    assert told.name.casefold() == name.casefold()
    assert told.rank == (rank.label if rank else "")
    assert told.address == ""


def test_search_takes_no_name_for_a_rank() -> None:
    assert search_terms("Hà Sỹ Đồng") == ["ha", "sy", "dong"]
    assert search_terms("Hạ sĩ Đồng") == search_terms("ha si Đồng") == ["dong"]


def _post(cast: Cast, what: str, **fields: Any) -> Any:
    day = f"{local_today():%d/%m/%Y}"
    own = {
        "member": {"birth": "1950", "kind": "official", "code": suggested_code()},
        "candidate": {"found_on": day},
        "application": {"birth_year": "1950", "applied_on": day, "kind": "official"},
    }[what]
    sent = own | {"unit": cast.here.pk, "token": "dau-0123456789abcdef"} | fields
    client = cast.client("officer_here")
    return client.post(reverse(f"book:{what}_new"), sent, follow=True)


ROOMS: dict[str, Any] = {"member": Member, "candidate": Candidate, "application": Application}


def _newest(what: str) -> Any:
    return ROOMS[what].objects.order_by("-pk").first()


@pytest.mark.parametrize("what", ROOMS)
def test_rank_typed_with_the_name_goes_into_its_own_box(cast: Cast, what: str) -> None:
    answer = _post(cast, what, full_name="Đại tá Lý Công Thử")
    row = _newest(what)

    assert (row.full_name, row.rank) == ("Lý Công Thử", COLONEL)
    said = "Đã bỏ “Đại tá” khỏi họ và tên và ghi cấp bậc hàm vào ô riêng."
    assert said in answer.content.decode()


@pytest.mark.parametrize("what", ROOMS)
def test_two_ranks_are_asked_about_and_nothing_is_lost(cast: Cast, what: str) -> None:
    other = "Thượng tá" if what == "member" else str(int(Rank.COLONEL))
    form = _post(cast, what, full_name="Đại tá Lý Công Thử", rank=other).context["form"]

    assert list(form.errors) == ["rank"]
    assert form["full_name"].value() == "Đại tá Lý Công Thử"


@pytest.mark.parametrize("what", ROOMS)
@pytest.mark.parametrize("typed", ["Ông Văn Tám", "bà Lê Thị Tám"])
def test_form_of_address_is_asked_about_once(cast: Cast, what: str, typed: str) -> None:
    answer = _post(cast, what, full_name=typed)
    form = answer.context["form"]
    assert list(form.errors) == ["full_name"]
    assert form["full_name"].value() == typed

    _post(cast, what, full_name=typed, name_kept=form["name_kept"].value())
    assert _newest(what).full_name.casefold() == typed.casefold()


@pytest.mark.parametrize("typed", ["Đại tá", "đ/c", "Ông", "đồng chí Đại tá"])
def test_title_alone_is_no_name(cast: Cast, typed: str) -> None:
    assert list(_post(cast, "member", full_name=typed).context["form"].errors) == ["full_name"]


def test_name_that_was_kept_once_is_not_asked_about_again(cast: Cast) -> None:
    member = make.make_member(cast.here, full_name="Ông Văn Tám")
    url = reverse("book:member_edit", args=[member.pk])
    client = cast.client("officer_here")
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    answer = client.post(url, sent | {"notes": "Hay đi bộ"})
    assert answer.status_code == 302


def test_the_administration_reads_names_alike(cast: Cast) -> None:
    url = reverse("admin:members_member_add")
    client = cast.client("admin")
    forms = client.get(url).context["inline_admin_formsets"]
    sent: dict[str, Any] = {
        f"{one.formset.prefix}-{name}": 0 for one in forms for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }  # fmt: skip
    sent |= {"full_name": "Đại tá Lý Công Thử", "code": "HV900777", "kind": "official"}
    answer = client.post(url, sent | {"birth_year": "1950"}, follow=True)

    made = Member.objects.get(code="HV900777")
    assert (made.full_name, made.rank) == ("Lý Công Thử", COLONEL)
    assert "Đã bỏ “Đại tá”" in answer.content.decode()
