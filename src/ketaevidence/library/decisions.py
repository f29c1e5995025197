"""The decisions that people made: appended, never rewritten."""

from __future__ import annotations

from collections.abc import Iterable

from ketaevidence.errors import LibraryError
from ketaevidence.library.connection import transaction
from ketaevidence.library.forms import read_stored, standing_form
from ketaevidence.library.rows import DecisionRow
from ketaevidence.library.view import View, not_before
from ketaevidence.records.model import Record


def add_decisions(
    view: View, rows: Iterable[DecisionRow], *, recorded_at: str | None
) -> None:
    """Append decisions, all of them or none.

    Raises
    ------
    LibraryError
        If a decision names a record that the review does not have.
    """
    with transaction(view.connection):
        recorded_at = not_before(view.connection, "decision", recorded_at)
        for row in rows:
            basis = standing_form(view.connection, row.record_key)
            if basis is None:
                msg = (
                    f"There is no record {row.record_key} in this review; "
                    "no decision was recorded. Import it first: `ketaevidence import`."
                )
                raise LibraryError(msg)
            view.connection.execute(
                "INSERT INTO decision "
                "(record_key, stage, verdict, reason, by, at, basis, recorded_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row.record_key,
                    row.stage,
                    row.verdict,
                    row.reason,
                    row.by,
                    row.at,
                    basis["revision_id"],
                    recorded_at,
                ),
            )


def decisions(view: View) -> tuple[DecisionRow, ...]:
    """Give every decision ever made, oldest first."""
    rows = view.rows(
        "SELECT record_key, stage, verdict, reason, by, at FROM decision "
        "WHERE coalesce(recorded_at, at) <= ? AND decision_id <= ? "
        "ORDER BY decision_id",
        (view.until, view.limits.decision),
    )
    return tuple(DecisionRow(**row) for row in rows)


def texts_decided_on(view: View) -> tuple[tuple[str, Record, Record, bool], ...]:
    """Give records whose form changed after the newest decision on them.

    Returns
    -------
    tuple
        (record key, the form that was decided on, the form that stands now, whether
        both came in the same format).
    """
    rows = view.rows(
        "SELECT decision.record_key AS record_key, "
        "  basis.format AS old_format, basis.raw AS old_raw, "
        "  now.format AS format, now.raw AS raw "
        "FROM decision "
        "JOIN (SELECT max(decision_id) AS newest FROM decision "
        "      WHERE coalesce(recorded_at, at) <= ?1 AND decision_id <= ?3 "
        "      GROUP BY record_key) ON decision_id = newest "
        "JOIN tenure ON tenure.record_key = decision.record_key "
        "  AND from_run <= ?2 AND (to_run IS NULL OR to_run > ?2) "
        "JOIN revision AS basis ON basis.revision_id = decision.basis "
        "JOIN revision AS now ON now.revision_id = tenure.revision_id "
        "WHERE basis.revision_id <> now.revision_id ORDER BY decision_id",
        (view.until, view.last_run, view.limits.decision),
    )
    return tuple(
        (
            row["record_key"],
            read_stored(row["old_raw"], row["old_format"], row["record_key"]),
            read_stored(row["raw"], row["format"], row["record_key"]),
            row["old_format"] == row["format"],
        )
        for row in rows
    )
