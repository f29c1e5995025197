"""What stands where in a drapery plot, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.pooling.intervals import (
    Yardstick,
    infer,
    prediction_yardstick,
    quantile,
)
from ketaevidence.present import words
from ketaevidence.present.chart.ink import BAND, BLACK, GREY, INK, RULE, SMALL
from ketaevidence.present.chart.labels import cut, spread
from ketaevidence.present.chart.model import Axis, Frame, Key
from ketaevidence.present.chart.reading import favours_of, reading_of
from ketaevidence.present.chart.words import name_of, pool_line, pooled_sentence
from ketaevidence.present.type_metrics import width

#: Most studies that are drawn; more curves than this cannot be told apart.
MOST = 25
#: Where the curves end below.
LOWEST_P = 0.001
#: Guides across the plot.
GUIDES = (0.05, 0.01)
#: Ticks of the upright axis, as p.
_TICKS = (1.0, 0.5, 0.3, 0.1, 0.05, 0.01, 0.001)
#: Height of the plot, and room above it for numbers [points].
HEIGHT, ABOVE = 300.0, 22.0
#: The widest that a name below the plot may be before it is cut [points].
_NAME = 200.0
#: Where a curve is worked out, as p: evenly on the z scale, and where guides cross.
GRID = tuple(
    sorted({*(infer(z, 1.0, 0.95, None).p or 0.0 for z in np.linspace(0, 3.2905, 48)),
            *_TICKS, *GUIDES})
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drape:
    """One p-value function: p of every value against one estimate.

    Parameters
    ----------
    name
        Whose it is.
    estimate
        Where p is 1.
    unit
        What the quantile of the distribution is multiplied by: a standard error.
    df
        Degrees of freedom of t; None for the normal distribution.
    """

    name: str
    estimate: float
    unit: float
    df: int | None

    def ends(self, p: float) -> tuple[float, float]:
        """Give the two values that have this p: the ends of the 1 - p interval."""
        half = quantile(1 - p, self.df) * self.unit if p < 1 else 0.0
        return self.estimate - half, self.estimate + half

    def path(self) -> tuple[tuple[float, float], ...]:
        """Give (value, p) along the curve, from left to right."""
        sides = [(self.ends(p), p) for p in GRID]
        left = [(ends[0], p) for ends, p in sides]
        right = [(ends[1], p) for ends, p in reversed(sides)]
        return (*left, *right[1:])


@dataclass(frozen=True, slots=True)
class DraperyLayout:
    """The whole picture in data units.

    Parameters
    ----------
    frame
        Axes, key and notes; the upright axis holds z of p, 0 (p = 1) on top.
    drapes
        Curves of the studies that are drawn, by rising effect.
    pooled
        The curve of the pool.
    prediction
        The curve of the true effect of a new study; None where it is not defined.
    marks
        Where the number of each drawn study stands [points from the plot's left].
    left_out
        Studies whose curves are not drawn.
    sentences
        The picture in words.
    """

    frame: Frame
    drapes: tuple[Drape, ...]
    pooled: Drape
    prediction: Drape | None
    marks: tuple[float, ...]
    left_out: tuple[str, ...]
    sentences: tuple[str, ...]


def height_of(p: float) -> float:
    """Give where a p stands on the upright axis: its two-sided normal quantile."""
    return quantile(1 - p, None) if p < 1 else 0.0


def drapery_layout(
    pooled: Pooled,
    *,
    title: str | None = None,
    favours: tuple[str, str] | None = None,
) -> DraperyLayout:
    """Lay out a drapery plot.

    Raises
    ------
    PresentError
        With one study, which has no pool to stand beside.
    """
    if pooled.k == 1:
        msg = (
            "a drapery plot sets studies beside their pool, and "
            f"{pooled.effects.slab[0]} is the only study; show it with forest()"
        )
        raise PresentError(msg)
    effects = pooled.effects
    reading = reading_of(effects, pooled.se)
    drawn, left_out = _chosen(pooled)
    drapes = tuple(
        Drape(name_of(effects.slab[i]), float(y), float(se), None)
        for i, y, se in zip(drawn, effects.yi[drawn], effects.se[drawn], strict=True)
    )
    whole = Drape("pool", pooled.estimate, pooled.se, pooled.ddf)
    ahead = _prediction(pooled)
    reach = [(pooled.pi_lb, pooled.pi_ub)] if ahead else []
    x = reading.axis(
        [drape.estimate for drape in drapes],
        [drape.ends(GUIDES[0]) for drape in drapes]
        + [(low, high) for low, high in reach if low is not None and high is not None],
        [reading.null, pooled.ci_lb, pooled.ci_ub],
    )
    y = Axis(
        "p of each value, two-sided (evenly spaced as z)",
        (height_of(LOWEST_P), 0.0),
        tuple((height_of(p), f"{p:g}") for p in _TICKS),
    )
    notes = _notes(pooled, len(drapes), ahead, left_out)
    frame = Frame(
        title=words.clean(title or f"Drapery plot: {reading.name}"),
        x=x,
        y=y,
        plot_height=HEIGHT,
        key=_keys(reading.null_words, has_null=reading.null is not None, ahead=ahead),
        numbered=tuple(cut(drape.name, _NAME) for drape in drapes),
        notes=notes,
        favours=favours_of(reading, favours),
        null=reading.null,
        above=ABOVE,
    )
    wide = [width(str(i + 1), SMALL) + 3 for i in range(len(drapes))]
    marks = spread(
        [x.share(drape.estimate) * frame.plot_width for drape in drapes],
        wide, 0.0, frame.plot_width,
    )  # fmt: skip
    said = [pooled_sentence(pooled, reading)]
    for number, drape in enumerate(drapes, 1):
        span = reading.estimate(drape.estimate, *drape.ends(GUIDES[0]))
        said.append(f"{number}. {drape.name}: {span}, 95% CI.")
    if ahead is not None and pooled.pi_lb is not None and pooled.pi_ub is not None:
        level = words.level_percent(pooled.level)
        low, high = reading.text(pooled.pi_lb), reading.text(pooled.pi_ub)
        said.append(f"{level} prediction interval: {low} to {high}.")
    return DraperyLayout(frame, drapes, whole, ahead, marks, left_out, tuple(said))


def _chosen(pooled: Pooled) -> tuple[list[int], tuple[str, ...]]:
    """Take the heaviest studies, by rising effect; name the others."""
    effects = pooled.effects
    heaviest = np.argsort(-pooled.weights, kind="stable")
    drawn = sorted(heaviest[:MOST].tolist(), key=lambda i: (float(effects.yi[i]), i))
    others = sorted(heaviest[MOST:].tolist())
    return drawn, tuple(name_of(effects.slab[i]) for i in others)


def _prediction(pooled: Pooled) -> Drape | None:
    """Work the curve of a new study's true effect out of the prediction interval."""
    asked = str(pooled.settings.get("prediction_asked", "none"))
    if pooled.pi_lb is None or pooled.pi_ub is None:
        return None
    # Only the distribution is asked for; the width is that of the interval itself.
    yard = prediction_yardstick(asked, Yardstick(1.0, pooled.ddf), 1.0, pooled.k)
    if yard is None:
        return None
    half = (pooled.pi_ub - pooled.pi_lb) / 2
    unit = half / quantile(pooled.level, yard.df)
    return Drape("prediction", pooled.estimate, unit, yard.df)


def _keys(null: str, *, has_null: bool, ahead: Drape | None) -> tuple[Key, ...]:
    keys = [Key("pool", "thick", INK), Key("single study", "line", RULE)]
    if ahead is not None:
        keys.append(Key("prediction for a new study", "patch", RULE, BAND))
    guides = " and ".join(f"{p:g}" for p in GUIDES)
    keys.append(Key(f"p = {guides}", "dashed", GREY))
    if has_null:
        keys.append(Key(null, "line", BLACK))
    return tuple(keys)


def _notes(
    pooled: Pooled,
    drawn: int,
    ahead: Drape | None,
    left_out: tuple[str, ...],
) -> tuple[str, ...]:
    guide, lower = (words.level_percent(1 - p) for p in GUIDES)
    reading = (
        "Each curve gives, for every value of the horizontal axis, p of that value: "
        f"the guide at {GUIDES[0]:g} cuts it at the ends of the {guide} interval, the "
        f"one at {GUIDES[1]:g} at those of the {lower} interval."
    )
    told = [reading]
    if left_out:
        told.append(
            f"Thinned: the {drawn} heaviest of {pooled.k} studies are drawn, the "
            "table has all. The pool is that of all studies."
        )
    if ahead is None:
        told.append("No prediction: this pool has no prediction interval.")
    told.append("The curves hold what a forest plot shows, at every level at once.")
    told.append(pool_line(pooled))
    return tuple(told)
