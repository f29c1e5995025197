"""The data dictionary of a release: what each column means, by its file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: What each column of ``data.csv`` means: those of the standard, then ours.
COMPARISON_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "study": "Study label: first author and year. Unique for each study.",
        "condition_arm1": "Condition of the first arm: the drug of the review.",
        "condition_arm2": (
            "Condition of the second arm: placebo, active_placebo, active, none, or "
            "comparator where the kind is not known."
        ),
        "multi_arm1": (
            "In a trial of more than two arms, the first arm's label; NA otherwise."
        ),
        "multi_arm2": (
            "In a trial of more than two arms, the second arm's label; NA otherwise."
        ),
        "outcome_type": (
            "What the comparison rests on: msd (means and standard deviations), change "
            "(change from baseline), or the outcome whose events are counted."
        ),
        "instrument": "Scale of the outcome, or its name in the source's words.",
        "time": (
            "post: during or at the end of treatment; fu: after treatment; NA: not "
            "clear from the source."
        ),
        "time_weeks": "Time of measurement [weeks from the start of treatment].",
        "rating": "Who rated the outcome. This register does not record it: always NA.",
        "mean_arm1": "Mean of the first arm, as the source prints it.",
        "mean_arm2": "Mean of the second arm, as the source prints it.",
        "sd_arm1": (
            "Standard deviation of the first arm: stated, or from a stated standard "
            "error or half-width of an interval. A spread of a kind that the source "
            "does not state is NA here."
        ),
        "sd_arm2": "Standard deviation of the second arm, by the same rule.",
        "n_arm1": "Patients in the first arm with this outcome.",
        "n_arm2": "Patients in the second arm with this outcome.",
        "event_arm1": "Patients with the event in the first arm, as counted.",
        "event_arm2": "Patients with the event in the second arm, as counted.",
        "totaln_arm1": "Patients in the first arm of which the events are counted.",
        "totaln_arm2": "Patients in the second arm of which the events are counted.",
        "mean_change_arm1": "Mean change from baseline in the first arm.",
        "mean_change_arm2": "Mean change from baseline in the second arm.",
        "sd_change_arm1": "Standard deviation of the change in the first arm; as sd.",
        "sd_change_arm2": "Standard deviation of the change in the second arm; as sd.",
        "n_change_arm1": "Patients in the first arm whose change is known.",
        "n_change_arm2": "Patients in the second arm whose change is known.",
        "sd_source_arm1": (
            "Where the standard deviation of the first arm is from: SD (stated), SE or "
            "CI_half_width (computed); NA where there is none."
        ),
        "sd_source_arm2": "Where the standard deviation of the second arm is from.",
        "scale_low": "Lowest value of the scale [points].",
        "scale_high": "Highest value of the scale [points].",
        "definition": "What counts as an event, in the source's words.",
        "not_used_because": (
            "Why no pool may use this comparison as it stands; its numbers are NA "
            "then, and stand as printed in arms.csv. NA: it may be used."
        ),
        "study_id": "Identifier of the study in the review's register.",
        "cohort_family": (
            "Studies of one family share patients: no pool may use two of them."
        ),
        "design": "Design of the study; only rct_parallel stands in this file.",
        "result_id_arm1": "Identifier of the first arm's result in the register.",
        "result_id_arm2": "Identifier of the second arm's result in the register.",
    }
)

#: What each column of ``arms.csv`` means.
ARM_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "study": "Study label: first author and year. Unique for each study.",
        "study_id": "Identifier of the study in the review's register.",
        "cohort_family": "Studies of one family share patients.",
        "design": "Design of the study.",
        "result_id": "Identifier of the result in the register.",
        "arm_id": "Identifier of the arm in the study.",
        "arm": "Label of the arm.",
        "role": (
            "intervention (the drug of the review), comparator, single (only arm), "
            "subgroup, contrast (a difference between arms) or all patients."
        ),
        "outcome": "Outcome, in the words of the register's vocabulary.",
        "outcome_words": "The outcome in the source's words.",
        "statistic": "What the value is: mean, median, mean change, count, ...",
        "status": "stated by the source, derived from it, or inferred.",
        "phase": "before, on_drug, off_drug or unclear.",
        "time_days": "Time of measurement [days from the start of treatment].",
        "time_words": "The time in the source's words.",
        "n": "Patients.",
        "value": "The value, as the source prints it.",
        "value_high": "The upper end where the source prints a range of values.",
        "spread": "The spread, as the source prints it.",
        "spread_type": (
            "What the spread is by the source: SD, SE, IQR_width, CI_half_width, or "
            "unspecified. An unspecified spread is no standard deviation."
        ),
        "ci_low": "Lower end of the printed interval.",
        "ci_high": "Upper end of the printed interval.",
        "ci_level": "Level of the printed interval, as a fraction.",
        "events": "Events.",
        "total": "Of how many.",
        "percent": "Per cent, as the source prints it.",
        "estimator": "How events or per cent were found: count, kaplan_meier, model.",
        "unit_of_analysis": "What is counted: patients, infusions, studies, ...",
        "scale": "Scale of the outcome.",
        "scale_low": "Lowest value of the scale [points].",
        "scale_high": "Highest value of the scale [points].",
        "definition": "What counts as an event, in the source's words.",
        "p_value": "The printed p value.",
        "source_url": "Where the row was read.",
        "source_location": "The place in that source.",
        "source_confidence": "How near the source is to the study's own words.",
        "not_used_because": "Why no pool may use this row as it stands; NA: it may be.",
    }
)
