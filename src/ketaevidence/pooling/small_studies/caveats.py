"""What a careful reader should know before reading a funnel as a sign of bias."""

from __future__ import annotations

from ketaevidence.effects.measures import MEASURES
from ketaevidence.effects.model import Effects

#: What asymmetry can come from (Sterne and others 2011, doi 10.1136/bmj.d4002).
CAUSES = (
    "Asymmetry can come from missing results, from poorer methods in small studies, "
    "from true differences between small and large studies, or from chance; no test "
    "of the funnel can tell which (Sterne and others 2011, doi 10.1136/bmj.d4002)."
)

#: Measures whose sampling variance does not follow from the effect: means with their
#: own standard deviations, and transformations that stabilise the variance. Peto's
#: variance is that under no effect.
FREE_VARIANCE = frozenset({"AS", "MC", "MCD", "MD", "MN", "PAS", "PETO", "PFT"})

#: Measures given in units of a standard deviation.
_STANDARDIZED = frozenset(
    {"PPC1", "PPC2", "SMCC", "SMCR", "SMCRH", "SMCRP", "SMD", "SMDH"}
)


def _advice(effects: Effects) -> str:
    if effects.measure == "OR":
        return (
            "prefer harbord_test (Harbord and others 2006, doi 10.1002/sim.2380) or "
            "peters_test (Peters and others 2006, doi 10.1001/jama.295.6.676)"
        )
    if effects.measure in _STANDARDIZED:
        return (
            "prefer a regression test on sample sizes, predictor='sqrtninv' "
            "(Pustejovsky and Rodgers 2019, doi 10.1002/jrsm.1332)"
        )
    return "prefer a regression test on sample sizes, predictor='ninv'"


def dependence_caveat(effects: Effects, what: str) -> tuple[str, ...]:
    """Say when the standard errors follow from the effects themselves.

    Then effects and standard errors are correlated by arithmetic, and a funnel is
    asymmetric without any small-study effect.

    Parameters
    ----------
    effects
        The studies.
    what
        The method, as the subject of a sentence.
    """
    if effects.measure in FREE_VARIANCE:
        return ()
    if effects.measure == "GEN":
        caveat = (
            f"What these effects measure is not known here. {what} can find asymmetry "
            "where there is none if the standard errors follow from the effects "
            "themselves, as they do for odds ratios, standardized mean differences "
            "and proportions."
        )
    else:
        caveat = (
            f"For the measure {effects.measure} ({MEASURES[effects.measure].name}) the "
            f"standard error follows in part from the effect itself, so that {what} "
            f"can find asymmetry where there is none; {_advice(effects)}."
        )
    return (caveat,)
