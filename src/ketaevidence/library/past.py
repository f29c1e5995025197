"""What refreshes did: their searches, what they found, what PubMed has no more."""

from __future__ import annotations

import json
from typing import Final

from ketaevidence.library.landing import Search
from ketaevidence.library.reconcile import Event
from ketaevidence.library.view import View

#: What PubMed said to each search, less the records that it listed and then did not
#: give, or gave unreadable: ``search.retrieved`` counts what was listed. A record
#: without any form can only have been asked for because this search listed it; of one
#: that the review has, its interval of matching says whether the search did.
_SEARCHES: Final = """
    SELECT search.at, search.term, translation, count,
        retrieved - (
            SELECT count(*) FROM (
                SELECT record_key FROM event WHERE event.run_id = attempt.run_id
                    AND event.kind IN ('missing', 'unreadable')
                UNION
                SELECT record_key FROM absence WHERE from_run <= attempt.run_id
                    AND (to_run IS NULL OR to_run > attempt.run_id)
            ) AS lost
            WHERE EXISTS (
                SELECT 1 FROM matching WHERE matching.record_key = lost.record_key
                    AND from_run <= attempt.run_id
                    AND (to_run IS NULL OR to_run > attempt.run_id)
            ) OR NOT EXISTS (
                SELECT 1 FROM revision WHERE revision.record_key = lost.record_key
                    AND revision.first_run <= attempt.run_id
            )
        ) AS retrieved,
        warnings
    FROM search JOIN attempt USING (attempt_id) WHERE attempt.run_id <= ?
    ORDER BY search_id
"""


def searches(view: View) -> tuple[Search, ...]:
    """Give what PubMed said to each search that landed, oldest first."""
    rows = view.rows(_SEARCHES, (view.last_run,))
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
