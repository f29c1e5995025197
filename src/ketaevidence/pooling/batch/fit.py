"""Many pools at once: the estimate of each sample by one of the estimators of tau2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch.curve import log_likelihood, totals
from ketaevidence.pooling.batch.maxima import brackets
from ketaevidence.pooling.batch.roots import Namer, expected_q, slope_roots
from ketaevidence.pooling.batch.rows import Rows, Source, down, rows_of
from ketaevidence.pooling.sums import FloatArray

#: The estimators that a batch knows, by metafor's names.
METHODS = ("EE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM")

#: How many numbers one array of a block holds: small enough for a processor's cache,
#: and a bound on memory.
BLOCK = 20_000

#: Up to this many numbers in the whole batch, the search for maxima begins with many
#: intervals; larger batches begin with few.
SMALL = 1_000

#: Intervals to begin with, in small and in large batches.
MANY_PANELS, FEW_PANELS = 12, 2

#: Two log-likelihoods closer than this are a tie, and the smaller tau2 is taken.
TIE = 1e-12


@dataclass(frozen=True, slots=True)
class Fits:
    """What each sample says, one number for each, shape ``(B,)``.

    NaN where a number is not defined: all but the estimate and its standard error for
    a sample of one study.

    Parameters
    ----------
    n
        Studies in the sample.
    estimate, se
        The pooled effect and its ordinary (Wald) standard error.
    tau2
        Variance between studies; 0 for EE.
    Q
        Cochran's Q.
    vt
        Typical variance within studies, which I2 compares with tau2.
    s2w
        Knapp-Hartung scale of the squared standard error.
    maxima
        Local maxima of the likelihood (ML, REML); 1 for other estimators.
    """

    n: FloatArray
    estimate: FloatArray
    se: FloatArray
    tau2: FloatArray
    Q: FloatArray
    vt: FloatArray
    s2w: FloatArray
    maxima: FloatArray


def _name_by_number(sample: int) -> str:
    return f"in sample {sample}"


def _name_in_block(name: Namer, start: int, sample: int) -> str:
    return name(start + sample)


@dataclass(frozen=True, slots=True)
class _Task:
    """How the rows of a block are to be fitted."""

    method: str
    panels: int
    name: Namer


Tau2 = tuple[FloatArray, FloatArray]


def _plain(tau2: FloatArray) -> Tau2:
    return np.maximum(tau2, 0.0), np.ones(len(tau2))


def _equal_effects(rows: Rows, _task: _Task) -> Tau2:
    return _plain(np.zeros(len(rows.n)))


def _dersimonian_laird(rows: Rows, _task: _Task) -> Tau2:
    at_zero = totals(rows.y, rows.v, 0.0)
    return _plain((at_zero.rss - (rows.n - 1.0)) / at_zero.trace)


def _hunter_schmidt(rows: Rows, _task: _Task) -> Tau2:
    at_zero = totals(rows.y, rows.v, 0.0)
    return _plain((at_zero.rss - rows.n) / at_zero.total)


def _hedges(rows: Rows, _task: _Task) -> Tau2:
    mean_variance = down(rows.over_present(rows.v)) / rows.n
    return _plain(rows.squares() / (rows.n - 1.0) - mean_variance)


def _sidik_jonkman(rows: Rows, _task: _Task) -> Tau2:
    crude = rows.squares() / rows.n
    return _plain(crude * totals(rows.y, rows.v, crude).rss / (rows.n - 1.0))


def _paule_mandel(rows: Rows, task: _Task) -> Tau2:
    return _plain(expected_q(rows, name=task.name))


def _likelihood(rows: Rows, task: _Task) -> Tau2:
    """Take the highest of all maxima of the likelihood, tau2 = 0 included."""
    restricted = task.method == "REML"
    found = brackets(rows, restricted=restricted, panels=task.panels)
    roots = slope_roots(rows, found, restricted=restricted, name=task.name)
    maxima = np.bincount(found.column, minlength=len(rows.n)) + found.starts_down
    tau2 = np.zeros(len(rows.n))
    tau2[found.column] = roots
    several = (maxima > 1).nonzero()[0]
    if len(several):
        is_rival = maxima[found.column] > 1
        column = np.concatenate(
            (found.column[is_rival], several[found.starts_down[several]])
        )
        rivals = np.concatenate(
            (roots[is_rival], np.zeros(len(column) - is_rival.sum()))
        )
        height = log_likelihood(
            rows.y.take(column, axis=1),
            rows.v.take(column, axis=1),
            rivals,
            restricted=restricted,
        )
        highest = np.full(len(rows.n), -np.inf)
        np.maximum.at(highest, column, height)
        is_top = height >= highest[column] - TIE
        smallest = np.full(len(rows.n), np.inf)
        np.minimum.at(smallest, column[is_top], rivals[is_top])
        tau2[several] = smallest[several]
    return tau2, maxima.astype(np.float64)


_ESTIMATORS: dict[str, Callable[[Rows, _Task], Tau2]] = {
    "EE": _equal_effects,
    "DL": _dersimonian_laird,
    "HE": _hedges,
    "HS": _hunter_schmidt,
    "SJ": _sidik_jonkman,
    "ML": _likelihood,
    "REML": _likelihood,
    "EB": _paule_mandel,
    "PM": _paule_mandel,
}


def _fit_block(rows: Rows, task: _Task) -> FloatArray:
    """Fit the samples of a block; give the fields of Fits as a table."""
    if not rows.n.all():
        msg = f"there is no study to pool {task.name(int(rows.n.argmin()))}"
        raise PoolingError(msg)
    tau2, maxima = _ESTIMATORS[task.method](rows, task)
    df = rows.n - 1.0
    is_single = df < 1.0
    has_single = is_single.any()
    if has_single:
        # One study has no tau2; its estimate and standard error are its own.
        tau2[is_single] = 0.0
    both = np.array([np.zeros(len(tau2)), tau2])
    found = totals(rows.y[:, np.newaxis], rows.v[:, np.newaxis], both)
    table = np.array(
        [
            rows.n,
            rows.origin + found.mean[1],
            np.sqrt(1.0 / found.total[1]),
            tau2,
            found.rss[0],
            df / found.trace[0],
            found.rss[1] / df,
            maxima,
        ]
    )
    if has_single:
        table[3:, is_single] = np.nan
    return table


def fit(
    source: Source,
    method: str,
    *,
    unit: FloatArray | float = 1.0,
    name: Namer = _name_by_number,
    block: int = BLOCK,
) -> Fits:
    """Pool every sample of a batch.

    Parameters
    ----------
    source
        The samples.
    method
        One of ``METHODS``.
    unit
        What the effects of the source were divided by: a number, or one for each
        sample.
    name
        Gives the words that name a sample in a message.
    block
        How many numbers one array holds at a time. The results do not depend on it.

    Raises
    ------
    PoolingError
        When the method is unknown, a sample has no study, or its tau2 cannot be
        found; it is named.

    Notes
    -----
    w = 1 / (vi + tau2), estimate = sum(w yi) / sum(w), se = 1 / sqrt(sum(w)),
    s2w = sum(w (yi - estimate)^2) / (n - 1). ML and REML take the highest of all
    maxima of the likelihood.
    """
    if method not in METHODS:
        msg = (
            f"method={method!r} cannot be computed in batches; choose one of {METHODS}"
        )
        raise PoolingError(msg)
    panels = MANY_PANELS if source.size * source.k <= SMALL else FEW_PANELS
    step = max(1, block // max(1, source.k))
    parts = []
    with np.errstate(all="ignore"):
        for start in range(0, source.size, step):
            rows = rows_of(*source.columns(start, min(start + step, source.size)))
            task = _Task(method, panels, partial(_name_in_block, name, start))
            parts.append(_fit_block(rows, task))
    if not parts:
        return Fits(*np.empty((len(fields(Fits)), 0)))
    table = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
    table[1:3] *= unit
    table[3] *= np.square(unit)
    table[5] *= np.square(unit)
    return Fits(*table)
