"""Whether a pooled result that moved says something else than before.

The rule is the review's own, written in ``review.toml`` before anything was compared.
No p value is looked at. That the interval begins or ceases to hold the null value is
told as a fact and never counts as a change of meaning: it is a p value in other words.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose
from typing import Final, Literal

from ketaevidence.question.model import Question
from ketaevidence.synthesis.movement import Movement
from ketaevidence.synthesis.pools import Pool

#: Why a result says something else now.
Why = Literal[
    "now_pooled",
    "no_longer_pooled",
    "moved",
    "crossed_null",
    "reached_important_difference",
    "fell_below_important_difference",
    "scale_unknown",
]
#: Ends of the pain scale in whose points the thresholds are written.
_POINTS: Final = 10.0
#: The estimate counts as being on a side only where a reader sees it there.
_DECIMALS: Final = 2
#: A threshold is reached also where binary fractions fall short of it.
_REACHED: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Meaning:
    """What became of the meaning of one pooled result."""

    #: Empty where the result means what it meant.
    why: tuple[Why, ...]
    #: The threshold for a movement, in the unit of the result; ``None`` where it
    #: could not be brought to the result's scale.
    threshold: float | None
    #: Whether the interval holds the null value, before and after: facts, no reasons.
    held_null: bool | None
    holds_null: bool | None

    @property
    def has_changed(self) -> bool:
        """Whether the result says something else than before."""
        return bool(self.why)


def meaning_of(movement: Movement, question: Question) -> Meaning:
    """Judge one movement by the thresholds of a question.

    Parameters
    ----------
    movement
        A pooled result before and after.
    question
        The question of the later state. Points are those of a scale from 0 to 10; for
        another scale they are stretched with it.
    """
    before, after, plan = movement.before, movement.after, question.digest
    held, holds = _holds_null(before), _holds_null(after)
    known = after or before
    factor = None if known is None else _factor(known)
    threshold = _threshold(movement, question, factor)
    why: list[Why] = []
    if before is None and after is not None:
        why.append("now_pooled")
    if before is not None and after is None:
        why.append("no_longer_pooled")
    if before is not None and after is not None and movement.has_moved:
        size = abs(after.estimate - before.estimate)
        if threshold is None:
            # What cannot be judged is said, and never passes as unchanged.
            why.append("scale_unknown")
        elif size >= threshold or isclose(size, threshold, rel_tol=_REACHED):
            why.append("moved")
        if plan.crossing_null and _crossed_null(before, after):
            why.append("crossed_null")
        if plan.crossing_important_difference:
            why += _crossed_difference(
                before, after, question.important_difference, factor
            )
    return Meaning(tuple(why), threshold, held, holds)


def _factor(pool: Pool) -> float | None:
    """Give how many times longer the result's scale is than one from 0 to 10."""
    if pool.scale is None:
        return None
    return (pool.scale[1] - pool.scale[0]) / _POINTS


def _threshold(
    movement: Movement, question: Question, factor: float | None
) -> float | None:
    if movement.kind == "responder":
        return question.digest.percent
    return None if factor is None else question.digest.points * factor


def _holds_null(pool: Pool | None) -> bool | None:
    if pool is None or pool.kind == "responder":
        return None
    return pool.ci_lb <= 0 <= pool.ci_ub


def _crossed_null(before: Pool, after: Pool) -> bool:
    if after.kind == "responder":
        return False
    return round(before.estimate, _DECIMALS) * round(after.estimate, _DECIMALS) < 0


def _crossed_difference(
    before: Pool, after: Pool, points: float | None, factor: float | None
) -> list[Why]:
    """Say whether the estimate became, or ceased to be, as large as what matters.

    Only of randomised contrasts: uncontrolled change is no difference that matters.
    """
    if after.kind != "randomised_contrast" or points is None or factor is None:
        return []

    def side(pool: Pool) -> int:
        value, line = round(pool.estimate, _DECIMALS), points * factor
        return (value >= line) - (value <= -line)

    if side(before) == side(after):
        return []
    if side(after) == 0:
        return ["fell_below_important_difference"]
    return ["reached_important_difference"]
