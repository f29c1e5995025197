"""Whether estimate, interval, level, standard error and p value belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from math import inf, log
from typing import Final

from scipy.special import stdtrit

from ketaevidence.curation.model import Result
from ketaevidence.integrity.deviation import normal_quantile
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.printed_p import quantile, read_p, two_sided
from ketaevidence.integrity.references import (
    EXTRACTION_ERRORS,
    INTERVAL_FROM_P,
    P_FROM_INTERVAL,
    handbook,
)
from ketaevidence.integrity.words import half_unit, number, said, subject

#: Estimates whose interval is even around them: on the scale itself, or on its logs.
_EVEN: Final = frozenset({"mean", "mean_change", "mean_difference"})
_RATIOS: Final = frozenset({"odds_ratio", "risk_ratio"})
#: A 95% interval, which readers take every interval for.
_USUAL: Final = 0.95
#: How much nearer to each other than the level says the ends may be [share]; a 90%
#: interval is narrower by 16%.
_NARROWER: Final = 0.08
#: How far the middle may be from the estimate beside rounding [share of the width].
_OFF: Final = 0.05
#: How far the two distances from no effect may differ beside rounding [errors].
_APART: Final = 0.5
#: The same where p value and interval say different things of the level's own line.
_ACROSS: Final = 0.1
_LEVEL: Final = re.compile(
    r"(?P<level>80|90|99)(?:\.0)?\s*(?:%|per ?cent|percent)[\s-]*"
    r"(?:CI\b|confidence|credib\w+|interval)",
    re.IGNORECASE,
)


def _ends(row: Result) -> tuple[float, float] | None:
    if row.ci_low is None or row.ci_high is None:
        return None
    return row.ci_low, row.ci_high


def _interval(row: Result) -> str:
    return f"{number(row.ci_low or 0)} to {number(row.ci_high or 0)}"


def _place(row: Result, field: str) -> Place:
    return Place((row.study_id,), (row.result_id,), field=field)


def _percent(level: float) -> str:
    return f"{number(100 * level)}%"


def values_outside(material: Material) -> Iterator[Remark]:
    """Find estimates that do not lie in their own interval."""
    for row in material.asked:
        ends = _ends(row)
        if ends is None or row.value is None or ends[0] <= row.value <= ends[1]:
            continue
        is_sign = ends[0] <= -row.value <= ends[1]
        why = "With the other sign it would." if is_sign else "A digit may be wrong."
        yield Remark(
            _place(row, "value"),
            (row.value, *ends),
            f"{subject(row)} is {number(row.value)} with an interval from "
            f"{_interval(row)}.",
            f"The estimate does not lie in its own interval. {why}",
        )


def intervals_off_centre(material: Material) -> Iterator[Remark]:
    """Find intervals whose middle is not the estimate."""
    for row in material.asked:
        corners = _corners(row)
        if not corners or not (row.ci_low or 0) <= (row.value or 0) <= (
            row.ci_high or 0
        ):
            continue
        off = [(low + high) / 2 - value for value, low, high in corners]
        width = max(high - low for _, low, high in corners)
        if min(off) <= _OFF * width and max(off) >= -_OFF * width:
            continue
        scale = "on the scale of logarithms " if row.statistic in _RATIOS else ""
        yield Remark(
            _place(row, "value"),
            (row.value, row.ci_low, row.ci_high, row.statistic),
            f"{subject(row)} is {number(row.value or 0)} with an interval from "
            f"{_interval(row)}.",
            f"The middle of the interval {scale}is another value. A digit or a sign "
            "may be wrong.",
        )


def _corners(row: Result) -> list[tuple[float, float, float]]:
    """Give value and ends as they may have been before rounding; logs of ratios."""
    ends = _ends(row)
    if row.value is None or ends is None or row.statistic not in _EVEN | _RATIOS:
        return []
    printed = (row.value, *ends)
    half = half_unit(*printed)
    spans = [(x - half, x + half) for x in printed]
    if row.statistic in _RATIOS:
        if min(span[0] for span in spans) <= 0:
            return []
        spans = [(log(low), log(high)) for low, high in spans]
    value, lows, highs = spans
    # Between its ends a rounded estimate may be no effect at all.
    values = [*value, 0.0] if value[0] < 0 < value[1] else [*value]
    return list(product(values, lows, highs))


def levels_against_error(material: Material) -> Iterator[Remark]:
    """Find intervals that are too narrow for the standard error and their level."""
    for row in material.asked:
        ends, level = _ends(row), row.ci_level
        is_asked = row.spread_type == "SE" and row.spread and row.statistic in _EVEN
        if ends is None or level is None or not is_asked:
            continue
        reach = (ends[1] - ends[0]) / 2 / (row.spread or inf)
        slack = half_unit(row.spread or 0, row.value or 0) / (row.spread or inf)
        if reach * (1 + slack) >= (1 - _NARROWER) * normal_quantile(level):
            continue
        yield Remark(
            _place(row, "ci_level"),
            (*ends, level, row.spread),
            f"{subject(row)}: the {_percent(level)} interval from {_interval(row)} "
            f"beside a standard error of {number(row.spread or 0)}.",
            f"Its ends are {number(reach, 2)} standard errors away; those of a "
            f"{_percent(level)} interval are {number(normal_quantile(level), 2)}, "
            f"those of a 90% interval {number(normal_quantile(0.9), 2)}.",
        )


def levels_said_otherwise(material: Material) -> Iterator[Remark]:
    """Find intervals entered as 95% where the words beside them say another level."""
    for row in material.asked:
        match = _LEVEL.search(said(row.source.quote, row.notes, row.source.location))
        if _ends(row) is None or match is None or row.ci_level is None:
            continue
        if abs(100 * row.ci_level - float(match["level"])) < 1e-6:
            continue
        yield Remark(
            _place(row, "ci_level"),
            (row.ci_low, row.ci_high, row.ci_level, match[0]),
            f"{subject(row)}: the interval from {_interval(row)} is entered as a "
            f"{_percent(row.ci_level)} interval, and the words beside it say "
            f"“{match[0]}”.",
            "A 90% interval taken for a 95% one makes a study look more precise than "
            "it is.",
        )


def levels_unknown(material: Material) -> Iterator[Remark]:
    """Find intervals whose level is not entered."""
    for row in material.asked:
        if _ends(row) is not None and row.ci_level is None:
            yield Remark(
                _place(row, "ci_level"),
                (row.ci_low, row.ci_high, None),
                f"{subject(row)}: an interval from {_interval(row)} without its level.",
                "Most intervals are 95%, but nobody has said that this one is.",
            )


def levels_unusual(material: Material) -> Iterator[Remark]:
    """Name the intervals that are not 95% intervals."""
    for row in material.rows:
        level = row.ci_level
        if _ends(row) is None or level is None or abs(level - _USUAL) < 1e-9:
            continue
        yield Remark(
            _place(row, "ci_level"),
            (row.ci_low, row.ci_high, level),
            f"{subject(row)}: {_interval(row)} is a {_percent(level)} interval.",
            f"It is {'narrower' if level < _USUAL else 'wider'} than the 95% interval "
            "of the same numbers, beside which it may be read.",
        )


def p_against_interval(material: Material) -> Iterator[Remark]:
    """Find p values that cannot come from the estimate and interval beside them."""
    for row in material.asked:
        printed, corners = read_p(row.p_value), _corners(row)
        level = row.ci_level or _USUAL
        if printed is None or not corners:
            continue
        distances = _distances(corners, level, row.n)
        if not distances:
            continue
        least, most = min(distances), max(distances)
        low, high = printed.distances()
        apart = max(low - most, least - high)
        line = quantile(1 - level)
        is_across = low >= line - 1e-9 > most or high <= line + 1e-9 < least
        limit = _ACROSS if is_across else _APART
        if apart <= limit:
            continue
        middle = (row.value or 0, row.ci_low or 0, row.ci_high or 0)
        yield Remark(
            _place(row, "p_value"),
            (*middle, row.ci_level, row.p_value, row.statistic),
            f"{subject(row)}: {number(middle[0])} with a {_percent(level)} interval "
            f"from {_interval(row)}, and p {row.p_value}.",
            f"By its interval the estimate lies {number(least, 2)} to "
            f"{number(most, 2)} "
            f"standard errors from no effect; by its p value {_span(low, high)}.",
        )


def _distances(
    corners: list[tuple[float, float, float]], level: float, n: int | None
) -> list[float]:
    """Give how far an estimate may lie from no effect, by its interval.

    In standard errors of the normal distribution; where the number of patients is
    known, also as Student's t would have it, which small trials use.
    """
    found = []
    for value, low, high in corners:
        if high <= low:
            continue
        share = abs(value) * 2 / (high - low)
        found.append(share * normal_quantile(level))
        if n is not None and n > 2:
            reach = float(stdtrit(n - 2, 0.5 + level / 2))
            found.append(quantile(two_sided(share * reach, n - 2)))
    return found


def _span(low: float, high: float) -> str:
    if high == inf:
        return f"{number(low, 2)} or more"
    return f"{number(low, 2)} to {number(high, 2)}"


_COMPARE: Final = (
    "Compare estimate, interval, level and p value with the source, digit by digit; "
    "settle it as corrected, or accept it if the source prints it so."
)
CHECKS: Final = (
    Check(
        "value_outside_interval",
        "Estimate outside its own interval",
        "block",
        "value < ci_low or value > ci_high",
        _COMPARE,
        EXTRACTION_ERRORS,
        values_outside,
    ),
    Check(
        "interval_off_centre",
        "Interval whose middle is not the estimate",
        "warn",
        "|(low + high)/2 − value| > 5% of the width, beside rounding; ratios on logs",
        _COMPARE,
        INTERVAL_FROM_P,
        intervals_off_centre,
    ),
    Check(
        "level_against_error",
        "Interval too narrow for its level",
        "block",
        "(high − low) / (2 SE) < 0.92 z(level)",
        _COMPARE,
        INTERVAL_FROM_P,
        levels_against_error,
    ),
    Check(
        "level_said_otherwise",
        "90% interval entered as 95%",
        "block",
        "quote, place or notes say 80, 90 or 99% and ci_level is another",
        _COMPARE,
        handbook(6),
        levels_said_otherwise,
    ),
    Check(
        "level_unknown",
        "Interval without its level",
        "warn",
        "ci_low and ci_high without ci_level",
        "Look for the level in the source and enter it as ci_level (0.95, 0.9).",
        handbook(6),
        levels_unknown,
    ),
    Check(
        "level_unusual",
        "Interval that is not a 95% interval",
        "note",
        "ci_level ≠ 0.95",
        "Say the level wherever the interval is shown.",
        handbook(6),
        levels_unusual,
    ),
    Check(
        "p_against_interval",
        "p value that contradicts the interval",
        "block",
        "z = value / SE, SE = (high − low) / (2 z(level)), ratios on logs; more than "
        "0.5 from z(p) beside rounding, or 0.1 where only one of them is beyond the "
        "level",
        _COMPARE,
        P_FROM_INTERVAL,
        p_against_interval,
    ),
)
