"""A state of a review as one plain document: what a version freezes and verifies.

Its sections are inputs (records, decisions, the register with its sources, what people
settled, judged and rated), numbers (the flow and the analyses), and what they were made
with (settings, searches, software). Everything that has a name is kept under it and not
in a list, so that two documents can be compared place by place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from math import isfinite
from typing import Any, Final, TypeVar

import numpy as np

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.entries import key_of
from ketaevidence.curation.model import Register
from ketaevidence.curation.sources import Disagreement, OtherSource
from ketaevidence.integrity.model import Finding, Ruling
from ketaevidence.library import Entry, Run, Search
from ketaevidence.question.model import Question
from ketaevidence.records.integrity import evidence_fingerprint
from ketaevidence.records.model import Record
from ketaevidence.screening.flow import Flow
from ketaevidence.screening.model import Decision
from ketaevidence.synthesis.model import Analysis, EffectRow, KeptOut

#: A plain document: texts, numbers, truths, nothing, lists and maps of them.
Document = dict[str, Any]
_T = TypeVar("_T")

#: What of a document rests on what came in and what people did.
INPUTS: Final = (
    "records", "missing", "decisions", "register", "other_sources", "disagreements",
    "findings", "rulings", "bias", "certainty",
)  # fmt: skip
#: What is computed from that.
NUMBERS: Final = ("flow", "analyses")
#: The layout of the document; another layout gets another number.
_LAYOUT: Final = 1
#: Digits of a record's fingerprint: enough to see that its evidence changed.
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class State:
    """What makes up one state of a review, with nothing left to be looked up."""

    question: Question
    software: tuple[tuple[str, str], ...]
    runs: tuple[Run, ...]
    searches: tuple[Search, ...]
    records: Iterable[Record]
    missing: frozenset[str]
    decisions: Sequence[Decision]
    #: The studies, arms and results with the values that count.
    register: Register
    other_sources: Sequence[OtherSource]
    disagreements: Sequence[Disagreement]
    findings: Sequence[Finding]
    rulings: Sequence[Ruling]
    bias: Sequence[BiasJudgement]
    #: The newest rating of each outcome, as the store keeps it.
    certainty: Sequence[Entry]
    flow: Flow
    analyses: Sequence[Analysis]


def document_of(state: State) -> Document:
    """Give a state as a plain document, equal for equal states."""
    register = state.register
    return {
        "layout": _LAYOUT,
        "question": settings_of(state.question),
        "software": dict(state.software),
        "search": _search(state),
        "records": {
            record.key: evidence_fingerprint(record)[:_DIGITS]
            for record in state.records
        },
        "missing": sorted(state.missing),
        "decisions": plain(state.decisions),
        "register": {
            "studies": keyed(register.studies, key_of),
            "arms": keyed(register.arms, key_of),
            "results": keyed(register.results, key_of),
        },
        "other_sources": keyed(state.other_sources, lambda other: other.name),
        "disagreements": {
            f"{found.table}/{found.key}/{'+'.join(found.columns)}": plain(found.choice)
            for found in state.disagreements
        },
        "findings": {
            found.id: {
                "check": found.check,
                "severity": found.severity,
                "what": found.what,
                "verdict": None if found.ruling is None else found.ruling.verdict,
            }
            for found in state.findings
        },
        "rulings": keyed(state.rulings, lambda ruling: ruling.finding_id),
        "bias": keyed(state.bias, lambda made: made.key),
        "certainty": keyed(state.certainty, lambda entry: entry.key),
        "flow": plain(state.flow),
        "analyses": {analysis.kind: _analysis(analysis) for analysis in state.analyses},
    }


def settings_of(question: Question) -> Document:
    """Give a question's settings, without the address of the person who asks PubMed."""
    settings: Document = plain(question)
    del settings["email"]
    return settings


def canonical(document: Document) -> str:
    """Write a document as the one text that equal documents have.

    Sorted names, no spaces, each number as the shortest text that reads back as it.
    """
    return json.dumps(
        document,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def plain(value: object) -> Any:
    """Give a value as plain data; numbers keep every digit.

    Raises
    ------
    TypeError
        If it is of a kind that has no plain form: what cannot be frozen is not dropped.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        number = float(value)
        # JSON has no infinity and no "not a number"; as texts they stay what they are.
        return number if isfinite(number) else str(number)
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in _listed(value)]


def _listed(value: object) -> Iterable[object]:
    """Give the parts of anything that is a row of parts, sets in a fixed order."""
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, np.ndarray):
        return list(value)
    msg = f"{type(value).__name__} has no plain form: {value!r}"
    raise TypeError(msg)


def keyed(items: Iterable[_T], name: Callable[[_T], str]) -> Document:
    """Give items under their names; a name that comes again is numbered."""
    found: Document = {}
    for item in items:
        first = key = name(item)
        again = 1
        while key in found:
            again += 1
            key = f"{first} ({again})"
        found[key] = plain(item)
    return found


def _search(state: State) -> Document:
    """Give how records came, and what PubMed said to the newest search."""
    return {
        "runs": [
            {"kind": run.kind, "source": run.source, "at": run.at, "n": run.received}
            for run in state.runs
        ],
        "newest": plain(state.searches[-1]) if state.searches else None,
    }


def _analysis(analysis: Analysis) -> Document:
    found: Document = {
        part.name: plain(getattr(analysis, part.name))
        for part in fields(analysis)
        if part.name not in ("groups", "kept_out")
    }
    groups = keyed(analysis.groups, lambda group: group.label)
    for group, document in zip(analysis.groups, groups.values(), strict=True):
        document["rows"] = keyed(group.rows, _named)
    found["groups"] = groups
    found["kept_out"] = keyed(
        analysis.kept_out, lambda kept: f"{_named(kept)}/{kept.reason_id}"
    )
    return found


def _named(row: EffectRow | KeptOut) -> str:
    return "/".join((row.study_id, "+".join(row.result_ids)))
