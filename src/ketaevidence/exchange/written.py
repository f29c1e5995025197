"""Tables written as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ketaevidence.curation.sheet.safe import spreadsheet_safe
from ketaevidence.exchange.citing import one_line


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Write a table; ``None`` is an empty cell, and no text is run as a formula.

    Examples
    --------
    >>> csv_text(["title", "n", "mean"], [["=1+1", 20, -1.5], [None, 0, 2.0]])
    "title,n,mean\n'=1+1,20,-1.5\n,0,2\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([cell_text(value) for value in row])
    return out.getvalue()


def cell_text(value: object) -> str:
    """Write one value: a number so that it reads back as the same number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return spreadsheet_safe(one_line(str(value)))
