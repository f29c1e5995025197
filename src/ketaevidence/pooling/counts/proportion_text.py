"""A pooled proportion in words and columns."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.effects.intervals import proportion_interval

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.counts.proportion import PooledProportion

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Labels longer than this are cut in the table of studies.
LABEL_WIDTH = 32

#: Below this, a p-value is printed as "< 0.0001".
SMALLEST_P = 0.0001


def proportion_frame(pooled: PooledProportion) -> pd.DataFrame:
    """Give one row per study, then the pooled proportion and the prediction."""
    import pandas as pd

    exact = [
        proportion_interval(int(x), int(n), pooled.level)
        for x, n in zip(pooled.xi, pooled.ni, strict=True)
    ]
    rows: list[tuple[object, ...]] = [
        ("study", label, int(x), int(n), x / n, interval.lb, interval.ub)
        for label, x, n, interval in zip(
            pooled.slab, pooled.xi, pooled.ni, exact, strict=True
        )
    ]
    if pooled.k > 1:
        low, high = pooled.back_transform([pooled.ci_lb, pooled.ci_ub])
        name = f"Pooled ({pooled.method}, test {pooled.test})"
        total = (pooled.events, pooled.participants)
        rows.append(("pooled", name, *total, pooled.proportion, low, high))
    if pooled.pi_lb is not None and pooled.pi_ub is not None:
        low, high = pooled.back_transform([pooled.pi_lb, pooled.pi_ub])
        missing = (pd.NA, pd.NA, np.nan)
        rows.append(("prediction", "Prediction interval", *missing, low, high))
    names = ("row", "slab", "xi", "ni", "proportion", "ci_lb", "ci_ub")
    frame = pd.DataFrame(rows, columns=list(names))
    return frame.astype({"xi": "Int64", "ni": "Int64"})


def _p(value: float) -> str:
    return f"p < {SMALLEST_P}" if value < SMALLEST_P else f"p = {value:.4f}"


def _line(name: str, text: object) -> str:
    return f"{name:<22}{text}"


def _range(pooled: PooledProportion, low: float, high: float) -> str:
    lb, ub = pooled.back_transform([low, high])
    return f"[{lb:.4f}, {ub:.4f}]"


def _estimate(pooled: PooledProportion) -> list[str]:
    name = "This study" if pooled.k == 1 else "Pooled proportion"
    lines = [
        _line(name, f"{pooled.proportion:.4f}"),
        _line(
            f"{100 * pooled.level:g} % interval",
            _range(pooled, pooled.ci_lb, pooled.ci_ub),
        ),
    ]
    if pooled.pi_lb is not None and pooled.pi_ub is not None:
        text = _range(pooled, pooled.pi_lb, pooled.pi_ub)
        lines.append(_line("Prediction interval", text))
        lines.append(_line("Mean over studies", f"{pooled.mean_proportion:.4f}"))
    return lines


def _heterogeneity(pooled: PooledProportion) -> list[str]:
    lines = []
    if pooled.method == "ML" and pooled.tau2 is not None:
        tau = math.sqrt(pooled.tau2)
        text = f"tau2 = {pooled.tau2:.4g} (tau = {tau:.4g}), logit scale"
        lines.append(_line("Between studies", text))
    for name, statistic, p in (
        ("Likelihood ratio test", pooled.QE_LRT, pooled.QE_LRTp),
        ("Wald test", pooled.QE_Wld, pooled.QE_Wldp),
    ):
        if statistic is not None and p is not None:
            text = f"chi2({pooled.QE_df}) = {statistic:.3f}, {_p(p)}"
            lines.append(_line(name, text))
    return lines


def _studies(pooled: PooledProportion) -> list[str]:
    frame = pooled.frame().iloc[: pooled.k]
    head = ("Study", "Events", "Proportion", f"{100 * pooled.level:g} % exact")
    rows = [
        (
            textwrap.shorten(label, LABEL_WIDTH, placeholder="...") or label,
            f"{x}/{n}",
            f"{share:.4f}",
            f"[{lb:.4f}, {ub:.4f}]",
        )
        for label, x, n, share, lb, ub in frame.iloc[:, 1:].itertuples(index=False)
    ]
    widths = [max(len(row[part]) for row in [head, *rows]) for part in range(4)]
    return [
        f"  {row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  "
        f"{row[3]:>{widths[3]}}"
        for row in [head, *rows]
    ]


def summary_text(pooled: PooledProportion) -> str:
    """Write the whole result as plain text."""
    studies = "1 study" if pooled.k == 1 else f"{pooled.k} studies"
    counts = f"{pooled.events} events in {pooled.participants} participants"
    title = f"Proportion, {studies}, {counts}"
    lines = [
        title,
        "=" * len(title),
        _line("Model", pooled.settings["method"]),
        _line("Interval by", pooled.settings["test"]),
        "",
        *_estimate(pooled),
        *_heterogeneity(pooled),
        "",
        *_studies(pooled),
    ]
    if pooled.notes:
        lines += ["", "Please note"]
    for note in pooled.notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines)
