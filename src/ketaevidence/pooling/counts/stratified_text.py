"""A pool of tables in words and columns."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.pooling.intervals import quantile

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.counts.stratified import Stratified

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Labels longer than this are cut in the table of studies.
LABEL_WIDTH = 32

#: Below this, a p-value is printed as "< 0.0001".
SMALLEST_P = 0.0001

#: Standard errors outside these powers of ten are printed in scientific notation.
PLAIN_POWERS = (-6, 6)


def stratified_frame(pooled: Stratified) -> pd.DataFrame:
    """Give one row per study, then the pooled effect."""
    import pandas as pd

    effects = pooled.effects
    half = quantile(pooled.level, None) * np.sqrt(pooled.vi)
    frame = pd.DataFrame(
        {
            "row": ["study"] * pooled.k + ["pooled"],
            "slab": [*pooled.slab, f"Pooled ({pooled.method})"],
            "yi": [*pooled.yi, pooled.estimate],
            "vi": [*pooled.vi, pooled.se**2],
            "ci_lb": [*(pooled.yi - half), pooled.ci_lb],
            "ci_ub": [*(pooled.yi + half), pooled.ci_ub],
            "weight_percent": [*pooled.weights, 100.0],
        }
    )
    if effects.scale != "none":
        for name in ("yi", "ci_lb", "ci_ub"):
            frame[f"back_{name}"] = effects.back_transform(frame[name].to_numpy())
    return frame


def _p(value: float) -> str:
    return f"p < {SMALLEST_P}" if value < SMALLEST_P else f"p = {value:.4f}"


def _line(name: str, text: object) -> str:
    return f"{name:<22}{text}"


def _style(pooled: Stratified) -> str:
    """Choose decimals so that a standard error shows two to three digits."""
    power = math.floor(math.log10(pooled.se))
    if not PLAIN_POWERS[0] <= power <= PLAIN_POWERS[1]:
        return ".4g"
    return f".{max(2, 2 - power)}f"


def _shown(pooled: Stratified, value: float) -> str:
    if math.isnan(value):
        return "-"
    return format(float(pooled.back_transform(value)), _style(pooled))


def _range(pooled: Stratified, low: float, high: float) -> str:
    if math.isnan(low):
        return "-"
    return f"[{_shown(pooled, low)}, {_shown(pooled, high)}]"


def _tests(pooled: Stratified) -> list[str]:
    lines = [_line("Test of no effect", f"z = {pooled.zval:.3f}, {_p(pooled.pval)}")]
    found = pooled.association
    if found is not None:
        text = f"chi2(1) = {found.statistic:.3f}, {_p(found.p)}"
        lines.append(_line("Mantel-Haenszel test", text))
    if pooled.QE is not None and pooled.QEp is not None:
        lines.append(_line("I2 (from Q)", f"{pooled.I2:.1f} %"))
        text = f"Q({pooled.QE_df}) = {pooled.QE:.3f}, {_p(pooled.QEp)}"
        lines.append(_line("Cochran test", text))
    same = pooled.homogeneity
    if same is not None:
        text = f"chi2({same.df}) = {same.tarone:.3f}, {_p(same.tarone_p)}"
        lines.append(_line("Tarone test", text))
    return lines


def _studies(pooled: Stratified) -> list[str]:
    frame = stratified_frame(pooled).iloc[: pooled.k]
    head = ("Study", "Effect", f"{100 * pooled.level:g} % interval", "Weight")
    rows = [
        (
            textwrap.shorten(str(label), LABEL_WIDTH, placeholder="...") or str(label),
            _shown(pooled, y),
            _range(pooled, low, high),
            f"{weight:.1f} %",
        )
        for label, y, low, high, weight in zip(
            frame["slab"],
            frame["yi"],
            frame["ci_lb"],
            frame["ci_ub"],
            frame["weight_percent"],
            strict=True,
        )
    ]
    widths = [max(len(row[part]) for row in [head, *rows]) for part in range(4)]
    return [
        f"  {row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  "
        f"{row[3]:>{widths[3]}}"
        for row in [head, *rows]
    ]


def summary_text(pooled: Stratified) -> str:
    """Write the whole result as plain text."""
    studies = "1 study" if pooled.k == 1 else f"{pooled.k} studies"
    name = pooled.effects.measure_name.removesuffix(" (log scale)")
    title = f"{name}, {studies}"
    percent = f"{100 * pooled.level:g} % interval"
    lines = [
        title,
        "=" * len(title),
        _line("Model", pooled.settings["method"]),
        _line("Standard error by", pooled.settings["variance"]),
        "",
        _line("Pooled effect", _shown(pooled, pooled.estimate)),
        _line(percent, _range(pooled, pooled.ci_lb, pooled.ci_ub)),
        *_tests(pooled),
        "",
        *_studies(pooled),
    ]
    if pooled.notes:
        lines += ["", "Please note"]
    for note in pooled.notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines)
