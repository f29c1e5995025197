"""What a figure of the review is drawn from: a review, or a state of one."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from ketaevidence.errors import PresentError
from ketaevidence.present.snapshot import Snapshot


@runtime_checkable
class HasSnapshot(Protocol):
    """Anything that can give its present state: a Review."""

    def snapshot(self) -> Snapshot:
        """Gather one consistent state."""
        ...


def snapshot_of(review: object, figure: str) -> Snapshot:
    """Give the state of a review, or a state as it is.

    Parameters
    ----------
    review
        A Snapshot, or anything with ``snapshot()``.
    figure
        Who asks, for the error.

    Raises
    ------
    PresentError
        If it is neither.
    """
    if isinstance(review, Snapshot):
        return review
    if isinstance(review, HasSnapshot) and not isinstance(review, type):
        return review.snapshot()
    msg = f"{figure} draws a review, or a snapshot of one, not {_kind(review)}"
    raise PresentError(msg)


def _kind(thing: object) -> str:
    name = thing.__name__ if isinstance(thing, type) else type(thing).__name__
    return f"the class {name}" if isinstance(thing, type) else name
