"""The controlled words of the register, each with the words that people read.

A value outside its vocabulary is refused where the register is read or corrected, so
that a typing error cannot quietly make a study disappear from an analysis.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

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

#: Which ketamine: a milligram of one is not a milligram of another.
FORMS: Final = MappingProxyType(
    {
        "S": "S(+)-ketamine",
        "R": "R(−)-ketamine",
        "racemic": "racemic ketamine",
        "unspecified": "ketamine of a form that the source does not state",
    }
)

#: How much for how long, as kinds of treatment and not as numbers.
DOSE_CLASSES: Final = MappingProxyType(
    {
        "anaesthetic": "anaesthetic dose",
        "subanaesthetic_infusion": "subanaesthetic infusion over hours or days",
        "short_low_dose": "single low dose, at once or within two hours",
        "oral": "oral dose",
        "topical": "topical dose",
        "epidural": "epidural dose",
        "other": "another kind of dose",
    }
)

#: What the patients without the studied ketamine got.
COMPARATOR_KINDS: Final = MappingProxyType(
    {
        "placebo": "inactive placebo",
        "active_placebo": "active placebo",
        "active": "another treatment",
        "none": "no treatment or no comparator",
        "ketamine_other_regimen": "another regimen of ketamine",
    }
)

OUTCOMES: Final = MappingProxyType(
    {
        "pain_intensity": "Pain intensity",
        "responder": "Responder (definition stated)",
        "evoked_pain": "Evoked pain (allodynia, hyperalgesia)",
        "function": "Function or disability",
        "duration_of_relief": "Duration of relief",
        "adverse_event": "Adverse event",
        "exposure": "Dose or exposure",
        "pharmacology": "Pharmacokinetics and -dynamics",
        "sample_size": "Sample size",
        "prognostic": "Prognostic association",
        "other": "Other",
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

ARM_ROLES: Final = MappingProxyType(
    {
        "intervention": "ketamine",
        "comparator": "comparator",
        "single": "only arm",
        "subgroup": "subgroup, no treatment arm",
        "contrast": "difference between arms",
        "all": "all patients",
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

#: The vocabulary of each column that has one, by table.
WORDS: Final = MappingProxyType(
    {
        "studies": MappingProxyType(
            {
                "design": DESIGNS,
                "route": ROUTES,
                "form": FORMS,
                "dose_class": DOSE_CLASSES,
                "comparator_kind": COMPARATOR_KINDS,
                "source_confidence": CONFIDENCES,
            }
        ),
        "arms": MappingProxyType({"role": ARM_ROLES}),
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
