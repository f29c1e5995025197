"""Frozen versions: what a review said when it was published, kept for good."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from dataclasses import dataclass

from ketaevidence.errors import LibraryError
from ketaevidence.library.connection import transaction
from ketaevidence.library.view import NO_LIMIT, Limits, View


@dataclass(frozen=True, slots=True)
class Version:
    """One frozen state of a review: its numbers, and all that they were made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> version = ke.example_review().freeze("the first version")
    >>> version.number, version.cause, version.is_whole
    ('2026.0.0', 'data', True)
    """

    #: YEAR.DATA.COSMETIC, as ``docs/versions.md`` counts.
    number: str
    #: When it was frozen, ISO 8601 in UTC.
    at: str
    #: What brought it about: ``import``, ``refresh``, or what a person's freezing found
    #: changed: ``data``, ``settings`` or ``cosmetic``.
    cause: str
    #: Why, in a person's words.
    reason: str
    #: The text of ``review.toml`` as it was.
    question: str
    #: (name, version) of the software that made the numbers.
    software: tuple[tuple[str, str], ...]
    #: The numbers and what they rest on, as canonical JSON; empty where the stored
    #: bytes are damaged.
    document: str
    #: SHA-256 of the document.
    digest: str
    #: How much of the store it saw.
    limits: Limits

    @property
    def is_whole(self) -> bool:
        """Whether the stored document is the one that was frozen."""
        return digest_of(self.document) == self.digest


def digest_of(document: str) -> str:
    """Give the SHA-256 of a document."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


def seen_now(view: View) -> Limits:
    """Give how much a store holds, so that later rows can be told from what is here."""
    (row,) = view.rows(
        "SELECT (SELECT coalesce(max(run_id), 0) FROM run WHERE run_id <= ?1) AS run, "
        "(SELECT coalesce(max(decision_id), 0) FROM decision) AS decision, "
        "(SELECT coalesce(max(entry_id), 0) FROM entry) AS entry, "
        "(SELECT coalesce(max(reading_id), 0) FROM reading) AS reading, "
        "(SELECT coalesce(max(version_id), 0) FROM version) AS version",
        (view.last_run,),
    )
    return Limits(
        run=row["run"],
        decision=row["decision"],
        entry=row["entry"],
        reading=row["reading"],
        version=row["version"],
    )


def add_version(view: View, version: Version) -> None:
    """Append a version, if none was added since its limits were taken.

    Raises
    ------
    LibraryError
        If another was, or the store cannot be written. Nothing is changed.
    """
    with transaction(view.connection):
        newest = view.connection.execute(
            "SELECT coalesce(max(version_id), 0) AS id FROM version"
        ).fetchone()["id"]
        if newest != version.limits.version:
            msg = (
                f"Another run froze a version while {version.number} was made; nothing "
                "was changed. Freeze again if there is anything new."
            )
            raise LibraryError(msg)
        row = view.connection.execute(
            "INSERT INTO version (number, at, cause, reason, last_run, last_decision, "
            "last_entry, last_reading, question, software, document, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                version.number,
                version.at,
                version.cause,
                version.reason,
                version.limits.run,
                version.limits.decision,
                version.limits.entry,
                version.limits.reading,
                version.question,
                json.dumps(version.software, ensure_ascii=False),
                zlib.compress(version.document.encode("utf-8", "surrogatepass"), 9),
                version.digest,
            ),
        )
        _note_freezing(view, version.limits.run, row.lastrowid)


def note_unchanged(view: View, run: int) -> None:
    """Note that the runs up to this one changed nothing that a version holds."""
    with transaction(view.connection):
        _note_freezing(view, run, None)


def _note_freezing(view: View, run: int, version: int | None) -> None:
    if run:
        view.connection.execute(
            "INSERT OR IGNORE INTO freezing (run_id, version_id) VALUES (?, ?)",
            (run, version),
        )


def versions(view: View) -> tuple[Version, ...]:
    """Give every version, oldest first."""
    rows = view.rows(
        "SELECT * FROM version WHERE version_id <= ? AND at <= ? ORDER BY version_id",
        (view.limits.version, view.until),
    )
    return tuple(_version(row) for row in rows)


def unfrozen(view: View) -> str | None:
    """Give the kind of the newest run of which nobody noted what it changed.

    ``None`` where there is none: everything that landed was frozen, or looked at and
    found to have changed nothing.
    """
    rows = view.rows(
        "SELECT kind FROM run WHERE kind <> 'bundled' AND run_id > "
        "(SELECT coalesce(max(run_id), 0) FROM freezing) ORDER BY run_id DESC LIMIT 1"
    )
    return str(rows[0]["kind"]) if rows else None


def _version(row: sqlite3.Row) -> Version:
    return Version(
        number=row["number"],
        at=row["at"],
        cause=row["cause"],
        reason=row["reason"],
        question=row["question"],
        software=_software(row["software"]),
        document=_plain(row["document"]),
        digest=row["digest"],
        limits=Limits(
            run=row["last_run"],
            decision=row["last_decision"],
            entry=row["last_entry"],
            reading=row["last_reading"],
            version=row["version_id"],
            until=NO_LIMIT.until,
            words=f"version {row['number']}",
        ),
    )


def _software(text: str) -> tuple[tuple[str, str], ...]:
    """Read the programs; what is damaged names none, and fits no document."""
    try:
        return tuple((str(name), str(made)) for name, made in json.loads(text))
    except (ValueError, TypeError):
        return ()


def _plain(document: bytes) -> str:
    """Decompress a document; one that is damaged is empty, and fits no digest."""
    try:
        return zlib.decompress(document).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError):
        return ""
