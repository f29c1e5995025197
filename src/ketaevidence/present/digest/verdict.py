"""The verdict of a digest: the gravest thing first, and never a p value.

The order follows consequence, not time: what touches the integrity of an included study
comes before everything, then that the state may be incomplete, then what the pooled
results say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ketaevidence.present import words
from ketaevidence.present.digest.model import Verdict, VerdictKind


@dataclass(frozen=True, slots=True)
class Facts:
    """What a verdict rests on: counts and truths, no texts but reasons."""

    #: Whether there is no earlier state.
    is_first: bool = False
    #: Studies of which PubMed says something new: (label, words) each.
    notices: tuple[str, ...] = ()
    #: Why the state is incomplete; ``None`` where it is not.
    incomplete: str | None = None
    #: Pooled results before or after, those that moved, and those that say
    #: something else now, by name.
    pooled: int = 0
    moved: int = 0
    changed: tuple[str, ...] = ()
    studies_added: int = 0
    studies_removed: int = 0
    #: Reports that people included, whether their study is entered or not.
    reports_included: int = 0
    #: Rows of included studies' data that were entered, changed or taken out.
    entered: int = 0
    new_records: int = 0
    #: Things to look at, of any kind.
    items: int = 0


def kind_of(facts: Facts) -> VerdictKind:
    """Choose the verdict: the first of these that is so."""
    if facts.notices:
        return "integrity"
    if facts.incomplete is not None:
        return "incomplete"
    if facts.is_first:
        return "baseline"
    if facts.changed:
        return "changed"
    if any(
        (
            facts.moved,
            facts.studies_added,
            facts.studies_removed,
            facts.reports_included,
            facts.entered,
        )
    ):
        return "unchanged"
    return "ineligible" if facts.new_records else "none"


def verdict_of(facts: Facts) -> Verdict:
    """Say what happened in a sentence, and whether the conclusions changed."""
    kind = kind_of(facts)
    return Verdict(kind, _line(kind, facts), _conclusions(facts))


def _line(kind: VerdictKind, facts: Facts) -> str:
    return _LINES[kind](facts)


def _integrity(facts: Facts) -> str:
    more = len(facts.notices) - 1
    rest = f" And {words.counted(more, 'further notice')}." if more else ""
    return f"Integrity alert: {facts.notices[0]}{rest}"


def _none(facts: Facts) -> str:
    rest = "something else changed" if facts.items else "nothing changed"
    return f"No new records; {rest}."


def _new(facts: Facts) -> str:
    return words.counted(facts.new_records, "new record")


def _what_changed(facts: Facts) -> str:
    parts = []
    if facts.studies_added:
        parts.append(f"{words.counted(facts.studies_added, 'study', 'studies')} added")
    if facts.studies_removed:
        n = words.counted(facts.studies_removed, "study", "studies")
        parts.append(f"{n} removed")
    if facts.reports_included and not facts.studies_added:
        parts.append(f"{words.counted(facts.reports_included, 'report')} included")
    if facts.entered:
        parts.append(
            f"{words.counted(facts.entered, 'row')} of data entered or changed"
        )
    return words.capital(", ".join(parts) or "Numbers moved")


def _unchanged(facts: Facts) -> str:
    if not facts.pooled:
        return "no result is pooled, before or after"
    return "pooled results unchanged in meaning"


def _conclusions(facts: Facts) -> str:
    """Say whether the conclusions changed: the one fact that no digest leaves out."""
    if facts.is_first:
        return "Conclusions: there is no earlier state to compare them with."
    if facts.changed:
        return f"Conclusions: changed in meaning ({'; '.join(facts.changed)})."
    if not facts.pooled:
        return "Conclusions: not changed; no result is pooled, before or after."
    if facts.moved:
        n = words.counted(facts.moved, "pooled result")
        return f"Conclusions: not changed in meaning; {n} moved below the thresholds."
    return "Conclusions: not changed; no pooled result moved."


_LINES: Final[Mapping[VerdictKind, Callable[[Facts], str]]] = {
    "integrity": _integrity,
    "incomplete": lambda facts: f"Refresh incomplete: {facts.incomplete}.",
    "baseline": lambda _: (
        "Baseline: the first state of this review; there is none before it."
    ),
    "changed": lambda facts: (
        f"Pooled result changed in meaning: {'; '.join(facts.changed)}."
    ),
    "unchanged": lambda facts: f"{_what_changed(facts)}; {_unchanged(facts)}.",
    "ineligible": lambda facts: f"{_new(facts)}, none eligible yet.",
    "none": _none,
}
