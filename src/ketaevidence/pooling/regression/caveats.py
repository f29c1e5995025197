"""What a careful reader should know before using a meta-regression."""

from __future__ import annotations

import numpy as np

from ketaevidence.pooling.below_one import below_one, is_below_one
from ketaevidence.pooling.choices import KNAPP_HARTUNG
from ketaevidence.pooling.intervals import Yardstick, is_narrower_than_normal
from ketaevidence.pooling.regression.model import Regression

#: With fewer studies for each moderator, an association is easily chance (Cochrane
#: Handbook, section 10.11.5.1).
STUDIES_FOR_EACH = 10

#: A study with more than this leverage decides on a coefficient alone.
ALONE = 1.0 - 1e-6

#: What every result of a meta-regression says first.
ASSOCIATION = (
    "The coefficients describe differences between studies. Patients were not "
    "randomised to studies: an association is no effect of the moderator, and an "
    "average of patients says nothing about patients within a study."
)


def scale_caveat(model: Regression, s2w: float) -> str | None:
    """Say when the Knapp-Hartung standard errors are smaller than the ordinary ones."""
    if model.test != "knha" or not is_below_one(s2w):
        return None
    if s2w == 0:
        return (
            "The moderators fit every effect exactly, so the Knapp-Hartung intervals "
            "have no width: that is no evidence of certainty. Use test='z' or 't'."
        )
    is_narrower = is_narrower_than_normal(
        Yardstick(s2w, model.k - model.p), model.level
    )
    intervals = "narrower than" if is_narrower else "not narrower than"
    return (
        f"The Knapp-Hartung scale is {below_one(s2w)}, below 1: the standard errors "
        "are smaller than the ordinary ones, and the intervals are "
        f"{intervals} the Wald intervals. Compare with test='z' and 't'."
    )


def _floor_note(model: Regression, s2w: float) -> str | None:
    is_floored = model.test in KNAPP_HARTUNG and model.test != "knha"
    if not is_floored or not is_below_one(s2w):
        return None
    found = f"The Knapp-Hartung scale is {below_one(s2w)}, below 1"
    if model.test == "knha-se":
        return f"{found}: it was raised to 1, the ordinary standard errors."
    if model.ddf is None:
        return f"{found}: the normal (Wald) intervals are wider and were taken."
    return f"{found}, but the Knapp-Hartung intervals are wider and were taken."


def _few_studies(model: Regression) -> str | None:
    asked = model.QM_df
    if model.k >= STUDIES_FOR_EACH * asked:
        return None
    what = "coefficient" if asked == 1 else "coefficients"
    beside = " beside the intercept" if model.design.has_intercept else ""
    return (
        f"{model.k} studies for {asked} {what}{beside}: with fewer than "
        f"{STUDIES_FOR_EACH} studies for each, an association is easily chance."
    )


def _alone(model: Regression) -> str | None:
    rows = np.flatnonzero(model.leverage > ALONE)
    if not len(rows):
        return None
    names = ", ".join(model.effects.slab[row] for row in rows)
    return (
        f"The model fits exactly what it rests on alone: {names}. A coefficient that "
        "depends on one study cannot be told from that study."
    )


def caveats(model: Regression, maxima: int, s2w: float) -> tuple[str, ...]:
    """List the caveats of a meta-regression.

    Parameters
    ----------
    model
        The result without notes.
    maxima
        How many maxima the likelihood has.
    s2w
        The Knapp-Hartung scale before any floor.
    """
    several = None
    if maxima > 1:
        kind = "restricted likelihood" if model.method == "REML" else "likelihood"
        several = (
            f"The {kind} has {maxima} maxima; the highest was taken. "
            "Other software may report another one."
        )
    no_share = None
    if model.R2 is None and model.design.has_intercept:
        no_share = (
            "Without moderators there is no heterogeneity to account for, so there is "
            "no R2."
        )
    notes = (
        ASSOCIATION,
        _few_studies(model),
        _alone(model),
        no_share,
        scale_caveat(model, s2w),
        _floor_note(model, s2w),
        several,
        *model.effects.notes,
    )
    return tuple(note for note in notes if note is not None)
