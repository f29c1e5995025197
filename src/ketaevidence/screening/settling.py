"""Which decisions settle a record, and on which records reviewers do not agree.

In a review of one reviewer the newest decision on a record counts. Where two people
decide by themselves, each person's newest decision counts for that person: alike, they
settle the record; different, they are a conflict, and only a decision that says why it
settles the matter ends it. Silence is never agreement, and a majority is none either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ketaevidence.screening.model import Conflict, Decision, Stage


def person(name: str) -> str:
    """Give a name as it is compared: "A. Reader" and "a.  reader" are one person.

    Examples
    --------
    >>> person(" A.  Reader") == person("a. reader")
    True
    """
    return " ".join(name.split()).casefold()


def required(decisions: Iterable[Decision]) -> int:
    """Give how many people have to decide alike, as the decisions themselves say."""
    return max((decision.reviewers for decision in decisions), default=1)


def by_record(decisions: Iterable[Decision], stage: Stage) -> dict[str, list[Decision]]:
    """Give the decisions on each record at a stage, oldest first."""
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.stage == stage:
            found.setdefault(decision.record_key, []).append(decision)
    return found


def settled(
    decisions: Sequence[Decision], stage: Stage, reviewers: int | None = None
) -> dict[str, Decision]:
    """Give the decision that settles each record at a stage, where one does.

    Parameters
    ----------
    decisions
        All decisions, oldest first.
    stage
        ``title_abstract`` or ``full_text``.
    reviewers
        How many people have to decide alike; as the decisions say, if left out.

    Returns
    -------
    dict
        The decision by record key: of people who agree, the newest.
    """
    needed = required(decisions) if reviewers is None else reviewers
    found = {
        key: settle(own, needed) for key, own in by_record(decisions, stage).items()
    }
    return {key: decision for key, decision in found.items() if decision is not None}


def settle(own: Sequence[Decision], reviewers: int) -> Decision | None:
    """Give the decision that settles one record at one stage, or ``None``.

    Parameters
    ----------
    own
        The decisions on this record at this stage, oldest first.
    reviewers
        How many people have to decide alike.
    """
    if not own or reviewers <= 1:
        return own[-1] if own else None
    resolution = _standing_resolution(own)
    if resolution is not None:
        return resolution
    votes = newest_of_each(own)
    if len(votes) < reviewers or _difference(votes) is not None:
        return None
    return votes[-1]


def conflicts(decisions: Sequence[Decision]) -> tuple[Conflict, ...]:
    """Give the records on which reviewers do not agree.

    Those at the title-and-abstract stage come first; at the full-text stage a record
    counts only where its title and abstract are settled as included.
    """
    reviewers = required(decisions)
    included = {
        key
        for key, decision in settled(decisions, "title_abstract", reviewers).items()
        if decision.verdict == "include"
    }
    return (
        *_conflicts(decisions, "title_abstract", reviewers),
        *(
            conflict
            for conflict in _conflicts(decisions, "full_text", reviewers)
            if conflict.record_key in included
        ),
    )


def _conflicts(
    decisions: Sequence[Decision], stage: Stage, reviewers: int
) -> Iterable[Conflict]:
    for key, own in by_record(decisions, stage).items():
        if settle(own, reviewers) is None:
            votes = newest_of_each(own)
            about = _difference(votes)
            if about is not None:
                yield Conflict(key, stage, about, tuple(votes))


def newest_of_each(own: Iterable[Decision]) -> list[Decision]:
    """Give each person's newest decision, without those that settle a conflict."""
    votes: dict[str, Decision] = {}
    for decision in own:
        if decision.resolution is None:
            # Taken out and put in again, so that the order is that of the newest.
            votes.pop(person(decision.by), None)
            votes[person(decision.by)] = decision
    return list(votes.values())


def _standing_resolution(own: Sequence[Decision]) -> Decision | None:
    """Give the newest settling decision, unless somebody since decided otherwise."""
    for place in range(len(own) - 1, -1, -1):
        if own[place].resolution is not None:
            later = own[place + 1 :]
            return own[place] if _difference([own[place], *later]) is None else None
    return None


def _difference(votes: Sequence[Decision]) -> Literal["verdict", "reason"] | None:
    """Say what some decisions differ in; ``None`` if they are alike."""
    if len({vote.verdict for vote in votes}) > 1:
        return "verdict"
    # PRISMA counts excluded reports by reason; of two reasons none is the right one.
    counted = [v for v in votes if (v.stage, v.verdict) == ("full_text", "exclude")]
    return "reason" if len({vote.reason for vote in counted}) > 1 else None
