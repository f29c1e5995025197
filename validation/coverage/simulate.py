"""Simulate how often each interval covers what it should: python simulate.py.

    python simulate.py [--replicates 10000] [--seed 1]

Trials as this field has them: two arms of 10 to 40 patients, pain from 0 to 10 with a
standard deviation of 2.5 in each arm, so that the mean difference and its variance are
both estimated. The true effects vary between trials around -1, by so much that I2 would
be 0, 50 or 80 per cent for trials of median size. For every number of trials the script
prints, for each interval, how often it covers the true mean (confidence) or the true
effect of one more trial (prediction), and how long it is in the middle of all runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from ketaevidence.pooling.batch import Fits, Samples, fit, infer

TRUE_MEAN = -1.0
DEVIATION = 2.5
FEWEST, MOST = 10, 40
LEVEL = 0.95
SIZES = (2, 3, 4, 5, 7, 10, 15, 20)
SHARES = (0.0, 0.5, 0.8)

#: Name of each confidence interval, with its estimator and its test.
INTERVALS = {
    "EE z": ("EE", "z"),
    "DL z": ("DL", "z"),
    "REML z": ("REML", "z"),
    "REML t": ("REML", "t"),
    "REML KH": ("REML", "knha"),
    "REML KH, se": ("REML", "knha-se"),
    "REML KH, ci": ("REML", "knha-ci"),
}

Array = npt.NDArray[np.float64]


def trials(
    random: np.random.Generator, k: int, tau: float, replicates: int
) -> tuple[Array, Array]:
    """Draw mean differences and their estimated variances, shape (k, replicates)."""
    shape = (k, replicates)
    n = random.integers(FEWEST, MOST + 1, shape)
    true = random.normal(TRUE_MEAN, tau, shape)
    square = DEVIATION**2
    y = random.normal(true, np.sqrt(2 * square / n))
    arms = [square * random.chisquare(n - 1) / (n - 1) / n for _ in range(2)]
    return y, arms[0] + arms[1]


def half_widths(fits: Fits) -> Iterator[tuple[str, Array]]:
    """Give half the length of each prediction interval."""
    spread = np.sqrt(fits.se**2 + fits.tau2)
    scaled = np.sqrt(fits.se**2 * fits.s2w + fits.tau2)
    yield "z", 1.959963984540054 * spread
    tail = 1 - (1 - LEVEL) / 2
    yield "t, k - 1", stdtrit(fits.n - 1, tail) * spread
    if fits.n[0] > 2:
        yield "t, k - 2", stdtrit(fits.n - 2, tail) * spread
    yield "HK, k - 1", stdtrit(fits.n - 1, tail) * scaled


def of_one_setting(
    random: np.random.Generator, k: int, share: float, replicates: int
) -> tuple[dict[str, tuple[float, float]], dict[str, tuple[float, float]]]:
    """Give (coverage, median length) of each confidence and prediction interval."""
    typical = 2 * DEVIATION**2 / ((FEWEST + MOST) / 2)
    tau = float(np.sqrt(typical * share / (1 - share)))
    y, v = trials(random, k, tau, replicates)
    confidence, fitted = {}, {}
    for name, (method, test) in INTERVALS.items():
        if method not in fitted:
            fitted[method] = fit(Samples(y, v), method)
        told = infer(fitted[method], test, LEVEL)
        holds = (told.ci_lb <= TRUE_MEAN) & (told.ci_ub >= TRUE_MEAN)
        length = float(np.median(told.ci_ub - told.ci_lb))
        confidence[name] = float(holds.mean()), length
    new = random.normal(TRUE_MEAN, tau, replicates)
    reml = fitted["REML"]
    predicted = {
        name: (
            float((np.abs(new - reml.estimate) <= half).mean()),
            float(np.median(2 * half)),
        )
        for name, half in half_widths(reml)
    }
    return confidence, predicted


def table(
    title: str, rows: list[tuple[float, int, dict[str, tuple[float, float]]]]
) -> None:
    """Print one table: a row for each setting, coverage (length) for each interval."""
    names = list(dict.fromkeys(name for _, _, cells in rows for name in cells))
    print(f"\n{title}\n")
    print("| I2 | k | " + " | ".join(names) + " |")
    print("|---|---|" + "---|" * len(names))
    for share, k, cells in rows:
        told = [
            f"{100 * cells[name][0]:.1f} ({cells[name][1]:.2g})"
            if name in cells
            else "–"
            for name in names
        ]
        print(f"| {100 * share:.0f} % | {k} | " + " | ".join(told) + " |")


def main() -> None:
    """Run every setting and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = np.random.default_rng(asked.seed)
    confidence, predicted = [], []
    for share in SHARES:
        for k in SIZES:
            told = of_one_setting(random, k, share, asked.replicates)
            confidence.append((share, k, told[0]))
            predicted.append((share, k, told[1]))
    table("Confidence intervals: coverage in per cent (median length)", confidence)
    table("Prediction intervals with REML: coverage (median length)", predicted)


if __name__ == "__main__":
    main()
