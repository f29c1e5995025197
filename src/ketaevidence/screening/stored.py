"""How a decision is kept: the store has one text for its reason.

A decision that settles a disagreement is kept as ``resolution: why``, and where it
also gives a reason for exclusion, that reason follows on a line of its own. So the
store's table is the same for every review, and a person who opens it can read it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ketaevidence.library import DecisionRow
from ketaevidence.screening.model import Decision

#: What the kept reason of a settling decision begins with; no other reason may.
RESOLUTION_MARK: Final = "resolution: "


def to_row(decision: Decision) -> DecisionRow:
    r"""Give a decision as the store keeps it.

    Examples
    --------
    >>> decision = Decision(
    ...     "pmid:1", "full_text", "exclude", by="C", at="2026-11-02T09:00:00Z",
    ...     reason="animal", resolution="the methods name rats")
    >>> to_row(decision).reason
    'resolution: the methods name rats\nanimal'
    """
    reason = decision.reason
    if decision.resolution is not None:
        # White space is laid out anew, so that the first line is the whole of why.
        why = " ".join(decision.resolution.split())
        reason = f"{RESOLUTION_MARK}{why}" + (f"\n{reason}" if reason else "")
    return DecisionRow(
        decision.record_key,
        decision.stage,
        decision.verdict,
        reason,
        decision.by,
        decision.at,
    )


def from_row(row: DecisionRow, *, reviewers: int) -> Decision:
    """Give a kept decision of a review in which so many people decide alike."""
    decision = Decision(
        record_key=row.record_key,
        stage=row.stage,  # type: ignore[arg-type]  # the store checks it
        verdict=row.verdict,  # type: ignore[arg-type]
        by=row.by,
        at=row.at,
        reason=row.reason,
        reviewers=reviewers,
    )
    if row.reason is None or not row.reason.startswith(RESOLUTION_MARK):
        return decision
    why, _, reason = row.reason.removeprefix(RESOLUTION_MARK).partition("\n")
    return replace(decision, resolution=why, reason=reason or None)
