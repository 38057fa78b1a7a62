"""The one public page of welfare."""

import datetime as dt

import pytest

from tests import factories as make
from tests.one_day import TODAY
from welfare.actions import publish_figures
from welfare.models import Rate

URL = "/nghia-tinh/"


def _text(client, query: str = "") -> str:
    response = client.get(f"{URL}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_page_names_nobody(cast):
    private = make.make_welfare_kind(name="Bệnh hiểm nghèo", is_private=True)
    member = make.make_member(cast.here, full_name="Phạm Kín Đáo")
    activity = make.make_activity(
        cast.here, kind=private, member=member, family="Gia đình bà Kín", place="Số 9 đường Mẫu",
        story="Câu chuyện riêng", is_public=True, in_kind="Thuốc riêng",
    )  # fmt: skip
    activity.visitors.create(name="Người đi thăm")
    make.make_activity(
        cast.here, kind=make.make_welfare_kind(), member=member, story="Chưa đồng ý kể"
    )
    for who in ("nobody", "officer_here", "admin"):
        text = cast.client(who).get(URL).content.decode()
        phrases = (
            "Kín", "đường Mẫu", "Câu chuyện riêng", "Bệnh riêng", "Thuốc riêng", "Người đi thăm",
            "Chưa đồng ý",
        )  # fmt: skip
        assert [word for word in phrases if word in text] == []


def _published(year: int, **fields) -> None:
    """Eight people of one kind, in figures that the page may show."""
    make.make_activity(
        make.make_branch(), happened_on=dt.date(year, 2, 1), people_count=8, **fields
    )
    publish_figures(today=dt.date(year, 6, 1))


def test_page_shows_the_requested_year(client, db):
    _published(2025, amount=700_000)
    _published(2026, amount=900_000)
    years = {
        query: client.get(f"{URL}{query}").context["year"]
        for query in ("", "?nam=2025", "?nam=1999", "?nam=abc", "?nam=99999999999")
    }
    assert years == {
        "": 2026, "?nam=2025": 2025, "?nam=1999": 2026, "?nam=abc": 2026, "?nam=99999999999": 2026,
    }  # fmt: skip
    assert "700.000 đ" in _text(client, "?nam=2025")


def test_page_tells_of_a_private_kind_in_figures_alone(client, db):
    kind = make.make_welfare_kind(name="Bệnh hiểm nghèo", is_private=True)
    _published(2026, kind=kind, story="Câu chuyện riêng", in_kind="Thuốc riêng")
    text = _text(client)
    assert "Bệnh hiểm nghèo" in text
    assert [word for word in ("Câu chuyện riêng", "Thuốc riêng") if word in text] == []


def test_page_shows_stories_newest_first(client, db):
    branch = make.make_branch()
    for day in (1, 3, 2):
        make.make_activity(
            branch, happened_on=dt.date(2026, 5, day), story=f"Chuyện ngày {day}", is_public=True
        )
    stories = [activity.story for activity in client.get(URL).context["page"]]
    assert stories == ["Chuyện ngày 3", "Chuyện ngày 2", "Chuyện ngày 1"]


def test_stories_are_escaped(client, db):
    make.make_activity(make.make_branch(), story="<script>alert(1)</script>", is_public=True)
    assert "<script>alert(1)" not in _text(client)


def test_page_shows_rates_in_force_today_with_their_source(client, db):
    kind = make.make_welfare_kind(name="Chúc thọ")
    gone = make.make_welfare_kind(name="Loại đã thôi", valid_to=TODAY)
    for of, fields in (
        (kind, {"amount": 800_000, "min_age": 70, "max_age": 70, "source": "NQ 57"}),
        (kind, {"amount": 111_000, "source": "QĐ cũ", "valid_to": TODAY}),
        (gone, {"amount": 222_000, "source": "QĐ khác"}),
    ):
        Rate.objects.create(kind=of, **{"valid_from": make.LONG_AGO} | fields)
    text = _text(client).replace("\N{NO-BREAK SPACE}", " ")
    assert [word for word in ("800.000 đ", "70 tuổi", "NQ 57") if word not in text] == []
    assert [word for word in ("111.000 đ", "222.000 đ") if word in text] == []


def test_page_of_an_empty_site(client, db):
    assert "Chưa có quý nào được chốt số liệu" in _text(client)


@pytest.mark.parametrize(
    "query", ["?page=abc", "?page=999", "?page=0", "?nam=", "?nam=%F0%9F%99%82"]
)
def test_page_answers_wild_questions(client, db, query):
    make.make_activity(make.make_branch(), story="Chuyện", is_public=True)
    assert client.get(f"{URL}{query}").status_code == 200


def test_page_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    for size in (1, 2):
        for number in range(size):
            kind, day = make.make_welfare_kind(), dt.date(2026, size * 3, number + 1)
            for place, story in enumerate(("Chuyện", "", "")):
                make.make_activity(
                    make.make_branch(), kind=kind, story=story, is_public=bool(story),
                    people_count=8, happened_on=day, family=f"Nhà {size}, {number}, {place}",
                )  # fmt: skip
            Rate.objects.create(kind=kind, amount=1, source="QĐ", valid_from=make.LONG_AGO)
        assert len(publish_figures(today=dt.date(2026, size * 3 + 4, 1))) == 1
        with django_assert_num_queries(10):
            client.get(URL)
