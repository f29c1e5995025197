"""Every door of pooling, with too little data, bad data and numbers of every size."""

import importlib
import math
import warnings
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from inspect import isfunction

import numpy as np
import pytest

from ketaevidence.effects import Effects, effect_sizes
from ketaevidence.errors import EvidenceWarning, KetaEvidenceError
from ketaevidence.pooling import henmi_copas, pool, tau2_interval
from ketaevidence.pooling.bayes import bayes
from ketaevidence.pooling.choices import KNAPP_HARTUNG, METHODS, PREDICTIONS, TESTS
from ketaevidence.pooling.clusters import cluster_robust
from ketaevidence.pooling.counts import (
    association_test,
    binomial_normal,
    conditional_logistic,
    mantel_haenszel,
    peto_odds_ratio,
)
from ketaevidence.pooling.multilevel import multilevel
from ketaevidence.pooling.presets import PRESETS
from ketaevidence.pooling.regression import regress
from ketaevidence.pooling.sensitivity import (
    Multiverse,
    baujat,
    bootstrap,
    correlation_grid,
    cumulative,
    gosh,
    influence,
    leave_one_out,
    multiverse,
    shrunken_effects,
    standardized_residuals,
)
from ketaevidence.pooling.small_studies import (
    harbord_test,
    pet_peese,
    peters_test,
    rank_test,
    regression_test,
    trim_and_fill,
)
from ketaevidence.pooling.subgroups import subgroups

Y = np.array([-1.2, -0.4, 0.3, -2.0, 0.1])
V = np.array([0.1, 0.12, 0.2, 0.25, 0.3])


def changed(values, row, value):
    """Replace one value."""
    out = np.array(values)
    out[row] = value
    return out


#: Data that have an answer, or a reason why there is none.
DATA = {
    "all effects equal": (np.full(5, 0.3), V),
    "effects and variances equal": (np.full(5, 0.3), np.full(5, 0.1)),
    "effects on a line": (3 * np.sqrt(V), V),
    "extremely dominant": (Y, np.array([1e-30, 1.0, 2, 3, 4])),
    "far from 0": (1e9 + Y, V),
    "hugely different": (1e6 * Y, V),
    "one dominant study": (Y, np.array([1e-9, 1.0, 2, 3, 4])),
    "one study": (Y[:1], V[:1]),
    "scale 1e-30": (1e-30 * Y, 1e-60 * V),
    "scale 1e-8": (1e-8 * Y, 1e-16 * V),
    "scale 1e30": (1e30 * Y, 1e60 * V),
    "scale 1e8": (1e8 * Y, 1e16 * V),
    "three studies": (Y[:3], V[:3]),
    "two equal studies": (np.zeros(2), np.ones(2)),
    "two studies": (Y[:2], V[:2]),
    "usual": (Y, V),
    "variances far apart": (Y, np.array([1e-20, 1.0, 1.0, 1.0, 1e20])),
    "variances very large": (Y, 1e12 * V),
    "zero effects": (np.zeros(5), V),
}

#: Data that are refused, and what the message must say.
REFUSED = {
    "an infinite effect": (changed(Y, 2, math.inf), V, "Study 3"),
    "an infinite variance": (Y, changed(V, 1, math.inf), "Study 2"),
    "no study": (Y[:0], V[:0], "no studies"),
    "a negative variance": (Y, changed(V, 4, -0.1), "Study 5"),
    "not a number": (changed(Y, 0, math.nan), V, "Study 1"),
    "a variance that is no number": (Y, changed(V, 3, math.nan), "Study 4"),
    "a variance of 0": (Y, changed(V, 0, 0.0), "Study 1"),
}


def years(k):
    """Give raw calendar years as a moderator."""
    return {"year": 1998 + 5 * np.arange(k) % 13}


def clusters(k):
    """Put the first two effects into one cluster."""
    return ["A", *("ABCD"[: max(0, k - 1)])][:k]


def halves(k):
    """Put studies into two groups in turn."""
    return [("one", "other")[row % 2] for row in range(k)]


def pools(y, v):
    """Give every estimator with every test, preset and prediction interval."""
    for method in METHODS:
        weights = np.arange(1, len(y) + 1) if method == "GENQ" else None
        for test in TESTS:
            if method != "EE" or test not in KNAPP_HARTUNG:
                yield lambda m=method, t=test, w=weights: pool(
                    y, v, method=m, test=t, weights=w
                )
    for preset in PRESETS:
        yield lambda p=preset: pool(y, v, preset=p)
    for name in PREDICTIONS:
        yield lambda p=name: pool(y, v, method="DL", prediction=p)
    yield lambda: pool(y, v, weights="unweighted")
    yield lambda: pool(y, v, i2="Q")


def doors(y, v):
    """Give every door that takes effects and variances."""
    k = len(y)
    yield lambda: henmi_copas(y, v)
    yield lambda: bayes(y, v, tau_prior=("half-normal", 0.5), threshold=-0.5)
    for method in ("EE", "DL", "REML", "ML", "PM", "SJ"):
        test = "z" if method == "EE" else "knha"
        yield lambda m=method, t=test: regress(y, years(k), vi=v, method=m, test=t)
    yield lambda: pool(y, v, mods=years(k))
    yield lambda: regress(y, years(k), vi=v).predict({"year": [2000, 2030]})
    for tau2 in ("separate", "common"):
        yield lambda t=tau2: subgroups(y, halves(k), vi=v, tau2=t)
    yield lambda: multilevel(y, v, cluster=clusters(k))
    fit = lambda: regress(y, years(k), vi=v, method="REML", test="z")  # noqa: E731
    for method in ("QP", "PL", "GENQ"):
        weights = np.arange(1, k + 1) if method == "GENQ" else None
        yield lambda m=method, w=weights: tau2_interval(fit(), method=m, weights=w)
    yield lambda: cluster_robust(fit(), clusters(k))
    for kind in ("lm", "rma"):
        for predictor in ("sei", "vi"):
            yield lambda m=kind, p=predictor: regression_test(
                y, v, model=m, predictor=p, few_studies="allow"
            )
    for distribution in ("exact", "normal"):
        yield lambda d=distribution: rank_test(
            y, v, distribution=d, few_studies="allow"
        )
    yield lambda: pet_peese(y, v, few_studies="allow")
    yield lambda: multiverse(
        effect_sizes("GEN", yi=y, vi=v),
        methods=["EE", "DL", "REML"],
        tests=["z", "knha"],
    )


def after(pooled):
    """Give every door that takes a pool."""
    k = pooled.k
    yield lambda: tau2_interval(pooled)
    yield lambda: tau2_interval(pooled, method="PL")
    yield lambda: tau2_interval(pooled, method="GENQ", weights=1 / pooled.effects.vi)
    yield lambda: cluster_robust(pooled, clusters(k))
    yield lambda: leave_one_out(pooled)
    yield lambda: cumulative(pooled, order=list(range(k))[::-1])
    yield lambda: influence(pooled)
    yield lambda: baujat(pooled)
    yield lambda: gosh(pooled)
    yield lambda: bootstrap(pooled, replicates=100, seed=1)
    yield lambda: standardized_residuals(pooled)
    yield lambda: shrunken_effects(pooled)
    yield pooled.report
    for estimator in ("L0", "R0"):
        yield lambda e=estimator: trim_and_fill(
            pooled, estimator=e, few_studies="allow"
        )


def parts(thing, where):
    """Give what a result, a mapping or a sequence holds, each with its place."""
    if is_dataclass(thing) and not isinstance(thing, Effects):
        kind = type(thing).__name__
        return [
            (getattr(thing, part.name), f"{kind}.{part.name}") for part in fields(thing)
        ]
    if isinstance(thing, Mapping):
        return [(value, f"{where}.{name}") for name, value in thing.items()]
    return (
        [(value, where) for value in thing] if isinstance(thing, list | tuple) else []
    )


def numbers(thing, where):
    """Walk through a result and give every number with its place."""
    if isinstance(thing, float | np.floating):
        yield where, float(thing)
    elif isinstance(thing, np.ndarray) and thing.dtype.kind == "f":
        yield from ((f"{where}[]", float(x)) for x in thing.ravel())
    for part, place in parts(thing, where):
        yield from numbers(part, place)


#: What is infinite where a standard error is 0, and nothing else.
STATISTICS = {"zval", "tval"}


def wrong_numbers(found):
    """List numbers that are neither finite nor said to be undefined.

    In a single number None means "not defined here", in a column NaN does.
    """
    wrong = []
    for where, value in numbers(found, type(found).__name__):
        name = where.rpartition(".")[2]
        is_defined = not (math.isnan(value) and name.endswith("[]"))
        is_statistic = math.isinf(value) and name.removesuffix("[]") in STATISTICS
        if is_defined and not is_statistic and not math.isfinite(value):
            wrong.append((where, value))
    return wrong


def outcome(door):
    """Go through a door without a numpy warning; give the result or the refusal."""
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", EvidenceWarning)
        try:
            found = door()
        except KetaEvidenceError as error:
            return None, str(error)
        if hasattr(found, "summary"):
            assert len(found.summary()) > 20
        return found, None


@pytest.mark.parametrize("name", DATA)
def test_every_estimator_has_an_answer(name):
    """Every pool of what can be pooled has finite numbers, whatever was chosen."""
    y, v = DATA[name]
    for door in pools(y, v):
        pooled, refusal = outcome(door)
        assert refusal is None
        assert wrong_numbers(pooled) == []
        assert pooled.weights.sum() == pytest.approx(100, abs=1e-9)
        if math.isinf(pooled.zval or 0):
            assert (pooled.se, pooled.pval) == (0, 0)


@pytest.mark.parametrize("name", DATA)
def test_every_other_door_has_an_answer_or_a_reason(name):
    """Regression, groups, Bayes and tests of small studies: numbers or one error."""
    for door in doors(*DATA[name]):
        found, refusal = outcome(door)
        assert wrong_numbers(found) == []
        # A reason is a sentence, not a bare name.
        assert found is not None or len(refusal.split()) > 5


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize(("method", "test"), [("EE", "z"), ("REML", "knha")])
def test_what_follows_a_pool_has_an_answer_or_a_reason(name, method, test):
    """Intervals of tau2, sensitivity, clusters, filling and report of every pool."""
    y, v = DATA[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EvidenceWarning)
        pooled = pool(y, v, method=method, test=test)
    for door in after(pooled):
        found, refusal = outcome(door)
        assert wrong_numbers(found) == []
        assert found is not None or len(refusal.split()) > 5


@pytest.mark.parametrize("name", REFUSED)
def test_bad_data_come_through_no_door(name):
    """Every door names the study, or says that there is none."""
    y, v, why = REFUSED[name]
    for door in [*pools(y, v), *doors(y, v)]:
        found, refusal = outcome(door)
        assert found is None or isinstance(found, Multiverse)
        if found is None:
            assert why in refusal
        else:
            assert not found.is_computed.any()
            assert all(why in reason for reason in found.reasons)


#: Counts with and without an answer: events and patients of two groups.
COUNTS = {
    "all events": ([20, 30], [20, 30], [20, 30], [20, 30]),
    "equal studies": ([3, 3, 3], [20, 20, 20], [5, 5, 5], [20, 20, 20]),
    "more events than patients": ([3, 31], [20, 30], [1, 5], [20, 30]),
    "no event in one group": ([0, 0, 0], [20, 30, 9], [4, 3, 1], [20, 30, 9]),
    "no events": ([0, 0], [20, 30], [0, 0], [20, 30]),
    "no patients": ([0, 3], [0, 30], [1, 5], [20, 30]),
    "no study": ([], [], [], []),
    "not a number": ([math.nan, 3], [20, 30], [1, 5], [20, 30]),
    "not a whole number": ([1.5, 3], [20, 30], [1, 5], [20, 30]),
    "one enormous study": ([3, 10**9], [20, 3 * 10**9], [5, 10**9], [20, 2 * 10**9]),
    "one study": ([3], [20], [5], [20]),
    "opposite zeros": ([0, 20], [20, 20], [20, 0], [20, 20]),
    "two patients": ([0, 1], [1, 1], [1, 0], [1, 1]),
    "usual": ([3, 0, 7, 9], [20, 30, 40, 25], [5, 4, 7, 2], [20, 28, 41, 22]),
}


def count_doors(a, n1, c, n2):
    """Give every door that takes counts."""
    both = {"ai": a, "n1i": n1, "ci": c, "n2i": n2}
    for measure in ("OR", "RR", "RD"):
        for extra in ({}, {"pool_add": 0.5, "pool_to": "only0"}):
            yield lambda m=measure, e=extra: mantel_haenszel(m, **both, **e)
        yield lambda m=measure: pool(effect_sizes(m, **both), method="DL", test="z")
    rates = {"x1i": a, "t1i": n1, "x2i": c, "t2i": n2}
    for measure in ("IRR", "IRD"):
        yield lambda m=measure: mantel_haenszel(m, **rates)
    yield lambda: association_test(**both)
    yield lambda: peto_odds_ratio(**both)
    for method in ("ML", "EE"):
        yield lambda m=method: binomial_normal(a, n1, method=m)
        yield lambda m=method: conditional_logistic(**both, method=m)
    for test in (harbord_test, peters_test):
        yield lambda t=test: t(effect_sizes("OR", **both), few_studies="allow")


@pytest.mark.parametrize("name", COUNTS)
def test_counts_have_an_answer_or_a_reason(name):
    """Mantel-Haenszel, Peto, the binomial-normal model and tests of counts."""
    for door in count_doors(*COUNTS[name]):
        found, _ = outcome(door)
        assert wrong_numbers(found) == []


@pytest.mark.parametrize("name", ["more events than patients", "not a number"])
def test_impossible_counts_come_through_no_door(name):
    """A study with more events than patients, or without a number, is named."""
    rows = {"more events than patients": "Study 2", "not a number": "Study 1"}
    for door in count_doors(*COUNTS[name]):
        found, refusal = outcome(door)
        # Person-time may be less than events.
        if found is None:
            assert rows[name] in refusal
        else:
            assert getattr(found, "measure", "IRD") in {"IRR", "IRD"}


def test_a_grid_of_correlations_has_an_answer_or_a_reason():
    """Without any variance of the change there is none, and the grid says why."""
    same = {"m1i": [4, 5], "m2i": [7, 7], "sd1i": [2, 2], "sd2i": [2, 2]}
    found, refusal = outcome(
        lambda: correlation_grid("MC", **same, ni=[20, 30], correlations=[-0.9, 0.999])
    )
    assert refusal is None
    assert wrong_numbers(found) == []
    none = {**same, "sd1i": [0, 0], "sd2i": [0, 0]}
    found, refusal = outcome(lambda: correlation_grid("MC", **none, ni=[20, 30]))
    assert found is None
    assert "Study 1" in refusal


def test_no_door_is_forgotten():
    """Every public function of the rooms of pooling is tried above."""
    rooms = ("", ".bayes", ".clusters", ".counts", ".regression", ".sensitivity")
    rooms += (".multilevel", ".small_studies", ".subgroups")
    for room in rooms:
        module = importlib.import_module(f"ketaevidence.pooling{room}")
        public = [name for name in module.__all__ if isfunction(getattr(module, name))]
        assert public
        assert set(public) <= set(globals())
