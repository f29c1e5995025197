"""The studies and their pooled effect as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.effects.words import is_brought_back
from ketaevidence.pooling.intervals import quantile

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.model import Pooled


def pooled_frame(pooled: Pooled) -> pd.DataFrame:
    """Give one row per study, then the pooled effect and the prediction interval."""
    import pandas as pd

    effects = pooled.effects
    half = quantile(pooled.level, None) * effects.se
    columns: dict[str, list[object]] = {
        "row": ["study"] * pooled.k,
        "slab": list(effects.slab),
        "yi": list(effects.yi),
        "vi": list(effects.vi),
        "ci_lb": list(effects.yi - half),
        "ci_ub": list(effects.yi + half),
        "weight_percent": list(pooled.weights),
    }

    def add(*cells: object) -> None:
        for column, cell in zip(columns.values(), cells, strict=True):
            column.append(cell)

    if pooled.k > 1:
        name = f"Pooled ({pooled.method}, test {pooled.test})"
        estimate, variance = pooled.estimate, pooled.se**2
        limits = (pooled.ci_lb, pooled.ci_ub)
        add("pooled", name, estimate, variance, *limits, 100.0)
    if pooled.pi_lb is not None:
        limits_of_new = (pooled.pi_lb, pooled.pi_ub)
        add("prediction", "Prediction interval", np.nan, np.nan, *limits_of_new, np.nan)
    frame = pd.DataFrame(columns)
    if is_brought_back(effects):
        for name in ("yi", "ci_lb", "ci_ub"):
            frame[f"back_{name}"] = effects.back_transform(frame[name].to_numpy())
    return frame
