"""The boxes of the PRISMA 2020 diagram: their words and numbers, by row and column.

The words are those of the statement (Page MJ et al. 2021, doi:10.1136/bmj.n71), with
boxes of its own for what still awaits a decision in a living review.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ketaevidence.present.basis import NOT_FULL_TEXT, PARTLY_NOT_FULL_TEXT
from ketaevidence.present.words import clean
from ketaevidence.screening.flow import Flow, Previous
from ketaevidence.screening.registers import databases_and_registers

#: ``main`` and ``aside``: databases and registers, and what leaves them to the side.
Column = Literal["previous", "main", "aside", "other", "other_aside"]
#: The three bands, with the first and the last of their rows.
BANDS = (("Identification", 0, 0), ("Screening", 1, 3), ("Included", 4, 5))
INCLUDED_ROW, TOTAL_ROW = 4, 5
SOUGHT, ASSESSED = "Reports sought for retrieval", "Reports assessed for eligibility"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a box: words, and their number; ``None`` where it is not known."""

    text: str
    n: int | None
    is_part: bool = False
    #: A part of the part above it: one database of all databases.
    is_inner: bool = False

    @property
    def words(self) -> str:
        """The line as people read it."""
        known = "none entered yet" if self.n is None else f"n = {self.n:,}"
        return f"{self.text} ({known})"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the diagram, in its row and column."""

    column: Column
    row: int
    lines: tuple[Line, ...]
    #: Nobody has decided yet: drawn dashed.
    is_awaiting: bool = False

    @property
    def words(self) -> str:
        """The box as a sentence."""
        whole = [line.words for line in self.lines if not line.is_part]
        text = "; ".join(whole)
        parts = ""
        for line, before in zip(self.lines[1:], self.lines, strict=False):
            if line.is_part:
                opens = line.is_inner and not before.is_inner
                closes = before.is_inner and not line.is_inner
                sign = " – " if opens else "; " if closes else ", "
                parts += f"{sign if parts else ''}{line.words}"
        return f"{text}: {parts}." if parts else f"{text}."


def flow_boxes(
    flow: Flow,
    *,
    is_example: bool = False,
    is_continued: bool = False,
    registers: Iterable[str] = (),
) -> tuple[Box, ...]:
    """Set out every box of a flow that adds up.

    Parameters
    ----------
    flow
        The numbers, counted from decisions.
    is_example
        Whether it holds the bundled review, for which no full text was sought or read.
    is_continued
        Whether people have gone on with that.
    registers
        Sources that are trial registers, beside the well-known ones.
    """
    sought, assessed = SOUGHT, ASSESSED
    if is_example:
        sought = "Reports carried to eligibility"
        basis = PARTLY_NOT_FULL_TEXT if is_continued else NOT_FULL_TEXT
        assessed = f"Reports {basis}"
    sources = _sources(flow, tuple(registers))
    boxes = _column(flow, sources, "main", "aside", sought=sought, assessed=assessed)
    if flow.other is not None:
        boxes += _column(
            flow.other,
            _parts(flow.other.identified),
            "other",
            "other_aside",
            sought=SOUGHT,
            assessed=ASSESSED,
        )
    new = "" if flow.previous is None else "new "
    boxes.append(
        Box(
            "main",
            INCLUDED_ROW,
            (
                Line(f"{new}studies included in review".capitalize(),
                     flow.included_studies),
                Line(f"Reports of {new}included studies", flow.included_reports),
            ),
        )
    )  # fmt: skip
    if flow.previous is not None:
        boxes += _previous(flow.previous)
    return tuple(boxes)


def _parts(pairs: tuple[tuple[str, int], ...]) -> tuple[Line, ...]:
    return tuple(Line(clean(text) or "not named", n, is_part=True) for text, n in pairs)


def _sources(flow: Flow, registers: Iterable[str]) -> tuple[Line, ...]:
    """List the sources; where registers brought records, with a sum of each kind."""
    databases, trials = databases_and_registers(flow.identified, registers)
    if not trials:
        return _parts(databases)
    return tuple(
        line
        for kind, found in (("Databases", databases), ("Registers", trials))
        for line in (
            Line(kind, sum(n for _, n in found), is_part=True),
            *(replace(line, is_inner=True) for line in _parts(found)),
        )
    )


def _column(  # noqa: PLR0913 (what differs between the two columns, each by name)
    flow: Flow,
    sources: tuple[Line, ...],
    main: Column,
    aside: Column,
    *,
    sought: str,
    assessed: str,
) -> list[Box]:
    is_other = main == "other"
    total = sum(n for _, n in flow.identified)
    boxes = [
        Box(main, 0, (Line("Records identified", total), *sources)),
        Box(main, 2, (Line(sought, flow.reports_sought),)),
        Box(main, 3, (Line(assessed, flow.reports_assessed),)),
        Box(
            aside,
            3,
            (
                Line("Reports excluded", sum(n for _, n in flow.excluded_at_full_text)),
                *_parts(flow.excluded_at_full_text),
            ),
        ),
    ]
    # In the bundled review no report was sought: nothing to say of what was not found.
    if flow.reports_not_retrieved or sought == SOUGHT:
        missing = Line("Reports not retrieved", flow.reports_not_retrieved)
        boxes.append(Box(aside, 2, (missing,)))
    # PRISMA lets other methods go straight to the reports; what was dropped on the way
    # is shown all the same, or the column would not add up.
    if not is_other or flow.duplicates_removed:
        removed = Line("Duplicate records removed", flow.duplicates_removed)
        boxes.append(Box(aside, 0, (removed,)))
    if not is_other:
        boxes.append(Box(main, 1, (Line("Records screened", flow.screened),)))
    if not is_other or flow.excluded_at_screening:
        line = Line("Records excluded", flow.excluded_at_screening)
        boxes.append(Box(aside, 1, (line,)))
    for row, what, n, conflicts in (
        (1, "Records awaiting screening", flow.awaiting_screening,
         flow.conflicts_at_screening),
        (3, "Reports awaiting assessment", flow.awaiting_full_text,
         flow.conflicts_at_full_text),
    ):  # fmt: skip
        if n:
            of_these = ((("of these, reviewers do not agree", conflicts),)
                        if conflicts else ())  # fmt: skip
            lines = (Line(what, n), *_parts(of_these))
            boxes.append(Box(aside, row, lines, is_awaiting=True))
    return boxes


def _previous(previous: Previous) -> list[Box]:
    moment = clean(previous.moment)
    boxes = [
        Box(
            "previous",
            0,
            (
                Line(f"Studies included in previous version ({moment})",
                     previous.studies),
                Line("Reports of studies included in previous version",
                     previous.reports),
            ),
        ),
        Box(
            "main",
            TOTAL_ROW,
            (
                Line("Total studies included in review", previous.total_studies),
                Line("Reports of total included studies", previous.total_reports),
            ),
        ),
    ]  # fmt: skip
    if previous.reports_dropped or previous.studies_dropped:
        boxes.append(
            Box(
                "previous",
                INCLUDED_ROW,
                (
                    Line("Studies no longer included", previous.studies_dropped),
                    Line("Reports no longer included", previous.reports_dropped),
                ),
            )
        )
    return boxes
