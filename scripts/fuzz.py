"""Ten thousand odd requests to every address as everybody, on a throwaway database.

python -m scripts.fuzz [REQUESTS] [SEED] [ROOM …]    (DATABASE_URL names PostgreSQL, else SQLite)

A ROOM is the beginning of addresses, "/so/quy/": then the requests go to these alone.

Prints the seed, by which a run can be repeated, and each fault once with the request that met it.
"""

import logging
import os
import random
import sys
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.db import connection  # noqa: E402 - as above
from django.test.utils import setup_test_environment  # noqa: E402 - as above

from tests.fuzzing import Fuzz  # noqa: E402 - as above
from tests.stage import filled_stage  # noqa: E402 - as above


def _say(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text}")


def main(count: int, seed: int, rooms: tuple[str, ...]) -> int:
    """Returns the exit code: 1 if a fault was found."""
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        with tempfile.TemporaryDirectory() as media, filled_stage(Path(media)) as stage:
            result = Fuzz(stage.cast, stage.world, seed, rooms or ("/",)).run(count, _say)
        print(f"{connection.vendor}: {result}")
        return 1 if result.faults else 0
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    told = sys.argv[1:]
    numbers = [int(argument) for argument in told if argument.isdecimal()]
    wanted = tuple(argument for argument in told if argument.startswith("/"))
    chosen = numbers[1] if len(numbers) > 1 else random.randrange(10**6)  # noqa: S311 - no secret
    sys.exit(main(numbers[0] if numbers else 10_000, chosen, wanted))
