"""The quarantine: pieces that are no readable record, kept with their own bytes."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ketaevidence.library.forms import plain
from ketaevidence.library.view import View
from ketaevidence.records.broken import BrokenRecord


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A piece in quarantine: what it is, and when it was met."""

    #: The piece as it was first met.
    broken: BrokenRecord
    #: When it was first met, ISO 8601 in UTC.
    at: str
    #: What brought it then: ``import`` or ``refresh``.
    met_by: str
    #: How many imports and refreshes met these same bytes.
    runs: int


def keep_broken(
    connection: sqlite3.Connection, broken: Iterable[BrokenRecord], run: int
) -> None:
    """Keep pieces in quarantine, inside the caller's transaction.

    The same bytes are kept once; each run that met them is noted.
    """
    met: Counter[str] = Counter()
    for piece in broken:
        digest = hashlib.sha256(piece.raw).hexdigest()
        met[digest] += 1
        connection.execute(
            "INSERT OR IGNORE INTO quarantine "
            "(run_id, source, at_byte, pmid, problem, digest, raw) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                run,
                piece.source,
                piece.offset,
                piece.pmid,
                piece.problem,
                digest,
                zlib.compress(piece.raw),
            ),
        )
    connection.executemany(
        "INSERT INTO quarantine_met (run_id, quarantine_id, times) "
        "SELECT ?, quarantine_id, ? FROM quarantine WHERE digest = ?",
        [(run, times, digest) for digest, times in met.items()],
    )


def quarantined(view: View) -> tuple[Quarantined, ...]:
    """Give every piece in quarantine, in the order in which they were met."""
    rows = view.rows(
        "SELECT quarantine.*, run.at AS at, run.kind AS met_by, "
        "(SELECT count(*) FROM quarantine_met AS met "
        " WHERE met.quarantine_id = quarantine.quarantine_id "
        " AND met.run_id <= ?1) AS runs "
        "FROM quarantine JOIN run USING (run_id) WHERE run_id <= ?1 "
        "ORDER BY quarantine_id",
        (view.last_run,),
    )
    return tuple(
        Quarantined(
            BrokenRecord(
                source=row["source"],
                offset=row["at_byte"],
                problem=row["problem"],
                raw=plain(row["raw"], f"piece {row['quarantine_id']} in quarantine"),
                pmid=row["pmid"],
            ),
            at=row["at"],
            met_by=row["met_by"],
            runs=row["runs"],
        )
        for row in rows
    )
