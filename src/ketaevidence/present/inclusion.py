"""What is in a snapshot by people's decisions, and what rules suggest on the rest."""

from __future__ import annotations

from ketaevidence.curation import inclusion
from ketaevidence.curation.model import Study
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.model import Record
from ketaevidence.screening import decide
from ketaevidence.screening.decide import Standing
from ketaevidence.screening.model import Decision, Suggestion


def standings(
    snapshot: Snapshot,
) -> tuple[tuple[Record, Standing, Decision | None], ...]:
    """Give every record with its standing and the decision behind it."""
    keys = [record.key for record in snapshot.records]
    where = decide.standings(keys, snapshot.decisions)
    return tuple((record, *where[record.key]) for record in snapshot.records)


def included_studies(snapshot: Snapshot) -> tuple[Study, ...]:
    """Give the studies of the register that are in the review."""
    keys = [record.key for record in snapshot.records]
    return inclusion.included_studies(snapshot.register, keys, snapshot.decisions)


def suggestions_by_key(snapshot: Snapshot) -> dict[str, Suggestion]:
    """Give the rule's suggestion for every record that has one."""
    return {item.record_key: item for item in snapshot.suggestions}
