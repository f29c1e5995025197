"""The effects of several studies, all of one measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import FloatArray, frozen_array
from ketaevidence.effects.choices import Kind
from ketaevidence.effects.measures import MEASURES
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.notes import notes_of
from ketaevidence.effects.settings import Settings
from ketaevidence.effects.transformations import (
    TRANSFORMATIONS,
    inverse_freeman_tukey,
)
from ketaevidence.errors import EffectError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Effects", "FloatArray"]

#: Labels of one study each; None where it is not known.
Labels = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Effects(InNotebook):
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
    alike
        What must be equal for studies to be pooled, by name, one label per study;
        None where it is not known.
    kind
        What kind of evidence this is; it follows from the measure, and only effects
        as given (``GEN``) may be told.

    Raises
    ------
    EffectError
        When the parts differ in length, or the measure or the kind is unknown.

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
    alike: Mapping[str, Labels] = field(default_factory=dict)
    kind: Kind | None = None

    def __post_init__(self) -> None:
        """Check that the parts belong together and freeze them."""
        if self.measure not in MEASURES:
            known = ", ".join(MEASURES)
            msg = f"unknown measure {self.measure!r}; choose one of {known}"
            raise EffectError(msg)
        yi, vi = frozen_array(self.yi), frozen_array(self.vi)
        lengths = {"yi": yi.shape, "vi": vi.shape, "slab": (len(self.slab),)}
        if self.ni is not None:
            lengths["ni"] = (len(self.ni),)
        lengths |= {name: (len(values),) for name, values in self.inputs.items()}
        lengths |= {name: (len(labels),) for name, labels in self.alike.items()}
        if yi.ndim != 1 or len(set(lengths.values())) > 1:
            msg = f"the parts of Effects differ in shape: {lengths}"
            raise EffectError(msg)
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "yi", yi)
        object.__setattr__(self, "vi", vi)
        object.__setattr__(self, "settings", Settings(self.settings))
        object.__setattr__(self, "inputs", Settings(self.inputs))
        object.__setattr__(self, "alike", Settings(self.alike))
        object.__setattr__(self, "kind", _kind_of(self.measure, self.kind))

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
            and (self.alike, self.kind) == (other.alike, other.kind)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def k(self) -> int:
        """Number of studies."""
        return len(self.slab)

    @property
    def se(self) -> FloatArray:
        """Standard error of each effect, shape ``(k,)``."""
        with np.errstate(invalid="ignore"):
            return frozen_array(np.sqrt(self.vi))

    @property
    def measure_name(self) -> str:
        """The measure in words; an uncontrolled change is called one."""
        name = MEASURES[self.measure].name
        if self.measure == "GEN" and self.kind == "uncontrolled change":
            return "Uncontrolled change as given"
        if self.measure == "GEN" and self.kind == "single group":
            return "Value of one group as given"
        return name

    @property
    def direction(self) -> str | None:
        """What is subtracted from what, in words; None where nothing is."""
        return MEASURES[self.measure].direction

    @property
    def null_value(self) -> float | None:
        """The value that means "no difference", or None where there is none."""
        return (
            None if self.kind == "single group" else MEASURES[self.measure].null_value
        )

    @property
    def scale(self) -> str:
        """The scale of analysis, a key of ``TRANSFORMATIONS``."""
        return MEASURES[self.measure].scale

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to the numbers, in sentences that a reader must see."""
        return notes_of(MEASURES[self.measure].name, self.settings)

    @property
    def has_own_way_back(self) -> bool:
        """Whether ``back_transform`` needs nothing but the numbers."""
        return TRANSFORMATIONS[self.scale].inverse is not None

    def back_transform(
        self, x: npt.ArrayLike, *, n: npt.ArrayLike | None = None
    ) -> FloatArray:
        """Bring a number from the scale of analysis to the scale people read.

        Parameters
        ----------
        x
            Effects or bounds of an interval, of any shape.
        n
            Patients behind each number, for ``PFT`` only. A single study has its own;
            a pooled value has none, and which n is taken decides the result.

        Returns
        -------
        numpy.ndarray
            Ratios, proportions or rates; the same numbers where the measure is not
            transformed.

        Raises
        ------
        EffectError
            When ``n`` is missing (``PFT``), not above 0, or not used.

        Notes
        -----
        log: exp(x). logit: 1 / (1 + exp(-x)). arcsine: sin(x)^2, 0 and 1 beyond the
        ends. Freeman-Tukey: Miller's inverse at n, which is 0 and 1 at and beyond
        the values of 0/n and n/n.

        References
        ----------
        Miller JJ (1978). The American Statistician 32:138.
        doi:10.1080/00031305.1978.10479283
        Schwarzer G, Chemaitelly H, Abu-Raddad LJ, Rücker G (2019). Research Synthesis
        Methods 10:476-483. doi:10.1002/jrsm.1348

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("PLO", xi=[3, 8], ni=[10, 20])
        >>> print(es.back_transform(es.yi).round(2))
        [0.3 0.4]
        >>> es = ke.effect_sizes("PFT", xi=[0, 8], ni=[10, 20])
        >>> print(es.back_transform(es.yi, n=es.ni).round(2))
        [0.  0.4]
        """
        values = np.array(x, dtype=np.float64)
        inverse = TRANSFORMATIONS[self.scale].inverse
        if inverse is not None:
            if n is not None:
                msg = f"n= is for PFT only; {self.measure} is turned back without it"
                raise EffectError(msg)
            return inverse(values)
        if n is None:
            msg = (
                "PFT has no way back without a number of patients: for single studies "
                "give n=effects.ni; a pooled value has no n of its own, and with the "
                "harmonic mean it can lie far from every study (Schwarzer 2019, "
                "doi:10.1002/jrsm.1348): pool PLO instead, or give n= on purpose"
            )
            raise EffectError(msg)
        total = np.array(n, dtype=np.float64)
        if not (np.isfinite(total) & (total > 0)).all():
            msg = f"n={n!r}: a number of patients must be above 0"
            raise EffectError(msg)
        return inverse_freeman_tukey(values, total)

    def take(self, rows: npt.ArrayLike) -> Effects:
        """Give some of the studies, in the order asked for.

        Parameters
        ----------
        rows
            Positions counted from 0, or one truth value per study.

        Returns
        -------
        Effects
            Settings stay those of the whole: choices were made for all studies.

        Raises
        ------
        EffectError
            When a position does not exist.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("GEN", yi=[1, 2, 3], vi=[1, 1, 1], slab=list("ABC"))
        >>> es.take([2, 0]).slab
        ('C', 'A')
        """
        chosen = np.asarray(rows)
        if chosen.dtype == np.bool_ and chosen.shape == (self.k,):
            chosen = np.flatnonzero(chosen)
        if chosen.size == 0:
            chosen = chosen.astype(np.intp)
        is_position = np.issubdtype(chosen.dtype, np.integer) and chosen.ndim == 1
        if not is_position or ((chosen < 0) | (chosen >= self.k)).any():
            msg = f"rows={rows!r}: give positions from 0 to {self.k - 1}"
            raise EffectError(msg)

        return replace(
            self,
            yi=self.yi[chosen],
            vi=self.vi[chosen],
            slab=tuple(self.slab[i] for i in chosen),
            ni=None if self.ni is None else tuple(self.ni[i] for i in chosen),
            inputs={
                name: tuple(values[i] for i in chosen)
                for name, values in self.inputs.items()
            },
            alike={
                name: tuple(labels[i] for i in chosen)
                for name, labels in self.alike.items()
            },
        )

    def frame(self) -> pd.DataFrame:
        """Give the effects as a table, one row per study.

        Returns
        -------
        pandas.DataFrame
            Columns slab, yi, vi, sei, ni, then what was given per study, then what
            must be equal for studies to be pooled.

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
        for name, labels in self.alike.items():
            columns.setdefault(name, list(labels))
        return pd.DataFrame(columns)

    def summary(self, level: float = 0.95) -> str:
        """Write the effects as plain text, for a terminal or a log.

        Parameters
        ----------
        level
            Confidence level of each study's interval, between 0 and 1.

        Returns
        -------
        str
            The choices, one line per study, on the scale that people read, and the
            caveats.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("OR", ai=[8, 6], n1i=[20, 20], ci=[3, 4], n2i=[20, 20])
        >>> print(es.summary().splitlines()[0])
        Odds ratio, 2 studies, 80 participants
        """
        from ketaevidence.effects.summary import summary_text

        return summary_text(self, level)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()


def _kind_of(measure: str, told: str | None) -> Kind:
    """Find the kind of evidence; only effects as given may be told theirs."""
    own = MEASURES[measure].kind
    if told is None or told == own:
        return own
    if told not in get_args(Kind):
        msg = f"kind={told!r} is no kind of evidence; choose one of {get_args(Kind)}"
        raise EffectError(msg)
    if measure != "GEN":
        msg = f"{measure} is a {own} and cannot be called kind={told!r}"
        raise EffectError(msg)
    return told  # type: ignore[return-value]  # checked against the literal's values
