"""What stands where in Baujat's plot, before anything is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ketaevidence.errors import PresentError
from ketaevidence.pooling.sensitivity import Baujat
from ketaevidence.present import words
from ketaevidence.present.chart.labels import Dot, Label, beside
from ketaevidence.present.chart.model import Axis, Frame
from ketaevidence.present.chart.reading import reading_of
from ketaevidence.present.chart.words import (
    name_of,
    pool_line,
    pooled_sentence,
    unnamed,
)
from ketaevidence.present.forest.scale import linear_ticks, tick_texts

#: With fewer studies a table says the same more clearly.
FEWEST = 5
_HOW_TO_READ = (
    "Right: adds to the heterogeneity. High: moves the pooled value. Upper right: does "
    "both; look there first, at what differs in these studies."
)
#: Height of the plot, and radius of a study [points].
HEIGHT, RADIUS = 300.0, 3.0


@dataclass(frozen=True, slots=True)
class BaujatLayout:
    """The whole picture in data units.

    Parameters
    ----------
    frame
        Axes and notes.
    points
        (study, contribution to heterogeneity, influence on the result).
    labels
        Names that are written in the plot.
    sentences
        The picture in words.
    """

    frame: Frame
    points: tuple[tuple[str, float, float], ...]
    labels: tuple[Label, ...]
    sentences: tuple[str, ...]


def baujat_layout(result: Baujat, *, title: str | None = None) -> BaujatLayout:
    """Lay out Baujat's plot.

    Raises
    ------
    PresentError
        With fewer than five studies, or where a coordinate is not defined.
    """
    pooled = result.pooled
    if pooled.k < FEWEST:
        n = words.counted(pooled.k, "study", "studies")
        msg = (
            f"Baujat's plot of {n} says less than its table: with fewer than {FEWEST} "
            "studies read frame() or summary() of the result of baujat()"
        )
        raise PresentError(msg)
    points = tuple(
        (name_of(name), float(x), float(y))
        for name, x, y in zip(
            result.slab, result.contribution, result.influence, strict=True
        )
    )
    lost = [n for n, x, y in points if not (math.isfinite(x) and math.isfinite(y))]
    if lost:
        msg = (
            f"Baujat's plot cannot place {', '.join(lost)}: the contribution or the "
            "influence is not defined there; read frame() of the result of baujat()"
        )
        raise PresentError(msg)
    reading = reading_of(pooled.effects, pooled.se)
    x = _axis("Contribution to heterogeneity (squared distance from the pooled value, "
              "over the variance)", [x for _, x, _ in points])  # fmt: skip
    y = _axis("Influence on the pooled value (its squared shift without the study, "
              "over its variance)", [y for _, _, y in points])  # fmt: skip
    bare = Frame("", x, y, HEIGHT)
    dots = [
        Dot(x.share(a) * bare.plot_width, (1 - y.share(b)) * HEIGHT, RADIUS + 1)
        for _, a, b in points
    ]
    # Those far from the corner are what the plot is looked at for.
    order = sorted(
        range(len(points)),
        key=lambda i: -max(x.share(points[i][1]), y.share(points[i][2])),
    )
    labels = beside(
        dots, [name for name, *_ in points], order, (bare.plot_width, HEIGHT)
    )
    told = [
        _HOW_TO_READ,
        "A study's place is no reason to leave it out.",
        *unnamed(len(points) - len(labels)),
        pool_line(pooled),
    ]
    sentences = [pooled_sentence(pooled, reading)]
    sentences += [
        f"{name}: contribution {_short(a)}, influence {_short(b)}."
        for name, a, b in points
    ]
    frame = Frame(
        title=words.clean(title or f"Baujat plot: {reading.name}"),
        x=x,
        y=y,
        plot_height=HEIGHT,
        notes=tuple(told),
    )
    return BaujatLayout(frame, points, labels, tuple(sentences))


def _axis(label: str, values: list[float]) -> Axis:
    # A study that adds nothing stands a little off the corner of the axes.
    top = max(values) or 1.0
    low, high = -0.02 * top, 1.04 * top
    ticks = [tick for tick in linear_ticks(0.0, high) if tick <= high]
    texts = tick_texts(ticks, is_log=False)
    return Axis(label, (low, high), tuple(zip(ticks, texts, strict=True)))


def _short(value: float) -> str:
    """Write a number of no unit with about three digits."""
    power = math.floor(math.log10(value)) if value > 0 else 0
    return words.number(value, min(6, max(0, 2 - power)))
