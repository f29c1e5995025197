"""Which decision counts, and which decisions may be recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from ketaevidence.errors import ScreeningError
from ketaevidence.question.model import Question
from ketaevidence.screening.model import Decision, Stage, Verdict

STAGES: tuple[str, ...] = get_args(Stage)
VERDICTS: tuple[str, ...] = get_args(Verdict)


def newest(decisions: Iterable[Decision], stage: Stage) -> dict[str, Decision]:
    """Give the newest decision on each record at a stage.

    Parameters
    ----------
    decisions
        All decisions, oldest first.
    stage
        ``title_abstract`` or ``full_text``.
    """
    return {d.record_key: d for d in decisions if d.stage == stage}


def is_included(decisions: Iterable[Decision], record_key: str) -> bool:
    """Say whether a person included the record at the full-text stage."""
    decision = newest(decisions, "full_text").get(record_key)
    return decision is not None and decision.verdict == "include"


def check_decision(
    decision: Decision, earlier: Mapping[str, Decision], question: Question
) -> None:
    """Refuse a decision that the flow could not count.

    Parameters
    ----------
    decision
        The decision to be recorded.
    earlier
        The newest title-and-abstract decision on each record.
    question
        The review's question, with the reasons that exclude a report.

    Raises
    ------
    ScreeningError
        If stage or verdict is unknown, nobody signs it, an exclusion at the full-text
        stage gives no known reason, or the record was not included before.
    """
    where = f"Decision on {decision.record_key}"
    if decision.stage not in STAGES:
        msg = f"{where}: stage {decision.stage!r} is none of {', '.join(STAGES)}."
        raise ScreeningError(msg)
    if decision.verdict not in VERDICTS:
        msg = f"{where}: verdict {decision.verdict!r} is none of {', '.join(VERDICTS)}."
        raise ScreeningError(msg)
    if not decision.by.strip():
        msg = f"{where}: nobody signs it; say who decides (by)."
        raise ScreeningError(msg)
    if decision.stage == "title_abstract":
        if decision.verdict == "not_retrieved":
            msg = f"{where}: not_retrieved is a full-text verdict."
            raise ScreeningError(msg)
        return
    before = earlier.get(decision.record_key)
    if before is None or before.verdict != "include":
        msg = (
            f"{where}: include it at the stage title_abstract first, so that the "
            "flow adds up."
        )
        raise ScreeningError(msg)
    known = question.exclusion_reasons
    if decision.verdict == "exclude" and decision.reason not in known:
        msg = (
            f"{where}: the reason {decision.reason!r} is none of this review's: "
            f"{', '.join(known)}."
        )
        raise ScreeningError(msg)
