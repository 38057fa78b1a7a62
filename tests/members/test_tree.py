"""The tree as of a day, with people counted."""

import datetime as dt

from members.models import Appointment, Membership, Succession, UnitNode, unit_tree
from tests import factories as make
from tests.one_day import TODAY

YESTERDAY = TODAY - dt.timedelta(days=1)


def _outline(nodes: list[UnitNode]) -> list:
    return [(str(node.unit), node.member_count, _outline(node.children)) for node in nodes]


def _merged_yesterday():
    """Two branches that became one today, with three people in all."""
    district = make.make_district(make.make_association(short_name="Hội"), short_name="Quận")
    old = [
        make.make_branch(district, short_name=name, status="merged", valid_to=TODAY)
        for name in ("Phường 1", "Phường 2")
    ]
    new = make.make_branch(district, short_name="Phường Mới", valid_from=TODAY)
    for branch in (old[0], old[0], old[1]):
        member = make.make_member(branch)
        member.memberships.update(valid_to=TODAY, left_by="reassigned")
        Membership.objects.create(
            member=member, unit=new, valid_from=TODAY, entered_by="reassigned"
        )
    for branch in old:
        Succession.objects.create(
            old=branch, new=new, kind="merged", decision_no="12/QĐ", decided_on=YESTERDAY
        )
    return district, old, new


def test_tree_is_the_one_of_that_day(db):
    _merged_yesterday()
    assert _outline(unit_tree(YESTERDAY)) == [
        ("Hội", 3, [("Quận", 3, [("Phường 1", 2, []), ("Phường 2", 1, [])])])
    ]
    assert _outline(unit_tree(TODAY)) == [("Hội", 3, [("Quận", 3, [("Phường Mới", 3, [])])])]
    assert _outline(unit_tree(make.LONG_AGO - dt.timedelta(days=1))) == []


def test_tree_within_a_unit(db):
    district, _, _ = _merged_yesterday()
    make.make_member(make.make_branch())  # elsewhere
    assert _outline(unit_tree(TODAY, district)) == [("Quận", 3, [("Phường Mới", 3, [])])]


def test_orphaned_unit_stands_at_the_top(db):
    district = make.make_district(make.make_association(), short_name="Quận cũ")
    make.make_branch(district, short_name="Chi hội còn lại")
    type(district).objects.filter(pk=district.pk).update(status="dissolved", valid_to=TODAY)
    tops = [str(node.unit) for node in unit_tree(TODAY)]
    assert tops == ["Hội thành phố", "Chi hội còn lại"]


def test_head_is_first_in_protocol_order_among_those_in_office(db):
    branch = make.make_branch()
    deputy = make.make_position(rank_order=20)
    head = make.make_position(rank_order=10)
    for position, valid_to in ((deputy, None), (head, TODAY)):
        Appointment.objects.create(
            member=make.make_member(branch),
            unit=branch,
            position=position,
            valid_from=make.LONG_AGO,
            valid_to=valid_to,
        )
    then, now = (unit_tree(day, branch)[0].head for day in (YESTERDAY, TODAY))
    assert (then.position, now.position) == (head, deputy)


def test_branches_are_counted_below_the_district(db):
    district = make.make_district()
    for _ in range(3):
        make.make_branch(district)
    (top,) = unit_tree(TODAY)
    assert top.branch_count == 3
    assert top.children[0].branch_count == 3


def test_tree_costs_three_queries_whatever_its_size(db, django_assert_num_queries):
    city = make.make_association()
    for size in (1, 3):
        for _ in range(size):
            branch = make.make_branch(make.make_district(city))
            make.make_officer(branch)
        with django_assert_num_queries(3):
            unit_tree(TODAY)
