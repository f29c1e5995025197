"""What a forest plot is made of, before any ink: columns, rows, axis and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketaevidence.present.forest.style import DEFAULT, ColumnKind, Family, Style
from ketaevidence.present.risk_of_bias.signs import Light

RowKind = Literal["heading", "study", "summary", "prediction", "note"]


@dataclass(frozen=True, slots=True)
class ForestColumn:
    """One column of text beside the plot."""

    title: str
    side: Literal["left", "right"]
    #: "interval" aligns estimate and both ends of the interval by themselves.
    align: Literal["left", "right", "interval", "center"]
    kind: ColumnKind = "data"
    #: The upper heading, which stands once over neighbours that share it.
    group: str | None = None

    @property
    def key(self) -> str:
        """What identifies the column: both headings."""
        return f"{self.group}\n{self.title}" if self.group else self.title


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One row of the plot, with its place, its texts and what is drawn.

    ``y`` is the middle of the row and ``height`` its height, in lines from the top.
    ``estimate`` and ``ci`` are on the axis that people read.
    """

    kind: RowKind
    y: float
    height: float
    #: One text for each column; "\n" separates wrapped lines.
    texts: tuple[str, ...]
    #: The row's name in full, as the table and the alternative text give it.
    name: str
    estimate: float | None = None
    ci: tuple[float, float] | None = None
    #: Share of the pooled result [per cent]; ``None`` for rows that are not pooled.
    weight: float | None = None
    #: Side of the square in lines; its area follows the weight.
    marker: float = 0.0
    #: Whether the interval leaves the axis on the left and on the right.
    clipped: tuple[bool, bool] = (False, False)
    #: Shown, but not pooled.
    hollow: bool = False
    #: (column key, text) pairs as they were before wrapping.
    cells: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    group: str | None = None
    #: Judgements on the risk of bias, one for each column of kind "bias".
    lights: tuple[Light | None, ...] = ()


@dataclass(frozen=True, slots=True)
class PooledLine:
    """A dashed line through the rows that one pooled result was made from."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Band:
    """The range of differences that matter to patients, and who says so."""

    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class ForestLayout:
    """A complete forest plot in data units: everything but the pixels."""

    title: str
    columns: tuple[ForestColumn, ...]
    rows: tuple[ForestRow, ...]
    #: Height of all rows [lines].
    height: float
    limits: tuple[float, float]
    #: (position, text) of every tick.
    ticks: tuple[tuple[float, str], ...]
    axis_label: str
    is_log: bool
    decimals: int
    null_value: float | None
    #: The words left and right of the null line.
    favours: tuple[str, str] | None
    pooled_lines: tuple[PooledLine, ...]
    band: Band | None
    #: Heterogeneity of each pooled result, in words.
    heterogeneity: tuple[str, ...]
    #: The method line, footnotes and other notes, from top to bottom.
    footers: tuple[str, ...]
    #: (study, reason) of every study that was kept out.
    kept_out: tuple[tuple[str, str], ...]
    #: A sentence in place of the plot where there is nothing to plot.
    empty_because: str | None = None
    subtitle: str = ""
    family: Family = "generic"
    style: Style = DEFAULT
    #: (name, title) of the columns of lights, the tool, and the lights that occur.
    domains: tuple[tuple[str, str], ...] = ()
    tool: str = ""
    legend: tuple[Light, ...] = ()

    @property
    def studies(self) -> tuple[ForestRow, ...]:
        """The rows that are studies."""
        return tuple(row for row in self.rows if row.kind == "study")

    @property
    def summaries(self) -> tuple[ForestRow, ...]:
        """The rows that are pooled results."""
        return tuple(row for row in self.rows if row.kind == "summary")
