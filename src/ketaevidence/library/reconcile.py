"""Compare what PubMed says now with what the review has: everything, every time.

No date is trusted to say what changed. A record is new, revised, unchanged, no longer
found by the search, or missing at PubMed, by its own content and by what was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from ketaevidence.records.integrity import (
    changed_fields,
    evidence_fingerprint,
    notices,
    signals,
)
from ketaevidence.records.model import Record

EventKind = Literal[
    "new",
    "revised",
    "matching",
    "no_longer_matching",
    "missing",
    "found_again",
    "retracted",
    "concern",
    "corrected",
    "republished",
    "reversed",
    "unreadable",
    "lower_version",
]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a refresh found to have changed about a record."""

    record_key: str
    kind: EventKind
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """What a review knows, or PubMed says, about one record."""

    record: Record | None
    is_matching: bool = False
    is_missing: bool = False


def compare(key: str, before: State, after: State) -> Iterator[Event]:
    """Yield what changed about one record between two states.

    Parameters
    ----------
    key
        The record's key.
    before, after
        The record in the review, and as PubMed has it now. ``after.record`` is
        ``None`` where the record's form did not change.
    """
    if before.record is None and after.record is not None:
        yield Event(key, "new")
        for signal in sorted(signals(after.record)):
            yield Event(key, signal)  # type: ignore[arg-type]  # one of EventKind
    elif before.record is not None and after.record is not None:
        yield from _revision(key, before.record, after.record)
    if before.record is not None and after.is_matching != before.is_matching:
        yield Event(key, "matching" if after.is_matching else "no_longer_matching")
    if after.is_missing != before.is_missing:
        yield Event(key, "missing" if after.is_missing else "found_again")


def _revision(key: str, before: Record, after: Record) -> Iterator[Event]:
    evidence = evidence_fingerprint(before) != evidence_fingerprint(after)
    names = list(changed_fields(before, after))
    yield Event(key, "revised", {"evidence": evidence, "fields": names})
    fresh = notices(after) - notices(before)
    for signal in sorted({signal for signal, _, _ in fresh}):
        yield Event(key, signal)  # type: ignore[arg-type]  # one of EventKind
    for signal in sorted(signals(before) - signals(after)):
        yield Event(key, "reversed", {"what": signal})
