"""Groups of studies in words and columns."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from ketaevidence.effects.transformations import TRANSFORMATIONS
from ketaevidence.effects.words import noun_of

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.model import Pooled
    from ketaevidence.pooling.subgroups.model import Group, Subgroups

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Width of the names on the left.
LEFT = 22

#: Below this, a p-value is printed as "< 0.0001".
SMALLEST_P = 0.0001

#: Name of the row of all studies.
ALL = "all studies"

_NUMBERS = (
    "estimate",
    "se",
    "ci_lb",
    "ci_ub",
    "pi_lb",
    "pi_ub",
    "tau2",
    "I2",
    "QE",
    "QE_df",
    "QEp",
)


def group_frame(found: Subgroups) -> pd.DataFrame:
    """Give one row per group, then all studies together."""
    import pandas as pd

    parts: list[tuple[str, str, Group | Pooled]] = [
        ("group", group.name, group) for group in found.groups
    ]
    parts.append(("overall", ALL, found.overall))
    rows = [
        [row, name, one.k, *(getattr(one, number) for number in _NUMBERS)]
        for row, name, one in parts
    ]
    return pd.DataFrame(rows, columns=["row", "name", "k", *_NUMBERS])


def _p(value: float | None) -> str:
    if value is None:
        return "not defined"
    return f"< {SMALLEST_P}" if value < SMALLEST_P else f"= {value:.4f}"


def _shown(se: float) -> str:
    """Choose decimals so that a standard error shows two to three digits."""
    if se <= 0:
        return ".4f"
    power = math.floor(math.log10(se))
    return f".{max(0, 2 - power)}f" if -6 <= power <= 6 else ".4g"


def _line(name: str, one: Group | Pooled) -> tuple[str, ...]:
    digits = _shown(one.se)
    spread = "-" if one.tau2 is None else f"{one.tau2:.4g}"
    share = "-" if one.I2 is None else f"{one.I2:.1f} %"
    return (
        textwrap.shorten(name, 32, placeholder="...") or name,
        str(one.k),
        f"{one.estimate:{digits}}",
        f"[{one.ci_lb:{digits}}, {one.ci_ub:{digits}}]",
        spread,
        share,
    )


def summary_text(found: Subgroups) -> str:
    """Write the whole result as plain text."""
    overall = found.overall
    title = (
        f"{overall.effects.measure_name}, {overall.k} studies in "
        f"{len(found.groups)} groups"
    )
    percent = f"{100 * overall.level:g} % interval"
    rows = [
        (found.by, "k", noun_of(overall.effects).capitalize(), percent, "tau2", "I2"),
        *(_line(group.name, group) for group in found.groups),
        _line(ALL, overall),
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [title, "=" * len(title)]
    lines += [
        f"{'Model':<{LEFT}}{overall.settings['method']}",
        f"{'Between studies':<{LEFT}}{found.settings['tau2']}",
        f"{'Intervals by':<{LEFT}}{found.settings['test']}",
        f"{'I2':<{LEFT}}{found.settings['I2']}",
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
    if found.QB is not None:
        letter = (
            f"chi2({found.QB_df})"
            if found.QB_ddf is None
            else f"F({found.QB_df}, {found.QB_ddf})"
        )
        lines += [
            "",
            f"{'Between groups':<{LEFT}}{letter} = {found.QB:.3f}, p {_p(found.QBp)}",
        ]
    if overall.effects.scale != "none":
        scale = TRANSFORMATIONS[overall.effects.scale].name
        lines += ["", f"All numbers are on the scale of analysis ({scale})."]
    lines += ["", "Please note"]
    for note in found.notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines)
