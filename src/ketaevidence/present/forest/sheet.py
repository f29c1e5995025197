"""What is to be shown in a forest plot, in one shape for every kind of result.

A module per kind of result (``of_pooled``, ``of_analysis``, ``of_subgroups``,
``of_counts``) sets out a Sheet; ``layout.laid_out`` places it. Other figures in rows
(cumulative, leave-one-out) make a Sheet of their own and go the same way:
``draw(laid_out(sheet))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketaevidence.present import words
from ketaevidence.present.forest.statements import method_line_of
from ketaevidence.present.forest.style import DEFAULT, Family, Style
from ketaevidence.present.risk_of_bias.signs import Light

__all__ = ["Block", "Cell", "Line", "Sheet", "method_line_of", "totals"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of one row."""

    title: str
    text: str
    #: The upper heading over several columns, such as the name of an arm.
    group: str | None = None
    #: A count, to be added up in the row of the pooled result.
    amount: float | None = None

    @property
    def key(self) -> str:
        """What identifies its column."""
        return f"{self.group}\n{self.title}" if self.group else self.title


@dataclass(frozen=True, slots=True)
class Line:
    """One study, or one pooled result, on the scale that people read.

    ``estimate`` and ``ci`` are ``None`` for a study without an effect of its own.
    """

    name: str
    estimate: float | None
    ci: tuple[float, float] | None
    cells: tuple[Cell, ...] = ()
    #: Share of the pooled result [per cent]; ``None`` where there is none to print.
    weight: float | None = None
    marks: tuple[str, ...] = ()
    #: What the area of the square follows, where it is not the weight.
    size: float | None = None
    #: The study's own identifiers, where it comes from a register.
    study_id: str | None = None
    result_ids: tuple[str, ...] = ()
    #: Judgements on the risk of bias; empty where nobody judged.
    lights: tuple[Light | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, with their pooled result or the lack of one."""

    heading: str | None
    lines: tuple[Line, ...]
    summary: Line | None = None
    prediction: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()
    #: Whether the lines are pooled, with or without a summary of their own: the
    #: studies of a subgroup enter the pool of all.
    is_pooled: bool = False
    #: Whether the dashed line of the summary runs through the rows of all blocks.
    is_overall: bool = False
    #: Whether the summary has a dashed line at all.
    has_line: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a forest plot says, before rows get their places."""

    title: str
    effect_title: str
    axis_label: str
    blocks: tuple[Block, ...]
    null_value: float | None
    decimals: int
    subtitle: str = ""
    family: Family = "generic"
    #: Confidence level of every interval, in per cent.
    level: str = "95%"
    favours: tuple[str, str] | None = None
    limits: tuple[float, float] | None = None
    important_difference: tuple[float, float, str] | None = None
    is_log: bool = False
    heterogeneity: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    kept_out: tuple[tuple[str, str], ...] = ()
    #: The order of the studies, in a sentence.
    order: str = ""
    #: Names and meanings of the columns of lights, and the tool in words.
    domains: tuple[tuple[str, str], ...] = ()
    tool: str = ""
    style: Style = DEFAULT

    @property
    def lines(self) -> tuple[Line, ...]:
        """The studies of all blocks."""
        return tuple(line for block in self.blocks for line in block.lines)


def totals(lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Add up the counts of some studies, column by column.

    A column in which a study has no count has no total: it would be too small.
    """
    if not lines:
        return ()
    found = []
    for place, cell in enumerate(lines[0].cells):
        column = [line.cells[place] for line in lines if len(line.cells) > place]
        amounts = [one.amount for one in column if one.key == cell.key]
        known = [amount for amount in amounts if amount is not None]
        if len(known) == len(lines):
            found.append(Cell(cell.title, words.plain(sum(known)), cell.group))
    return tuple(found)
