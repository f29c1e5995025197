"""What each study does to the pool: deletion diagnostics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import chdtr

from ketaevidence.pooling.batch import infer
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.leave_one_out import fits_without_each
from ketaevidence.pooling.sensitivity.refits import check_pooled
from ketaevidence.pooling.sensitivity.result import Result
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

#: When metafor marks a study, in words (p = 1 coefficient).
RULE = (
    "metafor's: |dffits| > 3 sqrt(1 / (k - 1)), or the chi-squared distribution (1 df) "
    "at Cook's distance > 0.5, or hat > 3 / k, or |dfbetas| > 1"
)

#: What is said with fewer than three studies.
TOO_FEW = (
    "With fewer than three studies, what one of them does cannot be told from what the "
    "others would have shown: most of these numbers are not defined."
)


@dataclass(frozen=True, slots=True, eq=False)
class Influence(Result):
    """How much each study draws the pooled effect, and how far it lies from the rest.

    Made by :func:`influence`. Every array has one number for each study, shape
    ``(k,)``, in the order of the studies; NaN means "not defined here".

    Parameters
    ----------
    pooled
        The pool of all studies.
    slab
        Study labels.
    deleted_residual, deleted_se, rstudent
        The effect minus the pool of the others, its standard error, and their ratio:
        the externally standardized residual.
    dffits
        By how many standard deviations the study moves its own predicted value.
    cook_d
        Cook's distance.
    cov_r
        Variance of the pooled effect without the study, over that with it.
    tau2_del, QE_del
        tau2 and Q without the study.
    hat
        Leverage: the share of the study in the pooled effect.
    weight
        The same in percent.
    dfbetas
        By how many standard errors the study moves the pooled effect.
    is_influential
        Whether the rule in the settings marks the study: a reason to look at it,
        never one to leave it out.
    settings
        What was done, the rule, and every choice behind the pool.
    notes
        Caveats.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.influence(pooled).hat.round(2)
    array([0.29, 0.37, 0.33])
    """

    pooled: Pooled
    slab: tuple[str, ...]
    deleted_residual: FloatArray
    deleted_se: FloatArray
    rstudent: FloatArray
    dffits: FloatArray
    cook_d: FloatArray
    cov_r: FloatArray
    tau2_del: FloatArray
    QE_del: FloatArray
    hat: FloatArray
    weight: FloatArray
    dfbetas: FloatArray
    is_influential: npt.NDArray[np.bool_]
    settings: Mapping[str, object]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.freeze()

    def frame(self) -> pd.DataFrame:
        """Give one row for each study.

        Returns
        -------
        pandas.DataFrame
            Columns slab, rstudent, dffits, cook_d, cov_r, tau2_del, QE_del, hat,
            weight, dfbetas, is_influential.
        """
        import pandas as pd

        columns = {name: getattr(self, name).copy() for name in _COLUMNS}
        return pd.DataFrame({"slab": list(self.slab), **columns})

    def summary(self) -> str:
        """Write the result as plain text.

        Returns
        -------
        str
            One line for each study, and caveats.
        """
        lines = words.title(f"Influence, {self.pooled.effects.measure_name}")
        names = ("rstudent", "dffits", "cook_d", "cov_r", "tau2_del", "hat", "dfbetas")
        rows = [
            (
                words.label(slab) + (" *" if is_marked else ""),
                *("" if np.isnan(x) else f"{x:.3g}" for x in numbers),
            )
            for slab, is_marked, *numbers in zip(
                self.slab,
                self.is_influential,
                *(getattr(self, name) for name in names),
                strict=True,
            )
        ]
        lines += words.table(("Study", *names), rows)
        marked = int(self.is_influential.sum())
        lines += ["", f"* {words.counted(marked, 'study', 'studies')} marked by {RULE}"]
        return "\n".join([*lines, *words.please_note(self.notes)])


_COLUMNS = (
    "rstudent",
    "dffits",
    "cook_d",
    "cov_r",
    "tau2_del",
    "QE_del",
    "hat",
    "weight",
    "dfbetas",
    "is_influential",
)


@dataclass(frozen=True, slots=True)
class Deleted:
    """The pool without each study, and how far the estimate moves.

    Parameters
    ----------
    residual
        Effect of the study minus the pooled effect without it.
    moved
        The pooled effect minus that without the study.
    ordinary, tau2, q
        Ordinary standard error, tau2 and Q without the study.
    scale
        What the squared standard error was multiplied by.
    """

    residual: FloatArray
    moved: FloatArray
    ordinary: FloatArray
    tau2: FloatArray
    q: FloatArray
    scale: FloatArray


def deleted(pooled: Pooled) -> Deleted:
    """Pool without each study of two or more."""
    # Counted from the pooled effect, a small shift keeps all its digits.
    fits = fits_without_each(pooled, centre=pooled.estimate)
    scale = infer(fits, pooled.test, pooled.level).scale
    # Equal effects have no spread, even where one study is left to tell.
    is_equal = pooled.method == "EE" or pooled.tau2 is None
    tau2 = np.zeros(pooled.k) if is_equal else fits.tau2
    apart = pooled.effects.yi - pooled.estimate
    left_over = float(np.sum(pooled.weights / 100.0 * apart))
    return Deleted(
        residual=apart - fits.estimate,
        moved=left_over - fits.estimate,
        ordinary=fits.se,
        tau2=tau2,
        q=fits.Q,
        scale=scale,
    )


def influence(pooled: Pooled) -> Influence:
    """Compute what each study does to the pooled effect, by leaving it out.

    Parameters
    ----------
    pooled
        A result of ``pool``, whose method and test are used again.

    Returns
    -------
    Influence
        One row for each study. With fewer than three studies most numbers are not
        defined, and a note says so.

    Raises
    ------
    PoolingError
        When the pool has weights of its own or a model that is not on offer, or tau2
        cannot be found without a study, which is named.

    Notes
    -----
    With m and se the pooled effect and its ordinary standard error, ``(i)`` without
    study i, t = tau2(i), s the Knapp-Hartung scale (1 for z and t):
    rstudent = (yi - m(i)) / sqrt(s(i) (vi + t + se(i)^2)),
    dffits = (m - m(i)) / sqrt(s(i) hat (vi + t)), Cook's distance
    (m - m(i))^2 / (s se^2), cov.r = s(i) se(i)^2 / (s se^2),
    dfbetas = (m - m(i)) sqrt(W / s(i)) with W = sum(1 / (vj + t)) over all studies,
    hat = wi / sum(w). Conventions are those of the R package metafor.

    References
    ----------
    Viechtbauer W, Cheung MWL (2010). Research Synthesis Methods 1:112-125.
    doi:10.1002/jrsm.11

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> print(ke.influence(pooled).cook_d.round(2))
    [0.67 0.03 0.6 ]
    """
    used = check_pooled(pooled, "influence")
    effects = used.effects
    k, nothing = used.k, np.full(used.k, np.nan)
    if k == 1:
        parts = dict.fromkeys(_NUMBERS, nothing)
        parts |= {"hat": np.ones(1), "weight": np.full(1, 100.0)}
    else:
        with np.errstate(all="ignore"):
            parts = _numbers(used)
    with np.errstate(invalid="ignore"):
        is_marked = (
            (np.abs(parts["dffits"]) > 3.0 * np.sqrt(1.0 / max(1, k - 1)))
            | (chdtr(1.0, parts["cook_d"]) > 0.5)
            | ((parts["hat"] > 3.0 / k) & (k > 1))
            | (np.abs(parts["dfbetas"]) > 1.0)
        )
    return Influence(
        pooled=used,
        slab=effects.slab,
        **parts,
        is_influential=is_marked,
        settings={"analysis": "influence", "pool": used.settings, "rule": RULE},
        notes=(TOO_FEW,) if k < 3 else (),
    )


_NUMBERS = (
    "deleted_residual",
    "deleted_se",
    "rstudent",
    "dffits",
    "cook_d",
    "cov_r",
    "tau2_del",
    "QE_del",
    "hat",
    "weight",
    "dfbetas",
)


def _numbers(pooled: Pooled) -> dict[str, FloatArray]:
    vi, left = pooled.effects.vi, deleted(pooled)
    hat = pooled.weights / 100.0
    here = vi + left.tau2
    se = np.sqrt(left.scale * (here + left.ordinary**2))
    total = _sum_of_weights(vi, left.tau2)
    # Knapp-Hartung with equal effects: nothing is a multiple of an error of 0.
    square = pooled.se**2 or np.nan
    return {
        "deleted_residual": left.residual,
        "deleted_se": se,
        "rstudent": left.residual / se,
        "dffits": left.moved / np.sqrt(left.scale * hat * here),
        # The squared standard error of the pool holds its scale already.
        "cook_d": left.moved**2 / square,
        "cov_r": left.scale * left.ordinary**2 / square,
        "tau2_del": left.tau2,
        "QE_del": left.q,
        "hat": hat,
        "weight": pooled.weights,
        "dfbetas": left.moved * np.sqrt(total / left.scale),
    }


def _sum_of_weights(vi: FloatArray, tau2: FloatArray) -> FloatArray:
    """Sum 1 / (vj + tau2) over all studies, for each tau2, in bounded memory."""
    step = max(1, 200_000 // len(vi))
    parts = [
        (1.0 / (vi[:, np.newaxis] + tau2[start : start + step])).sum(axis=0)
        for start in range(0, len(tau2), step)
    ]
    return np.concatenate(parts)
