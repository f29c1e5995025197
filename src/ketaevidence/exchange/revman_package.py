"""A RevMan data package as plain data: analyses with their rows, studies, judgements.

Every column of the package is a field here. What RevMan writes as 0 because it is not
used is ``None``; a 0 in a number that the analysis uses stays 0. ``Mean`` and the
limits are on the scale that people read (an odds ratio, not its logarithm), ``GIV`` on
the scale of analysis.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from ketaevidence.effects import Effects
from ketaevidence.errors import ReadError
from ketaevidence.exchange.revman_columns import ROWS, SETTINGS

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.exchange.revman_pool import Compared

#: Types of a frame's columns, by how a cell is read.
_DTYPES: Final = {
    "text": "string",
    "number": "Float64",
    "count": "Int64",
    "percent": "Float64",
    "flag": "boolean",
}


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One study, or one subgroup of a study, in one analysis."""

    analysis_group: int
    analysis_number: int
    analysis_name: str | None
    subgroup: str | None
    #: SUBGROUP_AND_OVERALL: whether the row counts in the overall estimate.
    applicability: str | None
    study: str
    study_year: str | None
    giv_mean: float | None
    giv_se: float | None
    experimental_mean: float | None
    experimental_sd: float | None
    experimental_cases: int | None
    experimental_n: int | None
    control_mean: float | None
    control_sd: float | None
    control_cases: int | None
    control_n: int | None
    o_minus_e: float | None
    variance: float | None
    #: Weight in the analysis [per cent].
    weight: float | None
    mean: float | None
    ci_start: float | None
    ci_end: float | None
    footnotes: str | None

    @property
    def is_in_overall(self) -> bool:
        """Whether the row counts in the overall estimate."""
        return self.applicability is None or "OVERALL" in self.applicability.upper()


@dataclass(frozen=True, slots=True)
class PackageAnalysis:
    """One analysis: what was set, what RevMan found, and its rows."""

    analysis_group: int
    analysis_number: int
    analysis_name: str | None
    analysis_group_name: str | None
    data_source: str | None
    data_source_eligibility: str | None
    data_type: str | None
    log_scale_data: bool | None
    outcome: str | None
    intervention_grouping: str | None
    experimental_intervention: str | None
    control_intervention: str | None
    subgroup_by: str | None
    filter_criteria: str | None
    experimental_group_label: str | None
    control_group_label: str | None
    statistical_method: str | None
    effect_measure: str | None
    unit_of_effect_measure: str | None
    analysis_model: str | None
    subgroup_estimates: bool | None
    overall_estimates: bool | None
    subgroup_test: bool | None
    swap_events: bool | None
    #: Levels of the intervals, as fractions.
    study_ci: float | None
    estimate_ci: float | None
    experimental_cases: int | None
    experimental_n: int | None
    control_cases: int | None
    control_n: int | None
    mean: float | None
    ci_start: float | None
    ci_end: float | None
    tau2: float | None
    chi2: float | None
    df: float | None
    heterogeneity_p: float | None
    #: Per cent.
    i2: float | None
    effect_z: float | None
    effect_p: float | None
    subgroup_chi2: float | None
    subgroup_df: float | None
    subgroup_p: float | None
    subgroup_i2: float | None
    analysis_id: str | None
    rows: tuple[PackageRow, ...] = ()

    @property
    def number(self) -> str:
        """Comparison and outcome as RevMan numbers them: "1.2"."""
        return f"{self.analysis_group}.{self.analysis_number}"

    def effects(self) -> Effects:
        """Give the rows that count in the overall estimate as effects to pool.

        Returns
        -------
        Effects
            Odds ratios, risk ratios and generic ratios as logarithms. Studies without
            events in either group are left out of ratios, as RevMan does.

        Raises
        ------
        ReadError
            If the type of data or the measure is none that can be computed here; the
            rows are still in ``rows``.
        EffectError
            If a number is missing or impossible; the study is named.
        """
        from ketaevidence.exchange.revman_pool import effects_of

        return effects_of(self)

    def compare(self) -> Compared:
        """Pool the rows here, as the settings say, and compare with RevMan's numbers.

        Returns
        -------
        Compared
            Each number of the package beside ours, the differences, and what is known
            to be computed differently.

        Raises
        ------
        ReadError
            If the package holds no overall estimate, or its method is none of ours.
        """
        from ketaevidence.exchange.revman_pool import compare

        return compare(self)


@dataclass(frozen=True, slots=True)
class PackageStudy:
    """One study: its label, year, and what RevMan calls its characteristics."""

    study: str
    #: (heading, text) of every other column, in order.
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PackageBias:
    """One judgement on the risk of bias: study, domain, judgement and support."""

    study: str
    domain: str
    judgement: str | None
    support: str | None = None
    #: (heading, text) of columns that say which result was judged.
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DataPackage:
    """What a RevMan data package holds.

    Made by :func:`ketaevidence.exchange.revman_in.read_revman`.
    """

    #: The file's name.
    name: str
    analyses: tuple[PackageAnalysis, ...]
    studies: tuple[PackageStudy, ...] = ()
    bias: tuple[PackageBias, ...] = ()
    #: Files of the package that are not read here.
    unread: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say how much it holds."""
        return (
            f"<DataPackage {self.name}: {len(self.analyses)} analyses, "
            f"{len(self.studies)} studies, {len(self.bias)} judgements>"
        )

    def analysis(self, number: str) -> PackageAnalysis:
        """Give an analysis by RevMan's number, "1.2".

        Raises
        ------
        ReadError
            If there is none; all are named.
        """
        for analysis in self.analyses:
            if analysis.number == number.strip():
                return analysis
        known = ", ".join(analysis.number for analysis in self.analyses) or "none"
        msg = f"{self.name}: no analysis {number!r}; it has {known}."
        raise ReadError(msg)

    def frame(self) -> pd.DataFrame:
        """Give one row for each study of each analysis; missing is NA.

        Returns
        -------
        pandas.DataFrame
            The package's 24 columns, then data type, effect measure, statistical
            method, analysis model, log-scale data and swapped events of the analysis.
        """
        import pandas as pd

        names = [field.name for field in fields(PackageRow)]
        more = (
            "data_type", "effect_measure", "statistical_method", "analysis_model",
            "log_scale_data", "swap_events",
        )  # fmt: skip
        rows = [
            [getattr(row, name) for name in names]
            + [getattr(analysis, name) for name in more]
            for analysis in self.analyses
            for row in analysis.rows
        ]
        kinds = {name: kind for _, name, kind in (*SETTINGS, *ROWS)}
        return pd.DataFrame(rows, columns=[*names, *more], dtype="object").astype(
            {name: _DTYPES[kinds[name]] for name in (*names, *more)}
        )
