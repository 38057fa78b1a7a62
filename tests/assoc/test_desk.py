"""The officers' workspace: who gets in, what its first page and its menu say."""

import datetime as dt

import pytest
from django.urls import reverse

from kit.dates import local_today
from members.models import DecisionRule, Member
from news.models.workflow import PostState
from tests import factories as make


@pytest.fixture
def returned(cast):
    return make.make_post(state=PostState.RETURNED, unit=cast.here, published_at=None)


def text(answer):
    return answer.content.decode()


def test_desk_tells_a_member_without_office_that_it_is_not_theirs(cast):
    assert cast.client("member_here").get(reverse("desk")).status_code == 403


def test_desk_says_what_is_to_be_done_to_whom_it_concerns(cast, returned):
    make.make_post(state=PostState.SUBMITTED, unit=cast.here, published_at=None)

    for who, told in {
        "officer_here": ["1 bài được trả lại để sửa"],
        "officer_above": ["1 bài được trả lại để sửa"],
        "officer_beside": [],
        "editor": ["1 bài được trả lại để sửa", "1 bài chờ biên tập"],
    }.items():
        page = text(cast.client(who).get(reverse("desk")))
        sentences = ["1 bài được trả lại để sửa", "1 bài chờ biên tập"]
        assert [words for words in sentences if words in page] == told, who


def test_desk_without_tasks_says_so(cast):
    today = local_today()
    Member.objects.update(
        birth_year=today.year - 73, birth_date=dt.date(today.year - 73, today.month % 12 + 1, 5)
    )
    assert "Không còn việc nào chờ" in text(cast.client("officer_beside").get(reverse("desk")))


def test_menu_marks_the_page_one_is_on(cast):
    page = text(cast.client("editor").get(reverse("news_desk:posts")))
    menu = " ".join(page[page.index('class="desk-side"') : page.index('class="desk-main"')].split())

    assert f'href="{reverse("news_desk:posts")}" aria-current="page"' in menu
    assert menu.count("aria-current") == 1


def test_head_of_public_pages_leads_officers_to_the_desk(cast):
    link = f'href="{reverse("desk")}"'

    assert link in text(cast.client("officer_here").get("/"))
    assert link not in text(cast.client("member_here").get("/"))
    assert link not in text(cast.client("nobody").get("/"))


def test_tasks_stand_by_how_much_they_wait_for_somebody(cast, returned):
    """Urgent without a day, urgent late, what waits without a day, what is only told."""
    today = local_today()
    Member.objects.update(birth_year=today.year - 75)
    late = make.make_transfer(cast.beside, cast.here, due_on=make.yesterday())
    make.make_application(cast.here)

    page = text(cast.client("officer_here").get(reverse("desk")))

    body = page[page.index('class="desk-main"') :]
    told = [
        "<h2>Gấp</h2>", "1 bài được trả lại để sửa", "1 đề nghị chuyển sinh hoạt đến",
        "<h2>Đang chờ đồng chí</h2>", "1 đơn xin gia nhập chờ chi hội xét",
        "<h2>Để biết</h2>", "tròn 70, 75, 80 …",
    ]  # fmt: skip
    assert sorted(told, key=body.index) == told
    assert f'Đã quá hạn từ <time datetime="{late.due_on:%Y-%m-%d}"' in " ".join(body.split())
    assert body.count("is-late") == 1


def test_what_the_unit_above_decides_does_not_wait_for_the_branch(cast):
    DecisionRule.objects.create(unit=cast.city, valid_from=make.LONG_AGO, matter="admission")
    make.make_application(cast.here, **make.reviewed())

    def groups(who):
        found = cast.client(who).get(reverse("desk")).context["groups"]
        return {task.label: title for title, tasks in found for task in tasks}

    words = "1 đơn xin gia nhập chờ quyết định"
    assert groups("officer_here")[words] == "Để biết"
    assert groups("officer_above")[words] == "Đang chờ đồng chí"


def test_groups_of_tasks_without_lines_are_not_shown(cast):
    Member.objects.update(birth_year=local_today().year - 75)

    page = text(cast.client("officer_here").get(reverse("desk")))

    assert "<h2>Để biết</h2>" in page
    assert "<h2>Gấp</h2>" not in page
