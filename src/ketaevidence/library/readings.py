"""What rules read in records: appended with the version of the rules, never rewritten.

A reading belongs to one form of a record. When the record changes, the reading of its
older form no longer stands, and the record waits to be read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ketaevidence.errors import LibraryError
from ketaevidence.library.connection import transaction
from ketaevidence.library.forms import standing_form
from ketaevidence.library.rows import ReadingRow
from ketaevidence.library.view import View, not_before


def add_readings(view: View, rows: Iterable[ReadingRow]) -> None:
    """Append readings of the forms that stand, all of them or none.

    Raises
    ------
    LibraryError
        If a reading names a record that the review does not have.
    """
    with transaction(view.connection):
        for row in rows:
            form = standing_form(view.connection, row.record_key)
            if form is None:
                msg = (
                    f"There is no record {row.record_key} in this review; "
                    "no reading was kept. Import it first: `ketaevidence import`."
                )
                raise LibraryError(msg)
            at = not_before(view.connection, "reading", row.at)
            reading = view.connection.execute(
                "INSERT INTO reading "
                "(revision_id, rules_version, question, recorded_at) "
                "VALUES (?, ?, ?, ?)",
                (form["revision_id"], row.rules_version, row.question, at),
            ).lastrowid
            view.connection.executemany(
                "INSERT INTO candidate (reading_id, place, field, value, body) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        reading,
                        place,
                        body["field"],
                        str(body["value"]),
                        json.dumps(body, ensure_ascii=False, sort_keys=True),
                    )
                    for place, body in enumerate(row.bodies, start=1)
                ],
            )


def readings(view: View) -> dict[str, ReadingRow]:
    """Give the newest reading of each record's standing form, by record key."""
    standing = "from_run <= ?2 AND (to_run IS NULL OR to_run > ?2)"
    return _newest(view, f"JOIN tenure USING (revision_id) WHERE {standing}")


def last_readings(view: View) -> dict[str, ReadingRow]:
    """Give the newest reading of each record, whichever form of it was read."""
    return _newest(view, "JOIN revision USING (revision_id) WHERE first_run <= ?2")


def _newest(view: View, forms: str) -> dict[str, ReadingRow]:
    rows = view.rows(
        "WITH newest AS ("  # noqa: S608 (fixed words)
        f"  SELECT record_key, max(reading_id) AS reading_id FROM reading {forms} "
        "   AND recorded_at <= ?1 AND reading_id <= ?3 GROUP BY record_key"
        ") SELECT record_key, rules_version, question, recorded_at, body FROM newest "
        "JOIN reading USING (reading_id) LEFT JOIN candidate USING (reading_id) "
        "ORDER BY reading_id, place",
        (view.until, view.last_run, view.limits.reading),
    )
    # A reading that found nothing has one row without a body.
    bodies: dict[str, list[dict[str, Any]]] = {row["record_key"]: [] for row in rows}
    for row in rows:
        if row["body"] is not None:
            bodies[row["record_key"]].append(json.loads(row["body"]))
    return {
        row["record_key"]: ReadingRow(
            record_key=row["record_key"],
            rules_version=row["rules_version"],
            question=row["question"],
            at=row["recorded_at"],
            bodies=tuple(bodies[row["record_key"]]),
        )
        for row in rows
    }
