"""The Library: what a review has received and what people have decided, for good.

Nothing is ever deleted. A record that changes gets a further revision; a decision or
a correction is a further row, and the newest one counts when the store is read.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from ketaevidence.errors import LibraryError
from ketaevidence.library.connection import connect, transaction
from ketaevidence.pubmed.formats import Incoming, read_incoming
from ketaevidence.records.collection import Records

EntryKind = Literal["study", "arm", "result"]


@dataclass(frozen=True, slots=True)
class Run:
    """One arrival of records: from where, when, how many."""

    run_id: int
    kind: str
    source: str
    at: str
    software: str
    received: int
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportCount:
    """What an import did to the store."""

    received: int
    new: int
    revised: int
    unchanged: int
    #: Records that the same import brought more than once in the same form.
    repeated: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as the store keeps it, oldest first."""

    record_key: str
    stage: str
    verdict: str
    reason: str | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A study, arm or result as somebody entered or corrected it."""

    kind: EntryKind
    key: str
    body: Mapping[str, Any]
    reason: str
    by: str
    at: str


class Library:
    """A review's store: one SQLite file, or one in memory.

    Use it as a context manager, or call :meth:`close`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a new, empty store.

        Raises
        ------
        LibraryError
            If there is a file already, or none can be made here.
        """
        if path.exists():
            msg = f"{path}: there is a file already; nothing was changed."
            raise LibraryError(msg)
        try:
            return cls(connect(path, create=True))
        except sqlite3.Error as error:
            msg = f"{path}: no store can be made here ({error})."
            raise LibraryError(msg) from error

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store at this path.

        Raises
        ------
        LibraryError
            If there is none, or it cannot be used.
        """
        return cls(connect(path, create=False))

    @classmethod
    def in_memory(cls) -> Self:
        """Make a store that is gone when it is closed."""
        return cls(connect(None, create=True))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store at the end of a ``with`` block."""
        self.close()

    # Records ------------------------------------------------------------------

    def add_records(  # noqa: PLR0913 (what a search has to report, each by name)
        self,
        incoming: Sequence[Incoming],
        *,
        kind: Literal["import", "bundled"],
        source: str,
        at: str,
        software: str,
        detail: Mapping[str, Any],
    ) -> ImportCount:
        """Take in records from one source, all of them or none.

        A record that the review has in the same form is left alone; one with other
        content becomes its newest revision; of two versions that PubMed counts, the
        higher stands.

        Raises
        ------
        LibraryError
            If the store cannot be written; it is then as it was.
        """
        distinct = {
            (item.record.key, item.record.version, item.fingerprint): item
            for item in incoming
        }
        ordered = sorted(distinct.values(), key=lambda item: item.record.version)
        counts = {"new": 0, "revised": 0, "unchanged": 0}
        with transaction(self._connection):
            run_id = self._connection.execute(
                "INSERT INTO run (kind, source, at, software, received, detail) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (kind, source, at, software, len(incoming), _json(detail)),
            ).lastrowid
            if run_id is None:  # pragma: no cover (SQLite gives one on every insert)
                msg = "The store gave no number to this import."
                raise LibraryError(msg)
            for item in ordered:
                counts[self._add_record(item, source, run_id)] += 1
        return ImportCount(
            received=len(incoming),
            repeated=len(incoming) - len(ordered),
            **counts,
        )

    def _add_record(self, item: Incoming, source: str, run_id: int) -> str:
        key = item.record.key
        self._connection.execute(
            "INSERT OR IGNORE INTO provenance (source, record_key, first_run) "
            "VALUES (?, ?, ?)",
            (source, key, run_id),
        )
        current = self._connection.execute(
            "SELECT tenure.revision_id, version, fingerprint, from_run FROM tenure "
            "JOIN revision USING (revision_id) "
            "WHERE tenure.record_key = ? AND to_run IS NULL",
            (key,),
        ).fetchone()
        if current is None:
            self._install(item, run_id)
            return "new"
        same = (item.record.version, item.fingerprint)
        if same == (current["version"], current["fingerprint"]):
            return "unchanged"
        if item.record.version < current["version"]:
            # An older version than the one that stands: kept, not put in charge.
            self._revision_id(item, run_id)
            return "unchanged"
        if current["from_run"] == run_id:
            self._connection.execute(
                "DELETE FROM tenure WHERE record_key = ? AND from_run = ?",
                (key, run_id),
            )
        else:
            self._connection.execute(
                "UPDATE tenure SET to_run = ? WHERE record_key = ? AND to_run IS NULL",
                (run_id, key),
            )
        self._install(item, run_id)
        return "revised"

    def _install(self, item: Incoming, run_id: int) -> None:
        self._connection.execute(
            "INSERT INTO tenure (record_key, revision_id, from_run) VALUES (?, ?, ?)",
            (item.record.key, self._revision_id(item, run_id), run_id),
        )

    def _revision_id(self, item: Incoming, run_id: int) -> int:
        identity = (item.record.key, item.record.version, item.fingerprint)
        self._connection.execute(
            "INSERT OR IGNORE INTO revision "
            "(record_key, version, fingerprint, format, raw, first_run) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (*identity, item.format, zlib.compress(item.raw), run_id),
        )
        row = self._connection.execute(
            "SELECT revision_id FROM revision "
            "WHERE record_key = ? AND version = ? AND fingerprint = ?",
            identity,
        ).fetchone()
        return int(row["revision_id"])

    def records(self) -> Records:
        """Give every record in its newest revision, in the order of arrival."""
        rows = self._connection.execute(
            "SELECT tenure.record_key, format, raw FROM tenure "
            "JOIN revision USING (revision_id) WHERE to_run IS NULL "
            "ORDER BY (SELECT min(revision_id) FROM revision AS first "
            "WHERE first.record_key = tenure.record_key)"
        )
        return Records(_read(row) for row in rows)

    def revisions(self, record_key: str) -> Records:
        """Give every form that a record ever had, oldest first."""
        rows = self._connection.execute(
            "SELECT record_key, format, raw FROM revision WHERE record_key = ? "
            "ORDER BY revision_id",
            (record_key,),
        )
        return Records(_read(row) for row in rows)

    def raw(self, record_key: str) -> bytes | None:
        """Give the newest revision's own bytes, as its source sent them."""
        row = self._connection.execute(
            "SELECT raw FROM tenure JOIN revision USING (revision_id) "
            "WHERE tenure.record_key = ? AND to_run IS NULL",
            (record_key,),
        ).fetchone()
        return zlib.decompress(row["raw"]) if row else None

    def runs(self) -> tuple[Run, ...]:
        """Give every arrival of records, oldest first."""
        rows = self._connection.execute("SELECT * FROM run ORDER BY run_id")
        return tuple(
            Run(**{**row, "detail": json.loads(row["detail"])}) for row in rows
        )

    def provenance(self) -> tuple[tuple[str, int], ...]:
        """Give how many records each source brought, in the order of first arrival."""
        rows = self._connection.execute(
            "SELECT source, count(*) AS n FROM provenance GROUP BY source "
            "ORDER BY min(first_run), source"
        )
        return tuple((row["source"], row["n"]) for row in rows)

    # Decisions ----------------------------------------------------------------

    def add_decisions(self, rows: Iterable[DecisionRow]) -> None:
        """Append decisions, all of them or none.

        Raises
        ------
        LibraryError
            If a decision names a record that the review does not have.
        """
        with transaction(self._connection):
            for row in rows:
                basis = self._connection.execute(
                    "SELECT revision_id FROM tenure "
                    "WHERE record_key = ? AND to_run IS NULL",
                    (row.record_key,),
                ).fetchone()
                if basis is None:
                    msg = (
                        f"There is no record {row.record_key} in this review; "
                        "no decision was recorded."
                    )
                    raise LibraryError(msg)
                self._connection.execute(
                    "INSERT INTO decision "
                    "(record_key, stage, verdict, reason, by, at, basis) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        row.record_key,
                        row.stage,
                        row.verdict,
                        row.reason,
                        row.by,
                        row.at,
                        basis["revision_id"],
                    ),
                )

    def decisions(self) -> tuple[DecisionRow, ...]:
        """Give every decision ever made, oldest first."""
        rows = self._connection.execute(
            "SELECT record_key, stage, verdict, reason, by, at FROM decision "
            "ORDER BY decision_id"
        )
        return tuple(DecisionRow(**row) for row in rows)

    # The register -------------------------------------------------------------

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Append studies, arms and results, or newer forms of them, all or none."""
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT INTO entry (kind, key, body, reason, by, at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(e.kind, e.key, _json(e.body), e.reason, e.by, e.at) for e in entries],
            )

    def entries(self, kind: EntryKind) -> tuple[Entry, ...]:
        """Give the newest form of each entry of a kind, in the order first entered."""
        rows = self._connection.execute(
            "SELECT newest.* FROM entry AS newest JOIN ("
            "  SELECT key, min(entry_id) AS first, max(entry_id) AS last FROM entry "
            "  WHERE kind = ? GROUP BY key"
            ") AS span ON newest.entry_id = span.last ORDER BY span.first",
            (kind,),
        )
        return tuple(_entry(row) for row in rows)

    def history(self, kind: EntryKind, key: str) -> tuple[Entry, ...]:
        """Give every form that an entry ever had, oldest first."""
        rows = self._connection.execute(
            "SELECT * FROM entry WHERE kind = ? AND key = ? ORDER BY entry_id",
            (kind, key),
        )
        return tuple(_entry(row) for row in rows)


def _read(row: sqlite3.Row) -> Any:
    raw = zlib.decompress(row["raw"])
    return read_incoming(raw, row["format"], f"stored {row['record_key']}").record


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        kind=row["kind"],
        key=row["key"],
        body=json.loads(row["body"]),
        reason=row["reason"],
        by=row["by"],
        at=row["at"],
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
