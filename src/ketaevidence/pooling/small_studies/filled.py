"""The result of trim and fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.small_studies.missing_studies import ESTIMATORS, Estimator
from ketaevidence.pooling.small_studies.words import lines_of_notes, rounded, titled
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

NAME = "Trim and fill"


@dataclass(frozen=True, slots=True, eq=False)
class TrimAndFill(InNotebook):
    """How many studies may be missing, and the pool with their mirror images.

    Made by :func:`trim_and_fill`.

    Parameters
    ----------
    k
        Number of studies that were found.
    k0
        Estimated number of missing studies.
    se_k0
        Its standard error; None where its variance would be negative.
    p_k0
        With R0: chance of an estimate as large or larger when no study is missing
        (0.5 for none); None with L0.
    estimator, side
        L0 or R0, and the side on which studies are missing.
    filled_yi, filled_vi
        Effects and variances of the mirror images, shape ``(k0,)``, nearest first.
    pooled
        The pool as it was.
    filled
        The pool of the studies and their mirror images.
    settings
        Every choice behind the numbers.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.small_studies import trim_and_fill
    >>> pooled = ke.pool([-1.6, -0.9, -0.4, -0.5, -0.3], [0.5, 0.2, 0.1, 0.04, 0.03],
    ...                  method="EE", test="z")
    >>> found = trim_and_fill(pooled, few_studies="allow")
    >>> print(found.k0, found.side, f"{found.filled.estimate:.3f}")
    2 right -0.388
    """

    k: int
    k0: int
    se_k0: float | None
    p_k0: float | None
    estimator: Estimator
    side: Literal["left", "right"]
    filled_yi: FloatArray
    filled_vi: FloatArray
    pooled: Pooled
    filled: Pooled
    settings: Mapping[str, object]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the arrays and the settings."""
        for name in ("filled_yi", "filled_vi"):
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            # A frozen dataclass can only be normalised through object.__setattr__.
            object.__setattr__(self, name, array)
        object.__setattr__(self, "settings", Settings(self.settings))

    def frame(self) -> pd.DataFrame:
        """Give the studies, their mirror images and both pooled effects as a table.

        Returns
        -------
        pandas.DataFrame
            Rows study, filled, pooled (as found) and pooled with filled; columns row,
            slab, yi, vi, ci_lb, ci_ub (of the pooled rows; missing for studies).

        Examples
        --------
        >>> import ketaevidence as ke
        >>> from ketaevidence.pooling.small_studies import trim_and_fill
        >>> pooled = ke.pool([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
        ...                  method="EE", test="z")
        >>> found = trim_and_fill(pooled, few_studies="allow")
        >>> found.frame()["row"].to_list()[3:]
        ['study', 'filled', 'pooled', 'pooled with filled']
        """
        import pandas as pd

        effects = self.filled.effects
        none = [np.nan] * 2
        rows = [
            ("study" if row < self.k else "filled", label, yi, vi, *none)
            for row, (label, yi, vi) in enumerate(
                zip(effects.slab, effects.yi, effects.vi, strict=True)
            )
        ]
        for row, found in (
            ("pooled", self.pooled),
            ("pooled with filled", self.filled),
        ):
            label = f"Pooled ({found.method}, test {found.test})"
            limits = (found.ci_lb, found.ci_ub)
            rows.append((row, label, found.estimate, found.se**2, *limits))
        return pd.DataFrame(rows, columns=["row", "slab", "yi", "vi", "ci_lb", "ci_ub"])

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            The estimated number, both pooled effects and what to read before use.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> from ketaevidence.pooling.small_studies import trim_and_fill
        >>> pooled = ke.pool([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
        ...                  method="EE", test="z")
        >>> found = trim_and_fill(pooled, few_studies="allow")
        >>> print(found.summary().splitlines()[0])
        Trim and fill, 4 studies, 1 filled
        """
        lines = titled(f"{NAME}, {self.k} studies, {self.k0} filled")
        error = "not defined" if self.se_k0 is None else f"{self.se_k0:.2f}"
        lines += [
            f"{'Measure':<22}{self.pooled.effects.measure_name}",
            f"{'Estimator':<22}{ESTIMATORS[self.estimator]}",
            f"{'Missing':<22}{self.k0} (SE {error}), on the {self.side}",
        ]
        if self.p_k0 is not None:
            lines.append(f"{'Chance if none is':<22}{self.p_k0:.4g}")
        for name, found in (("As found", self.pooled), ("With filled", self.filled)):
            shown, lb, ub = (
                rounded(value, found.se)
                for value in (found.estimate, found.ci_lb, found.ci_ub)
            )
            lines.append(f"{name:<22}{shown} [{lb}, {ub}]")
        return "\n".join(lines + lines_of_notes(self.notes))

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
