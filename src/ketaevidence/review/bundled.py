"""The bundled review's files: put into a store through the same doors as any other."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from typing import Final

from ketaevidence.curation.entries import Row, to_entry
from ketaevidence.curation.files import read_register
from ketaevidence.curation.source_entries import source_entry
from ketaevidence.curation.source_files import read_other_sources
from ketaevidence.library import DecisionRow, Library
from ketaevidence.pubmed.formats import CITATION_JSON, read_incoming
from ketaevidence.software import software_name

#: PRISMA's name for where these records are from. No database search made them.
SOURCE: Final = "the project's register of citations (no database search)"
#: The day on which the bundled facts were last revised.
AS_OF: Final = "2026-11-01T00:00:00Z"
#: The name under which they were decided on and entered.
CURATOR: Final = "ketaevidence project"


def fill(library: Library) -> None:
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
        software=software_name(),
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
