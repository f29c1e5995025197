"""What stands where in a GOSH plot, before anything is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PresentError
from ketaevidence.pooling.sensitivity import Gosh
from ketaevidence.present import words
from ketaevidence.present.chart.ink import DEPTHS, INK, RULE, WHITE
from ketaevidence.present.chart.model import Axis, Frame, Key
from ketaevidence.present.chart.reading import Reading, reading_of
from ketaevidence.present.chart.words import name_of, pool_line, pooled_sentence

#: With fewer studies there are too few subsets to see a cluster in.
FEWEST = 6
_HOW_TO_READ = (
    "Separate clouds point at studies that do not belong together; one cloud is no "
    "proof that they do."
)
#: Cells across, and upright.
ACROSS, UP = 100, 50
#: Height of a single panel, and of each of two [points].
HEIGHT, HALF = 280.0, 190.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the picture: where it stands, and how many subsets fall into it."""

    column: int
    row: int
    count: int
    #: Its shade, counted from 0, the lightest.
    depth: int


@dataclass(frozen=True, slots=True)
class Cloud:
    """The subsets of one panel.

    Parameters
    ----------
    name
        Heading of the panel; empty for a single one.
    number
        Subsets in it.
    cells
        The cells that hold any.
    estimate, spread
        Median and range of the pooled value (scale of analysis) and of I2 [percent],
        as (lowest, median, highest).
    """

    name: str
    number: int
    cells: tuple[Cell, ...]
    estimate: tuple[float, float, float]
    spread: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class GoshLayout:
    """The whole picture in data units.

    Parameters
    ----------
    frame
        Axes, key and notes.
    clouds
        All subsets, or those with and those without the named study.
    pooled, spread
        Pooled value and I2 of all studies.
    sentences
        The picture in words.
    """

    frame: Frame
    clouds: tuple[Cloud, ...]
    pooled: float
    spread: float | None
    sentences: tuple[str, ...]


def gosh_layout(
    result: Gosh, *, study: str | None = None, title: str | None = None
) -> GoshLayout:
    """Lay out a GOSH plot.

    Raises
    ------
    PresentError
        With fewer than six studies, or a name that is not exactly one of them.
    """
    pooled = result.pooled
    if pooled.k < FEWEST:
        n = words.counted(pooled.k, "study", "studies")
        msg = (
            f"a GOSH plot is not made for {n}: below {FEWEST} there are too few "
            "subsets to see a cluster in; read leave_one_out() instead"
        )
        raise PresentError(msg)
    reading = reading_of(pooled.effects, pooled.se)
    x = reading.axis(
        [float(result.estimate.min()), float(result.estimate.max())],
        (),
        [reading.null, pooled.estimate],
    )
    y = Axis("I² [%]", (0.0, 100.0), tuple((v, f"{v}") for v in range(0, 101, 20)))
    parts = _parts(result, study)
    counts = [_counted(result, inside, x) for _, inside in parts]
    most = max(int(grid.max()) for grid in counts)
    clouds = tuple(
        _cloud(name, result, inside, grid, most)
        for (name, inside), grid in zip(parts, counts, strict=True)
    )
    told = str(result.settings["subsets"])
    kind = "all" if told.startswith("all ") else "drawn"
    notes = [
        f"Subsets: {told}. Each is pooled as all studies are.",
        _HOW_TO_READ,
        *map(words.sentence, result.notes),
        pool_line(pooled),
    ]
    frame = Frame(
        title=words.clean(title or f"GOSH, {kind} subsets: {reading.name}"),
        x=x,
        y=y,
        plot_height=HEIGHT if len(clouds) == 1 else HALF,
        key=_keys(reading, most),
        notes=tuple(notes),
        null=reading.null,
        panels=tuple(cloud.name for cloud in clouds),
    )
    said = [pooled_sentence(pooled, reading), *(_sentence(c, reading) for c in clouds)]
    return GoshLayout(frame, clouds, pooled.estimate, pooled.I2, tuple(said))


def _parts(result: Gosh, study: str | None) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    """Divide the subsets by a study, if one is named."""
    if study is None:
        return [("", np.ones(len(result.k), dtype=np.bool_))]
    slab = [name_of(name) for name in result.pooled.effects.slab]
    name = name_of(study)
    if slab.count(name) != 1:
        found = "no study" if name not in slab else "several studies"
        msg = (
            f"study={study!r} names {found} of this result; choose one of "
            f"{', '.join(map(repr, dict.fromkeys(slab)))}"
        )
        raise PresentError(msg)
    inside = result.members[:, slab.index(name)]
    parts = [(f"With {name}", inside), (f"Without {name}", ~inside)]
    empty = [heading for heading, chosen in parts if not chosen.any()]
    if empty:
        msg = (
            f"study={study!r}: none of the drawn subsets belongs under {empty[0]!r}; "
            "draw more subsets"
        )
        raise PresentError(msg)
    return parts


def _counted(
    result: Gosh, inside: npt.NDArray[np.bool_], x: Axis
) -> npt.NDArray[np.int64]:
    """Count the subsets of each cell, shape ``(ACROSS, UP)``."""
    low, high = x.limits
    grid, _, _ = np.histogram2d(
        result.estimate[inside], np.clip(result.I2[inside], 0.0, 100.0),
        bins=(ACROSS, UP), range=((low, high), (0.0, 100.0)),
    )  # fmt: skip
    return grid.astype(np.int64)


def depth_of(count: int, most: int) -> int:
    """Give the shade of a count: even steps of its logarithm up to the largest count.

    Examples
    --------
    >>> [depth_of(count, 10_000) for count in (1, 10, 100, 1_000, 10_000)]
    [0, 1, 2, 3, 4]
    """
    if most <= 1:
        return len(DEPTHS) - 1
    share = math.log(count) / math.log(most)
    return min(len(DEPTHS) - 1, math.floor(share * len(DEPTHS) + 1e-9))


def _cloud(
    name: str,
    result: Gosh,
    inside: npt.NDArray[np.bool_],
    grid: npt.NDArray[np.int64],
    most: int,
) -> Cloud:
    def three(values: npt.NDArray[np.float64]) -> tuple[float, float, float]:
        chosen = values[inside]
        return float(chosen.min()), float(np.median(chosen)), float(chosen.max())

    cells = tuple(
        Cell(int(column), int(row), count, depth_of(count, most))
        for column, row in np.argwhere(grid)
        for count in (int(grid[column, row]),)
    )
    number = int(np.count_nonzero(inside))
    return Cloud(name, number, cells, three(result.estimate), three(result.I2))


def _keys(reading: Reading, most: int) -> tuple[Key, ...]:
    keys: list[Key] = []
    for depth, tone in enumerate(DEPTHS):
        counts = [c for c in _edges(most) if depth_of(c, most) == depth]
        if counts:
            ends = dict.fromkeys(f"{count:,}" for count in (counts[0], counts[-1]))
            begin = "" if keys else "subsets in a cell: "
            keys.append(Key(begin + " to ".join(ends), "patch", RULE, tone))
    keys.append(Key("all studies", "D", INK, WHITE))
    if reading.null is not None:
        keys.append(Key(reading.null_words, "line", RULE))
    return tuple(keys)


def _edges(most: int) -> list[int]:
    """Give the first and the last count of every shade."""
    near = {1, most}
    for step in range(1, len(DEPTHS)):
        edge = most ** (step / len(DEPTHS))
        near |= {c for c in range(max(1, int(edge) - 2), int(edge) + 3) if c <= most}
    return sorted(near)


def _sentence(cloud: Cloud, reading: Reading) -> str:
    low, middle, high = (reading.text(value) for value in cloud.estimate)
    least, usual, most = (words.percent(value) for value in cloud.spread)
    return (
        f"{cloud.name or 'All of them'}, {words.counted(cloud.number, 'subset')}: "
        f"median {middle} ({low} to {high}), I² median {usual} ({least} to {most})."
    )
