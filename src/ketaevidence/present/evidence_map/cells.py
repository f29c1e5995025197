"""What was studied how: studies by row and outcome, with how many patients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from ketaevidence.curation.bias_tools import SEVERITY
from ketaevidence.curation.model import Result, Study
from ketaevidence.curation.vocabulary import (
    DESIGNS,
    OUTCOMES,
    ROUTES,
    SYNTHESES,
)
from ketaevidence.errors import PresentError
from ketaevidence.present.bias_words import judgements_of
from ketaevidence.present.canvas import INK, WHITE
from ketaevidence.present.design_marks import MARKS, mark_of
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.study_facts import patients_of
from ketaevidence.present.words import clean

Rows = Literal["route", "dose_class", "design"]
Marks = Literal["design", "risk_of_bias"]
Size = Literal["patients", "studies"]

#: The outcomes that are columns unless others are asked for.
USUAL: Final = (
    "pain_intensity", "responder", "evoked_pain", "function", "duration_of_relief",
    "adverse_event",
)  # fmt: skip
NOT_STATED, NO_OUTCOME = "not stated", "None of these"
#: Vocabularies that are the same for every question.
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "route": ROUTES, "design": DESIGNS,
}  # fmt: skip
#: Values that are like no other, or no study of patients: rows only where they occur.
_NO_GAP: Final = frozenset(
    {"various", "other", "protocol", "animal", "in_vitro", "letter_or_comment",
     "no_abstract", *SYNTHESES}
)  # fmt: skip
#: Statistics that are words.
_IN_WORDS: Final = frozenset({"statement", "test_only", "not_found"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence in one map: its words, and how it is drawn."""

    name: str
    shape: str
    face: str
    order: int


@dataclass(frozen=True, slots=True)
class Bubble:
    """The studies of one kind in one cell."""

    kind: Kind
    #: Their names; reports of one study are one name.
    studies: tuple[str, ...]
    #: Patients of those that state it, each cohort once; ``None`` if none does.
    patients: int | None
    #: Studies that do not state how many patients they had.
    without_size: int
    #: Studies that tell this outcome in words only.
    without_numbers: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the map; without bubbles it is a gap."""

    row: str
    column: str
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The map as numbers: (code, words) of rows and columns, and the cells."""

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    #: Studies on the map, each counted once.
    studies: int

    def at(self, row: str, column: str) -> Cell:
        """Give a cell by the codes of its row and column."""
        return next(c for c in self.cells if (c.row, c.column) == (row, column))


def checked(
    rows: str, marks: str, size: str, outcomes: Iterable[str] | None
) -> tuple[str, ...]:
    """Refuse what there is not; give the outcomes that are columns."""
    for name, value, allowed in (
        ("rows", rows, get_args(Rows)),
        ("marks", marks, get_args(Marks)),
        ("size", size, get_args(Size)),
    ):
        if value not in allowed:
            msg = f"evidence_map: {name}={value!r} is none of {', '.join(allowed)}"
            raise PresentError(msg)
    if isinstance(outcomes, str):
        outcomes = (outcomes,)
    columns = USUAL if outcomes is None else tuple(dict.fromkeys(outcomes))
    unknown = [str(name) for name in columns if name not in OUTCOMES]
    if unknown or not columns:
        what = f"{', '.join(unknown)} is no outcome" if unknown else "no outcome named"
        msg = f"evidence_map: {what}; the register knows {', '.join(OUTCOMES)}"
        raise PresentError(msg)
    return columns


def grid_of(
    snapshot: Snapshot, *, rows: Rows, marks: Marks, outcomes: tuple[str, ...]
) -> Grid:
    """Sort the included studies into cells.

    Raises
    ------
    PresentError
        If no included study is in the register.
    """
    included = included_studies(snapshot)
    if not included:
        msg = (
            "There is no evidence to map: no included study is in the register. "
            "Include reports and enter their studies first."
        )
        raise PresentError(msg)
    labels = {study.study_id: clean(study.label) for study in snapshot.register.studies}
    found: dict[tuple[str, str], dict[Kind, list[tuple[Study, list[Result]]]]] = {}
    told_of = {
        study.study_id: _told_of(study, snapshot, outcomes) for study in included
    }
    # A study whose one report tells an outcome is not "none of these" by another.
    with_outcome = {_identity(study) for study in included if told_of[study.study_id]}
    for study in included:
        row_code = getattr(study, rows) or NOT_STATED
        shown = told_of[study.study_id]
        if _identity(study) not in with_outcome:
            shown = {NO_OUTCOME: []}
        for column, results in shown.items():
            kind = _kind(study, results, snapshot, marks)
            cell = found.setdefault((row_code, column), {})
            cell.setdefault(kind, []).append((study, results))
    columns = [(name, OUTCOMES[name].partition(" (")[0]) for name in outcomes]
    if any(column == NO_OUTCOME for _, column in found):
        columns.append((NO_OUTCOME, NO_OUTCOME))
    words = _WORDS.get(rows) or snapshot.register.words["studies"][rows]
    named_rows = _rows(words, {row for row, _ in found})
    cells = tuple(
        Cell(row, column, _bubbles(found.get((row, column), {}), labels))
        for row, _ in named_rows
        for column, _ in columns
    )
    studies = {_identity(study) for study in included}
    return Grid(named_rows, tuple(columns), cells, len(studies))


def _identity(study: Study) -> str:
    """Give the study that is counted: a secondary report is none of its own."""
    return study.secondary_of or study.study_id


def _told_of(
    study: Study, snapshot: Snapshot, outcomes: tuple[str, ...]
) -> dict[str, list[Result]]:
    """Give what a study's report tells, by outcome."""
    found: dict[str, list[Result]] = {}
    for row in snapshot.register.results_of(study.study_id):
        if row.outcome in outcomes and row.statistic != "not_found":
            found.setdefault(row.outcome, []).append(row)
    return found


def _rows(words: Mapping[str, str], used: set[str]) -> tuple[tuple[str, str], ...]:
    """Give the rows of a vocabulary, also those that nobody has studied."""
    known = [
        (code, text)
        for code, text in words.items()
        if code in used or code not in _NO_GAP
    ]
    known += [(code, clean(code)) for code in sorted(used - set(words) - {NOT_STATED})]
    if NOT_STATED in used:
        known.append((NOT_STATED, NOT_STATED))
    return tuple((code, text[:1].upper() + text[1:]) for code, text in known)


def _kind(
    study: Study, results: list[Result], snapshot: Snapshot, marks: Marks
) -> Kind:
    if marks == "design":
        mark = mark_of(study.design)
        return Kind(mark.name, mark.shape, INK if mark.is_filled else WHITE, 0)
    made = judgements_of(
        [row.result_id for row in results], study.study_id, snapshot.bias,
        snapshot.register,
    )  # fmt: skip
    whole = [SEVERITY[one.overall] for one in made if one.overall in SEVERITY]
    if whole:
        return _BIAS[max(whole)]
    return _NO_WHOLE if made else _NOT_ASSESSED


#: Judgements of the whole, by how grave they are; different tools say them differently.
_BIAS: Final = {
    0: Kind("Low risk of bias", "o", WHITE, 0),
    1: Kind("Some concerns, unclear or moderate", "^", "#aab4c3", 1),
    2: Kind("High or serious", "s", INK, 2),
    3: Kind("Critical", "X", INK, 3),
}
_NO_WHOLE: Final = Kind("Judged, but not as a whole", "D", WHITE, 4)
_NOT_ASSESSED: Final = Kind("Risk of bias not assessed", "h", WHITE, 5)


def in_order(kinds: Iterable[Kind]) -> list[Kind]:
    """Give kinds by how grave they are, or as legends name designs."""
    shapes = [mark.shape for mark in MARKS]
    return sorted(kinds, key=lambda kind: (kind.order, shapes.index(kind.shape)))


def _bubbles(
    kinds: Mapping[Kind, list[tuple[Study, list[Result]]]], labels: Mapping[str, str]
) -> tuple[Bubble, ...]:
    return tuple(_bubble(kind, kinds[kind], labels) for kind in in_order(kinds))


def _bubble(
    kind: Kind, reports: list[tuple[Study, list[Result]]], labels: Mapping[str, str]
) -> Bubble:
    """Count studies and not reports, and each cohort's patients once."""
    numbers: dict[str, bool] = {}
    sizes: dict[str, int | None] = {}
    families: dict[str, int] = {}
    for study, results in reports:
        name = _identity(study)
        n = patients_of(study)
        # Without any result there is nothing that could be told in words.
        has = not results or any(map(_has_numbers, results))
        numbers[name] = numbers.get(name, False) or has
        known = [size for size in (sizes.get(name), n) if size is not None]
        sizes[name] = max(known, default=None)
        if n is not None:
            family = study.cohort_family
            families[family] = max(families.get(family, 0), n)
    return Bubble(
        kind,
        tuple(labels.get(name, name) for name in numbers),
        sum(families.values()) if families else None,
        sum(size is None for size in sizes.values()),
        sum(not has for has in numbers.values()),
    )


def _has_numbers(row: Result) -> bool:
    values = (
        row.value,
        row.value_high,
        row.ci_low,
        row.ci_high,
        row.events,
        row.percent,
    )
    return row.statistic not in _IN_WORDS and any(v is not None for v in values)
