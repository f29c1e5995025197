"""What a test for small-study effects is given, and when it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ketaevidence.effects.alike import refuse_unlike
from ketaevidence.effects.columns import place
from ketaevidence.effects.intervals import check_level
from ketaevidence.effects.model import Effects
from ketaevidence.effects.sizes import effect_sizes
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.model import Pooled

FewStudies = Literal["refuse", "allow"]

#: Below this number of studies a test for asymmetry has too little power to tell
#: chance from real asymmetry (Sterne and others 2011, doi 10.1136/bmj.d4002).
FEWEST_STUDIES = 10

#: Fewer than this leave nothing to judge a trend by.
FEWEST_AT_ALL = 3

#: Confidence level of intervals when none is asked for and no pool brings one.
DEFAULT_LEVEL = 0.95

#: How the settings of a pool begin to tell of the usual weights.
INVERSE_VARIANCE = "inverse variance"

_GEN_PREFIX = "GEN cannot be computed: "


@dataclass(frozen=True, slots=True)
class Studies:
    """The effects, and the pool that they came in, if any."""

    effects: Effects
    pooled: Pooled | None

    def level(self, asked: float | None) -> float:
        """Take the level that was asked for, else that of the pool, else 95 %.

        Raises
        ------
        PoolingError
            When it does not lie between 0 and 1.
        """
        own = DEFAULT_LEVEL if self.pooled is None else self.pooled.level
        level = own if asked is None else asked
        try:
            check_level(level)
        except EffectError as error:
            raise PoolingError(str(error)) from error
        return float(level)


def as_studies(
    given: Any, vi: Any = None, *, slab: Any = None, ni: Any = None
) -> Studies:
    """Take an Effects, a Pooled, or effects with their variances.

    Raises
    ------
    PoolingError
        When it is none of these, a variance is not above 0, or studies differ in what
        must be equal.
    """
    if isinstance(given, Effects | Pooled):
        if any(part is not None for part in (vi, slab, ni)):
            msg = (
                f"vi=, slab= and ni= come with the {type(given).__name__}; give them "
                "with numbers only"
            )
            raise PoolingError(msg)
        studies = (
            Studies(given.effects, given)
            if isinstance(given, Pooled)
            else Studies(given, None)
        )
    else:
        studies = Studies(_as_effects(given, vi, slab, ni), None)
    _check_variances(studies.effects)
    refuse_unlike(studies.effects)
    return studies


def _as_effects(yi: Any, vi: Any, slab: Any, ni: Any) -> Effects:
    if vi is None:
        msg = (
            "give an Effects, a Pooled, or effects with their variances: (yi, vi); "
            f"this is {type(yi).__name__} alone"
        )
        raise PoolingError(msg)
    try:
        return effect_sizes("GEN", yi=yi, vi=vi, slab=slab, ni=ni)
    except EffectError as error:
        # The caller asked for a test and need not know that this is measure GEN.
        msg = f"cannot be tested: {str(error).removeprefix(_GEN_PREFIX)}"
        raise PoolingError(msg) from error


def _check_variances(effects: Effects) -> None:
    usable = np.isfinite(effects.yi) & np.isfinite(effects.vi) & (effects.vi > 0)
    if usable.all():
        return
    listed = "; ".join(
        f"{place(effects.slab, int(row))} has yi = {effects.yi[row]:.6g} and "
        f"vi = {effects.vi[row]:.6g}"
        for row in np.flatnonzero(~usable)
    )
    msg = (
        f"cannot be tested, because every variance must be above 0: {listed}; correct "
        "or leave out the study, or use a scale without variances of 0"
    )
    raise PoolingError(msg)


def refuse_own_weights(pooled: Pooled | None) -> None:
    """Refuse a pool in which studies were not weighed by their variances.

    Raises
    ------
    PoolingError
        Always with such a pool.
    """
    if pooled is None:
        return
    weights = str(pooled.settings.get("weights", INVERSE_VARIANCE))
    if weights.startswith(INVERSE_VARIANCE):
        return
    msg = (
        f"this pool weighs its studies otherwise than by their variances ({weights}), "
        "for which this method is not defined; pool with inverse variances first"
    )
    raise PoolingError(msg)


def check_number(k: int, few_studies: str, what: str) -> tuple[str, ...]:
    """Refuse too few studies, or say what it means that they were allowed.

    Parameters
    ----------
    k
        Number of studies.
    few_studies
        ``"refuse"`` or ``"allow"``.
    what
        The method, as the subject of a sentence.

    Raises
    ------
    PoolingError
        Below three studies always; below ten unless they are allowed.
    """
    if few_studies not in ("refuse", "allow"):
        msg = f"few_studies={few_studies!r} is not on offer; choose refuse or allow"
        raise PoolingError(msg)
    if k < FEWEST_AT_ALL:
        msg = f"{what} needs at least {FEWEST_AT_ALL} studies; there are {k}"
        raise PoolingError(msg)
    if k >= FEWEST_STUDIES:
        return ()
    reason = (
        f"with fewer than {FEWEST_STUDIES}, chance cannot be told from real asymmetry "
        "(Sterne and others 2011, doi 10.1136/bmj.d4002)"
    )
    if few_studies == "refuse":
        msg = (
            f"{what} is not made for {k} studies: {reason}; "
            "few_studies='allow' computes it all the same"
        )
        raise PoolingError(msg)
    return (f"There are {k} studies: {reason}. It was computed on demand.",)
