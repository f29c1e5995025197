"""What the store received: records, their revisions and bytes, runs and sources."""

from __future__ import annotations

import json

from ketaevidence.library.forms import plain, read_stored
from ketaevidence.library.rows import Run
from ketaevidence.library.view import View
from ketaevidence.records.collection import Records

#: Which form stood at the last run that is seen, and the order of arrival.
_STANDING = "from_run <= ?1 AND (to_run IS NULL OR to_run > ?1)"
_ARRIVAL = (
    "ORDER BY (SELECT min(revision_id) FROM revision AS first "
    "WHERE first.record_key = tenure.record_key)"
)


def records(view: View) -> Records:
    """Give every record in its newest revision, in the order of arrival."""
    rows = view.rows(
        "SELECT tenure.record_key, format, raw FROM tenure "  # noqa: S608 (fixed words)
        f"JOIN revision USING (revision_id) WHERE {_STANDING} {_ARRIVAL}",
        (view.last_run,),
    )
    return Records(
        read_stored(row["raw"], row["format"], row["record_key"]) for row in rows
    )


def record_keys(view: View) -> tuple[str, ...]:
    """Give the key of every record, in the order of arrival."""
    rows = view.rows(
        f"SELECT record_key FROM tenure WHERE {_STANDING} {_ARRIVAL}",  # noqa: S608 (fixed words)
        (view.last_run,),
    )
    return tuple(row["record_key"] for row in rows)


def revisions(view: View, record_key: str) -> Records:
    """Give every form that a record ever had, oldest first."""
    rows = view.rows(
        "SELECT format, raw FROM revision "
        "WHERE record_key = ? AND first_run <= ? ORDER BY revision_id",
        (record_key, view.last_run),
    )
    return Records(read_stored(row["raw"], row["format"], record_key) for row in rows)


def raw(view: View, record_key: str) -> bytes | None:
    """Give the newest revision's own bytes, as its source sent them."""
    rows = view.rows(
        "SELECT raw FROM tenure JOIN revision "  # noqa: S608 (fixed words)
        f"USING (revision_id) WHERE {_STANDING} AND tenure.record_key = ?2",
        (view.last_run, record_key),
    )
    return plain(rows[0]["raw"], record_key) if rows else None


def runs(view: View) -> tuple[Run, ...]:
    """Give every arrival of records, oldest first."""
    rows = view.rows(
        "SELECT * FROM run WHERE run_id <= ? ORDER BY run_id", (view.last_run,)
    )
    return tuple(Run(**{**row, "detail": json.loads(row["detail"])}) for row in rows)


def origins(view: View) -> dict[str, tuple[str, ...]]:
    """Give the sources that brought each record, the first first."""
    rows = view.rows(
        "SELECT source, record_key FROM provenance WHERE first_run <= ? "
        "ORDER BY first_run, source",
        (view.last_run,),
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        key = row["record_key"]
        found[key] = (*found.get(key, ()), row["source"])
    return found


def provenance(view: View) -> tuple[tuple[str, int], ...]:
    """Give how many records each source brought, in the order of first arrival."""
    rows = view.rows(
        "SELECT source, count(*) AS n FROM provenance WHERE first_run <= ? "
        "GROUP BY source ORDER BY min(first_run), source",
        (view.last_run,),
    )
    return tuple((row["source"], row["n"]) for row in rows)
