"""The pool without each study in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ketaevidence.pooling.batch import Fits, Rule, Studies, fit, studies_of
from ketaevidence.pooling.batch.rows import IntArray
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.refits import (
    Refits,
    check_pooled,
    columns_of,
    notes_on,
    pool_head,
    pool_row,
    pool_rows,
)

#: What is said when there is nothing to leave out.
ONE_STUDY = "There is one study; without it there is nothing to pool."

#: What is said when only single studies remain.
TWO_STUDIES = (
    "There are two studies: without one, the other is given back with its own normal "
    "interval, and heterogeneity is not defined."
)


@dataclass(frozen=True, slots=True, eq=False)
class LeaveOneOut(Refits):
    """How far the pooled effect rests on any one study.

    Made by :func:`leave_one_out`. ``slab`` names the study that was left out; see
    :class:`Refits` for the other parts.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.leave_one_out(pooled).slab
    ('Study 1', 'Study 2', 'Study 3')
    """

    def summary(self) -> str:
        """Write the result as plain text.

        Returns
        -------
        str
            One line for each study left out, the range, and caveats.
        """
        return summary_text(self)


def without_each(studies: Studies) -> Rule:
    """Write down the samples without each study, in the order of the input."""
    k = len(studies.y)
    rank = studies.rank
    step = np.arange(k - 1)[:, np.newaxis]

    def places(start: int, stop: int) -> IntArray:
        return step + (step >= rank[start:stop])

    return Rule(studies, k - 1, k, places)


def fits_without_each(pooled: Pooled, *, centre: float = 0.0) -> Fits:
    """Pool again without each study, in the order of the input.

    Parameters
    ----------
    pooled
        The pool of all studies.
    centre
        What is subtracted from the effects first.
    """
    effects = pooled.effects
    studies = studies_of(effects.yi - centre, effects.vi)
    return fit(
        without_each(studies),
        pooled.method,
        unit=studies.unit,
        name=lambda i: f"without {effects.slab[i]}",
    )


def leave_one_out(pooled: Pooled) -> LeaveOneOut:
    """Pool again without each study in turn.

    Parameters
    ----------
    pooled
        A result of ``pool``, whose method, test and level are used again.

    Returns
    -------
    LeaveOneOut
        One pool for each study, in the order of the studies. With one study there is
        none, and a note says so.

    Raises
    ------
    PoolingError
        When the pool has weights of its own or a model that is not on offer, or tau2
        cannot be found without a study, which is named.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> print(ke.leave_one_out(pooled).estimate.round(3))
    [-0.178 -0.531 -0.744]
    """
    used = check_pooled(pooled, "leave_one_out")
    if used.k == 1:
        return _packed(used, _none(), (), (ONE_STUDY,))
    fits, slab = fits_without_each(used), used.effects.slab
    notes = notes_on(used, fits, slab, joint="without")
    return _packed(used, fits, slab, ((TWO_STUDIES,) if used.k == 2 else ()) + notes)


def _packed(
    pooled: Pooled, fits: Fits, slab: tuple[str, ...], notes: tuple[str, ...]
) -> LeaveOneOut:
    return LeaveOneOut(
        pooled=pooled,
        slab=slab,
        **columns_of(pooled, fits),  # type: ignore[arg-type]
        settings={"analysis": "leave-one-out", "pool": pooled.settings},
        notes=notes,
    )


def _none() -> Fits:
    return Fits(*(np.empty(0) for _ in range(8)))


def summary_text(result: LeaveOneOut) -> str:
    """Write leave-one-out as text."""
    pooled = result.pooled
    effects = pooled.effects
    lines = words.title(f"Leave-one-out, {effects.measure_name}")
    whole = pool_row(
        pooled,
        "(all studies)",
        (
            pooled.estimate,
            pooled.ci_lb,
            pooled.ci_ub,
            np.nan if pooled.tau2 is None else pooled.tau2,
        ),
        pooled.k,
    )
    lines += words.table(pool_head(pooled, "Without"), [whole, *pool_rows(result)])
    if len(result.slab):
        span = words.span(pooled, result.estimate.min(), result.estimate.max())
        lines += ["", f"Without one study the pooled value lies in {span}."]
        lines += words.clear_of_null(effects, result.ci_lb, result.ci_ub)
    return "\n".join([*lines, *words.please_note(result.notes)])
