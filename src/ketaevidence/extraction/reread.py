"""What one extraction did, and which fields read otherwise than before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ketaevidence.extraction.candidates import Candidates

#: The parts of a candidate in which a change matters to a reader.
_COMPARED = (
    "value", "value_high", "unit", "statistic", "spread", "spread_low", "spread_high",
    "spread_type", "events", "total", "percent", "arm", "time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reread:
    """A field of a record that is read otherwise than at the last reading."""

    record_key: str
    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one extraction did: how many records were read, and what reads otherwise.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> done = ke.example_review().extract()
    >>> done.unchanged, done.changes, len(done.candidates) > 0
    (0, (), True)
    """

    rules_version: str
    #: Records that were read now: new ones, changed ones, or all after new rules.
    read: int
    #: Records whose reading by these rules was kept already.
    unchanged: int
    #: Fields that read otherwise than before, of records that had been read before.
    changes: tuple[Reread, ...]
    #: All suggestions that the review now has.
    candidates: Candidates


def compare(
    record_key: str,
    before: Iterable[Mapping[str, Any]],
    after: Iterable[Mapping[str, Any]],
) -> list[Reread]:
    """Compare two readings of one record, given as their candidates' bodies."""
    old, new = _values(before), _values(after)
    return [
        Reread(record_key, field, old.get(field, ()), new.get(field, ()))
        for field in sorted(old | new)
        if old.get(field) != new.get(field)
    ]


def _values(bodies: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Give the values of each field, as they would be printed."""
    found: dict[str, tuple[str, ...]] = {}
    for body in bodies:
        parts = (body.get(name) for name in _COMPARED)
        text = " ".join(str(part) for part in parts if part is not None)
        found[body["field"]] = (*found.get(body["field"], ()), text)
    return found
