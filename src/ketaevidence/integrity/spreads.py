"""Spreads: a standard error is taken for a standard deviation, or nobody says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.integrity.deviation import (
    is_small,
    largest_deviation,
    standard_deviation,
)
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.printed_p import (
    PrintedP,
    contradicts,
    read_p,
    two_sided,
    welch,
)
from ketaevidence.integrity.references import (
    BHATIA,
    EXTRACTION_ERRORS,
    INTERVAL_FROM_P,
    SD_AND_SE,
)
from ketaevidence.integrity.words import listed, number, subject

#: Outcomes on a scale that may one day be pooled as means.
_SCORED: Final = frozenset({"pain_intensity", "function"})
_MEANS: Final = frozenset({"mean", "mean_change"})
#: A standard deviation below this share of the scale's width is hardly ever seen among
#: patients with chronic pain.
_LEAST_SHARE: Final = 0.1
#: Fewer patients may be that alike by chance.
_LEAST_PEOPLE: Final = 5
#: Checks that doubt a standard deviation for its size alone.
ABOUT_SIZE: Final = frozenset({"tiny_deviation", "small_deviation"})
_NAMES: Final = {
    "SD": "standard deviation",
    "SE": "standard error",
    "CI_half_width": "half of an interval",
}
_READINGS: Final = {
    "SE": "the standard error",
    "CI_half_width": "half of a 95% interval",
    "SD": "the standard deviation itself",
}
_LOOK_UP: Final = (
    "Look in the paper's methods and tables for what the spread is, or ask its "
    "authors. Then settle it as corrected with the right spread_type"
)


def _values(row: Result) -> tuple[object, ...]:
    return (
        row.value, row.spread, row.spread_type, row.n, row.scale_low, row.scale_high,
    )  # fmt: skip


def _place(row: Result, field: str = "spread_type") -> Place:
    return Place((row.study_id,), (row.result_id,), field=field)


def _printed(row: Result) -> str:
    people = "" if row.n is None else f" (n {row.n})"
    return f"{number(row.value or 0)} ± {number(row.spread or 0)}{people}"


def _has_mean(row: Result) -> bool:
    return (
        row.outcome in _SCORED
        and row.statistic in _MEANS
        and row.value is not None
        and row.spread is not None
    )


def _width(row: Result) -> float | None:
    if row.scale_low is None or row.scale_high is None:
        return None
    return row.scale_high - row.scale_low


def _is_tiny(row: Result) -> bool:
    """Tell whether a standard deviation is below a tenth of the scale's width."""
    width = _width(row)
    is_asked = row.spread_type == "SD" and row.phase != "before" and _has_mean(row)
    if not is_asked or width is None or (row.n or 0) < _LEAST_PEOPLE:
        return False
    return 0 < (row.spread or 0) < _LEAST_SHARE * width


def _meaning(row: Result, kind: str) -> tuple[str, float, bool] | None:
    """Give what a spread means when it is read as a kind, and whether that can be."""
    read = replace(row, spread_type=kind, ci_level=row.ci_level or 0.95)
    deviation = standard_deviation(read)
    if deviation is None:
        return None
    return _NAMES[kind], deviation, deviation <= largest_deviation(row)


def unstated_spreads(material: Material) -> Iterator[Remark]:
    """Find means whose plus-minus is of a kind that the source does not state."""
    for row in material.asked:
        if row.spread_type != "unspecified" or not _has_mean(row):
            continue
        yield Remark(
            _place(row),
            _values(row),
            f"{subject(row)} is {_printed(row)}, and the source does not say what ± "
            "is.",
            _readings(row),
        )


def _readings(row: Result) -> str:
    """Say which standard deviation each reading of a plus-minus means."""
    told = []
    for kind, name in _READINGS.items():
        meaning = _meaning(row, kind)
        if meaning is not None:
            _, deviation, can_be = meaning
            doubt = "" if can_be else " (which cannot be)"
            told.append(f"{number(deviation, 2)}{doubt} if ± is {name}")
    if not told:
        return "Without the number of patients it means nothing."
    why = f"The standard deviation is {listed(told)}."
    largest, width = largest_deviation(row), _width(row)
    if largest < inf:
        why += f" Around this mean the scale allows {number(largest, 2)} at most"
        is_tiny = width and (row.spread or 0) < _LEAST_SHARE * width
        if is_tiny and row.phase != "before":
            why += "; less than a tenth of the scale's width is unusual"
        why += "."
    return why


def impossible_deviations(material: Material) -> Iterator[Remark]:
    """Find spreads that mean a larger standard deviation than the scale can give."""
    for row in material.asked:
        deviation, largest = standard_deviation(row), largest_deviation(row)
        if not _has_mean(row) or deviation is None or deviation <= largest:
            continue
        kind = _NAMES.get(row.spread_type or "", "spread")
        advice = "the scale is another one"
        if row.spread_type in ("SE", "CI_half_width"):
            advice = f"the {kind} is a standard deviation, or {advice}"
        yield Remark(
            _place(row),
            _values(row),
            f"{subject(row)} is {_printed(row)}, entered as a {kind}: a standard "
            f"deviation of {number(deviation, 2)}.",
            f"Around this mean the scale allows {number(largest, 2)} at most, with "
            f"every patient at one of its ends. Perhaps {advice}.",
        )


def tiny_deviations(material: Material) -> Iterator[Remark]:
    """Find standard deviations below a tenth of the pain scale's width."""
    for row in material.asked:
        if not _is_tiny(row):
            continue
        share = 100 * (row.spread or 0) / (_width(row) or 1)
        yield Remark(
            _place(row),
            _values(row),
            f"{subject(row)} is {_printed(row)}, entered as a standard deviation.",
            f"That is {number(share, 1)}% of the scale's width.{_as_error(row)}",
        )


def small_deviations(material: Material) -> Iterator[Remark]:
    """Find standard deviations below a quarter of the mean on a scale from 0."""
    for row in material.asked:
        is_asked = _has_mean(row) and row.phase != "before" and is_small(row)
        if not is_asked or _is_tiny(row) or not row.spread:
            continue
        share = (row.spread or 0) / abs(row.value or 1)
        yield Remark(
            _place(row),
            _values(row),
            f"{subject(row)} is {_printed(row)}, entered as a standard deviation.",
            f"That is {number(share, 2)} of the mean.{_as_error(row)}",
        )


def _as_error(row: Result) -> str:
    """Say what the spread would mean if it were a standard error."""
    meaning = _meaning(row, "SE")
    if meaning is None:
        return ""
    _, deviation, can_be = meaning
    told = f"a standard deviation of {number(deviation, 2)}"
    if not can_be:
        return (
            f" It is no standard error either: that would mean {told}, which cannot be."
        )
    return f" If it is a standard error, it means {told}, which is possible."


def deviations_against_p(material: Material) -> Iterator[Remark]:
    """Find spreads that the trial's own p value contradicts, and another kind fits."""
    for study in material.open_studies:
        rows = [r for r in material.rows_of(study) if _has_mean(r) and _is_usable(r)]
        for first in rows:
            if material.arm_of(first).role != "intervention":
                continue
            for second in rows:
                is_pair = material.arm_of(second).role == "comparator"
                if is_pair and _moment(first) == _moment(second):
                    yield from _against_p(material, first, second)


def _is_usable(row: Result) -> bool:
    return row.spread_type in ("SD", "SE") and (row.n or 0) > 1 and bool(row.spread)


def _moment(row: Result) -> tuple[object, ...]:
    return row.outcome, row.statistic, row.outcome_words, row.time_days, row.time_words


def _printed_p(material: Material, *rows: Result) -> tuple[PrintedP, str] | None:
    """Give the p value of a comparison: beside an arm, or in a row between arms."""
    first = rows[0]
    between = [
        row
        for row in material.asked
        if row.study_id == first.study_id
        and row.statistic in ("test_only", "mean_difference")
        and (row.outcome, row.time_days, row.time_words)
        == (first.outcome, first.time_days, first.time_words)
    ]
    for row in (*between, *rows):
        printed = read_p(row.p_value)
        if printed is not None:
            return printed, row.p_value or ""
    return None


def _against_p(material: Material, first: Result, second: Result) -> Iterator[Remark]:
    found = _printed_p(material, first, second)
    if found is None or first.spread_type != second.spread_type:
        return
    printed, text = found
    kind = first.spread_type or ""
    other = "SE" if kind == "SD" else "SD"
    mine, theirs = (_p_of(first, second, k) for k in (kind, other))
    if not contradicts(printed, mine) or contradicts(printed, theirs):
        return
    yield Remark(
        Place(
            (first.study_id,), (first.result_id, second.result_id), field="spread_type"
        ),
        (*_values(first), *_values(second), text),
        f"{subject(first)}: {_printed(first)} against {_printed(second)}, entered as "
        f"{_NAMES[kind]}s, and the source gives p {text}.",
        f"As {_NAMES[kind]}s the two give p = {_short(mine)}; as {_NAMES[other]}s they "
        f"give p = {_short(theirs)}, which fits.",
    )


def _p_of(first: Result, second: Result, kind: str) -> float:
    groups = [
        (
            row.value or 0.0,
            standard_deviation(replace(row, spread_type=kind)) or 0.0,
            row.n or 2,
        )
        for row in (first, second)
    ]
    return two_sided(*welch(*groups))


def _short(p: float) -> str:
    return f"{p:.1g}" if p < 0.001 else f"{p:.3f}"


CHECKS: Final = (
    Check(
        "unstated_spread",
        "Spread of a kind that the source does not state",
        "block",
        "SD = s, s √n or s √n / z, beside the largest SD, √((m − low)(high − m) "
        "n/(n−1))",
        f"{_LOOK_UP} (SD, SE or CI_half_width), or exclude it.",
        EXTRACTION_ERRORS,
        unstated_spreads,
        may_be_accepted=False,
    ),
    Check(
        "impossible_deviation",
        "Standard deviation larger than the scale can give",
        "block",
        "SD > √((m − low)(high − m) n/(n−1))",
        f"{_LOOK_UP}, n or scale, or exclude it.",
        BHATIA,
        impossible_deviations,
        may_be_accepted=False,
    ),
    Check(
        "tiny_deviation",
        "Standard deviation too small for the pain scale",
        "block",
        "SD / (high − low) < 0.1, after treatment, 5 patients or more",
        f"{_LOOK_UP}, or accept it with the words of the source that say SD.",
        SD_AND_SE,
        tiny_deviations,
    ),
    Check(
        "small_deviation",
        "Standard deviation small beside the mean",
        "warn",
        "SD / m < 0.25 on a scale from 0, after treatment",
        f"{_LOOK_UP}, or accept it with the words of the source that say SD.",
        SD_AND_SE,
        small_deviations,
    ),
    Check(
        "deviation_against_p",
        "Spread that contradicts the printed p value",
        "block",
        "t = (m₁ − m₂) / √(SD₁²/n₁ + SD₂²/n₂); |z(p)| more than twice the printed one "
        "+ 0.5 (or less than half), while the other kind of spread fits",
        f"{_LOOK_UP}, or accept it if the p value is of another comparison.",
        INTERVAL_FROM_P,
        deviations_against_p,
    ),
)
