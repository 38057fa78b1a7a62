"""Results of contests: the sheet as it is typed and pasted, the ranking, who is told names."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.actions.contests import save_results, stored_lines, text_of
from events.contests import ranking_of, version_of_sheet
from events.forms.contests import ResultsField
from events.models import Contestant, ContestResult
from events.tasks import contests_on_card
from tests import factories as make

EXCEL = (
    "Nội dung\tĐơn vị\tNgười thi\tHạng\tThành tích\tGiải\n"
    "Cầu lông đôi nam\tĐội bạn A\tLê Văn Bạn; Trần B\t1\t21-15\tGiải Nhất\n"
    "\tĐội bạn B\t\t2\t\tII\n"
    "Cờ tướng\tĐội bạn A\tLê Văn Bạn\t3\t4,5 điểm\tHCĐ"
)


@pytest.fixture
def event(cast):
    return make.make_event(cast.here, title="Hội thao", kind="sport", starts_at=make.long_past())


def _url(event):
    return reverse("events_desk:results", args=[event.pk])


def _send(cast, event, text, who="officer_here"):
    client = cast.client(who)
    version = client.get(_url(event)).context["form"]["version"].value()
    return client.post(_url(event), {"results": text, "version": version})


def test_sheet_pasted_from_excel_is_read(db):
    lines = ResultsField().clean(EXCEL)
    assert [
        (r.discipline, r.team, r.place, r.score, r.prize) for r in (line.result for line in lines)
    ] == [
        ("Cầu lông đôi nam", "Đội bạn A", 1, "21-15", "first"),
        ("Cầu lông đôi nam", "Đội bạn B", 2, "", "second"),
        ("Cờ tướng", "Đội bạn A", 3, "4,5 điểm", "third"),
    ]
    assert [one.name for one in lines[0].people] == ["Lê Văn Bạn", "Trần B"]
    assert text_of(ResultsField().clean(text_of(lines))) == text_of(lines)  # read back the same


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Cờ tướng", "cần ít nhất nội dung thi và đơn vị"),
        ("Cờ tướng | ", "cần ít nhất nội dung thi và đơn vị"),
        ("Cờ tướng | Đội A | | không | | ", "phải là số"),
        ("Cờ tướng | Đội A | | 0 | | ", "phải là số"),
        ("Cờ tướng | Đội A | | 1,5 | | ", "phải là số"),
        ("Cờ tướng | Đội A | | 1 | | to", "không rõ giải"),
        ("Cờ tướng | Đội A | | 1 | | nhất | thừa", "quá 6 cột"),
        (f"Cờ tướng | {'Đ' * 121}", "dài quá 120"),
        ("\n".join(["Cờ | Đội A"] * 301), "nhiều nhất 300 dòng"),
    ],
)
def test_what_is_not_understood_is_named_by_its_line(db, typed, words):
    with pytest.raises(ValidationError, match=words):
        ResultsField().clean(typed)


def test_unit_and_members_are_known_by_name_and_names_stay_inside(cast, event):
    member = make.make_member(cast.here, full_name="Lê Thị Vợt")
    for _ in range(2):
        make.make_member(cast.here, full_name="Trùng Tên")
    _send(
        cast,
        event,
        f"Cầu lông | {cast.here.name} | Lê Thị Vợt, Trùng Tên, Người Ngoài | 1 | | nhất",
    )
    result = ContestResult.objects.get()
    assert (result.unit, result.team) == (cast.here, "")
    assert [(p.name, p.member) for p in Contestant.objects.all()] == [
        ("Lê Thị Vợt", member), ("Trùng Tên", None), ("Người Ngoài", None),
    ]  # fmt: skip
    url = event.get_absolute_url()
    told = {who: cast.client(who).get(url).content.decode() for who in ("member_here", "nobody")}
    assert ["Giải nhất" in page for page in told.values()] == [True, True]
    assert ["Lê Thị Vợt" in page for page in told.values()] == [True, False]
    card = contests_on_card(cast.officer_here, member)
    assert card is not None
    assert card.lines == [f"Năm {event.starts_on.year}: Cầu lông, giải nhất (Hội thao)."]
    assert contests_on_card(cast.officer_beside, member) is None


def test_sheet_saved_again_keeps_rows_and_one_of_two_writers_is_told(cast, event):
    _send(cast, event, EXCEL)
    kept = list(ContestResult.objects.values_list("pk", flat=True))
    client = cast.client("officer_here")
    old = client.get(_url(event)).context["form"]["version"].value()
    more = f"{EXCEL}\nKéo co | Đội bạn C | | 1"
    assert _send(cast, event, more, "officer_above").status_code == 302
    assert list(ContestResult.objects.values_list("pk", flat=True))[:3] == kept
    typed = {"results": f"{EXCEL}\nĐi bộ | Đội bạn D", "version": old}
    answer = client.post(_url(event), typed)
    page = answer.content.decode()
    assert ("Vừa có người khác sửa" in page, 'value="Đội bạn D"' in page) == (True, True)
    assert client.post(_url(event), {**typed, "results": more}).status_code == 302  # the same twice
    version = answer.context["form"]["version"].value()
    assert client.post(_url(event), {**typed, "version": version}).status_code == 302
    assert [line.result.discipline for line in stored_lines(event)][-1] == "Đi bộ"


def test_ranking_counts_prizes_as_medals_are(cast, event):
    text = "\n".join(
        f"Môn {n} | Đội {team} | | | | {prize}"
        for n, (team, prize) in enumerate(
            [
                ("A", "nhì"),
                ("A", "nhì"),
                ("A", "nhì"),
                ("B", "nhất"),
                ("C", "nhất"),
                ("D", "kk"),
                ("E", ""),
            ]
        )
    )
    lines = ResultsField().clean(text)
    assert [(r.place, r.team) for r in ranking_of(line.result for line in lines)] == [
        (1, "Đội B"), (1, "Đội C"), (3, "Đội A"), (4, "Đội D"),
    ]  # fmt: skip


def test_database_holds_one_team_a_result_and_places_from_one(cast, event):
    for wrong in ({"team": ""}, {"team": "A", "unit": cast.here}, {"team": "A", "place": 0},
                  {"team": "A", "prize": "x"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            ContestResult.objects.create(event=event, discipline="Cờ", **wrong)


def test_sheet_costs_a_fixed_number_of_queries(cast, event, django_assert_num_queries):
    client = cast.client("officer_here")
    client.get(_url(event))
    for size in (1, 3):
        text = "\n".join(f"Môn {n} | Đội {n} | Người {n}" for n in range(size))
        lines = ResultsField().clean(text)
        save_results(event=event, lines=lines, opened_with=_version(event), by=cast.officer_here)
        with django_assert_num_queries(15):
            client.get(_url(event))


def _version(event):
    return version_of_sheet(text_of(stored_lines(event)))


def _grid(*rows, **extra):
    names = ("discipline", "team", "people", "place", "score", "prize")
    columns = zip(*rows, strict=True)
    return {name: list(column) for name, column in zip(names, columns, strict=True)} | extra


def test_grid_and_what_is_pasted_beneath_make_one_sheet(cast, event):
    client = cast.client("officer_here")
    sent = _grid(
        ("Cầu lông", str(cast.here), "", "1", "21|15", "nhất"),
        ("", "Đội bạn", "", "2", "", "nhì"),
        ("", "", "", "", "", ""),
        results="Cờ tướng\tĐội bạn\t\t1",
        version=_version(event),
    )
    assert client.post(_url(event), sent).status_code == 302
    rows = ContestResult.objects.values_list("discipline", "team", "place", "score", "prize")
    assert list(rows) == [
        ("Cầu lông", "", 1, "21/15", "first"), ("Cầu lông", "Đội bạn", 2, "", "second"),
        ("Cờ tướng", "Đội bạn", 1, "", ""),
    ]  # fmt: skip
    shown = client.get(_url(event)).context["form"].rows
    assert [[value for *_, value in row][:2] for row in shown][:4] == [
        ["Cầu lông", cast.here.distinct_label], ["Cầu lông", "Đội bạn"], ["Cờ tướng", "Đội bạn"],
        ["", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("Cờ", "Đội A", "", "x", "", ""), "phải là số"),
        (("Cờ", "", "", "1", "", ""), "cần ít nhất nội dung thi và đơn vị"),
        (("Cờ", "Đội A", "", "1", "", "to"), "không rõ giải"),
    ],
)
def test_grid_keeps_what_was_typed_and_names_the_row(cast, event, row, message):
    good = ("Kéo co", "Đội B", "Lê A", "2", "3-1", "nhì")
    sent = _grid(good, row, version=_version(event))
    answer = cast.client("officer_here").post(_url(event), sent)
    page = answer.content.decode()
    assert ("Dòng 2" in page, message in page) == (True, True)
    shown = [tuple(value for *_, value in cells) for cells in answer.context["form"].rows]
    assert shown[:2] == [good, row]
    assert not ContestResult.objects.exists()
