"""Whether the outcome that is reported is the one that was registered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import SWITCHING
from ketaevidence.integrity.words import said

#: How a register says that a row is of the registration and not of the report.
_REGISTERED: Final = re.compile(
    r"\b(?:as registered|registered|registry)\b", re.IGNORECASE
)
_PRIMARY: Final = re.compile(r"\bprimary\b", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"\d+(?:\.\d+)?")


def switched_outcomes(material: Material) -> Iterator[Remark]:
    """Find trials that report another primary outcome than they registered."""
    for study in material.studies:
        rows = [row for row in material.rows if row.study_id == study.study_id]
        planned = [row for row in rows if _is_planned(row)]
        reported = [row for row in rows if row not in planned and _is_result(row)]
        for plan in planned:
            alike = [row for row in reported if row.outcome == plan.outcome]
            if any(_is_same(plan, row) for row in alike):
                continue
            told = dict.fromkeys(row.outcome_words for row in alike or reported)
            names = "; ".join(told) or "no result"
            meant = plan.definition or plan.statement or plan.outcome_words
            yield Remark(
                Place((study.study_id,), (plan.result_id,), field="outcome"),
                (plan.outcome, meant, *told),
                f"{study.label} registered as its primary outcome: {meant}.",
                f"What the register has of the report is of another kind ({names}). "
                "An outcome that is left out is often one that did not work.",
            )


def _is_planned(row: Result) -> bool:
    words = said(row.outcome_words, row.definition, row.source.location)
    return bool(
        _REGISTERED.search(words) and _PRIMARY.search(said(words, row.statement))
    )


def _is_result(row: Result) -> bool:
    is_other = row.outcome in ("sample_size", "adverse_event", "exposure")
    return not is_other and row.statistic != "not_found"


def _is_same(plan: Result, row: Result) -> bool:
    """Tell whether a result may be of the planned outcome: same thing, same numbers."""
    wanted = set(_NUMBERS.findall(said(plan.definition)))
    given = set(_NUMBERS.findall(said(row.definition)))
    has_number = any(
        part is not None for part in (row.value, row.events, row.percent, row.p_value)
    )
    return has_number and (not wanted or wanted <= given)


CHECKS: Final = (
    Check(
        "outcome_switched",
        "Another outcome than the registered one",
        "warn",
        "a row of the registered primary outcome, and no result of the same outcome "
        "with the same numbers in its definition",
        "Look in the full text for the registered outcome; say in the risk of bias "
        "that it is not reported where the report tells of others.",
        SWITCHING,
        switched_outcomes,
    ),
)
