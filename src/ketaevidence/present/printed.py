"""A result as it was entered: counts as counts, statements as statements."""

from __future__ import annotations

from ketaevidence.curation.model import Result
from ketaevidence.curation.vocabulary import SPREAD_TYPES, STATISTICS
from ketaevidence.present import words

_SPREADS = {
    "SD": "SD",
    "SE": "SE",
    "IQR_width": "width of the interquartile range",
    "CI_half_width": "half-width of a confidence interval",
}
_ESTIMATED = {"kaplan_meier": "Kaplan-Meier estimate", "model": "model estimate"}
_UNITS = {"infusion": "infusions, not patients", "study": "studies, not patients"}


def counted(result: Result) -> str:
    """Write the count and the percentage of a result, or nothing if it has none."""
    parts = []
    if result.events is not None and result.total is not None:
        parts.append(f"{result.events} of {result.total}")
    elif result.events is not None:
        parts.append(f"{result.events} (of how many is not stated)")
    if result.percent is not None:
        share = f"{words.plain(result.percent)}%"
        parts.append(f"({share})" if parts else share)
    return " ".join(parts)


def _level(result: Result) -> str:
    if result.value is None:
        return ""
    decimals = words.decimals_of(result.value, result.value_high, result.spread)
    text = words.plain(result.value, decimals)
    if result.value_high is not None:
        text += f" to {words.plain(result.value_high, decimals)}"
    if result.spread is not None:
        spread = words.plain(result.spread, decimals)
        name = _SPREADS.get(result.spread_type or "unspecified")
        kind = SPREAD_TYPES["unspecified"]
        text += f" ({name} {spread})" if name else f" ± {spread} ({kind})"
    return text


def _interval(result: Result) -> str:
    if result.ci_low is None or result.ci_high is None:
        return ""
    decimals = words.decimals_of(result.ci_low, result.ci_high)
    level = f"{words.level_percent(result.ci_level)} " if result.ci_level else ""
    span = words.interval(result.ci_low, result.ci_high, decimals)
    return f"({level}CI {span})" if level else f"(interval {span}, level not stated)"


def unit_note(result: Result) -> str:
    """Say what was counted where it was not patients."""
    unit = _UNITS.get(result.unit_of_analysis)
    return f" ({unit})" if unit else ""


def printed(result: Result) -> str:
    """Write a result as it was entered, adding nothing and rounding nothing.

    Whether the source prints the value itself is the result's status. A spread whose
    kind the source does not state is said to be of such a kind. A statement stays a
    statement: it is never turned into a count.
    """
    parts = [_level(result), counted(result), _interval(result)]
    number = " ".join(part for part in parts if part)
    kind = STATISTICS.get(result.statistic, result.statistic)
    if result.value is not None:
        number = f"{kind} {number}"
    if result.estimator in _ESTIMATED:
        number += f" ({_ESTIMATED[result.estimator]})"
    if number:
        number += unit_note(result)
    extras = [number]
    if result.p_value:
        p = words.clean(result.p_value)
        extras.append(f"p {p}" if p[:1] in "<>=≤≥" else f"p = {p}")
    if result.statement:
        extras.append(f"statement: {words.clean(result.statement)}")
    text = "; ".join(part for part in extras if part)
    return text or kind
