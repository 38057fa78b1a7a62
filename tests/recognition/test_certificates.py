"""Certificates: every word stands in its place in millimetres, on plain paper and on a blank."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from kit.lettering import fit, width_of
from recognition.actions.layouts import add_usual_layouts, save_layout, save_layout_field
from recognition.certificates import SAMPLE, lines_of, texts_of
from recognition.models import CertificateLayout, LayoutField, Writing
from tests import factories as make
from tests.conftest import Cast


def _decision(cast: Cast, count: int = 1) -> Any:
    people = [make.make_member(cast.here, full_name=f"Lê Thị Người {n}") for n in range(count)]
    dossier = make.make_dossier(
        cast.here, *people, state="decided", holder=cast.city, year=2025, title="Thành tích tốt"
    )
    decision = make.make_award_decision(number="7/QĐ")
    for number, nominee in enumerate(dossier.nominees.all(), 1):
        make.make_grant(nominee, decision=decision, book_year=2026, book_no=number)
    return decision


def test_words_are_broken_then_shrunk_then_squeezed_but_never_cut() -> None:
    text = "Đã có thành tích xuất sắc trong phong trào thi đua"
    one = fit(text, size=14, width=500, lines=1)
    assert (one.lines, one.size) == ([text], 14)
    two = fit(text, size=14, width=80, lines=2)
    assert len(two.lines) == 2
    assert abs(len(two.lines[0]) - len(two.lines[1])) < 8  # no last word alone
    small = fit(text, size=14, width=80, lines=1)
    for fitted, width in ((one, 500), (two, 80), (small, 80)):
        assert " ".join(fitted.lines) == text
        assert all(width_of(line, fitted.size) <= width for line in fitted.lines)
        assert not fitted.is_squeezed
    assert small.size < 14
    crammed = fit(text, size=14, width=20, lines=1)
    assert (crammed.lines, crammed.is_squeezed) == ([text], True)
    assert fit("Nguyễntênrấtdàikhôngcáchnàocả", size=40, width=10, lines=2).is_squeezed


def test_a_line_stands_where_the_layout_says(cast: Cast) -> None:
    layout = make.make_certificate_layout()
    middle = make.make_layout_field(layout, is_upper=True)
    edges = [
        make.make_layout_field(
            layout, writing=writing, align=align, x=Decimal("12.5"), y=Decimal("180.5"),
            width=Decimal(90), size=Decimal(9),
        )
        for writing, align in (("book", "start"), ("decision", "end"))
    ]  # fmt: skip
    name, book, decided = lines_of([middle, *edges], SAMPLE)
    assert (name.text, name.x, name.y, name.anchor) == (
        SAMPLE["recipient"].upper(),
        "148.5",
        "120",
        "middle",
    )
    assert name.size == "8.47"  # 24 pt
    assert (book.x, book.y, book.anchor) == ("12.5", "180.5", "start")
    assert (decided.x, decided.anchor) == ("102.5", "end")


def test_a_certificate_says_who_for_what_by_which_decision(cast: Cast) -> None:
    dossier = make.make_dossier(
        cast.here, make.make_member(cast.here, full_name="Lê Văn Được"), year=2025, state="decided",
        title="Thành tích xuất sắc.", holder=cast.city,
        kind=make.make_award_kind(
            name="Bằng khen của Chủ tịch Thành phố", for_household=True, for_collective=True
        ),
    )  # fmt: skip
    make.make_nominee(dossier, member=make.make_member(cast.here), recipient="household")
    make.make_nominee(dossier, unit=cast.here)
    decision = make.make_award_decision(number="7/QĐ", signer_post="Chủ tịch")
    words = [
        texts_of(make.make_grant(nominee, decision=decision, book_year=2026, book_no=number))
        for number, nominee in enumerate(dossier.nominees.all(), 1)
    ]
    person, household, collective = words
    assert person[Writing.TITLE] == "Bằng khen"
    assert person[Writing.ACHIEVEMENT] == "Đã có thành tích xuất sắc năm 2025"
    assert person[Writing.BOOK] == "Vào sổ khen thưởng số: 1/2026"
    assert person[Writing.DECISION].startswith("Quyết định số 7/QĐ, ngày ")
    assert (person[Writing.HONORIFIC], person[Writing.RECIPIENT]) == ("Đồng chí", "Lê Văn Được")
    assert household[Writing.HONORIFIC] == "Gia đình đồng chí"
    assert (collective[Writing.HONORIFIC], collective[Writing.RECIPIENT]) == (
        "Tập thể",
        str(cast.here),
    )
    assert {*SAMPLE} == {*Writing.values} == {*person}


def test_all_of_a_decision_or_those_chosen_one_to_a_page(cast: Cast) -> None:
    decision = _decision(cast, 3)
    first, second, revoked = decision.grants.all()
    type(revoked).objects.filter(pk=revoked.pk).update(
        revoked_on=decision.signed_on, revoked_reason="Kê khai sai"
    )
    layout = make.make_certificate_layout(nudge_x=Decimal("1.5"), nudge_y=Decimal("-2"))
    make.make_layout_field(layout)
    url, client = reverse("recognition:certificates", args=[decision.pk]), cast.client("office")
    page = client.get(url).content.decode()
    assert page.count('<svg class="certificate"') == 2
    assert 'viewBox="0 0 297 210"' in page
    assert 'transform="translate(1.5 -2)"' in page
    assert "style=" not in page
    assert "emblem" not in page.split("<main", 1)[1]  # the blank has its own
    chosen = client.get(url, {"mau": layout.pk, "tang": second.pk}).content.decode()
    drawn = re.findall(r"<text[^>]*>([^<]+)</text>", chosen)
    assert drawn == [second.nominee.name]
    assert first.nominee.name not in drawn


def test_plain_paper_gets_the_frame_and_emblem_of_the_hoi(cast: Cast) -> None:
    decision = _decision(cast)
    add_usual_layouts(by=cast.office)
    plain = CertificateLayout.objects.get(is_blank=False)
    url = reverse("recognition:certificates", args=[decision.pk])
    page = cast.client("office").get(url, {"mau": plain.pk}).content.decode()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "emblem" in page.split("<main", 1)[1]
    sheet = cast.client("office").get(reverse("recognition:layout_page", args=[plain.pk]))
    assert sheet.content.decode() == "@page { size: 297mm 210mm; margin: 0; }\n"
    assert sheet["Content-Type"] == "text/css; charset=utf-8"


def test_usual_layouts_come_once_are_marked_and_fit_their_papers(cast: Cast) -> None:
    assert add_usual_layouts(by=cast.office) == CertificateLayout.objects.count() > 2
    assert add_usual_layouts(by=cast.office) == 0
    assert all(layout.is_proposal for layout in CertificateLayout.objects.all())
    for field in LayoutField.objects.select_related("layout"):
        assert field.x + field.width <= field.layout.width
        assert field.y < field.layout.height
        assert not any(line.squeezed_to for line in lines_of([field], SAMPLE)), field
    with pytest.raises(PermissionDenied):
        add_usual_layouts(by=cast.officer_above)


def test_a_place_stays_on_the_paper_and_is_there_once(cast: Cast) -> None:
    layout = make.make_certificate_layout()
    known = make.make_layout_field(layout)
    again = LayoutField(
        layout=layout,
        writing=known.writing,
        x=known.x,
        y=known.y,
        width=known.width,
        size=known.size,
    )
    assert save_layout_field(field=again, by=cast.office) == known  # a double click
    for wrong, name in (({"x": Decimal(250)}, "width"), ({"y": Decimal(211)}, "y")):
        facts = {
            "x": Decimal(10),
            "y": Decimal(10),
            "width": Decimal(100),
            "size": Decimal(12),
        } | wrong
        field = LayoutField(layout=layout, writing="signer", **facts)
        with pytest.raises(ValidationError) as refused:
            save_layout_field(field=field, by=cast.office)
        assert name in refused.value.message_dict
    paper = CertificateLayout(name=layout.name, width=layout.width, height=layout.height)
    assert save_layout(layout=paper, by=cast.office) == layout


def test_millimetres_are_typed_with_a_comma_and_the_second_learns_of_the_first(cast: Cast) -> None:
    field = make.make_layout_field(make.make_certificate_layout())
    url, client = reverse("recognition:layout_field", args=[field.pk]), cast.client("office")
    data = {
        "writing": field.writing, "x": "40,5", "y": "121 ", "width": "200", "size": "24", "lines": "1",
        "align": "middle", "version": client.get(url).context["form"]["version"].value(),
    }  # fmt: skip
    field.y = Decimal(119)
    field.save()
    page = client.post(url, data)
    assert "Trong lúc đồng chí sửa" in page.content.decode()
    data["version"] = page.context["form"]["version"].value()
    assert client.post(url, data).status_code == 302
    field.refresh_from_db()
    assert (field.x, field.y) == (Decimal("40.5"), Decimal(121))


@pytest.mark.parametrize("count", [1, 3])
def test_printing_costs_the_same_however_many(
    cast: Cast, count: int, django_assert_num_queries: object
) -> None:
    decision = _decision(cast, count)
    layout = make.make_certificate_layout()
    for writing in ("recipient", "unit", "signer")[:count]:
        make.make_layout_field(layout, writing=writing)
    client = cast.client("office")
    with django_assert_num_queries(12):  # type: ignore[operator]  # the fixture is a function
        client.get(reverse("recognition:certificates", args=[decision.pk]))
    for name, args, queries in (
        ("decision", [decision.pk], 10), ("book", [], 9), ("layouts", [], 6), ("layout", [layout.pk], 7)
    ):  # fmt: skip
        with django_assert_num_queries(queries):  # type: ignore[operator]  # as above
            client.get(reverse(f"recognition:{name}", args=args))
