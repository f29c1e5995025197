"""Curating in a terminal: confirm, change or leave what rules read, row by row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ketaevidence.cli.asking import EndedError, Terminal
from ketaevidence.curation.sheet.layout import KEYS, SUGGESTED, SheetRow, columns
from ketaevidence.curation.sheet.merge import row_of
from ketaevidence.errors import CurationError

if TYPE_CHECKING:
    from ketaevidence.review import Review

_ANSWERS = {
    "y": "confirm",
    "c": "change a cell",
    "t": "show the text",
    "s": "skip",
    "b": "back",
    "q": "quit",
}


def curate(review: Review, by: str, reason: str, terminal: Terminal) -> int:
    """Go through the rows that rules propose; give how many were confirmed.

    A confirmed row is in the register at once, and no later session proposes it. Going
    back to one and confirming it again makes that its newest form.
    """
    waiting = _proposed(review)
    confirmed = place = 0
    try:
        while place < len(waiting):
            table, row = waiting[place]
            terminal.show("─" * min(terminal.width, 80))
            terminal.show(f"{place + 1} of {len(waiting)}  {table}")
            _show(terminal, table, row)
            answer = terminal.choose("This row", _ANSWERS)
            if answer == "q":
                break
            if answer == "b":
                place = max(0, place - 1)
            elif answer == "t":
                _show_text(terminal, review, row)
            elif answer == "c":
                waiting[place] = table, _changed(terminal, table, row)
            elif answer == "s":
                place += 1
            elif _entered(review, table, row, by, reason, terminal):
                confirmed += 1
                place += 1
    except EndedError:
        pass
    terminal.show(f"Confirmed {confirmed} rows; they are in the register.")
    return confirmed


def _proposed(review: Review) -> list[tuple[str, SheetRow]]:
    tables = review.sheet().tables
    return [
        (table, row)
        for table, rows in tables.items()
        for row in rows
        if row.state == SUGGESTED
    ]


def _show(terminal: Terminal, table: str, row: SheetRow) -> None:
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.words import clean

    for name in columns(table):
        text = clean(row.cells.get(name, ""))
        if text or name in KEYS[table]:
            start = f"  {name}: "
            for line in wrapped(text, terminal.width, start=start, hang="      "):
                terminal.show(line)


def _show_text(terminal: Terminal, review: Review, row: SheetRow) -> None:
    from ketaevidence.curation.inclusion import study_keys
    from ketaevidence.present.highlight import highlight

    keys = {row.cells.get("record_key", "")}
    for study in review.register.studies:
        if study.study_id == row.cells.get("study_id"):
            keys.update(study_keys(study))
    for record in review.records():
        if record.key in keys:
            shown = highlight(record, question=review.question)
            terminal.show(shown.text(terminal.width, colour=terminal.colour))


def _changed(terminal: Terminal, table: str, row: SheetRow) -> SheetRow:
    """Ask for one cell and its new value; a blank value empties the cell."""
    name = terminal.line("Which column > ").strip()
    if name not in columns(table):
        terminal.show(f"{name!r} is none of: {', '.join(columns(table))}.")
        return row
    value = terminal.line(f"{name} = ").strip()
    return replace(row, cells={**row.cells, name: value})


def _entered(  # noqa: PLR0913, PLR0917 (who, what, where and why)
    review: Review,
    table: str,
    row: SheetRow,
    by: str,
    reason: str,
    terminal: Terminal,
) -> bool:
    """Enter a row; say what is wrong with it if it cannot be."""
    try:
        review.enter([row_of(table, row)], by=by, reason=reason)
    except CurationError as error:
        terminal.show(str(error))
        return False
    return True
