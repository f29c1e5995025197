"""What an effect is called, and how its numbers are written for people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ketaevidence.effects.transformations import TRANSFORMATIONS

if TYPE_CHECKING:
    from ketaevidence.effects.model import Effects

#: Powers of ten of a standard error that are printed without an exponent.
PLAIN_POWERS = (-6, 6)

#: Decimals of a proportion, and digits of a ratio, where more say nothing.
FEWEST_DECIMALS, FEWEST_DIGITS = 4, 3

#: Below this, a p-value is printed as "< 0.0001".
SMALLEST_P = 0.0001


def is_brought_back(effects: Effects) -> bool:
    """Tell whether people read another scale than the one of analysis."""
    return effects.scale != "none" and effects.has_own_way_back


def read_as(effects: Effects) -> str:
    """Name the measure as it is shown: without the scale that it is brought back from.

    "Risk ratio (log scale)" is shown as a risk ratio; "Proportion (Freeman-Tukey
    scale)" has no way back without a number of patients and keeps its name.
    """
    name = effects.measure_name
    if not is_brought_back(effects):
        return name
    head, _, told = name.rpartition(" (")
    *rest, _scale = told.removesuffix(")").split(", ")
    return f"{head} ({', '.join(rest)})" if rest else head


def noun_of(effects: Effects) -> str:
    """Say what one number is: only a contrast may be called an effect."""
    if effects.kind == "uncontrolled change":
        return "change"
    if effects.kind != "single group":
        return "effect"
    first = read_as(effects).partition(" ")[0].lower()
    return first if first in {"mean", "proportion", "rate"} else "value"


def shown(effects: Effects, se: float, value: float) -> str:
    """Write a number on the scale that people read, as exactly as its error allows.

    Parameters
    ----------
    effects
        Whose scale it is.
    se
        A standard error on the scale of analysis: two to three of its digits show.
    value
        The number, on the scale of analysis.
    """
    power = math.floor(math.log10(se)) if se > 0 and math.isfinite(se) else 0
    if effects.scale == "log":
        # On the log scale a standard error is relative, so it decides the digits.
        return _digits(float(effects.back_transform(value)), power)
    if is_brought_back(effects):
        decimals = max(FEWEST_DECIMALS, 2 - power)
        return f"{float(effects.back_transform(value)):.{decimals}f}"
    if not PLAIN_POWERS[0] <= power <= PLAIN_POWERS[1]:
        return f"{value:.4g}"
    return f"{value:.{max(0, 2 - power)}f}"


def _digits(value: float, power: int) -> str:
    """Write a ratio with three digits, or more where it is known better."""
    digits = max(FEWEST_DIGITS, 2 - power)
    if not math.isfinite(value) or value == 0:
        return f"{value:g}"
    size = math.floor(math.log10(abs(value)))
    if not PLAIN_POWERS[0] < size < PLAIN_POWERS[1]:
        return f"{value:.{digits - 1}e}"
    return f"{value:.{max(0, digits - 1 - size)}f}"


def p_words(value: float | None) -> str:
    """Write a p-value."""
    if value is None:
        return "p not defined"
    return f"p < {SMALLEST_P}" if value < SMALLEST_P else f"p = {value:.4f}"


def scale_words(effects: Effects) -> str | None:
    """Say on which scale numbers are shown; None where there is one scale only."""
    if effects.scale == "none":
        return None
    name = TRANSFORMATIONS[effects.scale].name
    if effects.has_own_way_back:
        return f"Numbers are turned back from the scale of analysis ({name})."
    return (
        f"Numbers are on the scale of analysis ({name}): without a number of patients "
        "there is no way back."
    )


def title_of(effects: Effects) -> str:
    """Name the measure, and count studies and participants."""
    studies = "1 study" if effects.k == 1 else f"{effects.k} studies"
    title = f"{read_as(effects)}, {studies}"
    if effects.ni is not None:
        title += f", {sum(effects.ni)} participants"
    return title
