"""How studies were found and chosen, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketaevidence.present import words
from ketaevidence.present.basis import basis_of
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.methods_text.references import Cited
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.question.reporting import SearchReport

#: What people may state of a search, in the order in which it is told.
TOLD_BY_PEOPLE = (
    ("databases", "Other databases"),
    ("registries", "Study registries"),
    ("browsing", "Web pages and journals"),
    ("citation_searching", "Citation searching"),
    ("contacts", "Contact with authors, makers and experts"),
    ("other_methods", "Other methods"),
    ("limits", "Limits"),
    ("filters", "Search filters of others"),
    ("prior_work", "Earlier strategies"),
    ("peer_review", "Peer review of the strategy"),
)


def eligibility(snapshot: Snapshot, cite: Cited) -> Iterator[str]:  # noqa: ARG001 (as the others)
    """Say what the review asks, and who and what is eligible."""
    question = snapshot.question
    yield f"Question: {words.sentence(question.sentence)}"
    yield f"Included: {_joined(question.inclusion)}"
    yield f"Excluded: {_joined(question.exclusion)}"


def _joined(criteria: Sequence[str]) -> str:
    return " ".join(words.sentence(text) for text in criteria) or "not stated."


def search(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Say what was searched, when and with which words, and what was not stated."""
    yield _pubmed(snapshot)
    if snapshot.imports:
        yield f"Records came, in order, from {_arrivals(snapshot)}."
    told = [*_by_people(snapshot.question.search_report)]
    if told:
        yield " ".join(told)
    silent = [
        title.lower()
        for name, title in TOLD_BY_PEOPLE
        if getattr(snapshot.question.search_report, name) is None
    ]
    if silent:
        yield f"Not stated: {'; '.join(silent)}."
    yield (
        "The search is reported by the items of PRISMA-S"
        f"{cite('rethlefsen2021')}, in a checklist of its own."
    )


def _pubmed(snapshot: Snapshot) -> str:
    strategy = words.clean(snapshot.question.pubmed_search)
    if not snapshot.searches:
        return (
            "No search of PubMed has been run in this review. The strategy that is "
            f"written down for it is: {strategy}"
        )
    last = snapshot.searches[-1]
    days = sorted({one.at[:10] for one in snapshot.searches})
    first = f"first on {days[0]} and " if len(days) > 1 else ""
    times = words.counted(
        len(snapshot.searches), "complete search", "complete searches"
    )
    reading = words.clean(last.translation or "")
    read = f" PubMed read it as: {reading}" if reading else ""
    return (
        f"PubMed was searched through NCBI's E-utilities, {first}last on {days[-1]} "
        f"({times}). Each search was run as a whole; a search whose count is not what "
        f"was received is not used. The last one counted {last.count:,} records, and "
        f"{last.retrieved:,} were received. Exactly as sent: {words.clean(last.term)}"
        f"{read}"
    )


def _arrivals(snapshot: Snapshot) -> str:
    told = [
        f"{words.clean(source)} on {day} ({words.counted(n, 'record')})"
        for source, day, n in snapshot.imports
    ]
    most = 12
    rest = f"; and {len(told) - most} more arrivals" if len(told) > most else ""
    return f"{'; '.join(told[:most])}{rest}"


def _by_people(told: SearchReport) -> Iterator[str]:
    for name, title in TOLD_BY_PEOPLE:
        value = getattr(told, name)
        if value is not None:
            yield f"{title}: {words.sentence(value)}"


def selection(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Say who decided on records, and what came of it."""
    reviewers = snapshot.question.reviewers
    who = (
        "Two people decide on each record by themselves; where they do not agree, a "
        "decision that says why settles it."
        if reviewers == 2
        else "One person decides on each record."
    )
    yield (
        f"{who} Rules suggest which records to look at first, and what they suggest is "
        "no decision: no record is excluded by a program. "
        f"{basis_of(snapshot, included_studies(snapshot)).decisions}"
    )
    flow = snapshot.flow
    included = flow.included_studies
    studies = (
        "" if included is None else f" of {words.counted(included, 'study', 'studies')}"
    )
    unknown = " Their studies are not entered yet." if included is None else ""
    waiting = flow.awaiting_screening + flow.awaiting_full_text
    left = f" {words.counted(waiting, 'record')} await a decision." if waiting else ""
    other = flow.other
    brought = sum(n for _, n in other.identified) if other else 0
    beside = (
        f" Websites, organisations, people or citation searching brought "
        f"{words.counted(brought, 'record')} beside these."
        if brought
        else ""
    )
    yield (
        f"Of {words.counted(flow.unique, 'record')} ({flow.duplicates_removed:,} "
        f"duplicates removed) {flow.screened:,} were screened and "
        f"{flow.excluded_at_screening:,} excluded; of {flow.reports_sought:,} reports "
        f"sought, {flow.reports_not_retrieved:,} were not retrieved and "
        f"{flow.reports_assessed:,} assessed; "
        f"{words.counted(flow.included_reports, 'report')}{studies} "
        f"{'is' if flow.included_reports == 1 else 'are'} included.{unknown}{left}"
        f"{beside} The "
        f"flow is drawn as in PRISMA 2020{cite('page2021')}."
    )
