"""What a view says of itself: that visitors all get the same page, and by which parameters it differs."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def same_for_visitors(*parameters: str) -> Callable[[View], View]:
    """Allows the page cache to keep the answers of this view for whoever isn't signed in.

    `parameters` are those that the view reads from the address; an answer to any other is not kept. What
    such a view shows a visitor may depend on nothing else about them than the reading choices: no token,
    no cookie, no address. See docs/adr/0054.
    """

    def mark(view: View) -> View:
        view.same_for_visitors = frozenset(parameters)  # type: ignore[attr-defined]  # a mark of ours
        return view

    return mark


def parameters_of(view: Any) -> frozenset[str] | None:
    """The parameters by which the view's page differs; None where it may not be kept."""
    marked: frozenset[str] | None = getattr(view, "same_for_visitors", None)
    return marked
