"""A recovered number and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ketaevidence.effects.arrays import FloatArray, frozen_array
from ketaevidence.effects.columns import Table
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import EffectError


@dataclass(frozen=True, slots=True, eq=False)
class Recovered:
    """Numbers that were computed from what a report gives instead.

    Parameters
    ----------
    what
        What was recovered: a standard deviation, a mean or a correlation.
    values
        One number per study, shape ``(k,)``, read-only. Iterating gives them, so that
        the whole may be given to ``effect_sizes`` as a column.
    slab
        Study labels.
    source
        What it was recovered from, in words.
    formula
        The formula, in plain maths.
    reference
        Author, year and place of the formula.
    settings
        The choices behind the numbers.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> sd = ke.recover_sd(se=0.5, n=16)
    >>> float(sd), sd.source
    (2.0, 'the standard error of a mean')
    """

    what: str
    values: FloatArray
    slab: tuple[str, ...]
    source: str
    formula: str
    reference: str
    settings: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the parts."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "values", frozen_array(self.values))
        object.__setattr__(self, "settings", Settings(self.settings))

    def __len__(self) -> int:
        """Count the studies."""
        return len(self.slab)

    def __iter__(self) -> Iterator[float]:
        """Go through the numbers."""
        return iter(self.values.tolist())

    def __float__(self) -> float:
        """Give the number of the only study."""
        if len(self) != 1:
            msg = f"there are {len(self)} numbers, not one; see .values"
            raise EffectError(msg)
        return float(self.values[0])


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to recover a number.

    Parameters
    ----------
    columns
        What must be given.
    compute
        The formula: from the table and the caller's choices to the numbers.
    source, formula, reference
        As in :class:`Recovered`.
    optional
        What may be given as well, to check the numbers against each other.
    choices
        Which of ``level`` and ``distribution`` must be given.
    """

    columns: tuple[str, ...]
    compute: Callable[[Table, Mapping[str, object]], FloatArray]
    source: str
    formula: str
    reference: str
    optional: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
