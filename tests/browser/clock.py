"""The browser's clock, where the run plays on another day (scripts/as_of.py): pages compare theirs
with the server's."""

import os

from playwright.sync_api import BrowserContext

from scripts.as_of import SHIFT

_MOVED = """(() => {
  const by = %d, Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + by); }
    static now() { return Real.now() + by; }
  };
})()"""


def move_clock(context: BrowserContext) -> None:
    """Pages opened from now on stand at the run's moment; timers are left alone."""
    if shift := float(os.environ.get(SHIFT, 0)):
        context.add_init_script(_MOVED % round(shift * 1000))
