"""Curating in a terminal: confirm, change or leave what rules read, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.cli.asking import EndedError, Terminal
from ketaevidence.errors import CurationError

if TYPE_CHECKING:
    from ketaevidence.review import Review
    from ketaevidence.review.sheets import Proposal

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
    waiting = list(review.proposals())
    confirmed = place = 0
    try:
        while place < len(waiting):
            proposal = waiting[place]
            terminal.show("─" * min(terminal.width, 80))
            terminal.show(f"{place + 1} of {len(waiting)}  {proposal.table}")
            _show(terminal, proposal)
            answer = terminal.choose("This row", _ANSWERS)
            if answer == "q":
                break
            if answer == "b":
                place = max(0, place - 1)
            elif answer == "t":
                _show_text(terminal, review, proposal)
            elif answer == "c":
                waiting[place] = _changed(terminal, proposal)
            elif answer == "s":
                place += 1
            elif _entered(review, proposal, by, reason, terminal):
                confirmed += 1
                place += 1
    except EndedError:
        pass
    terminal.show(f"Confirmed {confirmed} rows; they are in the register.")
    return confirmed


def _show(terminal: Terminal, proposal: Proposal) -> None:
    from ketaevidence.present.lines import wrapped
    from ketaevidence.present.words import clean

    for name, cell in proposal.cells.items():
        if cell:
            start = f"  {name}: "
            for line in wrapped(
                clean(cell), terminal.width, start=start, hang="      "
            ):
                terminal.show(line)


def _show_text(terminal: Terminal, review: Review, proposal: Proposal) -> None:
    from ketaevidence.present.highlight import highlight

    for record in review.records():
        if record.key == proposal.record_key:
            shown = highlight(record, question=review.question)
            terminal.show(shown.text(terminal.width, colour=terminal.colour))
            return
    terminal.show("The review has no text of this study.")


def _changed(terminal: Terminal, proposal: Proposal) -> Proposal:
    """Ask for one cell and its new value; a blank value empties the cell."""
    name = terminal.line("Which column > ").strip()
    if name not in proposal.cells:
        terminal.show(f"{name!r} is none of: {', '.join(proposal.cells)}.")
        return proposal
    return proposal.changed(name, terminal.line(f"{name} = ").strip())


def _entered(
    review: Review, proposal: Proposal, by: str, reason: str, terminal: Terminal
) -> bool:
    """Enter a row; say what is wrong with it if it cannot be."""
    try:
        review.confirm(proposal, by=by, reason=reason)
    except CurationError as error:
        terminal.show(str(error))
        return False
    return True
