"""What PubMed newly says of the reports of included studies: always told first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ketaevidence.curation.inclusion import study_keys
from ketaevidence.present import words
from ketaevidence.present.digest import anchors as places
from ketaevidence.present.digest.anchors import Anchors
from ketaevidence.present.digest.model import Item
from ketaevidence.present.inclusion import included_studies, standings
from ketaevidence.present.links import pubmed_link
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.integrity import notices, signals
from ketaevidence.records.model import Record

#: Titles are cut here; the link leads to the whole.
_TITLE: Final = 300
#: What PubMed says of a report, the gravest first; what follows; its noun.
_SAID: Final[Mapping[str, tuple[str, str, str]]] = {
    "retracted": (
        "PubMed marks its report as retracted",
        "Its results are in no pool. Decide on the record again.",
        "the retraction",
    ),
    "concern": (
        "its report came under an expression of concern",
        "Its results stay where they were, with a mark. Decide on the record again.",
        "the expression of concern",
    ),
    "corrected": (
        "a correction of its report was published",
        "Compare the values that were entered with the corrected report.",
        "the correction",
    ),
    "republished": (
        "its report was republished",
        "Compare the values that were entered with the new report.",
        "the republication",
    ),
}


def notice_items(before: Snapshot, after: Snapshot, anchors: Anchors) -> Iterator[Item]:
    """Yield what is new on the reports of studies that are or were included.

    A notice counts from when the record has it, whoever brought it: a refresh or an
    imported file.
    """
    then = {record.key: record for record in before.records}
    now = {record.key: record for record in after.records}
    found = [
        item
        for key, (label, anchor) in _watched(before, after, anchors).items()
        if key in now
        for item in _of_record(label, anchor, then.get(key), now[key])
    ]
    order = list(_SAID)
    yield from sorted(
        found,
        key=lambda item: order.index(item.kind) if item.kind in order else len(order),
    )


def _watched(
    before: Snapshot, after: Snapshot, anchors: Anchors
) -> dict[str, tuple[str, str]]:
    """Give (name, place) of every report of what is or was in, by the record's key.

    Further reports of an included study count, and so does a record that people
    included and whose study nobody has entered yet.
    """
    included = {
        study.study_id
        for snapshot in (before, after)
        for study in included_studies(snapshot)
    }
    found: dict[str, tuple[str, str]] = {}
    # The newer form of a row stands for it; what is no longer entered stays watched.
    rows = {s.study_id: s for s in (*before.register.studies, *after.register.studies)}
    for study in rows.values():
        if included & {study.study_id, study.secondary_of}:
            named = (study.label, anchors.study(study.study_id))
            found |= {key: named for key in study_keys(study) if key not in found}
    for snapshot in (after, before):
        for record, standing, decision in standings(snapshot):
            is_in = standing == "included" or (
                standing == "awaiting" and decision is not None
            )
            if is_in and record.key not in found:
                title = words.shortened(words.clean(record.title), _TITLE)
                found[record.key] = (title or record.key, places.RECORDS)
    return found


def _of_record(
    label: str, anchor: str, then: Record | None, now: Record
) -> Iterator[Item]:
    known = notices(then) if then is not None else frozenset()
    for signal, reference, pmid in sorted(
        notices(now) - known, key=lambda notice: [text or "" for text in notice]
    ):
        said, follows, _ = _SAID[signal]
        details = (f"The notice: {reference}.",) if reference else ()
        yield Item(
            section="integrity",
            kind=signal,
            text=f"{label}: {said}.",
            anchor=anchor,
            key=now.key,
            details=(*details, follows),
            link=pubmed_link(pmid or now.pmid),
        )
    if then is None:
        return
    for signal in sorted(signals(then) - signals(now)):
        yield Item(
            section="integrity",
            kind="reversed",
            text=f"{label}: PubMed took back {_SAID[signal][2]} of its report.",
            anchor=anchor,
            key=now.key,
            details=("Decide on the record again.",),
            link=pubmed_link(now.pmid),
        )
