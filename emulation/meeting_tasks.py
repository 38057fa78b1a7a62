"""The meeting on its head's first page: what is missing while its day is near."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from desk.tasks import Task
from kit.dates import local_today
from members.models import Degree, Subject, User

from .meeting_folder import NEEDED_DAYS, folder_of, meeting_day
from .models import Cycle, meeting_of

SHOWN = 5


def meeting_tasks(user: User) -> Iterator[Task]:
    """One line a meeting within two weeks, or held within the last two, that is not whole."""
    if not user.may(Subject.EMULATION, Degree.WRITE):
        return
    today, near = local_today(), dt.timedelta(days=NEEDED_DAYS)
    span = (today - near, today + near)
    cycles = Cycle.objects.scheduled_by(user).filter(
        Q(final_on__range=span) | Q(final_on__isnull=True, meeting_on__range=span)
    )
    for cycle in cycles.select_related("cluster").order_by("final_on", "pk")[:SHOWN]:
        lines = folder_of(cycle, meeting_of(cycle), list(cycle.meeting_ballots.all()))
        missing = [line.label for line in lines if not line.is_there]
        if missing:
            yield Task(
                f"Họp cụm, còn {len(missing)} việc chưa có: {cycle}",
                reverse("emulation_desk:meeting", args=[cycle.pk]), "calendar",
                "; ".join(missing[:3]) + ("; …" if len(missing) > 3 else "."), meeting_day(cycle),
            )  # fmt: skip
