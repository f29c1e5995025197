"""Speed of one pooled result beside other software: python benchmarks/pooling.py.

A complete result by REML of 13 studies (estimate, interval, tau2 with its Q-profile
interval, I2, Q, prediction interval), and one fit of 1,000 studies. All work on the
same numbers in turns, so that a busy moment hits all alike; the best turn counts.
metafor is called by Rscript; PyMetaAnalysis, PyMARE and statsmodels are timed where
they are installed, with what they offer of the same result. Exits with 1 when a promise
does not hold.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import warnings
from collections.abc import Callable

import numpy as np
from beside_r import Array, has_metafor, here, in_r

from ketaevidence.effects import effect_sizes
from ketaevidence.pooling import pool, tau2_interval

#: How many times faster than metafor a complete result is to be, and a large fit.
PROMISED_SMALL, PROMISED_LARGE = 8, 1000


def data(k: int) -> tuple[Array, Array]:
    """Draw studies that differ by more than chance."""
    draw = np.random.default_rng(k)
    vi = draw.uniform(0.01, 0.4, k)
    return draw.normal(-0.7, np.sqrt(vi + 0.3)), vi


def ours(yi: Array, vi: Array) -> dict[str, Callable[[], object]]:
    """Give the work of this package, from an Effects and from bare numbers."""
    effects = effect_sizes("GEN", yi=yi, vi=vi)
    return {
        "ketaevidence, from Effects": lambda: tau2_interval(pool(effects)),
        "ketaevidence, from numbers": lambda: tau2_interval(pool(yi, vi)),
    }


def others(yi: Array, vi: Array) -> dict[str, Callable[[], object]]:
    """Give the work of the other packages that are installed."""
    found: dict[str, Callable[[], object]] = {}
    if importlib.util.find_spec("meta_analyze"):
        found["PyMetaAnalysis"] = _pymetaanalysis(yi, vi)
    if importlib.util.find_spec("pymare"):
        found["PyMARE"] = _pymare(yi, vi)
    if importlib.util.find_spec("statsmodels"):
        found["statsmodels (Paule-Mandel; no interval of tau2)"] = _statsmodels(yi, vi)
    return found


def _pymetaanalysis(yi: Array, vi: Array) -> Callable[[], object]:
    from meta_analyze import meta_analysis

    return lambda: meta_analysis(
        effect=yi, variance=vi, tau2_method="REML", ci_method="hksj"
    )


def _pymare(yi: Array, vi: Array) -> Callable[[], object]:
    from pymare import Dataset
    from pymare.estimators import VarianceBasedLikelihoodEstimator

    def work() -> object:
        asked = Dataset(y=yi, v=vi)
        told = VarianceBasedLikelihoodEstimator("reml").fit_dataset(asked).summary()
        # Its interval of tau2 is the Q-profile.
        return told.get_fe_stats(), told.get_re_stats(), told.get_heterogeneity_stats()

    return work


def _statsmodels(yi: Array, vi: Array) -> Callable[[], object]:
    from statsmodels.stats.meta_analysis import combine_effects

    return lambda: combine_effects(yi, vi, method_re="iterated").summary_frame()


def compare(k: int, r_work: str, repeats: int, turns: int) -> dict[str, float]:
    """Give the best seconds of each contender, taken in turns."""
    yi, vi = data(k)
    contenders = {**ours(yi, vi), **others(yi, vi)}
    best = dict.fromkeys(contenders, np.inf)
    if has_metafor():
        best["metafor"] = np.inf
    for _ in range(turns):
        for name, work in contenders.items():
            best[name] = min(best[name], here(work, repeats))
        if "metafor" in best:
            best["metafor"] = min(best["metafor"], in_r(r_work, yi, vi, repeats // 10))
    return best


def show(title: str, best: dict[str, float]) -> None:
    """Print one table: milliseconds, and how many times longer than ours."""
    fastest = best["ketaevidence, from Effects"]
    print(f"\n{title}")
    for name, seconds in sorted(best.items(), key=lambda item: item[1]):
        print(f"{1000 * seconds:>10.3f} ms {seconds / fastest:>8.1f}  {name}")


def main() -> int:
    """Time everything in turns and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=3)
    turns = parser.parse_args().turns
    warnings.simplefilter("ignore")
    small = compare(
        13, "rma(y, v, method='REML', test='knha'); confint(res)", 200, turns
    )
    show("A complete REML result, 13 studies", small)
    large = compare(1000, "rma(y, v, method='REML', test='knha')", 20, turns)
    show(
        "REML, 1,000 studies (metafor without the interval of tau2)",
        large,
    )
    if "metafor" not in small:
        print("\nmetafor is not installed: nothing to hold the promises against")
        return 0
    name = "ketaevidence, from numbers"
    kept = (
        small["metafor"] / small[name] >= PROMISED_SMALL
        and large["metafor"] / large[name] >= PROMISED_LARGE
        and small[name] <= small.get("PyMetaAnalysis", np.inf)
    )
    print("\npromises:", "kept" if kept else "NOT KEPT")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
