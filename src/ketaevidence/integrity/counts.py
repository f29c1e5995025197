"""Whether people add up: enrolled, analysed, in the arms and in the results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ketaevidence.curation.model import Arm, Study
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import LOST, handbook
from ketaevidence.integrity.words import listed, subject

#: Arms that people were treated in; subgroups and contrasts count them again.
_TREATED: Final = frozenset({"intervention", "comparator", "single"})
#: Designs in which each person is in one arm.
_ONE_ARM_EACH: Final = frozenset(
    {
        "rct_parallel",
        "nonrandomized_controlled",
        "controlled_randomization_unstated",
        "single_arm_prospective",
        "retrospective_cohort",
        "case_series",
    }
)
#: Fewer than this share followed up is said to threaten a result.
_FOLLOWED: Final = 0.8


def people_against_study(material: Material) -> Iterator[Remark]:
    """Find studies that analyse, or diagnose, more people than they enrolled."""
    for study in material.studies:
        enrolled, analysed, affected = (
            study.n_enrolled,
            study.n_analysed,
            study.n_crps,
        )
        if enrolled is not None and (analysed or 0) > enrolled:
            yield _of_study(
                study,
                "n_analysed",
                f"{analysed} people analysed of {enrolled} enrolled.",
                "Nobody can be analysed who was not enrolled.",
            )
        everybody = max(enrolled or 0, analysed or 0)
        if everybody and (affected or 0) > everybody:
            yield _of_study(
                study,
                "n_crps",
                f"{affected} people with the condition of {everybody} in the study.",
                "More people have the condition than were in the study.",
            )


def _of_study(study: Study, field: str, what: str, why: str) -> Remark:
    values = (study.n_enrolled, study.n_analysed, study.n_crps)
    return Remark(Place((study.study_id,), field=field), values, what, why)


def arms_above_study(material: Material) -> Iterator[Remark]:
    """Find arms that together have more people than the study."""
    for study, arms in _arms_of_studies(material):
        whole = max(study.n_enrolled or 0, study.n_analysed or 0)
        total = sum(arm.n or 0 for arm in arms)
        if whole and total > whole:
            yield _of_arms(
                study, arms, whole, "More are in the arms than in the study."
            )


def arms_below_study(material: Material) -> Iterator[Remark]:
    """Find arms that together have other people than were analysed."""
    for study, arms in _arms_of_studies(material):
        total = sum(arm.n or 0 for arm in arms)
        whole = study.n_analysed
        is_known = len(arms) > 1 and all(arm.n is not None for arm in arms)
        if not is_known or whole is None or total >= whole:
            continue
        why = f"{whole - total} of those analysed are in no arm."
        yield _of_arms(study, arms, whole, why)


def _arms_of_studies(material: Material) -> Iterator[tuple[Study, list[Arm]]]:
    for study in material.studies:
        if study.design in _ONE_ARM_EACH:
            arms = [arm for arm in material.arms(study) if arm.role in _TREATED]
            yield study, arms


def _of_arms(study: Study, arms: list[Arm], whole: int, why: str) -> Remark:
    told = listed([f"{arm.n or 'unknown'} ({arm.label})" for arm in arms])
    return Remark(
        Place((study.study_id,), field="n"),
        (whole, *(part for arm in arms for part in (arm.arm_id, arm.n))),
        f"The arms have {told} people, the study {whole}.",
        why,
    )


def rows_above_arm(material: Material) -> Iterator[Remark]:
    """Find results of more people than are in their arm."""
    for row in material.asked:
        arm = material.arm_of(row)
        if arm.n is None or row.unit_of_analysis not in ("patient", "subgroup"):
            continue
        for field in ("n", "total"):
            n = getattr(row, field)
            if n is not None and n > arm.n:
                yield Remark(
                    Place((row.study_id,), (row.result_id,), field=field),
                    (n, arm.n, field),
                    f"{subject(row)} is of {n} people in the arm “{arm.label}”, "
                    f"which has {arm.n}.",
                    "More people are in the result than in its arm.",
                )


def totals_against_n(material: Material) -> Iterator[Remark]:
    """Find results with two different numbers of people."""
    for row in material.asked:
        if row.n is not None and row.total is not None and row.n != row.total:
            yield Remark(
                Place((row.study_id,), (row.result_id,), field="total"),
                (row.n, row.total),
                f"{subject(row)}: n is {row.n}, and the events are of {row.total}.",
                "One result has one number of people, or the two need a word each.",
            )


def many_lost(material: Material) -> Iterator[Remark]:
    """Find studies and results that lost more than a fifth of their people."""
    for study in material.open_studies:
        enrolled, analysed = study.n_enrolled, study.n_analysed
        if enrolled and analysed is not None and analysed < _FOLLOWED * enrolled:
            yield _of_study(
                study,
                "n_analysed",
                f"{analysed} people analysed of {enrolled} enrolled.",
                _missing(enrolled - analysed, enrolled),
            )
    for row in material.asked:
        arm = material.arm_of(row)
        n = row.total if row.total is not None else row.n
        is_asked = arm.role in _TREATED and row.unit_of_analysis == "patient"
        if is_asked and arm.n and n is not None and n < _FOLLOWED * arm.n:
            yield Remark(
                Place((row.study_id,), (row.result_id,), field="n"),
                (n, arm.n),
                f"{subject(row)} is of {n} of the {arm.n} people in the arm "
                f"“{arm.label}”.",
                _missing(arm.n - n, arm.n),
            )


def _missing(lost: int, whole: int) -> str:
    return (
        f"{round(100 * lost / whole)}% are missing; those who stay in a study are "
        "often those who do well."
    )


_COUNT_AGAIN: Final = (
    "Count again in the source: enrolled, allotted, analysed. Settle it as corrected, "
    "or accept it if the source prints it so."
)
CHECKS: Final = (
    Check(
        "people_against_study",
        "More people analysed than enrolled",
        "block",
        "n_analysed > n_enrolled, or n_crps > both",
        _COUNT_AGAIN,
        handbook(5),
        people_against_study,
    ),
    Check(
        "arms_above_study",
        "More people in the arms than in the study",
        "block",
        "sum of the arms' n > n_enrolled and n_analysed, each person in one arm",
        _COUNT_AGAIN,
        handbook(5),
        arms_above_study,
    ),
    Check(
        "arms_below_study",
        "People analysed who are in no arm",
        "warn",
        "sum of the arms' n < n_analysed, every arm's n known",
        _COUNT_AGAIN,
        handbook(5),
        arms_below_study,
    ),
    Check(
        "row_above_arm",
        "Result of more people than are in its arm",
        "block",
        "n or total of a result > n of its arm",
        _COUNT_AGAIN,
        handbook(5),
        rows_above_arm,
    ),
    Check(
        "total_against_n",
        "Result with two numbers of people",
        "warn",
        "n ≠ total",
        _COUNT_AGAIN,
        handbook(5),
        totals_against_n,
    ),
    Check(
        "many_lost",
        "More than a fifth of the people missing",
        "warn",
        "n_analysed < 0.8 n_enrolled, or n of a result < 0.8 n of its arm",
        "Say beside the result how many are missing and why; judge the risk of bias.",
        LOST,
        many_lost,
    ),
)
