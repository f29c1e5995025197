"""What stands for the size of a study in a regression test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ketaevidence.effects.columns import place
from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray

PredictorName = Literal["sei", "vi", "ni", "ninv", "sqrtni", "sqrtninv"]

#: Predictors whose values differ by less than this share are equal: the difference
#: could be rounding of what was reported, and a slope over it means nothing.
EQUAL = 1e-10


@dataclass(frozen=True, slots=True)
class Predictor:
    """One way to say how large or precise a study is.

    Parameters
    ----------
    words
        What it is.
    compute
        From the effects to one value per study, shape ``(k,)``.
    limit
        What kind of study has the predictor 0, in words; None where that is no
        meaningful limit.
    """

    words: str
    compute: Callable[[Effects], FloatArray]
    limit: str | None

    @property
    def is_from_size(self) -> bool:
        """True when it is made of numbers of participants."""
        return "participants" in self.words


def _participants(effects: Effects) -> FloatArray:
    if effects.ni is None:
        msg = (
            "this predictor needs the participants of each study, which are not known "
            "for these effects; give ni=, or choose predictor='sei' or 'vi'"
        )
        raise PoolingError(msg)
    participants = np.array(effects.ni, dtype=np.float64)
    wrong = ~(np.isfinite(participants) & (participants >= 1))
    if wrong.any():
        listed = ", ".join(place(effects.slab, int(row)) for row in wrong.nonzero()[0])
        msg = f"the participants are missing or below 1 in {listed}; give them"
        raise PoolingError(msg)
    return participants


#: What the limit of a regression stands for.
PRECISE = "an infinitely precise study"
LARGE = "an infinitely large study"

#: The predictors by metafor's names.
PREDICTORS: dict[str, Predictor] = {
    "sei": Predictor("standard error", lambda e: e.se, PRECISE),
    "vi": Predictor("sampling variance", lambda e: e.vi, PRECISE),
    "ni": Predictor("participants", _participants, None),
    "ninv": Predictor("1 / participants", lambda e: 1 / _participants(e), LARGE),
    "sqrtni": Predictor(
        "square root of participants", lambda e: np.sqrt(_participants(e)), None
    ),
    "sqrtninv": Predictor(
        "1 / square root of participants",
        lambda e: 1 / np.sqrt(_participants(e)),
        LARGE,
    ),
}


def check_predictor(name: str) -> Predictor:
    """Give the predictor of that name.

    Raises
    ------
    PoolingError
        When it is not on offer.
    """
    if name not in PREDICTORS:
        msg = f"predictor={name!r} is not on offer; choose {', '.join(PREDICTORS)}"
        raise PoolingError(msg)
    return PREDICTORS[name]


def predictor_values(effects: Effects, name: str) -> FloatArray:
    """Compute the predictor of each study, shape ``(k,)``.

    Raises
    ------
    PoolingError
        When participants are not known, or every study has the same value.
    """
    predictor = check_predictor(name)
    values = predictor.compute(effects)
    check_differs(values, predictor.words)
    return values


def check_differs(values: FloatArray, words: str) -> None:
    """Refuse a predictor that is the same in every study.

    Raises
    ------
    PoolingError
        When the values differ by no more than rounding.
    """
    # Beside the smallest numbers the bound is 0, and that is what is meant.
    with np.errstate(under="ignore"):
        is_told = bool(np.ptp(values) > EQUAL * np.abs(values).max())
    if is_told:
        return
    msg = (
        f"every study has the same {words} ({values[0]:.6g}), so that no small study "
        "can be told from a large one; a small-study effect cannot be looked for"
    )
    raise PoolingError(msg)
