"""What rules read, laid beside the register's cells and as rows to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.sheet.layout import SUGGESTED, SheetRow, columns
from ketaevidence.curation.vocabulary import SPREAD_TYPES
from ketaevidence.extraction.model import Candidate
from ketaevidence.records.model import Record

#: Which column of a study a field is read for.
STUDY_COLUMNS: Mapping[str, str] = {
    "design": "design",
    "registration": "registration",
    "n_total": "n_enrolled",
    "n_analysed": "n_analysed",
    "condition": "condition",
    "population": "population",
    "route": "route",
    "drug_form": "form",
    "dose": "dose",
    "infusion_rate": "dose",
    "duration": "duration",
    "co_intervention": "co_interventions",
    "comparator": "comparator",
    "pain_scale": "pain_scale",
    "follow_up": "follow_up",
}
#: Statistics of the register by those of the rules.
_STATISTICS = {"mean": "mean", "median": "median", "range_of_means": "mean_range"}
_ABSTRACT = {"source_location": "abstract", "source_confidence": "primary_abstract"}


def beside(
    register: Register, candidates: Iterable[Candidate]
) -> dict[tuple[str, str, str], str]:
    """Give what rules read for cells of studies: value and quote, by table and key."""
    found: dict[tuple[str, str, str], list[str]] = {}
    by_record = _by_record(candidates)
    for study in register.studies:
        for candidate in _candidates_of(study, by_record):
            column = STUDY_COLUMNS.get(candidate.field)
            if column is not None:
                place = ("studies", study.study_id, column)
                found.setdefault(place, []).append(_told(candidate))
    return {place: " | ".join(dict.fromkeys(told)) for place, told in found.items()}


def proposed(
    register: Register, included: Sequence[Record], candidates: Iterable[Candidate]
) -> dict[str, tuple[SheetRow, ...]]:
    """Give rows that a person may confirm: studies, and results of pain and harm.

    A study is proposed for each included record that has none; a result wherever the
    register has none with the same numbers.
    """
    by_record = _by_record(candidates)
    known = {key for study in register.studies for key in study_keys(study)}
    taken = {study.study_id for study in register.studies}
    studies, results = [], []
    for record in included:
        if record.key not in known:
            name = _fresh_name(record, taken)
            found = by_record.get(record.key, [])
            studies.append(_row("studies", _study_cells(name, record, found)))
            results += [_row("results", c) for c in _results(name, (), (), found)]
    for study in register.studies:
        found = list(_candidates_of(study, by_record))
        own = register.results_of(study.study_id)
        arms = [arm for arm in register.arms if arm.study_id == study.study_id]
        results += [
            _row("results", cells)
            for cells in _results(study.study_id, arms, own, found)
        ]
    return {"studies": tuple(studies), "results": tuple(results)}


def _row(table: str, cells: Mapping[str, str]) -> SheetRow:
    return SheetRow(SUGGESTED, {name: cells.get(name, "") for name in columns(table)})


def _by_record(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.record_key, []).append(candidate)
    return found


def _candidates_of(
    study: Study, by_record: Mapping[str, list[Candidate]]
) -> Iterator[Candidate]:
    for key in study_keys(study):
        yield from by_record.get(key, ())


def _told(candidate: Candidate) -> str:
    """Write a value with the words that prove it."""
    parts = [_value(candidate), candidate.unit or ""]
    words = candidate.quote or candidate.sentence
    return f"{' '.join(part for part in parts if part)} — “{words}”"


def _value(candidate: Candidate) -> str:
    value = _number(candidate.value)
    return (
        value if candidate.value_high is None else f"{value}-{candidate.value_high:g}"
    )


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _fresh_name(record: Record, taken: set[str]) -> str:
    """Make a study's short name from first author and year, unlike any other."""
    author = record.authors[0].last_name if record.authors else None
    letters = re.sub(r"[^a-z]", "", (author or "").lower()) or "study"
    base = f"{letters}{record.published.year or ''}"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name


def _study_cells(
    name: str, record: Record, candidates: Sequence[Candidate]
) -> dict[str, str]:
    """Propose a study for a record: its citation, and one value where all agree."""
    cells = {
        "study_id": name,
        "label": record.citation.split(".")[0],
        "title": record.title,
        "cohort_family": name.upper(),
        "record_key": record.key,
        "pmid": record.pmid or "",
        "doi": record.doi or "",
        "year": str(record.published.year or ""),
        "journal": record.journal.iso_abbreviation or record.journal.title or "",
        **_ABSTRACT,
    }
    for field in ("design", "n_total", "n_analysed", "condition", "drug_form"):
        values = {_value(c) for c in candidates if c.field == field}
        if len(values) == 1:
            cells[STUDY_COLUMNS[field]] = values.pop()
    return cells


def _results(
    study_id: str,
    arms: Sequence[Arm],
    own: Sequence[Result],
    candidates: Iterable[Candidate],
) -> Iterator[dict[str, str]]:
    known = {_numbers(row.value, row.spread, row.events, row.percent) for row in own}
    number = len(own)
    for candidate in candidates:
        make = _RESULTS.get(candidate.field)
        cells = make(candidate) if make else {}
        if not cells or _numbers_of(candidate) in known:
            continue
        known.add(_numbers_of(candidate))
        number += 1
        yield {
            "result_id": f"{study_id}-{number}",
            "study_id": study_id,
            "arm_id": _arm_of(candidate, arms),
            "status": candidate.status,
            "time_words": candidate.time or "",
            "phase": "unclear",
            "unit_of_analysis": "patient",
            "source_quote": candidate.sentence.strip(),
            "notes": "; ".join(candidate.warnings),
            **_ABSTRACT,
            **cells,
        }


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


def _arm_of(candidate: Candidate, arms: Sequence[Arm]) -> str:
    """Give the arm that the rule named, if the register has exactly that one."""
    if len(arms) == 1:
        return arms[0].arm_id
    named = (candidate.arm or "").lower()
    matching = [a.arm_id for a in arms if named in {a.arm_id.lower(), a.label.lower()}]
    return matching[0] if named and len(matching) == 1 else ""


def _pain_cells(candidate: Candidate, statistic: str | None) -> dict[str, str]:
    cells = {
        "outcome": "pain_intensity",
        "outcome_words": "pain intensity",
        "statistic": statistic or "",
        "value": _number(candidate.value),
        "scale": candidate.unit or "",
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
