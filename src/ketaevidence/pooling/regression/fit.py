"""One meta-regression: from studies, moderators and choices to the result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import chdtrc, fdtrc

from ketaevidence.effects.model import Effects
from ketaevidence.pooling.choices import Choices
from ketaevidence.pooling.heterogeneity import (
    disagreement,
    h2_from_q,
    h2_from_tau2,
    i2_from_q,
    i2_from_tau2,
)
from ketaevidence.pooling.intervals import Yardstick, infer, yardstick
from ketaevidence.pooling.regression.caveats import caveats
from ketaevidence.pooling.regression.design import (
    DesignSample,
    Solution,
    make_design_sample,
)
from ketaevidence.pooling.regression.model import Coefficient, Regression
from ketaevidence.pooling.regression.moderators import Design
from ketaevidence.pooling.regression.settings import settings_of
from ketaevidence.pooling.sums import FloatArray, Sample, make_sample
from ketaevidence.pooling.tau2 import ESTIMATORS, Heterogeneity, generalised_q


def _estimate_tau2(
    sample: Sample | DesignSample, choices: Choices, weights: FloatArray | None
) -> Heterogeneity:
    """Estimate tau2; weights come in the order of the studies."""
    if choices.method == "EE":
        return Heterogeneity(0.0, 0.0)
    if choices.method == "GENQ" and weights is not None:
        return generalised_q(sample, weights[sample.order])
    return ESTIMATORS[choices.method](sample)


def _solve(
    sample: DesignSample, tau2: float, weights: FloatArray | None
) -> tuple[Solution, FloatArray]:
    """Fit the coefficients; with weights of the user the covariance is their own."""
    inverse = 1.0 / (sample.v + tau2)
    if weights is None:
        return sample.solve(inverse), inverse
    a = weights[sample.order]
    found = sample.solve(a)
    # (X'AX)^-1 X'A, shape (p, k): what each study adds to each coefficient.
    shares = found.root @ (found.root.T @ (sample.x.T * a))
    spread = shares * np.sqrt(sample.v + tau2)
    root = np.asarray(np.linalg.qr(spread.T, mode="r")).T
    return replace(found, root=root), a


def omnibus(
    estimates: FloatArray, root: FloatArray, yard: Yardstick
) -> tuple[float | None, float | None]:
    """Test that all coefficients given are 0.

    Parameters
    ----------
    estimates
        Coefficients, shape ``(m,)``.
    root
        Rows of a square root of their covariance, shape ``(m, r)``.
    yard
        Distribution of the test: with degrees of freedom F, else chi-squared.

    Returns
    -------
    tuple
        Statistic and p-value; None for 0 over 0.
    """
    m = len(estimates)
    factor: FloatArray = np.asarray(np.linalg.qr(root.T, mode="r"))
    if not np.abs(np.diag(factor)).all():
        # Knapp-Hartung with nothing left over: no spread to judge by.
        return (np.inf, 0.0) if estimates.any() else (None, None)
    apart = np.linalg.solve(factor.T, estimates)
    statistic = float(apart @ apart)
    if yard.df is None:
        return statistic, float(chdtrc(m, statistic))
    return statistic / m, float(fdtrc(m, yard.df, statistic / m))


def _share_of_tau2(tau2: float, tau2_plain: float) -> float | None:
    """Compute R2 [percent] of random effects; nothing has no share."""
    if tau2_plain == 0.0:
        return None
    return 100 * max(0.0, (tau2_plain - tau2) / tau2_plain)


def _share_of_squares(
    sample: DesignSample, plain: Sample, weights: FloatArray | None
) -> float | None:
    """Compute R2 [percent] of equal effects, adjusted for the coefficients."""
    rss, total = (
        one.unit**2
        * one.moments(
            1 / (one.unit**2 * one.v) if weights is None else weights[one.order]
        ).q
        for one in (sample, plain)
    )
    if total == 0.0:
        return None
    free, free_plain = sample.k - sample.p, sample.k - 1
    return 100 * max(0.0, 1.0 - (rss / free) / (total / free_plain))


def fit(
    effects: Effects, design: Design, choices: Choices, weights: FloatArray | None
) -> tuple[Regression, float]:
    """Fit the model; give the result and the Knapp-Hartung scale before any floor."""
    sample = make_design_sample(
        effects.yi,
        effects.vi,
        design.inner(design.matrix),
        has_intercept=design.has_intercept,
    )
    plain = make_sample(effects.yi, effects.vi)
    unit, square, df = sample.unit, sample.unit**2, sample.k - sample.p
    found = _estimate_tau2(sample, choices, weights)
    found_plain = _estimate_tau2(plain, choices, weights)
    solution, used_weights = _solve(sample, found.tau2, weights)
    s2w = float(sample.sums(found.tau2).rss[0]) / df
    yard = yardstick(choices.test, s2w, df, choices.level)
    inner = unit * solution.coefficients
    if design.has_intercept:
        inner[0] += sample.origin
    inner_root = unit * np.sqrt(yard.scale) * solution.root
    change = design.to_raw()
    raw_root = change @ inner_root
    tested = design.is_tested()
    statistic, p_value = omnibus(inner[tested], inner_root[tested], yard)
    spread = disagreement(sample, square)
    tau2, tau2_plain = square * found.tau2, plain.unit**2 * found_plain.tau2
    residuals, leverage, percent = (np.empty(sample.k) for _ in range(3))
    residuals[sample.order] = unit * solution.residuals
    leverage[sample.order] = solution.leverage
    percent[sample.order] = 100 * used_weights / used_weights.sum()
    is_random = choices.is_random
    share = (
        _share_of_tau2(tau2, tau2_plain)
        if is_random
        else _share_of_squares(sample, plain, weights)
    )
    model = Regression(
        k=sample.k,
        p=sample.p,
        coefficients=_coefficients(
            design.names, change @ inner, raw_root, yard, choices.level
        ),
        covariance=raw_root @ raw_root.T,
        QM=statistic,
        QM_df=int(tested.sum()),
        QM_ddf=yard.df,
        QMp=p_value,
        QE=spread.q,
        QE_df=spread.df,
        QEp=spread.p,
        tau2=tau2,
        se_tau2=square * found.se if is_random else None,
        tau2_unmoderated=tau2_plain if is_random else None,
        I2=i2_from_tau2(tau2, spread.typical)
        if is_random
        else i2_from_q(spread.q, spread.df),
        H2=h2_from_tau2(tau2, spread.typical)
        if is_random
        else h2_from_q(spread.q, spread.df),
        R2=share if design.has_intercept else None,
        s2w=yard.scale,
        ddf=yard.df,
        fitted=effects.yi - residuals,
        residuals=residuals,
        leverage=leverage,
        weights=percent,
        method=choices.method,
        test=choices.test,
        level=choices.level,
        settings=settings_of(effects, design, choices),
        effects=effects,
        design=design,
        inner_coefficients=inner,
        inner_root=inner_root,
    )
    return replace(model, notes=caveats(model, found.maxima, s2w)), s2w


def _coefficients(
    names: tuple[str, ...],
    estimates: FloatArray,
    root: FloatArray,
    yard: Yardstick,
    level: float,
) -> tuple[Coefficient, ...]:
    rows = []
    for name, estimate, row in zip(names, estimates, root, strict=True):
        se = float(np.linalg.norm(row))
        found = infer(float(estimate), se, level, yard.df)
        rows.append(
            Coefficient(
                name=name,
                estimate=float(estimate),
                se=se,
                zval=found.statistic,
                ddf=yard.df,
                pval=found.p,
                ci_lb=found.lb,
                ci_ub=found.ub,
            )
        )
    return tuple(rows)
