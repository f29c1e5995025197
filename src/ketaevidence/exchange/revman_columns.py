"""The columns of RevMan's data package, version 1, and the names they have here.

References
----------
Cochrane, RevMan Knowledge Base: "Previous version: version 1 data package" (data
packages generated until 23 September 2024).
"""

from __future__ import annotations

from typing import Final, Literal

#: How a cell is read. ``percent`` is 95% as 0.95; ``flag`` is true or false.
Kind = Literal["text", "number", "count", "percent", "flag"]

#: ``data-rows.csv``: (heading, field of PackageRow, kind).
ROWS: Final[tuple[tuple[str, str, Kind], ...]] = (
    ("Analysis group", "analysis_group", "count"),
    ("Analysis number", "analysis_number", "count"),
    ("Analysis name", "analysis_name", "text"),
    ("Subgroup", "subgroup", "text"),
    ("Applicability", "applicability", "text"),
    ("Study", "study", "text"),
    ("Study year", "study_year", "text"),
    ("GIV Mean", "giv_mean", "number"),
    ("GIV SE", "giv_se", "number"),
    ("Experimental mean", "experimental_mean", "number"),
    ("Experimental SD", "experimental_sd", "number"),
    ("Experimental cases", "experimental_cases", "count"),
    ("Experimental N", "experimental_n", "count"),
    ("Control mean", "control_mean", "number"),
    ("Control SD", "control_sd", "number"),
    ("Control cases", "control_cases", "count"),
    ("Control N", "control_n", "count"),
    ("O-E", "o_minus_e", "number"),
    ("Variance", "variance", "number"),
    ("Weight", "weight", "number"),
    ("Mean", "mean", "number"),
    ("CI start", "ci_start", "number"),
    ("CI end", "ci_end", "number"),
    ("Footnotes", "footnotes", "text"),
)

#: ``overall-estimates-and-settings.csv``: (heading, field of PackageAnalysis, kind).
SETTINGS: Final[tuple[tuple[str, str, Kind], ...]] = (
    ("Analysis group", "analysis_group", "count"),
    ("Analysis number", "analysis_number", "count"),
    ("Analysis name", "analysis_name", "text"),
    ("Analysis group name", "analysis_group_name", "text"),
    ("Data source", "data_source", "text"),
    ("Data source eligibility", "data_source_eligibility", "text"),
    ("Data type", "data_type", "text"),
    ("Log-scale data", "log_scale_data", "flag"),
    ("Outcome", "outcome", "text"),
    ("Intervention grouping", "intervention_grouping", "text"),
    ("Experimental intervention", "experimental_intervention", "text"),
    ("Control intervention", "control_intervention", "text"),
    ("Subgroup by", "subgroup_by", "text"),
    ("Filter criteria", "filter_criteria", "text"),
    ("Experimental group label", "experimental_group_label", "text"),
    ("Control group label", "control_group_label", "text"),
    ("Statistical method", "statistical_method", "text"),
    ("Effect measure", "effect_measure", "text"),
    ("Unit of effect measure", "unit_of_effect_measure", "text"),
    ("Analysis model", "analysis_model", "text"),
    ("Subgroup estimates", "subgroup_estimates", "flag"),
    ("Overall estimates", "overall_estimates", "flag"),
    ("Test for subgroup differences", "subgroup_test", "flag"),
    ("Swap event and non-event", "swap_events", "flag"),
    ("Study CI", "study_ci", "percent"),
    ("Estimate CI", "estimate_ci", "percent"),
    ("Experimental cases", "experimental_cases", "count"),
    ("Experimental N", "experimental_n", "count"),
    ("Control cases", "control_cases", "count"),
    ("Control N", "control_n", "count"),
    ("Mean", "mean", "number"),
    ("CI start", "ci_start", "number"),
    ("CI end", "ci_end", "number"),
    ("Heterogeneity Tau²", "tau2", "number"),
    ("Heterogeneity Chi²", "chi2", "number"),
    ("Heterogeneity df", "df", "number"),
    ("Heterogeneity P", "heterogeneity_p", "number"),
    ("Heterogeneity I²", "i2", "number"),
    ("Effect Z", "effect_z", "number"),
    ("Effect P", "effect_p", "number"),
    ("Subgroup Chi²", "subgroup_chi2", "number"),
    ("Subgroup df", "subgroup_df", "number"),
    ("Subgroup P", "subgroup_p", "number"),
    ("Subgroup I²", "subgroup_i2", "number"),
    ("ID", "analysis_id", "text"),
)
#: The documentation names the last column so; a file from RevMan has "ID".
OTHER_NAMES: Final = {"analysis id": "id"}
#: Columns that only the later format has.
NEWER: Final = frozenset(
    {"ci/pi level", "heterogeneity estimator", "prediction interval", "ci method"}
)

#: The numbers of a row that each type of data is made of. In the others a 0 is what
#: RevMan writes for "not used".
USED: Final = {
    "Dichotomous": frozenset(
        {"experimental_cases", "experimental_n", "control_cases", "control_n"}
    ),
    "Continuous": frozenset(
        {
            "experimental_mean",
            "experimental_sd",
            "experimental_n",
            "control_mean",
            "control_sd",
            "control_n",
        }
    ),
    "Contrast level": frozenset({"giv_mean", "giv_se"}),
    "O-E and variance": frozenset({"o_minus_e", "variance"}),
}
#: Every number that a row may be made of.
DATA: Final = frozenset().union(*USED.values())
#: What RevMan writes for a row that it could not estimate, and for a whole analysis.
ESTIMATE: Final = ("mean", "ci_start", "ci_end")
