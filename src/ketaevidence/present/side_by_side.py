"""What several sources state of one thing, side by side, and which of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.model import Register, Result, Source
from ketaevidence.curation.sources import Disagreement, Stated
from ketaevidence.curation.stated_words import column_words, stated_words, value_words
from ketaevidence.curation.vocabulary import CONFIDENCES, WORDS, Words
from ketaevidence.present import words
from ketaevidence.present.snapshot import Snapshot

#: What needs no saying of a count.
_USUAL: Final = frozenset(
    {
        ("statistic", "count"),
        ("statistic", "percent"),
        ("estimator", "count"),
        ("unit_of_analysis", "patient"),
    }
)
#: Shown and never pooled.
_NEVER_POOLED: Final = "adverse_event"


@dataclass(frozen=True, slots=True)
class StatedView:
    """What one source states, and where that was read."""

    number: int
    text: str
    place: str
    quote: str | None
    url: str | None
    confidence: str
    #: Whether a person chose it; ``None`` while nobody has chosen.
    counts: bool | None


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """One disagreement as people read it."""

    study_id: str
    study: str
    #: The result, or ``None`` for a cell of a study or an arm.
    result_id: str | None
    about: str
    sources: tuple[StatedView, ...]
    #: Who chose which and why, or that nobody has.
    decided: str
    is_open: bool

    @property
    def words(self) -> str:
        """What each source states, where, and who chose: without what it is about."""
        stated = "; ".join(
            f"{one.text} in source {one.number} ({one.place})" for one in self.sources
        )
        return f"{stated}. {self.decided}"

    @property
    def sentence(self) -> str:
        """Everything in one sentence, to stand beside the number."""
        return f"Sources disagree: {self.words}"


def heading(found: Disagreement, register: Register) -> str:
    """Name the row that sources disagree on, what it is of, and its study."""
    label = words.clean(register.study(found.study_id).label)
    return f"{words.clean(found.key)}: {_about(found, register)} ({label})"


def source_lines(
    stated: Stated, columns: Sequence[str], codes: Words = WORDS
) -> tuple[str, ...]:
    """Write what a source states in the columns that differ, then the rest of it.

    Returns
    -------
    tuple of str
        One line, or two where the source states more of the same row.
    """
    named = (*columns, "events", "total", "percent")
    rest = [
        name
        for name, text in stated.cells
        if text and name not in named and (name, text) not in _USUAL
    ]
    lines = [words.clean(stated_words(stated, columns, codes))]
    if rest:
        told = (
            f"{column_words(n)} {value_words(n, stated.text(n), codes)}" for n in rest
        )
        lines.append(words.clean(f"beside it: {'; '.join(told)}"))
    return tuple(lines)


def place_of(source: Source) -> str:
    """Name the place where something was read, or say that it is not recorded."""
    return words.clean(source.location or source.url or "place not recorded")


def disagreement_views(
    snapshot: Snapshot, study_ids: Iterable[str] | None = None
) -> tuple[DisagreementView, ...]:
    """Give the disagreements of some studies, or of all, in the register's order."""
    wanted = None if study_ids is None else set(study_ids)
    return tuple(
        _view(found, snapshot.register)
        for found in snapshot.disagreements
        if wanted is None or found.study_id in wanted
    )


def _view(found: Disagreement, register: Register) -> DisagreementView:
    return DisagreementView(
        study_id=found.study_id,
        study=words.clean(register.study(found.study_id).label),
        result_id=found.key if found.table == "results" else None,
        about=_about(found, register),
        sources=tuple(_stated(one, found, register) for one in found.sources),
        decided=_decided(found, register),
        is_open=found.is_open,
    )


def _about(found: Disagreement, register: Register) -> str:
    if found.table == "results":
        row = _row(found, register)
        when = f", {words.clean(row.time_words)}" if row.time_words else ""
        return words.capital(f"{words.clean(row.outcome_words)}{when}")
    cell = words.capital(", ".join(map(column_words, found.columns)))
    if found.table == "arms":
        arm = register.arm(found.study_id, found.key.partition("/")[2])
        return f"{cell} of {words.clean(arm.label)}"
    return cell


def _row(found: Disagreement, register: Register) -> Result:
    return next(row for row in register.results if row.result_id == found.key)


def _stated(one: Stated, found: Disagreement, register: Register) -> StatedView:
    source = one.source
    return StatedView(
        number=one.number,
        text=words.clean(stated_words(one, found.columns, register.words)),
        place=place_of(source),
        quote=words.clean(source.quote) if source.quote else None,
        url=source.url,
        confidence=CONFIDENCES.get(source.confidence, source.confidence),
        counts=None if found.choice is None else found.choice.number == one.number,
    )


def _decided(found: Disagreement, register: Register) -> str:
    chosen = found.choice
    if chosen is None:
        if found.table == "results" and _row(found, register).outcome == _NEVER_POOLED:
            return "Nobody has chosen."
        held = "no pool uses it" if found.touches_pools else "the first is shown"
        return f"Nobody has chosen; {held}."
    what = (
        "Kept out of every pool"
        if chosen.number is None
        else f"Source {chosen.number} chosen"
    )
    reason = words.clean(chosen.reason).rstrip(".")
    return f"{what} by {words.clean(chosen.by)} on {chosen.at[:10]}: {reason}."


def agreeing_words(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Say of each result which other sources state it and contradict nothing.

    Returns
    -------
    tuple of (str, str)
        The result's identifier, and the words.
    """
    disputed = {(found.table, found.key) for found in snapshot.disagreements}
    return tuple(
        (
            other.key,
            f"Source {other.number} ({place_of(other.source)}) does not contradict it.",
        )
        for other in snapshot.other_sources
        if other.table == "results" and (other.table, other.key) not in disputed
    )
