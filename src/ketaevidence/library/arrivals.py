"""Take in records from files: all of an import or none of it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
from ketaevidence.library.intervals import open_keys, switch
from ketaevidence.library.quarantine import keep_broken
from ketaevidence.pubmed.formats import Incoming
from ketaevidence.records.broken import BrokenRecord


@dataclass(frozen=True, slots=True)
class ImportCount:
    """What an import did to the store."""

    #: Readable records in the files: each is one of the next five.
    received: int
    new: int
    revised: int
    #: Records that came in the form that stands already.
    unchanged: int
    #: Records that the same import brought more than once in the same form.
    repeated: int
    #: Records whose form was kept and does not stand: another form does, which came by
    #: a refresh, or is of a higher version. PubMed's next answer settles it.
    kept_beside: int = 0
    #: Pieces that are no readable record; they are in quarantine.
    broken: int = 0
    #: Records of the review that the files say PubMed has deleted, and that were not
    #: marked as missing before.
    withdrawn: int = 0


def take_in(  # noqa: PLR0913 (what an import has to report, each by name)
    connection: sqlite3.Connection,
    incoming: Sequence[Incoming],
    *,
    kind: Literal["import", "bundled"],
    source: str,
    at: str,
    software: str,
    detail: Mapping[str, Any],
    broken: Sequence[BrokenRecord] = (),
    withdrawn: Iterable[str] = (),
) -> ImportCount:
    """Take in records from one source in one transaction.

    A record that the review has in the same form is left alone; one with other content
    becomes its newest revision; of two versions that PubMed counts, the higher stands.
    What is broken goes into quarantine. What PubMed has withdrawn is marked as missing,
    also where the same import brings it: in PubMed's files deletions stand last.
    """
    distinct = {
        (item.record.key, item.record.version, item.fingerprint): item
        for item in incoming
    }
    ordered = sorted(distinct.values(), key=lambda item: item.record.version)
    counts: Counter[str] = Counter()
    with transaction(connection):
        at = not_before_the_last(connection, at)
        run = int(
            connection.execute(
                "INSERT INTO run (kind, source, at, software, received, detail) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (kind, source, at, software, len(incoming), json.dumps(detail)),
            ).lastrowid
            or 0
        )
        for item in ordered:
            connection.execute(
                "INSERT OR IGNORE INTO provenance (source, record_key, first_run) "
                "VALUES (?, ?, ?)",
                (source, item.record.key, run),
            )
            counts[_take_in_one(connection, item, run)] += 1
        keep_broken(connection, broken, run)
        arrived = {item.record.key for item in ordered}
        marked = _mark_withdrawn(connection, arrived, frozenset(withdrawn), run)
    return ImportCount(
        received=len(incoming),
        new=counts["new"],
        revised=counts["revised"],
        unchanged=counts["unchanged"],
        kept_beside=counts["kept_beside"],
        repeated=len(incoming) - len(ordered),
        broken=len(broken),
        withdrawn=marked,
    )


def _take_in_one(connection: sqlite3.Connection, item: Incoming, run: int) -> str:
    key, version = item.record.key, item.record.version
    old = standing_form(connection, key)
    revision = keep_form(
        connection,
        key,
        version=version,
        fingerprint=item.fingerprint,
        format_name=item.format,
        raw=zlib.compress(item.raw),
        run=run,
    )
    if old is not None and old["revision_id"] == revision:
        return "unchanged"
    if came_by_refresh(connection, key):
        # PubMed's own answer stands until PubMed gives another: an older export must
        # not take a retraction back. The imported form is kept beside it.
        return "kept_beside"
    if not let_stand(connection, key, revision, version=version, run=run):
        return "kept_beside"
    return "revised" if old is not None else "new"


def _mark_withdrawn(
    connection: sqlite3.Connection,
    arrived: AbstractSet[str],
    withdrawn: AbstractSet[str],
    run: int,
) -> int:
    """Mark records as missing at PubMed, and unmark what came again; count the marks.

    That PubMed itself did not have a record when a refresh asked is not taken back by
    a file, which may be older than that answer.
    """
    absent = open_keys(connection, "absence")
    # Marked by a file since the last refresh.
    by_files = {
        row["record_key"]
        for row in connection.execute(
            "SELECT record_key FROM absence WHERE to_run IS NULL AND from_run > "
            "(SELECT coalesce(max(run_id), 0) FROM run WHERE kind = 'refresh')"
        )
    }
    gone = {key for key in withdrawn if standing_form(connection, key)}
    back = (by_files & arrived) - gone
    switch(connection, "absence", absent, (absent - back) | gone, run)
    return len(gone - absent)
