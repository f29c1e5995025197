"""The store's tables, and the steps that bring an older store to the present form.

Each migration is a tuple of single statements: ``executescript`` would commit the
open transaction on its way and break the promise of all or nothing.
"""

from __future__ import annotations

from typing import Final


def _append_only(table: str) -> tuple[str, ...]:
    """Give the triggers by which the store refuses to change what was decided."""
    return tuple(
        f"CREATE TRIGGER {table}_refuses_{action} BEFORE {action} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for action in ("UPDATE", "DELETE")
    )


_VERSION_1 = (
    # One import (later also: one refresh): how records arrived, and with what.
    """
    CREATE TABLE run (
        run_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('import', 'bundled')),
        source TEXT NOT NULL CHECK (source <> ''),
        at TEXT NOT NULL,
        software TEXT NOT NULL,
        received INTEGER NOT NULL CHECK (received >= 0),
        detail TEXT NOT NULL
    ) STRICT
    """,
    # Every form that a record ever had, as its own compressed bytes.
    """
    CREATE TABLE revision (
        revision_id INTEGER PRIMARY KEY,
        record_key TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        format TEXT NOT NULL,
        fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
        raw BLOB NOT NULL,
        first_run INTEGER NOT NULL REFERENCES run,
        UNIQUE (record_key, version, fingerprint)
    ) STRICT
    """,
    # Which revision stood for a record from which run to which run.
    """
    CREATE TABLE tenure (
        record_key TEXT NOT NULL,
        revision_id INTEGER NOT NULL REFERENCES revision,
        from_run INTEGER NOT NULL REFERENCES run,
        to_run INTEGER REFERENCES run CHECK (to_run > from_run)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX one_current_revision ON tenure (record_key)
        WHERE to_run IS NULL
    """,
    # Which sources brought a record: what PRISMA counts as identified.
    """
    CREATE TABLE provenance (
        source TEXT NOT NULL,
        record_key TEXT NOT NULL,
        first_run INTEGER NOT NULL REFERENCES run,
        PRIMARY KEY (source, record_key)
    ) STRICT
    """,
    """
    CREATE TABLE decision (
        decision_id INTEGER PRIMARY KEY,
        record_key TEXT NOT NULL,
        stage TEXT NOT NULL CHECK (stage IN ('title_abstract', 'full_text')),
        verdict TEXT NOT NULL
            CHECK (verdict IN ('include', 'exclude', 'not_retrieved')),
        reason TEXT,
        by TEXT NOT NULL CHECK (by <> ''),
        at TEXT NOT NULL,
        basis INTEGER NOT NULL REFERENCES revision
    ) STRICT
    """,
    *_append_only("decision"),
    # Studies, arms and results: the newest entry of a key is what counts.
    """
    CREATE TABLE entry (
        entry_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('study', 'arm', 'result')),
        key TEXT NOT NULL,
        body TEXT NOT NULL,
        reason TEXT NOT NULL,
        by TEXT NOT NULL CHECK (by <> ''),
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX entry_by_key ON entry (kind, key, entry_id)",
    *_append_only("entry"),
)

_VERSION_2 = (
    # A refresh is a further kind of run. A run is a landed state: its number is given
    # in the transaction that lands it, so that numbers follow the order of landing.
    """
    CREATE TABLE run_of_version_2 (
        run_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('import', 'bundled', 'refresh')),
        source TEXT NOT NULL CHECK (source <> ''),
        at TEXT NOT NULL,
        software TEXT NOT NULL,
        received INTEGER NOT NULL CHECK (received >= 0),
        detail TEXT NOT NULL
    ) STRICT
    """,
    "INSERT INTO run_of_version_2 SELECT * FROM run",
    "DROP TABLE run",
    "ALTER TABLE run_of_version_2 RENAME TO run",
    # A refresh that began: landed, failed with its reason, or found crashed.
    """
    CREATE TABLE attempt (
        attempt_id INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,
        ended_at TEXT,
        software TEXT NOT NULL,
        server TEXT NOT NULL,
        term TEXT NOT NULL,
        status TEXT NOT NULL
            CHECK (status IN ('running', 'landed', 'failed', 'crashed')),
        why TEXT,
        run_id INTEGER REFERENCES run
    ) STRICT
    """,
    # What PubMed said to a search (PRISMA-S items 8 to 16).
    """
    CREATE TABLE search (
        search_id INTEGER PRIMARY KEY,
        attempt_id INTEGER NOT NULL REFERENCES attempt,
        at TEXT NOT NULL,
        term TEXT NOT NULL,
        translation TEXT,
        count INTEGER NOT NULL CHECK (count >= 0),
        retrieved INTEGER NOT NULL CHECK (retrieved = count),
        warnings TEXT NOT NULL
    ) STRICT
    """,
    # Records downloaded but not landed. A form that the store has already is a row
    # without bytes. ``after_run`` is the newest run when it was downloaded: a form that
    # landed later than that is newer than the staged one.
    """
    CREATE TABLE stage (
        attempt_id INTEGER NOT NULL REFERENCES attempt,
        record_key TEXT NOT NULL,
        version INTEGER NOT NULL,
        fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
        format TEXT NOT NULL,
        raw BLOB,
        at TEXT NOT NULL,
        after_run INTEGER NOT NULL,
        PRIMARY KEY (attempt_id, record_key, version)
    ) STRICT
    """,
    """
    CREATE TABLE stage_missing (
        attempt_id INTEGER NOT NULL REFERENCES attempt,
        record_key TEXT NOT NULL,
        PRIMARY KEY (attempt_id, record_key)
    ) STRICT
    """,
    # From which run to which run the search found a record.
    """
    CREATE TABLE matching (
        record_key TEXT NOT NULL,
        from_run INTEGER NOT NULL REFERENCES run,
        to_run INTEGER REFERENCES run CHECK (to_run > from_run)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX one_current_matching ON matching (record_key)
        WHERE to_run IS NULL
    """,
    # From which run to which run PubMed had no such record any more.
    """
    CREATE TABLE absence (
        record_key TEXT NOT NULL,
        from_run INTEGER NOT NULL REFERENCES run,
        to_run INTEGER REFERENCES run CHECK (to_run > from_run)
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX one_current_absence ON absence (record_key)
        WHERE to_run IS NULL
    """,
    "CREATE INDEX tenure_by_record ON tenure (record_key)",
    # What a refresh found to have changed.
    """
    CREATE TABLE event (
        event_id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES run,
        record_key TEXT NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT
    """,
    *_append_only("event"),
)

_VERSION_3 = (
    # Pieces of a file, or of PubMed's answer, that are no readable record. The same
    # bytes are kept once, as they were first met. ``at_byte`` is where they began.
    """
    CREATE TABLE quarantine (
        quarantine_id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES run,
        source TEXT NOT NULL,
        at_byte INTEGER NOT NULL CHECK (at_byte >= 0),
        pmid TEXT,
        problem TEXT NOT NULL,
        digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
        raw BLOB NOT NULL
    ) STRICT
    """,
    *_append_only("quarantine"),
    # Which run met which piece; every import and refresh that met it again counts.
    """
    CREATE TABLE quarantine_met (
        run_id INTEGER NOT NULL REFERENCES run,
        quarantine_id INTEGER NOT NULL REFERENCES quarantine,
        times INTEGER NOT NULL CHECK (times >= 1),
        PRIMARY KEY (run_id, quarantine_id)
    ) STRICT
    """,
    *_append_only("quarantine_met"),
    # When the store was told, where that is not when it was decided: a decision made
    # elsewhere keeps its own time, and the past of this review stays what it was.
    "ALTER TABLE decision ADD COLUMN recorded_at TEXT",
    "ALTER TABLE entry ADD COLUMN recorded_at TEXT",
)

_VERSION_4 = (
    # What rules read in one form of a record: by which rules, for which question.
    """
    CREATE TABLE reading (
        reading_id INTEGER PRIMARY KEY,
        revision_id INTEGER NOT NULL REFERENCES revision,
        rules_version TEXT NOT NULL CHECK (rules_version <> ''),
        question TEXT NOT NULL CHECK (length(question) = 64),
        recorded_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX reading_by_revision ON reading (revision_id, reading_id)",
    *_append_only("reading"),
    # Its candidates, in order; ``body`` is the whole of each.
    """
    CREATE TABLE candidate (
        reading_id INTEGER NOT NULL REFERENCES reading,
        place INTEGER NOT NULL CHECK (place >= 1),
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (reading_id, place)
    ) STRICT
    """,
    *_append_only("candidate"),
    # People also settle findings of the integrity checks and judge the risk of bias.
    """
    CREATE TABLE entry_of_version_4 (
        entry_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL
            CHECK (kind IN ('study', 'arm', 'result', 'finding', 'bias')),
        key TEXT NOT NULL,
        body TEXT NOT NULL,
        reason TEXT NOT NULL,
        by TEXT NOT NULL CHECK (by <> ''),
        at TEXT NOT NULL,
        recorded_at TEXT
    ) STRICT
    """,
    "INSERT INTO entry_of_version_4 SELECT * FROM entry",
    "DROP TABLE entry",
    "ALTER TABLE entry_of_version_4 RENAME TO entry",
    "CREATE INDEX entry_by_key ON entry (kind, key, entry_id)",
    *_append_only("entry"),
)

_VERSION_5 = (
    # What another source states of a row of the register is kept beside the row.
    """
    CREATE TABLE entry_of_version_5 (
        entry_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL
            CHECK (kind IN ('study', 'arm', 'result', 'source', 'finding', 'bias')),
        key TEXT NOT NULL,
        body TEXT NOT NULL,
        reason TEXT NOT NULL,
        by TEXT NOT NULL CHECK (by <> ''),
        at TEXT NOT NULL,
        recorded_at TEXT
    ) STRICT
    """,
    "INSERT INTO entry_of_version_5 SELECT * FROM entry",
    "DROP TABLE entry",
    "ALTER TABLE entry_of_version_5 RENAME TO entry",
    "CREATE INDEX entry_by_key ON entry (kind, key, entry_id)",
    *_append_only("entry"),
)

_VERSION_6 = (
    # People also rate how certain the evidence on an outcome is.
    """
    CREATE TABLE entry_of_version_6 (
        entry_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN (
            'study', 'arm', 'result', 'source', 'finding', 'bias', 'certainty')),
        key TEXT NOT NULL,
        body TEXT NOT NULL,
        reason TEXT NOT NULL,
        by TEXT NOT NULL CHECK (by <> ''),
        at TEXT NOT NULL,
        recorded_at TEXT
    ) STRICT
    """,
    "INSERT INTO entry_of_version_6 SELECT * FROM entry",
    "DROP TABLE entry",
    "ALTER TABLE entry_of_version_6 RENAME TO entry",
    "CREATE INDEX entry_by_key ON entry (kind, key, entry_id)",
    *_append_only("entry"),
    # Frozen versions. What a version saw is kept as the newest row of each kind that
    # it saw, for two things may be told in one second; ``document`` is its numbers,
    # compressed, and ``digest`` the SHA-256 of them uncompressed.
    """
    CREATE TABLE version (
        version_id INTEGER PRIMARY KEY,
        number TEXT NOT NULL UNIQUE CHECK (number <> ''),
        at TEXT NOT NULL,
        cause TEXT NOT NULL CHECK (cause <> ''),
        reason TEXT NOT NULL,
        last_run INTEGER NOT NULL CHECK (last_run >= 0),
        last_decision INTEGER NOT NULL CHECK (last_decision >= 0),
        last_entry INTEGER NOT NULL CHECK (last_entry >= 0),
        last_reading INTEGER NOT NULL CHECK (last_reading >= 0),
        question TEXT NOT NULL,
        software TEXT NOT NULL,
        document BLOB NOT NULL,
        digest TEXT NOT NULL CHECK (length(digest) = 64)
    ) STRICT
    """,
    *_append_only("version"),
    # What became of each run that landed: the version that froze it, or none where
    # it changed nothing. A newer run is not here yet: its freezing was cut short.
    """
    CREATE TABLE freezing (
        run_id INTEGER PRIMARY KEY REFERENCES run,
        version_id INTEGER REFERENCES version
    ) STRICT
    """,
    *_append_only("freezing"),
)

#: Statements that lead from version i to version i + 1.
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    _VERSION_1,
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
    _VERSION_6,
)

SCHEMA_VERSION: Final = len(MIGRATIONS)
