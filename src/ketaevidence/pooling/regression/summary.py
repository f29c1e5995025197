"""A meta-regression in words and columns."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from ketaevidence.effects.transformations import TRANSFORMATIONS

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.regression.model import Coefficient, Regression

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Width of the names on the left.
LEFT = 22

#: Below this, a p-value is printed as "< 0.0001".
SMALLEST_P = 0.0001


def coefficient_frame(model: Regression) -> pd.DataFrame:
    """Give one row per coefficient."""
    import pandas as pd

    names = ("name", "estimate", "se", "zval", "ddf", "pval", "ci_lb", "ci_ub")
    rows = [
        [getattr(coefficient, name) for name in names]
        for coefficient in model.coefficients
    ]
    return pd.DataFrame(rows, columns=list(names))


def _p(value: float | None) -> str:
    if value is None:
        return "not defined"
    return f"< {SMALLEST_P}" if value < SMALLEST_P else f"{value:.4f}"


def _digits(coefficient: Coefficient) -> str:
    """Choose decimals so that a standard error shows two to three digits."""
    size = coefficient.se if coefficient.se > 0 else abs(coefficient.estimate)
    if size == 0:
        return ".4f"
    power = math.floor(math.log10(size))
    return f".{max(0, 2 - power)}f" if -6 <= power <= 6 else ".4g"


def _table(model: Regression) -> list[str]:
    letter = "z" if model.ddf is None else f"t({model.ddf})"
    head = (
        "Coefficient",
        "Estimate",
        "SE",
        f"{100 * model.level:g} % interval",
        letter,
        "p",
    )
    rows = [head]
    for one in model.coefficients:
        shown = _digits(one)
        interval = f"[{one.ci_lb:{shown}}, {one.ci_ub:{shown}}]"
        statistic = "-" if one.zval is None else f"{one.zval:.3f}"
        rows.append(
            (
                one.name,
                f"{one.estimate:{shown}}",
                f"{one.se:{shown}}",
                interval,
                statistic,
                _p(one.pval),
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return [
        "  "
        + "  ".join(
            f"{cell:<{width}}" if i == 0 else f"{cell:>{width}}"
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _tests(model: Regression) -> list[str]:
    lines = []
    what = "All but the intercept" if model.design.has_intercept else "All coefficients"
    if model.QM is not None:
        letter = (
            f"chi2({model.QM_df})"
            if model.QM_ddf is None
            else f"F({model.QM_df}, {model.QM_ddf})"
        )
        lines.append(f"{what:<{LEFT}}{letter} = {model.QM:.3f}, p {_p(model.QMp)}")
    if model.method != "EE":
        spread = f"tau2 = {model.tau2:.4g} (tau = {math.sqrt(model.tau2):.4g})"
        if model.tau2_unmoderated is not None:
            spread += f"; without moderators {model.tau2_unmoderated:.4g}"
        lines.append(f"{'Left between studies':<{LEFT}}{spread}")
    if model.R2 is not None:
        what = "of tau2" if model.method != "EE" else "of the weighted sum of squares"
        lines.append(f"{'R2':<{LEFT}}{model.R2:.1f} % {what} goes with the moderators")
    basis = "Q" if model.method == "EE" else "tau2"
    lines.append(f"{'I2 (from ' + basis + ')':<{LEFT}}{model.I2:.1f} %")
    test = f"QE({model.QE_df}) = {model.QE:.3f}, p {_p(model.QEp)}"
    return [*lines, f"{'Cochran test':<{LEFT}}{test}"]


def summary_text(model: Regression) -> str:
    """Write the whole result as plain text."""
    names = ", ".join(moderator.name for moderator in model.design.moderators)
    title = f"{model.effects.measure_name}, {model.k} studies"
    title += f", meta-regression on {names}"
    lines = [title, "=" * len(title)]
    lines.append(f"{'Model':<{LEFT}}{model.settings['method']}")
    lines.append(f"{'Intervals by':<{LEFT}}{model.settings['test']}")
    lines += [
        f"{'Reference':<{LEFT}}{moderator.name}: {moderator.levels[0]}"
        for moderator in model.design.moderators
        if moderator.levels is not None and model.design.has_reference(moderator)
    ]
    lines += ["", *_table(model), "", *_tests(model)]
    if model.effects.scale != "none":
        scale = TRANSFORMATIONS[model.effects.scale].name
        lines += ["", f"All numbers are on the scale of analysis ({scale})."]
    lines += ["", "Please note"]
    for note in model.notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines)
