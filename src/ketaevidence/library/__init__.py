"""The store: every revision of every record, every decision, one SQLite file."""

from ketaevidence.library.arrivals import ImportCount
from ketaevidence.library.landing import Landed, Search
from ketaevidence.library.living import Refresh, Status
from ketaevidence.library.lock import locked
from ketaevidence.library.quarantine import Quarantined
from ketaevidence.library.reconcile import Event
from ketaevidence.library.rows import (
    ENTRY_KINDS,
    DecisionRow,
    Entry,
    EntryKind,
    ReadingRow,
    Run,
)
from ketaevidence.library.store import Library
from ketaevidence.library.versions import Version, digest_of
from ketaevidence.library.view import Limits

__all__ = [
    "ENTRY_KINDS",
    "DecisionRow",
    "Entry",
    "EntryKind",
    "Event",
    "ImportCount",
    "Landed",
    "Library",
    "Limits",
    "Quarantined",
    "ReadingRow",
    "Refresh",
    "Run",
    "Search",
    "Status",
    "Version",
    "digest_of",
    "locked",
]
