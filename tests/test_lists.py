"""Every list of the desk: sorted by each of its headings, both ways, on both databases."""

from django.urls import reverse

from kit.lists import PER_PAGE, Table

from . import factories as make
from .conftest import Cast
from .test_permissions import make_world

# By the name of the address; with what it must be asked to have a row in the world of these tests.
TABLES = {
    "book:members": "",
    "book:candidates": "tinh_trang=tat-ca",
    "book:applications": "tinh_trang=tat-ca",
    "book:transfers": "tinh_trang=tat-ca",
    "book:departures": "",
    "book:proposals": "tinh_trang=tat-ca",
    "book:papers": "",
    "book:awards": "",
    "book:documents": "",
    "book:letter_texts": "",
    "book:offices": "nguoi=1",
    "book:accounts": "",
    "dues:year": "",
    "dues:arrears": "",
    "dues:collections": "",
    "dues:waivers": "",
    "fund:boxes": "",
    "fund:loans": "",
    "fund:advances": "",
    "welfare_desk:visits": "",
    "fund:closings": "",
    "welfare_desk:postings": "",
    "emulation_desk:compact_list": "",
    "emulation_desk:cluster_list": "",
    "emulation_desk:home": "",
    "emulation_desk:criteria_list": "",
    "inspection:list": "",
    "recognition:list": "",
    "exemplars_desk:list": "",
    "exemplars_desk:ratings": "",
    "recognition:book": "",
    "welfare_desk:lists": "",
    "welfare_desk:houses": "",
    "reports:list": "",
    "reports:kinds": "",
    "news_desk:posts": "",
    "news_desk:bans": "",
    "news_desk:readers": "",
    "news_desk:reads": "",
    "events_desk:list": "",
}


def _shown(table: Table) -> list[str]:
    return sorted(str(row) for row in table.page)


def test_every_list_is_sorted_by_each_of_its_headings(cast: Cast) -> None:
    make_world(cast)
    client = cast.client("admin")
    sortable = {}
    for name, query in TABLES.items():
        address = f"{reverse(name)}?{query}"
        table = client.get(address).context["table"]
        assert len(table), name
        sortable[name] = sum(one.column.is_sortable for one in table.headings)
        for column in table.columns.values():
            if not column.is_sortable:
                continue
            for order, aria in ((column.key, "ascending"), (f"-{column.key}", "descending")):
                answer = client.get(f"{address}&sap={order}")
                assert answer.status_code == 200, (name, order)
                sorted_table = answer.context["table"]
                assert _shown(sorted_table) == _shown(table), (name, order)
                told = {one.column.key: one.aria_sort for one in sorted_table.headings}
                if column.is_reverse:
                    aria = {"ascending": "descending", "descending": "ascending"}[aria]
                assert [key for key, words in told.items() if words] == [column.key], (name, order)
                assert told[column.key] == aria, (name, order)
    # Whole lists that nothing sorts are few, and in an order of their own.
    assert [name for name, count in sortable.items() if not count] == [
        "fund:closings", "news_desk:bans", "news_desk:reads",
    ]  # fmt: skip


def test_every_list_stands_in_one_frame(cast: Cast) -> None:
    """A room's list without the component would have neither order nor a phone's two lines."""
    make_world(cast)
    client = cast.client("admin")
    for name, query in TABLES.items():
        page = client.get(f"{reverse(name)}?{query}").content.decode()
        assert 'class="scroll listing"' in page, name
        assert "list-page" in page, name
        assert '<td class="row-number">1</td>' in page, name


def test_long_list_is_of_fifty_or_a_hundred_and_keeps_what_was_asked(cast: Cast) -> None:
    for number in range(PER_PAGE + 1):
        make.make_candidate(cast.here, full_name=f"Lê Văn Thứ {number}")
    client = cast.client("officer_here")
    address = reverse("book:candidates")
    page = client.get(address, {"tim": "thu", "sap": "-ten"})
    assert len(page.context["page"].object_list) == PER_PAGE
    assert "?tim=thu&amp;sap=-ten&amp;page=2" in page.content.decode()
    longer = client.get(address, {"tim": "thu", "sap": "-ten", "moi-trang": "100"})
    assert len(longer.context["page"].object_list) == PER_PAGE + 1
    assert 'name="moi-trang" value="100"' in longer.content.decode()
    assert 'value="-ten" selected' in longer.content.decode()
