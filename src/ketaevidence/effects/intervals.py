"""Confidence intervals of a single study."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, ndtri

from ketaevidence.errors import EffectError


class Interval(NamedTuple):
    """The lower and the upper bound of an interval."""

    lb: float
    ub: float


#: Patients that can be counted; beyond this the exact interval has no digits.
MOST = 10**12


def check_level(level: float) -> float:
    """Refuse a confidence level that is not a probability between 0 and 1."""
    if isinstance(level, bool | str) or not 0 < level < 1:
        msg = f"level={level!r} must lie between 0 and 1 (0.95, not 95)"
        raise EffectError(msg)
    return float(level)


def _is_whole(value: float) -> bool:
    return not isinstance(value, bool | str) and float(value).is_integer()


def proportion_interval(events: int, total: int, level: float = 0.95) -> Interval:
    """Give the exact interval of a proportion, which is safe at 0 and at 100 %.

    Parameters
    ----------
    events
        Patients with the event.
    total
        Patients in all.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        ``lb`` and ``ub``, as proportions from 0 to 1.

    Raises
    ------
    EffectError
        When the counts are not whole, or there are more events than patients.

    Notes
    -----
    Clopper-Pearson, by the quantiles of the beta distribution: with a = (1-level)/2,
    lb = B(a; x, n-x+1) and ub = B(1-a; x+1, n-x); lb = 0 at x = 0, ub = 1 at x = n.
    It covers the true proportion at least as often as it says.

    References
    ----------
    Clopper CJ, Pearson ES (1934). Biometrika 26:404-413.
    doi:10.1093/biomet/26.4.404

    Examples
    --------
    >>> import ketaevidence as ke
    >>> low, high = ke.proportion_interval(0, 16)
    >>> print(f"{low:.3f} to {high:.3f}")
    0.000 to 0.206
    """
    alpha = 1 - check_level(level)
    if not (_is_whole(events) and _is_whole(total)):
        msg = f"events={events!r} of total={total!r}: both must be whole numbers"
        raise EffectError(msg)
    if total > MOST:
        msg = f"total={total!r}: there are not that many patients; check the number"
        raise EffectError(msg)
    if total < 1 or not 0 <= events <= total:
        msg = (
            f"events={events!r} of total={total!r}: need 0 <= events <= total, above 0"
        )
        raise EffectError(msg)
    lb = betaincinv(events, total - events + 1, alpha / 2) if events else 0.0
    is_all = events == total
    ub = 1.0 if is_all else betaincinv(events + 1, total - events, 1 - alpha / 2)
    return Interval(float(lb), float(ub))


def effect_interval(yi: float, vi: float, level: float = 0.95) -> Interval:
    """Give the usual interval of one study's effect, from its own variance.

    Parameters
    ----------
    yi
        The effect.
    vi
        Its sampling variance.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        ``lb`` and ``ub`` on the scale of the effect.

    Raises
    ------
    EffectError
        When the effect is not finite or the variance is negative.

    Notes
    -----
    yi -/+ z sqrt(vi), z the normal quantile at 1 - (1-level)/2.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> low, high = ke.effect_interval(-1.0, 0.25)
    >>> print(f"{low:.2f} to {high:.2f}")
    -1.98 to -0.02
    """
    quantile = -float(ndtri((1 - check_level(level)) / 2))
    if not (np.isfinite(yi) and np.isfinite(vi) and vi >= 0):
        msg = f"no interval for yi={yi!r} with vi={vi!r}: need finite numbers, vi >= 0"
        raise EffectError(msg)
    half = quantile * float(np.sqrt(vi))
    return Interval(float(yi) - half, float(yi) + half)
