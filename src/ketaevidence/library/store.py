"""The Library: what a review has received and what people have decided, for good.

Nothing is ever deleted. A record that changes gets a further revision; a decision or
a correction is a further row, and the newest one counts when the store is read.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import weakref
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from ketaevidence.errors import LibraryError
from ketaevidence.library import refreshing
from ketaevidence.library.arrivals import ImportCount, take_in
from ketaevidence.library.connection import connect, connect_copy, transaction
from ketaevidence.library.reconcile import Event
from ketaevidence.library.refreshing import Landed, Search
from ketaevidence.library.rows import DecisionRow, Entry, EntryKind, Run
from ketaevidence.pubmed.formats import Incoming, read_incoming
from ketaevidence.records.collection import Records
from ketaevidence.records.model import Record

#: Room that even a small store's refresh should find [bytes].
_LEAST_ROOM = 64 << 20

#: Later than every run and every time that a store may hold.
_NO_RUN_LIMIT = (1 << 62, "9999")


class Library:
    """A review's store: one SQLite file, or one in memory.

    Use it as a context manager, or call :meth:`close`. :meth:`as_of` gives the same
    store as it was at an earlier time, to be read and not written.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path | None,
        limits: tuple[int, str] = _NO_RUN_LIMIT,
        owner: Library | None = None,
    ) -> None:
        self._connection = connection
        self._path = path
        self._last_run, self._until = limits
        # A view of the past keeps the store that it looks into; the store itself closes
        # its file when nobody uses it any more.
        self._owner = owner
        if owner is None:
            weakref.finalize(self, _close, connection)

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
            return cls(connect(path, create=True), path)
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
        return cls(connect(path, create=False), path)

    @classmethod
    def in_memory(cls) -> Self:
        """Make a store that is gone when it is closed."""
        return cls(connect(None, create=True), None)

    @classmethod
    def open_copy(cls, path: Path) -> Self:
        """Open a copy in memory of the store at this path, and leave the file alone.

        Raises
        ------
        LibraryError
            If there is no store, or it cannot be used.
        """
        return cls(connect_copy(path), path)

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

    def as_of(self, moment: str) -> Self:
        """Give the store as it was at the end of a day, or at a moment.

        Parameters
        ----------
        moment
            A day (``2026-01-31``) or a UTC time (``2026-01-31T12:00:00Z``).

        Returns
        -------
        Library
            The same file seen at that time; it refuses to be written.
        """
        # Times are ISO 8601 text in UTC, so that text order is time order.
        until = f"{moment}T23:59:59Z" if len(moment) == len("2026-01-31") else moment
        row = self._connection.execute(
            "SELECT coalesce(max(run_id), 0) AS last FROM run WHERE at <= ?", (until,)
        ).fetchone()
        return type(self)(self._connection, self._path, (row["last"], until), self)

    def check_is_present(self) -> None:
        """Make sure that this is the store as it is now.

        Raises
        ------
        LibraryError
            If it is a view of the past.
        """
        if (self._last_run, self._until) != _NO_RUN_LIMIT:
            msg = f"This is the review as of {self._until}; the past is not changed."
            raise LibraryError(msg)

    def _rows(self, query: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Read rows, or say in one line that the store is damaged."""
        try:
            return self._connection.execute(query, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            msg = f"{self._path}: the store cannot be read ({error})."
            raise LibraryError(msg) from error

    def _writable(self) -> sqlite3.Connection:
        self.check_is_present()
        return self._connection

    # Records ------------------------------------------------------------------

    def add_records(  # noqa: PLR0913 (what an import has to report, each by name)
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
        return take_in(
            self._writable(),
            incoming,
            kind=kind,
            source=source,
            at=at,
            software=software,
            detail=detail,
        )

    def records(self) -> Records:
        """Give every record in its newest revision, in the order of arrival."""
        rows = self._rows(
            "SELECT tenure.record_key, format, raw FROM tenure "
            "JOIN revision USING (revision_id) "
            "WHERE from_run <= ?1 AND (to_run IS NULL OR to_run > ?1) "
            "ORDER BY (SELECT min(revision_id) FROM revision AS first "
            "WHERE first.record_key = tenure.record_key)",
            (self._last_run,),
        )
        return Records(_read(row) for row in rows)

    def record_keys(self) -> tuple[str, ...]:
        """Give the key of every record, in the order of arrival."""
        rows = self._rows(
            "SELECT record_key FROM tenure "
            "WHERE from_run <= ?1 AND (to_run IS NULL OR to_run > ?1) "
            "ORDER BY (SELECT min(revision_id) FROM revision AS first "
            "WHERE first.record_key = tenure.record_key)",
            (self._last_run,),
        )
        return tuple(row["record_key"] for row in rows)

    def revisions(self, record_key: str) -> Records:
        """Give every form that a record ever had, oldest first."""
        rows = self._rows(
            "SELECT record_key, format, raw FROM revision "
            "WHERE record_key = ? AND first_run <= ? ORDER BY revision_id",
            (record_key, self._last_run),
        )
        return Records(_read(row) for row in rows)

    def raw(self, record_key: str) -> bytes | None:
        """Give the newest revision's own bytes, as its source sent them."""
        row = self._rows(
            "SELECT raw FROM tenure JOIN revision USING (revision_id) "
            "WHERE tenure.record_key = ?1 "
            "AND from_run <= ?2 AND (to_run IS NULL OR to_run > ?2)",
            (record_key, self._last_run),
        )
        return _plain(row[0]["raw"], record_key) if row else None

    def runs(self) -> tuple[Run, ...]:
        """Give every arrival of records, oldest first."""
        rows = self._rows(
            "SELECT * FROM run WHERE run_id <= ? ORDER BY run_id", (self._last_run,)
        )
        return tuple(
            Run(**{**row, "detail": json.loads(row["detail"])}) for row in rows
        )

    def provenance(self) -> tuple[tuple[str, int], ...]:
        """Give how many records each source brought, in the order of first arrival."""
        rows = self._rows(
            "SELECT source, count(*) AS n FROM provenance WHERE first_run <= ? "
            "GROUP BY source ORDER BY min(first_run), source",
            (self._last_run,),
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
        connection = self._writable()
        with transaction(connection):
            for row in rows:
                basis = connection.execute(
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
                connection.execute(
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
        rows = self._rows(
            "SELECT record_key, stage, verdict, reason, by, at FROM decision "
            "WHERE at <= ? ORDER BY decision_id",
            (self._until,),
        )
        return tuple(DecisionRow(**row) for row in rows)

    def texts_decided_on(self) -> tuple[tuple[str, Record, Record, bool], ...]:
        """Give records whose form changed after the newest decision on them.

        Returns
        -------
        tuple
            (record key, the form that was decided on, the form that stands now, whether
            both came in the same format).
        """
        rows = self._rows(
            "SELECT decision.record_key AS record_key, "
            "  basis.format AS old_format, basis.raw AS old_raw, "
            "  now.format AS format, now.raw AS raw "
            "FROM decision "
            "JOIN (SELECT max(decision_id) AS newest FROM decision WHERE at <= ?1 "
            "      GROUP BY record_key) ON decision_id = newest "
            "JOIN tenure ON tenure.record_key = decision.record_key "
            "  AND from_run <= ?2 AND (to_run IS NULL OR to_run > ?2) "
            "JOIN revision AS basis ON basis.revision_id = decision.basis "
            "JOIN revision AS now ON now.revision_id = tenure.revision_id "
            "WHERE basis.revision_id <> now.revision_id ORDER BY decision_id",
            (self._until, self._last_run),
        )
        return tuple(
            (
                row["record_key"],
                _parse(row["old_raw"], row["old_format"], row["record_key"]),
                _read(row),
                row["old_format"] == row["format"],
            )
            for row in rows
        )

    # The register -------------------------------------------------------------

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Append studies, arms and results, or newer forms of them, all or none."""
        connection = self._writable()
        with transaction(connection):
            connection.executemany(
                "INSERT INTO entry (kind, key, body, reason, by, at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(e.kind, e.key, _json(e.body), e.reason, e.by, e.at) for e in entries],
            )

    def entries(self, kind: EntryKind) -> tuple[Entry, ...]:
        """Give the newest form of each entry of a kind, in the order first entered."""
        rows = self._rows(
            "SELECT newest.* FROM entry AS newest JOIN ("
            "  SELECT key, min(entry_id) AS first, max(entry_id) AS last FROM entry "
            "  WHERE kind = ? AND at <= ? GROUP BY key"
            ") AS span ON newest.entry_id = span.last ORDER BY span.first",
            (kind, self._until),
        )
        return tuple(_entry(row) for row in rows)

    def history(self, kind: EntryKind, key: str) -> tuple[Entry, ...]:
        """Give every form that an entry ever had, oldest first."""
        rows = self._rows(
            "SELECT * FROM entry WHERE kind = ? AND key = ? AND at <= ? "
            "ORDER BY entry_id",
            (kind, key, self._until),
        )
        return tuple(_entry(row) for row in rows)

    # Refreshing ---------------------------------------------------------------

    def begin_refresh(
        self, *, term: str, at: str, software: str, server: str = "PubMed"
    ) -> int:
        """Begin an attempt; the caller holds the review's lock."""
        return refreshing.begin(
            self._writable(), term=term, at=at, software=software, server=server
        )

    def staged_keys(self, attempt: int) -> frozenset[str]:
        """Give the records that a crashed attempt downloaded already."""
        return refreshing.staged_keys(self._connection, attempt)

    def stage(
        self,
        attempt: int,
        incoming: Iterable[Incoming],
        missing: Iterable[str],
        *,
        at: str,
    ) -> None:
        """Keep one batch of a download; the present state is not touched."""
        refreshing.stage(self._writable(), attempt, incoming, missing, at=at)

    def land(  # noqa: PLR0913 (everything that makes up a state, each by name)
        self,
        attempt: int,
        search: Search,
        *,
        found: Iterable[str],
        targets: Iterable[str],
        at: str,
        software: str,
    ) -> Landed:
        """Make the staged download the newest state, whole or not at all.

        Raises
        ------
        LibraryError
            If the stage lacks a record that was to be fetched, or the store cannot be
            written. The present state is then as it was.
        """
        return refreshing.land(
            self._writable(),
            attempt,
            search,
            found=frozenset(found),
            targets=frozenset(targets),
            at=at,
            software=software,
        )

    def fail_refresh(self, attempt: int, *, at: str, why: str) -> None:
        """Note why an attempt ended without landing."""
        refreshing.fail(self._writable(), attempt, at=at, why=why)

    def searches(self) -> tuple[Search, ...]:
        """Give what PubMed said to each search that landed, oldest first."""
        rows = self._rows(
            "SELECT search.at, search.term, translation, count, retrieved, warnings "
            "FROM search JOIN attempt USING (attempt_id) WHERE run_id <= ? "
            "ORDER BY search_id",
            (self._last_run,),
        )
        return tuple(
            Search(**{**row, "warnings": tuple(json.loads(row["warnings"]))})
            for row in rows
        )

    def events(self) -> tuple[tuple[int, Event], ...]:
        """Give (run, event) of everything that refreshes found, oldest first."""
        rows = self._rows(
            "SELECT run_id, record_key, kind, detail FROM event WHERE run_id <= ? "
            "ORDER BY event_id",
            (self._last_run,),
        )
        return tuple(
            (
                row["run_id"],
                Event(row["record_key"], row["kind"], json.loads(row["detail"])),
            )
            for row in rows
        )

    def missing(self) -> frozenset[str]:
        """Give the records that PubMed had no more when it was last asked."""
        rows = self._rows(
            "SELECT record_key FROM absence "
            "WHERE from_run <= ?1 AND (to_run IS NULL OR to_run > ?1)",
            (self._last_run,),
        )
        return frozenset(row["record_key"] for row in rows)

    # The file -----------------------------------------------------------------

    def check(self) -> None:
        """Let SQLite look for damage.

        Raises
        ------
        LibraryError
            If it finds any.
        """
        try:
            found = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            found = str(error)
        if found != "ok":
            one_line = " ".join(found.split())
            msg = (
                f"{self._path}: the store is damaged ({one_line}). Nothing was "
                "changed; restore it from a copy."
            )
            raise LibraryError(msg)
        for row in self._connection.execute(
            "SELECT tenure.record_key, format, raw FROM tenure "
            "JOIN revision USING (revision_id) WHERE to_run IS NULL"
        ):
            # The compressed bytes carry a checksum of their own.
            _plain(row["raw"], row["record_key"])

    def check_room(self) -> None:
        """Make sure that the disk has room for a refresh, before anything is asked.

        Raises
        ------
        LibraryError
            If less than three times the store's size, and a little more, is free.
        """
        if self._path is None:
            return
        needed = 3 * self._path.stat().st_size + _LEAST_ROOM
        free = shutil.disk_usage(self._path.parent).free
        if free < needed:
            msg = (
                f"{self._path.parent}: {free >> 20} MiB are free and a refresh may "
                f"need {needed >> 20} MiB. Nothing was done; make room first."
            )
            raise LibraryError(msg)

    def last_attempt(self) -> tuple[str, str, str | None] | None:
        """Give (started, status, why) of the newest refresh, landed or not."""
        row = self._connection.execute(
            "SELECT started_at, status, why FROM attempt ORDER BY attempt_id DESC"
        ).fetchone()
        return tuple(row) if row else None

    def copy_in_memory(self) -> Self:
        """Give a copy in memory, to try a change without making it."""
        copy = type(self).in_memory()
        self._connection.backup(copy._connection)  # noqa: SLF001 (of this same class)
        return copy


def _close(connection: sqlite3.Connection) -> None:
    """Close a forgotten file; in another thread than its own SQLite refuses."""
    with suppress(sqlite3.ProgrammingError):
        connection.close()


def _read(row: sqlite3.Row) -> Record:
    return _parse(row["raw"], row["format"], row["record_key"])


def _parse(raw: bytes, format_name: str, key: str) -> Record:
    return read_incoming(_plain(raw, key), format_name, f"stored {key}").record


def _plain(raw: bytes, key: str) -> bytes:
    try:
        return zlib.decompress(raw)
    except zlib.error as error:
        msg = f"The stored record {key} is damaged; restore the store from a copy."
        raise LibraryError(msg) from error


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
