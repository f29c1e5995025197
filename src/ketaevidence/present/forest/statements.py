"""What a forest plot says below its rows: how results came about and differ."""

from __future__ import annotations

import math

from ketaevidence.pooling import Pooled, Tau2Interval
from ketaevidence.pooling.subgroups import Subgroups
from ketaevidence.present import words
from ketaevidence.present.forest.style import DEFAULT, Style

_ESTIMATORS = {
    "EE": "Equal-effects model",
    "FE": "Fixed-effects model",
    "DL": "Random-effects model, DerSimonian-Laird estimator",
    "HE": "Random-effects model, Hedges estimator",
    "HS": "Random-effects model, Hunter-Schmidt estimator",
    "SJ": "Random-effects model, Sidik-Jonkman estimator",
    "ML": "Random-effects model, maximum-likelihood estimator",
    "REML": "Random-effects model, REML estimator",
    "EB": "Random-effects model, empirical Bayes estimator",
    "PM": "Random-effects model, Paule-Mandel estimator",
    "GENQ": "Random-effects model, generalised Q estimator with given weights",
}
_TESTS = {
    "z": "normal (Wald) interval",
    "t": "t interval",
    "knha": "Knapp-Hartung interval",
    "knha-se": "Knapp-Hartung interval, its standard error never below the ordinary",
    "knha-ci": "the wider of the Knapp-Hartung and the normal (Wald) interval",
}
#: Most decimals of a variance.
_FINEST = 8


def method_line_of(method: str, test: str, level: float) -> str:
    """Say how results are pooled, by the short names of the choices."""
    model, interval = _ESTIMATORS.get(method, method), _TESTS.get(test, test)
    return f"{model}; {interval}; confidence level {words.level_percent(level)}."


def method_line(pooled: Pooled) -> str:
    """Say how the pooled result was computed."""
    return method_line_of(pooled.method, pooled.test, pooled.level)


def variance(value: float, decimals: int) -> str:
    """Write a variance: as many decimals as asked for, more where it is small.

    Examples
    --------
    >>> variance(0.31, 2), variance(0.00042, 2), variance(0.0, 2)
    ('0.31', '0.00042', '0.00')
    """
    if 0 < value < 10.0**-decimals:
        decimals = min(_FINEST, 1 - math.floor(math.log10(value)))
    return words.number(value, decimals)


def spread_parts(  # noqa: PLR0913 (the parts of one line)
    tau2: float | None,
    share: float | None,
    q: tuple[float | None, int, float | None],
    style: Style,
    interval: Tau2Interval | None = None,
    *,
    is_from_q: bool = False,
) -> str:
    """Write tau², I² and Q as far as they are known; empty if nothing is.

    An interval of I² belongs to the definition by tau² and stands beside no other.
    """
    parts = []
    if tau2 is not None and style.shows_tau2:
        text = f"τ² = {variance(tau2, style.tau2_decimals)}"
        if interval is not None and interval.tau2 is not None:
            ends = [variance(end, style.tau2_decimals) for end in interval.tau2]
            text += (
                f" ({words.level_percent(interval.level)} CI {ends[0]} to {ends[1]})"
            )
        parts.append(text)
    if share is not None:
        text = f"I² = {words.percent(share, style.i2_decimals)}"
        if interval is not None and interval.I2 is not None and not is_from_q:
            span = words.interval(*interval.I2, style.i2_decimals)
            text += f" ({span})"
        parts.append(text)
    value, df, p = q
    if value is not None:
        told = f"Q = {words.number(value, 2)}, df = {df}"
        parts.append(f"{told}, {style.p_equals(p)}")
    return "; ".join(parts)


def heterogeneity_line(
    pooled: Pooled, style: Style = DEFAULT, interval: Tau2Interval | None = None
) -> str | None:
    """Say how far the studies differ beyond chance, or ``None`` for one study."""
    if pooled.k < 2:
        return None
    is_random = pooled.method not in {"EE", "FE"}
    q = (pooled.QE, pooled.QE_df, pooled.QEp)
    tau2 = pooled.tau2 if is_random else None
    is_from_q = str(pooled.settings.get("I2", "")).startswith("Q")
    told = spread_parts(tau2, pooled.I2, q, style, interval, is_from_q=is_from_q)
    return f"{style.heterogeneity}: {told}" if told else None


def overall_line(
    null: float | None,
    statistic: float | None,
    ddf: float | None,
    p: float | None,
    style: Style,
) -> str | None:
    """Say how a pooled result was tested against the value of no difference."""
    if null is None or statistic is None:
        return None
    letter = "z" if ddf is None else "t"
    df = "" if ddf is None else f", df = {words.plain(round(ddf, 2))}"
    value = words.number(statistic, 2)
    against = words.plain(null)
    return (
        f"Pooled value against {against}: {letter} = {value}{df}, {style.p_equals(p)}"
    )


def between_line(found: Subgroups, style: Style) -> str | None:
    """Say how far the subgroups differ from each other."""
    if found.QB is None:
        return None
    if found.QB_ddf is None:
        told = f"χ² = {words.number(found.QB, 2)}, df = {found.QB_df}"
    else:
        df = f"df = {found.QB_df} and {found.QB_ddf}"
        told = f"F = {words.number(found.QB, 2)}, {df}"
    return f"Test of differences between subgroups: {told}, {style.p_equals(found.QBp)}"
