"""What rules read, laid beside the register's cells and as rows to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.sheet.layout import SUGGESTED, SheetRow, columns
from ketaevidence.curation.sheet.suggest_arms import NamedArm, arm_cells, arm_of
from ketaevidence.curation.sources import OtherSource, as_stated
from ketaevidence.curation.vocabulary import SPREAD_TYPES, WORDS
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
#: A scale as rules give it: its name and its ends.
_ENDS = re.compile(r"(\S.*) ([0-9]+)-([0-9]+)")
_ABSTRACT = {"source_location": "abstract", "source_confidence": "primary_abstract"}


def beside(
    register: Register,
    candidates: Iterable[Candidate],
    rows: Mapping[str, Sequence[SheetRow]] = MappingProxyType({}),
) -> dict[tuple[str, str, str], str]:
    """Give what rules read for cells of studies and arms: value and quote.

    Parameters
    ----------
    register
        The rows that people entered.
    candidates
        What rules read.
    rows
        Rows that are proposed, by table; they have it beside them too.

    Returns
    -------
    dict
        By table, key and column.
    """
    found: dict[tuple[str, str, str], list[str]] = {}
    by_record = _by_record(candidates)
    arms: list[tuple[str, Arm | NamedArm]] = [(a.study_id, a) for a in register.arms]
    arms += [
        (row.cells["study_id"], NamedArm(row.cells["arm_id"], row.cells["label"]))
        for row in rows.get("arms", ())
    ]
    read = {s.study_id: list(_candidates_of(s, by_record)) for s in register.studies}
    for row in rows.get("studies", ()):
        read[row.cells["study_id"]] = by_record.get(row.cells["record_key"], [])
    for study_id, its in read.items():
        own = [arm for of, arm in arms if of == study_id]
        for candidate in its:
            column = STUDY_COLUMNS.get(candidate.field)
            if column is not None:
                place = ("studies", study_id, column)
                found.setdefault(place, []).append(_told(candidate))
            arm = arm_of(candidate.arm, own) if candidate.field == "n_arm" else ""
            if arm:
                place = ("arms", f"{study_id}/{arm}", "n")
                found.setdefault(place, []).append(_told(candidate))
    return {place: " | ".join(dict.fromkeys(told)) for place, told in found.items()}


def proposed(
    register: Register,
    included: Sequence[Record],
    candidates: Iterable[Candidate],
    others: Iterable[OtherSource] = (),
) -> dict[str, tuple[SheetRow, ...]]:
    """Give rows that a person may confirm: studies, arms, results of pain and harm.

    A study is proposed for each included record that has none, with its arms; a result
    wherever the register has none with the same numbers, from any source.
    """
    known_rows = {row.result_id: row for row in register.results}
    told = [
        as_stated(known_rows[other.key], other)
        for other in others
        if other.table == "results" and other.key in known_rows
    ]
    by_record = _by_record(candidates)
    known = {key for study in register.studies for key in study_keys(study)}
    taken = {study.study_id for study in register.studies}
    names = set(known_rows)
    studies, arms_found, results = [], [], []
    for record in included:
        if record.key not in known:
            name = _fresh_name(record, taken)
            found = by_record.get(record.key, [])
            studies.append(_row("studies", _study_cells(name, record, found)))
            new = arm_cells(name, found)
            arms_found += [_row("arms", cells) for cells in new]
            results += [
                _row("results", c)
                for c in _results(name, _named(new), (), found, names)
            ]
    for study in register.studies:
        found = list(_candidates_of(study, by_record))
        own = [*register.results_of(study.study_id)]
        own += [
            r for r in told if isinstance(r, Result) and r.study_id == study.study_id
        ]
        arms: Sequence[Arm | NamedArm] = [
            arm for arm in register.arms if arm.study_id == study.study_id
        ]
        if not arms:
            new = arm_cells(study.study_id, found)
            arms_found += [_row("arms", cells) for cells in new]
            arms = _named(new)
        results += [
            _row("results", cells)
            for cells in _results(study.study_id, arms, own, found, names)
        ]
    return {
        "studies": tuple(studies),
        "arms": tuple(arms_found),
        "results": tuple(results),
    }


def _named(rows: Iterable[Mapping[str, str]]) -> list[NamedArm]:
    return [NamedArm(cells["arm_id"], cells["label"]) for cells in rows]


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


def _label(record: Record) -> str:
    """Name a study as tables do: first author and year."""
    author = record.authors[0].last_name if record.authors else None
    if author and record.published.year:
        return f"{author} {record.published.year}"
    return record.citation.split(".")[0]


def _study_cells(
    name: str, record: Record, candidates: Sequence[Candidate]
) -> dict[str, str]:
    """Propose a study for a record: its citation, and one value where all agree."""
    cells = {
        "study_id": name,
        "label": _label(record),
        "title": record.title,
        "cohort_family": name.upper(),
        "record_key": record.key,
        "pmid": record.pmid or "",
        "doi": record.doi or "",
        "year": str(record.published.year or ""),
        "journal": record.journal.iso_abbreviation or record.journal.title or "",
        **_ABSTRACT,
    }
    for field, column in STUDY_COLUMNS.items():
        told = {_cell(c, column) for c in candidates if c.field == field}
        if len(told) == 1:
            cells.setdefault(column, told.pop())
    return {name: text for name, text in cells.items() if text}


def _cell(candidate: Candidate, column: str) -> str:
    """Write a value as its column holds it; nothing where its list has no such word."""
    words = WORDS["studies"].get(column)
    if words is None:
        unit = candidate.unit if isinstance(candidate.value, int | float) else None
        is_count = column.startswith("n_")
        return " ".join(p for p in (_value(candidate), None if is_count else unit) if p)
    value = str(candidate.value)
    by_meaning = {meaning: word for word, meaning in words.items()}
    return value if value in words else by_meaning.get(value, "")


def _results(
    study_id: str,
    arms: Sequence[Arm | NamedArm],
    own: Sequence[Result],
    candidates: Iterable[Candidate],
    names: set[str],
) -> Iterator[dict[str, str]]:
    """Give rows of what rules read and nobody entered, under names not yet taken."""
    known = {_numbers(row.value, row.spread, row.events, row.percent) for row in own}
    number = len(own)
    for candidate in candidates:
        make = _RESULTS.get(candidate.field)
        cells = make(candidate) if make else {}
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
