"""How the search fared: counts, what PubMed understood, what it has no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ketaevidence.library import Event
from ketaevidence.present import words
from ketaevidence.present.digest import anchors as places
from ketaevidence.present.digest.model import Item, Told
from ketaevidence.present.digest.words import as_told
from ketaevidence.present.links import pubmed_link
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.model import Record

#: Found by refreshes and seen in no state: told from the events themselves.
_TOLD: Final = {
    "unreadable": "What PubMed sent cannot be read; the review keeps what it had",
    "lower_version": "PubMed serves a lower version than the review has",
    "matching": "Now found by the search",
    "no_longer_matching": "No longer found by the search; it stays in the review",
}
_TOGGLES: Final = frozenset({"matching", "no_longer_matching"})


def incomplete_because(after: Snapshot, told: Told) -> str | None:
    """Say why the state is not what PubMed has now; ``None`` where it is complete."""
    if told.attempt is not None and told.attempt[1] != "landed":
        started, status, why = told.attempt
        reason = f": {as_told(why)}" if why and why.strip() else ""
        return f"the newest attempt ({started[:10]}) {_status(status)}{reason}"
    last = after.searches[-1] if after.searches else None
    if last is not None and last.count != last.retrieved:
        return f"{last.retrieved} of {last.count} records were retrieved"
    return None


def _status(status: str) -> str:
    return {"running": "has not ended"}.get(status, status)


def search_items(before: Snapshot, after: Snapshot, told: Told) -> Iterator[Item]:
    """Yield what is different about the search and about what PubMed has."""
    because = incomplete_because(after, told)
    if because is not None:
        yield _item("incomplete", f"The refresh is incomplete: {because}.")
    yield from _searched(before, after)
    old, new = dict(before.flow.identified), dict(after.flow.identified)
    for source in dict.fromkeys((*new, *old)):
        n, m = old.get(source, 0), new.get(source, 0)
        if n != m:
            yield _item("identified", f"Records identified: {source}: {n:,} → {m:,}.")
    records = {record.key: record for record in (*before.records, *after.records)}
    for key in sorted(after.missing - before.missing):
        yield _of_record(
            "missing", key, "PubMed has it no more; it stays here", records
        )
    for key in sorted(before.missing - after.missing):
        yield _of_record("found_again", key, "PubMed has it again", records)
    yield from _events(told.events, before, records)


def _searched(before: Snapshot, after: Snapshot) -> Iterator[Item]:
    if not (before.searches and after.searches):
        if after.searches:
            last = after.searches[-1]
            yield _item(
                "first_search",
                f"First search of PubMed: {last.retrieved} of {last.count} records "
                "retrieved.",
            )
        return
    then, now = before.searches[-1], after.searches[-1]
    if then.term != now.term:
        yield _item(
            "query_changed",
            "The search was changed by this review.",
            f"Before: {then.term}",
            f"Now: {now.term}",
        )
    if then.translation != now.translation:
        yield _item(
            "translation_changed",
            "PubMed understands the search in another way.",
            f"Before: {then.translation or 'not told'}",
            f"Now: {now.translation or 'not told'}",
        )
    for warning in now.warnings:
        if warning not in then.warnings:
            yield _item("warning", f"PubMed warns: {warning}")


def _events(
    events: tuple[Event, ...], before: Snapshot, records: dict[str, Record]
) -> Iterator[Item]:
    """Yield what only the events tell; a new record is told as new and not again."""
    known = {record.key for record in before.records}
    toggles = Counter(e.record_key for e in events if e.kind in _TOGGLES)
    told: dict[tuple[str, str], Event] = {}
    for event in events:
        key = event.record_key
        if event.kind in _TOGGLES and (key not in known or toggles[key] % 2 == 0):
            # Found, lost and found again is where it was.
            continue
        if event.kind in _TOLD:
            told[key, "found" if event.kind in _TOGGLES else event.kind] = event
    for event in told.values():
        said = _TOLD[event.kind]
        yield _of_record(event.kind, event.record_key, said, records)


def _item(kind: str, text: str, *details: str) -> Item:
    return Item("search", kind, text, places.FLOW, details=details)


def _of_record(kind: str, key: str, said: str, records: dict[str, Record]) -> Item:
    record = records.get(key)
    title = words.shortened(words.clean(record.title), 300) if record else key
    link = pubmed_link(record.pmid) if record else None
    return Item(
        "search", kind, f"{said}: {title.rstrip('.')}", places.RECORDS, key, link=link
    )
