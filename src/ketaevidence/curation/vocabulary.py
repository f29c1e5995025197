"""The controlled words of the register, each with the words that people read.

A value outside its vocabulary is refused where the register is read or corrected, so
that a typing error cannot quietly make a study disappear from an analysis. What belongs
to the drug (its name, its forms, its kinds of dose) comes from the review's question.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ketaevidence.question import outcomes, treatment
from ketaevidence.question.model import Question, Vocabulary
from ketaevidence.question.treatment import mirror_forms

#: By table, column and code: the words that people read.
Words = Mapping[str, Mapping[str, Mapping[str, str]]]

OUTCOMES: Final = outcomes.OUTCOMES
#: Kinds of dose where a question lists none.
DOSE_CLASSES: Final = treatment.DOSE_CLASSES

DESIGNS: Final = MappingProxyType(
    {
        "rct_parallel": "Randomised trial, parallel groups",
        "rct_crossover": "Randomised trial, crossover",
        "rct_other": "Randomised, no treatment contrast",
        "n_of_1": "N-of-1 trial",
        "controlled_randomization_unstated": "Controlled, randomisation not stated",
        "nonrandomized_controlled": "Controlled, not randomised",
        "single_arm_prospective": "Single arm, prospective",
        "retrospective_cohort": "Single arm or cohort, retrospective",
        "case_series": "Case series",
        "case_report": "Case report",
        "protocol": "Protocol, no results",
        "narrative_review": "Narrative review",
        "systematic_review": "Systematic review",
        "meta_analysis": "Meta-analysis",
        "guideline": "Guideline",
        "animal": "Animal study",
        "in_vitro": "Laboratory study",
        "letter_or_comment": "Letter or comment",
        "no_abstract": "No abstract",
        "other": "Other",
    }
)

#: Designs that publish other people's patients again.
SYNTHESES: Final = frozenset(
    {"narrative_review", "systematic_review", "meta_analysis", "guideline"}
)

#: Designs in which chance decided who got what.
RANDOMISED_DESIGNS: Final = frozenset({"rct_parallel", "rct_crossover", "rct_other"})

#: Way into the body. ``various`` and ``other`` are like no other route.
ROUTES: Final = MappingProxyType(
    {
        "IV": "intravenous",
        "oral": "oral",
        "sublingual": "sublingual",
        "intranasal": "intranasal",
        "intramuscular": "intramuscular",
        "subcutaneous": "subcutaneous",
        "topical": "topical",
        "epidural": "epidural",
        "intrathecal": "intrathecal",
        "various": "more than one route",
        "other": "another route",
    }
)

STATISTICS: Final = MappingProxyType(
    {
        "mean": "mean",
        "median": "median",
        "mean_range": "range of means",
        "mean_change": "mean change",
        "mean_difference": "mean difference",
        "count": "events of total",
        "percent": "per cent",
        "interval": "interval only",
        "odds_ratio": "odds ratio",
        "risk_ratio": "risk ratio",
        "pooled_proportion": "pooled proportion",
        "estimate": "estimate",
        "number": "number",
        "test_only": "test result only",
        "statement": "statement only",
        "not_found": "not found",
    }
)

SPREAD_TYPES: Final = MappingProxyType(
    {
        "SD": "standard deviation",
        "SE": "standard error",
        "IQR_width": "width of the interquartile range",
        "CI_half_width": "half-width of a confidence interval",
        "unspecified": "spread of a kind that the source does not state",
    }
)

ESTIMATORS: Final = MappingProxyType(
    {
        "count": "counted patients",
        "kaplan_meier": "Kaplan-Meier estimate",
        "model": "model estimate",
    }
)

UNITS_OF_ANALYSIS: Final = MappingProxyType(
    {
        "patient": "patients",
        "infusion": "infusions",
        "study": "studies",
        "subgroup": "a subgroup of the patients",
    }
)

#: Whether pain was measured while the drug still acted.
PHASES: Final = MappingProxyType(
    {
        "before": "before treatment",
        "on_drug": "during or at the end of treatment",
        "off_drug": "after treatment",
        "unclear": "time in relation to treatment not clear",
    }
)

#: How near the row stands to the study's own words.
CONFIDENCES: Final = MappingProxyType(
    {
        "primary_abstract": "read in the study's abstract or registration",
        "primary_fulltext_fragment": "read in a part of the study's full text",
        "secondary": "read in another work about the study",
        "derived": "computed from what the source prints",
    }
)

#: Who drew the number: printed as such, worked out from print, or read between lines.
STATUSES: Final = MappingProxyType(
    {
        "stated": "stated by the source",
        "derived": "derived from what the source states",
        "inferred": "inferred, not stated",
    }
)

#: Code of a comparator that is the drug itself, given in another way.
_OTHER_REGIMEN: Final = "{drug}_other_regimen"


def other_regimen(drug: Vocabulary) -> str:
    """Give the code of a comparator that is the same drug, given in another way.

    Examples
    --------
    >>> other_regimen(Vocabulary(("lidocaine",)))
    'lidocaine_other_regimen'
    """
    return _OTHER_REGIMEN.format(drug=drug.code)


def words_for(question: Question) -> Words:
    """Give the vocabulary of each column that has one, as a question has it.

    Parameters
    ----------
    question
        The review's question: it names the drug, its forms and its kinds of dose.

    Returns
    -------
    Mapping
        By table, column and code: the words that people read.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> words = words_for(ke.example_review().question)
    >>> words["arms"]["role"]["intervention"], words["studies"]["form"]["racemic"]
    ('ketamine', 'racemic ketamine')
    """
    return _words(question.drug, question.forms, question.dose_classes)


def _words(
    drug: Vocabulary, forms: Mapping[str, str], dose_classes: Mapping[str, str]
) -> Words:
    return MappingProxyType(
        {
            "studies": MappingProxyType(
                {
                    "design": DESIGNS,
                    "route": ROUTES,
                    "form": forms,
                    "dose_class": dose_classes,
                    # What the patients without the studied drug got.
                    "comparator_kind": MappingProxyType(
                        {
                            "placebo": "inactive placebo",
                            "active_placebo": "active placebo",
                            "active": "another treatment",
                            "none": "no treatment or no comparator",
                            other_regimen(drug): f"another regimen of {drug.words}",
                        }
                    ),
                    "source_confidence": CONFIDENCES,
                }
            ),
            "arms": MappingProxyType(
                {
                    "role": MappingProxyType(
                        {
                            "intervention": drug.words,
                            "comparator": "comparator",
                            "single": "only arm",
                            "subgroup": "subgroup, no treatment arm",
                            "contrast": "difference between arms",
                            "all": "all patients",
                        }
                    )
                }
            ),
            "results": MappingProxyType(
                {
                    "outcome": OUTCOMES,
                    "statistic": STATISTICS,
                    "status": STATUSES,
                    "phase": PHASES,
                    "spread_type": SPREAD_TYPES,
                    "estimator": ESTIMATORS,
                    "unit_of_analysis": UNITS_OF_ANALYSIS,
                    "source_confidence": CONFIDENCES,
                }
            ),
        }
    )


_KETAMINE: Final = Vocabulary(("ketamine",))
#: The vocabulary of a register that is read without a question: the bundled one.
WORDS: Final = _words(_KETAMINE, mirror_forms(_KETAMINE.words), DOSE_CLASSES)
FORMS: Final = WORDS["studies"]["form"]
ARM_ROLES: Final = WORDS["arms"]["role"]
