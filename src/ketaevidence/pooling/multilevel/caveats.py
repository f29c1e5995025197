"""What a careful reader should know before using a three-level result."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.effects.model import Effects
from ketaevidence.pooling.multilevel.choices import Choices
from ketaevidence.pooling.tau2.regions import Region

#: With fewer clusters, the variance between them can hardly be estimated.
FEW_CLUSTERS = 5

#: What every three-level result says first.
INDEPENDENT = (
    "Sampling errors are taken as independent, also within a cluster. Effects that "
    "share patients (several doses against one control group, several times) are not: "
    "split the shared group (split_shared_control) or compare with cluster_robust."
)


def _few(clusters: int) -> str | None:
    if clusters > FEW_CLUSTERS:
        return None
    return (
        f"{clusters} clusters: the variance between them can hardly be estimated from "
        "so few; its interval says how little is known."
    )


def _boundary(between: float, within: float) -> str | None:
    if between > 0 and within > 0:
        return None
    if between > 0:
        what = "within clusters: the effects of one cluster count as one true effect"
    elif within > 0:
        what = "between clusters: this is the model of pool, which knows no clusters"
    else:
        what = "at either level: this is the model of equal effects"
    return (
        f"The likelihood is highest without a variance {what}. That is no evidence "
        "that there is none."
    )


def _gap(regions: Sequence[Region]) -> str | None:
    if not any(region.has_gap for region in regions):
        return None
    return (
        "The likelihood has several maxima, and values inside the interval of a "
        "variance do not all belong to it: only its outer ends are given."
    )


def _maxima(maxima: int, method: str) -> str | None:
    if maxima < 2:
        return None
    kind = "restricted likelihood" if method == "REML" else "likelihood"
    return (
        f"The {kind} has {maxima} maxima; the highest was taken. Other software may "
        "report another one."
    )


def caveats(  # noqa: PLR0913, PLR0917  (what each caveat is about)
    effects: Effects,
    choices: Choices,
    clusters: int,
    variances: tuple[float, float],
    maxima: int,
    regions: Sequence[Region],
) -> tuple[str, ...]:
    """List the caveats, first what the model takes for granted."""
    downward = None
    if choices.method == "ML" and clusters <= 2 * FEW_CLUSTERS:
        downward = (
            f"With {clusters} clusters, maximum likelihood tends to find too little "
            "heterogeneity; compare with method='REML'."
        )
    notes = (
        INDEPENDENT,
        _few(clusters),
        downward,
        _boundary(*variances),
        _maxima(maxima, choices.method),
        _gap(regions),
        *effects.notes,
    )
    return tuple(note for note in notes if note is not None)
