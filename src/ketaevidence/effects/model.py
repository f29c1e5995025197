"""The effects of several studies, all of one measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from ketaevidence.effects.measures import MEASURES
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import EffectError

if TYPE_CHECKING:
    import pandas as pd

FloatArray = npt.NDArray[np.float64]


def _frozen_array(values: npt.ArrayLike) -> FloatArray:
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """One number per study, with its variance, all on the same scale.

    Usually made by :func:`effect_sizes`. The arrays are read-only.

    Parameters
    ----------
    measure
        Short name of the measure, a key of ``MEASURES``.
    yi
        Effect of each study, shape ``(k,)``.
    vi
        Its sampling variance, shape ``(k,)``.
    slab
        Study labels, as many as effects.
    ni
        Participants per study, or None where unknown.
    settings
        The choices behind the numbers.
    inputs
        What was given per study, by metafor's column names, for printing.

    Raises
    ------
    EffectError
        When the parts differ in length or the measure is unknown.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4], vi=[0.25, 0.16], slab=["A", "B"])
    >>> es.k, es.slab, es.measure_name
    (2, ('A', 'B'), 'Effect as given')
    """

    measure: str
    yi: FloatArray
    vi: FloatArray
    slab: tuple[str, ...]
    ni: tuple[int, ...] | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    inputs: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the arrays and check that the parts belong together."""
        if self.measure not in MEASURES:
            msg = f"unknown measure {self.measure!r}; choose one of {list(MEASURES)}"
            raise EffectError(msg)
        yi, vi = _frozen_array(self.yi), _frozen_array(self.vi)
        lengths = {"yi": yi.shape, "vi": vi.shape, "slab": (len(self.slab),)}
        if self.ni is not None:
            lengths["ni"] = (len(self.ni),)
        lengths |= {name: (len(values),) for name, values in self.inputs.items()}
        if yi.ndim != 1 or len(set(lengths.values())) > 1:
            msg = f"the parts of Effects differ in shape: {lengths}"
            raise EffectError(msg)
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "yi", yi)
        object.__setattr__(self, "vi", vi)
        object.__setattr__(self, "settings", Settings(self.settings))
        object.__setattr__(self, "inputs", Settings(self.inputs))

    def __len__(self) -> int:
        """Count the studies."""
        return len(self.slab)

    def __eq__(self, other: object) -> bool:
        """Tell whether another set of effects has the same numbers and choices."""
        if not isinstance(other, Effects):
            return NotImplemented
        return (
            self.measure == other.measure
            and np.array_equal(self.yi, other.yi)
            and np.array_equal(self.vi, other.vi)
            and (self.slab, self.ni) == (other.slab, other.ni)
            and self.settings == other.settings
            and self.inputs == other.inputs
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def k(self) -> int:
        """Number of studies."""
        return len(self.slab)

    @property
    def se(self) -> FloatArray:
        """Standard error of each effect, shape ``(k,)``."""
        return _frozen_array(np.sqrt(self.vi))

    @property
    def measure_name(self) -> str:
        """The measure in words."""
        return MEASURES[self.measure].name

    @property
    def null_value(self) -> float | None:
        """The value that means "no difference", or None where there is none."""
        return MEASURES[self.measure].null_value

    def back_transform(self, x: npt.ArrayLike) -> FloatArray:
        """Bring a number from the scale of analysis to the scale people read.

        Parameters
        ----------
        x
            Effects or bounds of an interval, of any shape.

        Returns
        -------
        numpy.ndarray
            ``1 / (1 + exp(-x))`` for ``PLO``; the same numbers for other measures.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("PLO", xi=[3, 8], ni=[10, 20])
        >>> print(es.back_transform(es.yi).round(2))
        [0.3 0.4]
        """
        values = np.array(x, dtype=np.float64)
        if MEASURES[self.measure].is_logit:
            return np.asarray(expit(values), dtype=np.float64)
        return values

    def frame(self) -> pd.DataFrame:
        """Give the effects as a table, one row per study.

        Returns
        -------
        pandas.DataFrame
            Columns slab, yi, vi, sei, ni, then what was given per study.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("PR", xi=[3, 8], ni=[10, 20])
        >>> list(es.frame().columns)
        ['slab', 'yi', 'vi', 'sei', 'ni', 'xi']
        """
        import pandas as pd

        columns: dict[str, object] = {
            "slab": list(self.slab),
            "yi": self.yi.copy(),
            "vi": self.vi.copy(),
            "sei": self.se.copy(),
            "ni": pd.array(
                [pd.NA] * self.k if self.ni is None else list(self.ni), dtype="Int64"
            ),
        }
        for name, values in self.inputs.items():
            columns.setdefault(name, list(values))
        return pd.DataFrame(columns)
