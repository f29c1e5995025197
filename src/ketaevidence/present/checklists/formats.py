"""A checklist as Markdown, as a page, and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io

from ketaevidence.curation.sheet.safe import spreadsheet_safe
from ketaevidence.present.checklists.model import COLUMNS, Checklist
from ketaevidence.present.digest.markdown import escaped
from ketaevidence.present.pages import Links, page


def markdown(found: Checklist) -> str:
    """Write a checklist as Markdown; every text from outside is escaped."""
    lines = [f"# {escaped(found.title)}", ""]
    lines += [f"- {escaped(fact)}" for fact in (*found.facts, found.counts)]
    for note in found.notes:
        lines += ["", escaped(note)]
    lines += ["", _row(tuple(COLUMNS.values())), _row(("---",) * len(COLUMNS))]
    lines += [_row(tuple(map(escaped, answer.cells))) for answer in found.answers]
    lines += ["", f"Reference: {escaped(found.reference)}"]
    return "\n".join(lines) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def html(found: Checklist, links: Links = ()) -> str:
    """Write a checklist as a page of its own."""
    return page(
        "ketaevidence.present.checklists",
        "checklist.html.j2",
        title=found.title,
        facts=(*found.facts, found.counts),
        links=links,
        found=found,
        columns=COLUMNS,
    )


def csv_text(found: Checklist) -> str:
    """Write a checklist as CSV that is safe to open in a spreadsheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for answer in found.answers:
        writer.writerow([spreadsheet_safe(cell) for cell in answer.cells])
    return buffer.getvalue()
