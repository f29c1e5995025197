"""Show a record's text with what rules read in it, in a notebook or a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ketaevidence.extraction.extract import extract
from ketaevidence.extraction.model import Candidate
from ketaevidence.present.highlight.marks import Mark, numbered
from ketaevidence.present.highlight.page import highlighted_html
from ketaevidence.present.highlight.terminal import highlighted_text
from ketaevidence.present.lines import WIDTH
from ketaevidence.question.model import Question
from ketaevidence.records.model import Record


@dataclass(frozen=True, slots=True)
class Highlighted:
    """A record with its readings marked: shows itself in notebooks and terminals.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> shown = ke.highlight(ke.example_review().records()[0])
    >>> shown.html().startswith("<!DOCTYPE html>"), "[1]" in shown.text()
    (True, True)
    """

    record: Record
    marks: tuple[Mark, ...]

    def html(self) -> str:
        """Write a whole HTML page: no script, nothing loaded from elsewhere."""
        return highlighted_html(self.record, self.marks, whole=True)

    def text(self, width: int = WIDTH, *, colour: bool = False) -> str:
        """Write plain text: «quote»[number], and the readings by their numbers.

        Parameters
        ----------
        width
            Columns of the terminal.
        colour
            Also set the quotes in colour, for terminals that can.
        """
        return highlighted_text(self.record, self.marks, width, colour=colour)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to a file, whole or not at all.

        Raises
        ------
        PresentError
            If it cannot be written there.
        """
        from ketaevidence.present.files import write_whole

        return write_whole(Path(path), self.html())

    def __str__(self) -> str:
        """Give the plain text."""
        return self.text()

    def _repr_html_(self) -> str:
        """Give what a notebook shows."""
        return highlighted_html(self.record, self.marks, whole=False)


def highlight(
    record: Record,
    candidates: Iterable[Candidate] | None = None,
    *,
    question: Question | None = None,
) -> Highlighted:
    """Show a record's title and abstract with what rules read in it.

    Parameters
    ----------
    record
        The record to show.
    candidates
        The readings to mark; those of other records are left out. Left out, the rules
        read the record now.
    question
        The question that the rules read with; the bundled one if left out.

    Returns
    -------
    Highlighted
        Shows itself in a notebook; ``print`` it in a terminal; ``save`` writes a page.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> record = ke.example_review().records()[0]
    >>> shown = ke.highlight(record)
    >>> "«" in str(shown)
    True
    """
    found = extract([record], question=question) if candidates is None else candidates
    return Highlighted(record, numbered(c for c in found if c.record_key == record.key))
