"""The pool over a range of a correlation that no study reports."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ketaevidence.effects.measures import MEASURES
from ketaevidence.effects.model import Effects
from ketaevidence.effects.sizes import effect_sizes
from ketaevidence.effects.words import noun_of
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.pool import pool
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.result import Result

if TYPE_CHECKING:
    import pandas as pd

#: The correlations between two measurements in the same patients that are tried.
CORRELATIONS = (0.3, 0.5, 0.7, 0.9)

#: Columns that hold such a correlation.
COLUMNS = ("ri", "r1i", "r2i")


@dataclass(frozen=True, slots=True, eq=False)
class CorrelationGrid(Result):
    """The same studies, pooled with one assumed correlation after the other.

    Made by :func:`correlation_grid`.

    Parameters
    ----------
    correlations
        The correlations that were filled in.
    pools
        The pool with each, or None.
    reasons
        Why there is none, or None.
    settings
        What was varied, and in how many studies it was filled in.
    notes
        Caveats.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> grid = ke.correlation_grid(
    ...     "MC", m1i=[4, 5], m2i=[7, 7], sd1i=[2, 2], sd2i=[2, 2], ni=[20, 30],
    ...     correlations=(0.3, 0.7), pooling={"method": "EE", "test": "z"})
    >>> len(grid.frame())
    2
    """

    correlations: tuple[float, ...]
    pools: tuple[Pooled | None, ...]
    reasons: tuple[str | None, ...]
    settings: Mapping[str, object]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Freeze the settings."""
        self.freeze()

    @property
    def effects(self) -> dict[str, Effects]:
        """The effects by correlation, as :func:`multiverse` takes alternatives."""
        return {
            f"r = {r:g}": pooled.effects
            for r, pooled in zip(self.correlations, self.pools, strict=True)
            if pooled is not None
        }

    def frame(self) -> pd.DataFrame:
        """Give one row for each correlation.

        Returns
        -------
        pandas.DataFrame
            Columns correlation, k, estimate, se, ci_lb, ci_ub, pi_lb, pi_ub, tau2, I2,
            reason; where people read another scale also back_estimate, back_ci_lb,
            back_ci_ub.
        """
        import pandas as pd

        columns: dict[str, object] = {"correlation": list(self.correlations)}
        for name in _NUMBERS:
            values = [_number(pooled, name) for pooled in self.pools]
            columns[name] = pd.array(values, dtype="Int64") if name == "k" else values
        first = next((pooled for pooled in self.pools if pooled is not None), None)
        if first is not None and words.is_brought_back(first.effects):
            for name in ("estimate", "ci_lb", "ci_ub"):
                columns[f"back_{name}"] = first.effects.back_transform(columns[name])  # type: ignore[arg-type]
        return pd.DataFrame({**columns, "reason": list(self.reasons)})

    def summary(self) -> str:
        """Write one line for each correlation as plain text, and caveats."""
        lines = words.title(f"Assumed correlation, {self.settings['measure_name']}")
        rows = []
        level = "Interval"
        for r, pooled, reason in zip(
            self.correlations, self.pools, self.reasons, strict=True
        ):
            if pooled is None:
                rows.append((f"{r:g}", "none", str(reason), ""))
                continue
            level = f"{100 * pooled.level:g} % interval"
            rows.append(
                (
                    f"{r:g}",
                    words.shown(pooled.effects, pooled.se, pooled.estimate),
                    words.span(pooled, pooled.ci_lb, pooled.ci_ub),
                    "" if pooled.tau2 is None else f"{pooled.tau2:.4g}",
                )
            )
        shown = next((pooled for pooled in self.pools if pooled is not None), None)
        what = "Effect" if shown is None else noun_of(shown.effects).capitalize()
        lines += words.table(("r", what, level, "tau2"), rows)
        return "\n".join([*lines, *words.please_note(self.notes)])


_NUMBERS = ("k", "estimate", "se", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "tau2", "I2")


def _number(pooled: Pooled | None, name: str) -> float | int | None:
    value = None if pooled is None else getattr(pooled, name)
    if name == "k":
        return None if value is None else int(value)
    return np.nan if value is None else float(value)


def _wanted(measure: str, columns: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the columns of a measure that hold a correlation."""
    if measure not in MEASURES:
        msg = f"unknown measure {measure!r}; choose one of {', '.join(MEASURES)}"
        raise PoolingError(msg)
    known = {name for form in MEASURES[measure].forms for name in form.columns}
    wanted = tuple(name for name in COLUMNS if name in known)
    if not wanted or "yi" in columns:
        msg = (
            f"{measure} as given here uses no correlation between two measurements, so "
            "there is nothing to vary; pool it as it is"
        )
        raise PoolingError(msg)
    return wanted


def _reported(data: Any, given: Any, name: str) -> np.ndarray[Any, Any] | None:
    """Read the correlations that studies report; NaN where one does not."""
    if given is None:
        return None
    if isinstance(given, str):
        try:
            given = data[given]
        except (KeyError, TypeError, IndexError) as error:
            msg = f"{name}={given!r} is no column of the data"
            raise PoolingError(msg) from error
    try:
        return np.array([np.nan if r is None else r for r in given], dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = (
            f"{name}= must give one correlation for each study, missing where it is "
            f"not reported: {error}"
        )
        raise PoolingError(msg) from error


def _check_correlations(correlations: Sequence[float]) -> tuple[float, ...]:
    try:
        checked = tuple(float(r) for r in correlations)
    except (TypeError, ValueError) as error:
        msg = f"correlations={correlations!r}: give numbers between -1 and 1"
        raise PoolingError(msg) from error
    wrong = [r for r in checked if not -1.0 < r < 1.0]
    if wrong or not checked or len(set(checked)) < len(checked):
        msg = (
            f"correlations={list(checked)}: give different numbers between -1 and 1, "
            "at least one"
        )
        raise PoolingError(msg)
    return checked


def correlation_grid(
    measure: str,
    data: Any = None,
    *,
    correlations: Sequence[float] = CORRELATIONS,
    pooling: Mapping[str, Any] | None = None,
    **columns: Any,
) -> CorrelationGrid:
    """Pool again and again with another correlation where none is reported.

    Parameters
    ----------
    measure, data, **columns
        As in ``effect_sizes``, for a measure that needs the correlation between two
        measurements in the same patients. Leave out ``ri`` (``r1i``, ``r2i``) to fill
        it in for every study, or give it with gaps to fill in the gaps only.
    correlations
        What is filled in, one after the other.
    pooling
        Arguments of ``pool``: ``{"method": "REML", "test": "knha"}``. Without them,
        ``pool``'s own.

    Returns
    -------
    CorrelationGrid
        One pool for each correlation, or the reason why there is none.

    Raises
    ------
    PoolingError
        When the measure uses no correlation, or every study reports one.

    Warns
    -----
    PoolingWarning
        As ``pool`` does, each different warning once.

    References
    ----------
    Elbourne DR and others (2002). International Journal of Epidemiology 31:140-149.
    doi:10.1093/ije/31.1.140

    Examples
    --------
    >>> import ketaevidence as ke
    >>> found = ke.correlation_grid(
    ...     "MC", m1i=[4, 5, 3], m2i=[7, 7, 6], sd1i=[2, 2, 2], sd2i=[2, 2, 2],
    ...     ni=[20, 30, 25], pooling={"method": "EE", "test": "z"})
    >>> print(found.frame()[["correlation", "se"]].round(3).to_string(index=False))
     correlation    se
             0.3 0.273
             0.5 0.231
             0.7 0.179
             0.9 0.103
    """
    tried = _check_correlations(correlations)
    wanted = _wanted(measure, columns)
    reported = {name: _reported(data, columns.get(name), name) for name in wanted}
    rest = {name: value for name, value in columns.items() if name not in wanted}
    gaps = {
        name: "every study" if values is None else int(np.isnan(values).sum())
        for name, values in reported.items()
    }
    if not any(gaps.values()):
        msg = "every study reports its correlation, so there is none to fill in"
        raise PoolingError(msg)
    pools: list[Pooled | None] = []
    reasons: list[str | None] = []
    heard: dict[str, type[Warning]] = {}
    for r in tried:
        filled: dict[str, Any] = {
            name: r if values is None else np.where(np.isnan(values), r, values)
            for name, values in reported.items()
        }
        try:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                effects = effect_sizes(measure, data, **filled, **rest)
                pools.append(pool(effects, **(pooling or {})))
            reasons.append(None)
            heard |= {str(told.message): told.category for told in said}
        except (EffectError, PoolingError) as error:
            pools.append(None)
            reasons.append(str(error))
    if all(pooled is None for pooled in pools):
        msg = f"no correlation could be tried: {reasons[0]}"
        raise PoolingError(msg)
    for text, category in heard.items():
        warnings.warn(text, category, stacklevel=2)
    return CorrelationGrid(
        correlations=tried,
        pools=tuple(pools),
        reasons=tuple(reasons),
        settings={
            "analysis": "assumed correlation",
            "filled_in": gaps,
            "measure": measure,
            "measure_name": MEASURES[measure].name,
            "pooling": dict(pooling or {}),
        },
        notes=_notes(tuple(pools)),
    )


def _notes(pools: tuple[Pooled | None, ...]) -> tuple[str, ...]:
    """Say what every pool says, once."""
    said = [note for pooled in pools if pooled is not None for note in pooled.notes]
    return tuple(dict.fromkeys(said))
