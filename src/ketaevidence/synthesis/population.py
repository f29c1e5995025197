"""Whose result it is: only patients with the review's condition, and with the drug."""

from __future__ import annotations

import re
from typing import Final

from ketaevidence.curation.model import Arm, Register, Study
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Question

Reason = tuple[str, str]

#: Words before the condition's name that turn it into its opposite.
_NOT: Final = re.compile(
    r"\b(?:non|not|no|without|except|other than)\b[\s-]*$", re.IGNORECASE
)


def cohort_problem(study: Study, n: int | None, question: Question) -> Reason | None:
    """Say why a study's patients are not those of the review.

    Where the register counts the patients with the condition, the count decides; else
    the study's condition must name it.

    Parameters
    ----------
    study
        The study.
    n
        Patients in the row.
    question
        The review's question, whose condition is looked for.

    Returns
    -------
    tuple of str, or None
        A short name of the reason and the reason in words.
    """
    whole = max(study.n_analysed or study.n_enrolled or 0, n or 0)
    affected = study.n_crps
    if affected is not None and (whole or affected == 0):
        if affected < whole or affected == 0:
            share = f"{affected} of {whole}" if whole else "none of its"
            reason = f"mixed diagnoses: {share} patients have the review's condition"
            return "mixed_cohort", reason
        return None
    if not _names_condition(study.condition or "", question):
        said = f"“{study.condition}”" if study.condition else "not recorded"
        reason = (
            f"its patients' condition is {said}, and how many of them have the "
            "review's condition is not known"
        )
        return "mixed_cohort", reason
    return None


def arm_problem(
    study: Study, arm: Arm, n: int | None, register: Register, question: Question
) -> Reason | None:
    """Say why an arm's uncontrolled result is not that of the review's patients.

    A subgroup may stand for a mixed study if it is exactly the patients with the
    condition: its label names the condition, it has as many patients as the register
    counts with the condition, and no other such subgroup may have as many.
    """
    arms = [other for other in register.arms if other.study_id == study.study_id]
    drug = question.drug.words
    if arm.role == "subgroup":
        if _is_everyone_affected(study, arm, n, arms, question):
            return None
        return "subgroup", "a subgroup, no treatment arm"
    if arm.role in ("comparator", "contrast"):
        return arm.role, f"the arm “{arm.label}” is not a group given {drug}"
    if arm.role == "all" and any(other.role == "comparator" for other in arms):
        return "all_arms", f"patients with and without {drug} together"
    return cohort_problem(study, n, question)


def _is_everyone_affected(
    study: Study, arm: Arm, n: int | None, arms: list[Arm], question: Question
) -> bool:
    rivals = [
        other
        for other in arms
        if other.role == "subgroup"
        and other.n in (None, n)
        and other.arm_id != arm.arm_id
        and _names_condition(other.label, question)
    ]
    return (
        n is not None
        and n == study.n_crps
        and arm.n in (None, n)
        and _names_condition(arm.label, question)
        and not rivals
    )


def _names_condition(words: str, question: Question) -> bool:
    """Tell whether a text names the condition, and not its absence."""
    found = list(pattern(question.condition).finditer(words))
    return bool(found) and not any(_NOT.search(words[: m.start()]) for m in found)
