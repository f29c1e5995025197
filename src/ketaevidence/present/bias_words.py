"""Judgements on the risk of bias in words: what was judged, domain by domain."""

from __future__ import annotations

from collections.abc import Iterable

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import tool_of
from ketaevidence.curation.model import Register, Result
from ketaevidence.curation.vocabulary import OUTCOMES
from ketaevidence.present import words

#: What is said of a study or a result that nobody judged.
NOT_ASSESSED = "not assessed"
NO_WHOLE = "the whole was not judged"


def judged_words(made: BiasJudgement, register: Register) -> str:
    """Say what was judged: a result with its time, or the study.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> made = review.judge_bias(
    ...     "sigtermans2009", tool="rob2", outcome="pain_intensity", time_days=84,
    ...     domains=dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low"),
    ...     by="A. Reader", reason="invented for this example")
    >>> judged_words(made, review.register)
    'pain intensity, day 84'
    """
    if made.outcome is None:
        return "the study as a whole"
    for row in register.results:
        if made.result_id is not None and row.result_id == made.result_id:
            when = f", {words.clean(row.time_words)}" if row.time_words else ""
            return f"{words.clean(row.outcome_words)}{when} ({row.result_id})"
    name = words.clause(OUTCOMES.get(made.outcome, made.outcome).partition(" (")[0])
    if made.time_days is None:
        return f"{name}, any time"
    return f"{name}, day {words.plain(made.time_days)}"


def judgement_words(made: BiasJudgement, register: Register) -> str:
    """Write one judgement in a line, with tool and version; nothing is worked out."""
    tool = tool_of(made.tool, made.version)
    domains = ", ".join(f"{one.domain} {one.judgement}" for one in made.domains)
    whole = f"overall {made.overall}" if made.overall else NO_WHOLE
    return (
        f"{tool.title}: {judged_words(made, register)}: {domains}; {whole} "
        f"({words.clean(made.by)}, {made.at[:10]})"
    )


def bias_of_study(
    study_id: str, judgements: Iterable[BiasJudgement], register: Register
) -> str:
    """Write every judgement on a study, or that it was not assessed."""
    told = [
        judgement_words(made, register)
        for made in judgements
        if made.study_id == study_id
    ]
    return "; ".join(told) or NOT_ASSESSED


def judgements_of(
    result_ids: Iterable[str],
    study_id: str,
    judgements: Iterable[BiasJudgement],
    register: Register,
) -> tuple[BiasJudgement, ...]:
    """Give the judgements that are about some results of a study.

    A judgement on the study is about each of its results; one on an outcome at a time,
    about the results on that outcome at that time, or at any where none was said.
    """
    rows = {row.result_id: row for row in register.results_of(study_id)}
    wanted = [rows[key] for key in result_ids if key in rows]
    found = []
    for made in judgements:
        if made.study_id != study_id:
            continue
        if made.outcome is None or any(_is_about(made, row) for row in wanted):
            found.append(made)
    return tuple(found)


def _is_about(made: BiasJudgement, row: Result) -> bool:
    if made.result_id is not None:
        return made.result_id == row.result_id
    same_time = made.time_days in (None, row.time_days)
    return same_time and made.outcome == row.outcome
