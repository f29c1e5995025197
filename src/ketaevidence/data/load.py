"""Put the bundled review into a store, through the same doors as any other."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

from ketaevidence.curation.entries import Row, to_entry
from ketaevidence.curation.files import read_register
from ketaevidence.library import DecisionRow, Library
from ketaevidence.pubmed.formats import CITATION_JSON, read_incoming

#: PRISMA's name for where these records are from. No database search made them.
SOURCE = "the project's register of citations (no database search)"
#: The day on which the bundled facts were last revised.
AS_OF = "2026-11-01T00:00:00Z"
CURATOR = "ketaevidence project"


def fill_library(library: Library, *, software: str) -> None:
    """Fill an empty store with the bundled records, decisions and register.

    Raises
    ------
    KetaEvidenceError
        If a bundled file is damaged.
    """
    folder: Traversable = files(__package__)
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
    library.add_entries(
        to_entry(row, by=CURATOR, at=AS_OF, reason=reason) for row in entered
    )
