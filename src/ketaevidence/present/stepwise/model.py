"""What a picture of repeated pools is made of, before any ink."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present.chart.model import Frame

#: Height of one line of a row, and the free space beside a column [points].
LINE, GAP = 15.0, 11.0
#: Stands before the row from which the conclusion stays the same.
STABLE_SIGN = "▸"


@dataclass(frozen=True, slots=True)
class Step:
    """One pool: a row with its place, its texts and its interval.

    Parameters
    ----------
    name
        The study that was left out, or came last, in full.
    lines
        The name as it is written.
    texts
        What stands in the columns right of the plot.
    estimate, ci
        The pooled value and its interval, on the scale of analysis.
    y, height
        Middle of the row from the top, and its height [points].
    side
        Where the interval lies: -1 below, 0 around, 1 above no difference; None where
        there is no such value.
    is_whole
        Whether this is the pool of all studies.
    is_new
        Whether the study is marked as new.
    """

    name: str
    lines: tuple[str, ...]
    texts: tuple[str, ...]
    estimate: float
    ci: tuple[float, float]
    y: float
    height: float
    side: int | None
    is_whole: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class StepwiseLayout:
    """The whole picture in data units and points.

    Parameters
    ----------
    frame
        Axes, key and notes; the upright axis counts points from the top.
    steps
        Every pool, from top to bottom; the last is the pool of all studies.
    heads
        Headings of the names and of the columns right of the plot, in lines.
    columns
        Right end of each of those columns on the sheet [points].
    band
        The interval of the pool of all studies, to be shaded; None for no band.
    stable_from
        Place of the row from which every interval stays on the same side of no
        difference; None where it is not asked or there is no such value.
    sentences
        The picture in words.
    """

    frame: Frame
    steps: tuple[Step, ...]
    heads: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]
    band: tuple[float, float] | None
    stable_from: int | None
    sentences: tuple[str, ...]
