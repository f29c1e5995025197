"""Make the three analyses: what each means, shows, pools and keeps out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.model import Register, Study
from ketaevidence.integrity.rulings import Clearance
from ketaevidence.question.model import Question
from ketaevidence.synthesis.change import CHANGE
from ketaevidence.synthesis.contrasts import CONTRASTS
from ketaevidence.synthesis.drafts import collect
from ketaevidence.synthesis.groups import sort_into_groups
from ketaevidence.synthesis.model import Analysis, Group, KeptOut
from ketaevidence.synthesis.responders import RESPONDERS
from ketaevidence.synthesis.words import capital

_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})
_UNCHECKED: Final = Clearance()


def analyse(  # noqa: PLR0913 (what is known of reports and rows beside the review)
    studies: tuple[Study, ...],
    register: Register,
    question: Question,
    *,
    struck: Mapping[str, str] = _NOBODY,
    warned: Mapping[str, str] = _NOBODY,
    checked: Clearance = _UNCHECKED,
) -> tuple[Analysis, ...]:
    """Make the review's three analyses of pain, each of one kind of evidence.

    Randomised contrasts, uncontrolled change and responders of single arms are
    separate analyses. What cannot be shown or pooled is listed with its reason.

    Parameters
    ----------
    studies
        The studies that people included.
    register
        The confirmed studies, arms and results.
    question
        The review's question, with time windows and pooling plan.
    struck
        Studies whose report was retracted: words to say so, by study_id. They are
        kept out of every analysis to which they would belong.
    warned
        Studies whose report is under an expression of concern: words to mark their
        rows with, by study_id.
    checked
        Results that an integrity check blocks, or that a person accepted after one.

    Returns
    -------
    tuple of Analysis
        Always three, also where one has no row.
    """
    important = _important_difference(question)
    drug = question.drug.words
    found: list[tuple[tuple[Group, ...], tuple[KeptOut, ...]]] = []
    for evidence in (CONTRASTS, CHANGE, RESPONDERS):
        drafts, out = collect(
            evidence,
            studies,
            register,
            question,
            struck=struck,
            warned=warned,
            checked=checked,
        )
        groups, more = sort_into_groups(drafts, evidence.measure, question)
        found.append((groups, (*out, *more)))
    return (
        Analysis(
            kind="randomised_contrast",
            title=f"{capital(drug)} against a comparator: randomised trials",
            meaning=(
                f"Difference in mean pain between {drug} and its comparator, in "
                f"points; below zero means less pain with {drug}."
            ),
            axis_label="Mean difference in pain [points]",
            null_value=0.0,
            favours=(f"Favours {drug}", "Favours comparator"),
            groups=found[0][0],
            kept_out=found[0][1],
            decimals=2,
            important_difference=important,
        ),
        Analysis(
            kind="single_arm_change",
            title="Change in pain without a comparator",
            meaning=(
                "Mean pain after treatment minus mean pain before it, in points; below "
                "zero means less pain afterwards."
            ),
            axis_label="Mean change in pain [points]",
            null_value=0.0,
            favours=("Less pain afterwards", "More pain afterwards"),
            groups=found[1][0],
            kept_out=found[1][1],
            caution=(
                "Uncontrolled change mixes the drug with the placebo response, "
                "regression to the mean and the natural course. It is not an effect of "
                f"{drug} and is never pooled with randomised trials."
            ),
        ),
        Analysis(
            kind="responder",
            title="Responders without a comparator",
            meaning=(
                "Patients of each hundred who met the study's own definition of a "
                "responder."
            ),
            axis_label="Responders [%]",
            null_value=None,
            favours=None,
            groups=found[2][0],
            kept_out=found[2][1],
            caution=(
                "Without a comparator nobody knows how many would have responded "
                "anyway, and each study defines response in its own way."
            ),
            decimals=0,
            limits=(0.0, 100.0),
        ),
    )


def _important_difference(question: Question) -> tuple[float, float, str] | None:
    points = question.important_difference
    if points is None:
        return None
    return (-points, points, question.important_difference_source or "")
