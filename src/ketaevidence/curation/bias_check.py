"""Which judgements on the risk of bias can stand in a review."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence

from ketaevidence.curation.bias import BiasJudgement, DomainJudgement, chosen_tool
from ketaevidence.curation.bias_tools import SEVERITY
from ketaevidence.curation.model import Register
from ketaevidence.curation.vocabulary import OUTCOMES
from ketaevidence.errors import CurationError, EvidenceWarning


def check_judgements(
    judgements: Sequence[BiasJudgement], register: Register, *, stacklevel: int = 2
) -> None:
    """Refuse judgements that are about nothing in the register.

    Raises
    ------
    CurationError
        If a study or result is not there, an outcome is no word of the register, a
        tool that judges results is not told which, or nobody signs or gives a reason.

    Warns
    -----
    EvidenceWarning
        If the whole is judged milder than a domain, which the tool does not foresee.
    """
    problems = [
        f"{made.study_id}, {problem}"
        for made in judgements
        for problem in _problems(made, register)
    ]
    if problems:
        msg = f"Risk of bias: {'; '.join(problems)}. Nothing was recorded."
        raise CurationError(msg)
    for made in judgements:
        worst = _worse_domain(made)
        if worst is not None:
            warnings.warn(
                f"Risk of bias in {made.study_id}: overall {made.overall!r} is milder "
                f"than {worst.domain} {worst.judgement!r}; by {made.tool} the whole is "
                "at least as grave as each domain. It is kept as judged.",
                EvidenceWarning,
                stacklevel=stacklevel + 1,
            )


def _problems(made: BiasJudgement, register: Register) -> Iterator[str]:
    tool = chosen_tool(made.tool, made.version)
    known = {study.study_id for study in register.studies}
    if made.study_id not in known:
        yield "there is no such study in the register"
    if not made.by.strip() or not made.reason.strip():
        yield "a judgement needs who (by) and why (reason)"
    if made.time_days is not None and not math.isfinite(made.time_days):
        yield f"the time {made.time_days} is no number of days"
    if tool.judges == "study":
        if (made.outcome, made.time_days, made.result_id) != (None, None, None):
            yield f"{tool.title} judges the study; leave outcome, time and result out"
        return
    if made.outcome is None:
        yield f"{tool.title} judges one result; say its outcome, and its time"
    elif made.outcome not in OUTCOMES:
        yield f"outcome {made.outcome!r}; allowed: {', '.join(OUTCOMES)}"
    if made.result_id is not None and made.result_id not in {
        row.result_id for row in register.results_of(made.study_id)
    }:
        yield f"it has no result {made.result_id!r}"


def _worse_domain(made: BiasJudgement) -> DomainJudgement | None:
    """Give a domain that is graver than the whole, by a tool that has no such thing."""
    tool = chosen_tool(made.tool, made.version)
    whole = SEVERITY.get(made.overall or "")
    if whole is None or not tool.whole_is_the_worst:
        return None
    worse = [d for d in made.domains if SEVERITY.get(d.judgement, 0) > whole]
    return max(worse, key=lambda d: SEVERITY[d.judgement], default=None)
