"""Site search: one index filled by database triggers, two engines (ADR 0005).

`sources` says what can be found, `sqlite` and `postgres` hold it, `finding` asks, `upkeep` keeps it
whole.
"""

from .finding import Amount, SearchHit, SearchResults, hits, search
from .upkeep import rebuild

__all__ = ["Amount", "SearchHit", "SearchResults", "hits", "rebuild", "search"]
