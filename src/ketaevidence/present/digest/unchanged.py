"""What did not change, said explicitly: silence could mean that nobody looked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from ketaevidence.present.digest.model import Item, ResultChange, Told
from ketaevidence.present.digest.settings import software_changes
from ketaevidence.present.inclusion import included_studies
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.words import counted
from ketaevidence.synthesis.movement import Movement

_NOTICES = ("retraction", "expression of concern", "correction")
_STUDIES = "included studies"
_PLURALS = {"expression of concern": "expressions of concern"}


def unchanged_lines(
    items: Sequence[Item],
    results: Sequence[ResultChange],
    found: Sequence[Movement],
    after: Snapshot,
    told: Told,
) -> Iterator[str]:
    """Yield a sentence on each thing that was compared and is as it was."""
    sections = {item.section for item in items}
    kinds = {item.kind for item in items}
    studies = counted(
        len(included_studies(after)), "included study", "included studies"
    )
    if "integrity" not in sections:
        none = ", ".join(f"0 {_PLURALS.get(n, n + 's')}" for n in _NOTICES)
        yield f"{none} newly touch the {studies}."
    yield from _searched(kinds, after)
    if "missing" not in kinds:
        yield "0 records vanished from PubMed."
    if not kinds & {"study_added", "study_removed"}:
        yield f"0 studies added or removed; {studies}."
    if not results:
        yield _pooled(len(found))
    if "setting_changed" not in kinds and told.since is not None:
        yield "0 settings changed."
    if "software_moved_results" not in kinds:
        changes = list(software_changes(after, told))
        if changes and told.stored is not None:
            yield f"Other software moved no pooled result ({'; '.join(changes)})."


def standing_lines(items: Sequence[Item], after: Snapshot) -> Iterator[str]:
    """Yield what a baseline holds: there is nothing yet to compare it with."""
    yield f"{counted(len(after.records), 'record')}."
    yield f"{counted(len(included_studies(after)), 'included study', _STUDIES)}."
    pooled = sum(
        group.pooled is not None and group.pooled.k > 1
        for analysis in after.analyses
        for group in analysis.groups
    )
    yield f"{counted(pooled, 'pooled result')}."
    yield from _searched({item.kind for item in items}, after)


def _searched(kinds: AbstractSet[str], after: Snapshot) -> Iterator[str]:
    if not after.searches:
        yield "PubMed has not been searched by this review."
    elif "incomplete" not in kinds:
        last = after.searches[-1]
        yield (
            f"{last.retrieved:,} of {last.count:,} records retrieved in the search of "
            f"{last.at[:10]}."
        )


def _pooled(n: int) -> str:
    if not n:
        return "No result is pooled, before or after."
    return f"0 of {counted(n, 'pooled result')} moved."
