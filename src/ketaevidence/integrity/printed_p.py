"""A printed p value, and whether a computed one can be the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf, sqrt
from typing import Final, Literal

from scipy.special import ndtri, stdtr

from ketaevidence.integrity.words import decimals_of

#: A p value alone; words beside it ("whole 12 weeks") say that it is of something else.
_PRINTED: Final = re.compile(
    r"\s*[pP]?\s*(?P<sign><=|>=|[<>=≤≥])?\s*(?P<value>0?\.\d+|1(?:\.0+)?)\s*"
)
_SIGNS: Final = {"<": "<", "<=": "<", "≤": "<", ">": ">", ">=": ">", "≥": ">"}


@dataclass(frozen=True, slots=True)
class PrintedP:
    """A p value as a source prints it, with what its rounding leaves open."""

    sign: Literal["=", "<", ">"]
    value: float
    #: The decimals that it is printed with.
    decimals: int

    def distances(self) -> tuple[float, float]:
        """Give the least and the most standard errors from no effect that it means."""
        if self.sign == "<":
            return quantile(self.value), inf
        if self.sign == ">":
            return 0.0, quantile(self.value)
        half = 0.5 * 10.0**-self.decimals
        return quantile(self.value + half), quantile(self.value - half)


def read_p(text: str | None) -> PrintedP | None:
    """Read a p value that stands alone; anything else is not read.

    Examples
    --------
    >>> read_p("<0.001")
    PrintedP(sign='<', value=0.001, decimals=3)
    >>> read_p("<0.001 (whole 12 weeks)") is None
    True
    """
    match = _PRINTED.fullmatch(text or "")
    if match is None:
        return None
    value = float(match["value"])
    sign = _SIGNS.get(match["sign"] or "=", "=")
    decimals = max(decimals_of(value), len(match["value"].partition(".")[2]))
    return PrintedP(sign, value, decimals)  # type: ignore[arg-type]


def quantile(p: float) -> float:
    """Give how many standard errors from no effect a two-sided p value means."""
    if p <= 0:
        return inf
    return 0.0 if p >= 1 else float(-ndtri(p / 2))


def two_sided(distance: float, freedom: float | None = None) -> float:
    """Give the two-sided p value of a distance in standard errors.

    Parameters
    ----------
    distance
        The estimate over its standard error.
    freedom
        Degrees of freedom of Student's t; the normal distribution if left out.
    """
    if freedom is None:
        freedom = inf
    return float(2 * stdtr(freedom, -abs(distance)))


def welch(
    first: tuple[float, float, int], second: tuple[float, float, int]
) -> tuple[float, float]:
    """Compare two means by Welch's test.

    Parameters
    ----------
    first, second
        Mean, standard deviation and number of patients of each group.

    Returns
    -------
    tuple of float
        The difference over its standard error, and the degrees of freedom.

    Notes
    -----
    t = (m1 - m2) / sqrt(v1 + v2), v = sd^2 / n; freedom = (v1 + v2)^2 / (v1^2 / (n1 -
    1) + v2^2 / (n2 - 1)). Welch 1947, doi:10.1093/biomet/34.1-2.28.
    """
    (m1, sd1, n1), (m2, sd2, n2) = first, second
    v1, v2 = sd1**2 / n1, sd2**2 / n2
    error = sqrt(v1 + v2)
    if error == 0:
        return inf, inf
    return (m1 - m2) / error, (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))


def contradicts(printed: PrintedP, p: float) -> bool:
    """Tell whether a computed p value is far from the printed one.

    Trials print p values of adjusted and repeated analyses, which differ from a plain
    comparison of means. Only a distance that is more than twice the other and half a
    standard error is called a contradiction; a standard error taken for a standard
    deviation multiplies it by the root of the number of patients.
    """
    low, high = printed.distances()
    mine = quantile(p)
    return mine > 2 * high + 0.5 or low > 2 * mine + 0.5
