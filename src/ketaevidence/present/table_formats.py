"""Tables as files for other programs: CSV for spreadsheets, HTML, Markdown."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ketaevidence.curation.sheet.safe import spreadsheet_safe
from ketaevidence.errors import PresentError
from ketaevidence.present.words import clean

if TYPE_CHECKING:
    import pandas as pd


def _texts(frame: pd.DataFrame) -> list[list[str]]:
    """Give every cell as text; missing is empty."""
    import pandas as pd

    return [
        ["" if pd.isna(cell) else str(cell) for cell in row]
        for row in frame.itertuples(index=False, name=None)
    ]


def to_csv(frame: pd.DataFrame) -> str:
    """Write a table as CSV that is safe to open in a spreadsheet.

    Returns
    -------
    str
        To be written as UTF-8. Missing cells are empty.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([spreadsheet_safe(str(name)) for name in frame.columns])
    for row in _texts(frame):
        writer.writerow([spreadsheet_safe(cell) for cell in row])
    return buffer.getvalue()


def to_html(frame: pd.DataFrame, *, caption: str) -> str:
    """Write a table as HTML that a screen reader can walk, every text escaped.

    Parameters
    ----------
    frame
        The table; its first column names the row.
    caption
        What the table shows.
    """
    from ketaevidence.present.report.environment import environment

    template = environment().get_template("table.html.j2")
    names = [heading(str(name)) for name in frame.columns]
    rows = [[clean(cell) for cell in row] for row in _texts(frame)]
    return template.render(caption=caption, names=names, rows=rows)


def to_markdown(frame: pd.DataFrame) -> str:
    """Write a table as Markdown, with what Markdown would read as a mark escaped."""
    names = [heading(str(name)) for name in frame.columns]
    lines = [names, ["---"] * len(names), *_texts(frame)]
    body = [[_marked(cell) for cell in row] for row in lines[2:]]
    return "".join(f"| {' | '.join(row)} |\n" for row in [names, lines[1], *body])


def table_text(frame: pd.DataFrame, kind: str, *, caption: str) -> str:
    """Write a table in one of the formats, chosen by its short name.

    Parameters
    ----------
    frame
        The table.
    kind
        ``csv``, ``html`` or ``md``.
    caption
        What the table shows; CSV has no place for it.

    Raises
    ------
    PresentError
        If the kind is none of these.
    """
    if kind == "csv":
        return to_csv(frame)
    if kind == "html":
        return to_html(frame, caption=caption)
    if kind == "md":
        return f"**{_marked(caption)}**\n\n{to_markdown(frame)}"
    msg = f"cannot write a table as {kind!r}; use one of csv, html, md"
    raise PresentError(msg)


def _marked(cell: str) -> str:
    text = clean(cell)
    for sign in ("\\", "`", "*", "_", "[", "]", "<", ">", "|", "#"):
        text = text.replace(sign, f"\\{sign}")
    return text


def heading(name: str) -> str:
    """Turn a column's name into words.

    Examples
    --------
    >>> heading("not_pooled_because"), heading("pmid")
    ('Not pooled because', 'PMID')
    """
    if name in {"pmid", "doi"}:
        return name.upper()
    text = name.replace("_", " ")
    return text if text == "n" else text[:1].upper() + text[1:]
