"""What a caller may choose, and what comes back from computing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import FloatArray

#: What kind of evidence a number is. Numbers of different kinds never pool.
#:
#: - ``"contrast"``: one treatment against another (two groups, or a crossover);
#: - ``"uncontrolled change"``: before and after in one group, whatever caused it;
#: - ``"single group"``: a mean, proportion or rate of one group;
#: - ``"as given"``: the caller did not say.
Kind = Literal["contrast", "uncontrolled change", "single group", "as given"]

#: How the two treatments were given: to two groups, or to the same patients in turn.
Design = Literal["parallel", "crossover"]

#: Where something is added to counts: in studies with a zero cell, in all, in all as
#: soon as one has a zero, or nowhere.
ZeroCellRule = Literal["only0", "all", "if0all", "none"]

#: What is added to counts when no other value is asked for:
#: one half (Haldane 1956, doi 10.1111/j.1469-1809.1955.tb01285.x).
DEFAULT_ADD = 0.5


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices that a formula needs, defaults filled in.

    Parameters
    ----------
    vtype
        Short name of the variance formula.
    add, to
        What is added to counts, and where.
    drop00
        Whether studies without events in either group are left out; None: where they
        say nothing about the measure.
    """

    vtype: str = "LS"
    add: float = DEFAULT_ADD
    to: ZeroCellRule = "only0"
    drop00: bool | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """What a formula gives for every study that stays.

    Parameters
    ----------
    yi, vi
        Effects and variances.
    participants
        Patients per study; None where they are not known.
    settings
        The choices behind the numbers, beside those that every measure has.
    kept
        Rows of the table that stay, in order; None: all of them.
    """

    yi: FloatArray
    vi: FloatArray
    participants: FloatArray | None
    settings: Mapping[str, object] = field(default_factory=dict)
    kept: npt.NDArray[np.intp] | None = None
