"""A data package's analyses pooled here, and held against RevMan's own numbers.

References
----------
Deeks JJ, Higgins JPT (2010). Statistical algorithms in Review Manager 5. Statistical
Methods Group of The Cochrane Collaboration.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ketaevidence.effects import Effects, effect_sizes
from ketaevidence.errors import ReadError
from ketaevidence.exchange.revman_package import PackageAnalysis, PackageRow
from ketaevidence.pooling import Pooled, pool
from ketaevidence.pooling.counts import Stratified, mantel_haenszel, peto_odds_ratio

if TYPE_CHECKING:
    import pandas as pd

#: RevMan prints six decimals: nearer than this, numbers are the same [absolute and
#: relative].
_ROUNDING: Final = 1e-6
#: RevMan's measures by our short names.
MEASURES: Final = MappingProxyType(
    {
        "Odds Ratio": "OR",
        "Odds Ratio (Non-event)": "OR",
        "Peto Odds Ratio": "OR",
        "Risk Ratio": "RR",
        "Risk Difference": "RD",
        "Mean Difference": "MD",
        "Standardized Mean Difference": "SMD",
        "Std. Mean Difference": "SMD",
    }
)
_PETO: Final = ("PETO", "EXP_O_E_VAR")
_COUNTS: Final = ("OR", "RR", "RD")


@dataclass(frozen=True, slots=True)
class Compared:
    """One analysis of a package: RevMan's numbers beside those that are pooled here.

    Estimates and limits are on the scale that people read.
    """

    number: str
    #: (name, RevMan's, ours) of each number that both have.
    numbers: tuple[tuple[str, float, float], ...]
    #: What is known to be computed differently, or could not be compared.
    notes: tuple[str, ...]

    @property
    def differences(self) -> tuple[tuple[str, float, float], ...]:
        """The numbers that differ by more than RevMan's rounding."""
        return tuple(
            (name, theirs, ours)
            for name, theirs, ours in self.numbers
            if abs(theirs - ours) > _ROUNDING * max(1.0, abs(theirs))
        )

    @property
    def agrees(self) -> bool:
        """Whether every number is RevMan's, to its rounding."""
        return not self.differences

    def frame(self) -> pd.DataFrame:
        """Give one row for each number: name, revman, here, difference, same."""
        import pandas as pd

        differing = {name for name, _, _ in self.differences}
        return pd.DataFrame(
            [
                (name, theirs, ours, ours - theirs, name not in differing)
                for name, theirs, ours in self.numbers
            ],
            columns=["number", "revman", "here", "difference", "same"],
        )


def effects_of(analysis: PackageAnalysis) -> Effects:
    """Give the rows that count in the overall estimate as effects, by our formulas.

    Raises
    ------
    ReadError
        If the type of data or the measure is none that can be computed here.
    EffectError
        If a number is missing or impossible.
    """
    rows = _rows(analysis)
    slab = labels(rows)
    make = _MAKERS.get(analysis.data_type or "")
    if make is None:
        raise _cannot(analysis, f"the data type {analysis.data_type!r}")
    return make(analysis, rows, slab)


def labels(rows: Sequence[PackageRow]) -> list[str]:
    """Give each row's label; with its subgroup where the study has several rows."""
    often = Counter(row.study for row in rows)
    return [
        f"{row.study} [{row.subgroup}]" if often[row.study] > 1 else row.study
        for row in rows
    ]


def compare(analysis: PackageAnalysis) -> Compared:
    """Pool an analysis as its settings say, and compare it with RevMan's estimate.

    Raises
    ------
    ReadError
        If the package holds no overall estimate, or its method is none of ours.
    """
    if analysis.mean is None or analysis.ci_start is None or analysis.ci_end is None:
        msg = (
            f"Analysis {analysis.number} has no overall estimate in the package; there "
            "is nothing to compare. Pool analysis.effects() if its rows are alike."
        )
        raise ReadError(msg)
    pooled = _pooled(analysis)
    read = math.exp if _is_log(analysis) else float
    ours: dict[str, float | None] = {
        "estimate": read(pooled.estimate),
        "ci_start": read(pooled.ci_lb),
        "ci_end": read(pooled.ci_ub),
        "tau2": pooled.tau2 if isinstance(pooled, Pooled) else None,
        "chi2": pooled.QE,
        "df": float(pooled.QE_df),
        "heterogeneity_p": pooled.QEp,
        "i2": pooled.I2,
        # RevMan prints the size of Z without its sign.
        "effect_z": None if pooled.zval is None else abs(pooled.zval),
        "effect_p": pooled.pval,
    }
    theirs = {name: getattr(analysis, name, None) for name in ours}
    theirs["estimate"] = analysis.mean
    numbers = [
        (name, float(value), own)
        for name, own in ours.items()
        if (value := theirs[name]) is not None and own is not None
    ]
    return Compared(analysis.number, tuple(numbers), tuple(_notes(analysis)))


def _notes(analysis: PackageAnalysis) -> Iterator[str]:
    if _is_random(analysis) and analysis.statistical_method == "MH":
        yield (
            "RevMan takes Q, and tau² with it, about the Mantel-Haenszel estimate, and "
            "ketaevidence about the inverse-variance estimate: these numbers and the "
            "interval can differ a little."
        )
    left_out = sum(not row.is_in_overall for row in analysis.rows)
    if left_out:
        yield f"{left_out} rows count in no overall estimate and are left out."
    if analysis.swap_events:
        yield "Events and non-events are swapped, as the analysis has it."


# How it was pooled -----------------------------------------------------------


def _pooled(analysis: PackageAnalysis) -> Pooled | Stratified:
    method, level = analysis.statistical_method, analysis.estimate_ci or 0.95
    is_dichotomous = analysis.data_type == "Dichotomous"
    if is_dichotomous and not _is_random(analysis) and method != "IV":
        rows = _rows(analysis)
        counts, slab = _counts(analysis, rows), labels(rows)
        if (method or "").upper() in _PETO:
            return peto_odds_ratio(**counts, slab=slab, level=level)
        if method != "MH":
            raise _cannot(analysis, f"the method {method!r}")
        measure = _measure(analysis)
        return mantel_haenszel(
            measure,  # type: ignore[arg-type]  # checked to be one of its measures
            **counts,
            slab=slab,
            level=level,
            variance="Greenland-Robins" if measure == "RD" else None,
        )
    if not is_dichotomous and method not in ("IV", *_PETO, None):
        raise _cannot(analysis, f"the method {method!r}")
    effects = _revman_smd(analysis) if _is_smd(analysis) else effects_of(analysis)
    if _is_random(analysis):
        return pool(effects, preset="revman5", level=level)
    return pool(effects, method="EE", test="z", level=level)


def _is_random(analysis: PackageAnalysis) -> bool:
    """Say whether the model is one of random effects.

    Raises
    ------
    ReadError
        If it is neither fixed nor random.
    """
    model = (analysis.analysis_model or "").casefold()
    if not model.startswith(("fixed", "random")):
        raise _cannot(analysis, f"the model {analysis.analysis_model!r}")
    return model.startswith("random")


def _is_log(analysis: PackageAnalysis) -> bool:
    if analysis.log_scale_data is not None:
        return analysis.log_scale_data
    return MEASURES.get(analysis.effect_measure or "") in ("OR", "RR")


def _is_smd(analysis: PackageAnalysis) -> bool:
    is_means = analysis.data_type == "Continuous"
    return is_means and MEASURES.get(analysis.effect_measure or "") == "SMD"


def _revman_smd(analysis: PackageAnalysis) -> Effects:
    """Give standardised differences by RevMan's own formulas.

    Hedges' g with 1 - 3 / (4 N - 9); variance N / (n1 n2) + g² / (2 (N - 3.94)).
    """
    rows = _rows(analysis)
    yi, vi = [], []
    ours = effects_of(analysis)  # which checks every number
    for row in rows:
        m1, s1, n1 = row.experimental_mean, row.experimental_sd, row.experimental_n
        m2, s2, n2 = row.control_mean, row.control_sd, row.control_n
        if m1 is None or m2 is None or not (s1 and s2 and n1 and n2):
            raise _cannot(analysis, f"{row.study}, which lacks a number,")
        n = n1 + n2
        spread = math.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / (n - 2))
        g = (m1 - m2) / spread * (1 - 3 / (4 * n - 9))
        yi.append(g)
        vi.append(n / (n1 * n2) + g**2 / (2 * (n - 3.94)))
    return effect_sizes("GEN", yi=yi, vi=vi, slab=list(ours.slab), kind="contrast")


# What was pooled -------------------------------------------------------------


def _rows(analysis: PackageAnalysis) -> list[PackageRow]:
    rows = [row for row in analysis.rows if row.is_in_overall]
    if not rows:
        raise _cannot(analysis, "no row that counts in the overall estimate")
    return rows


def _measure(analysis: PackageAnalysis) -> str:
    measure = MEASURES.get(analysis.effect_measure or "")
    if measure is None:
        raise _cannot(analysis, f"the measure {analysis.effect_measure!r}")
    return measure


def _counts(analysis: PackageAnalysis, rows: Sequence[PackageRow]) -> dict[str, Any]:
    """Give events and patients; of non-events where the analysis swaps them."""

    def events(cases: int | None, n: int | None) -> int | None:
        if not analysis.swap_events or cases is None or n is None:
            return cases
        return n - cases

    return {
        "ai": [events(row.experimental_cases, row.experimental_n) for row in rows],
        "n1i": [row.experimental_n for row in rows],
        "ci": [events(row.control_cases, row.control_n) for row in rows],
        "n2i": [row.control_n for row in rows],
    }


def _dichotomous(
    analysis: PackageAnalysis, rows: Sequence[PackageRow], slab: list[str]
) -> Effects:
    measure = _measure(analysis)
    if measure not in _COUNTS:
        raise _cannot(analysis, f"the measure {analysis.effect_measure!r} of counts")
    return effect_sizes(measure, **_counts(analysis, rows), slab=slab)


def _continuous(
    analysis: PackageAnalysis, rows: Sequence[PackageRow], slab: list[str]
) -> Effects:
    measure = _measure(analysis)
    if measure in _COUNTS:
        raise _cannot(analysis, f"the measure {analysis.effect_measure!r} of means")
    return effect_sizes(
        measure,
        m1i=[row.experimental_mean for row in rows],
        sd1i=[row.experimental_sd for row in rows],
        n1i=[row.experimental_n for row in rows],
        m2i=[row.control_mean for row in rows],
        sd2i=[row.control_sd for row in rows],
        n2i=[row.control_n for row in rows],
        slab=slab,
    )


def _generic(
    _: PackageAnalysis, rows: Sequence[PackageRow], slab: list[str]
) -> Effects:
    return effect_sizes(
        "GEN",
        yi=[row.giv_mean for row in rows],
        sei=[row.giv_se for row in rows],
        slab=slab,
        kind="contrast",
    )


def _observed(
    analysis: PackageAnalysis, rows: Sequence[PackageRow], slab: list[str]
) -> Effects:
    """Give (O - E) / V with the variance 1 / V."""
    yi, vi = [], []
    for row in rows:
        if row.o_minus_e is None or not row.variance or row.variance < 0:
            raise _cannot(analysis, f"{row.study}, which has no variance above 0,")
        yi.append(row.o_minus_e / row.variance)
        vi.append(1 / row.variance)
    return effect_sizes("GEN", yi=yi, vi=vi, slab=slab, kind="contrast")


_Maker = Callable[[PackageAnalysis, Sequence[PackageRow], list[str]], Effects]
_MAKERS: Final[Mapping[str, _Maker]] = MappingProxyType(
    {
        "Dichotomous": _dichotomous,
        "Continuous": _continuous,
        "Contrast level": _generic,
        "O-E and variance": _observed,
    }
)


def _cannot(analysis: PackageAnalysis, what: str) -> ReadError:
    return ReadError(
        f"Analysis {analysis.number} ({analysis.analysis_name or 'no name'}): {what} "
        "cannot be computed here; its rows are in analysis.rows and package.frame()."
    )
