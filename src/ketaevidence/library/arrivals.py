"""Take in records from files: all of an import or none of it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ketaevidence.library.connection import transaction
from ketaevidence.library.forms import (
    came_by_refresh,
    keep_form,
    let_stand,
    not_before_the_last,
    standing_form,
)
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
        at = not_before_the_last(connection, at)
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
    is_known = standing_form(connection, key) is not None
    revision = keep_form(
        connection,
        key,
        version=version,
        fingerprint=item.fingerprint,
        format_name=item.format,
        raw=zlib.compress(item.raw),
        run=run,
    )
    if came_by_refresh(connection, key):
        # PubMed's own answer stands until PubMed gives another: an older export must
        # not take a retraction back. The imported form is kept beside it.
        return "unchanged"
    if not let_stand(connection, key, revision, version=version, run=run):
        return "unchanged"
    return "revised" if is_known else "new"
