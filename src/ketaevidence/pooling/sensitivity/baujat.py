"""Which studies make the heterogeneity, and which the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.influence import deleted
from ketaevidence.pooling.sensitivity.refits import check_pooled
from ketaevidence.pooling.sensitivity.result import Result
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

#: What is said of a single study.
ONE_STUDY = "There is one study: it makes no heterogeneity, and is the whole result."


@dataclass(frozen=True, slots=True, eq=False)
class Baujat(Result):
    """The two axes of Baujat's plot, one point for each study.

    Made by :func:`baujat`. The arrays have shape ``(k,)``; NaN means "not defined".

    Parameters
    ----------
    pooled
        The pool.
    slab
        Study labels.
    contribution
        Squared distance from the pooled effect over the study's variance, tau2
        included: with equal effects (EE), its part in Cochran's Q. Horizontal.
    influence
        Squared shift of the pooled effect without the study, over the variance of the
        pooled effect without it. Vertical.
    settings
        What was done, and every choice behind the pool.
    notes
        Caveats.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.baujat(pooled).frame().shape[0]
    3
    """

    pooled: Pooled
    slab: tuple[str, ...]
    contribution: FloatArray
    influence: FloatArray
    settings: Mapping[str, object]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.freeze()

    def frame(self) -> pd.DataFrame:
        """Give one row for each study: columns slab, contribution, influence."""
        import pandas as pd

        return pd.DataFrame(
            {
                "slab": list(self.slab),
                "contribution": self.contribution.copy(),
                "influence": self.influence.copy(),
            }
        )

    def summary(self) -> str:
        """Write one line for each study as plain text, and caveats."""
        lines = words.title(f"Baujat, {self.pooled.effects.measure_name}")
        rows = [
            (words.label(slab), *("" if np.isnan(x) else f"{x:.3g}" for x in numbers))
            for slab, *numbers in zip(
                self.slab, self.contribution, self.influence, strict=True
            )
        ]
        lines += words.table(("Study", "contribution", "influence"), rows)
        return "\n".join([*lines, *words.please_note(self.notes)])


def baujat(pooled: Pooled) -> Baujat:
    """Compute which studies make the heterogeneity and which the result.

    Parameters
    ----------
    pooled
        A result of ``pool``, whose method and test are used again.

    Returns
    -------
    Baujat
        One point for each study. A single study has none, and a note says so.

    Raises
    ------
    PoolingError
        When the pool has weights of its own or a model that is not on offer, or tau2
        cannot be found without a study, which is named.

    Notes
    -----
    contribution = (yi - m)^2 / (vi + tau2); influence = (m - m(i))^2 / se(i)^2, ``(i)``
    without study i. Baujat and others define both for equal effects; with random
    effects tau2 enters as in the R package metafor.

    References
    ----------
    Baujat B, Mahé C, Pignon JP, Hill C (2002). Statistics in Medicine 21:2641-2652.
    doi:10.1002/sim.1221

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="EE", test="z")
    >>> found = ke.baujat(pooled)
    >>> print(round(float(found.contribution.sum()), 3), round(pooled.QE, 3))
    3.778 3.778
    """
    used = check_pooled(pooled, "baujat")
    effects = used.effects
    if used.k == 1 or used.tau2 is None:
        contribution = influence = np.full(used.k, np.nan)
    else:
        with np.errstate(all="ignore"):
            left = deleted(used)
            contribution = (effects.yi - used.estimate) ** 2 / (effects.vi + used.tau2)
            influence = left.moved**2 / (left.scale * left.ordinary**2)
    return Baujat(
        pooled=used,
        slab=effects.slab,
        contribution=contribution,
        influence=influence,
        settings={"analysis": "Baujat", "pool": used.settings},
        notes=(ONE_STUDY,) if used.k == 1 else (),
    )
