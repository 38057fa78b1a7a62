"""Python reads this when it starts, with this folder on PYTHONPATH: its clock is moved from then on.

See scripts/as_of.py, which sets both. Nothing else may be imported here.
"""

import os
import time
from contextlib import suppress

with suppress(ImportError):  # another Python than the project's
    import time_machine

    time_machine.travel(time.time() + float(os.environ["AS_OF_SHIFT"])).start()
