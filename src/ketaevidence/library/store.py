"""The Library: what a review has received and what people have decided, for good.

Nothing is ever deleted. A record that changes gets a further revision; a decision or
a correction is a further row, and the newest one counts when the store is read.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from ketaevidence.errors import LibraryError
from ketaevidence.library import (
    decisions,
    entries,
    landing,
    readings,
    staging,
    versions,
)
from ketaevidence.library.arrivals import ImportCount, take_in
from ketaevidence.library.connection import connect, connect_copy
from ketaevidence.library.landing import Landed, Search
from ketaevidence.library.reading import Stored
from ketaevidence.library.rows import DecisionRow, Entry, ReadingRow
from ketaevidence.library.versions import Version
from ketaevidence.library.view import NO_LIMIT, Limits, View, limits_of
from ketaevidence.pubmed.formats import Incoming
from ketaevidence.records.broken import BrokenRecord


class Library(Stored):
    """A review's store: one SQLite file, or one in memory.

    Use it as a context manager, or call :meth:`close`. :meth:`as_of` gives the same
    store as it was at an earlier time, to be read and not written. How each thing is
    kept stands in the modules that are called here and in ``reading``.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path | None,
        limits: Limits = NO_LIMIT,
        owner: Library | None = None,
    ) -> None:
        super().__init__(connection, path, limits)
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
        return self.within(limits_of(self._connection, moment))

    def within(self, limits: Limits) -> Self:
        """Give as much of the store as a version saw; it refuses to be written."""
        return type(self)(self._connection, self._path, limits, self)

    def check_is_present(self) -> None:
        """Make sure that this is the store as it is now.

        Raises
        ------
        LibraryError
            If it is a view of the past.
        """
        if not self._view.is_present:
            msg = (
                f"This is the review as of {self._view.limits.words}; the past is not "
                "changed."
            )
            raise LibraryError(msg)

    def _writable(self) -> View:
        self.check_is_present()
        return self._view

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
        broken: Sequence[BrokenRecord] = (),
        withdrawn: Iterable[str] = (),
    ) -> ImportCount:
        """Take in records from one source, all of them or none.

        A record that the review has in the same form is left alone; one with other
        content becomes its newest revision; of two versions that PubMed counts, the
        higher stands. A form that a refresh brought stands until the next refresh.

        Parameters
        ----------
        incoming
            The records, each with its own bytes.
        kind, source, at, software, detail
            How they came: from where, when, with what, and what else is to be kept.
        broken
            Pieces of the same files that are no readable record; they are quarantined.
        withdrawn
            Keys of records that PubMed's own files say are deleted. Those that the
            review has are marked as missing, and kept.

        Raises
        ------
        LibraryError
            If the store cannot be written; it is then as it was.
        """
        return take_in(
            self._writable().connection,
            incoming,
            kind=kind,
            source=source,
            at=at,
            software=software,
            detail=detail,
            broken=broken,
            withdrawn=withdrawn,
        )

    # What rules read ----------------------------------------------------------

    def add_readings(self, rows: Iterable[ReadingRow]) -> None:
        """Append what rules read in records as they stand, all of it or nothing.

        Raises
        ------
        LibraryError
            If a reading names a record that the review does not have.
        """
        readings.add_readings(self._writable(), rows)

    # What people decide and enter ---------------------------------------------

    def add_decisions(
        self, rows: Iterable[DecisionRow], *, recorded_at: str | None = None
    ) -> None:
        """Append decisions, all of them or none.

        Parameters
        ----------
        rows
            The decisions, each with the time at which it was made.
        recorded_at
            When this store was told, which is what :meth:`as_of` goes by; when they
            were made, if left out.

        Raises
        ------
        LibraryError
            If a decision names a record that the review does not have.
        """
        decisions.add_decisions(self._writable(), rows, recorded_at=recorded_at)

    def add_entries(
        self, rows: Iterable[Entry], *, recorded_at: str | None = None
    ) -> None:
        """Append studies, arms and results, or newer forms of them, all or none.

        ``recorded_at`` is as in :meth:`add_decisions`.
        """
        entries.add_entries(self._writable(), rows, recorded_at=recorded_at)

    # Refreshing ---------------------------------------------------------------

    def begin_refresh(
        self, *, term: str, at: str, software: str, server: str = "PubMed"
    ) -> int:
        """Begin an attempt; the caller holds the review's lock."""
        connection = self._writable().connection
        return staging.begin(
            connection, term=term, at=at, software=software, server=server
        )

    def stage(
        self,
        attempt: int,
        incoming: Iterable[Incoming],
        missing: Iterable[str],
        *,
        at: str,
    ) -> None:
        """Keep one batch of a download; the present state is not touched."""
        staging.stage(self._writable().connection, attempt, incoming, missing, at=at)

    def land(  # noqa: PLR0913 (everything that makes up a state, each by name)
        self,
        attempt: int,
        search: Search,
        *,
        found: Iterable[str],
        targets: Iterable[str],
        broken: Sequence[BrokenRecord] = (),
        at: str,
        software: str,
    ) -> Landed:
        """Make the staged download the newest state, whole or not at all.

        Raises
        ------
        LibraryError
            If a record that was to be fetched is neither staged, missing nor broken, or
            the store cannot be written. The present state is then as it was.
        """
        return landing.land(
            self._writable().connection,
            attempt,
            search,
            found=frozenset(found),
            targets=frozenset(targets),
            broken=broken,
            at=at,
            software=software,
        )

    def fail_refresh(self, attempt: int, *, at: str, why: str) -> None:
        """Note why an attempt ended without landing."""
        staging.fail(self._writable().connection, attempt, at=at, why=why)

    # Versions -----------------------------------------------------------------

    def add_version(self, version: Version) -> None:
        """Append a version, if none was added since its limits were taken.

        Raises
        ------
        LibraryError
            If another was, or the store cannot be written. Nothing is changed.
        """
        versions.add_version(self._writable(), version)

    def note_unchanged(self, run: int) -> None:
        """Note that the runs up to this one changed nothing that a version holds."""
        versions.note_unchanged(self._writable(), run)

    # The file -----------------------------------------------------------------

    def copy_in_memory(self) -> Self:
        """Give a copy in memory, to try a change without making it."""
        copy = type(self).in_memory()
        self._connection.backup(copy._connection)  # noqa: SLF001 (of this same class)
        return copy


def _close(connection: sqlite3.Connection) -> None:
    """Close a forgotten file; in another thread than its own SQLite refuses."""
    with suppress(sqlite3.ProgrammingError):
        connection.close()
