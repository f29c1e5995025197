"""Whose number it is: patients or infusions, which condition, an arm or a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ketaevidence.curation.model import Arm, Result, Study
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import DIAGNOSIS, SUBGROUPS, UNITS
from ketaevidence.integrity.words import found, said, subject
from ketaevidence.question.matching import pattern

_UNITS: Final = r"infusions?|courses?|sessions?|treatments?|administrations?|doses"
_PER: Final = re.compile(rf"\b(?:per|of)[\s-]+(?:all )?(?:{_UNITS})\b", re.IGNORECASE)
#: Other diagnoses, and words that a group of mixed diagnoses is told by.
_OTHERS: Final = re.compile(
    r"\b(?:mixed|various|several) (?:\w+ ){0,2}(?:diagnos\w+|pain|origins?|"
    r"conditions?|syndromes?|aetiolog\w+|etiolog\w+)|"
    r"\b(?:neuropathic pain|fibromyalgia|radiculopath\w+|phantom|"
    r"post-?herpetic\w*|PHN|neuralgia|headaches?|migraine|cancer pain|back pain|"
    r"other diagnos\w+|other conditions?)\b",
    re.IGNORECASE,
)
#: Names of what patients are, and not of what they were given.
_TRAITS: Final = re.compile(
    r"\b(?:non-?)?respon\w+|\bsubgroup\b|\bsympathetically\b|\b(?:wo)?men\b|\bfemales?\b|"
    r"\bmales?\b|\bchildren\b|\badults\b|\bwith(?:out)? \w+|\bnon-?CRPS\b|"
    r"\bCRPS(?:[- ](?:type )?(?:1|2|I|II))?\b|\bupper limb\b|\blower limb\b|\bwarm\b|"
    r"\bcold\b|\bSMP\b|\bSIP\b|\bduration [<>≤≥]",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"ketamine|placebo|saline|midazolam|magnesium|\bmg\b|µg|\bug\b|infusion|treat|drug|"
    r"block|therapy|care|control|dose|schedule|regimen|course|day",
    re.IGNORECASE,
)
_ARMS: Final = frozenset({"intervention", "comparator"})


def infusions_as_patients(material: Material) -> Iterator[Remark]:
    """Find numbers of infusions that are entered as numbers of patients."""
    for row in material.asked:
        if row.unit_of_analysis != "patient":
            continue
        study = material.study_of(row)
        words = said(
            study.n_words, study.arms_words, study.notes, row.notes, row.definition,
            row.source.quote, row.outcome_words, row.statement,
        )  # fmt: skip
        why = _why_infusions(row, study, words)
        if why is not None:
            yield Remark(
                Place((row.study_id,), (row.result_id,), field="unit_of_analysis"),
                (row.n, row.total, row.percent, row.unit_of_analysis),
                f"{subject(row)} is entered as a result in "
                f"{row.total or row.n or 'some'} patients.",
                why,
            )


def _why_infusions(row: Result, study: Study, words: str) -> str | None:
    for n in dict.fromkeys((row.total, row.n)):
        if n is None:
            continue
        as_units = found(re.compile(rf"\b{n}\s+(?:{_UNITS})\b", re.IGNORECASE), words)
        as_people = re.search(
            rf"\b{n}\s+(?:\w+ )?(?:patients|people|subjects)\b", words, re.IGNORECASE
        )
        if as_units and not as_people and n != study.n_enrolled:
            return (
                f"The words beside it say “{as_units}”; one patient may have several."
            )
    own = said(row.definition, row.outcome_words, row.source.quote)
    match = found(_PER, own)
    if match:
        return f"The words beside it say “{match}”; one patient may have several."
    return None


def mixed_diagnoses(material: Material) -> Iterator[Remark]:
    """Find studies counted as of one condition whose words name others."""
    for study in material.open_studies:
        whole = max(study.n_analysed or 0, study.n_enrolled or 0)
        if study.n_crps is not None and study.n_crps < whole:
            # Entered as mixed: the analyses keep its patients apart.
            continue
        own = pattern(material.question.condition)
        # The review's own condition is no other one, also where it is a wide one.
        others = own.sub(" ", said(study.condition, study.population))
        match = found(_OTHERS, others)
        names_it = own.search(study.condition or "")
        if match is None or not names_it:
            continue
        counted = (
            "not counted" if study.n_crps is None else f"counted as {study.n_crps}"
        )
        yield Remark(
            Place((study.study_id,), field="n_crps"),
            (study.condition, study.population, study.n_crps, whole),
            f"{study.label}: “{study.condition}”; people with the review's condition "
            f"are {counted}{f' of {whole}' if whole else ''}.",
            f"Its words name others too (“{match}”).",
        )


def subgroups_as_arms(material: Material) -> Iterator[Remark]:
    """Find groups of patients that are entered as groups of treatment."""
    for study in material.open_studies:
        for arm in material.arms(study):
            why = _why_subgroup(study, arm)
            if why is not None:
                rows = material.rows_of(study)
                yield Remark(
                    Place(
                        (study.study_id,),
                        tuple(r.result_id for r in rows if r.arm_id == arm.arm_id),
                        arm=arm.arm_id,
                        field="role",
                    ),
                    (arm.label, arm.role, study.comparator_kind),
                    f"{study.label}: “{arm.label}” is entered as an arm ({arm.role}).",
                    why,
                )


def _why_subgroup(study: Study, arm: Arm) -> str | None:
    if arm.role == "comparator" and study.comparator_kind == "none":
        return "The study is entered as one without a comparator."
    if arm.role not in _ARMS or _GIVEN.search(arm.label):
        return None
    match = found(_TRAITS, arm.label)
    if match is None:
        return None
    return f"“{match}” tells what the patients are, not what they were given."


CHECKS: Final = (
    Check(
        "infusions_as_patients",
        "Infusions counted as patients",
        "block",
        "unit patient, and n or total stands before “infusions” (courses, sessions), "
        "or “per infusion” beside it",
        "Settle it as corrected: unit_of_analysis infusion and no n, or the number of "
        "patients if the source has it.",
        UNITS,
        infusions_as_patients,
    ),
    Check(
        "mixed_diagnoses",
        "Mixed diagnoses counted as one",
        "block",
        "the condition names others, and n_crps is blank or everybody",
        "Settle it as corrected: n_crps as the source counts it; or exclude it. Only "
        "patients with the review's condition may enter a pool.",
        DIAGNOSIS,
        mixed_diagnoses,
    ),
    Check(
        "subgroup_as_arm",
        "Part of the patients entered as an arm of treatment",
        "block",
        "a comparator in a study without one, or an arm named by what patients are",
        "Settle it as corrected: role subgroup; or accept it if the arm was given "
        "another treatment.",
        SUBGROUPS,
        subgroups_as_arms,
    ),
)
