"""What rules read of results: beside the cells of entered ones, and as new rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from ketaevidence.curation.model import Arm, Result
from ketaevidence.curation.sheet.suggest_arms import NamedArm, arm_of
from ketaevidence.curation.vocabulary import SPREAD_TYPES
from ketaevidence.extraction.model import Candidate

#: Where what rules read stands, and how near that is to the study's own words.
ABSTRACT: Final = {
    "source_location": "abstract",
    "source_confidence": "primary_abstract",
}
#: Statistics of the register by those of the rules.
_STATISTICS = {"mean": "mean", "median": "median", "range_of_means": "mean_range"}
#: A scale as rules give it: its name and its ends.
_ENDS = re.compile(r"(\S.*) ([0-9]+)-([0-9]+)")
#: Cells that a reading answers; what it says of them stands beside them.
_READ_CELLS: Final = (
    "statistic",
    "time_words",
    "value",
    "value_high",
    "spread",
    "spread_type",
    "ci_low",
    "ci_high",
    "events",
    "total",
    "percent",
    "scale",
    "scale_low",
    "scale_high",
    "definition",
    "statement",
)


def told_of(candidate: Candidate) -> str:
    """Write a value with the words that prove it."""
    parts = [value_of(candidate), candidate.unit or ""]
    return _with_quote(" ".join(part for part in parts if part), candidate)


def _with_quote(text: str, candidate: Candidate) -> str:
    return f"{text} — “{candidate.quote or candidate.sentence}”"


def value_of(candidate: Candidate) -> str:
    """Write a value, or both ends of one that is a range."""
    value = _number(candidate.value)
    return (
        value if candidate.value_high is None else f"{value}-{candidate.value_high:g}"
    )


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def beside_result(
    result: Result,
    others: Sequence[Result],
    arms: Sequence[Arm | NamedArm],
    candidates: Iterable[Candidate],
) -> Iterator[tuple[str, str]]:
    """Give what rules read for the cells of an entered result: (column, value, quote).

    A reading belongs to a result if it is of the same outcome and arm and gives the
    same numbers; or if outcome, arm, statistic and the words for the time are the same;
    and if the study has no other such result. Whatever else was read stays a row of its
    own, since nobody can tell which result it means.

    Parameters
    ----------
    result
        The entered result.
    others
        Every result of its study.
    arms
        The study's arms.
    candidates
        What rules read in the study's reports.

    Yields
    ------
    tuple of str
        The column, and the value read for it with the words that prove it.
    """
    for candidate in candidates:
        cells = _cells_of(candidate)
        if not cells or not _is_of(result, others, arms, candidate, cells):
            continue
        for column in _READ_CELLS:
            if cells.get(column):
                yield column, _with_quote(cells[column], candidate)


def _is_of(
    result: Result,
    others: Sequence[Result],
    arms: Sequence[Arm | NamedArm],
    candidate: Candidate,
    cells: Mapping[str, str],
) -> bool:
    """Tell whether a reading is of a result, and of no other of its study."""
    arm = arm_of(candidate.arm, arms)
    alike = [
        row
        for row in others
        if row.outcome == cells["outcome"] and arm in {"", row.arm_id}
    ]
    numbers = _numbers_of(candidate)
    same = [row for row in alike if any(numbers) and numbers == numbers_of(row)]
    if not same and arm:
        same = [row for row in alike if _same_place(row, cells)]
    if len(same) > 1:
        same = [row for row in same if _same_words(row, cells)]
    return same == [result]


def _same_place(result: Result, cells: Mapping[str, str]) -> bool:
    time = _plain(result.time_words)
    return (
        bool(time)
        and time == _plain(cells["time_words"])
        and result.statistic == cells["statistic"]
        and _same_words(result, cells)
    )


def _same_words(result: Result, cells: Mapping[str, str]) -> bool:
    # Two harms, or two meanings of response, are two results.
    return _plain(result.outcome_words) == _plain(cells["outcome_words"])


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())


def result_cells(
    study_id: str,
    arms: Sequence[Arm | NamedArm],
    own: Sequence[Result],
    candidates: Iterable[Candidate],
    names: set[str],
) -> Iterator[dict[str, str]]:
    """Give rows of what rules read and nobody entered, under names not yet taken."""
    known = {numbers_of(row) for row in own}
    number = len(own)
    for candidate in candidates:
        cells = _cells_of(candidate)
        if not cells or _numbers_of(candidate) in known:
            continue
        known.add(_numbers_of(candidate))
        number += 1
        while f"{study_id}-{number}" in names:
            number += 1
        names.add(f"{study_id}-{number}")
        yield {
            "result_id": f"{study_id}-{number}",
            "study_id": study_id,
            "arm_id": arm_of(candidate.arm, arms),
            "status": candidate.status,
            "phase": "unclear",
            "unit_of_analysis": "patient",
            "source_quote": candidate.sentence.strip(),
            "notes": "; ".join(candidate.warnings),
            **ABSTRACT,
            **cells,
        }


def _cells_of(candidate: Candidate) -> dict[str, str]:
    """Give the cells of the result that a reading is; none where it is no result."""
    make = _RESULTS.get(candidate.field)
    return {"time_words": candidate.time or "", **make(candidate)} if make else {}


def numbers_of(result: Result) -> tuple[float | None, ...]:
    """Give the numbers by which a result and a reading are known for the same."""
    return _numbers(result.value, result.spread, result.events, result.percent)


def _numbers(*values: float | None) -> tuple[float | None, ...]:
    return tuple(None if value is None else abs(float(value)) for value in values)


def _numbers_of(candidate: Candidate) -> tuple[float | None, ...]:
    share = candidate.events is not None or candidate.percent is not None
    value = candidate.value if isinstance(candidate.value, int | float) else None
    return _numbers(
        None if share else value,
        candidate.spread,
        candidate.events,
        candidate.percent,
    )


def _scale(unit: str) -> dict[str, str]:
    """Split a scale into its name and its ends, where it has them: NRS 0-10."""
    match = _ENDS.fullmatch(unit)
    if match is None:
        return {"scale": unit}
    return {"scale": match[1], "scale_low": match[2], "scale_high": match[3]}


def _pain_cells(candidate: Candidate, statistic: str | None) -> dict[str, str]:
    cells = {
        "outcome": "pain_intensity",
        "outcome_words": "pain intensity",
        "statistic": statistic or "",
        "value": _number(candidate.value),
        **_scale(candidate.unit or ""),
    }
    if candidate.value_high is not None:
        cells["value_high"] = _number(candidate.value_high)
    told_kind = candidate.spread_type or ""
    kind = {"IQR": "IQR_width"}.get(told_kind, told_kind)
    if candidate.spread is not None and kind in SPREAD_TYPES:
        cells |= {"spread": _number(candidate.spread), "spread_type": kind}
    low, high = candidate.spread_low, candidate.spread_high
    if low is not None and high is not None:
        if candidate.spread_type == "CI":
            cells |= {"ci_low": _number(low), "ci_high": _number(high)}
        else:
            told = f"{candidate.spread_type} {low:g} to {high:g}"
            cells["outcome_words"] = f"pain intensity ({told})"
    return cells


def _score(candidate: Candidate) -> dict[str, str]:
    return _pain_cells(candidate, _STATISTICS.get(candidate.statistic or ""))


def _change(candidate: Candidate) -> dict[str, str]:
    return _pain_cells(
        candidate, "mean_change" if candidate.statistic == "mean" else None
    )


def _difference(candidate: Candidate) -> dict[str, str]:
    return _pain_cells(candidate, "mean_difference")


def _counts(candidate: Candidate) -> dict[str, str]:
    given = {
        "events": candidate.events,
        "total": candidate.total,
        "percent": candidate.percent,
    }
    cells = {name: _number(value) for name, value in given.items() if value is not None}
    cells["statistic"] = "percent" if candidate.events is None else "count"
    return cells


def _responders(candidate: Candidate) -> dict[str, str]:
    return {
        "outcome": "responder",
        "outcome_words": candidate.unit or "response",
        "definition": candidate.unit or "",
        **_counts(candidate),
    }


def _harm(candidate: Candidate) -> dict[str, str]:
    cells = {"outcome": "adverse_event", "outcome_words": str(candidate.value)}
    # "No seizures" is what the source says, and no count of anybody.
    is_statement = candidate.statistic == "none_stated"
    if is_statement or (candidate.events is None and candidate.percent is None):
        words = candidate.sentence.strip()
        return {**cells, "statistic": "statement", "statement": words}
    return {**cells, **_counts(candidate)}


#: How a candidate of a field becomes a row of results.
_RESULTS: Mapping[str, Callable[[Candidate], dict[str, str]]] = {
    "pain_score": _score,
    "pain_change": _change,
    "mean_difference": _difference,
    "responders": _responders,
    "adverse_event": _harm,
}
