"""What a careful reader should know before using a conditional odds ratio."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.pooling.counts.binomial_normal import FEW_STUDIES
from ketaevidence.pooling.counts.logit_maximum import Maximum
from ketaevidence.pooling.counts.strata import Tables


def caveats(
    told: Tables, left_out: Sequence[str], method: str, test: str, found: Maximum
) -> tuple[str, ...]:
    """List the caveats, first what was left out.

    Parameters
    ----------
    told
        The studies that say something.
    left_out
        Labels of the others.
    method, test
        What was used.
    found
        The maximum of the likelihood.
    """
    k, notes = len(told.slab), []
    if left_out:
        notes.append(
            "In these studies nobody, or everybody, had the event; they say nothing "
            f"about the odds ratio: {', '.join(left_out)}."
        )
    if k == 1:
        notes.insert(
            0,
            f"This is one informative study ({told.slab[0]}) and not a pool: its own "
            "odds ratio, with the normal interval on the log scale; the exact interval "
            "stands in the table.",
        )
        return tuple(notes)
    if k == 2:
        notes.append(
            "With two studies, heterogeneity cannot be judged; read the studies one by "
            "one."
        )
    if method == "ML" and k <= FEW_STUDIES:
        advice = "" if test == "t" else " Compare with test='t'."
        notes.append(
            f"With {k} studies, maximum likelihood tends to find too little "
            f"heterogeneity, and intervals that are too narrow.{advice}"
        )
    if method == "ML" and found.tau == 0.0:
        notes.append(
            "The likelihood is highest without heterogeneity (tau2 = 0). That is no "
            "evidence that there is none."
        )
    if found.maxima > 1:
        notes.append(
            f"The likelihood has {found.maxima} maxima; the highest was taken. Other "
            "software may report another one."
        )
    return tuple(notes)
