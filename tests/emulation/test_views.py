"""Pages of emulation."""

import datetime as dt

import pytest
from django.utils import timezone

from emulation.models import ClusterHead, ClusterMembership
from tests import factories as make
from tests.one_day import TODAY

YESTERDAY = TODAY - dt.timedelta(days=1)
INDEX = "/thi-dua/"


def _text(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def _grown(cluster, number: int) -> None:
    """Adds so many units with a grade, results and signatures to the cluster and its compact."""
    compact = cluster.compacts.first() or make.make_compact(cluster)
    target = compact.targets.create(name="Chỉ tiêu", measure="buổi", value=10)
    section = compact.sections.create(title="Nội dung")
    for _ in range(number):
        unit = make.make_district()
        ClusterMembership.objects.create(cluster=cluster, unit=unit, valid_from=make.LONG_AGO)
        ClusterHead.objects.create(
            cluster=cluster, unit=unit, role="deputy", valid_from=make.LONG_AGO
        )
        make.make_classification(unit, cluster=cluster, score="90")
        target.results.create(unit=unit, reported_on=TODAY, value=1)
        compact.signatures.create(unit=unit, signed_on=TODAY)
        section.clauses.create(text="Điều khoản")
        make.make_post(compact=compact)


# --- At a glance ------------------------------------------------------------------------------


def test_index_shows_clusters_in_force_and_signed_compacts(client, cast):
    cluster = make.make_cluster(cast.district, name="Cụm thi đua II")
    ClusterHead.objects.create(cluster=cluster, unit=cast.district, valid_from=make.LONG_AGO)
    make.make_cluster(name="Cụm đã thôi", valid_to=TODAY)
    make.make_compact(cluster, year=2024, title="Giao ước đã ký")
    make.make_compact(cluster, year=2025, title="Giao ước dự thảo", signed_on=None)
    make.make_classification(cast.district, cluster=cluster)
    text = _text(client, INDEX)
    phrases = ("Cụm thi đua II", "1 đơn vị; cụm trưởng:", "Giao ước đã ký", "Xếp loại qua các năm")
    assert [word for word in phrases if word not in text] == []
    assert [word for word in ("Cụm đã thôi", "Giao ước dự thảo") if word in text] == []


def test_index_of_an_empty_site(client, db):
    assert "Chưa có cụm thi đua nào" in _text(client, INDEX)


def test_index_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    for size in (1, 2):
        for _ in range(size):
            _grown(make.make_cluster(), 1)
            make.make_exemplar_photo(make.make_exemplar(make.make_branch(), state="recognised"))
        with django_assert_num_queries(7):
            client.get(INDEX)


# --- A cluster --------------------------------------------------------------------------------


def test_cluster_is_the_one_of_that_day(client, db):
    old, new = (make.make_district(short_name=name) for name in ("Quận Cũ", "Quận Mới"))
    cluster = make.make_cluster()
    for unit, start, end in ((old, make.LONG_AGO, TODAY), (new, TODAY, None)):
        ClusterMembership.objects.create(cluster=cluster, unit=unit, valid_from=start, valid_to=end)
    url = cluster.get_absolute_url()
    seen = {
        day: ["Quận Cũ" in text, "Quận Mới" in text]
        for day in (YESTERDAY, TODAY)
        for text in [_text(client, f"{url}?ngay={day:%d/%m/%Y}")]
    }
    assert seen == {YESTERDAY: [True, False], TODAY: [False, True]}


def test_cluster_ranks_the_requested_year(client, db):
    unit = make.make_district()
    cluster = make.make_cluster(unit)
    for year, score in ((2024, "88.5"), (2025, "91.25")):
        make.make_classification(unit, cluster=cluster, year=year, score=score)
    url = cluster.get_absolute_url()
    years = {
        query: client.get(f"{url}{query}").context["year"]
        for query in ("", "?nam=2024", "?nam=1999", "?nam=x", "?nam=%D9%A2")
    }
    assert years == {
        "": 2025,
        "?nam=2024": 2024,
        "?nam=1999": 2025,
        "?nam=x": 2025,
        "?nam=%D9%A2": 2025,
    }
    assert "88,5" in _text(client, f"{url}?nam=2024")


@pytest.mark.parametrize("query", ["?ngay=31/02/2024", "?ngay=x", "?ngay=&nam=", "?ngay=1/1/1900"])
def test_cluster_answers_wild_questions(client, db, query):
    assert client.get(f"{make.make_cluster().get_absolute_url()}{query}").status_code == 200


def test_cluster_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    cluster = make.make_cluster()
    for size in (1, 2):
        _grown(cluster, size)
        with django_assert_num_queries(6):
            client.get(cluster.get_absolute_url())


# --- A compact --------------------------------------------------------------------------------


def test_compact_shows_clauses_progress_and_signatures(client, cast):
    compact = make.make_compact(make.make_cluster(cast.district), preamble="Vì một Hội vững mạnh")
    section = compact.sections.create(title="Xây dựng tổ chức Hội")
    section.clauses.create(text="Giữ nền nếp sinh hoạt")
    target = compact.targets.create(name="Thăm hỏi hội viên", measure="lượt", value=40)
    target.results.create(unit=cast.district, reported_on=TODAY, value=10)
    compact.signatures.create(
        unit=cast.district, signer_rank=50, signer_name="Nguyễn Văn Mẫu",
        signer_post="Chủ tịch Hội", signed_on=dt.date(2024, 10, 11),
    )  # fmt: skip
    compact.signing_event = make.make_event(cast.district, title="Lễ ký kết")
    compact.save()
    make.make_post(title="Tin về giao ước này", compact=compact)
    make.make_post(title="Nháp về giao ước", compact=compact, state="draft")
    text = _text(client, compact.get_absolute_url())
    phrases = [
        "Vì một Hội vững mạnh", "1. Xây dựng tổ chức Hội", "Giữ nền nếp sinh hoạt",
        "10 trên 40 lượt", 'value="25"', "Đại tá Nguyễn Văn Mẫu", "11/10/2024", "Lễ ký kết",
        "Tin về giao ước này",
    ]  # fmt: skip
    assert [word for word in phrases if word not in text] == []
    assert "Nháp về giao ước" not in text


def test_signing_that_is_not_announced_is_not_named(client, cast):
    event = make.make_event(cast.district, title="Lễ ký bí mật", state="draft")
    compact = make.make_compact(signing_event=event)
    assert "Lễ ký bí mật" not in _text(client, compact.get_absolute_url())


def test_draft_compact_is_for_the_clusters_officers(cast):
    draft = make.make_compact(make.make_cluster(cast.district), signed_on=None, title="Dự thảo kín")
    url, cluster_url = draft.get_absolute_url(), draft.cluster.get_absolute_url()
    answers = {
        who: (
            cast.client(who).get(url).status_code,
            "Dự thảo kín" in _text(cast.client(who), cluster_url),
        )
        for who in ("nobody", "member_here", "officer_here", "officer_above", "admin")
    }
    assert answers == {
        "nobody": (404, False),
        "member_here": (404, False),
        "officer_here": (404, False),
        "officer_above": (200, True),
        "admin": (200, True),
    }


def test_unannounced_score_is_for_the_unit_and_above(cast):
    cluster = make.make_cluster(cast.district)
    compact = make.make_compact(cluster)
    make.make_classification(
        cast.district, cluster=cluster, year=compact.year, score="77.75", announced_on=None
    )
    seen = {
        who: "77,75" in _text(cast.client(who), compact.get_absolute_url())
        for who in ("nobody", "officer_here", "officer_above", "office")
    }
    assert seen == {"nobody": False, "officer_here": False, "officer_above": True, "office": True}


@pytest.mark.parametrize("path", ["khong-co/", "khong-co/2024/", "cum/99999999999999999999/"])
def test_unknown_addresses_are_not_found(client, db, path):
    make.make_cluster(slug="cum")
    assert client.get(f"/thi-dua/{path}").status_code == 404


def test_compact_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    cluster = make.make_cluster()
    for size in (1, 2):
        _grown(cluster, size)
        compact = cluster.compacts.get()
        with django_assert_num_queries(12):
            client.get(compact.get_absolute_url())


def test_compact_address_is_the_bookmarked_one(db):
    compact = make.make_compact(make.make_cluster(slug="cum-thi-dua-ii"), year=2024)
    assert compact.get_absolute_url() == "/thi-dua/cum-thi-dua-ii/2024/"
    assert timezone.localdate() == TODAY


def test_year_and_day_of_a_cluster_are_kept_together(db, client):
    unit = make.make_district()
    cluster = make.make_cluster(unit)
    for year in (2024, 2025):
        make.make_classification(unit, year=year, cluster=cluster)

    page = client.get(cluster.get_absolute_url(), {"ngay": "11/10/2024", "nam": "2024"})

    text = page.content.decode()
    assert 'href="?ngay=11/10/2024&amp;nam=2025#xep-loai"' in text
    assert '<input type="hidden" name="nam" value="2024">' in text


# --- The year at a glance ---------------------------------------------------------------------


def _glance(compact) -> str:
    return f"{compact.get_absolute_url()}toan-canh/"


def test_a_target_for_all_is_shared_out_and_a_percentage_is_everybodys_own(client, db):
    first, second = (make.make_district(short_name=name) for name in ("Quận Một", "Quận Hai"))
    compact = make.make_compact(make.make_cluster(first, second))
    visits = compact.targets.create(name="Thăm ốm", measure="lượt", value=30, order=1)
    shares = compact.targets.create(name="Dự họp", measure="%", value=90, order=2)
    visits.results.create(unit=first, reported_on=TODAY, value=12)
    shares.results.create(unit=first, reported_on=TODAY, value=45)
    shares.results.create(unit=second, reported_on=TODAY, value=90)

    context = client.get(f"{_glance(compact)}?don-vi={first.pk}").context

    assert [
        (unit, [cell.percent for _line, cell in cells]) for unit, cells in context["of_year"].rows
    ] == [(first, [80, 50]), (second, [None, 100])]
    assert context["compared"] == [("Thăm ốm", 80, 80), ("Dự họp", 50, 75)]


def test_a_unit_that_left_keeps_what_it_reported(client, db):
    left = make.make_district(short_name="Quận Rời")
    compact = make.make_compact(make.make_cluster())
    target = compact.targets.create(name="Thăm ốm", measure="lượt", value=30)
    target.results.create(unit=left, reported_on=TODAY, value=15)
    assert "Quận Rời" in _text(client, _glance(compact))


def test_ranks_are_shared_by_equal_scores_and_wait_for_their_announcement(client, cast):
    units = [make.make_district(short_name=f"Quận {n}") for n in "ABCD"]
    cluster = make.make_cluster(*units)
    compact = make.make_compact(cluster, year=2025)
    for unit, score in zip(units, ("90", "95", "90", "80"), strict=True):
        make.make_classification(unit, cluster=cluster, year=2024, score=score)
        make.make_classification(unit, cluster=cluster, year=2026, score=score)  # later than shown
    secret = make.make_classification(
        units[3], cluster=cluster, year=2025, score="99", announced_on=None
    )

    ranks = client.get(_glance(compact)).context["ranks"]
    assert (list(ranks.years), [list(row) for _unit, row in ranks.rows]) == (
        [2024], [[1], [2], [2], [4]],
    )  # fmt: skip
    seen = cast.client("office").get(_glance(compact)).context["ranks"]
    assert seen.rows[0] == (secret.unit, [4, 1])


def test_glance_of_a_compact_without_anything(client, db):
    text = _text(client, _glance(make.make_compact()))
    assert "Giao ước này chưa ghi chỉ tiêu nào." in text
    assert "Chưa có kết quả xếp loại nào được công bố." in text


def test_glance_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    cluster = make.make_cluster()
    for size in (1, 2):
        _grown(cluster, size)
        with django_assert_num_queries(8):
            client.get(_glance(cluster.compacts.get()))
