"""Whether a person entered another thing than the rules read in the same text.

A rule may be wrong, so what it read never blocks: it asks a person to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.extraction.model import Candidate
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import EXTRACTION_ERRORS
from ketaevidence.integrity.words import number, subject

#: The rules' words for a spread in the register's.
_SPREADS: Final = {
    "SD": "SD",
    "SE": "SE",
    "IQR": "IQR_width",
    "CI": "CI_half_width",
    "unspecified": "unspecified",
}
_MEANS: Final = frozenset({"mean", "mean_change", "mean_difference"})


def read_otherwise(material: Material) -> Iterator[Remark]:
    """Find entries whose kind is not what a rule read at the same numbers."""
    for row in material.asked:
        for candidate in material.candidates.get(row.study_id, ()):
            field = _differs(row, candidate)
            if field is None:
                continue
            yield Remark(
                Place((row.study_id,), (row.result_id,), field=field[0]),
                (getattr(row, field[0]), field[1], candidate.quote),
                f"{subject(row)}: {field[0]} is entered as {_told(row, field[0])}.",
                f"A rule read {field[1]} in “{candidate.quote}”.",
            )
            break


def _told(row: Result, field: str) -> str:
    value = getattr(row, field)
    return number(value) if isinstance(value, float) else str(value)


def _differs(row: Result, candidate: Candidate) -> tuple[str, str] | None:
    """Give the field in which an entry and a reading of its numbers differ."""
    is_same_interval = (
        candidate.percent is not None
        and row.ci_level is not None
        and row.ci_low is not None
        and (candidate.value, candidate.value_high) == (row.ci_low, row.ci_high)
    )
    if is_same_interval and candidate.percent != round(100 * (row.ci_level or 0), 9):
        return "ci_level", f"a {number(candidate.percent or 0)}% interval"
    if row.value is None or not _is_same_number(row, candidate):
        return None
    if row.statistic in _MEANS and candidate.statistic == "median":
        return "statistic", "a median"
    kind = _SPREADS.get(candidate.spread_type or "")
    is_same_spread = candidate.spread is not None and candidate.spread == row.spread
    if is_same_spread and kind is not None and kind != row.spread_type:
        named = "a spread of no stated kind" if kind == "unspecified" else kind
        return "spread_type", named
    return None


def _is_same_number(row: Result, candidate: Candidate) -> bool:
    value = candidate.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) == abs(row.value or 0)  # type: ignore[arg-type]


CHECKS: Final = (
    Check(
        "read_otherwise",
        "Entered otherwise than a rule reads it",
        "warn",
        "same numbers in the record's text, another level, statistic or kind of spread",
        "Read the quoted sentence; settle it as corrected, or accept it with the place "
        "where the source says so.",
        EXTRACTION_ERRORS,
        read_otherwise,
    ),
)
