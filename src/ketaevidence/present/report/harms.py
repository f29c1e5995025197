"""Harm in the answer: what was counted, study by study, and how much was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.present import words
from ketaevidence.present.printed import counted, unit_note
from ketaevidence.present.side_by_side import DisagreementView

#: Longest statement that is repeated beside a count [characters].
_STATEMENT = 60
#: Roles of arms that need no name beside a count.
_UNNAMED = frozenset({"all", "single"})
_NO_DECISIONS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HarmAnswer:
    """What the included studies say of harm, in sentences; nothing is pooled."""

    lead: str
    #: (study, what was counted in it) pairs.
    counted: tuple[tuple[str, str], ...]
    rest: tuple[str, ...]


def _is_counted(result: Result) -> bool:
    return result.events is not None or result.percent is not None


def _arm(result: Result, register: Register) -> str:
    try:
        arm = register.arm(result.study_id, result.arm_id)
    except KeyError:
        return result.arm_id
    return "" if arm.role in _UNNAMED else arm.label


def _value(
    result: Result, register: Register, apart: Mapping[str, DisagreementView]
) -> str:
    arm = _arm(result, register)
    text = f"{counted(result)}{unit_note(result)}{f' with {arm}' if arm else ''}"
    if result.events is None:
        text += ", percentage only"
    if result.status != "stated":
        text += f", {result.status}"
    if result.statement and len(result.statement) <= _STATEMENT:
        text += f" (“{words.clean(result.statement)}”)"
    found = apart.get(result.result_id)
    return f"{text}; {_otherwise(found)}" if found else text


def _otherwise(found: DisagreementView) -> str:
    """Say what other sources have of a count, and whether somebody chose."""
    shown = next((one.number for one in found.sources if one.counts), 1)
    others = ", ".join(
        f"{one.text} in source {one.number}"
        for one in found.sources
        if one.number != shown
    )
    return f"sources disagree: {others}. {words.sentence(found.decided).rstrip('.')}"


def _of_study(
    rows: list[Result],
    register: Register,
    apart: Mapping[str, DisagreementView],
    decided: Mapping[str, tuple[str, ...]],
) -> str:
    """Write what was counted in one study, the arms of one event together."""
    events: dict[str, list[str]] = {}
    for row in rows:
        event = words.clean(row.outcome_words)
        events.setdefault(event, []).append(_value(row, register, apart))
    parts = [f"{event}: {'; '.join(values)}" for event, values in events.items()]
    parts += [words.clause(r.kept_out_because) for r in rows if r.kept_out_because]
    parts += [
        said.rstrip(".") for row in rows for said in decided.get(row.result_id, ())
    ]
    return words.sentence(". ".join(map(words.capital, dict.fromkeys(parts))))


def harm_answer(
    studies: tuple[Study, ...],
    register: Register,
    disagreements: Iterable[DisagreementView] = (),
    decided: Mapping[str, tuple[str, ...]] = _NO_DECISIONS,
) -> HarmAnswer:
    """Answer the question's part on harm from the adverse events of the register.

    Parameters
    ----------
    studies
        The included studies.
    register
        The register.
    disagreements
        Where sources disagree, so that no count stands there as if it were the one.
    decided
        What people decided on a result after a check asked, by the result's id.
    """
    apart = {view.result_id: view for view in disagreements if view.result_id}
    labels = {study.study_id: study.label for study in studies}
    events = [
        row
        for row in register.results
        if row.outcome == "adverse_event" and row.study_id in labels
    ]
    by_study: dict[str, list[Result]] = {}
    for row in events:
        if _is_counted(row):
            by_study.setdefault(row.study_id, []).append(row)
    told = len(events) - sum(map(len, by_study.values()))
    if not events:
        lead = "No adverse event is in the register."
        return HarmAnswer(lead, (), ("That is not a finding that none occurred.",))
    among = words.counted(len(by_study), "study", "studies")
    lead = f"Harm was counted in {among}; nothing is pooled."
    if not by_study:
        lead = "Harm is told in words only; no study gives a count."
    rest = []
    if told:
        entry = words.counted(told, "more entry is", "more entries are")
        rest.append(f"{entry} in words, without a count; no number is made of them.")
    rest.append("What a study did not count may have occurred all the same.")
    return HarmAnswer(
        lead,
        tuple(
            (labels[key], _of_study(rows, register, apart, decided))
            for key, rows in by_study.items()
        ),
        tuple(rest),
    )
