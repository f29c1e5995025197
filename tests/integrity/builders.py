"""Invented reviews for the tests of the integrity checks."""

from __future__ import annotations

from tests.synthesis.builders import SOURCE, result, study

from ketaevidence.curation.check import check_register
from ketaevidence.curation.model import Arm, Register, Source
from ketaevidence.integrity.checks import find
from ketaevidence.integrity.material import gather
from ketaevidence.question.load import shipped_question

QUESTION = shipped_question()


def quoted(words) -> Source:
    return Source(SOURCE.url, SOURCE.location, SOURCE.confidence, words)


def register(studies, results=(), arms=()) -> Register:
    """Give a register that could be entered: what cannot be is no matter of a check."""
    given = {(arm.study_id, arm.arm_id) for arm in arms}
    common = [
        Arm(item.study_id, name, label, role)
        for item in studies
        for name, label, role in (
            ("one", "ketamine", "single"),
            ("ket", "ketamine", "intervention"),
            ("com", "placebo", "comparator"),
            ("con", "ketamine v placebo", "contrast"),
        )
        if (item.study_id, name) not in given and (arms == () or name == "con")
    ]
    whole = Register(tuple(studies), (*arms, *common), tuple(results))
    check_register(whole)
    return whole


def ask(studies, results=(), arms=(), *, records=(), decisions=(), rulings=(), **more):
    """Give what every check finds in an invented review."""
    whole = register(studies, results, arms)
    return find(gather(whole, QUESTION, records, decisions, **more), rulings)


def found(check, *parts, **more):
    """Give what one check finds in an invented review."""
    return [finding for finding in ask(*parts, **more) if finding.check == check]


def scored(result_id="R1", mean=5.0, spread=2.0, n=30, **more):
    """Give a mean on a pain scale from 0 to 10 with its spread."""
    values = {"value": mean, "spread": spread, "spread_type": "SD", "n": n}
    return result(result_id, **(values | more))


def trial_rows(ket=(2.7, 0.5, 30), com=(5.4, 0.5, 30), p=None, **more):
    """Give the two arms of a trial, and the p value of their comparison."""
    rows = [
        scored(f"R-{arm}", mean, spread, n, arm_id=arm, **more)
        for arm, (mean, spread, n) in (("ket", ket), ("com", com))
    ]
    if p is not None:
        rows.append(result("R-p", arm_id="con", statistic="test_only", p_value=p))
    return rows


ONE = study("a")
