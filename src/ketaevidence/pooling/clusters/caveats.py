"""What a careful reader should know before using cluster-robust standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketaevidence.pooling.clusters.model import Robust

#: Below this many degrees of freedom the t distribution no longer describes the
#: statistic well (Tipton 2015, doi 10.1037/met0000011).
FEWEST_DF = 4.0

#: Without the CR2 adjustment, fewer clusters than this give standard errors that are
#: too small.
FEWEST_CLUSTERS = 40

#: What every cluster-robust result says first.
INDEPENDENT = (
    "Standard errors, tests and intervals allow for clusters; tau2, I2 and Q are those "
    "of the model that takes all effects as independent."
)

#: A shortfall of a variance below this share is not worth a note.
NOTICEABLE = 1e-4

#: Caveats about the standard errors that are replaced here.
REPLACED = "The Knapp-Hartung scale"


def _few_degrees(robust: Robust) -> str | None:
    if robust.small_sample != "CR2":
        if robust.clusters >= FEWEST_CLUSTERS:
            return None
        return (
            f"{robust.clusters} clusters: with fewer than {FEWEST_CLUSTERS} this "
            "standard error is too small on average; use small_sample='CR2'."
        )
    names = [
        one.name
        for one in robust.coefficients
        if one.df is not None and one.df < FEWEST_DF
    ]
    if not names:
        return None
    return (
        f"Fewer than {FEWEST_DF:g} degrees of freedom: {', '.join(names)}. The p-value "
        "is not to be trusted; judge by a level of 0.01, or not at all."
    )


def _no_pairs(robust: Robust) -> str | None:
    if robust.clusters < robust.k:
        return None
    return (
        "Every effect is a cluster of its own: no two effects are treated as belonging "
        "together."
    )


def _no_omnibus(robust: Robust) -> str | None:
    # A pooled effect has one coefficient, and its own test is all there is.
    if robust.F is not None or len(robust.coefficients) == 1:
        return None
    if any(one.se is None for one in robust.coefficients):
        return None
    if robust.small_sample != "CR2":
        return "A test of all coefficients at once is offered with CR2 only."
    return "There are too few clusters for a test of all coefficients at once."


def caveats(robust: Robust, determined: Sequence[str], shortfall: float) -> Robust:
    """Give the result with its caveats.

    Parameters
    ----------
    robust
        The result without notes.
    determined
        Clusters that determine a fitted value alone.
    shortfall
        Share by which the variances that are given may be too small on average.
    """
    alone = None
    lost = [one.name for one in robust.coefficients if one.se is None]
    if lost:
        alone = (
            f"No robust standard error for {', '.join(lost)}: that rests on one "
            f"cluster alone ({', '.join(determined)}), whose residuals say nothing "
            "about it."
        )
    small = None
    if shortfall > NOTICEABLE:
        small = (
            f"The model fits {', '.join(determined)} exactly in part: the robust "
            f"variances are up to {100 * shortfall:.1f} % too small on average."
        )
    notes = (
        INDEPENDENT,
        _few_degrees(robust),
        alone,
        small,
        _no_pairs(robust),
        _no_omnibus(robust),
        *(note for note in robust.fit.notes if not note.startswith(REPLACED)),
    )
    return replace(robust, notes=tuple(note for note in notes if note is not None))
