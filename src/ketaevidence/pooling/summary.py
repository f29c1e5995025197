"""A pooled result in words and columns, for a terminal."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ketaevidence.effects.measures import MEASURES
from ketaevidence.pooling.choices import INVERSE_VARIANCE
from ketaevidence.pooling.intervals import quantile

if TYPE_CHECKING:
    from ketaevidence.pooling.model import Pooled

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Labels longer than this are cut in the table of studies.
LABEL_WIDTH = 32

#: Below this, a p-value is printed as "< 0.0001".
SMALLEST_P = 0.0001

#: Standard errors outside these powers of ten are printed in scientific notation.
PLAIN_POWERS = (-6, 6)


def _p(value: float | None) -> str:
    if value is None:
        return "p not defined"
    return f"p < {SMALLEST_P}" if value < SMALLEST_P else f"p = {value:.4f}"


def _format(pooled: Pooled) -> str:
    """Choose decimals so that a standard error shows two to three digits."""
    if MEASURES[pooled.effects.measure].is_logit:
        return ".4f"
    se = pooled.se if pooled.se > 0 else float(pooled.effects.se.min())
    power = math.floor(math.log10(se))
    if not PLAIN_POWERS[0] <= power <= PLAIN_POWERS[1]:
        return ".4g"
    return f".{max(0, 2 - power)}f"


def _shown(pooled: Pooled, value: float) -> str:
    return format(float(pooled.back_transform(value)), _format(pooled))


def _range(pooled: Pooled, lb: float, ub: float) -> str:
    return f"[{_shown(pooled, lb)}, {_shown(pooled, ub)}]"


def _title(pooled: Pooled) -> str:
    effects = pooled.effects
    studies = "1 study" if pooled.k == 1 else f"{pooled.k} studies"
    title = f"{effects.measure_name}, {studies}"
    if effects.ni is not None:
        title += f", {sum(effects.ni)} participants"
    return title


def _studies(pooled: Pooled) -> list[str]:
    z = quantile(pooled.level, None)
    effects = pooled.effects
    rows = [
        (
            textwrap.shorten(label, LABEL_WIDTH, placeholder="...") or label,
            _shown(pooled, y),
            _range(pooled, y - z * se, y + z * se),
            f"{weight:.1f} %",
        )
        for label, y, se, weight in zip(
            effects.slab, effects.yi, effects.se, pooled.weights, strict=True
        )
    ]
    head = ("Study", "Effect", f"{100 * pooled.level:g} % interval", "Weight")
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(4)]
    return [
        f"  {row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  "
        f"{row[3]:>{widths[3]}}"
        for row in [head, *rows]
    ]


def _estimate(pooled: Pooled) -> list[str]:
    name = "This study" if pooled.k == 1 else "Pooled effect"
    percent = f"{100 * pooled.level:g} %"
    lines = [
        f"{name:<22}{_shown(pooled, pooled.estimate)}",
        f"{percent + ' interval':<22}{_range(pooled, pooled.ci_lb, pooled.ci_ub)}",
    ]
    if pooled.pi_lb is not None and pooled.pi_ub is not None:
        text = _range(pooled, pooled.pi_lb, pooled.pi_ub)
        lines.append(f"{'Prediction interval':<22}{text}")
    # A proportion has no value that means "no effect", so no test of it is shown.
    if pooled.effects.null_value is not None and pooled.zval is not None:
        letter = "z" if pooled.ddf is None else f"t({pooled.ddf})"
        test = f"{letter} = {pooled.zval:.3f}, {_p(pooled.pval)}"
        lines.append(f"{'Test of no effect':<22}{test}")
    return lines


def _heterogeneity(pooled: Pooled) -> list[str]:
    if pooled.QE is None:
        return []
    lines = []
    if pooled.method != "EE" and pooled.tau2 is not None:
        tau = math.sqrt(pooled.tau2)
        spread = f"tau2 = {pooled.tau2:.4g} (tau = {tau:.4g})"
        if MEASURES[pooled.effects.measure].is_logit:
            spread += ", logit scale"
        lines.append(f"{'Between studies':<22}{spread}")
    basis = "Q" if str(pooled.settings["I2"]).startswith("Q") else "tau2"
    lines.append(f"{'I2 (from ' + basis + ')':<22}{pooled.I2:.1f} %")
    test = f"Q({pooled.QE_df}) = {pooled.QE:.3f}, {_p(pooled.QEp)}"
    return [*lines, f"{'Cochran test':<22}{test}"]


def _preset(preset: Mapping[str, object]) -> list[str]:
    """Name the software whose defaults were taken, and what was chosen otherwise."""
    text = f"defaults of {preset['software']}"
    overridden = preset["overridden"]
    if isinstance(overridden, list) and overridden:
        text += f", but for {', '.join(overridden)}"
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"{'Preset':<22}",
        subsequent_indent=" " * 22,
    )


def summary_text(pooled: Pooled) -> str:
    """Write the whole result as plain text."""
    title = _title(pooled)
    lines = [title, "=" * len(title)]
    settings = pooled.settings
    if pooled.k > 1:
        lines.append(f"{'Model':<22}{settings['method']}")
    if pooled.k > 1 and settings["weights"] != INVERSE_VARIANCE:
        lines.append(f"{'Weights':<22}{settings['weights']}")
    lines += [f"{'Interval by':<22}{settings['test']}"]
    if pooled.pi_lb is not None and settings["prediction_asked"] != "test":
        named = str(settings["prediction_interval"]).partition(", standard error")[0]
        lines.append(f"{'Prediction by':<22}{named}")
    preset = settings["preset"]
    if isinstance(preset, Mapping):
        lines += _preset(preset)
    lines.append("")
    lines += [*_estimate(pooled), *_heterogeneity(pooled), "", *_studies(pooled)]
    if MEASURES[pooled.effects.measure].is_logit:
        lines += ["", "Effects and intervals are shown as proportions."]
    if pooled.notes:
        lines += ["", "Please note"]
    for note in pooled.notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines)
