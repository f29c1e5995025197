"""What refreshes did: their searches, what they found, what PubMed has no more."""

from __future__ import annotations

import json

from ketaevidence.library.landing import Search
from ketaevidence.library.reconcile import Event
from ketaevidence.library.view import View


def searches(view: View) -> tuple[Search, ...]:
    """Give what PubMed said to each search that landed, oldest first."""
    rows = view.rows(
        "SELECT search.at, search.term, translation, count, retrieved, warnings "
        "FROM search JOIN attempt USING (attempt_id) WHERE run_id <= ? "
        "ORDER BY search_id",
        (view.last_run,),
    )
    return tuple(
        Search(**{**row, "warnings": tuple(json.loads(row["warnings"]))})
        for row in rows
    )


def events(view: View) -> tuple[tuple[int, Event], ...]:
    """Give (run, event) of everything that refreshes found, oldest first."""
    rows = view.rows(
        "SELECT run_id, record_key, kind, detail FROM event WHERE run_id <= ? "
        "ORDER BY event_id",
        (view.last_run,),
    )
    return tuple(
        (
            row["run_id"],
            Event(row["record_key"], row["kind"], json.loads(row["detail"])),
        )
        for row in rows
    )


def missing(view: View) -> frozenset[str]:
    """Give the records that PubMed had no more when it was last asked."""
    rows = view.rows(
        "SELECT record_key FROM absence "
        "WHERE from_run <= ?1 AND (to_run IS NULL OR to_run > ?1)",
        (view.last_run,),
    )
    return frozenset(row["record_key"] for row in rows)


def last_attempt(view: View) -> tuple[str, str, str | None] | None:
    """Give (started, status, why) of the newest refresh, landed or not."""
    rows = view.rows(
        "SELECT started_at, status, why FROM attempt ORDER BY attempt_id DESC LIMIT 1"
    )
    return tuple(rows[0]) if rows else None
