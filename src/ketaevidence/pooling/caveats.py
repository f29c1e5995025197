"""What a careful reader should know before using a pooled number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.pooling.below_one import below_one, is_below_one
from ketaevidence.pooling.choices import KNAPP_HARTUNG
from ketaevidence.pooling.intervals import (
    FEWEST_FOR_T_K2,
    Yardstick,
    is_narrower_than_normal,
    quantile,
)

if TYPE_CHECKING:
    from ketaevidence.effects.model import Effects
    from ketaevidence.pooling.choices import Choices
    from ketaevidence.pooling.sums import FloatArray

#: From this many studies on, the spread between them begins to be estimable at all.
FEWEST_FOR_HETEROGENEITY = 3

#: A study with more than this share of the weight [percent] is pointed out.
DOMINANT = 90.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, as far as it calls for a caveat.

    Parameters
    ----------
    effects, choices
        What was pooled and how.
    se
        Standard error of the pooled effect.
    ci_lb, ci_ub
        Its interval.
    df
        Degrees of freedom of the test; None for the normal distribution.
    s2w
        The Knapp-Hartung scale before any floor.
    weights
        Weight of each study [percent].
    maxima
        How many maxima the likelihood has.
    """

    effects: Effects
    choices: Choices
    se: float
    ci_lb: float
    ci_ub: float
    df: int | None
    s2w: float
    weights: FloatArray
    maxima: int


def knapp_hartung_caveat(found: Outcome) -> str | None:
    """Say when the Knapp-Hartung standard error is smaller than the ordinary one.

    Between two and a handful of studies that agree by chance, the method can claim
    more certainty than the studies have (Jackson and others 2017,
    doi 10.1002/sim.7411).
    """
    choices, s2w = found.choices, found.s2w
    if choices.test != "knha" or not is_below_one(s2w):
        return None
    if found.se == 0:
        return (
            "All effects are equal, so the Knapp-Hartung interval has no width: that "
            "is no evidence of certainty. Use test='z' or 't'."
        )
    is_narrower = is_narrower_than_normal(Yardstick(s2w, found.df), choices.level)
    interval = "narrower than" if is_narrower else "not narrower than"
    return (
        f"The Knapp-Hartung scale is {below_one(s2w)}, below 1: the standard error is "
        "smaller than the ordinary one, and the interval is "
        f"{interval} the Wald interval. Compare with test='z' and 't'."
    )


def _floor_note(found: Outcome) -> str | None:
    """Say what a floored Knapp-Hartung test did about a scale below 1."""
    test = found.choices.test
    if test == "knha" or test not in KNAPP_HARTUNG or not is_below_one(found.s2w):
        return None
    what = f"The Knapp-Hartung scale is {below_one(found.s2w)}, below 1"
    if test == "knha-se":
        return f"{what}: it was raised to 1, the ordinary standard error."
    if found.df is None:
        return f"{what}: the normal (Wald) interval is wider and was taken."
    return f"{what}, but the Knapp-Hartung interval is the wider one and was taken."


def _too_few(found: Outcome) -> list[str]:
    if found.effects.k >= FEWEST_FOR_HETEROGENEITY:
        return []
    notes = [
        (
            "With two studies, heterogeneity (tau2, I2, Q) cannot be judged; read "
            "the studies one by one."
        )
    ]
    if found.df == 1:
        factor = quantile(found.choices.level, 1)
        notes.append(
            "The interval uses the t distribution with 1 degree of freedom: "
            f"{factor:.3g} standard errors to each side."
        )
    if found.choices.prediction == "t(k-2)":
        notes.append(
            "A prediction interval with k - 2 degrees of freedom needs "
            f"{FEWEST_FOR_T_K2} studies; there is none here."
        )
    return notes


def _maxima_note(found: Outcome) -> str | None:
    if found.maxima < 2:
        return None
    is_restricted = found.choices.method == "REML"
    kind = "restricted likelihood" if is_restricted else "likelihood"
    return (
        f"The {kind} has {found.maxima} maxima; the highest was taken. "
        "Other software may report another one."
    )


def _dominance_note(found: Outcome) -> str | None:
    largest = int(found.weights.argmax())
    share = float(found.weights[largest])
    if share <= DOMINANT:
        return None
    return (
        f"One study ({found.effects.slab[largest]}) holds {share:.1f} % of the "
        "weight: the pooled value is hardly more than its own."
    )


def _range_note(found: Outcome) -> str | None:
    if found.effects.measure != "PR" or (found.ci_lb >= 0 and found.ci_ub <= 1):
        return None
    return (
        "The interval leaves the range of a proportion (0 to 1): the raw scale "
        "does not fit these data; use PLO."
    )


def caveats(found: Outcome) -> tuple[str, ...]:
    """List the caveats of a pooled result: first those about too few studies."""
    notes: list[str | None] = [
        *_too_few(found),
        knapp_hartung_caveat(found),
        _floor_note(found),
        _maxima_note(found),
        _dominance_note(found),
        *found.effects.notes,
        _range_note(found),
    ]
    return tuple(note for note in notes if note is not None)
