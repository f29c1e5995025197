"""Independent computations that verify the differences in small-study effects."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from cells import HIGHER, fitted

from ketaevidence.pooling.small_studies import RegressionTest


def is_the_best_line(y: Any, v: Any, x: Any, ours: RegressionTest) -> bool:
    """Tell whether a meta-regression has the highest likelihood there is.

    Computed with matrices and a predictor brought to the range 0 to 1.
    """
    if ours.tau2 is None:
        return False
    low, width = float(x.min()), float(np.ptp(x))
    design = np.column_stack((np.ones(len(y)), (x - low) / width))

    def at(tau2: float) -> tuple[float, Any]:
        w = 1 / (v + tau2)
        root = np.sqrt(w)[:, None]
        b = np.linalg.lstsq(design * root, y * root[:, 0], rcond=None)[0]
        rss = float(w @ (y - design @ b) ** 2)
        log_det = np.linalg.slogdet(design.T @ (design * w[:, None]))[1]
        return float(-0.5 * (rss - np.log(w).sum() + log_det)), b

    here, b = at(ours.tau2)
    scale = max(float(np.var(y, ddof=1)), float(np.median(v)))
    grid = np.concatenate(([0.0], np.geomspace(scale * 1e-9, scale * 1e3, 2000)))
    slope = b[1] / width
    return (
        all(at(tau2)[0] <= here + HIGHER for tau2 in grid)
        and math.isclose(ours.slope, slope, rel_tol=1e-6)
        and math.isclose(ours.intercept, b[0] - slope * low, rel_tol=1e-6)
    )


def standardized(y: Any, v: Any) -> Any:
    """Standardize the effects by their distance from the pooled one."""
    w = 1 / v
    return (y - (w @ y) / w.sum()) / np.sqrt(v - 1 / w.sum())


def tau_b(x: Any, y: Any) -> float:
    """Compute Kendall's tau-b from all pairs, with exact comparisons."""
    a, b = (np.sign(z[:, None] - z[None, :]) for z in (x, y))
    return float((a * b).sum() / math.sqrt((a * a).sum() * (b * b).sum()))


def exact_p(k: int, tau: float) -> float:
    """Compute Kendall's exact two-sided p in whole numbers."""
    pairs = k * (k - 1) // 2
    fewer = round(pairs * (1 - abs(tau)) / 2)
    ways = [1] + [0] * fewer
    for j in range(2, k + 1):
        sums, total = [], 0
        for i, n in enumerate(ways):
            total += n - (ways[i - j] if i >= j else 0)
            sums.append(total)
        ways = sums
    return float(min(1, 2 * Fraction(sum(ways), math.factorial(k))))


def default_reml(y: Any, v: Any) -> float | None:
    """Estimate tau2 by Fisher scoring that stops at a step of 1e-5, as by default."""
    tau2 = max(0.0, float(np.var(y, ddof=1) - v.mean()))
    for _ in range(100):
        w = 1 / (v + tau2)
        total = w.sum()
        projected = w * (y - (w @ y) / total)
        trace = total - (w @ w) / total
        trace2 = w @ w - 2 * (w**3).sum() / total + ((w @ w) / total) ** 2
        step = float((projected @ projected - trace) / trace2)
        while tau2 + step < 0:
            step /= 2
        tau2 += step
        if abs(step) <= 1e-5:
            return tau2
    return None


def pooled_at(y: Any, v: Any, tau2: float) -> dict[str, float]:
    """Pool with a given tau2 and the normal distribution."""
    w = 1 / (v + tau2)
    b, se = float((w @ y) / w.sum()), float(w.sum() ** -0.5)
    half = 1.959963984540054 * se
    p = math.erfc(abs(b / se) / math.sqrt(2))
    return {"b": b, "se": se, "pval": p, "ci_lb": b - half, "ci_ub": b + half,
            "tau2": tau2}  # fmt: skip


def in_row_order(
    analysis: dict[str, Any], fit: str, kind: str, side: str, at_zero: int
) -> dict[str, float] | None:
    """Trim and fill with ties taken in the order of the rows, every bit counting."""
    sign = -1.0 if side == "right" else 1.0
    y, v = sign * np.array(analysis["yi"], float), np.array(analysis["vi"], float)
    rows = np.argsort(y, kind="stable")
    y, v, k, k0 = y[rows], v[rows], len(y), 0
    for _ in range(100):
        kept = {"id": "", "k": k - k0, "yi": y[: k - k0], "vi": v[: k - k0]}
        distance = y - fitted(kept, *fit.split()).estimate
        ranks = np.empty(k, int)
        ranks[np.argsort(np.abs(distance), kind="stable")] = np.arange(1, k + 1)
        signed = np.where(distance == 0, at_zero, np.sign(distance)) * ranks
        if kind.startswith("R0"):
            n = float(k - (-signed[signed < 0]).max() - 1)
            error = math.sqrt(2 * max(0, n) + 2)
        else:
            n = float((4 * signed[signed > 0].sum() - k * (k + 1)) / (2 * k - 1))
            spread = (k * (k + 1) * (2 * k + 1) + 10 * n**3 + 27 * n**2 + 17 * n
                      - 18 * k * n**2 - 18 * k * n + 6 * k**2 * n)  # fmt: skip
            error = 4 * math.sqrt(max(0.0, spread) / 24) / (2 * k - 1)
        old, k0 = k0, max(0, round(n))
        if k0 == old:
            break
    else:
        return None
    images = sign * (y - 2 * distance)[k - k0 :]
    all_y = np.concatenate((sign * y, images))
    all_v = np.concatenate((v, v[k - k0 :]))
    if fit.startswith("REML") and k0:
        tau2 = default_reml(all_y, all_v)
    else:
        tau2 = fitted({"yi": all_y, "vi": all_v}, *fit.split()).tau2
    if tau2 is None:
        return None
    found = pooled_at(all_y, all_v, tau2) | {"k0": float(k0), "se_k0": error}
    for name, values in (("filled_yi", images), ("filled_vi", v[k - k0 :])):
        for row, value in enumerate(sorted(values.tolist())):
            found[f"{name} {row + 1}"] = value
    return found
