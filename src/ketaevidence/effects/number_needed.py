"""How many patients must be treated for one more (or one fewer) to have an event."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ketaevidence.effects.intervals import Interval, check_level
from ketaevidence.errors import EffectError

Side = Literal["benefit", "harm"]


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """A number needed to treat, with an interval that may pass through infinity.

    Parameters
    ----------
    estimate
        Patients to treat for one more to benefit, or to be harmed; infinite when the
        risks are equal.
    side
        Which of the two; None when the risks are equal.
    benefit, harm
        Numbers needed to treat for benefit and for harm that are compatible with the
        data, smallest first; None where the interval does not reach to that side.
        When both are there, the interval passes through infinity, and each ends in it.
    risk_difference
        Risk with treatment minus risk without.
    interval
        Its confidence interval.
    level
        Confidence level.
    assumed_risk
        Risk without treatment that was assumed to turn a ratio into a difference.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> need = ke.number_needed_to_treat(0.10, -0.05, 0.25, event_is_good=True)
    >>> round(need.estimate), need.side, need.passes_infinity
    (10, 'benefit', True)
    """

    estimate: float
    side: Side | None
    benefit: Interval | None
    harm: Interval | None
    risk_difference: float
    interval: Interval
    level: float
    assumed_risk: float | None = None

    @property
    def passes_infinity(self) -> bool:
        """Whether the data are compatible with no difference, benefit and harm."""
        return self.benefit is not None and self.harm is not None

    def __str__(self) -> str:
        """Write the number with its interval, in Altman's words."""
        percent = f"{100 * self.level:g} %"
        if self.side is None:
            head = "no number needed to treat: the risks are equal"
        else:
            head = f"{_NAMES[self.side]} {_shown(self.estimate)}"
        return f"{head} ({percent} interval {self._range()})"

    def _range(self) -> str:
        benefit, harm = self.benefit, self.harm
        if benefit is not None and harm is not None:
            best, worst = _shown(benefit.lb), _shown(harm.lb)
            return f"NNTB {best} to infinity to NNTH {worst}"
        side: Side = "harm" if benefit is None else "benefit"
        found = harm if benefit is None else benefit
        if found is None:
            return "infinity"
        return f"{_NAMES[side]} {_shown(found.lb)} to {_shown(found.ub)}"


_NAMES = {"benefit": "NNTB", "harm": "NNTH"}


def _shown(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "infinity"


def _needed(difference: float) -> float:
    return math.inf if difference == 0 else 1 / abs(difference)


def _difference(value: float, measure: str, risk: float | None) -> float:
    """Turn a ratio into a difference of risks at an assumed risk."""
    if measure == "RD" or risk is None:
        return value
    if measure == "RR":
        return risk * (value - 1)
    return value * risk / (1 - risk + value * risk) - risk


def _check(values: tuple[float, ...], measure: str, risk: float | None) -> None:
    told = ", ".join(f"{value:g}" for value in values)
    if measure not in ("RD", "RR", "OR"):
        msg = f"measure={measure!r}: choose 'RD', 'RR' or 'OR'"
        raise EffectError(msg)
    if not values[1] <= values[0] <= values[2]:
        msg = f"the estimate must lie in its interval: estimate, ci_lb, ci_ub = {told}"
        raise EffectError(msg)
    if measure == "RD":
        if risk is not None:
            msg = "assumed_risk= is for ratios; a risk difference needs none"
            raise EffectError(msg)
        if not all(-1 <= value <= 1 for value in values):
            msg = f"a risk difference lies between -1 and 1 (not percent): {told}"
            raise EffectError(msg)
        return
    if risk is None or isinstance(risk, bool) or not 0 < risk < 1:
        msg = (
            f"assumed_risk={risk!r}: a ratio says nothing about numbers of patients "
            "without the risk of those not treated, between 0 and 1"
        )
        raise EffectError(msg)
    if not all(0 < value < math.inf for value in values):
        msg = f"a ratio must be above 0 (and not its logarithm): {told}"
        raise EffectError(msg)
    if measure == "RR" and values[2] * risk > 1:
        msg = (
            f"a risk ratio of {values[2]:g} at an assumed risk of {risk:g} is a risk "
            "above 1; use the odds ratio, or another risk"
        )
        raise EffectError(msg)


def number_needed_to_treat(  # noqa: PLR0913  (an estimate, its interval, what it means)
    estimate: float,
    ci_lb: float,
    ci_ub: float,
    *,
    event_is_good: bool,
    measure: str = "RD",
    assumed_risk: float | None = None,
    level: float = 0.95,
) -> NumberNeeded:
    """Give how many patients must be treated for one more to benefit or be harmed.

    Parameters
    ----------
    estimate, ci_lb, ci_ub
        Treated against not treated: a risk difference as proportions (0.1, not 10),
        or a risk or odds ratio (2, not its logarithm), with its interval.
    event_is_good
        True for responders, False for harms.
    measure
        ``"RD"``, ``"RR"`` or ``"OR"``.
    assumed_risk
        For ratios: the risk of the event without treatment. Its own uncertainty does
        not enter the interval.
    level
        Confidence level of the interval.

    Returns
    -------
    NumberNeeded
        With ranges for benefit and for harm.

    Raises
    ------
    EffectError
        When numbers are impossible, or a ratio comes without a risk.

    Notes
    -----
    1 / risk difference. An interval that holds 0 turns into two ranges that meet in
    infinity: from -5 % to 25 %, an NNTB of 4 to infinity and an NNTH of 20 to
    infinity. RR: risk (RR - 1). OR: OR risk / (1 - risk + OR risk) - risk.

    References
    ----------
    Altman DG (1998). BMJ 317:1309-1312. doi:10.1136/bmj.317.7168.1309

    Examples
    --------
    >>> import ketaevidence as ke
    >>> print(ke.number_needed_to_treat(0.10, -0.05, 0.25, event_is_good=True))
    NNTB 10.0 (95 % interval NNTB 4.0 to infinity to NNTH 20.0)
    """
    try:
        values = tuple(float(value) for value in (estimate, ci_lb, ci_ub))
    except (TypeError, ValueError) as error:
        msg = f"estimate, ci_lb and ci_ub must be numbers: {error}"
        raise EffectError(msg) from error
    _check(values, measure, assumed_risk)
    if not isinstance(event_is_good, bool):
        msg = "event_is_good must be True (responders) or False (harms)"
        raise EffectError(msg)
    point, low, high = (_difference(v, measure, assumed_risk) for v in values)
    gain = point if event_is_good else -point
    worst, best = (low, high) if event_is_good else (-high, -low)
    benefit = Interval(1 / best, _needed(max(worst, 0.0))) if best > 0 else None
    harm = Interval(-1 / worst, _needed(min(best, 0.0))) if worst < 0 else None
    return NumberNeeded(
        estimate=_needed(point),
        side=None if gain == 0 else ("benefit" if gain > 0 else "harm"),
        benefit=benefit,
        harm=harm,
        risk_difference=point,
        interval=Interval(low, high),
        level=check_level(level),
        assumed_risk=assumed_risk,
    )
