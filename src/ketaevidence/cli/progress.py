"""One bar for all long work: on a terminal, on stderr, gone when the work is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketaevidence.review.refreshing import Progress


@contextmanager
def progress_bar(what: str, unit: str) -> Iterator[Progress | None]:
    """Show how far a piece of work is; in a pipe or a log there is no bar.

    Parameters
    ----------
    what
        What is being done, in front of the bar.
    unit
        What is counted, such as ``records``.

    Yields
    ------
    callable or None
        Takes what is done and what there is to do; ``None`` where nothing is shown.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit=f" {unit}", desc=what, leave=False) as bar:

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.n = done
            # Each step takes a second or so: every one is worth showing.
            bar.refresh()

        yield advance
