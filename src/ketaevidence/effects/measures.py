"""What each measure is called, what it needs, and how its numbers are read.

A new measure is one entry here and one function in the file of its family.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, pi

from ketaevidence.effects import (
    binary,
    change,
    continuous,
    controlled,
    crossover,
    generic,
    proportions,
    rates,
)
from ketaevidence.effects.choices import Choices, Computed, Design, Kind
from ketaevidence.effects.columns import Table

Formula = Callable[[Table, Choices], Computed]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to give the data of a measure.

    Parameters
    ----------
    columns
        What must be given, by metafor's names where it has one.
    compute
        The formula.
    design
        For a contrast: whether two groups or the same patients were treated.
    """

    columns: tuple[str, ...]
    compute: Formula
    design: Design | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of effect: what it needs and how a reader should take it.

    Parameters
    ----------
    code
        The short name that metafor's users know, for example ``"MD"``.
    name
        The name in words.
    kind
        What kind of evidence it is; numbers of different kinds never pool.
    forms
        The ways to give its data, the usual one first.
    direction
        What is subtracted from what, in words; None for a single group.
    null_value
        The value that means "no difference" on the scale of analysis; None where
        there is no such value.
    scale
        Key of ``TRANSFORMATIONS``: the scale of analysis.
    vtypes
        Variance formulas on offer, the default first; empty where there is one.
    has_zero_cells
        Whether ``add`` and ``to`` apply.
    has_double_zeros
        Whether ``drop00`` applies.
    limits
        What a reported value cannot lie beyond, or None.
    """

    code: str
    name: str
    kind: Kind
    forms: tuple[Form, ...]
    direction: str | None
    null_value: float | None
    scale: str = "none"
    vtypes: tuple[str, ...] = ()
    has_zero_cells: bool = False
    has_double_zeros: bool = False
    limits: tuple[float, float] | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns of the usual way to give the data."""
        return self.forms[0].columns if self.forms else ("yi",)

    @property
    def is_logit(self) -> bool:
        """True when ``expit`` leads back to a proportion."""
        return self.scale == "logit"

    @property
    def is_log(self) -> bool:
        """True when ``exp`` leads back to a ratio, proportion or rate."""
        return self.scale == "log"

    @property
    def designs(self) -> tuple[Design, ...]:
        """Designs whose data the measure takes, the default first."""
        found = (form.design for form in self.forms)
        return tuple(dict.fromkeys(design for design in found if design is not None))


_ARMS = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
_PAIRS = ("m1i", "m2i", "sd1i", "sd2i", "ni", "ri")
_FIRST_SD = ("m1i", "m2i", "sd1i", "ni", "ri")
_ONE_MEAN = ("mi", "sdi", "ni")
_TABLE = ("ai", "bi", "ci", "di")
_TOTALS = ("ai", "n1i", "ci", "n2i")
_PERSON_TIME = ("x1i", "t1i", "x2i", "t2i")
_SHORT = ("post1i", "pre1i", "sdpre1i", "n1i", "r1i",
          "post2i", "pre2i", "sdpre2i", "n2i", "r2i")  # fmt: skip
_CONTROLLED = (*_SHORT[:2], "sdpost1i", *_SHORT[2:7], "sdpost2i", *_SHORT[7:])

_MINUS = "group 1 minus group 2"
_OVER = "group 1 over group 2"
_FIRST_MINUS = "first (m1i) minus second (m2i)"
_BOTH_CHANGES = "(post - pre) in group 1 minus (post - pre) in group 2"


def _two_groups(code: str, name: str, scale: str, *vtypes: str) -> Measure:
    """Describe a comparison of how often an event occurs in two groups."""
    formula = binary.events_in_two_groups
    forms = tuple(Form(columns, formula, "parallel") for columns in (_TABLE, _TOTALS))
    return Measure(
        code, name, "contrast", forms, _OVER if scale == "log" else _MINUS, 0.0, scale,
        vtypes, has_zero_cells=code != "AS", has_double_zeros=True,
        limits=(-1.0, 1.0) if code == "RD" else None,
    )  # fmt: skip


def _same_patients(code: str, name: str, scale: str) -> Measure:
    """Describe a comparison of how often an event occurs in the same patients."""
    forms = (Form(_TABLE, crossover.paired_counts, "crossover"),)
    return Measure(
        code, name, "contrast", forms,
        "treatment 1 over treatment 2" if scale == "log"
        else "treatment 1 minus treatment 2",
        0.0, scale, has_zero_cells=True, has_double_zeros=code == "MPORC",
        limits=(-1.0, 1.0) if code == "MPRD" else None,
    )  # fmt: skip


def _change(
    code: str, name: str, forms: tuple[Form, ...], scale: str, *vtypes: str
) -> Measure:
    """Describe a change within one group."""
    direction = "first (m1i) over second (m2i)" if scale == "log" else _FIRST_MINUS
    return Measure(
        code, name, "uncontrolled change", forms, direction, 0.0, scale, vtypes
    )


_CONTRASTS = (
    Measure(
        "MD", "Mean difference", "contrast",
        (
            Form(_ARMS, continuous.mean_difference, "parallel"),
            Form(_PAIRS, crossover.crossover_mean_difference, "crossover"),
            Form(_ONE_MEAN, crossover.reported_crossover_difference, "crossover"),
        ),
        _MINUS, 0.0, vtypes=("LS", "HO"),
    ),
    Measure(
        "SMD", "Standardized mean difference (Hedges' g)", "contrast",
        (
            Form(_ARMS, continuous.standardized_mean_difference, "parallel"),
            Form(_PAIRS, crossover.crossover_smd, "crossover"),
        ),
        _MINUS, 0.0, vtypes=("LS", "LS2", "UB", "AV"),
    ),
    Measure(
        "SMDH", "Standardized mean difference (unequal variances)", "contrast",
        (Form(_ARMS, continuous.smd_unequal_variances, "parallel"),), _MINUS, 0.0,
    ),
    Measure(
        "ROM", "Ratio of means (log scale)", "contrast",
        (Form(_ARMS, continuous.ratio_of_means, "parallel"),), _OVER, 0.0, "log",
    ),
    _two_groups("RR", "Risk ratio (log scale)", "log", "LS", "AV"),
    _two_groups("OR", "Odds ratio (log scale)", "log", "LS", "AV"),
    _two_groups("RD", "Risk difference", "none", "LS", "UB", "AV"),
    _two_groups("PETO", "Odds ratio by Peto's method (log scale)", "log"),
    _two_groups("AS", "Difference of arcsine-transformed proportions", "none"),
    Measure(
        "IRR", "Rate ratio (log scale)", "contrast",
        (Form(_PERSON_TIME, rates.rates_in_two_groups, "parallel"),), _OVER, 0.0, "log",
        has_zero_cells=True, has_double_zeros=True,
    ),
    Measure(
        "IRD", "Rate difference", "contrast",
        (Form(_PERSON_TIME, rates.rates_in_two_groups, "parallel"),), _MINUS, 0.0,
        has_zero_cells=True, has_double_zeros=True,
    ),
    _same_patients("MPRD", "Risk difference in the same patients", "none"),
    _same_patients("MPRR", "Risk ratio in the same patients (log scale)", "log"),
    _same_patients("MPOR", "Odds ratio in the same patients (marginal, log scale)",
                   "log"),
    _same_patients("MPORC", "Odds ratio in the same patients (conditional, log scale)",
                   "log"),
    Measure(
        "MCD", "Difference in mean change", "contrast",
        (Form(_CONTROLLED, controlled.difference_in_change, "parallel"),),
        _BOTH_CHANGES, 0.0,
    ),
    Measure(
        "PPC1", "Difference in standardized mean change (own SD before)", "contrast",
        (Form(_SHORT, controlled.difference_in_standardized_change, "parallel"),),
        _BOTH_CHANGES, 0.0,
    ),
    Measure(
        "PPC2", "Difference in standardized mean change (pooled SD before)", "contrast",
        (Form(_SHORT, controlled.difference_by_pooled_sd, "parallel"),),
        _BOTH_CHANGES, 0.0, vtypes=("LS", "exact"),
    ),
)  # fmt: skip

_CHANGES = (
    _change(
        "MC", "Uncontrolled mean change (first minus second)",
        (Form(_PAIRS, change.mean_change),
         Form(_ONE_MEAN, change.reported_mean_change)),
        "none",
    ),
    _change(
        "SMCC", "Uncontrolled standardized mean change (by the SD of change)",
        (Form(_PAIRS, change.smc_by_change_sd), Form(_ONE_MEAN, change.reported_smc),
         Form(("ti", "ni"), change.smc_from_t)),
        "none", "LS", "LS2",
    ),
    _change(
        "SMCR", "Uncontrolled standardized mean change (by the SD before)",
        (Form(_FIRST_SD, change.smc_by_first_sd), Form(_PAIRS, change.smc_by_first_sd)),
        "none", "LS", "LS2",
    ),
    _change(
        "SMCRH",
        "Uncontrolled standardized mean change (by the SD before, unequal variances)",
        (Form(_PAIRS, change.smc_by_first_sd_unequal),), "none",
    ),
    _change(
        "SMCRP", "Uncontrolled standardized mean change (by the mean variance)",
        (Form(_PAIRS, change.smc_by_mean_sd),), "none",
    ),
    _change(
        "ROMC", "Uncontrolled ratio of means (first over second, log scale)",
        (Form(_PAIRS, change.log_ratio_of_change),), "log",
    ),
)  # fmt: skip


def _share(code: str, name: str, formula: Formula, scale: str, *vtypes: str) -> Measure:
    ends = {"none": (0.0, 1.0), "arcsine": (0.0, pi / 2), "freeman-tukey": (0, pi / 2)}
    return Measure(
        code, name, "single group", (Form(("xi", "ni"), formula),), None, None, scale,
        vtypes, has_zero_cells=formula is proportions.proportion,
        limits=ends.get(scale),
    )  # fmt: skip


def _rate(code: str, name: str, scale: str) -> Measure:
    return Measure(
        code, name, "single group", (Form(("xi", "ti"), rates.rate),), None, None,
        scale, has_zero_cells=True, limits=(0.0, inf) if code == "IR" else None,
    )  # fmt: skip


_SINGLES = (
    Measure(
        "MN", "Mean of one group", "single group",
        (Form(_ONE_MEAN, change.single_mean),), None, None,
    ),
    _share("PR", "Proportion", proportions.proportion, "none", "LS", "UB", "AV"),
    _share("PLN", "Proportion (log scale)", proportions.proportion, "log", "LS", "AV"),
    _share("PLO", "Proportion (logit scale)", proportions.proportion, "logit",
           "LS", "AV"),
    _share("PAS", "Proportion (arcsine scale)", proportions.arcsine_proportion,
           "arcsine"),
    _share("PFT", "Proportion (Freeman-Tukey scale)",
           proportions.freeman_tukey_proportion, "freeman-tukey"),
    _rate("IR", "Rate", "none"),
    _rate("IRLN", "Rate (log scale)", "log"),
)  # fmt: skip

#: Every measure on offer, by its short name.
MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        *_CONTRASTS,
        *_CHANGES,
        *_SINGLES,
        Measure("GEN", "Effect as given", "as given", (), None, 0.0),
    )
}

#: What every measure also takes: an effect as the study reports it, on the scale of
#: analysis, with its variance or standard error.
REPORTED = Form(("yi",), generic.reported_effect)
