"""What a careful reader should know before using a pooled number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.pooling.intervals import quantile

if TYPE_CHECKING:
    from ketaevidence.effects.model import Effects
    from ketaevidence.pooling.model import Pooled

#: From this many studies on, the spread between them begins to be estimable at all.
FEWEST_FOR_HETEROGENEITY = 3


def knapp_hartung_caveat(pooled: Pooled) -> str | None:
    """Say when the Knapp-Hartung standard error is smaller than the ordinary one.

    Between two and a handful of studies that agree by chance, the method can claim
    more certainty than the studies have (Jackson and others 2017,
    doi 10.1002/sim.7411).
    """
    if pooled.test != "knha" or pooled.s2w is None or pooled.s2w >= 1:
        return None
    if pooled.se == 0:
        return (
            "All effects are equal, so the Knapp-Hartung interval has no width: that "
            "is no evidence of certainty. Use test='z' or 't'."
        )
    ordinary = quantile(pooled.level, None) / pooled.s2w**0.5
    is_narrower = quantile(pooled.level, pooled.ddf) < ordinary
    interval = "narrower than" if is_narrower else "not narrower than"
    return (
        f"The Knapp-Hartung scale is {pooled.s2w:.3g}, below 1: the standard error is "
        "smaller than the ordinary one, and the interval is "
        f"{interval} the Wald interval. Compare with test='z' and 't'."
    )


def _too_few(pooled: Pooled) -> list[str]:
    if pooled.k >= FEWEST_FOR_HETEROGENEITY:
        return []
    notes = [
        (
            "With two studies, heterogeneity (tau2, I2, Q) cannot be judged; read "
            "the studies one by one."
        )
    ]
    if pooled.ddf == 1:
        factor = quantile(pooled.level, 1)
        notes.append(
            "The interval uses the t distribution with 1 degree of freedom: "
            f"{factor:.3g} standard errors to each side."
        )
    return notes


def zero_cell_notes(effects: Effects) -> list[str]:
    """Say which studies were computed with something added to their counts."""
    adjusted = effects.settings.get("adjusted")
    if not isinstance(adjusted, list) or not adjusted:
        return []
    names = ", ".join(str(label) for label in adjusted)
    note = (
        f"{effects.settings['add']:g} was added to events and to non-events "
        f"(to='{effects.settings['to']}') of: {names}."
    )
    return [note]


def caveats(pooled: Pooled, maxima: int) -> tuple[str, ...]:
    """List the caveats of a pooled result: first those about too few studies."""
    notes = _too_few(pooled)
    scale = knapp_hartung_caveat(pooled)
    if scale is not None:
        notes.append(scale)
    if maxima > 1:
        notes.append(
            f"The restricted likelihood has {maxima} maxima; the highest was taken. "
            "Other software may report another one."
        )
    notes += zero_cell_notes(pooled.effects)
    if pooled.effects.measure == "PR" and (pooled.ci_lb < 0 or pooled.ci_ub > 1):
        notes.append(
            "The interval leaves the range of a proportion (0 to 1): the raw scale "
            "does not fit these data; use PLO."
        )
    return tuple(notes)
