"""Take in records from files: all of an import or none of it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ketaevidence.library.connection import transaction
from ketaevidence.pubmed.formats import Incoming


@dataclass(frozen=True, slots=True)
class ImportCount:
    """What an import did to the store."""

    received: int
    new: int
    revised: int
    unchanged: int
    #: Records that the same import brought more than once in the same form.
    repeated: int


def take_in(  # noqa: PLR0913 (what an import has to report, each by name)
    connection: sqlite3.Connection,
    incoming: Sequence[Incoming],
    *,
    kind: Literal["import", "bundled"],
    source: str,
    at: str,
    software: str,
    detail: Mapping[str, Any],
) -> ImportCount:
    """Take in records from one source in one transaction.

    A record that the review has in the same form is left alone; one with other content
    becomes its newest revision; of two versions that PubMed counts, the higher stands.
    """
    distinct = {
        (item.record.key, item.record.version, item.fingerprint): item
        for item in incoming
    }
    ordered = sorted(distinct.values(), key=lambda item: item.record.version)
    counts = {"new": 0, "revised": 0, "unchanged": 0}
    with transaction(connection):
        run_id = connection.execute(
            "INSERT INTO run (kind, source, at, software, received, detail) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (kind, source, at, software, len(incoming), json.dumps(detail)),
        ).lastrowid
        for item in ordered:
            connection.execute(
                "INSERT OR IGNORE INTO provenance (source, record_key, first_run) "
                "VALUES (?, ?, ?)",
                (source, item.record.key, run_id),
            )
            counts[_take_in_one(connection, item, int(run_id or 0))] += 1
    return ImportCount(
        received=len(incoming), repeated=len(incoming) - len(ordered), **counts
    )


def _take_in_one(connection: sqlite3.Connection, item: Incoming, run: int) -> str:
    key, version = item.record.key, item.record.version
    revision = _revision_id(connection, item, run)
    current = connection.execute(
        "SELECT tenure.revision_id, version, from_run FROM tenure "
        "JOIN revision USING (revision_id) "
        "WHERE tenure.record_key = ? AND to_run IS NULL",
        (key,),
    ).fetchone()
    if current is not None:
        # An older version than the one that stands is kept, not put in charge.
        if current["revision_id"] == revision or version < current["version"]:
            return "unchanged"
        if current["from_run"] == run:
            # Two forms in one import: the earlier one stood for no time at all.
            connection.execute(
                "DELETE FROM tenure WHERE record_key = ? AND from_run = ?", (key, run)
            )
        else:
            connection.execute(
                "UPDATE tenure SET to_run = ? WHERE record_key = ? AND to_run IS NULL",
                (run, key),
            )
    connection.execute(
        "INSERT INTO tenure (record_key, revision_id, from_run) VALUES (?, ?, ?)",
        (key, revision, run),
    )
    return "new" if current is None else "revised"


def _revision_id(connection: sqlite3.Connection, item: Incoming, run: int) -> int:
    identity = (item.record.key, item.record.version, item.fingerprint)
    connection.execute(
        "INSERT OR IGNORE INTO revision "
        "(record_key, version, fingerprint, format, raw, first_run) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (*identity, item.format, zlib.compress(item.raw), run),
    )
    row = connection.execute(
        "SELECT revision_id FROM revision "
        "WHERE record_key = ? AND version = ? AND fingerprint = ?",
        identity,
    ).fetchone()
    return int(row["revision_id"])
