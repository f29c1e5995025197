"""How much studies disagree: Cochran's Q, I2 and H2."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import chdtrc

from ketaevidence.pooling.sums import Sample, weighted_sums


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Cochran's test and the shares derived from it.

    Parameters
    ----------
    q, df, p
        Cochran's Q, its degrees of freedom and its p-value.
    i2
        I2 in percent.
    h2
        H2.
    """

    q: float
    df: int
    p: float
    i2: float
    h2: float


def disagreement(sample: Sample, tau2: float | None) -> Disagreement:
    """Compute Q, and I2 and H2 from tau2 or, with tau2 None, from Q itself.

    The typical variance is vt = (k-1) / (W - sum w^2 / W), with w = 1/vi (Higgins
    and Thompson 2002, doi 10.1002/sim.1186).
    """
    sums = weighted_sums(sample, 0.0)
    q, df = float(sums.rss[0]), sample.k - 1
    p = float(chdtrc(df, q))
    if tau2 is None:
        i2 = 100 * max(0.0, (q - df) / q) if q > 0 else 0.0
        return Disagreement(q, df, p, i2, q / df)
    typical = df / float(sums.trace[0])
    return Disagreement(
        q, df, p, 100 * tau2 / (tau2 + typical), (tau2 + typical) / typical
    )
