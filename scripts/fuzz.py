"""Ten thousand odd requests to every address as everybody, on a throwaway database.

python -m scripts.fuzz [REQUESTS] [SEED]        (DATABASE_URL names PostgreSQL, else SQLite)

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


def _say(told: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{told}")


def main(count: int, seed: int) -> int:
    """The exit code: 1 where a fault was met."""
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        with tempfile.TemporaryDirectory() as media, filled_stage(Path(media)) as stage:
            result = Fuzz(stage.cast, stage.world, seed).run(count, _say)
        print(f"{connection.vendor}: {result}")
        return 1 if result.faults else 0
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*asked[:1] or [10_000], *asked[1:] or [random.randrange(10**6)]))  # noqa: S311
