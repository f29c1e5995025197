"""A conditional odds ratio in words and columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.effects.layout import aligned, fact, label, please_note, titled
from ketaevidence.effects.words import p_words
from ketaevidence.pooling.counts.conditional_likelihood import margins_of
from ketaevidence.pooling.counts.conditional_study import (
    exact_interval,
    own_log_odds_ratio,
)

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.counts.conditional_model import ConditionalOddsRatio

#: Odds ratios from this on are printed without decimals.
WHOLE = 100.0

#: Odds ratios outside these are printed in scientific notation.
PLAIN = (1e-4, 1e5)


def conditional_frame(pooled: ConditionalOddsRatio) -> pd.DataFrame:
    """Give one row per study, then the pooled odds ratio and the prediction."""
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    for name, *counts in zip(
        pooled.slab, pooled.ai, pooled.n1i, pooled.ci, pooled.n2i, strict=True
    ):
        study = margins_of(*counts)
        own = (math.nan, math.nan, math.nan)
        if not (study.is_lowest and study.is_highest):
            own = (own_log_odds_ratio(study), *exact_interval(study, pooled.level))
        rows.append(("study", name, *map(int, counts), *pooled.back_transform(own)))
    missing = (pd.NA,) * 4
    if pooled.informative > 1:
        name = f"Pooled ({pooled.method}, test {pooled.test})"
        shown = pooled.back_transform([pooled.estimate, pooled.ci_lb, pooled.ci_ub])
        rows.append(("pooled", name, *missing, *shown))
    if pooled.pi_lb is not None and pooled.pi_ub is not None:
        limits = pooled.back_transform([pooled.pi_lb, pooled.pi_ub])
        rows.append(("prediction", "Prediction interval", *missing, np.nan, *limits))
    counted = ("ai", "n1i", "ci", "n2i")
    names = ("row", "slab", *counted, "odds_ratio", "ci_lb", "ci_ub")
    frame = pd.DataFrame(rows, columns=list(names))
    return frame.astype(dict.fromkeys(counted, "Int64"))


def _shown(value: float) -> str:
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "infinite"
    if value == 0 or PLAIN[0] <= value < PLAIN[1]:
        return f"{value:.0f}" if value >= WHOLE else f"{value:.2f}"
    return f"{value:.2e}"


def _range(low: float, high: float) -> str:
    return "-" if math.isnan(low) else f"[{_shown(low)}, {_shown(high)}]"


def _bounds(pooled: ConditionalOddsRatio, low: float, high: float) -> str:
    return _range(*map(float, pooled.back_transform([low, high])))


def _heterogeneity(pooled: ConditionalOddsRatio) -> list[str]:
    lines = []
    if pooled.method == "ML" and pooled.tau2 is not None:
        tau = math.sqrt(pooled.tau2)
        text = f"tau2 = {pooled.tau2:.4g} (tau = {tau:.4g}), log scale"
        lines += fact("Between studies", text)
    for name, statistic, p in (
        ("Likelihood ratio test", pooled.QE_LRT, pooled.QE_LRTp),
        ("Wald test", pooled.QE_Wld, pooled.QE_Wldp),
    ):
        if statistic is not None and p is not None:
            lines += fact(name, f"chi2({pooled.QE_df}) = {statistic:.3f}, {p_words(p)}")
    return lines


def _studies(pooled: ConditionalOddsRatio) -> list[str]:
    frame = pooled.frame().iloc[: pooled.k]
    exact = f"{100 * pooled.level:g} % exact"
    rows = [("Study", "Group 1", "Group 2", "Odds ratio", exact)]
    rows += [
        (label(name), f"{a}/{n1}", f"{c}/{n2}", _shown(ratio), _range(low, high))
        for name, a, n1, c, n2, ratio, low, high in frame.iloc[:, 1:].itertuples(
            index=False
        )
    ]
    return aligned(rows)


def summary_text(pooled: ConditionalOddsRatio) -> str:
    """Write the whole result as plain text."""
    studies = "1 study" if pooled.k == 1 else f"{pooled.k} studies"
    counts = f"{pooled.events} events in {pooled.participants} participants"
    letter = "z" if pooled.ddf is None else f"t({pooled.ddf})"
    name = "This study" if pooled.informative == 1 else "Pooled odds ratio"
    interval = f"{100 * pooled.level:g} % interval"
    lines = [
        *titled(f"Odds ratio, {studies}, {counts}"),
        *fact("Model", pooled.settings["method"]),
        *fact("Interval by", pooled.settings["test"]),
        "",
        *fact(name, _shown(pooled.odds_ratio)),
        *fact(interval, _bounds(pooled, pooled.ci_lb, pooled.ci_ub)),
    ]
    if pooled.pi_lb is not None and pooled.pi_ub is not None:
        text = _bounds(pooled, pooled.pi_lb, pooled.pi_ub)
        lines += fact("Prediction interval", text)
    test = f"{letter} = {pooled.zval:.3f}, {p_words(pooled.pval)}"
    lines += fact("Test of no effect", test)
    lines += [*_heterogeneity(pooled), "", *_studies(pooled)]
    return "\n".join([*lines, *please_note(pooled.notes)])
