"""What a store gives back: everything that can be asked of it, at any moment."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ketaevidence.library import (
    care,
    decisions,
    entries,
    past,
    quarantine,
    readings,
    received,
    staging,
    versions,
)
from ketaevidence.library.landing import Search
from ketaevidence.library.quarantine import Quarantined
from ketaevidence.library.reconcile import Event
from ketaevidence.library.rows import DecisionRow, Entry, EntryKind, ReadingRow, Run
from ketaevidence.library.versions import Version
from ketaevidence.library.view import NO_LIMIT, Limits, View
from ketaevidence.records.collection import Records
from ketaevidence.records.model import Record


class Stored:
    """A store that is read, as it is now or as it was."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path | None,
        limits: Limits = NO_LIMIT,
    ) -> None:
        self._connection = connection
        self._path = path
        self._view = View(connection, path, limits)

    def records(self) -> Records:
        """Give every record in its newest revision, in the order of arrival."""
        return received.records(self._view)

    def record_keys(self) -> tuple[str, ...]:
        """Give the key of every record, in the order of arrival."""
        return received.record_keys(self._view)

    def revisions(self, record_key: str) -> Records:
        """Give every form that a record ever had, oldest first."""
        return received.revisions(self._view, record_key)

    def raw(self, record_key: str) -> bytes | None:
        """Give the newest revision's own bytes, as its source sent them."""
        return received.raw(self._view, record_key)

    def readings(self) -> dict[str, ReadingRow]:
        """Give the newest reading of each record's standing form, by record key."""
        return readings.readings(self._view)

    def last_readings(self) -> dict[str, ReadingRow]:
        """Give the newest reading of each record, whichever form of it was read."""
        return readings.last_readings(self._view)

    def runs(self) -> tuple[Run, ...]:
        """Give every arrival of records, oldest first."""
        return received.runs(self._view)

    def provenance(self) -> tuple[tuple[str, int], ...]:
        """Give how many records each source brought, in the order of first arrival."""
        return received.provenance(self._view)

    def origins(self) -> dict[str, tuple[str, ...]]:
        """Give the sources that brought each record, the first first."""
        return received.origins(self._view)

    def quarantine(self) -> tuple[Quarantined, ...]:
        """Give every piece that is no readable record, as they were met."""
        return quarantine.quarantined(self._view)

    def decisions(self) -> tuple[DecisionRow, ...]:
        """Give every decision ever made, oldest first."""
        return decisions.decisions(self._view)

    def texts_decided_on(self) -> tuple[tuple[str, Record, Record, bool], ...]:
        """Give records whose form changed after the newest decision on them.

        Returns
        -------
        tuple
            (record key, the form that was decided on, the form that stands now, whether
            both came in the same format).
        """
        return decisions.texts_decided_on(self._view)

    def last_entry(self) -> int:
        """Give the number of the newest entry; 0 if there is none."""
        return entries.last_entry(self._view)

    def entries(self, kind: EntryKind, up_to: int | None = None) -> tuple[Entry, ...]:
        """Give the newest form of each entry of a kind, in the order first entered.

        With ``up_to``, as they were when that entry was the newest.
        """
        return entries.entries(self._view, kind, up_to)

    def every_entry(self, kind: EntryKind) -> tuple[Entry, ...]:
        """Give every form of every entry of a kind, in the order of telling."""
        return entries.every_entry(self._view, kind)

    def history(self, kind: EntryKind, key: str) -> tuple[Entry, ...]:
        """Give every form that an entry ever had, oldest first."""
        return entries.history(self._view, kind, key)

    def staged_keys(self, attempt: int) -> frozenset[str]:
        """Give the records that a crashed attempt downloaded already."""
        return staging.staged_keys(self._connection, attempt)

    def searches(self) -> tuple[Search, ...]:
        """Give what PubMed said to each search that landed, oldest first."""
        return past.searches(self._view)

    def events(self) -> tuple[tuple[int, Event], ...]:
        """Give (run, event) of everything that refreshes found, oldest first."""
        return past.events(self._view)

    def missing(self) -> frozenset[str]:
        """Give the records that PubMed has no more, as far as it was last heard."""
        return past.missing(self._view)

    def last_attempt(self) -> tuple[str, str, str | None] | None:
        """Give (started, status, why) of the newest refresh, landed or not."""
        return past.last_attempt(self._view)

    def versions(self) -> tuple[Version, ...]:
        """Give every frozen version, oldest first."""
        return versions.versions(self._view)

    def seen_now(self) -> Limits:
        """Give how much the store holds, so that later rows can be told from it."""
        return versions.seen_now(self._view)

    def unfrozen(self) -> str | None:
        """Give the kind of the newest run of which no version and no look is noted."""
        return versions.unfrozen(self._view)

    def check(self) -> None:
        """Look for damage, in the file and in every record that stands.

        Raises
        ------
        LibraryError
            If there is any.
        """
        care.check(self._view)

    def check_room(self) -> None:
        """Make sure that the disk has room for a refresh, before anything is asked.

        Raises
        ------
        LibraryError
            If less than three times the store's size, and a little more, is free.
        """
        care.check_room(self._view)
