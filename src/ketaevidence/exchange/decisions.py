"""From another tool's rows to this review's decisions, with a list of what is left out.

No row is lost: each is recorded, known already, or listed with the reason why not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ketaevidence.errors import ScreeningError
from ketaevidence.exchange.matching import Index
from ketaevidence.exchange.reasons import Reasons
from ketaevidence.exchange.rows import Export, Row, Vote
from ketaevidence.screening.imported import DecisionImport, LeftOut
from ketaevidence.screening.model import Decision, Stage
from ketaevidence.screening.settling import person


@dataclass(frozen=True, slots=True)
class Terms:
    """How a person wants a file to be taken; what the file itself says comes first."""

    at: str
    stage: Stage | None = None
    #: Who decided, where the file does not say.
    by: str | None = None
    #: Names of the file, and what the same people are called here.
    people: Mapping[str, str] | None = None
    #: Why these decisions settle what reviewers saw differently.
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One vote of one row, on the record that the row is about."""

    row: Row
    record_key: str
    stage: Stage
    by: str
    vote: Vote


def take_over(
    export: Export,
    index: Index,
    earlier: Sequence[Decision],
    terms: Terms,
    reasons: Reasons,
) -> DecisionImport:
    """Make decisions of what a file says; nothing is recorded here.

    Parameters
    ----------
    export
        The file's rows.
    index
        The review's records.
    earlier
        Every decision of the review, oldest first.
    terms
        How the file is to be taken.
    reasons
        What reasons for exclusion mean in this review.

    Raises
    ------
    ScreeningError
        If nobody is said to have decided, a stage contradicts the file, a name is not
        in it, or a reason means nothing here.
    """
    left: dict[str, list[LeftOut]] = {"unmatched": [], "ambiguous": [], "undecided": []}
    entries: list[_Entry] = []
    names = _Names(export, terms)
    _check_stage(export, terms)
    for row in export.rows:
        if not row.votes:
            left["undecided"].append(_out(row, ", ".join(row.undecided)))
            continue
        match = index.match(row)
        if match.record_key is None:
            left[match.kind].append(_out(row, match.why))
            continue
        if row.undecided:
            left["undecided"].append(_out(row, ", ".join(row.undecided)))
        entries += [
            _Entry(
                row=row,
                record_key=match.record_key,
                stage=vote.stage or terms.stage or "title_abstract",
                by=names.of(vote),
                vote=vote,
            )
            for vote in row.votes
        ]
    kept = _without_contradictions(entries, left["ambiguous"])
    meant = reasons.meant([(e.row.place, e.stage, e.vote) for e in kept])
    decisions, unchanged, older = _compared(kept, meant, earlier, terms)
    return DecisionImport(
        tool=export.tool,
        file=export.name,
        decisions=tuple(decisions),
        unchanged=unchanged,
        without_verdict=tuple(left["undecided"]),
        unmatched=tuple(left["unmatched"]),
        ambiguous=tuple(left["ambiguous"]),
        older=tuple(older),
        remarks=export.remarks,
    )


def _out(row: Row, why: str) -> LeftOut:
    return LeftOut(row.place, row.title, why)


def _check_stage(export: Export, terms: Terms) -> None:
    """Refuse a stage that the file itself contradicts."""
    said = {v.stage for row in export.rows for v in row.votes if v.stage is not None}
    if terms.stage is not None and said and terms.stage not in said:
        msg = (
            f"{export.name}: its decisions are at the stage {' and '.join(said)}, and "
            f"{terms.stage} was said; leave the stage out."
        )
        raise ScreeningError(msg)


class _Names:
    """What the people of a file are called in this review."""

    def __init__(self, export: Export, terms: Terms) -> None:
        self._file = export.name
        self._by = terms.by
        self._called = {person(k): v for k, v in (terms.people or {}).items()}
        votes = [vote for row in export.rows for vote in row.votes]
        here = {person(vote.by): vote.by for vote in votes if vote.by}
        strangers = [name for name in terms.people or {} if person(name) not in here]
        if strangers:
            msg = (
                f"{self._file}: nobody is called {', '.join(map(repr, strangers))} in "
                f"it; its people are: {', '.join(here.values()) or 'not named'}."
            )
            raise ScreeningError(msg)

        unknown = [n for n in export.unnamed if person(n) not in self._called]
        if unknown:
            names = ", ".join(n for n in here.values() if n not in export.unnamed)
            msg = (
                f"{self._file}: the log names people by their addresses, and what they "
                f"decided does not tell who is who: {', '.join(unknown)}. Say who each "
                f"is (--person '{unknown[0]}=A. Reader')"
                + (f"; told already: {names}." if names else ".")
            )
            raise ScreeningError(msg)

    def of(self, vote: Vote) -> str:
        """Give who decided.

        Raises
        ------
        ScreeningError
            If neither the file nor anybody says so.
        """
        if vote.by is not None:
            return self._called.get(person(vote.by), vote.by)
        if self._by is None or not self._by.strip():
            msg = f"{self._file}: the file does not say who decided; say so (by)."
            raise ScreeningError(msg)
        return self._by


def _without_contradictions(
    entries: Iterable[_Entry], ambiguous: list[LeftOut]
) -> list[_Entry]:
    """Leave out what a person decides both ways in one file; say the same once."""
    grouped: dict[tuple[str, Stage, str], list[_Entry]] = {}
    for entry in entries:
        key = (entry.record_key, entry.stage, person(entry.by))
        grouped.setdefault(key, []).append(entry)
    kept = []
    told = set()
    for group in grouped.values():
        said = {
            (e.vote.verdict, e.vote.reason if e.stage == "full_text" else None)
            for e in group
        }
        if len(said) == 1:
            kept.append(group[0])
            continue
        places = " and ".join(dict.fromkeys(e.row.place for e in group))
        why = f"{group[0].by} decides differently on {group[0].record_key} in {places}"
        for entry in group:
            if (entry.row.place, why) not in told:
                told.add((entry.row.place, why))
                ambiguous.append(_out(entry.row, why))
    return kept


def _compared(
    entries: Sequence[_Entry],
    meant: Sequence[str | None],
    earlier: Sequence[Decision],
    terms: Terms,
) -> tuple[list[Decision], int, list[LeftOut]]:
    """Tell what is new from what a person has recorded here already, or since."""
    last: dict[tuple[str, Stage, str], Decision] = {}
    for decision in earlier:
        if (decision.resolution is None) == (terms.resolution is None):
            key = (decision.record_key, decision.stage, person(decision.by))
            last[key] = decision
    decisions, unchanged, older = [], 0, []
    for entry, reason in zip(entries, meant, strict=True):
        made = Decision(
            record_key=entry.record_key,
            stage=entry.stage,
            verdict=entry.vote.verdict,
            by=entry.by,
            at=entry.vote.at or terms.at,
            reason=reason,
            resolution=terms.resolution,
        )
        before = last.get((entry.record_key, entry.stage, person(entry.by)))
        if before is not None and _is_same(before, made):
            unchanged += 1
        elif before is not None and entry.vote.at and before.at > entry.vote.at:
            why = f"{before.by} has decided otherwise here since, on {before.at[:10]}"
            older.append(_out(entry.row, why))
        else:
            decisions.append(made)
    # A record is included on its title before anything is decided on its text.
    decisions.sort(key=lambda decision: decision.stage == "full_text")
    return decisions, unchanged, older


def _is_same(before: Decision, made: Decision) -> bool:
    return (before.verdict, before.reason, before.resolution) == (
        made.verdict,
        made.reason,
        made.resolution,
    )
