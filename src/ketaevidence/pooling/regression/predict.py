"""What a meta-regression expects at given values of the moderators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ketaevidence.effects.intervals import check_level
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.intervals import quantile
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.regression.model import Regression


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """Expected effects at given values of the moderators, one per row.

    Parameters
    ----------
    estimate, se
        Expected mean effect and its standard error, shape ``(m,)``.
    ci_lb, ci_ub
        Its confidence interval.
    pi_lb, pi_ub
        Prediction interval of the true effect in a new study with these values; None
        for equal effects, where there is nothing between studies.
    level
        Confidence level.
    is_beyond
        Rows with a number outside the range of the studies: nothing was observed there.
    labels
        A name for each row.
    """

    estimate: FloatArray
    se: FloatArray
    ci_lb: FloatArray
    ci_ub: FloatArray
    pi_lb: FloatArray | None
    pi_ub: FloatArray | None
    level: float
    is_beyond: tuple[bool, ...]
    labels: tuple[str, ...]

    def frame(self) -> pd.DataFrame:
        """Give the predictions as a table, one row each.

        Examples
        --------
        >>> from ketaevidence.pooling.regression import regress
        >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
        >>> model = regress(y, {"weeks": [12, 4, 2, 8]}, vi=v, method="EE", test="z")
        >>> at = model.predict({"weeks": [4, 20]})
        >>> at.frame()[["estimate", "is_beyond"]].round(2)
           estimate  is_beyond
        0     -0.33      False
        1     -2.31       True
        """
        import pandas as pd

        columns: dict[str, object] = {"label": list(self.labels)}
        for name in ("estimate", "se", "ci_lb", "ci_ub", "pi_lb", "pi_ub"):
            values = getattr(self, name)
            columns[name] = [pd.NA] * len(self.labels) if values is None else values
        columns["is_beyond"] = list(self.is_beyond)
        return pd.DataFrame(columns)


def _read_only(values: FloatArray) -> FloatArray:
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def predict(model: Regression, new: Any, level: float | None) -> Predictions:
    """Compute the expected effects at new values, or those of the studies (None)."""
    try:
        used = model.level if level is None else check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error
    design = model.design
    raw = design.matrix if new is None else design.rows(new)
    rows = design.inner(raw)
    estimate = rows @ model.inner_coefficients
    se = np.linalg.norm(rows @ model.inner_root, axis=1)
    factor = quantile(used, model.ddf)
    is_random = model.method != "EE"
    spread = factor * np.hypot(se, np.sqrt(model.tau2))
    beyond = np.zeros(len(raw), dtype=bool)
    for moderator in design.moderators:
        if moderator.low is not None and moderator.high is not None:
            column = raw[:, design.names.index(moderator.name)]
            beyond |= (column < moderator.low) | (column > moderator.high)
    labels = (
        model.effects.slab
        if new is None
        else tuple(f"prediction {row + 1}" for row in range(len(raw)))
    )
    return Predictions(
        estimate=_read_only(estimate),
        se=_read_only(se),
        ci_lb=_read_only(estimate - factor * se),
        ci_ub=_read_only(estimate + factor * se),
        pi_lb=_read_only(estimate - spread) if is_random else None,
        pi_ub=_read_only(estimate + spread) if is_random else None,
        level=used,
        is_beyond=tuple(bool(cell) for cell in beyond),
        labels=labels,
    )
