"""The pools behind a comparison of groups, with separate or a common tau2."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import chdtrc

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.pool import pool
from ketaevidence.pooling.regression.cells import Categories
from ketaevidence.pooling.regression.model import Regression
from ketaevidence.pooling.regression.regress import regress
from ketaevidence.pooling.regression.weighting import weights_of_user
from ketaevidence.pooling.subgroups.grouping import Grouping
from ketaevidence.pooling.subgroups.model import Group, Subgroups

#: How the variance between studies is estimated, in words.
SPREADS: Mapping[str, str] = {
    "separate": "one tau2 for each group",
    "common": "the same tau2 within all groups (meta-regression on the groups)",
}


def quietly(*given: Any, **choices: Any) -> Any:
    """Call the first argument; what it warns of stands in the notes of its result."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return given[0](*given[1:], **choices)


def i2_of(pooled: Pooled) -> str:
    """Give the definition of I2 that a pool used."""
    return "Q" if str(pooled.settings["I2"]).startswith("Q") else "tau2"


def _choices_of(overall: Pooled) -> dict[str, Any]:
    return {
        "method": overall.method,
        "test": overall.settings["test_asked"],
        "level": overall.level,
    }


def separate(overall: Pooled, grouping: Grouping) -> Subgroups:
    """Give every group a pool of its own."""
    given = weights_of_user(overall)
    groups = []
    errors = []
    for name, rows in grouping.rows.items():
        weights = None if given is None else given[list(rows)]
        pooled: Pooled = quietly(
            pool,
            overall.effects.take(list(rows)),
            **_choices_of(overall),
            prediction=overall.settings["prediction_asked"],
            i2=i2_of(overall),
            weights=weights,
        )
        scale = pooled.s2w if pooled.s2w is not None else 1.0
        errors.append(_ordinary_error(pooled, weights) if scale != 1 else pooled.se)
        groups.append(_group_of_pool(name, rows, pooled))
    w = 1.0 / np.square(errors)
    b = np.array([group.estimate for group in groups])
    # From the most precise group: equal groups then differ by exactly 0.
    apart = b - b[int(w.argmax())]
    statistic = float((w * (apart - (w * apart).sum() / w.sum()) ** 2).sum())
    df = len(groups) - 1
    is_random = overall.method != "EE"
    return Subgroups(
        by=grouping.name,
        groups=tuple(groups),
        tau2="separate",
        common_tau2=None,
        QB=statistic,
        QB_df=df,
        QB_ddf=None,
        QBp=float(chdtrc(df, statistic)),
        overall=overall,
        regression=None,
        settings=_settings(
            overall,
            grouping,
            spread=SPREADS["separate"] if is_random else "none: equal effects",
            between="chi-squared, from the ordinary standard errors of the groups",
        ),
    )


def _ordinary_error(pooled: Pooled, weights: Any) -> float:
    """Compute the standard error of a pool before any Knapp-Hartung scale."""
    spread = pooled.effects.vi + (pooled.tau2 or 0.0)
    a = 1.0 / spread if weights is None else weights
    return float(np.sqrt((a**2 * spread).sum()) / a.sum())


def _group_of_pool(name: str, rows: tuple[int, ...], pooled: Pooled) -> Group:
    return Group(
        name=name,
        rows=rows,
        k=pooled.k,
        estimate=pooled.estimate,
        se=pooled.se,
        zval=pooled.zval,
        ddf=pooled.ddf,
        pval=pooled.pval,
        ci_lb=pooled.ci_lb,
        ci_ub=pooled.ci_ub,
        pi_lb=pooled.pi_lb,
        pi_ub=pooled.pi_ub,
        tau2=pooled.tau2,
        I2=pooled.I2,
        QE=pooled.QE,
        QE_df=pooled.QE_df,
        QEp=pooled.QEp,
        pooled=pooled,
    )


def common(overall: Pooled, grouping: Grouping) -> Subgroups:
    """Give all groups the same tau2: a meta-regression on the groups."""
    given = weights_of_user(overall)
    by = grouping.column()
    choices = _choices_of(overall) | {"weights": given}
    # Without an intercept the coefficients are the groups' own effects; with one the
    # omnibus test is the test between them.
    own: Regression = quietly(regress, overall.effects, by, intercept=False, **choices)
    between: Regression = quietly(regress, overall.effects, by, **choices)
    names = list(grouping.rows)
    at = own.predict({grouping.name: Categories(names, names)})
    groups = []
    for row, (name, rows) in enumerate(grouping.rows.items()):
        one = own[f"{grouping.name}[{name}]"]
        inside = _within(overall, rows)
        groups.append(
            Group(
                name=name,
                rows=rows,
                k=len(rows),
                estimate=one.estimate,
                se=one.se,
                zval=one.zval,
                ddf=one.ddf,
                pval=one.pval,
                ci_lb=one.ci_lb,
                ci_ub=one.ci_ub,
                pi_lb=None if at.pi_lb is None else float(at.pi_lb[row]),
                pi_ub=None if at.pi_ub is None else float(at.pi_ub[row]),
                tau2=own.tau2,
                I2=inside.I2,
                QE=inside.QE,
                QE_df=inside.QE_df,
                QEp=inside.QEp,
                pooled=None,
            )
        )
    is_random = overall.method != "EE"
    return Subgroups(
        by=grouping.name,
        groups=tuple(groups),
        tau2="common",
        common_tau2=own.tau2 if is_random else None,
        QB=between.QM,
        QB_df=between.QM_df,
        QB_ddf=between.QM_ddf,
        QBp=between.QMp,
        overall=overall,
        regression=between,
        settings=_settings(
            overall,
            grouping,
            spread=SPREADS["common"] if is_random else "none: equal effects",
            between=str(between.settings["omnibus_test"]),
        )
        | {
            "I2": "within groups Q-based: 100 (Q - df) / Q",
            "I2_all_studies": overall.settings["I2"],
            "test": own.settings["test"],
            "test_all_studies": overall.settings["test"],
        },
    )


def _within(overall: Pooled, rows: tuple[int, ...]) -> Pooled:
    """Give Q and the Q-based I2 of a group, which need no tau2."""
    pooled: Pooled = quietly(
        pool, overall.effects.take(list(rows)), method="EE", test="z"
    )
    return pooled


def _settings(
    overall: Pooled, grouping: Grouping, *, spread: str, between: str
) -> dict[str, object]:
    names = ("I2", "level", "measure", "method", "test", "test_asked", "weights")
    return {name: overall.settings[name] for name in names} | {
        "between_test": between,
        "by": grouping.name,
        "effects": overall.effects.settings,
        "groups": {name: len(rows) for name, rows in grouping.rows.items()},
        "tau2": spread,
    }
