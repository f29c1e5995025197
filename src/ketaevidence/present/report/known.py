"""What a trial reports although its numbers cannot enter a pool as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.present import words
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.synthesis.model import KeptOut, Reading

#: Outcomes of the question whose tests and statements are told with the trial.
_TOLD = {"pain_intensity": "pain", "function": "function"}
#: Most other findings that the first screen repeats.
_MOST_FINDINGS = 5


@dataclass(frozen=True, slots=True)
class Known:
    """One trial whose numbers hinge on a sign that its source does not explain."""

    study_id: str
    label: str
    #: The difference and what is open about it, to be read first.
    headline: str
    #: What each arm shows, as printed.
    printed: str
    readings: str
    findings: str | None


def _scale(result: Result) -> str:
    name = words.clean(result.scale or "")
    if result.scale_low is None or result.scale_high is None or "-" in name:
        return name
    low, high = words.plain(result.scale_low), words.plain(result.scale_high)
    return f"{name} {low}–{high}".strip()


def _arm(result: Result, register: Register, study: Study) -> str:
    """Give an arm's name, its drug as exactly as the register has it."""
    try:
        arm = register.arm(result.study_id, result.arm_id)
    except KeyError:
        return words.clean(result.arm_id)
    label = words.clean(arm.label)
    form = words.clean(study.drug_form or "")
    is_vaguer = label.lower() in form.lower() and arm.role == "intervention"
    return form if is_vaguer else label


def _mean(result: Result, name: str) -> str:
    decimals = words.decimals_of(result.value, result.spread)
    value = words.number(result.value, decimals)
    spread = words.number(result.spread, decimals)
    n = f" (n = {result.n})" if result.n else ""
    return f"{value} ± {spread} with {name}{n}"


def _difference(readings: Sequence[Reading], names: Sequence[str]) -> str:
    value = readings[0].estimate
    against = f" than with {names[1]}" if len(names) == 2 else ""
    if value == 0:
        return f"the same mean with {' and '.join(names)}"
    side = "lower" if value < 0 else "higher"
    return f"{words.number(abs(value), 2)} points {side} with {names[0]}{against}"


def _headline(kept: KeptOut, first: Result, names: Sequence[str]) -> str:
    scale = _scale(first)
    outcome = words.clause(first.outcome_words) + (f" ({scale})" if scale else "")
    when = words.clean(first.time_words or "time not stated")
    difference = _difference(kept.readings, names)
    return (
        f"{words.clean(kept.label)}, {when}: {outcome} {difference}; how precise that "
        "is stays open."
    )


def reading_words(reading: Reading, decimals: int) -> str:
    """Write what one reading of an ambiguous number would mean, and if it can be."""
    span = words.interval(reading.ci_lb, reading.ci_ub, decimals)
    text = f"if {words.clause(reading.assumption)}, {span}"
    if reading.implied_sd:
        sds = " and ".join(words.number(sd, decimals) for sd in reading.implied_sd)
        text += f" (SD of the arms {sds})"
    return text if reading.plausible else f"{text}, hardly plausible"


def _readings(kept: KeptOut, level: str) -> str:
    told = "; ".join(reading_words(row, 2) for row in kept.readings)
    return (
        f"The source does not say what ± is, so the {level} CI of the difference is "
        f"open: {told}."
    )


def _finding(result: Result) -> str:
    what = _TOLD[result.outcome]
    when = words.clean(result.time_words or "time not stated")
    if result.statement:
        return f"{what}, {when}: “{words.clean(result.statement)}”"
    p = words.clean(result.p_value or "")
    return f"{what}, {when}: p {p if p[:1] in '<>=≤≥' else f'= {p}'}"


def _findings(study_id: str, register: Register) -> str | None:
    """Tell the trial's own tests and statements on pain and function."""
    rows = [
        row
        for row in register.results_of(study_id)
        if row.outcome in _TOLD
        and row.statistic in {"test_only", "statement"}
        and (row.p_value or row.statement)
        and row.kept_out_because is None
    ]
    # A second-hand word adds nothing where the trial's own report was read.
    rows = [r for r in rows if r.source.confidence != "secondary"] or rows
    if not rows:
        return None
    told = "; ".join(_finding(row) for row in rows[:_MOST_FINDINGS])
    more = len(rows) - _MOST_FINDINGS
    rest = f"; and {more} more under Sources" if more > 0 else ""
    return f"The same trial also reports: {told}{rest}."


def known_of(kept: KeptOut, snapshot: Snapshot, level: str) -> Known | None:
    """Tell what a kept-out trial with ambiguous numbers reports, if it has arms."""
    register = snapshot.register
    results = {row.result_id: row for row in register.results}
    rows = [results[key] for key in kept.result_ids if key in results]
    rows = [row for row in rows if row.value is not None and row.spread is not None]
    studies = [s for s in register.studies if s.study_id == kept.study_id]
    if len(rows) < 2 or not kept.readings or not studies:
        return None
    arms = [_arm(row, register, studies[0]) for row in rows]
    means = [_mean(row, name) for row, name in zip(rows, arms, strict=True)]
    return Known(
        kept.study_id,
        words.clean(kept.label),
        _headline(kept, rows[0], arms),
        f"{words.capital(', '.join(means))}.",
        _readings(kept, level),
        _findings(kept.study_id, register),
    )
