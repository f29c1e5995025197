"""The document that every format writes: the table as texts, and all that goes with it.

What is told beside the numbers, and how a missing value is shown, is settled here, so
that a page, a workbook and a Word file of one review say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ketaevidence.curation.model import Study
from ketaevidence.present import words
from ketaevidence.present.basis import basis_of
from ketaevidence.present.evidence_rows import evidence_rows
from ketaevidence.present.evidence_status import NOT_EXTRACTED, SUGGESTED
from ketaevidence.present.excluded import Signed, excluded_studies
from ketaevidence.present.findings import notes_by_result
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.report.sources import study_sources
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.tables.columns import (
    ALL_COLUMNS,
    EXCLUDED,
    SOURCES,
    STUDY,
    Column,
    ColumnGroup,
)

#: What stands in a cell for which nothing is entered.
NOTHING: Final = "—"
NOT_ADVICE: Final = (
    "Not medical advice. This table sums up published reports for people who do and "
    "judge research. It cannot replace the judgement of those who know the patient. "
    "Read the source of a number before you act on it."
)
_BLANK: Final = (
    "A blank or — says that nothing is entered here; it does not say that the study "
    "did not report it. What a person looked for and did not find is said in words."
)
_MACHINE: Final = (
    f"Rows “{SUGGESTED}” and “{NOT_EXTRACTED}”, and cells that begin “read by a rule, "
    "not confirmed”, are machine readings that nobody has confirmed. No pool uses them."
)
#: A name that stands in front of each group of columns is no longer [characters].
_LONGEST_NAME: Final = 100
#: Characters that no XML file may hold, in a form that `words.clean` lets pass.
_NO_XML: Final = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of texts; an empty text is a value that is missing."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def only(self, names: Sequence[str]) -> TextTable:
        """Give some of the columns, in the order of their names here."""
        known = [column.name for column in self.columns]
        places = [known.index(name) for name in names]
        return TextTable(
            self.title,
            tuple(self.columns[place] for place in places),
            tuple(tuple(row[place] for place in places) for row in self.rows),
        )

    def of_group(self, group: ColumnGroup) -> TextTable:
        """Give the columns of one group, the study's name in front, short enough."""
        part = self.only([STUDY.name, *(column.name for column in group.columns)])
        rows = tuple(
            (words.shortened(name, _LONGEST_NAME), *cells) for name, *cells in part.rows
        )
        return replace(part, title=group.title, rows=rows)


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """Everything that a file of the evidence table tells."""

    title: str
    #: (what, text) pairs: the question, its state, search, software.
    facts: tuple[tuple[str, str], ...]
    #: What a reader has to know before using the numbers; no advice comes first.
    notes: tuple[str, ...]
    evidence: TextTable
    excluded: TextTable
    sources: TextTable


def evidence_document(snapshot: Snapshot, signed: Signed) -> EvidenceDocument:
    """Gather the evidence table and what goes with it from one state of a review.

    Parameters
    ----------
    snapshot
        One state of a review.
    signed
        Who kept a study out of every pool and when, by ``study_id``.
    """
    studies = included_studies(snapshot)
    columns = (STUDY, *ALL_COLUMNS)
    title = _cell(snapshot.question.title).rstrip(".")
    rows = evidence_rows(snapshot)
    basis = basis_of(snapshot, studies)
    return EvidenceDocument(
        title=f"{title}: evidence table",
        facts=tuple((what, _cell(text)) for what, text in _facts(snapshot, len(rows))),
        notes=(
            NOT_ADVICE,
            *map(_cell, (basis.decisions, basis.entries)),
            _MACHINE,
            _BLANK,
        ),
        evidence=TextTable("Evidence", columns, _rows(rows, columns)),
        excluded=TextTable(
            "Excluded studies",
            EXCLUDED,
            _rows(excluded_studies(snapshot, signed), EXCLUDED),
        ),
        sources=TextTable("Sources", SOURCES, _sources(studies, snapshot)),
    )


def _cell(value: object) -> str:
    """Write a value as text that any file can hold; missing is empty."""
    return "" if value is None else _NO_XML.sub("", words.clean(value))


def _rows(
    rows: Iterable[Any], columns: Sequence[Column]
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(_cell(getattr(row, column.name)) for column in columns) for row in rows
    )


def _facts(snapshot: Snapshot, rows: int) -> list[tuple[str, str]]:
    versions = (f"{name} {version}" for name, version in snapshot.software)
    return [
        ("Question", snapshot.question.sentence),
        ("State of the review", snapshot.as_of or "nothing entered yet"),
        *_search(snapshot),
        ("Rows", words.counted(rows, "study or report", "studies and reports")),
        ("Made with", ", ".join(versions)),
    ]


def _search(snapshot: Snapshot) -> list[tuple[str, str]]:
    what = "Last complete PubMed search"
    if snapshot.searches:
        last = snapshot.searches[-1]
        found = words.counted(last.count, "record")
        return [(what, f"{last.at[:10]}, {found}"), ("Search", last.term)]
    told = [(what, "none has been run in this review")]
    if snapshot.imports:
        source, day, n = snapshot.imports[-1]
        told.append(("Newest import", f"{source}, {day}, {words.counted(n, 'record')}"))
    return told


def _sources(
    studies: Sequence[Study], snapshot: Snapshot
) -> tuple[tuple[str, ...], ...]:
    """Give every entered value of the studies with its place, one a row."""
    notes = notes_by_result(snapshot)
    told: list[tuple[str, ...]] = []
    for study in studies:
        for value in study_sources(study, snapshot.register, notes).values:
            own = {
                "address": value.link.href if value.link else None,
                "pmid": study.pmid,
            }
            told.append(
                tuple(
                    _cell(own[name] if name in own else getattr(value, name))
                    for name in (column.name for column in SOURCES)
                )
            )
    return tuple(told)
