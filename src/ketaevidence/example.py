"""The bundled review: put into a store through the same doors as any other."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

from ketaevidence.curation.entries import Row, to_entry
from ketaevidence.curation.files import read_register
from ketaevidence.curation.source_entries import source_entry
from ketaevidence.curation.source_files import read_other_sources
from ketaevidence.library import DecisionRow, Library
from ketaevidence.pubmed.formats import CITATION_JSON, read_incoming
from ketaevidence.question.load import shipped_question
from ketaevidence.review import Review
from ketaevidence.software import software_name

#: PRISMA's name for where these records are from. No database search made them.
SOURCE = "the project's register of citations (no database search)"
#: The day on which the bundled facts were last revised.
AS_OF = "2026-11-01T00:00:00Z"
CURATOR = "ketaevidence project"


def example_review() -> Review:
    """Open the bundled review of ketamine in CRPS, offline and in memory.

    It holds facts and citations with their sources, and this project's own summaries
    of the records; it holds no publisher's abstract. What you change in it is gone
    when you close it.

    Returns
    -------
    Review
        A review like any other, except that it has no folder.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> review.question.title
    'Ketamine for complex regional pain syndrome'
    """
    library = Library.in_memory()
    _fill(library, software=software_name())
    return Review(library, shipped_question(), folder=None)


def _fill(library: Library, *, software: str) -> None:
    """Fill an empty store with the bundled records, decisions and register.

    Raises
    ------
    KetaEvidenceError
        If a bundled file is damaged.
    """
    folder: Traversable = files("ketaevidence.data")
    citations = json.loads(folder.joinpath("records.json").read_text("utf-8"))
    library.add_records(
        [
            read_incoming(
                json.dumps(citation, ensure_ascii=False, sort_keys=True).encode(),
                CITATION_JSON,
                f"records.json, {citation['local_id']}",
            )
            for citation in citations
        ],
        kind="bundled",
        source=SOURCE,
        at=AS_OF,
        software=software,
        detail={"files": ["records.json"]},
    )
    lines = StringIO(folder.joinpath("decisions.csv").read_text("utf-8"), newline="")
    rows = list(csv.DictReader(lines))
    library.add_decisions(
        DecisionRow(
            record_key=row["record_key"],
            stage=row["stage"],
            verdict=row["verdict"],
            reason=row["reason"] or None,
            by=row["by"],
            at=row["at"],
        )
        for row in rows
    )
    register = read_register(
        folder.joinpath("studies.csv"),
        folder.joinpath("arms.csv"),
        folder.joinpath("results.csv"),
    )
    reason = "entered from the source that the row names"
    entered: tuple[Row, ...] = (
        *register.studies,
        *register.arms,
        *register.results,
    )
    others = read_other_sources(
        folder.joinpath("other_sources.csv"),
        register,
        by=CURATOR,
        at=AS_OF,
        reason=reason,
    )
    library.add_entries(
        [
            *(to_entry(row, by=CURATOR, at=AS_OF, reason=reason) for row in entered),
            *map(source_entry, others),
        ]
    )
