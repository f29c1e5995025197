"""How much studies disagree: Cochran's Q, I2 and H2."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import chdtrc

from ketaevidence.pooling.tau2.sample import AnySample


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Cochran's test and what the shares derive from.

    Parameters
    ----------
    q, df, p
        Cochran's Q, its degrees of freedom and its p-value.
    typical
        Typical variance within studies, in the unit that was asked for.
    """

    q: float
    df: int
    p: float
    typical: float


def disagreement(sample: AnySample, square: float = 1.0) -> Disagreement:
    """Compute Q and the typical variance within studies.

    The typical variance is vt = (k-p) / tr(P) at tau2 = 0, without moderators
    (k-1) / (W - sum w^2 / W) with w = 1/vi (Higgins and Thompson 2002,
    doi 10.1002/sim.1186).

    Parameters
    ----------
    sample
        The studies.
    square
        The unit of variance of the sample.
    """
    sums = sample.sums(0.0)
    q, df = float(sums.rss[0]), sample.k - sample.p
    p = float(chdtrc(df, q))
    return Disagreement(q, df, p, square * df / float(sums.trace[0]))


def i2_from_q(q: float, df: int) -> float:
    """Compute I2 [percent] from Q."""
    return 100 * max(0.0, (q - df) / q) if q > 0 else 0.0


def h2_from_q(q: float, df: int) -> float:
    """Compute H2 from Q; below 1 where Q is below its degrees of freedom."""
    return q / df


def i2_from_tau2(tau2: float, typical: float) -> float:
    """Compute I2 [percent] from tau2 and the typical variance."""
    return 100 * tau2 / (tau2 + typical)


def h2_from_tau2(tau2: float, typical: float) -> float:
    """Compute H2 from tau2 and the typical variance."""
    return (tau2 + typical) / typical
