"""The store: every revision of every record, every decision, one SQLite file."""

from ketaevidence.library.store import (
    DecisionRow,
    Entry,
    EntryKind,
    ImportCount,
    Library,
    Run,
)

__all__ = ["DecisionRow", "Entry", "EntryKind", "ImportCount", "Library", "Run"]
