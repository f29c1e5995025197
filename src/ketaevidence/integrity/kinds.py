"""Whether a number is of the kind that it is entered as: a count, a mean, one value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import MEDIANS, SURVIVAL, handbook
from ketaevidence.integrity.words import found, number, said, subject

_SURVIVAL: Final = re.compile(
    r"kaplan[\s-]*meier|survival (?:curve|analysis|function|estimate)s?|actuarial|"
    r"life[\s-]table",
    re.IGNORECASE,
)
_MEDIAN: Final = re.compile(r"\bmedian\b", re.IGNORECASE)
_RANGE: Final = re.compile(
    r"\b(?:range of means|means? rang\w+|range over|mean range|ranged? over)\b",
    re.IGNORECASE,
)
_MEANS: Final = frozenset({"mean", "mean_change", "mean_difference"})
#: How far before a number the word median may stand to be about it [characters].
_NEAR: Final = 60


def _place(row: Result, field: str) -> Place:
    return Place((row.study_id,), (row.result_id,), field=field)


def survival_as_count(material: Material) -> Iterator[Remark]:
    """Find estimates from survival curves that are entered as counted patients."""
    for row in material.asked:
        if row.percent is None and row.events is None:
            continue
        if row.estimator == "kaplan_meier":
            if row.events is None:
                continue
            why = "A Kaplan-Meier estimate is no count: people who left are weighed in."
            what = f"{row.events} events beside an estimate from survival curves."
        else:
            words = said(
                row.outcome_words, row.definition, row.source.quote, row.notes,
                row.source.location, row.statement,
            )  # fmt: skip
            match = found(_SURVIVAL, words)
            if match is None:
                continue
            share = "" if row.percent is None else f" ({number(row.percent)}%)"
            what = f"a share{share} entered as counted patients."
            why = f"The words beside it say “{match}”: people who left are weighed in."
        yield Remark(
            _place(row, "estimator"),
            (row.events, row.total, row.percent, row.estimator),
            f"{subject(row)}: {what}",
            why,
        )


def median_as_mean(material: Material) -> Iterator[Remark]:
    """Find medians that are entered as means."""
    for row in material.asked:
        if row.statistic not in _MEANS or row.value is None:
            continue
        why = _why_median(row)
        if why is not None:
            yield Remark(
                _place(row, "statistic"),
                (row.value, row.statistic, row.spread, row.spread_type),
                f"{subject(row)}: {number(row.value)} is entered as a mean.",
                why,
            )


def _why_median(row: Result) -> str | None:
    if row.spread_type == "IQR_width":
        return "Its spread is an interquartile range, which goes with a median."
    if _MEDIAN.search(said(row.outcome_words, row.statement)):
        return "The words beside it say “median”."
    quote = said(row.source.quote)
    value = f"{abs(row.value or 0):g}"
    near = rf"\bmedian\b[^.;]{{0,{_NEAR}}}(?<![\d.]){re.escape(value)}(?![\d.]*\d)"
    if re.search(near, quote, re.IGNORECASE):
        return "The sentence it was read in calls it a median."
    return None


def range_as_mean(material: Material) -> Iterator[Remark]:
    """Find ranges over several items that are entered as one mean."""
    for row in material.asked:
        if row.statistic not in _MEANS or row.value is None:
            continue
        match = found(_RANGE, said(row.outcome_words, row.notes, row.source.quote))
        if row.value_high is None and match is None:
            continue
        why = f"The words beside it say “{match}”." if match else ""
        if row.value_high is not None:
            why = (
                "A mean is one number; two ends are a range over items, arms or people."
            )
        high = "" if row.value_high is None else f" to {number(row.value_high)}"
        yield Remark(
            _place(row, "statistic"),
            (row.value, row.value_high, row.statistic),
            f"{subject(row)}: {number(row.value)}{high} is entered as a mean.",
            why,
        )


CHECKS: Final = (
    Check(
        "survival_as_count",
        "Kaplan-Meier percentage used as a count",
        "block",
        "estimator kaplan_meier with events, or words of survival curves without it",
        "Settle it as corrected: estimator kaplan_meier and no events; or accept it if "
        "the source counted people.",
        SURVIVAL,
        survival_as_count,
    ),
    Check(
        "median_as_mean",
        "Median entered as a mean",
        "block",
        "statistic mean with an interquartile range, or with “median” beside the "
        "number",
        "Settle it as corrected: statistic median. A median and its quartiles are not "
        "turned into a mean and SD here; pain scores are skewed at the scale's ends.",
        MEDIANS,
        median_as_mean,
    ),
    Check(
        "range_as_mean",
        "Range of means entered as a mean",
        "block",
        "statistic mean with value_high, or with “range of means” beside it",
        "Settle it as corrected: statistic mean_range, or one value without "
        "value_high.",
        handbook(5),
        range_as_mean,
    ),
)
