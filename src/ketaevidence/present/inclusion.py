"""Which records and studies are in the review, by the newest decisions of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ketaevidence.curation.model import Study
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.model import Record
from ketaevidence.screening.model import Decision, Suggestion

Standing = Literal["included", "excluded", "not_retrieved", "awaiting"]


def newest(decisions: Iterable[Decision], stage: str) -> dict[str, Decision]:
    """Give the newest decision of one stage for every record."""
    found: dict[str, Decision] = {}
    for decision in decisions:
        if decision.stage != stage:
            continue
        held = found.get(decision.record_key)
        if held is None or decision.at >= held.at:
            found[decision.record_key] = decision
    return found


def standing_of(
    key: str, first: dict[str, Decision], last: dict[str, Decision]
) -> tuple[Standing, Decision | None]:
    """Say where one record stands, and by which decision.

    ``first`` and ``last`` are the newest decisions on title and abstract, and on the
    full text. The full text has the last word; an include on the title alone leaves
    the record awaiting.
    """
    decision = last.get(key)
    if decision is not None:
        word: dict[str, Standing] = {
            "include": "included",
            "exclude": "excluded",
            "not_retrieved": "not_retrieved",
        }
        return word[decision.verdict], decision
    decision = first.get(key)
    if decision is not None and decision.verdict == "exclude":
        return "excluded", decision
    return "awaiting", decision


def standings(
    snapshot: Snapshot,
) -> tuple[tuple[Record, Standing, Decision | None], ...]:
    """Give every record with its standing and the decision behind it."""
    first = newest(snapshot.decisions, "title_abstract")
    last = newest(snapshot.decisions, "full_text")
    return tuple(
        (record, *standing_of(record.key, first, last)) for record in snapshot.records
    )


def suggestions_by_key(snapshot: Snapshot) -> dict[str, Suggestion]:
    """Give the rule's suggestion for every record that has one."""
    return {item.record_key: item for item in snapshot.suggestions}


def study_keys(study: Study) -> tuple[str, ...]:
    """Give the keys under which a study's record may stand."""
    keys = [study.record_key]
    keys.append(f"pmid:{study.pmid}" if study.pmid else None)
    keys.append(f"doi:{study.doi.lower()}" if study.doi else None)
    return tuple(dict.fromkeys(key for key in keys if key))


def included_studies(snapshot: Snapshot) -> tuple[Study, ...]:
    """Give the studies of the register that nobody's newest decision keeps out.

    A study whose record is included is in. A study that has no record in this review
    is in as well: a person confirmed it, and no decision speaks against it.
    """
    by_key = {
        record.key: standing for record, standing, _ in standings(snapshot)
    } | {
        key: standing_of(key, {}, newest(snapshot.decisions, "full_text"))[0]
        for key in newest(snapshot.decisions, "full_text")
    }  # fmt: skip
    kept = []
    for study in snapshot.register.studies:
        known = [by_key[key] for key in study_keys(study) if key in by_key]
        if not known or known[0] == "included":
            kept.append(study)
    return tuple(kept)
