"""What the store gives back: runs, decisions and entries as they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

#: What people enter: the register's rows, what other sources state of them, how a
#: finding of the integrity checks was settled, judgements on the risk of bias, and
#: ratings of how certain the evidence is.
EntryKind = Literal["study", "arm", "result", "source", "finding", "bias", "certainty"]
ENTRY_KINDS: Final[tuple[EntryKind, ...]] = get_args(EntryKind)


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
    """What somebody entered, settled, judged or corrected."""

    kind: EntryKind
    key: str
    body: Mapping[str, Any]
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What rules read in the standing form of a record: one body per candidate."""

    record_key: str
    rules_version: str
    #: SHA-256 of what the rules were told of the question.
    question: str
    at: str
    bodies: tuple[Mapping[str, Any], ...]
