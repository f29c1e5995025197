"""Cluster-robust results in words and columns."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from ketaevidence.effects.transformations import TRANSFORMATIONS

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.clusters.model import Robust, RobustCoefficient

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Width of the names on the left.
LEFT = 22

#: Below this, a p-value is printed as "< 0.0001".
SMALLEST_P = 0.0001


def robust_frame(robust: Robust) -> pd.DataFrame:
    """Give one row per coefficient."""
    import pandas as pd

    names = ("name", "estimate", "se", "tval", "df", "pval", "ci_lb", "ci_ub")
    rows = [[getattr(one, name) for name in names] for one in robust.coefficients]
    return pd.DataFrame(rows, columns=list(names))


def _p(value: float | None) -> str:
    if value is None:
        return "not defined"
    return f"< {SMALLEST_P}" if value < SMALLEST_P else f"{value:.4f}"


def _line(one: RobustCoefficient) -> tuple[str, ...]:
    if one.se is None or one.df is None:
        return (one.name, f"{one.estimate:.4g}", *("-",) * 5)
    size = one.se if one.se > 0 else abs(one.estimate)
    power = math.floor(math.log10(size)) if size > 0 else 0
    digits = f".{max(0, 2 - power)}f" if -6 <= power <= 6 else ".4g"
    return (
        one.name,
        f"{one.estimate:{digits}}",
        f"{one.se:{digits}}",
        f"[{one.ci_lb:{digits}}, {one.ci_ub:{digits}}]",
        "-" if one.tval is None else f"{one.tval:.3f}",
        f"{one.df:.2f}",
        _p(one.pval),
    )


def summary_text(robust: Robust) -> str:
    """Write the whole result as plain text."""
    effects = robust.fit.effects
    title = f"{effects.measure_name}, {robust.k} effects in {robust.clusters} clusters"
    interval = f"{100 * robust.level:g} % interval"
    rows = [
        ("Coefficient", "Estimate", "Robust SE", interval, "t", "df", "p"),
        *(_line(one) for one in robust.coefficients),
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    sizes = sorted(robust.sizes.values())
    lines = [title, "=" * len(title)]
    lines += [
        f"{'Model':<{LEFT}}{robust.fit.settings['method']}",
        f"{'Correction':<{LEFT}}{robust.settings['small_sample']}",
        f"{'Degrees of freedom':<{LEFT}}{robust.settings['degrees_of_freedom']}",
        f"{'Effects per cluster':<{LEFT}}{sizes[0]} to {sizes[-1]}",
        "",
    ]
    lines += [
        "  "
        + "  ".join(
            f"{cell:<{width}}" if i == 0 else f"{cell:>{width}}"
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    if robust.F is not None:
        test = (
            f"F({robust.F_df}, {robust.F_ddf:.2f}) = {robust.F:.3f}, p {_p(robust.Fp)}"
        )
        lines += ["", f"{'All but the intercept':<{LEFT}}{test}"]
    if effects.scale != "none":
        scale = TRANSFORMATIONS[effects.scale].name
        lines += ["", f"All numbers are on the scale of analysis ({scale})."]
    lines += ["", "Please note"]
    for note in robust.notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines)
