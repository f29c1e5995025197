"""Cells of the evidence table that gather several things known of an entered study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.present import words
from ketaevidence.present.answers import decisions_on
from ketaevidence.present.printed import printed
from ketaevidence.present.side_by_side import DisagreementView, place_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.study_facts import patients_of
from ketaevidence.records.integrity import notices
from ketaevidence.records.model import Record
from ketaevidence.synthesis.model import Analysis, EffectRow

_HARM: Final = "adverse_event"
_NOT_FOUND: Final = "not_found"
#: What PubMed says of a report, in words.
_NOTICES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "retracted": "retracted",
        "concern": "under an expression of concern",
        "corrected": "corrected or updated by a later notice",
        "republished": "published again",
    }
)
#: What is said of a record that PubMed described and puts no notice on.
NO_NOTICE: Final = "no retraction, concern or correction in PubMed's record"


def patients_words(study: Study) -> str | None:
    """Say which number of patients is which; never two numbers as if they were one."""
    analysed, enrolled = study.n_analysed, study.n_enrolled
    n = patients_of(study)
    if n is None:
        return None
    if analysed is not None and enrolled is not None:
        is_all = analysed == enrolled
        text = f"{n} enrolled and analysed" if is_all else f"{n} analysed of {enrolled}"
    elif analysed is not None:
        text = f"{n} analysed"
    elif enrolled is not None:
        text = f"{n} enrolled"
    else:
        return f"{n} with the condition"
    if study.n_crps is not None and study.n_crps < n:
        text += f"; {study.n_crps} with the condition"
    return text


def arms_of(study: Study, register: Register) -> str | None:
    """Write a study's arms in the source's words, or else as they are entered."""
    told = words.clean(study.arms_words or "")
    if told:
        return told
    names = []
    for arm in register.arms:
        if arm.study_id == study.study_id:
            size = "" if arm.n is None else f" (n {arm.n})"
            names.append(f"{words.clean(arm.label)}{size}")
    return "; ".join(names) or None


def estimates_of(study_id: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Write every number that the analyses make of a study, with its interval."""
    level = words.level_percent(snapshot.question.pooling.level)
    return tuple(
        _estimate(row, analysis, group.label, level)
        for analysis in snapshot.analyses
        for group in analysis.groups
        for row in group.rows
        if row.study_id == study_id
    )


def _estimate(row: EffectRow, analysis: Analysis, group: str, level: str) -> str:
    """Write what was measured, the number with its interval, and how it came about."""
    value = words.number(row.estimate, analysis.decimals)
    span = words.interval(row.ci_lb, row.ci_ub, analysis.decimals)
    about = [analysis.title, words.clause(group)]
    about += [f"{words.clause(title)} {text}" for title, text in row.columns]
    return (
        f"{analysis.axis_label}: {value} ({level} CI {span}). "
        f"{'; '.join([*about, *row.marks])}."
    )


def not_found(study_id: str, register: Register) -> tuple[str, ...]:
    """Say what a person looked for and did not find, and where they looked.

    Harm is not among it: that stands with the other harms.
    """
    rows = register.results_of(study_id)
    return _not_found(row for row in rows if row.outcome != _HARM)


def _not_found(rows: Iterable[Result]) -> tuple[str, ...]:
    told = []
    for row in rows:
        if row.statistic == _NOT_FOUND:
            when = f", {words.clean(row.time_words)}" if row.time_words else ""
            what = f"{words.clean(row.outcome_words)}{when}"
            told.append(f"{what}: looked for, not found ({place_of(row.source)})")
    return tuple(told)


def harms_of(
    study: Study, snapshot: Snapshot, apart: Sequence[DisagreementView]
) -> str | None:
    """Write what harm a study counts, what it says in words, what was not found.

    ``None`` is that nobody entered anything on harm: neither that none occurred, nor
    that the study did not report any.
    """
    # The report is built from this table, so its words on harm come in here only.
    from ketaevidence.present.report.harms import harm_answer

    register = snapshot.register
    rows = [r for r in register.results_of(study.study_id) if r.outcome == _HARM]
    counted = [r for r in rows if r.events is not None or r.percent is not None]
    decided = {
        row.result_id: decisions_on((row.result_id,), snapshot, with_choices=False)
        for row in counted
    }
    own = Register((study,), register.arms, tuple(counted))
    parts = [text for _, text in harm_answer((study,), own, apart, decided).counted]
    parts += [
        words.sentence(f"{words.clean(row.outcome_words)}: {printed(row)}")
        for row in rows
        if row not in counted and row.statistic != _NOT_FOUND
    ]
    parts += [words.sentence(text) for text in _not_found(rows)]
    return " ".join(dict.fromkeys(parts)) or None


def notices_on(records: Sequence[Record], snapshot: Snapshot) -> str | None:
    """Write what PubMed says of a study's reports: retracted, corrected, missing.

    ``None`` where no report was described by PubMed, so that nobody looked.
    """
    told = []
    for record in records:
        for signal, reference, pmid in sorted(notices(record), key=_gravity):
            where = words.clean(f"{reference} PMID {pmid}" if pmid else reference)
            source = f" ({where})" if where else ""
            told.append(f"{record.key}: {_NOTICES[signal]}{source}")
        if record.key in snapshot.missing:
            told.append(f"{record.key}: PubMed had this record no more when last asked")
    if told:
        return "; ".join(told)
    return NO_NOTICE if any(record.status for record in records) else None


def _gravity(notice: tuple[str, str, str | None]) -> tuple[int, str, str]:
    signal, reference, pmid = notice
    return list(_NOTICES).index(signal), reference, pmid or ""
