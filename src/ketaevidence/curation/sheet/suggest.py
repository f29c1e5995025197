"""What rules read, laid beside the register's cells and as rows to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.sheet.layout import SUGGESTED, SheetRow, columns
from ketaevidence.curation.sheet.suggest_arms import NamedArm, arm_cells, arm_of
from ketaevidence.curation.sheet.suggest_results import (
    ABSTRACT,
    beside_result,
    result_cells,
    told_of,
    value_of,
)
from ketaevidence.curation.sources import OtherSource, as_stated
from ketaevidence.curation.vocabulary import Words
from ketaevidence.extraction.model import Candidate
from ketaevidence.question.model import Vocabulary
from ketaevidence.records.model import Record

#: Which column of a study a field is read for.
STUDY_COLUMNS: Mapping[str, str] = {
    "design": "design",
    "registration": "registration",
    "n_total": "n_enrolled",
    "n_analysed": "n_analysed",
    "condition": "condition",
    "diagnostic_criteria": "diagnostic_criteria",
    "population": "population",
    "route": "route",
    "drug_form": "form",
    "dose": "dose",
    "infusion_rate": "dose",
    "duration": "duration",
    "sessions": "sessions",
    "frequency": "sessions",
    "co_intervention": "co_interventions",
    "comparator": "comparator",
    "pain_scale": "pain_scale",
    "follow_up": "follow_up",
    "funding": "funding",
}


def beside(
    register: Register,
    candidates: Iterable[Candidate],
    rows: Mapping[str, Sequence[SheetRow]] = MappingProxyType({}),
) -> dict[tuple[str, str, str], str]:
    """Give what rules read for cells of each table: value and quote.

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
                found.setdefault(place, []).append(told_of(candidate))
            arm = arm_of(candidate.arm, own) if candidate.field == "n_arm" else ""
            if arm:
                place = ("arms", f"{study_id}/{arm}", "n")
                found.setdefault(place, []).append(told_of(candidate))
    for result in register.results:
        own = [arm for of, arm in arms if of == result.study_id]
        others = register.results_of(result.study_id)
        its = read.get(result.study_id, [])
        for column, told in beside_result(result, others, own, its):
            found.setdefault(("results", result.result_id, column), []).append(told)
    return {place: " | ".join(dict.fromkeys(told)) for place, told in found.items()}


def proposed(
    register: Register,
    included: Sequence[Record],
    candidates: Iterable[Candidate],
    others: Iterable[OtherSource] = (),
    *,
    drug: Vocabulary,
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
            cells = _study_cells(name, record, found, register.words)
            studies.append(_row("studies", cells))
            new = arm_cells(name, found, drug)
            arms_found += [_row("arms", cells) for cells in new]
            results += [
                _row("results", c)
                for c in result_cells(name, _named(new), (), found, names)
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
            new = arm_cells(study.study_id, found, drug)
            arms_found += [_row("arms", cells) for cells in new]
            arms = _named(new)
        results += [
            _row("results", cells)
            for cells in result_cells(study.study_id, arms, own, found, names)
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
    name: str, record: Record, candidates: Sequence[Candidate], words: Words
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
        **ABSTRACT,
    }
    for field, column in STUDY_COLUMNS.items():
        told = {_cell(c, column, words) for c in candidates if c.field == field}
        if len(told) == 1:
            cells.setdefault(column, told.pop())
    return {name: text for name, text in cells.items() if text}


def _cell(candidate: Candidate, column: str, lists: Words) -> str:
    """Write a value as its column holds it; nothing where its list has no such word."""
    words = lists["studies"].get(column)
    if words is None:
        unit = candidate.unit if isinstance(candidate.value, int | float) else None
        is_count = column.startswith("n_")
        return " ".join(
            p for p in (value_of(candidate), None if is_count else unit) if p
        )
    value = str(candidate.value)
    by_meaning = {meaning: word for word, meaning in words.items()}
    return value if value in words else by_meaning.get(value, "")
