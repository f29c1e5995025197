"""What moved a pooled result between two states: one cause at a time, in one order.

The earlier state is taken as it was stored, and one thing after the other is changed
until it is the later state:

1. software: the same data and settings, worked out by today's software;
2. corrected: today's data of the studies that both states use;
3. studies: the studies that were added, removed or retracted;
4. method: today's settings.

Each step starts where the one before ended, so that the differences add up to the
whole. In another order the shares could be others; the order is always this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isclose
from typing import Final, Literal, get_args

from ketaevidence.synthesis.model import AnalysisKind
from ketaevidence.synthesis.pools import Pool, matched, pools_of
from ketaevidence.synthesis.premises import Premises, with_corrections

#: What may move a pooled result, in the order in which it is changed.
Cause = Literal["software", "corrected", "studies", "method"]
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)

#: Numbers that differ by less than this share differ in rounding only.
_EQUAL: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """One cause, and the pooled result after only it and those before were changed."""

    cause: Cause
    #: ``None`` where nothing is pooled after this step.
    pool: Pool | None
    #: What this step alone moved [points or per cent]; ``None`` where the result is
    #: not pooled on one of its sides, or where the cause cannot be told apart.
    difference: float | None
    #: Whether the step changed anything of the result.
    has_moved: bool
    #: Whether it is known at all: without stored numbers the software's share is not.
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Movement:
    """One pooled result before and after, with what moved it."""

    kind: AnalysisKind
    label: str
    before: Pool | None
    after: Pool | None
    #: One for each cause, in the order of ``CAUSES``.
    steps: tuple[Step, ...]

    @property
    def difference(self) -> float | None:
        """How far the estimate moved; ``None`` where a side is not pooled."""
        return _difference(self.before, self.after)

    @property
    def has_moved(self) -> bool:
        """Whether any number of the result, or its studies, changed."""
        return not are_equal(self.before, self.after)


def movements(
    before: Premises, after: Premises, stored: Sequence[Pool] | None = None
) -> tuple[Movement, ...]:
    """Compare the pooled results of two states, and split what moved them by cause.

    Parameters
    ----------
    before, after
        The states.
    stored
        The pooled results as they were kept with the earlier state; ``None`` where
        they were not kept, so that a change of software cannot be told apart.

    Returns
    -------
    tuple of Movement
        One for each result that is pooled before or after, in the order of the
        analyses; also those that did not move.
    """
    with_data = with_corrections(before, after)
    with_studies = replace(after, question=before.question)
    states = [
        pools_of(state.analyses(), state.register)
        for state in (before, with_data, with_studies, after)
    ]
    first = states[0] if stored is None else tuple(stored)
    chains = matched([first, *states])
    found = [_movement(chain, is_stored=stored is not None) for chain in chains]
    # In the order of the report: as today's analyses have it, then what is gone.
    order = {id(pool): place for place, pool in enumerate((*states[-1], *states[0]))}
    kinds = get_args(AnalysisKind)
    found.sort(key=lambda m: (kinds.index(m.kind), order.get(id(m.after), len(order))))
    # What exists only between the two states is nobody's result.
    return tuple(m for m in found if m.before is not None or m.after is not None)


def _movement(chain: Sequence[Pool | None], *, is_stored: bool) -> Movement:
    known = next(pool for pool in reversed(chain) if pool is not None)
    steps = tuple(
        Step(
            cause,
            pool=now,
            difference=_difference(then, now),
            has_moved=not are_equal(then, now),
        )
        for cause, then, now in zip(CAUSES, chain, chain[1:], strict=False)
    )
    if not is_stored:
        steps = (
            replace(steps[0], difference=None, has_moved=False, is_known=False),
            *steps[1:],
        )
    return Movement(known.kind, known.label, chain[0], chain[-1], steps)


def _difference(before: Pool | None, after: Pool | None) -> float | None:
    if before is None or after is None:
        return None
    return after.estimate - before.estimate


def are_equal(before: Pool | None, after: Pool | None) -> bool:
    """Tell whether two forms of a result are the same but for rounding."""
    if before is None or after is None:
        return before is after
    if any(getattr(before, n) != getattr(after, n) for n in ("k", "n", "studies")):
        return False
    names = ("estimate", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "tau2", "i2", "level")
    return all(_is_close(getattr(before, n), getattr(after, n)) for n in names)


def _is_close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return isclose(a, b, rel_tol=_EQUAL, abs_tol=_EQUAL)
