"""Records: what awaits people, what they decided, and what changed in PubMed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ketaevidence.present import words
from ketaevidence.present.basis import stage_words
from ketaevidence.present.digest import anchors as places
from ketaevidence.present.digest.model import Item, SectionId
from ketaevidence.present.digest.words import as_told
from ketaevidence.present.findings import labels_of, place_words
from ketaevidence.present.inclusion import standings, suggestions_by_key
from ketaevidence.present.links import pubmed_link
from ketaevidence.present.readings import reading
from ketaevidence.present.side_by_side import heading
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.integrity import EVIDENCE_FIELDS, changed_fields
from ketaevidence.records.model import Record
from ketaevidence.screening.decide import Standing
from ketaevidence.screening.model import Decision

#: Titles are cut here; the link leads to the whole.
_TITLE: Final = 300
#: Fields that say how a record is kept and not what it says.
_FIELD_WORDS: Final[Mapping[str, str]] = {
    "mesh": "MeSH headings",
    "sections": "abstract",
    "corrections": "notices and links",
    "pmcid": "PMCID",
    "doi": "DOI",
    "status": "indexing status",
    "publication_status": "publication status (ahead of print, final)",
}
_Standings = Mapping[str, tuple[Standing, Decision | None]]


def queue_items(before: Snapshot, after: Snapshot) -> Iterator[Item]:
    """Yield what is new for people to decide, then what they decided."""
    then, now = _standings(before), _standings(after)
    known = {record.key for record in before.records}
    fresh = [record for record in after.records if record.key not in known]
    waiting = [r for r in fresh if now[r.key] == ("awaiting", None)]
    yield from _to_screen(waiting, after)
    titles = {record.key: record for record in after.records}
    moved = [key for key in now if then.get(key, ("awaiting", None)) != now[key]]
    decided = [_decided(titles[key], *now[key], after) for key in moved]
    yield from (item for item in decided if item.kind.startswith("awaiting"))
    yield from _conflicts(before, after, titles)
    yield from _questions(before, after)
    yield from (item for item in decided if not item.kind.startswith("awaiting"))
    yield from _unsettled(before, after, frozenset(moved))


def _standings(snapshot: Snapshot) -> _Standings:
    return {record.key: (at, by) for record, at, by in standings(snapshot)}


def _record(
    section: SectionId, kind: str, record: Record, details: Iterable[str]
) -> Item:
    year = f" ({record.published.year})" if record.published.year else ""
    title = words.shortened(words.clean(record.title), _TITLE) or "(no title)"
    return Item(
        section=section,
        kind=kind,
        text=f"{title.rstrip('.')}{year}",
        anchor=places.RECORDS,
        key=record.key,
        details=tuple(details),
        link=pubmed_link(record.pmid),
    )


def _to_screen(records: Iterable[Record], after: Snapshot) -> Iterator[Item]:
    """Yield new records with what rules make of them; people decide."""
    advice = suggestions_by_key(after)
    designs = {c.record_key: c for c in after.candidates if c.field == "design"}
    for record in records:
        details = []
        if record.key in designs:
            details.append(
                f"Design, as a rule reads it: {reading(designs[record.key])}."
            )
        if record.key in advice:
            hint = advice[record.key]
            details.append(f"A rule suggests: {hint.verdict}; {as_told(hint.reason)}.")
        yield _record("queue", "to_screen", record, details)


def _decided(
    record: Record, standing: Standing, decision: Decision | None, after: Snapshot
) -> Item:
    if decision is None:
        return _record("queue", "awaiting_again", record, ["Awaits a decision again."])
    kind = "awaiting_full_text" if standing == "awaiting" else f"now_{standing}"
    stage = stage_words(decision.stage, is_example=after.is_example)
    reason = after.question.exclusion_reasons.get(
        decision.reason or "", decision.reason or ""
    )
    why = f": {as_told(reason)}" if reason.strip() else ""
    verdict = words.capital(standing.replace("_", " "))
    if standing == "awaiting":
        verdict = "Awaiting its full text; included"
    line = f"{verdict} {stage} by {decision.by}, {decision.at[:10]}{why}."
    return _record("queue", kind, record, [line])


def _unsettled(
    before: Snapshot, after: Snapshot, moved: frozenset[str]
) -> Iterator[Item]:
    """Yield how many decisions settled nothing yet, such as the first of two."""
    made = Counter(after.decisions)
    made.subtract(before.decisions)
    n = sum(max(0, m) for one, m in made.items() if one.record_key not in moved)
    if n:
        yield Item(
            section="queue",
            kind="decisions_recorded",
            text=f"{words.counted(n, 'decision')} recorded that left the record where "
            "it was.",
            anchor=places.FLOW,
        )


def _conflicts(
    before: Snapshot, after: Snapshot, titles: Mapping[str, Record]
) -> Iterator[Item]:
    known = set(before.conflicts)
    for found in after.conflicts:
        if found not in known and found.record_key in titles:
            who = " and ".join(decision.by for decision in found.decisions)
            line = f"Reviewers do not agree on the {found.about}: {who}."
            record = titles[found.record_key]
            yield _record("queue", "reviewers_disagree", record, [line])


def _questions(before: Snapshot, after: Snapshot) -> Iterator[Item]:
    """Yield what the checks newly ask, what they ask no more, and open sources."""
    labels = labels_of(after.register) | labels_of(before.register)
    old = {finding.id: finding for finding in before.findings}
    new = {finding.id: finding for finding in after.findings}
    for key, finding in new.items():
        if key not in old:
            held = " It holds its rows out of every pool." if finding.blocks else ""
            yield Item(
                section="queue",
                kind="check_asks",
                text=f"{place_words(finding.where, labels)}: {finding.what}",
                anchor=places.CHECKS,
                key=key,
                details=(f"{finding.why} {finding.what_to_do}{held}",),
            )
    for key, finding in old.items():
        if key not in new:
            yield Item(
                section="queue",
                kind="check_asks_no_more",
                text=f"No longer asked: {place_words(finding.where, labels)}: "
                f"{finding.what}",
                anchor=places.CHECKS,
                key=key,
            )
    apart = {(d.table, d.key, d.columns): d for d in before.disagreements}
    for found in after.disagreements:
        if apart.get((found.table, found.key, found.columns)) != found:
            state = "open" if found.is_open else "decided"
            yield Item(
                section="queue",
                kind=f"sources_disagree_{state}",
                text=f"Sources disagree on {heading(found, after.register)} ({state}).",
                anchor=places.DISAGREEMENTS,
                key=found.key,
            )


def revised_items(before: Snapshot, after: Snapshot) -> Iterator[Item]:
    """Yield the records whose form changed, first those whose evidence changed."""
    then = {record.key: record for record in before.records}
    changed = [
        (record, changed_fields(then[record.key], record))
        for record in after.records
        if record.key in then and then[record.key] != record
    ]
    evidence = set(EVIDENCE_FIELDS)
    for record, names in sorted(changed, key=lambda c: not evidence.intersection(c[1])):
        touches = bool(evidence.intersection(names))
        told = ", ".join(_FIELD_WORDS.get(n, n.replace("_", " ")) for n in names)
        kind = "evidence_revised" if touches else "revised"
        yield _record("revised", kind, record, [f"Changed: {told}."])
