"""What is believed before the data: priors of the heterogeneity and of the effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtri, stdtrit

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray

_TAU_FORMS = '("half-normal", scale) or ("half-t", scale, df)'
_MU_FORMS = '"flat" or ("normal", mean, sd)'


@dataclass(frozen=True, slots=True)
class TauPrior:
    """A normal or t distribution cut at 0, for the spread between studies.

    Parameters
    ----------
    family
        ``"half-normal"`` or ``"half-t"``.
    scale
        Scale of the distribution, in units of the effect.
    df
        Degrees of freedom of the t distribution (1: half-Cauchy); None if normal.
    """

    family: Literal["half-normal", "half-t"]
    scale: float
    df: int | None = None

    def log_density(self, tau: FloatArray) -> FloatArray:
        """Compute the logarithm of the density, up to a constant."""
        ratio = tau / self.scale
        if self.df is None:
            return np.asarray(-0.5 * ratio**2, dtype=np.float64)
        return np.asarray(
            -0.5 * (self.df + 1) * np.log1p(ratio**2 / self.df), dtype=np.float64
        )

    def quantile(self, p: float) -> float:
        """Give the value below which tau lies with probability p, before the data."""
        # From the upper tail of the whole distribution, which is symmetric about 0.
        tail = (1 - p) / 2
        z = ndtri(tail) if self.df is None else stdtrit(self.df, tail)
        return -self.scale * float(z)

    def rescaled(self, unit: float) -> TauPrior:
        """Give the same prior for effects that are measured in another unit."""
        return TauPrior(self.family, self.scale / unit, self.df)

    def __str__(self) -> str:
        """Name the prior."""
        if self.df is None:
            return f"half-normal, scale {self.scale:.10g}"
        name = "half-Cauchy" if self.df == 1 else f"half-t with {self.df} df"
        return f"{name}, scale {self.scale:.10g}"


@dataclass(frozen=True, slots=True)
class MuPrior:
    """A normal distribution of the mean effect, or nothing at all (flat).

    Parameters
    ----------
    mean, sd
        Of the normal distribution, in units of the effect; sd None: flat.
    """

    mean: float = 0.0
    sd: float | None = None

    @property
    def precision(self) -> float:
        """Give 1 / sd^2; 0 when flat."""
        return 0.0 if self.sd is None else self.sd**-2.0

    def rescaled(self, origin: float, unit: float) -> MuPrior:
        """Give the same prior for effects with another origin and unit."""
        if self.sd is None:
            return self
        return MuPrior((self.mean - origin) / unit, self.sd / unit)

    def __str__(self) -> str:
        """Name the prior."""
        if self.sd is None:
            return "flat"
        return f"normal, mean {self.mean:.10g}, sd {self.sd:.10g}"


def _number(value: object, what: str, *, is_positive: bool) -> float:
    is_number = isinstance(value, int | float | np.number)
    if not is_number or isinstance(value, bool):
        msg = f"{what} must be a number, not {value!r}"
        raise PoolingError(msg)
    number = float(value)  # type: ignore[arg-type]
    if not np.isfinite(number) or (is_positive and number <= 0):
        need = "above 0 and finite" if is_positive else "finite"
        msg = f"{what} is {number:.10g}, but must be {need}"
        raise PoolingError(msg)
    return number


def _parts(given: object) -> tuple[object, ...]:
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return tuple(given)
    return (given,)


def read_tau_prior(given: object) -> TauPrior:
    """Read the prior of tau as it was asked for, or refuse it."""
    family, *numbers = _parts(given) or (None,)
    if family == "half-normal" and len(numbers) == 1:
        scale = _number(numbers[0], "the scale in tau_prior", is_positive=True)
        return TauPrior("half-normal", scale)
    if family == "half-t" and len(numbers) == 2:
        scale = _number(numbers[0], "the scale in tau_prior", is_positive=True)
        df = _number(numbers[1], "df in tau_prior", is_positive=True)
        if not df.is_integer():
            msg = (
                f"df in tau_prior is {df:.10g}, but must be a whole number (1, 2, ...)"
            )
            raise PoolingError(msg)
        return TauPrior("half-t", scale, int(df))
    msg = (
        f"tau_prior={given!r} is no prior; give {_TAU_FORMS}, the scale in units of "
        "the effect"
    )
    raise PoolingError(msg)


def read_mu_prior(given: object) -> MuPrior:
    """Read the prior of the mean effect as it was asked for, or refuse it."""
    family, *numbers = _parts(given) or (None,)
    if family == "flat" and not numbers:
        return MuPrior()
    if family == "normal" and len(numbers) == 2:
        mean = _number(numbers[0], "the mean in mu_prior", is_positive=False)
        return MuPrior(mean, _number(numbers[1], "sd in mu_prior", is_positive=True))
    msg = f"mu_prior={given!r} is no prior; give {_MU_FORMS}, in units of the effect"
    raise PoolingError(msg)
