"""The numbers of one outcome in words: what was found with and without the drug.

A number stands here where results are pooled, or where exactly one study stands. Where
several stand side by side, their range is told as a range and never as one result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.model import Register, Result
from ketaevidence.present import words
from ketaevidence.present.summary_of_findings.numbers import Number, Numbers
from ketaevidence.present.summary_of_findings.outcomes import Outcome, results_of
from ketaevidence.synthesis.alike import scale_trait

#: Most studies that are told one by one where no range can be given.
_MOST_TOLD: Final = 5
NO_COMPARATOR: Final = "no comparator"
_NO_DIFFERENCE: Final = "not known: without a comparator there is no difference"
_NOTHING: Final = "no study can be shown"
_NOT_SHOWN: Final = "not shown"
#: What the numbers of an analysis are counted in.
_UNITS: Final = {"responder": "of 100 patients"}
_RELATIVE: Final = {
    "randomised_contrast": "none: pain is measured in points",
    "single_arm_change": NO_COMPARATOR,
    "responder": NO_COMPARATOR,
}


@dataclass(frozen=True, slots=True)
class EffectCells:
    """What stands in the columns of effects."""

    comparator: str
    intervention: str
    difference: str
    relative_effect: str


def effect_cells(
    outcome: Outcome, numbers: Numbers | None, register: Register, level: str
) -> EffectCells:
    """Write the columns of effects of one outcome.

    Parameters
    ----------
    outcome
        What is shown.
    numbers
        Its results on the scale that people read; ``None`` where none is shown.
    register
        The confirmed results behind them.
    level
        Confidence level of the intervals ("95%").
    """
    kind = outcome.analysis.kind
    told = _NOTHING
    if numbers is not None:
        told = _effect(outcome, numbers, register, level)
    relative = _RELATIVE.get(kind, "none")
    if outcome.is_randomised:
        control, treated = (
            _means(outcome, register, role) for role in ("comparator", "intervention")
        )
        return EffectCells(control, treated, told, relative)
    if kind == "single_arm_change" and numbers is not None:
        told = f"uncontrolled change: {told}"
    return EffectCells(NO_COMPARATOR, told, _NO_DIFFERENCE, relative)


def scale_words(outcome: Outcome, register: Register) -> str | None:
    """Name the scales that were used, each once; ``None`` where none is known."""
    names = dict.fromkeys(
        name
        for row in outcome.rows
        for result in results_of(row, register)
        if (name := _scale(result))
    )
    return ", ".join(names) or None


def is_one_scale(outcome: Outcome, register: Register) -> bool:
    """Say whether all results are known to be on the same scale."""
    if outcome.analysis.kind == "responder":
        return True
    found = [results_of(row, register) for row in outcome.rows]
    scales = {scale_trait(result).value for results in found for result in results}
    return all(found) and len(scales) == 1 and None not in scales


def number_words(number: Number, outcome: Outcome, level: str) -> str:
    """Write an estimate with its unit and its interval, to be read aloud."""
    analysis = outcome.analysis
    value = words.number(number.estimate, analysis.decimals)
    span = words.interval(number.low, number.high, analysis.decimals)
    return f"{value} {_unit(outcome)} ({level} CI {span})"


def _unit(outcome: Outcome) -> str:
    return _UNITS.get(outcome.analysis.kind, "points")


def _effect(outcome: Outcome, numbers: Numbers, register: Register, level: str) -> str:
    if numbers.only is not None:
        told = number_words(numbers.only, outcome, level)
        studies = words.counted(len(numbers.studies), "study", "studies")
        return told if numbers.pooled is None else f"{told}, pooled from {studies}"
    if is_one_scale(outcome, register):
        return f"not pooled; {_range(outcome, numbers.studies)}"
    return f"not pooled; {_one_by_one(outcome, numbers.studies, level)}"


def _range(outcome: Outcome, studies: Sequence[Number]) -> str:
    decimals = outcome.analysis.decimals
    values = [study.estimate for study in studies]
    span = words.interval(min(values), max(values), decimals)
    widest = words.interval(
        min(study.low for study in studies),
        max(study.high for study in studies),
        decimals,
    )
    return (
        f"side by side, {words.counted(len(studies), 'study', 'studies')} found {span} "
        f"{_unit(outcome)}; their intervals reach from {widest}"
    )


def _one_by_one(outcome: Outcome, studies: Sequence[Number], level: str) -> str:
    told = [
        f"{study.name} {number_words(study, outcome, level)}"
        for study in studies[:_MOST_TOLD]
    ]
    more = len(studies) - _MOST_TOLD
    told += [f"and {more} more under Results"] if more > 0 else []
    return f"not on one known scale, so no range: {'; '.join(told)}"


def _means(outcome: Outcome, register: Register, role: str) -> str:
    """Write the means of one side of trials as their sources print them."""
    if not outcome.rows:
        return _NOT_SHOWN
    found = [
        result
        for row in outcome.rows
        for result in results_of(row, register)
        if _role(result, register) == role and result.value is not None
    ]
    if len(found) < len(outcome.rows):
        return "not recorded for every study"
    values = [result.value or 0.0 for result in found]
    if len(values) == 1:
        return f"mean {words.plain(values[0])} points"
    if not is_one_scale(outcome, register):
        return "not on one known scale"
    low, high = words.plain(min(values)), words.plain(max(values))
    return f"means from {low} to {high} points"


def _role(result: Result, register: Register) -> str | None:
    try:
        return register.arm(result.study_id, result.arm_id).role
    except KeyError:
        return None


def _scale(result: Result) -> str:
    name = words.clean(result.scale or "")
    if result.scale_low is None or result.scale_high is None:
        return name
    ends = f"{words.plain(result.scale_low)}–{words.plain(result.scale_high)}"
    said = name.replace("-", "–").replace(" to ", "–")
    return name if ends in said else f"{name} {ends}".strip()
