"""What the officers' first page asks of the members' rooms, in its order."""

from collections.abc import Iterator
from itertools import chain

from desk.tasks import Task
from members.models import User
from moves.tasks import moves_tasks
from register.tasks import register_tasks


def membership_tasks(user: User) -> Iterator[Task]:
    return chain(moves_tasks(user), register_tasks(user))
