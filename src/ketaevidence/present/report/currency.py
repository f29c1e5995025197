"""How current a review is, told by its own dates: a reader's calendar does the rest.

Nothing here asks for the time: a page that said "current" would go on saying so for
years. It says on which day the search was complete, and after which day it is stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ketaevidence.present import words
from ketaevidence.present.digest.model import Moment, Told
from ketaevidence.present.digest.search import incomplete_because
from ketaevidence.present.report.beside import Beside
from ketaevidence.present.snapshot import Snapshot

#: What the status comes to, the gravest first.
Status = Literal["incomplete", "never", "stale", "awaiting", "current"]


@dataclass(frozen=True, slots=True)
class Currency:
    """How current a review is, in words."""

    status: Status
    badge: str
    #: Why, in a sentence.
    why: str
    #: The last search that was complete, in words.
    searched: str
    #: The next one, and from when on this page is stale.
    planned: str


def currency_of(snapshot: Snapshot, beside: Beside) -> Currency:
    """Say how current a review is, from its own dates alone."""
    last = _last_search(snapshot)
    due = _due(last, beside.search_every_days)
    status, badge, why = _status(snapshot, beside, last, due)
    return Currency(status, badge, why, _searched(snapshot, last), _planned(due, last))


def _last_search(snapshot: Snapshot) -> str | None:
    """Give the day of the last search of which every record was received."""
    days = [one.at[:10] for one in snapshot.searches if one.count == one.retrieved]
    return days[-1] if days else None


def _due(last: str | None, every_days: int | None) -> str | None:
    if last is None or every_days is None:
        return None
    return (date.fromisoformat(last) + timedelta(days=every_days)).isoformat()


def _status(
    snapshot: Snapshot, beside: Beside, last: str | None, due: str | None
) -> tuple[Status, str, str]:
    told = Told(Moment(snapshot.as_of or ""), attempt=beside.attempt)
    because = incomplete_because(snapshot, told)
    if because is not None:
        return (
            "incomplete",
            "Search incomplete",
            words.sentence(f"The newest search did not end as it should: {because}"),
        )
    if last is None:
        return "never", "PubMed not searched", _why_never(snapshot)
    if due is not None and snapshot.as_of is not None and snapshot.as_of > due:
        return (
            "stale",
            f"Stale since {due}",
            f"People worked on it up to {snapshot.as_of}; a search was due on {due}.",
        )
    flow = snapshot.flow
    waiting = flow.awaiting_screening + flow.awaiting_full_text
    if flow.other is not None:
        waiting += flow.other.awaiting_screening + flow.other.awaiting_full_text
    if waiting:
        verb = words.counted(waiting, "record awaits", "records await")
        return (
            "awaiting",
            "New evidence awaits review",
            f"{verb} a person's decision, and may change what this page says.",
        )
    return (
        "current",
        f"Current on {last}",
        "Every record of that search was received, and people decided on each.",
    )


def _why_never(snapshot: Snapshot) -> str:
    if snapshot.is_example and not snapshot.is_continued:
        return "This review came bundled with the software: it may miss any study."
    return "No complete search of PubMed has landed here: this page may miss any study."


def _searched(snapshot: Snapshot, last: str | None) -> str:
    if last is None:
        if snapshot.is_example and not snapshot.is_continued:
            return "No PubMed search has been run in this bundled review"
        return "PubMed has not been searched by this review"
    search = next(
        one
        for one in reversed(snapshot.searches)
        if one.at[:10] == last and one.count == one.retrieved
    )
    return f"Last complete PubMed search: {last}, {search.count:,} records"


def _planned(due: str | None, last: str | None) -> str:
    if due is None:
        return "Next search: no schedule is stated"
    return f"Next search planned: {due}; stale after that day" if last else ""
