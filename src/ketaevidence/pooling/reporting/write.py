"""From a pooled result to its paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.pooling.reporting.methods import methods_of
from ketaevidence.pooling.reporting.model import Report
from ketaevidence.pooling.reporting.references import Citations
from ketaevidence.pooling.reporting.results import results_of

if TYPE_CHECKING:
    from ketaevidence.pooling.heterogeneity_interval import IntervalMethod
    from ketaevidence.pooling.model import Pooled


def write_report(pooled: Pooled, tau2_interval: IntervalMethod | None) -> Report:
    """Write methods, results, caveats and references of a pooled result.

    Parameters
    ----------
    pooled
        The result.
    tau2_interval
        How the interval of tau2 and I2 is computed; None for none.
    """
    from ketaevidence.pooling import heterogeneity_interval

    interval = None
    if tau2_interval is not None:
        interval = heterogeneity_interval.tau2_interval(pooled, method=tau2_interval)
    cite = Citations()
    methods = methods_of(pooled, cite, interval if pooled.k > 1 else None)
    return Report(
        methods=methods,
        results=results_of(pooled, interval),
        notes=(*pooled.notes, *(interval.notes if interval is not None else ())),
        references=cite.listed(),
    )
