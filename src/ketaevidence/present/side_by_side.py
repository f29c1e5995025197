"""What several sources state of one thing, side by side, and which of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.model import Register, Result, Source
from ketaevidence.curation.sources import Disagreement, Stated
from ketaevidence.curation.vocabulary import CONFIDENCES, PHASES, SPREAD_TYPES
from ketaevidence.present import words
from ketaevidence.present.snapshot import Snapshot

#: Columns whose name is not what people call them.
_NAMES: Final = MappingProxyType(
    {
        "n_enrolled": "patients enrolled",
        "n_analysed": "patients analysed",
        "n_crps": "patients with the condition",
        "n": "patients",
        "p_value": "p value",
        "time_days": "day",
        "ci_low": "lower end of the interval",
        "ci_high": "upper end of the interval",
        "ci_level": "level of the interval",
        "spread_type": "kind of spread",
        "drug_form": "form of the drug",
        "doi": "DOI",
        "pmid": "PMID",
    }
)
#: Codes of some columns, in words.
_CODES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"spread_type": SPREAD_TYPES, "phase": PHASES}
)
#: Shown and never pooled.
_NEVER_POOLED: Final = "adverse_event"
#: Columns that one phrase tells together: "13 of 20 (65%)".
_COUNTED: Final = ("events", "total", "percent")


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


def column_words(column: str) -> str:
    """Name a column of the register as people do.

    Examples
    --------
    >>> column_words("n_analysed"), column_words("dose_class")
    ('patients analysed', 'dose class')
    """
    return _NAMES.get(column, column.replace("_", " "))


def stated_words(stated: Stated, columns: Iterable[str]) -> str:
    """Write what a source states in some columns: ``13 of 20 (65%)``.

    Parameters
    ----------
    stated
        What the source states.
    columns
        The columns in which sources differ. Of one alone its name is not repeated.
    """
    wanted = list(columns)
    parts = []
    if set(wanted) & set(_COUNTED):
        parts.append(_count(stated))
    others = [name for name in wanted if name not in _COUNTED]
    for name in others:
        text = stated.text(name)
        if not text:
            continue
        value = words.clean(_CODES.get(name, {}).get(text, text)).replace(
            "-", words.MINUS if text.startswith("-") else "-"
        )
        alone = len(wanted) == 1
        parts.append(value if alone else f"{column_words(name)} {value}")
    return "; ".join(part for part in parts if part) or "nothing on it"


def _count(stated: Stated) -> str:
    events, total = stated.text("events"), stated.text("total")
    percent = stated.text("percent")
    share = f"{percent}%" if percent and "/" not in percent else ""
    if not events:
        return share
    count = f"{events} of {total}" if total else f"{events} (of how many is not stated)"
    return f"{count} ({share})" if share else count


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
        sources=tuple(_stated(one, found) for one in found.sources),
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


def _stated(one: Stated, found: Disagreement) -> StatedView:
    source = one.source
    return StatedView(
        number=one.number,
        text=stated_words(one, found.columns),
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
