"""Tables as plain text for other programs: CSV for spreadsheets, and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ketaevidence.curation.sheet.safe import spreadsheet_safe
from ketaevidence.present.tables.document import EvidenceDocument
from ketaevidence.present.words import clean

if TYPE_CHECKING:
    import pandas as pd

#: What Markdown would read as a mark.
_MARKS = ("\\", "&", "`", "*", "_", "[", "]", "<", ">", "|", "#", "~", "$")


def to_csv(frame: pd.DataFrame) -> str:
    """Write a table as CSV that is safe to open in a spreadsheet.

    Returns
    -------
    str
        To be written as UTF-8. Missing cells are empty.

    Examples
    --------
    >>> import pandas as pd
    >>> print(to_csv(pd.DataFrame({"dose": ["=1+1"], "n": [20]})))
    dose,n
    '=1+1,20
    """
    import pandas as pd

    rows = frame.itertuples(index=False, name=None)
    return _csv(
        [str(name) for name in frame.columns],
        (["" if pd.isna(cell) else str(cell) for cell in row] for row in rows),
    )


def evidence_csv(document: EvidenceDocument) -> str:
    """Write the evidence table as CSV under the columns' names in the data."""
    table = document.evidence
    return _csv([column.name for column in table.columns], table.rows)


def _csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in (names, *rows):
        writer.writerow([spreadsheet_safe(cell) for cell in row])
    return buffer.getvalue()


def to_markdown(document: EvidenceDocument) -> str:
    """Write the evidence table as Markdown, with what is a mark there escaped."""
    table = document.evidence
    facts = "".join(f"- {marked(w)}: {marked(text)}\n" for w, text in document.facts)
    notes = "".join(f"\n{marked(note)}\n" for note in document.notes)
    head = _line([marked(column.heading) for column in table.columns])
    rule = _line(["---"] * len(table.columns))
    body = "".join(_line([marked(cell) for cell in row]) for row in table.rows)
    return f"# {marked(document.title)}\n\n{facts}\n{head}{rule}{body}{notes}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def marked(text: str) -> str:
    """Put a backslash before what Markdown would read as a mark."""
    text = clean(text)
    for sign in _MARKS:
        text = text.replace(sign, f"\\{sign}")
    return text
