"""Results in the columns of the Metapsy data standard, and what each column means.

``data.csv`` has one row for each comparison of two separate, randomised groups, for
that is what Metapsy's programs pool. ``arms.csv`` has every confirmed result of every
included study as its source prints it, so that nothing is lost with the first.

References
----------
Metapsy data standard, https://docs.metapsy.org/data-preparation/format/.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.sheet.safe import spreadsheet_safe
from ketaevidence.exchange.metapsy_columns import ARM_COLUMNS, COMPARISON_COLUMNS
from ketaevidence.integrity.deviation import largest_deviation, standard_deviation
from ketaevidence.present.words import clean
from ketaevidence.question.model import Question
from ketaevidence.synthesis.population import arm_problem, cohort_problem

#: Metapsy's word for what is missing.
MISSING: Final = "NA"
_DAYS_A_WEEK: Final = 7.0
#: How Metapsy tells when something was measured.
_TIMES: Final = MappingProxyType({"on_drug": "post", "off_drug": "fu"})
_COMPARED: Final = ("intervention", "comparator")

_OF_RESULT: Final = tuple(
    name
    for name in ARM_COLUMNS
    if name in Result.__annotations__ and name != "study_id"
)


@dataclass(frozen=True, slots=True)
class Published:
    """What of a review is published: its included studies and what is known of rows."""

    question: Question
    studies: tuple[Study, ...]
    register: Register
    #: Why no pool may use a result as it stands, by result_id.
    held: Mapping[str, str]

    def labels(self) -> dict[str, str]:
        """Give each study's label; with its identifier where another has the same."""
        every = [study.label for study in self.studies]
        return {
            study.study_id: study.label
            if every.count(study.label) == 1
            else f"{study.label} ({study.study_id})"
            for study in self.studies
        }


def comparisons_csv(published: Published) -> str:
    """Write ``data.csv``: each comparison of two separate randomised groups."""
    return _csv(COMPARISON_COLUMNS, comparisons(published))


def arms_csv(published: Published) -> str:
    """Write ``arms.csv``: each result of each included study, as it is printed."""
    return _csv(ARM_COLUMNS, _arm_rows(published))


def comparisons(published: Published) -> Iterator[dict[str, object]]:
    """Yield the rows of ``data.csv``, in the order of the register."""
    labels = published.labels()
    for study in published.studies:
        if study.design != "rct_parallel":
            continue
        roles = {
            arm.arm_id: arm.role
            for arm in published.register.arms
            if arm.study_id == study.study_id and arm.role in _COMPARED
        }
        together: dict[tuple[object, ...], dict[str, list[Result]]] = {}
        for row in published.register.results_of(study.study_id):
            kind = _kind(row)
            if kind is not None and row.arm_id in roles and row.phase != "before":
                found = together.setdefault((kind, *_same_measurement(row)), {})
                found.setdefault(row.arm_id, []).append(row)
        names = _arm_names(study, published.register) if len(roles) > 2 else {}
        for (outcome_type, *_), by_arm in together.items():
            for pair in _pairs(by_arm, roles):
                yield {
                    "study": labels[study.study_id],
                    **_compared(study, published, str(outcome_type), *pair),
                    "multi_arm1": names.get(pair[0][0].arm_id),
                    "multi_arm2": names.get(pair[1][0].arm_id),
                }


def _pairs(
    by_arm: Mapping[str, list[Result]], roles: Mapping[str, str]
) -> Iterator[tuple[list[Result], list[Result]]]:
    """Yield (results of an arm with the drug, results of an arm without it)."""
    first, second = (
        [rows for arm, rows in by_arm.items() if roles[arm] == role]
        for role in _COMPARED
    )
    yield from product(first, second)


def _arm_names(study: Study, register: Register) -> dict[str, str]:
    return {a.arm_id: a.label for a in register.arms if a.study_id == study.study_id}


def _compared(
    study: Study,
    published: Published,
    kind: str,
    first: list[Result],
    second: list[Result],
) -> dict[str, object]:
    one, two = first[0], second[0]
    why = _pair_not_used(study, published, first, second)
    said: dict[str, object] = {
        "condition_arm1": published.question.drug.name or "intervention",
        "condition_arm2": study.comparator_kind or "comparator",
        "outcome_type": kind,
        "instrument": one.scale or one.outcome_words,
        "time": _TIMES.get(one.phase),
        "time_weeks": None if one.time_days is None else one.time_days / _DAYS_A_WEEK,
        "scale_low": one.scale_low,
        "scale_high": one.scale_high,
        "definition": one.definition,
        "not_used_because": why,
        "study_id": study.study_id,
        "cohort_family": study.cohort_family,
        "design": study.design,
        "result_id_arm1": "+".join(row.result_id for row in first),
        "result_id_arm2": "+".join(row.result_id for row in second),
    }
    if why is not None:
        return said
    return said | _numbers(one, kind, "arm1") | _numbers(two, kind, "arm2")


def _pair_not_used(
    study: Study, published: Published, first: list[Result], second: list[Result]
) -> str | None:
    """Say why no pool may use a comparison as it stands."""
    if len(first) > 1 or len(second) > 1:
        return (
            "several results of one arm for the same outcome and time: a person must "
            "say which counts"
        )
    rows = (*first, *second)
    n = sum(row.n or 0 for row in rows)
    mixed = cohort_problem(study, n, published.question)
    if mixed is not None:
        return mixed[1]
    return _held(study, published, rows)


def _row_not_used(
    study: Study, arm: Arm, published: Published, row: Result
) -> str | None:
    """Say why no pool may use a row as it stands."""
    mixed = None
    if arm.role in ("single", "subgroup", "all"):
        mixed = arm_problem(study, arm, row.n, published.register, published.question)
    elif arm.role != "contrast":
        mixed = cohort_problem(study, row.n, published.question)
    return _held(study, published, [row]) if mixed is None else mixed[1]


def _held(study: Study, published: Published, rows: Iterable[Result]) -> str | None:
    if study.kept_out_because:
        return study.kept_out_because
    if study.secondary_of:
        return f"it tells again of the patients of {study.secondary_of}"
    reasons: list[str | None] = []
    for row in rows:
        reasons += [published.held.get(row.result_id), row.kept_out_because]
    told = dict.fromkeys(reason for reason in reasons if reason)
    return "; ".join(told) or None


def _numbers(row: Result, kind: str, arm: str) -> dict[str, object]:
    if kind not in ("msd", "change"):
        return {f"event_{arm}": row.events, f"totaln_{arm}": row.total}
    part = "_change" if kind == "change" else ""
    deviation = _deviation(row)
    return {
        f"mean{part}_{arm}": row.value,
        f"sd{part}_{arm}": deviation,
        f"n{part}_{arm}": row.n,
        f"sd_source_{arm}": None if deviation is None else row.spread_type,
    }


def _deviation(row: Result) -> float | None:
    """Give a standard deviation that the source states or clearly means, if it can be.

    An unspecified spread is none, and neither is one of 0 or one that patients on this
    scale cannot have.
    """
    deviation = standard_deviation(row)
    if deviation is None or not 0 < deviation <= largest_deviation(row):
        return None
    return deviation


def _kind(row: Result) -> str | None:
    """Give Metapsy's outcome type of a result that can be compared; else ``None``."""
    if row.unit_of_analysis != "patient":
        return None
    if row.statistic == "mean" and row.value is not None:
        return "msd"
    if row.statistic == "mean_change" and row.value is not None:
        return "change"
    counted = row.estimator in (None, "count")
    if counted and row.events is not None and row.total is not None:
        return row.outcome
    return None


def _same_measurement(row: Result) -> tuple[object, ...]:
    """Give what two arms must share before they are compared."""
    words = (row.time_words, row.outcome_words, row.scale, row.definition)
    return (
        row.outcome,
        row.time_days,
        row.phase,
        row.scale_low,
        row.scale_high,
        *(" ".join((text or "").casefold().split()) for text in words),
    )


def _arm_rows(published: Published) -> Iterator[dict[str, object]]:
    labels = published.labels()
    for study in published.studies:
        arms = {
            arm.arm_id: arm
            for arm in published.register.arms
            if arm.study_id == study.study_id
        }
        for row in published.register.results_of(study.study_id):
            why = _row_not_used(study, arms[row.arm_id], published, row)
            yield {
                **{name: getattr(row, name) for name in _OF_RESULT},
                "study": labels[study.study_id],
                "study_id": study.study_id,
                "cohort_family": study.cohort_family,
                "design": study.design,
                "arm": arms[row.arm_id].label,
                "role": arms[row.arm_id].role,
                "source_url": row.source.url,
                "source_location": row.source.location,
                "source_confidence": row.source.confidence,
                "not_used_because": why,
            }


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Write rows as CSV that is safe to open in a spreadsheet; missing is NA."""
    names = list(columns)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        unknown = row.keys() - set(names)
        if unknown:
            msg = f"columns without a description: {sorted(unknown)}"
            raise ValueError(msg)
        writer.writerow([_cell(row.get(name)) for name in names])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None or value == "":
        return MISSING
    if isinstance(value, float):
        # The shortest text that reads back as the same number; 4, not 4.0.
        return repr(value).removesuffix(".0")
    return spreadsheet_safe(clean(value))
