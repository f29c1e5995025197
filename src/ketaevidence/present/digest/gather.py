"""Compare two states of a review and say what changed, in the order of consequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketaevidence.present.digest.anchors import Anchors
from ketaevidence.present.digest.model import (
    SECTIONS,
    Digest,
    Item,
    ResultChange,
    Told,
)
from ketaevidence.present.digest.notices import notice_items
from ketaevidence.present.digest.records import queue_items, revised_items
from ketaevidence.present.digest.results import (
    premises_of,
    result_changes,
    shown_items,
)
from ketaevidence.present.digest.search import incomplete_because, search_items
from ketaevidence.present.digest.settings import setting_items, software_items
from ketaevidence.present.digest.studies import rated_items, study_items
from ketaevidence.present.digest.unchanged import standing_lines, unchanged_lines
from ketaevidence.present.digest.verdict import Facts, verdict_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.words import clean
from ketaevidence.synthesis.movement import Movement, movements

#: Kinds of items that change what studies say.
_DATA = ("study_new", "study_changed", "study_gone", "arm_new", "arm_changed",
         "arm_gone", "result_new", "result_changed", "result_gone")  # fmt: skip


def digest_of(before: Snapshot | None, after: Snapshot, told: Told) -> Digest:
    """Say what changed between two states of a review, and whether it matters.

    Parameters
    ----------
    before
        The earlier state; ``None`` where there is none.
    after
        The later state. Its question has the thresholds.
    told
        What the store tells beside the two.

    Returns
    -------
    Digest
        The same for the same input, to the last byte of each of its forms. Without an
        earlier state it is a baseline.
    """
    if before is None:
        facts = Facts(is_first=True, incomplete=incomplete_because(after, told))
        items: tuple[Item, ...] = ()
        results: tuple[ResultChange, ...] = ()
        found: tuple[Movement, ...] = ()
        if facts.incomplete is not None:
            items = tuple(search_items(after, after, told))
    else:
        anchors = Anchors(after)
        found = movements(premises_of(before), premises_of(after), told.stored)
        results = result_changes(found, after, told, anchors)
        items = _in_order(
            *notice_items(before, after, anchors),
            *shown_items(before, after, anchors),
            *rated_items(told, anchors),
            *study_items(before, after, told, anchors),
            *queue_items(before, after),
            *revised_items(before, after),
            *search_items(before, after, told),
            *setting_items(before, after, found),
            *software_items(after, told, found),
        )
        facts = replace(
            _facts(items, results),
            incomplete=incomplete_because(after, told),
            pooled=len(found),
            new_records=len(
                {r.key for r in after.records} - {r.key for r in before.records}
            ),
        )
    return Digest(
        name=after.question.name,
        title=clean(after.question.title),
        since=told.since,
        until=told.until,
        verdict=verdict_of(facts),
        items=items,
        results=results,
        unchanged=tuple(
            standing_lines(items, after)
            if before is None
            else unchanged_lines(items, results, found, after, told)
        ),
        notes=told.notes,
    )


def _in_order(*items: Item) -> tuple[Item, ...]:
    order = list(SECTIONS)
    return tuple(sorted(items, key=lambda item: order.index(item.section)))


def _facts(items: Sequence[Item], results: Sequence[ResultChange]) -> Facts:
    """Count what the verdict rests on."""
    kinds = [item.kind for item in items]
    return Facts(
        notices=tuple(i.text for i in items if i.section == "integrity"),
        moved=sum(result.movement.has_moved for result in results),
        changed=tuple(
            f"{result.title}, {result.movement.label}"
            for result in results
            if result.meaning.has_changed
        ),
        studies_added=kinds.count("study_added"),
        studies_removed=kinds.count("study_removed"),
        reports_included=kinds.count("now_included"),
        entered=sum(kind in _DATA for kind in kinds),
        items=len(items),
    )
