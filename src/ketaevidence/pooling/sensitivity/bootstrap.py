"""How the pooled effect would vary, had other studies been done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import Draws, Samples, Studies, fit, studies_of
from ketaevidence.pooling.intervals import quantile
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.gosh import check_seed, is_whole
from ketaevidence.pooling.sensitivity.refits import check_pooled
from ketaevidence.pooling.sensitivity.result import Result
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

#: What is drawn anew.
Kind = Literal["studies", "parametric"]

#: What the two kinds do, in words.
KINDS: Mapping[str, str] = {
    "studies": "studies drawn with replacement",
    "parametric": "effects drawn from the fitted model, variances as they are",
}

#: Fewer replicates than this have no tails to read an interval from.
FEWEST_REPLICATES = 100

#: Studies times replicates, to bound memory.
MOST_DRAWS = 200_000_000

#: With fewer different resamples than this, their intervals are steps.
FEWEST_RESAMPLES = 1_000

#: What is said of a single study.
ONE_STUDY = "There is one study: nothing can be drawn anew that it would not repeat."


@dataclass(frozen=True, slots=True)
class Interval:
    """A bootstrap interval.

    Parameters
    ----------
    of
        What it is an interval of: ``"estimate"`` or ``"tau2"``.
    kind
        ``"percentile"``, ``"basic"``, ``"normal"`` or ``"studentized"``.
    lb, ub
        Its ends.
    """

    of: str
    kind: str
    lb: float
    ub: float


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap(Result):
    """Pools of studies drawn anew, and intervals read from them.

    Made by :func:`bootstrap`. Every array has one number for each replicate, shape
    ``(B,)``.

    Parameters
    ----------
    pooled
        The pool of the studies as they are.
    estimate, se, tau2
        Pooled effect, its ordinary (Wald) standard error, and tau2.
    intervals
        Intervals of the pooled effect and of tau2, at the level of the pool.
    settings
        Kind, replicates, seed, and every choice behind the pool.
    notes
        Caveats.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> drawn = ke.bootstrap(pooled, replicates=100, seed=1)
    >>> drawn.estimate.shape
    (100,)
    """

    pooled: Pooled
    estimate: FloatArray
    se: FloatArray
    tau2: FloatArray
    intervals: tuple[Interval, ...]
    settings: Mapping[str, object]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.freeze()

    def frame(self) -> pd.DataFrame:
        """Give one row for each interval: columns of, kind, lb, ub."""
        import pandas as pd

        return pd.DataFrame(
            [(found.of, found.kind, found.lb, found.ub) for found in self.intervals],
            columns=["of", "kind", "lb", "ub"],
        )

    def summary(self) -> str:
        """Write the intervals as plain text, and caveats."""
        pooled = self.pooled
        lines = words.title(f"Bootstrap, {pooled.effects.measure_name}")
        lines.append(f"Drawn: {self.settings['kind']}")
        lines.append(
            f"Replicates: {self.settings['replicates']}, seed {self.settings['seed']}"
        )
        percent = f"{100 * pooled.level:g} %"
        for found in self.intervals:
            is_effect = found.of == "estimate"
            ends = (
                words.span(pooled, found.lb, found.ub)
                if is_effect
                else f"[{found.lb:.4g}, {found.ub:.4g}]"
            )
            lines.append(
                f"{percent} {found.kind} interval of "
                f"{'the effect' if is_effect else found.of}: {ends}"
            )
        return "\n".join([*lines, *words.please_note(self.notes)])


def _check_request(replicates: int, kind: str, k: int) -> None:
    if kind not in get_args(Kind):
        msg = f"kind={kind!r} is not on offer; choose one of {', '.join(KINDS)}"
        raise PoolingError(msg)
    if not is_whole(replicates) or replicates < FEWEST_REPLICATES:
        msg = (
            f"replicates={replicates!r}: give a whole number from {FEWEST_REPLICATES} "
            "on; 10,000 are usual"
        )
        raise PoolingError(msg)
    if replicates * k > MOST_DRAWS:
        msg = (
            f"replicates={replicates} of {k} studies are too many to hold at once; ask "
            f"for at most {MOST_DRAWS // k}"
        )
        raise PoolingError(msg)


def _source(
    pooled: Pooled, studies: Studies, replicates: int, kind: str, seed: int
) -> Draws | Samples:
    draw = np.random.default_rng(seed)
    shape = (pooled.k, replicates)
    if kind == "studies":
        return Draws(studies, draw.integers(0, pooled.k, size=shape))
    tau2 = 0.0 if pooled.tau2 is None else pooled.tau2 / studies.unit**2
    spread = np.sqrt(studies.v + tau2)[:, np.newaxis]
    y = pooled.estimate / studies.unit + spread * draw.standard_normal(shape)
    return Samples(y, studies.v[:, np.newaxis])


def _intervals(
    pooled: Pooled, estimate: FloatArray, se: FloatArray, tau2: FloatArray
) -> tuple[Interval, ...]:
    tail = (1.0 - pooled.level) / 2.0
    ends = (tail, 1.0 - tail)
    low, high = (float(x) for x in np.quantile(estimate, ends))
    # The pool's ordinary standard error, as the replicates have it.
    spread = pooled.effects.vi + (0.0 if pooled.tau2 is None else pooled.tau2)
    own, middle = 1.0 / np.sqrt((1.0 / spread).sum()), pooled.estimate
    t_low, t_high = (float(x) for x in np.quantile((estimate - middle) / se, ends))
    centre = 2.0 * middle - float(estimate.mean())
    half = quantile(pooled.level, None) * float(estimate.std(ddof=1))
    found = [
        Interval("estimate", "percentile", low, high),
        Interval("estimate", "basic", 2.0 * middle - high, 2.0 * middle - low),
        Interval("estimate", "normal", centre - half, centre + half),
        Interval(
            "estimate",
            "studentized",
            float(middle - t_high * own),
            float(middle - t_low * own),
        ),
    ]
    if pooled.method != "EE":
        low, high = (float(x) for x in np.quantile(tau2, ends))
        found.append(Interval("tau2", "percentile", low, high))
    return tuple(found)


def _notes(pooled: Pooled, kind: str) -> tuple[str, ...]:
    different = comb(2 * pooled.k - 1, pooled.k)
    if kind == "studies" and different < FEWEST_RESAMPLES:
        note = (
            f"{pooled.k} studies can be drawn with replacement in only {different} "
            "different ways, whatever the number of replicates: these intervals are "
            "too narrow to trust."
        )
        return (note,)
    return ()


def bootstrap(
    pooled: Pooled, *, replicates: int, seed: int, kind: Kind = "studies"
) -> Bootstrap:
    """Draw studies anew, pool them again, and read intervals from the results.

    Parameters
    ----------
    pooled
        A result of ``pool``, whose method and level are used again.
    replicates
        How often: a whole number from 100 on; 10,000 are usual.
    seed
        A whole number; the same seed gives the same draws.
    kind
        ``"studies"``: as many studies as there are, drawn with replacement.
        ``"parametric"``: the same studies with effects drawn from the normal
        distribution around the pooled effect, with variance vi + tau2.

    Returns
    -------
    Bootstrap
        The replicates, and intervals of the pooled effect and tau2. A single study
        has none, and a note says so.

    Raises
    ------
    PoolingError
        When the request cannot be met, the pool has weights of its own or a model
        that is not on offer, or tau2 of a replicate cannot be found.

    Notes
    -----
    With m the pooled effect, q the quantiles of the replicates m* at (1 - level) / 2
    and its complement: percentile [q1, q2], basic [2m - q2, 2m - q1], normal
    2m - mean(m*) -/+ z sd(m*), studentized [m - t2 se, m - t1 se] with t the quantiles
    of (m* - m) / se*, se and se* ordinary standard errors. Of tau2, which cannot be
    negative, the percentile interval only.

    References
    ----------
    Davison AC, Hinkley DV (1997). Bootstrap methods and their application. Cambridge
    University Press. doi:10.1017/CBO9780511802843

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> found = ke.bootstrap(pooled, replicates=1000, seed=1, kind="parametric")
    >>> found.frame()["kind"].tolist()
    ['percentile', 'basic', 'normal', 'studentized', 'percentile']
    """
    used = check_pooled(pooled, "bootstrap")
    _check_request(replicates, kind, used.k)
    number = check_seed(seed)
    settings = {
        "analysis": "bootstrap",
        "kind": KINDS[kind],
        "pool": used.settings,
        "replicates": replicates,
        "seed": number,
    }
    if used.k == 1:
        none = np.empty(0)
        return Bootstrap(used, none, none, none, (), settings, (ONE_STUDY,))
    effects = used.effects
    studies = studies_of(effects.yi, effects.vi)
    fits = fit(
        _source(used, studies, replicates, kind, number),
        used.method,
        unit=studies.unit,
        name=lambda i: f"in replicate {i + 1}",
    )
    return Bootstrap(
        pooled=used,
        estimate=fits.estimate,
        se=fits.se,
        tau2=fits.tau2,
        intervals=_intervals(used, fits.estimate, fits.se, fits.tau2),
        settings=settings,
        notes=_notes(used, kind),
    )
