"""Pain scales with their ends and direction, converted only by an explicit rule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import FloatArray, frozen_array
from ketaevidence.effects.columns import COUNTS, ONE_FOR_ALL, place
from ketaevidence.effects.model import Effects
from ketaevidence.errors import EffectError

#: What a number on a scale may be: where somebody stands, how far somebody moved, or a
#: standard deviation or error.
Quantity = Literal["score", "difference", "spread"]

#: Name of the label that a converted scale leaves in ``Effects.alike``.
SCALE_LABEL = "pain scale"

#: Measures in the scale's own points.
_IN_POINTS = frozenset({"MD", "MC", "MCD", "MN"})

#: Measures without a unit, in which only the direction of the scale shows.
_UNITLESS = frozenset({"SMD", "SMDH", "PPC1", "PPC2", "SMCC", "SMCR", "SMCRH", "SMCRP"})


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale on which pain is rated: its ends, and which end is worse.

    Parameters
    ----------
    lower, upper
        The ends.
    higher_is_worse
        True for pain from none to worst; False for relief or function.

    Raises
    ------
    EffectError
        When the ends are not two numbers, the lower one first.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> nrs = ke.Scale(0, 10, higher_is_worse=True)
    >>> vas = ke.Scale(0, 100, higher_is_worse=True)
    >>> print(nrs.convert([3.5, 7], onto=vas, of="score"))
    [35. 70.]
    """

    lower: float
    upper: float
    higher_is_worse: bool

    def __post_init__(self) -> None:
        """Check the ends."""
        ends = (self.lower, self.upper)
        if any(isinstance(end, bool | str) or not math.isfinite(end) for end in ends):
            msg = f"the ends of a scale must be numbers, not {ends}"
            raise EffectError(msg)
        if not self.lower < self.upper:
            msg = f"a scale from {self.lower:g} to {self.upper:g} has no length"
            raise EffectError(msg)
        if not isinstance(self.higher_is_worse, bool):
            msg = (
                "higher_is_worse must be True or False: the direction is never guessed"
            )
            raise EffectError(msg)

    def __str__(self) -> str:
        """Write the scale in words."""
        worse = "higher" if self.higher_is_worse else "lower"
        return f"{self.lower:g} to {self.upper:g} ({worse} is worse)"

    @property
    def length(self) -> float:
        """Distance between the ends."""
        return self.upper - self.lower

    def factor(self, onto: Scale) -> float:
        """Give what a difference is multiplied by; negative when the direction turns.

        Parameters
        ----------
        onto
            The scale to convert to.
        """
        turned = self.higher_is_worse != onto.higher_is_worse
        return (-1 if turned else 1) * onto.length / self.length

    def convert(
        self, values: npt.ArrayLike, *, onto: Scale, of: Quantity
    ) -> FloatArray:
        """Convert numbers on this scale to another one, end to end.

        Parameters
        ----------
        values
            Numbers on this scale, of any shape.
        onto
            The scale to convert to.
        of
            What they are: ``"score"``, ``"difference"`` (or change), or ``"spread"``
            (standard deviation or error).

        Returns
        -------
        numpy.ndarray
            Read-only, of the same shape.

        Raises
        ------
        EffectError
            When a number cannot be on this scale.

        Notes
        -----
        With f = length of the other scale / length of this one: a difference becomes
        f d (-f d when the direction turns), a spread f s, and a score the point that
        lies as far from the corresponding end.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> relief = ke.Scale(0, 4, higher_is_worse=False)
        >>> pain = ke.Scale(0, 100, higher_is_worse=True)
        >>> print(relief.convert([3, 4], onto=pain, of="score"))
        [25.  0.]
        """
        numbers = np.array(values, dtype=np.float64)
        factor = self.factor(onto)
        if of == "score":
            wrong = ~((numbers >= self.lower) & (numbers <= self.upper))
            start = onto.lower if factor > 0 else onto.upper
            converted = start + factor * (numbers - self.lower)
        elif of == "difference":
            wrong = ~(np.abs(numbers) <= self.length)
            converted = factor * numbers
        elif of == "spread":
            # The widest two values can lie apart, as a standard deviation of two.
            wrong = ~((numbers >= 0) & (numbers <= self.length / math.sqrt(2)))
            converted = abs(factor) * numbers
        else:
            msg = f"of={of!r}: choose 'score', 'difference' or 'spread'"
            raise EffectError(msg)
        if wrong.any():
            first = np.atleast_1d(numbers)[np.atleast_1d(wrong)][0]
            msg = f"{first:g} is no {of} on a scale from {self}"
            raise EffectError(msg)
        return frozen_array(converted)


def rescale(
    effects: Effects, source: Scale | Sequence[Scale], target: Scale
) -> Effects:
    """Bring effects from the studies' own pain scales to one scale.

    Parameters
    ----------
    effects
        Mean differences or changes (MD, MC, MCD), single means (MN); of standardized
        measures, which have no unit, only the direction can turn.
    source
        The scale of all studies, or one for each.
    target
        The scale to convert to.

    Returns
    -------
    Effects
        With ``pain_scale`` and what was converted in its settings, and the target as
        a label in ``alike``. Means and deviations as given are not carried over: they
        are in other units.

    Raises
    ------
    EffectError
        When the measure cannot be converted, or an effect is impossible on its scale.

    Notes
    -----
    With f = length of target / length of source: yi becomes f yi (-f yi when the
    direction turns) and vi becomes f^2 vi. That end to end means the same on both
    scales is an assumption; nothing in the data says so.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> nrs = ke.Scale(0, 10, higher_is_worse=True)
    >>> vas = ke.Scale(0, 100, higher_is_worse=True)
    >>> es = ke.effect_sizes("MD", yi=[-1.2, -9], sei=[0.4, 4], slab=["A", "B"])
    >>> both = ke.rescale(es, [nrs, vas], vas)
    >>> print(both.yi, both.settings["rescaled"])
    [-12.  -9.] ['A (from 0 to 10 (higher is worse), times 10)']
    """
    scales = [source] * effects.k if isinstance(source, Scale) else list(source)
    _check_scales(effects, scales)
    of: Quantity = "score" if effects.measure == "MN" else "difference"
    factors = np.array([scale.factor(target) for scale in scales])
    converted: list[float] = []
    for row, scale in enumerate(scales):
        if effects.measure in _UNITLESS:
            factors[row] = np.sign(factors[row])
            converted.append(float(factors[row] * effects.yi[row]))
            continue
        try:
            value = scale.convert(effects.yi[row], onto=target, of=of)
        except EffectError as error:
            msg = f"{place(effects.slab, row)}: {error}"
            raise EffectError(msg) from error
        converted.append(float(value))
    changed = [
        f"{label} (from {scale}, times {factor:g})"
        for label, scale, factor in zip(effects.slab, scales, factors, strict=True)
        if scale != target
    ]
    with np.errstate(all="ignore"):
        vi = effects.vi * factors**2
    if not np.array_equal(vi > 0, effects.vi > 0) or not np.isfinite(vi).all():
        msg = f"the scale {target} is too small or too large to compute with"
        raise EffectError(msg)
    kept = COUNTS | ONE_FOR_ALL
    return replace(
        effects,
        yi=np.array(converted),
        vi=vi,
        settings={**effects.settings, "pain_scale": str(target), "rescaled": changed},
        inputs={name: v for name, v in effects.inputs.items() if name in kept},
        alike={**effects.alike, SCALE_LABEL: (str(target),) * effects.k},
    )


def _check_scales(effects: Effects, scales: Sequence[object]) -> None:
    if effects.measure not in _IN_POINTS | _UNITLESS:
        msg = (
            f"{effects.measure} cannot be converted between pain scales; only "
            "differences, changes and means in points can (MD, MC, MCD, MN), and the "
            "direction of standardized ones"
        )
        raise EffectError(msg)
    if len(scales) != effects.k or not all(isinstance(s, Scale) for s in scales):
        msg = f"give one Scale, or one for each of the {effects.k} studies"
        raise EffectError(msg)
    known = effects.settings.get("pain_scale")
    if known is not None and any(str(scale) != known for scale in scales):
        msg = f"these effects are on the scale {known} already"
        raise EffectError(msg)
