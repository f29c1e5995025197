"""What the review says to each item of PRISMA-S."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ketaevidence.present import words
from ketaevidence.present.checklists.facts import (
    Held,
    does_not_apply,
    in_part,
    listed,
    not_done,
    not_stated,
    stated,
    told,
)
from ketaevidence.present.checklists.model import Item, Said


def answer(item: Item, held: Held) -> Said:
    """Say what the review holds on an item."""
    return _ANSWERS[item.key](held)


def _enter(name: str, what: str) -> str:
    return f'Under [search_report] in review.toml: {name} = "{what}"'


_DATABASES: Final = _enter("databases", "platform, day and whole strategy of each")


def _database(held: Held) -> Said:
    others = held.other_databases
    said = held.snapshot.question.search_report.databases
    if not held.snapshot.searches and not others and said is None:
        return not_done(
            "No database has been searched in this review; its records are those of "
            f"{_arrivals(held)}.",
            "Run `ketaevidence refresh` to search PubMed.",
        )
    parts = []
    if held.snapshot.searches:
        parts.append(
            "PubMed (National Library of Medicine), through NCBI's E-utilities."
        )
    else:
        parts.append("PubMed has not been searched by this review itself.")
    if said is not None:
        return stated(" ".join([*parts, words.sentence(said)]))
    if not others:
        return stated(" ".join(parts))
    parts.append(f"Records were also brought in from: {listed(others)}.")
    return in_part(" ".join(parts), _DATABASES)


def _arrivals(held: Held) -> str:
    names = dict.fromkeys(source for source, _, _ in held.snapshot.imports)
    return listed(list(names)) or "no source yet"


def _together(held: Held) -> Said:
    if held.other_databases or held.snapshot.question.search_report.databases:
        return not_stated(
            _DATABASES,
            "Whether other databases were searched together on one platform is not "
            "stated.",
        )
    if not held.snapshot.searches:
        return does_not_apply("No database has been searched.")
    return does_not_apply("PubMed is searched by itself.")


def _by_import_or_told(
    name: str, what: str, sources: tuple[str, ...], value: str | None
) -> Said:
    """Give what people say and what was brought in; sources alone are a part."""
    brought = f"Records were brought in from: {listed(sources)}." if sources else ""
    if value is not None:
        return stated(f"{words.sentence(value)} {brought}")
    if brought:
        return in_part(brought, _enter(name, what))
    return not_stated(_enter(name, what))


def _registries(held: Held) -> Said:
    return _by_import_or_told(
        "registries",
        "each registry and the day, or: none was searched",
        held.registries,
        held.snapshot.question.search_report.registries,
    )


def _browsing(held: Held) -> Said:
    return _by_import_or_told(
        "browsing",
        "what was looked through and how, or: nothing",
        held.brought_by("websites"),
        held.snapshot.question.search_report.browsing,
    )


def _citations(held: Held) -> Said:
    return _by_import_or_told(
        "citation_searching",
        "which works were followed and how, or: none",
        held.brought_by("citations"),
        held.snapshot.question.search_report.citation_searching,
    )


def _contacts(held: Held) -> Said:
    return _by_import_or_told(
        "contacts",
        "who was asked for what, or: nobody",
        held.brought_by("organisations"),
        held.snapshot.question.search_report.contacts,
    )


def _other(held: Held) -> Said:
    return told(
        held.snapshot.question.search_report.other_methods,
        _enter("other_methods", "what else was done, or: nothing"),
    )


def _strategies(held: Held) -> Said:
    searches = held.snapshot.searches
    if not searches:
        return not_done(
            "No search has been run in this review. Written down for PubMed: "
            f"{held.snapshot.question.pubmed_search}",
            "Run `ketaevidence refresh` to search PubMed.",
        )
    last = searches[-1]
    text = f"PubMed, exactly as sent on {last.at[:10]}: {last.term}"
    if last.translation:
        text += f" PubMed's own reading of it: {last.translation}"
    earlier = {one.term for one in searches} - {last.term}
    if earlier:
        told_of = words.counted(len(earlier), "other strategy", "other strategies")
        text += f" Before that, {told_of} had been run; the versions hold them."
    if held.other_databases and not held.snapshot.question.search_report.databases:
        return in_part(text, _DATABASES)
    return stated(text)


def _limits(held: Held) -> Said:
    value = held.snapshot.question.search_report.limits
    added = (
        "The program adds no limit to the strategy."
        if held.snapshot.searches
        else "No search has been run in this review."
    )
    if value is not None:
        return stated(f"{words.sentence(value)} {added}")
    return in_part(
        f"{added} Whether the strategy itself limits by year, language or kind of "
        "report, and why, is not stated.",
        _enter("limits", "each limit and why, or: none"),
    )


def _filters(held: Held) -> Said:
    return told(
        held.snapshot.question.search_report.filters,
        _enter("filters", "each filter with its citation, or: none"),
    )


def _prior(held: Held) -> Said:
    return told(
        held.snapshot.question.search_report.prior_work,
        _enter("prior_work", "which reviews, with citation, or: none"),
    )


def _updates(held: Held) -> Said:
    days = held.snapshot.question.living.refresh_days
    how = (
        "At each refresh the whole search is run again and every record that the "
        "review ever had is fetched again and compared."
    )
    n = len(held.snapshot.searches)
    if days is not None:
        times = f" Run so far: {words.counted(n, 'time')}." if n else " Not run yet."
        every = words.counted(days, "day")
        return stated(f"{how} Planned every {every}.{times}")
    enter = "Under [living] in review.toml: refresh_days = a number of days"
    if not n:
        return not_stated(enter, "The search has not been run, nor is it said when.")
    return in_part(f"{how} Run so far: {words.counted(n, 'time')}.", enter)


def _dates(held: Held) -> Said:
    newest = {source: day for source, day, _ in held.snapshot.imports}
    days = [f"{source}: {day}" for source, day in newest.items()]
    if not held.snapshot.searches:
        return not_done(
            f"No search has been run in this review. Records arrived: {listed(days)}."
            if days
            else "No search has been run, and no record has arrived."
        )
    last = held.snapshot.searches[-1].at[:10]
    text = f"PubMed, last complete search: {last}."
    if not held.other_databases and not held.registries:
        return stated(text)
    return in_part(
        f"{text} Records last arrived: {listed(days)}.",
        _enter("databases", "the day on which each other source was last searched"),
    )


def _peer(held: Held) -> Said:
    return told(
        held.snapshot.question.search_report.peer_review,
        _enter("peer_review", "who reviewed the strategy and how, or: nobody"),
    )


def _total(held: Held) -> Said:
    flow = held.snapshot.flow
    if not flow.identified and flow.other is None:
        return not_done("No record has arrived yet.")
    parts = [f"{source}: {n:,}" for source, n in flow.identified]
    other = flow.other
    if other is not None:
        parts += [f"{source}: {n:,} (other methods)" for source, n in other.identified]
    return stated(f"{listed(parts)}.")


def _duplicates(held: Held) -> Said:
    flow = held.snapshot.flow
    made = dict(held.snapshot.software).get("ketaevidence")
    program = f"ketaevidence {made}" if made else "this program"
    return stated(
        "Records with the same PMID are one record, and so are records without a PMID "
        f"that have the same DOI ({program}). One that has a PMID in one source and "
        "only a DOI in another stays two. "
        f"Removed: {flow.duplicates_removed:,}; left: {flow.unique:,}. Several reports "
        "of one study are brought together by people."
    )


_ANSWERS: Final[Mapping[str, Callable[[Held], Said]]] = {
    "database": _database,
    "together": _together,
    "registries": _registries,
    "browsing": _browsing,
    "citations": _citations,
    "contacts": _contacts,
    "other": _other,
    "strategies": _strategies,
    "limits": _limits,
    "filters": _filters,
    "prior": _prior,
    "updates": _updates,
    "dates": _dates,
    "peer": _peer,
    "total": _total,
    "duplicates": _duplicates,
}
