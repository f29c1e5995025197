"""Which decision counts, and which decisions may be recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from ketaevidence.errors import ScreeningError
from ketaevidence.question.model import Question
from ketaevidence.screening.model import Decision, Stage, Verdict
from ketaevidence.screening.settling import required, settled
from ketaevidence.screening.stored import RESOLUTION_MARK

STAGES: tuple[str, ...] = get_args(Stage)
VERDICTS: tuple[str, ...] = get_args(Verdict)

#: Times are UTC text, so that their order as text is their order in time.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

#: Where a record stands in the review by people's decisions.
Standing = Literal["included", "excluded", "not_retrieved", "awaiting"]

_WORDS: Mapping[Verdict, Standing] = {
    "include": "included",
    "exclude": "excluded",
    "not_retrieved": "not_retrieved",
}


def newest(decisions: Iterable[Decision], stage: Stage) -> dict[str, Decision]:
    """Give the newest decision on each record at a stage, whoever made it.

    Parameters
    ----------
    decisions
        All decisions, oldest first.
    stage
        ``title_abstract`` or ``full_text``.
    """
    return {d.record_key: d for d in decisions if d.stage == stage}


def standings(
    record_keys: Iterable[str], decisions: Sequence[Decision]
) -> dict[str, tuple[Standing, Decision | None]]:
    """Give where each record stands, and by which decision.

    The full text has the last word, but only on a record that is included on its
    title and abstract; without a decision at that stage a record is awaiting. Where
    the review asks for two people, a record awaits until they agree or the conflict is
    settled.
    """
    reviewers = required(decisions)
    first = settled(decisions, "title_abstract", reviewers)
    second = settled(decisions, "full_text", reviewers)
    found: dict[str, tuple[Standing, Decision | None]] = {}
    for key in record_keys:
        decision = first.get(key)
        if decision is not None and decision.verdict == "include" and key in second:
            decision = second[key]
            found[key] = _WORDS[decision.verdict], decision
        elif decision is not None and decision.verdict == "exclude":
            found[key] = "excluded", decision
        else:
            found[key] = "awaiting", decision
    return found


def check_decision(
    decision: Decision, earlier: Mapping[str, Decision], question: Question
) -> None:
    """Refuse a decision that the flow could not count.

    Parameters
    ----------
    decision
        The decision to be recorded.
    earlier
        The decision that settles each record on its title and abstract.
    question
        The review's question, with the reasons that exclude a report.

    Raises
    ------
    ScreeningError
        If stage or verdict is unknown, nobody signs it, its time is no UTC time, an
        exclusion at the full-text stage gives no known reason, the record was not
        included before, or a settling decision does not say why.
    """
    problem = (
        _form_problem(decision)
        or _words_problem(decision)
        or _flow_problem(decision, earlier, question)
    )
    if problem is not None:
        msg = f"Decision on {decision.record_key}: {problem}."
        raise ScreeningError(msg)


def _form_problem(decision: Decision) -> str | None:
    if decision.stage not in STAGES:
        return f"stage {decision.stage!r} is none of {', '.join(STAGES)}"
    if decision.verdict not in VERDICTS:
        return f"verdict {decision.verdict!r} is none of {', '.join(VERDICTS)}"
    if not decision.by.strip():
        return "nobody signs it; say who decides (by)"
    if not _MOMENT.fullmatch(decision.at):
        return f"the time {decision.at!r} is not of the form 2026-01-31T12:00:00Z (UTC)"
    return None


def _words_problem(decision: Decision) -> str | None:
    if decision.resolution is not None and not decision.resolution.strip():
        return "it settles a conflict and does not say why"
    if (decision.reason or "").startswith(RESOLUTION_MARK):
        return (
            f"its reason begins with {RESOLUTION_MARK.strip()!r}, which marks what "
            "settles a conflict; word the reason otherwise"
        )
    return None


def _flow_problem(
    decision: Decision, earlier: Mapping[str, Decision], question: Question
) -> str | None:
    if decision.stage == "title_abstract":
        if decision.verdict == "not_retrieved":
            return "not_retrieved is a full-text verdict"
        return None
    before = earlier.get(decision.record_key)
    if before is None or before.verdict != "include":
        return (
            "nobody has included it at the stage title_abstract; do that first, or "
            "settle its conflict where two reviewers do not agree"
        )
    known = question.exclusion_reasons
    if decision.verdict == "exclude" and decision.reason not in known:
        return (
            f"the reason {decision.reason!r} is none of this review's: "
            f"{', '.join(known)}"
        )
    return None
